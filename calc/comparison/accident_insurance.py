"""The accident-insurance subsidy of one place: where, whether, how much."""

from __future__ import annotations

from calc.comparison.accident_claim import claim_of
from calc.comparison.accident_conditions import BRANCH, NAME, conditions
from calc.comparison.entries import Subsidy
from calc.comparison.question import Asker, Question, cite
from calc.comparison.standing import PUBLIC_EMPLOYMENT, registered_platform, subsidy_place
from calc.findings import Finding
from calc.messages import Yuan
from calc.money import percent_text, yuan_text
from calc.parameters.lookup import Answer
from calc.subsidies.accident_insurance import accident_subsidy_amount, premium_at_cap
from calc.verdicts import number_of

IN_FORCE = "in force"


def accident_insurance_subsidy(question: Question) -> Subsidy:
    """The one entry of this subsidy, at the platform's registration or else the workplace.

    A place that has it ``none`` on file has none; one with nothing on file stays unknown.
    """
    asker = question.asker(subsidy_place(question))
    cap = asker.look(f"{NAME}.cap", question.on)
    share = asker.look(f"{NAME}.share_of_premium", question.on)
    if cap is not None and cap.is_none:
        params: dict[str, object] = {"place": asker.label}
        none = Finding(f"{NAME}.offered", "fail", params, sources=cite(cap))
        findings = (none, *_branch_at_workplace(question))
        return Subsidy(NAME, asker.place, "receipt", findings, answers=(cap,))
    if cap is None or share is None:
        params = {"place": asker.label, "day": question.on, "office": PUBLIC_EMPLOYMENT}
        missing = Finding(f"{NAME}.offered", "unknown", params)
        return Subsidy(NAME, asker.place, "receipt", (missing,))
    return _priced(asker, share, cap)


def _priced(asker: Asker, share: Answer, cap: Answer) -> Subsidy:
    premium = asker.question.applicant.accident_insurance.premium_fen
    amount = int(accident_subsidy_amount(number_of(premium), share.whole, cap.whole))
    basis = _basis(asker)
    return Subsidy(
        NAME,
        asker.place,
        "receipt",
        (
            *([] if basis is None else [_basis_finding(asker, basis)]),
            *conditions(asker),
            _amount_finding(premium, amount, share, cap),
            *_branch_at_workplace(asker.question),
        ),
        amount_fen=None if premium is None else amount,
        cap_fen=cap.whole,
        premium_at_cap_fen=int(premium_at_cap(share.whole, cap.whole)),
        claim=claim_of(asker),
        formula=_formula(premium, amount, share, cap),
        answers=tuple(a for a in (share, cap, basis) if a is not None),
    )


def _formula(premium: int | None, amount: int, share: Answer, cap: Answer) -> str:
    if premium is None:
        return ""
    left = f"{yuan_text(premium)} × {percent_text(share.whole)}"
    return f"min({left}, {yuan_text(cap.whole)}) = {yuan_text(amount)}"


def _amount_finding(premium: int | None, amount: int, share: Answer, cap: Answer) -> Finding:
    params: dict[str, object] = {
        "share": percent_text(share.whole),
        "cap": Yuan(cap.whole),
        "full": Yuan(int(premium_at_cap(share.whole, cap.whole))),
    }
    rule, sources = f"{NAME}.amount", cite(share, cap)
    if premium is None:
        return Finding(rule, "unknown", params, ("accident_insurance.premium",), sources=sources)
    params |= {"amount": Yuan(amount), "premium": Yuan(premium)}
    return Finding(rule, "pass", params, sources=sources)


def _basis(asker: Asker) -> Answer | None:
    """The province's rule behind it; in strict mode too one that has ended is still of interest."""
    question = asker.question
    answer = question.parameters.ask(
        asker.place, f"{NAME}.provincial_basis", question.on, question.known_on
    )
    return answer if isinstance(answer, Answer) else None


def _basis_finding(asker: Asker, basis: Answer) -> Finding:
    """Whether the province still stands behind it; a record past its period says nothing."""
    rule, sources = f"{NAME}.provincial_basis", cite(basis)
    if basis.word == IN_FORCE and basis.status != "carried_forward":
        return Finding(rule, "pass", sources=sources)
    params: dict[str, object] = {"day": basis.since or basis.record.first}
    if asker.question.mode == "strict":
        return Finding(rule, "fail", params, sources=sources)
    return Finding(rule, "unknown", {**params, "place": asker.label}, sources=sources)


def _branch_at_workplace(question: Question) -> tuple[Finding, ...]:
    """A platform that is registered in another city may have a branch where the person works."""
    registered = registered_platform(question)
    if registered is None or registered == question.workplace:
        return ()
    if subsidy_place(question) == question.workplace:
        return ()  # then the condition itself asks for the branch
    asker = question.asker(question.workplace)
    rule = asker.look(f"{NAME}.platform_registration", question.on)
    if rule is None or rule.word != BRANCH:
        return ()
    note = f"{NAME}.branch_at_workplace"
    return (Finding(note, "pass", {"place": asker.label}, sources=cite(rule)),)
