"""The rules of eligibility for whole columns: facts and terms gathered, then the very rules.

``calc.relation`` and ``calc.eligibility`` take arrays; ``calc.comparison.terms`` says what a place
has on file. Here a person's numbers meet those of their places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from calc.batch.frame import Frame
from calc.batch.people import IS_ELSEWHERE, People
from calc.comparison.question import TRACKS
from calc.comparison.terms import PlaceTerms
from calc.eligibility import FEMALE, MALE, Person, PlaceRule, Terms, There
from calc.parameters.lookup import Answer
from calc.records import frozen
from calc.relation import Relation, WorkFacts, classify, part_time, within_hours
from calc.retirement import latest_month, minimum_contribution_months, statutory_month
from calc.statutory import flexible_retirement, minimum_schedule, retirement_track
from calc.verdicts import NOT_TOLD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from calc.verdicts import Small

    Whole = NDArray[np.int64]

_MEN_60, _WOMEN_55 = 0, 1
_IN_A_BYTE = 4
"""Outcomes that fit into a byte."""
_OPEN = len(TRACKS)
"""The number of "no track known", after those of the tracks."""


@frozen(slots=False)
class RetirementTables:
    """Statutory months by track and birth month, and what goes with them.

    Each table has a row for every track and one more for "not known", where the month lies
    between the earliest and the latest of all tracks.
    """

    earliest: Whole
    latest: Whole
    latest_agreed: Whole
    minimum_months: Whole

    @classmethod
    def of(cls, frame: Frame) -> RetirementTables:
        """The tables for every birth month up to the day asked for."""
        births = np.arange(frame.month + 1)
        flexible = flexible_retirement(frame.parameters)
        schedule = minimum_schedule(frame.parameters)
        statutory, agreed, minimum = [], [], []
        for name in TRACKS:
            track = retirement_track(frame.parameters, name)
            months = np.asarray(statutory_month(births, track))
            statutory.append(months)
            agreed.append(np.asarray(latest_month(births, track, flexible)))
            years = np.maximum(months // 12, schedule.first_year)
            needed = np.asarray(minimum_contribution_months(years, schedule))
            minimum.append(np.where(months // 12 < schedule.first_year, NOT_TOLD, needed))
        same = (minimum[0] == minimum[1]) & (minimum[1] == minimum[2])
        return cls(
            np.array([*statutory, np.minimum.reduce(statutory)]),
            np.array([*statutory, np.maximum.reduce(statutory)]),
            np.array([*agreed, np.maximum.reduce(agreed)]),
            np.array([*minimum, np.where(same, minimum[0], NOT_TOLD)]),
        )


@frozen(slots=False)
class Standing:
    """What the rules need to know of people, apart from places.

    Attributes:
        track: Number of the retirement track; ``_OPEN`` where none is known.
        retires: The statutory month; -1 where birth month or track are not known.
        relation: The relation found.
        person: People as the rules of eligibility take them.
    """

    track: Whole
    retires: Whole
    relation: Relation
    person: Person

    @property
    def track_is_open(self) -> NDArray[np.bool_]:
        """Whether no track is known."""
        return np.asarray(self.track == _OPEN)


@dataclass
class Facts:
    """Makes ``Standing`` of people, from the law on file."""

    frame: Frame
    places: Sequence[str]

    @cached_property
    def retirement(self) -> RetirementTables:
        """Statutory months by track and birth month."""
        return RetirementTables.of(self.frame)

    @cached_property
    def hours(self) -> tuple[Whole, Whole]:
        """By place, the hours a day and a week up to which work is part-time; -1 not on file."""
        day, week = (
            np.array([self._limit(place, f"part_time.hours_per_{of}") for place in self.places])
            for of in ("day", "week")
        )
        return day, week

    def _limit(self, place: str, parameter: str) -> int:
        answer = self.frame.probe(place).ask(place, parameter, self.frame.on)
        return answer.whole if isinstance(answer, Answer) else NOT_TOLD

    def standing(self, people: People) -> Standing:
        """What the rules need to know of people."""
        track = _track(people.of("retirement_track"), people.of("sex"))
        born = people.of("born")
        told = born >= 0
        place = track, np.maximum(born, 0)
        table = self.retirement
        earliest, latest, agreed, minimum = (
            np.where(told, column[place], NOT_TOLD)
            for column in (
                table.earliest,
                table.latest,
                table.latest_agreed,
                table.minimum_months,
            )
        )
        relation = classify(
            WorkFacts(
                *(
                    people.fact(f"relation_facts.{name}")
                    for name in (
                        "lawful_parties",
                        "rules_apply",
                        "paid_under_management",
                        "part_of_business",
                        "platform_manages_work",
                    )
                )
            ),
            people.fact("relation"),
        )
        known_sex = np.where(track == _MEN_60, np.int8(MALE), np.int8(FEMALE))
        starts = people.of("enrolled_from")
        person = Person(
            month=self.frame.month,
            next_month=np.maximum(starts, self.frame.month),
            birth_month=born,
            retirement_from=earliest,
            retirement_until=latest,
            latest_month=agreed,
            minimum_pension_months=minimum,
            possible=relation.possible,
            part_time=self._part_time(people),
            drawing=people.fact("drawing"),
            retiree_medical_benefits=people.fact("retiree_medical_benefits"),
            sex=np.where(track == _OPEN, np.int8(NOT_TOLD), known_sex),
            employee_pension_months=people.of("history.employee_pension_months"),
            deemed_months=people.of("history.deemed_months"),
            resident_pension_months=people.of("history.resident_pension_months"),
            employee_medical_months=people.of("history.employee_medical_months"),
            resident_medical_missed_years=people.of("history.resident_medical_missed_years"),
            resident_medical_repaid_years=people.of("history.resident_medical_repaid_years"),
        )
        retires = np.where(track == _OPEN, NOT_TOLD, latest)
        return Standing(track, retires, relation, person)

    def _part_time(self, people: People) -> Small:
        day, week = self.hours
        return part_time(
            within_hours(people.of("relation_facts.hours_per_day"), day[people.workplace]),
            within_hours(people.of("relation_facts.hours_per_week"), week[people.workplace]),
        )


def _track(given: Whole, sex: Whole) -> Whole:
    """The track given, else the one that the sex stands for."""
    by_sex = np.where(sex < 0, _OPEN, np.where(sex == MALE, _MEN_60, _WOMEN_55))
    return np.where(given >= 0, given, by_sex)


@dataclass
class TermsTable:
    """The terms of eligibility of every place, gathered for people."""

    frame: Frame
    places: Sequence[str]
    _columns: dict[str, Whole] = field(default_factory=dict)

    @cached_property
    def _by_place(self) -> Sequence[Terms]:
        return [PlaceTerms(self.frame.probe(place), place).terms for place in self.places]

    def at(self, place: Whole) -> Terms:
        """The terms of each person's place; one number where all places agree."""
        return self._terms(lambda name: self._gather(name, place))

    def _terms(self, value: Callable[[str], Small]) -> Terms:
        """Terms with the value of each name; a place rule's are named ``rule.part``."""

        def rule(name: str) -> PlaceRule:
            return PlaceRule(*(value(f"{name}.{part.name}") for part in fields(PlaceRule)))

        numbers = [term.name for term in fields(Terms) if term.name not in _PLACE_RULES]
        return Terms(
            **{name: value(name) for name in numbers},
            employee_pension=rule("employee_pension"),
            employee_medical=rule("employee_medical"),
            resident_pension=rule("resident_pension"),
            resident_medical=rule("resident_medical"),
        )

    def _gather(self, name: str, place: Whole) -> Small:
        column = self._columns.get(name)
        if column is None:
            column = np.array([_value(terms, name) for terms in self._by_place], np.int64)
            self._columns[name] = column
        first = int(column[0])
        return first if bool((column == first).all()) else column[place]


