"""Units are translated sentence by sentence, and keep their spaces, placeholders and codes."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pytest
from fake import FakeEngine, found
from hypothesis import given
from hypothesis import strategies as st

from jisr.translate import Translator
from jisr.translate.documents.unit import Code, Target, Unit, UnitBuilder, tagged_text
from jisr.translate.documents.unit_translation import UnitTranslator
from jisr.translate.engines.engine import Weights
from jisr.translate.quality.notes import Note


class ReverseAligner:
    """An aligner for which the words of a sentence are in the opposite order on the other side."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str]] = []

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Weights]:
        self.pairs += pairs
        sizes = [(len(target.split()), len(source.split())) for source, target in pairs]
        return [
            [[float(row + column == width - 1) for column in range(width)] for row in range(height)]
            for height, width in sizes
        ]


def translated(
    *units: Unit, aligner: ReverseAligner | None = None, drafts: Mapping[str, str] = MappingProxyType({})
) -> list[Target]:
    """Return the targets of units."""
    engine = FakeEngine({text: found(draft) for text, draft in drafts.items()})
    return list(UnitTranslator(Translator(engine, retry=False), aligner).translate(units))


def test_spaces_between_sentences_stay() -> None:
    target, other = translated(Unit("1", "  نعم.\n لا. كلا.\n"), Unit("2", "قال.وذهب"))
    assert target.text == "  Nem.\n la. kla.\n"
    assert target.origin == "model"
    assert [sentence.source for sentence in target.sentences] == ["نعم.", "لا.", "كلا."]
    assert other.text == "Qal.vkhb" or " " in other.text


def test_a_unit_without_arabic_is_kept() -> None:
    unit = Unit("1", " SKU-12 ", ((1, Code("alone", "1")),))
    assert translated(unit) == [Target.kept(unit)]


def test_a_number_without_words_has_the_digits_of_english() -> None:
    code = Code("alone", "1", "x")
    (target,) = translated(Unit("1", "٤٬٥٠٠٫٥ %", ((8, code),)))
    assert target == Target("4,500.5 %", ((8, code),))


def test_codes_follow_the_alignment() -> None:
    builder = UnitBuilder()
    builder.add("نعم ")
    builder.open("<b>")
    builder.add("لا")
    builder.close("</b>")
    aligner = ReverseAligner()
    (target,) = translated(builder.unit("1"), aligner=aligner, drafts={"نعم لا": "no yes"})
    assert tagged_text(target.text, target.codes) == "<1>No</1> yes"
    assert aligner.pairs == [("نعم لا", "No yes")]


def test_a_sentence_without_a_code_inside_is_not_aligned() -> None:
    builder = UnitBuilder()
    builder.open("<b>")
    builder.add("نعم نعم.")
    builder.close("</b>")
    builder.add(" لا.")
    aligner = ReverseAligner()
    (target,) = translated(builder.unit("1"), aligner=aligner)
    assert tagged_text(target.text, target.codes) == "<1>Nem nem.</1> la."
    assert not aligner.pairs


def test_placeholders_are_put_back_and_missed() -> None:
    builder = UnitBuilder()
    builder.add("لديك ")
    builder.alone("%d", word=True)
    builder.add(" رسائل")
    unit = builder.unit("1")
    (target,) = translated(unit)
    assert (tagged_text(target.text, target.codes), target.notes) == ("Ldyk <1/> rsayl", ())
    (target,) = translated(unit, drafts={"لديك 4817 رسائل": "You have messages"})
    assert Note.PLACEHOLDER_MISSING in target.notes
    assert Counter(code for _, code in target.codes) == Counter(code for _, code in unit.codes)


@pytest.mark.parametrize(
    ("draft", "note"),
    [
        ("You have messages", Note.PLACEHOLDER_MISSING),
        ("You have 817 messages", Note.NUMBER_MENDED),
        ("You have 4187 messages", Note.NUMBER_MENDED),
        ("4 817", Note.PLACEHOLDER_MISSING),
    ],
)
def test_no_rest_of_a_stand_in_is_left(draft: str, note: Note) -> None:
    builder = UnitBuilder()
    builder.add("لديك ")
    builder.alone("%d", word=True)
    builder.add(" رسائل")
    (target,) = translated(builder.unit("1"), drafts={"لديك 4817 رسائل": draft, "لديك رسائل": "You have messages"})
    assert not re.search("[0-9]", target.text)
    assert [code.data for _, code in target.codes] == ["%d"]
    assert note in target.notes


def test_a_target_that_is_longer_than_its_place_is_noted() -> None:
    unit, other = Unit("1", "نعم", limit=3), Unit("2", "نعم", limit=2)
    assert [Note.TOO_LONG in target.notes for target in translated(unit, other)] == [False, True]


@given(st.lists(st.sampled_from(["نعم", "لا.", " ", "\n", "<", ">", "/", "%", "B4"]), max_size=12))
def test_no_code_is_lost_or_doubled(parts: list[str]) -> None:
    builder = UnitBuilder()
    for part in parts:
        if part == "<":
            builder.open("<b>")
        elif part == ">":
            if builder.opened:
                builder.close("</b>")
        elif part in "/%":
            builder.alone(part, word=part == "%")
        else:
            builder.add(part)
    while builder.opened:
        builder.close("</b>")
    unit = builder.unit("1")
    (target,) = translated(unit, aligner=ReverseAligner())
    assert Counter(code for _, code in target.codes) == Counter(code for _, code in unit.codes)
