"""Tables for the terminal (Rich)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from calc.comparison import Comparison, Option
from calc.comparison.marks import marks_of, reading_order
from calc.i18n import Lang, render, translate
from calc.messages import N_, Message
from calc.parameters.coverage import COVERAGE_STATUSES, Coverage
from calc.parameters.lookup import Parameters
from calc.parameters.model import Record
from calc.report.amounts import SIGNS, shown_text, worker_month, worker_year
from calc.report.names import label_text, mark_text, open_text, part_text, status_text
from calc.report.values import coverage_text, document_text, evidence_text, value_text

LOCALES: Mapping[Lang, str] = {"zh": "zh_CN", "en": "en"}
HEADING = N_("{workplace} · {on} · cost of {year} · {mode} · data {version}")
MODES = {"strict": N_("strict: only values in force"), "provisional": N_("provisional")}
KNOWN = N_("as known on {known}")
COLUMNS = (N_("no."), N_("pension"), N_("medical"), N_("a month"), N_("a year"), N_("open"))
MARK_SIGNS = {"lowest_cost": "▼", "most_cover": "■"}
SORTED = N_(
    "Open options first, then those to be clarified; within them by the cost of the year. Amounts "
    "are what the worker pays, in yuan; a month leaves out what is paid once a year."
)
SIGN_LINE = N_("{sign} {meaning}")
CLOSED = N_("{count} closed options are folded: --all lists them with their reasons.")
EXPLAIN = N_("--explain NO. unfolds an option: formula, values, documents, articles.")
DAYS = N_("{records} records, {documents} documents, {unknown} records without a document number.")
CHECKED = N_("The law on file is in order. Data version {version}; state on {day}:")
PLACE = N_("place")


def comparison_table(
    result: Comparison, lang: Lang, *, everything: bool = False
) -> Iterator[RenderableType]:
    """The comparison as a terminal shows it: heading, table, notes."""
    question = result.question
    heading = render(
        Message(
            HEADING,
            {
                "workplace": question.parameters.label(question.workplace),
                "on": question.on,
                "year": str(question.year),
                "mode": Message(MODES[question.mode]),
                "version": question.parameters.data_version,
            },
        ),
        lang,
    )
    if question.known_on != question.on:
        heading += " · " + render(Message(KNOWN, {"known": question.known_on}), lang)
    yield Text(heading, style="bold")
    for finding in result.findings:
        yield Text(render(finding.message(), lang))
    ordered = reading_order(result.options)
    shown = [option for option in ordered if everything or option.open is not False]
    numbers = {option.id: index + 1 for index, option in enumerate(result.options)}
    marks = marks_of(result.options)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for index, column in enumerate(COLUMNS):
        table.add_column(
            translate(column, lang),
            justify="right" if index in (0, 3, 4) else "left",
            no_wrap=index in (0, 3, 4),
            overflow="fold",
        )
    for option in shown:
        table.add_row(*_row(result, option, numbers[option.id], marks.get(option.id, ()), lang))
    yield table
    yield from _missing(shown, numbers, lang)
    yield from _notes(result, shown, len(ordered) - len(shown), marks, lang)


def _row(
    result: Comparison, option: Option, number: int, marks: Sequence[str], lang: Lang
) -> list[RenderableType]:
    question = result.question
    mark = " ".join(MARK_SIGNS[m] for m in marks)
    state: list[RenderableType] = [Text(f"{open_text(option.open, lang)} {mark}".strip())]
    if option.open is False:
        state.append(Text(_reasons(option, lang), style="dim"))
    return [
        str(number),
        part_text(option.pension.part, question, lang),
        part_text(option.medical.part, question, lang),
        shown_text(worker_month(option), lang, signs=False),
        shown_text(worker_year(option), lang),
        Group(*state),
    ]


def _missing(shown: Sequence[Option], numbers: Mapping[str, int], lang: Lang) -> Iterator[Text]:
    """Why options cannot be priced, each reason once, with the options it stops."""
    stopped: dict[str, list[int]] = {}
    for option in shown:
        for finding in option.findings:
            if finding.rule == "price.missing":
                text = render(finding.message(), lang)
                stopped.setdefault(text, []).append(numbers[option.id])
    for text, found in stopped.items():
        yield Text(f"{', '.join(map(str, sorted(found)))}: {text}")


def _reasons(option: Option, lang: Lang) -> str:
    return "\n".join(
        render(finding.message(), lang)
        for finding in option.findings
        if finding.is_condition and finding.outcome == "fail"
    )


def _notes(
    result: Comparison,
    shown: Sequence[Option],
    folded: int,
    marks: Mapping[str, Sequence[str]],
    lang: Lang,
) -> Iterator[Text]:
    yield Text(translate(SORTED, lang), style="dim")
    for mark, sign in MARK_SIGNS.items():
        if any(mark in found for found in marks.values()):
            yield _sign(sign, mark_text(mark, lang), lang)
    for status, sign in SIGNS.items():
        if any(status in worker_year(option).statuses for option in shown):
            yield _sign(sign, status_text(status, lang), lang)
    if folded:
        yield Text(render(Message(CLOSED, {"count": folded}), lang), style="dim")
    yield Text(translate(EXPLAIN, lang), style="dim")


def _sign(sign: str, meaning: str, lang: Lang) -> Text:
    return Text(render(Message(SIGN_LINE, {"sign": sign, "meaning": meaning}), lang), style="dim")


def key_values(rows: Iterable[tuple[str, str]]) -> Table:
    """Rows of name and text."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for name, text in rows:
        table.add_row(name, text)
    return table


