"""Social-insurance subsidy for flexible employment (灵活就业社会保险补贴): a ceiling only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from calc.money import apply_rate, apply_ratio, choose, minimum
from calc.records import frozen
from calc.verdicts import (
    FAIL,
    NOT_TOLD,
    PASS,
    UNKNOWN,
    before,
    below,
    both,
    required,
    select,
    where_asked,
)

if TYPE_CHECKING:
    from calc.money import Fen, Ppm
    from calc.verdicts import Small, Truth

MONTHS_A_YEAR = 12
NO_GROUP = 0
"""The number of a group for people who say that they are in none."""


@frozen(kw_only=True)
class SocialSubsidyRules:
    """What a place asks for on a day; each field one number, or one for each person.

    Attributes:
        groups: The groups that receive it, a bit for each (bit 0 unused); -1 if not on file.
        months_maximum: The longest period in months; -1 where it is not on file.
        months_maximum_graduates: The longest period of graduates.
        graduates_within_years: Years after graduation in which graduates receive it; -1 if not
            on file.
        to_retirement_within_years: Whoever had less than so many years to the statutory age when
            first approved may draw it until retirement; -1 if not on file.
        employment_registration: Whether employment must be registered.
    """

    groups: Small = NOT_TOLD
    months_maximum: Small = NOT_TOLD
    months_maximum_graduates: Small = NOT_TOLD
    graduates_within_years: Small = NOT_TOLD
    to_retirement_within_years: Small = NOT_TOLD
    employment_registration: Small = 0


@frozen(kw_only=True)
class SocialSubsidyFacts:
    """What is known of a person; -1 where it was not told.

    Attributes:
        month: The month of the day asked about.
        group: The bit number of the person's group; 0 for none.
        is_graduate: Whether that group is the one of graduates.
        fits_group: Outcome of ``fits_group``.
        graduated: Month of graduation.
        used: Months of the subsidy used.
        earliest_retirement: The statutory month, or the earliest it can be if sex or track were
            not told; ``latest_retirement`` the latest.
        employment_registered: Whether the employment is registered.
    """

    month: Small
    group: Small = NOT_TOLD
    is_graduate: Small = 0
    fits_group: Small = PASS
    graduated: Small = NOT_TOLD
    used: Small = NOT_TOLD
    earliest_retirement: Small = NOT_TOLD
    latest_retirement: Small = NOT_TOLD
    employment_registered: Small = NOT_TOLD


@frozen
class SubsidyMonths:
    """How long the subsidy can still run.

    Attributes:
        outcome: Whether any month is left.
        longest: The longest period that applies to this person.
        left: Months left; the most it can be where something was not told.
        to_retirement: Whether it runs until retirement (1), surely not (0), or perhaps (-1).
        as_graduate: Whether the period is that of graduates.
    """

    outcome: Small
    longest: Small
    left: Small
    to_retirement: Small
    as_graduate: Truth


def social_subsidy_outcomes(
    rules: SocialSubsidyRules, facts: SocialSubsidyFacts
) -> Mapping[str, Small]:
    """The outcome of every condition, in fixed order; one that a place does not have passes.

    Not checked here: the circumstances that a place rules out, which belong to the claim.

    Source:
        财社〔2023〕181号 (months, graduates); the provinces' groups; 云财规〔2024〕16号
        (registration of employment).
    """
    return {
        "group": in_group(rules, facts),
        "employment_registration": where_asked(
            rules.employment_registration, required(facts.employment_registered)
        ),
        "before_retirement": before(
            facts.month, facts.earliest_retirement, facts.latest_retirement
        ),
        "months_left": where_asked(
            select(rules.months_maximum < 0, 0, 1), subsidy_months(rules, facts).outcome
        ),
    }


def recent_graduate(rules: SocialSubsidyRules, facts: SocialSubsidyFacts) -> Small:
    """Passes up to so many years after the month of graduation, that month included.

    Source:
        财社〔2023〕181号: 离校 2 年内.
    """
    since = select(facts.graduated < 0, NOT_TOLD, facts.month - facts.graduated)
    within = below(since, MONTHS_A_YEAR * rules.graduates_within_years + 1)
    return select(rules.graduates_within_years < 0, UNKNOWN, within)


def in_group(rules: SocialSubsidyRules, facts: SocialSubsidyFacts) -> Small:
    """Whether the person is in a group that receives the subsidy.

    Recent graduates are entitled by the nation's rule, wherever they live. All others are in one
    of the province's groups or not.

    Source:
        财社〔2023〕181号 (graduates); the provinces' lists of people hard to employ (就业困难人员).

    >>> rules = SocialSubsidyRules(groups=0b110, graduates_within_years=2)
    >>> [in_group(rules, SocialSubsidyFacts(month=1, group=group)) for group in (2, 3, 0, -1)]
    [0, 1, 1, 2]
    """
    graduate = recent_graduate(rules, facts)
    told = select(facts.group < 0, NO_GROUP, facts.group)
    known = select(rules.groups < 0, 0, rules.groups)
    listed = select(told == NO_GROUP, FAIL, required((known >> told) & 1))
    listed = select((facts.group < 0) | (rules.groups < 0), UNKNOWN, listed)
    hard_to_employ = both(listed, facts.fits_group)
    return select(graduate == PASS, PASS, select(facts.is_graduate == 1, graduate, hard_to_employ))


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

    >>> fits_group(1, 479, 1, 480), fits_group(1, 480, 1, 480), fits_group(-1, -1, 1, 480)
    (1, 0, 0)
    """
    other_sex = (wanted_sex >= 0) & (sex >= 0) & (sex != wanted_sex)
    younger = (age_minimum_months >= 0) & (age_months >= 0) & (age_months < age_minimum_months)
    return select(other_sex | younger, FAIL, PASS)


