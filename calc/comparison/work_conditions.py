"""The conditions of work that the workplace's documents set, checked against what was told."""

from __future__ import annotations

from collections.abc import Mapping

from calc.codes.model import Outcome
from calc.comparison.entries import Protection
from calc.comparison.question import Asker, cite
from calc.comparison.standing import adds_similar, occupation_bit, occupation_bits
from calc.comparison.wages import wage_findings
from calc.findings import Citation, Distance, Finding
from calc.messages import N_, Message
from calc.money import percent_text
from calc.parameters.lookup import Answer
from calc.relation import CLASSES, INDEPENDENT_BIT
from calc.verdicts import FAIL, NOT_TOLD, OUTCOMES, PASS, UNKNOWN, number_of, one_of
from calc.work_conditions import HUNDREDTHS, NORMAL_PAY, break_after, holiday_pay

NAME = "work_conditions"
MANAGED_WORK = Citation("人社部发〔2021〕56号")
"""Brings people who are managed, though not fully in a labour relation, under these conditions."""
ASK_BREAK = N_("Tell us how long you work on end and how long the break is.")
ASK_SCOPE = N_("Ask whether your work counts among them.")
ASK_FACTOR = N_("Tell us how many times the normal pay you get (work.holiday_pay_factor).")
ASK_COMPENSATION = N_("An extra compensation may stand in its place: ask for it.")
NOTES = {
    "quota_share": "quota",
    "no_deposit_no_platform_ban": "no_deposit",
    "overtime_within_limit": "overtime",
    "hours_and_rest_agreed": "hours_agreed",
    "heat_rules": "heat",
}
"""Records that are told and not checked, and the code of the finding that tells them."""
HELP = {
    "disputes": "disputes",
    "hotline": "hotline",
    "model_agreements": "model_agreements",
}
"""The same for records that are for everyone, also for independents."""


def work_conditions(asker: Asker, possible: int) -> Protection:
    """The entry of the workplace; it is open to whom the conditions hold for.

    Args:
        asker: A way of asking about the workplace.
        possible: The relations that the person may be in, as bits.
    """
    applies = _applies(possible)
    checks = [*wage_findings(asker), *_holiday_pay(asker, possible), *_break(asker)]
    checks += _notes(asker, NOTES)
    helping = _notes(asker, HELP)
    if not checks:
        params: dict[str, object] = {"place": asker.label, "on": asker.question.on}
        checks = [Finding(f"{NAME}.on_file", "unknown", params)]
    if applies.outcome == "fail":
        checks = []
    return Protection(NAME, asker.place, (applies, *checks, *helping))


def _applies(possible: int) -> Finding:
    rule = f"{NAME}.applies"
    if possible & INDEPENDENT_BIT and possible != INDEPENDENT_BIT:
        needs = ("relation", "relation_facts")
        return Finding(rule, "unknown", {}, needs, sources=(MANAGED_WORK,))
    outcome: Outcome = "fail" if possible == INDEPENDENT_BIT else "pass"
    return Finding(rule, outcome, sources=(MANAGED_WORK,))


def _look(asker: Asker, name: str) -> Answer | None:
    """A record of work conditions; one that says no sets none."""
    answer = asker.look(f"{NAME}.{name}", asker.question.on)
    return None if answer is None or "no" in answer.words else answer


def _holiday_pay(asker: Asker, possible: int) -> list[Finding]:
    record, rule = _look(asker, "holiday_pay_above_normal"), f"{NAME}.holiday_pay"
    only_for, instead = (
        _look(asker, "holiday_pay_for"),
        _look(asker, "holiday_compensation_instead"),
    )
    named = {
        1 << index for index, word in enumerate(CLASSES) if only_for and word in only_for.words
    }
    if record is None or (only_for is not None and not any(possible & bit for bit in named)):
        return []
    factor = asker.question.applicant.work.holiday_pay_factor
    told = NOT_TOLD if factor is None else int(factor * NORMAL_PAY)
    outcome = int(holiday_pay(told, int(instead is not None)))
    sources = cite(record, only_for, instead)
    if outcome == UNKNOWN:
        ask = Message(ASK_FACTOR if factor is None else ASK_COMPENSATION)
        return [
            Finding(rule, "unknown", {"ask": ask}, ("work.holiday_pay_factor",), sources=sources)
        ]
    said: dict[str, object] = {"factor": f"{factor:f}"}
    return [Finding(rule, OUTCOMES[outcome], said, sources=sources)]


def _break(asker: Asker) -> list[Finding]:
    """A break after some hours on end, on the platforms that the document names."""
    hours, minutes = _look(asker, "hours_before_break"), _look(asker, "break_minutes")
    scope, work = _look(asker, "break_occupations"), asker.question.applicant.work
    within = _within(scope, asker.question.applicant.occupation)
    if hours is None or minutes is None or within == FAIL:
        return []
    worked = NOT_TOLD if work.continuous_hours is None else int(work.continuous_hours * HUNDREDTHS)
    rest = number_of(work.rest_minutes)
    limit = hours.whole * HUNDREDTHS
    outcome = int(break_after(within, worked, limit, rest, minutes.whole))
    said: dict[str, object] = {"hours": hours.whole, "minutes": minutes.whole}
    rule, sources = f"{NAME}.break", cite(hours, minutes, scope)
    if outcome == PASS:
        return [Finding(rule, "pass", said, sources=sources)]
    if outcome == FAIL:
        said["rest"] = rest
        short = Distance(minutes.whole - rest, "minutes")
        return [Finding(rule, "fail", said, ("work.rest_minutes",), short, sources=sources)]
    token = asker.question.parameters.definitions.token
    words = () if scope is None else scope.words
    ask = Message(ASK_BREAK)
    needs: tuple[str, ...] = ("work.continuous_hours", "work.rest_minutes")
    if break_after(PASS, worked, limit, rest, minutes.whole) == FAIL:
        ask, needs = Message(ASK_SCOPE), ("occupation",)
    params = {**said, "listed": [token(word) for word in words], "ask": ask}
    return [Finding(rule, "unknown", params, needs, sources=sources)]


def _within(scope: Answer | None, occupation: str | None) -> int:
    """Whether the document's platforms include the person's work; without a scope they all do."""
    if scope is None:
        return PASS
    listed = int(one_of(occupation_bits(scope), occupation_bit(occupation)))
    return UNKNOWN if listed == FAIL and adds_similar(scope) else listed


def _notes(asker: Asker, codes: Mapping[str, str]) -> list[Finding]:
    found = []
    token = asker.question.parameters.definitions.token
    for name, code in codes.items():
        record = _look(asker, name)
        if record is None:
            continue
        params: dict[str, object] = {}
        if code == "quota":
            params = {"share": percent_text(record.whole)}
        elif code == "disputes":
            params = {"where": token(record.word)}
        elif code == "hotline":
            params = {"number": record.word}
        elif code == "model_agreements":
            params = {"occupations": [token(word) for word in record.words]}
        found.append(Finding(f"{NAME}.{code}", "pass", params, sources=cite(record)))
    return found
