"""The screens: ``canbao app``, or ``streamlit run streamlit_app.py``."""

from __future__ import annotations

import streamlit as st

from app.state import session
from calc.messages import N_

st.set_page_config(page_title="参保 Canbao", layout="wide", initial_sidebar_state="collapsed")
say = session().say
st.navigation(
    [
        st.Page("app/pages/compare.py", title=say(N_("Compare")), default=True),
        st.Page("app/pages/counter.py", title=say(N_("Counter")), url_path="counter"),
        st.Page("app/pages/parameters.py", title=say(N_("Parameters")), url_path="parameters"),
    ],
    position="top",
).run()
