"""Compare (方案比较): answer a few questions, see every way to enrol at once."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.parts import cards, charts, page, rights, tables
from app.parts.downloads import downloads
from app.parts.form import questionnaire
from app.parts.missing import missing_values
from app.parts.pension import pension
from app.parts.scenarios import scenario_bar
from app.parts.share import share, then_and_now
from app.state import Case, Session, case_of, session
from calc.comparison import Comparison, Option
from calc.comparison.headline import option_numbers, shown_first
from calc.comparison.marks import marks_of, reading_order
from calc.messages import N_
from calc.report.names import option_text

TITLE = N_("Compare ways to enrol")
PURPOSE = N_(
    "For riders, drivers, streamers, freelancers: which social insurance is open to you, what it "
    "costs, and which article says so. This calculates and cites; the office that enrols you "
    "decides."
)
YOUR_SITUATION = N_("Your situation")
EMPTY = N_("Choose where you work: the ways to enrol appear here at once.")
EMPTY_MORE = N_("Every further answer makes the result more precise; none is required.")
RESULT = N_("What it comes to")
SIDE_BY_SIDE = N_("Situations side by side")
OPTIONS = N_("Options: {name}")
PICK = N_("Option that stands for this situation")
AUTOMATIC = N_("the lowest cost with both covers, among the surest")
UNFOLD = N_("Show how an option of the table is calculated")
NUMBERED = N_("{number}. {text}")
CHOOSE = N_("please choose")
FILES = N_("Save as a file: {name}")
ALL_CLOSED_TOO = N_("Show all, closed ones too")
SHOWN_FIRST = 6
AS_TABLE = N_("All options as a table")
NO_OPTION = N_("No way to enrol is open with these answers; every reason is listed below.")


def main() -> None:
    """The page."""
    state = session()
    page.begin(state, "", TITLE, PURPOSE)
    scenario_bar(state)
    form, result = st.columns([4, 8], gap="large")
    with form:
        st.subheader(state.say(YOUR_SITUATION), anchor=False)
        questionnaire(state, state.scenario)
    cases = [case_of(state, scenario) for scenario in state.scenarios]
    with result:
        _result(state, cases)
    link = page.finish(state)
    _files(state, cases, link)
    answered = [case for case in cases if case.comparison is not None]
    if answered:
        share(state, answered, link)


def _files(state: Session, cases: Sequence[Case], link: str | None) -> None:
    """The situation being edited as documents to keep."""
    active = next((case for case in cases if case.scenario is state.scenario), None)
    if active is None or active.comparison is None or active.headline is None:
        return
    st.subheader(state.say(FILES, name=state.name_of(active.scenario)), anchor=False)
    downloads(state, active.comparison, active.headline, link)


def _result(state: Session, cases: Sequence[Case]) -> None:
    then_and_now(state, cases)
    for case in cases:
        page.problems(state, case.problems)
    answered = [case for case in cases if case.comparison is not None]
    if not answered:
        page.notice(state, state.say(EMPTY), " ", state.say(EMPTY_MORE), kind="calm")
        return
    st.subheader(state.say(SIDE_BY_SIDE if len(answered) > 1 else RESULT), anchor=False)
    marks = [_headline_marks(case) for case in answered]
    page.show(state, cards.scenario_cards(state, answered, marks))
    if len(answered) > 1:
        page.show(state, tables.situations_table(state, answered))
    active = next((case for case in cases if case.scenario is state.scenario), None)
    if active is not None and active.comparison is not None:
        _options(state, active)
    missing_values(state, answered)


def _headline_marks(case: Case) -> Sequence[str]:
    assert case.comparison is not None
    marks = marks_of(case.comparison.options)
    return marks.get(case.headline.id, ()) if case.headline else ()


def _options(state: Session, case: Case) -> None:
    comparison = case.comparison
    assert comparison is not None
    say = state.say
    st.subheader(say(OPTIONS, name=state.name_of(case.scenario)), anchor=False)
    ordered = reading_order(comparison.options)
    _pick(state, case, ordered)
    everything = st.toggle(say(ALL_CLOSED_TOO), key="everything")
    possible = [option for option in shown_first(comparison.options) if option.open is not False]
    if not possible:
        page.notice(state, say(NO_OPTION))
    first = possible[:SHOWN_FIRST] or ordered
    marks = marks_of(comparison.options)

    def show(options: Sequence[Option]) -> None:
        page.show(
            state,
            *(cards.option_card(state, case, o, marks.get(o.id, ())) for o in options),
            class_="cards",
        )

    show(first)
    # apart and in its own place, so that what is shown already stays as it is
    with st.container():
        if everything and len(first) < len(ordered):
            show([option for option in ordered if option not in first])
    folded = st.expander(say(AS_TABLE), key="as_table", on_change="rerun")
    if folded.open:
        with folded:
            page.show(state, tables.options_table(state, comparison, ordered))
            _unfolded(state, comparison, ordered)
    charts.payers(state, comparison, first)
    if case.headline is not None:
        charts.calendar(state, case.headline)
        number = option_numbers(comparison)[case.headline.id]
        pension(state, comparison, case.headline, number)
    page.show(
        state,
        rights.relation(state, comparison),
        rights.subsidies(state, comparison),
        rights.protections(state, comparison),
    )


def _unfolded(state: Session, comparison: Comparison, ordered: Sequence[Option]) -> None:
    """One row of the table, a closed one too, with all that stands behind its amounts."""
    numbers = option_numbers(comparison)
    by_number = {str(numbers[option.id]): option for option in ordered}
    names = {
        number: state.say(
            NUMBERED, number=number, text=option_text(option, comparison.question, state.lang)
        )
        for number, option in by_number.items()
    }
    picked = st.selectbox(
        state.say(UNFOLD),
        list(names),
        index=None,
        format_func=lambda number: names.get(number, number),
        placeholder=state.say(CHOOSE),
        key=state.key("unfold"),
    )
    if picked in by_number:
        page.show(state, cards.unfolded(state, comparison, by_number[picked]))


def _pick(state: Session, case: Case, ordered: Sequence[Option]) -> None:
    comparison = case.comparison
    assert comparison is not None
    scenario = case.scenario
    names = {option.id: option_text(option, comparison.question, state.lang) for option in ordered}
    names[""] = state.say(AUTOMATIC)
    key = state.key(f"{scenario.uid}:pick")
    picked = scenario.option if scenario.option in names else ""
    if st.session_state.get(key) not in names:
        st.session_state[key] = picked

    def pick() -> None:
        scenario.option = st.session_state[key]

    st.selectbox(
        state.say(PICK),
        ["", *(option.id for option in ordered)],
        format_func=lambda option_id: names.get(option_id, option_id),
        key=key,
        on_change=pick,
    )


main()
