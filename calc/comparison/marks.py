"""Marks on options, and the order a person reads them in. Each mark says why; none is a score."""

from __future__ import annotations

from collections.abc import Sequence

from calc.comparison.result import Option

LOWEST_COST = "lowest_cost"
MOST_COVER = "most_cover"
EMPLOYEE_SCHEMES = ("employer", "flexible")


def reading_order(options: Sequence[Option]) -> list[Option]:
    """Open, then to be clarified, then closed; those with a cost first, by the year's cost."""
    return sorted(
        options,
        key=lambda option: (
            {True: 0, None: 1, False: 2}[option.open],
            not option.worker_year_fen,
            option.worker_year_fen or 0,
        ),
    )


def sureness(option: Option) -> tuple[bool, bool, int]:
    """How sure it is that an option can be had, the surest first.

    Open, then to be clarified by the number of conditions that are still unknown, then closed.
    """
    return (option.open is False, option.open is None, option.unclear)


def marks_of(options: Sequence[Option]) -> dict[str, tuple[str, ...]]:
    """The marks of each option by id.

    ``lowest_cost``: among the options that are not closed, fully priced, and cover both pension
    and medical insurance, the lowest year of the surest ones: of those that are open; where none
    is, of those with the fewest conditions to be clarified. A tier that may turn out to be for
    others is no lowest cost as long as something surer is on offer. ``most_cover``: both employee
    schemes, not closed. An option that costs nothing in this year because none of its months are
    paid in it has no mark.
    """
    candidates = [
        option
        for option in options
        if option.open is not False and option.covers_both and option.worker_year_fen != 0
    ]
    cheapest = _surest_lowest(candidates)
    marks: dict[str, tuple[str, ...]] = {}
    for option in candidates:
        found = []
        if option in cheapest:
            found.append(LOWEST_COST)
        if all(p.part.scheme in EMPLOYEE_SCHEMES for p in (option.pension, option.medical)):
            found.append(MOST_COVER)
        if found:
            marks[option.id] = tuple(found)
    return marks


def _surest_lowest(candidates: Sequence[Option]) -> list[Option]:
    """The cheapest of the surest options that are fully priced."""
    priced = [
        ((*sureness(option), option.worker_year_fen), option)
        for option in candidates
        if option.complete and option.worker_year_fen is not None
    ]
    best = min((rank for rank, _ in priced), default=None)
    return [option for rank, option in priced if rank == best]
