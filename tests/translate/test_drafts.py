"""A doubtful sentence is decoded at most three times, and the best of the tries is kept."""

from dataclasses import replace

import pytest
from fake import FakeEngine, found, romanized

from jisr.errors import EngineError
from jisr.translate.drafts import Draft, Drafter, join_drafts
from jisr.translate.engines.engine import Decoding, Hypothesis, SourceBatch
from jisr.translate.quality.notes import Note

PLAIN = "عاد المعلم من السوق القديم"
OTHER = "سأل جارنا عن محطة القطار"
LOOPED = found("he came and he came and he came and he came and he came", -0.1)
CLEAN = found("the teacher came back from the market", -0.9)


class Stubborn(FakeEngine):
    """An engine that gives the same hypothesis for every text."""

    def __init__(self, bad: Hypothesis) -> None:
        super().__init__()
        self.bad = bad

    def decode_batch(self, batch: SourceBatch, decoding: Decoding) -> list[Hypothesis]:
        return [self.bad for _ in super().decode_batch(batch, decoding)]


def drafter(engine: FakeEngine, *, size: int = 4, retry: bool = True) -> Drafter:
    return Drafter(engine, Decoding(), size=size, retry=retry)


def test_a_good_draft_is_decoded_once() -> None:
    engine = FakeEngine()
    drafts = drafter(engine).draft([PLAIN, OTHER, PLAIN])
    assert [replace(draft, estimate=None) for draft in drafts] == [
        Draft(target=romanized(text), score=-0.5, pieces=6, word_scores=(-0.5,) * 5) for text in (PLAIN, OTHER, PLAIN)
    ]
    assert drafts[0].estimate is not None
    assert sorted(engine.decoded) == sorted([(PLAIN, False), (OTHER, False)])


def test_the_second_try_fixes_a_loop_although_its_score_is_lower() -> None:
    engine = FakeEngine(first={PLAIN: LOOPED}, again={PLAIN: CLEAN})
    (draft,) = drafter(engine).draft([PLAIN])
    assert (draft.target, draft.score, draft.notes) == (CLEAN.text, CLEAN.score, (Note.RETRIED,))
    assert engine.decoded == [(PLAIN, False), (PLAIN, True)]


def test_only_doubtful_sentences_are_tried_again() -> None:
    engine = FakeEngine(first={PLAIN: found("")}, again={PLAIN: CLEAN})
    drafts = drafter(engine).draft([OTHER, PLAIN])
    assert [draft.notes for draft in drafts] == [(), (Note.RETRIED,)]
    assert [text for text, hard in engine.decoded if hard] == [PLAIN]


def test_the_third_try_is_in_halves_and_there_is_no_fourth() -> None:
    engine = FakeEngine(first={PLAIN: LOOPED}, again={PLAIN: LOOPED})
    (draft,) = drafter(engine).draft([PLAIN])
    halves = [text for text, _ in engine.decoded[2:]]
    assert len(halves) == 2
    assert " ".join(sorted(halves, key=PLAIN.index)) == PLAIN
    assert (draft.target, draft.notes) == (romanized(PLAIN), (Note.RETRIED,))


@pytest.mark.parametrize(
    ("bad", "note"),
    [
        (found(""), Note.EMPTY),
        (LOOPED, Note.LOOP),
        (found(PLAIN), Note.COPIED),
        (found("the teacher came back from السوق"), Note.ARABIC_LEFT),
        (found("the teacher came back from the market", cut_off=True), Note.LIMIT),
        (found("he"), Note.RATIO),
    ],
)
def test_what_no_try_fixes_is_kept_with_its_notes(bad: Hypothesis, note: Note) -> None:
    engine = Stubborn(bad)
    (draft,) = drafter(engine).draft([PLAIN])
    assert {note, Note.RETRIED} <= set(draft.notes)
    assert list(draft.notes) == sorted(set(draft.notes))
    assert sum(text == PLAIN for text, _ in engine.decoded) == 2
    # The third try is in parts that together contain the sentence once.
    assert sum(len(text.split()) for text, _ in engine.decoded) == 3 * len(PLAIN.split())


