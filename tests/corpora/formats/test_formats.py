"""Tests of the formats: round trips, notes on what a format cannot hold, and errors."""

import gzip
import io
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.corpora.formats.corpus_files import find_corpora, open_writer, read_pairs, write_pairs
from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.text_lines import DAMAGED_LINES, FLATTENED_BREAKS
from jisr.corpora.formats.xml_text import DROPPED_CHARACTERS
from jisr.corpora.pairs import Pair
from jisr.errors import InputError, MissingExtra, OutputError

PAIRS = [
    Pair("ذهب الولد إلى المدرسة.", "The boy went to school.", 0.93, "مثال 1"),
    Pair("قال: «هل تسمعني؟»", 'He said: "Can you hear me?" & left <soon>', None, "doc"),
    Pair("\u200fنعم\u200e 😀", "Yes 𝔄", 1e-7),
    Pair("", ""),
    Pair("سطر\u2028آخر\x85وبعده", "one\u2028line\x0b\x1c"),
]
# Without NUL: a text with many of them is taken for UTF-16.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
SCORES = st.none() | st.floats(allow_nan=False, allow_infinity=False)
CORPUS = st.lists(st.builds(Pair, TEXT, TEXT, SCORES, TEXT), max_size=8)
ROUND = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def through(folder: Path, names: list[str], pairs: list[Pair]) -> tuple[list[Pair], Counter[str], list[bytes]]:
    """Return pairs that were written and read again, the notes, and the bytes of each file."""
    options = FormatOptions()
    paths = [folder / name for name in names]
    assert write_pairs(paths, pairs, options=options) == len(pairs)
    return list(read_pairs(*paths, options=options)), options.notes, [path.read_bytes() for path in paths]


@pytest.mark.parametrize("name", ["c.jsonl", "c.jsonl.gz", "c.jsonl.xz", "c.jsonl.zst", "c.parquet"])
def test_formats_that_keep_everything(tmp_path: Path, name: str) -> None:
    back, notes, _ = through(tmp_path, [name], PAIRS)
    assert back == PAIRS
    assert not notes


@given(pairs=CORPUS)
@ROUND
def test_jsonl_round_trip(tmp_path: Path, pairs: list[Pair]) -> None:
    back, notes, first = through(tmp_path, ["c.jsonl"], pairs)
    assert back == pairs
    assert not notes
    assert through(tmp_path, ["c.jsonl"], back)[2] == first


@given(pairs=CORPUS)
@ROUND
def test_parquet_round_trip(tmp_path: Path, pairs: list[Pair]) -> None:
    back, _, first = through(tmp_path, ["c.parquet"], pairs)
    assert back == pairs
    assert through(tmp_path, ["c.parquet"], back)[2] == first


def flat(text: str, breaks: str) -> str:
    return "".join(" " if sign in breaks else sign for sign in text)


@given(pairs=CORPUS)
@ROUND
def test_tsv_round_trip(tmp_path: Path, pairs: list[Pair]) -> None:
    back, notes, first = through(tmp_path, ["c.tsv"], pairs)
    kept = [Pair(flat(p.source, "\t\n\r"), flat(p.target, "\t\n\r"), p.score, flat(p.origin, "\t\n\r")) for p in pairs]
    assert back == kept
    assert bool(notes[FLATTENED_BREAKS]) == (kept != pairs)
    assert through(tmp_path, ["c.tsv"], back)[2] == first


@given(pairs=CORPUS)
@ROUND
def test_moses_round_trip(tmp_path: Path, pairs: list[Pair]) -> None:
    back, notes, first = through(tmp_path, ["c.ar", "c.en"], pairs)
    broken = [any(sign in p.source + p.target for sign in "\n\r") for p in pairs]
    assert [(p.source, p.target) for p, bad in zip(back, broken, strict=True) if not bad] == [
        (p.source, p.target) for p, bad in zip(pairs, broken, strict=True) if not bad
    ]
    assert bool(notes[FLATTENED_BREAKS]) == any(broken)
    assert through(tmp_path, ["c.ar", "c.en"], back)[2] == first


