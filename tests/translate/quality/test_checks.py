"""A damaged translation gets the right notes, and a good translation gets none."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.chars import has_arabic
from jisr.translate.quality.checks import check_draft
from jisr.translate.quality.notes import MEANINGS, RETRY, Note
from jisr.translate.quality.verbatim import copyable, without_copyable

PAIRS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parents[2] / "data" / "good-translations.tsv").read_text(encoding="utf-8").splitlines()
]


def test_an_arabic_comma_may_group_thousands() -> None:
    assert check_draft("يسكن المخيم 83،000 لاجئ اليوم.", "The camp is home to 83,000 refugees today.") == ()
    assert check_draft("يسكن المخيم 83،000 لاجئ اليوم.", "The camp is home to 83 refugees today.") == (
        Note.NUMBER_MISSING,
    )


def first_words(text: str, count: int) -> str:
    return " ".join(text.split()[:count])


DAMAGES: dict[str, tuple[Callable[[str, str], str], set[Note]]] = {
    "three words ten times": (lambda _, en: " ".join([first_words(en, 3)] * 10), {Note.LOOP}),
    "three words ten times at the end": (lambda _, en: " ".join([en, *en.split()[-3:] * 9]), {Note.LOOP}),
    "one word eight times": (lambda _, en: " ".join([en, *en.split()[-1:] * 7]), {Note.LOOP}),
    "the sentence twice": (lambda _, en: f"{en} {en}", {Note.LOOP}),
    "no, no, no": (lambda *_: "No, " + "no, " * 20 + "no.", {Note.LOOP}),
    "the source copied": (lambda ar, _: ar, {Note.COPIED, Note.ARABIC_LEFT}),
    "one Arabic word left": (lambda ar, en: f"{en} {max(filter(has_arabic, ar.split()), key=len)}", {Note.ARABIC_LEFT}),
    "nothing": (lambda *_: "", {Note.EMPTY}),
    "marks that show nothing": (lambda *_: " \u200f", {Note.EMPTY}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_gets_its_notes(damage: str) -> None:
    apply_damage, notes = DAMAGES[damage]
    for source, target in PAIRS:
        if damage.startswith("three") and len(target.split()) < 3:
            continue
        assert notes <= set(check_draft(source, apply_damage(source, target))), source


def test_a_quarter_of_the_sentence_is_too_short() -> None:
    for source, target in PAIRS:
        if len(source) > 20:
            assert Note.RATIO in check_draft(source, target[: len(target) // 4]), source


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_good_translations_get_no_note(source: str, target: str) -> None:
    assert check_draft(source, target) == ()


def test_a_missing_number_is_detected() -> None:
    for source, target in PAIRS:
        without = re.sub(r"[0-9]+", "", target)
        if without != target and re.search(r"[0-9]", without_copyable(source)):
            assert Note.NUMBER_MISSING in check_draft(source, without), source


@pytest.mark.parametrize(
    ("source", "target", "note"),
    [
        ("بلغ عدد الضحايا 35 شخصا.", "The number of victims reached 53.", Note.NUMBER_MISSING),
        ("بلغ السعر ٣٫٥ دولار.", "The price reached 35 dollars.", Note.NUMBER_MISSING),
        ("في عام 1989 سقط الجدار.", "In 1998 the wall fell down.", Note.NUMBER_MISSING),
        ("اشترى 12,000 كتاب.", "He bought 12 books there.", Note.NUMBER_MISSING),
        ("انضم إلى منظمة UNESCO العام الماضي.", "He joined the organisation last year.", Note.LATIN_MISSING),
        ("راجع http://example.org/a للتفاصيل.", "See http://example.org/b for details.", Note.URL_MISSING),
        ("راسلنا على help@example.com اليوم.", "Write to us at help@example today.", Note.URL_MISSING),
        ("شكرا لك ❤️", "Thank you", Note.URL_MISSING),
        ("اتصل بـ@sami_k من فضلك.", "Call Sami, please.", Note.URL_MISSING),
        ("مرحبا!", "Hello! Hello!", Note.LOOP),
        ("تابع القراءة في الصفحة التالية.", "Continue on the next page . . . . . . . .", Note.LOOP),
        ("ضحك الطفل طويلا.", "The child laughed hahahahahahahahahaha.", Note.LOOP),
        ("عاد.", "He came back to the house where his family had lived for so many years.", Note.RATIO),
        ("سافر الرجل إلى بلاد بعيدة بحثا عن عمل.", "The man travelled to a far country", Note.RATIO),
    ],
)
def test_each_problem_gets_exactly_one_note(source: str, target: str, note: Note) -> None:
    assert check_draft(source, target) == (note,)


def test_notes_on_the_decoding() -> None:
    source, target = PAIRS[0]
    assert check_draft(source, target, cut_off=True) == (Note.LIMIT,)
    assert check_draft(source, target, cut_off=False) == ()
    assert check_draft(source, target, unknown=1) == (Note.UNKNOWN,)
    assert check_draft(source, "", cut_off=True, unknown=2) == (Note.EMPTY, Note.LIMIT, Note.UNKNOWN)


def test_a_text_may_repeat_what_its_source_repeats() -> None:
    twice = "أين أنت الآن؟ أين أنت الآن؟"
    assert check_draft(twice, "Where are you now? Where are you now?") == ()
    assert check_draft("أين أنت الآن؟ نحن في انتظارك هنا.", "Where are you now? Where are you now?") == (Note.LOOP,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("زوروا http://a.example/c(d). أو (https://x.org/y_(z))،", ["http://a.example/c(d)", "https://x.org/y_(z)"]),
        ("اكتب إلى info@bank.com.sa، أو moh.gov.sa.", ["info@bank.com.sa", "moh.gov.sa"]),
        ("قال @user_1 و@user_2 عن #AI و#ذكاء", ["@user_1", "@user_2", "#AI"]),
        ("نجحت 👩\u200d💻🇪🇬❤\ufe0f👍🏽!", ["👩\u200d💻", "🇪🇬", "❤\ufe0f", "👍🏽"]),
        ("السعر 3.5$ عند 10/12/2024 والرقم #1 و5 @ 3", []),
    ],
)
def test_spans_to_copy(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in copyable(text)] == expected


@given(st.text(st.sampled_from("كلمة aZ1.:/@#_-()[]>?! \u200d😀🇪🇬\ufe0f٣²½①")), st.text())
def test_notes_are_sorted_unique_and_deterministic(source: str, target: str) -> None:
    notes = check_draft(source, target)
    assert notes == check_draft(source, target) == tuple(sorted(set(notes)))
    end = 0
    for span in copyable(source):
        assert end <= span[0] < span[1] <= len(source)
        end = span[1]
    assert not {Note.URL_MISSING, Note.LATIN_MISSING} & set(check_draft(source, f"x {source} x"))


@pytest.mark.parametrize("mark", ["²", "①", "₂", "½", "५"])
def test_signs_that_are_like_digits_are_checked(mark: str) -> None:
    source, target = f"150 ملغ/م{mark} {mark} و{mark}", f"150 mg/m{mark} {mark} 10{mark} 19{mark}s"
    assert Note.NUMBER_MISSING not in check_draft(source, target)


def test_each_note_has_a_meaning_of_one_line() -> None:
    assert list(MEANINGS) == sorted(Note)
    assert all(meaning and "\n" not in meaning for meaning in MEANINGS.values())
    assert set(Note) > RETRY
    assert not RETRY & {Note.DOUBTFUL, Note.UNKNOWN, Note.PASSED_THROUGH, Note.SPLIT, Note.RETRIED, Note.BAD_BYTES}
