"""Counter (柜台建议): everything about one applicant on one screen, and a sheet to hand over."""

from __future__ import annotations

import streamlit as st

from app.markup import Child, Html, details, tag
from app.parts import cards, charts, explain, page, rights
from app.parts.counter_table import options_table
from app.parts.day import day_input, mode_input
from app.parts.downloads import downloads
from app.parts.form import questionnaire
from app.parts.missing import missing_values
from app.parts.pension import estimate
from app.parts.scenarios import scenario_bar
from app.parts.share import then_and_now
from app.state import Case, Session, case_of, session
from calc.comparison import Comparison, Option
from calc.comparison.headline import option_numbers
from calc.comparison.marks import reading_order
from calc.messages import N_
from calc.report.names import option_text

TITLE = N_("At the counter")
PURPOSE = N_(
    "All options at once, why one is closed, the article to point at, a sheet to hand over. No "
    "name and no identity number is asked for."
)
KEYS = N_("Keyboard: Tab to the next field, Alt+N for a new applicant, Alt+P for the sheet.")
NEW = N_("New applicant")
EMPTY = N_("Choose the place of work: all options appear here.")
UNFOLDED = N_("Option unfolded here and on the sheet")
LINES = N_("Option {number}, line by line")
RETIREMENT = N_("Pension and calendar of option {number}")


def main() -> None:
    """The page: the questions on the left, all options beside them."""
    state = session()
    page.begin(state, "counter", TITLE, PURPOSE)
    if len(state.scenarios) > 1:
        scenario_bar(state)
    form, result = st.columns([2, 9], gap="small")
    with form, st.container(key="counter_form", gap="xsmall"):
        _form(state)
    case = case_of(state, state.scenario)
    link = page.finish(state)
    with result, st.container(key="counter_result", gap="small"):
        _result(state, case, link)


def _form(state: Session) -> None:
    """The place of work is the first field, and the keyboard waits in it for a new applicant."""
    scenario = state.scenario
    questionnaire(state, scenario, compact=True)
    day_input(state)
    mode_input(state)
    st.button(state.say(NEW), key="new", on_click=_new, args=(state,), shortcut="Alt+N")
    page.show(state, tag("p", state.say(KEYS), class_="quiet"))
    if not scenario.answers:
        page.focus(state.key(f"{scenario.uid}:workplace"))


def _new(state: Session) -> None:
    """Nothing of the last applicant stays, not even in the address."""
    state.scenarios = []
    state.add("", {})
    state.entries = {}
    state.day = None


def _result(state: Session, case: Case, link: str | None) -> None:
    """All options; above them the one to unfold, with its sheet and files; below, its details."""
    then_and_now(state, [case])
    page.problems(state, case.problems)
    comparison = case.comparison
    if comparison is None:
        if "workplace" not in case.wrong:
            page.notice(state, state.say(EMPTY), kind="calm")
        return
    ordered = reading_order(comparison.options)
    choice, files = st.columns([4, 11], vertical_alignment="bottom", gap="small")
    with choice:
        option = _unfolded(state, case, comparison, ordered)
    if option is not None:
        with files:
            downloads(state, comparison, option, link)
    page.show(state, options_table(state, comparison, ordered))
    if option is not None:
        _details(state, case, comparison, option)


def _details(state: Session, case: Case, comparison: Comparison, option: Option) -> None:
    """What the table has no room for: the option unfolded, what is missing, what is due beside."""
    number = str(option_numbers(comparison)[option.id])
    page.show(
        state,
        tag("h2", state.say(LINES, number=number)),
        cards.parts(state, comparison, option),
        explain.lines(state, comparison, option),
        _pension_and_calendar(state, comparison, option, number),
    )
    missing_values(state, [case])
    page.show(
        state,
        rights.relation(state, comparison),
        rights.subsidies(state, comparison),
        rights.protections(state, comparison),
    )


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


main()
