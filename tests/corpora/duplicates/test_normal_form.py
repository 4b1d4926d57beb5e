"""The normal form of a text, one at a time and many at once."""

import re
import sys
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from jisr.chars import ARABIC_MARKS, COMBINING_MARKS, DIGITS_TO_ASCII, INVISIBLE, TATWEEL
from jisr.corpora.duplicates.normal_form import normal_form, normal_forms

TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\n\r\t\0\x1f _-.,'ΣσςΑϹ\u0307İıßẞﬁ½²…ﷺﻻﬃ한글각\u05b0\u093c\ud800٣۳أإؤئآ\u0640\u064b\u200f\ufeffé😀𝚺𝐀"),
        st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويabcXYZ  "),
    )
)


def by_definition(text: str) -> str:
    """Return the normal form as it is defined, step by step."""
    text = unicodedata.normalize("NFKD", text)
    text = re.sub(f"[{COMBINING_MARKS}{ARABIC_MARKS}{TATWEEL}{INVISIBLE}]+", "", text)
    return re.sub(r"[\W_]+", " ", text.translate(DIGITS_TO_ASCII).lower()).strip()


@given(st.lists(TEXTS))
@example(["ΟΔΥΣΣΕΥΣ ΟΔΟΣ", "ΟΔΟΣ.", "Σ\u0301", "ΑΣ'Α", "𝚨𝚺"])
@example(["", "\n", " \n ", "a\nb", "_", "½\n½"])
def test_the_forms_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    assert normal_forms(texts) == [by_definition(text) for text in texts] == [normal_form(text) for text in texts]


def test_every_character_has_its_form_beside_any_other() -> None:
    texts = [f"{before}{chr(code)}{after}" for code in range(0, sys.maxunicode + 1, 7) for before, after in ("aب", " \u0301")]
    assert normal_forms(texts) == [by_definition(text) for text in texts]


def test_what_does_not_matter() -> None:
    one, other = "ذَهَبَ الوَلَدُ إلى المدرسة، سنة ٢٠١٩", "  ذهب الولد الي المدرسه سنة 2019."
    assert normal_form(one) == "ذهب الولد الى المدرسة سنة 2019"
    assert normal_forms([one, "The BOY’s\u200f café—ﬁne"]) == [normal_form(one), "the boy s cafe fine"]
    assert normal_form(one) != normal_form(other)  # ة and ه, ى and ي are letters of their own
