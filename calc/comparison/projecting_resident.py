"""Projects the resident pension."""

from __future__ import annotations

from dataclasses import replace

from calc.benefits import AccountYear, extra_years, grow_account, resident_pension
from calc.comparison.assumptions import SETS, SetName
from calc.comparison.projecting_employee import TRANSFER
from calc.comparison.projecting_life import MONTHS_A_YEAR, Life, Pension
from calc.comparison.projecting_steps import resident_steps
from calc.comparison.projection import Change, Estimate, Projection, Retirement
from calc.comparison.question import cite
from calc.money import apply_rate
from calc.parameters.lookup import Answer
from calc.records import frozen
from calc.retirement import minimum_contribution_months
from calc.statutory import minimum_schedule, resident_divisor, resident_divisor_answer

ADDITION = "resident_pension.addition_per_extra_year"


@frozen
class Terms:
    """Everything a resident pension depends on beside the assumptions.

    Attributes:
        month: The month in which the age is reached.
        tier_fen: Paid each year.
        subsidy_fen: Added by the government each year.
        base_fen: Base pension a month, of ``base_year``.
        minimum_months: Months needed.
        addition_fen: More base pension a month for each year beyond them.
        past_months: Months that count already, from the employee scheme too.
        account_fen: The account already there, from the employee scheme too.
        more_years: Years counted as if they had been paid before today.
    """

    born: int
    month: int
    tier_fen: int
    subsidy_fen: int
    base_fen: int
    base_year: int
    minimum_months: int
    addition_fen: int
    past_months: int
    account_fen: int
    more_years: int = 0


