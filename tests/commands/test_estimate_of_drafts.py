"""The estimate of a draft depends on the sentence and its draft alone."""

from pathlib import Path

import pytest
from command_line import CommandLine

SENTENCES = [
    "أين المحطة؟",
    "عاد المعلم إلى بيته في المساء.",
    "لا.",
    "قرأت الطالبة الرسالة التي وصلت أمس من جدتها في القرية البعيدة.",
    "نام الولد.",
    "فتح التاجر باب الدكان ثم جلس يشرب القهوة مع جيرانه.",
    "أين المحطة؟",
]


@pytest.mark.parametrize("batch", ["1", "2", "7"])
def test_the_order_and_the_batch_change_no_digit(batch: str, tmp_path: Path, jisr: CommandLine) -> None:
    reports = []
    for name, lines, more in (("a", SENTENCES, ()), ("b", SENTENCES[::-1], ("--batch", batch))):
        text = tmp_path / f"{name}.txt"
        text.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        assert jisr("translate", text, "-o", tmp_path / f"{name}.tsv", "--bilingual", *more).code == 0
        reports.append((tmp_path / f"{name}.tsv").read_text(encoding="utf-8").splitlines())
    assert reports[0] == reports[1][::-1]
    assert all(row.split("\t")[2] for row in reports[0])
