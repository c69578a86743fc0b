"""Which base a contribution is computed on, for one place and month, and what there is to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from calc.comparison.question import Asker, cite
from calc.comparison.rhythm import first_payment
from calc.findings import Distance, Finding
from calc.messages import Yuan
from calc.money import percent_text, yuan_text
from calc.months import first_day
from calc.parameters.lookup import Answer, Missing
from calc.records import frozen
from calc.schemes.contribution_base import (
    held_within,
    nearest_tier,
    neighbouring_tiers,
    proportion_of_average_wage,
    tier_bases,
)


@frozen
class Base:
    """A base found.

    Attributes:
        fen: The base, fen a month.
        answers: The values on file behind it.
        derivation: How it was computed, where it was.
        findings: What there is to say about it; a failed one closes the option.
        range_fen: Lowest and highest base possible here, where there is a choice.
        tiers_fen: The tiers, where the place has some.
    """

    fen: int
    answers: tuple[Answer, ...]
    derivation: str = ""
    findings: tuple[Finding, ...] = ()
    range_fen: tuple[int, int] | None = None
    tiers_fen: tuple[int, ...] = ()


@frozen
class _Wish:
    """What the person wants the base to be: chosen, or an income to be held or fitted."""

    fen: int | None
    chosen: bool
    key: str


def pension_base(asker: Asker, month: int) -> Base | None:
    """The base of the employee pension as a flexible worker, by the place's rule.

    Returns:
        The base, or None after noting what is missing (rule, bounds, tiers, average wage).
    """
    rule = asker.need_in("employee_pension.base_choice", month)
    bounds = _bounds(asker, "employee_pension", month)
    if rule is None or bounds is None:
        return None
    applicant = asker.question.applicant
    chosen = applicant.pension_base_fen
    wish = _Wish(
        applicant.monthly_income_fen if chosen is None else chosen,
        chosen is not None,
        "pension_base",
    )
    if rule.word != "tiers":
        return _within_bounds(asker, month, "employee_pension", wish, (rule, *bounds))
    proportions = asker.need_in("employee_pension.tiers", month)
    average = asker.need_in("employee_pension.average_wage", month)
    if proportions is None or average is None:
        return None
    tiers = tier_bases(average.whole, proportions.wholes, bounds[0].whole, bounds[1].whole)
    proportion = _proportion_of_the_year(asker, month, wish)
    fixed = dict(zip(proportions.wholes, tiers, strict=True)).get(proportion)
    return _on_a_tier(asker, wish, tiers, (rule, average, proportions, *bounds), fixed)


def medical_base(asker: Asker, month: int) -> Base | None:
    """The base of employee medical insurance as a flexible worker, by the place's rule.

    Without a chosen medical base, the chosen pension base, else the income, is held within the
    medical bounds.

    Returns:
        The base, or None after noting what is missing.
    """
    rule = asker.need_in("employee_medical.flexible_base_rule", month)
    if rule is None:
        return None
    applicant = asker.question.applicant
    wish = _Wish(
        next(
            (
                amount
                for amount in (
                    applicant.medical_base_fen,
                    applicant.pension_base_fen,
                    applicant.monthly_income_fen,
                )
                if amount is not None
            ),
            None,
        ),
        applicant.medical_base_fen is not None,
        "medical_base",
    )
    if rule.word == "proportion_of_average_wage":
        return _proportion(asker, month, wish, rule)
    if rule.word == "tiers":
        tiers = asker.need_in("employee_medical.base_tiers", month)
        return (
            None
            if tiers is None
            else _on_a_tier(asker, wish, tuple(sorted(tiers.wholes)), (rule, tiers))
        )
    bounds = _bounds(asker, "employee_medical", month)
    if bounds is None:
        return None
    return _within_bounds(asker, month, "employee_medical", wish, (rule, *bounds))


def wage_base(asker: Asker, scheme: str, month: int) -> Base | None:
    """The wage held within the bounds of a scheme, for schemes through an employer.

    The wage is the income; without it the chosen pension base, without both the floor.

    Returns:
        The base, or None after noting missing bounds.
    """
    bounds = _bounds(asker, scheme, month)
    if bounds is None:
        return None
    applicant = asker.question.applicant
    income, chosen = applicant.monthly_income_fen, applicant.pension_base_fen
    wish = _Wish(chosen if income is None else income, False, "monthly_income")
    base = _within_bounds(asker, month, scheme, wish, bounds)
    if income is not None or chosen is None:
        return base
    params = {"wish": Yuan(chosen), "base": Yuan(base.fen), "place": asker.label}
    note = Finding("base.stands_in_for_wage", "pass", params, (wish.key,), sources=cite(*bounds))
    return replace(base, findings=(note,))


def _bounds(asker: Asker, scheme: str, month: int) -> tuple[Answer, Answer] | None:
    floor = asker.need_in(f"{scheme}.base_floor", month)
    ceiling = asker.need_in(f"{scheme}.base_ceiling", month)
    return None if floor is None or ceiling is None else (floor, ceiling)


def _within_bounds(
    asker: Asker, month: int, scheme: str, wish: _Wish, answers: tuple[Answer, ...]
) -> Base:
    floor, ceiling = answers[-2].whole, answers[-1].whole
    span = (floor, ceiling)
    if wish.fen is None:
        return Base(floor, answers, "", (_unknown_base(asker, floor, wish, answers),), span)
    held = held_within(wish.fen, floor, ceiling)
    base = int(held.base_fen)
    params = {
        "wish": Yuan(wish.fen),
        "place": asker.label,
        "floor": Yuan(floor),
        "ceiling": Yuan(ceiling),
    }
    sources = cite(*answers[-2:])
    derivation = f"{yuan_text(wish.fen)} → {yuan_text(base)}" if base != wish.fen else ""
    if base == wish.fen:
        findings = (
            (Finding("base.within_bounds", "pass", params, sources=sources),) if wish.chosen else ()
        )
    elif not wish.chosen:
        findings = (Finding("base.held", "pass", {**params, "base": Yuan(base)}, sources=sources),)
    elif _fitted_when_the_year_began(asker, month, scheme, wish.fen):
        findings = (
            Finding("base.lifted", "pass", {**params, "base": Yuan(base)}, sources=sources),
        )
    else:
        findings = (
            Finding(
                "base.within_bounds",
                "fail",
                params,
                (wish.key,),
                Distance(abs(base - wish.fen), "fen"),
                sources=sources,
            ),
        )
    return Base(base, answers, derivation, findings, span)


def _fitted_when_the_year_began(asker: Asker, month: int, scheme: str, wish: int) -> bool:
    bounds = bounds_when_the_year_began(asker, month, scheme)
    return bounds is not None and bounds[0] <= wish <= bounds[1]


def bounds_when_the_year_began(asker: Asker, month: int, scheme: str) -> tuple[int, int] | None:
    """Floor and ceiling of a month as they were known at its year's first payment.

    Returns:
        None where that payment still lies ahead, or where no bounds were known then.
    """
    question = asker.question
    then = first_payment(question, asker.place, scheme, month).due_on
    if then > question.known_on:
        return None
    floor, ceiling = (
        question.parameters.ask(asker.place, f"{scheme}.base_{side}", first_day(month), then)
        for side in ("floor", "ceiling")
    )
    if isinstance(floor, Missing) or isinstance(ceiling, Missing):
        return None
    return floor.whole, ceiling.whole


def _proportion_of_the_year(asker: Asker, month: int, wish: _Wish) -> int:
    """The proportion of the average wage that is paid on for the whole year, in ppm.

    The first payment of the year fixes it; what it amounts to moves with the average wage. A
    chosen base may be a tier as it stands now or as it stood at the first payment.

    Returns:
        The proportion; 0 where nothing is chosen, where it is no tier, or where no tiers were
        known at the first payment.

    Source:
        云人社发〔2020〕36号: the tier chosen stays for that year.
    """
    if wish.fen is None:
        return 0
    asked = asker.question.as_asked
    now = tiers_by_base(asked.asker(asker.place), month)
    if wish.chosen and wish.fen in now:
        return now[wish.fen]
    at_first = tiers_when_the_year_began(asker, month)
    if wish.chosen or not at_first:
        return at_first.get(wish.fen, 0)
    return at_first[int(nearest_tier(wish.fen, sorted(at_first)))]


def tiers_when_the_year_began(asker: Asker, month: int) -> Mapping[int, int]:
    """The tiers of the employee pension as they were known at the first payment of a year."""
    asked = asker.question.as_asked
    first = first_payment(asked, asker.place, "employee_pension", month)
    then = asked.known(min(first.due_on, asked.known_on)).asker(asker.place)
    return tiers_by_base(then, first.month)


def tiers_by_base(asker: Asker, month: int) -> Mapping[int, int]:
    """The bases of the tiers of a month with their proportions; empty where one is missing."""
    names = ("average_wage", "tiers", "base_floor", "base_ceiling")
    answers = [asker.look_in(f"employee_pension.{name}", month) for name in names]
    average, proportions, floor, ceiling = answers
    if average is None or proportions is None or floor is None or ceiling is None:
        return {}
    tiers = tier_bases(average.whole, proportions.wholes, floor.whole, ceiling.whole)
    return dict(zip(tiers, proportions.wholes, strict=True))


def _on_a_tier(
    asker: Asker,
    wish: _Wish,
    tiers: Sequence[int],
    answers: tuple[Answer, ...],
    fixed: int | None = None,
) -> Base:
    """The base by tier; ``fixed`` is the tier that the first payment of the year has fixed."""
    return replace(_fitted(asker, wish, tiers, answers, fixed), tiers_fen=tuple(tiers))


def _fitted(
    asker: Asker,
    wish: _Wish,
    tiers: Sequence[int],
    answers: tuple[Answer, ...],
    fixed: int | None,
) -> Base:
    span = (tiers[0], tiers[-1])
    if wish.fen is None:
        return Base(tiers[0], answers, "", (_unknown_base(asker, tiers[0], wish, answers),), span)
    base = int(nearest_tier(wish.fen, tiers))
    params: dict[str, object] = {"wish": Yuan(wish.fen), "place": asker.label}
    sources = cite(*answers)
    if fixed is not None and fixed != (wish.fen if wish.chosen else base):
        base = fixed
        finding = Finding(
            "tier.fixed_for_the_year", "pass", {**params, "base": Yuan(base)}, sources=sources
        )
    elif not wish.chosen:
        if base == wish.fen:
            return Base(base, answers, "", (), span)
        finding = Finding("tier.nearest", "pass", {**params, "base": Yuan(base)}, sources=sources)
    elif base == wish.fen:
        finding = Finding("base.is_a_tier", "pass", params, sources=sources)
    elif not span[0] <= wish.fen <= span[1]:
        params |= {"floor": Yuan(span[0]), "ceiling": Yuan(span[1])}
        distance = Distance(abs(base - wish.fen), "fen")
        finding = Finding(
            "base.within_bounds", "fail", params, (wish.key,), distance, sources=sources
        )
    else:
        near = [Yuan(tier) for tier in neighbouring_tiers(wish.fen, tiers)]
        distance = Distance(abs(base - wish.fen), "fen")
        finding = Finding(
            "base.is_a_tier",
            "fail",
            {**params, "neighbours": near},
            (wish.key,),
            distance,
            sources=sources,
        )
    return Base(base, answers, f"{yuan_text(wish.fen)} → {yuan_text(base)}", (finding,), span)


def _proportion(asker: Asker, month: int, wish: _Wish, rule: Answer) -> Base | None:
    proportion = asker.need_in("employee_medical.flexible_base_proportion", month)
    average = asker.need_in("employee_medical.average_wage", month)
    if proportion is None or average is None:
        return None
    base = int(proportion_of_average_wage(average.whole, proportion.whole))
    answers = (rule, average, proportion)
    derivation = (
        f"{yuan_text(average.whole)} × {percent_text(proportion.whole)} → {yuan_text(base)}"
    )
    found = Base(base, answers, derivation)
    if not wish.chosen or wish.fen == base:
        return found
    params = {
        "place": asker.label,
        "proportion": percent_text(proportion.whole),
        "base": Yuan(base),
    }
    note = Finding("base.fixed_here", "pass", params, sources=cite(rule, proportion))
    return replace(found, findings=(note,))


def _unknown_base(asker: Asker, floor: int, wish: _Wish, answers: tuple[Answer, ...]) -> Finding:
    return Finding(
        "base.unknown",
        "pass",
        {"place": asker.label, "base": Yuan(floor)},
        ("monthly_income", wish.key) if wish.key != "monthly_income" else ("monthly_income",),
        sources=cite(*answers),
    )
