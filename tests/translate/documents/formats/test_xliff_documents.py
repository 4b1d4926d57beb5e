"""XLIFF 1.2, and its kin of Trados and memoQ."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from round_trip import check_round_trip, in_english, rewritten, units_of

from jisr.errors import InputError
from jisr.translate.documents.markup import parse_markup
from jisr.translate.documents.unit import Target, Unit, tagged_text

DOCUMENT = """<?xml version='1.0' encoding="utf-8"?>
<!-- من أداة -->
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:mq="MQXliff">
  <file original="a.html" source-language="ar-SA" datatype="html">
    <header/>
    <body>
      <trans-unit id="1" size-unit="char" maxwidth="20">
        <source>افتح الملف</source>
        <note>زر</note>
      </trans-unit>
      <trans-unit id="2" mq:status="NotStarted">
        <source>مرحبا <g id="1">يا <x id="2" equiv-text="{{name}}"/></g>،<x id="3"/> لديك %d رسائل &amp; <mrk \
mtype="protected">كود</mrk>.</source>
        <target state="needs-translation"></target>
      </trans-unit>
      <trans-unit id="3">
        <source>نص <bpt id="1" rid="1">&lt;a title="<sub>عنوان الرابط</sub>"&gt;</bpt>مهم<ept id="2" \
rid="1">&lt;/a&gt;</ept> و<bx id="4"/>آخر<it id="5" pos="open">&lt;b&gt;</it></source>
        <target/>
        <alt-trans><source>نص</source><target>Text</target></alt-trans>
      </trans-unit>
      <trans-unit id="4" translate="no"><source>لا تترجم</source></trans-unit>
      <trans-unit id="5" approved="yes"><source>موافق</source><target/></trans-unit>
      <trans-unit id="6"><source>جاهز</source><target state="signed-off"/></trans-unit>
      <trans-unit id="7"><source>نعم</source><target>Yes</target></trans-unit>
      <trans-unit id="8"><source>نسخة</source><target>نسخة</target></trans-unit>
      <group translate="no"><trans-unit id="9"><source>مجموعة</source></trans-unit></group>
      <trans-unit id="10" mq:locked="locked"><source>مقفل</source></trans-unit>
    </body>
  </file>
