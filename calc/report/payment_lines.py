"""The payment calendar as lines of text: one for each day and kind of payment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calc.comparison.payments import Entry
from calc.i18n import Lang, render, translate
from calc.messages import N_, Message, Yuan
from calc.months import month_text
from calc.report.names import item_text

REGULAR = N_("{day}: {amount} yuan for {months}: {items}")
MAKE_UP = N_("{day}: difference of {amount} yuan for {months}: {items}")
PROVISIONAL = N_("{day}: difference of {amount} yuan for {months}, provisional: {items}")
CREDIT = N_("{day}: credit of {amount} yuan for {months}, ask: {items}")
NO_DAY = N_("{month} (no due day on file)")
MONTHS = N_("{first} to {last}")
DUE_BY_CONVENTION = N_(
    "The due day is our convention: the last day of the month of payment, or the last payment day "
    "on file."
)
DUE_ON_FILE = N_("The due day is on file.")
ABOUT = N_("{items}: {text}")
NO_DUE_DAY = N_("No due day is on file: this stands on the last day of its month.")


def payment_lines(entries: Sequence[Entry], lang: Lang) -> Iterator[str]:
    """The calendar line by line; what is paid on one day for the same months stands together."""
    together: dict[tuple[str, tuple[int, int], str], list[Entry]] = {}
    for entry in entries:
        key = (_day(entry, lang), entry.covers, _template(entry))
        together.setdefault(key, []).append(entry)
    for (day, covers, template), paid in together.items():
        params = {
            "day": day,
            "amount": Yuan(abs(sum(entry.amount_fen for entry in paid))),
            "months": _months(covers, lang),
            "items": [item_text(entry.item, lang) for entry in paid],
        }
        yield render(Message(template, params), lang)


def about_the_day(entry: Entry) -> str:
    """What an entry's day rests on, as a template."""
    if entry.due_on is None:
        return NO_DUE_DAY
    by_convention = entry.kind == "regular" and not entry.item.startswith("resident_")
    return DUE_BY_CONVENTION if by_convention else DUE_ON_FILE


def about_the_days(entries: Sequence[Entry], lang: Lang) -> list[str]:
    """What the days of a calendar rest on, with the items, where it differs between them."""
    items: dict[str, dict[str, None]] = {}
    for entry in entries:
        items.setdefault(about_the_day(entry), {})[item_text(entry.item, lang)] = None
    if len(items) == 1:
        return [translate(template, lang) for template in items]
    return [
        render(Message(ABOUT, {"items": list(names), "text": translate(template, lang)}), lang)
        for template, names in items.items()
    ]


def _template(entry: Entry) -> str:
    if entry.kind == "regular":
        return REGULAR
    if entry.amount_fen < 0:
        return CREDIT
    return PROVISIONAL if entry.provisional else MAKE_UP


def _day(entry: Entry, lang: Lang) -> str:
    if entry.due_on is not None:
        return entry.due_on.isoformat()
    return render(Message(NO_DAY, {"month": month_text(entry.month)}), lang)


def _months(covers: tuple[int, int], lang: Lang) -> str:
    first, last = (month_text(month) for month in covers)
    if first == last:
        return first
    return render(Message(MONTHS, {"first": first, "last": last}), lang)
