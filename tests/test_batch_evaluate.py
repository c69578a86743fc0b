"""A batch says what the comparison says, one by one: to the fen, finding for finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calc.applicant import (
    MEDICAL_PLANS,
    Drawing,
    Frequency,
    Occupation,
    RelationClass,
    RetirementTrackName,
    Timing,
)
from calc.batch import REJECTS, BatchOptions, evaluate
from calc.batch.columns import columns
from calc.batch.results import FORMS, Form
from calc.codes.calendar import CALENDAR
from calc.comparison import Comparison, Option, compare
from calc.errors import CanbaoError
from calc.parameters.loading import load_parameters

PARAMETERS = load_parameters()
CITIES = sorted(PARAMETERS.cities())
GROUPS = (
    "none",
    *(dict(PARAMETERS.definitions.items())["social_insurance_subsidy.groups"].allowed or ()),
)
EDGES = sorted(
    {
        day + dt.timedelta(days=step)
        for record in PARAMETERS.records
        for day in (record.first, record.last, record.known_from)
        if day is not None and day.year >= 2020
        for step in (-1, 0, 1)
    }
)
"""Days on both sides of every boundary of what is on file."""
NOT_IN_A_BATCH = {code.code for code in CALENDAR}
"""Findings of calendars: a batch has none."""

BOOLEANS = ("true", "false", "1", "0", "yes", "no", "是", "否")
ON_FILE = ("4573", "4573.00", "4504", "4503.99", "4403", "3831", "3830.99", "22863", "22863.01")


def _amounts() -> st.SearchStrategy[str]:
    fen = st.integers(0, 3_500_000).map(lambda n: f"{n // 100}.{n % 100:02d}")
    return st.one_of(st.sampled_from(ON_FILE), fen, st.integers(2_000, 9_000).map(str))


def _months(first: int, last: int) -> st.SearchStrategy[str]:
    return st.builds("{}-{:02d}".format, st.integers(first, last), st.integers(1, 12))


def _numbers(*likely: int) -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(likely).map(str), st.integers(0, 500).map(str))


def _names() -> st.SearchStrategy[str]:
    return st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)


def _words(kind: object) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(kind))


VALUES: Mapping[str, st.SearchStrategy[str]] = {
    "id": _names(),
    "workplace": st.sampled_from([*CITIES, "371000"]),
    "household_registration": st.sampled_from([*CITIES, "elsewhere"]),
    "born": st.one_of(_months(1955, 2012), _months(1961, 1976)),
    "sex": st.sampled_from(["male", "female"]),
    "retirement_track": _words(RetirementTrackName),
    "relation": _words(RelationClass),
    "occupation": _words(Occupation),
    "platform": _names(),
    "monthly_income": _amounts(),
    "pension_base": _amounts(),
    "medical_base": _amounts(),
    "payment_frequency": _words(Frequency),
    "payment_timing": _words(Timing),
    "enrolled_from": _months(2022, 2027),
    "medical_plan": st.sampled_from(MEDICAL_PLANS),
    "resident_medical_tier": st.sampled_from(["tier_1", "tier_2", "minors", "tier_9"]),
    "resident_pension_tier": st.sampled_from(
        ["100", "200", "300", "500", "1000", "5000", "777", "333.33"]
    ),
    "drawing": _words(Drawing),
    "retiree_medical_benefits": st.sampled_from(BOOLEANS),
    "hardship": st.sampled_from(BOOLEANS),
    "work_injury_class": st.integers(1, 8).map(str),
    **{
        f"relation_facts.{name}": st.sampled_from(BOOLEANS)
        for name in (
            "lawful_parties",
            "rules_apply",
            "paid_under_management",
            "part_of_business",
            "platform_manages_work",
            "written_agreement",
            "registered_self_employed",
        )
    },
    "relation_facts.hours_per_day": st.sampled_from(["3", "4", "4.01", "8"]),
    "relation_facts.hours_per_week": st.sampled_from(["20", "24", "24.01", "40"]),
    "history.employee_pension_months": _numbers(0, 179, 180, 240),
    "history.deemed_months": _numbers(0, 12),
    "history.average_contribution_index": st.decimals(0, 3, places=4).map(str),
    "history.individual_account": _amounts(),
    "history.resident_account": _amounts(),
    "history.resident_pension_months": _numbers(0, 180),
    "history.employee_medical_months": _numbers(0, 299, 300, 360),
    "history.resident_medical_missed_years": st.integers(0, 5).map(str),
    "history.resident_medical_repaid_years": st.integers(0, 3).map(str),
    "groups.hard_to_employ": st.sampled_from(GROUPS),
    "groups.graduated_on": _months(2022, 2026),
    "groups.subsidy_months_used": _numbers(0, 24, 30, 35, 36, 60),
    "accident_insurance.premium": st.sampled_from(["0", "99.99", "119.99", "250.01"]),
    "accident_insurance.starts_on": _months(2022, 2026),
    "accident_insurance.months": st.sampled_from(["6", "11", "12", "24"]),
    "accident_insurance.platform_registered_in": st.sampled_from([*CITIES, "elsewhere"]),
    **{
        f"accident_insurance.{name}": st.sampled_from(BOOLEANS)
        for name in (
            "employment_registered",
            "claimed_this_year",
            "other_injury_subsidy",
            "is_manager",
        )
    },
    "work.orders_per_month": _numbers(0, 1_000),
    "work.monthly_pay": _amounts(),
    "work.hourly_pay": st.sampled_from(["0", "20", "21.50"]),
    "work.continuous_hours": st.sampled_from(["3.99", "4", "11.5"]),
    "work.rest_minutes": st.integers(0, 60).map(str),
    "work.holiday_pay_factor": st.sampled_from(["1", "1.5", "3"]),
    "work.county": _names(),
}
Row = Mapping[str, str]
ROWS: st.SearchStrategy[Row] = st.fixed_dictionaries(
    {"workplace": VALUES["workplace"]},
    optional={name: values for name, values in VALUES.items() if name != "workplace"},
)
WRONG: Mapping[str, st.SearchStrategy[str]] = {
    "workplace": st.sampled_from(["atlantis", "shandong", "", " ", "w" * 61]),
    "household_registration": st.sampled_from(["mars", "henan", "x" * 61]),
    "born": st.sampled_from(["1990-13", "2030-01", "1990"]),
    "sex": st.just("MALE"),
    "monthly_income": st.sampled_from(["5,000", "-1", "abc", "1.234"]),
    "pension_base": st.sampled_from(["0.01", "99999999"]),
    "hardship": st.just("maybe"),
    "resident_medical_tier": st.just("tier_9"),
    "groups.hard_to_employ": st.just("pirates"),
    "accident_insurance.platform_registered_in": st.sampled_from(["nowhere", "yunnan"]),
    "history.deemed_months": st.sampled_from(["12.5", "1201"]),
}
WRONG_ROWS: st.SearchStrategy[Row] = st.builds(
    lambda row, wrong: {**row, **wrong}, ROWS, st.fixed_dictionaries({}, optional=WRONG)
)
DAYS = st.one_of(
    st.sampled_from(EDGES),
    st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    st.dates(dt.date(2021, 1, 1), dt.date(2027, 12, 31)),
)


@st.composite
def options(draw: st.DrawFn) -> BatchOptions:
    on = draw(DAYS)
    known_on = draw(
        st.one_of(
            st.none(),
            st.sampled_from([dt.date(2026, 11, 1), dt.date(2023, 3, 1)]),
            st.sampled_from(EDGES),
        )
    )
    year = draw(st.sampled_from([None, None, on.year - 1, on.year + 1]))
    return BatchOptions(on, known_on, year, draw(st.sampled_from(["strict", "provisional"])))


def batch_of(rows: Sequence[Row]) -> pa.RecordBatch:
    names = [name for name in columns() if any(name in row for row in rows)]
    return pa.record_batch(
        {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
    )


def applicant_of(row: Row) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, value in row.items():
        group, _, key = name.rpartition(".")
        (data.setdefault(group, {}) if group else data)[key] = value
    return data


def compared(row: Row, asked: BatchOptions) -> Comparison | CanbaoError:
    try:
        return compare(
            applicant_of(row),
            PARAMETERS,
            on=asked.on,
            known_on=asked.known_on,
            year=asked.year,
            mode=asked.mode,
        )
    except CanbaoError as error:
        return error


def said(option: Option) -> dict[str, Any]:
    """What a batch says of an option, from the comparison."""
    findings = [
        f"{finding.rule}:{finding.outcome}"
        for finding in option.findings
        if finding.rule not in NOT_IN_A_BATCH
    ]
    return {
        "option": option.id,
        "open": option.open,
        "priced": option.priced,
        "complete": option.complete,
        "worker_month_fen": option.worker_month_fen,
        "worker_year_fen": option.worker_year_fen,
        "subsidy_year_fen": option.subsidy_year_fen,
        "net_year_fen": option.net_year_fen,
        "net_year_with_ceiling_fen": option.net_year_with_ceiling_fen,
        "findings": " ".join(dict.fromkeys(findings)),
        "missing": " ".join(
            f"{value.place}.{value.parameter}{'' if value.required else '?'}"
            for value in option.missing
        ),
    }


def beside(result: Comparison) -> dict[str, Any]:
    """What a batch says of a person beside the options."""
    accident = result.subsidies[0]
    return {
        "relation": result.relation.relation_class,
        "person_findings": " ".join(f"{f.rule}:{f.outcome}" for f in result.findings),
        "accident_insurance_subsidy.place": accident.place,
        "accident_insurance_subsidy.open": accident.open,
        "accident_insurance_subsidy.amount_fen": accident.amount_fen,
        "accident_insurance_subsidy.findings": " ".join(
            f"{finding.rule}:{finding.outcome}" for finding in accident.findings
        ),
    }


def form(asked: BatchOptions, name: str) -> BatchOptions:
    return BatchOptions(asked.on, asked.known_on, asked.year, asked.mode, name)  # type: ignore[arg-type]


def problems_of(error: CanbaoError) -> list[tuple[str, str]]:
    return [(p.where.removeprefix("applicant").strip(), p.code) for p in error.problems]


def test_every_column_is_tried() -> None:
    assert set(VALUES) == set(columns())


FIXED_TIER = {"workplace": "lincang", "medical_plan": "without_account", "monthly_income": "4573"}


@given(st.lists(ROWS | WRONG_ROWS, min_size=1, max_size=12), options())
@example([FIXED_TIER], BatchOptions(dt.date(2024, 4, 25), dt.date(2026, 11, 1), None, "strict"))
def test_a_batch_says_what_the_comparison_says(rows: list[Row], asked: BatchOptions) -> None:
    batch = batch_of(rows)
    alone = [compared(row, asked) for row in rows]
    good = [
        (number, row, one)
        for number, (row, one) in enumerate(zip(rows, alone, strict=True), start=1)
        if isinstance(one, Comparison)
    ]
    long, rejects = evaluate(batch, PARAMETERS, asked)
    want = [
        {"row": number, "id": row.get("id"), **said(option)}
        for number, row, one in good
        for option in one.options
    ]
    assert long.to_pylist() == want

    wrong = [
        (number, *problem)
        for number, one in enumerate(alone, start=1)
        if isinstance(one, CanbaoError)
        for problem in problems_of(one)
    ]
    found = [(each["row"], each["column"], each["code"]) for each in rejects.to_pylist()]
    assert sorted(found) == sorted(wrong)

    best, _ = evaluate(batch, PARAMETERS, form(asked, "best"))
    assert best.to_pylist() == [
        {"row": number, "id": row.get("id"), **_best(one), **beside(one)}
        for number, row, one in good
    ]
    wide, _ = evaluate(batch, PARAMETERS, form(asked, "wide"))
    for each, (number, row, one) in zip(wide.to_pylist(), good, strict=True):
        assert (each["row"], each["id"]) == (number, row.get("id"))
        assert {key: each[key] for key in beside(one)} == beside(one)
        _check_ways(each, one)


def test_what_is_forgotten_is_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory of a long run is bounded: what was seen before is dropped now and then."""
    batches = [
        batch_of(
            [
                {
                    "workplace": place,
                    "household_registration": CITIES[number % len(CITIES)],
                    "resident_medical_tier": tier,
                    "platform": f"Ａ{number}",
                    "groups.hard_to_employ": GROUPS[number % len(GROUPS)],
                }
                for number, place in enumerate(CITIES)
                for tier in ("tier_1", "minors", "tier_9")
            ]
        )
        for _ in range(3)
    ]
    asked = BatchOptions(dt.date(2026, 11, 21))
    before = [evaluate(batch, PARAMETERS, asked) for batch in batches]
    monkeypatch.setattr("calc.batch.engine._MOST_STATES", 0)
    monkeypatch.setattr("calc.batch.cells._MOST_REMEMBERED", 0)
    for batch, (results, rejects) in zip(batches, before, strict=True):
        again = evaluate(batch, PARAMETERS, asked)
        assert again[0].to_pylist() == results.to_pylist()
        assert again[1].to_pylist() == rejects.to_pylist()


