"""Cross-entropy with smoothed labels, computed from hidden states together with its gradients, in one pass.

torch makes the logits of a whole batch, their logarithms, and three gradients of the same size, which takes a third of
a step on a CPU. Here, each block of rows goes from hidden states to gradients while it is in the cache, and rows of
padding are skipped. A GPU uses torch's function: it has the memory, and would have to wait to know which rows to skip.
"""

from typing import TYPE_CHECKING, Any

import torch  # noqa: TID253 - the autograd function is a subclass
from torch.nn import functional  # noqa: TID253

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["smoothed_cross_entropy"]

LOSS_ROWS = 256
"""Number of hidden states in a block. All blocks have this size, because kernels are compiled for each new shape."""


def smoothed_cross_entropy(
    hidden: "Tensor", target: "Tensor", table: "Tensor", bias: "Tensor", ignored: int, smoothing: float
) -> "Tensor":
    """Return the sum of the losses over a batch, in the precision of autocast if that is enabled.

    :param hidden: hidden states; shape (rows, width).
    :param target: id of the correct piece of each row.
    :param table: output embeddings; shape (pieces, width).
    :param bias: bias of each piece, which gets no gradient.
    :param ignored: target of rows that are ignored.
    :param smoothing: share of the label that is distributed evenly over all pieces (Szegedy et al. 2016).
    """
    if hidden.is_cuda:
        return functional.cross_entropy(
            functional.linear(hidden, table, bias).float(),
            target,
            ignore_index=ignored,
            label_smoothing=smoothing,
            reduction="sum",
        )
    half = torch.get_autocast_dtype("cpu") if torch.is_autocast_enabled("cpu") else hidden.dtype
    loss: Tensor = OnePass.apply(hidden, target, table, bias, ignored, smoothing, half)  # type: ignore[no-untyped-call]
    return loss


class OnePass(torch.autograd.Function):
    """The loss with its gradients, which the forward pass computes and the backward pass only scales."""

    @staticmethod
    def forward(
        context: Any,  # noqa: ANN401 - its type is private to torch
        hidden: "Tensor",
        target: "Tensor",
        table: "Tensor",
        bias: "Tensor",
        ignored: int,
        smoothing: float,
        half: torch.dtype,
    ) -> "Tensor":
        """Return the sum of the losses, computed in blocks of the rows that are not ignored."""
        pieces = len(table)
        short, added = table.to(half), bias.to(half)
        for_hidden, for_table = torch.zeros_like(hidden), torch.zeros_like(table)
        total = hidden.new_zeros((), dtype=torch.float32)
        for rows in torch.split((target != ignored).nonzero()[:, 0], LOSS_ROWS):
            count = len(rows)
            block = hidden.new_zeros((LOSS_ROWS, hidden.shape[1]), dtype=half)
            block[:count] = hidden[rows]
            right = target[rows, None]
            logarithms = functional.linear(block, short, added).log_softmax(1, dtype=torch.float32)[:count]
            total -= (1 - smoothing) * logarithms.gather(1, right).sum()
            total -= smoothing / pieces * logarithms.sum()
            wrong = logarithms.exp_().sub_(smoothing / pieces)
            wrong.scatter_add_(1, right, wrong.new_full((count, 1), smoothing - 1))
            slope = hidden.new_zeros((LOSS_ROWS, pieces), dtype=half)
            slope[:count] = wrong
            for_hidden[rows] = (slope @ short)[:count].to(hidden.dtype)
            for_table += slope.t() @ block
        context.save_for_backward(for_hidden, for_table)
        return total

    @staticmethod
    def backward(context: Any, scale: "Tensor") -> "tuple[Tensor | None, ...]":  # noqa: ANN401
        """Return the gradients of the arguments of :meth:`forward`, scaled."""
        for_hidden, for_table = context.saved_tensors
        return for_hidden * scale, None, for_table * scale, None, None, None, None
