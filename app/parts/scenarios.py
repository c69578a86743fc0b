"""The bar of scenarios: add, duplicate, rename, remove, compare with."""

from __future__ import annotations

import streamlit as st

from app.link import MAXIMUM_SCENARIOS
from app.parts import page
from app.state import Session
from calc.messages import N_

EDITED = N_("Situation being edited")
ADD = N_("New situation")
DUPLICATE = N_("Duplicate")
RENAME = N_("Name")
REMOVE = N_("Remove")
COMPARE_WITH = N_("Compare the others with this one")
MANAGE = N_("Rename, remove …")
FULL = N_("At most {count} situations fit side by side.")


def scenario_bar(state: Session) -> None:
    """Which scenario is being edited, and what can be done with it."""
    say = state.say
    full = len(state.scenarios) >= MAXIMUM_SCENARIOS
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if len(state.scenarios) > 1:
            _choose(state)
        st.button(
            say(DUPLICATE), key="duplicate", on_click=_duplicate, args=(state,), disabled=full
        )
        st.button(say(ADD), key="add", on_click=_add, args=(state,), disabled=full)
        with st.popover(say(MANAGE), key="manage"):
            _manage(state)
    if full:
        page.hint(state, say(FULL, count=MAXIMUM_SCENARIOS))


def _choose(state: Session) -> None:
    key = state.key("active")
    st.session_state[key] = state.scenario.uid
    names = {scenario.uid: state.name_of(scenario) for scenario in state.scenarios}

    def choose() -> None:
        state.active = st.session_state[key] or state.active

    st.segmented_control(
        state.say(EDITED),
        list(names),
        format_func=lambda uid: names.get(uid, uid),
        key=key,
        on_change=choose,
    )


def _manage(state: Session) -> None:
    scenario = state.scenario
    key = state.key(f"{scenario.uid}:name")
    if key not in st.session_state:
        st.session_state[key] = state.name_of(scenario)

    def rename() -> None:
        scenario.name = st.session_state[key].strip()

    st.text_input(state.say(RENAME), max_chars=30, key=key, on_change=rename)
    several = len(state.scenarios) > 1
    st.button(
        state.say(COMPARE_WITH),
        key="reference",
        on_click=_make_reference,
        args=(state,),
        disabled=not several or state.reference_scenario is scenario,
    )
    st.button(state.say(REMOVE), key="remove", on_click=state.remove, args=(scenario.uid,))


def _add(state: Session) -> None:
    state.add(state.new_name(), {})


def _duplicate(state: Session) -> None:
    scenario = state.scenario
    state.add(state.new_name(), scenario.answers, scenario.option)


def _make_reference(state: Session) -> None:
    state.reference = state.scenario.uid
