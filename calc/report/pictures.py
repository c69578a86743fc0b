"""The rows behind the pictures: drawn amounts as numbers in yuan, and the exact text beside them.

A drawn number decides how long a bar is and nothing else; whoever wants the amount reads ``text``,
which is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from calc.comparison.headline import option_numbers
from calc.comparison.pricing import Line
from calc.comparison.projection import Projection, band_of
from calc.comparison.result import Comparison, Option
from calc.i18n import Lang, render, text_of, translate
from calc.messages import N_, Message, Yuan
from calc.parameters.lookup import Parameters
from calc.parameters.model import Record
from calc.parameters.values import Kind
from calc.report.names import item_text, option_text, payer_text, short_option_lines
from calc.report.sheet_rights import CHOICES

Row = dict[str, str | float | int]
PAID = N_("paid from now on")
RECEIVED = N_("received so far")
NUMBERED = N_("{number}. {text}")
AXIS_LINES = "\n"
"""Where a label of an axis breaks."""
PAID_BY_WORKERS = (
    "employee_pension",
    "employee_medical",
    "employee_medical.large_amount_supplement",
    "resident_pension",
    "resident_medical",
    "employee_medical.long_term_care",
    "unemployment",
)
"""The items that a calendar may hold, in the order of their colours."""
PAYER_ORDER = ("worker", "employer", "platform", "government")


def drawn(fen: int) -> float:
    """An amount as long as it is drawn; never calculated with.

    >>> drawn(91460)
    914.6
    """
    return fen / 100


def payer_totals(lines: Iterable[Line]) -> Mapping[str, int | None]:
    """What each payer pays in the year, in the order of the legend.

    None where a line of that payer has no price for the year: the sum would be too small.
    """
    totals: dict[str, int | None] = {}
    for line in lines:
        before, year = totals.get(line.payer, 0), line.year_fen
        totals[line.payer] = None if before is None or year is None else before + year
    return {payer: totals[payer] for payer in PAYER_ORDER if payer in totals}


def payer_rows(result: Comparison, options: Sequence[Option], lang: Lang) -> list[Row]:
    """One row per option and payer with a price for the year."""
    numbers = option_numbers(result)
    return [
        {
            "number": numbers[option.id],
            "label": axis_label(result, option, numbers[option.id], lang),
            "option": option_text(option, result.question, lang),
            "payer": payer_text(payer, lang),
            "order": PAYER_ORDER.index(payer),
            "yuan": drawn(fen),
            "text": text_of(Yuan(fen), lang),
        }
        for option in options
        for payer, fen in payer_totals(option.lines).items()
        if fen is not None
    ]


def axis_label(result: Comparison, option: Option, number: int, lang: Lang) -> str:
    """An option on the axis of a picture: its number and its parts, a line each."""
    first, *others = short_option_lines(option, result.question, lang)
    params = {"number": number, "text": first}
    return AXIS_LINES.join((render(Message(NUMBERED, params), lang), *others))


def payer_names(rows: Iterable[Row]) -> tuple[tuple[str, int], ...]:
    """The payers of some rows by name, each with its fixed place among all payers."""
    found = {str(row["payer"]): int(row["order"]) for row in rows}
    return tuple(sorted(found.items(), key=lambda each: each[1]))


def item_names(option: Option, lang: Lang) -> tuple[tuple[str, int], ...]:
    """The items of an option's calendar by name, each with its fixed place among all items.

    The place is that of the code, so that an insurance has the same colour in every language.
    """
    paid = {entry.item for entry in option.calendar}
    places = {code: place for place, code in enumerate(PAID_BY_WORKERS)}
    return tuple((item_text(item, lang), places[item]) for item in places if item in paid)


def choice_names(projection: Projection, lang: Lang) -> tuple[tuple[str, int], ...]:
    """The choices of retirement by name, each with its fixed place among all choices."""
    places = {choice: place for place, choice in enumerate(CHOICES)}
    return tuple(
        (translate(CHOICES[found.choice], lang), places[found.choice])
        for found in projection.retirement
    )


def calendar_rows(option: Option, lang: Lang) -> list[Row]:
    """One row per payment of an option's calendar."""
    return [
        {
            "month": entry.day.strftime("%Y-%m"),
            "day": entry.day.isoformat(),
            "item": item_text(entry.item, lang),
            "yuan": drawn(entry.amount_fen),
            "text": text_of(Yuan(entry.amount_fen), lang),
        }
        for entry in option.calendar
    ]


def pension_rows(projection: Projection, lang: Lang) -> list[Row]:
    """One row per choice of retirement with the span of its monthly pension in today's terms."""
    rows: list[Row] = []
    for found in projection.retirement:
        band = band_of(found, "real_fen")
        ends = {"low": band.low, "middle": band.middle, "high": band.high}
        rows.append(
            {
                "choice": translate(CHOICES[found.choice], lang),
                **{name: drawn(fen) for name, fen in ends.items()},
                **{f"{name}_text": text_of(Yuan(fen), lang) for name, fen in ends.items()},
            }
        )
    return rows


def break_even_rows(projection: Projection, lang: Lang) -> list[Row]:
    """The ends of two lines per choice of retirement, middle estimate: paid, and received by age.

    What is received grows evenly, since no increase of a pension in payment is assumed; the line
    of what was paid from now on lies flat.
    """
    if projection.assumptions is None:
        return []
    horizon = projection.assumptions.horizon_age
    rows: list[Row] = []
    for found in projection.retirement:
        estimate = found.estimates["middle"]
        age = found.age_months / 12
        for line, start, end in (
            (RECEIVED, 0, estimate.received_fen),
            (PAID, estimate.own_fen, estimate.own_fen),
        ):
            named = {
                "choice": translate(CHOICES[found.choice], lang),
                "line": translate(line, lang),
            }
            rows.append({**named, "age": age, "yuan": drawn(start)})
            rows.append({**named, "age": horizon, "yuan": drawn(end)})
    return rows


def history_rows(records: Iterable[Record], parameters: Parameters, lang: Lang) -> list[Row]:
    """One row per record of a single number: for a step chart of its history.

    Records that are no single number (tables, words) or are listed but not used have none.
    """
    rows: list[Row] = []
    for record in records:
        if not isinstance(record.parsed, int) or record.not_for_use is not None:
            continue
        scale = {Kind.AMOUNT: 100, Kind.RATE: 10_000}.get(record.kind, 1)
        rows.append(
            {
                "from": record.first.isoformat(),
                "place": text_of(parameters.label(record.place), lang),
                "number": record.parsed / scale,
                "text": record.value,
                "document": record.source,
            }
        )
    return rows
