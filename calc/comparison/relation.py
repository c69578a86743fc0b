"""The relation of one applicant, with a finding for every criterion and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from calc.comparison.question import Question, cite
from calc.findings import Citation, Distance, Finding
from calc.messages import Label
from calc.parameters.lookup import Answer
from calc.records import frozen
from calc.relation import (
    CLASSES,
    EMPLOYEE,
    EMPLOYEE_BIT,
    UNDECIDED,
    Hours,
    Relation,
    WorkFacts,
    classify,
    part_time,
    self_employed_on_paper,
    within_hours,
    written_agreement,
)
from calc.verdicts import FAIL, NO, NOT_TOLD, OUTCOMES, PASS, UNKNOWN, fact_of

CRITERIA = Citation("劳社部发〔2005〕12号", "1")
MANAGED_WORK = Citation("人社部发〔2021〕56号")
CONTRACT = Citation("劳动合同法", "10")
PART_TIME = Citation("劳动合同法", "68")
PAYS_ALONE = (Citation("社会保险法", "10"), Citation("社会保险法", "23"))
INJURY_BY_EMPLOYER = Citation("社会保险法", "33")


@frozen(slots=False)
class RelationFound:
    """The relation of one applicant.

    Attributes:
        relation: What the rules found.
        part_time: Outcome of the limits of part-time work.
        needs: The applicant's keys that would decide the relation, where it is not decided.
        hours_needed: The keys of the hours that were not told.
        enrolment: What the documents of the workplace say on who enrols whom.
        findings: A finding for each criterion, the class, and what there is to point out.
    """

    relation: Relation
    part_time: int
    needs: tuple[str, ...]
    hours_needed: tuple[str, ...]
    enrolment: tuple[Citation, ...]
    findings: tuple[Finding, ...]

    @property
    def number(self) -> int:
        """The class as a number, -1 if it is not decided."""
        return int(self.relation.relation_class)

    @property
    def relation_class(self) -> str | None:
        """employee, managed, independent, or None if the facts do not decide."""
        return None if self.number == UNDECIDED else CLASSES[self.number]

    @property
    def possible(self) -> int:
        """The classes the person may be in, as bits."""
        return int(self.relation.possible)


def relation_of(question: Question) -> RelationFound:
    """The relation of the applicant, by the documents of the workplace."""
    told = question.applicant.relation_facts
    facts = WorkFacts(
        fact_of(told.lawful_parties),
        fact_of(told.rules_apply),
        fact_of(told.paid_under_management),
        fact_of(told.part_of_business),
        fact_of(told.platform_manages_work),
    )
    label = question.applicant.relation
    relation = classify(facts, UNDECIDED if label is None else CLASSES.index(label))
    day = _hours(question, told.hours_per_day, "part_time.hours_per_day")
    week = _hours(question, told.hours_per_week, "part_time.hours_per_week")
    finder = _Finder(question, facts, relation, day, week)
    return RelationFound(
        relation,
        int(part_time(day.hours, week.hours)),
        finder.needs,
        finder.hours_needed,
        cite(finder.on_file("flexible_enrolment.strength")),
        tuple(finder.findings()),
    )


@frozen(slots=False)
class _TimeLimit:
    hours: Hours
    limit: Answer | None
    told: bool


def _hours(question: Question, told: Decimal | None, parameter: str) -> _TimeLimit:
    limit = question.ask(question.workplace, parameter, question.on)
    limit_on_file = limit if isinstance(limit, Answer) else None
    hundredths = NOT_TOLD if told is None else int(told * 100)
    hours = within_hours(hundredths, NOT_TOLD if limit_on_file is None else limit_on_file.whole)
    return _TimeLimit(hours, limit_on_file, told is not None)


@frozen(slots=False)
class _Finder:
    """Puts the outcomes into findings."""

    question: Question
    facts: WorkFacts
    relation: Relation
    day: _TimeLimit
    week: _TimeLimit

    @property
    def number(self) -> int:
        return int(self.relation.relation_class)

    @property
    def needs(self) -> tuple[str, ...]:
        """What would decide the relation: the label, or the facts that still matter."""
        if self.number != UNDECIDED:
            return ()
        label = () if self.question.applicant.relation else ("relation",)
        criteria = self.criteria_needed if self.relation.criteria == UNKNOWN else ()
        manages = self.facts.platform_manages_work == NOT_TOLD
        return (*label, *criteria, *((_key("platform_manages_work"),) if manages else ()))

    @property
    def criteria_needed(self) -> tuple[str, ...]:
        return _not_told(
            self.facts,
            "lawful_parties",
            "rules_apply",
            "paid_under_management",
            "part_of_business",
        )

    @property
    def hours_needed(self) -> tuple[str, ...]:
        keys = (("hours_per_day", self.day), ("hours_per_week", self.week))
        return tuple(_key(name) for name, limit in keys if not limit.told)

    def on_file(self, parameter: str) -> Answer | None:
        answer = self.question.ask(self.question.workplace, parameter, self.question.on)
        return answer if isinstance(answer, Answer) else None

    def label(self, number: int) -> Label:
        return self.question.parameters.definitions.token(CLASSES[number])

    @property
    def place(self) -> Label:
        return self.question.parameters.label(self.question.workplace)

    def findings(self) -> Iterator[Finding]:
        """Criteria, class, label, registration, contract or agreement, part-time work."""
        yield from self._criteria()
        yield from self._class()
        yield from self._registration()
        yield from self._agreement()
        yield from self._part_time()

    def _criteria(self) -> Iterator[Finding]:
        relation, facts = self.relation, self.facts
        managed = (MANAGED_WORK, *cite(self.on_file("relation.written_agreement")))
        for rule, outcome, names, sources in (
            ("lawful_parties", relation.lawful_parties, ("lawful_parties",), (CRITERIA,)),
            (
                "under_management",
                relation.under_management,
                ("rules_apply", "paid_under_management"),
                (CRITERIA,),
            ),
            ("part_of_business", relation.part_of_business, ("part_of_business",), (CRITERIA,)),
            ("platform_manages", relation.platform_manages, ("platform_manages_work",), managed),
        ):
            needs = _not_told(facts, *names) if outcome == UNKNOWN else ()
            yield Finding(
                f"relation.{rule}",
                OUTCOMES[int(outcome)],
                needs=tuple(key for key in needs if key in self.needs),
                sources=sources,
            )

    def _class(self) -> Iterator[Finding]:
        facts_decide = cite(self.on_file("relation.facts_decide")) or (CRITERIA,)
        if self.number == UNDECIDED:
            possible = [
                self.label(n) for n in range(len(CLASSES)) if int(self.relation.possible) >> n & 1
            ]
            params = {"possible": possible}
            yield Finding("relation.undecided", "unknown", params, self.needs, sources=facts_decide)
        else:
            rule = "by_facts" if self.relation.decided_by_facts else "by_label"
            params_class = {"relation": self.label(self.number)}
            yield Finding(f"relation.{rule}", "pass", params_class, sources=facts_decide)
        said = self.question.applicant.relation
        contradicted = bool(self.relation.label_contradicted)
        if said is not None and (contradicted or self.relation.decided_by_facts):
            outcome = OUTCOMES[FAIL if contradicted else PASS]
            params_said = {"label": self.label(CLASSES.index(said))}
            needs = ("relation",) if contradicted else ()
            yield Finding("relation.label", outcome, params_said, needs, sources=facts_decide)

    def _registration(self) -> Iterator[Finding]:
        registered = fact_of(self.question.applicant.relation_facts.registered_self_employed)
        outcome = int(self_employed_on_paper(registered, self.number))
        if outcome < 0:
            return
        forbidden = self.on_file("relation.no_forced_registration")
        sources = cite(self.on_file("relation.facts_decide"), forbidden)
        params = {"relation": self.label(self.number)} if outcome == FAIL else {}
        yield Finding(
            "relation.registered_self_employed",
            OUTCOMES[outcome],
            params,
            self.needs if outcome == UNKNOWN else (),
            sources=sources or (CRITERIA,),
        )
        if forbidden is not None and outcome != PASS:
            yield Finding(
                "relation.no_forced_registration",
                "pass",
                {"place": self.place},
                sources=cite(forbidden),
            )

    def _agreement(self) -> Iterator[Finding]:
        told = fact_of(self.question.applicant.relation_facts.written_agreement)
        hours = part_time(self.day.hours, self.week.hours)
        outcome = int(written_agreement(told, self.number, hours))
        if outcome < 0:
            return
        asks = told == NOT_TOLD and outcome == UNKNOWN
        needs: tuple[str, ...] = (_key("written_agreement"),) if asks else ()
        if self.number == EMPLOYEE:
            if outcome == UNKNOWN and told == NO:
                needs = self.hours_needed
            oral = self.on_file("part_time.oral_agreement")
            sources = (CONTRACT, *cite(oral))
            yield Finding("relation.contract", OUTCOMES[outcome], {}, needs, sources=sources)
            return
        strength = self.on_file("relation.written_agreement")
        if strength is None:
            return
        word = self.question.parameters.definitions.token(strength.word)
        params: dict[str, object] = {"strength": word}
        if outcome != PASS:
            params["place"] = self.place
        sources = (*cite(strength), MANAGED_WORK)
        yield Finding("relation.agreement", OUTCOMES[outcome], params, needs, sources=sources)

    def _part_time(self) -> Iterator[Finding]:
        if not int(self.relation.possible) & EMPLOYEE_BIT:
            return
        for name, limit in (("day", self.day), ("week", self.week)):
            if limit.limit is None or not (limit.told or self.number == EMPLOYEE):
                continue
            outcome = int(limit.hours.outcome)
            over = int(limit.hours.minutes_over)
            yield Finding(
                f"relation.part_time_{name}",
                OUTCOMES[outcome],
                {"limit": limit.limit.whole},
                (_key(f"hours_per_{name}"),) if outcome != PASS else (),
                Distance(over, "minutes") if over else None,
                sources=cite(limit.limit),
            )
        if self.number != EMPLOYEE or part_time(self.day.hours, self.week.hours) != PASS:
            return
        several = self.on_file("part_time.several_employers")
        if several is not None:
            yield Finding("relation.several_employers", "pass", sources=cite(several))
        sources = (*PAYS_ALONE, INJURY_BY_EMPLOYER)
        yield Finding("relation.part_time_enrolment", "pass", sources=sources)


def _key(name: str) -> str:
    return f"relation_facts.{name}"


def _not_told(facts: WorkFacts, *names: str) -> tuple[str, ...]:
    return tuple(_key(name) for name in names if getattr(facts, name) == NOT_TOLD)
