"""A comparison as tables for files: options, lines, calendar, subsidies, findings, sources, about.

Plain data: a spreadsheet and CSV files are made from the same tables. Amounts stay whole fen
until they are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from calc.comparison import Comparison, Option
from calc.comparison.assumptions import SETS
from calc.comparison.pricing import Line
from calc.i18n import Lang, text_of, translate
from calc.messages import N_
from calc.months import month_text
from calc.parameters.lookup import ALWAYS, Answer
from calc.report.answers import named_answers, not_given
from calc.report.citations import SEPARATOR, answers_cited
from calc.report.claims import claim_lines, claim_of, subsidy_amount
from calc.report.explanation import value_lines
from calc.report.finding_rows import findings_table
from calc.report.findings import reason_texts
from calc.report.names import (
    item_text,
    label_text,
    open_text,
    part_text,
    payer_text,
    status_text,
    subject_text,
)
from calc.report.sheet import NOT_GIVEN, facts
from calc.report.sheet_rights import CHOICES, CLAIMABLE, HIGH, LOW, MIDDLE
from calc.report.table_shapes import Table, TableRow, table
from calc.report.values import article_text, evidence_text, value_text

KINDS = {"regular": N_("regular payment"), "make_up": N_("difference after a notice")}
TOTAL = N_("you pay")
ASSUMED = {"cautious": LOW, "middle": MIDDLE, "hopeful": HIGH}


def tables(result: Comparison, lang: Lang) -> list[Table]:
    """Every table that has rows, in a fixed order."""
    made = [make(result, lang) for make in TABLES.values()]
    return [each for each in made if each.rows]


def options_table(result: Comparison, lang: Lang) -> Table:
    """Every option, one row each."""
    question = result.question
    rows = []
    for number, option in enumerate(result.options, start=1):
        values = (
            number,
            option.id,
            part_text(option.pension.part, question, lang),
            part_text(option.medical.part, question, lang),
            open_text(option.open, lang),
            option.worker_month_fen,
            option.worker_year_fen,
            label_text(
                question.parameters.definitions.token("yes" if option.complete else "no"), lang
            ),
            option.subsidy_year_fen,
            option.net_year_fen,
            option.net_year_with_ceiling_fen,
            _statuses(option.worker_lines, lang),
            " ".join(reason_texts(option.findings, lang)),
            answers_cited((a for line in option.lines for a in line.answers), lang),
        )
        rows.append(TableRow(values))
    return table(
        "options",
        lang,
        (
            ("number", "number", 6),
            ("id", "text", 48),
            ("pension", "text", 26),
            ("medical", "text", 36),
            ("open", "text", 10),
            ("month_amount", "yuan", 14),
            ("year_amount", "yuan", 14),
            ("complete", "text", 8),
            ("subsidy_year", "yuan", 14),
            ("net", "yuan", 14),
            ("net_with_ceiling", "yuan", 16),
            ("status", "text", 18),
            ("reasons", "text", 50),
            ("documents", "text", 60),
        ),
        rows,
    )


def lines_table(result: Comparison, lang: Lang) -> Table:
    """Every line of every option, the worker's first and added up where there is a price."""
    rows = []
    for number, option in enumerate(result.options, start=1):
        worker = option.worker_lines
        rows += [_line_row(result, number, option, line, lang) for line in worker]
        if option.worker_year_fen is not None and worker:
            total = (number, option.id, translate(TOTAL, lang), *_nothing(8))
            rows.append(TableRow(total, summed=len(worker)))
        others = [line for line in option.lines if line not in worker]
        rows += [_line_row(result, number, option, line, lang) for line in others]
    return table(
        "lines",
        lang,
        (
            ("number", "number", 6),
            ("id", "text", 48),
            ("item", "text", 26),
            ("payer", "text", 12),
            ("month_share", "yuan", 12),
            ("year_share", "yuan", 14),
            ("account", "yuan", 14),
            ("pooled", "yuan", 14),
            ("formula", "text", 44),
            ("year_formula", "text", 36),
            ("documents", "text", 60),
        ),
        rows,
    )


def _line_row(result: Comparison, number: int, option: Option, line: Line, lang: Lang) -> TableRow:
    note = sources_note(result, line.answers, lang)
    priced = {"month_share": line.month_fen, "year_share": line.year_fen}
    return TableRow(
        (
            number,
            option.id,
            item_text(line.item, lang),
            payer_text(line.payer, lang),
            line.month_fen,
            line.year_fen,
            line.account_fen,
            line.pooled_fen,
            line.formula,
            line.year_formula,
            answers_cited(line.answers, lang),
        ),
        {key: note for key, amount in priced.items() if amount is not None and note},
    )


def sources_note(result: Comparison, answers: Iterable[Answer], lang: Lang) -> str:
    """Every value behind an amount with its document, a paragraph each."""
    parameters = result.question.parameters
    return "\n".join("\n".join(value_lines(answer, parameters, lang)) for answer in answers)


def calendar_table(result: Comparison, lang: Lang) -> Table:
    """The worker's payments of every option, added up."""
    rows = []
    for number, option in enumerate(result.options, start=1):
        for entry in option.calendar:
            first, last = entry.covers
            values = (
                number,
                option.id,
                month_text(entry.month),
                entry.due_on.isoformat() if entry.due_on else None,
                item_text(entry.item, lang),
                month_text(first),
                month_text(last),
                entry.amount_fen,
                translate(KINDS[entry.kind], lang),
            )
            rows.append(TableRow(values))
        if option.calendar:
            total = (number, option.id, None, None, translate(TOTAL, lang), *_nothing(4))
            rows.append(TableRow(total, summed=len(option.calendar)))
    return table(
        "calendar",
        lang,
        (
            ("number", "number", 6),
            ("id", "text", 48),
            ("paid_in", "text", 10),
            ("due", "text", 12),
            ("item", "text", 26),
            ("first", "text", 12),
            ("last", "text", 12),
            ("amount", "yuan", 14),
            ("kind", "text", 20),
        ),
        rows,
    )


