"""Cases by place, day and person: subsidies and protections as the comparison gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from calc import CanbaoError, Comparison, compare, load_parameters
from calc.comparison.entries import Protection, Subsidy
from calc.comparison.result import subsidy_dict
from calc.findings import Finding
from calc.i18n import LANGS, render
from calc.months import month_text
from calc.parameters.lookup import Parameters

CASES = Path(__file__).parent / "cases"
STATES = {"yes": True, "no": False, "unknown": None}
NONE = "none"
TOLD = ("amount", "fee", "ceiling", "local_amount_missing")
"""Notes that a case names only where it is about them."""


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return load_parameters()


def cases() -> Iterator[Any]:
    for folder in ("subsidies", "protections"):
        for path in sorted((CASES / folder).glob("*.yaml")):
            file = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
            for case in file["cases"]:
                whole = {"entry": file["entry"], "on": file["on"], **case}
                whole["person"] = {**file["people"][case["like"]], **case.get("given", {})}
                yield pytest.param(whole, id=f"{path.stem}: {case['like']}: {case['why']}")


def person_of(flat: Mapping[str, str]) -> dict[str, Any]:
    """The nested applicant; ``~`` leaves a key out."""
    person: dict[str, Any] = {}
    for key, value in flat.items():
        if value != "~":
            inner = person
            *groups, last = key.split(".")
            for group in groups:
                inner = inner.setdefault(group, {})
            inner[last] = value
    return person


def entry_of(result: Comparison, case: Mapping[str, Any]) -> Subsidy | Protection | None:
    entries = [e for e in (*result.subsidies, *result.protections) if e.name == case["entry"]]
    at = case.get("at")
    return next((entry for entry in entries if at is None or entry.place == at), None)


def short(finding: Finding, entry: Subsidy | Protection) -> str:
    return finding.rule.removeprefix(f"{entry.name}.")


def fen(text: str) -> int | None:
    return None if text == NONE else int(text.replace(".", ""))


def check_found(entry: Subsidy | Protection, found: Mapping[str, Any]) -> None:
    findings = {short(finding, entry): finding for finding in entry.findings}
    outcomes = {
        outcome: [r for r, f in findings.items() if f.outcome == outcome and r not in TOLD]
        for outcome in ("fail", "unknown")
    }
    if "id" in found:
        assert entry.id.endswith(found["id"])
    if "open" in found:
        assert entry.open is STATES[found["open"]]
    # nothing fails beside what the case names, and nothing is unknown where it names that
    assert outcomes["fail"] == found.get("fails", [])
    if "unknown" in found or found.get("open") == "yes":
        assert outcomes["unknown"] == found.get("unknown", [])
    for rule, text in found.get("distance", {}).items():
        distance = findings[rule].distance
        assert distance is not None
        assert f"{distance.value} {distance.unit}" == text
    for rule, text in found.get("first_month", {}).items():
        first = findings[rule].first_month
        assert (NONE if first is None else month_text(first)) == text


def check_amounts(entry: Subsidy, found: Mapping[str, Any]) -> None:
    if "amount" in found:
        assert entry.amount_fen == fen(found["amount"])
    if "cap" in found:
        assert entry.cap_fen == fen(found["cap"])
    if "premium_at_cap" in found:
        assert entry.premium_at_cap_fen == fen(found["premium_at_cap"])


def check_claim(result: Comparison, entry: Subsidy, expected: Mapping[str, Any]) -> None:
    claim: Any = subsidy_dict(entry, result.question, "zh")["claim"]
    for key, value in expected.items():
        assert claim[key] == (None if value == NONE else value)


@pytest.mark.parametrize("case", list(cases()))
def test_case(case: dict[str, Any], parameters: Parameters) -> None:
    result = compare(
        person_of(case["person"]),
        parameters,
        on=dt.date.fromisoformat(case["on"]),
        mode=case.get("mode", "provisional"),
    )
    entry = entry_of(result, case)
    if "absent" in case:
        assert entry is None
        return
    assert entry is not None
    for finding in entry.findings:  # every text has the values it wants, in both languages
        assert all(render(finding.message(), lang) for lang in LANGS)
    if "found" in case:
        check_found(entry, case["found"])
    rules = [short(finding, entry) for finding in entry.findings]
    if "rules" in case:
        assert [rule for rule in rules if rule not in TOLD] == case["rules"]
    for rule in case.get("passes", []):
        assert rule in [short(f, entry) for f in entry.findings if f.outcome == "pass"]
    if "notes" in case:
        notes = [short(f, entry) for f in entry.findings if not f.is_condition]
        wanted = case["notes"]
        assert [note for note in notes if note not in TOLD or note in wanted] == wanted
    for rule, source in case.get("sources", {}).items():
        cited = next(f for f in entry.findings if rule in (short(f, entry), f.rule)).sources
        assert source in [f"{c.document} {c.article}".strip() for c in cited]
    if isinstance(entry, Subsidy):
        check_amounts(entry, case.get("found", {}))
        check_claim(result, entry, case.get("claim", {}))
        check_ceilings(result, entry, case.get("ceilings", {}))
    else:
        if "fee" in case:
            assert entry.fee_per_order_fen == fen(case["fee"])
        if "fee_month" in case:
            assert entry.fee_month_fen == fen(case["fee_month"])


def check_ceilings(result: Comparison, entry: Subsidy, expected: Mapping[str, str]) -> None:
    """Ceilings by option, and that no ceiling ever touches the net year."""
    options = {option.id: option for option in result.options}
    for option_id, text in expected.items():
        option = options[option_id]
        found = next((e for e in result.subsidies if option_id in e.by_option), None)
        assert (None if found is None else found.by_option[option_id]) == fen(text)
        assert option.subsidy_year_fen == 0
        assert option.net_year_fen == option.worker_year_fen
        if found is not None and option.worker_year_fen is not None:
            ceiling = 0 if found.open is False else found.by_option[option_id]
            assert option.net_year_with_ceiling_fen == option.worker_year_fen - ceiling


@pytest.mark.parametrize(
    ("key", "value", "code", "nearest"),
    [
        ("groups.hard_to_employ", "woman_40", "group.unknown", "women_40"),
        ("groups.hard_to_employ", "qqq", "group.unknown", ""),
        ("accident_insurance.platform_registered_in", "weihay", "place.unknown", "weihai"),
        ("accident_insurance.platform_registered_in", "else", "place.unknown", "elsewhere"),
        ("accident_insurance.platform_registered_in", "shandong", "place.not_a_city", ""),
        ("accident_insurance.platform_registered_in", "110000", "place.unknown", ""),
    ],
)
def test_what_is_not_on_file(
    key: str, value: str, code: str, nearest: str, parameters: Parameters
) -> None:
    person = person_of({"workplace": "weihai", key: value})
    with pytest.raises(CanbaoError) as error:
        compare(person, parameters, on=dt.date(2026, 11, 22))
    (problem,) = error.value.problems
    assert (problem.code, problem.where, problem.nearest) == (code, f"applicant {key}", nearest)


def test_all_of_it_is_said_together(parameters: Parameters) -> None:
    person = person_of(
        {
            "workplace": "weihay",
            "groups.hard_to_employ": "woman_40",
            "accident_insurance.platform_registered_in": "jinning",
        }
    )
    with pytest.raises(CanbaoError) as error:
        compare(person, parameters, on=dt.date(2026, 11, 22))
    assert {p.where for p in error.value.problems} == {
        "applicant workplace",
        "applicant groups.hard_to_employ",
        "applicant accident_insurance.platform_registered_in",
    }
