"""Optimizers by name."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from jisr.train.muon import Muon

if TYPE_CHECKING:
    from torch import Tensor, nn

__all__ = ["OptimizerKind", "make_optimizer"]

BETAS = (0.9, 0.98)
EPSILON = 1e-9
DECAY = 0.01


class OptimizerKind(StrEnum):
    """Kinds of optimizers."""

    ADAM = "adam"
    """Adam (Kingma & Ba 2015) with decoupled weight decay (Loshchilov & Hutter 2019)."""

    MUON = "muon"
    """Muon (Jordan et al. 2024), which orthogonalises the momentum, for the matrices of the layers; Adam for the rest.

    Its updates are scaled to the size of Adam's (Liu et al. 2025, Muon is scalable for LLM training), so that one
    learning rate is right for both.
    """


class CombinedOptimizer:
    """Several optimizers of different weights, used as one.

    :param parts: the optimizers.
    """

    def __init__(self, parts: list[Any]) -> None:
        self.parts = parts

    @property
    def param_groups(self) -> list[dict[str, Any]]:
        """Parameter groups of all optimizers; changes to them take effect."""
        return [group for part in self.parts for group in part.param_groups]

    def step(self) -> None:
        """Update the weights."""
        for part in self.parts:
            part.step()

    def zero_grad(self, *, set_to_none: bool = True) -> None:
        """Reset the gradients."""
        for part in self.parts:
            part.zero_grad(set_to_none=set_to_none)

    def state_dict(self) -> list[dict[str, Any]]:
        """Return the state for a checkpoint."""
        return [part.state_dict() for part in self.parts]

    def load_state_dict(self, saved: list[dict[str, Any]]) -> None:
        """Load the state of a checkpoint."""
        for part, state in zip(self.parts, saved, strict=True):
            part.load_state_dict(state)


def make_optimizer(kind: OptimizerKind, network: "nn.Module", peak: float, *, half: bool = False) -> Any:  # noqa: ANN401 - torch's, or several as one
    """Return an optimizer of the trainable weights of a network.

    :param kind: kind of the optimizer.
    :param network: MarianMTModel.
    :param peak: initial learning rate.
    :param half: whether the hardware has bfloat16.
    """
    import torch

    matrices = layers(network) if kind is OptimizerKind.MUON else []
    taken = set(map(id, matrices))
    rest = [each for each in network.parameters() if each.requires_grad and id(each) not in taken]
    # The fused form makes one pass over the weights instead of ten.
    adam = torch.optim.AdamW(rest, lr=peak, betas=BETAS, eps=EPSILON, weight_decay=DECAY, fused=True)
    if kind is OptimizerKind.ADAM:
        return adam
    return CombinedOptimizer([Muon(matrices, peak, DECAY, half=half), adam])


def layers(network: "nn.Module") -> "list[Tensor]":
    """Return the trainable matrices of the layers, without the embeddings."""
    from torch import nn

    output = network.get_output_embeddings()  # type: ignore[operator]
    linear = (each for each in network.modules() if isinstance(each, nn.Linear) and each is not output)
    return [each.weight for each in linear if each.weight.requires_grad]
