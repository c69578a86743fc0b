"""Every way to enrol of one applicant: priced, judged, explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from calc.applicant import ELSEWHERE, Applicant, Given
from calc.comparison.asking import Day, read_asking
from calc.comparison.assumptions import read_assumptions
from calc.comparison.calendar import schedule, whole_schedule
from calc.comparison.entries import Subsidy
from calc.comparison.given import question_of, wrong_inputs
from calc.comparison.judging import Judge
from calc.comparison.options import combinations
from calc.comparison.payments import Receipt, Schedule
from calc.comparison.pricing import PricedPart, price
from calc.comparison.protections import protections
from calc.comparison.question import (
    MEDICAL_OFFICE,
    PENSION_OFFICE,
    MissingValue,
    Question,
)
from calc.comparison.relation import relation_of
from calc.comparison.result import Comparison, Option
from calc.comparison.subsidies import ceiling_fen, received_fen, subsidies
from calc.errors import Gathered, Problem
from calc.findings import Finding
from calc.messages import Label
from calc.months import month_text
from calc.parameters.lookup import Mode, Parameters

__all__ = ["Comparison", "Option", "compare", "problems_beside"]

_PartResult = tuple[PricedPart, Schedule]


def compare(
    applicant: Applicant | Given | Mapping[str, object],
    parameters: Parameters,
    *,
    on: Day,
    known_on: Day | None = None,
    year: int | str | None = None,
    mode: Mode = "provisional",
    assumptions: Mapping[str, str] | None = None,
) -> Comparison:
    """Compare every way to enrol that one person has.

    Args:
        applicant: A checked applicant, a mapping with the keys of INTERFACE, or what was read
            from a file (problems then name file and line).
        parameters: The law on file.
        on: The day asked about, also as ``YYYY-MM-DD`` text.
        known_on: What was known on this day is used; ``on`` if left out.
        year: The calendar year whose cost is added up; that of ``on`` if left out.
        mode: strict (only values in force) or provisional (carried and stand-in values, marked).
        assumptions: Assumptions of the projection by name, as text (``2%``); those left out are
            drawn from the file's own history.

    Returns:
        The comparison; ``.to_dict()`` is the document of INTERFACE.

    Raises:
        CanbaoError: The applicant cannot be read, a place is not on file, a chosen base fits no
            place, or a day, the year, the mode or an assumption is none; every problem is listed.
    """
    gathered, assumed = Gathered(), None
    with gathered:
        assumed = read_assumptions(assumptions or {})
    with gathered:
        asking = read_asking(on, known_on, year, mode)
        question = question_of(applicant, parameters, asking)
    gathered.refuse()
    assert assumed is not None  # refused above
    relation = relation_of(question)
    judge = Judge.of(question, relation)
    cache: dict[str, _PartResult] = {}
    judged: dict[str, tuple[Finding, ...]] = {}
    options = []
    for pension, medical in combinations(question):
        for part in (pension, medical):
            if part.id not in cache:
                priced = price(question, part)
                cache[part.id] = (priced, schedule(question, priced))
                judged[part.id] = judge.findings(part)
        rules = (*judged[pension.id], *judged[medical.id])
        options.append(_option(question, cache[pension.id], cache[medical.id], rules))
    parts = {option.id: (option.pension, option.medical) for option in options}
    entries = subsidies(question, relation.possible, parts)
    return Comparison(
        question,
        tuple(_with_subsidies(option, entries) for option in options),
        relation,
        (*_registration_findings(question), *_year_findings(question)),
        entries,
        protections(question, relation.possible),
        assumed,
    )


def problems_beside(
    given: Given | None,
    parameters: Parameters | None,
    *,
    on: Day,
    known_on: Day | None = None,
    year: int | str | None = None,
    mode: Mode = "provisional",
    assumptions: Mapping[str, str] | None = None,
) -> tuple[Problem, ...]:
    """What ``compare`` would refuse, where the applicant or the law cannot be read.

    Args:
        given: The applicant; None where there is none to look at.
        parameters: The law on file; None where it cannot be used, so that words are not looked up.
        on: As in ``compare``, like all that follow.
        known_on: What was known on this day is used.
        year: The calendar year whose cost is added up.
        mode: strict or provisional.
        assumptions: Assumptions of the projection by name.
    """
    gathered = Gathered()
    with gathered:
        read_assumptions(assumptions or {})
    asking = read_asking(on, known_on, year, mode)
    return (*gathered.problems, *wrong_inputs(given, parameters, asking))


def _with_subsidies(option: Option, entries: Sequence[Subsidy]) -> Option:
    return replace(
        option,
        receipts=tuple(
            Receipt(entry.claim.month if entry.claim else None, entry.id, entry.amount_fen)
            for entry in entries
            if entry.kind == "receipt" and entry.open is True and entry.amount_fen
        ),
        subsidy_year_fen=received_fen(entries, option.id, (option.pension, option.medical)),
        ceiling_year_fen=ceiling_fen(entries, option.id),
    )


def _option(
    question: Question,
    pension_part: _PartResult,
    medical_part: _PartResult,
    rules: tuple[Finding, ...],
) -> Option:
    (pension, pension_schedule), (medical, medical_schedule) = pension_part, medical_part
    missing = (*pension.missing, *medical.missing)
    findings = (
        *rules,
        *pension.findings,
        *medical.findings,
        *(_missing_finding(question, value) for value in missing),
        *question.track_findings(),
    )
    option = Option(pension, medical, findings)
    calendar = whole_schedule(
        question,
        pension_schedule,
        medical_schedule,
        option.worker_year_fen,
        complete=option.complete,
    )
    each = tuple(_each_once((*findings, *calendar.findings)))
    return replace(option, findings=each, calendar=calendar.entries)


def _each_once(findings: tuple[Finding, ...]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in findings:
        if finding not in kept:
            kept.append(finding)
    return kept


def _missing_finding(question: Question, value: MissingValue) -> Finding:
    definitions = question.parameters.definitions
    definition = definitions.find(value.parameter)
    office = MEDICAL_OFFICE if "medical" in value.parameter else PENSION_OFFICE
    ask: Label = definition.ask if definition and definition.ask else office
    key = f"{value.place}.{value.parameter}"
    return Finding(
        "price.missing" if value.required else "price.incomplete",
        "pass",
        {
            "place": question.parameters.label(value.place),
            "parameter": definitions.label(value.parameter),
            "day": value.on,
            "ask": ask,
            "key": key,
        },
        (f"--set {key}",),
    )


def _year_findings(question: Question) -> tuple[Finding, ...]:
    """Says which months of the year are counted, where enrolment or retirement cuts it."""
    months, person = question.months, question.applicant
    first, end = person.enrolled_from, question.retirement_month
    params: dict[str, object] = {"year": str(question.year)}
    if not months and first is not None and first // 12 > question.year:
        enrolled = {**params, "month": month_text(first), "next": str(first // 12)}
        return (Finding("year.before_enrolment", "pass", enrolled, ("enrolled_from", "--year")),)
    if end is not None and end <= question.year * 12 + 11:
        params |= {"count": len(months), "month": month_text(end)}
        return (Finding("year.cut_by_retirement", "pass", params),)
    return ()


def _registration_findings(question: Question) -> tuple[Finding, ...]:
    registered = question.applicant.household_registration
    if registered is None:
        needs = ("household_registration",)
        return (Finding("registration.unknown", "unknown", {}, needs),)
    if registered == ELSEWHERE:
        return (Finding("registration.elsewhere", "pass"),)
    return ()
