"""Interpolation of the weights of a trained network with its initial ones.

Interpolated weights keep much of what a model has learnt of a new domain, and regain most of what it has forgotten of
others (Wortsman et al. 2022, Robust fine-tuning of zero-shot models).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["WeightInterpolation"]


class WeightInterpolation:
    """The initial weights of a network, of which its results have a share.

    :param network: MarianMTModel with its initial weights.
    :param share: share of these weights in the result, 0 or more and less than 1.
    """

    def __init__(self, network: Any, share: float) -> None:  # noqa: ANN401 - MarianMTModel
        self.share = share
        kept = network.named_parameters() if share else ()
        self.start = {name: weights.detach().cpu().clone() for name, weights in kept}

    @contextmanager
    def result(self, network: Any) -> Iterator[None]:  # noqa: ANN401 - MarianMTModel
        """Set the network to the interpolated weights for the block, and then restore its own exactly."""
        import torch

        if not self.start:
            yield
            return
        own = {}
        with torch.no_grad():
            for name, weights in network.named_parameters():
                own[name] = weights.detach().clone()
                weights.lerp_(self.start[name].to(weights.device), self.share)
        try:
            yield
        finally:
            with torch.no_grad():
                for name, weights in network.named_parameters():
                    weights.copy_(own[name])
