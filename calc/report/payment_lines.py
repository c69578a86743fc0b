"""The payment calendar as lines of text: one for each day and kind of payment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calc.comparison.payments import Entry
from calc.i18n import Lang, render
from calc.messages import N_, Message, Yuan
from calc.months import month_text
from calc.report.names import item_text

REGULAR = N_("{day}: {amount} yuan for {months}: {items}")
MAKE_UP = N_("{day}: difference of {amount} yuan for {months}: {items}")
PROVISIONAL = N_("{day}: difference of {amount} yuan for {months}, provisional: {items}")
CREDIT = N_("{day}: credit of {amount} yuan for {months}, ask: {items}")
NO_DAY = N_("{month} (no due day on file)")
MONTHS = N_("{first} to {last}")


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
