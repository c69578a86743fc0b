"""Two options weighed: by hand without growth, in either order, and in words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from typer.testing import CliRunner

from calc import Comparison, compare, load_parameters
from calc.cli.main import command_line
from calc.comparison.weighing import Weighing, sentences, weigh, weighing_dict
from calc.i18n import Lang, render

LAW = load_parameters()
ON = dt.date(2026, 11, 22)
PERSON = {
    "workplace": "weihai",
    "household_registration": "weihai",
    "born": "1990-01",
    "sex": "male",
    "pension_base": "5000",
    "resident_pension_tier": "500",
    "history": {"employee_pension_months": 0, "resident_pension_months": 0},
}
STILL = {"wage_growth": "0", "account_interest": "0", "base_pension_growth": "0"}
FLEXIBLE = "pension=flexible@weihai;medical=none"
RESIDENT = "pension=resident@weihai;medical=none"
MEDICAL_ONLY = "pension=none;medical=flexible.with_account@weihai"


def result_of(**assume: str) -> Comparison:
    return compare(PERSON, LAW, on=ON, assumptions={**STILL, **assume})


def weighed(result: Comparison, one: str, other: str) -> Weighing:
    options = {option.id: option for option in result.options}
    return weigh(result, options[one], options[other])


def words(weighing: Weighing, lang: Lang = "en") -> list[str]:
    names = {weighing.dearer: "B", weighing.cheaper: "A"}
    return [render(message, lang) for message in sentences(weighing, names)]


def test_by_hand() -> None:
    """2770.46 from 63 on for 314 000, against 322.69 from 60 on for 12 000.

    Flexible: see ``test_by_hand_without_growth``. Resident: 24 years of 500 + 60, 13 440 / 139 =
    96.69; 208 and nine years at 2 yuan. 2770.46 (m - 756) - 314 000 reaches
    322.69 (m - 720) - 12 000 at m = 884.1: in the month of 73y9m.
    """
    found = weighed(result_of(), FLEXIBLE, RESIDENT)
    assert found.year_fen == 1_150_000
    assert {each.age_months for each in found.payback.values()} == {885}
    by_age = found.payback["middle"].by_life_span
    at_75 = (277_046 * 144 - 31_400_000) - (32_269 * 180 - 1_200_000)
    assert by_age[75] == at_75
    steps = {step.code: step.difference_fen for step in found.steps}
    assert steps["own_pension"] == steps["own_year"] == 1_150_000
    assert steps["own_medical"] == steps["employer"] == 0
    assert steps["government"] == -6_000
    assert steps["basic_pension"] == 169_696 - 22_600
    assert steps["account_pension"] == 107_350 - 9_669
    assert steps["pension"] == 277_046 - 32_269


def test_the_order_in_which_they_are_named_does_not_matter() -> None:
    result = result_of()
    assert weighed(result, FLEXIBLE, RESIDENT) == weighed(result, RESIDENT, FLEXIBLE)


def test_the_plain_sentence() -> None:
    found = weighed(result_of(), RESIDENT, FLEXIBLE)
    assert words(found) == [
        "B costs 11,500.00 yuan a year more than A",
        "under middle assumptions its pension pays back from age 74",
        "under cautious assumptions its pension pays back from age 74",
    ]
    assert words(found, "zh")[0] == "B 每年比 A 多缴 11,500.00 元"


def test_up_to_the_horizon_only() -> None:
    found = weighed(result_of(horizon_age="73"), RESIDENT, FLEXIBLE)
    assert words(found)[1] == "under middle assumptions its pension does not pay back before 73"
    found = weighed(result_of(horizon_age="74"), RESIDENT, FLEXIBLE)
    assert words(found)[1] == "under middle assumptions its pension pays back from age 74"


def test_the_dearer_option_may_have_the_cheaper_pension() -> None:
    """Medical insurance alone costs more than the resident pension, which is 12 000 / 322.69."""
    found = weighed(result_of(), RESIDENT, MEDICAL_ONLY)
    assert (found.dearer, found.payback_of) == (MEDICAL_ONLY, RESIDENT)
    assert found.payback["middle"].age_months == 720 + 38
    assert words(found)[1] == "under middle assumptions the pension of A pays back from age 64"


def test_the_same_pension_leaves_the_difference_to_medical_insurance() -> None:
    found = weighed(result_of(), FLEXIBLE, "pension=flexible@weihai;medical=resident.tier_1@weihai")
    assert found.same_pension
    assert not found.payback
    assert words(found)[1:] == [
        "both have the same pension: the difference is for medical insurance"
    ]


def test_a_pension_that_is_not_known_is_not_weighed() -> None:
    person = {key: value for key, value in PERSON.items() if key != "born"}
    result = compare(person, LAW, on=ON)
    found = weighed(result, FLEXIBLE, RESIDENT)
    assert found.year_fen == 1_150_000
    assert not found.payback
    assert words(found)[1:] == ["the pensions cannot be compared: tell us what is missing"]
    assert weighing_dict(found)["payback_of"] is None


def test_an_option_without_a_price_has_no_difference() -> None:
    result = compare(
        {**PERSON, "workplace": "lincang", "household_registration": "lincang",
         "pension_base": "7339"},
        LAW, on=ON,
    )  # fmt: skip
    unpriced = next(o for o in result.options if o.worker_year_fen is None)
    priced = next(o for o in result.options if o.worker_year_fen is not None)
    found = weigh(result, priced, unpriced)
    assert found.year_fen is None
    steps = {step.code: step.difference_fen for step in found.steps}
    assert steps["own_year"] is steps["own_medical"] is None
    # the pension has a price all the same
    assert steps["own_pension"] is not None
    assert words(found)[0] == "B and A cannot both be priced"


def test_income_moves_the_answer() -> None:
    found = weighed(result_of(), FLEXIBLE, RESIDENT)
    assert set(found.by_income) == {80, 120}
    by_120 = found.by_income[120].age_months
    assert by_120 is not None
    # 6000 × 20 %: more is paid, the basic pension grows by less than the contribution
    assert by_120 > 885


def test_the_command_takes_two_options(tmp_path: Path) -> None:
    file = tmp_path / "person.yaml"
    file.write_text(
        "workplace: weihai\nhousehold_registration: weihai\nborn: 1990-01\nsex: male\n", "utf-8"
    )
    start = ["compare", str(file), "--on", "2026-11-22"]
    ran = CliRunner().invoke(command_line(), [*start, "--explain", FLEXIBLE, "--against", RESIDENT])
    assert ran.exit_code == 0, ran.output
    assert "估算" in ran.output
    assert "权衡" in ran.output
    alone = CliRunner().invoke(command_line(), [*start, "--against", RESIDENT])
    assert alone.exit_code == 2
