"""Muon (Jordan et al. 2024): momentum whose singular values are made equal, for the matrices of hidden layers.

torch.optim.Muon computes one matrix at a time and always in bfloat16. A CPU that has no bfloat16 emulates it in one
thread, which takes nine tenths of a training. Here matrices of one shape are computed together, in the precision in
which the hardware is fast.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["Muon", "orthogonalize"]

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
"""Quintic of the Newton-Schulz iteration whose slope at zero is steepest (Jordan et al. 2024)."""
ITERATIONS = 5
EPSILON = 1e-7
MOMENTUM = 0.95
RMS = 0.2
"""Root mean square of an update at a learning rate of 1, about that of Adam's (Liu et al. 2025)."""


class Muon:
    """Muon with Nesterov momentum and decoupled weight decay, scaled to the size of Adam's updates.

    It is used as torch's optimizers are.

    :param matrices: weights, each of two dimensions.
    :param learning_rate: initial learning rate.
    :param decay: decoupled weight decay.
    :param half: compute the Newton-Schulz iteration in bfloat16, else in float32.
    """

    def __init__(self, matrices: "Iterable[Tensor]", learning_rate: float, decay: float, *, half: bool) -> None:
        import torch

        self.group: dict[str, Any] = {"params": list(matrices), "lr": learning_rate, "weight_decay": decay}
        self.momenta = [torch.zeros_like(each) for each in self.group["params"]]
        self.precision = torch.bfloat16 if half else torch.float32

    @property
    def param_groups(self) -> list[dict[str, Any]]:
        """The one parameter group; changes to it take effect."""
        return [self.group]

    def step(self) -> None:
        """Update the weights that have a gradient."""
        import torch

        shapes: defaultdict[torch.Size, list[tuple[Tensor, Tensor, Tensor]]] = defaultdict(list)
        for matrix, momentum in zip(self.group["params"], self.momenta, strict=True):
            if matrix.grad is not None:
                shapes[matrix.shape].append((matrix, matrix.grad, momentum))
        with torch.no_grad():
            for shape, group in shapes.items():
                nesterov = [grad.lerp(momentum.lerp_(grad, 1 - MOMENTUM), MOMENTUM) for _, grad, momentum in group]
                directions = orthogonalize(torch.stack(nesterov).to(self.precision))
                for (matrix, _, _), direction in zip(group, directions, strict=True):
                    matrix.mul_(1 - self.group["lr"] * self.group["weight_decay"])
                    matrix.add_(direction, alpha=-self.group["lr"] * RMS * max(shape) ** 0.5)

    def zero_grad(self, *, set_to_none: bool = True) -> None:
        """Reset the gradients."""
        for each in self.group["params"]:
            if set_to_none:
                each.grad = None
            elif each.grad is not None:
                each.grad.zero_()

    def state_dict(self) -> dict[str, Any]:
        """Return the state for a checkpoint."""
        return {"momenta": self.momenta}

    def load_state_dict(self, saved: dict[str, Any]) -> None:
        """Load the state of a checkpoint."""
        for momentum, state in zip(self.momenta, saved["momenta"], strict=True):
            momentum.copy_(state)


def orthogonalize(matrices: "Tensor") -> "Tensor":
    """Return matrices with the same singular vectors, and singular values between about 0.7 and 1.2.

    :param matrices: array of the shape (matrices, rows, columns).
    :return: array of the same shape and precision.
    """
    import torch

    a, b, c = COEFFICIENTS
    tall = matrices.shape[1] > matrices.shape[2]
    found = matrices.mT if tall else matrices
    found = found / torch.linalg.matrix_norm(found, keepdim=True).clamp(min=EPSILON)
    for _ in range(ITERATIONS):
        gram = found @ found.mT
        found = torch.baddbmm(found, torch.baddbmm(gram, gram, gram, beta=b, alpha=c), found, beta=a)
    return found.mT if tall else found
