"""The loss equals that of torch, and dropout has the right rate, mean and places."""

from pathlib import Path
from typing import Any

import pytest
import tiny
import torch  # noqa: TID253
from torch.nn import functional  # noqa: TID253

from jisr.train.data.vocabulary import Vocabulary, make_vocabulary
from jisr.train.model import dropout
from jisr.train.model.dropout import drop_random
from jisr.train.model.loss import LOSS_ROWS, smoothed_cross_entropy
from jisr.train.model.network import make_objective, new_network
from jisr.train.settings import NetworkSize

PIECES, WIDTH = 300, 16


def random_batch(rows: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    torch.manual_seed(rows)
    hidden = torch.randn(rows, WIDTH, requires_grad=True)
    table = torch.randn(PIECES, WIDTH, requires_grad=True)
    target = torch.randint(0, PIECES + 1, (rows,))  # PIECES is the target that is ignored
    return hidden, target, table, torch.randn(PIECES)


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
@pytest.mark.parametrize("rows", [1, LOSS_ROWS, 2 * LOSS_ROWS + 7])
def test_loss_and_gradients_equal_those_of_torch(rows: int, smoothing: float, half: bool) -> None:
    hidden, target, table, bias = random_batch(rows)
    target[-1] = 0  # at least one row is not ignored
    results = []
    for ours in (True, False):
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            if ours:
                loss = smoothed_cross_entropy(hidden, target, table, bias, PIECES, smoothing)
            else:
                logits = functional.linear(hidden, table, bias).float()
                loss = functional.cross_entropy(
                    logits, target, ignore_index=PIECES, label_smoothing=smoothing, reduction="sum"
                )
        results.append((loss.detach(), *torch.autograd.grad(loss * 0.3, (hidden, table))))
    for mine, theirs in zip(*results, strict=True):
        tolerance = 1e-2 if half else 1e-5
        assert (mine - theirs).abs().max() <= tolerance * theirs.abs().max()


def test_loss_of_ignored_rows_is_zero() -> None:
    hidden, target, table, bias = random_batch(5)
    loss = smoothed_cross_entropy(hidden, target.fill_(PIECES), table, bias, PIECES, 0.1)
    assert loss == 0
    assert not any(slope.any() for slope in torch.autograd.grad(loss, (hidden, table)))


@pytest.mark.parametrize("rate", [0.1, 0.5])
def test_dropout_sets_its_share_to_zero_and_keeps_the_mean(rate: float) -> None:
    torch.manual_seed(1)
    dropped = drop_random(torch.ones(1001, 1003), rate)
    assert abs((dropped == 0).float().mean() - rate) < 0.002
    assert abs(dropped.mean() - 1) < 0.003
    kept = dropped[dropped != 0]
    assert kept.min() == kept.max()
    torch.manual_seed(1)
    assert torch.equal(drop_random(torch.ones(1001, 1003), rate), dropped)
    assert not torch.equal(drop_random(torch.ones(1001, 1003), rate), dropped)
    # Each is independent of its neighbours, which are made from the same 64 bits.
    gone = (dropped.flatten()[: 4 * 250_000].view(-1, 4) == 0).float()
    assert gone.T.corrcoef().fill_diagonal_(0).abs().max() < 0.01


def test_quick_dropout_replaces_every_dropout_of_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_vocabulary((text for pair in tiny.pairs() for text in pair), 200, tmp_path, 1)
    network = new_network(Vocabulary(tmp_path), NetworkSize(2, 1, 16, 32, 2, 200), 0.25, 1)
    learn = make_objective(network, 0.1)
    source = torch.tensor([[5, 6, 7, 0]])
    theirs, ours = [], []
    plain, quick = functional.dropout, dropout.drop_random

    def counted(hidden: Any, p: float, training: bool) -> Any:
        if p and training:
            theirs.append(p)
        return plain(hidden, p, training)

    def also_counted(hidden: Any, rate: float) -> Any:
        ours.append(rate)
        return quick(hidden, rate)

    monkeypatch.setattr(functional, "dropout", counted)
    monkeypatch.setattr(dropout, "drop_random", also_counted)
    network.train()
    learn(source, source)
    dropout.quick_dropout(network)
    assert (len(theirs), ours) == (9, [])  # embeddings of both sides, two layers of two parts, one of three
    learn(source, source)
    assert (len(theirs), ours) == (9, [0.25] * 9)
    losses = {learn(source, source).item() for _ in range(5)}
    network.eval()
    assert (len(losses), len({learn(source, source).item() for _ in range(5)})) == (5, 1)
    assert network.config.dropout == 0.25
