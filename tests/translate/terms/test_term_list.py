"""Terms are found in Arabic with what is written together with them, and in English with its endings."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.translate.quality.notes import Note
from jisr.translate.terms.term_list import Term, TermList, is_in

LIST = TermList(
    (
        Term("محكمة", ("court",)),
        Term("المحكمة العليا", ("Supreme Court",)),
        Term("منظمة", ("organisation",), ("group",)),
        Term("لغة", ("language",)),
        Term("خزان", ("reservoir", "tank")),
        Term("بنك مركزي", ("central bank",)),
        Term("دم", ("blood",)),
        Term("جسر", ("جسر",)),
        Term("API", ("API",)),
        Term("إيراد", ("revenue",)),
    )
)

FOUND = [
    ("صدر الحكم عن المحكمة", ["المحكمة"]),
    ("وبالمحكمة فالمحكمة كالمحكمة ومحكمة", ["وبالمحكمة", "فالمحكمة", "كالمحكمة", "ومحكمة"]),
    ("للمحكمة ولمحكمة بمحكمة", ["للمحكمة", "ولمحكمة", "بمحكمة"]),
    ("أمام المحكمة العليا", ["المحكمة العليا"]),  # the longest
    ("وللمحكمة العليا", ["وللمحكمة العليا"]),
    ("محكمة عليا", ["محكمة"]),  # the other has the article
    ("محكمتها ومحكمتهم ومحكمته", ["محكمتها", "ومحكمتهم", "ومحكمته"]),
    ("للغة العربية", ["للغة"]),  # one lam is not written
    ("باللغة وبلغتنا", ["باللغة", "وبلغتنا"]),
    ("البنك المركزي وبنك مركزي", ["البنك المركزي", "وبنك مركزي"]),
    ("والبنك المركزي والبنوك", ["والبنك المركزي"]),
    ("بنى خزانا وخزانها", ["خزانا", "وخزانها"]),
    ("مُنَظَّمَةٌ المنظّـــمة", ["مُنَظَّمَةٌ", "المنظّـــمة"]),
    ("ايراد الشركة والإيراد", ["ايراد", "والإيراد"]),
    ("الدم ودم بالدم", ["الدم", "بالدم"]),  # a particle before two letters may be anything
    ("عبر الـAPI", ["API"]),
]


@pytest.mark.parametrize(("text", "words"), FOUND)
def test_what_is_found(text: str, words: list[str]) -> None:
    assert [text[hit.start : hit.end] for hit in LIST.find(text)] == words


@pytest.mark.parametrize("text", ["عدم", "دمه", "قدم", "المحكمون", "محكمات", "خزانات", "", "؟", "لغويا", "APIs"])
def test_what_is_another_word(text: str) -> None:
    assert LIST.find(text) == []


ENGLISH = [
    ("court", "The Court ruled.", True),
    ("court", "The courts' rulings", True),
    ("court", "courtesy", False),
    ("central bank", "a central-bank rate", True),
    ("central bank", "central\nbanks", True),
    ("authority", "authorities", True),
    ("authority", "authoritative", False),
    ("WHO", "who", False),
    ("WHO", "the WHO's report", True),
    ("box", "boxes", True),
    ("C++", "in C++.", True),
]


@pytest.mark.parametrize(("term", "target", "there"), ENGLISH)
def test_what_is_in_english(term: str, target: str, there: bool) -> None:
    assert is_in(term, target) == there


def test_notes_and_uses() -> None:
    source = "أحالت المنظمة القضية إلى المحكمة"
    assert LIST.notes(source, "The organisation sent the case to court") == frozenset()
    assert LIST.notes(source, "The group sent the case to court") == {Note.TERM_MISSING, Note.TERM_FORBIDDEN}
    uses = LIST.uses(source, "The group went to court", "The organisation went to court")
    assert [(use.term.targets[0], use.before, use.after) for use in uses] == [
        ("organisation", False, True),
        ("court", True, True),
    ]


def test_terms_of_the_same_source_are_one() -> None:
    terms = TermList((Term("إدارة", ("management",)), Term("ادارة", ("administration",), ("direction",))))
    (hit,) = terms.find("الإدارة")
    assert hit.term == Term("إدارة", ("management", "administration"), ("direction",))


def test_what_is_not_translated_is_protected() -> None:
    assert LIST.protect("وقف على الجسر") == ("وقف على 4817", {"4817": "جسر"})
    protected, kept = LIST.protect("في 4817 سقط وبالجسر")
    assert protected.startswith("في 4817 سقط وب ")
    assert list(kept) != ["4817"]


def test_the_identity_is_that_of_the_terms() -> None:
    one, other = TermList((Term("نعم", ("yes",)),)), TermList((Term("نعم", (), ("yes",)),))
    assert one.identity == TermList(one.terms, "elsewhere").identity != other.identity


WORDS = st.lists(st.sampled_from("محكمة المحكمة والمحكمة العليا عليا منظمة بنك مركزي لا خزانا".split()), max_size=8)


@given(WORDS)
def test_hits_are_in_order_and_do_not_overlap(words: list[str]) -> None:
    text = " ".join(words)
    hits = LIST.find(text)
    assert all(one.end <= other.start for one, other in pairwise(hits))
    for hit in hits:
        assert [each.term for each in LIST.find(text[hit.start : hit.end])] == [hit.term]
