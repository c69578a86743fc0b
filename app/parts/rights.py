"""What a person gets beside the insurance: subsidies, protections, the pension estimate."""

from __future__ import annotations

from collections.abc import Sequence

from app.markup import EMPTY, Html, details, items, joined, tag
from app.parts import explain
from app.parts.cards import STATES
from app.state import Session
from calc.comparison import Comparison
from calc.comparison.entries import Protection, Subsidy
from calc.findings import Finding
from calc.messages import N_
from calc.report.claims import claim_lines, claim_of
from calc.report.names import open_text, subject_text
from calc.report.sheet_rights import CLAIMABLE

SUBSIDIES = N_("Subsidies")
PROTECTIONS = N_("Protection at work")
RELATION = N_("Your relation to the platform or firm")
UP_TO = N_("at most {amount}")
HOW_TO_CLAIM = N_("How to claim")
WHAT_IS_UNCLEAR = N_("What has to be clarified")
CONDITIONS = N_("Conditions and documents")


def subsidies(state: Session, comparison: Comparison) -> Html:
    """Every subsidy: whether it can be claimed, how much, how, and why not."""
    ordered = sorted(comparison.subsidies, key=lambda each: each.open is False)
    return _section(state, SUBSIDIES, [_subsidy(state, comparison, each) for each in ordered])


def _section(state: Session, title: str, cards: Sequence[Html]) -> Html:
    if not cards:
        return EMPTY
    return joined([tag("h3", state.say(title)), tag("div", *cards, class_="cards")])


def _subsidy(state: Session, comparison: Comparison, subsidy: Subsidy) -> Html:
    say, parameters, lang = state.say, state.parameters, state.lang
    claim = items(claim_lines(claim_of(comparison, subsidy, lang), lang))
    name = subject_text(subsidy.id, parameters, lang)
    return tag(
        "article",
        tag("ul", _state_tag(state, subsidy.open, CLAIMABLE), class_="tags"),
        tag("h4", " · ".join((name, say.label(parameters.label(subsidy.place))))),
        _amount(state, subsidy),
        details(say(HOW_TO_CLAIM), claim) if claim and subsidy.open is not False else None,
        _conditions(state, subsidy.findings),
        class_=f"card {STATES[subsidy.open]}",
    )


def _amount(state: Session, subsidy: Subsidy) -> Html:
    """What is paid, or at most; opened: how it came about, and from which documents."""
    say = state.say
    is_paid = subsidy.amount_fen is not None and subsidy.kind == "receipt"
    fen = subsidy.cap_fen if subsidy.amount_fen is None else subsidy.amount_fen
    if fen is None:
        return EMPTY
    amount = say.yuan(fen) if is_paid else say(UP_TO, amount=say.yuan(fen))
    values = [explain.value(state, state.parameters, answer) for answer in subsidy.answers]
    formula = tag("p", say.formula(subsidy.formula), class_="formula") if subsidy.formula else None
    return details(tag("b", amount), formula, *values)


def _state_tag(state: Session, is_open: bool | None, names: dict[bool | None, str]) -> Html:
    return tag("li", state.say(names[is_open]), class_=f"tag {STATES[is_open]}")


def _conditions(state: Session, found: Sequence[Finding]) -> Html:
    """What is not met first; then, folded, what is not known and what is met."""
    deciding = [each for each in found if each.outcome != "pass"]
    rest = [each for each in found if each.outcome == "pass"]
    first = explain.findings(state, [f for f in deciding if f.outcome == "fail"])
    unclear = explain.findings(state, [f for f in deciding if f.outcome != "fail"])
    folded = explain.findings(state, rest)
    return joined(
        [
            first,
            details(state.say(WHAT_IS_UNCLEAR), unclear) if unclear else None,
            details(state.say(CONDITIONS), folded) if folded else None,
        ]
    )


def protections(state: Session, comparison: Comparison) -> Html:
    """Protections and conditions of work."""
    ordered = sorted(comparison.protections, key=lambda each: each.open is False)
    return _section(state, PROTECTIONS, [_protection(state, each) for each in ordered])


def _protection(state: Session, protection: Protection) -> Html:
    text = open_text(protection.open, state.lang)
    return tag(
        "article",
        tag("ul", tag("li", text, class_=f"tag {STATES[protection.open]}"), class_="tags"),
        tag("h4", subject_text(protection.id, state.parameters, state.lang)),
        _conditions(state, protection.findings),
        class_=f"card {STATES[protection.open]}",
    )


def relation(state: Session, comparison: Comparison) -> Html:
    """What the facts of the work say about the relation."""
    shown = explain.findings(state, comparison.relation.findings)
    return details(state.say(RELATION), shown) if shown else EMPTY