def subsidies_table(result: Comparison, lang: Lang) -> Table:
    """Every subsidy: whether it may be claimed, how much, how."""
    parameters = result.question.parameters
    rows = []
    for subsidy in result.subsidies:
        values = (
            subject_text(subsidy.id, parameters, lang),
            subsidy.id,
            label_text(parameters.label(subsidy.place), lang),
            translate(CLAIMABLE[subsidy.open], lang),
            subsidy.amount_fen,
            subsidy_amount(subsidy, lang),
            SEPARATOR[lang].join(claim_lines(claim_of(result, subsidy, lang), lang)),
            answers_cited(subsidy.answers, lang),
        )
        rows.append(TableRow(values))
    return table(
        "subsidies",
        lang,
        (
            ("subsidy", "text", 34),
            ("id", "text", 36),
            ("place", "text", 12),
            ("claimable", "text", 14),
            ("amount", "yuan", 14),
            ("limit", "text", 18),
            ("claim", "text", 70),
            ("documents", "text", 60),
        ),
        rows,
    )


def pension_table(result: Comparison, lang: Lang) -> Table:
    """The pension each option may give: by choice of retirement and set of assumptions."""
    rows = []
    for number, option in enumerate(result.options, start=1):
        for found in result.projection(option).retirement:
            for name in SETS:
                estimate = found.estimates[name]
                values = (
                    number,
                    option.id,
                    translate(CHOICES[found.choice], lang),
                    month_text(found.month),
                    translate(ASSUMED[name], lang),
                    estimate.pension_fen,
                    estimate.real_fen,
                    estimate.own_fen,
                    estimate.others_fen,
                )
                rows.append(TableRow(values))
    return table(
        "pension",
        lang,
        (
            ("number", "number", 6),
            ("id", "text", 48),
            ("retiring", "text", 18),
            ("retirement_month", "text", 10),
            ("assumptions", "text", 14),
            ("pension_amount", "yuan", 16),
            ("real_amount", "yuan", 16),
            ("own", "yuan", 16),
            ("others", "yuan", 16),
        ),
        rows,
    )


def sources_table(result: Comparison, lang: Lang) -> Table:
    """Every value used, once, with its way home."""
    parameters = result.question.parameters
    used: dict[tuple[str, str, str], Answer] = {}
    for option in result.options:
        for line in option.lines:
            for answer in line.answers:
                used[answer.asked, answer.record.where, answer.status] = answer
    rows = []
    for answer in used.values():
        record = answer.record
        document = parameters.documents.get(record.source)
        values = (
            label_text(parameters.definitions.label(record.parameter), lang),
            record.parameter,
            label_text(parameters.label(record.place), lang),
            value_text(record, parameters, lang),
            status_text(answer.status, lang),
            answer.since.isoformat() if answer.since else None,
            None if record.first == ALWAYS else record.first.isoformat(),
            record.last.isoformat() if record.last else None,
            record.source,
            document.title if document else None,
            article_text(record.article, lang),
            evidence_text(record.evidence, lang),
            record.published.isoformat() if record.published else None,
            label_text(record.note, lang) if record.note else None,
        )
        rows.append(TableRow(values))
    return table(
        "sources",
        lang,
        (
            ("name", "text", 40),
            ("parameter", "text", 44),
            ("set_for", "text", 12),
            ("value", "text", 18),
            ("status", "text", 16),
            ("since", "text", 12),
            ("from", "text", 12),
            ("to", "text", 12),
            ("document", "text", 28),
            ("title", "text", 50),
            ("article", "text", 16),
            ("evidence", "text", 18),
            ("published", "text", 12),
            ("note", "text", 50),
        ),
        rows,
    )


def about_table(result: Comparison, lang: Lang) -> Table:
    """What was asked and answered."""
    given = result.question.applicant.to_dict()
    rows = [TableRow((fact.name, fact.text)) for fact in facts(result, lang)]
    rows += [
        TableRow((answer.name, answer.text))
        for answer in named_answers(given, result.question.parameters, lang)
    ]
    missing = not_given(given, lang)
    if missing:
        rows.append(TableRow((translate(NOT_GIVEN, lang), text_of(missing, lang))))
    return table("about", lang, (("name", "text", 34), ("value", "text", 60)), rows)


def _statuses(lines: Iterable[Line], lang: Lang) -> str:
    """How the values of some lines were found, other than in force."""
    marks = dict.fromkeys(mark for line in lines for mark in line.marks)
    return text_of([status_text(mark, lang) for mark in marks], lang)


def _nothing(count: int) -> tuple[None, ...]:
    return (None,) * count


TABLES: Mapping[str, Callable[[Comparison, Lang], Table]] = {
    "options": options_table,
    "lines": lines_table,
    "calendar": calendar_table,
    "subsidies": subsidies_table,
    "pension": pension_table,
    "findings": findings_table,
    "sources": sources_table,
    "about": about_table,
}
"""Every table by its key, in the order of a workbook's sheets."""
