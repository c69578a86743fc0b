"""Parameters (参数与依据): what is on file, since when, by which document, and what is not."""

from __future__ import annotations

import streamlit as st

from app.parts import page
from app.parts.day import day_input
from app.parts.law_views import browse, coverage_map, differences
from app.parts.overlay import own_values
from app.state import Session, session
from calc.messages import N_

TITLE = N_("Parameters and documents")
PURPOSE = N_(
    "Every value on file with its document, article, period and evidence; its history; what is "
    "carried forward, unconfirmed or missing; values of your own."
)
VIEW = N_("View")
VIEWS = {
    "browse": N_("Values"),
    "coverage": N_("Gaps and stale values"),
    "differences": N_("Compare places or days"),
    "own": N_("Your own values"),
}


def main() -> None:
    """The page."""
    state = session()
    page.begin(state, "parameters", TITLE, PURPOSE)
    view = _view(state)
    if view != "own":
        with st.container(width=220):
            day_input(state)
    {"browse": browse, "coverage": coverage_map, "differences": differences, "own": own_values}[
        view
    ](state)
    page.finish(state)


def _view(state: Session) -> str:
    key = state.key("view")
    if st.session_state.get(key) not in VIEWS:
        wanted = state.extra.get("view", "")
        st.session_state[key] = wanted if wanted in VIEWS else "browse"
    st.segmented_control(
        state.say(VIEW),
        list(VIEWS),
        format_func=lambda view: state.say(VIEWS[view]),
        key=key,
        required=True,
    )
    view = str(st.session_state[key])
    state.extra["view"] = view
    return view


main()
