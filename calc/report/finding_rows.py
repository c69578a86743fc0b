"""What rules found, as a table: each finding once, with what it concerns."""

from __future__ import annotations

from collections.abc import Iterator

from calc.comparison import Comparison
from calc.findings import Distance, Finding
from calc.i18n import Lang, render, text_of, translate
from calc.messages import N_, Message, Yuan
from calc.months import month_text
from calc.parameters.lookup import Parameters
from calc.report.answers import AMOUNT
from calc.report.citations import cited_text
from calc.report.explanation import NOTE, OUTCOMES
from calc.report.findings import finding_message
from calc.report.names import label_text, subject_text
from calc.report.table_shapes import Table, TableRow, table

RELATION = N_("relation")
EVERYTHING = N_("the comparison")
UNIT = N_("{value} {unit}")


def findings_table(result: Comparison, lang: Lang) -> Table:
    """Every finding once: of options by their numbers, then of subsidies and protections."""
    parameters = result.question.parameters
    concerns: dict[tuple[str, ...], list[int]] = {}
    for number, option in enumerate(result.options, start=1):
        for finding in option.findings:
            concerns.setdefault(_cells(finding, parameters, lang), []).append(number)
    rows = [
        TableRow((translate(EVERYTHING, lang), *_cells(finding, parameters, lang)))
        for finding in result.findings
    ]
    rows += [TableRow((text_of(numbers, lang), *cells)) for cells, numbers in concerns.items()]
    for name, finding in _beside(result, lang):
        rows.append(TableRow((name, *_cells(finding, parameters, lang))))
    return table(
        "findings",
        lang,
        (
            ("concerns", "text", 22),
            ("rule", "text", 32),
            ("outcome", "text", 14),
            ("message", "text", 90),
            ("needs", "text", 30),
            ("distance", "text", 14),
            ("first_month", "text", 12),
            ("documents", "text", 50),
        ),
        rows,
    )


def _beside(result: Comparison, lang: Lang) -> Iterator[tuple[str, Finding]]:
    """Findings that belong to no option."""
    parameters = result.question.parameters
    for finding in result.relation.findings:
        yield translate(RELATION, lang), finding
    beside = [(each.id, each.findings) for each in result.subsidies]
    beside += [(each.id, each.findings) for each in result.protections]
    for subject, findings in beside:
        for finding in findings:
            yield subject_text(subject, parameters, lang), finding


def _cells(finding: Finding, parameters: Parameters, lang: Lang) -> tuple[str, ...]:
    outcome = OUTCOMES[finding.outcome] if finding.is_condition else NOTE
    return (
        finding.rule,
        translate(outcome, lang),
        render(finding_message(finding), lang),
        text_of(list(finding.needs), lang),
        distance_text(finding.distance, parameters, lang),
        "" if finding.first_month is None else month_text(finding.first_month),
        cited_text(((c.document, c.article) for c in finding.sources), lang),
    )


def distance_text(distance: Distance | None, parameters: Parameters, lang: Lang) -> str:
    """How far a condition is from passing, with its unit."""
    if distance is None:
        return ""
    if distance.unit == "fen":
        return render(Message(AMOUNT, {"amount": Yuan(distance.value)}), lang)
    unit = label_text(parameters.definitions.token(distance.unit), lang)
    return render(Message(UNIT, {"value": distance.value, "unit": unit}), lang)
