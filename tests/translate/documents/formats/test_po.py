"""PO files of gettext."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from round_trip import check_round_trip, in_english, rewritten, units_of

from jisr.errors import InputError
from jisr.translate.documents.formats.po import SPELLED, quoted, string_value
from jisr.translate.documents.formats.po_placeholders import MessageFormat
from jisr.translate.documents.unit import Target, Unit, tagged_text

CATALOGUE = r"""# ترجمة البرنامج
#, fuzzy
msgid ""
msgstr ""
"Project-Id-Version: reader 1.0\n"
"Language: \n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
"n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;\n"

#. زر في القائمة
#: src/menu.c:12
msgid "حفظ"
msgstr ""

#: src/menu.c:14
#, c-format
msgctxt "عنوان"
msgid ""
"\n"
"نسخ %d من %s، %d%% تم.\n"
msgstr ""

#, fuzzy, python-format
#| msgid "مرحبا"
msgid "مرحبا يا %(name)s"
msgstr "Hello"

msgid "تم"
msgstr "Done"

#, c-format
msgid "ملف واحد"
msgid_plural "%d ملفات"
msgstr[0] ""
msgstr[1] ""
msgstr[2] ""
msgstr[3] ""
msgstr[4] ""
msgstr[5] ""

#, python-brace-format
msgid "بين {} و<b>{}</b>"
msgstr ""

#, fuzzy
#~ msgid "قديم"
#~ msgstr "Old"
"""


def write(folder: Path, text: str, name: str = "ar.po") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_what_is_not_translated_is_a_unit(tmp_path: Path) -> None:
    path = write(tmp_path, CATALOGUE)
    units = units_of(path)
    assert [(unit.id, tagged_text(unit.text, unit.codes)) for unit in units] == [
        ("line 15", "حفظ"),
        ("line 21", "نسخ <1/> من <2/>، <3/>% تم."),
        ("line 28", "مرحبا يا <1/>"),
        ("line 35 one", "ملف واحد"),
        ("line 35 other", "<1/> ملفات"),
        ("line 45", "بين <1/> و<2><3/></2>"),
    ]
    assert units[0].context == "زر في القائمة; src/menu.c:12"
    assert units[1].context == "عنوان; src/menu.c:14"
    check_round_trip(path)
    check_round_trip(write(tmp_path, CATALOGUE.replace("\n", "\r\n")))


def test_only_drafts_and_two_fields_change(tmp_path: Path) -> None:
    english = {"حفظ": 'Save "all"', "ملف واحد": "One file", "مرحبا يا ": "Hello"}
    written = rewritten(write(tmp_path, CATALOGUE), change=in_english(english)).decode()
    expected = CATALOGUE.replace("Language: ", "Language: en").replace(
        'msgid "حفظ"\nmsgstr ""', '#, fuzzy\nmsgid "حفظ"\nmsgstr "Save \\"all\\""'
    )
    start, end = expected.index("nplurals=6"), expected.index('\\n"\n\n#. زر')
    expected = f"{expected[:start]}nplurals=2; plural=(n != 1);{expected[end:]}"
    start, end = expected.index("msgstr[0]"), expected.index("\n\n#, python-brace")
    expected = f'{expected[:start]}msgstr[0] "One file"\nmsgstr[1] "%d ملفات"{expected[end:]}'
    expected = expected.replace('#, c-format\nmsgid "ملف', '#, fuzzy, c-format\nmsgid "ملف')
    assert written == expected.replace('msgstr "Hello"', 'msgstr "Hello%(name)s"')


def test_placeholders_in_another_order(tmp_path: Path) -> None:
    def change(unit: Unit) -> Target:
        if unit.id == "line 21":
            one, two, three = (code for _, code in unit.codes)
            return Target("Of  :  copied, % done.", ((3, two), (6, one), (15, three)), origin="model")
        if unit.id == "line 45":
            one, opened, two, closed = (code for _, code in unit.codes)
            return Target("From  to ", ((0, opened), (5, two), (5, closed), (9, one)), origin="model")
        return Target.kept(unit)

    path = write(tmp_path, CATALOGUE)
    written = rewritten(path, change=change).decode()
    assert 'msgstr ""\n"\\n"\n"Of %2$s : %1$d copied, %3$d%% done.\\n"' in written
    assert 'msgstr "<b>From {1}</b> to {0}"' in written


TOOLKIT = """
import json, sys
from translate.storage.pypo import pofile
units = [unit for unit in pofile.parsefile(sys.argv[1]).units if unit.source and not unit.isobsolete()]
print(json.dumps([[unit.source, unit.isfuzzy(), [str(text) for text in unit.msgstr]] if not unit.hasplural() else
                  [unit.source, unit.isfuzzy(), unit.target.strings] for unit in units]))
