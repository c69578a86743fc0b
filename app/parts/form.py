"""Widgets that ask the questions and write the answers, as text, into a scenario."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from app.parts import page
from app.questions import BASIC, GROUPS_OF_QUESTIONS, Question
from app.state import Scenario, Session
from calc.applicant import ELSEWHERE
from calc.messages import N_
from calc.report.choices import choices_for, cities

PLEASE_CHOOSE = N_("please choose")
NOT_SAID = N_("not said")
NOT_SURE = N_("Not sure")
NOT_ON_FILE = N_("another place (not on file)")
YEAR_OF = N_("{question} Year")
MONTH_OF = N_("{question} Month")
YES_NO = {"true": N_("yes"), "false": N_("no")}
MORE = N_("More precise")
MORE_HELP = N_(
    "Everything here is optional. What you leave out stays unknown and is never assumed."
)
LONG = ("relation",)
"""Questions whose answers are sentences: all of them in sight where there is room."""
FIRST_YEAR_OF_BIRTH = 1940
FIRST_YEAR = 1995
LAST_YEAR = 2040
MONTHS = tuple(f"{month:02d}" for month in range(1, 13))


_UNSET = object()


def questionnaire(
    state: Session, scenario: Scenario, *, columns: int = 1, compact: bool = False
) -> None:
    """The short questions, and the rest behind "more precise"."""
    basic = tuple(replace(q, kind="short") if q.key in LONG else q for q in BASIC)
    _in_columns(state, scenario, basic if compact else BASIC, columns)
    # what is folded is not made: fifty widgets take longer than the comparison
    more = st.expander(state.say(MORE), key=state.key(f"{scenario.uid}:more"), on_change="rerun")
    if not more.open:
        return
    with more:
        page.hint(state, state.say(MORE_HELP))
        for group in GROUPS_OF_QUESTIONS:
            st.markdown(f"**{state.say(group.title)}**")
            _in_columns(state, scenario, group.questions, columns)


def _in_columns(
    state: Session, scenario: Scenario, questions: Sequence[Question], columns: int
) -> None:
    if columns == 1:
        for question in questions:
            ask(state, scenario, question)
        return
    for start in range(0, len(questions), columns):
        row = questions[slice(start, None)][:columns]
        for cell, question in zip(st.columns(columns), row, strict=False):
            with cell:
                ask(state, scenario, question)


def ask(state: Session, scenario: Scenario, question: Question) -> None:
    """Show one question with the answer so far, and keep what is answered."""
    _ASKERS[question.kind](state, scenario, question)


def _keep(scenario: Scenario, question: Question, value: str | None) -> None:
    if value:
        scenario.answers[question.key] = value
    else:
        scenario.answers.pop(question.key, None)


def _widget_key(state: Session, scenario: Scenario, question: Question, part: str = "") -> str:
    return state.key(f"{scenario.uid}:{question.key}{part}")


def _begin(key: str, value: object) -> None:
    """What a widget shows first: the answer so far. Later it remembers by itself."""
    if st.session_state.get(key, _UNSET) is _UNSET:
        st.session_state[key] = value


def _help(state: Session, question: Question) -> str | None:
    return state.say(question.help) if question.help else None


def _select(
    state: Session, scenario: Scenario, question: Question, options: dict[str, str]
) -> None:
    key = _widget_key(state, scenario, question)
    answer = scenario.answers.get(question.key)
    if answer is not None and answer not in options:
        options[answer] = answer  # from a link; calc says what is wrong with it
    _begin(key, answer)
    value = st.selectbox(
        state.say(question.text),
        list(options),
        index=None,
        format_func=lambda option: options.get(option, option),
        placeholder=state.say(PLEASE_CHOOSE if question.key == "workplace" else NOT_SAID),
        help=_help(state, question),
        key=key,
    )
    _keep(scenario, question, value)


def _place(state: Session, scenario: Scenario, question: Question) -> None:
    options = {slug: state.say.label(label) for slug, label in cities(state.parameters)}
    if question.elsewhere:
        options[ELSEWHERE] = state.say(NOT_ON_FILE)
    _select(state, scenario, question, options)


def _choice(state: Session, scenario: Scenario, question: Question) -> None:
    options = {value: state.say(text) for value, text in question.choices.items()}
    if question.key in LONG:
        _radio(state, scenario, question, options)
    elif question.key == "sex":
        _segments(state, scenario, question, options)
    else:
        _select(state, scenario, question, options)


def _short(state: Session, scenario: Scenario, question: Question) -> None:
    """A choice between long sentences in a narrow place."""
    options = {value: state.say(text) for value, text in question.choices.items()}
    _select(state, scenario, question, options)


def _radio(state: Session, scenario: Scenario, question: Question, options: dict[str, str]) -> None:
    key = _widget_key(state, scenario, question)
    options = {**options, "": state.say(NOT_SURE)}
    answer = scenario.answers.get(question.key, "")
    _begin(key, answer if answer in options else "")
    value = st.radio(
        state.say(question.text),
        list(options),
        format_func=lambda option: options.get(option, option),
        help=_help(state, question),
        key=key,
    )
    _keep(scenario, question, value)


def _segments(
    state: Session, scenario: Scenario, question: Question, options: dict[str, str]
) -> None:
    key = _widget_key(state, scenario, question)
    answer = scenario.answers.get(question.key)
    _begin(key, answer if answer in options else None)
    value = st.segmented_control(
        state.say(question.text),
        list(options),
        format_func=lambda option: options.get(option, option),
        help=_help(state, question),
        key=key,
    )
    _keep(scenario, question, value)


def _yes_no(state: Session, scenario: Scenario, question: Question) -> None:
    _segments(state, scenario, question, {key: state.say(text) for key, text in YES_NO.items()})


def _on_file(state: Session, scenario: Scenario, question: Question) -> None:
    found = choices_for(state.parameters, question.key, scenario.answers, state.on)
    options = {value: state.say.label(label) for value, label in found}
    if question.key == "groups.hard_to_employ" and options:
        options["none"] = state.say(N_("none of these"))
    if not options and question.key not in scenario.answers:
        return
    _select(state, scenario, question, options)


def _month(state: Session, scenario: Scenario, question: Question) -> None:
    first, last = (
        (FIRST_YEAR_OF_BIRTH, state.on.year) if question.key == "born" else (FIRST_YEAR, LAST_YEAR)
    )
    years = [str(year) for year in reversed(range(first, last))]
    year_of, _, month_of = scenario.answers.get(question.key, "").partition("-")
    keys = (
        _widget_key(state, scenario, question, ":year"),
        _widget_key(state, scenario, question, ":month"),
    )
    if year_of and year_of not in years:
        years.append(year_of)
    _begin(keys[0], year_of or None)
    _begin(keys[1], month_of if month_of in MONTHS else None)
    text = state.say(question.text)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        year = st.selectbox(
            state.say(YEAR_OF, question=text),
            years,
            index=None,
            placeholder=state.say(NOT_SAID),
            key=keys[0],
            width=120,
        )
        month = st.selectbox(
            state.say(MONTH_OF, question=text),
            MONTHS,
            index=None,
            placeholder=state.say(NOT_SAID),
            key=keys[1],
            width=120,
        )
    _keep(scenario, question, f"{year}-{month}" if year and month else None)


def _yuan(state: Session, scenario: Scenario, question: Question) -> None:
    key = _widget_key(state, scenario, question)
    _begin(key, _number_or_none(scenario.answers.get(question.key)))
    value = st.number_input(
        state.say(question.text),
        min_value=0.0,
        step=100.0,
        value=None,
        format="%.2f",
        placeholder=state.say(NOT_SAID),
        help=_help(state, question),
        key=key,
    )
    _keep(scenario, question, None if value is None else f"{value:.2f}")


def _whole(state: Session, scenario: Scenario, question: Question) -> None:
    key = _widget_key(state, scenario, question)
    number = _number_or_none(scenario.answers.get(question.key))
    _begin(key, None if number is None else int(number))
    value = st.number_input(
        state.say(question.text),
        min_value=0,
        step=1,
        value=None,
        placeholder=state.say(NOT_SAID),
        help=_help(state, question),
        key=key,
    )
    _keep(scenario, question, None if value is None else str(value))


def _text(state: Session, scenario: Scenario, question: Question) -> None:
    key = _widget_key(state, scenario, question)
    _begin(key, scenario.answers.get(question.key, ""))
    value = st.text_input(
        state.say(question.text),
        max_chars=60,
        placeholder=state.say(NOT_SAID),
        help=_help(state, question),
        autocomplete="off",
        key=key,
    )
    _keep(scenario, question, value.strip() if value else None)


def _number_or_none(text: str | None) -> float | None:
    """A number for a widget to show; the answer itself stays the text."""
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


_ASKERS: dict[str, Callable[[Session, Scenario, Question], None]] = {
    "place": _place,
    "month": _month,
    "choice": _choice,
    "on_file": _on_file,
    "yuan": _yuan,
    "whole": _whole,
    "decimal": _text,
    "yes_no": _yes_no,
    "text": _text,
    "short": _short,
}
