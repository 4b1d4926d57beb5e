"""Word alignment: splitting into words, symmetrisation, and the files of word alignments, with a fake eflomal."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.cli import main
from jisr.corpora.alignment import eflomal
from jisr.corpora.pairs import Pair
from jisr.errors import AlignmentError, MissingExtra

# Links the words in order, in both directions; the remaining words of the longer side get no links.
FAKE = """import sys
given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
sides = [open(given[name], encoding="utf-8").read().splitlines() for name in ("-s", "-t")]
for name in ("-f", "-r"):
    with open(given[name], "w") as out:
        for left, right in zip(*sides):
            most = min(len(left.split()), len(right.split()))
            out.write(" ".join(f"{at}-{at}" for at in range(most)) + "\\n")
"""
# A shebang with the interpreter would not work if its path has spaces.
START = '#!/bin/sh\nexec "{python}" "{script}" "$@"\n'
Links = st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)))


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "eflomal-align"
    script = tmp_path / "fake.py"
    script.write_text(FAKE)
    program.write_text(START.format(python=sys.executable, script=script), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(eflomal, "find_eflomal", lambda: str(program))
    return program


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("قَالَ «الوزير»، ثم ذهب.", ["قال", "الوزير", "ثم", "ذهب"]),
        ("Yes , the U.S. - really!", ["yes", ",", "the", "u.s", "-", "really"]),
        ("كتـــاب 1,500", ["كتاب", "1,500"]),
        (" \u200f ", ["\u200f"]),
        ("", []),
    ],
)
def test_words_are_separated_by_white_space(text: str, found: list[str]) -> None:
    assert eflomal.bare_word(text) == found
    assert len(found) == len(text.split())


@pytest.mark.parametrize(
    ("forward", "reverse", "joined"),
    [
        ("0-0 1-1", "0-0 1-1", "0-0 1-1"),
        ("0-0 0-1", "0-0", "0-0 0-1"),  # next to a link, with a word that is not linked yet
        ("0-0 1-1 0-1", "0-0 1-1", "0-0 1-1"),  # next to links, but both words are linked
        ("0-0 3-5", "0-0", "0-0 3-5"),  # not next to a link, with two words that are not linked
        ("0-0 3-0", "0-0", "0-0"),  # not next to a link, and one of its words is linked
        ("", "", ""),
    ],
)
def test_two_directions_are_symmetrised(forward: str, reverse: str, joined: str) -> None:
    assert eflomal.pharaoh(eflomal.symmetrise(eflomal.links(forward), eflomal.links(reverse))) == joined


@given(Links, Links)
def test_symmetrised_links_lie_between_intersection_and_union(
    forward: set[tuple[int, int]], reverse: set[tuple[int, int]]
) -> None:
    joined = eflomal.symmetrise(forward, reverse)
    assert forward & reverse <= joined <= forward | reverse
    for one, other in (forward | reverse) - joined:
        assert any(one == left for left, _ in joined) or any(other == right for _, right in joined)


def test_each_pair_has_a_line_even_without_links(fake: Path) -> None:
    pairs = [Pair("نعم", "yes"), Pair("", "x"), Pair("كلمة " * 2000, "word " * 2000), Pair("لا شكرا", "no thanks")]
    found = [eflomal.pharaoh(one) for one in eflomal.align_words(pairs, [Pair("بيت", "house")])]
    assert found == ["0-0", "", "", "0-0 1-1"]
    assert list(eflomal.align_words([Pair("", "")])) == [set()]
    fake.write_text("#!/bin/sh\necho no memory >&2\nexit 3\n")
    with pytest.raises(AlignmentError, match="eflomal-align failed: no memory"):
        list(eflomal.align_words(pairs))


def test_words_are_written_beside_an_output(fake: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "s").write_text("شكرا لك.\nأين الكتاب؟\n", encoding="utf-8")
    (tmp_path / "t").write_text("Thank you.\nWhere is the book?\n", encoding="utf-8")
    out = tmp_path / "o.tsv"
    command = ["align", str(tmp_path / "s"), str(tmp_path / "t"), "--lines", "--method", "length", "--words"]
    for more, code in (
        (["-o", str(out)], 0),
        ([], 2),
        (["-o", str(out), "--words-corpus", str(tmp_path / "none.tsv")], 2),
    ):
        with pytest.raises(SystemExit) as done:
            main([*command, *more])
        assert int(done.value.code or 0) == code
    assert (tmp_path / "o.tsv.pharaoh").read_text() == "0-0 1-1\n0-0 1-1\n"
    err = capsys.readouterr().err
    assert "name one with -o" in err
    assert "none.tsv: no such file" in err


def test_missing_eflomal_is_reported_with_its_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingExtra, match=r"eflomal is not installed; .* 'jisr\[words\]'"):
        eflomal.find_eflomal()
