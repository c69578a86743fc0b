"""The sheet as PDF: one A4 page for a usual case, fonts embedded, made by Typst.

The template holds no text; the sheet comes to it as JSON, so that nothing anybody typed is ever
read as Typst source. The document's date is the day asked about, and the bytes are the same every
time for the same fonts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import typst

from calc.comparison import Comparison, Option
from calc.errors import CanbaoError, problem
from calc.i18n import Lang
from calc.report.qr import qr_svg
from calc.report.sheet import sheet
from calc.report.sheet_shapes import ROOMS

FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "STHeiti",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "DengXian",
    "SimHei",
    "SimSun",
    "Noto Serif CJK SC",
    "Droid Sans Fallback",
)
"""Fonts that hold the Chinese characters in use, the preferred ones first."""
TEMPLATE = "sheet.typ"


def sheet_pdf(
    result: Comparison,
    option: Option | None = None,
    lang: Lang = "zh",
    link: str | None = None,
    *,
    font_folders: Sequence[Path] = (),
) -> bytes:
    """The sheet as PDF.

    Args:
        result: The comparison.
        option: The option that is unfolded; None takes the lowest cost.
        lang: Language of the sheet.
        link: Address that reopens the comparison, as a QR code.
        font_folders: Folders with fonts beside those of the system.

    Raises:
        CanbaoError: No font with Chinese characters was found (an English sheet needs one too:
            documents have Chinese numbers), or the link is no web address or too long.
    """
    sheets = [sheet(result, option, lang, link, room=room) for room in ROOMS]
    content = sheets[0]
    folders = tuple(font_folders)
    inputs = {
        "sheets": json.dumps([each.to_dict() for each in sheets], ensure_ascii=True),
        "font": chinese_font(folders),
        "qr": qr_svg(content.link.address) if content.link else "",
    }
    template = files("calc.report").joinpath("templates", TEMPLATE).read_bytes()
    return typst.compile(template, format="pdf", font_paths=_fonts(folders), sys_inputs=inputs)


def chinese_font(font_folders: tuple[Path, ...] = ()) -> str:
    """The family that Chinese text is set in.

    Raises:
        CanbaoError: None is installed.
    """
    installed = {family.casefold(): family for family in _fonts(font_folders).families()}
    for family in FAMILIES:
        if family.casefold() in installed:
            return installed[family.casefold()]
    raise CanbaoError([problem("font.no_chinese", "PDF", allowed=FAMILIES)])


@lru_cache(maxsize=4)
def _fonts(font_folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(font_paths=[str(folder) for folder in font_folders])
