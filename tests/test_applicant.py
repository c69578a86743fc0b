"""The applicant: every key of INTERFACE, what is left out, how values may be written."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import Applicant, CanbaoError, compare, load_parameters
from calc.applicant import (
    Drawing,
    Frequency,
    MedicalPlan,
    Occupation,
    RelationClass,
    RetirementTrackName,
    Timing,
    read_applicant,
)
from calc.months import month_of
from calc.reading import read_applicant_text

FULL: dict[str, Any] = {
    "id": "A-17",
    "workplace": "weihai",
    "household_registration": "371000",
    "born": "1978-03",
    "sex": "female",
    "retirement_track": "female50",
    "relation": "managed",
    "relation_facts": {
        "lawful_parties": True,
        "rules_apply": False,
        "paid_under_management": True,
        "part_of_business": True,
        "platform_manages_work": True,
        "written_agreement": False,
        "registered_self_employed": False,
        "hours_per_day": "7.5",
        "hours_per_week": "40",
    },
    "occupation": "food_delivery",
    "platform": "美团",
    "monthly_income": "6200.00",
    "pension_base": "5000.00",
    "medical_base": "4573.00",
    "payment_frequency": "quarterly",
    "payment_timing": "arrears",
    "enrolled_from": "2026-03",
    "medical_plan": "without_account",
    "resident_medical_tier": "tier_1",
    "resident_pension_tier": "500.00",
    "drawing": "none",
    "retiree_medical_benefits": False,
    "hardship": True,
    "work_injury_class": 3,
    "history": {
        "employee_pension_months": 120,
        "deemed_months": 0,
        "average_contribution_index": "0.6012",
        "individual_account": "32000.15",
        "resident_pension_months": 24,
        "resident_account": "1200.00",
        "employee_medical_months": 96,
        "resident_medical_missed_years": 1,
        "resident_medical_repaid_years": 0,
    },
    "groups": {
        "hard_to_employ": "women_40",
        "graduated_on": "2025-06",
        "subsidy_months_used": 5,
    },
    "accident_insurance": {
        "premium": "120.00",
        "starts_on": "2026-02",
        "months": 12,
        "platform_registered_in": "weihai",
        "employment_registered": True,
        "claimed_this_year": False,
        "other_injury_subsidy": False,
        "is_manager": False,
    },
    "work": {
        "orders_per_month": 900,
        "monthly_pay": "5200.00",
        "hourly_pay": "25.00",
        "continuous_hours": "5",
        "rest_minutes": 20,
        "holiday_pay_factor": "3",
        "county": "环翠",
    },
}


def fields_of(data: Any, before: str = "") -> set[str]:
    found = set()
    for key, value in data.items():
        found |= fields_of(value, f"{before}{key}.") if isinstance(value, dict) else {before + key}
    return found


# INTERFACE, "Applicant"
PROMISED = {
    "id workplace household_registration born sex retirement_track relation occupation platform "
    "monthly_income pension_base medical_base payment_frequency payment_timing enrolled_from "
    "medical_plan resident_medical_tier resident_pension_tier drawing retiree_medical_benefits "
    "hardship work_injury_class",
    "relation_facts: lawful_parties rules_apply paid_under_management part_of_business "
    "platform_manages_work written_agreement registered_self_employed hours_per_day hours_per_week",
    "history: employee_pension_months deemed_months average_contribution_index individual_account "
    "resident_pension_months resident_account employee_medical_months "
    "resident_medical_missed_years resident_medical_repaid_years",
    "groups: hard_to_employ graduated_on subsidy_months_used",
    "accident_insurance: premium starts_on months platform_registered_in employment_registered "
    "claimed_this_year other_injury_subsidy is_manager",
    "work: orders_per_month monthly_pay hourly_pay continuous_hours rest_minutes "
    "holiday_pay_factor county",
}


def promised() -> set[str]:
    names = set()
    for line in PROMISED:
        group, colon, keys = line.rpartition(": ")
        names |= {f"{group}.{key}" if colon else key for key in keys.split()}
    return names


def test_every_key_of_the_interface_is_taken_and_given_back() -> None:
    assert fields_of(FULL) >= promised()
    assert read_applicant(FULL).to_dict() == FULL
    assert read_applicant(read_applicant(FULL).to_dict()) == read_applicant(FULL)


def test_only_the_workplace_is_required_and_the_rest_is_unknown() -> None:
    person = read_applicant({"workplace": "weihai"})
    assert person.to_dict() == {"workplace": "weihai"}
    for name in Applicant.model_fields:
        value = getattr(person, name)
        if name not in {"workplace"} and not hasattr(value, "model_fields_set"):
            assert value is None, name


@pytest.mark.parametrize("nothing", [None, "", "   ", "　"])
def test_an_empty_cell_is_left_out(nothing: object) -> None:
    empty = dict.fromkeys(FULL, nothing) | {"workplace": "weihai"}
    assert read_applicant(empty) == read_applicant({"workplace": "weihai"})
    inner = {"workplace": "weihai", "history": dict.fromkeys(FULL["history"], nothing)}
    assert read_applicant(inner) == read_applicant({"workplace": "weihai"})


@pytest.mark.parametrize(
    ("texts", "meant"),
    [
        ((True, "true", "True", "TRUE", "1", 1, "yes", "Yes", "是", "ｙｅｓ", " 1 "), True),
        ((False, "false", "False", "0", 0, "no", "NO", "否", "０"), False),
    ],
)
def test_ways_to_say_yes_and_no(texts: tuple[object, ...], meant: bool) -> None:
    for text in texts:
        person = read_applicant({"workplace": "weihai", "hardship": text})
        assert person.hardship is meant, text


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("5000", 500_000),
        ("5000.5", 500_050),
        ("５０００", 500_000),
        (5000, 500_000),
        (5000.1, 500_010),
        (Decimal("5000.10"), 500_010),
        ("0", 0),
    ],
)
def test_ways_to_write_an_amount(written: object, fen: int) -> None:
    assert read_applicant({"workplace": "weihai", "pension_base": written}).pension_base_fen == fen


def test_floats_are_taken_through_their_repr() -> None:
    person = read_applicant(
        {"workplace": "weihai", "monthly_income": 0.29, "history": {"deemed_months": 12.0}}
    )
    assert person.monthly_income_fen == 29
    assert person.history.deemed_months == 12


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("2026-02", month_of(2026, 2)),
        ("2026-02-28", month_of(2026, 2)),
        ("２０２６－０２", month_of(2026, 2)),
        (" 2026-02 ", month_of(2026, 2)),
    ],
)
def test_a_policy_starts_on_a_day_or_in_a_month(written: str, month: int) -> None:
    person = read_applicant({"workplace": "weihai", "accident_insurance": {"starts_on": written}})
    assert person.accident_insurance.starts_on == month


@pytest.mark.parametrize(("born", "taken"), [("1900-01", True), ("1899-12", False)])
def test_months_on_both_sides_of_a_lifetime(born: str, taken: bool) -> None:
    data = {"workplace": "weihai", "born": born}
    if taken:
        assert read_applicant(data).born == month_of(1900, 1)
        return
    with pytest.raises(CanbaoError) as caught:
        read_applicant(data)
    assert [problem.code for problem in caught.value.problems] == ["value.out_of_range"]


@pytest.mark.parametrize(
    ("key", "lowest", "highest"),
    [
        ("work_injury_class", 1, 8),
        ("history.employee_pension_months", 0, 1200),
        ("history.resident_medical_missed_years", 0, 100),
        ("history.average_contribution_index", 0, 10),
        ("relation_facts.hours_per_day", 0, 24),
        ("relation_facts.hours_per_week", 0, 168),
        ("work.orders_per_month", 0, 100_000),
        ("work.rest_minutes", 0, 1440),
        ("work.holiday_pay_factor", 0, 10),
        ("groups.subsidy_months_used", 0, 1200),
    ],
)
def test_both_sides_of_every_limit(key: str, lowest: int, highest: int) -> None:
    for number in (lowest, highest):
        read_applicant(person_with(key, number))
    for number in (lowest - 1, highest + 1):
        with pytest.raises(CanbaoError) as caught:
            read_applicant(person_with(key, number))
        (problem,) = caught.value.problems
        assert problem.code in {"value.out_of_range", "money.negative"}
        assert problem.allowed == (f"{lowest} .. {highest}",)
        assert problem.where == f"applicant {key}"


def person_with(key: str, value: object) -> dict[str, object]:
    group, dot, name = key.partition(".")
    return {"workplace": "weihai", group: {name: value} if dot else value}


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("sex", ("male", "female")),
        ("retirement_track", get_args(RetirementTrackName)),
        ("relation", get_args(RelationClass)),
        ("occupation", get_args(Occupation)),
        ("payment_frequency", get_args(Frequency)),
        ("payment_timing", get_args(Timing)),
        ("medical_plan", get_args(MedicalPlan)),
        ("drawing", get_args(Drawing)),
    ],
)
def test_closed_words(key: str, words: tuple[str, ...]) -> None:
    for word in words:
        assert read_applicant(person_with(key, word)).to_dict()[key] == word
        with pytest.raises(CanbaoError) as caught:
            read_applicant(person_with(key, word + "x"))
        (problem,) = caught.value.problems
        assert (problem.code, problem.nearest) == ("value.not_allowed", word)
        assert set(problem.allowed) == set(words)


@pytest.mark.parametrize("data", [None, "", "weihai", ["workplace"], 5])
def test_a_person_is_a_mapping(data: Any) -> None:
    with pytest.raises(CanbaoError) as caught:
        read_applicant(data)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("value.wrong_type", "applicant")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (Decimal("0E-10"), "0"),
        (Decimal("0E+5"), "0"),
        (Decimal("1.2E+0"), "1.2"),
        (Decimal("1E-8"), "0.00000001"),
        (1e-07, "0.0000001"),
    ],
)
def test_a_power_of_ten_is_the_number_it_stands_for(written: object, meant: str) -> None:
    person = read_applicant(person_with("history.average_contribution_index", written))
    assert person.to_dict()["history"] == {"average_contribution_index": meant}
    assert read_applicant(person.to_dict()) == person
    number = read_applicant(person_with("history.deemed_months", Decimal("1.2E+1")))
    assert number.history.deemed_months == 12


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('"monthly_income": 1e99999999999999999999', "money.not_a_number"),
        ('"history": {"deemed_months": 1e5000}', "money.too_large"),
        ('"id": "\\ud800"', "value.wrong_form"),
        ('"\\ud800": 1', "key.unknown"),
        ('"history": {"\\ud800": 1}', "key.unknown"),
        ('"id": ' + "[" * 31 + "]" * 31, "yaml.too_deep"),
    ],
)
def test_json_that_no_reader_can_hold_is_refused(text: str, code: str) -> None:
    with pytest.raises(CanbaoError) as caught:
        read_applicant_text(f'{{"workplace": "weihai", {text}}}'.encode(), "a", is_json=True)
    assert [each.code for each in caught.value.problems] == [code]


def test_half_a_character_in_a_key_hides_nothing_else() -> None:
    with pytest.raises(CanbaoError) as caught:
        read_applicant({"workplace": "weihai", "\ud800": 1, "born": "1990-13"})
    assert {each.code for each in caught.value.problems} == {"key.unknown", "month.not_a_month"}


def test_a_whole_number_of_thousands_of_digits_is_no_text() -> None:
    with pytest.raises(CanbaoError) as caught:
        read_applicant({"workplace": "weihai", "id": 10**5000})
    (problem,) = caught.value.problems
    assert (problem.code, problem.found) == ("value.wrong_type", "int …")


def test_a_checked_person_cannot_be_changed() -> None:
    person = read_applicant(FULL)
    with pytest.raises(ValueError, match="frozen"):
        person.workplace = "jining"  # type: ignore[misc]


@pytest.mark.parametrize("is_json", [False, True])
def test_yaml_and_json_say_the_same(is_json: bool) -> None:

    text = json.dumps(FULL, ensure_ascii=False)
    assert read_applicant_text(text.encode(), "a", is_json=is_json) == read_applicant(FULL)
    marked = ("\ufeff" + text).encode()
    assert read_applicant_text(marked, "a", is_json=is_json) == read_applicant(FULL)


def test_numbers_in_json_are_read_as_decimals_from_their_text() -> None:
    text = b'{"workplace": "weihai", "monthly_income": 1234567.89, "pension_base": 5E+3}'
    person = read_applicant_text(text, "a.json", is_json=True)
    assert (person.monthly_income_fen, person.pension_base_fen) == (123_456_789, 500_000)


keys = st.sampled_from([*FULL, "workplce", "x"])
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(max_size=12)
    | st.sampled_from(["weihai", "1990-05", "5000", "female", "yes", "tier_1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*FULL["history"], *FULL["work"], "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(keys, values, max_size=8))
def test_any_mapping_is_read_or_refused_with_codes(data: dict[str, Any]) -> None:
    try:
        person = read_applicant(data)
    except CanbaoError as error:
        refused = error
    else:
        assert read_applicant(person.to_dict()) == person
        return
    assert refused.problems
    assert all(problem.where.startswith("applicant") for problem in refused.problems)


def test_places_come_back_as_slugs() -> None:
    given = {"workplace": "371000", "household_registration": 370800}
    document = compare(given, load_parameters(), on=dt.date(2026, 11, 22)).to_dict()
    echoed = document["applicant"]
    assert isinstance(echoed, dict)
    assert (echoed["workplace"], echoed["household_registration"]) == ("weihai", "jining")
