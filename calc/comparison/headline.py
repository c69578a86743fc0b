"""The one option that stands for a comparison, and differences of amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from calc.comparison.marks import LOWEST_COST, marks_of, reading_order, sureness
from calc.comparison.result import Comparison, Option
from calc.records import frozen


def headline_option(result: Comparison, picked: str = "") -> Option | None:
    """The option that stands for a comparison among others.

    Args:
        result: A comparison.
        picked: The id of an option that was chosen; one that is not in the comparison (any
            more) counts as not chosen.

    Returns:
        The picked option; else the one marked as the lowest cost; else, of the surest that are
        not closed, cover both pension and medical insurance and have a price, the first in reading
        order; None where there is none at all.
    """
    by_id = {option.id: option for option in result.options}
    if picked in by_id:
        return by_id[picked]
    for option_id, marks in marks_of(result.options).items():
        if LOWEST_COST in marks:
            return by_id[option_id]
    return min(reading_order(result.options), key=_doubts, default=None)


def _doubts(option: Option) -> tuple[bool, bool, bool, bool, int]:
    """What speaks against an option standing for all, the weightiest first."""
    closed, unclear, conditions = sureness(option)
    unpriced = option.worker_year_fen is None
    return (closed, not option.covers_both, unclear, unpriced, conditions)


def shown_first(options: Sequence[Option]) -> list[Option]:
    """The order in which a page that cannot show every option at once shows them.

    Not closed before closed; then those with a mark, those that cover both pension and medical
    insurance, and the rest; within these in reading order.
    """
    marks = marks_of(options)

    def rank(option: Option) -> tuple[bool, bool, bool]:
        return (option.open is False, not marks.get(option.id), not option.covers_both)

    return sorted(reading_order(options), key=rank)


def option_numbers(result: Comparison) -> dict[str, int]:
    """The number of each option by id: its place in the fixed order, as in every table."""
    return {option.id: number for number, option in enumerate(result.options, start=1)}


def headline_fen(option: Option | None) -> int | None:
    """The yearly amount that stands for an option: what the worker pays; None if not priced."""
    return None if option is None else option.worker_year_fen


def difference_fen(amount_fen: int | None, reference_fen: int | None) -> int | None:
    """An amount less the one it is compared with; None where either is not known.

    >>> difference_fen(91460, 90080)
    1380
    """
    if amount_fen is None or reference_fen is None:
        return None
    return amount_fen - reference_fen


Bound = Literal["exact", "at_least", "at_most", "unsure"]


@frozen
class Difference:
    """How much more (or, negative, less) one option costs than another, where both are priced.

    Attributes:
        bound: What is missing on one side bounds the difference from below or from above; on both
            sides it leaves it unsure.
    """

    month_fen: int | None
    year_fen: int | None
    bound: Bound = "exact"


BOUNDS: Mapping[tuple[bool, bool], Bound] = {
    (True, True): "exact",
    (False, True): "at_least",
    (True, False): "at_most",
    (False, False): "unsure",
}
"""By whether the option and its reference hold everything."""


def difference(option: Option, reference: Option) -> Difference:
    """What an option costs the worker more than another."""
    return Difference(
        difference_fen(option.worker_month_fen, reference.worker_month_fen),
        difference_fen(option.worker_year_fen, reference.worker_year_fen),
        BOUNDS[option.complete, reference.complete],
    )
