"""What the projections of both schemes share: time, assumptions, what is missing, totals."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from calc.comparison.assumptions import Assumptions, SetName
from calc.comparison.pricing import Line, PricedPart
from calc.comparison.projecting_steps import real_step
from calc.comparison.projection import Estimate, FormulaStep, Projection
from calc.comparison.question import Asker, Question
from calc.findings import Citation, Finding
from calc.money import PPM
from calc.months import first_day
from calc.parameters.lookup import Answer
from calc.projection import break_even_month, deflated, grown, received_until
from calc.records import frozen

MONTHS_A_YEAR = 12
NEVER = -1


@frozen
class Pension:
    """What a life comes to in the month of retirement, before totals are drawn from it.

    Attributes:
        month: The first month with a pension.
        basic_fen: Basic or base pension a month, with any addition.
        account_pension_fen: Account pension a month.
        account_fen: The account.
        months: Months counted, past ones included.
        others_fen: What employer and government pay from now on.
        own_by_year: What the person pays from now on, by calendar year from that of ``first`` on.
        steps: How the pension comes about.
    """

    month: int
    basic_fen: int
    account_pension_fen: int
    account_fen: int
    months: int
    others_fen: int
    own_by_year: Sequence[int]
    steps: Sequence[FormulaStep] = ()

    @property
    def total_fen(self) -> int:
        """The pension a month."""
        return self.basic_fen + self.account_pension_fen


class Life(ABC):
    """One person in one pension scheme, with what is asked, assumed, missing and to be said.

    Subclasses say what is paid and what it buys; ``project`` puts the band together.
    """

    scheme: ClassVar[str]
    assumed: ClassVar[tuple[str, ...]]
    """The assumptions that matter."""

    def __init__(self, question: Question, part: PricedPart, assumptions: Assumptions) -> None:
        self.question = question
        self.part = part
        self.assumptions = assumptions
        self.used: list[Answer] = []
        self.asker: Asker = question.asker(part.part.place)
        self.first = self._first_month()
        self.missing: list[str] = []
        self.notes: list[Finding] = []
        self.wage_fen: int | None = question.applicant.monthly_income_fen

    def _first_month(self) -> int:
        """The first month to be paid: this one, that of enrolment, or that of the lowest age."""
        applicant = self.question.applicant
        lowest = self.find("flexible_enrolment.age_minimum")
        of_age = 0
        if applicant.born is not None and lowest is not None:
            of_age = applicant.born + lowest.whole * MONTHS_A_YEAR
        return max(self.question.month, applicant.enrolled_from or 0, of_age)

    @abstractmethod
    def project(self) -> Projection:
        """The band for each possible choice, and what changes would do."""

    def note(
        self,
        code: str,
        params: dict[str, object] | None = None,
        needs: tuple[str, ...] = (),
        sources: tuple[Citation, ...] = (),
    ) -> None:
        """Add a sentence beside the result."""
        self.notes.append(Finding(code, "pass", params or {}, needs, sources=sources))

    def already_retired(self, *, missing: tuple[str, ...] = ()) -> Projection:
        """A projection that says that there is nothing to project."""
        self.notes, self.missing = [], list(missing)
        self.note("projection.already_retired")
        return self.empty()

    def empty(self) -> Projection:
        """A projection that only says what is missing or why there is none."""
        return Projection(
            self.scheme,
            self.assumptions,
            self.real_measure,
            self.wage_fen,
            missing=tuple(dict.fromkeys(self.missing)),
            notes=tuple(self.notes),
        )

    # -- what is on file --------------------------------------------------------------------

    def find(self, parameter: str) -> Answer | None:
        """A value on the day asked for, or None."""
        found = self.asker.look(parameter, first_day(self.question.month))
        if found is not None:
            self.used.append(found)
        return found

    def look(self, parameter: str) -> Answer | None:
        """A value on the day asked for, or None after listing it as missing."""
        answer = self.find(parameter)
        if answer is None:
            self.missing.append(f"--set {self.part.part.place}.{parameter}")
        return answer

    def line(self, item: str, payer: str) -> Line | None:
        """The price of an item, if the option has it."""
        found = next((x for x in self.part.lines if (x.item, x.payer) == (item, payer)), None)
        if found is not None:
            self.used.extend(found.answers)
        return found

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The values on file that were used, each once."""
        return tuple({(a.asked, a.record.where): a for a in self.used}.values())

    def value_year(self, answer: Answer) -> int:
        """The year whose value this is: of a carried one the last year it was set for."""
        if answer.since is None:
            return self.question.on.year
        return (answer.since - dt.timedelta(days=1)).year

    def tell_past(self, told: dict[str, object | None], paid_before: bool) -> None:
        """List what is not told of the past, unless nothing was paid then."""
        lacking = tuple(key for key, value in told.items() if value is None)
        if lacking and paid_before:
            self.missing.extend(lacking)
            self.note("projection.from_today", needs=lacking)

    # -- what is assumed ----------------------------------------------------------------------

    def rate(self, name: str, chosen: SetName) -> int:
        """An assumed rate or rise; bases follow wages unless their growth is entered."""
        found = self.assumptions.value(name, chosen)
        if found is None and name == "base_growth":
            return self.rate("wage_growth", chosen)
        return found or 0

    def needs(self, *names: str) -> bool:
        """Whether these assumptions are all known; those that are not are listed."""
        lacking = [name for name in names if name not in self.assumptions.rates]
        self.missing.extend(f"--assume {name}" for name in lacking)
        return not lacking

    @property
    def real_measure(self) -> str:
        """What today's money is measured by: prices if their growth is given, else wages."""
        return "prices" if "price_growth" in self.assumptions.rates else "wages"

    def real(self, fen: int, month: int, chosen: SetName) -> int:
        """An amount of a later month in today's money: by prices if given, else by wages."""
        rate = self.rate(self.real_growth, chosen)
        return int(deflated(fen, rate, self.years_until(month)))

    @property
    def real_growth(self) -> str:
        """The assumption by which amounts are brought to today's money."""
        return "price_growth" if self.real_measure == "prices" else "wage_growth"

    def years_until(self, month: int) -> int:
        """Calendar years from the day asked for to a month."""
        return month // MONTHS_A_YEAR - self.question.on.year

    def replacement_ppm(self, pension_fen: int, month: int, chosen: SetName) -> int | None:
        """The pension over the income, or the base where no income is told, of its own year.

        An income grows with wages, a base with bases.
        """
        if not self.wage_fen:
            return None
        told = self.question.applicant.monthly_income_fen is not None
        growth = self.rate("wage_growth" if told else "base_growth", chosen)
        wage = int(grown(self.wage_fen, growth, self.years_until(month)))
        return (2 * pension_fen * PPM + wage) // (2 * wage) if wage else None

    # -- totals -------------------------------------------------------------------------------

    def estimate(self, born: int, chosen: SetName, pension: Pension) -> Estimate:
        """The estimate with what follows from pension and payments: totals, break-even, rate.

        Payments and pensions count by calendar year in the internal rate, and up to the horizon;
        no increase of a pension in payment, no interest in the break-even.
        """
        total, month, own = pension.total_fen, pension.month, sum(pension.own_by_year)
        end = born + self.assumptions.horizon_age * MONTHS_A_YEAR
        broke_even = int(break_even_month(own, total, month, NEVER))
        return Estimate(
            pension_fen=total,
            real_fen=self.real(total, month, chosen),
            basic_fen=pension.basic_fen,
            account_pension_fen=pension.account_pension_fen,
            account_fen=pension.account_fen,
            months=pension.months,
            own_fen=own,
            others_fen=pension.others_fen,
            received_fen=int(received_until(total, month, end)),
            break_even_month=None if broke_even == NEVER else broke_even,
            flows=self._flows(pension, end) if own else (),
            replacement_ppm=self.replacement_ppm(total, month, chosen),
            steps=(*pension.steps, self._real_step(total, month, chosen)),
        )

    def _real_step(self, fen: int, month: int, chosen: SetName) -> FormulaStep:
        rate = self.rate(self.real_growth, chosen)
        return real_step(fen, rate, self.years_until(month), self.real(fen, month, chosen))

    def _flows(self, pension: Pension, end: int) -> tuple[float, ...]:
        """Receipts less payments by calendar year, from the first payment to the horizon."""
        start = self.first // MONTHS_A_YEAR
        years = max(len(pension.own_by_year), (end - 1) // MONTHS_A_YEAR + 1 - start)
        flows = []
        for step in range(years):
            january = (start + step) * MONTHS_A_YEAR
            months = min(end, january + MONTHS_A_YEAR) - max(pension.month, january)
            paid = pension.own_by_year[step] if step < len(pension.own_by_year) else 0
            flows.append(float(pension.total_fen * max(months, 0) - paid))
        return tuple(flows)
