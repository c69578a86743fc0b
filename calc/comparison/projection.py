"""What a projection is, as data and in the comparison document. Every number an estimate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Literal

from calc.comparison.assumptions import SETS, STEPS, Assumption, Assumptions, SetName
from calc.findings import Finding
from calc.messages import N_
from calc.money import percent_text, yuan_text
from calc.months import age_text, month_text
from calc.parameters.lookup import Answer
from calc.projection import internal_rate
from calc.records import frozen

Choice = Literal["early", "statutory", "late"]
RULE = N_(
    "Estimate. Lowest, median and highest of the last five yearly changes on file; contributions "
    "earn interest from the next year on; no increase of a pension in payment is assumed."
)
LOW, MIDDLE, HIGH = "low", "middle", "high"
BAND = {"cautious": LOW, "middle": MIDDLE, "hopeful": HIGH}


@frozen
class FormulaStep:
    """A step on the way to an estimate: what it gives, by code, and its formula with numbers."""

    code: str
    formula: str


@frozen(slots=False)
class Estimate:
    """One choice under one set of assumptions; amounts in fen, nominal unless said.

    Attributes:
        pension_fen: Pension a month at the beginning.
        real_fen: The same in today's money (or today's wages).
        basic_fen: Basic or base pension, with any addition.
        account_pension_fen: Account pension.
        account_fen: The account at retirement.
        months: Months counted, past ones included.
        own_fen: What the person pays from now on.
        others_fen: What employer and government pay from now on.
        received_fen: Pensions up to the horizon.
        break_even_month: When the pensions add up to what the person paid from now on.
        flows: Receipts less payments by calendar year, from the first payment to the horizon; empty
            where nothing is paid.
        replacement_ppm: The pension over income or base, both of the year of retirement.
        steps: How the pension comes about.
    """

    pension_fen: int
    real_fen: int
    basic_fen: int
    account_pension_fen: int
    account_fen: int
    months: int
    own_fen: int
    others_fen: int
    received_fen: int
    break_even_month: int | None
    flows: tuple[float, ...]
    replacement_ppm: int | None
    steps: tuple[FormulaStep, ...] = ()

    @cached_property
    def rate(self) -> float | None:
        """Internal rate of return a year, if there is one."""
        return internal_rate(self.flows)


@frozen
class Retirement:
    """One choice of the month of retirement, under each set of assumptions."""

    choice: Choice
    month: int
    age_months: int
    estimates: Mapping[SetName, Estimate]


@frozen
class Change:
    """What a change would do to the statutory pension: a code and the pension it leads to."""

    code: str
    estimates: Mapping[SetName, Estimate]


@frozen
class Projection:
    """An estimate of what an option buys.

    Attributes:
        scheme: employee or resident.
        real_measure: What "today's money" is measured by: prices or wages.
        wage_fen: Wage or base a month that the replacement rate compares with, today.
        missing: Applicant's keys or ``--set`` keys that would complete it.
        notes: What was assumed or left out, in words.
        answers: The values on file behind it.
    """

    scheme: str
    assumptions: Assumptions | None = None
    real_measure: str = "wages"
    wage_fen: int | None = None
    retirement: tuple[Retirement, ...] = ()
    changes: tuple[Change, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[Finding, ...] = field(default=())
    answers: tuple[Answer, ...] = ()

    def at(self, choice: Choice) -> Retirement | None:
        """The retirement of a choice, if it is possible."""
        return next((found for found in self.retirement if found.choice == choice), None)


NO_PROJECTION = Projection("none")


@frozen
class Band:
    """The span of an estimate, always from the lower to the higher amount, in fen.

    The middle is that of the middle assumptions. In today's wages a base pension that rises by
    fixed steps is worth less where wages grow faster: there the hopeful set gives the lower end.
    """

    low: int
    middle: int
    high: int


def band_of(found: Retirement, key: str) -> Band:
    """The span of an amount of one choice of retirement, such as ``real_fen``."""
    amounts = {chosen: int(getattr(found.estimates[chosen], key)) for chosen in SETS}
    return Band(min(amounts.values()), amounts["middle"], max(amounts.values()))


def projection_dict(projection: Projection) -> dict[str, object]:
    """The projection of the document, without its words (the notes are findings)."""
    if projection is NO_PROJECTION:
        return {}
    statutory = projection.at("statutory")
    middle = statutory.estimates["middle"] if statutory else None
    return {
        "estimate": True,
        "scheme": projection.scheme,
        "assumptions": assumption_dicts(projection.assumptions),
        "real_measure": projection.real_measure,
        "retirement": [_retirement_dict(found) for found in projection.retirement],
        "paid_fen": middle.own_fen if middle else None,
        "break_even_age": break_even_age(statutory, "middle"),
        "missing": list(projection.missing),
        "changes": [
            {"change": change.code, "pension_fen": _band(change.estimates, "pension_fen")}
            for change in projection.changes
        ],
    }


def assumption_dicts(assumptions: Assumptions | None) -> list[dict[str, object]]:
    """The assumptions of the document."""
    if assumptions is None:
        return []
    listed: list[dict[str, object]] = [
        {
            "name": found.name,
            "unit": "CNY/month a year" if found.name in STEPS else "percent a year",
            **{BAND[chosen]: assumption_text(found, chosen) for chosen in SETS},
            "entered": found.entered,
            "parameter": found.parameter or None,
            "place": found.place or None,
            "years": None if found.entered else [found.first_year, found.last_year],
        }
        for found in assumptions.rates.values()
    ]
    horizon: dict[str, object] = {
        "name": "horizon_age",
        "unit": "years",
        **dict.fromkeys(BAND.values(), str(assumptions.horizon_age)),
        "entered": assumptions.horizon_entered,
        "parameter": None,
        "place": None,
        "years": None,
    }
    return [*listed, horizon]


def assumption_text(found: Assumption, chosen: SetName) -> str:
    """The value of an assumption in a set, without its unit for amounts."""
    value = found.values[chosen]
    return yuan_text(value) if found.name in STEPS else percent_text_signed(value)


def percent_text_signed(ppm: int) -> str:
    """A yearly rate as text, negative ones too.

    >>> percent_text_signed(-15_000)
    '-1.5 %'
    """
    return f"-{percent_text(-ppm)}" if ppm < 0 else percent_text(ppm)


def _retirement_dict(found: Retirement) -> dict[str, object]:
    bands = {
        key: _band(found.estimates, key)
        for key in (
            "pension_fen",
            "real_fen",
            "basic_fen",
            "account_pension_fen",
            "account_fen",
            "own_fen",
            "others_fen",
            "received_fen",
        )
    }
    return {
        "choice": found.choice,
        "month": month_text(found.month),
        "age": age_text(found.age_months),
        "contribution_months": found.estimates["middle"].months,
        **bands,
        "break_even_age": {BAND[s]: break_even_age(found, s) for s in SETS},
        "internal_rate": {BAND[s]: rate_text(found.estimates[s].rate) for s in SETS},
        "replacement_rate": {
            BAND[s]: replacement_text(found.estimates[s].replacement_ppm) for s in SETS
        },
    }


def _band(estimates: Mapping[SetName, Estimate], key: str) -> dict[str, int]:
    return {BAND[chosen]: getattr(estimates[chosen], key) for chosen in SETS}


def break_even_age(found: Retirement | None, chosen: SetName) -> str | None:
    """The age at which the pensions add up to what was paid, as text."""
    if found is None:
        return None
    month = found.estimates[chosen].break_even_month
    return None if month is None else age_text(month - (found.month - found.age_months))


def rate_text(rate: float | None) -> str | None:
    """An internal rate as text, to a tenth of a percent."""
    return None if rate is None else f"{rate * 100:.1f} %"


def replacement_text(ppm: int | None) -> str | None:
    """A replacement rate as text, to a tenth of a percent, half up.

    >>> replacement_text(413_500)
    '41.4 %'
    """
    if ppm is None:
        return None
    tenths = (ppm + 500) // 1000
    return f"{tenths // 10}.{tenths % 10} %"
