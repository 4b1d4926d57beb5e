"""Types of NumPy arrays, under the names that the whole package uses.

NumPy takes a while to import: a module that does without it imports these names under ``TYPE_CHECKING`` only.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["AnyArray", "Doubles", "Flags", "Floats", "Hashes", "Indices", "Ints"]

AnyArray = NDArray[Any]
"""Array of any type of number: statistics that another library hands over."""

Floats = NDArray[np.float32]
"""Vectors, similarities and scores."""

Doubles = NDArray[np.float64]
"""Sums and probabilities, which need the precision."""

Indices = NDArray[np.int64]
"""Indices, lengths and counts."""

Ints = NDArray[np.int32]
"""Token IDs as a model takes them."""

Hashes = NDArray[np.uint64]
"""64-bit hashes of texts."""

Flags = NDArray[np.bool_]
"""Boolean masks."""
