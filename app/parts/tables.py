"""Options below one another and situations side by side, as tables."""

from __future__ import annotations

from collections.abc import Sequence

from app.markup import Child, Html, joined, table, tag
from app.parts import cards, explain
from app.state import Case, Session
from app.words import DASH
from calc.comparison import Comparison, Option
from calc.comparison.headline import option_numbers
from calc.messages import N_, Yuan
from calc.report.amounts import (
    Amount,
    best_year,
    net_year,
    subsidy_year,
    worker_month,
    worker_year,
)
from calc.report.names import (
    MEDICAL_PART,
    PENSION_PART,
    open_text,
    part_text,
)
from calc.report.projected import SHORT, span_text, statutory_band
from calc.report.sheet_costs import also_covered

NUMBER = N_("No.")
WAY = N_("Way to enrol and what it covers")
SITUATION = N_("Situation")
YEAR_COLUMN = N_("You pay in {year} (yuan)")
SUBSIDY_COLUMN = N_("Subsidies in the year (yuan)")
NET_COLUMN = N_("Left after subsidies (yuan)")
ALSO_COVERS = N_("also: {items}")
DIFFERENCE = N_("Against «{name}»")
UP_TO = N_("at most {amount}")
AT_BEST = N_("at best {amount}")
ALL_OPTIONS = N_("All {count} options, open ones first. Amounts are what you pay, in yuan.")
SIDE_BY_SIDE = N_("Situations side by side, each by the option that stands for it")


def options_table(state: Session, comparison: Comparison, options: Sequence[Option]) -> Html:
    """All options in one table."""
    say = state.say
    numbers = option_numbers(comparison)
    rows = [
        [
            str(numbers[option.id]),
            _way(state, comparison, option),
            open_text(option.open, say.lang),
            *money_cells(state, comparison, option),
            pension_cell(state, comparison, option),
        ]
        for option in options
    ]
    columns = [
        say(NUMBER),
        say(WAY),
        say(cards.STATE),
        *money_columns(state, comparison),
        pension_column(state, comparison, options[0]),
    ]
    caption = say(ALL_OPTIONS, count=len(options))
    return table(
        caption, columns, rows, numbers=(3, 4, 5, 6, 7), tight=(2,), class_="grid dense words ways"
    )


def _way(state: Session, comparison: Comparison, option: Option) -> Html:
    """How pension and medical insurance are had, and what else that covers."""
    question, lang = comparison.question, state.lang
    parts = (PENSION_PART, option.pension.part), (MEDICAL_PART, option.medical.part)
    lines = [
        tag("div", state.say(name, part=part_text(part, question, lang))) for name, part in parts
    ]
    more = also_covered(option, lang)
    if more:
        lines.append(tag("div", state.say(ALSO_COVERS, items=more), class_="quiet"))
    return joined(lines)


def money_columns(state: Session, comparison: Comparison) -> list[str]:
    """The headers of ``money_cells``."""
    year = str(comparison.question.year)
    return [
        state.say(cards.MONTH_COLUMN),
        state.say(YEAR_COLUMN, year=year),
        state.say(SUBSIDY_COLUMN),
        state.say(NET_COLUMN),
    ]


def money_cells(state: Session, comparison: Comparison, option: Option) -> list[Child]:
    """Month, year, subsidies and what is left; with what is only a ceiling below."""
    say = state.say
    ceiling = Yuan(option.ceiling_year_fen) if option.ceiling_year_fen else None
    best = best_year(option)
    return [
        amount_cell(state, worker_month(option)),
        amount_cell(state, worker_year(option)),
        _with_quiet(
            say.bare_amount(subsidy_year(option)),
            None if ceiling is None else say(UP_TO, amount=ceiling),
        ),
        _with_quiet(
            say.bare_amount(net_year(option)),
            None if best.fen is None else say(AT_BEST, amount=say.bare_amount(best)),
        ),
    ]


def amount_cell(state: Session, amount: Amount) -> Html:
    """An amount with "at least" and its marks."""
    return joined([state.say.bare_amount(amount), explain.marks(state, amount.statuses)])


def _with_quiet(text: str, below: str | None) -> Html:
    return joined([text, tag("div", below, class_="quiet") if below else None])


def pension_column(state: Session, comparison: Comparison, option: Option) -> str:
    """The header of ``pension_cell``: what the estimates are measured by."""
    return state.say(SHORT[comparison.projection(option).real_measure])


def pension_cell(state: Session, comparison: Comparison, option: Option) -> str:
    """The span of the estimated pension at the statutory age, or a dash."""
    band = statutory_band(comparison.projection(option))
    return DASH if band is None else span_text(band, state.lang)


def situations_table(state: Session, cases: Sequence[Case]) -> Html:
    """Every situation by the option that stands for it, in one table."""
    say = state.say
    reference = next((c for c in cases if c.scenario is state.reference_scenario), cases[0])
    shown = [
        (case, case.comparison, case.headline)
        for case in cases
        if case.comparison is not None and case.headline is not None
    ]
    rows: list[list[Child]] = [
        [
            state.name_of(case.scenario),
            joined([_number(state, comparison, option), _way(state, comparison, option)]),
            *money_cells(state, comparison, option),
            _against(state, case, reference),
            pension_cell(state, comparison, option),
        ]
        for case, comparison, option in shown
    ]
    _, comparison, option = shown[0]
    columns = [
        say(SITUATION),
        say(WAY),
        *money_columns(state, comparison),
        say(DIFFERENCE, name=state.name_of(reference.scenario)),
        pension_column(state, comparison, option),
    ]
    caption = say(SIDE_BY_SIDE)
    return table(caption, columns, rows, numbers=(2, 3, 4, 5, 6, 7), class_="grid dense words ways")


def _number(state: Session, comparison: Comparison, option: Option) -> Html:
    number = option_numbers(comparison)[option.id]
    named = state.say(cards.NUMBERED, number=number)
    return tag("div", " · ".join((named, open_text(option.open, state.lang))))


def _against(state: Session, case: Case, reference: Case) -> Child:
    if case is reference or case.headline is None or reference.headline is None:
        return DASH
    return cards.difference_text(state, case.headline, reference.headline, marked=False)
