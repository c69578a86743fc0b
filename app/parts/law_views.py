"""Views of the law on file: values, history, gaps, differences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from app.link import FIRST_DAY, LAST_DAY, askable_day
from app.markup import Child, Html, joined, table, tag
from app.parts import charts, page
from app.parts.explain import marks
from app.parts.missing import unit_text
from app.state import Session
from app.words import DASH
from calc.messages import N_
from calc.parameters.coverage import COVERAGE_STATUSES, Coverage, coverage, names_at
from calc.parameters.lookup import Answer
from calc.parameters.model import Record
from calc.report.names import label_text
from calc.report.values import (
    article_text,
    coverage_text,
    document_text,
    evidence_text,
    period_text,
    published_text,
    value_text,
)

PLACE = N_("Place")
SECTION = N_("Scheme")
ALL_SECTIONS = N_("all schemes")
PARAMETER = N_("Value whose history is shown")
VALUES = N_("{place}, {section}: values on {day}")
NAME = N_("Name")
VALUE = N_("Value")
STATUS = N_("Status")
SET_FOR = N_("Set for")
DOCUMENT = N_("Document and article")
EVIDENCE = N_("Evidence")
PERIOD = N_("Period")
PUBLISHED = N_("Published")
NOTE = N_("Note")
HISTORY = N_("History: {parameter}")
HISTORY_CAPTION = N_("Every record on file, at this place and above it, newest first")
NOT_USED = N_("listed, not used: {reason}")
NOTHING = N_("Nothing is on file here on this day.")
MISSING_TOO = N_("Show what is not on file, too")
GAPS = N_("What is not plainly in force on {day}, by place")
LEGEND = N_("An empty cell: in force, or not a matter of this place.")
FULL = N_("Everything in this scheme is in force at every place.")
LEFT, RIGHT = N_("First place"), N_("Second place")
RIGHT_DAY = N_("Day for the second place")
ONLY_DIFFERENT = N_("Only what differs")
DIFFERENCES = N_("{left}, {left_day} – {right}, {right_day}")
NO_DIFFERENCE = N_("No value differs.")
DIFFERENT = N_("different")
EVERY_SECTION = "all"
"""All schemes, as they stand in the address: what is empty is left out there."""


def browse(state: Session) -> None:
    """Values at a place on a day, and the history of one."""
    place, section = _place_and_section(state)
    everything = st.toggle(state.say(MISSING_TOO), key="missing_too")
    names = [name for name in names_at(state.parameters, place) if _within(name, section)]
    answers = {
        name: state.parameters.ask(place, name, state.on, None, state.mode) for name in names
    }
    rows = [
        _value_row(state, name, answer)
        for name, answer in answers.items()
        if isinstance(answer, Answer) or everything
    ]
    if rows:
        caption = state.say(
            VALUES,
            place=state.parameters.label(place),
            section=_section_name(state, section),
            day=state.say.day(state.on),
        )
        columns = [
            state.say(name) for name in (NAME, VALUE, STATUS, SET_FOR, DOCUMENT, EVIDENCE, PERIOD)
        ]
        page.show(state, table(caption, columns, rows, tight=(2, 3, 5, 6), class_="grid dense law"))
    else:
        page.notice(state, state.say(NOTHING), kind="calm")
    on_file = [name for name in names if _series(state, place, name)]
    if on_file:
        _history(state, place, on_file)


def _within(name: str, section: str) -> bool:
    return not section or name.startswith(f"{section}.")


def _section_name(state: Session, section: str) -> str:
    sections = state.parameters.definitions.sections
    return state.say.label(sections[section]) if section else state.say(ALL_SECTIONS)


def _place_and_section(state: Session) -> tuple[str, str]:
    left, right = st.columns(2)
    with left:
        place = _place(state, "place", PLACE, state.scenario.answers.get("workplace", "weihai"))
    with right:
        section = _section(state)
    state.extra["place"] = place
    return place, section


def _place(state: Session, key: str, text: str, first: str) -> str:
    places = state.parameters.places
    widget = state.key(key)
    if st.session_state.get(widget) not in places:
        wanted = state.extra.get(key, first)
        st.session_state[widget] = wanted if wanted in places else next(iter(places))
    ordered = sorted(places, key=lambda slug: places[slug].code)
    st.selectbox(
        state.say(text),
        ordered,
        format_func=lambda slug: state.say.label(places[slug].label),
        key=widget,
    )
    return str(st.session_state[widget])


def _section(state: Session) -> str:
    sections = ("", *state.parameters.definitions.sections)
    widget = state.key("section")
    if st.session_state.get(widget) not in sections:
        wanted = state.extra.get("section", "employee_pension")
        st.session_state[widget] = wanted if wanted in sections else ""  # all of them
    st.selectbox(
        state.say(SECTION),
        sections,
        format_func=lambda section: _section_name(state, section),
        key=widget,
    )
    section = str(st.session_state[widget])
    state.extra["section"] = section or EVERY_SECTION
    return section


def _value_row(state: Session, name: str, answer: object) -> Sequence[Child]:
    parameters, lang = state.parameters, state.lang
    named = joined(
        [
            state.say.label(parameters.definitions.label(name)),
            tag("div", name, class_="quiet"),
        ]
    )
    if not isinstance(answer, Answer):
        return [named, DASH, coverage_text("missing", lang), DASH, DASH, DASH, DASH]
    record = answer.record
    return [
        named,
        value_text(record, parameters, lang),
        _status(state, answer),
        label_text(parameters.label(record.place), lang),
        _document(state, record),
        evidence_text(record.evidence, lang),
        period_text(record, lang),
    ]


def _status(state: Session, answer: Answer) -> Child:
    if answer.status == "in_force":
        return coverage_text("in_force", state.lang)
    return marks(state, [answer.status])


def _document(state: Session, record: Record) -> str:
    document = document_text(record, state.parameters, state.lang)
    return " ".join((document, article_text(record.article, state.lang))).strip()


def _series(state: Session, place: str, name: str) -> list[Record]:
    parameters = state.parameters
    found = [r for level in parameters.chain(place) for r in parameters.series(level, name)]
    return sorted(found, key=lambda record: record.first)


def _history(state: Session, place: str, names: Sequence[str]) -> None:
    definitions = state.parameters.definitions
    widget = state.key("parameter")
    if st.session_state.get(widget) not in names:
        wanted = state.extra.get("parameter", "")
        st.session_state[widget] = wanted if wanted in names else names[0]
    st.selectbox(
        state.say(PARAMETER),
        names,
        format_func=lambda name: state.say.label(definitions.label(name)),
        key=widget,
    )
    name = str(st.session_state[widget])
    state.extra["parameter"] = name
    records = _series(state, place, name)
    st.subheader(state.say(HISTORY, parameter=definitions.label(name)), anchor=False)
    charts.history(state, records, state.parameters, unit_text(state, state.parameters, name))
    page.show(state, _history_table(state, records))


def _history_table(state: Session, records: Sequence[Record]) -> Html:
    parameters, lang, say = state.parameters, state.lang, state.say
    rows: list[Sequence[Child]] = []
    for record in reversed(records):
        notes = [label_text(record.note, lang)] if record.note else []
        if record.not_for_use is not None:
            notes.insert(0, say(NOT_USED, reason=record.not_for_use))
        rows.append(
            [
                period_text(record, lang),
                label_text(parameters.label(record.place), lang),
                value_text(record, parameters, lang),
                _document(state, record),
                evidence_text(record.evidence, lang),
                published_text(record, lang),
                " ".join(notes),
            ]
        )
    columns = [say(name) for name in (PERIOD, SET_FOR, VALUE, DOCUMENT, EVIDENCE, PUBLISHED, NOTE)]
    return table(say(HISTORY_CAPTION), columns, rows, tight=(0, 1, 4, 5), class_="grid dense law")


def coverage_map(state: Session) -> None:
    """What is not plainly in force: a row per parameter, a column per city."""
    section = _section(state)
    states = [
        each
        for each in coverage(state.parameters, state.on)
        if _within(each.parameter, section) and each.status != "in_force"
    ]
    if not states:
        page.notice(state, state.say(FULL), kind="calm")
        return
    cities = state.parameters.cities()
    by_cell = {(each.parameter, each.place): each for each in states}
    rank = {status: number for number, status in enumerate(COVERAGE_STATUSES)}
    names = sorted(
        {each.parameter for each in states},
        key=lambda name: (
            min(rank[by_cell[name, c].status] for c in cities if (name, c) in by_cell),
            name,
        ),
    )
    rows = [
        [
            state.say.label(state.parameters.definitions.label(name)),
            *(_coverage_cell(state, by_cell.get((name, city))) for city in cities),
        ]
        for name in names
    ]
    columns = [state.say(NAME), *(state.say.label(state.parameters.label(c)) for c in cities)]
    page.show(
        state,
        table(state.say(GAPS, day=state.say.day(state.on)), columns, rows, class_="grid dense law"),
        tag("p", state.say(LEGEND), class_="quiet"),
    )


def _coverage_cell(state: Session, found: Coverage | None) -> Child:
    if found is None:
        return ""
    text = coverage_text(found.status, state.lang)
    since = f" {state.say.day(found.since)}" if found.since else ""
    return tag("span", f"{text}{since}", class_=f"state {found.status}")


def differences(state: Session) -> None:
    """Two places, or one place on two days, side by side."""
    say, parameters = state.say, state.parameters
    cells = st.columns(4)
    with cells[0]:
        left = _place(state, "place", LEFT, "weihai")
    with cells[1]:
        right = _place(state, "other_place", RIGHT, left)
    with cells[2]:
        other_day = _other_day(state)
    with cells[3]:
        section = _section(state)
    state.extra |= {
        "place": left,
        "other_place": right,
        "other_day": other_day.isoformat(),
    }
    only = st.toggle(say(ONLY_DIFFERENT), value=True, key="only_different")
    names = dict.fromkeys([*names_at(parameters, left), *names_at(parameters, right)])
    rows: list[Sequence[Child]] = []
    for name in names:
        if not _within(name, section):
            continue
        one = _shown_value(state, left, name, state.on)
        two = _shown_value(state, right, name, other_day)
        if one == two and (only or one == DASH):
            continue
        label = say.label(parameters.definitions.label(name))
        rows.append([label, one, two, say(DIFFERENT) if one != two else ""])
    if not rows:
        page.notice(state, say(NO_DIFFERENCE), kind="calm")
        return
    caption = say(
        DIFFERENCES,
        left=parameters.label(left),
        left_day=say.day(state.on),
        right=parameters.label(right),
        right_day=say.day(other_day),
    )
    heads = [
        f"{say.label(parameters.label(p))} {say.day(d)}"
        for p, d in ((left, state.on), (right, other_day))
    ]
    page.show(
        state, table(caption, [say(NAME), *heads, say(STATUS)], rows, class_="grid dense law")
    )


def _other_day(state: Session) -> dt.date:
    key = state.key("other_day")
    if key not in st.session_state:
        st.session_state[key] = askable_day(state.extra.get("other_day", "")) or state.on
    return st.date_input(
        state.say(RIGHT_DAY),
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=key,
    )


def _shown_value(state: Session, place: str, name: str, day: dt.date) -> str:
    answer = state.parameters.ask(place, name, day, None, state.mode)
    if not isinstance(answer, Answer):
        return DASH
    text = value_text(answer.record, state.parameters, state.lang)
    if answer.status == "in_force":
        return text
    return f"{text} ({coverage_text(answer.status, state.lang)})"
