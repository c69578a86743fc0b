"""What is said about an option's cost and pension: the same everywhere, and never more than known.

The option that stands for all, "at least" and the marks of values, spans of estimates, formulas and
values as people read them.
"""

from __future__ import annotations

import doctest
from typing import Any

import pytest

import calc.comparison.projecting_steps
import calc.report.values
from calc import compare, load_parameters
from calc.comparison import Comparison, Option
from calc.comparison.headline import difference, headline_option, shown_first
from calc.comparison.marks import LOWEST_COST, marks_of, sureness
from calc.comparison.projection import band_of
from calc.i18n import LANGS, Lang, yuan_with_separators
from calc.report.amounts import (
    best_formula,
    best_year,
    bounded,
    net_formula,
    net_year,
    shares_of,
    shown_text,
    worker_month,
    worker_year,
)
from calc.report.names import short_option_lines
from calc.report.payment_lines import about_the_days
from calc.report.pictures import PAID_BY_WORKERS, item_names, payer_names, payer_rows, pension_rows
from calc.report.projected import span_text, statutory_band, step_lines
from calc.report.sheet import sheet
from calc.report.values import formula_text, publication_text, value_text
from calc.report.weighed import weighed_text

DAY = "2026-11-22"
SHARE = "lincang.employee_medical.flexible_base_proportion=60%"
LINCANG = {"workplace": "lincang", "household_registration": "lincang", "born": "1990-01"}
FLEXIBLE = "pension=flexible@lincang;medical=flexible.without_account@lincang"
PAYING = {
    "workplace": "weihai",
    "household_registration": "jining",
    "born": "1975-03",
    "sex": "male",
    "relation": "independent",
    "monthly_income": "5200.00",
    "history": {"employee_pension_months": "120", "individual_account": "30000"},
}


def asked(applicant: dict[str, Any], *entries: str) -> Comparison:
    return compare(applicant, load_parameters(entries=entries), on=DAY)


def option_of(result: Comparison, option_id: str) -> Option:
    return next(option for option in result.options if option.id == option_id)


# -- the option that stands for all ---------------------------------------------------------------


def test_a_tier_for_minors_does_not_stand_for_somebody_of_unknown_age() -> None:
    result = asked({"workplace": "weihai", "household_registration": "jining"})
    chosen = headline_option(result)
    assert chosen is not None
    assert chosen.medical.part.plan != "minors"
    cheaper = [o for o in result.options if o.medical.part.plan == "minors" and o.covers_both]
    assert any((o.worker_year_fen or 0) < (chosen.worker_year_fen or 0) for o in cheaper)
    assert all(o.unclear > chosen.unclear for o in cheaper if o.open is None)


@pytest.mark.parametrize("place", ["weihai", "jining", "zaozhuang", "xuchang", "lincang"])
@pytest.mark.parametrize("more", [{}, {"born": "1990-01"}, {"relation": "independent"}])
def test_the_lowest_cost_is_that_of_the_surest(place: str, more: dict[str, str]) -> None:
    result = asked({"workplace": place, "household_registration": place, **more})
    marks = marks_of(result.options)
    marked = [o for o in result.options if LOWEST_COST in marks.get(o.id, ())]
    others = [
        o
        for o in result.options
        if o.open is not False and o.covers_both and o.complete and o.worker_year_fen
    ]
    for option in marked:
        for other in others:
            surer = sureness(option) <= sureness(other)
            assert surer
            if sureness(option) == sureness(other):
                assert (option.worker_year_fen or 0) <= (other.worker_year_fen or 0)
    if marked:
        assert headline_option(result) in marked
        assert shown_first(result.options)[0] in marked or len(marked) > 1


def test_where_nothing_is_priced_completely_the_surest_with_both_covers_stands() -> None:
    result = compare(
        {"workplace": "xuchang", "household_registration": "elsewhere"},
        load_parameters(),
        on=DAY,
        mode="strict",
    )
    assert not any(LOWEST_COST in found for found in marks_of(result.options).values())
    chosen = headline_option(result)
    assert chosen is not None
    assert chosen.covers_both
    assert chosen.open is not False
    priced = [o for o in result.options if o.covers_both and o.worker_year_fen is not None]
    assert bool(priced) == (chosen.worker_year_fen is not None)


