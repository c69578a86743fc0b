"""Occupational-injury protection of platform workers (职业伤害保障): province, trade, fee."""

from __future__ import annotations

import datetime as dt

from calc.comparison.entries import Protection
from calc.comparison.injury_platforms import NAME, Platforms
from calc.comparison.question import Asker, cite
from calc.comparison.standing import PUBLIC_EMPLOYMENT, occupation_bit, occupation_bits
from calc.findings import Citation, Distance, Finding, is_open
from calc.messages import N_, Message, Yuan
from calc.months import month_of_day
from calc.parameters.lookup import Answer
from calc.parameters.model import Record
from calc.protections import fee_of_month, province_covered, trade_covered
from calc.relation import EMPLOYEE_BIT
from calc.verdicts import PASS, UNKNOWN

FEES = {
    "ride_hailing": "ride_hailing",
    "food_delivery": "instant_delivery",
    "instant_delivery": "instant_delivery",
    "freight_driver": "freight",
}
"""The trade whose fee is paid for an occupation: takeaway was merged into instant delivery."""
MERGED, FORMER = "instant_delivery", "former_instant_delivery"
EMPLOYER_PAYS = Citation("社会保险法", "33")
"""职工应当参加工伤保险，由用人单位缴纳工伤保险费，职工不缴纳工伤保险费。"""

BEGINS = N_("; it begins on {day}")
MONTH_FEE = N_("For {orders} orders a month that is {amount} yuan.")


def occupational_injury(asker: Asker, possible: int) -> Protection:
    """The platform workers' protection (职业伤害保障); the platform pays for each order.

    Args:
        asker: A way of asking about the workplace.
        possible: The relations that the person may be in, as bits.
    """
    question = asker.question
    trades = asker.look(f"{NAME}.trades", question.on)
    platforms = Platforms.on_file(asker)
    conditions = (_province(asker), _trade(asker, trades), platforms.finding(asker))
    fees = () if is_open(conditions) is False else _fees(asker, trades, platforms)
    fee = fees[0] if len(fees) == 1 else None
    orders = question.applicant.work.orders_per_month
    month = None if fee is None or orders is None else int(fee_of_month(fee.whole, orders))
    return Protection(
        NAME,
        asker.place,
        (*conditions, *_fee_finding(asker, fees, fee, month), *_notes(asker, possible)),
        payer="platform",
        fee_per_order_fen=None if fee is None else fee.whole,
        fee_month_fen=month,
        answers=tuple(a for a in (trades, *platforms.answers, fee) if a is not None),
    )


# -- province and trade -------------------------------------------------------------------------


def _province(asker: Asker) -> Finding:
    question = asker.question
    rule, name = f"{NAME}.province", f"{NAME}.starts"
    answer = asker.look(name, question.on)
    coming = None if answer is not None else _coming(asker, name)
    start = answer.record if answer is not None else coming
    starts_on = start.parsed.toordinal() if start and isinstance(start.parsed, dt.date) else -1
    outcome = int(province_covered(question.on.toordinal(), starts_on))
    place: dict[str, object] = {"place": asker.label}
    sources = () if start is None else (Citation(start.source, start.article),)
    if outcome == PASS:
        return Finding(rule, "pass", {**place, "day": start and start.value}, sources=sources)
    place["on"] = question.on
    if start is None:
        return Finding(rule, "unknown", {**place, "office": PUBLIC_EMPLOYMENT})
    if start.known_from > question.known_on:
        # it begins later, but that was not out yet on the day whose knowledge is asked for
        return Finding(rule, "fail", {**place, "start": ""})
    begins = Message(BEGINS, {"day": start.value})
    first = month_of_day(dt.date.fromordinal(starts_on))
    return Finding(
        rule,
        "fail",
        {**place, "start": begins},
        distance=Distance(first - question.month, "months"),
        first_month=first,
        sources=sources,
    )


def _coming(asker: Asker, parameter: str) -> Record | None:
    """The first record of a parameter that begins after the day, at the place or above it."""
    parameters = asker.question.parameters
    later = [
        record
        for level in parameters.chain(asker.place)
        for record in parameters.series(level, parameter)
        if record.first > asker.question.on and record.not_for_use is None
    ]
    return min(later, key=lambda record: record.first, default=None)


def _trade(asker: Asker, trades: Answer | None) -> Finding:
    token = asker.question.parameters.definitions.token
    occupation = asker.question.applicant.occupation
    rule = f"{NAME}.trade"
    outcome = int(trade_covered(occupation_bits(trades), occupation_bit(occupation)))
    listed = [token(word) for word in trades.words] if trades is not None else []
    params: dict[str, object] = {"trades": listed}
    if outcome == UNKNOWN:
        return Finding(rule, "unknown", params, ("occupation",), sources=cite(trades))
    named: dict[str, object] = {"occupation": token(occupation or "")}
    if outcome == PASS:
        return Finding(rule, "pass", named, sources=cite(trades))
    return Finding(rule, "fail", {**params, **named}, ("occupation",), sources=cite(trades))


# -- the fee ------------------------------------------------------------------------------------


def _fees(asker: Asker, trades: Answer | None, platforms: Platforms) -> tuple[Answer, ...]:
    """The fees that may be paid for the person's orders; none outside the trades.

    The former instant-delivery platforms keep a fee of their own; takeaway platforms and those
    that joined later have the fee of the merged trade.
    """
    on, occupation = asker.question.on, asker.question.applicant.occupation
    if occupation is None or trades is None or occupation not in trades.words:
        return ()
    names = [FEES[occupation]]
    former = asker.look(f"{NAME}.platforms_{FORMER}", on)
    if names == [MERGED] and former is not None:
        if platforms.name in former.words:
            names = [FORMER]
        elif occupation == MERGED and (platforms.told is None or platforms.near):
            names = [MERGED, FORMER]
    fees = [asker.look(f"{NAME}.fee_per_order.{name}", on) for name in names]
    return tuple(fee for fee in fees if fee is not None)


def _fee_finding(
    asker: Asker, fees: tuple[Answer, ...], fee: Answer | None, month: int | None
) -> list[Finding]:
    rule = f"{NAME}.fee"
    if not fees:
        return []
    if fee is None:
        params: dict[str, object] = {"fees": [Yuan(answer.whole) for answer in fees]}
        return [Finding(rule, "unknown", params, ("platform",), sources=cite(*fees))]
    orders = asker.question.applicant.work.orders_per_month
    said: object = ""
    if month is not None:
        said = Message(MONTH_FEE, {"orders": orders, "amount": Yuan(month)})
    params = {"fee": Yuan(fee.whole), "month": said}
    needs = ("work.orders_per_month",) if month is None else ()
    return [Finding(rule, "pass", params, needs, sources=cite(fee))]


def _notes(asker: Asker, possible: int) -> list[Finding]:
    question, found = asker.question, []
    floats = asker.look(f"{NAME}.fee_may_float_from", question.on)
    if floats is not None and isinstance(floats.parsed, dt.date) and question.on >= floats.parsed:
        params: dict[str, object] = {"day": floats.parsed}
        found.append(Finding(f"{NAME}.fee_may_float", "pass", params, sources=cite(floats)))
    document = asker.look(f"{NAME}.in_document", question.on)
    if document is not None and document.word == "yes":
        label = question.parameters.label(document.record.place)
        rule = f"{NAME}.in_document"
        found.append(Finding(rule, "pass", {"place": label}, sources=cite(document)))
    if possible == EMPLOYEE_BIT:
        found.append(Finding(f"{NAME}.employee", "pass", sources=(EMPLOYER_PAYS,)))
    return found
