"""How the accident-insurance subsidy is claimed: who, where, when, with which papers."""

from __future__ import annotations

from calc.comparison.accident_conditions import NAME
from calc.comparison.entries import Claim
from calc.comparison.question import Asker
from calc.messages import N_, Label, Message
from calc.months import first_day, month_of, month_of_day, month_text
from calc.parameters.lookup import Answer

WINDOW_MONTHS = {"october": 10}
"""Windows that name their month."""
WINDOW = N_("{window}")
WINDOW_SHIFTED = N_("{window}; policies that begin in {months} are claimed the year after")
WINDOW_MONTH = N_("{window}; for a policy that begins in {start}: {month}")
WINDOW_PAST = N_(
    "{window}; for a policy that began in {start} that was {month}: ask whether a late claim is "
    "taken"
)
POLICIES = N_("What counts: {policies}.")
PAY_FIRST = N_("Pay the premium first, then claim.")
SELF_BOUGHT = N_("The platform also applies for policies that people bought themselves.")


def claim_of(asker: Asker) -> Claim:
    """The claim as the place has it on file; what it has no record of stays empty."""
    on = asker.question.on

    def look(name: str) -> Answer | None:
        return asker.look(f"{NAME}.{name}", on)

    application = look("application")
    month = None if application is None else _claim_month(asker, application)
    return Claim(
        who=_labels(asker, look("applicant")),
        where=_label(asker, look("office")),
        when=None if application is None else _window(asker, application, month),
        papers=_papers(_label(asker, look("papers"))),
        payee=_label(asker, look("payee")),
        notes=_notes(asker, look("policies"), look("pay_first"), look("self_bought_policies")),
        month=month,
    )


def _label(asker: Asker, answer: Answer | None) -> Label | None:
    return None if answer is None else asker.question.parameters.definitions.token(answer.word)


def _labels(asker: Asker, answer: Answer | None) -> tuple[Label, ...]:
    token = asker.question.parameters.definitions.token
    return () if answer is None else tuple(token(word) for word in answer.words)


def _papers(label: Label | None) -> tuple[Label, ...]:
    """The papers one by one; they stand on file in one text, a semicolon between them."""
    if label is None:
        return ()
    zh, en = label.zh.split("；"), label.en.split("; ")
    if len(zh) != len(en):
        return (label,)
    return tuple(Label(*pair) for pair in zip(zh, en, strict=True))


def _notes(
    asker: Asker, policies: Answer | None, pay_first: Answer | None, self_bought: Answer | None
) -> tuple[Message, ...]:
    notes = []
    if policies is not None:
        notes.append(Message(POLICIES, {"policies": list(_labels(asker, policies))}))
    if pay_first is not None and pay_first.word == "yes":
        notes.append(Message(PAY_FIRST))
    if self_bought is not None and self_bought.word == "yes":
        notes.append(Message(SELF_BOUGHT))
    return tuple(notes)


def _shifted(asker: Asker) -> tuple[str, ...]:
    """The months, as ``MM``, whose policies are claimed the year after."""
    answer = asker.look(f"{NAME}.policy_months_to_next_year", asker.question.on)
    return () if answer is None else answer.words


def _claim_month(asker: Asker, application: Answer) -> int | None:
    """The month in which a policy is claimed, where the window names one and its start is known."""
    start = asker.question.applicant.accident_insurance.starts_on
    month = WINDOW_MONTHS.get(application.word)
    if start is None or month is None:
        return None
    year_after = f"{first_day(start):%m}" in _shifted(asker)
    return month_of(start // 12 + year_after, month)


def _window(asker: Asker, application: Answer, month: int | None) -> Message:
    token = asker.question.parameters.definitions.token
    params: dict[str, object] = {"window": token(application.word)}
    start = asker.question.applicant.accident_insurance.starts_on
    if month is not None and start is not None:
        params |= {"start": month_text(start), "month": month_text(month)}
        past = month < month_of_day(asker.question.on)
        return Message(WINDOW_PAST if past else WINDOW_MONTH, params)
    shifted = _shifted(asker)
    if shifted:
        return Message(WINDOW_SHIFTED, {**params, "months": [token(word) for word in shifted]})
    return Message(WINDOW, params)
