"""The map of ignorance: what is in force, carried, unconfirmed, unverified or missing, by place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from calc.parameters.lookup import Answer, Parameters
from calc.parameters.model import Record
from calc.records import frozen

CoverageStatus = Literal[
    "in_force", "entered", "stand_in", "carried_forward", "not_confirmed", "unverified", "missing"
]
COVERAGE_STATUSES: tuple[CoverageStatus, ...] = (
    "missing",
    "unverified",
    "stand_in",
    "carried_forward",
    "not_confirmed",
    "entered",
    "in_force",
)
STALE_AFTER_DAYS = 730
"""An open-ended value that nobody confirmed for two years does not pass as fresh."""


@frozen
class Coverage:
    """How one parameter stands at one place on one day.

    Attributes:
        since: The first day on which it was carried, or the last day it was seen to hold.
        record: The record behind it; None if missing.
    """

    place: str
    parameter: str
    status: CoverageStatus
    since: dt.date | None
    record: Record | None


def coverage(parameters: Parameters, on: dt.date, place: str | None = None) -> Iterator[Coverage]:
    """The state of every parameter at every city (or at one place) on a day.

    Parameters that come in variants (plans, tiers, classes) are listed by the variants on file.
    """
    for slug in [place] if place else parameters.cities():
        for name in names_at(parameters, slug):
            yield _state(parameters, slug, name, on)


def names_at(parameters: Parameters, place: str) -> list[str]:
    """The parameters that could have a value at a place: all exact names, variants as on file."""
    names: list[str] = []
    for name in parameters.definitions.names():
        if not name.endswith(".*"):
            names.append(name)
            continue
        head = name.removesuffix(".*")
        found = {v for level in parameters.chain(place) for v in parameters.variants(level, head)}
        names.extend(f"{head}.{variant}" for variant in sorted(found))
    return names


def _state(parameters: Parameters, place: str, name: str, on: dt.date) -> Coverage:
    answer = parameters.ask(place, name, on)
    if not isinstance(answer, Answer):
        return Coverage(place, name, "missing", None, None)
    record = answer.record
    if answer.status != "in_force":
        return Coverage(place, name, answer.status, answer.since, record)
    if record.evidence == "unverified":
        return Coverage(place, name, "unverified", None, record)
    seen = max(day for day in (record.first, record.published, record.confirmed_on) if day)
    if record.last is None and (on - seen).days > STALE_AFTER_DAYS:
        return Coverage(place, name, "not_confirmed", seen, record)
    return Coverage(place, name, "in_force", None, record)
