"""Dropout on a CPU (Srivastava et al. 2014), with random bits instead of torch's Bernoulli numbers.

torch draws one number at a time on one core, which takes a tenth of a step; here, 64 random bits give four numbers.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor, nn

__all__ = ["drop_random", "quick_dropout", "set_dropout"]

DROPPING = {"MarianEncoder", "MarianDecoder", "MarianEncoderLayer", "MarianDecoderLayer"}
"""Names of the modules that have a dropout rate of their own."""
DROPPED_PROJECTIONS = ("out_proj", "fc2")
"""Names of the projections whose results go through dropout before they are added to the residual."""
LOW_BITS, STEPS = -(2**15), 2**16
"""Smallest 16-bit integer, and the number of 16-bit integers."""


def drop_random(given: "Tensor", rate: float) -> "Tensor":
    """Return a tensor with random elements set to zero, and the others scaled so that the mean is preserved.

    :param rate: share to set to zero, rounded to a multiple of 1/65,536.
    """
    import torch

    gone = round(rate * STEPS)
    words = torch.empty(-(-given.numel() // 4), dtype=torch.int64).random_(-(2**63), None)
    kept = words.view(torch.int16)[: given.numel()].view(given.shape) >= LOW_BITS + gone
    return given * kept.to(given.dtype).mul_(STEPS / (STEPS - gone))


def set_dropout(network: Any, rate: float) -> None:  # noqa: ANN401 - MarianMTModel
    """Set the rate of torch's dropout in a network."""
    for module in network.modules():
        if type(module).__name__ in DROPPING:
            module.dropout = rate


def quick_dropout(network: Any) -> None:  # noqa: ANN401 - MarianMTModel
    """Replace torch's dropout by :func:`drop_random` in a network on a CPU.

    Its configuration keeps the rate. The dropout of the embeddings is applied to the input of the first layers.
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