def subsidy_months(rules: SocialSubsidyRules, facts: SocialSubsidyFacts) -> SubsidyMonths:
    """How many months of the subsidy are left.

    The first approval lies at least as many months back as were used; that it lies no further
    back, so that there was no break, is assumed. Recent graduates have a period of their own and
    no extension, unless they are also in one of the province's groups.

    Args:
        rules: What the place asks for; ``months_maximum`` must be on file.
        facts: What is known of the person.

    Source:
        财社〔2023〕181号: at most 3 years, graduates 2; 距法定退休年龄不足 5 年的 until retirement.

    >>> rules = SocialSubsidyRules(months_maximum=36, to_retirement_within_years=5)
    >>> def left(used, retires):
    ...     return subsidy_months(rules, SocialSubsidyFacts(
    ...         month=100, used=used, earliest_retirement=retires, latest_retirement=retires)).left
    >>> left(30, 300), left(36, 120), left(39, 120), left(40, 120)
    (6, 20, 20, 0)
    """
    as_graduate = (facts.is_graduate == 1) | (
        (recent_graduate(rules, facts) == PASS) & (facts.group <= NO_GROUP)
    )
    as_graduate = as_graduate & (rules.months_maximum_graduates >= 0)
    longest = select(as_graduate, rules.months_maximum_graduates, rules.months_maximum)
    used = select(facts.used < 0, 0, facts.used)
    rest = select(longest > used, longest - used, 0)

    limit = MONTHS_A_YEAR * rules.to_retirement_within_years
    born = facts.earliest_retirement >= 0
    least = _months_until(facts.earliest_retirement, facts.month)
    most = _months_until(facts.latest_retirement, facts.month)
    too_far = used + least >= limit
    surely = born & (facts.used >= 0) & (used + most < limit)
    runs_on = select(too_far | as_graduate, 0, select(surely, 1, NOT_TOLD))

    perhaps = limit - used - 1
    left = select(runs_on == NOT_TOLD, select(perhaps > rest, perhaps, rest), rest)
    left = select(runs_on == 1, most, left)
    left = select(born & (left > most), most, left)
    outcome = select((runs_on == NOT_TOLD) & (left > 0), UNKNOWN, FAIL)
    outcome = select((rest > 0) | (runs_on == 1), PASS, outcome)
    outcome = select(facts.used < 0, UNKNOWN, outcome)
    return SubsidyMonths(outcome, longest, left, runs_on, as_graduate)


def _months_until(later: Small, month: Small) -> Small:
    """Months to a later month; 0 from it on, and where it was not told."""
    return select(later > month, later - month, 0)


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

    Raises:
        MoneyError: An amount is outside its bounds.

    Source:
        财社〔2023〕181号: at most two thirds of the contributions actually paid.

    >>> ceiling(58_492, (2, 3), -1), ceiling(900_000, (2, 3), 500_000)
    (38995, 500000)
    """
    most = paid_fen if share is None else apply_ratio(paid_fen, share[0], share[1])
    return choose(local_amount_fen < 0, most, minimum(most, local_amount_fen))
