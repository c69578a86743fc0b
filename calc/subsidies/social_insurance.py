"""Social-insurance subsidy for flexible employment (灵活就业社会保险补贴): a ceiling only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calc.money import apply_rate, apply_ratio, choose, minimum
from calc.verdicts import (
    FAIL,
    NOT_TOLD,
    PASS,
    UNKNOWN,
    at_least,
    below,
    both,
    required,
    select,
    where_asked,
)

if TYPE_CHECKING:
    from calc.money import Fen, Ppm
    from calc.verdicts import Small

MONTHS_A_YEAR = 12
NO_GROUP = 0
"""The number of a group for people who say that they are in none."""


@dataclass(frozen=True, slots=True)
class MonthsLeft:
    """How long the subsidy can still run.

    Attributes:
        outcome: Whether any month is left.
        left: Months left; the most it can be where the used months were not told.
        to_retirement: Whether it runs until retirement (1), surely not (0), or perhaps (-1).
    """

    outcome: Small
    left: Small
    to_retirement: Small


def recent_graduate(month: Small, graduated_month: Small, within_years: Small) -> Small:
    """Passes up to so many years after the month of graduation, that month included.

    >>> [recent_graduate(month, 100, 2) for month in (100, 124, 125)]
    [0, 0, 1]
    """
    since = select(graduated_month < 0, NOT_TOLD, month - graduated_month)
    return below(since, MONTHS_A_YEAR * within_years + 1)


def in_group(
    groups: Small, group: Small, fits: Small, graduate: Small, is_graduate: Small
) -> Small:
    """Whether the person is in a group that gets the subsidy.

    Recent graduates are entitled by the nation's rule, wherever they live. All others are in one
    of the province's groups or not.

    Args:
        groups: The province's groups, a bit for each; -1 where they are not on file.
        group: The person's group; 0 for none, -1 where it was not told.
        fits: Whether sex and age fit the group, for groups that name them.
        graduate: Whether the graduation is recent enough.
        is_graduate: Whether the group given is that of graduates (1 or 0).

    Source:
        财社〔2023〕181号 (graduates); the provinces' lists of people hard to employ (就业困难人员).
    """
    listed = select(groups < 0, UNKNOWN, _listed(groups, group))
    hard_to_employ = select(is_graduate == 1, graduate, both(listed, fits))
    return select(graduate == PASS, PASS, hard_to_employ)


def _listed(groups: Small, group: Small) -> Small:
    told = select(group < 0, NO_GROUP, group)
    known = select(groups < 0, 0, groups)
    in_list = required((known >> told) & 1)
    return select(group < 0, UNKNOWN, select(told == NO_GROUP, FAIL, in_list))


def fits_group(
    sex: Small, age_months: Small, wanted_sex: Small, age_minimum_months: Small
) -> Small:
    """Whether sex and age fit a group such as "women from 40".

    Args:
        sex: The person's sex as a number, -1 where it was not told.
        age_months: Age, -1 where it was not told.
        wanted_sex: The sex that the group names, -1 where it names none.
        age_minimum_months: The age that the group names, -1 where it names none.

    Returns:
        Fail where what is known contradicts the group; what was not told does not.
    """
    other_sex = (wanted_sex >= 0) & (sex >= 0) & (sex != wanted_sex)
    younger = (age_minimum_months >= 0) & (age_months >= 0) & (age_months < age_minimum_months)
    return select(other_sex | younger, FAIL, PASS)


def months_left(
    used: Small,
    maximum_months: Small,
    months_to_retirement: Small,
    within_years: Small,
    may_run_to_retirement: Small,
) -> MonthsLeft:
    """How many months of the subsidy are left.

    Whoever had less than ``within_years`` to the statutory age when first approved may draw it
    until retirement. The first approval lies at least as many months back as were used; that it
    lies no further back, without a break, is assumed.

    Args:
        used: Months used, -1 where they were not told.
        maximum_months: The longest period (36; graduates 24).
        months_to_retirement: Months to the statutory month, this one included; -1 where unknown.
        within_years: The years before the statutory age from which it runs on; -1 for none.
        may_run_to_retirement: Whether the person's group can run on (1 or 0).

    Source:
        财社〔2023〕181号: at most 3 years; 距法定退休年龄不足 5 年的 until retirement.

    >>> months_left(30, 36, 200, 5, 1).left, months_left(36, 36, 20, 5, 1).left
    (6, 20)
    """
    spent = select(used < 0, 0, used)
    close = months_to_retirement + spent < MONTHS_A_YEAR * within_years
    allowed = (may_run_to_retirement == 1) & (within_years >= 0)
    unsure = select(spent < MONTHS_A_YEAR * within_years, NOT_TOLD, 0)
    runs_on = select(months_to_retirement < 0, unsure, select(close, 1, 0))
    runs_on = select(allowed, runs_on, 0)
    rest = maximum_months - spent
    rest = select(rest < 0, 0, rest)
    left = select(runs_on == 1, months_to_retirement, rest)
    counted = select(left > 0, PASS, select(runs_on == NOT_TOLD, UNKNOWN, FAIL))
    outcome = select(used < 0, select(left > 0, UNKNOWN, counted), counted)
    return MonthsLeft(outcome, left, runs_on)


def registered_if_asked(asked: Small, registered: Small) -> Small:
    """Employment registration, where the place asks for it."""
    return where_asked(asked, required(registered))


def before_retirement(months_to_retirement: Small) -> Small:
    """Passes while there are months to the statutory month; unknown where that is not known."""
    return at_least(months_to_retirement, 1)


def counted_base(base_fen: Fen, average_wage_fen: Fen, cap_ppm: Ppm) -> Fen:
    """The base that counts for the subsidy: no more than a share of the average wage.

    Source:
        豫财社〔2018〕8号: a base above 100 % of the average wage counts as 100 %.

    >>> counted_base(800_000, 600_000, 1_000_000)
    600000
    """
    return minimum(base_fen, apply_rate(average_wage_fen, cap_ppm))


def ceiling(paid_fen: Fen, share: tuple[int, int] | None, local_amount_fen: Fen) -> Fen:
    """The most that the subsidy can be for contributions paid.

    Args:
        paid_fen: Contributions that count.
        share: The share of them that may be subsidised; None where it is not on file, so that
            only what was paid and the local amount bound it.
        local_amount_fen: What the place pays at most; -1 where it has no amount on file.

    Source:
        财社〔2023〕181号: at most two thirds of the contributions actually paid.

    >>> ceiling(58_492, (2, 3), -1), ceiling(900_000, (2, 3), 500_000)
    (38995, 500000)
    """
    most = paid_fen if share is None else apply_ratio(paid_fen, share[0], share[1])
    return choose(local_amount_fen < 0, most, minimum(most, local_amount_fen))


def highest_months(by_month: Iterable[int], count: int) -> int:
    """The sum of the ``count`` highest months: which months are subsidised is not known.

    >>> highest_months([100, 200, 150], 2)
    350
    """
    return sum(sorted(by_month, reverse=True)[: max(count, 0)])
