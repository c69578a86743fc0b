"""What the law on file consists of: places, documents, definitions and records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from calc.messages import Label
from calc.parameters.values import Kind, Parsed, kind_of
from calc.records import frozen

Evidence = Literal["official", "corroborated", "reported", "derived", "unverified", "entered"]
EVIDENCE: tuple[Evidence, ...] = (
    "official",
    "corroborated",
    "reported",
    "derived",
    "unverified",
    "entered",
)
Shape = Literal["scalar", "list", "table"]


@frozen
class Definition:
    """What a parameter is called and what its values may be.

    Attributes:
        units: Units that its values may have; the first is the usual one.
        label: Its term in both languages.
        allowed: The words that its values may be, where there are few.
        contribution: Whether its values hold for whole months.
        minimum: The lowest number allowed.
        maximum: The highest number allowed.
        not_above: The parameter that it may not exceed in the same place and period.
        stand_in: The parameter that is used, marked, where it is missing.
        ask: Who knows it where it is missing.
        may_be_none: Whether a place may be without it, so that ``none`` is a value.
    """

    units: tuple[str, ...]
    shape: Shape
    label: Label
    allowed: tuple[str, ...] | None = None
    contribution: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    not_above: str | None = None
    stand_in: str | None = None
    ask: Label | None = None
    may_be_none: bool = False


@frozen
class Place:
    """A jurisdiction: slug, GB/T 2260 code, names, and the place it lies within."""

    slug: str
    code: str
    label: Label
    within: str | None


def chain_of(places: Mapping[str, Place], slug: str) -> tuple[str, ...]:
    """A place and those it lies within, nearest first, as far as they are on file."""
    chain: list[str] = []
    step: str | None = slug
    while step is not None and step in places and step not in chain:
        chain.append(step)
        step = places[step].within
    return tuple(chain)


@frozen
class Document:
    """A registered document; ``known_from`` is the first day its date can mean."""

    number: str
    title: str
    issuer: str
    date: str
    known_from: dt.date | None
    place: str
    seen: str
    note: Label | None


@frozen
class Record:
    """One value of one parameter at one place for one period.

    Attributes:
        value: The text as on file; ``parsed`` is the exact value behind it.
        first: First day of the period (``from``).
        last: Last day, where one is set (``to``).
        known_from: The day from which it can be known; see DESIGN, asking for a value.
        published_on_file: Whether that day is a publication day on file.
        entered: From an overlay or ``--set``, not from the files.
        where: File and line.
    """

    parameter: str
    place: str
    value: str
    parsed: Parsed
    unit: str
    first: dt.date
    last: dt.date | None
    source: str
    article: str
    evidence: Evidence
    published: dt.date | None
    confirmed_on: dt.date | None
    not_for_use: Label | None
    note: Label | None
    known_from: dt.date
    entered: bool
    where: str

    @property
    def kind(self) -> Kind:
        """What the unit measures."""
        kind = kind_of(self.unit)
        assert kind is not None
        return kind
