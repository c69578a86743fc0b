"""The social-insurance subsidy for flexible employment: conditions by place, ceilings by option."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from calc.comparison.bases import medical_base, pension_base
from calc.comparison.entries import Claim, Subsidy
from calc.comparison.pricing import PricedPart
from calc.comparison.question import Asker, Question, cite
from calc.comparison.social_conditions import NAME, Standing, standing_at
from calc.comparison.standing import PUBLIC_EMPLOYMENT
from calc.findings import Finding
from calc.messages import N_, Label, Message, Yuan
from calc.money import percent_text, yuan_text
from calc.parameters.lookup import Answer
from calc.records import frozen
from calc.schemes.flexible_worker import flexible_contribution
from calc.subsidies.social_insurance import ceiling, counted_base

ITEMS = ("employee_pension", "employee_medical")
"""The contributions that count; supplements to medical insurance are none."""
A_YEAR, A_MONTH = "CNY/year", "CNY/month"
PERIODS = {A_YEAR: Label("每年", "a year"), A_MONTH: Label("每月", "a month")}
EXCLUDED = N_("Ruled out are people to whom one of these applies: {cases}.")
UNPAID = N_("It is claimed afterwards, for contributions that were really paid.")


@frozen(slots=False)
class Terms:
    """What a place pays at most, on the day; None where it is not on file."""

    standing: Standing
    share: Answer | None
    amount: Answer | None
    amount_pension_only: Answer | None
    base_cap: Answer | None

    @property
    def asker(self) -> Asker:
        """A way of asking about the place."""
        return self.standing.asker


@frozen
class Ceiling:
    """The most that the subsidy can be for an option, and how that came about."""

    place: str
    fen: int
    formula: str


def social_insurance_subsidies(
    question: Question, possible: int, options: Mapping[str, tuple[PricedPart, PricedPart]]
) -> tuple[Subsidy, ...]:
    """An entry for each place where one could enrol as a flexible worker.

    Args:
        question: What is compared.
        possible: The relations that the person may be in, as bits.
        options: Pension part and medical part of each option.
    """
    terms = {place: terms_at(question, place, possible) for place in question.places}
    counted: dict[str, dict[int, int] | None] = {}
    found = {option: _ceiling(parts, terms, counted) for option, parts in options.items()}
    return tuple(
        _entry(at_place, {o: c for o, c in found.items() if c is not None and c.place == place})
        for place, at_place in terms.items()
    )


def rules_day(question: Question) -> dt.date:
    """The day on which a year's amounts are looked up: the day asked, or another year's first."""
    return question.on if question.on.year == question.year else dt.date(question.year, 1, 1)


def terms_at(question: Question, place: str, possible: int) -> Terms:
    """The terms of a place, on file."""
    asker, day = question.asker(place), rules_day(question)
    return Terms(
        standing_at(asker, possible),
        share=asker.look(f"{NAME}.share_maximum", day),
        amount=asker.look(f"{NAME}.amount", day),
        amount_pension_only=_set(asker.look(f"{NAME}.amount_pension_only", day)),
        base_cap=_set(asker.look(f"{NAME}.base_cap", day)),
    )


def _set(answer: Answer | None) -> Answer | None:
    """A limit that the place may be without; on file as none it is none."""
    return None if answer is None or answer.is_none else answer


# -- the ceiling of an option -------------------------------------------------------------------


def _ceiling(
    parts: tuple[PricedPart, PricedPart],
    terms: Mapping[str, Terms],
    counted: dict[str, dict[int, int] | None],
) -> Ceiling | None:
    """The ceiling of one option, at the place of its flexible pension, else of its medical part.

    One place grants it, for what is paid there. Of more months than are left the dearest count,
    since which ones will be subsidised is not known.
    """
    flexible = [each for each in parts if each.part.scheme == "flexible"]
    if not flexible:
        return None
    at_place = terms[flexible[0].part.place]
    here = [each for each in flexible if each.part.place == flexible[0].part.place]
    for each in here:
        if each.part.id not in counted:
            counted[each.part.id] = _counted_by_month(at_place, each)
    by_part = [counted[each.part.id] for each in here]
    by_month = _added(found for found in by_part if found is not None)
    if None in by_part or (at_place.share is None and at_place.amount is None):
        return None
    months = sorted(by_month, key=lambda month: (-by_month[month], month))
    months = months[: at_place.standing.left]
    only_pension = [each.part.role for each in here] == ["pension"]
    return _bounded(at_place, sum(by_month[month] for month in months), months, only_pension)


def _bounded(terms: Terms, paid: int, months: list[int], only_pension: bool) -> Ceiling:
    share = None if terms.share is None else terms.share.ratio
    local = _local_amount(terms, months, only_pension)
    fen = int(ceiling(paid, share, -1 if local is None else local))
    formula = yuan_text(paid) if share is None else f"{yuan_text(paid)} × {share[0]}/{share[1]}"
    if local is not None:
        formula = f"min({formula}, {yuan_text(local)})"
    return Ceiling(terms.asker.place, fen, f"{formula} = {yuan_text(fen)}")


def _local_amount(terms: Terms, months: list[int], only_pension: bool) -> int | None:
    """What the place pays at most for these months; an amount by the year is not divided."""
    answer = terms.amount
    if only_pension and terms.amount_pension_only is not None:
        answer = terms.amount_pension_only
    if answer is None:
        return None
    return answer.whole * len(months) if answer.record.unit == A_MONTH else answer.whole


def _added(parts: Iterable[Mapping[int, int]]) -> dict[int, int]:
    total: dict[int, int] = {}
    for part in parts:
        for month, fen in part.items():
            total[month] = total.get(month, 0) + fen
    return total


def _counted_by_month(terms: Terms, priced: PricedPart) -> dict[int, int] | None:
    """The contributions of a part that count, by month; None where they cannot be computed."""
    for line in priced.lines:
        if line.item in ITEMS and line.payer == "worker":
            if line.year_fen is None:
                return None
            if terms.base_cap is None:
                return dict(line.by_month)
            return _capped(terms, terms.base_cap, priced, line.item, line.by_month)
    return None


def _capped(
    terms: Terms, cap: Answer, priced: PricedPart, scheme: str, paid: Mapping[int, int]
) -> dict[int, int] | None:
    """Contributions on no more than the base that counts."""
    asker = terms.asker.question.asker(terms.asker.place)
    find = pension_base if scheme == "employee_pension" else medical_base
    rate_name = (
        f"{scheme}.flexible_rate"
        if scheme == "employee_pension"
        else f"{scheme}.flexible_rate.{priced.part.plan}"
    )
    capped = {}
    for month in paid:
        base, rate = find(asker, month), asker.look_in(rate_name, month)
        average = asker.look_in(f"{scheme}.average_wage", month)
        if base is None or rate is None or average is None:
            return None
        counted = counted_base(base.fen, average.whole, cap.whole)
        capped[month] = int(flexible_contribution(counted, rate.whole, 0).total_fen)
    return capped


# -- the entry of a place -----------------------------------------------------------------------


def _entry(terms: Terms, ceilings: Mapping[str, Ceiling]) -> Subsidy:
    highest = max(ceilings.values(), key=lambda found: found.fen, default=None)
    answers = (terms.share, terms.amount, terms.amount_pension_only, terms.base_cap)
    return Subsidy(
        NAME,
        terms.asker.place,
        "ceiling",
        (*terms.standing.findings, *_amount_findings(terms)),
        amount_fen=None if highest is None else highest.fen,
        claim=_claim(terms),
        items=frozenset(ITEMS),
        by_option={option: found.fen for option, found in ceilings.items()},
        formula="" if highest is None else highest.formula,
        answers=tuple(answer for answer in answers if answer is not None),
        formulas={option: found.formula for option, found in ceilings.items()},
    )


def _amount_findings(terms: Terms) -> list[Finding]:
    place: dict[str, object] = {"place": terms.asker.label}
    office: dict[str, object] = {"office": PUBLIC_EMPLOYMENT}
    found = []
    if terms.share is not None:
        ratio = "/".join(str(part) for part in terms.share.ratio)
        found.append(
            Finding(f"{NAME}.ceiling", "pass", {"share": ratio}, sources=cite(terms.share))
        )
    if terms.amount is None:
        found.append(Finding(f"{NAME}.local_amount_missing", "pass", {**place, **office}))
    for answer, rule in (
        (terms.amount, "local_amount"),
        (terms.amount_pension_only, "local_amount_pension_only"),
    ):
        if answer is not None:
            params = {
                **place,
                "amount": Yuan(answer.whole),
                "period": PERIODS[answer.record.unit],
            }
            if answer.status == "carried_forward" and answer.record.last is not None:
                rule = f"{rule}_carried"
                params |= {"last": answer.record.last, **office}
            found.append(Finding(f"{NAME}.{rule}", "pass", params, sources=cite(answer)))
    if terms.base_cap is not None:
        params = {"share": percent_text(terms.base_cap.whole)}
        found.append(Finding(f"{NAME}.base_cap", "pass", params, sources=cite(terms.base_cap)))
    return found


def _claim(terms: Terms) -> Claim:
    notes = [Message(UNPAID)]
    exclusions = terms.asker.look(f"{NAME}.exclusions", rules_day(terms.asker.question))
    if exclusions is not None:
        token = terms.asker.question.parameters.definitions.token
        notes.append(Message(EXCLUDED, {"cases": [token(word) for word in exclusions.words]}))
    return Claim(notes=tuple(notes))
