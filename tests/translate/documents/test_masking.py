"""Placeholders become numbers that are not in the text, and come back once each."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.translate.documents.masking import FoundNumbers, find_numbers, mask, unmask
from jisr.translate.documents.unit import Code, Unit, tagged_text


def unit(text: str) -> Unit:
    """Return a unit with a word code for each ``@``, and another code for each ``#``."""
    plain = ""
    codes: list[tuple[int, Code]] = []
    for part in re.split("([@#])", text):
        if part in ("@", "#"):
            codes.append((len(plain), Code("alone", str(len(codes)), part, word=part == "@")))
        else:
            plain += part
    return Unit("u", plain, tuple(codes))


@given(st.text("ab@# ٤4817؟"))
def test_numbers_come_back(text: str) -> None:
    given_unit = unit(text)
    masked = mask(given_unit)
    assert len(masked.numbers) == text.count("@")
    assert not any(number in given_unit.text for number in masked.numbers)
    found = find_numbers(masked.text, masked)
    assert not found.faulty
    back, codes = unmask(masked.text, found, masked.codes)
    assert [code for _, code in codes] == [code for _, code in given_unit.codes]
    # Only the spaces between a number and a word are new.
    assert back.replace(" ", "") == given_unit.text.replace(" ", "")
    assert mask(given_unit) == masked


@pytest.mark.parametrize(
    ("target", "expected", "faulty"),
    [
        ("You have 4817 messages", "You have <0/> messages", False),
        ("You have 4,817 messages", "You have <0/> messages", False),
        ("You have 4817 messages in 4817", "You have <0/> messages in", True),
        ("You have 48170 messages", "You have 48170 messages", True),
    ],
)
def test_numbers_in_a_draft(target: str, expected: str, faulty: bool) -> None:
    masked = mask(unit("لديك @ رسائل"))
    assert masked.text == "لديك 4817 رسائل"
    found = find_numbers(target, masked)
    assert found.faulty == faulty
    assert tagged_text(*unmask(target, found, ())) == expected


def test_codes_keep_their_order_beside_numbers() -> None:
    masked = mask(unit("@ نص"))
    bold = (Code("open", "b"), Code("close", "b"))
    found = find_numbers("Text 4817 here", masked)
    text, codes = unmask("Text 4817 here", found, ((5, bold[0]), (9, bold[1])))
    assert tagged_text(text, codes) == "Text <b><0/></b> here"


def test_a_unit_without_placeholders_is_unchanged() -> None:
    assert mask(unit("نص # آخر")).text == "نص  آخر"
    assert find_numbers("4817", mask(unit("نص"))) == FoundNumbers()