_PLACE_RULES = ("employee_pension", "employee_medical", "resident_pension", "resident_medical")


def _value(terms: Terms, name: str) -> int:
    value: object = terms
    for step in name.split("."):
        value = getattr(value, step)
    return int(value)  # type: ignore[call-overload, no-any-return]  # one place: a plain number


def at_workplace(people: People) -> There:
    """What binds people to their workplace."""
    same = 1 * (people.registration == people.workplace)
    known = np.where(people.registration == IS_ELSEWHERE, 0, NOT_TOLD)
    return There(1, np.where(people.registration >= 0, same, known))


def at_registration() -> There:
    """What binds people to a place of registration that is not their workplace."""
    return There(0, 1)


@frozen(slots=False)
class Words:
    """How outcomes are packed into one whole number: two bits for each rule, in their order.

    0 stands for a rule that does not arise, then pass, fail and unknown.
    """

    rules: tuple[str, ...]

    def pack(self, found: Mapping[str, Small], count: int) -> Whole:
        """The outcomes of all rules as one number a person."""
        if tuple(found) != self.rules:
            raise AssertionError((self.rules, tuple(found)))
        packed = np.zeros(count, np.int64)
        outcomes = list(found.values())
        for first in range(0, len(outcomes), _IN_A_BYTE):
            byte = np.zeros(count, np.uint8)
            for place, outcome in enumerate(outcomes[first : first + _IN_A_BYTE]):
                byte |= (np.asarray(outcome).astype(np.uint8, copy=False) + 1) << 2 * place
            packed |= byte.astype(np.int64) << 2 * first
        return packed

    def unpack(self, packed: int) -> Mapping[str, int]:
        """The outcomes by rule, without those that do not arise."""
        outcomes = {rule: (packed >> 2 * place & 3) - 1 for place, rule in enumerate(self.rules)}
        return {rule: outcome for rule, outcome in outcomes.items() if outcome >= 0}
