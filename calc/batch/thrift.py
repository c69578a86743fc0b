"""Thrift's compact protocol, as far as the footer of a Parquet file needs it: read and write.

Nothing is known here of Parquet; a struct is read into fields by number and written back as it was.

Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

from __future__ import annotations

from dataclasses import dataclass, field

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
_STOP = 0
_LONG_LIST = 15
_DOUBLE_BYTES = 8
_CONTINUES = 0x80

Value = "int | bytes | List | Struct"


@dataclass
class List:
    """A list (or set) of values of one type."""

    of: int
    values: list[int | bytes | List | Struct]
    kind: int = LIST


@dataclass
class Struct:
    """Fields by number: type and value."""

    fields: dict[int, tuple[int, int | bytes | List | Struct]] = field(default_factory=dict)

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

    def set(self, at: int, value: int) -> None:
        """Change a whole number that is there."""
        self.fields[at] = (self.fields[at][0], value)


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

    def _value(self, kind: int, *, in_list: bool = False) -> int | bytes | List | Struct:
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
    out = bytearray()
    _write_struct(out, struct)
    return bytes(out)


def _write_struct(out: bytearray, struct: Struct) -> None:
    before = 0
    for number, (kind, value) in struct.fields.items():
        step = number - before
        if 0 < step <= 15:
            out.append(step << 4 | kind)
        else:
            out.append(kind)
            _write_zigzag(out, number)
        before = number
        if kind not in (TRUE, FALSE):
            _write(out, kind, value)
    out.append(_STOP)


def _write(out: bytearray, kind: int, value: int | bytes | List | Struct) -> None:
    if isinstance(value, Struct):
        _write_struct(out, value)
    elif isinstance(value, List):
        size = len(value.values)
        out.append(min(size, _LONG_LIST) << 4 | value.of)
        if size >= _LONG_LIST:
            _write_varint(out, size)
        for each in value.values:
            _write(out, value.of, each)
    elif isinstance(value, bytes):
        if kind == BINARY:
            _write_varint(out, len(value))
        out += value
    elif kind in (I16, I32, I64):
        _write_zigzag(out, value)
    else:
        out.append(value)


def _write_varint(out: bytearray, value: int) -> None:
    while value >= _CONTINUES:
        out.append(value & ~_CONTINUES & 0xFF | _CONTINUES)
        value >>= 7
    out.append(value)


def _write_zigzag(out: bytearray, value: int) -> None:
    _write_varint(out, (value << 1) ^ (value >> 63))
