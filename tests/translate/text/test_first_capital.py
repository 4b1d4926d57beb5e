"""Texts of documents begin with a capital, but for what English writes in small letters."""

import pytest

from jisr.translate.text.first_capital import with_first_capital


@pytest.mark.parametrize(
    ("source", "draft", "expected"),
    [
        ("المجموع", "total", "Total"),
        ("تقرير جديد", "a new report", "A new report"),
        ("«الربيع»", '"spring"', '"Spring"'),
        ("(يتبع)", "(to be continued)", "(To be continued)"),
        ("إعادة انتخاب", "re-election of the mayor", "Re-election of the mayor"),
        ("التكلفة: 25", "cost: 25", "Cost: 25"),
        ("وصل القطار. ثم غادر.", "the train came.", "The train came."),
        # what begins with a capital or a number
        ("المجموع", "Total", "Total"),
        ("٣ كتب", "3 books", "3 books"),
        ("", "", ""),
        # words of the source, abbreviations, addresses, names with an inner capital
        ("git هو الأداة", "git is the tool", "git is the tool"),
        ("هاتف آيفون", "iPhone", "iPhone"),
        ("كم", "km", "km"),
        ("كجم/م", "kg/m", "kg/m"),
        ("مثلا", "e.g. this", "e.g. this"),
        ("البريد", "info@example.org", "info@example.org"),
        ("العنوان", "example.org/a", "example.org/a"),
        # what goes on from before, and clauses of a list
        ("… ثم عاد", "then he came back", "then he came back"),
        ("توريد المعدات؛", "supply of equipment;", "supply of equipment;"),
        ("والصيانة،", "and maintenance,", "and maintenance,"),
    ],
)
def test_first_capital(source: str, draft: str, expected: str) -> None:
    assert with_first_capital(draft, source) == expected
