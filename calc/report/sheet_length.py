"""How long a sheet is on paper, estimated from its texts: a page cannot measure itself in print."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import ceil

from calc.report.sheet_shapes import Row, Section, Sheet

LINES_ON_A_PAGE = 90
"""Every sheet estimated at no more fitted one page when printed by a browser, of 80 tried."""
CHARACTERS = {"zh": 158, "en": 166}
"""Half-width characters across the page at the size of the body text in print."""
HEADER, HEADER_WITH_LINK, FOOTER = 5.5, 8.7, 5.0
HEADING, TABLE_HEAD, BETWEEN_ROWS = 1.9, 1.2, 0.22
BELOW, BELOW_HEIGHT = 1.07, 0.88
LINE, LINE_HEIGHT = 1.03, 0.95
CELL = 0.92
ANSWERS_WITH_LINK = 0.82
GAP = 4


def lines_on_paper(sheet: Sheet) -> float:
    """How many lines of body text a sheet takes when printed, roughly.

    Args:
        sheet: What stands on it.
    """
    across = CHARACTERS[sheet.lang]
    answers = sum(_width(f"{pair.name}{pair.text}") + GAP for pair in sheet.answers)
    room = across * (ANSWERS_WITH_LINK if sheet.link else 1)
    header = HEADER_WITH_LINK if sheet.link else HEADER
    sections = sum(_section(section, across) for section in sheet.sections)
    return header + _lines(answers, room) + sections + FOOTER


def _section(section: Section, across: int) -> float:
    texts = sum(_lines(_width(line), across * LINE) * LINE_HEIGHT for line in section.lines)
    if not section.columns:
        return HEADING + texts
    shares = [column.share for column in section.columns]
    rows = sum(_row(row, shares, across) for row in section.rows)
    return HEADING + TABLE_HEAD + rows + texts


def _row(row: Row, shares: Sequence[int], across: int) -> float:
    whole = sum(shares)
    rooms = (across * CELL * share / whole for share in shares)
    cells = max(_lines(_width(cell), room) for cell, room in zip(row.cells, rooms, strict=True))
    below = sum(_lines(_width(text), across * BELOW) * BELOW_HEIGHT for text in row.below)
    return cells + BETWEEN_ROWS + below


def _lines(characters: int, room: float) -> int:
    return max(1, ceil(characters / room))


def _width(text: str) -> int:
    """Half-width characters: Chinese characters count for two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
