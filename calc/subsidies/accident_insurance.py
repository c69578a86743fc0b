"""Accident-insurance subsidy for new-form flexible work (新就业形态灵活就业意外伤害保险补贴)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from calc.money import PPM, apply_rate, choose, maximum, minimum, no_more_than
from calc.records import frozen
from calc.verdicts import (
    FAIL,
    NOT_TOLD,
    UNKNOWN,
    at_least,
    before,
    one_of,
    required,
    ruled_out,
    select,
    where_asked,
)

if TYPE_CHECKING:
    from calc.money import Fen, Ppm
    from calc.verdicts import Small

MONTHS_A_YEAR = 12


@frozen(kw_only=True)
class AccidentSubsidyRules:
    """What a place asks for on a day; each field one number, or one for each person.

    A condition that the place has no record of does not exist there: its flag is 0, its number -1.

    Attributes:
        occupations: The occupations that qualify, a bit for each; -1 where none are on file.
        and_similar: Whether the place adds similar platforms, so that others stay open.
        employment_registration: Whether employment must be registered.
        platform_registration: Whether the platform must be registered in the city.
        branch_counts: Whether a local branch counts as registered.
        policy_months_minimum: The shortest policy, in months.
        managers_excluded: Whether managers of the platform are left out.
        alone: Whether it may not stand beside another injury subsidy.
        once_per_policy_year: Whether it is paid once for a policy year.
        age_minimum: Lowest age, in years.
    """

    occupations: Small = NOT_TOLD
    and_similar: Small = 0
    employment_registration: Small = 0
    platform_registration: Small = 0
    branch_counts: Small = 0
    policy_months_minimum: Small = NOT_TOLD
    managers_excluded: Small = 0
    alone: Small = 0
    once_per_policy_year: Small = 0
    age_minimum: Small = NOT_TOLD


@frozen(kw_only=True)
class AccidentSubsidyFacts:
    """What is known of a person; -1 where it was not told.

    Attributes:
        month: The month of the day asked about.
        birth_month: Month of birth.
        earliest_retirement: The statutory month, or the earliest it can be if sex or track were
            not told; ``latest_retirement`` the latest.
        occupation: The bit number of the occupation.
        employment_registered: Whether the employment is registered.
        platform_registered_here: Whether the platform is registered in the city that is asked.
        policy_months: How long the policy runs.
        is_manager: Whether the person manages for the platform.
        other_injury_subsidy: Whether another injury subsidy is drawn.
        claimed_this_year: Whether this one was claimed for the policy year.
    """

    month: Small
    birth_month: Small = NOT_TOLD
    earliest_retirement: Small = NOT_TOLD
    latest_retirement: Small = NOT_TOLD
    occupation: Small = NOT_TOLD
    employment_registered: Small = NOT_TOLD
    platform_registered_here: Small = NOT_TOLD
    policy_months: Small = NOT_TOLD
    is_manager: Small = NOT_TOLD
    other_injury_subsidy: Small = NOT_TOLD
    claimed_this_year: Small = NOT_TOLD


def accident_subsidy_outcomes(
    rules: AccidentSubsidyRules, facts: AccidentSubsidyFacts
) -> Mapping[str, Small]:
    """The outcome of every condition, in fixed order; one that a place does not have passes.

    Not checked here: that a policy was bought, the window, the applicant and the papers, which
    belong to the claim; and whether the province still stands behind the subsidy.

    Args:
        rules: What the place asks for.
        facts: What is known of the person.

    Source:
        Weihai's, Jining's and Zaozhuang's rules on the subsidy, by place in the parameters.

    >>> rules = AccidentSubsidyRules(managers_excluded=1, policy_months_minimum=12)
    >>> facts = AccidentSubsidyFacts(month=24_322, is_manager=1, policy_months=12)
    >>> [(name, out) for name, out in accident_subsidy_outcomes(rules, facts).items() if out]
    [('managers', 1)]
    """
    return {
        "age_minimum": _old_enough(rules.age_minimum, facts.month, facts.birth_month),
        "before_retirement": where_asked(
            select(rules.age_minimum < 0, 0, 1),
            before(facts.month, facts.earliest_retirement, facts.latest_retirement),
        ),
        "occupation": _occupation(rules, facts.occupation),
        "employment_registration": where_asked(
            rules.employment_registration, required(facts.employment_registered)
        ),
        "platform_registration": where_asked(
            rules.platform_registration,
            _platform(rules.branch_counts, facts.platform_registered_here),
        ),
        "policy_months": where_asked(
            select(rules.policy_months_minimum < 0, 0, 1),
            at_least(facts.policy_months, rules.policy_months_minimum),
        ),
        "managers": where_asked(rules.managers_excluded, ruled_out(facts.is_manager)),
        "other_injury_subsidy": where_asked(rules.alone, ruled_out(facts.other_injury_subsidy)),
        "once_per_policy_year": where_asked(
            rules.once_per_policy_year, ruled_out(facts.claimed_this_year)
        ),
    }


def _old_enough(age_minimum: Small, month: Small, birth_month: Small) -> Small:
    """Passes from the month in which the age is reached."""
    age = select(birth_month < 0, NOT_TOLD, month - birth_month)
    return where_asked(select(age_minimum < 0, 0, 1), at_least(age, age_minimum * MONTHS_A_YEAR))


def _occupation(rules: AccidentSubsidyRules, occupation: Small) -> Small:
    """An occupation that is not listed fails, or stays open where similar ones are added."""
    listed = one_of(select(rules.occupations < 0, 0, rules.occupations), occupation)
    others = select(rules.and_similar == 1, UNKNOWN, FAIL)
    outcome = select(listed == FAIL, others, listed)
    return where_asked(select(rules.occupations < 0, 0, 1), outcome)


def _platform(branch_counts: Small, registered_here: Small) -> Small:
    """A platform registered elsewhere fails, or stays open where a local branch counts."""
    elsewhere = select(branch_counts == 1, UNKNOWN, FAIL)
    outcome = required(registered_here)
    return select(outcome == FAIL, elsewhere, outcome)


def accident_subsidy_amount(premium_fen: Fen, share_ppm: Ppm, cap_fen: Fen) -> Fen:
    """The subsidy: a share of the premium, to the fen, and no more than the cap.

    Args:
        premium_fen: What the policy cost; -1 where it was not told.
        share_ppm: The share that is refunded.
        cap_fen: The most one person receives in a year.

    Returns:
        Fen; -1 where the premium was not told.

    Raises:
        MoneyError: An argument is outside its bounds.

    Source:
        威人社字〔2022〕15号 art. 4, 枣人社字〔2022〕62号 art. 4 (the cap); shares by place.

    >>> accident_subsidy_amount(11_999, 500_000, 10_000), accident_subsidy_amount(-1, 1, 1)
    (6000, -1)
    """
    lowest = premium_fen.min(initial=0) if hasattr(premium_fen, "min") else premium_fen
    if lowest >= 0:
        return no_more_than(apply_rate(premium_fen, share_ppm), cap_fen)
    share = apply_rate(maximum(premium_fen, 0), share_ppm)
    return choose(premium_fen < 0, NOT_TOLD, minimum(share, cap_fen))


def premium_at_cap(share_ppm: Ppm, cap_fen: Fen) -> Fen:
    """The lowest premium whose share, before rounding, reaches the cap.

    Args:
        share_ppm: The share that is refunded, above 0.
        cap_fen: The cap.

    >>> premium_at_cap(500_000, 10_000), premium_at_cap(300_000, 10_000)
    (20000, 33334)
    """
    return (cap_fen * PPM + share_ppm - 1) // share_ppm