def test_moses_keeps_tabs_whether_or_not_a_text_has_line_ends(tmp_path: Path) -> None:
    back, notes, _ = through(tmp_path, ["c.ar", "c.en"], [Pair("a\tb", "a\tb\r\nc")])
    assert back == [Pair("a\tb", "a\tb  c")]
    assert notes == {FLATTENED_BREAKS: 2}


@given(pairs=CORPUS)
@ROUND
def test_tmx_round_trip(tmp_path: Path, pairs: list[Pair]) -> None:
    back, notes, first = through(tmp_path, ["c.tmx"], pairs)
    legal = [Pair(xml(p.source), xml(p.target), p.score, xml(p.origin)) for p in pairs]
    assert back == legal
    assert bool(notes[DROPPED_CHARACTERS]) == (legal != pairs)
    assert through(tmp_path, ["c.tmx"], back)[2] == first


def xml(text: str) -> str:
    """Return a text without the characters that XML 1.0 does not allow."""
    return "".join(
        sign
        for sign in text
        if sign in "\t\n\r" or 0x20 <= ord(sign) <= 0xD7FF or 0xE000 <= ord(sign) <= 0xFFFD or ord(sign) > 0xFFFF
    )


@pytest.mark.parametrize("end", ["", ".gz", ".xz", ".zst"])
def test_compressed_files_are_reproducible_and_recognised_by_their_bytes(tmp_path: Path, end: str) -> None:
    _, _, first = through(tmp_path, [f"c.tsv{end}"], PAIRS)
    _, _, again = through(tmp_path, [f"other.tsv{end}"], PAIRS)
    assert first == again
    (tmp_path / "plain.tsv").write_bytes(first[0])
    assert list(read_pairs(tmp_path / "plain.tsv")) == list(read_pairs(tmp_path / f"c.tsv{end}"))


@pytest.mark.parametrize("end", [".gz", ".xz", ".zst"])
def test_truncated_file_is_an_error(tmp_path: Path, end: str) -> None:
    path = tmp_path / f"c.tsv{end}"
    write_pairs(path, PAIRS * 100)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(InputError, match=rf"c\.tsv\{end}: damaged {end[1:]} data"):
        list(read_pairs(path))


def test_gzip_members_and_corpora_are_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "two.tsv.gz").write_bytes(gzip.compress("نعم\tyes\n".encode()) + gzip.compress("لا\tno\n".encode()))
    (tmp_path / "side.ar").write_text("ربما\n", encoding="utf-8")
    (tmp_path / "side.en").write_text("maybe\n", encoding="utf-8")
    paths = [tmp_path / name for name in ("two.tsv.gz", "side.ar", "side.en", "two.tsv.gz")]
    assert [pair.target for pair in read_pairs(*paths)] == ["yes", "no", "maybe", "yes", "no"]


def test_standard_input_and_output(monkeypatch: pytest.MonkeyPatch, capsysbinary: Any) -> None:
    class Stdin:
        buffer = io.BytesIO("نعم\tyes\n".encode("utf-16"))

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert list(read_pairs("-", name="tsv")) == [Pair("نعم", "yes")]
    write_pairs("-", [Pair("لا", "no")], name="jsonl")
    assert capsysbinary.readouterr().out.decode() == '{"source": "لا", "target": "no"}\n'


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("c.tsv", "نعم\tyes\nوحيد\n", r"c\.tsv:2: 1 fields between tabs; a line holds source and target"),
        ("c.tsv", "a\tb\t1\t1\te\tf\n", r"c\.tsv:1: 6 fields"),
        ("c.tsv", "a\tb\t1\td\te\n", r"c\.tsv:1: the fourth field is a score, a number, and not 'd'"),
        ("c.tsv", "a\tb\tscore\n", r"c\.tsv:1: the third field is a score, a number, and not 'score'"),
        ("c.tsv", "a\tb\tnan\n", "and not 'nan'"),
        ("c.jsonl", '{"source": "a", "target": "b"}\n{"source": "a"\n', r"c\.jsonl:2: not JSON"),
        ("c.jsonl", '{"source": "a"}\n', r"c\.jsonl:1: not a pair"),
        ("c.jsonl", '{"source": "a", "target": "b", "score": NaN}\n', r"c\.jsonl:1: not a pair"),
        ("c.jsonl", "[1]\n", r"c\.jsonl:1: a JSON object is wanted, not list"),
        ("c.parquet", "nothing of the kind", r"c\.parquet: not a Parquet file"),
    ],
)
def test_errors_are_one_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message) as error:
        list(read_pairs(tmp_path / name))
    assert "\n" not in str(error.value)


