"""The weights that a network starts from, and how much of them its result keeps.

Much of what a model learns of a new subject stays on the straight line back to where it started, and most of
what it forgot of other subjects comes back (Wortsman et al. 2022, Robust fine-tuning of zero-shot models).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["WeightInterpolation"]


class WeightInterpolation:
    """The weights that a network started from.

    :param network: MarianMTModel, as it starts.
    :param share: of its weights in the result, 0 or more and under 1.
    """

    def __init__(self, network: Any, share: float) -> None:  # noqa: ANN401 - MarianMTModel
        self.share = share
        kept = network.named_parameters() if share else ()
        self.start = {name: weights.detach().cpu().clone() for name, weights in kept}

    @contextmanager
    def result(self, network: Any) -> Iterator[None]:  # noqa: ANN401 - MarianMTModel
        """Set the network to the weights of a result while the block runs, and then back to its own, to the bit."""
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
