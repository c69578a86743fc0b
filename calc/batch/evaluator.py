"""What a batch is evaluated with: the tables of every part, filled in as people call for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from calc.applicant import MEDICAL_PLANS
from calc.batch.bases import SAYINGS, FirstPayments
from calc.batch.frame import Frame
from calc.batch.judging import Facts, TermsTable, Words
from calc.batch.monthly import MonthlyTable, Shared
from calc.batch.offers import Offers
from calc.batch.pricing import MonthlyPricer, alone, with_employer
from calc.batch.resident import ResidentMedical, ResidentPension, YearlyTable
from calc.batch.states import Missing, State, States
from calc.batch.subsidies import AccidentTable, LocalAmounts, SocialTable
from calc.batch.terms import (
    Coded,
    MonthlyPart,
    employer_medical,
    employer_pension,
    flexible_medical,
    flexible_pension,
)
from calc.comparison.pricing import Part
from calc.comparison.supplements import EMPLOYEE, yearly_supplements
from calc.verdicts import OUTCOMES

if TYPE_CHECKING:
    from calc.eligibility import Rules

TRACK_NOTES: tuple[tuple[Coded, ...], ...] = (
    (),
    (("retirement.track_unknown", "unknown"),),
    (("retirement.track_assumed", "pass"),),
)
"""What there is to say about the retirement track, by number."""
_WORK_INJURY_CLASSES = ("", *(str(number) for number in range(1, 9)))
# a packed state, from its lowest bit: outcomes of rules, note on the track, what is said of the
# base, notes of the offer, and the number of a span or of a row
RULE_BITS, TRACK_AT, SAYING_AT, NOTES_AT, NUMBER_AT = 28, 28, 30, 34, 46


class Evaluator:
    """The law on file on one day, as tables. Shared by batches; knows nothing of any person."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.places: Sequence[str] = frame.parameters.cities()
        self.shared = Shared()
        self.shared.tier_words.number("")
        self.shared.notes.number(())
        self.states = States()
        self.facts = Facts(frame, self.places)
        self.terms = TermsTable(frame, self.places)
        self.offers = Offers(frame, self.places, self.shared.notes, self.shared.tier_words)
        self.yearly = YearlyTable(frame, self.shared)
        self.resident_pension = ResidentPension(self.yearly, self.places)
        self.resident_medical = ResidentMedical(self.yearly, self.places, self.shared.tier_words)
        self.accident = AccidentTable(frame, self.places)
        self.social = SocialTable(frame, self.places)
        self.local_amounts = LocalAmounts.of(self.social.terms)
        pension = self._table(("",), lambda plan: flexible_pension())
        medical = self._table(MEDICAL_PLANS, flexible_medical, yearly=True)
        self.monthly = {
            "flexible pension": MonthlyPricer(
                pension,
                alone,
                FirstPayments(pension, "employee_pension", fixes_tier=True),
                "employee_pension",
            ),
            "flexible medical": MonthlyPricer(
                medical, alone, FirstPayments(medical, "employee_medical"), "employee_medical"
            ),
            "employer pension": MonthlyPricer(
                self._table(
                    _WORK_INJURY_CLASSES,
                    lambda number: employer_pension(),
                    lambda number: {"work_injury_class": number or None},
                ),
                with_employer,
            ),
            "employer medical": MonthlyPricer(
                self._table((EMPLOYEE,), lambda plan: employer_medical(), yearly=True),
                with_employer,
            ),
        }
        self._words: dict[str, Words] = {}

    def _table(
        self,
        variants: Sequence[str],
        part_of: Callable[[str], MonthlyPart],
        probe_of: Callable[[str], dict[str, object]] = lambda variant: {},
        *,
        yearly: bool = False,
    ) -> MonthlyTable:
        return MonthlyTable(
            self.frame,
            self.shared,
            self.places,
            variants,
            part_of,
            probe_of,
            yearly_supplements if yearly else None,
            self.social.base_caps,
        )

    def words(self, kind: str, rules: Rules) -> Words:
        """How the outcomes of a kind of part are packed."""
        known = self._words.get(kind)
        if known is None:
            known = self._words[kind] = Words(tuple(rules))
            if 2 * len(known.rules) > RULE_BITS:
                raise AssertionError(f"{kind}: more rules than a packed state has room for")
        return known

    # -- what a packed state says -------------------------------------------------------------

    def decoder(self, kind: str) -> Callable[[int], State]:
        """Makes a state of a packed one."""
        if kind.endswith("none"):
            role = kind.split()[0]
            return lambda packed: State(f"{role}=none", track=TRACK_NOTES[packed])
        decode = self._monthly if kind in self.monthly else self._yearly
        return lambda packed: decode(kind, packed)

    def _monthly(self, kind: str, packed: int) -> State:
        table = self.monthly[kind].table
        span = table.spans[packed >> NUMBER_AT]
        row = table.rows[span.row]
        said = SAYINGS[packed >> SAYING_AT & 15]
        scheme, role = kind.split()
        plan = row.variant if kind == "flexible medical" else ""
        return State(
            Part(role, scheme, row.place, plan).id,
            self._rules(kind, packed),
            (*self._notes(packed), *((said,) if said else ()), *row.months[-1].notes),
            self._missing(span.missing),
            span.flags,
            TRACK_NOTES[packed >> TRACK_AT & 3],
        )

    def _yearly(self, kind: str, packed: int) -> State:
        row = self.yearly.rows[packed >> NUMBER_AT]
        scheme, role = kind.split()[:2]
        notes = cast("tuple[Coded, ...]", self.shared.notes.values[row.notes])
        return State(
            Part(role, scheme, row.place, row.variant).id,
            self._rules(kind, packed),
            (*self._notes(packed), *notes),
            self._missing(row.missing),
            row.flags,
            TRACK_NOTES[packed >> TRACK_AT & 3],
        )

    def _rules(self, kind: str, packed: int) -> tuple[Coded, ...]:
        words = self._words.get(kind)
        found = words.unpack(packed & (1 << RULE_BITS) - 1) if words else {}
        return tuple((rule, OUTCOMES[outcome]) for rule, outcome in found.items())

    def _notes(self, packed: int) -> tuple[Coded, ...]:
        notes = self.shared.notes.values[packed >> NOTES_AT & (1 << NUMBER_AT - NOTES_AT) - 1]
        return cast("tuple[Coded, ...]", notes)

    def _missing(self, number: int) -> tuple[Missing, ...]:
        return cast("tuple[Missing, ...]", self.shared.missing.values[number])
