"""What a person gets beside the insurance: subsidies, protections, the pension estimate."""

from __future__ import annotations

from collections.abc import Sequence

from app.markup import EMPTY, Html, details, items, joined, tag
from app.parts import explain
from app.parts.cards import STATES
from app.state import Case, Session
from calc.messages import N_
from calc.report.claims import claim_lines
from calc.report.document import (
    FindingDocument,
    ProtectionDocument,
    SubsidyDocument,
)
from calc.report.names import open_text, subject_text
from calc.report.sheet_rights import CLAIMABLE

SUBSIDIES = N_("Subsidies")
PROTECTIONS = N_("Protection at work")
RELATION = N_("Your relation to the platform or firm")
UP_TO = N_("at most {amount}")
HOW_TO_CLAIM = N_("How to claim")
WHAT_IS_UNCLEAR = N_("What has to be clarified")
CONDITIONS = N_("Conditions and documents")


def subsidies(state: Session, case: Case) -> Html:
    """Every subsidy: whether it can be claimed, how much at most, how, and why not."""
    found = case.document["subsidies"] if case.document else []
    ordered = sorted(found, key=lambda each: each["open"] is False)
    cards = [_subsidy(state, each) for each in ordered]
    return _section(state, SUBSIDIES, cards)


def _section(state: Session, title: str, cards: Sequence[Html]) -> Html:
    if not cards:
        return EMPTY
    return joined([tag("h3", state.say(title)), tag("div", *cards, class_="cards")])


def _subsidy(state: Session, subsidy: SubsidyDocument) -> Html:
    say, parameters = state.say, state.parameters
    place = parameters.place(subsidy["place"] or "")
    name = subject_text(subsidy["id"], parameters, state.lang)
    title = " · ".join((name, say.label(place.label))) if place else name
    claim = items(claim_lines(subsidy["claim"], state.lang))
    amount = subsidy["amount_fen"]
    return tag(
        "article",
        tag("ul", _state_tag(state, subsidy["open"], CLAIMABLE), class_="tags"),
        tag("h4", title),
        tag("p", tag("b", say(UP_TO, amount=say.yuan(amount)))) if amount is not None else None,
        details(say(HOW_TO_CLAIM), claim) if claim and subsidy["open"] is not False else None,
        _conditions(state, subsidy["findings"]),
        class_=f"card {STATES[subsidy['open']]}",
    )


def _state_tag(state: Session, is_open: bool | None, names: dict[bool | None, str]) -> Html:
    return tag("li", state.say(names[is_open]), class_=f"tag {STATES[is_open]}")


def _conditions(state: Session, found: Sequence[FindingDocument]) -> Html:
    """What is not met first; then, folded, what is not known and what is met."""
    deciding = [each for each in found if each["outcome"] != "pass"]
    rest = [each for each in found if each["outcome"] == "pass"]
    first = explain.document_findings(state, [f for f in deciding if f["outcome"] == "fail"])
    unclear = explain.document_findings(state, [f for f in deciding if f["outcome"] != "fail"])
    folded = explain.document_findings(state, rest)
    return joined(
        [
            first,
            details(state.say(WHAT_IS_UNCLEAR), unclear) if unclear else None,
            details(state.say(CONDITIONS), folded) if folded else None,
        ]
    )


def protections(state: Session, case: Case) -> Html:
    """Protections and conditions of work."""
    found = case.document["protections"] if case.document else []
    ordered = sorted(found, key=lambda each: each["open"] is False)
    return _section(state, PROTECTIONS, [_protection(state, each) for each in ordered])


def _protection(state: Session, protection: ProtectionDocument) -> Html:
    text = open_text(protection["open"], state.lang)
    return tag(
        "article",
        tag("ul", tag("li", text, class_=f"tag {STATES[protection['open']]}"), class_="tags"),
        tag("h4", subject_text(protection["id"], state.parameters, state.lang)),
        _conditions(state, protection["findings"]),
        class_=f"card {STATES[protection['open']]}",
    )


def relation(state: Session, case: Case) -> Html:
    """What the facts of the work say about the relation."""
    found = case.document["relation"]["findings"] if case.document else []
    shown = explain.document_findings(state, found)
    return details(state.say(RELATION), shown) if shown else EMPTY
