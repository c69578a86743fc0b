"""``none``, "does not exist there": refused with a reason, or heeded by everything that asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from calc import CanbaoError, compare, load_parameters
from calc.batch import BatchOptions, evaluate
from calc.comparison.result import Comparison
from calc.messages import Label
from calc.parameters.lookup import Parameters

ON = dt.date(2026, 11, 22)
LAW = load_parameters()
MAY = sorted(name for name, definition in LAW.definitions.items() if definition.may_be_none)
NEVER = sorted(name for name, definition in LAW.definitions.items() if not definition.may_be_none)


def names_of(definition: str) -> Iterator[str]:
    """A definition's own name, or the names on file that its pattern covers."""
    if not definition.endswith(".*"):
        yield definition
        return
    head = definition.removesuffix("*")
    yield from sorted({r.parameter for r in LAW.records if r.parameter.startswith(head)})


def entries(names: Iterator[str], city: str = "") -> list[str]:
    cities = [city] if city else LAW.cities()
    return [f"{each}.{name}=none" for name in names for each in cities]


def people(city: str) -> Iterator[dict[str, Any]]:
    """Nobody known, and somebody of whom everything that a rule asks is known."""
    yield {"workplace": city}
    yield {
        "workplace": city,
        "household_registration": city,
        "born": "1980-05",
        "sex": "female",
        "relation": "managed",
        "occupation": "food_delivery",
        "platform": "美团",
        "monthly_income": "7000",
        "medical_plan": "with_account",
        "payment_frequency": "quarterly",
        "resident_pension_tier": "300",
        "work_injury_class": "2",
        "accident_insurance.premium": "120",
        "accident_insurance.months": "12",
        "accident_insurance.starts_on": "2026-02-10",
        "accident_insurance.platform_registered_in": city,
        "groups.hard_to_employ": "women_40",
        "history.employee_pension_months": "100",
        "history.resident_pension_months": "10",
        "history.employee_medical_months": "100",
    }


def asked(law: Parameters, person: dict[str, Any]) -> Comparison:
    data: dict[str, Any] = {}
    for name, value in person.items():
        group, _, key = name.rpartition(".")
        (data.setdefault(group, {}) if group else data)[key] = value
    result = compare(data, law, on=ON)
    result.to_dict()
    return result


@pytest.mark.parametrize("definition", NEVER)
def test_what_exists_everywhere_is_never_none(definition: str) -> None:
    names = list(names_of(definition))
    with pytest.raises(CanbaoError) as caught:
        load_parameters(entries=entries(iter(names)))
    problems = caught.value.problems
    assert {problem.code for problem in problems} == {"value.none_not_taken"}
    assert len(problems) == len(names) * len(LAW.cities())
    assert all(problem.allowed and problem.where.startswith("--set ") for problem in problems)


@pytest.mark.parametrize("definition", MAY)
def test_none_is_heeded_alone_and_in_a_batch(definition: str) -> None:
    law = load_parameters(entries=entries(names_of(definition)))
    rows = [person for city in law.cities() for person in people(city)]
    names = list(rows[1])
    table = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
    found, rejects = evaluate(pa.record_batch(table), law, BatchOptions(ON))
    assert rejects.num_rows == 0
    assert [
        (each["option"], each["priced"], each["complete"], each["worker_year_fen"])
        for each in found.to_pylist()
    ] == [
        (option.id, option.priced, option.complete, option.worker_year_fen)
        for row in rows
        for option in asked(law, row).options
    ]


def test_none_in_a_list_or_table_says_the_same() -> None:
    entry = {"place": "weihai", "parameter": "employee_pension.places", "unit": "set"}
    (record,) = load_parameters([{"entered": [{**entry, "value": ["none"]}]}]).entered
    assert (record.value, record.parsed) == ("none", "none")


def items(law: Parameters, city: str) -> dict[str, set[str]]:
    """What is paid for in each option, whoever pays."""
    result = asked(law, list(people(city))[1])
    return {option.id: {line.item for line in option.lines} for option in result.options}


@pytest.mark.parametrize(
    ("city", "parameter", "item"),
    [
        ("xuchang", "employee_medical.large_amount_supplement", ""),
        ("lincang", "employee_medical.long_term_care_rate", "employee_medical.long_term_care"),
        ("weihai", "resident_pension.subsidy", ""),
        ("weihai", "resident_medical.fiscal_subsidy", ""),
    ],
)
def test_an_item_that_does_not_exist_is_no_line_and_not_missing(
    city: str, parameter: str, item: str
) -> None:
    item = item or parameter
    law = load_parameters(entries=[f"{city}.{parameter}=none"])
    before, after = items(LAW, city), items(law, city)
    assert any(item in found for found in before.values())
    assert after == {option: found - {item} for option, found in before.items()}
    for option in asked(law, list(people(city))[1]).options:
        assert parameter not in {value.parameter for value in option.missing}


def test_a_plan_that_does_not_exist_is_not_offered() -> None:
    law = load_parameters(entries=["weihai.employee_medical.flexible_rate.without_account=none"])
    before, after = (
        {option.id for option in asked(each, {"workplace": "weihai"}).options}
        for each in (LAW, law)
    )
    assert before - after == {option for option in before if "without_account" in option}
    assert set() < after < before


def test_who_asks_for_a_plan_that_does_not_exist_hears_what_there_is() -> None:
    names = names_of("employee_medical.flexible_rate.*")
    law = load_parameters(entries=entries(names, "weihai"))
    result = asked(law, {"workplace": "weihai", "medical_plan": "with_account"})
    (option,) = [each for each in result.options if each.id.endswith("with_account@weihai")][:1]
    assert option.open is False
    (finding,) = [f for f in option.findings if f.rule == "medical_plan.offered"]
    assert finding.params["offered"] == [Label("无", "none")]
    assert not option.priced
