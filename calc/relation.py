"""Which relation a person works in: employee, managed or independent, from the facts of the work.

Three criteria make a labour relation, all of them (劳社部发〔2005〕12号 art. 1): lawful parties;
the enterprise's rules apply and the person works under its management for pay; the work is part of
its business. Where they are not all met but the enterprise manages the work, the person is not
fully in a labour relation (人社部发〔2021〕56号): ``managed``. Else civil law: ``independent``.
Facts win over what the person calls the relation; that label only chooses among the classes that
the facts leave possible.

Pure functions on facts and outcomes as small numbers (``calc.verdicts``), for one person or an
array of persons alike. A class is 0, 1 or 2, in the order of ``CLASSES``, or -1 where it is not
decided; a set of classes is a number whose bits are theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.records import frozen
from calc.verdicts import FAIL, NO, NOT_TOLD, PASS, UNKNOWN, YES, both, either, required, select

if TYPE_CHECKING:
    from calc.verdicts import Small, Truth

EMPLOYEE, MANAGED, INDEPENDENT, UNDECIDED = 0, 1, 2, -1
CLASSES = ("employee", "managed", "independent")
EMPLOYEE_BIT, MANAGED_BIT, INDEPENDENT_BIT = 1, 2, 4
ANY_CLASS = EMPLOYEE_BIT | MANAGED_BIT | INDEPENDENT_BIT
ABSENT = -1
"""Instead of an outcome: the finding does not arise for this person."""


@frozen
class WorkFacts:
    """The facts of the work that decide the relation: 1 yes, 0 no, -1 not told.

    Attributes:
        lawful_parties: Enterprise and person are both what the law asks of the parties.
        rules_apply: The enterprise's lawful rules apply to the person.
        paid_under_management: The person works under the enterprise's management, for pay.
        part_of_business: The work is part of the enterprise's business.
        platform_manages_work: The enterprise manages the work itself (orders, routes, ratings).
            Being paid under management does not stand in for it: that may be another firm's.
    """

    lawful_parties: Small
    rules_apply: Small
    paid_under_management: Small
    part_of_business: Small
    platform_manages_work: Small


@frozen
class Relation:
    """The relation found; each field one number, or an array of them.

    Attributes:
        lawful_parties: Outcome of the first criterion.
        under_management: Outcome of the second.
        part_of_business: Outcome of the third.
        criteria: Outcome of all three.
        platform_manages: Outcome of "the enterprise manages the work".
        possible_by_facts: The classes that the facts leave possible, as bits.
        possible: The classes left when the label has chosen among them, as bits.
        relation_class: The class, or -1 where more than one is left.
        decided_by_facts: 1 where the facts alone decide, else 0.
        label_contradicted: 1 where the facts rule the label out, else 0.
    """

    lawful_parties: Small
    under_management: Small
    part_of_business: Small
    criteria: Small
    platform_manages: Small
    possible_by_facts: Small
    possible: Small
    relation_class: Small
    decided_by_facts: Small
    label_contradicted: Small


def classify(facts: WorkFacts, label: Small = UNDECIDED) -> Relation:
    """The relation from the facts, and from the label where the facts leave a choice.

    Args:
        facts: The facts of the work.
        label: What the person calls the relation: a class, or -1 where they do not say.

    Source:
        劳社部发〔2005〕12号 art. 1; 人社部发〔2021〕56号; facts before labels: 威人社字〔2022〕15号
        and 枣人社字〔2022〕62号 art. 1, 济人社发〔2021〕13号 art. 17, 许人社〔2022〕1号 task 10,
        云人社发〔2021〕40号 art. 23.

    >>> rider = WorkFacts(YES, NO, YES, YES, YES)
    >>> CLASSES[classify(rider, INDEPENDENT).relation_class]
    'managed'
    >>> classify(WorkFacts(YES, YES, YES, NOT_TOLD, YES)).relation_class
    -1
    """
    lawful = required(facts.lawful_parties)
    under_management = both(required(facts.rules_apply), required(facts.paid_under_management))
    part_of_business = required(facts.part_of_business)
    criteria = both(both(lawful, under_management), part_of_business)
    manages = facts.platform_manages_work
    open_to_others = criteria != PASS
    by_facts = (
        EMPLOYEE_BIT * (criteria != FAIL)
        + MANAGED_BIT * (open_to_others & (manages != NO))
        + INDEPENDENT_BIT * (open_to_others & (manages != YES))
    )
    labelled = (
        EMPLOYEE_BIT * (label == EMPLOYEE)
        + MANAGED_BIT * (label == MANAGED)
        + INDEPENDENT_BIT * (label == INDEPENDENT)
    )
    agreed = by_facts & labelled
    possible = select(agreed != 0, agreed, by_facts)
    return Relation(
        lawful_parties=lawful,
        under_management=under_management,
        part_of_business=part_of_business,
        criteria=criteria,
        platform_manages=required(manages),
        possible_by_facts=by_facts,
        possible=possible,
        relation_class=only_class(possible),
        decided_by_facts=1 * (only_class(by_facts) != UNDECIDED),
        label_contradicted=1 * ((labelled != 0) & (agreed == 0)),
    )


def only_class(possible: Small) -> Small:
    """The class where just one is possible, else -1.

    >>> only_class(MANAGED_BIT), only_class(MANAGED_BIT | INDEPENDENT_BIT)
    (1, -1)
    """
    return (
        0 * (possible == EMPLOYEE_BIT)
        + 1 * (possible == MANAGED_BIT)
        + 2 * (possible == INDEPENDENT_BIT)
        + UNDECIDED * (possible & (possible - 1) != 0)
    )


def in_labour_relation(possible: Small) -> Small:
    """Whether the person is an employee: 1, 0, or -1 where that is one of several classes.

    >>> in_labour_relation(EMPLOYEE_BIT), in_labour_relation(6), in_labour_relation(ANY_CLASS)
    (1, 0, -1)
    """
    return select(possible == EMPLOYEE_BIT, YES, select(possible & EMPLOYEE_BIT == 0, NO, NOT_TOLD))


def self_employed_on_paper(registered: Small, relation_class: Small) -> Small:
    """Whether a registration as self-employed agrees with the relation.

    Args:
        registered: Fact: the person is registered as self-employed.
        relation_class: The class found.

    Returns:
        Fails where the person is registered but an employee or managed in fact: the registration
        changes nothing; passes where they are independent; -1 where they are not registered or do
        not say.

    Source:
        威人社字〔2022〕15号 and 枣人社字〔2022〕62号 art. 1; 许人社〔2022〕1号 task 2 (nobody may
        be pushed into registering).

    >>> self_employed_on_paper(YES, MANAGED), self_employed_on_paper(NO, MANAGED)
    (1, -1)
    """
    found = select(
        relation_class == UNDECIDED,
        UNKNOWN,
        select(relation_class == INDEPENDENT, PASS, FAIL),
    )
    return select(registered == YES, found, ABSENT)


def written_agreement(agreement: Small, relation_class: Small, part_time: Small) -> Small:
    """Whether there is the contract (employee) or the written agreement (managed) that is due.

    Args:
        agreement: Fact: there is a written contract or agreement.
        relation_class: The class found.
        part_time: Outcome of ``part_time``: part-time work may be agreed orally.

    Returns:
        The outcome; -1 for independent people and undecided classes. How strongly the agreement
        is asked for (must, should, guided) depends on class and place, not on this outcome.

    Source:
        劳动合同法 arts 10 and 69; 人社部发〔2021〕56号; by city ``relation.written_agreement``.

    >>> written_agreement(NO, MANAGED, UNKNOWN), written_agreement(NO, EMPLOYEE, PASS)
    (1, 0)
    """
    told = required(agreement)
    return select(
        relation_class == EMPLOYEE,
        either(told, part_time),
        select(relation_class == MANAGED, told, ABSENT),
    )


@frozen
class Hours:
    """Working hours against a limit.

    Attributes:
        outcome: Passes within the limit, fails above it, unknown where not told.
        minutes_over: Minutes above the limit, begun ones whole; 0 within it or where not told.
    """

    outcome: Small
    minutes_over: Small


def within_hours(hundredths: Small, limit_hours: Small) -> Hours:
    """Hours with one employer against the limit of part-time work.

    Args:
        hundredths: Hours a day (on average) or a week, in hundredths; -1 where not told.
        limit_hours: The limit in whole hours; -1 where it is not on file.

    Source:
        劳动合同法 art. 68: at most 4 hours a day on average and 24 a week with one employer.

    >>> within_hours(400, 4), within_hours(401, 4)
    (Hours(outcome=0, minutes_over=0), Hours(outcome=1, minutes_over=1))
    """
    known = (hundredths >= 0) & (limit_hours >= 0)
    over = hundredths - 100 * limit_hours
    above: Truth = known & (over > 0)
    return Hours(
        select(above, FAIL, select(known, PASS, UNKNOWN)),
        select(above, (60 * over + 99) // 100, 0),
    )


def part_time(a_day: Hours, a_week: Hours) -> Small:
    """Whether the work is part-time: within both limits.

    >>> part_time(within_hours(300, 4), within_hours(2500, 24))
    1
    """
    return both(a_day.outcome, a_week.outcome)
