"""Muon, compared with torch's own."""

from typing import Any

import pytest

from jisr.train.muon import Muon, orthogonalize

SHAPES = [(16, 16), (48, 16), (16, 16), (16, 48), (3, 5)]


def matrices(seed: int) -> list[Any]:
    import torch

    generator = torch.Generator().manual_seed(seed)
    return [torch.nn.Parameter(torch.randn(shape, generator=generator)) for shape in SHAPES]


def take_steps(optimizer: Any, weights: list[Any], steps: int) -> None:
    import torch

    generator = torch.Generator().manual_seed(7)
    for _ in range(steps):
        for each in weights:
            each.grad = torch.randn(each.shape, generator=generator)
        optimizer.step()


def test_weights_are_those_of_torch() -> None:
    import torch

    if not hasattr(torch.optim, "Muon"):
        pytest.skip("torch has its own Muon from 2.9 on")
    mine, its = matrices(1), matrices(1)
    optimizers = [
        Muon(mine, 0.02, 0.01, half=True),
        torch.optim.Muon(its, lr=0.02, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"),
    ]
    for optimizer, weights in zip(optimizers, (mine, its), strict=True):
        take_steps(optimizer, weights, 4)
    for one, other in zip(mine, its, strict=True):
        # bfloat16 is rounded after other sums: an update of .02 × .2 × √48 may differ by a 64th.
        assert torch.allclose(one, other, atol=5e-4)


def test_both_precisions_move_the_same_way() -> None:
    import torch

    weights, precise = matrices(2), matrices(2)
    take_steps(Muon(weights, 0.02, 0.0, half=True), weights, 1)
    take_steps(Muon(precise, 0.02, 0.0, half=False), precise, 1)
    for one, other, start in zip(weights, precise, matrices(2), strict=True):
        assert torch.nn.functional.cosine_similarity((one - start).flatten(), (other - start).flatten(), 0) > 0.999


def test_a_weight_without_a_gradient_stays() -> None:
    import torch

    weights = matrices(3)
    weights[0].grad = torch.ones(SHAPES[0])
    Muon(weights, 0.02, 0.01, half=False).step()
    for index, (weight, start) in enumerate(zip(weights, matrices(3), strict=True)):
        assert torch.equal(weight, start) == (index > 0)


@pytest.mark.parametrize("shape", [(3, 16, 16), (2, 8, 32), (2, 32, 8)])
def test_singular_vectors_stay_and_values_become_equal(shape: tuple[int, int, int]) -> None:
    import torch

    given = torch.randn(shape, generator=torch.Generator().manual_seed(4))
    # Values far from zero: five iterations leave those near it small.
    left, values, right = torch.linalg.svd(given, full_matrices=False)
    given = left @ torch.diag_embed(values + 2) @ right
    found = left.mT @ orthogonalize(given) @ right.mT
    diagonal = torch.diagonal(found, dim1=1, dim2=2)
    assert float(diagonal.min()) > 0.6
    assert float(diagonal.max()) < 1.3
    assert float((found - torch.diag_embed(diagonal)).abs().max()) < 1e-3
