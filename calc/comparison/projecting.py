"""Projects the pension part of an option from the day asked for to retirement and beyond."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass

from calc.benefits import (
    INDEX_ONE,
    AccountYear,
    BenefitFormula,
    Transitional,
    divisor_months_tenths,
    employee_pension,
    extra_years,
    grow_account,
    resident_pension,
)
from calc.comparison.assumptions import SETS, Assumptions, SetName, assumptions_for
from calc.comparison.bases import Base, pension_base, wage_base
from calc.comparison.pricing import Line, PricedPart
from calc.comparison.projection import (
    NO_PROJECTION,
    Change,
    Choice,
    Estimate,
    Projection,
    Retirement,
)
from calc.comparison.question import Asker, Question, cite
from calc.findings import Finding
from calc.months import first_day
from calc.parameters.lookup import Answer
from calc.projection import (
    accumulate,
    break_even_month,
    deflated,
    grown,
    index_months,
    internal_rate,
    received_until,
)
from calc.retirement import (
    Bridge,
    RetirementDates,
    bridge_to_minimum,
    first_month_with_minimum,
    minimum_contribution_months,
    retirement_dates,
)
from calc.statutory import (
    divisor_table,
    flexible_retirement,
    minimum_schedule,
    resident_divisor,
    retirement_track,
)

MONTHS_A_YEAR = 12
TWENTY_YEARS = 240
W = "employee_pension.benefit_calculation_base"
CITY_W = "employee_pension.city_benefit_calculation_base"
NEVER = -1


@dataclass(frozen=True, slots=True)
class _Past:
    """What was paid before; unknown parts count as nothing and are listed as needed."""

    months: int
    deemed: int
    index: int
    account_fen: int


def project(question: Question, part: PricedPart, entered: Mapping[str, int]) -> Projection:
    """What a pension part buys, as a band of estimates; ``NO_PROJECTION`` without a pension.

    Args:
        question: The comparison's fixed facts.
        part: The pension part, priced.
        entered: Assumptions entered by the user (``read_assumptions``).
    """
    if part.part.scheme == "none":
        return NO_PROJECTION
    assumptions = assumptions_for(question, part.part.place, entered)
    if part.part.scheme == "resident":
        return _ResidentLife(question, part, assumptions).project()
    return _EmployeeLife(question, part, assumptions).project()


def _line(part: PricedPart, item: str, payer: str) -> Line | None:
    return next((x for x in part.lines if (x.item, x.payer) == (item, payer)), None)


class _Life:
    """What both schemes share: the person in time, assumptions, and what is missing."""

    def __init__(self, question: Question, part: PricedPart, assumptions: Assumptions) -> None:
        self.question = question
        self.part = part
        self.assumptions = assumptions
        self.asker: Asker = question.asker(part.part.place)
        self.first = max(question.month, question.applicant.enrolled_from or 0)
        self.missing: list[str] = []
        self.notes: list[Finding] = []

    def look(self, parameter: str) -> Answer | None:
        """A value on the day, or None after listing it as missing."""
        answer = self.asker.look(parameter, first_day(self.question.month))
        if answer is None:
            self.missing.append(f"--set {self.part.part.place}.{parameter}")
        return answer

    def rate(self, name: str, chosen: SetName) -> int:
        """An assumed rate or rise; bases follow wages unless their growth is entered."""
        found = self.assumptions.value(name, chosen)
        if found is None and name == "base_growth":
            return self.rate("wage_growth", chosen)
        return found or 0

    def real(self, fen: int, month: int, chosen: SetName) -> int:
        """An amount of a later month in today's money: by prices if given, else by wages."""
        years = month // MONTHS_A_YEAR - self.question.month // MONTHS_A_YEAR
        name = "price_growth" if "price_growth" in self.assumptions.rates else "wage_growth"
        return int(deflated(fen, self.rate(name, chosen), years))

    @property
    def real_measure(self) -> str:
        """What today's money is measured by."""
        return "prices" if "price_growth" in self.assumptions.rates else "wages"

    def horizon(self, born: int) -> int:
        """The month after the last pension that is added up."""
        return born + self.assumptions.horizon_age * MONTHS_A_YEAR

    def needs(self, *names: str) -> bool:
        """Whether these assumptions are all known; those that are not are listed."""
        lacking = [name for name in names if name not in self.assumptions.rates]
        self.missing.extend(f"--assume {name}" for name in lacking)
        return not lacking

    def empty(self, scheme: str, wage: int | None = None) -> Projection:
        """A projection that only says what is missing."""
        return Projection(
            scheme,
            self.assumptions,
            self.real_measure,
            wage,
            missing=tuple(dict.fromkeys(self.missing)),
            notes=tuple(self.notes),
        )


