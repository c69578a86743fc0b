"""Values that are not on file, to be typed in where they are missed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.parts import page
from app.state import Case, Session, check_entries
from calc.comparison.question import MissingValue
from calc.messages import N_
from calc.parameters.lookup import Parameters
from calc.report.values import value_text

TITLE = N_("Not on file: type it in if you know it")
EXPLAIN = N_(
    "A value typed in counts for every situation, is marked «entered by you» wherever it is used, "
    "and stands in the link."
)
NEEDED = N_("{parameter}, {place} ({unit})")
WHY = N_("Needed for {day}. Without it an option has no price.")
WHY_PART = N_("Needed for {day}. Without it the total reads «at least».")
ASK = N_("Ask {office}.")
ENTERED = N_("Entered by you")
FORGET = N_("Take back")


def missing_values(state: Session, cases: Sequence[Case]) -> None:
    """What the comparisons miss, each value once, and what was typed in so far."""
    found = _missing(cases)
    if not found and not state.entries:
        return
    problems = st.session_state.pop("entry_problems", [])
    with st.container(border=True):
        st.subheader(state.say(TITLE), anchor=False)
        page.hint(state, state.say(EXPLAIN))
        page.problems(state, problems)
        for key, value in found.items():
            _ask(state, key, value)
        _entered(state)


def _missing(cases: Sequence[Case]) -> dict[str, MissingValue]:
    found: dict[str, MissingValue] = {}
    for case in cases:
        for option in case.comparison.options if case.comparison else ():
            for value in option.missing:
                key = f"{value.place}.{value.parameter}"
                if value.worker_side and (key not in found or value.required):
                    found[key] = value
    return dict(sorted(found.items(), key=lambda item: not item[1].required))


def _ask(state: Session, key: str, missing: MissingValue) -> None:
    say, parameters = state.say, state.parameters
    definition = parameters.definitions.find(missing.parameter)
    widget = state.key(f"enter:{key}")

    def enter() -> None:
        typed = st.session_state[widget].strip()
        if not typed:
            return
        state.entries[key] = typed
        st.session_state["entry_problems"] = check_entries(state)

    st.text_input(
        say(
            NEEDED,
            parameter=parameters.definitions.label(missing.parameter),
            place=parameters.label(missing.place),
            unit=unit_text(state, parameters, missing.parameter),
        ),
        key=widget,
        on_change=enter,
        max_chars=60,
        autocomplete="off",
    )
    sentences = [say(WHY if missing.required else WHY_PART, day=say.day(missing.on))]
    if definition is not None and definition.ask is not None:
        sentences.append(say(ASK, office=definition.ask))
    page.hint(state, " ".join(sentences))


def unit_text(state: Session, parameters: Parameters, parameter: str) -> str:
    """The unit that a value is given in."""
    definition = parameters.definitions.find(parameter)
    units = definition.units if definition is not None else ()
    return state.say.label(parameters.definitions.token(units[0])) if units else ""


def _entered(state: Session) -> None:
    records = {f"{r.place}.{r.parameter}": r for r in state.parameters.entered}
    for key in [key for key in state.entries if key in records]:
        record = records[key]
        name = state.say.label(state.parameters.definitions.label(record.parameter))
        place = state.say.label(state.parameters.label(record.place))
        with st.container(horizontal=True, vertical_alignment="center"):
            text = value_text(record, state.parameters, state.lang)
            st.markdown(f"**{state.say(ENTERED)}** {place} {name}: {text}")
            st.button(state.say(FORGET), key=f"forget:{key}", on_click=_forget, args=(state, key))


def _forget(state: Session, key: str) -> None:
    state.entries.pop(key, None)
    st.session_state.pop(state.key(f"enter:{key}"), None)
