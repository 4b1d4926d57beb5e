"""The score below which a draft of a new model gets a note."""

from pathlib import Path

import tiny

from jisr.train.publish.score_threshold import LEAST_SENTENCES, score_floor
from jisr.translate import Translator

TEXTS = [source for source, _ in tiny.pairs()][:250]


def test_one_sentence_in_a_hundred_is_below_the_threshold(tmp_path: Path) -> None:
    folder = tiny.build(tmp_path / "model")
    drafts = Translator.load(str(folder)).translate(TEXTS)
    scores = sorted(part.score for draft in drafts for part in draft.parts if part.score is not None)
    floor = score_floor(folder, TEXTS)
    assert floor is not None
    assert scores[2] <= floor <= scores[3]


def test_few_sentences_give_no_threshold(tmp_path: Path) -> None:
    assert score_floor(tiny.build(tmp_path / "model"), TEXTS[: LEAST_SENTENCES - 1]) is None
