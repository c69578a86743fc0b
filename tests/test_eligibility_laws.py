"""General laws of eligibility: one person as in an array, more knowledge never turns an answer."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calc import compare, load_parameters
from calc.codes import FINDINGS
from calc.comparison.result import Comparison
from calc.eligibility import (
    Judged,
    Paid,
    Person,
    PlaceRule,
    Rules,
    Terms,
    There,
    covers,
    flexible_medical,
    flexible_pension,
    paid_months,
    paying_on,
    reaches,
    resident_medical,
    resident_pension,
    taken_in,
    through_employer,
    wait_after_missed_years,
)
from calc.findings import is_open
from calc.months import month_of
from calc.parameters.lookup import Parameters
from calc.verdicts import verdict

DAY = dt.date(2026, 11, 22)
NOW = month_of(2026, 11)

fact = st.sampled_from((-1, 0, 1))
outcome = st.sampled_from((0, 1, 2))
bits = st.integers(1, 7)
months = st.one_of(st.just(-1), st.integers(0, 500))
ages = st.sampled_from((-1, 192, 216, 480, 720))
places = st.builds(PlaceRule, fact, fact, bits, fact)

terms = st.builds(
    Terms,
    minimum_age_months=ages,
    youngest_pension_age_months=ages,
    resident_pension_age_months=ages,
    resident_pension_needed_months=months,
    medical_needed_months_men=months,
    medical_needed_months_women=months,
    minors_below_months=ages,
    fixed_wait_months=st.integers(-1, 6),
    wait_months_per_missed_year=st.integers(-1, 2),
    employee_pension=places,
    employee_medical=places,
    resident_pension=places,
    resident_medical=places,
    moves_before_benefits=fact,
    moves_after_benefits=fact,
    gap_wait=fact,
    years_in_province=fact,
    flexible_strength=fact,
    medical_strength=fact,
    resident_pension_strength=fact,
    resident_medical_strength=fact,
    enterprise_part=fact,
)
there = st.builds(There, fact, fact)


@st.composite
def people(draw: st.DrawFn) -> Person:
    birth = draw(st.one_of(st.just(-1), st.integers(NOW - 900, NOW)))
    first = -1 if birth < 0 else draw(st.integers(birth + 600, birth + 756))
    last = -1 if birth < 0 else first + draw(st.sampled_from((0, 0, 0, 60, 156)))
    return Person(
        month=NOW,
        next_month=NOW + draw(st.integers(0, 14)),
        birth_month=birth,
        retirement_from=first,
        retirement_until=last,
        latest_month=-1 if birth < 0 else last + draw(st.sampled_from((0, 36))),
        minimum_pension_months=draw(st.sampled_from((-1, 180, 186, 240))),
        possible=draw(bits),
        part_time=draw(outcome),
        drawing=draw(st.sampled_from((-1, 0, 1, 2))),
        retiree_medical_benefits=draw(fact),
        sex=draw(st.sampled_from((-1, 0, 1))),
        employee_pension_months=draw(months),
        deemed_months=draw(months),
        resident_pension_months=draw(months),
        employee_medical_months=draw(months),
        resident_medical_missed_years=draw(st.integers(-1, 9)),
        resident_medical_repaid_years=draw(st.integers(-1, 9)),
    )


def every_way(person: Person, at: Terms, here: There) -> dict[str, Rules]:
    return {
        "employer": through_employer(person, at),
        "flexible pension": flexible_pension(person, at, here),
        "flexible medical": flexible_medical(person, at, here),
        "resident pension": resident_pension(person, at, here),
        "resident medical": resident_medical(person, at, here, for_minors=False),
        "minors": resident_medical(person, at, here, for_minors=True),
    }


def columns(rows: list[Any]) -> Any:
    """Dataclasses of numbers, row by row, as one dataclass of arrays."""
    made = {}
    for field in dataclasses.fields(rows[0]):
        values = [getattr(row, field.name) for row in rows]
        made[field.name] = (
            columns(values) if dataclasses.is_dataclass(values[0]) else np.array(values)
        )
    return type(rows[0])(**made)


def element(value: Any, row: int) -> int:
    return int(value[row]) if isinstance(value, np.ndarray) else int(value)


@given(st.lists(st.tuples(people(), terms, there), min_size=1, max_size=12))
def test_one_by_one_and_as_an_array(rows: list[tuple[Person, Terms, There]]) -> None:
    """Every rule, outcome, distance and month of every way to enrol."""
    together = every_way(*(columns(list(column)) for column in zip(*rows, strict=True)))
    for number, row in enumerate(rows):
        alone = every_way(*row)
        assert {way: list(rules) for way, rules in alone.items()} == {
            way: list(rules) for way, rules in together.items()
        }
        for way, rules in alone.items():
            for rule, judged in rules.items():
                array = together[way][rule]
                for field in dataclasses.fields(Judged):
                    value = getattr(judged, field.name)
                    assert not isinstance(value, np.ndarray)
                    assert int(value) == element(getattr(array, field.name), number), (way, rule)


@given(people(), terms, there)
def test_a_distance_and_a_month_belong_to_a_failure_or_a_note(
    person: Person, at: Terms, here: There
) -> None:
    for rules in every_way(person, at, here).values():
        for rule, judged in rules.items():
            code = FINDINGS[rule]
            values = (-1, 0, 2) if not code.condition else (0, 1, 2)
            assert judged.outcome in values, rule
            if code.condition and judged.outcome != 1:
                assert (judged.distance, judged.first_month) == (-1, -1), rule
            if code.condition and judged.first_month >= 0:  # type: ignore[operator]
                assert judged.first_month - person.month == judged.distance


KNOWN_LATER = (
    "drawing",
    "retiree_medical_benefits",
    "sex",
    "employee_pension_months",
    "deemed_months",
    "resident_pension_months",
    "employee_medical_months",
)


@given(people(), terms, there, st.data())
def test_knowing_more_never_turns_a_condition(
    person: Person, at: Terms, here: There, data: st.DataObject
) -> None:
    """What passes or fails without an input still does whatever the input turns out to be."""
    later: dict[str, int] = {}
    for name in KNOWN_LATER:
        if getattr(person, name) == -1:
            highest = {"drawing": 2, "retiree_medical_benefits": 1, "sex": 1}.get(name, 400)
            later[name] = data.draw(st.integers(0, highest), label=name)
    # a narrower set of relations, one of the months, an hour told
    classes = [bit for bit in (1, 2, 4) if int(person.possible) & bit]
    later["possible"] = data.draw(st.sampled_from(classes))
    if person.part_time == 2:
        later["part_time"] = data.draw(st.sampled_from((0, 1)))
    if person.birth_month >= 0:  # type: ignore[operator]
        month = data.draw(st.sampled_from((person.retirement_from, person.retirement_until)))
        later |= {"retirement_from": month, "retirement_until": month}
    registered = data.draw(st.sampled_from((0, 1))) if here.registered == -1 else here.registered
    young = int(at.youngest_pension_age_months), int(at.resident_pension_age_months)
    assume(not contradicts(person, later, *young))
    told = dataclasses.replace(person, **later)  # type: ignore[arg-type]
    before = every_way(person, at, here)
    after = every_way(told, at, There(here.works, registered))
    for way, rules in before.items():
        for rule, judged in rules.items():
            if FINDINGS[rule].condition and judged.outcome != 2:
                assert after[way][rule].outcome == judged.outcome, (way, rule)


def contradicts(person: Person, later: dict[str, int], youngest: int, sixty: int) -> bool:
    """An answer that the law rules out at that age: the age had stood in for it."""
    age = int(person.month) - int(person.birth_month) if int(person.birth_month) >= 0 else 10**6
    drawn = later.get("drawing")
    return (drawn == 1 and age < youngest) or (
        (drawn == 2 and age < sixty)
        or (later.get("retiree_medical_benefits") == 1 and age < youngest)
    )


# -- against the wording ---------------------------------------------------------------------


def test_places_against_an_enumeration_of_what_is_not_known() -> None:
    """A place takes a person where every way the open facts may turn out takes them.

    An unknown registration may be there or not, an open relation may be covered or not, and a
    document that says nothing may say either: but not refuse both ties of who has both.
    """
    triple = (-1, 0, 1)
    for workers, registered, covered, works, lives in itertools.product(
        triple, triple, (-1, 0, 1), (0, 1), triple
    ):
        rule = PlaceRule(workers, registered, 0b010)
        possible = {1: 0b010, 0: 0b100, -1: 0b110}[covered]
        assert covers(rule.for_classes, possible) == covered
        answers = set()
        for says_w, says_r, covers_me, lives_there in itertools.product((0, 1), repeat=4):
            if lives not in (-1, lives_there) or covered not in (-1, covers_me):
                continue
            if covers_me and (workers not in (-1, says_w) or registered not in (-1, says_r)):
                continue
            both_ties = works and lives_there
            answers.add(bool(both_ties or (works and says_w) or (lives_there and says_r)))
        expected = {True: 0, False: 1}[answers.pop()] if len(answers) == 1 else 2
        assert taken_in(rule, possible, works, lives) == expected


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 400), st.integers(0, 400))
def test_paying_on_against_its_wording(paid: int, deemed: int, needed: int, more: int) -> None:
    """社会保险法 art. 16: who has paid, and less than the minimum, may pay until it is met."""
    total = paid + deemed
    may = 0 < total < needed
    assert paying_on(paid_months(paid, deemed), needed) == (0 if may else 1)
    answers = {paying_on(paid_months(paid, some), needed) for some in (0, more, needed, needed + 1)}
    unknown = paying_on(paid_months(paid, -1), needed)
    assert unknown == (2 if len(answers) > 1 or paid < needed else 1)


@given(st.integers(0, 250), st.integers(0, 400), st.integers(1, 400))
def test_months_to_reach_by_walking(paid: int, ahead: int, needed: int) -> None:
    """Month by month: pay one each, see what is missing when due and when it is complete."""
    have, month = paid, NOW
    while month < NOW + ahead:
        have, month = have + 1, month + 1
    missing = max(needed - have, 0)
    have, month = paid, NOW
    last = -1
    while have < needed:
        have, last, month = have + 1, month, month + 1
    due = NOW + ahead
    assert reaches(NOW, due, due, Paid(paid, 1), 1, needed) == Judged(0, missing, last)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 6), st.integers(0, 3))
def test_waiting_months_by_the_wording(missed: int, repaid: int, fixed: int, step: int) -> None:
    """国办发〔2024〕38号: fixed, one more for each further missed year, one less if repaid."""
    least, most = wait_after_missed_years(missed, repaid, fixed, step)
    counted = {max(missed - 1 - repaid, 0), max(missed - repaid, 0)}  # the first year: local
    waits = [fixed + step * years for years in counted] if missed else [0]
    assert (least, most) == (min(waits), max(waits))


# -- the whole comparison --------------------------------------------------------------------


@pytest.fixture(scope="module")
def law() -> Parameters:
    return load_parameters()


CITIES = ("weihai", "jining", "zaozhuang", "xuchang", "lincang")
yes_no = st.sampled_from(["yes", "no"])
applicants = st.fixed_dictionaries(
    {"workplace": st.sampled_from(CITIES)},
    optional={
        "household_registration": st.sampled_from([*CITIES, "elsewhere"]),
        "born": st.integers(month_of(1950, 1), month_of(2014, 12)).map(
            lambda month: f"{month // 12:04d}-{month % 12 + 1:02d}"
        ),
        "sex": st.sampled_from(["male", "female"]),
        "relation": st.sampled_from(["employee", "managed", "independent"]),
        "drawing": st.sampled_from(["none", "employee_pension", "resident_pension"]),
        "retiree_medical_benefits": yes_no,
        "relation_facts": st.fixed_dictionaries(
            {},
            optional={
                "lawful_parties": yes_no,
                "rules_apply": yes_no,
                "paid_under_management": yes_no,
                "part_of_business": yes_no,
                "platform_manages_work": yes_no,
                "hours_per_day": st.sampled_from(["3", "4", "4.5", "9"]),
                "hours_per_week": st.sampled_from(["20", "24", "30"]),
            },
        ),
        "history": st.fixed_dictionaries(
            {},
            optional={
                "employee_pension_months": st.integers(0, 400).map(str),
                "deemed_months": st.integers(0, 100).map(str),
                "employee_medical_months": st.integers(0, 400).map(str),
                "resident_pension_months": st.integers(0, 300).map(str),
                "resident_medical_missed_years": st.integers(0, 9).map(str),
                "resident_medical_repaid_years": st.integers(0, 9).map(str),
            },
        ),
    },
)
ANSWERS: dict[str, tuple[str, ...]] = {
    "household_registration": (*CITIES, "elsewhere"),
    "born": ("1960-01", "1971-06", "1990-05", "2010-12"),
    "sex": ("male", "female"),
    "relation": ("employee", "managed", "independent"),
    "drawing": ("none", "employee_pension"),
    "hours_per_day": ("3", "9"),
    "hours_per_week": ("20", "48"),
}


def given_answer(person: dict[str, Any], key: str, data: st.DataObject) -> None:
    group, _, name = key.rpartition(".")
    target = person.setdefault(group, {}) if group else person
    assert name not in target, f"{key} is asked for, but was told"
    choices = ANSWERS.get(name, ("yes", "no") if group != "history" else ("0", "120", "380"))
    target[name] = data.draw(st.sampled_from(choices), label=key)


@given(applicants, st.data())
@settings(max_examples=25)
def test_what_is_asked_for_decides(
    law: Parameters, applicant: dict[str, Any], data: st.DataObject
) -> None:
    """No key is asked for that was told; answering all of them leaves only what nobody told us.

    Answers may raise the next question (an employee's hours); after a few rounds every condition
    that is still unknown asks for nothing, or for a number that is not on file.
    """
    person = {key: dict(v) if isinstance(v, dict) else v for key, v in applicant.items()}
    for _ in range(6):
        result = compare(person, law, on=DAY)
        asked = {
            key
            for option in result.options
            for finding in option.findings
            if finding.is_condition and finding.outcome == "unknown"
            for key in finding.needs
            if not key.startswith("--set")
        }
        if not asked:
            break
        for key in sorted(asked):
            if key == "relation" and "relation" in person:
                continue
            given_answer(person, key, data)
    assert not asked


@given(applicants)
@settings(max_examples=25)
def test_open_follows_from_the_conditions(law: Parameters, applicant: dict[str, Any]) -> None:
    result = compare(applicant, law, on=DAY)
    for option in result.options:
        assert option.open == is_open(option.findings)
        conditions = tuple(
            ("pass", "fail", "unknown").index(finding.outcome)
            for finding in option.findings
            if finding.is_condition
        )
        assert {0: True, 1: False, 2: None}[int(verdict(conditions))] == option.open
        notes = [finding for finding in option.findings if not finding.is_condition]
        assert all(finding.outcome != "fail" for finding in notes)


# -- a new city ------------------------------------------------------------------------------

NEW_CITY = """\
place: rizhao
code: "371100"
name: {zh: 日照市, en: Rizhao}
within: shandong

parameters:
  employee_pension:
    - from: 2026-01-01
      source: unknown
      evidence: reported
      values:
        places: {value: [workplace, household_registration], unit: set}
        places_for: {value: [independent], unit: set}
  employee_medical:
    - from: 2026-01-01
      source: unknown
      evidence: reported
      values:
        places: {value: [household_registration], unit: set}
        retirement_years_men: {value: 20, unit: years}
        transfer_before_retiree_benefits: {value: no, unit: enum}
        transfer_after_retiree_benefits: {value: no, unit: enum}
  resident_medical:
    - from: 2026-01-01
      source: unknown
      evidence: reported
      values:
        places: {value: [workplace, household_registration], unit: set}
        fixed_wait_months: {value: 2, unit: months}
        wait_months_per_missed_year: {value: 2, unit: months}
  flexible_enrolment:
    - from: 2026-01-01
      source: unknown
      evidence: reported
      values:
        strength: {value: should, unit: enum}
        age_minimum: {value: 18, unit: years}
  relation:
    - from: 2026-01-01
      source: unknown
      evidence: reported
      values:
        written_agreement: {value: guided, unit: enum}
"""


@pytest.fixture(scope="module")
def law_with_rizhao(tmp_path_factory: pytest.TempPathFactory) -> Parameters:
    root = Path(__file__).resolve().parents[1] / "parameters"
    folder = tmp_path_factory.mktemp("law") / "parameters"
    shutil.copytree(root, folder)
    (folder / "shandong" / "rizhao.yaml").write_text(NEW_CITY, encoding="utf-8")
    return load_parameters(directory=folder)


def outcomes(result: Comparison, option_id: str) -> dict[str, str]:
    option = {option.id: option for option in result.options}[option_id]
    return {finding.rule: finding.outcome for finding in option.findings}


def test_a_new_city_judges_by_its_own_file(law_with_rizhao: Parameters) -> None:
    person: dict[str, object] = {
        "workplace": "rizhao",
        "household_registration": "weihai",
        "born": "2009-01",
        "sex": "male",
        "relation": "independent",
        "history": {"resident_medical_missed_years": "2", "resident_medical_repaid_years": "0"},
    }
    result = compare(person, law_with_rizhao, on=DAY)
    found = outcomes(result, "pension=flexible@rizhao;medical=flexible.without_account@rizhao")
    assert found["employee_pension.place"] == "pass"
    assert found["employee_medical.place"] == "fail"
    assert found["age.minimum"] == "fail"  # 17, and 18 are asked for there
    assert found["strength.employee_pension"] == "pass"
    assert "employee_medical.transfer" in found
    resident = next(
        option for option in result.options if option.id.endswith("none;medical=resident@rizhao")
    )
    wait = next(f for f in resident.findings if f.rule == "resident_medical.wait")
    assert wait.distance is not None
    assert wait.distance.value == 6  # 2 + 2 × 2, or 4 where the first year does not count
    managed = compare({**person, "relation": "managed"}, law_with_rizhao, on=DAY)
    found = outcomes(managed, "pension=flexible@rizhao;medical=none")
    assert found["employee_pension.place"] == "unknown"  # the choice is for independent people
    guided = next(f for f in managed.relation.findings if f.rule == "relation.agreement")
    assert guided.params["strength"] == law_with_rizhao.definitions.token("guided")
