"""What stands in a link: language, day, page, scenarios, entered values, and what the sender saw.

A link is the page's path and a query: ``counter?lang=zh&on=2026-11-22&s=1.<packed>``. ``s`` is a
version, a dot, and compact JSON deflated with a dictionary of words that links often hold. The
answers of a person stand in it, readable by whoever gets it; the screens say so.

Old links have to open for ever: ``KEYS`` only grows at its end, ``_WORDS_1`` never changes. A
different form gets a new version beside the old one.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from calc.comparison.asking import FIRST_YEAR, LAST_YEAR
from calc.errors import shortened
from calc.i18n import LANGS, Lang
from calc.messages import N_, Message
from calc.months import parse_day
from calc.parameters.lookup import MODES, Mode

MAXIMUM_CHARACTERS = 1_200
MAXIMUM_SCENARIOS = 8
MAXIMUM_TEXT = 200
"""The longest answer or name, in characters."""
MAXIMUM_UNPACKED = 20_000
"""No link that we wrote unpacks to more bytes; a hostile one might."""
FIRST_DAY, LAST_DAY = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)
"""The days that can be asked about."""
MAXIMUM_DAY = 20
"""What is shown of a day that cannot be read, in characters."""
PAGES = ("", "counter", "batch", "parameters")
"""Paths of the pages; the first is the comparison."""
VERSION = "1"

KEYS = (
    "workplace",
    "household_registration",
    "born",
    "sex",
    "relation",
    "occupation",
    "monthly_income",
    "retirement_track",
    "pension_base",
    "medical_base",
    "payment_frequency",
    "payment_timing",
    "enrolled_from",
    "medical_plan",
    "resident_medical_tier",
    "resident_pension_tier",
    "drawing",
    "retiree_medical_benefits",
    "hardship",
    "work_injury_class",
    "platform",
    "relation_facts.lawful_parties",
    "relation_facts.rules_apply",
    "relation_facts.paid_under_management",
    "relation_facts.part_of_business",
    "relation_facts.platform_manages_work",
    "relation_facts.written_agreement",
    "relation_facts.registered_self_employed",
    "relation_facts.hours_per_day",
    "relation_facts.hours_per_week",
    "history.employee_pension_months",
    "history.deemed_months",
    "history.average_contribution_index",
    "history.individual_account",
    "history.resident_pension_months",
    "history.resident_account",
    "history.employee_medical_months",
    "history.resident_medical_missed_years",
    "history.resident_medical_repaid_years",
    "groups.hard_to_employ",
    "groups.graduated_on",
    "groups.subsidy_months_used",
    "accident_insurance.premium",
    "accident_insurance.starts_on",
    "accident_insurance.months",
    "accident_insurance.platform_registered_in",
    "accident_insurance.employment_registered",
    "accident_insurance.claimed_this_year",
    "accident_insurance.other_injury_subsidy",
    "accident_insurance.is_manager",
    "work.orders_per_month",
    "work.monthly_pay",
    "work.hourly_pay",
    "work.continuous_hours",
    "work.rest_minutes",
    "work.holiday_pay_factor",
    "work.county",
)
"""Answers a link can hold, by their place in this list. Only ever add at the end."""

_WORDS_1 = (
    "yearlyhalf_yearlyquarterlymonthlyarrearsadvanceelsewhereinstant_deliveryexpress_courier"
    "ride_hailingfreight_driverlivestreamerecommercedomestic_serviceotherfood_deliveryhardship"
    "truefalsenoneemployee_medical.flexible_base_proportion=outpatient_poolingpooled_only"
    "tier_1tier_2minorsmalefemalemale60female55female50zaozhuangxuchanglincangjiningweihai"
    "employeemanagedindependentstrictprovisional00.00"
    "pension=none;medical=resident@pension=resident@;medical=none"
    "pension=employer@;medical=employer@pension=flexible@;medical=flexible.with_account@"
    ';medical=flexible.without_account@","",null,[0,"weihai",1,"jining",2,"19'
)
"""Frequent texts of version 1, the most frequent last. Never change it."""
_DICTIONARIES = {"1": _WORDS_1.encode()}

UNREADABLE = N_("This link cannot be read: it is damaged or was cut off. Ask for it again.")
NEWER = N_("This link was made by a newer version of these screens. Update them to open it.")
WRONG_DAY = N_(
    "The day «{day}» in the address cannot be used: a day from {first} to {last} is needed. "
    "This page answers as of today instead."
)
TOO_LONG = N_(
    "These answers do not fit into one link ({maximum} characters, {scenarios} situations). Remove "
    "a situation or some details, or use «copy as text»."
)


class LinkError(ValueError):
    """A link that cannot be opened or made; ``message`` says why to a reader."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.template)
        self.message = message


@dataclass(frozen=True, slots=True)
class SharedScenario:
    """One named situation as it stands in a link.

    Attributes:
        name: What the person called it; empty for the first one's default name.
        answers: Applicant keys (nested ones joined by a dot) with their values as text.
        option: Id of the option picked for it; empty where the screens pick.
        headline_fen: The yearly amount that the sender saw; None if it had no price.
    """

    name: str
    answers: Mapping[str, str]
    option: str = ""
    headline_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """Everything that a link carries."""

    scenarios: tuple[SharedScenario, ...]
    lang: Lang = "zh"
    day: dt.date | None = None
    page: str = ""
    mode: Mode = "provisional"
    entries: tuple[str, ...] = ()
    data_version: str = ""
    reference: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)
    """What a page of its own shows (place, section …); unpacked, in the query."""
    refused_day: str = ""
    """The day of the query, where it is none that can be asked about."""


