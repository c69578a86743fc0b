"""The map of ignorance: in force, standing in, carried, unconfirmed, unverified or missing."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from calc import load_parameters
from calc.parameters.coverage import COVERAGE_STATUSES, Coverage, coverage, names_at
from calc.parameters.lookup import Answer, Parameters

ON = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return load_parameters()


def state(parameters: Parameters, place: str, parameter: str, on: dt.date = ON) -> Coverage:
    (found,) = [c for c in coverage(parameters, on, place) if c.parameter == parameter]
    return found


@pytest.mark.parametrize(
    ("place", "parameter", "status", "since"),
    [
        ("weihai", "employee_pension.base_floor", "in_force", None),
        ("weihai", "employee_medical.large_amount_supplement", "carried_forward", "2026-01-01"),
        ("weihai", "resident_medical.premium.tier_1", "carried_forward", "2026-01-01"),
        ("xuchang", "employee_pension.base_floor", "carried_forward", "2026-07-01"),
        ("xuchang", "resident_pension.base_pension", "stand_in", None),
        ("lincang", "employee_medical.flexible_base_proportion", "missing", None),
        ("weihai", "resident_medical.premium", "missing", None),
        ("weihai", "resident_pension.places", "unverified", None),
        # quoted once from a guide of 2019 and not confirmed since
        (
            "lincang",
            "employee_medical.flexible_rate.without_account",
            "not_confirmed",
            "2019-01-01",
        ),
    ],
)
def test_states_on_file(
    parameters: Parameters, place: str, parameter: str, status: str, since: str | None
) -> None:
    found = state(parameters, place, parameter)
    assert found.status == status
    assert (str(found.since) if found.since else None) == since
    assert (found.record is None) == (status == "missing")


@pytest.mark.parametrize(("day", "status"), [(1, "in_force"), (2, "not_confirmed")])
def test_two_years_after_it_was_seen_an_open_value_is_not_fresh(
    parameters: Parameters, day: int, status: str
) -> None:
    """Weihai's free choice of the base: seen for 2024-11-01, with no end."""
    name = "employee_pension.base_choice"
    assert state(parameters, "weihai", name, dt.date(2026, 11, day)).status == status


def test_what_was_entered_is_entered() -> None:
    name = "employee_medical.flexible_base_proportion"
    entered = load_parameters(entries=[f"lincang.{name}=60%"])
    assert state(entered, "lincang", name).status == "entered"


def test_variants_are_listed_as_on_file(parameters: Parameters) -> None:
    head = "employee_medical.flexible_rate."
    names = [n for n in names_at(parameters, "xuchang") if n.startswith(head)]
    assert names == [head + plan for plan in ("outpatient_pooling", "pooled_only", "with_account")]
    tiers = [n for n in names_at(parameters, "weihai") if n.startswith("resident_medical.premium")]
    assert tiers == [
        "resident_medical.premium",
        "resident_medical.premium.minors",
        "resident_medical.premium.tier_1",
        "resident_medical.premium.tier_2",
        "resident_medical.premium_minimum",
    ]


def test_every_city_and_parameter_once_and_as_asked(parameters: Parameters) -> None:
    found = list(coverage(parameters, ON))
    assert max(Counter((c.place, c.parameter) for c in found).values()) == 1
    assert {c.place for c in found} == set(parameters.cities())
    for entry in found:
        assert entry.status in COVERAGE_STATUSES
        answer = parameters.ask(entry.place, entry.parameter, ON)
        if isinstance(answer, Answer):
            assert entry.record is answer.record
            assert answer.status in (entry.status, "in_force")
        else:
            assert entry.status == "missing"
