"""Findings of the parts of an option: the rules of eligibility, told with reasons and sources.

The outcomes are those of ``calc.eligibility``; here they get their words, the applicant's keys
that would decide an unknown one, the distance with its unit, and the documents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from calc.comparison import telling, telling_notes
from calc.comparison.pricing import Part
from calc.comparison.question import Question
from calc.comparison.relation import RelationFound
from calc.comparison.telling import Case, Told
from calc.comparison.terms import PlaceTerms, person_of, terms_by_place
from calc.eligibility import (
    Judged,
    Person,
    Rules,
    Terms,
    There,
    flexible_medical,
    flexible_pension,
    resident_medical,
    resident_pension,
    through_employer,
)
from calc.findings import Distance, Finding
from calc.records import frozen
from calc.verdicts import OUTCOMES

MINORS = "minors"
Teller = Callable[[Case, Judged], Told]

TELLERS: Mapping[str, Teller] = {**telling.TELLERS, **telling_notes.TELLERS}
"""How each rule is told, by its code."""


class Bound(Protocol):
    """What a place has on file, and what binds a person, or each of many, to it."""

    @property
    def terms(self) -> Terms:
        """The terms of the place."""

    @property
    def there(self) -> There:
        """What binds the person to it."""


@frozen(slots=False)
class Judge:
    """Judges the parts of one comparison."""

    question: Question
    relation: RelationFound
    person: Person
    places: Mapping[str, PlaceTerms]

    @classmethod
    def of(cls, question: Question, relation: RelationFound) -> Judge:
        """The judge of a comparison."""
        return cls(question, relation, person_of(question, relation), terms_by_place(question))

    def findings(self, part: Part) -> tuple[Finding, ...]:
        """Every rule that a part is subject to, passed ones too; none for "none"."""
        if part.scheme == "none":
            return ()
        place = self.places[part.place]
        case = Case(self.question, self.relation, self.person, place)
        return tuple(
            finding_of(case, rule, judged)
            for rule, judged in rules_of(part, self.person, place).items()
            if int(judged.outcome) >= 0
        )


def rules_of(part: Part, person: Person, place: Bound) -> Rules:
    """The rules of a part. Through an employer, those of both parts stand with the pension.

    One person or a whole column of them alike.
    """
    terms, there = place.terms, place.there
    if part.scheme == "employer":
        return through_employer(person, terms) if part.role == "pension" else {}
    if part.role == "pension":
        way = flexible_pension if part.scheme == "flexible" else resident_pension
        return way(person, terms, there)
    if part.scheme == "flexible":
        return flexible_medical(person, terms, there)
    return resident_medical(person, terms, there, for_minors=part.plan == MINORS)


def finding_of(case: Case, rule: str, judged: Judged) -> Finding:
    """One rule as a finding."""
    told = TELLERS[rule](case, judged)
    distance, first_month = int(judged.distance), int(judged.first_month)
    return Finding(
        rule,
        OUTCOMES[int(judged.outcome)],
        told.params,
        told.needs,
        Distance(distance, "months") if distance > 0 else None,
        first_month if first_month >= 0 else None,
        told.sources,
    )
