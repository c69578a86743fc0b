"""What there is to say about a payment calendar: conventions, settlements, windows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from calc.codes import ITEMS
from calc.comparison.payments import Entry, PaidMonth, next_dates
from calc.comparison.pricing import Line
from calc.comparison.question import MEDICAL_OFFICE, PENSION_OFFICE, Asker, Question, cite
from calc.comparison.rhythm import DEFAULT_FREQUENCY, Rhythm, scheme_of
from calc.findings import Finding
from calc.messages import N_, Label, Message, Yuan
from calc.months import last_day, month_text
from calc.parameters.lookup import Answer
from calc.payment_periods import day_of_year
from calc.records import frozen

IN_ADVANCE = N_("in advance (in the first month of a period)")
IN_ARREARS = N_("in arrears (in the last month of a period)")
PAY_BY = N_("To be paid by {day}")
PAY_BY_CARRIED = N_("To be paid by {day}, if it is as in the year before")
NO_DUE_DAY = N_("By when is not on file")
NOTICE_DAY_UNKNOWN = N_("{day} (publication day not on file)")
CARRIED_DAY = N_("{day} (as in the year before)")
AT_LEAST = N_("at least {amount}")
NEXT_DATE = N_("{day}: {amount} yuan")
WINDOW = N_("It is collected from {first} to {last}")
WINDOW_UNKNOWN = N_("The days of collection are not on file")
BOUNDS = ("base_floor", "base_ceiling", "average_wage")
ON_FILE = ("in_force", "entered")


@frozen
class Notice:
    """A day on which something became known that changes months already paid.

    Attributes:
        answers: The values that became known on it.
    """

    day: dt.date
    item: str
    months: tuple[PaidMonth, ...]
    answers: tuple[Answer, ...]


@frozen
class SettlementDay:
    """The day by which a difference is paid, and the record that says so."""

    day: dt.date | None
    answer: Answer | None


@frozen
class Window:
    """The days on which a coverage year's premium is collected."""

    first: dt.date
    last: dt.date
    answer: Answer


def office_of(scheme: str) -> Label:
    """Whom to ask about a scheme."""
    return MEDICAL_OFFICE if "medical" in scheme else PENSION_OFFICE


def scheme_label(asker: Asker, scheme: str) -> Label:
    """The name of a scheme in both languages."""
    return asker.question.parameters.definitions.sections.get(scheme) or Label(scheme, scheme)


# -- rhythm and due days ----------------------------------------------------------------------


def conventions(
    asker: Asker, rhythms: Mapping[str, Rhythm], *, withheld: bool
) -> Iterator[Finding]:
    """How due days came about, and what the place's rhythms on file say to the one chosen."""
    if withheld and rhythms:
        yield Finding("calendar.withheld", "pass")
        return
    for scheme, rhythm in rhythms.items():
        yield _due_days(asker, rhythm)
        yield from _rhythm(asker, scheme, rhythm)
        answer = rhythm.last_payment_day
        if answer is not None and not answer.is_none:
            yield from _last_day_of_the_year(asker, scheme, rhythm, answer)


def _due_days(asker: Asker, rhythm: Rhythm) -> Finding:
    applicant = asker.question.applicant
    given = {
        "payment_frequency": applicant.payment_frequency,
        "payment_timing": applicant.payment_timing,
    }
    return Finding(
        "calendar.due_days",
        "pass",
        {
            "frequency": asker.question.parameters.definitions.token(rhythm.frequency),
            "timing": Message(IN_ARREARS if rhythm.arrears else IN_ADVANCE),
        },
        tuple(key for key, value in given.items() if value is None),
    )


