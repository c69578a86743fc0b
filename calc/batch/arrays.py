"""Arrow columns from NumPy ones without a copy: values as they are, what is null as bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]


def whole_numbers(values: NDArray[np.int64], null: Flags) -> pa.Array:
    """Whole numbers; what stands where it is null has no meaning.

    >>> whole_numbers(np.array([1, 2]), np.array([False, True])).to_pylist()
    [1, None]
    """
    return _column(pa.int64(), np.ascontiguousarray(values), null)


def indices(values: NDArray[np.int32], null: Flags) -> pa.Array:
    """Places in a dictionary."""
    return _column(pa.int32(), np.ascontiguousarray(values), null)


def truths(values: Flags, null: Flags) -> pa.Array:
    """Booleans.

    >>> truths(np.array([True, False, True]), np.array([False, False, True])).to_pylist()
    [True, False, None]
    """
    return _column(pa.bool_(), np.packbits(values, bitorder="little"), null)


def _column(of: pa.DataType, data: NDArray[np.generic], null: Flags) -> pa.Array:
    valid = np.packbits(~null, bitorder="little")
    return pa.Array.from_buffers(of, len(null), [pa.py_buffer(valid), pa.py_buffer(data)])
