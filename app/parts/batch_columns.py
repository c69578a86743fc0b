"""What each column of a file is taken for; what may be written into a column; the first rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from app.markup import table
from app.parts import page
from app.parts.batch_work import Upload
from app.state import Session
from calc.batch.columns import REQUIRED
from calc.batch.naming import Suggestion
from calc.batch.uploads import Preview
from calc.messages import N_
from calc.report.answers import NAMES, answer_name
from calc.report.column_guide import column_guide

COLUMNS = N_("Columns: what each one is taken for")
COUNTS = N_("{taken} of {all} columns are used; {left} are left out.")
COLUMN = N_("Column {number}: «{column}»")
NAMELESS = N_("Column {number} (without a name)")
LEFT_OUT = N_("left out")
TAKEN = N_("{name} ({key})")
SIMILAR = N_("The name is only similar to «{key}»: check whether that is meant.")
PERHAPS = N_("Not known, and left out unless you choose. Perhaps «{name}» is meant?")
UNKNOWN = N_("Not known, and left out unless you choose what it is.")
NAMED = N_("Recognised by their names ({count}): look or change")
SAMPLE = N_("The first rows of the file")
TWICE = N_("Two columns are taken for the same thing: {keys}")
NO_PLACE = N_("No column is taken for the workplace: every row needs one.")
GUIDE = N_("What the columns are called, and what to write into them")
KEY, MEANING, HOW = N_("Column"), N_("Meaning"), N_("What to write")


def guide(state: Session) -> None:
    """Every column that there can be."""
    say = state.say
    with st.expander(say(GUIDE)):
        rows = [
            [each.key, each.name, each.how] for each in column_guide(state.parameters, state.lang)
        ]
        columns = [say(name) for name in (KEY, MEANING, HOW)]
        page.show(state, table(say(GUIDE), columns, rows, class_="grid dense guide"))


def mapping(state: Session, upload: Upload, preview: Preview) -> bool:
    """Ask what each column is taken for, those first that need a look; whether it can be run."""
    say = state.say
    st.subheader(say(COLUMNS), anchor=False)
    used = [key for key in upload.keys.values() if key]
    left = [key for key in upload.keys.values() if not key]
    page.hint(state, say(COUNTS, taken=len(used), left=len(left), all=len(upload.keys)))
    options = {"": say(LEFT_OUT)} | {
        key: say(TAKEN, name=answer_name(key, state.lang), key=key) for key in NAMES
    }
    named = {}
    for number, (name, found) in enumerate(zip(preview.names, upload.suggestions, strict=True), 1):
        if found.likeness == "named":
            named[number] = name
        else:
            _column(state, upload, number, name, options)
            _look(state, upload.keys[number], found)
    if named:
        with st.expander(say(NAMED, count=len(named))):
            for number, name in named.items():
                _column(state, upload, number, name, options)
    _sample(state, preview)
    return _usable(state, used)


def _column(
    state: Session, upload: Upload, number: int, name: str, options: Mapping[str, str]
) -> None:
    key = state.key(f"{upload.uid}:{number}")
    if st.session_state.get(key) != upload.keys[number]:
        st.session_state[key] = upload.keys[number]

    def choose() -> None:
        upload.keys[number] = st.session_state[key]

    st.selectbox(
        _column_name(state, number, name),
        list(options),
        format_func=options.__getitem__,
        key=key,
        on_change=choose,
    )


def _column_name(state: Session, number: int, name: str) -> str:
    if not name:
        return state.say(NAMELESS, number=number)
    return state.say(COLUMN, number=number, column=name)


def _look(state: Session, chosen: str, found: Suggestion) -> None:
    """Why a column needs a look, until somebody chose what it is."""
    say = state.say
    if found.likeness == "similar" and chosen == found.key:
        page.notice(state, say(SIMILAR, key=found.key))
    elif not chosen and found.key:
        page.hint(state, say(PERHAPS, name=answer_name(found.key, state.lang)))
    elif not chosen:
        page.hint(state, say(UNKNOWN))


def _sample(state: Session, preview: Preview) -> None:
    if not preview.sample:
        return
    say = state.say
    names = [
        name or _column_name(state, number, name) for number, name in enumerate(preview.names, 1)
    ]
    with st.expander(say(SAMPLE)):
        page.show(state, table(say(SAMPLE), names, preview.sample, class_="grid dense wide"))


def _usable(state: Session, used: Sequence[str]) -> bool:
    twice = [key for key in dict.fromkeys(used) if used.count(key) > 1]
    if twice:
        page.notice(state, state.say(TWICE, keys=twice), kind="bad")
    if REQUIRED not in used:
        page.notice(state, state.say(NO_PLACE), kind="bad")
    return not twice and REQUIRED in used