def _best(result: Comparison) -> dict[str, Any]:
    candidates = [
        option for option in result.options if option.open and option.net_year_fen is not None
    ]
    if not candidates:
        return dict.fromkeys(said(result.options[0]))
    return said(min(candidates, key=lambda option: option.net_year_fen or 0))


def _check_ways(row: Mapping[str, Any], result: Comparison) -> None:
    """Every option stands once in its columns, and nothing else does."""
    question = result.question
    seen = set()
    for option in result.options:
        names = [
            name
            for name in (_way(option, question.workplace, question.registration))
            if f"{name}.open" in row
        ]
        (name,) = names
        seen.add(name)
        want = said(option)
        for measure in (
            "open",
            "worker_month_fen",
            "worker_year_fen",
            "net_year_fen",
            "findings",
        ):
            assert row[f"{name}.{measure}"] == want[measure]
    filled = {
        key.removesuffix(".findings")
        for key, value in row.items()
        if key.startswith("pension=") and key.endswith(".findings") and value is not None
    }
    assert filled == seen


def _way(option: Option, workplace: str, registration: str | None) -> list[str]:
    """An option's id with roles instead of places; the resident pension is the registration's."""
    halves = []
    for priced in (option.pension, option.medical):
        part = priced.part
        role = "workplace" if part.place == workplace else "household_registration"
        if part.scheme == "resident" and part.role == "pension":
            role = "household_registration"
        half = part.id.replace(f"@{part.place}", f"@{role}") if part.place else part.id
        halves.append(half)
    return [";".join(halves)]


