"""Values of one's own: load a file of them, type one, take the file away again."""

from __future__ import annotations

import streamlit as st

from app.law import MAXIMUM_OVERLAY_BYTES, law
from app.markup import items, table
from app.parts import page
from app.state import Session, check_entries
from calc.errors import CanbaoError
from calc.messages import N_
from calc.parameters.overlays import overlay_yaml
from calc.report.names import label_text
from calc.report.values import document_text, period_text, value_text

UPLOAD = N_("File of entered values (YAML, at most {bytes} bytes)")
UPLOAD_HELP = N_("As written by the button below or by `canbao parameters overlay`.")
REFUSED = N_("The file «{name}» was not taken:")
TYPE_IN = N_("Or type one value in: PLACE.PARAMETER=VALUE")
EXAMPLE = "lincang.employee_medical.flexible_base_proportion=60%"
NONE_YET = N_("No value of your own is in use: only the law on file.")
IN_USE = N_("Values of your own in use; they win over the law on file")
NOT_IN_LINK = N_(
    "Values from a file do not stand in links: whoever opens one needs the file, too. Values typed "
    "in do."
)
SAVE = N_("Save as a file")
FORGET_ALL = N_("Use the law on file only")
NAME, PLACE, VALUE = N_("Name"), N_("Place"), N_("Value")
PERIOD, DOCUMENT = N_("Period"), N_("Document")
EVERY_DAY = N_("every day")


def own_values(state: Session) -> None:
    """Load, type, see and save entered values."""
    say = state.say
    uploaded = st.file_uploader(
        say(UPLOAD, bytes=MAXIMUM_OVERLAY_BYTES),
        type=["yaml", "yml"],
        key="overlay_file",
        help=say(UPLOAD_HELP),
        max_upload_size=1,
    )
    if uploaded is not None:
        _take(state, uploaded.name, uploaded.getvalue())
    _type_in(state)
    entered = state.parameters.entered
    if not entered:
        page.notice(state, say(NONE_YET), kind="calm")
        return
    parameters, lang = state.parameters, state.lang
    rows = [
        [
            label_text(parameters.definitions.label(record.parameter), lang),
            label_text(parameters.label(record.place), lang),
            value_text(record, parameters, lang),
            period_text(record, lang) or say(EVERY_DAY),
            document_text(record, parameters, lang),
        ]
        for record in entered
    ]
    columns = [say(name) for name in (NAME, PLACE, VALUE, PERIOD, DOCUMENT)]
    page.show(state, table(say(IN_USE), columns, rows))
    if state.overlay is not None:
        page.notice(state, say(NOT_IN_LINK))
    with st.container(horizontal=True):
        st.download_button(
            say(SAVE),
            overlay_yaml(entered).encode(),
            file_name="canbao-entered.yaml",
            mime="application/yaml",
            key="save_overlay",
            on_click="ignore",
        )
        st.button(say(FORGET_ALL), key="forget_all", on_click=_forget_all, args=(state,))


def _take(state: Session, name: str, content: bytes) -> None:
    """Use an uploaded file, or say everything that is wrong with it and leave it."""
    overlay = (name, content)
    if overlay == state.overlay:
        return
    try:
        law(state.entered, overlay)
    except CanbaoError as error:
        said = items(state.say.problems(error))
        page.notice(state, state.say(REFUSED, name=name), said, kind="bad")
        return
    state.overlay = overlay


def _type_in(state: Session) -> None:
    key = state.key("typed")

    def enter() -> None:
        name, equals, value = st.session_state[key].partition("=")
        if not st.session_state[key].strip():
            return
        before = dict(state.entries)
        state.entries[name.strip()] = value.strip() if equals else ""
        st.session_state["typed_problems"] = check_entries(state)
        if not st.session_state["typed_problems"]:
            st.session_state[key] = ""
        elif name.strip() in before:
            state.entries[name.strip()] = before[name.strip()]

    st.text_input(
        state.say(TYPE_IN),
        placeholder=EXAMPLE,
        max_chars=200,
        key=key,
        on_change=enter,
        autocomplete="off",
    )
    page.problems(state, st.session_state.pop("typed_problems", []))


def _forget_all(state: Session) -> None:
    state.entries = {}
    state.overlay = None
    st.session_state.pop("overlay_file", None)
