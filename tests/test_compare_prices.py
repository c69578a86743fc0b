"""The comparison's prices: cases by hand, and every line against months counted in decimals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from calc import CanbaoError, compare, load_parameters
from calc.comparison import Comparison, Option
from calc.comparison.pricing import Line, sum_formula
from calc.i18n import render
from calc.money import yuan_text
from calc.months import parse_day
from calc.parameters.lookup import Answer, Mode, Parameters

HERE = Path(__file__).parent / "cases" / "compare"
PRICES: list[dict[str, Any]] = yaml.load((HERE / "prices.yaml").read_text("utf-8"), yaml.BaseLoader)
OPTIONS: list[dict[str, Any]] = yaml.load(
    (HERE / "options.yaml").read_text("utf-8"), yaml.BaseLoader
)
TWELVE = range(1, 13)


@pytest.fixture(scope="module")
def parameters() -> Parameters:
    return load_parameters()


def compared(case: dict[str, Any], parameters: Parameters) -> Comparison:
    if "set" in case or "overlay" in case:
        overlays = [{"entered": case["overlay"]}] if "overlay" in case else []
        parameters = load_parameters(overlays, entries=case.get("set", ()))
    return compare(
        case["applicant"],
        parameters,
        on=parse_day(case.get("on", "2026-11-22")),
        known_on=parse_day(case["known_on"]) if "known_on" in case else None,
        year=int(case["year"]) if "year" in case else None,
        mode="strict" if case.get("mode") == "strict" else "provisional",
    )


# -- cases ----------------------------------------------------------------------------------------


def yuan(fen: int | None) -> str:
    return "none" if fen is None else yuan_text(fen)


def shown(line: Line) -> dict[str, str]:
    return {
        "month": yuan(line.month_fen),
        "year": yuan(line.year_fen),
        "account": yuan(line.account_fen),
        "pooled": yuan(line.pooled_fen),
        "due": "none" if line.due_month is None else _month(line.due_month),
    }


def _month(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def key_of(line: Line) -> str:
    return line.item if line.payer == "worker" else f"{line.item} {line.payer}"


def check(option: Option, wanted: dict[str, Any]) -> None:
    lines = {key_of(line): line for line in option.lines}
    assert len(lines) == len(option.lines)
    for key, amounts in wanted.get("lines", {}).items():
        assert key in lines, (key, list(lines))
        found = shown(lines[key])
        assert {name: found[name] for name in amounts} == amounts, key
    if "only" in wanted or wanted.get("lines") == {}:
        assert {key_of(line) for line in option.worker_lines} == wanted["lines"].keys()
    assert not lines.keys() & set(wanted.get("no_lines", ()))
    facts = {
        "month": yuan(option.worker_month_fen),
        "year": yuan(option.worker_year_fen),
        "priced": str(option.priced).lower(),
        "complete": str(option.complete).lower(),
        "open": str(option.open).lower(),
    }
    assert {key: facts[key] for key in facts if key in wanted} == {
        key: wanted[key] for key in facts if key in wanted
    }
    check_missing(option, wanted)
    check_findings(option, wanted)
    check_first_line(option, wanted)


def check_missing(option: Option, wanted: dict[str, Any]) -> None:
    if "missing" in wanted:
        found = sorted(m.parameter + ("" if m.required else "~") for m in option.missing)
        assert found == sorted(wanted["missing"])


def check_findings(option: Option, wanted: dict[str, Any]) -> None:
    outcomes = {finding.rule: finding for finding in option.findings}
    for rule, outcome in wanted.get("findings", {}).items():
        assert rule in outcomes, list(outcomes)
        assert outcomes[rule].outcome == outcome
    assert not outcomes.keys() & set(wanted.get("no_findings", ()))
    for rule, parts in wanted.get("says", {}).items():
        text = render(outcomes[rule].message(), "en")
        assert all(part in text for part in parts), text
    for rule, fen in wanted.get("distance", {}).items():
        distance = outcomes[rule].distance
        assert distance is not None
        assert (str(distance.value), distance.unit) == (fen, "fen")


def check_first_line(option: Option, wanted: dict[str, Any]) -> None:
    if {"status", "formula", "year_formula", "cites"} & wanted.keys():
        line = option.worker_lines[0]
        cited = {f"{a.record.source} {a.record.article}".strip() for a in line.answers}
        assert set(wanted.get("cites", ())) <= cited
        assert list(line.marks) == wanted.get("status", list(line.marks))
        assert line.formula == wanted.get("formula", line.formula)
        assert line.year_formula == wanted.get("year_formula", line.year_formula)


@pytest.mark.parametrize(
    "case", PRICES, ids=lambda case: f"{case['applicant']['workplace']} {case['why']}"
)
def test_prices_worked_by_hand(case: dict[str, Any], parameters: Parameters) -> None:
    options = {option.id: option for option in compared(case, parameters).options}
    for option_id, wanted in case["options"].items():
        assert option_id in options, list(options)
        check(options[option_id], wanted)
    assert not options.keys() & set(case.get("absent", ()))


@pytest.mark.parametrize("case", OPTIONS, ids=lambda case: case["why"])
def test_options_and_their_order(case: dict[str, Any], parameters: Parameters) -> None:
    result = compared(case, parameters)
    assert [option.id for option in result.options] == case["options"]
    assert [finding.rule for finding in result.findings] == [
        rule for rule in [case.get("finding")] if rule
    ]
    for option in result.options:
        if option.id == case.get("closed"):
            assert option.open is False


def yunnan_tiers_of_2021() -> list[Decimal]:
    """60 % to 300 % in steps of ten; the ends are the published bounds, between them whole yuan."""
    between = [Decimal(6284) * tenth / 10 for tenth in range(7, 30)]
    whole = [wage.quantize(Decimal(1), ROUND_HALF_UP) for wage in between]
    return [Decimal(3770), *whole, Decimal(18852)]


@pytest.mark.parametrize("tier", yunnan_tiers_of_2021(), ids=str)
def test_every_pension_tier_of_yunnan_2021(parameters: Parameters, tier: Decimal) -> None:
    """Issue 2: from 754.00 to 3770.40; 25 tiers (云南省2021年度灵活就业人员缴费公告)."""
    result = compare(
        {"workplace": "lincang", "pension_base": tier}, parameters, on=dt.date(2021, 11, 1)
    )
    option = next(o for o in result.options if o.id == "pension=flexible@lincang;medical=none")
    month = int(tier * 20)
    assert option.worker_month_fen == month
    assert option.worker_year_fen == 12 * month
    assert option.lines[0].account_fen == int(tier * 8)
    assert any(f.rule == "base.is_a_tier" and f.outcome == "pass" for f in option.findings)


def test_the_ends_of_the_tiers_are_those_of_the_notice() -> None:
    tiers = yunnan_tiers_of_2021()
    assert len(tiers) == 25
    assert (tiers[0] * 20, tiers[-1] * 20) == (75400, 377040)


def test_the_make_up_of_weihai_2026_lies_between_two_known_days(parameters: Parameters) -> None:
    """cases/money.csv: floor base, year prepaid at 4504, floor becomes 4573: 165.60."""

    def year(known_on: dt.date) -> int:
        result = compare(
            {"workplace": "weihai"}, parameters, on=dt.date(2026, 11, 22), known_on=known_on
        )
        option = next(o for o in result.options if o.id == "pension=flexible@weihai;medical=none")
        assert option.worker_year_fen is not None
        return option.worker_year_fen

    before, after = dt.date(2026, 8, 13), dt.date(2026, 8, 14)
    assert year(after) - year(before) == 16560


@pytest.mark.parametrize(
    ("amounts", "formula"),
    [
        ([], "0.00"),
        ([100], "1 × 1.00 = 1.00"),
        ([31528, 31528, 32011], "2 × 315.28 + 1 × 320.11 = 950.67"),
        ([1, 2, 1], "1 × 0.01 + 1 × 0.02 + 1 × 0.01 = 0.04"),
    ],
)
def test_how_a_year_adds_up(amounts: list[int], formula: str) -> None:
    assert sum_formula(amounts) == formula


# -- every line against months counted in decimals ------------------------------------------------

CITIES = ("weihai", "jining", "zaozhuang", "xuchang", "lincang")
TRACKS = {"male60": ("1965-01", 60, 4, 36), "female55": ("1970-01", 55, 4, 36)} | {
    "female50": ("1975-01", 50, 2, 60)
}
EMPLOYEE_RATES = {
    "employee_pension": "employee_pension.employee_rate",
    "employee_medical": "employee_medical.employee_rate",
    "unemployment": "unemployment.employee_rate",
}
Money = Decimal | None


class Counted:
    """A second way through the law on file: one question at a time, decimals, no shared formula."""

    def __init__(
        self, law: Parameters, person: dict[str, Any], on: dt.date, known: dt.date
    ) -> None:
        self.law, self.person, self.on, self.known = law, person, on, known

    def text(self, place: str, name: str, day: dt.date, known: dt.date | None = None) -> str | None:
        answer = self.law.ask(place, name, day, known or self.known)
        return answer.record.value if isinstance(answer, Answer) else None

    def number(self, place: str, name: str, day: dt.date, known: dt.date | None = None) -> Money:
        text = self.text(place, name, day, known)
        return None if text is None else Decimal(text)

    def months(self, year: int) -> Iterator[dt.date]:
        """First days of the months from enrolment to the month before retirement."""
        start = self.person.get("enrolled_from", "0000-00")
        end = self.retires()
        for month in TWELVE:
            text = f"{year}-{month:02d}"
            if text >= start and (end is None or text < end):
                yield dt.date(year, month, 1)

    def retires(self) -> str | None:
        """rules.md, section 11: k // step + 1 months later, not beyond the cap."""
        track = self.person.get("retirement_track") or {"male": "male60", "female": "female55"}.get(
            self.person.get("sex", "")
        )
        if track is None or "born" not in self.person:
            return None
        first, age, step, cap = TRACKS[track]
        k = months_between(first, self.person["born"])
        delay = 0 if k < 0 else min(k // step + 1, cap)
        born = months_between("0000-01", self.person["born"])
        year, month = divmod(born + age * 12 + delay, 12)
        return f"{year:04d}-{month + 1:02d}"

    # -- bases

    def bounds(self, place: str, scheme: str, day: dt.date) -> tuple[Money, Money]:
        return (
            self.number(place, f"{scheme}.base_floor", day),
            self.number(place, f"{scheme}.base_ceiling", day),
        )

    def pension_base(self, place: str, day: dt.date) -> Money:
        low, high = self.bounds(place, "employee_pension", day)
        choice = self.text(place, "employee_pension.base_choice", day)
        if low is None or high is None or choice is None:
            return None
        wish = self.wish("pension_base", "monthly_income")
        if choice == "free":
            return low if wish is None else sorted((low, wish, high))[1]
        tiers = self.tiers(place, day)
        if not tiers:
            return None
        if wish is None:
            return low
        share = self.share_of_the_year(place, day, wish, tiers)
        return tiers.get(share) or nearest(wish, tiers)

    def tiers(self, place: str, day: dt.date, known: dt.date | None = None) -> dict[str, Decimal]:
        """The tiers by their share: published ends, whole yuan between."""
        average, low, high = (
            self.number(place, f"employee_pension.{name}", day, known)
            for name in ("average_wage", "base_floor", "base_ceiling")
        )
        shares = (self.text(place, "employee_pension.tiers", day, known) or "").split()
        if average is None or low is None or high is None or not shares:
            return {}
        inner = [whole(average * Decimal(share) / 100) for share in shares[1:-1]]
        return dict(zip(shares, [low, *inner, high], strict=True))

    def share_of_the_year(
        self, place: str, day: dt.date, wish: Decimal, now: dict[str, Decimal]
    ) -> str | None:
        """云人社发〔2020〕36号: the tier of the year's first payment stays for that year."""
        chosen = "pension_base" in self.person
        first = max(f"{day.year}-01", self.person.get("enrolled_from", ""))
        month = dt.date.fromisoformat(f"{min(first, str(day)[:7])}-01")
        then = self.tiers(place, month, min(self.known, self.due(place, month)))
        for tiers in [now, then] if chosen else []:
            for share, base in tiers.items():
                if base == wish:
                    return share
        return None if chosen or not then else {b: s for s, b in then.items()}[nearest(wish, then)]

    def due(self, place: str, month: dt.date) -> dt.date:
        """Paid by the end of the first month, or by the last payment day of the year."""
        after = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        last = self.text(place, "employee_pension.last_payment_day", month)
        end = after - dt.timedelta(days=1)
        return end if last is None else min(end, dt.date.fromisoformat(f"{month.year}-{last}"))

    def medical_base(self, place: str, day: dt.date) -> Money:
        rule = self.text(place, "employee_medical.flexible_base_rule", day)
        wish = self.wish("medical_base", "pension_base", "monthly_income")
        if rule == "proportion_of_average_wage":
            average = self.number(place, "employee_medical.average_wage", day)
            share = self.number(place, "employee_medical.flexible_base_proportion", day)
            return None if average is None or share is None else whole(average * share / 100)
        if rule == "tiers":
            text = self.text(place, "employee_medical.base_tiers", day)
            tiers = sorted(Decimal(tier) for tier in text.split()) if text else []
            if not tiers:
                return None
            return tiers[0] if wish is None else nearest(wish, {str(tier): tier for tier in tiers})
        low, high = self.bounds(place, "employee_medical", day)
        if rule is None or low is None or high is None:
            return None
        return low if wish is None else sorted((low, wish, high))[1]

    def wish(self, *names: str) -> Money:
        return next((Decimal(self.person[n]) for n in names if n in self.person), None)

    # -- prices

    def percent(self, base: Money, place: str, name: str, day: dt.date) -> Money:
        rate = self.number(place, name, day)
        return None if base is None or rate is None else fen(base * rate / 100)

    def pension(self, place: str, day: dt.date) -> Money:
        return self.percent(
            self.pension_base(place, day), place, "employee_pension.flexible_rate", day
        )

    def medical(self, place: str, plan: str, day: dt.date) -> Money:
        name = f"employee_medical.flexible_rate.{plan}"
        return self.percent(self.medical_base(place, day), place, name, day)

    def withheld(self, place: str, item: str, day: dt.date) -> Money:
        """The wage held within the bounds of its scheme, times the worker's rate."""
        scheme = "employee_medical" if item == "employee_medical" else "employee_pension"
        low, high = self.bounds(place, scheme, day)
        wish = self.wish("monthly_income", "pension_base")
        if low is None or high is None:
            return None
        base = low if wish is None else sorted((low, wish, high))[1]
        return self.percent(base, place, EMPLOYEE_RATES[item], day)

    def premium(self, place: str, tier: str, year: int) -> Money:
        name = f"resident_medical.premium.{tier}" if tier else "resident_medical.premium"
        return self.number(place, name, dt.date(year, 1, 1))


def months_between(first: str, last: str) -> int:
    (year, month), (other, later) = first.split("-"), last.split("-")
    return (int(other) - int(year)) * 12 + int(later) - int(month)


def nearest(wish: Decimal, tiers: dict[str, Decimal]) -> Decimal:
    return min(tiers.values(), key=lambda tier: (abs(tier - wish), tier))


def whole(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), ROUND_HALF_UP)