EXTRA = ("place", "section", "parameter", "view", "other_place", "other_day")


def link_of(shared: Shared) -> str:
    """The page's path and the query that reopens it.

    Raises:
        LinkError: It would be longer than ``MAXIMUM_CHARACTERS`` or hold too many scenarios.
    """
    query = query_of(shared)
    return f"{shared.page}?{urlencode(query)}"


def query_of(shared: Shared) -> dict[str, str]:
    """The query of a link, by name.

    Raises:
        LinkError: As ``link_of``.
    """
    query: dict[str, str] = {"lang": shared.lang}
    if shared.day is not None:
        query["on"] = shared.day.isoformat()
    query |= {name: value for name, value in shared.extra.items() if name in EXTRA and value}
    if shared.scenarios:
        query["s"] = f"{VERSION}.{_pack(shared)}"
    if (
        len(shared.scenarios) > MAXIMUM_SCENARIOS
        or len(f"{shared.page}?{urlencode(query)}") > MAXIMUM_CHARACTERS
    ):
        params = {"maximum": MAXIMUM_CHARACTERS, "scenarios": MAXIMUM_SCENARIOS}
        raise LinkError(Message(TOO_LONG, params))
    return query


def open_link(link: str) -> Shared:
    """What a link made by ``link_of`` holds.

    Raises:
        LinkError: It is damaged, too long, or of a newer version.
    """
    page, _, query = link.partition("?")
    return open_query(dict(parse_qsl(query)), page)


def open_query(query: Mapping[str, str], page: str = "") -> Shared:
    """What a query holds. Language and day that cannot be taken fall back to the defaults.

    Raises:
        LinkError: As ``open_link``.
    """
    lang: Lang = next((lang for lang in LANGS if lang == query.get("lang")), "zh")
    asked = query.get("on", "")
    day = askable_day(asked)
    refused = shortened(asked, MAXIMUM_DAY) if day is None else ""
    extra = {name: query[name][:MAXIMUM_TEXT] for name in EXTRA if query.get(name)}
    page = page if page in PAGES else ""
    packed = query.get("s", "")
    if not packed:
        return Shared((), lang, day, page, extra=extra, refused_day=refused)
    if len(packed) > MAXIMUM_CHARACTERS:
        raise LinkError(Message(UNREADABLE))
    version, dot, body = packed.partition(".")
    if not dot or not version.isdecimal():
        raise LinkError(Message(UNREADABLE))
    if version not in _DICTIONARIES:
        raise LinkError(Message(NEWER))
    try:
        data = _unpack(body, _DICTIONARIES[version])
        return replace(_shared(data, lang, day, page, extra), refused_day=refused)
    except (ValueError, TypeError, IndexError, zlib.error, RecursionError) as error:
        raise LinkError(Message(UNREADABLE)) from error


def askable_day(text: str) -> dt.date | None:
    """A day that can be asked about; None for any other text."""
    try:
        day = parse_day(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def refused_day(day: str) -> Message:
    """What there is to say about a day that cannot be asked about."""
    params = {"day": day, "first": FIRST_DAY.isoformat(), "last": LAST_DAY.isoformat()}
    return Message(WRONG_DAY, params)


def _pack(shared: Shared) -> str:
    data = [
        shared.data_version,
        shared.mode,
        shared.reference,
        list(shared.entries),
        [
            [
                scenario.name,
                scenario.option,
                scenario.headline_fen,
                [
                    part
                    for index, key in enumerate(KEYS)
                    if key in scenario.answers
                    for part in (index, scenario.answers[key])
                ],
            ]
            for scenario in shared.scenarios
        ],
    ]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    packer = zlib.compressobj(9, wbits=-15, zdict=_DICTIONARIES[VERSION])
    packed = b"".join((packer.compress(text.encode()), packer.flush()))
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _unpack(body: str, dictionary: bytes) -> object:
    try:
        # base64 counts in fours; what is too much of the padding is ignored
        packed = base64.b64decode(f"{body}===", altchars=b"-_", validate=False)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
    unpacker = zlib.decompressobj(wbits=-15, zdict=dictionary)
    text = unpacker.decompress(packed, MAXIMUM_UNPACKED)
    if not unpacker.eof:
        raise ValueError("cut off, or longer than any link")
    data: object = json.loads(text.decode())
    return data


def _shared(
    data: object, lang: Lang, day: dt.date | None, page: str, extra: Mapping[str, str]
) -> Shared:
    version, mode, reference, entries, scenarios = _items(data)
    if mode not in MODES or not isinstance(reference, int) or isinstance(reference, bool):
        raise ValueError("mode or reference")
    rows = _items(scenarios)
    if not 1 <= len(rows) <= MAXIMUM_SCENARIOS or reference not in range(len(rows)):
        raise ValueError("number of scenarios")
    return Shared(
        tuple(_scenario(row) for row in rows),
        lang,
        day,
        page,
        "strict" if mode == "strict" else "provisional",
        tuple(_text(entry) for entry in _items(entries)),
        _text(version),
        reference,
        extra,
    )


def _scenario(row: object) -> SharedScenario:
    name, option, headline, flat = _items(row)
    if headline is not None and (not isinstance(headline, int) or isinstance(headline, bool)):
        raise ValueError("headline")
    parts = _items(flat)
    answers: dict[str, str] = {}
    for index, value in zip(parts[::2], parts[1::2], strict=True):
        if not isinstance(index, int) or isinstance(index, bool) or index not in range(len(KEYS)):
            raise ValueError("key")
        answers[KEYS[index]] = _text(value)
    return SharedScenario(_text(name), answers, _text(option), headline)


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("not a list")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAXIMUM_TEXT:
        raise ValueError("not a text")
    return value