def _rhythm(asker: Asker, scheme: str, rhythm: Rhythm) -> Iterator[Finding]:
    chosen = asker.question.applicant.payment_frequency
    wanted = chosen or DEFAULT_FREQUENCY
    token = asker.question.parameters.definitions.token
    params: dict[str, object] = {
        "place": asker.label,
        "scheme": scheme_label(asker, scheme),
        "wanted": token(wanted),
        "office": office_of(scheme),
    }
    needs = ("payment_frequency",)
    if rhythm.offered is None:
        if chosen is not None:
            yield Finding("calendar.rhythm_not_on_file", "unknown", params, needs)
    elif wanted not in rhythm.offered.words:
        offered = [token(word) for word in rhythm.offered.words]
        params |= {"offered": offered, "used": token(rhythm.frequency)}
        yield Finding("calendar.rhythm", "unknown", params, needs, sources=cite(rhythm.offered))


def _last_day_of_the_year(
    asker: Asker, scheme: str, rhythm: Rhythm, answer: Answer
) -> Iterator[Finding]:
    months = asker.question.months
    paid_in = [period.payment_month for period in rhythm.periods(months[0], months[-1])]
    if any(rhythm.due_on(month) < last_day(month) for month in paid_in):
        day = day_of_year(answer.word, asker.question.year)
        yield last_payment_day(asker, scheme, answer, day)


def last_payment_day(asker: Asker, scheme: str, answer: Answer, day: dt.date) -> Finding:
    """The last day of the year on which a place takes payments."""
    carried = answer.status == "carried_forward"
    return Finding(
        "calendar.last_payment_day",
        "pass",
        {
            "place": asker.label,
            "scheme": scheme_label(asker, scheme),
            "year": str(asker.question.year),
            "day": Message(CARRIED_DAY, {"day": day}) if carried else day,
        },
        sources=cite(answer),
    )


# -- settlements ------------------------------------------------------------------------------


def make_up(entry: Entry, notice: Notice, due: SettlementDay, rule: Answer | None) -> Finding:
    """What a notice asks for months that were paid before it, and by which rule."""
    scheme = scheme_of(entry.item)
    params: dict[str, object] = {
        "item": Message(ITEMS[entry.item].text),
        "published": _published(notice),
        "count": len(notice.months),
        "amount": Yuan(abs(entry.amount_fen)),
    }
    sources = cite(*notice.answers, rule, due.answer)
    if entry.amount_fen < 0:
        params["office"] = office_of(scheme)
        return Finding("calendar.credit", "unknown", params, sources=sources)
    params["due"] = _due(due)
    if not entry.provisional:
        return Finding("calendar.make_up", "pass", params, sources=sources)
    params["office"] = office_of(scheme)
    return Finding("calendar.make_up", "unknown", params, sources=sources)


def _published(notice: Notice) -> dt.date | Message:
    on_file = any(answer.record.published == notice.day for answer in notice.answers)
    return notice.day if on_file else Message(NOTICE_DAY_UNKNOWN, {"day": notice.day})


def _due(due: SettlementDay) -> Message:
    if due.day is None or due.answer is None:
        return Message(NO_DUE_DAY)
    carried = due.answer.status == "carried_forward"
    return Message(PAY_BY_CARRIED if carried else PAY_BY, {"day": due.day})


def to_be_settled(asker: Asker, lines: Sequence[Line]) -> Iterator[Finding]:
    """Says of each scheme paid on carried bounds what happens once new ones are published."""
    months = asker.question.months
    for scheme in dict.fromkeys(scheme_of(line.item) for line in lines):
        names = {f"{scheme}.{name}" for name in BOUNDS}
        carried = [
            answer
            for line in lines
            for answer in line.answers
            if answer.asked in names and answer.since is not None
            if answer.since <= last_day(months[-1])
        ]
        if not carried:
            continue
        since = min(answer.since for answer in carried if answer.since is not None)
        params: dict[str, object] = {
            "place": asker.label,
            "scheme": scheme_label(asker, scheme),
            "since": since,
        }
        rule = asker.look(f"{scheme}.make_up", since)
        until = asker.look(f"{scheme}.provisional_bounds", since)
        if rule is None or rule.is_none:
            yield Finding("calendar.to_be_settled", "unknown", params, sources=cite(until))
        else:
            params["rule"] = asker.question.parameters.definitions.token(rule.word)
            yield Finding("calendar.to_be_settled", "pass", params, sources=cite(rule, until))


