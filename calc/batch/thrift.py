"""Thrift's compact protocol, as far as the footer of a Parquet file needs it: read and write.

Nothing is known here of Parquet; a struct is read into fields by number and written back as it was.

Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Union

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
_STOP = 0
_LONG_LIST = 15
_DOUBLE_BYTES = 8
_CONTINUES = 0x80


@dataclass
class List:
    """A list (or set) of values of one type."""

    of: int
    values: list[Value]
    kind: int = LIST


@dataclass
class Struct:
    """Fields by number: type and value."""

    fields: dict[int, tuple[int, Value]] = field(default_factory=dict)

    def number(self, at: int) -> int | None:
        """A whole number; None where it is not there."""
        found = self.fields.get(at)
        return found[1] if found is not None and isinstance(found[1], int) else None

    def struct(self, at: int) -> Struct | None:
        """A struct; None where it is not there."""
        found = self.fields.get(at)
        return found[1] if found is not None and isinstance(found[1], Struct) else None

    def structs(self, at: int) -> list[Struct]:
        """A list of structs; empty where it is not there."""
        found = self.fields.get(at)
        if found is None or not isinstance(found[1], List):
            return []
        return [value for value in found[1].values if isinstance(value, Struct)]

    def set(self, at: int, value: Value) -> None:
        """Change a value that is there."""
        self.fields[at] = (self.fields[at][0], value)


Value = Union[int, bytes, List, Struct, "Place"]


class Reader:
    """Reads structs."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def struct(self) -> Struct:
        """The struct that begins here."""
        found = Struct()
        number = 0
        while True:
            head = self._byte()
            if head == _STOP:
                return found
            step, kind = head >> 4, head & 15
            number = number + step if step else self._zigzag()
            found.fields[number] = (kind, self._value(kind))

    def _value(self, kind: int, *, in_list: bool = False) -> Value:
        if kind in (TRUE, FALSE):
            # a field's type says which; in a list each one is a byte
            return self._byte() if in_list else kind
        if kind == BYTE:
            return self._byte()
        if kind in (I16, I32, I64):
            return self._zigzag()
        if kind == DOUBLE:
            return self._bytes(_DOUBLE_BYTES)
        if kind == BINARY:
            return self._bytes(self._varint())
        if kind in (LIST, SET):
            return self._list(kind)
        if kind == STRUCT:
            return self.struct()
        raise ValueError(f"type {kind} does not stand in a Parquet footer")

    def _list(self, kind: int) -> List:
        head = self._byte()
        size, of = head >> 4, head & 15
        size = self._varint() if size == _LONG_LIST else size
        return List(of, [self._value(of, in_list=True) for _ in range(size)], kind)

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _bytes(self, count: int) -> bytes:
        self._at += count
        return self._data[self._at - count : self._at]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & ~_CONTINUES) << shift
            if byte < _CONTINUES:
                return value
            shift += 7

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)


def written(struct: Struct) -> bytes:
    """A struct as bytes.

    >>> data = bytes([0x15, 0x02, 0x18, 0x01, 0x41, 0x00])
    >>> written(Reader(data).struct()) == data
    True
    """
    pieces = Pieces()
    pieces.struct(struct)
    return pieces.moved(0)


@dataclass(frozen=True)
class Place:
    """A whole number that depends on where something is put: it is added to that."""

    at: int


class Pieces:
    """A struct as bytes, with gaps where its places stand."""

    def __init__(self) -> None:
        self._between: list[bytes] = []
        self._places: list[int] = []
        self._out = bytearray()

    def moved(self, by: int) -> bytes:
        """The bytes, with every place moved."""
        out = bytearray()
        for before, place in zip(self._between, self._places, strict=True):
            out += before
            _write_zigzag(out, place + by)
        out += self._out
        return bytes(out)

    def struct(self, struct: Struct) -> None:
        """Write a struct behind what is written."""
        before = 0
        for number, (kind, value) in struct.fields.items():
            step = number - before
            if 0 < step <= 15:
                self._out.append(step << 4 | kind)
            else:
                self._out.append(kind)
                _write_zigzag(self._out, number)
            before = number
            if kind not in (TRUE, FALSE):
                self._value(kind, value)
        self._out.append(_STOP)

    def _value(self, kind: int, value: Value) -> None:
        if isinstance(value, Struct):
            self.struct(value)
        elif isinstance(value, List):
            self._list(value)
        elif isinstance(value, bytes):
            if kind == BINARY:
                _write_varint(self._out, len(value))
            self._out += value
        elif isinstance(value, Place):
            self._between.append(bytes(self._out))
            self._places.append(value.at)
            self._out = bytearray()
        elif kind in (I16, I32, I64):
            _write_zigzag(self._out, value)
        else:
            self._out.append(value)

    def _list(self, value: List) -> None:
        size = len(value.values)
        self._out.append(min(size, _LONG_LIST) << 4 | value.of)
        if size >= _LONG_LIST:
            _write_varint(self._out, size)
        for each in value.values:
            self._value(value.of, each)


def list_of_structs(structs: list[bytes]) -> bytes:
    """A list of structs that are bytes already.

    >>> list_of_structs([bytes(1)]).hex()
    '1c00'
    """
    out = bytearray([min(len(structs), _LONG_LIST) << 4 | STRUCT])
    if len(structs) >= _LONG_LIST:
        _write_varint(out, len(structs))
    return bytes(out) + b"".join(structs)


def _write_varint(out: bytearray, value: int) -> None:
    while value >= _CONTINUES:
        out.append(value & ~_CONTINUES & 0xFF | _CONTINUES)
        value >>= 7
    out.append(value)


def _write_zigzag(out: bytearray, value: int) -> None:
    _write_varint(out, (value << 1) ^ (value >> 63))
