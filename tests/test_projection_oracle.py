"""Estimates against an account kept month by month in Decimal, and contributions to the fen.

The oracle shares no code with the projection: it walks through the months of a life, decides in
each whether a contribution is paid, closes the account each December and takes the numbers of the
notices as they are typed in below. Only the assumed rates are taken from the result: their rule
has tests of its own.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache

import pytest

from calc import Comparison, compare, load_parameters
from calc.comparison import Option
from calc.comparison.projection import Estimate, Retirement

LAW = load_parameters()
ON = dt.date(2026, 11, 22)
NOW = 2026 * 12 + 10
NOTHING = Decimal(0)
FEN, ONE, HUNDRED = Decimal("0.01"), Decimal(1), Decimal(100)
SETS = ("cautious", "middle", "hopeful")
DIVISORS = [
    233, 230, 226, 223, 220, 216, 212, 208, 204, 199, 195, 190, 185, 180, 175, 170,
    164, 158, 152, 145, 139, 132, 125, 117, 109, 101, 93, 84, 75, 65, 56,
]  # fmt: skip
"""国发〔2005〕38号: ages 40 to 70."""


@dataclass(frozen=True)
class Place:
    """Numbers of the notices that hold on 2026-11-22; W and the base pension are those of 2025."""

    slugs: tuple[str, ...]
    floor: Decimal
    ceiling: Decimal
    average: Decimal
    calculation_base: Decimal
    base_pension: Decimal
    base_pension_year: int
    addition: dict[str, Decimal]
    tiers: dict[int, int]
    coefficient: Decimal | None = None
    decimals: bool = False


def d(value: object) -> Decimal:
    return Decimal(str(value))


SHANDONG_TIERS = {350: 30, 500: 60, 800: 80, 1000: 80, 3000: 80, 5000: 80, 8000: 80}
WEIHAI_TIERS = {500: 60, 800: 80, 1000: 80, 2000: 80, 3000: 80, 5000: 80, 8000: 80}
HENAN_TIERS = {200: 30, 300: 40, 400: 50, 500: 60, 600: 80, 1000: 160, 2000: 220, 5000: 340}
YUNNAN_TIERS = {300: 35, 400: 40, 500: 60, 600: 72, 1000: 120, 2000: 240, 10000: 240}
SHANDONG = {"jining": d("1.63"), "zaozhuang": d("1.63"), "weihai": d(2)}
PLACES = (
    Place(
        ("jining", "zaozhuang"), d(4573), d(22863), d(7621), d(7831), d(208), 2025,
        SHANDONG, SHANDONG_TIERS, d("0.013"), decimals=True,
    ),
    Place(
        ("weihai",), d(4573), d(22863), d(7621), d(7831), d(208), 2025,
        SHANDONG, WEIHAI_TIERS, d("0.013"), decimals=True,
    ),
    Place(
        ("xuchang",), d(3831), d(19155), d(6385), d(6738), d(163), 2026,
        {"xuchang": d(0)}, HENAN_TIERS,
    ),
    Place(
        ("lincang",), d(4403), d(22017), d(7339), d(8265), d(163), 2025,
        {"lincang": d(2)}, YUNNAN_TIERS, d("0.013"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """One random life."""

    place: Place
    slug: str
    born: int
    track: str
    base: Decimal
    months: int
    deemed: int
    index: Decimal
    account: Decimal
    tier: int
    resident_months: int
    resident_account: Decimal
    assumed: dict[str, str] = field(default_factory=dict)

    def document(self, relation: str) -> dict[str, object]:
        return {
            "workplace": self.slug,
            "household_registration": self.slug,
            "born": f"{self.born // 12}-{self.born % 12 + 1:02d}",
            "sex": "male" if self.track == "male60" else "female",
            "retirement_track": self.track,
            "relation": relation,
            "monthly_income": str(self.base),
            "pension_base": str(self.base),
            "resident_pension_tier": str(self.tier),
            "history": {
                "employee_pension_months": self.months,
                "deemed_months": self.deemed,
                "average_contribution_index": str(self.index),
                "individual_account": str(self.account),
                "resident_pension_months": self.resident_months,
                "resident_account": str(self.resident_account),
            },
        }


def random_person(source: random.Random) -> Person:
    place = source.choice(PLACES)
    slug = source.choice(place.slugs)
    track = source.choice(("male60", "female55", "female50"))
    oldest = {"male60": 62, "female55": 56, "female50": 51}[track]
    born = NOW - source.randrange(18 * 12, oldest * 12)
    if slug == "lincang":
        tenths = source.randrange(7, 30)
        base = (d(7339) * tenths / 10).quantize(ONE, ROUND_HALF_UP)
    else:
        base = d(source.randrange(int(place.floor), int(place.ceiling) + 1))
    employee = source.choice((True, True, False))
    longest = NOW - born - 16 * 12
    months = source.choice((0, source.randrange(longest + 1))) if employee else 0
    deemed = source.choice((0, 0, source.randrange(longest - months + 1))) if months else 0
    account = d(source.randrange(20_000_000)) / 100 if months else d(0)
    tiers = tuple(place.tiers)
    resident = 0 if employee else source.randrange((longest + 12) // 12)
    assumed = {}
    if source.random() < 0.3:
        assumed["base_growth"] = f"{source.randrange(-100, 900) / 100}%"
    if source.random() < 0.3:
        assumed["price_growth"] = f"{source.randrange(-100, 500) / 100}%"
    if source.random() < 0.3:
        assumed["account_interest"] = f"{source.randrange(0, 900) / 100}%"
    assumed["horizon_age"] = str(source.randrange(75, 101))
    return Person(
        place, slug, born, track, base, months, deemed,
        d(source.randrange(60_000_000, 300_000_001)) / 100_000_000, account,
        source.choice(tiers), resident * 12,
        d(source.randrange(3_000_000)) / 100 if resident else d(0), assumed,
    )  # fmt: skip


# -- the law again ----------------------------------------------------------------------------


@cache
def statutory(born: int, track: str) -> int:
    """Delays are counted up birth month by birth month, as the law's table does."""
    age, first, step, most = {
        "male60": (720, 1965 * 12, 4, 36),
        "female55": (660, 1970 * 12, 4, 36),
        "female50": (600, 1975 * 12, 2, 60),
    }[track]
    delay = 0
    for month in range(first, born + 1):
        if (month - first) % step == 0 and delay < most:
            delay += 1
    return born + age + delay


