"""Dropout on a CPU (Srivastava et al. 2014), by random bits instead of torch's Bernoulli numbers.

torch draws one number after the other on one core, which takes a tenth of a step; four of ours come out of 64 bits.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor, nn

__all__ = ["drop_random", "quick_dropout", "set_dropout"]

DROPPING = {"MarianEncoder", "MarianDecoder", "MarianEncoderLayer", "MarianDecoderLayer"}
"""The modules that keep a rate of dropout of their own."""
DROPPED_PROJECTIONS = ("out_proj", "fc2")
"""The matrices whose results go through dropout before they are added to the residual."""
LOW_BITS, STEPS = -(2**15), 2**16
"""The least of the numbers that a quarter of 64 bits can be, and how many there are."""


def drop_random(given: "Tensor", rate: float) -> "Tensor":
    """Set numbers to zero by chance, and scale the others so that their mean stays.

    :param rate: the share to set to zero, in steps of one in 65,536.
    """
    import torch

    gone = round(rate * STEPS)
    words = torch.empty(-(-given.numel() // 4), dtype=torch.int64).random_(-(2**63), None)
    kept = words.view(torch.int16)[: given.numel()].view(given.shape) >= LOW_BITS + gone
    return given * kept.to(given.dtype).mul_(STEPS / (STEPS - gone))


def set_dropout(network: Any, rate: float) -> None:  # noqa: ANN401 - MarianMTModel
    """Set the dropout rate of a network, by torch's function."""
    for module in network.modules():
        if type(module).__name__ in DROPPING:
            module.dropout = rate


def quick_dropout(network: Any) -> None:  # noqa: ANN401 - MarianMTModel
    """Replace torch's dropout by :func:`drop_random` in a network on a CPU.

    Its configuration keeps the rate.
    """
    rate = network.config.dropout
    if not rate:
        return

    def after(module: "nn.Module", _given: Any, result: "Tensor") -> "Tensor":  # noqa: ANN401
        return drop_random(result, rate) if module.training else result

    def before(module: "nn.Module", given: "tuple[Tensor, ...]") -> "tuple[Tensor, ...]":
        return (drop_random(given[0], rate), *given[1:]) if module.training else given

    set_dropout(network, 0.0)
    for name, module in network.named_modules():
        if name.endswith(DROPPED_PROJECTIONS):
            module.register_forward_hook(after)
    for part in (network.get_encoder(), network.get_decoder()):
        part.layers[0].register_forward_pre_hook(before)