def test_records_with_languages_as_keys(tmp_path: Path) -> None:
    path = tmp_path / "hub.jsonl"
    path.write_text(
        '{"ar": "نعم", "en": "yes", "id": 7}\n{"translation": {"ar": "لا", "en": "no"}}\n', encoding="utf-8"
    )
    assert list(read_pairs(path)) == [Pair("نعم", "yes"), Pair("لا", "no")]
    swapped = FormatOptions(source_lang="en", target_lang="ar")
    assert next(read_pairs(path, options=swapped)) == Pair("yes", "نعم")


def test_lone_surrogates_and_invalid_bytes_are_noted(tmp_path: Path) -> None:
    options = FormatOptions()
    (tmp_path / "c.jsonl").write_text('{"source": "\\ud83d!", "target": "\\ud83d\\ude00"}\n', encoding="utf-8")
    assert list(read_pairs(tmp_path / "c.jsonl", options=options)) == [Pair("\ufffd!", "😀")]
    (tmp_path / "c.tsv").write_bytes(b"\xff\tyes\n")
    assert list(read_pairs(tmp_path / "c.tsv", options=options)) == [Pair("\ufffd", "yes")]
    assert options.notes == {DAMAGED_LINES: 2}


def test_files_are_grouped_into_corpora(tmp_path: Path) -> None:
    assert [corpus.name for corpus in find_corpora(["a.tsv", "x.ar", "b.TMX", "x.en.gz", "c.jsonl.zst"])] == [
        "a.tsv",
        "b.TMX",
        "x.ar + x.en.gz",
        "c.jsonl.zst",
    ]
    with pytest.raises(
        InputError, match=r"x\.ar: neither a known format \(\.jsonl, \.parquet, \.po, \.tmx, \.tsv, \.xlf, \.xliff\)"
    ):
        find_corpora(["a.tsv", "x.ar"])
    with pytest.raises(InputError, match="unknown format 'doc'; there are jsonl, moses, parquet, po, tmx, tsv"):
        find_corpora(["a"], "doc")
    with pytest.raises(InputError, match="parquet file is read unpacked"):
        find_corpora(["a.parquet.gz"])
    with pytest.raises(InputError, match="2 outputs where one belongs"), open_writer("a.tsv", "b.tsv"):
        pass
    with pytest.raises(InputError, match="standard output: named twice"), open_writer("-", "-"):
        pass
    with pytest.raises(InputError, match="Parquet cannot be read from standard input"):
        list(read_pairs("-", name="parquet"))
    with pytest.raises(OutputError, match="does not exist"):
        write_pairs(tmp_path / "none" / "c.tsv", PAIRS)


def test_no_output_remains_after_an_error(tmp_path: Path) -> None:
    for names in (["c.tsv"], ["c.tmx.gz"], ["c.parquet"], ["c.ar", "c.en"]):
        paths = [tmp_path / name for name in names]
        with pytest.raises(InputError), open_writer(*paths) as writer:
            writer.write(PAIRS)
            raise InputError("stop")
        assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("package", "name"), [("pyarrow", "c.parquet"), ("backports.zstd", "c.tsv.zst")])
def test_missing_extra_error_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, name: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra, match=rf"{package} is not installed; .*pip install 'jisr\["):
        write_pairs(tmp_path / name, PAIRS)


def test_reading_reports_all_bytes_as_progress(tmp_path: Path) -> None:
    for name in ("c.tsv", "c.jsonl.gz", "c.tmx", "c.parquet"):
        write_pairs(tmp_path / name, PAIRS * 50)
        reported: list[int] = []
        list(read_pairs(tmp_path / name, options=FormatOptions(watch=reported.append)))
        assert sum(reported) == find_corpora([tmp_path / name])[0].size
