"""The payment calendar: what the worker pays, for which months, by when, and what is settled.

Two times meet here. A regular entry carries what was known on the earlier of its due day and the
day whose knowledge is asked for (``known_on``): months are paid on last year's bounds until new
ones are published. When more is known on that day, a make-up entry per item and notice carries the
difference between what is owed and what was paid, so that the calendar always adds up to the
worker's year of the lines, to the fen.

What the sources leave open is decided here, and shown as such:

- due days follow ``calc.payment_periods``; an employer's withholding stands on the last day of the
  month;
- only what is paid by the month is settled. A resident's premium or tier, and a supplement of the
  year, are set by a notice of their own, collected on it and not settled afterwards;
- a premium is due on the last day of its window; the window of another year is not carried;
- a make-up stands in the month in which its notice was published; its due day is on file or null;
- without a worker's year there is no calendar, only a finding.

Not checked: whether anything was really paid, and in time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from calc.comparison import calendar_findings as say
from calc.comparison.payments import Entry, PaidMonth, Schedule, in_order
from calc.comparison.pricing import Line, PricedPart
from calc.comparison.question import Asker, Question, cite
from calc.comparison.replay import WORKER, Replay
from calc.comparison.rhythm import WITHHELD, Rhythm, rhythm_of, scheme_of
from calc.findings import Finding
from calc.months import month_of, month_of_day
from calc.parameters.lookup import Answer
from calc.payment_periods import PaymentPeriod, day_of_year
from calc.records import frozen

RESIDENT_MEDICAL, RESIDENT_PENSION = "resident_medical", "resident_pension"
HALF_YEAR = "CNY/half-year"
HALF_MONTHS = 6


def schedule(question: Question, priced: PricedPart) -> Schedule:
    """The worker's payments for one part of an option.

    The entries add up to the worker's year of its lines.

    Returns:
        The payments; none where a line has no year.
    """
    part = priced.part
    lines = [line for line in priced.lines if line.payer == WORKER]
    if part.scheme == "none" or any(line.year_fen is None for line in lines):
        return Schedule()
    plan = _Plan(question, question.asker(part.place), part.scheme == "employer")
    monthly = [line for line in lines if line.by_month]
    replay = Replay(question, priced)
    parts = [_regular(plan, replay, line) for line in monthly]
    parts += [
        _yearly(plan, line)
        for line in lines
        if not line.by_month and line.due_month is not None and line.year_fen is not None
    ]
    findings = [
        *say.conventions(plan.asker, plan.rhythms, withheld=plan.withheld),
        *(finding for each in parts for finding in each.findings),
        *say.to_be_settled(plan.asker, monthly),
    ]
    if part.scheme == "resident" and part.role == "medical":
        findings += say.next_coverage_year(plan.asker, part.plan)
    return Schedule(in_order(entry for each in parts for entry in each.entries), tuple(findings))


def whole_schedule(
    question: Question,
    pension: Schedule,
    medical: Schedule,
    worker_year_fen: int | None,
    *,
    complete: bool,
) -> Schedule:
    """The calendar of an option from those of its parts.

    Args:
        question: What is compared.
        pension: Payments of the pension part.
        medical: Payments of the medical part.
        worker_year_fen: The worker's year; None where the option has none.
        complete: Whether that year holds everything; else it reads "at least".
    """
    findings = (*pension.findings, *medical.findings)
    if worker_year_fen is None:
        return Schedule((), (*findings, Finding("calendar.not_priced", "unknown")))
    entries = in_order((*pension.entries, *medical.entries))
    started = say.start(question, entries, worker_year_fen, complete=complete)
    return Schedule(entries, (*started, *findings))


@dataclass(slots=True)
class _Plan:
    """One part in the year, with the rhythm of each of its schemes."""

    question: Question
    asker: Asker
    withheld: bool
    rhythms: dict[str, Rhythm] = field(default_factory=dict)

    def rhythm(self, item: str) -> Rhythm:
        """The rhythm in which an item is paid."""
        scheme = scheme_of(item)
        if scheme not in self.rhythms:
            first = self.question.months[0]
            self.rhythms[scheme] = (
                WITHHELD
                if self.withheld
                else rhythm_of(self.question, self.asker.place, scheme, first)
            )
        return self.rhythms[scheme]

    def periods(self, item: str) -> tuple[PaymentPeriod, ...]:
        """The payment periods of an item in the months enrolled."""
        months = self.question.months
        return self.rhythm(item).periods(months[0], months[-1])


# -- what is paid by the month ----------------------------------------------------------------


@frozen
class _Payment:
    """What was paid for a month, and on the knowledge of which day."""

    fen: int
    known_on: dt.date


def _regular(plan: _Plan, replay: Replay, line: Line) -> Schedule:
    """The regular payments of an item, and what notices after them ask for."""
    paid: dict[int, _Payment] = {}
    entries = []
    for period in plan.periods(line.item):
        due_on = plan.rhythm(line.item).due_on(period.payment_month)
        known_on = min(due_on, plan.question.known_on)
        owed = [month for month in period.months if month in line.by_month]
        paid |= {
            month: _Payment(_price_known(replay, line, month, known_on), known_on) for month in owed
        }
        months = [PaidMonth(month, paid[month].fen) for month in owed]
        if not months:
            continue
        entries.append(
            Entry(
                month_of_day(due_on),
                due_on,
                (owed[0], owed[-1]),
                line.item,
                sum(month.amount_fen for month in months),
                months=tuple(months),
            )
        )
    findings = []
    for notice in _notices(replay, line, paid):
        due = _settlement_day(plan.asker, notice)
        # what is on file about settling was said to flexible workers, not to employers
        rule = (
            None
            if plan.withheld
            else plan.asker.look(f"{scheme_of(line.item)}.make_up", notice.day)
        )
        entry = _make_up(notice, due, rule)
        entries.append(entry)
        findings.append(say.make_up(entry, notice, due, rule))
    return Schedule(tuple(entries), tuple(findings))


def _price_known(replay: Replay, line: Line, month: int, known_on: dt.date) -> int:
    """The price of a month as known on a day; today's where nothing was known then."""
    if not replay.notices_after(known_on):
        return line.by_month[month]
    then = replay.worker_prices(month, known_on).get(line.item)
    return line.by_month[month] if then is None else then.fen