def test_columns_of_rejects_are_as_published() -> None:
    batch = pa.record_batch({"workplace": ["weihai", "atlantis"]})
    results, rejects = evaluate(batch, PARAMETERS, BatchOptions(dt.date(2026, 11, 22)))
    assert rejects.schema == REJECTS
    assert set(results.column("row").to_pylist()) == {1}
    (reject,) = rejects.to_pylist()
    assert reject["row"] == 2
    assert reject["value"] == "atlantis"
    assert reject["code"] == "place.unknown"
    assert "atlantis" in reject["message_zh"]
    assert "atlantis" in reject["message_en"]


Maker = Callable[[Sequence[Any]], pa.Array]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("monthly_income", "4500.5"),
        ("monthly_income", 4500),
        ("monthly_income", 4500.5),
        ("monthly_income", 0.1),
        ("monthly_income", -0.0),
        ("monthly_income", 1e16),
        ("monthly_income", float("nan")),
        ("monthly_income", 0.105),
        ("monthly_income", "４５００．５"),
        ("monthly_income", "4,500"),
        ("monthly_income", "1e3"),
        ("monthly_income", "5²"),
        ("monthly_income", "0000000000005"),
        ("monthly_income", "9" * 300),
        ("monthly_income", True),
        ("history.deemed_months", 12.0),
        ("history.deemed_months", "12.5"),
        ("history.deemed_months", 1201),
        ("hardship", True),
        ("hardship", 1),
        ("hardship", "maybe"),
        ("born", "1990-13"),
        ("born", "1990-1"),
        ("born", dt.date(1990, 1, 1)),
        ("born", "2030-01"),
        ("accident_insurance.starts_on", dt.date(2026, 1, 15)),
        ("household_registration", "shandong"),
        ("household_registration", 371000),
        ("groups.hard_to_employ", "pirates"),
        ("accident_insurance.platform_registered_in", "nowhere"),
        ("sex", "MALE"),
        ("id", 17),
        ("id", "  Ａ１ "),
        ("id", "x" * 201),
        ("pension_base", "100"),
        ("work.county", "威海 环翠"),
    ],
)
def test_a_value_is_taken_or_refused_as_for_one_applicant(name: str, value: object) -> None:
    """Typed columns, odd text, and what is wrong: the same as reading one applicant."""
    asked = BatchOptions(dt.date(2026, 11, 22))
    row: dict[str, Any] = {"workplace": "weihai", name: value}
    batch = pa.record_batch({key: [cell] for key, cell in row.items()})
    results, rejects = evaluate(batch, PARAMETERS, asked)
    one = compared(row, asked)
    if isinstance(one, CanbaoError):
        found = [(each["column"], each["code"]) for each in rejects.to_pylist()]
        assert found == problems_of(one)
        assert results.num_rows == 0
    else:
        assert rejects.num_rows == 0
        want = [
            {"row": 1, "id": one.question.applicant.id, **said(option)} for option in one.options
        ]
        assert results.to_pylist() == want


