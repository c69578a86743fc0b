"""What all rows of a batch share: the law on file, the day, the year; and how to ask about them.

A batch prices nothing by rules of its own. It asks the comparison, once for each place and month,
which values it would use (a *probe* is a person about whom nothing else is known), and applies
them to whole columns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from calc.applicant import Applicant
from calc.comparison.question import Question
from calc.months import month_of_day, month_text
from calc.parameters.lookup import Mode, Parameters
from calc.records import frozen

MONTHS_A_YEAR = 12
SPANS = (MONTHS_A_YEAR + 1) ** 2
"""A span of a year is its first month and the month after its last, both from 0 to 12."""


@frozen(slots=False)
class Probe(Question):
    """A question about somebody who retires in a given month."""

    retires: int | None = None

    @property
    def retirement_month(self) -> int | None:
        """The month given."""
        return self.retires


@frozen(slots=False)
class Frame:
    """The law and the days that a batch is evaluated on."""

    parameters: Parameters
    on: dt.date
    known_on: dt.date
    year: int
    mode: Mode

    @property
    def month(self) -> int:
        """The month of the day asked for."""
        return month_of_day(self.on)

    @property
    def january(self) -> int:
        """The first month of the year added up."""
        return self.year * MONTHS_A_YEAR

    @property
    def months(self) -> tuple[int, ...]:
        """The months of the year, then the month of the day asked for."""
        return (*range(self.january, self.january + MONTHS_A_YEAR), self.month)

    def probe(
        self,
        place: str,
        told: Mapping[str, object] | None = None,
        *,
        span: int | None = None,
        near: int = 0,
    ) -> Probe:
        """A person who works at a place, and of whom only this is told.

        Args:
            place: Slug of the place.
            told: The applicant's keys.
            span: The months enrolled, of the year that ``near`` lies in; None for all of it.
            near: A month of that year; the year added up if left out.
        """
        enrolled, retires = None, None
        if span is not None:
            january = (near or self.january) // MONTHS_A_YEAR * MONTHS_A_YEAR
            first, end = divmod(span, MONTHS_A_YEAR + 1)
            enrolled, retires = month_text(january + first), january + end
        applicant = Applicant.model_validate(
            {"workplace": place, "enrolled_from": enrolled, **(told or {})}
        )
        return Probe(
            applicant,
            self.parameters,
            self.on,
            self.known_on,
            self.year,
            self.mode,
            place,
            None,
            retires=retires,
        )