class _EmployeeLife(_Life):
    """Employee pension, as a flexible worker or through an employer."""

    def project(self) -> Projection:
        """The band for each possible choice, and what changes would do."""
        applicant = self.question.applicant
        track = self.question.track
        if applicant.born is None:
            self.missing.append("born")
        if track is None:
            self.missing.append("sex")
        base = self._base()
        calculation_base, average = self.look(W), self.look("employee_pension.average_wage")
        line = _line(self.part, "employee_pension", "worker")
        known = self.needs("wage_growth", "account_interest")
        if (
            applicant.born is None
            or track is None
            or base is None
            or calculation_base is None
            or average is None
            or line is None
            or line.month_fen is None
            or not known
        ):
            return self.empty("employee", None if base is None else base.fen)
        self.born, self.base, self.w = applicant.born, base, calculation_base
        self.city_w = self._city_base()
        self.own = line.month_fen
        self.account_month = line.month_fen if line.account_fen is None else line.account_fen
        employer = _line(self.part, "employee_pension", "employer")
        self.employer = employer.month_fen or 0 if employer else 0
        self.index = (2 * base.fen * INDEX_ONE + average.whole) // (2 * average.whole)
        self.past = self._past()
        parameters = self.question.parameters
        self.divisors = divisor_table(parameters)
        self.schedule = minimum_schedule(parameters)
        dates = (
            retirement_dates(
                applicant.born,
                retirement_track(parameters, track),
                flexible_retirement(parameters),
                self.schedule,
            )
            if self._in_time(applicant.born, track)
            else None
        )
        if dates is None:
            self.notes.append(Finding("projection.already_retired", "pass"))
            return self.empty("employee", base.fen)
        return self._band(dates)

    def _in_time(self, born: int, track: str) -> bool:
        month = self.question.retirement_month
        return month is not None and month > self.first

    def _base(self) -> Base | None:
        if self.part.part.scheme == "employer":
            return wage_base(self.asker, "employee_pension", self.question.month)
        return pension_base(self.asker, self.question.month)

    def _city_base(self) -> Answer | None:
        """Henan's second base; the province's stands in for it, marked, until it is entered."""
        formula = self.asker.look("employee_pension.benefit_formula", first_day(self.first))
        self.formula = BenefitFormula.PROVINCE
        if formula is None or formula.word != "province_and_city":
            return None
        self.formula = BenefitFormula.PROVINCE_AND_CITY
        city = self.look(CITY_W)
        if city is None:
            self.notes.append(
                Finding("projection.city_base", "pass", {"place": self.asker.label},
                        sources=cite(formula))
            )  # fmt: skip
        return city or self.w

    def _past(self) -> _Past:
        history = self.question.applicant.history
        needed = {
            "history.employee_pension_months": history.employee_pension_months,
            "history.individual_account": history.individual_account_fen,
            "history.average_contribution_index": history.average_contribution_index,
        }
        paid_before = history.employee_pension_months != 0
        lacking = [key for key, value in needed.items() if value is None and paid_before]
        if lacking:
            self.missing.extend(lacking)
            self.notes.append(Finding("projection.from_today", "pass", {}, tuple(lacking)))
        index = history.average_contribution_index
        months = history.employee_pension_months or 0
        return _Past(
            months=months,
            deemed=history.deemed_months or 0,
            index=self.index if index is None else int(index * INDEX_ONE),
            account_fen=history.individual_account_fen or 0,
        )

    def _band(self, dates: RetirementDates) -> Projection:
        counted = self.past.months + self.past.deemed
        statutory = int(dates.statutory_month)
        bridge = bridge_to_minimum(counted, self.first, statutory, self.schedule)
        due = int(bridge.pension_month)
        months: dict[Choice, int] = {}
        early = int(first_month_with_minimum(counted, self.first, dates, self.schedule))
        if early < due:
            months["early"] = early
        months["statutory"] = due
        if int(dates.latest_month) > due:
            months["late"] = int(dates.latest_month)
            self.notes.append(Finding("projection.late", "pass"))
        self._note_bridge(bridge)
        found = tuple(
            Retirement(choice, month, month - self.born, self._each_set(month))
            for choice, month in months.items()
        )
        return Projection(
            "employee",
            self.assumptions,
            self.real_measure,
            self.base.fen,
            found,
            self._changes(counted, due),
            tuple(dict.fromkeys(self.missing)),
            tuple(self.notes),
        )

    def _note_bridge(self, bridge: Bridge) -> None:
        if int(bridge.months_short) > 0:
            self.notes.append(
                Finding(
                    "projection.bridging",
                    "pass",
                    {
                        "months": int(bridge.months_short),
                        "minimum": int(bridge.minimum_contribution_months),
                    },
                )
            )

    def _changes(self, counted: int, due: int) -> tuple[Change, ...]:
        changes = [Change("one_more_year", self._each_set(due, more_months=MONTHS_A_YEAR))]
        needed = int(minimum_contribution_months(due // MONTHS_A_YEAR, self.schedule))
        for code, months in (("stop_at_minimum", needed), ("stop_at_twenty_years", TWENTY_YEARS)):
            stop = self.first + months - counted
            if self.first < stop < due and not (code != "stop_at_minimum" and months == needed):
                changes.append(Change(code, self._each_set(due, until=stop)))
        higher = [tier for tier in self.base.tiers_fen if tier > self.base.fen]
        if higher:
            changes.append(Change("one_tier_higher", self._on_base(min(higher), due)))
        return tuple(changes)

    def _on_base(self, base_fen: int, due: int) -> dict[SetName, Estimate]:
        """The same life on another base: every amount that depends on it in proportion."""
        other = copy(self)
        for name in ("own", "account_month", "employer", "index"):
            value = getattr(self, name)
            scaled = (2 * value * base_fen + self.base.fen) // (2 * self.base.fen)
            setattr(other, name, scaled)
        return other._each_set(due)

    def _each_set(
        self, month: int, *, more_months: int = 0, until: int | None = None
    ) -> dict[SetName, Estimate]:
        return {
            chosen: self._estimate(month, chosen, more_months, month if until is None else until)
            for chosen in SETS
        }

    def _estimate(self, month: int, chosen: SetName, more_months: int, until: int) -> Estimate:
        """One life: paid to the month before ``until``, drawn from ``month`` on.

        ``more_months`` counts months as if they had been paid before today, at today's amounts.
        """
        growth, interest = self.rate("base_growth", chosen), self.rate("account_interest", chosen)
        past, before = self.past, self.own * more_months
        opening = past.account_fen + self.account_month * more_months
        paid = accumulate(
            first_month=self.first,
            until_month=until,
            month_fen=self.own,
            account_month_fen=self.account_month,
            opening_fen=opening,
            growth_ppm=growth,
            interest_ppm=interest,
        )
        account = int(paid.account_fen)
        if until < month:
            idle = range((until - 1) // MONTHS_A_YEAR + 1, (month - 1) // MONTHS_A_YEAR + 1)
            years = [AccountYear(year, 0, interest) for year in idle]
            account = int(grow_account(account, years)[-1].closing_fen) if years else account
        future = int(paid.months) + more_months
        weighed = (
            past.index * past.months
            + self.index * more_months
            + int(
                index_months(
                    first_month=self.first,
                    until_month=until,
                    index=self.index,
                    base_growth_ppm=growth,
                    wage_growth_ppm=self.rate("wage_growth", chosen),
                )
            )
        )
        counted = past.months + future
        w_years = month // MONTHS_A_YEAR - self.w.record.first.year
        province = int(grown(self.w.whole, self.rate("wage_growth", chosen), w_years))
        city = None if self.city_w is None else int(
            grown(
                self.city_w.whole,
                self.rate("wage_growth", chosen),
                month // MONTHS_A_YEAR - max(self.city_w.record.first.year, self.w.record.first.year),
            )
        )  # fmt: skip
        parts = employee_pension(
            formula=self.formula,
            province_base_fen=province,
            city_base_fen=city,
            average_index=(2 * weighed + counted) // (2 * counted) if counted else self.index,
            contribution_months=counted + past.deemed,
            account_fen=account,
            divisor_tenths=int(divisor_months_tenths(month - self.born, self.divisors)),
            years_decimals=self._years_decimals(),
            transitional=self._transitional(),
        )
        own = int(paid.paid_fen) + before
        pension = int(parts.total_fen)
        return self._result(
            month, chosen, pension, own,
            basic=int(parts.basic_fen) + int(parts.transitional_fen),
            account_pension=int(parts.account_fen),
            account=account,
            months=counted + past.deemed,
            others=own * self.employer // self.own if self.own else 0,
        )  # fmt: skip

    def _years_decimals(self) -> int | None:
        found = self.asker.look("employee_pension.years_decimals", first_day(self.question.month))
        return None if found is None else found.whole

    def _transitional(self) -> Transitional | None:
        if not self.past.deemed:
            return None
        found = self.asker.look(
            "employee_pension.transitional_coefficient", first_day(self.question.month)
        )
        return None if found is None else Transitional(self.past.deemed, found.whole)

    def _result(
        self,
        month: int,
        chosen: SetName,
        pension: int,
        own: int,
        *,
        basic: int,
        account_pension: int,
        account: int,
        months: int,
        others: int,
    ) -> Estimate:
        return estimate(
            self, self.born, month, chosen, pension, own,
            basic=basic, account_pension=account_pension, account=account, months=months,
            others=others,
        )  # fmt: skip


def estimate(
    life: _Life,
    born: int,
    month: int,
    chosen: SetName,
    pension: int,
    own: int,
    *,
    basic: int,
    account_pension: int,
    account: int,
    months: int,
    others: int,
) -> Estimate:
    """The estimate with what follows from pension and payments: totals, break-even, rate."""
    end = life.horizon(born)
    broke_even = int(break_even_month(own, pension, month, NEVER))
    first_year, last_year = life.first // MONTHS_A_YEAR, (end - 1) // MONTHS_A_YEAR
    years_paid = max(month // MONTHS_A_YEAR - first_year, 1)
    flows = [
        -own / years_paid if year < first_year + years_paid else float(pension * MONTHS_A_YEAR)
        for year in range(first_year, last_year + 1)
    ]
    return Estimate(
        pension_fen=pension,
        real_fen=life.real(pension, month, chosen),
        basic_fen=basic,
        account_pension_fen=account_pension,
        account_fen=account,
        months=months,
        own_fen=own,
        others_fen=others,
        received_fen=int(received_until(pension, month, end)),
        break_even_month=None if broke_even == NEVER else broke_even,
        rate=internal_rate(flows) if own else None,
    )


class _ResidentLife(_Life):
    """Resident pension: a tier every year until the age, base pension and account from then on."""

    def project(self) -> Projection:
        """The band at the one age this scheme has."""
        born = self.question.applicant.born
        if born is None:
            self.missing.append("born")
        line = _line(self.part, "resident_pension", "worker")
        subsidy = _line(self.part, "resident_pension.subsidy", "government")
        base_pension, age = self.look("resident_pension.base_pension"), self.look(
            "resident_pension.age"
        )  # fmt: skip
        minimum = self.look("resident_pension.minimum_contribution_years")
        known = self.needs("base_pension_growth", "account_interest", "wage_growth")
        if (
            born is None
            or line is None
            or line.year_fen is None
            or base_pension is None
            or age is None
            or minimum is None
            or not known
        ):
            return self.empty("resident")
        self.born = born
        self.tier = line.year_fen
        self.subsidy = subsidy.year_fen or 0 if subsidy else 0
        self.base_pension, self.minimum_months = base_pension, minimum.whole * MONTHS_A_YEAR
        self.month = born + age.whole * MONTHS_A_YEAR
        if self.month <= self.first:
            self.notes.append(Finding("projection.already_retired", "pass"))
            return self.empty("resident")
        history = self.question.applicant.history
        lacking = tuple(
            key
            for key, value in (
                ("history.resident_pension_months", history.resident_pension_months),
                ("history.resident_account", history.resident_account_fen),
            )
            if value is None and history.resident_pension_months != 0
        )
        if lacking:
            self.missing.extend(lacking)
            self.notes.append(Finding("projection.from_today", "pass", {}, lacking))
        self.notes.append(Finding("projection.resident_interest", "pass"))
        found = Retirement(
            "statutory",
            self.month,
            age.whole * MONTHS_A_YEAR,
            {chosen: self._estimate(chosen, self.tier, 0) for chosen in SETS},
        )
        self._note_years(found.estimates["middle"].months)
        return Projection(
            "resident",
            self.assumptions,
            self.real_measure,
            None,
            (found,),
            self._changes(),
            tuple(dict.fromkeys(self.missing)),
            tuple(self.notes),
        )

    def _note_years(self, months: int) -> None:
        if months < self.minimum_months:
            short = (self.minimum_months - months + MONTHS_A_YEAR - 1) // MONTHS_A_YEAR
            years = self.minimum_months // MONTHS_A_YEAR
            self.notes.append(
                Finding("projection.resident_short", "pass", {"years": short, "minimum": years})
            )

    def _changes(self) -> tuple[Change, ...]:
        changes = [
            Change(
                "one_more_year", {chosen: self._estimate(chosen, self.tier, 1) for chosen in SETS}
            )
        ]
        tiers = self.asker.look("resident_pension.tiers", first_day(self.question.month))
        above = [tier for tier in (tiers.wholes if tiers else ()) if tier > self.tier]
        if above:
            higher = min(above)
            changes.append(
                Change(
                    "one_tier_higher",
                    {chosen: self._estimate(chosen, higher, 0) for chosen in SETS},
                )
            )
        return tuple(changes)

    def _estimate(self, chosen: SetName, tier: int, more_years: int) -> Estimate:
        history = self.question.applicant.history
        interest = self.rate("account_interest", chosen)
        first_year, last_year = self.first // MONTHS_A_YEAR, self.month // MONTHS_A_YEAR
        subsidy = self._subsidy(tier)
        opening = (history.resident_account_fen or 0) + (tier + subsidy) * more_years
        years = [
            AccountYear(year, tier + subsidy, interest) for year in range(first_year, last_year)
        ]
        account = int(grow_account(opening, years)[-1].closing_fen) if years else opening
        paid_years = len(years) + more_years
        months = (history.resident_pension_months or 0) + paid_years * MONTHS_A_YEAR
        rise = self.rate("base_pension_growth", chosen)
        base_years = last_year - self.base_pension.record.first.year
        parts = resident_pension(
            base_pension_fen=self.base_pension.whole + rise * max(base_years, 0),
            account_fen=account,
            divisor_months=resident_divisor(self.question.parameters),
            years_beyond=int(extra_years(months, self.minimum_months)),
            addition_per_year_fen=self._addition(),
        )
        return estimate(
            self, self.born, self.month, chosen, int(parts.total_fen), tier * paid_years,
            basic=int(parts.base_fen) + int(parts.addition_fen),
            account_pension=int(parts.account_fen),
            account=account,
            months=months,
            others=subsidy * paid_years,
        )  # fmt: skip

    def _subsidy(self, tier: int) -> int:
        table = self.asker.look("resident_pension.subsidy", first_day(self.question.month))
        return 0 if table is None else table.table.get(str(tier // 100), 0)

    def _addition(self) -> int:
        """What is added for each year beyond the minimum, where it is an amount on file."""
        found = self.asker.look(
            "resident_pension.addition_per_extra_year", first_day(self.question.month)
        )
        if found is None:
            return 0
        if found.record.unit == "CNY/month":
            return found.whole
        lowest = self.asker.look(
            "resident_pension.base_pension_minimum", first_day(self.question.month)
        )
        return 0 if lowest is None else lowest.whole * found.whole // 1_000_000
