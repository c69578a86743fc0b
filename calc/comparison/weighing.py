"""Two options weighed against each other: where the difference comes from, and when it pays back.

A waterfall by rule, the age from which the dearer pension has paid back, how that moves with life
span and assumptions, and one plain sentence. No score: whoever reads it decides. Medical insurance
is in the cost but not in the payback: what it is worth is not money at an age.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calc.comparison.assumptions import SETS, SetName
from calc.comparison.pricing import PricedPart
from calc.comparison.projection import Estimate, Retirement
from calc.comparison.result import Comparison, Option
from calc.messages import N_, Message, Yuan
from calc.projection import received_until

LIFE_SPANS = (75, 80, 85, 90)
LATEST_AGE = 110
MONTHS_A_YEAR = 12

MORE = N_("{b} costs {amount} yuan a year more than {a}")
LESS = N_("{b} costs {amount} yuan a year less than {a}")
SAME = N_("{b} costs as much a year as {a}")
NO_COST = N_("{a} and {b} cannot both be priced")
PAYS_BACK = N_("under {set} assumptions its pension pays back from age {age}")
NEVER_BACK = N_("under {set} assumptions its pension does not pay back before {age}")
ALWAYS_AHEAD = N_("under {set} assumptions its pension is never behind")
NO_PENSION = N_("the pensions cannot be compared: tell us what is missing")
SET_NAMES = {
    "cautious": N_("cautious"),
    "middle": N_("middle"),
    "hopeful": N_("hopeful"),
}
STEPS = {
    "own_pension": N_("own contribution to the pension, a year"),
    "own_medical": N_("own contribution to medical insurance, a year"),
    "employer": N_("the employer's share, a year"),
    "government": N_("the government's share, a year"),
    "subsidy": N_("subsidies received for sure, a year"),
    "ceiling": N_("subsidies at most, a year"),
    "basic_pension": N_("basic pension a month (estimate)"),
    "account_pension": N_("account pension a month (estimate)"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the waterfall: what B has more than A, in fen."""

    code: str
    difference_fen: int


@dataclass(frozen=True, slots=True)
class Payback:
    """When B's pension has paid back what it costs more than A's.

    Attributes:
        age_months: The age; None if not before ``LATEST_AGE``; 0 if B is never behind.
        by_life_span: B's pensions less its further payments, against A's, by age reached, in fen.
    """

    age_months: int | None
    by_life_span: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Weighing:
    """B weighed against A.

    Attributes:
        year_fen: B's worker's year less A's; None where one of them has no price.
        steps: Where the differences come from.
        payback: By set of assumptions; empty where a pension cannot be estimated.
        horizon_age: The age up to which the sentence looks.
    """

    a: str
    b: str
    year_fen: int | None
    steps: tuple[Step, ...]
    payback: Mapping[SetName, Payback]
    horizon_age: int


def weigh(comparison: Comparison, a: Option, b: Option) -> Weighing:
    """Weigh option B against option A of one comparison."""
    years = (a.worker_year_fen, b.worker_year_fen)
    difference = None if years[0] is None or years[1] is None else years[1] - years[0]
    found_a, found_b = (_statutory(comparison, option) for option in (a, b))
    steps = [*_cost_steps(a, b), *_pension_steps(found_a, found_b)]
    payback: dict[SetName, Payback] = {}
    born = comparison.question.applicant.born
    comparable = all(
        found is not None or option.pension.part.scheme == "none"
        for found, option in ((found_a, a), (found_b, b))
    )
    if comparable and born is not None and (found_a or found_b):
        payback = {chosen: _payback(born, found_a, found_b, chosen) for chosen in SETS}
    assumptions = comparison.projection(b if found_b else a).assumptions
    horizon = assumptions.horizon_age if assumptions else LIFE_SPANS[1]
    return Weighing(a.id, b.id, difference, tuple(steps), payback, horizon)


def _statutory(comparison: Comparison, option: Option) -> Retirement | None:
    return comparison.projection(option).at("statutory")


