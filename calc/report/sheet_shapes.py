"""The shapes that a sheet is made of: plain data, no layout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Literal

from calc.i18n import Lang
from calc.records import frozen

Mood = Literal["", "chosen", "closed", "total"]
Align = Literal["start", "end"]
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@frozen
class Room:
    """How much there is room for: the most options, payment days, values, unknowns, reasons.

    Attributes:
        dates: The next payment days shown; None for those of the whole year.
        formulas_of_others: Whether lines that others pay show how they came about.
        rule_of_estimate: Whether an estimate says by which rule it was made.
    """

    options: int = 6
    dates: int | None = None
    values: int = 5
    unknowns: int = 5
    reasons: int = 2
    formulas_of_others: bool = True
    rule_of_estimate: bool = True


USUAL = Room()
TIGHT_YEAR = Room(
    options=5,
    values=3,
    unknowns=3,
    reasons=1,
    formulas_of_others=False,
    rule_of_estimate=False,
)
TIGHT = replace(TIGHT_YEAR, dates=3)
ROOMS = (USUAL, TIGHT_YEAR, TIGHT)
"""In the order in which they are tried until the sheet fits on one page."""


@frozen
class Column:
    """A column: its heading, side, and its share of the width."""

    heading: str
    align: Align = "start"
    share: int = 1


@frozen
class Row:
    """A row of a table; ``below`` are small lines under it that span all columns."""

    cells: tuple[str, ...]
    below: tuple[str, ...] = ()
    mood: Mood = ""


@frozen
class Section:
    """A heading, a table (where there are columns) and lines of text under it.

    Attributes:
        half: Whether it is narrow enough to stand beside another such section.
    """

    key: str
    heading: str
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    lines: tuple[str, ...] = ()
    half: bool = False


@frozen
class Pair:
    """A name and its value."""

    name: str
    text: str


@frozen
class Link:
    """A link that reopens the comparison, and what stands beside its QR code."""

    address: str
    caption: str


@frozen
class Sheet:
    """Everything on the sheet, in one language, ready to lay out.

    Attributes:
        day: The day asked about as year, month, day: the documents' own date.
        blanks: Names of the lines to fill in by pen.
    """

    lang: Lang
    title: str
    subtitle: str
    day: tuple[int, int, int]
    facts: tuple[Pair, ...]
    answers_heading: str
    answers: tuple[Pair, ...]
    sections: tuple[Section, ...]
    blanks: tuple[str, ...]
    closing: str
    link: Link | None

    def to_dict(self) -> dict[str, object]:
        """The sheet as lists and mappings, for templates."""
        return asdict(self)


def printable(text: str) -> str:
    """Text on one line: no control, private or direction-changing characters."""
    return "".join(c if c.isprintable() else " " if c.isspace() else REPLACEMENT for c in text)


def printable_section(section: Section) -> Section:
    """A section whose every text is printable."""
    rows = tuple(
        replace(row, cells=_printable(row.cells), below=_printable(row.below))
        for row in section.rows
    )
    return replace(section, rows=rows, lines=_printable(section.lines))


def _printable(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(printable(text) for text in texts)
