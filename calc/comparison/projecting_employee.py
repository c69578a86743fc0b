"""Projects the employee pension, as a flexible worker or through an employer."""

from __future__ import annotations

from collections.abc import Callable

from calc.benefits import (
    INDEX_ONE,
    BenefitFormula,
    Transitional,
    divisor_months_tenths,
    employee_pension,
)
from calc.comparison.assumptions import SETS, SetName
from calc.comparison.bases import Base, pension_base, wage_base
from calc.comparison.projecting_life import MONTHS_A_YEAR, Life, Pension
from calc.comparison.projecting_steps import employee_steps, growth_step
from calc.comparison.projecting_terms import BaseOfYear, Past, Terms
from calc.comparison.projection import (
    Change,
    Choice,
    Estimate,
    FormulaStep,
    Projection,
    Retirement,
)
from calc.comparison.question import cite
from calc.findings import Citation
from calc.months import month_text
from calc.projection import Accumulated, accumulate, deflated, grown, index_months
from calc.retirement import (
    Bridge,
    bridge_to_minimum,
    first_month_with_minimum,
    retirement_dates,
)
from calc.statutory import (
    divisor_answer,
    divisor_table,
    flexible_retirement,
    minimum_schedule,
    retirement_track,
)

TWENTY_YEARS = 240
W = "employee_pension.benefit_calculation_base"
CITY_W = "employee_pension.city_benefit_calculation_base"
TRANSFER = Citation("人社部发〔2014〕17号")
"""Joining the employee and the resident pension."""


