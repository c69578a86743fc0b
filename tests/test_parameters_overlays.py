"""Values entered over the law on file: taken, refused, printed and read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from calc import CanbaoError, load_parameters
from calc.codes import ERRORS
from calc.errors import Problem
from calc.parameters.lookup import Answer, Parameters
from calc.parameters.model import Record
from calc.parameters.overlays import overlay_yaml, read_overlays

CASES: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "cases" / "parameter_errors" / "entries.yaml").read_text("utf-8"),
    yaml.BaseLoader,
)
ON = dt.date(2026, 11, 22)
FLOOR = "employee_pension.base_floor"


def refused(**arguments: Any) -> tuple[Problem, ...]:
    with pytest.raises(CanbaoError) as caught:
        load_parameters(**arguments)
    return caught.value.problems


def hold(case: dict[str, Any], problems: tuple[Problem, ...]) -> None:
    assert [problem.code for problem in problems] == case["codes"]
    assert set(case["codes"]) <= ERRORS.keys()
    first = problems[0]
    assert first.nearest == case.get("nearest", first.nearest)
    assert first.found == case.get("found", first.found)
    assert any(case.get("allowed", "") in str(option) for option in (*first.allowed, ""))


# -- --set --------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES["set"], ids=lambda case: case["why"])
def test_entries_refused(case: dict[str, Any]) -> None:
    text = "x" * 100_000 if case["text"] == "LONG" else case["text"]
    problems = refused(entries=[text])
    hold(case, problems)
    assert all(problem.where.startswith("--set ") for problem in problems)
    assert all(len(problem.where) < 100 for problem in problems)


def test_all_wrong_entries_come_together() -> None:
    texts = [case["text"] for case in CASES["set"]]
    codes = [code for case in CASES["set"] for code in case["codes"]]
    assert [problem.code for problem in refused(entries=texts)] == codes


@pytest.mark.parametrize(
    ("text", "unit", "parsed"),
    [
        ("lincang.employee_medical.flexible_base_proportion=60%", "percent", 600_000),
        ("lincang.employee_medical.flexible_base_proportion=60", "percent", 600_000),
        ("lincang.employee_medical.flexible_base_proportion = 60 %", "percent", 600_000),
        ("lincang.employee_medical.flexible_base_proportion=６０％", "percent", 600_000),
        ("lincang.employee_medical.flexible_base_proportion=60 percent", "percent", 600_000),
        ("weihai.employee_medical.large_amount_supplement=15", "CNY/year", 1_500),
        (
            "weihai.employee_medical.large_amount_supplement=15 CNY/half-year",
            "CNY/half-year",
            1_500,
        ),
        ("weihai.resident_pension.addition_per_extra_year=2 CNY/month", "CNY/month", 200),
        (
            "weihai.resident_pension.addition_per_extra_year=1 percent of base_pension_minimum",
            "percent of base_pension_minimum",
            10_000,
        ),
        ("jining.employee_medical.base_tiers=5762 3457", "CNY/month", (576_200, 345_700)),
        ("jining.employee_medical.base_tiers=5762,3457", "CNY/month", (576_200, 345_700)),
        (
            "jining.employee_medical.base_tiers=5762, 3457 CNY/month",
            "CNY/month",
            (576_200, 345_700),
        ),
        ("weihai.resident_pension.subsidy=300:50 500:60", "CNY/year", {"300": 5_000, "500": 6_000}),
        ("weihai.resident_pension.subsidy=300:50,500:60", "CNY/year", {"300": 5_000, "500": 6_000}),
        ("weihai.minimum_wage.counties=环翠:1 乳山:2", "county:class", {"环翠": 1, "乳山": 2}),
        ("weihai.employee_pension.base_choice=tiers", "enum", "tiers"),
        ("weihai.employee_pension.make_up=settled both ways", "enum", "settled both ways"),
        ("weihai.employee_pension.frequencies=monthly yearly", "set", ("monthly", "yearly")),
        ("weihai.employee_pension.last_payment_day=12-25", "MM-DD", "12-25"),
        ("weihai.occupational_injury.starts=2026-07-01", "date", dt.date(2026, 7, 1)),
        (
            "weihai.resident_medical.window=2026-09-01..2026-12-31",
            "dates",
            (dt.date(2026, 9, 1), dt.date(2026, 12, 31)),
        ),
        ("weihai.social_insurance_subsidy.share_maximum=1/2", "ratio", (1, 2)),
        ("weihai.employee_medical.long_term_care=none", "CNY/year", "none"),
        ("weihai.resident_pension.hardship_tiers=none", "CNY/year", "none"),
    ],
)
def test_entries_taken(text: str, unit: str, parsed: object) -> None:
    (record,) = load_parameters(entries=[text]).entered
    assert (record.unit, record.parsed) == (unit, parsed)
    assert (record.evidence, record.source, record.entered) == ("entered", "entered", True)
    assert (record.first, record.last, record.known_from) == (dt.date.min, None, dt.date.min)


# -- overlays -------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES["overlays"], ids=lambda case: case["why"])
def test_overlays_refused(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(case["text"], "utf-8")
    problems = refused(overlays=[path])
    hold(case, problems)
    assert all(problem.where.startswith("mine.yaml") for problem in problems)
    if "line" in case:
        assert problems[0].where.startswith(f"mine.yaml:{case['line']}")


def test_overlays_that_are_no_files(tmp_path: Path) -> None:
    missing, folder = refused(overlays=[tmp_path / "none.yaml", tmp_path])
    assert missing.code == folder.code == "file.unreadable"
    binary = tmp_path / "b.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    (problem,) = refused(overlays=[str(binary)])
    assert problem.code == "file.not_utf8"


def test_problems_of_several_overlays_and_entries_come_together(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("entered: []", "utf-8")
    entry = {"place": "nowhere", "parameter": FLOOR, "value": "5000", "unit": "CNY/month"}
    problems = refused(overlays=[path, {"entered": [entry]}], entries=["x"])
    assert [problem.code for problem in problems] == [
        "value.empty",
        "place.unknown",
        "set.wrong_form",
    ]
    assert problems[1].where == "overlay entered.0"


@pytest.mark.parametrize("content", [{}, {"entered": "x"}, {"entered": [1]}, {1: 2}], ids=str)
def test_contents_that_are_no_overlay(content: Any) -> None:
    assert refused(overlays=[content])


def test_contents_from_python_are_taken_as_written() -> None:
    entries: list[Mapping[str, object]] = [
        {"place": 371000, "parameter": FLOOR, "value": 5000, "unit": "CNY/month", "note": "见公告"},
        {
            "place": "weihai",
            "parameter": "resident_pension.subsidy",
            "value": {500: 60.5},
            "unit": "CNY/year",
            "from": dt.date(2026, 1, 1),
            "note": {"zh": "一", "en": "one"},
        },
        {
            "place": "weihai",
            "parameter": "resident_pension.tiers",
            "value": [500, 800],
            "unit": "CNY/year",
        },
    ]
    floor, subsidy, tiers = load_parameters([{"entered": entries}]).entered
    assert (floor.place, floor.parsed) == ("weihai", 500_000)
    assert floor.note is not None
    assert (floor.note.zh, floor.note.en) == ("见公告", "见公告")
    assert (subsidy.parsed, subsidy.first) == ({"500": 6_050}, dt.date(2026, 1, 1))
    assert subsidy.note is not None
    assert subsidy.note.en == "one"
    assert tiers.parsed == (50_000, 80_000)


def test_an_entered_base_may_begin_in_mid_month() -> None:
    entry = {"place": "weihai", "parameter": FLOOR, "value": "5000", "unit": "CNY/month"}
    (record,) = load_parameters([{"entered": [{**entry, "from": "2026-11-15"}]}]).entered
    assert record.first == dt.date(2026, 11, 15)


# -- printed and read back ------------------------------------------------------------------------


def bare(records: tuple[Record, ...]) -> list[dict[str, object]]:
    """Everything a record says, without where it stood."""
    return [{**asdict(record), "where": ""} for record in records]


def round_trip(parameters: Parameters) -> None:
    text = overlay_yaml(parameters.entered)
    again = load_parameters([yaml.load(text, yaml.BaseLoader)])
    assert bare(again.entered) == bare(parameters.entered)
    assert again.data_version == parameters.data_version
    assert overlay_yaml(again.entered) == text


def test_what_was_set_is_printed_as_an_overlay() -> None:
    entries = [
        "lincang.employee_medical.flexible_base_proportion=60%",
        "weihai.resident_pension.subsidy=300:50 500:60",
        "jining.employee_medical.base_tiers=5762 3457",
        "weihai.employee_pension.frequencies=monthly yearly",
        "weihai.employee_pension.make_up=settled both ways",
        "weihai.employee_medical.long_term_care=none",
        "weihai.social_insurance_subsidy.share_maximum=1/2",
    ]
    parameters = load_parameters(entries=entries)
    text = overlay_yaml(parameters.entered)
    assert text.startswith("entered:\n- place: lincang\n")
    assert "from" not in text
    round_trip(parameters)


def test_days_documents_and_notes_survive() -> None:
    entry = {"place": "weihai", "parameter": FLOOR, "value": "4650.50", "unit": "CNY/month"}
    entered = [
        {**entry, "from": "2027-01-01", "to": "2027-12-31", "published": "2027-08-10"},
        {
            **entry,
            "from": "2028-01-01",
            "source": "云人社发〔2021〕40号",
            "article": "10",
            "note": "一处转述",
        },
        {
            "place": "weihai",
            "parameter": "commercial_cover.kinds",
            "value": ["personal accident", "employer's liability"],
            "unit": "set",
            "note": {"zh": "甲", "en": "A"},
        },
        {
            "place": "weihai",
            "parameter": "minimum_wage.counties",
            "value": {"环翠 区": "1", "乳山": "2"},
            "unit": "county:class",
        },
    ]
    round_trip(load_parameters([{"entered": entered}]))


def test_overlapping_layers_are_printed_as_one_overlay() -> None:
    entry = {"place": "weihai", "parameter": FLOOR, "unit": "CNY/month"}
    whole = {**entry, "value": "4700", "from": "2026-01-01", "to": "2026-12-31"}
    part = {**entry, "value": "4800", "from": "2026-06-01", "to": "2026-08-31"}
    parameters = load_parameters([{"entered": [whole]}, {"entered": [part]}])
    assert [(r.value, str(r.first), str(r.last)) for r in parameters.entered] == [
        ("4700", "2026-01-01", "2026-05-31"),
        ("4800", "2026-06-01", "2026-08-31"),
        ("4700", "2026-09-01", "2026-12-31"),
    ]
    entries = [{"entered": [whole]}, {"entered": [part]}]
    over = load_parameters(entries, entries=[f"weihai.{FLOOR}=4900"])
    assert [record.value for record in over.entered] == ["4900"]


@pytest.fixture(scope="module")
def empty() -> Parameters:
    return load_parameters()


def entered_over(law: Parameters, layers: list[list[dict[str, str]]]) -> Parameters:
    """The law with overlays, without reading its files again."""
    overlays = [{"entered": entries} for entries in layers]
    records = read_overlays(overlays, (), law.places, law.definitions, law.documents)
    return Parameters(law.places, law.definitions, law.documents, law.records, records)


proportions = st.integers(300_000, 1_000_000).map(lambda ppm: f"{ppm // 10_000}.{ppm % 10_000:04d}")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["weihai", "lincang", "yunnan", "national"]),
            proportions,
            st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)),
            st.none() | st.integers(0, 900),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_layers_survive_the_post(
    empty: Parameters, drawn: list[tuple[str, str, dt.date | None, int | None]]
) -> None:
    name = "employee_medical.flexible_base_proportion"
    layers = []
    for place, value, first, length in drawn:
        entry = {"place": place, "parameter": name, "value": value, "unit": "percent"}
        if first is not None:
            entry["from"] = str(first)
            if length is not None:
                entry["to"] = str(first + dt.timedelta(days=length))
        layers.append(entry)
    parameters = entered_over(empty, [[entry] for entry in layers])
    again = entered_over(
        empty, [yaml.load(overlay_yaml(parameters.entered), yaml.BaseLoader)["entered"]]
    )
    for place in ("weihai", "lincang"):
        for day in (ON, dt.date(2000, 1, 1), dt.date(2039, 12, 31)):
            one, other = parameters.ask(place, name, day), again.ask(place, name, day)
            if isinstance(one, Answer):
                assert isinstance(other, Answer)
                assert (one.record.value, one.status, one.since) == (
                    other.record.value,
                    other.status,
                    other.since,
                )
