"""Records behave as the frozen data classes that the type checker takes them for."""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import field
from typing import ClassVar

import pytest

from calc.records import frozen


@frozen
class Point:
    """A record with defaults of every kind."""

    x: int
    y: int = 0
    names: dict[str, int] = field(default_factory=dict)
    note: str = field(default="", compare=False, repr=False)
    kind: ClassVar[str] = "point"


@frozen(kw_only=True)
class Named:
    """Fields by name only, looked over when made."""

    low: int
    high: int = 9

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(self.low)


@frozen(slots=False)
class Wide(Point):
    """More fields than its base, and room for computed ones."""

    z: int = 3


TWIN = dataclasses.make_dataclass(
    "Point",
    [
        ("x", int),
        ("y", int, 0),
        ("names", dict, field(default_factory=dict)),
        ("note", str, field(default="", compare=False, repr=False)),
    ],
)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ((1,), {}),
        ((1, 2), {}),
        ((), {"x": 1, "note": "n"}),
        ((1,), {"names": {"a": 1}, "y": 5}),
    ],
)
def test_a_record_is_what_a_data_class_would_be(
    given: tuple[int, ...], named: dict[str, object]
) -> None:
    made, twin = Point(*given, **named), TWIN(*given, **named)  # type: ignore[arg-type]  # as given
    assert repr(made) == repr(twin)
    assert dataclasses.asdict(made) == dataclasses.asdict(twin)
    assert [f.name for f in dataclasses.fields(made)] == [f.name for f in dataclasses.fields(twin)]


@pytest.mark.parametrize(("given", "named"), [((), {}), ((1, 2, {}, "", 5), {}), ((1,), {"q": 1})])
def test_wrong_arguments_are_refused(given: tuple[int, ...], named: dict[str, int]) -> None:
    with pytest.raises(TypeError):
        Point(*given, **named)  # type: ignore[arg-type]  # wrong on purpose


def test_equality_leaves_out_what_is_not_compared() -> None:
    assert Point(1, note="a") == Point(1, note="b")
    assert Point(1) != Point(2)
    assert Point(1) != Wide(1)
    assert Named(low=1) == Named(low=1)
    assert hash(Named(low=1)) == hash(Named(low=1))
    with pytest.raises(TypeError, match="unhashable"):
        hash(Point(1))  # a dictionary is in it


def test_each_record_has_its_own_default() -> None:
    assert Point(1).names is not Point(1).names


def test_fields_by_name_only_and_a_look_at_them() -> None:
    with pytest.raises(TypeError):
        Named(1)  # type: ignore[call-arg]  # wrong on purpose
    with pytest.raises(ValueError, match="10"):
        Named(low=10)
    with pytest.raises(ValueError, match="10"):
        dataclasses.replace(Named(low=1), low=10)


def test_a_subclass_has_the_fields_of_its_base_first() -> None:
    wide = Wide(1, z=7)
    assert (wide.x, wide.y, wide.z) == (1, 0, 7)
    assert repr(wide) == "Wide(x=1, y=0, names={}, z=7)"
    assert dataclasses.replace(wide, x=2) == Wide(2, z=7)


def test_slots_take_no_other_names() -> None:
    assert not hasattr(Point(1), "__dict__")
    assert hasattr(Wide(1), "__dict__")
    assert Point.kind == "point"


def test_a_record_is_matched_by_the_order_of_its_fields() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)
    assert getattr(Named, "__match_args__", None) == ()


def test_a_record_goes_to_another_process() -> None:
    for record in (Point(1, names={"a": 1}), Named(low=2), Wide(1)):
        assert pickle.loads(pickle.dumps(record)) == record
