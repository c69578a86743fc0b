"""Estimates at the limits, as cases; laws that hold for every life; cases by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from calc import Comparison, compare, load_parameters
from calc.comparison.projection import Projection
from calc.i18n import render
from calc.months import month_text
from calc.parameters.lookup import Parameters

LAW = load_parameters()
ON = dt.date(2026, 11, 22)
CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "projection" / "limits.yaml").read_text("utf-8")
)
PERSON = {
    "workplace": "weihai",
    "household_registration": "weihai",
    "born": "1990-01",
    "sex": "male",
    "pension_base": "5000",
    "history": {"employee_pension_months": 0, "resident_pension_months": 0},
}
CHOICES = ("early", "statutory", "late")


def assuming(**values: str) -> dict[str, str]:
    return values


def result_of(
    person: dict[str, Any], assume: dict[str, str] | None = None, law: Parameters = LAW
) -> Comparison:
    return compare({**PERSON, **person}, law, on=ON, assumptions=assume)


def projection_of(result: Comparison, scheme: str = "flexible") -> Projection:
    option = next(o for o in result.options if o.pension.part.scheme == scheme)
    return result.projection(option)


def pensions(projection: Projection, chosen: str = "middle") -> list[int]:
    return [
        found.estimates[chosen].pension_fen  # type: ignore[index]  # a name of the sets
        for found in projection.retirement
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_limits(case: dict[str, Any]) -> None:
    person = {
        "workplace": "weihai",
        "household_registration": "weihai",
        **{key: str(v) if key != "history" else v for key, v in case["person"].items()},
    }
    day = dt.date.fromisoformat(str(case.get("day", ON)))
    assume = {name: str(value) for name, value in case.get("assume", {}).items()}
    result = compare(person, LAW, on=day, mode=case.get("mode", "provisional"), assumptions=assume)
    for scheme in ("flexible", "resident"):
        if scheme in case:
            check(projection_of(result, scheme), case[scheme])


def check(found: Projection, expected: dict[str, Any]) -> None:
    choices = {each.choice: month_text(each.month) for each in found.retirement}
    assert choices == {name: str(month) for name, month in expected["choices"].items()}
    for choice, months in expected.get("months", {}).items():
        retirement = found.at(choice)
        assert retirement is not None
        assert retirement.estimates["middle"].months == months
    if "missing" in expected:
        assert list(found.missing) == expected["missing"]
    assert set(expected.get("includes", ())) <= set(found.missing)
    told = [note.rule for note in found.notes]
    assert set(expected.get("notes", ())) <= set(told)
    if not found.retirement:
        assert found.missing or told
    for note in found.notes:
        assert render(note.message(), "zh") != render(note.message(), "en")


# -- laws -------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["weihai", "jining", "zaozhuang", "xuchang", "lincang"])
def test_later_pays_more_a_month_in_every_set(place: str) -> None:
    person = {"workplace": place, "household_registration": place, "monthly_income": "6000"}
    if place == "lincang":
        person["pension_base"] = "5871"
    projection = projection_of(result_of(person))
    for chosen in ("cautious", "middle", "hopeful"):
        found = pensions(projection, chosen)
        assert len(found) == len(CHOICES)
        assert found == sorted(set(found))


def test_a_higher_base_gives_a_higher_pension() -> None:
    found = [
        pensions(projection_of(result_of({"pension_base": str(base)})))[1]
        for base in (4573, 5000, 7621, 12000, 22863)
    ]
    assert found == sorted(set(found))


def test_more_months_give_a_higher_pension() -> None:
    found = []
    for months in (0, 1, 60, 180, 240):
        history = {
            "employee_pension_months": months,
            "average_contribution_index": "0.65608188",
            "individual_account": str(400 * months),
        }
        found.append(pensions(projection_of(result_of({"history": history})))[1])
    assert found == sorted(set(found))


def test_the_sets_are_a_band_and_an_account_of_nothing_stays_one() -> None:
    projection = projection_of(result_of({}, assuming(account_interest="0")))
    statutory = projection.at("statutory")
    assert statutory is not None
    low, middle, high = (statutory.estimates[s] for s in ("cautious", "middle", "hopeful"))
    assert low.pension_fen < middle.pension_fen < high.pension_fen
    # every fen of the account was paid in, 8 of 20 points, but for the rounding of each year
    for estimate in (low, middle, high):
        assert abs(estimate.account_fen * 20 - estimate.own_fen * 8) <= estimate.own_fen // 1000


def test_by_hand_without_growth() -> None:
    """5000 × 20 % for 314 months; 7831 × (1 + 0.65608188) / 2 × 26.17 %; 125 600 / 117."""
    projection = projection_of(result_of({}, assuming(wage_growth="0", account_interest="0")))
    statutory = projection.at("statutory")
    assert statutory is not None
    for estimate in statutory.estimates.values():
        assert estimate.months == 314
        assert estimate.own_fen == 31_400_000
        assert estimate.account_fen == 12_560_000
        assert estimate.account_pension_fen == 107_350
        assert estimate.basic_fen == 169_696
        assert estimate.pension_fen == estimate.real_fen == 277_046
        # no income told: over the base of 5000
        assert estimate.replacement_ppm == 554_092
        assert estimate.received_fen == 277_046 * 12 * 17
        # 314 000 / 2770.46 is 113.3: the 114th pension, from 2053-01 on
        assert estimate.break_even_month == 2053 * 12 + 113


def test_the_internal_rate_makes_payments_and_pensions_equal() -> None:
    projection = projection_of(result_of({}, assuming(wage_growth="0", account_interest="0")))
    statutory = projection.at("statutory")
    assert statutory is not None
    rate = statutory.estimates["middle"].rate
    assert rate is not None
    # two months of 2026, then 26 whole years, then 17 years of pensions
    flows = [-2000.0, *[-12_000.0] * 26, *[2770.46 * 12] * 17]
    value = sum(flow / (1 + rate) ** year for year, flow in enumerate(flows))
    assert abs(value) < 1


def test_entered_growth_of_the_base_moves_the_index() -> None:
    """Wages grow 10 % and the base does not: the index sinks, 0.656 × (1/1.1)^n."""
    fixed = {"wage_growth": "10%", "account_interest": "0"}
    still = projection_of(result_of({}, {**fixed, "base_growth": "0"})).at("statutory")
    along = projection_of(result_of({}, fixed)).at("statutory")
    assert still is not None
    assert along is not None
    assert still.estimates["middle"].own_fen == 31_400_000
    assert still.estimates["middle"].basic_fen < along.estimates["middle"].basic_fen


def test_a_value_entered_or_carried_grows_from_its_own_year() -> None:
    """W of 2025 is carried into 2026 and grows 28 times to 2053; an entered one is of 2026."""
    assume = {"wage_growth": "2%", "account_interest": "0", "base_growth": "0"}
    key = "shandong.employee_pension.benefit_calculation_base"
    as_2025 = projection_of(result_of({}, assume)).at("statutory")
    grown = Decimal(7831) * Decimal("1.02")
    entered = load_parameters(entries=[f"{key}={grown.quantize(Decimal('0.01'))}"])
    as_2026 = projection_of(result_of({}, assume, entered)).at("statutory")
    assert as_2025 is not None
    assert as_2026 is not None
    difference = as_2025.estimates["middle"].basic_fen - as_2026.estimates["middle"].basic_fen
    assert abs(difference) <= 1


def test_today_is_measured_by_prices_once_they_are_entered() -> None:
    wages = projection_of(result_of({}, assuming(wage_growth="3%")))
    prices = projection_of(result_of({}, assuming(wage_growth="3%", price_growth="0")))
    assert (wages.real_measure, prices.real_measure) == ("wages", "prices")
    found = prices.at("statutory")
    assert found is not None
    assert found.estimates["middle"].real_fen == found.estimates["middle"].pension_fen


def test_stopping_at_the_minimum_pays_less_and_draws_less() -> None:
    """180 months are needed before 2030: 15 years, and 20 beside them."""
    person = {
        "born": "1969-08", "sex": "male",
        "history": {"employee_pension_months": 150, "average_contribution_index": 1,
                    "individual_account": 60000},
    }  # fmt: skip
    projection = projection_of(result_of(person))
    statutory = projection.at("statutory")
    assert statutory is not None
    changes = {change.code: change.estimates["middle"] for change in projection.changes}
    # 61y2m in 2030-10: 186 months; 36 more are paid
    stopped = changes["stop_at_minimum"]
    assert stopped.months == 186
    assert stopped.pension_fen < statutory.estimates["middle"].pension_fen
    assert stopped.own_fen < statutory.estimates["middle"].own_fen
    assert "stop_at_twenty_years" not in changes  # not reached before the age
    more = changes["one_more_year"]
    assert more.months == statutory.estimates["middle"].months + 12


def test_both_stops_where_the_minimum_is_below_twenty_years() -> None:
    person = {
        "born": "1969-08", "sex": "male",
        "history": {"employee_pension_months": 230, "average_contribution_index": 1,
                    "individual_account": 60000},
    }  # fmt: skip
    changes = {c.code: c.estimates["middle"] for c in projection_of(result_of(person)).changes}
    assert (changes["stop_at_minimum"].months, changes["stop_at_twenty_years"].months) == (230, 240)
    assert changes["stop_at_minimum"].own_fen == 0
    assert changes["stop_at_minimum"].rate is None


def test_the_employers_payments_are_others_and_the_workers_share_is_the_account() -> None:
    person = {"relation": "employee", "monthly_income": "6000"}
    found = projection_of(
        result_of(person, assuming(wage_growth="0", account_interest="0")), "employer"
    ).at("statutory")
    assert found is not None
    estimate = found.estimates["middle"]
    assert estimate.own_fen == estimate.account_fen == 480_00 * 314
    assert estimate.others_fen == 960_00 * 314


def test_resident_additions_of_shandong_and_weihai() -> None:
    """Nine years beyond fifteen: 1 % of 163 a year in Jining, two yuan in Weihai."""
    for place, addition in (("jining", 163 * 9), ("weihai", 200 * 9)):
        person = {"workplace": place, "household_registration": place}
        found = projection_of(
            result_of(person, assuming(base_pension_growth="0", account_interest="0")), "resident"
        ).at("statutory")
        assert found is not None
        assert found.estimates["middle"].basic_fen == 20_800 + addition
