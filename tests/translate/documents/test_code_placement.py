"""Codes are placed around the words that they were around, and none is lost, doubled or crossed."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.translate.documents.code_placement import diagonal, place_codes
from jisr.translate.documents.unit import Code, CodeKind, PlacedCodes, tagged_text
from jisr.translate.documents.words import words_of
from jisr.translate.engines.engine import Weights


def tagged(text: str) -> tuple[str, PlacedCodes]:
    """Return the text and the codes of a text with tags: ``<1>``, ``</1>``, ``<2/>``."""
    plain = ""
    codes = []
    for part in text.replace("<", "\0<").replace(">", ">\0").split("\0"):
        if part.startswith("<"):
            kind: CodeKind = "close" if part[1] == "/" else "alone" if part.endswith("/>") else "open"
            codes.append((len(plain), Code(kind, part.strip("</>"))))
        else:
            plain += part
    return plain, tuple(codes)


def linked(source: str, target: str, links: str) -> Weights:
    """Return weights of ``0-1``: target word 0 looks at source word 1."""
    weights = [[0.0] * len(source.split()) for _ in target.split()]
    for link in links.split():
        row, column = map(int, link.split("-"))
        weights[row][column] = 1.0
    return weights


@pytest.mark.parametrize(
    ("source", "target", "links", "expected"),
    [
        # one word, in another place
        (
            "زار الرئيس <1>القاهرة</1> أمس",
            "The president visited Cairo yesterday",
            "0-1 1-1 2-0 3-2 4-3",
            "The president visited <1>Cairo</1> yesterday",
        ),
        # a code inside a word goes around the English word
        (
            "ذهب إلى بغداد و<1>القاهرة</1>.",
            "He went to Baghdad and Cairo.",
            "0-0 1-0 2-1 3-2 4-3 5-3",
            "He went to Baghdad <1>and Cairo</1>.",
        ),
        # all of the text
        ("<1>نص قصير</1>", "A short text", "0-0 1-1 2-0", "<1>A short text</1>"),
        ("<1><2>نص قصير</2></1>", "A short text", "0-0 1-1 2-0", "<1><2>A short text</2></1>"),
        # all but the full stop, which stays outside
        ("<1>نص قصير</1>.", "A short text.", "0-0 1-1 2-0", "<1>A short text</1>."),
        # codes alone: at the edges, and behind a word with its punctuation
        ("<1/>نص قصير", "A short text", "0-0 1-1 2-0", "<1/>A short text"),
        ("نص قصير<1/>", "A short text", "0-0 1-1 2-0", "A short text<1/>"),
        (
            "قال المدير<1/> إن العمل بدأ",
            "The director said that work began",
            "0-1 1-1 2-0 3-2 4-3 5-4",
            "The director<1/> said that work began",
        ),
        # nothing in the target looks at the pair: the word that looks at it most takes it
        ("كتب <1>قد</1> جميلة", "Beautiful books", "0-2 1-0", "<1>Beautiful</1> books"),
        # a number is an anchor, whatever the weights say
        ("بلغ العدد <1>٣٥٠</1> طالبا", "There were 350 students", "0-0 1-1 2-3 3-2", "There were <1>350</1> students"),
        # pairs inside a pair
        (
            "هذا <1>كتاب <2>كبير</2></1> جدا",
            "This is a very big book",
            "0-0 1-0 2-1 3-3 4-2 5-1",
            "This is a very <1><2>big</2> book</1>",
        ),
        # an empty pair, and a pair around white space
        ("كلمة <1></1>أخرى", "Another word", "0-1 1-0", "<1></1>Another word"),
        # crossing pairs stay as they are, opened before they are closed
        (
            "واحد <1>اثنان <2>ثلاثة</1> أربعة</2>",
            "one two three four",
            "0-0 1-1 2-2 3-3",
            "one <1>two <2>three</1> four</2>",
        ),
        # nothing came out
        ("<1>نص</1>", "", "", "<1></1>"),
    ],
)
def test_known_places(source: str, target: str, links: str, expected: str) -> None:
    text, codes = tagged(source)
    placement = place_codes(words_of(text), codes, words_of(target), linked(text, target, links))
    assert tagged_text(target, placement.codes) == expected


def test_a_place_without_weight_is_faint() -> None:
    text, codes = tagged("كتب <1>قد</1> جميلة")
    weights = linked(text, "Beautiful books", "0-2 1-0")
    assert place_codes(words_of(text), codes, words_of("Beautiful books"), weights).faint
    sure, codes = tagged("كتب <1>جميلة</1>")
    weights = linked(sure, "Beautiful books", "0-1 1-0")
    assert not place_codes(words_of(sure), codes, words_of("Beautiful books"), weights).faint


@st.composite
def coded_texts(draw: st.DrawFn) -> tuple[str, PlacedCodes]:
    """Return a text with codes, the pairs nested or crossing."""
    words = draw(st.lists(st.sampled_from(["كتاب", "،", "و350", "Microsoft", "قال:", "«نعم»", "ب"]), max_size=8))
    text = " ".join(words)
    codes: list[tuple[int, int, Code]] = []
    for number in range(draw(st.integers(0, 6))):
        low, high = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        if draw(st.booleans()):
            codes.append((low, 2 * number, Code("alone", str(number))))
        else:
            codes += [(low, 2 * number, Code("open", str(number))), (high, 2 * number + 1, Code("close", str(number)))]
    return text, tuple((offset, code) for offset, _, code in sorted(codes, key=lambda item: item[:2]))


@given(
    coded_texts(),
    st.lists(st.sampled_from(["book", "350", "Microsoft,", '"yes"', ".", "the"]), max_size=9).map(" ".join),
    st.randoms(use_true_random=False),
)
def test_codes_out_are_codes_in(source: tuple[str, PlacedCodes], target: str, random: Random) -> None:
    text, codes = source
    before, after = words_of(text), words_of(target)
    weights = [[random.random() for _ in range(len(before))] for _ in range(len(after))]
    placed = place_codes(before, codes, after, weights).codes
    assert Counter(code for _, code in placed) == Counter(code for _, code in codes)
    offsets = [offset for offset, _ in placed]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(target) for offset in offsets)
    opened = set()
    for _, code in placed:
        if code.kind == "open":
            opened.add(code.id)
        elif code.kind == "close":
            assert code.id in opened
    cores = [range(start + 1, end) for start, end in after.cores]
    assert not any(offset in core for offset in offsets for core in cores), "a code is inside a word"


@given(st.integers(0, 7), st.integers(0, 7))
def test_the_diagonal_has_the_shape_and_the_weight_of_each_row(rows: int, columns: int) -> None:
    weights = diagonal(rows, columns)
    assert [len(row) for row in weights] == [columns] * rows
    if columns:
        assert [sum(row) for row in weights] == pytest.approx([1.0] * rows)
