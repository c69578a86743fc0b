"""Parts in the resident schemes: pension by tier, medical insurance by premium."""

from __future__ import annotations

import datetime as dt

from calc.comparison.pricing import NOTHING, ItemPrice, Part, Prices
from calc.comparison.question import Asker, Question, cite
from calc.findings import Distance, Finding
from calc.messages import Yuan
from calc.money import yuan_text
from calc.months import first_day, month_of
from calc.parameters.lookup import Answer
from calc.schemes.resident_medical import coverage_year
from calc.schemes.resident_pension import contribution_year, lowest_tier

PREMIUM = "resident_medical.premium"


def pension_part(question: Question, place: str) -> Part:
    """Resident pension at a place."""
    return Part("pension", "resident", place, yearly=pension_prices)


def medical_part(
    question: Question, place: str, tier: str, findings: tuple[Finding, ...] = ()
) -> Part:
    """Resident medical insurance at a place; ``tier`` is empty where it has only one premium."""
    return Part(
        "medical",
        "resident",
        place,
        tier,
        yearly=lambda asker: medical_prices(asker, tier),
        findings=findings,
    )


def tier_day(question: Question) -> dt.date:
    """The day on which a year's tiers are looked up: now, or the first day of another year."""
    if question.on.year == question.year:
        return first_day(question.month)
    return dt.date(question.year, 1, 1)


def pension_prices(asker: Asker) -> Prices:
    """A year of the resident pension: the tier, and what the government adds."""
    question = asker.question
    day = tier_day(question)
    tiers = asker.need("resident_pension.tiers", day)
    if tiers is None:
        return NOTHING
    hardship = asker.look("resident_pension.hardship_tiers", day)
    reserved = hardship.wholes if hardship else ()
    chosen = question.applicant.resident_pension_tier_fen
    tier = lowest_tier(tiers.wholes, reserved) if chosen is None else chosen
    if tier is None:
        asker.note("resident_pension.tiers", day)
        return NOTHING
    findings = _tier_findings(asker, tier, chosen is None, tiers, hardship)
    if tier not in (*tiers.wholes, *reserved):
        return Prices((), findings)
    due = month_of(question.year, 12)
    table = asker.look("resident_pension.subsidy", day)
    contribution = ItemPrice(
        "resident_pension",
        "worker",
        tier,
        yuan_text(tier),
        (tiers, *((hardship,) if hardship else ())),
        due_month=due,
    )
    if table is not None and table.is_none:
        return Prices((contribution,), findings)
    if table is None or str(tier // 100) not in table.table:
        asker.note("resident_pension.subsidy", day, required=False, worker_side=False)
        return Prices((contribution,), findings)
    year = contribution_year(tier, {int(t) * 100: s for t, s in table.table.items()})
    subsidy = int(year.government_subsidy_fen)
    government = ItemPrice(
        "resident_pension.subsidy",
        "government",
        subsidy,
        f"{yuan_text(tier)} → {yuan_text(subsidy)}",
        (table,),
        due_month=due,
    )
    return Prices((contribution, government), findings)


def _tier_findings(
    asker: Asker, tier: int, assumed: bool, tiers: Answer, hardship: Answer | None
) -> tuple[Finding, ...]:
    params: dict[str, object] = {"place": asker.label, "tier": Yuan(tier)}
    if assumed:
        note = Finding(
            "tier.lowest_assumed",
            "pass",
            params,
            ("resident_pension_tier",),
            sources=cite(tiers, hardship),
        )
        return (note,)
    reserved = hardship.wholes if hardship else ()
    if tier in reserved:
        in_hardship = asker.question.applicant.hardship
        outcome = {True: "pass", False: "fail", None: "unknown"}[in_hardship]
        return (
            Finding(
                "resident_pension_tier.hardship",
                outcome,  # type: ignore[arg-type]  # the table above has just these three
                {"tier": Yuan(tier)},
                ("hardship",),
                sources=cite(hardship),
            ),
        )
    if tier in tiers.wholes:
        return ()
    near = min(abs(tier - other) for other in tiers.wholes)
    return (
        Finding(
            "resident_pension_tier.offered",
            "fail",
            {**params, "offered": [Yuan(other) for other in tiers.wholes]},
            ("resident_pension_tier",),
            Distance(near, "fen"),
            sources=cite(tiers),
        ),
    )


def medical_prices(asker: Asker, tier: str) -> Prices:
    """A coverage year of resident medical insurance: the premium, and the fiscal subsidy."""
    question = asker.question
    day = dt.date(question.year, 1, 1)
    premium = asker.need(f"{PREMIUM}.{tier}" if tier else PREMIUM, day)
    if premium is None:
        return NOTHING
    due = month_of(question.year - 1, 12)
    items = [
        ItemPrice(
            "resident_medical",
            "worker",
            premium.whole,
            yuan_text(premium.whole),
            (premium,),
            due_month=due,
        )
    ]
    subsidy = asker.need("resident_medical.fiscal_subsidy", day, required=False, worker_side=False)
    if subsidy is not None and not subsidy.is_none:
        year = coverage_year(premium.whole, subsidy.whole)
        items.append(
            ItemPrice(
                "resident_medical.fiscal_subsidy",
                "government",
                int(year.fiscal_subsidy_fen),
                yuan_text(subsidy.whole),
                (subsidy,),
                due_month=due,
            )
        )
    return Prices(tuple(items))
