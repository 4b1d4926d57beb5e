"""XML is read with the places of its tags, and what is not edited keeps its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.errors import InputError
from jisr.translate.documents.markup import Characters, Edits, escaped, parse_markup, stream_markup

FILE = """<?xml version='1.0'  standalone="yes"?>
<!DOCTYPE html PUBLIC "x" "y">
<a  x="1>2" xmlns:w='u'><b/>نعم &amp; <w:c w:k="ع">لا<![CDATA[<t>]]>&#x41;</w:c><!-- > --><d></d ><e /></a>
"""


def test_spans_are_those_of_the_file() -> None:
    markup = parse_markup(FILE.encode(), "a.xml")
    found = {each.name: each for each in markup.root.walk()}
    assert list(found) == ["a", "b", "{u}c", "d", "e"]
    assert markup.raw(found["a"].start, found["a"].inner) == "<a  x=\"1>2\" xmlns:w='u'>"
    assert found["{u}c"].attributes == {"{u}k": "ع"}
    assert found["{u}c"].text == "لا<t>A"
    assert markup.raw(found["{u}c"].inner, found["{u}c"].inner_end) == "لا<![CDATA[<t>]]>&#x41;"
    assert markup.raw(found["d"].inner_end, found["d"].end) == "</d >"
    assert [found[name].empty_tag for name in "bde"] == [True, False, True]
    first = next(child for child in found["a"].children if isinstance(child, Characters))
    assert (first.text, markup.raw(first.start, first.end)) == ("نعم & ", "نعم &amp; ")
    span = markup.attribute_span(found["{u}c"], "w:k")
    assert span is not None
    assert markup.raw(*span) == "ع"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "windows-1256"])
def test_the_encoding_stays(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\r\n<a>نعم</a>'
    markup = parse_markup(text.encode(encoding), "a.xml")
    assert markup.edited(Edits()) == text.encode(encoding)
    edits = Edits()
    edits.replace(markup.root.inner, markup.root.inner_end, escaped("yes & no"))
    assert markup.edited(edits) == text.replace("نعم", "yes &amp; no").encode(encoding)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<a>", "a.xml:1: not well-formed"),
        (b"<a>\n&nbsp;</a>", "a.xml:2: not well-formed"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "declares the entity x"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "declares the entity x"),
        (b"<a>" * 2000, "nested more than 1,000 deep"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "klingon"),
        (b"<a>\xff</a>", "not utf-8"),
    ],
)
def test_wrong_files_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_markup(data, "a.xml")


def test_entities_of_html_are_read_where_a_doctype_allows_them() -> None:
    head = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
    markup = parse_markup(f"{head}<p>أ&nbsp;ب&eacute;</p>".encode(), "a.xhtml")
    assert markup.root.text == "أ\u00a0بé"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.sampled_from(["", '"', "'"]))
def test_what_is_escaped_is_read_again(text: str, quote: str) -> None:
    text = escaped("", quote) + text
    written = escaped(text, quote)
    file = f"<a k={quote}{written}{quote}/>" if quote else f"<a>{written}</a>"
    root = parse_markup(file.encode(), "a.xml").root
    assert (root.attributes["k"] if quote else root.text) == text.translate({0xFFFE: None, 0xFFFF: None})


def test_edits_that_overlap_are_a_mistake() -> None:
    edits = Edits()
    edits.replace(0, 2, "x")
    edits.replace(1, 3, "y")
    with pytest.raises(ValueError, match="overlap"):
        edits.apply(b"abc")


def test_edits_are_made_in_the_spans_that_another_edit_keeps() -> None:
    edits = Edits()
    edits.replace(1, 8, "<", (5, 8), (1, 3), ">")
    edits.replace(6, 7, "six")
    edits.replace(3, 5, "lost")
    edits.replace(1, 1, "before")
    edits.replace(9, 9, "end")
    assert edits.apply(b"012345678") == b"0before<5six712>8end"
    edits.replace(7, 9, "")
    with pytest.raises(ValueError, match="overlap at byte 7"):
        edits.apply(b"012345678")


def test_elements_are_streamed_with_their_places() -> None:
    rows = "".join(f"<r n='{number}'><c>نص {number}</c><r/></r>\n" for number in range(9000))
    data = f"<?xml version='1.0'?><s>نص<!-- --><d>{rows}</d><e/></s>".encode()
    markup, elements = stream_markup(data, "s.xml", frozenset({"r", "e"}))
    found = list(elements)
    assert [element.text for element in found[:-1]] == [f"نص {number}" for number in range(9000)]
    whole = [element for element in parse_markup(data, "s.xml").root.walk() if element.name in {"r", "e"}]
    outer = [element for element in whole if element.parent is None or element.parent.name != "r"]
    assert [(each.start, each.inner, each.inner_end, each.end) for each in found] == [
        (each.start, each.inner, each.inner_end, each.end) for each in outer
    ]
    assert markup.encoded(data) == data


def test_streams_end_with_an_error_where_the_file_is_wrong() -> None:
    _, elements = stream_markup(b"<s><r/>\n<r></s>", "s.xml", frozenset({"r"}))
    with pytest.raises(InputError, match=r"s\.xml:2: not well-formed"):
        list(elements)
    with pytest.raises(InputError, match=r"s\.xml:1: not well-formed"):
        list(stream_markup(b"", "s.xml", frozenset())[1])
