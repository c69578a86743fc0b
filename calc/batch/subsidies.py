"""Subsidies for whole columns: the accident policy's, and the ceiling of the social-insurance one.

What a place has on file comes from the comparison, for a probe; who receives it and how much is
decided by the functions of ``calc.subsidies``, which take columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from calc.batch.frame import MONTHS_A_YEAR, Frame
from calc.batch.judging import Standing, Words
from calc.batch.monthly import present
from calc.batch.people import IS_ELSEWHERE, People
from calc.batch.states import CLOSED, OPEN, TO_BE_TOLD
from calc.batch.terms import Coded
from calc.comparison.accident_conditions import NAME as ACCIDENT
from calc.comparison.accident_conditions import rules_at as accident_rules_at
from calc.comparison.accident_insurance import accident_insurance_subsidy
from calc.comparison.social_conditions import GRADUATE, NO_GROUPS, group_names, wanted
from calc.comparison.social_conditions import rules_at as social_rules_at
from calc.comparison.social_insurance import A_MONTH, Terms, terms_at
from calc.findings import is_open
from calc.months import month_text
from calc.records import frozen
from calc.relation import ABSENT, ANY_CLASS, EMPLOYEE_BIT
from calc.subsidies.accident_insurance import (
    AccidentSubsidyFacts,
    AccidentSubsidyRules,
    accident_subsidy_amount,
    accident_subsidy_outcomes,
)
from calc.subsidies.social_insurance import (
    SocialSubsidyFacts,
    SocialSubsidyRules,
    SubsidyMonths,
    fits_group,
    social_subsidy_outcomes,
    subsidy_months,
)
from calc.verdicts import FAIL, NOT_TOLD, OUTCOMES, PASS, UNKNOWN, both, verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_NO_AMOUNT = -1
_OUTCOME = {True: PASS, False: FAIL, None: UNKNOWN}
_Rules = TypeVar("_Rules", AccidentSubsidyRules, SocialSubsidyRules)


def _gathered(make: Callable[..., _Rules], rows: Sequence[_Rules], at: Whole) -> _Rules:
    """The rules of rows, gathered for people."""
    names = [each.name for each in fields(rows[0])]
    by_name = {name: np.array([getattr(row, name) for row in rows], np.int64) for name in names}
    return make(**{name: column.take(at) for name, column in by_name.items()})


# -- the accident policy --------------------------------------------------------------------------


@frozen
class AccidentSubsidies:
    """The subsidy to an accident policy of some people.

    Attributes:
        place: Number of the place where it is claimed.
        open: ``OPEN``, ``CLOSED`` or ``TO_BE_TOLD``.
        amount_fen: What is paid; -1 where it cannot be computed.
        said: What there is to say, packed; see ``AccidentTable.texts``.
    """

    place: Whole
    open: Whole
    amount_fen: Whole
    said: Whole


@frozen(slots=False)
class _Offer:
    """What one place has on file about it."""

    offered: int
    basis: int
    share_ppm: int
    cap_fen: int


@dataclass
class AccidentTable:
    """The subsidy to an accident policy by place, and by the month in which the policy began."""

    frame: Frame
    places: Sequence[str]
    _rules: list[AccidentSubsidyRules] = field(default_factory=list)
    _row_of: dict[int, int] = field(default_factory=dict)

    @cached_property
    def _offers(self) -> Sequence[_Offer]:
        return [self._offer(place) for place in self.places]

    def _offer(self, place: str) -> _Offer:
        """Read off the comparison's entry for somebody who has told nothing."""
        probe = self.frame.probe(place)
        entry = accident_insurance_subsidy(probe)
        said = {finding.rule.partition(".")[2]: finding for finding in entry.findings}
        if "offered" in said:
            return _Offer(_OUTCOME[is_open([said["offered"]])], -1, 0, 0)
        basis = -1
        if "provincial_basis" in said:
            basis = _OUTCOME[is_open([said["provincial_basis"]])]
        share, cap = (answer.whole for answer in entry.answers[:2])
        return _Offer(PASS, basis, share, cap)

    def subsidies(self, people: People, standing: Standing) -> AccidentSubsidies:
        """The subsidy of some people: where the platform is registered, else at the workplace."""
        place = np.where(people.platform >= 0, people.platform, people.workplace)
        offers = self._offers
        offered, basis, share, cap = (
            np.array([getattr(offer, name) for offer in offers], np.int64).take(place)
            for name in ("offered", "basis", "share_ppm", "cap_fen")
        )
        rules = self._rules_of(place, people.of("accident_insurance.starts_on"))
        outcomes = accident_subsidy_outcomes(rules, self._facts(people, standing, place))
        together = np.asarray(both(verdict(tuple(outcomes.values())), np.maximum(basis, PASS)))
        on_file = offered == PASS
        premium = people.of("accident_insurance.premium")
        amount = np.asarray(accident_subsidy_amount(premium, share, cap))
        told = {"offered": np.where(on_file, ABSENT, offered)}
        terms = {"provincial_basis": basis}
        for name, outcome in outcomes.items():
            terms[name] = np.where(_asks(rules, name), np.asarray(outcome), ABSENT)
        terms["amount"] = np.where(premium < 0, UNKNOWN, PASS)
        told |= {name: np.where(on_file, outcome, ABSENT) for name, outcome in terms.items()}
        told["branch_at_workplace"] = self._branch(people, offered)
        return AccidentSubsidies(
            place,
            _OPEN_OF[np.where(on_file, together, offered)],
            np.where(on_file, amount, NOT_TOLD),
            ACCIDENT_WORDS.pack(told, len(people)),
        )

    def _branch(self, people: People, offered: Whole) -> Whole:
        """A platform registered in another city may have a branch where the person works."""
        away = (people.platform >= 0) & (people.platform != people.workplace)
        nowhere = np.full(len(people), NOT_TOLD, np.int64)
        here = self._rules_of(people.workplace, nowhere)
        # of a place whose terms are not on file nothing more is said
        arises = away & (np.asarray(here.branch_counts) == 1) & (offered != UNKNOWN)
        return np.where(arises, PASS, ABSENT)

    def _rules_of(self, place: Whole, starts: Whole) -> AccidentSubsidyRules:
        """The rules by place, and for how long a policy must run by the month it began."""
        months = int(starts.max(initial=NOT_TOLD)) + 2
        keys = place * months + starts + 1
        rows = np.zeros(len(self.places) * months, np.int64)
        for key in present(keys, rows.size).tolist():
            number, start = divmod(key, months)
            rows[key] = self._row(number, start - 1)
        return _gathered(AccidentSubsidyRules, self._rules, rows.take(keys))

    def _row(self, number: int, starts: int) -> int:
        key = number * 1_000_000 + starts + 1
        row = self._row_of.get(key)
        if row is None:
            told = {} if starts < 0 else {"accident_insurance": {"starts_on": month_text(starts)}}
            place = self.places[number]
            row = self._row_of[key] = len(self._rules)
            self._rules.append(accident_rules_at(self.frame.probe(place, told).asker(place)))
        return row

    def _facts(self, people: People, standing: Standing, place: Whole) -> AccidentSubsidyFacts:
        platform = np.where(people.platform == place, np.int8(1), np.int8(NOT_TOLD))
        person = standing.person
        return AccidentSubsidyFacts(
            month=self.frame.month,
            birth_month=person.birth_month,
            earliest_retirement=person.retirement_from,
            latest_retirement=person.retirement_until,
            occupation=people.of("occupation"),
            employment_registered=people.fact("accident_insurance.employment_registered"),
            platform_registered_here=np.where(people.platform == IS_ELSEWHERE, 0, platform),
            policy_months=people.of("accident_insurance.months"),
            is_manager=people.fact("accident_insurance.is_manager"),
            other_injury_subsidy=people.fact("accident_insurance.other_injury_subsidy"),
            claimed_this_year=people.fact("accident_insurance.claimed_this_year"),
        )