@pytest.mark.parametrize(
    "row",
    [
        {"pension_base": "1", "sex": "m"},
        {"pension_base": "1", "medical_base": "2", "born": "2030-01", "hardship": "maybe"},
        {"pension_base": "1", "medical_base": "x", "groups.hard_to_employ": "pirates"},
        {"pension_base": "1", "payment_frequency": "daily"},
        {"pension_base": "1", "workplace": "weihei", "sex": "m"},
        {"pension_base": "1", "household_registration": "jinning"},
        {"pension_base": "5000", "resident_medical_tier": "tier_9", "enrolled_from": "2026-13"},
        {"medical_base": "1", "retirement_track": "male61", "work.rest_minutes": "x"},
    ],
)
def test_what_is_wrong_in_one_column_hides_nothing_in_another(row: dict[str, Any]) -> None:
    asked = BatchOptions(dt.date(2026, 11, 22))
    row = {"workplace": "weihai"} | row
    good = {key: "weihai" if key == "workplace" else None for key in row}
    batch = pa.RecordBatch.from_pylist([good, row, good], pa.schema([(k, "string") for k in row]))
    results, rejects = evaluate(batch, PARAMETERS, asked)
    one = compared(row, asked)
    assert isinstance(one, CanbaoError)
    found = [(each["column"], each["code"]) for each in rejects.to_pylist()]
    assert sorted(found) == sorted(problems_of(one))
    assert set(rejects.column("row").to_pylist()) == {2}
    assert set(results.column("row").to_pylist()) == {1, 3}


