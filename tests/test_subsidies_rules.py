"""Subsidies as pure functions: every premium, every mixture of outcomes, one person or many."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import compare, load_parameters
from calc.money import MoneyError
from calc.months import month_of
from calc.parameters.lookup import Answer, Parameters
from calc.subsidies.accident_insurance import (
    AccidentSubsidyFacts,
    AccidentSubsidyRules,
    accident_subsidy_amount,
    accident_subsidy_outcomes,
    premium_at_cap,
)
from calc.subsidies.social_insurance import (
    SocialSubsidyFacts,
    SocialSubsidyRules,
    ceiling,
    counted_base,
    fits_group,
    in_group,
    recent_graduate,
    social_subsidy_outcomes,
    subsidy_months,
)
from calc.verdicts import FAIL, NOT_TOLD, PASS, UNKNOWN, verdict

# share of the premium and cap, as Weihai's, Jining's and Zaozhuang's rules have them
CITIES = {
    "weihai": (Decimal(1), Decimal(100)),
    "jining": (Decimal("0.5"), Decimal(100)),
    "zaozhuang": (Decimal("0.5"), Decimal(100)),
}
DAY = dt.date(2024, 6, 15)
FEN = Decimal("0.01")
MONTH = month_of(2026, 11)


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return load_parameters()


def oracle(premium_fen: int, city: str) -> int:
    """The subsidy in decimals of a yuan."""
    share, cap = CITIES[city]
    refund = (Decimal(premium_fen) / 100 * share).quantize(FEN, ROUND_HALF_UP)
    return int(min(refund, cap) * 100)


def on_file(parameters: Parameters, city: str) -> tuple[int, int]:
    share, cap = (
        parameters.ask(city, f"accident_insurance_subsidy.{name}", DAY)
        for name in ("share_of_premium", "cap")
    )
    assert isinstance(share, Answer)
    assert isinstance(cap, Answer)
    return share.whole, cap.whole


@pytest.mark.parametrize("city", CITIES)
def test_every_premium_from_0_to_400_yuan(city: str, parameters: Parameters) -> None:
    share, cap = on_file(parameters, city)
    premiums = range(40_001)
    expected = [oracle(premium, city) for premium in premiums]
    assert [accident_subsidy_amount(premium, share, cap) for premium in premiums] == expected
    together = accident_subsidy_amount(np.arange(40_001), share, cap)
    assert together.tolist() == expected


@pytest.mark.parametrize("city", CITIES)
def test_the_comparison_gives_the_same(city: str, parameters: Parameters, by_size: Any) -> None:
    for premium in range(0, 40_001, by_size(5_003, 101)):
        person = {"workplace": city, "accident_insurance": {"premium": Decimal(premium) / 100}}
        entry = compare(person, parameters, on=DAY).subsidies[0]
        assert entry.amount_fen == oracle(premium, city)


@pytest.mark.parametrize("city", CITIES)
def test_the_premium_that_reaches_the_cap(city: str, parameters: Parameters) -> None:
    share, cap = CITIES[city]
    full = premium_at_cap(*on_file(parameters, city))
    assert Decimal(full) / 100 * share >= cap
    assert Decimal(full - 1) / 100 * share < cap


@given(st.integers(1, 1_000_000), st.integers(0, 10**6))
def test_premium_at_cap_for_any_share(share: int, cap: int) -> None:
    full = premium_at_cap(share, cap)
    assert Fraction(full * share, 10**6) >= cap
    assert full == 0 or Fraction((full - 1) * share, 10**6) < cap
    assert premium_at_cap(np.array([share]), np.array([cap])).tolist() == [full]


@given(st.integers(0, 10**7), st.integers(0, 1_000_000), st.integers(0, 10**6))
def test_the_amount_is_bounded_and_grows(premium: int, share: int, cap: int) -> None:
    amount = accident_subsidy_amount(premium, share, cap)
    assert 0 <= amount <= min(cap, premium)
    assert amount <= accident_subsidy_amount(premium + 1, share, cap) <= amount + 1
    assert accident_subsidy_amount(NOT_TOLD, share, cap) == NOT_TOLD


def test_amounts_of_people_some_of_whom_told_no_premium() -> None:
    found = accident_subsidy_amount(np.array([-1, 0, 11_999, 40_000]), 500_000, 10_000)
    assert found.tolist() == [-1, 0, 6_000, 10_000]


def test_what_is_no_amount() -> None:
    for premium in (10**13, 0.5):
        with pytest.raises(MoneyError):
            accident_subsidy_amount(premium, 500_000, 10_000)  # type: ignore[arg-type]


# -- conditions of the accident subsidy ---------------------------------------------------------

ALL_RULES = AccidentSubsidyRules(
    occupations=0b0011,
    and_similar=0,
    employment_registration=1,
    platform_registration=1,
    branch_counts=0,
    policy_months_minimum=12,
    managers_excluded=1,
    alone=1,
    once_per_policy_year=1,
    age_minimum=16,
)
# for each condition the facts that make it pass, fail, stay unknown
MAKES: dict[str, tuple[dict[str, int], dict[str, int], dict[str, int]]] = {
    "age_minimum": (
        {"birth_month": MONTH - 192},
        {"birth_month": MONTH - 191},
        {"birth_month": -1},
    ),
    "before_retirement": (
        {"earliest_retirement": MONTH + 1, "latest_retirement": MONTH + 1},
        {"earliest_retirement": MONTH, "latest_retirement": MONTH},
        {"earliest_retirement": MONTH, "latest_retirement": MONTH + 1},
    ),
    "occupation": ({"occupation": 1}, {"occupation": 2}, {"occupation": -1}),
    "employment_registration": (
        {"employment_registered": 1},
        {"employment_registered": 0},
        {"employment_registered": -1},
    ),
    "platform_registration": (
        {"platform_registered_here": 1},
        {"platform_registered_here": 0},
        {"platform_registered_here": -1},
    ),
    "policy_months": ({"policy_months": 12}, {"policy_months": 11}, {"policy_months": -1}),
    "managers": ({"is_manager": 0}, {"is_manager": 1}, {"is_manager": -1}),
    "other_injury_subsidy": (
        {"other_injury_subsidy": 0},
        {"other_injury_subsidy": 1},
        {"other_injury_subsidy": -1},
    ),
    "once_per_policy_year": (
        {"claimed_this_year": 0},
        {"claimed_this_year": 1},
        {"claimed_this_year": -1},
    ),
}
NAMES = list(MAKES)
FIELDS = [field for field in AccidentSubsidyFacts.__dataclass_fields__ if field != "month"]


def facts_for(outcomes: tuple[int, ...]) -> dict[str, int]:
    facts: dict[str, int] = {}
    for name, outcome in zip(NAMES, outcomes, strict=True):
        facts |= MAKES[name][outcome]
    return facts


def test_every_mixture_of_outcomes_for_one_and_for_many() -> None:
    mixtures = list(itertools.product((PASS, FAIL, UNKNOWN), repeat=len(NAMES)))
    people = [facts_for(mixture) for mixture in mixtures]
    columns = {field: np.array([person.get(field, -1) for person in people]) for field in FIELDS}
    many = accident_subsidy_outcomes(ALL_RULES, AccidentSubsidyFacts(month=MONTH, **columns))
    assert list(many) == NAMES
    for index, name in enumerate(NAMES):
        assert many[name].tolist() == [mixture[index] for mixture in mixtures]
    together = verdict(tuple(many.values()))
    assert together.tolist() == [
        FAIL if FAIL in mixture else UNKNOWN if UNKNOWN in mixture else PASS for mixture in mixtures
    ]
    for mixture, person in list(zip(mixtures, people, strict=True))[::97]:
        one = accident_subsidy_outcomes(ALL_RULES, AccidentSubsidyFacts(month=MONTH, **person))
        assert tuple(one.values()) == mixture


@pytest.mark.parametrize("name", NAMES)
def test_each_condition_fails_alone(name: str) -> None:
    mixture = tuple(FAIL if other == name else PASS for other in NAMES)
    facts = AccidentSubsidyFacts(month=MONTH, **facts_for(mixture))
    found = accident_subsidy_outcomes(ALL_RULES, facts)
    assert [other for other, outcome in found.items() if outcome] == [name]


def test_what_a_place_has_no_record_of_does_not_exist() -> None:
    worst = facts_for((FAIL,) * len(NAMES))
    facts = AccidentSubsidyFacts(month=MONTH, **worst)
    assert not any(accident_subsidy_outcomes(AccidentSubsidyRules(), facts).values())
    unknown = accident_subsidy_outcomes(AccidentSubsidyRules(), AccidentSubsidyFacts(month=MONTH))
    assert not any(unknown.values())


def test_similar_platforms_and_local_branches_stay_open() -> None:
    rules = AccidentSubsidyRules(
        occupations=0b1, and_similar=1, platform_registration=1, branch_counts=1
    )
    facts = AccidentSubsidyFacts(month=MONTH, occupation=3, platform_registered_here=0)
    found = accident_subsidy_outcomes(rules, facts)
    assert (found["occupation"], found["platform_registration"]) == (UNKNOWN, UNKNOWN)


def test_rules_by_person_as_a_batch_gathers_them() -> None:
    rules = AccidentSubsidyRules(
        occupations=np.array([-1, 0b1, 0b1]),
        and_similar=np.array([0, 0, 1]),
        employment_registration=np.array([0, 1, 1]),
        platform_registration=np.array([0, 1, 1]),
        branch_counts=np.array([0, 0, 1]),
        policy_months_minimum=np.array([-1, 12, -1]),
        managers_excluded=np.array([0, 0, 1]),
        alone=np.array([0, 1, 0]),
        once_per_policy_year=np.array([0, 1, 1]),
        age_minimum=np.array([-1, 16, 16]),
    )
    worst = AccidentSubsidyFacts(month=MONTH, **facts_for((FAIL,) * len(NAMES)))
    found = accident_subsidy_outcomes(rules, worst)
    for place in range(3):
        single = AccidentSubsidyRules(
            **{field: int(getattr(rules, field)[place]) for field in rules.__slots__}
        )
        alone = accident_subsidy_outcomes(single, worst)
        assert {name: int(np.broadcast_to(out, 3)[place]) for name, out in found.items()} == alone


# -- the social-insurance subsidy ---------------------------------------------------------------

SOCIAL = SocialSubsidyRules(
    groups=0b0110,
    months_maximum=36,
    months_maximum_graduates=24,
    graduates_within_years=2,
    to_retirement_within_years=5,
)


def walked(used: int, retires_in: int) -> int:
    """Months left, month after month: the first approval lies ``used`` months back."""
    ahead_at_first_approval = used + retires_in
    months = 0
    while months < retires_in:
        drawn = used + months
        if drawn >= 36 and not ahead_at_first_approval < 60:
            break
        months += 1
    return months


def months_for(used: int, earliest: int, latest: int) -> Any:
    facts = SocialSubsidyFacts(
        month=MONTH,
        used=used,
        earliest_retirement=-1 if earliest < 0 else MONTH + earliest,
        latest_retirement=-1 if latest < 0 else MONTH + latest,
    )
    return subsidy_months(SOCIAL, facts)


def test_months_left_counted_one_by_one() -> None:
    used, ahead = (grid.ravel() for grid in np.meshgrid(np.arange(80), np.arange(1, 90)))
    many = subsidy_months(
        SOCIAL,
        SocialSubsidyFacts(
            month=MONTH,
            used=used,
            earliest_retirement=MONTH + ahead,
            latest_retirement=MONTH + ahead,
        ),
    )
    expected = [walked(int(u), int(a)) for u, a in zip(used, ahead, strict=True)]
    assert many.left.tolist() == expected
    assert many.outcome.tolist() == [PASS if left else FAIL for left in expected]
    for u, a in [(0, 59), (0, 60), (35, 24), (36, 23), (36, 24), (59, 1), (60, 1), (12, 5)]:
        assert months_for(u, a, a).left == walked(u, a)


@pytest.mark.parametrize("used", [None, 0, 1, 20, 35, 36, 37, 45, 58, 59, 60, 75])
@pytest.mark.parametrize(
    "ahead", [None, (1, 1), (23, 23), (59, 59), (60, 60), (10, 20), (20, 200), (60, 300), (5, 61)]
)
def test_what_was_not_told_is_bounded_by_what_it_can_be(
    used: int | None, ahead: tuple[int, int] | None
) -> None:
    """Unknown only where completions differ; the months left are the most among them."""
    low, high = (-1, -1) if ahead is None else ahead
    found = months_for(-1 if used is None else used, low, high)
    spans = range(1, 400) if ahead is None else range(low, high + 1)
    every = [walked(u, a) for u in (range(100) if used is None else (used,)) for a in spans]
    certain = {bool(left) for left in every}
    outcomes = {True: PASS, False: FAIL}
    assert found.outcome == (outcomes[certain.pop()] if len(certain) == 1 else UNKNOWN)
    assert found.left == max(every)


def test_after_the_retirement_age_nothing_is_left() -> None:
    assert months_for(10, 0, 0).left == 0
    assert months_for(10, 0, 5).left == 5


@pytest.mark.parametrize("group", [-1, 0, 1, 2, 3, 4])
@pytest.mark.parametrize("groups", [-1, 0b0110])
@pytest.mark.parametrize("graduated", [-1, MONTH, MONTH - 24, MONTH - 25])
@pytest.mark.parametrize("fits", [PASS, FAIL])
@pytest.mark.parametrize("is_graduate", [0, 1])
def test_groups(group: int, groups: int, graduated: int, fits: int, is_graduate: int) -> None:
    rules = SocialSubsidyRules(groups=groups, graduates_within_years=2)
    facts = SocialSubsidyFacts(
        month=MONTH, group=group, graduated=graduated, fits_group=fits, is_graduate=is_graduate
    )
    recent = 0 <= MONTH - graduated <= 24 and graduated >= 0
    if recent:
        expected = PASS
    elif is_graduate:
        expected = UNKNOWN if graduated < 0 else FAIL
    elif fits == FAIL:
        expected = FAIL
    elif group < 0 or groups < 0:
        expected = UNKNOWN
    else:
        expected = PASS if group in (1, 2) else FAIL
    assert in_group(rules, facts) == expected
    arrays = SocialSubsidyFacts(
        month=MONTH,
        **{
            name: np.array([getattr(facts, name)] * 2)
            for name in ("group", "graduated", "fits_group", "is_graduate")
        },
    )
    assert in_group(rules, arrays).tolist() == [expected] * 2


def test_without_a_rule_about_graduates_they_stay_unknown() -> None:
    facts = SocialSubsidyFacts(month=MONTH, graduated=MONTH)
    assert recent_graduate(SocialSubsidyRules(), facts) == UNKNOWN


def test_graduates_have_a_period_of_their_own_and_no_extension() -> None:
    facts = SocialSubsidyFacts(
        month=MONTH,
        graduated=MONTH,
        used=24,
        earliest_retirement=MONTH + 10,
        latest_retirement=MONTH + 10,
    )
    found = subsidy_months(SOCIAL, facts)
    assert (found.outcome, found.longest, found.left, found.as_graduate) == (FAIL, 24, 0, True)
    no_period = SocialSubsidyRules(months_maximum=36, graduates_within_years=2)
    assert subsidy_months(no_period, facts).longest == 36


def test_outcomes_in_order() -> None:
    found = social_subsidy_outcomes(SOCIAL, SocialSubsidyFacts(month=MONTH))
    assert found == {
        "group": UNKNOWN,
        "employment_registration": PASS,
        "before_retirement": UNKNOWN,
        "months_left": UNKNOWN,
    }
    asked = SocialSubsidyRules(employment_registration=1)
    found = social_subsidy_outcomes(asked, SocialSubsidyFacts(month=MONTH))
    assert (found["employment_registration"], found["months_left"]) == (UNKNOWN, PASS)


@pytest.mark.parametrize(
    ("sex", "age", "wanted_sex", "wanted_age", "outcome"),
    [
        (1, 480, 1, 480, PASS),
        (1, 479, 1, 480, FAIL),
        (0, 480, 1, 480, FAIL),
        (-1, 480, 1, 480, PASS),
        (1, -1, 1, 480, PASS),
        (0, 100, -1, -1, PASS),
        (0, 479, -1, 480, FAIL),
    ],
)
def test_sex_and_age_of_a_group(
    sex: int, age: int, wanted_sex: int, wanted_age: int, outcome: int
) -> None:
    assert fits_group(sex, age, wanted_sex, wanted_age) == outcome
    many = fits_group(np.array([sex]), np.array([age]), wanted_sex, wanted_age)
    assert many.tolist() == [outcome]


@given(st.integers(0, 10**8), st.integers(-1, 10**7), st.sampled_from([None, (2, 3), (1, 2)]))
def test_ceilings(paid: int, local: int, share: tuple[int, int] | None) -> None:
    exact = Fraction(paid) if share is None else Fraction(paid * share[0], share[1])
    rounded = int((exact + Fraction(1, 2)) // 1)
    expected = rounded if local < 0 else min(rounded, local)
    assert ceiling(paid, share, local) == expected
    assert ceiling(np.array([paid]), share, np.array([local])).tolist() == [expected]


@pytest.mark.parametrize(
    ("base", "average", "expected"),
    [(599_999, 600_000, 599_999), (600_000, 600_000, 600_000), (600_001, 600_000, 600_000)],
)
def test_the_base_that_counts(base: int, average: int, expected: int) -> None:
    assert counted_base(base, average, 1_000_000) == expected
    assert counted_base(np.array([base]), average, 1_000_000).tolist() == [expected]
