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


def marks_of(options: Sequence[Option]) -> dict[str, tuple[str, ...]]:
    """The marks of each option by id.

    ``lowest_cost``: the lowest year among the options that are not closed, fully priced, and
    cover both pension and medical. ``most_cover``: both employee schemes, not closed. An option
    that costs nothing in this year because none of its months are paid in it has no mark.
    """
    candidates = [
        option
        for option in options
        if option.open is not False
        and "none" not in (option.pension.part.scheme, option.medical.part.scheme)
        and option.worker_year_fen != 0
    ]
    costs = [option.worker_year_fen for option in candidates if option.complete]
    lowest = min((cost for cost in costs if cost is not None), default=None)
    marks: dict[str, tuple[str, ...]] = {}
    for option in candidates:
        found = []
        if option.complete and option.worker_year_fen == lowest:
            found.append(LOWEST_COST)
        if all(p.part.scheme in EMPLOYEE_SCHEMES for p in (option.pension, option.medical)):
            found.append(MOST_COVER)
        if found:
            marks[option.id] = tuple(found)
    return marks
