"""How a subsidy is claimed, and how much of it there is, in words."""

from __future__ import annotations

from typing import cast

from calc.comparison import Comparison
from calc.comparison.entries import Subsidy
from calc.comparison.result import subsidy_dict
from calc.comparison.standing import PUBLIC_EMPLOYMENT
from calc.i18n import Lang, render, text_of
from calc.messages import N_, Message
from calc.report.amounts import amount_text
from calc.report.document import ClaimDocument, SubsidyDocument

WHO = N_("who claims: {text}")
WHERE = N_("where: {text}")
ASK_WHERE = N_("not on file; ask {office}")
WHEN = N_("when: {text}")
PAPERS = N_("papers: {text}")
PAYEE = N_("paid to: {text}")
AT_MOST = N_("at most {amount}")


def claim_lines(claim: ClaimDocument | None, lang: Lang) -> list[str]:
    """Who, where, when, with which papers, paid to whom, as far as it is on file.

    Where to go is always said: whoever does not know it cannot claim.
    """
    if claim is None:
        return []
    ask = render(Message(ASK_WHERE, {"office": PUBLIC_EMPLOYMENT}), lang)
    named = (
        (WHO, claim.get("who")),
        (WHERE, claim.get("where") or ask),
        (WHEN, claim.get("when")),
        (PAPERS, text_of(claim.get("papers") or [], lang)),
        (PAYEE, claim.get("payee")),
    )
    said = [render(Message(template, {"text": text}), lang) for template, text in named if text]
    return [*said, *(claim.get("notes") or [])]


def claim_of(result: Comparison, subsidy: Subsidy, lang: Lang) -> ClaimDocument | None:
    """How a subsidy is claimed, as the document says it."""
    return cast(SubsidyDocument, subsidy_dict(subsidy, result.question, lang))["claim"]


def short_claim_lines(claim: ClaimDocument | None, lang: Lang) -> list[str]:
    """The same for paper: a note only where nothing else is on file, and then the first."""
    notes = [] if claim is None else claim.get("notes") or []
    lines = claim_lines(claim, lang)
    named = lines[: len(lines) - len(notes)]
    return named if len(named) > 1 else [*named, *notes[:1]]


def subsidy_amount(subsidy: Subsidy, lang: Lang) -> str:
    """What is paid, or what is paid at most; a dash where no amount can be given."""
    if subsidy.amount_fen is not None and subsidy.kind == "receipt":
        return amount_text(subsidy.amount_fen, lang, complete=True)
    most = subsidy.cap_fen if subsidy.amount_fen is None else subsidy.amount_fen
    amount = amount_text(most, lang, complete=True)
    return amount if most is None else render(Message(AT_MOST, {"amount": amount}), lang)
