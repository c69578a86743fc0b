"""The sheet's costs: options side by side, one option line by line, its next payments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from calc.comparison import Comparison, Option
from calc.comparison.marks import marks_of, reading_order
from calc.comparison.payments import NextDate, all_dates, next_dates
from calc.comparison.pricing import Line
from calc.i18n import Lang, render, text_of, translate
from calc.messages import N_, Message
from calc.report.amounts import (
    SIGNS,
    amount_text,
    lowest_year,
    shown_text,
    subsidy_year,
    worker_month,
    worker_year,
)
from calc.report.citations import answers_cited
from calc.report.findings import finding_text, reason_texts
from calc.report.names import covered, item_text, open_text, option_text, part_text, payer_text
from calc.report.sheet_shapes import Column, Room, Row, Section
from calc.report.table import MARK_SIGNS

NOTHING = ("", "—")
MAIN_ITEMS = ("employee_pension", "employee_medical", "resident_pension", "resident_medical")
OPTIONS = N_("Ways to enrol (what you pay, in yuan)")
NUMBER = N_("no.")
PENSION = N_("pension")
MEDICAL = N_("medical")
ALSO = N_("also covers")
MONTH = N_("a month")
YEAR = N_("a year")
SUBSIDY = N_("subsidised")
STATE = N_("open")
ORDER = N_("A month leaves out what is paid once a year.")
SIGN = N_("{sign} {meaning}.")
MARKS = {
    "lowest_cost": N_("lowest cost among the surest that cover both"),
    "most_cover": N_("widest cover"),
}
LEFT_OUT = N_("{count} more combinations are not shown.")
AT_BEST = N_("at best")
BEST_MEANS = N_("At best: with subsidies in full, also those that are only a ceiling.")
WHY = N_("No. {number}: {reasons}")
LINES = N_("No. {number}, item by item: {option}")
ITEM = N_("item")
PAYER = N_("paid by")
BASIS = N_("document and article")
TOTAL = N_("you pay")
FORMULA = N_("{formula}; year: {year_formula}")
PARTS = N_("{account} of the month goes to your individual account")
CALENDAR = N_("Next payments of no. {number}")
WHOLE_CALENDAR = N_("Every payment of no. {number} for {year}")
REST = N_("All payments of {year} stand on the screen and in the calendar file.")
DUE = N_("by")
DUE_UNKNOWN = N_("{month} (no day on file)")
WHAT = N_("what")
EACH = N_("each time")
NOTHING_LEFT = N_("Nothing more falls due in the calendar of {year}.")


def worth_showing(result: Comparison, chosen: Option | None, most: int) -> list[Option]:
    """The few options that a page has room for, in reading order.

    Taken in turn until the page is full: the chosen one, the one through an employer (closed or
    not), the best of each pair of schemes that covers pension and medical, the same at each pair
    of places, then the best of each pair that covers only one of the two.
    """
    ordered = reading_order(result.options)
    both = [option for option in ordered if _covers_both(option)]
    one = [option for option in ordered if not _covers_both(option)]
    turns: list[Option] = [] if chosen is None else [chosen]
    turns += [option for option in ordered if option.pension.part.scheme == "employer"]
    turns += _first_of_each(both, places=False)
    turns += _first_of_each(both, places=True)
    turns += _first_of_each(one, places=False)
    kept = {option.id for option in list({o.id: o for o in turns}.values())[:most]}
    return [option for option in ordered if option.id in kept]


def _covers_both(option: Option) -> bool:
    return "none" not in (option.pension.part.scheme, option.medical.part.scheme)


def _first_of_each(options: Iterable[Option], *, places: bool) -> Iterator[Option]:
    seen: set[tuple[str, ...]] = set()
    for option in options:
        pension, medical = option.pension.part, option.medical.part
        kind = (pension.scheme, medical.scheme)
        key = (*kind, pension.place, medical.place) if places else kind
        if key not in seen:
            seen.add(key)
            yield option


def numbers_of(result: Comparison) -> dict[str, int]:
    """The number of each option, the same on paper, on screen and on the command line."""
    return {option.id: index + 1 for index, option in enumerate(result.options)}


def options_section(
    result: Comparison,
    shown: Sequence[Option],
    chosen: Option | None,
    lang: Lang,
) -> Section:
    """The options worth showing, side by side; why the closed ones are closed."""
    numbers = numbers_of(result)
    marks = marks_of(result.options)
    rows = [
        _option_row(result, option, numbers[option.id], option is chosen, marks, lang)
        for option in shown
    ]
    columns = (
        Column(translate(NUMBER, lang), "end", 5),
        Column(translate(PENSION, lang), share=19),
        Column(translate(MEDICAL, lang), share=24),
        Column(translate(ALSO, lang), share=25),
        Column(translate(MONTH, lang), "end", 9),
        Column(translate(YEAR, lang), "end", 11),
        Column(translate(SUBSIDY, lang), "end", 10),
        Column(translate(AT_BEST, lang), "end", 11),
        Column(translate(STATE, lang), share=12),
    )
    kept_columns, kept_rows = _without_empty(columns, rows)
    lines = list(_why_lines(shown, numbers, lang))
    lines.append(" ".join(_legend(result, shown, marks, lang)))
    return Section("options", translate(OPTIONS, lang), kept_columns, kept_rows, tuple(lines))


def _without_empty(
    columns: tuple[Column, ...], rows: Sequence[Row]
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """A table without the columns in which no row says anything."""
    kept = [
        index
        for index in range(len(columns))
        if any(row.cells[index] not in NOTHING for row in rows)
    ]
    return (
        tuple(columns[index] for index in kept),
        tuple(replace(row, cells=tuple(row.cells[index] for index in kept)) for row in rows),
    )


def _legend(
    result: Comparison, shown: Sequence[Option], marks: dict[str, tuple[str, ...]], lang: Lang
) -> Iterator[str]:
    for mark, sign in MARK_SIGNS.items():
        if any(mark in marks.get(option.id, ()) for option in shown):
            yield render(Message(SIGN, {"sign": sign, "meaning": Message(MARKS[mark])}), lang)
    yield translate(ORDER, lang)
    if any(option.net_year_with_ceiling_fen != option.worker_year_fen for option in shown):
        yield translate(BEST_MEANS, lang)
    left = len(result.options) - len(shown)
    if left:
        yield render(Message(LEFT_OUT, {"count": left}), lang)


def _option_row(
    result: Comparison,
    option: Option,
    number: int,
    chosen: bool,
    marks: dict[str, tuple[str, ...]],
    lang: Lang,
) -> Row:
    question = result.question
    state = open_text(option.open, lang)
    mark = "".join(MARK_SIGNS[found] for found in marks.get(option.id, ()))
    return Row(
        (
            str(number),
            part_text(option.pension.part, question, lang),
            part_text(option.medical.part, question, lang),
            "" if option.open is False else text_of(also_covered(option, lang), lang) or "—",
            month_text(option, lang),
            year_text(option, lang),
            shown_text(subsidy_year(option), lang),
            shown_text(lowest_year(option), lang, signs=False),
            f"{state} {mark}".strip(),
        ),
        mood="chosen" if chosen else "closed" if option.open is False else "",
    )


def also_covered(option: Option, lang: Lang) -> list[str]:
    """What an option covers beside pension and medical insurance, by name."""
    main = {item_text(item, lang) for item in MAIN_ITEMS}
    return [name for name in covered(option, lang) if name not in main]


def month_text(option: Option, lang: Lang) -> str:
    """The worker's month; a dash where nothing is paid by the month."""
    return shown_text(worker_month(option), lang, signs=False)