def minimum_months(year: int) -> int:
    months = 180
    for _ in range(2030, year + 1):
        months = min(months + 6, 240)
    return months


def divisor(age_months: int) -> Decimal:
    years, months = divmod(age_months, 12)
    low = d(DIVISORS[years - 40])
    high = d(DIVISORS[years - 39]) if months else low
    return (low + (high - low) * months / 12).quantize(Decimal("0.1"), ROUND_HALF_UP)


def fen(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, ROUND_HALF_UP)


def months_of_choices(person: Person) -> dict[str, int]:
    """Early, statutory and late month by walking through the months."""
    due = statutory(person.born, person.track)
    original = person.born + {"male60": 720, "female55": 660, "female50": 600}[person.track]
    before = person.months + person.deemed
    found: dict[str, int] = {}
    for month in range(max(due - 36, original, NOW), due):
        if before + month - NOW >= minimum_months(month // 12):
            found["early"] = month
            break
    paid_up = max(due, NOW)
    while before + paid_up - NOW < minimum_months(due // 12):
        paid_up += 1
    found["statutory"] = paid_up
    if due + 36 > paid_up:
        found["late"] = due + 36
    return found


@dataclass
class Walk:
    """What a walk through the months of contributions comes to, in yuan."""

    account: Decimal
    paid: Decimal = NOTHING
    weighed: Decimal = NOTHING
    months: int = 0


def walk(
    person: Person, until: int, own: Decimal, to_account: Decimal, index: Decimal,
    rates: dict[str, Decimal],
) -> Walk:  # fmt: skip
    """Pays each month, raises the amounts each January, credits interest each December."""
    found = Walk(account=person.account + person.resident_account)
    interest_bearing, fresh = found.account, d(0)
    for month in range(NOW, until):
        if month % 12 == 0 and month > NOW:
            own = fen(own * (1 + rates["base"]))
            to_account = fen(to_account * (1 + rates["base"]))
            index = index * (1 + rates["base"]) / (1 + rates["wage"])
        found.paid += own
        fresh += to_account
        found.weighed += index
        found.months += 1
        if month % 12 == 11 or month == until - 1:
            interest_bearing += fen(interest_bearing * rates["interest"]) + fresh
            fresh = d(0)
    if until == NOW and NOW % 12:  # the year that is running counts whole
        interest_bearing += fen(interest_bearing * rates["interest"])
    found.account = interest_bearing
    return found


def average_index(person: Person, found: Walk) -> Decimal:
    return (person.index * person.months + found.weighed) / (person.months + found.months)


def employee_pension(person: Person, month: int, found: Walk, rates: dict[str, Decimal]) -> Decimal:
    place = person.place
    w = place.calculation_base
    for _ in range(2025, month // 12):
        w = w * (1 + rates["wage"])
    index = average_index(person, found)
    years = d(person.months + found.months + person.deemed) / 12
    deemed = d(person.deemed) / 12
    if place.decimals:
        years, deemed = (each.quantize(FEN, ROUND_HALF_UP) for each in (years, deemed))
    basic = w * (1 + index) / 2 * years / 100
    transitional = w * index * deemed * place.coefficient if place.coefficient else d(0)
    return basic + transitional + found.account / divisor(month - person.born)


# -- against the program --------------------------------------------------------------------------


def rates_of(result: Comparison, option: Option, chosen: str) -> dict[str, Decimal]:
    assumptions = result.projection(option).assumptions
    assert assumptions is not None

    def rate(name: str, otherwise: str) -> Decimal:
        found = assumptions.rates.get(name) or assumptions.rates[otherwise]
        return d(found.values[chosen]) / 1_000_000  # type: ignore[index]  # a name of SETS

    return {
        "wage": rate("wage_growth", "wage_growth"),
        "base": rate("base_growth", "wage_growth"),
        "interest": rate("account_interest", "account_interest"),
        "real": rate("price_growth", "wage_growth"),
    }


def close(fen_found: int, yuan: Decimal, within: Decimal = ONE) -> bool:
    return abs(d(fen_found) / HUNDRED - yuan) <= within


def option_of(result: Comparison, scheme: str) -> Option:
    return next(o for o in result.options if o.pension.part.scheme == scheme)


def check_totals(person: Person, found: Retirement, estimate: Estimate, real: Decimal) -> None:
    """What follows from pension and payments: real money, the horizon, the break-even."""
    pension, own = d(estimate.pension_fen) / HUNDRED, d(estimate.own_fen) / HUNDRED
    today = pension
    for _ in range(2026, found.month // 12):
        today = today / (1 + real)
    assert close(estimate.real_fen, today)
    end = person.born + int(person.assumed["horizon_age"]) * 12
    assert close(estimate.received_fen, pension * max(end - found.month, 0), d(0))
    month, received = found.month, pension
    while received < own:
        month, received = month + 1, received + pension
    assert estimate.break_even_month == month


def check_employee(person: Person, result: Comparison, scheme: str) -> None:
    option = option_of(result, scheme)
    projection = result.projection(option)
    employer = scheme == "employer"
    own = fen(person.base * (d("0.08") if employer else d("0.20")))
    line = next(x for x in option.pension.lines if x.item == "employee_pension")
    assert line.month_fen == int(own * 100)
    choices = months_of_choices(person)
    if choices["statutory"] <= NOW:
        assert projection.retirement == ()
        assert [note.rule for note in projection.notes] == ["projection.already_retired"]
        return
    if choices["statutory"] - person.born > 70 * 12:
        assert projection.retirement == ()
        assert any(note.rule == "projection.beyond_divisors" for note in projection.notes)
        return
    to_account = fen(person.base * d("0.08"))
    index = (person.base / person.place.average).quantize(Decimal("1e-8"), ROUND_HALF_UP)
    if any(note.rule == "projection.beyond_bounds" for note in projection.notes):
        # a base entered to outgrow wages: ten times the average is more than any base may be
        rates = rates_of(result, option, "cautious")
        found = walk(person, choices["statutory"] + 36, own, to_account, index, rates)
        assert average_index(person, found) > 10
        return
    assert {found.choice: found.month for found in projection.retirement} == choices
    for retirement in projection.retirement:
        for chosen, estimate in retirement.estimates.items():
            rates = rates_of(result, option, chosen)
            found = walk(person, retirement.month, own, to_account, index, rates)
            pension = employee_pension(person, retirement.month, found, rates)
            assert estimate.months == person.months + person.deemed + found.months
            assert close(estimate.own_fen, found.paid)
            assert close(estimate.account_fen, found.account)
            assert close(estimate.pension_fen, pension), (retirement.choice, chosen)
            check_totals(person, retirement, estimate, rates["real"])


def check_resident(person: Person, result: Comparison) -> None:
    option = option_of(result, "resident")
    projection = result.projection(option)
    own, subsidy = d(person.tier), d(person.place.tiers[person.tier])
    lines = {x.item: x.year_fen for x in option.pension.lines}
    assert lines["resident_pension"] == int(own * 100)
    assert lines["resident_pension.subsidy"] == int(subsidy * 100)
    month = person.born + 720
    if month <= NOW:
        assert projection.retirement == ()
        return
    (found,) = projection.retirement
    assert found.month == month
    due = max(statutory(person.born, person.track) // 12, 2011)
    employee = person.months + person.deemed
    joins = employee < minimum_months(due)
    for chosen, estimate in found.estimates.items():
        rates = rates_of(result, option, chosen)
        rises = projection.assumptions
        assert rises is not None
        account = person.resident_account + (person.account if joins else 0)
        paid, months = d(0), person.resident_months + (employee if joins else 0)
        for year in range(2026, (month - 1) // 12 + 1):
            account += fen(account * rates["interest"])
            if year < month // 12:
                account += own + subsidy
                paid += own
                months += 12
        rise = d(rises.rates["base_pension_growth"].values[chosen]) / HUNDRED
        base = person.place.base_pension + rise * (month // 12 - person.place.base_pension_year)
        more = person.place.addition[person.slug] * (max(months - 180, 0) // 12)
        assert close(estimate.own_fen, paid, d(0))
        assert close(estimate.account_fen, account)
        assert close(estimate.pension_fen, base + more + account / 139)
        assert estimate.months == months
        check_totals(person, found, estimate, rates["real"])


@pytest.mark.parametrize("block", range(20))
def test_random_lives(block: int, by_size: Callable[[int, int], int]) -> None:
    """100 lives, 10,000 in the thorough run, in blocks that run side by side."""
    source = random.Random(2026_11_22 + block)
    for number in range(by_size(5, 500)):
        person = random_person(source)
        relation = "employee" if number % 3 == 0 else "independent"
        result = compare(person.document(relation), LAW, on=ON, assumptions=person.assumed)
        try:
            with localcontext() as context:
                context.prec = 40
                check_employee(person, result, "employer" if number % 3 == 0 else "flexible")
                check_resident(person, result)
        except AssertionError as error:
            raise AssertionError(f"block {block}, life {number}: {person}: {error}") from error
