"""Cross-entropy with smoothed labels, from hidden states, with its gradients in one pass.

torch makes the logits of a whole batch, their logarithms, and three gradients of the same size: on a CPU that takes
a third of a step. Here some rows at a time go from hidden states to gradients while they are in the cache, and rows
of padding are left out. A GPU has the room, and would have to wait until it is known which rows those are.
"""

from typing import TYPE_CHECKING, Any

import torch  # noqa: TID253 - what is differentiated is a class of torch's
from torch.nn import functional  # noqa: TID253

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["smoothed_cross_entropy"]

LOSS_ROWS = 256
"""Hidden states that are scored at a time. All blocks are of this size: a new shape would be compiled first."""


def smoothed_cross_entropy(
    hidden: "Tensor", target: "Tensor", table: "Tensor", bias: "Tensor", ignored: int, smoothing: float
) -> "Tensor":
    """Return the sum of the losses over a batch, in the precision of autocast if that is on.

    :param hidden: of shape (rows, width).
    :param target: the right piece of each row.
    :param table: of shape (pieces, width): a piece's logit is the product of its row and the hidden state.
    :param bias: of each piece; it is not learnt.
    :param ignored: the target of rows that do not count.
    :param smoothing: the share of the label that all pieces have alike (Szegedy et al. 2016).
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
    found: Tensor = OnePass.apply(hidden, target, table, bias, ignored, smoothing, half)  # type: ignore[no-untyped-call]
    return found


class OnePass(torch.autograd.Function):
    """The loss, and its gradients along with it: backwards they are only scaled."""

    @staticmethod
    def forward(
        context: Any,  # noqa: ANN401 - torch has no public name for it
        hidden: "Tensor",
        target: "Tensor",
        table: "Tensor",
        bias: "Tensor",
        ignored: int,
        smoothing: float,
        half: torch.dtype,
    ) -> "Tensor":
        """Go through the rows that count, a block at a time."""
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
        """Scale the gradients."""
        for_hidden, for_table = context.saved_tensors
        return for_hidden * scale, None, for_table * scale, None, None, None, None
