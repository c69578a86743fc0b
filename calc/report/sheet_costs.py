"""The sheet's costs: options side by side, one option line by line, its next payments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from calc.comparison import Comparison, Option
from calc.comparison.marks import marks_of, reading_order
from calc.comparison.payments import next_dates
from calc.comparison.pricing import Line
from calc.i18n import Lang, render, text_of, translate
from calc.messages import N_, Message
from calc.report.citations import answers_cited
from calc.report.findings import reason_texts
from calc.report.names import item_text, mark_text, open_text, option_text, part_text, payer_text
from calc.report.sheet_shapes import Column, Row, Section
from calc.report.table import MARK_SIGNS, SIGNS, amount_text

MOST_OPTIONS = 8
MOST_DATES = 6
MAIN_ITEMS = ("employee_pension", "employee_medical", "resident_pension", "resident_medical")
OPTIONS = N_("Ways to enrol (what you pay, in yuan)")
NUMBER = N_("no.")
PENSION = N_("pension")
MEDICAL = N_("medical")
ALSO = N_("also covers")
MONTH = N_("a month")
YEAR = N_("a year")
SUBSIDY = N_("subsidy of the year")
STATE = N_("open")
ORDER = N_("A month leaves out what is paid once a year.")
SIGN = N_("{sign} {meaning}.")
LEFT_OUT = N_("{count} more combinations are not shown.")
WITH_SUBSIDY = N_("No. {number}: {net} a year after the subsidy.")
WITH_CEILING = N_("No. {number}: {net} a year if the subsidy is granted in full (a ceiling).")
WHY = N_("No. {number}: {reasons}")
LINES = N_("No. {number}, item by item: {option}")
ITEM = N_("item")
PAYER = N_("paid by")
BASIS = N_("document and article")
TOTAL = N_("you pay")
FORMULA = N_("{formula}; year: {year_formula}")
PARTS = N_("{account} of the month goes to your individual account")
CALENDAR = N_("Next payments of no. {number}")
DUE = N_("by")
DUE_UNKNOWN = N_("{month} (no day on file)")
WHAT = N_("what")
AMOUNT = N_("amount")
RECEIPT = N_("Expected back: {item}, {amount} yuan ({month}).")
RECEIPT_NO_MONTH = N_("Expected back: {item}, {amount} yuan.")


def worth_showing(result: Comparison, chosen: Option | None) -> list[Option]:
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
    kept = {option.id for option in list({o.id: o for o in turns}.values())[:MOST_OPTIONS]}
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
        Column(translate(ALSO, lang), share=17),
        Column(translate(MONTH, lang), "end", 9),
        Column(translate(YEAR, lang), "end", 11),
        Column(translate(SUBSIDY, lang), "end", 9),
        Column(translate(STATE, lang), share=8),
    )
    lines = [*_net_lines(shown, numbers, lang), *_why_lines(shown, numbers, lang)]
    lines.append(" ".join(_legend(result, shown, marks, lang)))
    return Section("options", translate(OPTIONS, lang), columns, tuple(rows), tuple(lines))


def _legend(
    result: Comparison, shown: Sequence[Option], marks: dict[str, tuple[str, ...]], lang: Lang
) -> Iterator[str]:
    for mark, sign in MARK_SIGNS.items():
        if any(mark in marks.get(option.id, ()) for option in shown):
            yield render(Message(SIGN, {"sign": sign, "meaning": mark_text(mark, lang)}), lang)
    yield translate(ORDER, lang)
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
            text_of(also_covered(option, lang), lang) or "—",
            month_text(option, lang),
            year_text(option, lang),
            amount_text(option.subsidy_year_fen or None, lang, complete=True),
            f"{state} {mark}".strip(),
        ),
        mood="chosen" if chosen else "closed" if option.open is False else "",
    )


def also_covered(option: Option, lang: Lang) -> list[str]:
    """What an option covers beside pension and medical insurance, by name."""
    items = dict.fromkeys(line.item for line in option.lines if line.payer != "government")
    return [item_text(item, lang) for item in items if item not in MAIN_ITEMS]


def month_text(option: Option, lang: Lang) -> str:
    """The worker's month; a dash where nothing is paid by the month."""
    by_month = any(line.month_fen is not None for line in option.worker_lines)
    return amount_text(option.worker_month_fen if by_month else None, lang, complete=True)