_OPEN_OF = np.array([OPEN, CLOSED, TO_BE_TOLD], np.int64)
_CONDITIONS = {
    "age_minimum": "age_minimum",
    "before_retirement": "age_minimum",
    "occupation": "occupations",
    "employment_registration": "employment_registration",
    "platform_registration": "platform_registration",
    "policy_months": "policy_months_minimum",
    "managers": "managers_excluded",
    "other_injury_subsidy": "alone",
    "once_per_policy_year": "once_per_policy_year",
}
"""The conditions in order, each with the rule that a place must have for it to arise."""
_NUMBERS = ("age_minimum", "occupations", "policy_months_minimum")
"""Rules that are numbers: -1 where a place does not have them; the others are 0 then."""
ACCIDENT_WORDS = Words(
    ("offered", "provincial_basis", *_CONDITIONS, "amount", "branch_at_workplace")
)


def _asks(rules: AccidentSubsidyRules, condition: str) -> Flags:
    name = _CONDITIONS[condition]
    asked = np.asarray(getattr(rules, name))
    return asked >= 0 if name in _NUMBERS else asked == 1


def accident_findings(packed: int) -> tuple[Coded, ...]:
    """What is said about the subsidy to an accident policy, from its packed form."""
    return tuple(
        (f"{ACCIDENT}.{rule}", OUTCOMES[outcome])
        for rule, outcome in ACCIDENT_WORDS.unpack(packed).items()
    )


# -- social insurance -----------------------------------------------------------------------------


@frozen
class SocialStanding:
    """How people stand with the social-insurance subsidy of a place.

    Attributes:
        closed: Whether a condition fails.
        left: Months that can still be subsidised, at most.
    """

    closed: Flags
    left: Whole


