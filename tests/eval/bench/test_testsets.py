"""Test sets by name are read from their original files; a missing one is reported in one line."""

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from jisr.errors import InputError
from jisr.eval.bench.testset_files import jsonl_records
from jisr.eval.bench.testsets import KNOWN_TESTSETS, checksum_of_pairs, load_testset

ARABIC = ["كان الطريق طويلا.", "وصلنا مساء."]
ENGLISH = ["The road was long.", "We arrived in the evening."]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JISR_CACHE", str(tmp_path))
    return tmp_path / "testsets"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def test_plain_files(cache: Path) -> None:
    for name, stem in (("ntrex", "newstest2019"), ("tico19", "tico19-test")):
        ends = ("-ref.arb.txt", "-src.eng.txt") if name == "ntrex" else (".ara", ".eng")
        for end, lines in zip(ends, (ARABIC, ENGLISH), strict=True):
            write(cache / name / f"{stem}{end}", "\n".join(lines) + "\n")
        found = load_testset(name, offline=True)
        assert (list(found.sources), [list(each) for each in found.references]) == (ARABIC, [ENGLISH])
        assert found.facts.sha256 == checksum_of_pairs(ARABIC, ENGLISH)
        assert found.facts.original == "en"
        assert found.expected is (None if name == "ntrex" else False)


def test_treebanks_are_paired_by_sentence_id(cache: Path) -> None:
    for name, lines, order in (("ar", ARABIC, (0, 1)), ("en", ENGLISH, (1, 0))):
        text = "".join(f"# sent_id = n{at}\n# text = {lines[at]}\n1\tx\n\n" for at in order)
        write(cache / "pud" / f"{name}_pud-ud-test.conllu", text)
    found = load_testset("pud", offline=True)
    assert list(zip(found.sources, found.references[0], strict=True)) == list(zip(ARABIC, ENGLISH, strict=True))


def test_part_of_flores(tmp_path: Path) -> None:
    rows = [{"id": at, "text": text} for at, text in enumerate(ARABIC)]
    write(tmp_path / "a.jsonl", "".join(json.dumps(row) + "\n" for row in reversed(rows)))
    assert jsonl_records(tmp_path / "a.jsonl") == ARABIC
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    parquet.write_table(arrow.Table.from_pylist(rows[::-1]), tmp_path / "a.parquet")
    assert jsonl_records(tmp_path / "a.parquet") == ARABIC
    write(tmp_path / "b.jsonl", '{"id": 1}\n')
    with pytest.raises(InputError, match=r"b\.jsonl: not a part of FLORES\+"):
        jsonl_records(tmp_path / "b.jsonl")


def test_sacrebleu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sacrebleu.dataset import DATASETS

    dataset: Any = DATASETS["iwslt17"]
    monkeypatch.setattr(dataset, "_outdir", str(tmp_path))
    with pytest.raises(InputError, match="sacrebleu -t iwslt17 -l ar-en --echo src"):
        load_testset("iwslt17", offline=True)
    for field in dataset.fieldnames("ar-en"):
        lines = {"src": ARABIC, "ref": ENGLISH}.get(field, ["x", "y"])
        write(Path(dataset._get_txt_file_path("ar-en", field)), "\n".join(lines) + "\n")
    assert list(load_testset("iwslt17", offline=True).sources) == ARABIC
    assert load_testset("sacrebleu:iwslt17", offline=True).references == (tuple(ENGLISH),)


def test_files_of_pairs(tmp_path: Path) -> None:
    write(tmp_path / "a.tsv", "".join(f"{a}\t{e}\n" for a, e in zip(ARABIC, ENGLISH, strict=True)))
    write(tmp_path / "a.ar", "\n".join(ARABIC) + "\n")
    write(tmp_path / "a.en", "\n".join(ENGLISH) + "\n")
    found = [load_testset(name) for name in (f"{tmp_path}/a.tsv", f"mine={tmp_path}/a.ar,{tmp_path}/a.en")]
    assert found[0].sources == found[1].sources
    assert [each.facts.name for each in found] == ["a.tsv", "mine"]


@pytest.mark.parametrize("name", [facts.name for facts in KNOWN_TESTSETS if facts.name != "iwslt17"])
def test_missing_test_set_offline_is_reported_in_one_line(
    cache: Path, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(InputError, match=r"is not here, and nothing is fetched offline; .*(curl|hf download)") as told:
        load_testset(name)
    assert "\n" not in str(told.value)
    places = next(facts.places for facts in KNOWN_TESTSETS if facts.name == name)
    assert all(place.name.rpartition("/")[2] in str(told.value) for place in places)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing", "nothing: no such test set and no such file; there are flores-dev"),
        ("sacrebleu:wmt19", "it has iwslt17"),
    ],
)
def test_unknown_test_set_is_refused(name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load_testset(name, offline=True)


def test_damaged_copy_is_refused(cache: Path) -> None:
    write(cache / "tatoeba" / "tatoeba-test-v2021-08-07.ara", "\n".join(ARABIC) + "\n")
    write(cache / "tatoeba" / "tatoeba-test-v2021-08-07.eng", ENGLISH[0] + "\n")
    with pytest.raises(InputError, match="tatoeba: damaged: 2 Arabic lines and 1 English"):
        load_testset("tatoeba", offline=True)


def test_known_test_sets_lack_no_fact() -> None:
    for facts in KNOWN_TESTSETS:
        assert all(getattr(facts, each.name) for each in fields(facts) if each.name != "sha256")