def test_of_equally_doubtful_tries_the_better_one_is_kept() -> None:
    loops = [found("no no no no no no no", score) for score in (-0.8, -0.2)]
    for one, two in (loops, loops[::-1]):
        (draft,) = drafter(FakeEngine(first={"كتب": one}, again={"كتب": two})).draft(["كتب"])
        assert draft.score == -0.2
        assert Note.LOOP in draft.notes


def test_without_retry_each_sentence_is_decoded_once() -> None:
    engine = FakeEngine(first={PLAIN: LOOPED})
    (draft,) = drafter(engine, retry=False).draft([PLAIN])
    assert Note.LOOP in draft.notes
    assert Note.RETRIED not in draft.notes
    assert engine.decoded == [(PLAIN, False)]


def test_parts_around_a_missing_address_are_translated() -> None:
    text = "زوروا https://example.org/a?b=ج1 اليوم أو اكتبوا إلى info@example.org غدا"
    address = "https://example.org/a?b="
    lost = found("visit us today or write to us tomorrow, please do")
    engine = FakeEngine(first={text: lost}, again={text: lost})
    (draft,) = drafter(engine).draft([text])
    assert address in draft.target
    assert "info@example.org" in draft.target
    assert draft.notes == (Note.RETRIED,)
    parts = [part for part, _ in engine.decoded[2:]]
    assert parts
    assert not any("@" in part or "://" in part for part in parts)


def test_a_misread_number_is_mended_and_not_tried_again() -> None:
    text = "يعاني نحو 733 مليون شخص من الجوع في العالم."
    engine = FakeEngine(first={text: found("About 73 million people in the world suffer from hunger.")})
    (draft,) = drafter(engine).draft([text])
    assert draft.target == "About 733 million people in the world suffer from hunger."
    assert draft.notes == (Note.NUMBER_MENDED,)
    assert engine.decoded == [(text, False)]


def test_unknown_pieces_get_a_note_but_no_retry() -> None:
    text = f"{PLAIN} ☃"
    engine = FakeEngine(first={text: found(romanized(text), -2.0)})
    (draft,) = drafter(engine).draft([text])
    assert set(draft.notes) == {Note.UNKNOWN}
    assert len(engine.decoded) == 1


@pytest.mark.parametrize(
    ("sources", "targets", "joined"),
    [
        (["حين خرج القطار", "كان فيه ركاب."], ["When the train left.", "There were passengers."], "there"),
        (["حين خرج القطار", "كانت منى فيه."], ["When the train left.", "Mona was in it."], "Mona"),
        (["خرج القطار.", "كان فيه ركاب."], ["The train left.", "There were passengers."], "There"),
        (["قال القائد:", "لن نعود."], ["The leader said:", "We will not return."], "We"),
    ],
)
def test_a_part_goes_on_in_lower_case(sources: list[str], targets: list[str], joined: str) -> None:
    drafts = [Draft(target, -0.5, 4) for target in targets]
    second = join_drafts(sources, drafts).target.removeprefix(targets[0].rstrip(".")).lstrip(". ")
    assert second.split()[0] == joined


def test_joined_parts_keep_only_the_full_stops_of_the_source() -> None:
    drafts = [
        Draft("The boy went.", -0.2, 4),
        Draft("He came back.", -0.4, 4),
        Draft("https://a.org", None, 0),
        Draft("He slept.", -1.0, 2, cut_off=True),
    ]
    joined = join_drafts(["ذهب الولد،", "ثم عاد.", "https://a.org", "ثم نام."], drafts)
    assert joined.target == "The boy went he came back. https://a.org he slept."
    assert joined.score == pytest.approx(-0.44)
    assert (joined.pieces, joined.cut_off) == (10, True)


class Broken(FakeEngine):
    """An engine that runs out of memory in the second batch."""

    def decode_batch(self, batch: SourceBatch, decoding: Decoding) -> list[Hypothesis]:
        if self.sizes:
            raise RuntimeError("CUDA out of memory\nand a long story")
        return super().decode_batch(batch, decoding)


def test_a_failing_engine_is_an_error_of_one_line() -> None:
    with pytest.raises(EngineError, match="decoding failed: CUDA out of memory; a smaller batch") as failed:
        drafter(Broken(), size=1).draft([PLAIN, OTHER])
    assert "\n" not in str(failed.value)