def year_text(option: Option, lang: Lang) -> str:
    """The worker's year with the signs of values that are not plainly in force."""
    return shown_text(worker_year(option), lang)


def _why_lines(shown: Sequence[Option], numbers: dict[str, int], lang: Lang) -> Iterator[str]:
    """Why options are closed or have no price, each reason once, with the options it is about."""
    about: dict[str, list[int]] = {}
    for option in shown:
        unpriced = [finding for finding in option.findings if finding.rule == "price.missing"]
        for reason in (
            " ".join(reason_texts(option.findings, lang)) if option.open is False else "",
            " ".join(finding_text(finding, lang) for finding in unpriced),
        ):
            if reason:
                about.setdefault(reason, []).append(numbers[option.id])
    for reason, found in about.items():
        yield render(Message(WHY, {"number": sorted(found), "reasons": reason}), lang)


def option_sections(
    result: Comparison, option: Option, lang: Lang, room: Room
) -> Iterator[Section]:
    """One option: its lines with formulas and documents, and its next payments."""
    number = numbers_of(result)[option.id]
    name = option_text(option, result.question, lang)
    heading = render(Message(LINES, {"number": number, "option": name}), lang)
    columns = (
        Column(translate(ITEM, lang), share=28),
        Column(translate(PAYER, lang), share=13),
        Column(translate(MONTH, lang), "end", 9),
        Column(translate(YEAR, lang), "end", 11),
        Column(translate(BASIS, lang), share=39),
    )
    total = (
        translate(TOTAL, lang),
        "",
        month_text(option, lang),
        year_text(option, lang),
        "",
    )
    own = [_line_row(line, lang, room) for line in option.worker_lines]
    others = [_line_row(line, lang, room) for line in option.lines if line.payer != "worker"]
    rows = (*own, Row(total, mood="total"), *others)
    yield Section("lines", heading, columns, rows)
    yield _calendar_section(result, option, number, lang, room)


