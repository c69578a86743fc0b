"""Counter (柜台建议): everything about one applicant on one screen, and a sheet to hand over."""

from __future__ import annotations

import streamlit as st

from app.markup import Child, Html, details, joined, table, tag
from app.parts import cards, charts, explain, page, rights
from app.parts.day import day_input, mode_input
from app.parts.downloads import downloads
from app.parts.form import questionnaire
from app.parts.missing import missing_values
from app.parts.pension import estimate
from app.parts.scenarios import scenario_bar
from app.parts.share import then_and_now
from app.state import Case, Session, case_of, session
from app.words import DASH
from calc.comparison import Comparison, Option
from calc.comparison.headline import option_numbers
from calc.comparison.marks import marks_of, reading_order
from calc.messages import N_
from calc.report.names import open_text, option_text, part_text

TITLE = N_("At the counter")
PURPOSE = N_(
    "All options at once, why one is closed, the article to point at, a sheet to hand over. No "
    "name and no identity number is asked for."
)
KEYS = N_("Keyboard: Tab to the next field, Alt+N for a new applicant, Alt+P for the sheet.")
NEW = N_("New applicant")
EMPTY = N_("Choose the place of work: all options appear here.")
UNFOLDED = N_("Option unfolded here and on the sheet")
SHEET = N_("Sheet and files")
OPTIONS = N_("All {count} options, in reading order; amounts are what the worker pays")
REASONS = N_("What decides, with its documents")
LINES = N_("Option {number}, line by line")
RETIREMENT = N_("Pension and calendar of option {number}")


def main() -> None:
    """The page."""
    state = session()
    page.begin(state, "counter", TITLE, PURPOSE)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.button(state.say(NEW), key="new", on_click=_new, args=(state,), shortcut="Alt+N")
        day_input(state)
        mode_input(state)
    page.hint(state, state.say(KEYS))
    if len(state.scenarios) > 1:
        scenario_bar(state)
    questionnaire(state, state.scenario, columns=4, compact=True)
    case = case_of(state, state.scenario)
    then_and_now(state, [case])
    page.problems(state, case.problems)
    link = page.finish(state)
    if case.comparison is None:
        if not case.problems:
            page.notice(state, state.say(EMPTY), kind="calm")
        return
    _result(state, case, case.comparison, link)


def _new(state: Session) -> None:
    """Nothing of the last applicant stays, not even in the address."""
    state.scenarios = []
    state.add("", {})
    state.entries = {}
    state.day = None


def _result(state: Session, case: Case, comparison: Comparison, link: str | None) -> None:
    ordered = reading_order(comparison.options)
    page.show(state, rights.relation(state, comparison))
    page.show(state, _table(state, comparison, ordered), class_="wide")
    option = _unfolded(state, case, comparison, ordered)
    if option is None:
        return
    st.subheader(state.say(SHEET), anchor=False)
    downloads(state, comparison, option, link)
    number = str(option_numbers(comparison)[option.id])
    page.show(
        state,
        tag("h3", state.say(LINES, number=number)),
        cards.parts(state, comparison, option),
        explain.lines(state, comparison, option),
        _pension_and_calendar(state, comparison, option, number),
    )
    missing_values(state, [case])
    page.show(state, rights.subsidies(state, comparison), rights.protections(state, comparison))


def _pension_and_calendar(
    state: Session, comparison: Comparison, option: Option, number: str
) -> Html:
    shown: list[Child] = [estimate(state, comparison.projection(option))]
    if option.calendar:
        shown.append(charts.calendar_table(state, option, "grid dense"))
    if not any(shown):
        return Html("")
    return details(state.say(RETIREMENT, number=number), *shown)


def _unfolded(
    state: Session, case: Case, comparison: Comparison, ordered: list[Option]
) -> Option | None:
    numbers = option_numbers(comparison)
    names = {
        option.id: f"{numbers[option.id]}. {option_text(option, comparison.question, state.lang)}"
        for option in ordered
    }
    headline = case.headline
    if headline is None:
        return None
    key = state.key(f"{case.scenario.uid}:unfolded")
    st.session_state[key] = headline.id

    def pick() -> None:
        case.scenario.option = st.session_state[key]

    st.selectbox(
        state.say(UNFOLDED),
        list(names),
        format_func=lambda option_id: names.get(option_id, option_id),
        key=key,
        on_change=pick,
    )
    return headline


def _table(state: Session, comparison: Comparison, ordered: list[Option]) -> Html:
    say = state.say
    marks, numbers = marks_of(comparison.options), option_numbers(comparison)
    rows: list[list[Child]] = []
    for option in ordered:
        by_month = any(line.month_fen is not None for line in option.worker_lines)
        statuses = dict.fromkeys(m for line in option.worker_lines for m in line.marks)
        rows.append(
            [
                str(numbers[option.id]),
                part_text(option.pension.part, comparison.question, say.lang),
                part_text(option.medical.part, comparison.question, say.lang),
                say.bare_yuan(option.worker_month_fen) if by_month else DASH,
                joined(
                    [
                        say.yuan(option.worker_year_fen, complete=option.complete),
                        explain.marks(state, statuses),
                    ]
                ),
                joined(
                    [
                        open_text(option.open, say.lang),
                        *(
                            tag("div", say(cards.SHORT_MARKS[mark]), class_="quiet")
                            for mark in marks.get(option.id, ())
                        ),
                    ]
                ),
                explain.reasons(state, option),
            ]
        )
    columns = [
        say(N_("No.")),
        say(cards.PENSION),
        say(cards.MEDICAL),
        say(cards.MONTH_COLUMN),
        say(cards.EACH_YEAR, year=str(comparison.question.year)),
        say(cards.STATE),
        say(REASONS),
    ]
    caption = say(OPTIONS, count=len(ordered))
    return table(caption, columns, rows, numbers=(3, 4), tight=(0, 1, 2, 5), class_="grid dense")


main()
