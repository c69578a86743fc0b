"""Who enrols, and where: the relation, the place, and what one already draws.

Facts are 1, 0 or -1 (not told, or not on file), outcomes 0, 1 or 2 (``calc.verdicts``); one person
or an array of persons alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc.records import frozen
from calc.verdicts import (
    FAIL,
    NO,
    NOT_TOLD,
    PASS,
    UNKNOWN,
    YES,
    both,
    either,
    required,
    ruled_out,
    select,
)

if TYPE_CHECKING:
    from calc.verdicts import Small

NOTHING_DRAWN, DRAWS_EMPLOYEE_PENSION, DRAWS_RESIDENT_PENSION = 0, 1, 2
DRAWINGS = ("none", "employee_pension", "resident_pension")


def enrolled_by_employer(in_labour_relation: Small) -> Small:
    """Whether an employer must enrol the person: in a labour relation, else not.

    Source:
        社会保险法 arts 10 and 23; the five documents: 济人社发〔2021〕13号 art. 8,
        许人社〔2022〕1号 task 5, 威人社字〔2022〕15号 and 枣人社字〔2022〕62号 art. 6,
        云人社发〔2021〕40号 art. 9.
    """
    return required(in_labour_relation)


def enrols_alone(in_labour_relation: Small, part_time: Small) -> Small:
    """Whether the person enrols alone: without a labour relation, or in part-time work.

    Args:
        in_labour_relation: Fact, from the relation.
        part_time: Outcome of the limits of part-time work. An employee who does not tell the
            hours is not taken for a full-time one: unknown.

    Source:
        社会保险法 art. 10 (pension) and art. 23 (medical): the self-employed without employees,
        part-time workers whom no employer enrolled, other flexible workers.

    >>> enrols_alone(NO, UNKNOWN), enrols_alone(YES, FAIL), enrols_alone(YES, PASS)
    (0, 1, 0)
    >>> enrols_alone(NOT_TOLD, UNKNOWN), enrols_alone(YES, UNKNOWN)
    (2, 2)
    """
    return either(ruled_out(in_labour_relation), part_time)


def not_drawing(drawing: Small, pension: int, too_young: Small) -> Small:
    """Whether the person does not draw a pension of one scheme already.

    Args:
        drawing: 0 none, 1 the employee pension, 2 the resident pension, -1 not told.
        pension: The scheme asked about, 1 or 2.
        too_young: 1 where nobody of that age can draw it, so that it need not be told.

    Source:
        人社部发〔2014〕17号: nobody draws two pensions. Ages: 国发〔2005〕38号 (the table of
        divisor months begins at 40), 国发〔2014〕8号 (60).

    >>> [not_drawing(drawing, 1, 0) for drawing in (0, 1, 2, -1)]
    [0, 1, 0, 2]
    >>> not_drawing(-1, 1, 1)
    0
    """
    not_told = select(too_young == 1, PASS, UNKNOWN)
    return select(drawing < 0, not_told, select(drawing == pension, FAIL, PASS))


def without_retiree_benefits(has_them: Small, too_young: Small) -> Small:
    """Whether medical contributions are still due: not once retiree benefits are drawn.

    Source:
        社会保险法 art. 27.

    >>> without_retiree_benefits(YES, 0), without_retiree_benefits(-1, 0)
    (1, 2)
    """
    return select(has_them < 0, select(too_young == 1, PASS, UNKNOWN), ruled_out(has_them))


@frozen
class PlaceRule:
    """Whom a place takes into a scheme, as its documents say.

    Attributes:
        workers: Fact: people who work there. -1 where no document says.
        registered: Fact: people registered there. -1 where no document says.
        for_classes: The relations that rule is for, as bits; all of them where nothing is said.
        registered_anyway: Fact: people registered there whom the rule is not for; the resident
            schemes take their own.
    """

    workers: Small
    registered: Small
    for_classes: Small
    registered_anyway: Small = NOT_TOLD


def covers(for_classes: Small, possible: Small) -> Small:
    """Whether a rule is for a person whose relation is one of several: 1, 0, or -1 if it depends.

    Args:
        for_classes: The classes the rule is for, as bits.
        possible: The classes the person may be in, as bits.

    >>> covers(0b010, 0b010), covers(0b010, 0b101), covers(0b010, 0b110)
    (1, 0, -1)
    """
    inside = for_classes & possible
    return select(inside == possible, YES, select(inside == 0, NO, NOT_TOLD))


def taken_in(
    rule: PlaceRule, possible: Small, works_there: Small, registered_there: Small
) -> Small:
    """Whether a place takes the person into the scheme, by work or by registration.

    Who works and is registered there needs no choice of place: taken, whatever the document
    says. What no document says stays unknown.

    Args:
        rule: Whom the place takes.
        possible: The relations the person may be in, as bits.
        works_there: Fact.
        registered_there: Fact; -1 where the registration was not told.

    Source:
        济人社发〔2021〕13号 art. 8; 威人社字〔2022〕15号 and 枣人社字〔2022〕62号 art. 6;
        云人社发〔2021〕40号 arts 9 and 10 (the latter for people not fully in a labour relation);
        国发〔2014〕8号.

    >>> at_either_for_managed = PlaceRule(YES, YES, 0b010)
    >>> [taken_in(at_either_for_managed, 1 << relation, YES, NO) for relation in (1, 2)]
    [0, 2]
    >>> taken_in(PlaceRule(-1, -1, 0b111), 0b100, YES, YES)
    0
    """
    covered = covers(rule.for_classes, possible)
    by_work = _where_covered(covered, required(rule.workers), UNKNOWN)
    by_registration = _where_covered(
        covered, required(rule.registered), required(rule.registered_anyway)
    )
    works, registered = required(works_there), required(registered_there)
    one_way = either(both(works, by_work), both(registered, by_registration))
    return either(one_way, both(works, registered))


def _where_covered(covered: Small, rule: Small, otherwise: Small) -> Small:
    undecided = select(rule == otherwise, rule, UNKNOWN)
    return select(covered == YES, rule, select(covered == NO, otherwise, undecided))
