"""Each line gets one translation, in order, and no text is lost."""

from collections.abc import Iterator
from itertools import islice

import pytest
from fake import FakeEngine, found, romanized
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.chars import has_arabic, is_blank
from jisr.errors import InputError
from jisr.translate.quality.notes import Note
from jisr.translate.text.normalization import POLICIES
from jisr.translate.translator import FIRST, Translation, Translator

WORDS = st.sampled_from(
    ["ذهب", "الولد،", "إلى", "المدرسة.", "ثم؟", "وعاد؛", "3", "4.5", "كتاب", "Ahmad", "؟", "في", "غدا!"]
)
LINES = st.lists(st.lists(WORDS, max_size=90).map(" ".join), max_size=12)
ANY = st.lists(st.text(st.characters() | st.sampled_from("ابتث .؟\u200f\x00\r\u2028\ufffd☃")), max_size=8)


def translate(lines: list[str], batch: int = 4, *, policy: str = "standard") -> list[Translation]:
    engine = FakeEngine(positions=21)
    return list(Translator(engine, POLICIES[policy], batch=batch).translate(lines))


def test_a_line_is_joined_from_its_sentences() -> None:
    line = "عاد المعلم من السوق.  متى يسأل الطبيب عن المحطة؟"
    (translation,) = Translator(FakeEngine(), doubt=0).translate([line])
    assert translation.source == line
    assert [part.source for part in translation.parts] == line.split("  ")
    assert [part.target for part in translation.parts] == [romanized(each) for each in line.split("  ")]
    assert translation.target == " ".join(part.target for part in translation.parts)
    assert (translation.score, translation.notes) == (-0.5, ())


@pytest.mark.parametrize("line", ["", "   ", "\u200f", "\t", "\u064b\u0640"])
def test_a_blank_line_stays_blank(line: str) -> None:
    assert translate([line]) == [Translation(source=line, target="", score=None, notes=(), origin="kept")]


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("Hello, world. 42", "Hello, world. 42"),
        ("https://example.org/؟", "https://example.org/?"),
        ("٢٠٢٤", "2024"),
        ("  * * *  ", "  * * *  "),
        ("a\tb", "a\tb"),
    ],
)
def test_a_line_without_arabic_passes_through(line: str, target: str) -> None:
    expected = Translation(source=line, target=target, score=None, notes=(Note.PASSED_THROUGH,), origin="kept")
    assert translate([line]) == [expected]


def test_a_sentence_without_arabic_passes_through_beside_others() -> None:
    (line,) = translate(["عاد المعلم من السوق القديم. See page 4. ذهب الطبيب إلى المحطة."])
    assert "See page 4." in line.target
    assert {part.source: part.notes for part in line.parts}["See page 4."] == (Note.PASSED_THROUGH,)
    assert line.target.split() == romanized(line.source).split()


@pytest.mark.parametrize("mark", ["</s>", "<pad>", "<unk>", ">>eng<<", "<s>", "▁"])
def test_control_tokens_in_a_text_are_text(mark: str) -> None:
    line = f"عاد {mark} المعلم من السوق القديم"
    engine = FakeEngine()
    (translation,) = Translator(engine).translate([line])
    assert engine.decoded[0] == (line, False)
    assert mark in translation.target


def test_a_long_sentence_is_translated_in_parts() -> None:
    line = " ".join(["ذهب الولد إلى المدرسة القديمة في القرية،", "ثم عاد إلى البيت مع أخيه الصغير،"] * 6)
    engine = FakeEngine(positions=21)
    (translation,) = Translator(engine, doubt=0).translate([line])
    assert translation.notes == (Note.SPLIT,)
    assert [part.notes for part in translation.parts] == [(Note.SPLIT,)]
    assert max(len(text.split()) for text, _ in engine.decoded) <= 20
    assert translation.target.split() == romanized(line).split()
    assert translation.score == -0.5


