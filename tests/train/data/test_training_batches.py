"""Batches have few shapes, hold every pair, and are the same from any position on."""

import itertools
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import tiny

from jisr.errors import InputError
from jisr.train.data.dataset import read_dataset
from jisr.train.data.mixture import Mixture
from jisr.train.data.training_batches import BatchPosition, BatchStream, TrainingBatch
from jisr.train.data.vocabulary import Vocabulary, make_vocabulary
from jisr.train.model.network import make_objective, new_network
from jisr.train.settings import NetworkSize, TrainingOptions

PAIRS = [*tiny.pairs()[:200], ("أحمد.", "Ahmad."), ("بيت " * 70, "house " * 70)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("batches")
    text = "".join(f"{source}\t{target}\n" for source, target in PAIRS)
    (path / "corpus.tsv").write_text(text, encoding="utf-8")
    make_vocabulary((text for pair in PAIRS for text in pair), 200, path, 1)
    return path


def batches(folder: Path, **changes: float) -> BatchStream:
    values = {"batch_tokens": 512, "max_length": 64, **changes}
    settings = TrainingOptions(corpora=(str(folder / "corpus.tsv"),), output=folder / "out", **values)  # type: ignore[arg-type]
    examples = read_dataset(settings.corpora, None, "bare", [])
    return BatchStream(examples, Vocabulary(folder), Mixture(examples, settings), settings)


def same(one: TrainingBatch, other: TrainingBatch) -> bool:
    arrays = np.array_equal(one.source, other.source) and np.array_equal(one.target, other.target)
    return arrays and (one.tokens, one.after) == (other.tokens, other.after)


def test_round_holds_every_pair_that_is_short_enough(folder: Path) -> None:
    sequence = batches(folder)
    assert sequence.usable.tolist() == [True] * 201 + [False]
    vocabulary = sequence.vocabulary
    decoded = {
        vocabulary.decode(row.tolist())
        for batch in sequence.make(0)
        for row in batch.target
        if (row != vocabulary.pad).any()
    }
    assert decoded == {target for _, target in PAIRS[:-1]}


def test_shapes_are_few_and_rows_without_a_pair_hold_an_end_symbol(folder: Path) -> None:
    sequence = batches(folder, sentencepiece_alpha=0.1, join=0.5)
    vocabulary = sequence.vocabulary
    parts = sequence.make(0)
    shapes = {(batch.source.shape, batch.target.shape) for batch in parts}
    assert len(shapes) <= len(sequence.shapes) <= 33
    for batch in parts:
        assert batch.tokens == (batch.target != vocabulary.pad).sum()
        assert (batch.source == vocabulary.eos).sum(axis=1).tolist() == [1] * len(batch.source)


def test_sequence_can_be_resumed_at_any_position(folder: Path) -> None:
    changes = {"sentencepiece_alpha": 0.1, "join": 0.3, "batch_tokens": 64}
    sequence = batches(folder, **changes)
    round_ = len(sequence.make(0))
    with closing(sequence.start(BatchPosition())) as stream:
        first = list(itertools.islice(stream, round_ + 50))
    assert [batch.after for batch in first[round_ - 1 : round_ + 1]] == [BatchPosition(1), BatchPosition(1, 1)]
    for start in (0, 300, round_ - 1, round_ + 10):
        with closing(batches(folder, **changes).start(first[start].after)) as stream:
            assert all(itertools.starmap(same, zip(first[start + 1 :], stream, strict=False)))


def test_short_pairs_are_joined(folder: Path) -> None:
    plain, joined = (
        sum(batch.tokens for batch in batches(folder, join=join, max_length=256).make(0)) for join in (0, 1)
    )
    assert joined > 1.5 * plain


def test_corpus_without_short_pairs_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="no pair to learn from has at most 4 pieces"):
        batches(folder, max_length=4)


def test_padding_changes_neither_the_loss_nor_the_embedding_of_pad(folder: Path) -> None:
    import torch

    sequence = batches(folder)
    network = new_network(sequence.vocabulary, NetworkSize(1, 1, 16, 32, 2, 200), 0.0, 1)
    learn = make_objective(network, 0.1)
    pad = sequence.vocabulary.pad
    batch = next(batch for batch in sequence.make(0) if not (batch.target == pad).all(axis=1).any())
    source, target = (torch.from_numpy(side).long() for side in (batch.source, batch.target))
    wide = [torch.nn.functional.pad(side, (0, 5), value=pad) for side in (source, target)]
    total = learn(source, target)
    assert learn(*wide).item() == pytest.approx(total.item(), rel=1e-5)
    total.backward()
    rows = network.model.shared.weight.grad.norm(dim=1)
    assert rows[pad] == 0
    assert (rows > 0).sum() > 10
    assert not network.model.shared.weight[pad].any()
