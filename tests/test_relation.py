"""The relation from the facts of the work: cases from the documents, and its general laws."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from calc import compare, load_parameters
from calc.codes import FINDINGS
from calc.comparison.relation import RelationFound
from calc.findings import Citation, Distance, Finding
from calc.i18n import LANGS, render
from calc.parameters.lookup import Parameters
from calc.relation import (
    ABSENT,
    CLASSES,
    WorkFacts,
    classify,
    in_labour_relation,
    only_class,
    self_employed_on_paper,
    within_hours,
    written_agreement,
)

FILE = yaml.load(
    (Path(__file__).parent / "cases" / "relation" / "classes.yaml").read_text("utf-8"),
    yaml.BaseLoader,
)
# one process: each comparison of a case is made once
pytestmark = pytest.mark.xdist_group("relation_cases")
PRESETS: dict[str, dict[str, str]] = FILE["presets"]
CASES: list[dict[str, Any]] = FILE["cases"]
FACTS = tuple(WorkFacts.__dataclass_fields__)
TRIPLE = (1, 0, -1)


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return load_parameters()


def found_in(case: dict[str, Any], parameters: Parameters) -> RelationFound:
    given_facts = case["facts"]
    facts = dict(PRESETS[given_facts] if isinstance(given_facts, str) else given_facts)
    facts |= case.get("with", {})
    for name in case.get("without", ()):
        del facts[name]
    person: dict[str, object] = {"workplace": case.get("place", "weihai"), "relation_facts": facts}
    if "relation" in case:
        person["relation"] = case["relation"]
    on = dt.date.fromisoformat(case.get("on", "2026-11-22"))
    return compare(person, parameters, on=on).relation


def by_name(found: RelationFound) -> dict[str, Finding]:
    names = [finding.rule.removeprefix("relation.") for finding in found.findings]
    assert len(names) == len(set(names))
    return dict(zip(names, found.findings, strict=True))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any], parameters: Parameters) -> None:
    found = found_in(case, parameters)
    findings = by_name(found)
    outcomes = {name: finding.outcome for name, finding in findings.items()}
    assert found.relation_class == (None if case["class"] == "null" else case["class"])
    assert {name for name, outcome in outcomes.items() if outcome == "fail"} == set(
        case.get("fails", [])
    )
    for outcome, key in (("pass", "passes"), ("unknown", "unknown")):
        for name in case.get(key, ()):
            assert outcomes[name] == outcome, name
    assert list(found.needs) == case.get("needs", [])
    for name in case.get("absent", ()):
        assert name not in outcomes
    for name, (document, article) in case.get("article", {}).items():
        assert Citation(document, article) in findings[name].sources
    for name, keys in case.get("asks", {}).items():
        assert list(findings[name].needs) == keys
    for name, text in case.get("distance", {}).items():
        value, unit = text.split()
        assert findings[name].distance == Distance(int(value), unit)
    for finding in found.findings:
        texts = [render(finding.message(), lang) for lang in LANGS]
        assert all(texts)
        assert len(set(texts)) == len(texts)
    for name, word in case.get("words", {}).items():
        assert word in render(findings[name].message(), "en")


def test_every_finding_of_the_relation_has_cases(parameters: Parameters) -> None:
    """Every outcome that has a text is reached."""
    reached: set[tuple[str, str]] = set()
    for case in CASES:
        reached |= {(f.rule, f.outcome) for f in found_in(case, parameters).findings}
    condition = ("relation.employer_enrols", "relation.enrols_alone")
    texts = {
        (code.code, outcome)
        for code in FINDINGS.values()
        for outcome in ("pass", "fail", "unknown")
        if code.code.startswith("relation.") and code.text(outcome) and code.code not in condition
    }
    assert texts == reached


def test_the_document_carries_class_and_findings(parameters: Parameters) -> None:
    person = {
        "workplace": "weihai",
        "relation": "independent",
        "relation_facts": PRESETS["managed"],
    }
    document = compare(person, parameters, on=dt.date(2026, 11, 22)).to_dict("en")
    relation = document["relation"]
    assert isinstance(relation, dict)
    assert relation["class"] == "managed"
    label = next(f for f in relation["findings"] if f["rule"] == "relation.label")
    assert label["outcome"] == "fail"
    assert label["sources"] == [{"source": "威人社字〔2022〕15号", "article": "1"}]


# -- general laws ------------------------------------------------------------------------------


def the_wording(facts: dict[str, int]) -> set[str]:
    """The classes possible when every fact that was not told may be yes or no: by enumeration."""
    open_facts = [name for name, value in facts.items() if value < 0]
    classes = set()
    for values in itertools.product((True, False), repeat=len(open_facts)):
        told = {name: value == 1 for name, value in facts.items()}
        told |= dict(zip(open_facts, values, strict=True))
        if (
            told["lawful_parties"]
            and told["rules_apply"]
            and told["paid_under_management"]
            and told["part_of_business"]
        ):
            classes.add("employee")
        else:
            classes.add("managed" if told["platform_manages_work"] else "independent")
    return classes


def test_every_combination_of_facts_and_label_against_the_wording() -> None:
    """243 combinations of facts, four labels: the classes left are those some completion gives."""
    for values in itertools.product(TRIPLE, repeat=len(FACTS)):
        facts = dict(zip(FACTS, values, strict=True))
        possible = the_wording(facts)
        for label in (None, *CLASSES):
            found = classify(WorkFacts(**facts), -1 if label is None else CLASSES.index(label))
            expected = {label} if label in possible else possible
            bits = {CLASSES[n] for n in range(3) if int(found.possible) >> n & 1}
            assert bits == expected
            only = CLASSES.index(next(iter(expected))) if len(expected) == 1 else -1
            assert found.relation_class == only
            assert found.decided_by_facts == (len(possible) == 1)
            assert found.label_contradicted == (label is not None and label not in possible)
            employed = {True: 1, False: -1}[len(expected) == 1] if "employee" in expected else 0
            assert in_labour_relation(found.possible) == employed


facts_of_people = st.lists(
    st.tuples(*(st.sampled_from(TRIPLE) for _ in FACTS), st.sampled_from((-1, 0, 1, 2))),
    min_size=1,
    max_size=30,
)


@given(facts_of_people, st.sampled_from(["int8", "int64"]))
def test_one_by_one_and_as_an_array(people: list[tuple[int, ...]], dtype: str) -> None:
    columns = [np.array(column, dtype=dtype) for column in zip(*people, strict=True)]
    together = classify(WorkFacts(*columns[:-1]), columns[-1])
    for row, person in enumerate(people):
        alone = classify(WorkFacts(*person[:-1]), person[-1])
        for name in alone.__dataclass_fields__:
            assert getattr(alone, name) == int(getattr(together, name)[row]), name


@given(
    st.lists(
        st.tuples(
            st.integers(-1, 2400), st.sampled_from((-1, 0, 1)), st.sampled_from((-1, 0, 1, 2))
        ),
        min_size=1,
    )
)
def test_hours_agreement_and_registration_as_arrays(rows: list[tuple[int, int, int]]) -> None:
    hours, fact, relation = (np.array(column) for column in zip(*rows, strict=True))
    together = within_hours(hours, 4)
    paper = self_employed_on_paper(fact, relation)
    agreement = written_agreement(fact, relation, together.outcome)
    assert isinstance(together.minutes_over, np.ndarray)
    for row, (hundredths, told, number) in enumerate(rows):
        alone = within_hours(hundredths, 4)
        assert (alone.outcome, alone.minutes_over) == (
            together.outcome[row],  # type: ignore[index]
            together.minutes_over[row],
        )
        assert self_employed_on_paper(told, number) == paper[row]  # type: ignore[index]
        assert written_agreement(told, number, alone.outcome) == agreement[row]  # type: ignore[index]


@given(st.integers(0, 16800), st.sampled_from([4, 24]))
@example(0, 4)
@example(401, 4)
@example(2400, 24)
def test_minutes_over_by_fractions(hundredths: int, limit: int) -> None:
    """60 minutes an hour, begun minutes whole."""
    over = max(-(-60 * (hundredths - 100 * limit) // 100), 0)
    hours = within_hours(hundredths, limit)
    assert (hours.outcome, hours.minutes_over) == (int(hundredths > 100 * limit), over)


def test_classes_are_told_by_one_bit_only() -> None:
    assert [only_class(bits) for bits in range(1, 8)] == [0, 1, -1, 2, -1, -1, -1]
    assert ABSENT == -1


def test_no_hours_limit_on_file_is_unknown() -> None:
    assert within_hours(300, -1).outcome == 2
