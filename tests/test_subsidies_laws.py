"""What holds for every person, place, day and mode."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from calc import compare, load_parameters
from calc.applicant import Occupation
from calc.comparison.result import protection_dict, subsidy_dict
from calc.findings import is_open
from calc.i18n import LANGS

PARAMETERS = load_parameters()
CITIES = sorted(PARAMETERS.cities())
flags = st.sampled_from([None, True, False])
months = st.one_of(st.none(), st.integers(0, 60))
month = st.builds(lambda y, m: f"{y}-{m:02d}", st.integers(2018, 2027), st.integers(1, 12))
born = st.builds(lambda y, m: f"{y}-{m:02d}", st.integers(1955, 2012), st.integers(1, 12))
money = st.one_of(st.none(), st.integers(0, 10**6).map(lambda fen: str(Decimal(fen) / 100)))
groups = ["none", "women_40", "men_50", "graduate", "disabled", "city_set", "single_parent"]
people = st.fixed_dictionaries(
    {
        "workplace": st.sampled_from(CITIES),
        "household_registration": st.sampled_from([None, "elsewhere", *CITIES]),
        "born": st.one_of(st.none(), born),
        "sex": st.sampled_from([None, "male", "female"]),
        "relation": st.sampled_from([None, "employee", "managed", "independent"]),
        "occupation": st.sampled_from([None, *get_args(Occupation)]),
        "platform": st.sampled_from([None, "美团", "美团外卖", "DiDi", "达达", "T3出行", "nobody"]),
        "accident_insurance": st.fixed_dictionaries(
            {
                "premium": money,
                "starts_on": st.one_of(st.none(), month),
                "months": months,
                "platform_registered_in": st.sampled_from([None, "elsewhere", *CITIES]),
                "employment_registered": flags,
                "claimed_this_year": flags,
                "other_injury_subsidy": flags,
                "is_manager": flags,
            }
        ),
        "groups": st.fixed_dictionaries(
            {
                "hard_to_employ": st.sampled_from([None, *groups]),
                "graduated_on": st.one_of(st.none(), month),
                "subsidy_months_used": months,
            }
        ),
        "work": st.fixed_dictionaries(
            {
                "orders_per_month": months,
                "monthly_pay": money,
                "hourly_pay": money,
                "continuous_hours": st.sampled_from([None, 0, 4, "4.01", 12]),
                "rest_minutes": st.sampled_from([None, 0, 19, 20]),
                "holiday_pay_factor": st.sampled_from([None, 0, 1, "1.5"]),
                "county": st.sampled_from([None, "任城区", "云县", "nowhere"]),
            }
        ),
    }
)
days = st.dates(dt.date(2019, 1, 1), dt.date(2028, 12, 31))
modes = st.sampled_from(["strict", "provisional"])


def compared(person: dict[str, Any], on: dt.date, mode: Any) -> Any:
    if person["born"] is not None and person["born"] > f"{on:%Y-%m}":
        person = {**person, "born": None}
    return compare(person, PARAMETERS, on=on, mode=mode)


@given(people, days, modes)
def test_every_entry_can_be_said_and_adds_up(person: Any, on: dt.date, mode: Any) -> None:
    result = compared(person, on, mode)
    question = result.question
    entries = [*result.subsidies, *result.protections]
    ids = [entry.id for entry in entries]
    assert len(set(ids)) == len(ids)
    for entry in entries:
        assert entry.findings
        assert entry.open is is_open(entry.findings)
    for lang in LANGS:
        for subsidy in result.subsidies:
            subsidy_dict(subsidy, question, lang)
        for protection in result.protections:
            protection_dict(protection, question, lang)


@given(people, days, modes)
def test_amounts_stay_within_what_was_paid(person: Any, on: dt.date, mode: Any) -> None:
    result = compared(person, on, mode)
    accident = result.subsidies[0]
    premium = result.question.applicant.accident_insurance.premium_fen
    if accident.amount_fen is not None:
        assert 0 <= accident.amount_fen <= min(accident.cap_fen, premium)
    for option in result.options:
        assert option.subsidy_year_fen == 0
        ceilings = [e.by_option[option.id] for e in result.subsidies if option.id in e.by_option]
        assert len(ceilings) <= 1
        if ceilings and option.worker_year_fen is not None:
            assert 0 <= ceilings[0] <= option.worker_year_fen
            assert option.net_year_with_ceiling_fen >= 0
        if not ceilings:
            assert option.net_year_with_ceiling_fen == option.net_year_fen


@given(people, days)
def test_one_more_month_used_never_helps(person: Any, on: dt.date) -> None:
    used = person["groups"]["subsidy_months_used"]
    if used is None:
        return
    more = {**person, "groups": {**person["groups"], "subsidy_months_used": used + 1}}
    before, after = (compared(each, on, "provisional") for each in (person, more))
    for left, right in zip(before.subsidies, after.subsidies, strict=True):
        assert all(right.by_option[o] <= fen for o, fen in left.by_option.items())


@given(people, days)
def test_telling_more_never_turns_no_into_yes(person: Any, on: dt.date) -> None:
    """Unknown facts may become a yes or a no; a condition that fails stays failed."""
    silent = {**person, "accident_insurance": {}}
    kept = ("premium", "platform_registered_in")
    silent["accident_insurance"] = {key: person["accident_insurance"][key] for key in kept}
    told, asked = (compared(each, on, "provisional") for each in (person, silent))
    if asked.subsidies[0].open is False:
        assert told.subsidies[0].open is False
    if told.subsidies[0].open is True:
        assert asked.subsidies[0].open is not False
