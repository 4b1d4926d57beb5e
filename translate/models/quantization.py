"""Quantization of weights to int8, so that every processor computes the same with them.

A processor of the x86 family without VNNI multiplies activations of eight bits without sign by weights of eight bits,
and adds two products in 16 bits, which saturate: drafts get worse. Of weights of seven bits the sum of two products is
at most 255 · 64 + 255 · 64 = 32,640, which is below 2¹⁵, and the drafts are as good as those of weights of eight bits
(benchmarks/processors.md). oneDNN's guide explains the saturation ("Nuances of int8 computations"); OpenVINO and
PyTorch's ``reduce_range`` avoid it in the same way.
"""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jisr.arrays import AnyArray, Floats

__all__ = ["LARGEST_WEIGHT", "quantize", "quantize_rows"]

LARGEST_WEIGHT: Final = 64
"""Largest absolute value of a quantized weight."""


def quantize(spec: Any) -> None:  # noqa: ANN401 - a model of CTranslate2's converter
    """Quantize the weights of a model that CTranslate2's converter has read, in place of the converter's own step."""
    import torch
    from ctranslate2.specs.model_spec import visit_spec

    def each(layer: Any, name: str, value: Any) -> None:  # noqa: ANN401
        attribute = name.rpartition("/")[2]
        if hasattr(layer, f"{attribute}_scale"):
            rows, scales = quantize_rows(torch.as_tensor(value).detach().numpy())
            setattr(layer, attribute, rows)
            setattr(layer, f"{attribute}_scale", scales)

    visit_spec(spec, each)


def quantize_rows(weights: "Floats") -> "tuple[AnyArray, Floats]":
    """Return each row of a matrix as whole numbers, and the scales by which the rows were multiplied.

    :param weights: the matrix; shape (rows, columns).
    :return: the numbers, of -64 to 64, as int8; and the scales, shape (rows,).
    """
    import numpy as np

    largest = np.abs(weights).max(axis=1)
    # A row of zeros stays one, and the scale of one that is next to zero stays a number.
    largest = np.maximum(largest, LARGEST_WEIGHT / np.finfo(np.float32).max).astype(np.float32)
    scales = LARGEST_WEIGHT / largest
    return np.rint(weights * scales[:, None]).astype(np.int8), scales
