"""One batch of people on its way: every part of each, priced and judged, a column at a time."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from calc.batch.bases import OUTSIDE, Wishes
from calc.batch.evaluator import NOTES_AT, NUMBER_AT, SAYING_AT, TRACK_AT, Evaluator
from calc.batch.frame import MONTHS_A_YEAR
from calc.batch.judging import Standing, at_workplace
from calc.batch.offers import (
    EMPLOYER,
    FLEXIBLE_AT_WORK,
    FLEXIBLE_REGISTERED,
    MEDICAL_EMPLOYER,
    MEDICAL_NONE,
    NONE,
    PENSION_SLOTS,
    RESIDENT,
    medical_slot,
)
from calc.batch.people import People
from calc.batch.pricing import PricedColumn
from calc.comparison.judging import MINORS, rules_of
from calc.comparison.pricing import Part
from calc.eligibility import Person, Terms, There
from calc.records import frozen
from calc.subsidies.social_insurance import SocialSubsidyFacts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]


Facts = TypeVar("Facts", Person, SocialSubsidyFacts)


@frozen(slots=False)
class Binding:
    """What places have on file for a column of people, and what binds them to it."""

    terms: Terms
    there: There


@frozen(slots=False)
class Group:
    """People at one of their two places.

    Attributes:
        rows: Their positions; None for everybody.
        place: Number of the place.
        offered: Row of the place's plans and tiers.
        bound: What the place has on file, and what binds them to it.
        registered: Whether it is the place of registration, and another than the workplace.
    """

    rows: Whole | None
    place: Whole
    offered: Whole
    bound: Binding
    registered: bool

    def positions(self, inside: Whole) -> Whole:
        """Positions among all people of some of the group."""
        return inside if self.rows is None else self.rows[inside]


@dataclass
class Slots:
    """Amounts and states of every part of every person, a line of a matrix for each slot."""

    count: int
    numbers: tuple[int, ...]
    month_fen: Whole = field(init=False)
    year_fen: Whole = field(init=False)
    state: Whole = field(init=False)
    priced: dict[int, tuple[Whole | None, PricedColumn]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shape = (len(self.numbers), self.count)
        self.month_fen, self.year_fen, self.state = (np.zeros(shape, np.int64) for _ in range(3))

    def fill(
        self, slot: int, rows: Whole | None, month: Whole | int, year: Whole | int, state: Whole
    ) -> None:
        """Put a part into its line."""
        line = self.numbers.index(slot)
        at = slice(None) if rows is None else rows
        self.month_fen[line, at] = month
        self.year_fen[line, at] = year
        self.state[line, at] = state


@dataclass
class Fitting:
    """At how many of a person's places a chosen base lies outside the bounds.

    Attributes:
        wishes: The bases.
        places: How many places each person has.
    """

    wishes: Wishes
    places: NDArray[np.int8]
    refused: NDArray[np.int8] = field(init=False)

    def __post_init__(self) -> None:
        self.refused = np.zeros(len(self.wishes.fen), np.int8)

    def note(self, priced: PricedColumn, rows: Whole | None) -> None:
        """Note the bases found at one place."""
        at = slice(None) if rows is None else rows
        self.refused[at] += (priced.choice == 1) & (priced.bases.sayings == OUTSIDE)

    @property
    def nowhere(self) -> Flags:
        """Who chose a base that lies outside the bounds of every place."""
        nowhere: Flags = np.asarray(self.wishes.chosen) & (self.refused == self.places)
        return nowhere


class Parts:
    """Every part of some people."""

    def __init__(self, evaluator: Evaluator, people: People) -> None:
        self.by = evaluator
        self.people = people
        self.pensions = Slots(len(people), tuple(range(PENSION_SLOTS)))
        self.medicals = Slots(len(people), (MEDICAL_EMPLOYER, MEDICAL_NONE, *self._medical_slots()))
        places = np.ones(len(people), np.int8)
        places[self.groups[1].rows] += 1
        self.pension_fitting = Fitting(self.pension_wishes, places)
        self.medical_fitting = Fitting(self.medical_wishes, places)
        self._through_employer()
        for group in self.groups:
            self._flexible_pension(group)
            self._plans(group)
            self._tiers(group)
        self._resident_pension()
        self._none()

    @property
    def unfit(self) -> Mapping[str, Flags]:
        """Whose chosen base fits nowhere, by its key."""
        return {
            "pension_base": self.pension_fitting.nowhere,
            "medical_base": self.medical_fitting.nowhere,
        }

    # -- people -----------------------------------------------------------------------------

    @cached_property
    def standing(self) -> Standing:
        """What the rules need to know of people."""
        return self.by.facts.standing(self.people)

    @cached_property
    def groups(self) -> tuple[Group, Group]:
        """Everybody at the workplace; those registered at another place on file, there."""
        people, terms = self.people, self.by.terms
        away = (people.registration >= 0) & (people.registration != people.workplace)
        rows = np.flatnonzero(away)
        home = people.registration[rows]
        work = Binding(terms.at(people.workplace), at_workplace(people))
        offered = self._offered(people, people.workplace), self._offered(people.some(rows), home)
        return (
            Group(None, people.workplace, offered[0], work, registered=False),
            Group(rows, home, offered[1], Binding(terms.at(home), There(0, 1)), registered=True),
        )

    def _offered(self, people: People, place: Whole) -> Whole:
        return self.by.offers.rows_of(
            place,
            people.of("medical_plan"),
            people.of("resident_medical_tier"),
            people.tier_words,
        )

    @cached_property
    def pension_wishes(self) -> Wishes:
        """The base of the pension as a flexible worker: chosen, else the income."""
        chosen, income = self.people.of("pension_base"), self.people.of("monthly_income")
        return self._wishes(np.where(chosen >= 0, chosen, income), chosen >= 0)

    @cached_property
    def medical_wishes(self) -> Wishes:
        """The base of medical insurance: chosen, else that of the pension."""
        chosen = self.people.of("medical_base")
        return self._wishes(np.where(chosen >= 0, chosen, self.pension_wishes.fen), chosen >= 0)

    @cached_property
    def wages(self) -> Wishes:
        """The wage that an employer pays on: the income, else the chosen pension base."""
        income, base = self.people.of("monthly_income"), self.people.of("pension_base")
        stands_in = (income < 0) & (base >= 0)
        return self._wishes(np.where(stands_in, base, income), None, stands_in)

    def _wishes(self, fen: Whole, chosen: Flags | None, stands_in: Flags | None = None) -> Wishes:
        now, year = self.spans
        return Wishes(fen, chosen, stands_in, now, year, self.rhythm)

    @cached_property
    def spans(self) -> tuple[Whole, Whole]:
        """Months enrolled, in the year of the day asked for and in the year added up."""
        january = self.by.frame.january
        year = self._span(january)
        now = self.by.frame.month // MONTHS_A_YEAR * MONTHS_A_YEAR
        return (year if now == january else self._span(now)), year

    def _span(self, january: int) -> Whole:
        enrolled, retires = self.people.of("enrolled_from"), self.standing.retires
        first = np.where(enrolled < 0, 0, np.clip(enrolled - january, 0, MONTHS_A_YEAR))
        end = np.where(retires < 0, MONTHS_A_YEAR, np.clip(retires - january, 0, MONTHS_A_YEAR))
        return first * (MONTHS_A_YEAR + 1) + end

    @cached_property
    def rhythm(self) -> Whole:
        """Number of the payment rhythm."""
        frequency, timing = self.people.of("payment_frequency"), self.people.of("payment_timing")
        return np.maximum(frequency, 0) * 2 + np.maximum(timing, 0)

    @cached_property
    def track_notes(self) -> Whole:
        """Number of what there is to say about the retirement track."""
        given, sex = self.people.of("retirement_track"), self.people.of("sex")
        return np.where((given >= 0) | (sex == 0), 0, np.where(sex < 0, 1, 2))

    # -- parts ------------------------------------------------------------------------------

    def _through_employer(self) -> None:
        place, work = self.people.workplace, self.groups[0]
        number = np.maximum(self.people.of("work_injury_class"), 0)
        rules = self._packed("employer pension", Part("pension", "employer"), work.bound, None)
        priced = self.by.monthly["employer pension"].price(place, number, self.wages)
        self._monthly("employer pension", EMPLOYER, None, priced, rules)
        priced = self.by.monthly["employer medical"].price(place, 0, self.wages)
        self._monthly("employer medical", MEDICAL_EMPLOYER, None, priced)

    def _flexible_pension(self, group: Group) -> None:
        kind, rows = "flexible pension", group.rows
        wishes = self.pension_wishes if rows is None else self.pension_wishes.some(rows)
        rules = self._packed(kind, Part("pension", "flexible"), group.bound, rows)
        priced = self.by.monthly[kind].price(group.place, 0, wishes)
        self.pension_fitting.note(priced, rows)
        slot = FLEXIBLE_REGISTERED if group.registered else FLEXIBLE_AT_WORK
        self._monthly(kind, slot, rows, priced, rules)

    def _plans(self, group: Group) -> None:
        kind = "flexible medical"
        rules = self._packed(kind, Part("medical", "flexible"), group.bound, group.rows)
        for position in range(self.longest("plans", group)):
            plan, notes = self._listed("plans", position, group)
            inside = np.flatnonzero(plan >= 0)
            rows = group.positions(inside)
            wishes = self.medical_wishes.some(rows)
            priced = self.by.monthly[kind].price(group.place[inside], plan[inside], wishes)
            if position == 0:  # the base does not depend on the plan
                self.medical_fitting.note(priced, rows)
            slot = medical_slot("plans", group.registered, position)
            self._monthly(kind, slot, rows, priced, rules[inside], notes[inside])

    def _tiers(self, group: Group) -> None:
        minors_tier = self.by.shared.tier_words.number(MINORS)
        for minors in (False, True):
            kind = "resident medical for minors" if minors else "resident medical"
            part = Part("medical", "resident", plan=MINORS if minors else "")
            rules = self._packed(kind, part, group.bound, group.rows)
            for position in range(self.longest("tiers", group)):
                tier, notes = self._listed("tiers", position, group)
                inside = np.flatnonzero((tier >= 0) & ((tier == minors_tier) == minors))
                if inside.size:
                    found = self.by.resident_medical.rows_of(group.place[inside], tier[inside])
                    slot = medical_slot("tiers", group.registered, position)
                    rows = group.positions(inside)
                    self._yearly(kind, slot, rows, found, rules[inside], notes[inside])

    def _resident_pension(self) -> None:
        people, kind = self.people, "resident pension"
        rows = np.flatnonzero(people.registration >= 0)
        place = people.registration[rows]
        there = There(1 * (place == people.workplace[rows]), 1)
        bound = Binding(self.by.terms.at(place), there)
        rules = self._packed(kind, Part("pension", "resident"), bound, rows)
        chosen, hardship = people.of("resident_pension_tier"), people.of("hardship")
        found = self.by.resident_pension.rows_of(place, chosen[rows], hardship[rows])
        self._yearly(kind, RESIDENT, rows, found, rules)

    def _none(self) -> None:
        nothing = np.zeros(len(self.people), np.int64)
        for slots, slot, kind, packed in (
            (self.pensions, NONE, "pension none", self.track_notes),
            (self.medicals, MEDICAL_NONE, "medical none", nothing),
        ):
            state = self.by.states.of(kind, packed, self.by.decoder(kind))
            slots.fill(slot, None, 0, 0, state)

    # -- into the slots -----------------------------------------------------------------------

    def _packed(self, kind: str, part: Part, bound: Binding, rows: Whole | None) -> Whole:
        """The outcomes of a part's rules, packed."""
        person = self.standing.person if rows is None else some(self.standing.person, rows)
        rules = rules_of(part, person, bound)
        count = len(self.people) if rows is None else len(rows)
        outcomes = {rule: judged.outcome for rule, judged in rules.items()}
        return self.by.words(kind, rules).pack(outcomes, count)

    def _monthly(
        self,
        kind: str,
        slot: int,
        rows: Whole | None,
        priced: PricedColumn,
        rules: Whole | int = 0,
        notes: Whole | int = 0,
    ) -> None:
        packed = priced.span << NUMBER_AT | notes << NOTES_AT | rules
        packed |= priced.tells_base * priced.bases.sayings << SAYING_AT
        self._fill(kind, slot, rows, packed, priced.month_fen, priced.year_fen)
        slots = self.pensions if kind.endswith("pension") else self.medicals
        slots.priced[slot] = (rows, priced)

    def _yearly(
        self,
        kind: str,
        slot: int,
        rows: Whole,
        found: Whole,
        rules: Whole,
        notes: Whole | int = 0,
    ) -> None:
        packed = found << NUMBER_AT | notes << NOTES_AT | rules
        self._fill(kind, slot, rows, packed, 0, self.by.yearly.year_fen()[found])

    def _fill(
        self,
        kind: str,
        slot: int,
        rows: Whole | None,
        packed: Whole,
        month: Whole | int,
        year: Whole,
    ) -> None:
        slots = self.medicals
        if kind.endswith("pension"):
            slots = self.pensions
            packed = (
                packed | (self.track_notes if rows is None else self.track_notes[rows]) << TRACK_AT
            )
        state = self.by.states.of(kind, packed, self.by.decoder(kind))
        slots.fill(slot, rows, month, year, state)

    def _listed(self, of: str, position: int, group: Group) -> tuple[Whole, Whole]:
        variant, notes = self.by.offers.listed(of, position)
        return variant[group.offered], notes[group.offered]

    def _medical_slots(self) -> list[int]:
        return [
            medical_slot(of, group.registered, position)
            for of in ("plans", "tiers")
            for group in self.groups
            for position in range(self.longest(of, group))
        ]

    def plan_slots(self, group: Group) -> list[int]:
        """The slots of medical plans at a place, as far as anybody has them."""
        return [
            medical_slot("plans", group.registered, position)
            for position in range(self.longest("plans", group))
        ]

    def longest(self, of: str, group: Group) -> int:
        """The longest list of plans or tiers among the people of a place."""
        return int(self.by.offers.counts(of)[group.offered].max(initial=0))


def some(people: Facts, rows: Whole) -> Facts:
    """Facts about some of the people; what is one number for all stays one."""
    columns = {each.name: getattr(people, each.name) for each in fields(people)}
    return replace(
        people,
        **{
            name: column[rows] for name, column in columns.items() if isinstance(column, np.ndarray)
        },
    )
