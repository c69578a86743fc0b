"""Joins Parquet files by copying their bytes: only the footer is written anew.

Each part of a run is a small Parquet file of its own. Its column chunks are taken over as they
are, and their places in the file moved by where they went; nothing is decoded. So the joined file
does not depend on how many processes wrote its parts, and a run can go on where it stopped.

Source: https://github.com/apache/parquet-format (file layout; FileMetaData in parquet.thrift).
"""

from __future__ import annotations

from calc.batch.thrift import I64, LIST, STRUCT, List, Reader, Struct, written
from calc.records import frozen

MAGIC = b"PAR1"
_TAIL = 8
"""Length of the footer, and the magic bytes again."""
_VERSION_AND_SCHEMA_ROWS, _ROW_GROUPS = 3, 4
_MOST_ORDINALS = 32_767
# numbers of fields that hold a place in the file, by parquet.thrift
_GROUP_COLUMNS, _GROUP_ROWS, _GROUP_AT, _GROUP_ORDINAL = 1, 3, 5, 7
_CHUNK_AT, _CHUNK_METADATA = 2, 3
_CHUNK_PLACES = (2, 4, 6)
_METADATA_PLACES = (9, 10, 11, 14)


@frozen(slots=False)
class Part:
    """A Parquet file, taken apart.

    Attributes:
        body: What stands between the magic bytes and the footer.
        footer: The footer.
    """

    body: bytes
    footer: Struct

    @classmethod
    def of(cls, data: bytes) -> Part:
        """A whole file."""
        length = int.from_bytes(data[-_TAIL:-4], "little")
        if data[:4] != MAGIC or data[-4:] != MAGIC:
            raise ValueError("not a Parquet file")
        start = len(data) - _TAIL - length
        return cls(data[4:start], Reader(data[start:-_TAIL]).struct())

    def groups_at(self, place: int, ordinal: int) -> list[Struct]:
        """Its row groups, moved to where its body begins in another file.

        Args:
            place: Where the body begins there; in the part itself it begins behind the magic.
            ordinal: The number of the first row group there.
        """
        groups = self.footer.structs(_ROW_GROUPS)
        for number, group in enumerate(groups, start=ordinal):
            _move(group, (_GROUP_AT,), place - len(MAGIC))
            if number <= _MOST_ORDINALS and _GROUP_ORDINAL in group.fields:
                group.set(_GROUP_ORDINAL, number)
            else:
                group.fields.pop(_GROUP_ORDINAL, None)
            for chunk in group.structs(_GROUP_COLUMNS):
                _move(chunk, _CHUNK_PLACES, place - len(MAGIC))
                metadata = chunk.struct(_CHUNK_METADATA)
                if metadata is not None:
                    _move(metadata, _METADATA_PLACES, place - len(MAGIC))
        return groups


def _move(struct: Struct, places: tuple[int, ...], by: int) -> None:
    for place in places:
        value = struct.number(place)
        if value:  # 0 says that it is not told
            struct.set(place, value + by)


def end_of_file(first: Struct, groups: list[Struct]) -> bytes:
    """The end of a joined file: footer, its length, magic bytes.

    Args:
        first: The footer of any part; schema and the like are those of all.
        groups: The row groups of all parts, moved.
    """
    footer = Struct(dict(first.fields))
    rows = sum(group.number(_GROUP_ROWS) or 0 for group in groups)
    footer.fields[_VERSION_AND_SCHEMA_ROWS] = (I64, rows)
    footer.fields[_ROW_GROUPS] = (LIST, List(STRUCT, list(groups)))
    data = written(footer)
    return data + len(data).to_bytes(4, "little") + MAGIC
