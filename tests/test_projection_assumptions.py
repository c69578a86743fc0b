"""The three sets of assumptions by hand, both sides of a publication; what may be entered."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
import yaml

from calc import CanbaoError, compare, load_parameters
from calc.comparison.assumptions import Assumptions, read_assumptions

LAW = load_parameters()
CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "projection" / "assumptions.yaml").read_text("utf-8")
)
SETS = {"low": "cautious", "middle": "middle", "high": "hopeful"}
ROWS = [
    pytest.param(name, case, day, id=f"{name}-{case['place']}-{day}")
    for name, cases in CASES.items()
    for case in cases
    for day in case["days"]
]


def assumed(place: str, day: dt.date, name: str, **entered: str) -> Assumptions:
    """The assumptions of the scheme that uses this one."""
    scheme = "resident" if name == "base_pension_growth" else "flexible"
    person = {"workplace": place, "household_registration": place, "born": "1990-01", "sex": "male"}
    result = compare(person, LAW, on=day, assumptions=entered)
    option = next(o for o in result.options if o.pension.part.scheme == scheme)
    found = result.projection(option).assumptions
    assert found is not None
    return found


@pytest.mark.parametrize(("name", "case", "day"), ROWS)
def test_the_rule_by_hand(name: str, case: dict[str, object], day: dt.date) -> None:
    found = assumed(str(case["place"]), day, name).rates[name]
    for end, chosen in SETS.items():
        expected = case[end]
        if isinstance(expected, list):
            before, after = (Decimal(str(value)) for value in expected)
            share = (after - before) / before * 1_000_000
            units = int(share.quantize(Decimal(1), ROUND_HALF_UP))
        else:
            factor = 100 if name == "base_pension_growth" else 10_000
            units = int(Decimal(str(expected)) * factor)
        assert found.values[chosen] == units, (end, chosen)  # type: ignore[index]  # SETS' names
    assert not found.entered
    assert found.last_year <= day.year


def test_what_is_entered_wins_in_all_three_sets() -> None:
    found = assumed("weihai", dt.date(2026, 11, 22), "wage_growth", wage_growth="-1.5%")
    assert set(found.rates["wage_growth"].values.values()) == {-15_000}
    assert found.rates["wage_growth"].entered
    assert not found.rates["account_interest"].entered
    assert "price_growth" not in found.rates


def test_the_horizon_can_be_set() -> None:
    day = dt.date(2026, 11, 22)
    assert assumed("weihai", day, "wage_growth").horizon_age == 80
    assert assumed("weihai", day, "wage_growth", horizon_age="95").horizon_age == 95


def test_all_wrong_entries_come_together() -> None:
    wrong = {"wage_grwth": "1", "price_growth": "many", "horizon_age": "20", "base_growth": "-60%"}
    with pytest.raises(CanbaoError) as raised:
        read_assumptions(wrong)
    assert len(raised.value.problems) == len(wrong)
    assert raised.value.problems[0].code == "assumption.unknown"


def test_rises_of_the_base_pension_are_yuan() -> None:
    assert read_assumptions({"base_pension_growth": "12.5"}) == {"base_pension_growth": 1250}