def _cost_steps(a: Option, b: Option) -> list[Step]:
    def year(parts: tuple[PricedPart, ...], payer: str) -> int:
        lines = (line for part in parts for line in part.lines if line.payer == payer)
        return sum(line.year_fen or 0 for line in lines)

    amounts = {
        "own_pension": [year((option.pension,), "worker") for option in (a, b)],
        "own_medical": [year((option.medical,), "worker") for option in (a, b)],
        "employer": [year((option.pension, option.medical), "employer") for option in (a, b)],
        "government": [year((option.pension, option.medical), "government") for option in (a, b)],
        "subsidy": [option.subsidy_year_fen for option in (a, b)],
        "ceiling": [option.ceiling_year_fen for option in (a, b)],
    }
    return [Step(code, pair[1] - pair[0]) for code, pair in amounts.items()]


def _pension_steps(found_a: Retirement | None, found_b: Retirement | None) -> list[Step]:
    def part(found: Retirement | None, name: str) -> int:
        return 0 if found is None else int(getattr(found.estimates["middle"], name))

    if found_a is None and found_b is None:
        return []
    return [
        Step("basic_pension", part(found_b, "basic_fen") - part(found_a, "basic_fen")),
        Step(
            "account_pension",
            part(found_b, "account_pension_fen") - part(found_a, "account_pension_fen"),
        ),
    ]


def _payback(
    born: int, found_a: Retirement | None, found_b: Retirement | None, chosen: SetName
) -> Payback:
    def net(age_months: int) -> int:
        """What B has received less what it has still cost, against A, at an age."""
        return _balance(found_b, chosen, born + age_months) - _balance(
            found_a, chosen, born + age_months
        )

    starts = [found.age_months for found in (found_a, found_b) if found is not None]
    ages = range(min(starts), LATEST_AGE * MONTHS_A_YEAR)
    behind = [age for age in ages if net(age) < 0]
    if not behind:
        age: int | None = 0
    else:
        age = None if behind[-1] == ages[-1] else behind[-1] + 1
    return Payback(age, {span: net(span * MONTHS_A_YEAR) for span in LIFE_SPANS})


def _balance(found: Retirement | None, chosen: SetName, month: int) -> int:
    if found is None:
        return 0
    estimate: Estimate = found.estimates[chosen]
    return int(received_until(estimate.pension_fen, found.month, month)) - estimate.own_fen


def sentences(weighing: Weighing, name_a: str, name_b: str) -> list[Message]:
    """The plain sentence, in clauses: cost, then payback under middle and cautious assumptions."""
    names: dict[str, object] = {"a": name_a, "b": name_b}
    difference = weighing.year_fen
    if difference is None:
        clauses = [Message(NO_COST, names)]
    elif difference == 0:
        clauses = [Message(SAME, names)]
    else:
        template = MORE if difference > 0 else LESS
        clauses = [Message(template, {**names, "amount": Yuan(abs(difference))})]
    if not weighing.payback:
        return [*clauses, Message(NO_PENSION)]
    clauses += [_clause(weighing, chosen) for chosen in ("middle", "cautious")]
    return clauses


def _clause(weighing: Weighing, chosen: SetName) -> Message:
    found = weighing.payback[chosen]
    name = Message(SET_NAMES[chosen])
    horizon = weighing.horizon_age
    if found.age_months == 0:
        return Message(ALWAYS_AHEAD, {"set": name})
    if found.age_months is None or found.age_months > horizon * MONTHS_A_YEAR:
        return Message(NEVER_BACK, {"set": name, "age": horizon})
    years = -(-found.age_months // MONTHS_A_YEAR)
    return Message(PAYS_BACK, {"set": name, "age": years})


def weighing_dict(weighing: Weighing) -> dict[str, object]:
    """The weighing as part of a document."""
    return {
        "a": weighing.a,
        "b": weighing.b,
        "year_fen": weighing.year_fen,
        "steps": [
            {"step": step.code, "difference_fen": step.difference_fen} for step in weighing.steps
        ],
        "payback": {
            chosen: {
                "age_months": found.age_months,
                "by_life_span_fen": {str(age): fen for age, fen in found.by_life_span.items()},
            }
            for chosen, found in weighing.payback.items()
        },
    }