def test_only_the_part_with_a_loop_is_tried_again() -> None:
    half = " ".join(f"كلمة{index}" for index in range(20)) + "،"
    line = f"{half} {half.replace('كلمة', 'جملة')}"
    engine = FakeEngine(
        positions=25, first={half: found("no no no no no no no no no")}, again={half: found(romanized(half))}
    )
    (translation,) = Translator(engine, doubt=0).translate([line])
    assert translation.target == romanized(line)
    assert set(translation.notes) == {Note.RETRIED, Note.SPLIT}
    assert [text for text, hard in engine.decoded if hard] == [half]


@settings(deadline=None)
@given(LINES)
def test_no_word_is_lost(lines: list[str]) -> None:
    for line, translation in zip(lines, translate(lines), strict=True):
        assert translation.source == line
        if has_arabic(line):
            assert translation.target.split() == romanized(POLICIES["standard"].apply(line)).split()
        sentences = [part.source for part in translation.parts]
        assert "".join("".join(sentences).split()) == ("".join(line.split()) if sentences else "")


@settings(deadline=None)
@given(ANY, st.sampled_from(sorted(POLICIES)))
def test_any_lines_give_as_many_translations_in_order(lines: list[str], policy: str) -> None:
    translations = translate(lines, policy=policy)
    assert [translation.source for translation in translations] == lines
    for translation in translations:
        assert "\n" not in translation.target or "\n" in translation.source
        assert list(translation.notes) == sorted(set(translation.notes))
        assert (translation.target == "") == is_blank(translation.source) or has_arabic(translation.source)


@settings(deadline=None)
@given(LINES, st.integers(1, 9), st.randoms(use_true_random=False))
def test_neither_batch_size_nor_order_changes_a_translation(lines: list[str], batch: int, random: object) -> None:
    assert translate(lines[::-1], batch)[::-1] == translate(lines, 64)
    assert [translate([line], 1)[0] for line in lines] == translate(lines, batch)


def test_a_bounded_number_of_lines_is_read_ahead() -> None:
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for taken in range(1, 100_001):
            yield f"سطر {taken} من الكتاب" if taken % 3 else ""

    engine = FakeEngine()
    translator = Translator(engine, batch=4)
    translations = translator.translate(lines())
    next(translations)
    assert taken == FIRST  # few, so that the first translation comes soon
    ahead = 0
    for yielded, _ in enumerate(islice(translations, 3000), 2):
        ahead = max(ahead, taken - yielded)
    assert ahead < translator.most == 32
    assert max(engine.sizes) == 4


def test_with_batches_of_one_nothing_is_read_ahead() -> None:
    source = iter(["عاد المعلم.", "عاد الطبيب."])
    translations = Translator(FakeEngine(), batch=1).translate(source)
    assert next(translations).source == "عاد المعلم."
    assert next(source) == "عاد الطبيب."


def test_a_repeated_sentence_is_decoded_once_in_a_window() -> None:
    engine = FakeEngine()
    assert len(list(Translator(engine).translate(["عاد المعلم."] * FIRST))) == FIRST
    assert len(engine.decoded) == 1


def test_wrong_options_are_refused() -> None:
    with pytest.raises(InputError, match="batch is 0, must be 1 or more"):
        Translator(FakeEngine(), batch=0)
    with pytest.raises(InputError, match="normalisation 'moses' is not known; it can be standard"):
        Translator.load("builtin", normalize="moses")
    with pytest.raises(InputError, match="engine 'fairseq' is not known; it can be ctranslate2 or"):
        Translator.load("builtin", engine="fairseq")


def test_decoded_sentences_have_an_estimate_and_doubt_is_noted() -> None:
    lines = ["نام الولد.", "", "2024", "نام."]
    first, blank, plain, last = Translator(FakeEngine(), doubt=100).translate(lines)
    for part in (*first.parts, *last.parts):
        assert part.estimate is not None
        assert 0 <= part.estimate.low <= part.estimate.chrf <= part.estimate.high <= 100
        assert Note.DOUBTFUL in part.notes
    assert not [part for part in (*blank.parts, *plain.parts) if part.estimate is not None]
    assert not [line for line in Translator(FakeEngine(), doubt=0).translate(lines) if Note.DOUBTFUL in line.notes]
    with pytest.raises(InputError, match="doubt is 101, must be 0 to 100"):
        Translator(FakeEngine(), doubt=101)
