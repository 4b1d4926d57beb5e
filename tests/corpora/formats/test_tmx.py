"""Tests of TMX: files as found in practice, the check, and our files as read by another program."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from jisr.cli import main
from jisr.corpora.formats.corpus_files import read_pairs, write_pairs
from jisr.corpora.formats.format import FormatOptions
from jisr.corpora.formats.tmx import (
    INLINE_TAGS,
    MISSING_LANGUAGES,
    NO_SOURCE_LANGUAGE,
    SEVERAL_VARIANTS,
    UNKNOWN_ENTITIES,
    TmxPairs,
)
from jisr.corpora.formats.tmx_check import check_tmx
from jisr.corpora.formats.xml_text import DROPPED_CHARACTERS
from jisr.corpora.pairs import Pair
from jisr.errors import InputError

HEADER = (
    '<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" '
    'srclang="ar" datatype="plaintext"/>'
)
AR = '<tuv xml:lang="ar"><seg>نعم</seg></tuv>'
EN = '<tuv xml:lang="en"><seg>yes</seg></tuv>'


def tmx(units: str, header: str = HEADER, head: str = '<?xml version="1.0" encoding="{}"?>\n') -> str:
    return f'{head}<tmx version="1.4">\n{header}\n<body>\n{units}\n</body></tmx>\n'


def read(folder: Path, text: str, encoding: str = "utf-8", **values: str) -> tuple[list[Pair], FormatOptions]:
    path = folder / "in.tmx"
    path.write_bytes(text.replace("{}", encoding).encode(encoding))
    options = FormatOptions(**values)  # type: ignore[arg-type]
    return list(read_pairs(path, options=options)), options


def seg(text: str) -> str:
    return f'<tu><tuv xml:lang="ar"><seg>{text}</seg></tuv>{EN}</tu>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "utf-32"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    sign = "" if encoding == "cp1256" else "😀"
    pairs, options = read(tmp_path, tmx(seg(f"قال{sign} &amp; سأل")), encoding)
    assert pairs == [Pair(f"قال{sign} & سأل", "yes")]
    assert not options.notes


@pytest.mark.parametrize(
    ("units", "expected", "notes"),
    [
        (seg("\u200fنعم\u200e 😀 𝔄 &lt;b&gt;"), "\u200fنعم\u200e 😀 𝔄 <b>", {}),
        (seg("ن\x0bع\x1fم"), "نعم", {DROPPED_CHARACTERS: 2}),
        (seg("ن&#x1F;ع&#8;م&#xFFFE;&#1234567890;&#1593;"), "نعمع", {DROPPED_CHARACTERS: 4}),
        (seg('اضغط <bpt i="1">&lt;b&gt;</bpt>هنا<ept i="1">&lt;/b&gt;</ept>'), "اضغط <b>هنا</b>", {INLINE_TAGS: 1}),
        (
            seg('<ph x="1">[<sub>عنوان</sub>]</ph> ثم <hi>نص</hi><it pos="end"/><ut/>'),
            "[عنوان] ثم نص",
            {INLINE_TAGS: 1},
        ),
        (seg("قبل<!-- لا شيء --><?x لا شيء?>بعد<![CDATA[ <س>]]>"), "قبلبعد <س>", {}),
        ('<tu><tuv xml:lang="AR-sa"><seg>نعم</seg></tuv><tuv lang="EN_us"><seg>yes</seg></tuv></tu>', "نعم", {}),
        (f'<tu><tuv xml:lang="fr"><seg>oui</seg></tuv>{EN}{AR}</tu><tu>{AR}</tu>', "نعم", {MISSING_LANGUAGES: 1}),
        (f'<tu><tuv xml:lang="ar-EG"><seg>أيوه</seg></tuv>{AR}{EN}</tu>', "نعم", {}),
        (f'<tu>{AR}<tuv xml:lang="ar"><seg>أجل</seg></tuv>{EN}</tu>', "نعم", {SEVERAL_VARIANTS: 1}),
        (f'<tu><tuv xml:lang="ar"/>{EN}</tu>', "", {}),
    ],
)
def test_units(tmp_path: Path, units: str, expected: str, notes: dict[str, int]) -> None:
    pairs, options = read(tmp_path, tmx(units))
    assert pairs == [Pair(expected, "yes")]
    assert options.notes == notes


def test_header_without_source_language_is_noted(tmp_path: Path) -> None:
    pairs, options = read(tmp_path, tmx(seg("نعم"), "<header/>"))
    assert pairs == [Pair("نعم", "yes")]
    assert options.notes == {NO_SOURCE_LANGUAGE: 1}


def test_requested_languages_are_read(tmp_path: Path) -> None:
    unit = f'<tu>{AR}{EN}<tuv xml:lang="fr-CA"><seg>oui</seg></tuv></tu>'
    assert read(tmp_path, tmx(unit), source_lang="FR", target_lang="ar")[0] == [Pair("oui", "نعم")]
    with pytest.raises(InputError, match="no unit holds both de and en; its languages are ar, en, fr-CA"):
        read(tmp_path, tmx(unit), source_lang="de")


def test_entities_are_not_expanded_and_no_other_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 50}">' for n in range(1, 12))
    head = '<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "secret.txt" [<!ENTITY e0 "boom">{bomb}]>'
    with pytest.raises(InputError, match="not well-formed XML: Maximum entity amplification"):
        read(tmp_path, tmx(seg("نعم &e11;"), head=head.replace("{bomb}", bomb)))
    pairs, options = read(tmp_path, tmx(seg("نعم &e0;"), head=head.replace("{bomb}", "")))
    assert pairs == [Pair("نعم &e0;", "yes")]
    assert options.notes == {UNKNOWN_ENTITIES: 1}
    outside = f'<!DOCTYPE tmx [<!ENTITY file SYSTEM "{tmp_path / "secret.txt"}">]>'
    assert "secret\n" not in read(tmp_path, tmx(seg("&file;"), head=outside))[0][0].source


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (tmx(seg("نعم") + "\n<tu><tuv></tu>"), r"in\.tmx:6: not well-formed XML: Opening and ending tag"),
        (tmx(seg("نعم"))[:150], r"in\.tmx:\d: not well-formed XML"),
        (tmx(seg("Tom & Jerry")), r"in\.tmx:5: not well-formed XML"),
        ("", r"in\.tmx:1: not well-formed XML"),
        ("<html/>", r"in\.tmx: not a TMX file: its outermost element is html"),
        (tmx("", head='<?xml version="1.0" encoding="klingon"?>'), r"in\.tmx:1: unknown encoding 'klingon'"),
    ],
)
def test_malformed_file_is_an_error_of_one_line(
    tmp_path: Path, text: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(InputError, match=message) as error:
        read(tmp_path, text)
    with pytest.raises(SystemExit) as exit_:
        main(["corpus", "convert", str(tmp_path / "in.tmx"), "-o", str(tmp_path / "out.tsv")])
    assert exit_.value.code == 2
    assert capsys.readouterr().err == f"jisr: {error.value}\n"
    assert not (tmp_path / "out.tsv").exists()


def test_decoding_error_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "in.tmx"
    path.write_bytes(tmx(seg("نعم")).encode().replace("نعم".encode(), b"\xff\xfe!"))
    with pytest.raises(InputError, match=r"in\.tmx:5: bytes that are not utf-8"):
        list(read_pairs(path))


def test_date_is_written_if_given(tmp_path: Path) -> None:
    path = tmp_path / "out.tmx"
    with TmxPairs("20240131T120000Z").writer([str(path)], FormatOptions()) as writer:
        writer.write([Pair("نعم", "yes")])
    assert 'creationdate="20240131T120000Z"' in path.read_text(encoding="utf-8")


ORACLE = """
import json, sys
from translate.storage.tmx import tmxfile
store = tmxfile.parsefile(sys.argv[1])
json.dump([[unit.source, unit.target] for unit in store.units], sys.stdout)
"""


def test_translate_toolkit_reads_the_same(tmp_path: Path) -> None:
    pairs = [
        Pair("ذهب & عاد <ثم> \u200fنام\u200e", "He went & came \"back\" 'then' slept ]]>", 0.5, "doc"),
        Pair("😀 𝔄 é", "emoji 👩‍👩‍👧"),
        Pair("  مسافات  ", "two  spaces "),
        Pair("سطر\nوسطر\tوآخر", "line\nand\tline"),
        Pair("رمز\x07 غريب", "odd \x00 sign"),
    ]
    path = tmp_path / "out.tmx"
    write_pairs(path, pairs)
    # The toolkit's package has the name of one of our folders: -P keeps the checkout out of the search path.
    command = [sys.executable, "-P", "-c", ORACLE, str(path)]
    theirs = json.loads(subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout)
    ours = list(read_pairs(path))
    assert theirs == [[pair.source, pair.target] for pair in ours]
    assert ours[:4] == pairs[:4]
    assert ours[4] == Pair("رمز غريب", "odd  sign")
    assert not list(check_tmx(str(path)))


@pytest.mark.parametrize(
    ("units", "header", "expected"),
    [
        (seg("نعم"), HEADER, []),
        (
            seg("نعم"),
            '<header srclang="ar" segtype="word"/>',
            [(3, "header without creationtool"), (3, "header has segtype 'word'")],
        ),
        (f"<tu>\n<tuv><seg>x</seg></tuv>{AR}</tu>", HEADER, [(6, "tuv without xml:lang")]),
        (f'<tu>\n<tuv xml:lang="a r"><seg/></tuv>{AR}</tu>', HEADER, [(6, "tuv has xml:lang 'a r'")]),
        (f'<tu>{AR}\n<tuv xml:lang="en"/></tu>', HEADER, [(6, "tuv with 0 seg; it holds one")]),
        (f"<tu>{AR}\n<note>x</note>{EN}</tu>", HEADER, [(6, "note behind tuv")]),
        (f"<tu>{EN}</tu>", HEADER, [(5, "no tuv in the source language 'ar', only en")]),
        ("<tu/>", HEADER, [(5, "tu without tuv")]),
        (seg('<g id="1">x</g>'), HEADER, [(5, "g within seg")]),
        (seg('<bpt i="1"/>x<ept i="2"/>'), HEADER, [(5, "bpt and ept that are not pairs")]),
        (seg("ن\x07عم"), HEADER, [(0, "1 characters that XML does not allow")]),
        (seg("نعم") + "\n</tu>", HEADER, [(6, "not well-formed XML")]),
    ],
)
def test_check_reports_line_and_reason(
    tmp_path: Path, units: str, header: str, expected: list[tuple[int, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.tmx"
    path.write_text(tmx(units, header).replace("{}", "utf-8"), encoding="utf-8")
    findings = list(check_tmx(str(path)))
    assert [finding.line for finding in findings] == [line for line, _ in expected]
    assert all(f.reason.startswith(reason) for f, (_, reason) in zip(findings, expected, strict=True))
    with pytest.raises(SystemExit) as exit_:
        main(["corpus", "check", str(path)])
    assert exit_.value.code == (2 if expected else 0)
    assert len(capsys.readouterr().out.splitlines()) == len(expected)


@pytest.mark.parametrize(
    "encoding", ["hex", "idna", "punycode", "rot13", "undefined", "unicode_escape", "zlib", "utf_9"]
)
def test_an_encoding_that_is_none_of_text_is_unknown(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "in.tmx"
    path.write_text(tmx(f"<tu>{AR}{EN}</tu>").replace("{}", encoding), encoding="utf-8")
    with pytest.raises(InputError, match=rf"in\.tmx:1: unknown encoding '{encoding}'"):
        list(read_pairs(path))


@pytest.mark.parametrize("filling", ["<tu>" + AR * 150_000, "<x/>\n" * 1_000_000, "<tu>" + " " * 5_000_000])
def test_a_unit_that_never_ends_is_refused(tmp_path: Path, filling: str) -> None:
    path = tmp_path / "in.tmx"
    path.write_text(tmx(f"<tu>{AR}{EN}</tu>\n{filling}", head=""), encoding="utf-8")
    with pytest.raises(InputError, match=r"in\.tmx:\d+: more than 4,194,304 characters without a unit that ends"):
        list(read_pairs(path))


def test_many_units_may_be_longer_than_one_may(tmp_path: Path) -> None:
    path = tmp_path / "in.tmx"
    path.write_text(tmx(f"<tu>{AR}{EN}</tu>\n" * 60_000, head=""), encoding="utf-8")
    assert path.stat().st_size > 1 << 22
    assert sum(1 for _ in read_pairs(path)) == 60_000