def rows_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A plain table of texts."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def records_table(records: Sequence[Record], lang: Lang) -> Table:
    """Records as a table."""
    columns = (
        N_("parameter"),
        N_("place"),
        N_("from"),
        N_("to"),
        N_("value"),
        N_("unit"),
        N_("document"),
        N_("evidence"),
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(translate(column, lang), overflow="fold")
    for record in records:
        table.add_row(
            record.parameter,
            record.place,
            "" if record.first == dt.date.min else record.first.isoformat(),
            record.last.isoformat() if record.last else "",
            record.value,
            record.unit,
            record.source,
            evidence_text(record.evidence, lang),
        )
    return table


def coverage_table(
    states: Sequence[Coverage], parameters: Parameters, day: dt.date, lang: Lang
) -> Table:
    """The map of ignorance as a table: what needs attention first, what is in force last."""
    columns = (
        PLACE,
        N_("parameter"),
        N_("name"),
        N_("status"),
        N_("since"),
        N_("value"),
        N_("document"),
    )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=day.isoformat())
    for column in columns:
        table.add_column(translate(column, lang), overflow="fold")
    rank = {status: index for index, status in enumerate(COVERAGE_STATUSES)}
    for state in sorted(states, key=lambda s: (s.place, rank[s.status], s.parameter)):
        record = state.record
        table.add_row(
            label_text(parameters.label(state.place), lang),
            state.parameter,
            label_text(parameters.definitions.label(state.parameter), lang),
            coverage_text(state.status, lang),
            state.since.isoformat() if state.since else "",
            value_text(record, parameters, lang) if record else "",
            document_text(record, parameters, lang) if record else "",
        )
    return table


def check_report(
    parameters: Parameters,
    unknown: int,
    states: Mapping[str, Counter[str]],
    day: dt.date,
    lang: Lang,
) -> Iterator[RenderableType]:
    """What ``parameters check`` says when nothing is wrong."""
    counts = {
        "records": len(parameters.records),
        "documents": len(parameters.documents),
        "unknown": unknown,
    }
    yield render(Message(DAYS, counts), lang)
    yield render(Message(CHECKED, {"version": parameters.data_version, "day": day}), lang)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(translate(PLACE, lang))
    for status in COVERAGE_STATUSES:
        table.add_column(coverage_text(status, lang), justify="right")
    for place, found in states.items():
        table.add_row(
            label_text(parameters.label(place), lang),
            *(str(found[status]) for status in COVERAGE_STATUSES),
        )
    yield table