def year_text(option: Option, lang: Lang) -> str:
    """The worker's year with the signs of values that are not plainly in force."""
    signs = "".join(
        sign
        for mark, sign in SIGNS.items()
        if any(mark in line.marks for line in option.worker_lines)
    )
    return amount_text(option.worker_year_fen, lang, complete=option.complete) + signs


def _net_lines(
    shown: Sequence[Option],
    numbers: dict[str, int],
    lang: Lang,
) -> Iterator[str]:
    for option in shown:
        net, most = option.net_year_fen, option.net_year_with_ceiling_fen
        for template, amount, before in (
            (WITH_SUBSIDY, net, option.worker_year_fen),
            (WITH_CEILING, most, net),
        ):
            if amount is not None and amount != before:
                text = amount_text(amount, lang, complete=True)
                params = {"number": numbers[option.id], "net": text}
                yield render(Message(template, params), lang)


def _why_lines(shown: Sequence[Option], numbers: dict[str, int], lang: Lang) -> Iterator[str]:
    """Why options are closed, each reason once, with the options it closes."""
    closed: dict[str, list[int]] = {}
    for option in shown:
        if option.open is False:
            reasons = " ".join(reason_texts(option.findings, lang))
            closed.setdefault(reasons, []).append(numbers[option.id])
    for reasons, found in closed.items():
        params = {"number": sorted(found), "reasons": reasons}
        yield render(Message(WHY, params), lang)


def option_sections(result: Comparison, option: Option, lang: Lang) -> Iterator[Section]:
    """One option: its lines with formulas and documents, and its next payments."""
    number = numbers_of(result)[option.id]
    name = option_text(option, result.question, lang)
    heading = render(Message(LINES, {"number": number, "option": name}), lang)
    columns = (
        Column(translate(ITEM, lang), share=22),
        Column(translate(PAYER, lang), share=9),
        Column(translate(MONTH, lang), "end", 10),
        Column(translate(YEAR, lang), "end", 12),
        Column(translate(BASIS, lang), share=47),
    )
    ordered = sorted(option.lines, key=lambda line: line.payer != "worker")
    rows = [_line_row(line, lang) for line in ordered]
    total = (
        translate(TOTAL, lang),
        "",
        month_text(option, lang),
        year_text(option, lang),
        "",
    )
    yield Section("lines", heading, columns, (*rows, Row(total, mood="total")))
    yield _calendar_section(result, option, number, lang)


def _line_row(line: Line, lang: Lang) -> Row:
    signs = "".join(SIGNS[mark] for mark in line.marks)
    cells = (
        item_text(line.item, lang),
        payer_text(line.payer, lang),
        amount_text(line.month_fen, lang, complete=True),
        amount_text(line.year_fen, lang, complete=True) + signs,
        answers_cited(line.answers, lang),
    )
    below = []
    if line.year_formula and line.formula:
        params = {"formula": line.formula, "year_formula": line.year_formula}
        below.append(render(Message(FORMULA, params), lang))
    elif "=" in line.formula or "→" in line.formula:
        below.append(line.formula)
    if line.account_fen:
        account = amount_text(line.account_fen, lang, complete=True)
        below.append(render(Message(PARTS, {"account": account}), lang))
    return Row(cells, (" · ".join(below),) if below else ())


def _calendar_section(result: Comparison, option: Option, number: int, lang: Lang) -> Section:
    rows = []
    for date in next_dates(option.calendar, result.question.on, MOST_DATES):
        day = date.day.isoformat()
        month = render(Message(DUE_UNKNOWN, {"month": day[:7]}), lang)
        items = text_of([item_text(item, lang) for item in date.items], lang)
        amount = amount_text(date.amount_fen, lang, complete=True)
        rows.append(Row((day if date.on_file else month, items, amount)))
    columns = (
        Column(translate(DUE, lang), share=28),
        Column(translate(WHAT, lang), share=58),
        Column(translate(AMOUNT, lang), "end", 14),
    )
    heading = render(Message(CALENDAR, {"number": number}), lang)
    return Section("calendar", heading, columns if rows else (), tuple(rows))
