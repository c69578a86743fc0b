"""Who may: cases from the documents and rules.md, every condition failing alone and with others."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from calc import compare, load_parameters
from calc.codes import FINDINGS
from calc.codes.eligibility import ELIGIBILITY
from calc.comparison.result import Option
from calc.findings import Citation, Distance, Finding
from calc.i18n import LANGS, render
from calc.months import parse_month
from calc.parameters.lookup import Mode, Parameters

FOLDER = Path(__file__).parent / "cases" / "eligibility"
FILES = ("relation", "places", "ages", "drawing", "several", "notes")
OURS = {code.code for code in ELIGIBILITY} | {"relation.employer_enrols"}
# one process: the comparisons behind the cases are made once
pytestmark = pytest.mark.xdist_group("eligibility_cases")
OPEN = {"true": True, "false": False, "null": None}


def read(name: str) -> Any:
    return yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), yaml.BaseLoader)


PEOPLE: dict[str, dict[str, str]] = read("people")
CASES: list[dict[str, Any]] = [
    {**case, "name": f"{name}: {case['name']}"} for name in FILES for case in read(name)
]


@cache
def law(entered: tuple[str, ...]) -> Parameters:
    return load_parameters(entries=entered)


def person_of(case: dict[str, Any]) -> dict[str, object]:
    flat = PEOPLE[case.get("person", "worker")] | case.get("with", {})
    person: dict[str, Any] = {}
    for key, value in flat.items():
        if key in case.get("without", ()):
            continue
        group, _, name = key.rpartition(".")
        (person.setdefault(group, {}) if group else person)[name] = value
    return person


def option_of(case: dict[str, Any]) -> Option:
    return judged(CASES.index(case))


@cache
def judged(number: int) -> Option:
    case = CASES[number]
    mode: Mode = case.get("mode", "provisional")
    result = compare(
        person_of(case),
        law(tuple(case.get("entered", ()))),
        on=dt.date.fromisoformat(case.get("on", "2026-11-22")),
        mode=mode,
    )
    return {option.id: option for option in result.options}[case["option"]]


def conditions(option: Option, outcome: str) -> set[str]:
    return {f.rule for f in option.findings if f.is_condition and f.outcome == outcome}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    assert case["source"]
    option = option_of(case)
    assert conditions(option, "fail") == set(case.get("fails", []))
    assert conditions(option, "unknown") == set(case.get("unknown", []))
    assert option.open == OPEN[case["open"]]
    findings: dict[str, list[Finding]] = {}
    for finding in option.findings:
        findings.setdefault(finding.rule, []).append(finding)
    for rule in case.get("absent", ()):
        assert rule not in findings
    for rule, expected in case.get("details", {}).items():
        (finding,) = findings[rule]
        check(finding, expected)


def check(finding: Finding, expected: dict[str, Any]) -> None:
    if "outcome" in expected:
        assert finding.outcome == expected["outcome"]
    if "needs" in expected:
        assert list(finding.needs) == expected["needs"]
    if "distance" in expected:
        text = expected["distance"]
        value, _, unit = text.partition(" ")
        assert finding.distance == (None if text == "none" else Distance(int(value), unit))
    if "first_month" in expected:
        text = expected["first_month"]
        assert finding.first_month == (None if text == "none" else parse_month(text))
    for document, article in expected.get("sources", ()):
        assert Citation(document, article) in finding.sources
    if "says" in expected:
        assert expected["says"] in render(finding.message(), "en")


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 90
    assert len({case["name"] for case in CASES}) == len(CASES)


def test_every_condition_fails_alone_and_together() -> None:
    """Each condition of ours that can fail has a case of its own, and one among several."""
    can_fail = {code.code for code in ELIGIBILITY if code.condition and code.fails}
    can_fail.add("relation.employer_enrols")
    alone, together = set(), set()
    for case in CASES:
        fails = case.get("fails", [])
        (alone if len(fails) == 1 else together).update(fails)
    assert alone == can_fail
    assert together == can_fail


def test_every_text_is_reached() -> None:
    """Each outcome that has a text appears in a case; the relation's own are in test_relation."""
    wanted = {
        (code, outcome)
        for code in OURS
        if not code.startswith("relation.") or FINDINGS[code].condition
        for outcome in ("pass", "fail", "unknown")
        if FINDINGS[code].text(outcome)
    }
    reached = {(f.rule, f.outcome) for case in CASES for f in option_of(case).findings}
    assert wanted <= reached


def test_every_finding_reads_well_in_both_languages() -> None:
    for case in CASES:
        for finding in option_of(case).findings:
            texts = {lang: render(finding.message(), lang) for lang in LANGS}
            assert all(texts.values())
            assert "{" not in "".join(texts.values())
            if finding.rule in OURS:
                assert texts["zh"] != texts["en"]


def test_no_rule_is_told_twice_with_the_same_words() -> None:
    for case in CASES:
        told = Counter(
            (f.rule, render(f.message(), "en"), f.sources) for f in option_of(case).findings
        )
        assert max(told.values()) == 1
