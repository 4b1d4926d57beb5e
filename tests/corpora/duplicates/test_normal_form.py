"""The normal form of a text, one at a time and many at once."""

import re
import sys
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from jisr.chars import ARABIC_MARKS, COMBINING_MARKS, DIGITS_TO_ASCII, INVISIBLE, TATWEEL
from jisr.corpora.duplicates.normal_form import normal_form, normal_forms, text_hash

TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\n\r\t\0\x1f _-.,'ΣσςΑϹ\u0307İıßẞﬁ½²…ﷺﻻﬃ한글각\u05b0\u093c\ud800٣۳أإؤئآ\u0640\u064b\u200f\ufeffé😀𝚺𝐀"
        ),
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
    texts = [
        f"{before}{chr(code)}{after}" for code in range(0, sys.maxunicode + 1, 7) for before, after in ("aب", " \u0301")
    ]
    assert normal_forms(texts) == [by_definition(text) for text in texts]


@given(st.text())
def test_normal_form_is_idempotent(text: str) -> None:
    assert normal_form(normal_form(text)) == normal_form(text)


def test_what_the_normal_form_ignores() -> None:
    assert normal_form("قَـــالَ: «٢٠٢٤»\u200f") == normal_form("قال 2024") == "قال 2024"
    assert normal_form("Café, THE  end.") == "cafe the end"
    assert normal_form("ﻗﺎﻝ ﺍﻟﻮﺯﻳﺮ") == normal_form("قال الوزير")
    assert normal_form("على") != normal_form("علي")
    assert normal_form("…!") == ""


def test_hash_tells_texts_apart() -> None:
    assert text_hash("ab", "c") != text_hash("a", "bc")
    assert 0 <= text_hash("نعم") < 2**64
