"""The payment calendar as an iCalendar file (RFC 5545), with reminders.

The same comparison always gives the same bytes: no clock is read, and an event keeps its UID while
its amount changes, so that a calendar that takes the file again updates what it has.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from icalendar import Alarm, Calendar, Event

from calc._version import __version__
from calc.comparison import Comparison, Option
from calc.comparison.payments import Entry
from calc.i18n import Lang, render, translate
from calc.messages import N_, Message, Yuan
from calc.months import month_text
from calc.report.names import item_text, option_text
from calc.report.payment_lines import about_the_day

REMINDERS = (dt.timedelta(days=7), dt.timedelta(days=1))
ONE_DAY = dt.timedelta(days=1)
UTC = dt.UTC

NAME = N_("Canbao: payments of {year}")
PAY = N_("Pay {amount} yuan: {item}")
MAKE_UP = N_("Pay the difference of {amount} yuan: {item}")
CREDIT = N_("Ask about a credit of {amount} yuan: {item}")
ONE_MONTH = N_("For {first}.")
SEVERAL_MONTHS = N_("For {first} to {last}.")
DIFFERENCE = N_("The difference after a notice; months already paid: {count}.")
PROVISIONAL = N_(
    "Provisional: no source on file says that this difference is collected. Ask first."
)
AS_OF = N_("Computed for {day}, data {version}. Amounts that are not due yet may still change.")


def calendar_ics(comparison: Comparison, option: Option, lang: Lang) -> bytes:
    """The payments of one option, an all-day event each, with reminders 7 days and 1 day before.

    An entry without a due day stands on the last day of its month and says so; a credit has no
    reminder. Nothing about the person is in the file but the amounts and what they are for.

    Args:
        comparison: The comparison that the option is from.
        option: The option; one without a price gives a calendar without events.
        lang: zh or en.
    """
    question = comparison.question
    calendar = Calendar()
    calendar.add("prodid", f"-//canbao//{__version__}//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", render(Message(NAME, {"year": str(question.year)}), lang))
    for entry in option.calendar:
        calendar.add_component(_event(comparison, option, entry, lang))
    return bytes(calendar.to_ical())


def _event(comparison: Comparison, option: Option, entry: Entry, lang: Lang) -> Event:
    question = comparison.question
    summary = _summary(entry, lang)
    event = Event()
    event.add("uid", _uid(option, entry))
    event.add("dtstamp", dt.datetime.combine(question.on, dt.time(), UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + ONE_DAY)
    event.add("transp", "TRANSPARENT")
    event.add("summary", summary)
    event.add("description", _description(comparison, option, entry, lang))
    if entry.amount_fen > 0:
        for before in REMINDERS:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("trigger", -before)
            alarm.add("description", summary)
            event.add_component(alarm)
    return event


def _summary(entry: Entry, lang: Lang) -> str:
    template = CREDIT if entry.amount_fen < 0 else MAKE_UP if entry.kind == "make_up" else PAY
    params = {"amount": Yuan(abs(entry.amount_fen)), "item": item_text(entry.item, lang)}
    return render(Message(template, params), lang)


def _description(comparison: Comparison, option: Option, entry: Entry, lang: Lang) -> str:
    question = comparison.question
    first, last = (month_text(month) for month in entry.covers)
    lines = [
        option_text(option, question, lang),
        render(Message(ONE_MONTH, {"first": first}), lang)
        if first == last
        else render(Message(SEVERAL_MONTHS, {"first": first, "last": last}), lang),
    ]
    if entry.kind == "make_up":
        lines.append(render(Message(DIFFERENCE, {"count": len(entry.months)}), lang))
        if entry.provisional:
            lines.append(translate(PROVISIONAL, lang))
    lines.append(translate(about_the_day(entry), lang))
    data = {"day": question.on, "version": question.parameters.data_version}
    lines.append(render(Message(AS_OF, data), lang))
    return "\n".join(lines)


def _uid(option: Option, entry: Entry) -> str:
    """The same for the same payment of the same option, whatever its amount and due day are.

    Two people with the same option have the same: who keeps the calendars of both in one program
    imports them into two calendars.
    """
    first, last = (month_text(month) for month in entry.covers)
    notice = "" if entry.notice_on is None else entry.notice_on.isoformat()
    key = "|".join((option.id, entry.kind, entry.item, first, last, notice))
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@canbao"