def _line_row(line: Line, lang: Lang, room: Room) -> Row:
    signs = "".join(SIGNS[mark] for mark in line.marks)
    cells = (
        item_text(line.item, lang),
        payer_text(line.payer, lang),
        amount_text(line.month_fen, lang, complete=True),
        amount_text(line.year_fen, lang, complete=True) + signs,
        answers_cited(line.answers, lang),
    )
    if line.payer != "worker" and not room.formulas_of_others:
        return Row(cells)
    below = []
    if line.year_formula and line.formula:
        params = {"formula": line.formula, "year_formula": line.year_formula}
        below.append(render(Message(FORMULA, params), lang))
    elif "=" in line.formula:
        below.append(line.formula)
    if line.account_fen:
        account = amount_text(line.account_fen, lang, complete=True)
        below.append(render(Message(PARTS, {"account": account}), lang))
    return Row(cells, (" · ".join(below),) if below else ())


def _calendar_section(
    result: Comparison, option: Option, number: int, lang: Lang, room: Room
) -> Section:
    """The payments of the year, or the next ones and where the rest stands; nothing left out."""
    year = str(result.question.year)
    every = all_dates(option.calendar)
    due = next_dates(option.calendar, result.question.on, len(every))
    shown = every if room.dates is None else due[: room.dates]
    # days on which the same is paid stand in one row
    rows = tuple(
        _calendar_row(items, amount_fen, _due_text([d.day for d in same], on_file, lang), lang)
        for (items, amount_fen, on_file), same in groupby(shown, _what_is_paid)
    )
    columns = (
        Column(translate(DUE, lang), share=40),
        Column(translate(WHAT, lang), share=46),
        Column(translate(EACH, lang), "end", 14),
    )
    lines = []
    if every and not due:
        lines.append(render(Message(NOTHING_LEFT, {"year": year}), lang))
    if len(shown) < len(every):
        lines.append(render(Message(REST, {"year": year}), lang))
    heading = Message(CALENDAR, {"number": number})
    if room.dates is None:
        heading = Message(WHOLE_CALENDAR, {"number": number, "year": year})
    text = render(heading, lang)
    return Section("calendar", text, columns if rows else (), rows, tuple(lines), half=True)


def _calendar_row(items: Sequence[str], amount_fen: int, due: str, lang: Lang) -> Row:
    names = text_of([item_text(item, lang) for item in items], lang)
    return Row((due, names, amount_text(amount_fen, lang, complete=True)))


def _what_is_paid(date: NextDate) -> tuple[tuple[str, ...], int, bool]:
    return date.items, date.amount_fen, date.on_file


def _due_text(days: Sequence[dt.date], on_file: bool, lang: Lang) -> str:
    """Days (months, where no day is on file) in one line; their year where it changes."""
    written = [day.isoformat() if on_file else day.isoformat()[:7] for day in days]
    years = [None, *(day.year for day in days)]
    short = [
        text[5:] if day.year == before else text
        for text, day, before in zip(written, days, years, strict=False)
    ]
    text = text_of(short, lang)
    return text if on_file else render(Message(DUE_UNKNOWN, {"month": text}), lang)
