"""Every document that leaves the product, by kind: for commands that write and screens that offer.

Nothing heavy is imported before a document is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal, get_args

from calc.comparison import Comparison, Option
from calc.comparison.headline import headline_option
from calc.i18n import Lang, render
from calc.messages import N_, Message
from calc.records import frozen
from calc.report.names import open_text, option_text

Kind = Literal["html", "pdf", "xlsx", "csv", "ics", "json"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MEDIA_TYPES: Mapping[Kind, str] = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
}
TAKEN = N_(
    "No option was named: no. {number} is taken, the first by cost ({option}; {state}). For "
    "another one: --explain NO."
)
OF_ONE_OPTION: frozenset[Kind] = frozenset({"html", "pdf", "ics"})
"""Kinds that unfold one option; the others hold them all."""


@frozen
class Download:
    """A document ready to be saved."""

    content: bytes
    media_type: str
    file_name: str


def download(
    result: Comparison,
    kind: Kind,
    lang: Lang = "zh",
    *,
    option: Option | None = None,
    link: str | None = None,
) -> Download:
    """A document of a comparison, the same bytes every time.

    Args:
        result: The comparison.
        kind: What kind of document.
        lang: Its language.
        option: The option that is unfolded, for the kinds that unfold one; None takes the lowest
            cost (``headline_option``).
        link: Address that reopens the comparison, for the QR code of a sheet.

    Raises:
        CanbaoError: A PDF has no font to embed, or the link is no web address or too long.
    """
    content = _content(result, kind, lang, option, link)
    question = result.question
    name = f"canbao-{question.workplace}-{question.on.isoformat()}.{kind}"
    return Download(content, MEDIA_TYPES[kind], name)


def _content(
    result: Comparison, kind: Kind, lang: Lang, option: Option | None, link: str | None
) -> bytes:
    if kind == "html":
        from calc.report.html import sheet_html

        return sheet_html(result, option, lang, link)
    if kind == "pdf":
        from calc.report.pdf import sheet_pdf

        return sheet_pdf(result, option, lang, link)
    if kind == "xlsx":
        from calc.report.spreadsheet import comparison_xlsx

        return comparison_xlsx(result, lang)
    if kind == "csv":
        from calc.report.csvfile import comparison_csv

        return comparison_csv(result, lang)
    if kind == "ics":
        from calc.report.ics import calendar_ics

        chosen = option or headline_option(result)
        assert chosen is not None  # a comparison always has options
        return calendar_ics(result, chosen, lang)
    return comparison_json(result, lang)


def taken_text(result: Comparison, option: Option, lang: Lang) -> str:
    """Which option a document unfolds when none was named."""
    question = result.question
    params = {
        "number": result.options.index(option) + 1,
        "option": option_text(option, question, lang),
        "state": open_text(option.open, lang),
    }
    return render(Message(TAKEN, params), lang)


def comparison_json(result: Comparison, lang: Lang = "zh") -> bytes:
    """The comparison document of INTERFACE as JSON."""
    text = json.dumps(result.to_dict(lang), ensure_ascii=False, indent=1)
    # a lone half of a character pair cannot be written as UTF-8
    return f"{text}\n".encode("utf-8", "replace")
