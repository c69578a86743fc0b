"""Widgets that ask the questions and write the answers, as text, into a scenario."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.parts import page
from app.questions import BASIC, GROUPS_OF_QUESTIONS, Question
from app.state import Scenario, Session, case_of
from calc.applicant import ELSEWHERE
from calc.messages import N_
from calc.report.choices import choices_for, cities, shows

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
LAST_YEAR = 2100
YEARS_AHEAD = 3
AHEAD = ("enrolled_from", "accident_insurance.starts_on")
"""Months that may lie ahead of the day asked about."""
MONTHS = tuple(f"{month:02d}" for month in range(1, 13))


_UNSET = object()
Slots = dict[str, DeltaGenerator]
"""Places for what is wrong with an answer, by the question's key."""


def questionnaire(state: Session, scenario: Scenario, *, compact: bool = False) -> None:
    """The short questions, and the rest behind "more precise"."""
    short = tuple(replace(q, kind="short") if q.key in LONG else q for q in BASIC)
    slots = _ask_all(state, scenario, short if compact else BASIC)
    # what is folded is not made: fifty widgets take longer than the comparison
    more = st.expander(state.say(MORE), key=state.key(f"{scenario.uid}:more"), on_change="rerun")
    if more.open:
        with more:
            page.hint(state, state.say(MORE_HELP))
            for group in GROUPS_OF_QUESTIONS:
                st.markdown(f"**{state.say(group.title)}**")
                slots |= _ask_all(state, scenario, group.questions)
    _say_what_is_wrong(state, scenario, slots)


def _ask_all(state: Session, scenario: Scenario, questions: Sequence[Question]) -> Slots:
    """Ask one after the other; the places for what is wrong with each answer."""
    slots: Slots = {}
    for question in questions:
        ask(state, scenario, question)
        if question.key in scenario.answers:
            slots[question.key] = st.empty()
    return slots


def _say_what_is_wrong(state: Session, scenario: Scenario, slots: Slots) -> None:
    """Under each answer that cannot be used: why. Only now are all of them known."""
    for key, sentence in case_of(state, scenario).wrong.items():
        if key in slots:
            with slots[key]:
                page.notice(state, sentence, kind="bad")


def ask(state: Session, scenario: Scenario, question: Question) -> None:
    """Show one question with the answer so far, and keep what is answered."""
    answer = scenario.answers.get(question.key)
    if answer is None or shows(question.kind, answer, question.choices):
        _ASKERS[question.kind](state, scenario, question)
    else:  # an answer from a link that its box would drop without a word
        _MENDERS.get(question.kind, _text)(state, scenario, question)


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


def _yes_no_list(state: Session, scenario: Scenario, question: Question) -> None:
    _select(state, scenario, question, {key: state.say(text) for key, text in YES_NO.items()})


def _on_file(state: Session, scenario: Scenario, question: Question) -> None:
    found = choices_for(state.parameters, question.key, scenario.answers, state.on)
    options = {value: state.say.label(label) for value, label in found}
    if question.key == "groups.hard_to_employ" and options:
        options["none"] = state.say(N_("none of these"))
    if not options and question.key not in scenario.answers:
        return
    _select(state, scenario, question, options)


def _month(state: Session, scenario: Scenario, question: Question) -> None:
    years = _years(question, state.on.year)
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
    pair = _widget_key(state, scenario, question, ":month-pair")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=pair):
        year = st.selectbox(
            state.say(YEAR_OF, question=text),
            years,
            index=None,
            placeholder=state.say(NOT_SAID),
            key=keys[0],
            width="stretch",
        )
        month = st.selectbox(
            state.say(MONTH_OF, question=text),
            MONTHS,
            index=None,
            placeholder=state.say(NOT_SAID),
            key=keys[1],
            width="stretch",
        )
    _keep(scenario, question, f"{year}-{month}" if year and month else None)


def _years(question: Question, asked: int) -> list[str]:
    """The asked year, those before it, and, where the month may lie ahead, the next ones."""
    first = FIRST_YEAR_OF_BIRTH if question.key == "born" else FIRST_YEAR
    past = [year for year in reversed(range(first, LAST_YEAR)) if year <= asked]
    ahead = [year for year in range(asked, LAST_YEAR) if year not in past]
    offered = [*past, *ahead[:YEARS_AHEAD]] if question.key in AHEAD else past
    return [str(year) for year in offered]


def _yuan(state: Session, scenario: Scenario, question: Question) -> None:
    # no lower end: a box would drop a negative number without a word; calc says what is wrong
    key = _widget_key(state, scenario, question)
    _begin(key, _number_or_none(scenario.answers.get(question.key)))
    value = st.number_input(
        state.say(question.text),
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
        step=1,
        value=None,
        placeholder=state.say(NOT_SAID),
        help=_help(state, question),
        key=key,
    )
    _keep(scenario, question, None if value is None else str(value))


def _text(state: Session, scenario: Scenario, question: Question) -> None:
    key = _widget_key(state, scenario, question, ":text")
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
    return None if text is None else float(text)


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
_MENDERS: dict[str, Callable[[Session, Scenario, Question], None]] = {
    "choice": _short,
    "yes_no": _yes_no_list,
}
"""Boxes that show any answer, to be mended; elsewhere a text is."""