# -- at least, and marks --------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "at_least"), [("zh", "至少"), ("en", "at least")])
def test_every_amount_of_an_incomplete_option_says_so(lang: Lang, at_least: str) -> None:
    option = option_of(asked(LINCANG, SHARE), FLEXIBLE)
    assert not option.complete
    for amount in (worker_month(option), worker_year(option), net_year(option), best_year(option)):
        assert amount.fen is not None
        assert amount.statuses == ("entered",)
        assert shown_text(amount, lang).startswith(at_least)
        assert shown_text(amount, lang).endswith("*")


def test_the_month_reads_at_least_on_the_sheet_too() -> None:
    result = asked(LINCANG, SHARE)
    option = option_of(result, FLEXIBLE)
    [lines] = [s for s in sheet(result, option, "en").sections if s.key == "lines"]
    [total] = [row for row in lines.rows if row.mood == "total"]
    assert total.cells[2] == shown_text(worker_month(option), "en", signs=False)
    assert total.cells[2].startswith("at least")


def test_a_difference_says_which_side_is_not_whole() -> None:
    result = asked(LINCANG, SHARE)
    part = option_of(result, FLEXIBLE)
    whole = option_of(result, "pension=resident@lincang;medical=resident@lincang")
    assert whole.complete
    for one, other, bound, begins in (
        (part, whole, "at_least", "at least"),
        (whole, part, "at_most", "at most"),
        (whole, whole, "exact", "5 yuan"),
        (part, part, "unsure", "5 yuan as far as known"),
    ):
        found = difference(one, other)
        assert found.bound == bound
        assert bounded("5 yuan", found, "en").startswith(begins)


# -- subsidies ------------------------------------------------------------------------------------


def test_what_is_left_comes_from_the_subsidies_of_that_very_option() -> None:
    result = asked(PAYING)
    seen = 0
    for option in result.options:
        if option.worker_year_fen is None:
            continue
        shares = shares_of(result, option)
        assert sum(share.fen for share in shares if share.sure) == option.subsidy_year_fen
        ceilings = [share for share in shares if not share.sure]
        assert sum(share.fen for share in ceilings) == option.ceiling_year_fen
        for share in ceilings:
            seen += 1
            assert share.formula.endswith(f"= {share.fen / 100:.2f}")
        left = option.net_year_with_ceiling_fen
        if option.ceiling_year_fen and left is not None:
            assert best_formula(option).endswith(f"= {left / 100:.2f}")
        assert bool(net_formula(option)) == bool(option.subsidy_year_fen)
    assert seen > 5


# -- estimates ------------------------------------------------------------------------------------


def test_a_span_runs_from_the_lower_to_the_higher_amount() -> None:
    """In today's wages the resident pension falls where wages grow: the hopeful set is lowest."""
    result = asked({**PAYING, "born": "1990-03"})
    turned = 0
    for option in result.options:
        for found in result.projection(option).retirement:
            for key in ("real_fen", "pension_fen"):
                band = band_of(found, key)
                assert band.low <= band.middle <= band.high
            amounts = [estimate.real_fen for estimate in found.estimates.values()]
            turned += amounts[0] > amounts[-1]
            for row in pension_rows(result.projection(option), "en"):
                assert float(row["low"]) <= float(row["middle"]) <= float(row["high"])
    assert turned


@pytest.mark.parametrize("lang", LANGS)
def test_sheet_and_screen_show_the_same_span(lang: Lang) -> None:
    result = asked({**PAYING, "born": "1990-03"})
    option = option_of(result, "pension=resident@jining;medical=resident@jining")
    band = statutory_band(result.projection(option))
    assert band is not None
    [part] = [s for s in sheet(result, option, lang).sections if s.key == "projection"]
    wanted = [yuan_with_separators(fen) for fen in (band.low, band.middle, band.high)]
    assert list(part.rows[0].cells[2:]) == wanted
    assert span_text(band, lang).startswith(wanted[0])
    assert span_text(band, lang).endswith(wanted[2])


