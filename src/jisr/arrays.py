"""Type aliases of NumPy arrays, one name for each type in the whole package.

A module that avoids importing NumPy at start-up imports these names under ``TYPE_CHECKING``.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["AnyArray", "Doubles", "Flags", "Floats", "Hashes", "Indices", "Ints"]

AnyArray = NDArray[Any]
"""Arrays of any number type, such as the statistics of another library."""

Floats = NDArray[np.float32]
"""Vectors, similarities and scores."""

Doubles = NDArray[np.float64]
"""Sums and probabilities, which need double precision."""

Indices = NDArray[np.int64]
"""Indices, lengths and counts."""

Ints = NDArray[np.int32]
"""Token IDs as a model takes them."""

Hashes = NDArray[np.uint64]
"""64-bit hashes of texts, or the halves of longer ones."""

Flags = NDArray[np.bool_]
"""Boolean masks."""