@frozen(slots=False)
class LocalAmounts:
    """What places pay at most, on file, as columns by place; -1 where there is no amount.

    Attributes:
        amount_fen: The amount, for pension and medical insurance together.
        by_month: Whether it is an amount by the month.
        pension_fen: The amount where only the pension is paid.
        pension_by_month: Whether that is one by the month.
        share: Number of the share of contributions among ``shares``; 0 for none on file.
        shares: The distinct shares.
    """

    amount_fen: Whole
    by_month: Whole
    pension_fen: Whole
    pension_by_month: Whole
    share: Whole
    shares: Sequence[tuple[int, int] | None]

    @classmethod
    def of(cls, terms: Sequence[Terms]) -> LocalAmounts:
        """The columns of all places."""
        shares = [None if each.share is None else each.share.ratio for each in terms]
        distinct = tuple(dict.fromkeys((None, *shares)))
        both = [each.amount for each in terms]
        only = [
            each.amount if each.amount_pension_only is None else each.amount_pension_only
            for each in terms
        ]
        amounts, months = (
            [
                [_NO_AMOUNT if answer is None else answer.whole for answer in answers]
                for answers in (both, only)
            ],
            [
                [int(answer is not None and answer.record.unit == A_MONTH) for answer in answers]
                for answers in (both, only)
            ],
        )
        return cls(
            np.array(amounts[0], np.int64),
            np.array(months[0], np.int64),
            np.array(amounts[1], np.int64),
            np.array(months[1], np.int64),
            np.array([distinct.index(share) for share in shares], np.int64),
            distinct,
        )


@dataclass
class SocialTable:
    """The social-insurance subsidy by place."""

    frame: Frame
    places: Sequence[str]

    @cached_property
    def _rules(self) -> Sequence[SocialSubsidyRules]:
        return [social_rules_at(self.frame.probe(p).asker(p)) for p in self.places]

    @cached_property
    def terms(self) -> Sequence[Terms]:
        """What each place pays at most."""
        return [terms_at(self.frame.probe(place), place, ANY_CLASS) for place in self.places]

    @cached_property
    def base_caps(self) -> Mapping[str, int]:
        """By place, the share of the average wage above which the base does not count."""
        caps = zip(self.places, (terms.base_cap for terms in self.terms), strict=True)
        return {place: cap.whole for place, cap in caps if cap is not None}

    @cached_property
    def _groups(self) -> tuple[Whole, Whole, int]:
        """Sex and age in months that each group asks for, and the number of the graduates'."""
        names = (NO_GROUPS, *group_names(self.frame.parameters))
        sexes, ages = zip(*(wanted(name) for name in names), strict=True)
        graduates = names.index(GRADUATE) if GRADUATE in names else len(names)
        # the last one is found by -1: no group was told
        return np.array([*sexes, -1]), np.array([*ages, -1]), graduates

    def facts(self, people: People, standing: Standing) -> SocialSubsidyFacts:
        """What is known of some people."""
        sexes, ages, graduates = self._groups
        person, group = standing.person, people.group
        born = people.of("born")
        age = np.where(born < 0, NOT_TOLD, self.frame.month - born)
        return SocialSubsidyFacts(
            month=self.frame.month,
            group=group,
            is_graduate=1 * (group == graduates),
            fits_group=fits_group(people.of("sex"), age, sexes[group], ages[group]),
            graduated=people.of("groups.graduated_on"),
            used=people.of("groups.subsidy_months_used"),
            earliest_retirement=person.retirement_from,
            latest_retirement=person.retirement_until,
            employment_registered=people.fact("accident_insurance.employment_registered"),
        )

    def standing(self, place: Whole, facts: SocialSubsidyFacts, possible: Whole) -> SocialStanding:
        """How people stand with the subsidy of one of their places."""
        rules = _gathered(SocialSubsidyRules, self._rules, place)
        on_file = (np.asarray(rules.months_maximum) >= 0) | (np.asarray(rules.groups) >= 0)
        outcomes = social_subsidy_outcomes(rules, facts)
        closed = np.zeros(len(place), dtype=bool)
        for name in ("group", "employment_registration", "before_retirement"):
            closed |= np.asarray(outcomes[name]) == FAIL
        closed |= possible == EMPLOYEE_BIT
        counted = np.asarray(rules.months_maximum) >= 0
        months: SubsidyMonths = subsidy_months(rules, facts)
        ends = (np.asarray(months.outcome) == FAIL) & (np.asarray(months.to_retirement) != 1)
        closed |= counted & ends
        left = np.where(counted, np.asarray(months.left), MONTHS_A_YEAR)
        return SocialStanding(closed & on_file, np.where(on_file, left, MONTHS_A_YEAR))