class ResidentLife(Life):
    """Resident pension: one tier every year until the age, then base pension and account.

    Simplifications, told in notes: tier and subsidy stay as they are; every year from this one to
    the year before the age is reached is paid once; the addition for further years stays as it is;
    additions for high age and the funeral grant are left out.
    """

    scheme = "resident"
    assumed = ("base_pension_growth", "account_interest", "wage_growth", "price_growth")

    def project(self) -> Projection:
        """The band at the one age this scheme has, and what changes would do."""
        terms = self._terms()
        if terms is None:
            return self.empty()
        if terms.month <= self.first:
            return self.already_retired()
        if terms.past_months > self.first - terms.born:
            self.note("projection.history_too_long", {"months": terms.past_months})
            return self.empty()
        self.note("projection.resident_rule")
        self.note("projection.resident_interest")
        if terms.past_months or terms.account_fen:
            self.note("projection.from_now_on")
        estimates = self._by_set(terms)
        self._note_years(terms, estimates["middle"].months)
        return Projection(
            self.scheme,
            self.assumptions,
            self.real_measure,
            self.wage_fen,
            (Retirement("statutory", terms.month, terms.month - terms.born, estimates),),
            self._changes(terms),
            tuple(dict.fromkeys(self.missing)),
            tuple(self.notes),
            (*self.answers, resident_divisor_answer(self.question.parameters)),
        )

    def _terms(self) -> Terms | None:
        """All that is needed, or None after listing what is missing."""
        born = self.question.applicant.born
        if born is None:
            self.missing.append("born")
        self._tell_past()
        line = self.line("resident_pension", "worker")
        tier = None if line is None else line.year_fen
        base = self.look("resident_pension.base_pension")
        age = self.look("resident_pension.age")
        minimum = self.look("resident_pension.minimum_contribution_years")
        known = self.needs("base_pension_growth", "account_interest", "wage_growth")
        if (
            born is None
            or tier is None
            or base is None
            or age is None
            or minimum is None
            or not known
        ):
            return None
        month = born + age.whole * MONTHS_A_YEAR
        months, account = self._past(month)
        return Terms(
            born=born,
            month=month,
            tier_fen=tier,
            subsidy_fen=self._subsidy(tier),
            base_fen=base.whole,
            base_year=self.value_year(base),
            minimum_months=minimum.whole * MONTHS_A_YEAR,
            addition_fen=self._addition(),
            past_months=months,
            account_fen=account,
        )

    def _tell_past(self) -> None:
        history = self.question.applicant.history
        self.tell_past(
            {
                "history.resident_pension_months": history.resident_pension_months,
                "history.resident_account": history.resident_account_fen,
            },
            paid_before=history.resident_pension_months != 0,
        )

    def _past(self, month: int) -> tuple[int, int]:
        """Months and account from before, with those of the employee scheme that move here.

        人社部发〔2014〕17号: below the minimum of the employee scheme its account moves and its
        years count. A simplification: they count from the age of the resident pension on, though
        the move can be asked for only at the statutory age of the employee scheme.
        """
        history = self.question.applicant.history
        months, account = history.resident_pension_months or 0, history.resident_account_fen or 0
        employee = (history.employee_pension_months or 0) + (history.deemed_months or 0)
        if not employee:
            return months, account
        due = self.question.retirement_month or month
        schedule = minimum_schedule(self.question.parameters)
        year = max(due // MONTHS_A_YEAR, schedule.first_year)
        if employee >= int(minimum_contribution_months(year, schedule)):
            self.note("projection.employee_pension_due", {"months": employee}, sources=(TRANSFER,))
            return months, account
        if history.individual_account_fen is None:
            self.missing.append("history.individual_account")
        self.note("projection.employee_account_joined", {"months": employee}, sources=(TRANSFER,))
        return months + employee, account + (history.individual_account_fen or 0)

    def _subsidy(self, tier: int) -> int:
        """What the government adds to a tier: 0 where there is none, or after listing it."""
        table = self.find("resident_pension.subsidy")
        if table is not None and table.is_none:
            return 0
        found = None if table is None else table.table.get(str(tier // 100))
        if found is None:
            self.missing.append(f"--set {self.part.part.place}.resident_pension.subsidy")
        return found or 0

    def _addition(self) -> int:
        """What is added a month for each year beyond the minimum: an amount, or a share of one."""
        found = self.look(ADDITION)
        if found is None or found.is_none:
            return 0
        self.note("projection.addition", {"place": self.asker.label}, sources=cite(found))
        if found.record.unit == "CNY/month":
            return found.whole
        lowest: Answer | None = self.look("resident_pension.base_pension_minimum")
        return 0 if lowest is None else int(apply_rate(lowest.whole, found.whole))

    def _note_years(self, terms: Terms, months: int) -> None:
        if months < terms.minimum_months:
            short = -((months - terms.minimum_months) // MONTHS_A_YEAR)
            years = terms.minimum_months // MONTHS_A_YEAR
            self.note("projection.resident_short", {"years": short, "minimum": years})

    def _changes(self, terms: Terms) -> tuple[Change, ...]:
        changes = [Change("one_more_year", self._by_set(replace(terms, more_years=1)))]
        tiers = self.find("resident_pension.tiers")
        above = [tier for tier in (tiers.wholes if tiers else ()) if tier > terms.tier_fen]
        if above:
            higher = min(above)
            other = replace(terms, tier_fen=higher, subsidy_fen=self._subsidy(higher))
            changes.append(Change("one_tier_higher", self._by_set(other)))
        return tuple(changes)

    def _by_set(self, terms: Terms) -> dict[SetName, Estimate]:
        return {
            chosen: self.estimate(terms.born, chosen, self._pension(terms, chosen))
            for chosen in SETS
        }

    def _pension(self, terms: Terms, chosen: SetName) -> Pension:
        """One life under one set of assumptions. Source: 国发〔2014〕8号 item 6."""
        interest = self.rate("account_interest", chosen)
        first_year, last_year = self.first // MONTHS_A_YEAR, terms.month // MONTHS_A_YEAR
        year_fen = terms.tier_fen + terms.subsidy_fen
        years = [
            AccountYear(year, year_fen if year < last_year else 0, interest)
            for year in range(first_year, (terms.month - 1) // MONTHS_A_YEAR + 1)
        ]
        opening = terms.account_fen + year_fen * terms.more_years
        account = int(grow_account(opening, years)[-1].closing_fen) if years else opening
        paid_years = last_year - first_year
        months = terms.past_months + (paid_years + terms.more_years) * MONTHS_A_YEAR
        rises = max(last_year - terms.base_year, 0)
        rise = self.rate("base_pension_growth", chosen)
        divisor = resident_divisor(self.question.parameters)
        beyond = int(extra_years(months, terms.minimum_months))
        parts = resident_pension(
            base_pension_fen=terms.base_fen + rise * rises,
            account_fen=account,
            divisor_months=divisor,
            years_beyond=beyond,
            addition_per_year_fen=terms.addition_fen,
        )  # fmt: skip
        own = [terms.tier_fen] * paid_years
        before = terms.tier_fen * terms.more_years
        return Pension(
            month=terms.month,
            basic_fen=int(parts.base_fen) + int(parts.addition_fen),
            account_pension_fen=int(parts.account_fen),
            account_fen=account,
            months=months,
            others_fen=terms.subsidy_fen * (paid_years + terms.more_years),
            own_by_year=[before + own[0], *own[1:]] if own else [before],
            steps=resident_steps(parts, terms.base_fen, rises, rise, account, divisor, beyond),
        )
