"""What every page begins with: its heading, the language, the day; and how HTML gets on it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import streamlit as st

from app.markup import Child, items, tag
from app.parts import own_words
from app.state import Session, write_address
from app.words import HTML_LANGS
from calc.i18n import LANGS, Lang
from calc.messages import N_

STYLE = Path(__file__).parents[1].joinpath("style.css")
FOCUS = Path(__file__).parents[1].joinpath("focus.js")
LANGUAGE_NAMES: dict[Lang, str] = {"zh": "中文", "en": "English"}
LANGUAGE = N_("Language")
CRASHED = N_(
    "Something went wrong in these screens; it is not your fault. Your answers stand in the "
    "address: reload the page, and tell whoever runs it what you did last."
)


def show(state: Session, *children: Child, class_: str = "") -> None:
    """Put HTML on the page, in our look and with its language named."""
    st.html(tag("div", *children, class_=f"canbao {class_}".strip(), lang=HTML_LANGS[state.lang]))


def hint(state: Session, text: str) -> None:
    """A line of explanation. Streamlit's own captions are too pale to read."""
    show(state, tag("p", text, class_="quiet"))


def notice(state: Session, *children: Child, kind: str = "") -> None:
    """A short message in a box: ``calm``, ``bad``, or a warning."""
    show(state, tag("div", *children, class_=f"notice {kind}".strip(), role="status"))


def begin(state: Session, name: str, title: str, purpose: str) -> None:
    """Heading, language switch, and what a damaged link has to say."""
    state.page = name
    state.drawn.clear()
    st.html(STYLE)
    # the page's own language is English in Streamlit; a screen reader would misread Chinese
    language = f"document.documentElement.lang = '{HTML_LANGS[state.lang]}'"
    words = own_words.script(state.say)
    st.html(f"<script>{language};\n{words}</script>", unsafe_allow_javascript=True)
    st.html(f"<style>{own_words.style(state.say)}</style>")
    heading, switch = st.columns([5, 1], vertical_alignment="bottom")
    with switch:
        _language_switch(state)
    with heading:
        st.title(state.say(title), anchor=False)
        show(state, tag("p", state.say(purpose), class_="quiet"))
    if state.link_problem is not None:
        notice(state, state.say.message(state.link_problem), kind="bad")
        state.link_problem = None
    if state.link_note is not None:
        notice(state, state.say.message(state.link_note), kind="calm")
        state.link_note = None


def _language_switch(state: Session) -> None:
    # the one widget that stays what it is while the language changes
    key = f"{state.page or 'compare'}/language"
    if st.session_state.get(key) != state.lang:
        st.session_state[key] = state.lang

    def switch() -> None:
        state.switch(st.session_state[key] or state.lang)

    st.segmented_control(
        state.say(LANGUAGE),
        LANGS,
        format_func=LANGUAGE_NAMES.__getitem__,
        key=key,
        on_change=switch,
        label_visibility="collapsed",
    )


def focus(key: str) -> None:
    """Put the keyboard into a widget, once for each key."""
    place = json.dumps(f".st-key-{re.sub('[^a-zA-Z0-9_-]', '-', key)} input")
    script = f"{FOCUS.read_text('utf-8').strip()}({place});"
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def crashed(state: Session) -> None:
    """A fault of ours: say so, and that nothing of the visitor's is lost."""
    notice(state, state.say(CRASHED), kind="bad")


def finish(state: Session) -> str | None:
    """Write the state into the address; the link, if it fits into one."""
    return write_address(state)


def problems(state: Session, sentences: list[str] | tuple[str, ...]) -> None:
    """Everything that is wrong with an input, at once."""
    if sentences:
        notice(state, items(sentences), kind="bad")
