"""Segmentations of words are sampled by their probabilities, and reproducible by the seed."""

from typing import Any

import numpy as np
import tiny

from jisr.train.data.subwords import Subwords

TEXTS = [source for source, _ in tiny.pairs()]


def listed(alpha: float) -> tuple[Any, Subwords]:
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_proto=tiny.pieces("source", 150))
    table = np.arange(processor.get_piece_size(), dtype=np.int32)
    return processor, Subwords.of(processor, table, TEXTS, alpha)


def test_large_alpha_samples_the_best_segmentation() -> None:
    processor, subwords = listed(50.0)
    sampled = subwords.sample(np.arange(len(TEXTS)), np.random.default_rng(1))
    best = processor.encode(TEXTS, out_type=int)
    assert sampled.lengths.tolist() == [len(row) for row in best]
    assert sampled.flat.tolist() == [number for row in best for number in row]


def test_samples_differ_by_seed_and_decode_to_the_same_text() -> None:
    processor, subwords = listed(0.1)
    rows = np.array([3, 3, 5])
    one, same, other = (subwords.sample(rows, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one.flat.tolist() == same.flat.tolist() != other.flat.tolist()
    for ragged in (one, other):
        for place, row in enumerate(rows.tolist()):
            ids = ragged.flat[ragged.ends[place] : ragged.ends[place + 1]].tolist()
            assert processor.decode(ids) == processor.decode(processor.encode(TEXTS[row], out_type=int))


def test_samples_are_as_long_as_those_of_sentencepiece() -> None:
    processor, subwords = listed(0.2)
    sampled = len(subwords.sample(np.arange(len(TEXTS)), np.random.default_rng(1)).flat)
    own = sum(map(len, processor.encode(TEXTS, enable_sampling=True, alpha=0.2, nbest_size=-1)))
    assert abs(sampled / own - 1) < 0.03


def test_unpaired_surrogate_is_accepted() -> None:
    processor, _ = listed(0.1)
    table = np.arange(processor.get_piece_size(), dtype=np.int32)
    subwords = Subwords.of(processor, table, ["قال \ud83d", ""], 0.1)
    assert subwords.sample(np.array([0, 1]), np.random.default_rng(1)).lengths.tolist()[1] == 0