def test_a_base_refused_at_one_place_rejects_nobody_whom_another_takes() -> None:
    """Below Weihai's bounds; Xuchang sets the base itself, so that it is refused nowhere else."""
    row = {"workplace": "xuchang", "household_registration": "weihai", "medical_base": "4000"}
    results, rejects = evaluate(
        pa.RecordBatch.from_pylist([row]), PARAMETERS, BatchOptions(dt.date(2026, 11, 22))
    )
    assert rejects.num_rows == 0
    assert set(results.column("row").to_pylist()) == {1}


def test_wrong_options_are_refused_all_at_once() -> None:
    wrong: Any = {"on": "x", "known_on": "y", "year": 1996, "mode": "lenient", "form": "tall"}
    batch = pa.RecordBatch.from_pylist([{"workplace": "weihai"}])
    with pytest.raises(CanbaoError) as caught:
        evaluate(batch, PARAMETERS, BatchOptions(**wrong))
    assert [each.where for each in caught.value.problems] == list(wrong)


def test_wrong_headers_are_refused_at_once_with_the_nearest_spelling() -> None:
    batch = pa.RecordBatch.from_arrays(
        [pa.array(["1"]), pa.array(["1"]), pa.array(["1"]), pa.array([[1]])],
        names=["workplcae", "born", "born", "sex"],
    )
    with pytest.raises(CanbaoError) as caught:
        evaluate(batch, PARAMETERS, BatchOptions(dt.date(2026, 11, 22)))
    codes = [(problem.code, problem.nearest) for problem in caught.value.problems]
    assert codes == [
        ("key.unknown", "workplace"),
        ("column.twice", ""),
        ("column.wrong_type", ""),
        ("key.missing", ""),
    ]


@pytest.mark.parametrize("wanted", FORMS)
def test_a_first_batch_of_rejected_rows_only(wanted: Form) -> None:
    batch = pa.RecordBatch.from_pylist([{"workplace": "nowhere"}, {"workplace": "here"}])
    asked = BatchOptions(on=dt.date(2026, 11, 22), form=wanted)
    results, rejects = evaluate(batch, load_parameters(), asked)
    assert results.num_rows == 0
    assert rejects.column("row").to_pylist() == [1, 2]
