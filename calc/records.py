"""Records: frozen data classes that cost little to define.

``@frozen`` is ``dataclasses.dataclass(frozen=True)`` for the type checker, which refuses to change
a field. At run time equality, hash and representation are shared functions instead of generated
ones, and a change is not guarded against: generating all of that for the two hundred records of the
calculator took a third of the time that one comparison needs from a cold start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar, dataclass_transform, overload

_T = TypeVar("_T")


@overload
def frozen(cls: type[_T]) -> type[_T]: ...
@overload
def frozen(*, slots: bool = True, kw_only: bool = False) -> Callable[[type[_T]], type[_T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(
    cls: type[_T] | None = None, *, slots: bool = True, kw_only: bool = False
) -> type[_T] | Callable[[type[_T]], type[_T]]:
    """Make a class a record: its annotated fields are its arguments, in order.

    Args:
        cls: The class, when used without brackets.
        slots: Without ``__dict__``; False for classes that keep computed properties.
        kw_only: Fields are given by name only.

    >>> @frozen
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(1) == Point(1, 0), len({Point(1), Point(1)})
    (Point(x=1, y=0), True, 1)
    """

    def made(cls: type[_T]) -> type[_T]:
        made_class = dataclass(repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
        for name, function in _SHARED.items():
            if name not in cls.__dict__:
                setattr(made_class, name, function)
        return made_class

    return made if cls is None else made(cls)


def _compared(instance: Any) -> tuple[object, ...]:
    return tuple(getattr(instance, f.name) for f in fields(instance) if f.compare)


def _equal(self: object, other: object) -> object:
    if type(self) is not type(other):
        return NotImplemented
    return _compared(self) == _compared(other)


def _hash(self: object) -> int:
    return hash(_compared(self))


def _represented(self: Any) -> str:
    shown = (f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


_SHARED = {"__eq__": _equal, "__hash__": _hash, "__repr__": _represented}
