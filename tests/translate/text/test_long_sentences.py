"""Parts of a long sentence fit the limit, concatenate to the sentence, and end at natural breaks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.translate.text.long_sentences import cut_sentence


class Words:
    """A measure in words that counts its calls and the characters measured."""

    def __init__(self) -> None:
        self.calls = self.characters = 0

    def __call__(self, text: str) -> int:
        self.calls += 1
        self.characters += len(text)
        return len(text.split())


def pieces(text: str) -> int:
    """Return a length that is not additive: one for each four letters of a word, and one for the text."""
    return 1 + sum(-(-len(word) // 4) for word in text.split())


texts = st.text() | st.text(alphabet="كتب و،؛,;a \n\u064e.", max_size=300)


@settings(deadline=None)
@given(text=texts, limit=st.integers(1, 40))
def test_parts_fit_and_concatenate_to_the_text(text: str, limit: int) -> None:
    parts = cut_sentence(text, limit, len)
    assert "".join(parts) == text
    assert all(0 < len(part) <= limit for part in parts) or parts == [""]
    assert (len(parts) == 1) == (len(text) <= limit)


@settings(deadline=None)
@given(text=texts, limit=st.integers(2, 40))
def test_parts_fit_a_measure_that_is_not_additive(text: str, limit: int) -> None:
    parts = cut_sentence(text, limit, pieces)
    assert "".join(parts) == text
    assert all(pieces(part) <= limit for part in parts)
    assert parts == cut_sentence(text, limit, pieces)


CLAUSE = "وأكد الوزير أن العمل سيستمر في كل المحافظات"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("جاء الضيوف؛ ثم جلسوا، وشربوا القهوة معا", 6, ["جاء الضيوف؛ ", "ثم جلسوا، وشربوا القهوة معا"]),
        ("جاء الضيوف مساء، وجلسوا في الحديقة، حيث شربوا", 6,
         ["جاء الضيوف مساء، ", "وجلسوا في الحديقة، حيث شربوا"]),
        ("جاء الضيوف مساء، حيث جلسوا في الحديقة معنا", 6, ["جاء الضيوف مساء، ", "حيث جلسوا في الحديقة معنا"]),
        ("جاء الضيوف مساء أمس ثم جلسوا عندنا", 6, ["جاء الضيوف مساء ", "أمس ثم جلسوا عندنا"]),
        ("The guests came; they sat, and they drank", 6, ["The guests came; ", "they sat, and they drank"]),
        ("The guests came early, but they left late, we think", 6,
         ["The guests came early, ", "but they left late, we think"]),
        ("it cost 1,000,000 in all and more", 4, ["it cost 1,000,000 ", "in all and more"]),
    ],
)  # fmt: skip
def test_where_a_sentence_is_cut(text: str, limit: int, expected: list[str]) -> None:
    assert cut_sentence(text, limit, Words()) == expected


def test_without_spaces_cuts_are_between_characters_but_not_before_a_mark() -> None:
    assert cut_sentence("ا" * 9, 5, len) == ["ا" * 4, "ا" * 5]
    assert cut_sentence("بَ" * 5, 3, len) == ["بَ"] * 5


def test_parts_are_even() -> None:
    """A sentence that is one word too long is halved, rather than losing its last word to a part of its own."""
    assert [len(part.split()) for part in cut_sentence("كلمة " * 201, 200, Words())] == [100, 101]
    marked = "نعم، " + CLAUSE * 2 + " بلا توقف حتى آخر السنة، كلا"
    assert min(len(part.split()) for part in cut_sentence(marked, 12, Words())) >= 6


def test_a_text_that_fits_is_measured_once() -> None:
    words = Words()
    assert cut_sentence(CLAUSE, 200, words) == [CLAUSE]
    assert words.calls == 1


@pytest.mark.parametrize("unit", ["ا", "كلمة ", CLAUSE + "، ", "؛", "، و", " "])
def test_a_long_line_is_measured_about_twice(unit: str) -> None:
    measured = 0

    def measure(text: str) -> int:
        nonlocal measured
        measured += len(text)
        return -(-len(text) // 3)

    text = unit * (1_000_000 // len(unit))
    assert "".join(cut_sentence(text, 200, measure)) == text
    assert measured < 3 * len(text)


def test_uneven_lines_are_measured_a_few_times() -> None:
    measured = 0

    def measure(text: str) -> int:
        nonlocal measured
        measured += len(text)
        return 1 + text.count("ا") + text.count(" ") // 50

    text = " " * 300_000 + "ا" * 300_000 + "كلمات " * 50_000
    parts = cut_sentence(text, 200, measure)
    assert max(measure(part) for part in parts) <= 200
    assert measured < 8 * len(text)


def test_measured_stretches_do_not_grow_with_the_text() -> None:
    longest = 0

    def measure(text: str) -> int:
        nonlocal longest
        longest = max(longest, len(text))
        return len(text.split())

    parts = cut_sentence("كلمة " * 200_000, 200, measure)
    assert "".join(parts) == "كلمة " * 200_000
    assert {len(part.split()) for part in parts[:-2]} <= set(range(150, 201))
    assert longest <= 2 * 64 * 200
