"""Retirement dates and pension benefits as documents and rows, for the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from calc.applicant import RetirementTrackName
from calc.benefits import (
    BenefitError,
    BenefitFormula,
    divisor_months_tenths,
    employee_pension,
    parse_divisor,
    parse_index,
    resident_pension,
)
from calc.errors import CanbaoError, Problem, problem
from calc.i18n import Lang, translate
from calc.messages import N_
from calc.money import MoneyError, format_yuan, parse_decimal, parse_yuan
from calc.months import age_text, month_text, parse_age, parse_month
from calc.parameters.loading import load_parameters
from calc.parameters.lookup import Parameters
from calc.retirement import (
    MAXIMUM_MONTH,
    RetirementError,
    delay_months,
    earliest_month,
    latest_month,
    minimum_contribution_months,
    reference_year,
    statutory_age_months,
    statutory_month,
)
from calc.statutory import (
    divisor_table,
    flexible_retirement,
    minimum_schedule,
    resident_divisor,
    retirement_track,
)

TRACKS: tuple[str, ...] = get_args(RetirementTrackName)
LONGEST_RANGE = 2_400
OPTIONS = {
    "benefit.index": "--index",
    "benefit.months": "--contribution-months",
    "benefit.base": "--calculation-base",
    "benefit.account": "--account",
}
"""Which option a refusal by the pure functions is about."""
COLUMNS = {
    "born": N_("born"),
    "track": N_("track"),
    "delay_months": N_("months of delay"),
    "statutory_age": N_("statutory age"),
    "statutory_month": N_("statutory month"),
    "earliest_month": N_("earliest month"),
    "latest_month": N_("latest month"),
    "chosen_month": N_("chosen month"),
    "chosen_age": N_("chosen age"),
    "minimum_contribution_months": N_("minimum contribution months"),
}
BENEFITS = {
    "divisor_months": N_("divisor months"),
    "basic_fen": N_("basic pension, yuan a month"),
    "account_fen": N_("account pension, yuan a month"),
    "base_fen": N_("base pension, yuan a month"),
    "total_fen": N_("together, yuan a month"),
}
LOCALES: Mapping[Lang, str] = {"zh": "zh_CN", "en": "en"}
Document = dict[str, object]


def retirement_span(text: str) -> tuple[range, bool]:
    """The birth months of ``YYYY-MM`` or ``A..B``, and whether it is a range.

    Raises:
        CanbaoError: Not months, a range that ends before it begins, or one of over 200 years.
    """
    first, dots, last = text.partition("..")
    try:
        start = parse_month(first)
        end = parse_month(last) if dots else start
    except ValueError:
        raise CanbaoError(
            [problem("month.not_a_month", "--born", text, ["YYYY-MM", "YYYY-MM..YYYY-MM"])]
        ) from None
    if not 0 <= end - start < LONGEST_RANGE:
        allowed = f"A..B, A ≤ B, < {LONGEST_RANGE // 12} a"
        raise CanbaoError([problem("value.wrong_form", "--born", text, [allowed])])
    return range(start, end + 1), bool(dots)


def retirement_document(
    parameters: Parameters, born: int, track_name: str, shift: int | None
) -> Document:
    """The dates of one birth month, with the choice of retiring earlier or later.

    Raises:
        CanbaoError: An unknown track, or a choice outside the bounds.
    """
    if track_name not in TRACKS:
        raise CanbaoError([problem("value.not_allowed", "--track", track_name, choices=TRACKS)])
    track = retirement_track(parameters, track_name)
    flexible = flexible_retirement(parameters)
    try:
        statutory = int(statutory_month(born, track))
        earliest = int(earliest_month(born, track, flexible))
        latest = int(latest_month(born, track, flexible))
        document: Document = {
            "born": month_text(born),
            "track": track_name,
            "delay_months": int(delay_months(born, track)),
            "statutory_age": age_text(int(statutory_age_months(born, track))),
            "statutory_month": month_text(statutory),
            "earliest_month": month_text(earliest),
            "latest_month": month_text(latest),
        }
    except RetirementError:
        allowed = f"≤ {month_text(MAXIMUM_MONTH)}"
        raise CanbaoError(
            [problem("value.out_of_range", "--born", month_text(born), [allowed])]
        ) from None
    chosen = statutory
    if shift is not None:
        chosen = statutory + shift
        if not earliest <= chosen <= latest:
            allowed = f"{earliest - statutory} .. {latest - statutory}"
            raise CanbaoError([problem("value.out_of_range", "--shift", shift, [allowed])])
        document["chosen_month"] = month_text(chosen)
        document["chosen_age"] = age_text(chosen - born)
    document["minimum_contribution_months"] = _minimum(parameters, chosen, statutory)
    return document


def _minimum(parameters: Parameters, chosen: int, statutory: int) -> int | None:
    """The minimum of the reference year; None before the first year on file."""
    schedule = minimum_schedule(parameters)
    year = int(reference_year(chosen, statutory))
    return None if year < schedule.first_year else int(minimum_contribution_months(year, schedule))


def retirement_rows(documents: Sequence[Document], lang: Lang) -> tuple[list[str], list[list[str]]]:
    """Column headings and rows."""
    keys = [key for key in COLUMNS if key in documents[0]]
    rows = [["—" if d[key] is None else str(d[key]) for key in keys] for d in documents]
    return [translate(COLUMNS[key], lang) for key in keys], rows


def employee_benefit(given: Mapping[str, str | None]) -> Document:
    """The employee pension of the numbers given as text.

    Raises:
        CanbaoError: Every number that cannot be taken.
    """
    read = _Reader(given)
    base = read("calculation_base", parse_yuan)
    index = read("index", parse_index)
    months = read("contribution_months", lambda text: int(parse_decimal(text, 0)))
    account = read("account", parse_yuan)
    city = read("city_calculation_base", parse_yuan) if given["city_calculation_base"] else None
    if given["age"] is None:
        divisor = read("divisor", parse_divisor)
    else:
        table = divisor_table(load_parameters())
        divisor = read("age", lambda text: int(divisor_months_tenths(parse_age(text), table)))
    read.stop_if_wrong()
    formula = BenefitFormula.PROVINCE if city is None else BenefitFormula.PROVINCE_AND_CITY
    try:
        parts = employee_pension(
            formula=formula,
            province_base_fen=base,
            city_base_fen=city,
            average_index=index,
            contribution_months=months,
            account_fen=account,
            divisor_tenths=divisor,
        )
    except BenefitError as error:
        raise CanbaoError([_problem(error, OPTIONS.get(error.code, "canbao benefit"))]) from None
    return {
        "divisor_months": divisor // 10 if divisor % 10 == 0 else divisor / 10,
        "basic_fen": int(parts.basic_fen),
        "account_fen": int(parts.account_fen),
        "total_fen": int(parts.total_fen),
    }


def resident_benefit(given: Mapping[str, str | None]) -> Document:
    """The resident pension of the numbers given as text.

    Raises:
        CanbaoError: Every number that cannot be taken.
    """
    read = _Reader(given)
    base = read("base_pension", parse_yuan)
    account = read("account", parse_yuan)
    read.stop_if_wrong()
    parts = resident_pension(
        base_pension_fen=base,
        account_fen=account,
        divisor_months=resident_divisor(load_parameters()),
    )
    return {
        "base_fen": int(parts.base_fen),
        "account_fen": int(parts.account_fen),
        "total_fen": int(parts.total_fen),
    }


def benefit_rows(document: Document, lang: Lang) -> list[tuple[str, str]]:
    """A benefit as rows of name and text."""
    return [
        (translate(BENEFITS[key], lang), _shown(key, value, lang))
        for key, value in document.items()
    ]


def _shown(key: str, value: object, lang: Lang) -> str:
    if key.endswith("_fen") and isinstance(value, int):
        return format_yuan(value, LOCALES[lang])
    return str(value)


class _Reader:
    """Reads named texts and collects what is wrong with them."""

    def __init__(self, given: Mapping[str, str | None]) -> None:
        self.given = given
        self.problems: list[Problem] = []

    def __call__(self, name: str, parse: Callable[[str], int]) -> int:
        text = self.given[name] or ""
        where = f"--{name.replace('_', '-')}"
        try:
            return parse(text)
        except MoneyError as error:
            self.problems.append(problem(error.code, where, text))
        except BenefitError as error:
            self.problems.append(_problem(error, where, text))
        except ValueError:
            self.problems.append(problem("value.wrong_form", where, text, ["60y3m"]))
        return 0  # never used: stop_if_wrong comes before

    def stop_if_wrong(self) -> None:
        if self.problems:
            raise CanbaoError(self.problems)


def _problem(error: BenefitError, where: str, found: object = None) -> Problem:
    """A refusal by a pure function as a problem of the input: out of range, with the range."""
    shown_as = age_text if error.code == "benefit.age" else str
    allowed = [" .. ".join(shown_as(bound) for bound in error.allowed)] if error.allowed else []
    shown = error.found if found is None else found
    return problem("value.out_of_range", where, shown, allowed)