class EmployeeLife(Life):
    """Employee pension.

    Simplifications, each told in a note or in ``RULE``: every month is paid from the first to the
    month of retirement on the same multiple of the average wage; floor and ceiling are not held
    against a growth entered for the base; deemed months take the average index of the paid ones;
    months paid before today count without the interest of this year where an account was told.
    """

    scheme = "employee"
    assumed = ("wage_growth", "account_interest", "base_growth", "price_growth")

    def project(self) -> Projection:
        """The band for each possible choice, and what changes would do."""
        terms = self._terms()
        track = self.question.track
        if terms is None or track is None:
            return self.empty()
        if terms.past.counted > self.first - terms.born:
            self.note("projection.history_too_long", {"months": terms.past.counted})
            return self.empty()
        statutory = self.question.retirement_month
        told = self.question.applicant.history.employee_pension_months is not None
        if statutory is None or (statutory <= self.first and not told):
            months = "history.employee_pension_months"
            return self.already_retired(missing=() if told else (months,))
        bridge = bridge_to_minimum(terms.past.counted, self.first, statutory, terms.schedule)
        if int(bridge.pension_month) <= self.first:
            return self.already_retired()
        return self._band(terms, track, bridge)

    # -- what the life rests on -------------------------------------------------------------

    def _terms(self) -> Terms | None:
        """All that is needed, or None after listing what is missing."""
        applicant = self.question.applicant
        if applicant.born is None:
            self.missing.append("born")
        if self.question.track is None:
            self.missing.append("sex")
        self._tell_past()
        base = self._base()
        if base is None:
            self.missing.extend(
                f"--set {self.part.part.place}.{name}" for name in self.asker.missing
            )
        elif self.wage_fen is None:
            self.wage_fen = base.fen
        province, average = self.look(W), self.look("employee_pension.average_wage")
        line = self.line("employee_pension", "worker")
        account_month = None if line is None else line.account_fen
        if line is not None and account_month is None:
            self.missing.append(
                f"--set {self.part.part.place}.employee_pension.individual_account_rate"
            )
        known = self.needs("wage_growth", "account_interest")
        if (
            applicant.born is None
            or self.question.track is None
            or base is None
            or province is None
            or average is None
            or line is None
            or line.month_fen is None
            or account_month is None
            or not known
        ):
            return None
        employer = self.line("employee_pension", "employer")
        index = (2 * base.fen * INDEX_ONE + average.whole) // (2 * average.whole)
        past = self._past(index)
        year = self.value_year(province)
        decimals = self.find("employee_pension.years_decimals")
        self._note_assumptions(past)
        parameters = self.question.parameters
        return Terms(
            born=applicant.born,
            base=base,
            own_fen=line.month_fen,
            account_month_fen=account_month,
            employer_fen=(employer.month_fen or 0) if employer else 0,
            index=index,
            past=past,
            province=BaseOfYear(province.whole, year),
            city=self._city(BaseOfYear(province.whole, year)),
            years_decimals=None if decimals is None else decimals.whole,
            transitional_ppm=self._transitional(past),
            divisors=divisor_table(parameters),
            schedule=minimum_schedule(parameters),
        )

    def _base(self) -> Base | None:
        if self.part.part.scheme == "employer":
            return wage_base(self.asker, "employee_pension", self.question.month)
        return pension_base(self.asker, self.question.month)

    def _city(self, province: BaseOfYear) -> BaseOfYear | None:
        """Henan's second base; the province's stands in for it, marked, until it is entered."""
        formula = self.find("employee_pension.benefit_formula")
        if formula is None or formula.word != BenefitFormula.PROVINCE_AND_CITY:
            return None
        city = self.look(CITY_W)
        if city is None:
            place: dict[str, object] = {"place": self.asker.label}
            self.note("projection.city_base", place, sources=cite(formula))
            return province
        return BaseOfYear(city.whole, self.value_year(city))

    def _tell_past(self) -> None:
        history = self.question.applicant.history
        self.tell_past(
            {
                "history.employee_pension_months": history.employee_pension_months,
                "history.individual_account": history.individual_account_fen,
                "history.average_contribution_index": history.average_contribution_index,
            },
            paid_before=history.employee_pension_months != 0,
        )

    def _past(self, index: int) -> Past:
        history = self.question.applicant.history
        resident = history.resident_account_fen or 0
        if resident:
            self.note("projection.resident_account_joined", sources=(TRANSFER,))
        told = history.average_contribution_index
        return Past(
            months=history.employee_pension_months or 0,
            deemed=history.deemed_months or 0,
            index=index if told is None else int(told * INDEX_ONE),
            account_fen=(history.individual_account_fen or 0) + resident,
        )

    def _transitional(self, past: Past) -> int | None:
        """The coefficient for deemed months; without one they bring no transitional part."""
        if not past.deemed:
            return None
        found = self.look("employee_pension.transitional_coefficient")
        self.note("projection.deemed_index" if found else "projection.no_transitional")
        return None if found is None else found.whole

    def _note_assumptions(self, past: Past) -> None:
        if past.counted:
            self.note("projection.from_now_on")
        if "base_growth" in self.assumptions.rates:
            self.note("projection.base_growth_unbounded")

    # -- choices and changes ----------------------------------------------------------------

    def _band(self, terms: Terms, track: str, bridge: Bridge) -> Projection:
        parameters = self.question.parameters
        dates = retirement_dates(
            terms.born,
            retirement_track(parameters, track),
            flexible_retirement(parameters),
            terms.schedule,
        )
        due = int(bridge.pension_month)
        early = int(first_month_with_minimum(terms.past.counted, self.first, dates, terms.schedule))
        if due > int(dates.statutory_month):
            self.note(
                "projection.bridging",
                {
                    "months": int(bridge.months_short),
                    "minimum": int(bridge.minimum_contribution_months),
                    "statutory": month_text(int(dates.statutory_month)),
                    "due": month_text(due),
                },
            )
        oldest = max(terms.divisors)
        if due - terms.born > oldest * MONTHS_A_YEAR:
            self.note("projection.beyond_divisors", {"due": month_text(due), "age": oldest})
            return self.empty()
        months: dict[Choice, int] = {"early": early} if early < due else {}
        months["statutory"] = due
        if int(dates.latest_month) > due:
            months["late"] = int(dates.latest_month)
            self.note("projection.late")
        return Projection(
            self.scheme,
            self.assumptions,
            self.real_measure,
            self.wage_fen,
            tuple(
                Retirement(choice, month, month - terms.born, self._by_set(terms, month))
                for choice, month in months.items()
            ),
            self._changes(terms, due, int(bridge.minimum_contribution_months)),
            tuple(dict.fromkeys(self.missing)),
            tuple(self.notes),
            (*self.answers, divisor_answer(parameters)),
        )

    def _changes(self, terms: Terms, due: int, needed: int) -> tuple[Change, ...]:
        """What one more year, stopping earlier, or one tier higher would do."""
        changes = [Change("one_more_year", self._by_set(terms, due, more_months=MONTHS_A_YEAR))]
        stops = {needed: "stop_at_minimum", TWENTY_YEARS: "stop_at_twenty_years"}
        if needed == TWENTY_YEARS:
            stops = {needed: "stop_at_minimum"}
        for months, code in stops.items():
            stop = max(self.first + months - terms.past.counted, self.first)
            if stop < due:
                changes.append(Change(code, self._by_set(terms, due, until=stop)))
        higher = [tier for tier in terms.base.tiers_fen if tier > terms.base.fen]
        if higher:
            other = terms.on_base(min(higher))
            changes.append(Change("one_tier_higher", self._by_set(other, due)))
        return tuple(changes)

    def _by_set(
        self, terms: Terms, month: int, *, more_months: int = 0, until: int | None = None
    ) -> dict[SetName, Estimate]:
        """A life by set: paid to the month before ``until``, drawn from ``month`` on.

        ``more_months`` counts months as if they had been paid before today, at today's amounts.
        """
        paid_until = month if until is None else until
        return {
            chosen: self.estimate(
                terms.born, chosen, self._pension(terms, chosen, month, paid_until, more_months)
            )
            for chosen in SETS
        }

    # -- one life -----------------------------------------------------------------------------

    def _pension(
        self, terms: Terms, chosen: SetName, month: int, until: int, more_months: int
    ) -> Pension:
        """One life under one set of assumptions.

        Source: 国发〔2005〕38号 item 6; the calculation base of the year of retirement is today's
        grown with wages.
        """
        past, wages = terms.past, self.rate("wage_growth", chosen)
        paid = self._paid(terms, chosen, month, until, more_months)
        months = past.months + more_months + int(paid.months)
        index = self._average_index(terms, chosen, until, more_months, months)
        transitional = terms.transitional_ppm
        province = _base_in(terms.province, month, wages)
        city = None if terms.city is None else _base_in(terms.city, month, wages)
        deemed = Transitional(past.deemed, transitional) if transitional else None
        parts = employee_pension(
            formula=terms.formula,
            province_base_fen=province,
            city_base_fen=city,
            average_index=index,
            contribution_months=months + past.deemed,
            account_fen=int(paid.account_fen),
            divisor_tenths=int(divisor_months_tenths(month - terms.born, terms.divisors)),
            years_decimals=terms.years_decimals,
            transitional=deemed,
        )  # fmt: skip
        own = [int(fen) for fen in paid.by_year]
        others = sum(own) * terms.employer_fen // terms.own_fen if terms.own_fen else 0
        before = terms.own_fen * more_months
        return Pension(
            month=month,
            basic_fen=int(parts.basic_fen) + int(parts.transitional_fen),
            account_pension_fen=int(parts.account_fen),
            account_fen=int(paid.account_fen),
            months=months + past.deemed,
            others_fen=others + terms.employer_fen * more_months,
            own_by_year=[before + own[0], *own[1:]] if own else [before],
            steps=(
                *_base_steps(terms, month, wages),
                *employee_steps(parts, province, city, index, int(paid.account_fen), deemed),
            ),
        )

    def _in_first_year(self, chosen: SetName) -> Callable[[int], int]:
        """Takes an amount of today to the year of the first month paid, as bases grow."""
        growth = self.rate("base_growth", chosen)
        return lambda fen: int(grown(fen, growth, self.years_until(self.first)))

    def _paid(
        self, terms: Terms, chosen: SetName, month: int, until: int, more_months: int
    ) -> Accumulated:
        then = self._in_first_year(chosen)
        return accumulate(
            first_month=self.first,
            until_month=until,
            month_fen=then(terms.own_fen),
            account_month_fen=then(terms.account_month_fen),
            opening_fen=terms.past.account_fen + terms.account_month_fen * more_months,
            growth_ppm=self.rate("base_growth", chosen),
            interest_ppm=self.rate("account_interest", chosen),
            pension_month=month,
        )

    def _average_index(
        self, terms: Terms, chosen: SetName, until: int, more_months: int, months: int
    ) -> int:
        """The mean index of all months paid, before and from now on."""
        wages, bases = self.rate("wage_growth", chosen), self.rate("base_growth", chosen)
        index = terms.index
        if wages != bases:
            index = int(
                deflated(self._in_first_year(chosen)(index), wages, self.years_until(self.first))
            )
        ahead = index_months(
            first_month=self.first,
            until_month=until,
            index=index,
            base_growth_ppm=bases,
            wage_growth_ppm=wages,
        )
        weighed = terms.past.index * terms.past.months + terms.index * more_months + int(ahead)
        return (2 * weighed + months) // (2 * months) if months else terms.index


def _base_in(base: BaseOfYear, month: int, wage_growth_ppm: int) -> int:
    """A calculation base in the year of a month."""
    return int(grown(base.fen, wage_growth_ppm, month // MONTHS_A_YEAR - base.year))


def _base_steps(terms: Terms, month: int, wage_growth_ppm: int) -> list[FormulaStep]:
    """How the calculation bases of today become those of the year of retirement."""
    named = {"calculation_base": terms.province, "city_calculation_base": terms.city}
    return [
        growth_step(
            code,
            base.fen,
            wage_growth_ppm,
            month // MONTHS_A_YEAR - base.year,
            _base_in(base, month, wage_growth_ppm),
        )
        for code, base in named.items()
        if base is not None
    ]
