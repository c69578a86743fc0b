"""Columns in the plainest Arrow type that says the same, so that the readers know few types."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from calc.batch.columns import Kind

_DECODED = (Kind.YUAN, Kind.DECIMAL, Kind.TEXT)
"""Kinds of columns that hold about as many words as rows: a dictionary of them is no help."""
_NONE: Mapping[int, object] = {}


def plain_column(found: pa.Array, kind: Kind) -> tuple[pa.Array, Mapping[int, object]]:
    """The same values in the plainest type: strings of one kind, decimals of one, days as text.

    Args:
        found: The values, of any type that a header may have.
        kind: What the column holds.

    Returns:
        The values, and by row those that no column can hold: text that is not UTF-8, with a half
        of a character in place of each byte that is wrong; such rows are null in the column.
    """
    if pa.types.is_dictionary(found.type):
        words = _plain(found.dictionary)
        found = pa.DictionaryArray.from_arrays(found.indices, words)
        if kind in _DECODED or not pa.types.is_string(words.type) or not _is_whole(words):
            found = found.dictionary_decode()
    found = _plain(found)
    if pa.types.is_string(found.type) and not _is_whole(found):
        return _without_broken_text(found)
    return found, _NONE


def _plain(found: pa.Array) -> pa.Array:
    of = found.type
    if pa.types.is_dictionary(of):  # words that are a dictionary themselves
        found = pa.DictionaryArray.from_arrays(found.indices, _plain(found.dictionary))
        return found.dictionary_decode()
    if pa.types.is_large_string(of) or pa.types.is_string_view(of):
        return found.cast(pa.string())
    if pa.types.is_decimal32(of) or pa.types.is_decimal64(of):
        return found.cast(pa.decimal128(of.precision, of.scale))
    if pa.types.is_date(of):
        # days of years that Python's dates do not have are no error of the reading
        days = np.asarray(found).astype("datetime64[D]")
        return pa.array(np.datetime_as_string(days), pa.string(), mask=np.isnat(days))
    return found


def _is_whole(text: pa.Array) -> bool:
    """Whether all of it is UTF-8."""
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _without_broken_text(text: pa.Array) -> tuple[pa.Array, Mapping[int, object]]:
    """Strings without those that are not UTF-8, and those."""
    values: list[str | None] = [
        None if each is None else each.decode("utf-8", "surrogateescape")
        for each in text.cast(pa.binary()).to_pylist()
    ]
    broken = {
        row: each
        for row, each in enumerate(values)
        if each is not None and any("\udc80" <= character <= "\udcff" for character in each)
    }
    kept = [None if row in broken else each for row, each in enumerate(values)]
    return pa.array(kept, pa.string()), broken
