"""JSON files of strings, ARB files, and ICU messages in them."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from round_trip import check_round_trip, in_english, rewritten, units_of

from jisr.errors import InputError
from jisr.translate.documents.document import DocumentOptions
from jisr.translate.documents.formats.icu import icu_leaves
from jisr.translate.documents.unit import tagged_text

STRINGS = r"""{
  "مفتاح": "قيمة",
  "menu": {"title" : "القائمة \u0627لرئيسية", "size": 12, "items": ["فتح", "Save", "حفظ \"باسم\"…"]},
  "greeting": "مرحبًا {{name}}، لديك <b>{{count}}</b> رسائل.<br/>",
  "url": "https://example.org/ا", "empty": "", "none": null
}
"""
ARB = """{
  "@@locale": "ar",
  "files": "{count, plural, zero{لا ملفات} one{ملف واحد} few{{count} ملفات في {folder}} other{# ملف}}",
  "@files": {"description": "عدد الملفات", "placeholders": {"count": {}}},
  "who": "وصل {gender, select, male{هو} female{هي} other{الضيف}} اليوم."
}"""


def write(folder: Path, text: str, name: str = "ar.json") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def shown(path: Path) -> list[tuple[str, str]]:
    """Return id and tagged text of the units of a file."""
    return [(unit.id, tagged_text(unit.text, unit.codes)) for unit in units_of(path)]


def test_values_are_units(tmp_path: Path) -> None:
    path = write(tmp_path, STRINGS)
    assert shown(path) == [
        ("مفتاح", "قيمة"),
        ("menu.title", "القائمة الرئيسية"),
        ("menu.items.0", "فتح"),
        ("menu.items.2", 'حفظ "باسم"…'),
        ("greeting", "مرحبًا <1/>، لديك <2><3/></2> رسائل.\n<4/>"),
        ("url", "https://example.org/ا"),
    ]
    check_round_trip(path)


def test_entities_are_codes(tmp_path: Path) -> None:
    path = write(tmp_path, '{"a": "نعم&nbsp;لا &#1632; &amp; R&D; & كلا"}')
    assert shown(path) == [("a", "نعم<1/>لا <2/> <3/> R&D; & كلا")]
    check_round_trip(path)


def test_only_values_change(tmp_path: Path) -> None:
    path = write(tmp_path, STRINGS.replace("\n", "\r\n"))
    written = rewritten(path, change=in_english({"قيمة": 'a "value"', "فتح": "Open"})).decode()
    assert written == STRINGS.replace("\n", "\r\n").replace('"قيمة"', r'"a \"value\""').replace("فتح", "Open")


def test_branches_of_messages_are_units(tmp_path: Path) -> None:
    path = write(tmp_path, ARB, "app_ar.arb")
    assert shown(path) == [
        ("files.zero", "لا ملفات"),
        ("files.one", "ملف واحد"),
        ("files.few", "<1/> ملفات في <2/>"),
        ("files.other", "<1/> ملف"),
        ("who", "وصل <1/> اليوم."),
        ("who.male", "هو"),
        ("who.female", "هي"),
        ("who.other", "الضيف"),
    ]
    check_round_trip(path)
    english = {"لا ملفات": "no files", "هو": "he", "الضيف": "the guest's son", "وصل  اليوم.": " arrived today."}
    written = json.loads(rewritten(path, DocumentOptions(), in_english(english)))
    assert written["@@locale"] == "en"
    assert written["@files"]["description"] == "عدد الملفات"
    assert written["files"].startswith("{count, plural, zero{no files} one{ملف واحد}")
    # The helper puts codes no further than where they were.
    assert written["who"] == " arr{gender, select, male{he} female{هي} other{the guest''s son}}ived today."


@pytest.mark.parametrize(
    ("text", "message"), [('{"a": }', "ar.json:1: not JSON"), ("[" * 100_000, "nested|not JSON"), ('{"a"', "not JSON")]
)
def test_wrong_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        units_of(write(tmp_path, text))


@given(st.text("{}', #abع").map(lambda text: f"{{n, plural, one {{{text}}} other{{ب}}}}"))
def test_leaves_are_parts_of_the_message(message: str) -> None:
    for leaf in icu_leaves(message):
        assert 0 <= leaf.start <= leaf.end <= len(message)
        assert all(leaf.start <= low < high <= leaf.end for low, high in leaf.choices)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("نعم a{}\"\\<b>/\n,#:'%sé😀", max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("نa@:,", max_size=4), inner, max_size=3),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VALUES, st.sampled_from([None, 2]), st.booleans(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le"]))
def test_any_file_comes_back(
    tmp_path: Path, value: object, indent: int | None, ascii_only: bool, encoding: str
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(json.dumps({"k": value}, indent=indent, ensure_ascii=ascii_only).encode(encoding))
    check_round_trip(path)
