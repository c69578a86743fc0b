"""The vocational-training subsidy: entitlement and article; no amount is on file anywhere."""

from __future__ import annotations

from calc.comparison.entries import Subsidy
from calc.comparison.question import Question, cite
from calc.comparison.standing import PUBLIC_EMPLOYMENT
from calc.findings import Finding

NAME = "training_subsidy"


def training_subsidy(question: Question) -> Subsidy:
    """The entry at the place of work."""
    asker, on = question.asker(question.workplace), question.on
    entitlement = asker.look(f"{NAME}.entitlement", on)
    params: dict[str, object] = {"office": PUBLIC_EMPLOYMENT}
    if entitlement is not None and entitlement.word == "yes":
        found = [Finding(f"{NAME}.entitlement", "pass", params, sources=cite(entitlement))]
    else:
        params["place"] = asker.label
        found = [Finding(f"{NAME}.entitlement", "unknown", params)]
    answers = [] if entitlement is None else [entitlement]
    terms = asker.look(f"{NAME}.terms", on)
    times = asker.look(f"{NAME}.times_per_year", on)
    certificate = asker.look(f"{NAME}.certificate", on)
    if terms is not None:
        label = question.parameters.definitions.token(terms.word)
        found.append(Finding(f"{NAME}.terms", "pass", {"terms": label}, sources=cite(terms)))
    if times is not None:
        said: dict[str, object] = {"times": times.whole}
        found.append(Finding(f"{NAME}.times_per_year", "pass", said, sources=cite(times)))
        answers.append(times)
    if certificate is not None:
        found.append(Finding(f"{NAME}.certificate", "pass", sources=cite(certificate)))
    return Subsidy(NAME, asker.place, "entitlement", tuple(found), answers=tuple(answers))
