"""One comparison's fixed facts, and a way of asking that remembers what was missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from calc.applicant import Applicant
from calc.findings import Citation, Finding
from calc.messages import Label
from calc.months import first_day, month_of_day, months_of_year
from calc.parameters.lookup import Answer, Missing, Mode, Parameters
from calc.records import frozen
from calc.retirement import statutory_month
from calc.statutory import retirement_track

MEDICAL_OFFICE = Label("医疗保障经办机构（12393）", "the medical-security office (12393)")
PENSION_OFFICE = Label("社会保险经办机构（12333）", "the social-insurance office (12333)")
TRACKS = {
    "male60": Label("男 60 岁", "men 60"),
    "female55": Label("女 55 岁", "women 55"),
    "female50": Label("女 50 岁", "women 50"),
}


@frozen(slots=False)
class Question:
    """What is compared, on which day, with what was known when."""

    applicant: Applicant
    parameters: Parameters
    on: dt.date
    known_on: dt.date
    year: int
    mode: Mode
    workplace: str
    registration: str | None
    """A city on file, or None if unknown or elsewhere."""
    replayed: Question | None = None
    """The question as it was asked, where this one stands on an earlier day."""

    @property
    def month(self) -> int:
        """The month of the day asked for."""
        return month_of_day(self.on)

    @property
    def places(self) -> tuple[str, ...]:
        """Workplace and registration, equal places once."""
        return tuple(dict.fromkeys(p for p in (self.workplace, self.registration) if p))

    def ask(self, place: str, parameter: str, on: dt.date) -> Answer | Missing:
        """The value as known on the comparison's day and in its mode."""
        return self.parameters.ask(place, parameter, on, self.known_on, self.mode)

    def known(self, known_on: dt.date) -> Question:
        """The same question as it stood on another day.

        What was paid then was paid on last year's bounds where no others were out: provisional
        in every mode.
        """
        return replace(self, known_on=known_on, mode="provisional", replayed=self.as_asked)

    @property
    def as_asked(self) -> Question:
        """The question that was asked, also where this one stands on an earlier day."""
        return self.replayed or self

    def asker(self, place: str) -> Asker:
        """A way of asking about one place that collects what is missing."""
        return Asker(self, place)

    # -- the person in time -----------------------------------------------------------------

    @property
    def track(self) -> str | None:
        """The retirement track: given, or assumed from the sex; None if that is unknown too."""
        if self.applicant.retirement_track is not None:
            return self.applicant.retirement_track
        return {"male": "male60", "female": "female55"}.get(self.applicant.sex or "")

    @property
    def retirement_month(self) -> int | None:
        """The statutory month of retirement, if birth month and track are known."""
        if self.applicant.born is None or self.track is None:
            return None
        return int(
            statutory_month(self.applicant.born, retirement_track(self.parameters, self.track))
        )

    @property
    def months(self) -> tuple[int, ...]:
        """The months of the year from enrolment to the month before retirement."""
        first = self.applicant.enrolled_from
        end = self.retirement_month
        return tuple(
            month
            for month in months_of_year(self.year)
            if (first is None or month >= first) and (end is None or month < end)
        )

    def track_findings(self) -> tuple[Finding, ...]:
        """Says which track was assumed, if the applicant did not."""
        applicant = self.applicant
        if applicant.retirement_track is not None or applicant.sex == "male":
            return ()
        if applicant.sex is None:
            return (Finding("retirement.track_unknown", "unknown", {}, ("sex",)),)
        return (
            Finding(
                "retirement.track_assumed",
                "pass",
                {"track": TRACKS["female55"]},
                ("retirement_track",),
            ),
        )


@dataclass
class MissingValue:
    """A value that is not on file and was needed.

    Attributes:
        required: Without it there is no price; else the price stands without it.
        worker_side: Whether it concerns what the worker pays.
    """

    parameter: str
    place: str
    on: dt.date
    required: bool
    worker_side: bool


@dataclass
class Asker:
    """Asks about one place and remembers what was missing, each parameter once."""

    question: Question
    place: str
    missing: dict[str, MissingValue] = field(default_factory=dict)

    def need(
        self, parameter: str, on: dt.date, *, required: bool = True, worker_side: bool = True
    ) -> Answer | None:
        """The answer, or None after noting that it is missing."""
        answer = self.look(parameter, on)
        if answer is None:
            self.note(parameter, on, required=required, worker_side=worker_side)
        return answer

    def note(
        self, parameter: str, on: dt.date, *, required: bool = True, worker_side: bool = True
    ) -> None:
        """Note a value as missing; the first day counts."""
        known = self.missing.get(parameter)
        if known is None or (required and not known.required):
            self.missing[parameter] = MissingValue(parameter, self.place, on, required, worker_side)

    def look(self, parameter: str, on: dt.date) -> Answer | None:
        """The answer, or None; not noted as missing."""
        answer = self.question.ask(self.place, parameter, on)
        return answer if isinstance(answer, Answer) else None

    def look_in(self, parameter: str, month: int) -> Answer | None:
        """The answer for money of a month: on its first day."""
        return self.look(parameter, first_day(month))

    def need_in(
        self, parameter: str, month: int, *, required: bool = True, worker_side: bool = True
    ) -> Answer | None:
        """The answer for money of a month, or None after noting that it is missing."""
        return self.need(parameter, first_day(month), required=required, worker_side=worker_side)

    @property
    def label(self) -> Label:
        """The name of the place."""
        return self.question.parameters.label(self.place)


def cite(*answers: Answer | None) -> tuple[Citation, ...]:
    """The documents behind some answers, each once."""
    cited = (Citation(a.record.source, a.record.article) for a in answers if a is not None)
    return tuple(dict.fromkeys(cited))
