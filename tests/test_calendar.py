"""The payment calendar against cases worked out by hand, both sides of every day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from calc import compare, load_parameters
from calc.comparison import Comparison, Option
from calc.comparison.payments import Entry, next_dates
from calc.i18n import render
from calc.months import month_text
from calc.parameters.lookup import Parameters
from calc.report.payment_lines import payment_lines

CASES = Path(__file__).parent / "cases" / "calendar"
Case = dict[str, Any]


def read(name: str) -> Case:
    text = (CASES / f"{name}.yaml").read_text("utf-8")
    cases: Case = yaml.load(text, yaml.BaseLoader)
    return cases


def settlement_cases() -> Iterator[tuple[str, Case]]:
    for name, group in read("settlement").items():
        common = {key: value for key, value in group.items() if key != "cases"}
        for number, case in enumerate(group["cases"]):
            yield f"{name}-{number}", {**common, **case}


@pytest.fixture(scope="module")
def law() -> Parameters:
    return load_parameters()


def ask(law: Parameters, case: Case) -> tuple[Comparison, Option]:
    entries = case.get("set", [])
    overlays = [{"entered": [case["overlay"]]}] if "overlay" in case else []
    parameters = load_parameters(overlays, entries=entries) if entries or overlays else law
    result = compare(
        case["applicant"],
        parameters,
        on=dt.date.fromisoformat(case["on"]),
        known_on=dt.date.fromisoformat(case["known_on"]) if "known_on" in case else None,
        year=int(case["year"]) if "year" in case else None,
        mode=case.get("mode", "provisional"),
    )
    options = {option.id: option for option in result.options}
    return result, options[case["option"]]


def fen(yuan: str) -> int:
    amount = Decimal(yuan) * 100
    assert amount == int(amount)
    return int(amount)


def check_findings(case: Case, option: Option) -> None:
    for rule, outcome in case.get("findings", {}).items():
        found = [finding for finding in option.findings if finding.rule == rule]
        assert outcome in {finding.outcome for finding in found}, rule
        for finding in found:
            assert not finding.is_condition or rule.startswith("base.")
            assert render(finding.message(), "zh") != render(finding.message(), "en")
    rules = {finding.rule for finding in option.findings}
    assert not rules & set(case.get("no_findings", []))
    if "closed" in case:
        assert (option.open is False) is (case["closed"] == "true")


def make_up_line(entry: Entry) -> str:
    first, last = (month_text(month) for month in entry.covers)
    due = "-" if entry.due_on is None else entry.due_on.isoformat()
    state = "provisional" if entry.provisional else "settled"
    yuan = f"{Decimal(entry.amount_fen) / 100:.2f}"
    item = f"{entry.item} {first}..{last} {len(entry.months)} {yuan} {state}"
    return f"{month_text(entry.month)} {due} {item}"


def entry_line(entry: Entry) -> str:
    first, last = (month_text(month) for month in entry.covers)
    due = "-" if entry.due_on is None else entry.due_on.isoformat()
    yuan = f"{Decimal(entry.amount_fen) / 100:.2f}"
    kind = " make_up" if entry.kind == "make_up" else ""
    return f"{month_text(entry.month)} {due} {entry.item} {first}..{last} {yuan}{kind}"


SETTLEMENTS = dict(settlement_cases())
CALENDARS = read("entries")


@pytest.mark.parametrize("name", SETTLEMENTS)
def test_what_a_notice_settles(law: Parameters, name: str) -> None:
    case = SETTLEMENTS[name]
    _, option = ask(law, case)
    if "make_ups" in case:
        found = [make_up_line(entry) for entry in option.calendar if entry.kind == "make_up"]
        assert found == case["make_ups"]
    if "year_yuan" in case:
        assert option.worker_year_fen == fen(case["year_yuan"])
    assert option.worker_year_fen == sum(entry.amount_fen for entry in option.calendar)
    check_findings(case, option)


@pytest.mark.parametrize("name", CALENDARS)
def test_whole_calendars(law: Parameters, name: str) -> None:
    case = CALENDARS[name]
    result, option = ask(law, case)
    if "entries" in case:
        entries = [e for e in option.calendar if e.item in case.get("items", [e.item])]
        assert [entry_line(entry) for entry in entries] == case["entries"]
    check_findings(case, option)
    document = result.to_dict("en")
    assert isinstance(document["options"], list)
    shown = next(each for each in document["options"] if each["id"] == case["option"])
    assert [each["amount_fen"] for each in shown["calendar"]] == [
        entry.amount_fen for entry in option.calendar
    ]


def test_the_document_shows_a_make_up_with_its_months(law: Parameters) -> None:
    case = {
        "applicant": {"workplace": "weihai", "payment_frequency": "quarterly"},
        "on": "2026-11-22",
        "option": "pension=flexible@weihai;medical=none",
    }
    result, _ = ask(law, case)
    options = result.to_dict("zh")["options"]
    assert isinstance(options, list)
    shown = next(each for each in options if each["id"] == case["option"])
    make_up = next(each for each in shown["calendar"] if each["kind"] == "make_up")
    months = [f"2026-{month:02d}" for month in range(1, 10)]
    assert make_up == {
        "month": "2026-08",
        "due_on": None,
        "covers": ["2026-01", "2026-09"],
        "item": "employee_pension",
        "amount_fen": 12_420,
        "kind": "make_up",
        "months": months,
        "by_month": [
            {"month": month, "amount_fen": 1_380, "paid_fen": 90_080, "owed_fen": 91_460}
            for month in months
        ],
        "provisional": False,
        "notice_on": "2026-08-14",
        "sources": [{"source": "鲁人社字〔2026〕75号", "article": None}],
    }
    assert shown["receipts"] == []


def test_starting_this_month(law: Parameters) -> None:
    """The cost to December, and the next three dates: August to October at 914.60."""
    case = {
        "applicant": {"workplace": "weihai", "enrolled_from": "2026-08"},
        "on": "2026-08-20",
        "option": "pension=flexible@weihai;medical=none",
    }
    result, option = ask(law, case)
    finding = next(f for f in option.findings if f.rule == "calendar.start")
    assert render(finding.message(), "en") == (
        "Starting in 2026-08, it costs 4,573.00 yuan to the end of 2026. The next payments: "
        "2026-08-31: 914.60 yuan, 2026-09-30: 914.60 yuan, 2026-10-31: 914.60 yuan."
    )
    dates = next_dates(option.calendar, result.question.on)
    assert [(date.day.isoformat(), date.amount_fen, date.on_file) for date in dates] == [
        ("2026-08-31", 91_460, True),
        ("2026-09-30", 91_460, True),
        ("2026-10-31", 91_460, True),
    ]


@pytest.mark.parametrize(
    ("on", "first"), [("2026-08-30", "2026-08-31"), ("2026-08-31", "2026-08-31")]
)
def test_a_payment_due_today_is_among_the_next(law: Parameters, on: str, first: str) -> None:
    case = {
        "applicant": {"workplace": "weihai"},
        "on": on,
        "option": "pension=flexible@weihai;medical=none",
    }
    _, option = ask(law, case)
    # the make-up of August has no due day: it stands on the last of the month, with August's
    dates = next_dates(option.calendar, dt.date.fromisoformat(on))
    assert dates[0].day.isoformat() == first
    assert dates[0].amount_fen == 91_460 + 9_660
    assert not dates[0].on_file
    assert len(next_dates(option.calendar, dt.date(2026, 12, 1), 3)) == 1
    assert next_dates(option.calendar, dt.date(2027, 1, 1)) == ()


def test_a_credit_is_no_date_to_pay(law: Parameters) -> None:
    credit = Entry(24_320, None, (24_312, 24_320), "employee_pension", -1, "make_up")
    assert next_dates((credit,), dt.date(2026, 1, 1)) == ()


def test_the_rhythm_on_file_is_named(law: Parameters) -> None:
    case = {
        "applicant": {"workplace": "lincang", "payment_frequency": "half_yearly"},
        "on": "2026-11-22",
        "option": "pension=flexible@lincang;medical=none",
    }
    _, option = ask(law, case)
    finding = next(f for f in option.findings if f.rule == "calendar.rhythm")
    assert finding.params["offered"] == [
        law.definitions.token(word) for word in ("monthly", "quarterly", "yearly")
    ]
    assert finding.params["used"] == law.definitions.token("quarterly")
    assert finding.needs == ("payment_frequency",)
    assert [source.document for source in finding.sources] == ["云南省2024年度灵活就业人员缴费公告"]


def test_lines_of_text(law: Parameters) -> None:
    """One line for each day and stretch of months, in both languages."""
    case = {
        "applicant": {"workplace": "weihai", "payment_frequency": "half_yearly"},
        "on": "2026-11-22",
        "option": "pension=flexible@weihai;medical=flexible.without_account@weihai",
    }
    _, option = ask(law, case)
    # six months of 900.80 + 315.28 + 1.25 + 1.25
    assert list(payment_lines(option.calendar, "zh")) == [
        "2026-01-31 缴费 7,311.48 元（2026-01 至 2026-06）："
        "职工基本医疗保险、大额医疗补助、长期护理保险、职工基本养老保险",
        "2026-07-31 缴费 7,311.48 元（2026-07 至 2026-12）："
        "职工基本医疗保险、大额医疗补助、长期护理保险、职工基本养老保险",
        "2026-08（到期日没有在案资料） 差额 19.32 元（2026-09 至 2026-12，暂列，是否补收请咨询）："
        "职工基本医疗保险",
        "2026-08（到期日没有在案资料） 补缴差额 165.60 元（2026-01 至 2026-12）：职工基本养老保险",
    ]
    assert list(payment_lines(option.calendar, "en"))[-1] == (
        "2026-08 (no due day on file): difference of 165.60 yuan for 2026-01 to 2026-12: "
        "employee pension"
    )
    credit = Entry(24_320, None, (24_312, 24_312), "employee_pension", -100, "make_up")
    assert list(payment_lines([credit], "en")) == [
        "2026-09 (no due day on file): credit of 1.00 yuan for 2026-01, ask: employee pension"
    ]
