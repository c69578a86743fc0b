"""The shapes of a payment calendar: entries, expected receipts, the next days to pay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal

from calc.findings import Citation, Finding
from calc.months import last_day
from calc.records import frozen

EntryKind = Literal["regular", "make_up"]


@frozen
class PaidMonth:
    """A month inside an entry.

    Attributes:
        amount_fen: Its share of the entry.
        paid_fen: In a make-up, what was paid before the notice; else None.
        owed_fen: In a make-up, what is owed by the notice; else None.
    """

    month: int
    amount_fen: int
    paid_fen: int | None = None
    owed_fen: int | None = None


@frozen
class Entry:
    """One payment of the worker.

    Attributes:
        month: The month of payment; of a make-up, the month its notice was published.
        due_on: The due day; None where no day is on file.
        covers: First and last month it is for.
        amount_fen: What is paid; negative for a credit.
        months: The months inside; empty for what is paid for the year as a whole.
        provisional: No source says that this difference is collected.
        notice_on: Of a make-up, the day on which its notice became known.
        sources: Of a make-up, the notices.
    """

    month: int
    due_on: dt.date | None
    covers: tuple[int, int]
    item: str
    amount_fen: int
    kind: EntryKind = "regular"
    months: tuple[PaidMonth, ...] = ()
    provisional: bool = False
    notice_on: dt.date | None = None
    sources: tuple[Citation, ...] = ()

    @property
    def day(self) -> dt.date:
        """The due day, else the last day of the month: to sort and to show it by."""
        return self.due_on or last_day(self.month)


@frozen
class Receipt:
    """Money expected back, such as a subsidy.

    Attributes:
        month: The month in which it can be expected; None where that is not on file.
        item: Id of the subsidy.
    """

    month: int | None
    item: str
    amount_fen: int


@frozen
class Schedule:
    """Payments, and what there is to say about them."""

    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()


@frozen
class NextDate:
    """A day on which something is to be paid.

    Attributes:
        items: What is paid on it, each item once.
        on_file: False where an entry has no due day and stands on the last day of its month.
    """

    day: dt.date
    amount_fen: int
    items: tuple[str, ...]
    on_file: bool


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries by month and day, regular ones before make-ups."""
    return tuple(
        sorted(entries, key=lambda e: (e.month, e.day, e.kind == "make_up", e.item, e.covers))
    )


def next_dates(entries: Sequence[Entry], on: dt.date, count: int = 3) -> tuple[NextDate, ...]:
    """The next days, from ``on``, on which something is to be paid; credits are left out.

    An entry without a due day stands on the last day of its month.
    """
    due = [entry for entry in entries if entry.day >= on and entry.amount_fen > 0]
    return all_dates(due)[:count]


def all_dates(entries: Iterable[Entry]) -> tuple[NextDate, ...]:
    """Every day of a calendar, credits with it, so that the amounts add up to those of the entries.

    An entry without a due day stands on the last day of its month.
    """
    by_day: dict[dt.date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    return tuple(
        NextDate(
            day,
            sum(entry.amount_fen for entry in by_day[day]),
            tuple(dict.fromkeys(entry.item for entry in by_day[day])),
            all(entry.due_on is not None for entry in by_day[day]),
        )
        for day in sorted(by_day)
    )