</xliff>
"""
TRADOS = """<?xml version="1.0" encoding="utf-8"?>
<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2" \
sdl:version="1.0"><file original="a.docx" source-language="ar-EG" target-language="en-US"><body><group><sdl:cxts/>
<trans-unit id="a1"><source>جملة أولى. جملة ثانية. ثالثة. رابعة.</source><seg-source><g id="5"><mrk mtype="seg" \
mid="1">جملة <g id="6">أولى</g>.</mrk> <mrk mtype="seg" mid="2">جملة ثانية.</mrk></g> <mrk mtype="seg" mid="3">ثالثة.\
</mrk> <mrk mtype="seg" mid="4">رابعة.</mrk></seg-source>{target}<sdl:seg-defs><sdl:seg id="1" conf="Draft"/><sdl:seg \
id="2" locked="true"/><sdl:seg id="3"/><sdl:seg id="4" conf="ApprovedTranslation"/></sdl:seg-defs></trans-unit></group>
</body></file></xliff>
"""
TRADOS_TARGET = """<target><g id="5"><mrk mtype="seg" mid="1"/> <mrk mtype="seg" mid="2">Second.</mrk></g> <mrk \
mtype="seg" mid="3"></mrk> <mrk mtype="seg" mid="4">Fourth.</mrk></target>"""
STATE = 'state="needs-review-translation" state-qualifier="mt-suggestion"'


def write(folder: Path, text: str, name: str = "a.xlf", encoding: str = "utf-8") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def shown(path: Path) -> list[tuple[str, str]]:
    """Return id and tagged text of the units of a file."""
    return [(unit.id, tagged_text(unit.text, unit.codes)) for unit in units_of(path)]


def test_units_and_round_trip(tmp_path: Path) -> None:
    path = write(tmp_path, DOCUMENT)
    assert shown(path) == [
        ("1", "افتح الملف"),
        ("2", "مرحبا <1>يا <2/></1>،<3/> لديك <4/> رسائل & <5/>."),
        ("3", "نص <1>مهم</1> و<2/>آخر<3/>"),
        ("3 sub 1", "عنوان الرابط"),
        ("8", "نسخة"),
    ]
    first, second, *_ = units_of(path)
    assert (first.limit, first.context, second.limit) == (20, "زر", None)
    assert [code.word for _, code in second.codes] == [False, True, False, False, True, True]
    check_round_trip(path)
    check_round_trip(write(tmp_path, DOCUMENT.replace("utf-8", "utf-16").replace("\n", "\r\n"), encoding="utf-16"))


def test_targets_stand_where_the_schema_has_them(tmp_path: Path) -> None:
    english = {"افتح الملف": "Open <the> file", "عنوان الرابط": "Title & link", "نسخة": "Copy"}
    written = rewritten(write(tmp_path, DOCUMENT), change=in_english(english)).decode()
    expected = DOCUMENT.replace(' datatype="html">', ' datatype="html" target-language="en">')
    expected = expected.replace(
        "افتح الملف</source>\n", f"افتح الملف</source>\n        <target {STATE}>Open &lt;the&gt; file</target>\n"
    )
    start, end = expected.index("<source>نص <bpt") + len("<source>"), expected.index("</source>\n        <target/>")
    content = expected[start:end].replace("عنوان الرابط", "Title &amp; link")
    expected = expected.replace("<target/>\n        <alt", f"<target {STATE}>{content}</target>\n        <alt")
    assert written == expected.replace("<target>نسخة</target>", f"<target {STATE}>Copy</target>")


def test_codes_are_written_as_they_were(tmp_path: Path) -> None:
    def change(unit: Unit) -> Target:
        english = Target("Hello dear, you have messages & .", unit.codes, origin="model")
        return english if unit.id == "2" else Target.kept(unit)

    path = write(tmp_path, DOCUMENT)
    path.write_bytes(rewritten(path, change=change))
    source, target = (
        next(
            each for each in parse_markup(path.read_bytes(), "a").root.walk() if each.attributes.get("id") == "2"
        ).find(f"{{urn:oasis:names:tc:xliff:document:1.2}}{name}")
        for name in ("source", "target")
    )
    assert source is not None
    assert target is not None
    assert [(each.name, each.attributes) for each in source.walk()][1:] == [
        (each.name, each.attributes) for each in target.walk()
    ][1:]
    assert "%d" in target.text
    assert target.attributes["state"] == "needs-review-translation"


@pytest.mark.parametrize("target", ["", "<target/>", TRADOS_TARGET])
def test_segments(tmp_path: Path, target: str) -> None:
    path = write(tmp_path, TRADOS.replace("{target}", target), "a.docx.sdlxliff")
    assert shown(path) == [("a1.1", "جملة <1>أولى</1>."), ("a1.3", "ثالثة.")]
    check_round_trip(path)
    written = rewritten(path, change=in_english({"جملة أولى.": "A first one.", "ثالثة.": "Third."})).decode()
    others = ("Second.", "Fourth.") if target == TRADOS_TARGET else ("جملة ثانية.", "رابعة.")
    expected = (
        f'<target {STATE}><g id="5"><mrk mtype="seg" mid="1">A fir<g id="6">st o</g>ne.</mrk> <mrk mtype="seg" mid="2">'
        f'{others[0]}</mrk></g> <mrk mtype="seg" mid="3">Third.</mrk> <mrk mtype="seg" mid="4">'
        f"{others[1]}</mrk></target>"
    )
    assert written == TRADOS.replace("{target}", expected)


def test_a_file_into_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.xlf: the target language is ar-SA; what is written here is English"):
        units_of(write(tmp_path, DOCUMENT.replace('"ar-SA"', '"en" target-language="ar-SA"')))


INLINE = st.recursive(
    st.sampled_from(["نعم", " ", "&amp;", "%s", "{0}", "<x id='1'/>", "<bpt id='2'>a</bpt>", "<ept id='2'>b</ept>"])
    | st.sampled_from(
        ["<bx id='3'/>", "<ex id='3'/>", "<ph id='4'>%d</ph>", "<ph id='5'><sub>لا</sub>c</ph>", "<!-- x -->"]
    ),
    lambda inner: st.lists(inner, max_size=4).map(lambda parts: f"<g id='6'>{''.join(parts)}</g>"),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(INLINE, max_size=6).map("".join), st.sampled_from(["", "<target/>", "<target>{}</target>"]))
def test_any_segment_comes_back(tmp_path: Path, content: str, target: str) -> None:
    text = f"<xliff version='1.2'><file><body><trans-unit id='1'><source>{content}</source>{target.format(content)}"
    path = write(tmp_path, f"{text}</trans-unit></body></file></xliff>\n")
    check_round_trip(path)
    # With the words in their places, the target has the elements and the text of the source.
    path.write_bytes(rewritten(path, change=lambda unit: Target(unit.text, unit.codes, origin="model")))
    source, target_element = (
        next(each for each in parse_markup(path.read_bytes(), "a").root.walk() if each.name == name)
        for name in ("source", "target")
    )
    assert [each.attributes for each in source.walk()][1:] == [each.attributes for each in target_element.walk()][1:]
    assert source.text == target_element.text


def test_a_line_break_parts_words(tmp_path: Path) -> None:
    text = '<source>الأول<x id="1" ctype="lb"/>الثاني<x id="2" ctype="image"/></source>'
    path = write(tmp_path, DOCUMENT.replace("<source>افتح الملف</source>", text))
    assert shown(path)[0] == ("1", "الأول\n<1/>الثاني<2/>")
    check_round_trip(path)
    written = rewritten(path, change=in_english({"الأول\nالثاني": "First\nSecond"})).decode()
    assert 'First<x id="1" ctype="lb"/>Second<x id="2" ctype="image"/></target>' in written
