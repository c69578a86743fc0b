"""The documents that leave the product, made when they are asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence

import streamlit as st

from app.parts import page
from app.parts.share import address
from app.state import Session
from app.words import Words
from calc.comparison import Comparison, Option
from calc.errors import CanbaoError
from calc.i18n import Lang
from calc.messages import N_
from calc.report.downloads import MEDIA_TYPES, Kind, download

NAMES: dict[Kind, str] = {
    "pdf": N_("Sheet to hand over (PDF)"),
    "html": N_("Sheet (HTML)"),
    "xlsx": N_("Spreadsheet (XLSX)"),
    "csv": N_("Table (CSV)"),
    "ics": N_("Calendar (ICS)"),
    "json": N_("Data (JSON)"),
}
SHORTCUTS: dict[Kind, str] = {"pdf": "Alt+P"}


def downloads(
    state: Session,
    comparison: Comparison,
    option: Option,
    link: str | None,
    kinds: Sequence[Kind] = ("pdf", "html", "xlsx", "csv", "ics", "json"),
) -> None:
    """A button for each document; it is made at the click."""
    public = address(link) if link and os.environ.get("CANBAO_PUBLIC_URL") else None
    problems = pdf_problems(state.lang) if "pdf" in kinds else ()
    with st.container(horizontal=True, gap="small"):
        for kind in kinds:
            if kind != "pdf" or not problems:
                _button(state, comparison, option, kind, public)
    page.problems(state, problems)


def _button(
    state: Session, comparison: Comparison, option: Option, kind: Kind, public: str | None
) -> None:
    lang = state.lang

    def made() -> bytes:
        return download(comparison, kind, lang, option=option, link=public).content

    st.download_button(
        state.say(NAMES[kind]),
        made,
        file_name=f"canbao-{comparison.question.workplace}-{comparison.question.on}.{kind}",
        mime=MEDIA_TYPES[kind],
        key=f"download:{kind}",
        on_click="ignore",
        shortcut=SHORTCUTS.get(kind),
    )


@st.cache_resource(show_spinner=False)
def pdf_problems(lang: Lang) -> tuple[str, ...]:
    """Why no PDF can be made on this machine: one sentence that names the package to install."""
    from calc.report.pdf import chinese_font

    try:
        chinese_font()
    except CanbaoError as error:
        return tuple(Words(lang).problems(error))
    return ()
