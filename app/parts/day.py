"""The day asked about, and the mode of asking."""

from __future__ import annotations

import streamlit as st

from app.law import today
from app.link import FIRST_DAY, LAST_DAY
from app.state import Session
from calc.messages import N_
from calc.report.table import MODES

DAY = N_("As of")
MODE = N_("Values")


def day_input(state: Session) -> None:
    """The day; a click away from today."""
    key = state.key("day")
    if st.session_state.get(key) != state.on:
        st.session_state[key] = state.on

    def choose() -> None:
        chosen = st.session_state[key]
        state.day = None if chosen == today() else chosen

    st.date_input(
        state.say(DAY),
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        key=key,
        on_change=choose,
    )


def mode_input(state: Session) -> None:
    """Whether values may be carried forward."""
    key = state.key("mode")
    if st.session_state.get(key) != state.mode:
        st.session_state[key] = state.mode

    def choose() -> None:
        state.mode = st.session_state[key]

    st.selectbox(
        state.say(MODE),
        ["provisional", "strict"],
        format_func=lambda mode: state.say(MODES[mode]),
        key=key,
        on_change=choose,
    )
