"""The one option that stands for a comparison, and differences of amounts."""

from __future__ import annotations

from collections.abc import Sequence

from calc.comparison.marks import LOWEST_COST, marks_of, reading_order
from calc.comparison.result import Comparison, Option
from calc.records import frozen


def headline_option(result: Comparison, picked: str = "") -> Option | None:
    """The option that stands for a comparison among others.

    Args:
        result: A comparison.
        picked: The id of an option that was chosen; one that is not in the comparison (any
            more) counts as not chosen.

    Returns:
        The picked option; else the one marked as the lowest cost; else the first in reading
        order; None where there is none at all.
    """
    by_id = {option.id: option for option in result.options}
    if picked in by_id:
        return by_id[picked]
    for option_id, marks in marks_of(result.options).items():
        if LOWEST_COST in marks:
            return by_id[option_id]
    return next(iter(reading_order(result.options)), None)


def shown_first(options: Sequence[Option]) -> list[Option]:
    """The order in which a page that cannot show every option at once shows them.

    Not closed before closed; then those with a mark, those that cover both pension and medical
    insurance, and the rest; within these in reading order.
    """
    marks = marks_of(options)

    def rank(option: Option) -> tuple[bool, bool, bool]:
        both = "none" not in (option.pension.part.scheme, option.medical.part.scheme)
        return (option.open is False, not marks.get(option.id), not both)

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


@frozen
class Difference:
    """How much more (or, negative, less) one option costs than another, where both are priced."""

    month_fen: int | None
    year_fen: int | None


def difference(option: Option, reference: Option) -> Difference:
    """What an option costs the worker more than another."""
    return Difference(
        difference_fen(option.worker_month_fen, reference.worker_month_fen),
        difference_fen(option.worker_year_fen, reference.worker_year_fen),
    )
