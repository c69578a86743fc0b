"""The calendar as iCalendar: read back by the library, and the same bytes every time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from icalendar import Calendar

from calc import compare, load_parameters
from calc.comparison import Comparison, Option
from calc.comparison.payments import Entry
from calc.i18n import Lang
from calc.parameters.lookup import Parameters
from calc.report.ics import calendar_ics

FLEXIBLE = "pension=flexible@weihai;medical=flexible.without_account@weihai"
RESIDENT = "pension=resident@weihai;medical=resident.tier_1@weihai"
UNPRICED = "pension=flexible@lincang;medical=flexible.without_account@lincang"
PERSON: dict[str, object] = {
    "id": "340123199001011234",
    "workplace": "weihai",
    "household_registration": "weihai",
    "born": "1990-01",
    "platform": "某平台",
    "monthly_income": "7777.77",
    "payment_frequency": "quarterly",
}


@pytest.fixture(scope="module")
def law() -> Parameters:
    return load_parameters()


def asked(
    law: Parameters, option: str, on: str = "2026-11-22", **changes: object
) -> tuple[Comparison, Option]:
    result = compare({**PERSON, **changes}, law, on=dt.date.fromisoformat(on))
    return result, next(each for each in result.options if each.id == option)


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("option_id", [FLEXIBLE, RESIDENT])
def test_every_entry_is_an_all_day_event(law: Parameters, option_id: str, lang: Lang) -> None:
    result, option = asked(law, option_id, pension_base="4520")
    found = events(calendar_ics(result, option, lang))
    assert len(found) == len(option.calendar) > 0
    for event, entry in zip(found, option.calendar, strict=True):
        assert event.decoded("dtstart") == entry.day
        assert type(event.decoded("dtstart")) is dt.date, "all day"
        assert event.decoded("dtend") == entry.day + dt.timedelta(days=1)
        assert event.decoded("dtstamp") == dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
        yuan = f"{entry.amount_fen // 100:,}.{entry.amount_fen % 100:02d}"
        assert yuan in str(event["summary"])
        alarms = event.walk("VALARM")
        assert [alarm.decoded("trigger") for alarm in alarms] == [
            -dt.timedelta(days=7),
            -dt.timedelta(days=1),
        ]
        assert {str(alarm["action"]) for alarm in alarms} == {"DISPLAY"}
        assert {str(alarm["description"]) for alarm in alarms} == {str(event["summary"])}


def test_words_in_both_languages(law: Parameters) -> None:
    result, option = asked(law, FLEXIBLE, pension_base="4520")
    make_up = next(e for e in option.calendar if e.kind == "make_up" and not e.provisional)
    place = option.calendar.index(make_up)
    zh = events(calendar_ics(result, option, "zh"))[place]
    en = events(calendar_ics(result, option, "en"))[place]
    # nine months of 14.60 − 904.00 … 10.60 each
    assert str(zh["summary"]) == "补缴差额 95.40 元：职工基本养老保险"
    assert str(en["summary"]) == "Pay the difference of 95.40 yuan: employee pension"
    assert "到期日没有在案资料" in str(zh["description"])
    assert "No due day is on file" in str(en["description"])
    assert "2026-01" in str(zh["description"])
    assert "2026-09" in str(zh["description"])
    assert zh["uid"] == en["uid"]


def test_a_provisional_difference_says_so(law: Parameters) -> None:
    result, option = asked(law, FLEXIBLE, pension_base="4504")
    found = dict(
        zip(
            [(entry.kind, entry.item) for entry in option.calendar],
            events(calendar_ics(result, option, "zh")),
            strict=False,
        )
    )
    assert "暂列" in str(found["make_up", "employee_medical"]["description"])
    assert "暂列" not in str(found["make_up", "employee_pension"]["description"])


def test_what_a_due_day_rests_on(law: Parameters) -> None:
    result, option = asked(law, RESIDENT)
    premium, tier = events(calendar_ics(result, option, "en"))
    assert premium.decoded("dtstart") == dt.date(2025, 12, 31)
    assert "The due day is on file." in str(premium["description"])
    assert tier.decoded("dtstart") == dt.date(2026, 12, 31)
    assert "No due day is on file" in str(tier["description"])
    result, option = asked(law, FLEXIBLE)
    assert "our convention" in str(events(calendar_ics(result, option, "en"))[0]["description"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_bytes_every_time_folded_at_75_octets(law: Parameters, lang: Lang) -> None:
    result, option = asked(law, FLEXIBLE)
    content = calendar_ics(result, option, lang)
    assert content == calendar_ics(*asked(law, FLEXIBLE), lang)
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    content.decode("utf-8")
    calendar = Calendar.from_ical(content)
    assert str(calendar["version"]) == "2.0"
    assert str(calendar["method"]) == "PUBLISH"
    assert "2026" in str(calendar["x-wr-calname"])
    assert calendar.errors == []


def test_an_event_keeps_its_uid_while_its_amount_changes(law: Parameters) -> None:
    """Asked in March (4504 carried) and in November (4573): the same quarters, other amounts."""
    march = asked(law, FLEXIBLE, "2026-03-01", monthly_income="3000")
    november = asked(law, FLEXIBLE, "2026-11-22", monthly_income="3000")

    def by_uid(pair: tuple[Comparison, Option]) -> dict[str, Entry]:
        found = events(calendar_ics(*pair, "zh"))
        uids = [str(event["uid"]) for event in found]
        assert len(set(uids)) == len(uids)
        return dict(zip(uids, pair[1].calendar, strict=True))

    stamps = {event.decoded("dtstamp").date() for event in events(calendar_ics(*march, "en"))}
    assert stamps == {dt.date(2026, 3, 1)}, "the day asked about, never the clock's"
    before, after = by_uid(march), by_uid(november)
    assert set(before) < set(after)
    assert all(after[uid].kind == "make_up" for uid in set(after) - set(before))
    changed = [uid for uid in before if before[uid].amount_fen != after[uid].amount_fen]
    assert {after[uid].month for uid in changed} == {24_321}, "only the quarter from October"


def test_a_credit_has_no_reminder(law: Parameters) -> None:
    overlay = {
        "place": "weihai",
        "parameter": "employee_pension.base_floor",
        "value": "4400",
        "unit": "CNY/month",
        "from": "2026-01-01",
        "to": "2026-12-31",
        "published": "2026-10-10",
    }
    lower = load_parameters([{"entered": [overlay]}])
    result, option = asked(lower, FLEXIBLE, monthly_income="3000")
    credit = next(entry for entry in option.calendar if entry.amount_fen < 0)
    event = events(calendar_ics(result, option, "en"))[option.calendar.index(credit)]
    assert event.walk("VALARM") == []
    # nine months of 914.60 − 880.00
    assert str(event["summary"]) == "Ask about a credit of 311.40 yuan: employee pension"


def test_no_more_of_the_person_than_the_amounts(law: Parameters) -> None:
    result, option = asked(law, FLEXIBLE)
    text = calendar_ics(result, option, "zh").replace(b"\r\n ", b"").decode()
    for private in (*map(str, PERSON.values()), "7,777.77", "1990"):
        if private not in ("weihai", "quarterly"):
            assert private not in text


def test_without_a_price_there_are_no_events(law: Parameters) -> None:
    person = {"workplace": "lincang"}
    result = compare(person, law, on=dt.date(2026, 11, 22))
    option = next(each for each in result.options if each.id == UNPRICED)
    content = calendar_ics(result, option, "zh")
    assert events(content) == []
    assert Calendar.from_ical(content).errors == []
