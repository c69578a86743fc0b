"""One option unfolded: every line with formula, values, documents and articles."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from calc.comparison import Comparison, Option
from calc.comparison.pricing import Line
from calc.findings import Finding
from calc.i18n import Lang, render, translate
from calc.messages import N_, Message
from calc.parameters.lookup import Answer, Parameters
from calc.report.amounts import amount_text, shown_text, worker_month, worker_year
from calc.report.estimates import estimate_part, weighing_part
from calc.report.names import item_text, open_text, option_text, payer_text, status_text
from calc.report.payment_lines import payment_lines
from calc.report.values import (
    article_text,
    document_text,
    evidence_text,
    period_text,
    published_text,
    value_text,
)

LINE = N_("{item}, paid by {payer}")
MONTH = N_("month: {formula}")
YEAR = N_("year: {formula}")
PARTS = N_("to the individual account {account}, to the pooled fund {pooled}")
TOTAL = N_("The worker pays {month} a month and {year} in {asked_year}.")
VALUE = N_("{name}: {value} ({place}, {period}, {status})")
VALUE_WITHOUT_PERIOD = N_("{name}: {value} ({place}, {status})")
WAY_HOME = N_("{document}; {evidence}; {published}")
PUBLISHED = N_("published {day}")
CALENDAR = N_("Payment calendar")
FINDINGS = N_("Findings")
OUTCOMES = {"pass": N_("met"), "fail": N_("not met"), "unknown": N_("to be clarified")}
NOTE = N_("note")


def explain_option(
    result: Comparison, option: Option, lang: Lang, against: Option | None = None
) -> Iterator[RenderableType]:
    """Everything behind one option, top to bottom; weighed against another if one is given."""
    question = result.question
    parameters = question.parameters
    title = f"{option_text(option, question, lang)} — {open_text(option.open, lang)}"
    yield Text(title, style="bold")
    yield Text(option.id, style="dim")
    total = Message(
        TOTAL,
        {
            "month": shown_text(worker_month(option), lang),
            "year": shown_text(worker_year(option), lang),
            "asked_year": str(question.year),
        },
    )
    yield Text(render(total, lang))
    for line in option.lines:
        yield from _line(line, parameters, lang)
    if option.calendar:
        yield Text(translate(CALENDAR, lang), style="bold")
    for payment in payment_lines(option.calendar, lang):
        yield Padding(Text(payment), (0, 0, 0, 2))
    yield from estimate_part(result, option, lang)
    if against is not None:
        yield from weighing_part(result, option, against, lang)
    yield Text(translate(FINDINGS, lang), style="bold")
    for finding in option.findings:
        yield Padding(_finding(finding, lang), (0, 0, 0, 2))


def _line(line: Line, parameters: Parameters, lang: Lang) -> Iterator[RenderableType]:
    names = {"item": item_text(line.item, lang), "payer": payer_text(line.payer, lang)}
    yield Text(render(Message(LINE, names), lang), style="bold")
    yield Padding(Text(render(Message(MONTH, {"formula": line.formula}), lang)), (0, 0, 0, 2))
    if line.year_formula:
        text = render(Message(YEAR, {"formula": line.year_formula}), lang)
        yield Padding(Text(text), (0, 0, 0, 2))
    if line.account_fen is not None and line.pooled_fen is not None:
        parts = {
            "account": amount_text(line.account_fen, lang, complete=True),
            "pooled": amount_text(line.pooled_fen, lang, complete=True),
        }
        yield Padding(Text(render(Message(PARTS, parts), lang)), (0, 0, 0, 2))
    for answer in line.answers:
        value, way_home = value_lines(answer, parameters, lang)
        yield Padding(Text(f"· {value}"), (0, 0, 0, 2))
        yield Padding(Text(way_home, style="dim"), (0, 0, 0, 4))


def value_lines(answer: Answer, parameters: Parameters, lang: Lang) -> tuple[str, str]:
    """A value used in two lines: what it is, and the way home."""
    record = answer.record
    status = status_text(answer.status, lang)
    period = period_text(record, lang)
    shown: dict[str, object] = {
        "name": parameters.definitions.label(record.parameter),
        "value": value_text(record, parameters, lang),
        "place": parameters.label(record.place),
        "status": f"{status} {answer.since.isoformat()}" if answer.since else status,
    }
    if period:
        first = render(Message(VALUE, {**shown, "period": period}), lang)
    else:
        first = render(Message(VALUE_WITHOUT_PERIOD, shown), lang)
    document = document_text(record, parameters, lang)
    if record.entered:
        return first, document
    if record.article:
        document = f"{document} {article_text(record.article, lang)}"
    published = published_text(record, lang)
    if record.published is not None:
        published = render(Message(PUBLISHED, {"day": record.published}), lang)
    evidence = evidence_text(record.evidence, lang)
    home = {"document": document, "evidence": evidence, "published": published}
    return first, render(Message(WAY_HOME, home), lang)


def _finding(finding: Finding, lang: Lang) -> Text:
    word = translate(OUTCOMES[finding.outcome] if finding.is_condition else NOTE, lang)
    cited = "; ".join(
        f"{c.document} {article_text(c.article, lang)}".strip()
        for c in finding.sources
        if c.document != "unknown"
    )
    text = f"[{word}] {render(finding.message(), lang)}"
    return Text(f"{text} ({cited})" if cited else text)