def _notices(replay: Replay, line: Line, paid: dict[int, _Payment]) -> Iterator[say.Notice]:
    """The days on which months that were paid became dearer or cheaper, in order."""
    changes: dict[dt.date, list[PaidMonth]] = {}
    behind: dict[dt.date, tuple[Answer, ...]] = {}
    for month, payment in paid.items():
        owed = line.by_month[month]
        before = payment.fen
        days = replay.notices_after(payment.known_on) if before != owed else []
        for day in days:
            item = replay.worker_prices(month, day).get(line.item)
            after = owed if day == days[-1] else before if item is None else item.fen
            if after == before:
                continue
            changes.setdefault(day, []).append(PaidMonth(month, after - before, before, after))
            news = [a for a in (item.answers if item else ()) if a.record.known_from == day]
            behind[day] = (*behind.get(day, ()), *news)
            before = after
    for day in sorted(changes):
        yield say.Notice(day, line.item, tuple(changes[day]), behind[day])


def _settlement_day(asker: Asker, notice: say.Notice) -> say.SettlementDay:
    """The day on file by which the difference of a notice is paid, if there is one."""
    answer = asker.look(f"{scheme_of(notice.item)}.make_up_due", notice.day)
    if answer is None or answer.is_none:
        return say.SettlementDay(None, None)
    day = day_of_year(answer.word, notice.day.year)
    if day < notice.day:
        day = day_of_year(answer.word, notice.day.year + 1)
    return say.SettlementDay(day, answer)


def _make_up(notice: say.Notice, due: say.SettlementDay, rule: Answer | None) -> Entry:
    months = notice.months
    return Entry(
        month_of_day(notice.day),
        due.day,
        (months[0].month, months[-1].month),
        notice.item,
        sum(month.amount_fen for month in months),
        "make_up",
        months,
        provisional=rule is None or rule.is_none,
        notice_on=notice.day,
        sources=cite(*notice.answers),
    )


# -- what is paid for the year ----------------------------------------------------------------


def _yearly(plan: _Plan, line: Line) -> Schedule:
    """The one payment of an item that is paid for the year, or for a half of it."""
    scheme = scheme_of(line.item)
    if scheme == RESIDENT_MEDICAL:
        return _premium(plan, line)
    if scheme == RESIDENT_PENSION:
        return _resident_tier(plan, line)
    return _supplement(plan, line)


def _supplement(plan: _Plan, line: Line) -> Schedule:
    months = plan.question.months
    first, last = months[0], months[-1]
    month = line.due_month or first
    if any(answer.record.unit == HALF_YEAR for answer in line.answers):
        first, last = month, min(last, month // HALF_MONTHS * HALF_MONTHS + HALF_MONTHS - 1)
    if line.with_first_payment:
        month = plan.periods(line.item)[0].payment_month
    due_on = plan.rhythm(line.item).due_on(month)
    return Schedule((_whole(line, month_of_day(due_on), due_on, (first, last)),))


def _premium(plan: _Plan, line: Line) -> Schedule:
    """A coverage year's premium, collected in its window, mostly in the year before."""
    year = plan.question.year
    enrolled = plan.question.applicant.enrolled_from
    covers = (month_of(year, 1), month_of(year, 12))
    window = say.window_of(plan.asker, year)
    month, due_on = line.due_month or covers[0], None
    if window is not None:
        month, due_on = month_of_day(window.last), window.last
    findings = () if window else (say.no_window(plan.asker, year),)
    if enrolled is not None and enrolled > month:
        if window is not None:
            findings = (say.window_over(plan.asker, year, window, enrolled),)
        month, due_on = enrolled, None
    return Schedule((_whole(line, month, due_on, covers),), findings)


def _resident_tier(plan: _Plan, line: Line) -> Schedule:
    """A year's tier, due on the last day on file for it, if there is one."""
    year = plan.question.year
    covers = (month_of(year, 1), month_of(year, 12))
    answer = plan.asker.look_in(f"{RESIDENT_PENSION}.last_payment_day", covers[1])
    if answer is None or answer.is_none:
        return Schedule((_whole(line, line.due_month or covers[1], None, covers),))
    day = day_of_year(answer.word, year)
    finding = say.last_payment_day(plan.asker, RESIDENT_PENSION, answer, day)
    return Schedule((_whole(line, month_of_day(day), day, covers),), (finding,))


def _whole(line: Line, month: int, due_on: dt.date | None, covers: tuple[int, int]) -> Entry:
    return Entry(month, due_on, covers, line.item, line.year_fen or 0)
