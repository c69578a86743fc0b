"""What holds of every calendar, whoever asks, wherever and whenever."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calc import compare, load_parameters
from calc.comparison import Comparison, Option
from calc.comparison.payments import Entry
from calc.errors import CanbaoError
from calc.months import last_day, month_of_day, month_text

LAW = load_parameters()
WITH_PROPORTION = load_parameters(entries=["lincang.employee_medical.flexible_base_proportion=60%"])
CITIES = ("jining", "weihai", "zaozhuang", "xuchang", "lincang")
CENTS = st.decimals(2000, 30000, places=2).map(str)
# floors of Weihai, tiers of Lincang, ceilings, and their neighbours
EDGES = st.one_of(
    st.sampled_from(["4503.99", "4504", "4504.01", "4520", "4572.99", "4573", "22518", "22863"]),
    st.sampled_from(["4356.99", "4357", "4403", "5084", "5137", "21789", "22017"]),
)
PEOPLE = st.fixed_dictionaries(
    {"workplace": st.sampled_from(CITIES)},
    optional={
        "household_registration": st.sampled_from([*CITIES, "elsewhere"]),
        "born": st.integers(1960 * 12, 2009 * 12).map(month_text),
        "sex": st.sampled_from(["male", "female"]),
        "retirement_track": st.sampled_from(["male60", "female55", "female50"]),
        "monthly_income": CENTS | EDGES,
        "pension_base": CENTS | EDGES,
        "medical_base": CENTS | EDGES,
        "payment_frequency": st.sampled_from(["monthly", "quarterly", "half_yearly", "yearly"]),
        "payment_timing": st.sampled_from(["advance", "arrears"]),
        "enrolled_from": st.integers(2022 * 12, 2028 * 12).map(month_text),
        "resident_pension_tier": st.sampled_from(["300", "500", "1000", "3000"]),
    },
)
NOTICES = (dt.date(2024, 8, 6), dt.date(2025, 9, 19), dt.date(2026, 8, 14), dt.date(2026, 8, 29))
DAYS = st.dates(dt.date(2023, 1, 1), dt.date(2028, 1, 1)) | st.builds(
    lambda notice, days: notice + dt.timedelta(days),
    st.sampled_from(NOTICES),
    st.integers(-1, 60),
)


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    on = draw(DAYS)
    try:
        return compare(
            draw(PEOPLE),
            draw(st.sampled_from([LAW, WITH_PROPORTION])),
            on=on,
            known_on=draw(st.none() | DAYS),
            year=draw(st.none() | st.integers(2022, 2028)),
            mode=draw(st.sampled_from(["provisional", "provisional", "strict"])),
        )
    except CanbaoError:
        assume(False)
        raise


def regular(option: Option) -> list[Entry]:
    return [entry for entry in option.calendar if entry.kind == "regular"]


def make_ups(option: Option) -> list[Entry]:
    return [entry for entry in option.calendar if entry.kind == "make_up"]


def the_calendar_adds_up_to_the_year(result: Comparison) -> None:
    for option in result.options:
        if option.worker_year_fen is None:
            assert option.calendar == ()
            assert any(finding.rule == "calendar.not_priced" for finding in option.findings)
        else:
            assert sum(entry.amount_fen for entry in option.calendar) == option.worker_year_fen
        by_item: Counter[str] = Counter()
        for entry in option.calendar:
            by_item[entry.item] += entry.amount_fen
        for line in option.worker_lines if option.calendar else ():
            by_item[line.item] -= line.year_fen or 0
        assert not any(by_item.values()), "item by item"


def an_entry_adds_up_to_its_months(result: Comparison) -> None:
    for option in result.options:
        for entry in option.calendar:
            first, last = entry.covers
            assert first <= last
            if not entry.months:
                assert entry.kind == "regular"
                continue
            assert entry.amount_fen == sum(month.amount_fen for month in entry.months)
            months = [month.month for month in entry.months]
            assert months == sorted(set(months))
            assert (months[0], months[-1]) == (first, last)
            assert set(months) <= set(result.question.months)
            for month in entry.months:
                if entry.kind == "regular":
                    assert month.paid_fen is None
                    assert month.owed_fen is None
                else:
                    assert month.paid_fen is not None
                    assert month.owed_fen is not None
                    assert month.amount_fen == month.owed_fen - month.paid_fen != 0


def every_month_is_paid_once(result: Comparison) -> None:
    for option in result.options:
        paid = Counter(
            (entry.item, month.month) for entry in regular(option) for month in entry.months
        )
        assert set(paid.values()) <= {1}
        for item in {item for item, _ in paid}:
            assert {month for each, month in paid if each == item} == set(result.question.months)


def due_days_and_knowledge(result: Comparison) -> None:
    question = result.question
    for option in result.options:
        for entry in regular(option):
            assert entry.due_on is None or month_of_day(entry.due_on) == entry.month
            if entry.months and entry.due_on is not None:
                first, last = entry.covers
                assert first <= entry.month <= last
                assert entry.due_on <= last_day(entry.month)
        due = {
            (entry.item, month.month): entry.due_on
            for entry in regular(option)
            for month in entry.months
        }
        keys = [(entry.item, entry.notice_on) for entry in make_ups(option)]
        assert len(set(keys)) == len(keys), "one make-up per item and notice"
        for entry in make_ups(option):
            assert entry.notice_on is not None
            assert entry.notice_on <= question.known_on
            assert entry.month == month_of_day(entry.notice_on)
            assert entry.due_on is None or entry.due_on >= entry.notice_on
            for month in entry.months:
                day = due[entry.item, month.month]
                assert day is not None
                assert day < entry.notice_on, "what is paid after a notice needs no make-up"


def make_ups_chain_from_what_was_paid_to_what_is_owed(result: Comparison) -> None:
    for option in result.options:
        last_paid = {
            (entry.item, month.month): month.amount_fen
            for entry in regular(option)
            for month in entry.months
        }
        for entry in sorted(make_ups(option), key=lambda e: e.notice_on or dt.date.max):
            for month in entry.months:
                assert month.paid_fen == last_paid[entry.item, month.month]
                assert month.owed_fen is not None
                last_paid[entry.item, month.month] = month.owed_fen
        for line in option.worker_lines if option.calendar else ():
            for number, owed in line.by_month.items():
                assert last_paid[line.item, number] == owed


def calendar_findings_close_nothing(result: Comparison) -> None:
    for option in result.options:
        for finding in option.findings:
            if finding.rule.startswith(("calendar.", "tier.", "resident_medical.next")):
                assert not finding.is_condition
        assert (not make_ups(option)) or {"calendar.make_up", "calendar.credit"} & {
            finding.rule for finding in option.findings
        }


LAWS = (
    the_calendar_adds_up_to_the_year,
    an_entry_adds_up_to_its_months,
    every_month_is_paid_once,
    due_days_and_knowledge,
    make_ups_chain_from_what_was_paid_to_what_is_owed,
    calendar_findings_close_nothing,
)


@given(comparisons())
def test_every_law_of_the_calendar(result: Comparison) -> None:
    for law in LAWS:
        law(result)


@settings(max_examples=100)
@given(comparisons(), st.sampled_from(["quarterly", "half_yearly", "yearly"]))
def test_the_rhythm_never_changes_what_a_free_base_costs(
    result: Comparison, frequency: str
) -> None:
    """Only when it is paid; a tier place fixes the tier at the first payment, and a chosen base
    may have been within the bounds of then."""
    person = result.question.applicant
    assume(person.pension_base_fen is None and person.medical_base_fen is None)
    other = compare(
        person.model_copy(update={"payment_frequency": frequency}),
        result.question.parameters,
        on=result.question.on,
        known_on=result.question.known_on,
        year=result.question.year,
        mode=result.question.mode,
    )
    for before, after in zip(result.options, other.options, strict=True):
        if "flexible@lincang" not in before.pension.part.id:
            assert before.worker_year_fen == after.worker_year_fen
