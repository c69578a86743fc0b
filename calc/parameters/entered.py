"""What must hold for entered values against the law on file that they are laid over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from calc.errors import Problem, problem
from calc.parameters.lookup import Parameters
from calc.parameters.model import Record


def check_entered(parameters: Parameters) -> list[Problem]:
    """Problems of entered values: a variant nobody has, a value nobody asks for, crossed bounds.

    Only the latest value of the other bound counts: an entry that holds on every day is meant for
    today, not for bounds of years ago.
    """
    found: list[Problem] = []
    for record in parameters.entered:
        found += _variant(parameters, record)
        found += _crossed(parameters, record)
    return found


def _variant(parameters: Parameters, record: Record) -> Iterator[Problem]:
    """A plan, tier or class must be one on file somewhere; a place with tiers is asked for them."""
    head = record.parameter.rpartition(".")[0]
    if parameters.definitions.is_variant(record.parameter):
        on_file = variants_on_file(parameters.records, head)
        if record.parameter not in on_file:
            yield problem("parameter.unknown", record.where, record.parameter, choices=on_file)
    own = variants_on_file(
        (r for r in parameters.records if r.place == record.place), record.parameter
    )
    if own:
        yield problem("parameter.has_variants", record.where, record.parameter, own)


def variants_on_file(records: Iterable[Record], head: str) -> list[str]:
    """The names on file that are variants of one."""
    return sorted({r.parameter for r in records if r.parameter.startswith(f"{head}.")})


def _crossed(parameters: Parameters, record: Record) -> Iterator[Problem]:
    """A floor above the latest ceiling, or a ceiling below the latest floor."""
    definitions = parameters.definitions
    definition = definitions.find(record.parameter)
    above = definition.not_above if definition else None
    below = [
        name
        for name in definitions.names()
        if (found := definitions.find(name)) and found.not_above == record.parameter
    ]
    for name, is_floor in ((above, True), *((name, False) for name in below)):
        other = None if name is None else _latest(parameters, record.place, name)
        if other is None or not isinstance(record.parsed, int) or not isinstance(other.parsed, int):
            continue
        crossed = record.parsed > other.parsed if is_floor else record.parsed < other.parsed
        if crossed:
            sign = "≤" if is_floor else "≥"
            allowed = [f"{sign} {other.value} ({other.where})"]
            yield problem("bounds.floor_above_ceiling", record.where, record.value, allowed)


def _latest(parameters: Parameters, place: str, parameter: str) -> Record | None:
    """The entered value of the nearest level, else the latest one on file there."""
    for level in parameters.chain(place):
        entered = [r for r in parameters.entered if (r.place, r.parameter) == (level, parameter)]
        series = entered or list(parameters.series(level, parameter))
        if series:
            return series[-1]
    return None