# -- residents' windows -----------------------------------------------------------------------


def window_of(asker: Asker, year: int) -> Window | None:
    """The window of a coverage year's premium; that of another year is not carried."""
    answer = asker.look("resident_medical.window", dt.date(year, 1, 1))
    window = _window(answer)
    return window if window is not None and window.answer.status in ON_FILE else None


def _window(answer: Answer | None) -> Window | None:
    parsed = None if answer is None else answer.record.parsed
    days = [day for day in parsed if isinstance(day, dt.date)] if isinstance(parsed, tuple) else []
    return Window(days[0], days[-1], answer) if answer is not None and days else None


def no_window(asker: Asker, year: int) -> Finding:
    """The days of collection are not on file."""
    params = {"place": asker.label, "year": str(year), "office": MEDICAL_OFFICE}
    return Finding("calendar.window_not_on_file", "unknown", params)


def window_over(asker: Asker, year: int, window: Window, enrolled: int) -> Finding:
    """The premium was collected before the person joins."""
    params = {
        "place": asker.label,
        "year": str(year),
        "first": window.first,
        "last": window.last,
        "month": month_text(enrolled),
        "office": MEDICAL_OFFICE,
    }
    return Finding("calendar.window_over", "unknown", params, sources=cite(window.answer))


def next_coverage_year(asker: Asker, tier: str) -> Iterator[Finding]:
    """In or after the next window: what the next coverage year costs, or that it is not on file.

    Where that window is not on file, the latest one on file, moved by whole years, tells whether
    it has begun.
    """
    question = asker.question
    year = question.on.year + 1
    window = window_of(asker, year)
    begins = window.first if window else _as_before(asker, year)
    if begins is None or question.on < begins:
        return
    name = "resident_medical.premium"
    parameter = f"{name}.{tier}" if tier else name
    premium = asker.look(parameter, dt.date(year, 1, 1))
    params: dict[str, object] = {
        "place": asker.label,
        "year": str(year),
        "window": Message(WINDOW, {"first": window.first, "last": window.last})
        if window
        else Message(WINDOW_UNKNOWN),
    }
    rule = "resident_medical.next_coverage_year"
    behind = None if window is None else window.answer
    if premium is None or premium.status == "carried_forward":
        params |= {"office": MEDICAL_OFFICE, "key": f"{asker.place}.{parameter}"}
        yield Finding(rule, "unknown", params, sources=cite(behind))
        return
    at_least = premium.status == "stand_in"
    amount = Yuan(premium.whole)
    params["premium"] = Message(AT_LEAST, {"amount": amount}) if at_least else amount
    yield Finding(rule, "pass", params, sources=cite(premium, behind))


def _as_before(asker: Asker, year: int) -> dt.date | None:
    """The first day of the latest window on file, moved to the autumn before a coverage year."""
    question = asker.question
    answer = (
        question.known(question.known_on)
        .asker(asker.place)
        .look("resident_medical.window", dt.date(year, 1, 1))
    )
    window = _window(answer)
    if window is None:
        return None
    years = year - window.answer.record.first.year
    return day_of_year(f"{window.first:%m-%d}", window.first.year + years)


# -- starting ---------------------------------------------------------------------------------


def start(
    question: Question, entries: Sequence[Entry], year_fen: int, *, complete: bool
) -> Iterator[Finding]:
    """Starting in a given month: the cost to December and the next three dates."""
    enrolled = question.applicant.enrolled_from
    if enrolled is None or enrolled // 12 != question.year:
        return
    dates = next_dates(entries, question.on)
    if not dates:
        return
    amount = Yuan(year_fen)
    params: dict[str, object] = {
        "month": month_text(enrolled),
        "year": str(question.year),
        "amount": amount if complete else Message(AT_LEAST, {"amount": amount}),
        "dates": [
            Message(NEXT_DATE, {"day": date.day, "amount": Yuan(date.amount_fen)}) for date in dates
        ],
    }
    yield Finding("calendar.start", "pass", params)
