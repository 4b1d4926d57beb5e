"""Wrapped lines are joined, and every line is in exactly one paragraph."""

from hypothesis import given
from hypothesis import strategies as st

from jisr.translate.text.paragraphs import Paragraph, unwrap


def test_lines_are_joined_up_to_a_blank_one() -> None:
    lines = ["كان الليل ساكناً، والقمر", "  يطل من وراء النخيل. ", "", " \u200f", "جلست أم حسن", "على العتبة."]
    assert list(unwrap(lines)) == [
        Paragraph("كان الليل ساكناً، والقمر يطل من وراء النخيل.", 1, 2),
        Paragraph("", 3, 1),
        Paragraph(" \u200f", 4, 1),
        Paragraph("جلست أم حسن على العتبة.", 5, 2),
    ]


def test_no_lines_give_no_paragraphs() -> None:
    assert list(unwrap([])) == []


@given(st.lists(st.sampled_from(["", " ", "\ufeff", "نص", " نص\t", "a b"])))
def test_every_line_is_in_one_paragraph(lines: list[str]) -> None:
    paragraphs = list(unwrap(lines))
    numbers = [p.line + offset for p in paragraphs for offset in range(p.count)]
    assert numbers == list(range(1, len(lines) + 1))
    assert [word for p in paragraphs for word in p.text.split()] == " ".join(lines).split()


def test_paragraphs_are_yielded_as_soon_as_they_end() -> None:
    endless = (line for _ in iter(int, 1) for line in ("نص", ""))
    assert next(unwrap(endless)) == Paragraph("نص", 1, 1)
