"""The screens: ``canbao app``, or ``streamlit run streamlit_app.py``."""

from __future__ import annotations

import logging

import streamlit as st

from app.parts.page import crashed
from app.state import session
from calc.messages import N_

st.set_page_config(page_title="参保 Canbao", layout="wide", initial_sidebar_state="collapsed")
state = session()
page = st.navigation(
    [
        st.Page("app/pages/compare.py", title=state.say(N_("Compare")), default=True),
        st.Page("app/pages/counter.py", title=state.say(N_("Counter")), url_path="counter"),
        st.Page("app/pages/batch.py", title=state.say(N_("Batch")), url_path="batch"),
        st.Page(
            "app/pages/parameters.py", title=state.say(N_("Parameters")), url_path="parameters"
        ),
    ],
    position="top",
)
try:
    page.run()
except Exception:
    logging.getLogger("canbao").exception("a page failed")
    crashed(state)
