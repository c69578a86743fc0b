"""Pay against the minimum wage of the county's class on the day."""

from __future__ import annotations

from collections.abc import Mapping

from calc.comparison.question import Asker, cite
from calc.findings import Distance, Finding
from calc.messages import N_, Message, Yuan
from calc.parameters.lookup import Answer
from calc.records import frozen
from calc.verdicts import NOT_TOLD, PASS, UNKNOWN, number_of
from calc.work_conditions import minimum_wage

ALL_COUNTIES = "all"
ASK_PAY = N_("Tell us your pay ({key}).")
ASK_COUNTY = N_("It is {lowest} to {highest} yuan here, depending on the county: tell us yours.")
ASK_COUNTY_NAMES = N_(
    "It is {lowest} to {highest} yuan here, depending on the county, and «{county}» is none of "
    "those on file: {counties}."
)
ASK_CLASS = N_(
    "It is {lowest} to {highest} yuan in the province; the class of your county is not on file: "
    "ask 12333."
)
NO_WAGE = N_("The amount is not on file for {day}: ask 12333.")
CARRIED = N_("{amount} yuan (set until {last}, carried on)")
AMOUNT = N_("{amount} yuan")


@frozen(slots=False)
class _Wages:
    """The minimum wages that can apply, lowest first: one where the county's class is settled.

    Attributes:
        answers: None where one of them is not on file.
        counties: The classes of the counties.
        county: The county on file that the person means; empty where that does not matter.
    """

    answers: tuple[Answer, ...] | None
    counties: Answer | None
    county: str


def wage_findings(asker: Asker) -> list[Finding]:
    """The checks of monthly and hourly pay; the month is asked for where neither is told."""
    duty = asker.look("work_conditions.minimum_wage", asker.question.on)
    if duty is None or duty.word != "yes":
        return []
    work = asker.question.applicant.work
    found = []
    if work.monthly_pay_fen is not None or work.hourly_pay_fen is None:
        found.append(_finding(asker, duty, "monthly", work.monthly_pay_fen))
    if work.hourly_pay_fen is not None:
        found.append(_finding(asker, duty, "hourly", work.hourly_pay_fen))
    return found


def _finding(asker: Asker, duty: Answer, period: str, pay: int | None) -> Finding:
    rule = "work_conditions.minimum_wage" + ("_hourly" if period == "hourly" else "")
    wages = _wages(asker, period)
    answers = wages.answers or ()
    low, high = (answers[0].whole, answers[-1].whole) if answers else (NOT_TOLD, NOT_TOLD)
    outcome = int(minimum_wage(number_of(pay), low, high))
    sources = cite(duty, *answers, wages.counties)
    if outcome == UNKNOWN or pay is None:
        ask, needs = _ask(asker, wages, period, pay)
        return Finding(rule, "unknown", {"ask": ask}, needs, sources=sources)
    wage = answers[-1] if outcome == PASS else answers[0]
    params = {
        "pay": Yuan(pay),
        "county": wages.county or asker.label,
        "wage": _amount(wage),
    }
    if outcome == PASS:
        return Finding(rule, "pass", params, sources=sources)
    short = Distance(low - pay, "fen")
    return Finding(rule, "fail", params, (f"work.{period}_pay",), short, sources=sources)


def _amount(answer: Answer) -> Message:
    amount: dict[str, object] = {"amount": Yuan(answer.whole)}
    last = answer.record.last
    if answer.status == "carried_forward" and last is not None:
        return Message(CARRIED, {**amount, "last": last})
    return Message(AMOUNT, amount)


def _ask(
    asker: Asker, wages: _Wages, period: str, pay: int | None
) -> tuple[Message, tuple[str, ...]]:
    """What would settle it: the pay, the county, or the office."""
    if pay is None:
        key = f"work.{period}_pay"
        return Message(ASK_PAY, {"key": key}), (key,)
    if not wages.answers:
        return Message(NO_WAGE, {"day": asker.question.on}), ()
    span: dict[str, object] = {
        "lowest": Yuan(wages.answers[0].whole),
        "highest": Yuan(wages.answers[-1].whole),
    }
    county = asker.question.applicant.work.county
    if wages.counties is None:
        return Message(ASK_CLASS, span), ()
    if county is None:
        return Message(ASK_COUNTY, span), ("work.county",)
    names = list(wages.counties.table)
    return Message(ASK_COUNTY_NAMES, {**span, "county": county, "counties": names}), (
        "work.county",
    )


def _wages(asker: Asker, period: str) -> _Wages:
    on, told = asker.question.on, asker.question.applicant.work.county
    name = f"minimum_wage.{period}"
    counties = asker.look("minimum_wage.counties", on)
    county = ""
    if counties is None:
        parameters = asker.question.parameters
        levels = parameters.chain(asker.place)
        variants = {v for level in levels for v in parameters.variants(level, name)}
    else:
        table = counties.table
        county = county_on_file(told, table)
        classes = {table[county]} if county else set(table.values())
        variants = {f"class_{number}" for number in classes}
    found = [asker.look(f"{name}.{variant}", on) for variant in sorted(variants)]
    known = [answer for answer in found if answer is not None]
    if len(known) < len(found):
        return _Wages(None, counties, county)
    ordered = tuple(sorted(known, key=lambda answer: answer.whole))
    return _Wages(ordered, counties, "" if county == ALL_COUNTIES else county)


def county_on_file(told: str | None, table: Mapping[str, int]) -> str:
    """The county on file that a person means, or nothing.

    People write 任城区 or 双江自治县 where 任城 and 双江 stand on file.

    >>> [county_on_file(told, {"任城": 2, "云县": 3}) for told in ("任城区", "云县", "兖州", None)]
    ['任城', '云县', '', '']
    """
    if ALL_COUNTIES in table:
        return ALL_COUNTIES
    if told is None:
        return ""
    plain = told.removesuffix("区").removesuffix("市").removesuffix("县")
    for name in (told, plain):
        if name in table:
            return name
    return next((name for name in table if told.startswith(name)), "")