"""


def test_translate_toolkit_reads_the_drafts(tmp_path: Path) -> None:
    path = write(tmp_path, CATALOGUE)
    path.write_bytes(rewritten(path, change=lambda unit: Target(f"{unit.id}\t\\", unit.codes, origin="model")))
    # The toolkit's package has the name of one of our folders: -P keeps the checkout out of the search path.
    done = subprocess.run([sys.executable, "-P", "-c", TOOLKIT, path], capture_output=True, check=True, env={})
    units = {source: (fuzzy, target) for source, fuzzy, target in json.loads(done.stdout)}
    assert units["حفظ"] == (True, ['"line 15\\t\\\\"'])
    assert units["تم"][0] is False
    assert units["ملف واحد"] == (True, ["line 35 one\t\\", "%dline 35 other\t\\"])


def test_a_translation_into_arabic_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, 'msgid ""\nmsgstr "Language: ar\\n"\n\nmsgid "Save"\nmsgstr "حفظ"\n')
    with pytest.raises(InputError, match=r"ar\.po: a translation into Arabic"):
        units_of(path)


@pytest.mark.parametrize("line", ["msgid حفظ", 'msgid "حفظ', '"حفظ"', 'msgstrr "x"', "[0]"])
def test_wrong_lines_are_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError, match=r"ar\.po:2: not a line of a PO file"):
        units_of(write(tmp_path, f"#: a\n{line}\n"))


def test_encoding_of_the_header(tmp_path: Path) -> None:
    path = tmp_path / "ar.po"
    path.write_bytes(CATALOGUE.replace("UTF-8", "CP1256").encode("cp1256"))
    assert units_of(path)[0].text == "حفظ"
    check_round_trip(path)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.booleans())
def test_strings_are_read_as_they_were(text: str, wrap: bool) -> None:
    lines = quoted("msgstr", text.translate(SPELLED), "\n", wrap=wrap).removeprefix("msgstr ").split("\n")
    assert string_value("".join(line[1:-1] for line in lines)) == text


FLAGS = st.sampled_from(["", "c-format", "python-format", "python-brace-format", "no-c-format"])


@given(st.lists(st.sampled_from(["%s", "%%", "%", "{}", "{name}", "%(x)s", "%1$d", " ", "ا", "<b>", "</b>"])), FLAGS)
def test_placeholders_come_back(parts: list[str], flag: str) -> None:
    form = MessageFormat(frozenset({flag}))
    unit = form.unit("a", "".join(parts), "")
    written = form.written(Target.kept(unit))
    # A percent sign that stands alone where it should be doubled is doubled.
    assert form.unit("a", written, "") == unit or flag in {"c-format", "python-format"}
    assert written == "".join(parts) or flag in {"c-format", "python-format"}


ENTRIES = st.lists(
    st.sampled_from(
        [
            'msgid "نعم"\nmsgstr ""',
            'msgid "لا"\nmsgid_plural "لا %d"\nmsgstr[0] ""\n',
            '#, fuzzy\n#| msgid "a"',
            'msgctxt "س"\nmsgid "ع"\nmsgstr "ok"',
            '#~ msgid "ق"\n#~ msgstr ""',
            "# تعليق",
            "",
            "#, c-format, fuzzy",
        ]
    ),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ENTRIES, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_file_comes_back(tmp_path: Path, entries: list[str], line_end: str, mark: bool) -> None:
    text = ("\ufeff" if mark else "") + "\n".join(entries)
    check_round_trip(write(tmp_path, text.replace("\n", line_end)))


def test_a_placeholder_may_look_like_a_tag_and_hold_one() -> None:
    # %<b> is a conversion of C, so that </b> closes nothing.
    form = MessageFormat(frozenset({"c-format"}))
    unit = form.unit("1", "%<b>نعم</b> <i>لا %<i></i>", "")
    assert tagged_text(unit.text, unit.codes) == "<1/>نعم<2/> <3>لا <4/></3>"
    assert form.written(Target.kept(unit)) == "%<b>نعم</b> <i>لا %<i></i>"


def test_a_line_break_parts_words() -> None:
    form = MessageFormat(frozenset())
    unit = form.unit("1", "نعم<br/>لا<BR>\nكلا <br> أبدا", "")
    assert tagged_text(unit.text, unit.codes) == "نعم\n<1/>لا\n<2/>\nكلا \n<3/> أبدا"
    assert form.written(Target.kept(unit)) == "نعم<br/>لا<BR>\nكلا <br> أبدا"
    # Codes that stand behind the last word of their line are written at its end.
    codes = tuple(zip((3, 6, 13), (code for _, code in unit.codes), strict=True))
    assert form.written(Target("Yes\nNo\n\nNever \n at all", codes)) == "Yes<br/>No<BR>\nNever <br> at all"