def test_an_estimate_opens_to_its_steps_and_to_the_values_behind_it() -> None:
    result = asked(PAYING)
    for option in result.options:
        projection = result.projection(option)
        for found in projection.retirement:
            for chosen, estimate in found.estimates.items():
                ends = {step.code: step.formula.rpartition("= ")[2] for step in estimate.steps}
                assert ends["total"] == f"{estimate.pension_fen / 100:.2f}"
                assert ends["real"] == f"{estimate.real_fen / 100:.2f}"
                assert ends["account"] == f"{estimate.account_pension_fen / 100:.2f}"
                lines = list(step_lines(found, projection.real_measure, chosen, "zh"))
                assert len(lines) == len(estimate.steps)
        if projection.retirement:
            names = {answer.record.parameter for answer in projection.answers}
            scheme = projection.scheme
            assert f"{scheme}_pension.divisor_months" in names
            assert len(names) >= 5


def test_two_options_are_weighed_in_whole_sentences() -> None:
    from calc.comparison.weighing import weigh

    result = asked(PAYING)
    one = option_of(result, "pension=flexible@weihai;medical=resident.tier_1@weihai")
    other = option_of(result, "pension=resident@jining;medical=resident@jining")
    names = {one.id: "Option 1", other.id: "Option 2"}
    text = weighed_text(weigh(result, one, other), names, "en")
    first, second = text.removesuffix(".").split(". ")
    assert first.startswith("Option 1 costs")
    assert second.startswith("Under middle assumptions")
    chinese = weighed_text(weigh(result, one, other), {one.id: "方案1", other.id: "方案2"}, "zh")
    assert chinese.count("。") == 2
    assert chinese.endswith("。")


# -- pictures -------------------------------------------------------------------------------------


def test_an_insurance_has_the_same_colour_in_both_languages() -> None:
    result = asked(PAYING)
    for option in result.options:
        places = [[place for _, place in item_names(option, lang)] for lang in LANGS]
        assert places[0] == places[1]
        assert {entry.item for entry in option.calendar} <= set(PAID_BY_WORKERS)
    rows = [payer_names(payer_rows(result, result.options, lang)) for lang in LANGS]
    assert [place for _, place in rows[0]] == [place for _, place in rows[1]]


def test_options_in_pictures_have_short_names() -> None:
    result = asked(PAYING)
    option = option_of(result, "pension=resident@jining;medical=flexible.with_account@weihai")
    assert short_option_lines(option, result.question, "en") == [
        "pension: resident Jining",
        "medical: flexible Weihai",
        "with individual account",
    ]


def test_the_calendar_says_what_its_due_days_rest_on() -> None:
    result = asked(PAYING)
    flexible = option_of(result, "pension=flexible@weihai;medical=flexible.without_account@weihai")
    [said] = about_the_days(flexible.calendar, "zh")
    assert "约定" in said
    mixed = option_of(result, "pension=flexible@weihai;medical=resident.tier_1@weihai")
    assert len(about_the_days(mixed.calendar, "zh")) == 2


# -- as people read it ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "parameter", "zh", "en"),
    [
        ("weihai", "employee_pension.base_floor", "4,573 元/月", "4,573 yuan a month"),
        ("weihai", "social_insurance_subsidy.share_maximum", "2/3", "2/3"),
        (
            "lincang",
            "employee_pension.base_range",
            "60 – 300 %（按平均工资）",
            "60 – 300 % of the average wage",
        ),
    ],
)
def test_values(place: str, parameter: str, zh: str, en: str) -> None:
    parameters = load_parameters()
    record = next(r for p in parameters.chain(place) for r in parameters.series(p, parameter)[-1:])
    assert value_text(record, parameters, "zh") == zh
    assert value_text(record, parameters, "en") == en


def test_no_value_is_shown_raw() -> None:
    parameters = load_parameters()
    for record in parameters.records:
        for lang in LANGS:
            text = value_text(record, parameters, lang)
            assert "CNY" not in text
            assert not text.endswith(" ratio")
            if isinstance(record.parsed, dict):
                assert " → " in text
                assert not any(part and part.isdigit() for part in text.split(":")[:-1])


def test_formulas_and_publication_days() -> None:
    assert formula_text("4573.00 × 20 % = 914.60", "zh") == "4,573.00 × 20 % = 914.60"
    lower = "min(18097.92 × 2/3, 4800.00) = 4800.00"
    assert formula_text(lower, "en") == "the lower of 18,097.92 × 2/3 and 4,800.00 = 4,800.00"
    published = next(r for r in load_parameters().records if r.published is not None)
    assert publication_text(published, "en") == f"published {published.published}"


def test_examples_in_the_docstrings() -> None:
    for module in (calc.comparison.projecting_steps, calc.report.values):
        assert doctest.testmod(module).failed == 0
