"""The sheet as one HTML file: nothing from outside, nothing that runs, made to be printed on A4.

Every text goes through Jinja's escaping; the page's policy forbids scripts and connections and
allows only the style that was written here (by its hash) and pictures inside the file (the QR
code).
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from calc.comparison import Comparison, Option
from calc.i18n import LOCALES, Lang
from calc.report.qr import qr_data_uri
from calc.report.sheet import sheet
from calc.report.sheet_length import LINES_ON_A_PAGE, lines_on_paper
from calc.report.sheet_shapes import ROOMS, USUAL

TEMPLATE = "sheet.html"
STYLE = "sheet.css"


def sheet_html(
    result: Comparison, option: Option | None = None, lang: Lang = "zh", link: str | None = None
) -> bytes:
    """The sheet as HTML (UTF-8).

    Args:
        result: The comparison.
        option: The option that is unfolded; None takes the lowest cost.
        lang: Language of the sheet.
        link: Address that reopens the comparison, as a QR code.

    Raises:
        CanbaoError: The link is no web address or too long.
    """
    for room in ROOMS:
        content = sheet(result, option, lang, link, room=room)
        if lines_on_paper(content) <= LINES_ON_A_PAGE:
            break
    page = (
        _environment()
        .get_template(TEMPLATE)
        .render(
            sheet=content,
            language=LOCALES[lang].replace("_", "-"),
            tight=room is not USUAL,
            policy=_policy(),
            style_name=STYLE,
            qr=qr_data_uri(content.link.address) if content.link else None,
        )
    )
    # a lone half of a character pair cannot be written as UTF-8
    return page.encode("utf-8", "replace")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("calc.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=1)
def _policy() -> str:
    style = _environment().get_template(STYLE).render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
