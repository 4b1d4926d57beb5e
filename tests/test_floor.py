"""The score under which a draft of a new model is noted."""

import json
from pathlib import Path

import tiny

from jisr.train.floor import LEAST, score_floor
from jisr.translate import Translator

TEXTS = [source for source, _ in tiny.pairs()][:250]


def test_one_sentence_in_a_hundred_is_below_it(tmp_path: Path) -> None:
    folder = tiny.build(tmp_path / "model")
    floor = score_floor(folder, TEXTS)
    (folder / "jisr.json").write_text(json.dumps({"score_floor": floor}))
    translator = Translator.load(str(folder))
    assert translator.drafter.floor == floor
    scores = [part.score for each in translator.translate(TEXTS) for part in each.parts if part.score]
    assert len(scores) == len(TEXTS)
    assert floor is not None
    assert sum(score < floor for score in scores) == 3


def test_a_few_sentences_tell_nothing(tmp_path: Path) -> None:
    assert score_floor(tiny.build(tmp_path / "model"), TEXTS[: LEAST - 1]) is None