def fen(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def as_fen(amount: Money) -> int | None:
    return None if amount is None else int(amount * 100)


def total(amounts: list[Money]) -> Money:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None


texts = st.integers(100_000, 3_000_000).map(lambda cents: f"{cents / 100:.2f}")
months = st.builds("{:04d}-{:02d}".format, st.integers(1960, 1990), st.integers(1, 12))
people = st.fixed_dictionaries(
    {"workplace": st.sampled_from(CITIES)},
    optional={
        "household_registration": st.sampled_from([*CITIES, "elsewhere"]),
        "monthly_income": texts,
        "born": months,
        "sex": st.sampled_from(["male", "female"]),
        "retirement_track": st.sampled_from(list(TRACKS)),
        "enrolled_from": st.builds(
            "{:04d}-{:02d}".format, st.integers(2020, 2027), st.integers(1, 12)
        ),
        "pension_base": texts,
    },
)
days = st.dates(dt.date(2020, 1, 1), dt.date(2027, 12, 31))


@given(people, days, st.none() | days, st.none() | st.integers(2020, 2027))
def test_every_line_against_months_counted_in_decimals(
    parameters: Parameters,
    person: dict[str, Any],
    on: dt.date,
    known_on: dt.date | None,
    year: int | None,
) -> None:
    try:
        result = compare(person, parameters, on=on, known_on=known_on, year=year)
    except CanbaoError as error:
        assert {p.code for p in error.problems} <= {"base.fits_nowhere", "born.after_day"}  # noqa: PT017
        return
    counted = Counted(parameters, person, on, known_on or on)
    asked_year = on.year if year is None else year
    now = on.replace(day=1)
    enrolled = list(counted.months(asked_year))
    for option in result.options:
        check_totals(option)
        for line in option.worker_lines:
            part = option.pension if line in option.pension.lines else option.medical
            place, plan = part.part.place, part.part.plan
            if part.part.scheme == "flexible" and line.item == "employee_pension":
                by_month = [counted.pension(place, day) for day in enrolled]
                current = counted.pension(place, now)
            elif part.part.scheme == "flexible" and line.item == "employee_medical":
                by_month = [counted.medical(place, plan, day) for day in enrolled]
                current = counted.medical(place, plan, now)
            elif part.part.scheme == "employer" and line.item in EMPLOYEE_RATES:
                by_month = [counted.withheld(place, line.item, day) for day in enrolled]
                current = counted.withheld(place, line.item, now)
            elif line.item == "resident_medical":
                assert line.year_fen == as_fen(counted.premium(place, plan, asked_year))
                continue
            else:
                continue
            assert line.month_fen == as_fen(current)
            assert line.year_fen == as_fen(total(by_month))


def check_totals(option: Option) -> None:
    """What the worker pays is what the worker's lines say, to the fen."""
    lines = option.worker_lines
    for line in lines:
        if line.due_month is None and line.year_fen is not None:
            assert line.year_fen == sum(line.by_month.values())
        if line.account_fen is not None and line.month_fen is not None:
            assert line.pooled_fen == line.month_fen - line.account_fen >= 0
    if not option.priced:
        assert option.worker_month_fen is None
        assert option.worker_year_fen is None
        assert not option.complete
        return
    assert option.worker_month_fen == sum(line.month_fen or 0 for line in lines)
    assert option.worker_year_fen == sum(line.year_fen or 0 for line in lines)
    assert all(line.year_fen is not None for line in lines)


@settings(max_examples=max(60, settings.default.max_examples // 10))
@given(people, days, st.sampled_from(["strict", "provisional"]))
def test_strict_mode_uses_nothing_but_what_is_in_force(
    parameters: Parameters, person: dict[str, Any], on: dt.date, mode: Mode
) -> None:
    try:
        result = compare(person, parameters, on=on, mode=mode)
    except CanbaoError:
        return
    for option in result.options:
        for line in option.lines:
            for answer in line.answers:
                assert answer.record.not_for_use is None
                if mode == "strict":
                    assert answer.status in ("in_force", "entered")
                    assert answer.record.evidence != "unverified"


def test_floats_and_decimals_from_python_cost_the_same(parameters: Parameters) -> None:
    results = [
        compare({"workplace": "weihai", "pension_base": base}, parameters, on=dt.date(2026, 11, 22))
        for base in (5000.5, Decimal("5000.50"), "5000.5", "５０００．５０")
    ]
    assert len({tuple(o.worker_year_fen for o in result.options) for result in results}) == 1
