"""Tests of the reading of parallel files, and of the search for the first line without a partner."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.corpora.formats.line_counts import first_suspect, read_parallel
from jisr.errors import InputError

ARABIC = """في الصباح الباكر خرج الصياد إلى البحر
كان الجو باردا
لم يجد في شبكته غير سمكة صغيرة واحدة فأعادها إلى الماء وانتظر ساعة أخرى
ثم عاد
وفي الطريق إلى بيته رأى جاره القديم جالسا تحت شجرة الزيتون
سلم عليه
وحكى له ما جرى في ذلك اليوم الطويل من أوله إلى آخره""".split("\n")
ENGLISH = """Early in the morning the fisherman went out to sea
It was cold
He found only one small fish in his net, put it back into the water and waited for another hour
Then he returned
On the way home he saw his old neighbour sitting under the olive tree
He greeted him
And told him from beginning to end what had happened on that long day""".split("\n")


def write(path: Path, lines: list[str]) -> str:
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return str(path)


def test_lines_are_read_in_parallel(tmp_path: Path) -> None:
    paths = [write(tmp_path / "a.ar", ARABIC), write(tmp_path / "a.en", ENGLISH)]
    assert list(read_parallel(paths)) == list(zip(ARABIC, ENGLISH, strict=True))
    assert list(read_parallel([paths[0], *paths])) == list(zip(ARABIC, ARABIC, ENGLISH, strict=True))


@pytest.mark.parametrize("missing", range(7))
def test_error_names_counts_and_the_line_without_a_partner(tmp_path: Path, missing: int) -> None:
    source = write(tmp_path / "a.ar", ARABIC)
    target = write(tmp_path / "a.en", ENGLISH[:missing] + ENGLISH[missing + 1 :])
    message = f"{source} has 7 lines, {target} has 6 lines; line {missing + 1} of {source} is the first"
    with pytest.raises(InputError) as error:
        list(read_parallel([source, target]))
    assert message in str(error.value)
    with pytest.raises(InputError, match=rf"line {missing + 1} of "):
        list(read_parallel([target, source]))


def test_several_lines_without_a_partner_and_an_empty_side(tmp_path: Path) -> None:
    source = write(tmp_path / "a.ar", ARABIC * 3)
    target = write(tmp_path / "a.en", [*ENGLISH[:2], *ENGLISH[3:], *ENGLISH, *ENGLISH[:4], *ENGLISH[5:]])
    with pytest.raises(InputError, match=r"21 lines.*19 lines; line 3 of "):
        list(read_parallel([source, target]))
    with pytest.raises(InputError, match="0 lines; line 1 of"):
        list(read_parallel([source, write(tmp_path / "none.en", [])]))
    with pytest.raises(InputError, match="standard input holds one text"):
        list(read_parallel(["-", "-"]))


@given(st.lists(st.integers(0, 400), max_size=40), st.lists(st.integers(0, 400), min_size=41, max_size=150))
def test_result_is_a_line_of_the_longer_text(shorter: list[int], longer: list[int]) -> None:
    assert 1 <= first_suspect(longer, shorter) <= len(longer)
