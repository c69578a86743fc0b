"""The law on file, loaded once for everybody, and comparisons made with it.

Both are immutable. A comparison holds somebody's answers: only their session keeps it.
"""

from __future__ import annotations

import datetime as dt

import streamlit as st

from app.questions import applicant_of
from calc.cli.common import today
from calc.comparison import Comparison, compare
from calc.parameters.loading import load_parameters
from calc.parameters.lookup import Mode, Parameters
from calc.parameters.yaml_text import read_yaml

Overlay = tuple[str, bytes]
"""Name and content of an uploaded file of entered values."""
Answers = tuple[tuple[str, str], ...]
"""A person's answers as a value that can be a key."""
MAXIMUM_OVERLAY_BYTES = 200_000

__all__ = ["Answers", "Overlay", "comparison_of", "law", "today"]


@st.cache_resource(max_entries=16, show_spinner=False)
def law(entries: tuple[str, ...] = (), overlay: Overlay | None = None) -> Parameters:
    """The law on file with what was entered over it.

    Raises:
        CanbaoError: What was entered cannot be used; every problem is listed.
    """
    overlays = []
    if overlay is not None:
        name, content = overlay
        overlays.append(read_yaml(content, name, MAXIMUM_OVERLAY_BYTES))
    return load_parameters(overlays, entries=entries)


def comparison_of(answers: Answers, parameters: Parameters, on: dt.date, mode: Mode) -> Comparison:
    """The comparison of one person's answers.

    Raises:
        CanbaoError: An answer cannot be used; every problem is listed.
    """
    return compare(applicant_of(dict(answers)), parameters, on=on, mode=mode)
