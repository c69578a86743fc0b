"""Two options weighed against each other: where the difference comes from, and when it pays back.

Always the dearer option (by the worker's year) against the cheaper one, whichever was named first:
a waterfall by rule, the age from which the dearer pension has paid back, how that moves with life
span, assumptions and income, and one plain sentence. No score: whoever reads it decides. Medical
insurance is in the cost but not in the payback: what it is worth is not money at an age. The
payback counts what each pension costs the person from now on, without interest, against what it
pays, without increases; what was paid before is not counted, though it is in the pensions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace

from calc.comparison.assumptions import SETS, SetName
from calc.comparison.pricing import Line, price
from calc.comparison.projecting import project
from calc.comparison.projection import Estimate, Projection, Retirement
from calc.comparison.result import Comparison, Option
from calc.messages import N_, Message, Yuan
from calc.projection import received_until
from calc.records import frozen

LIFE_SPANS = (75, 80, 85, 90)
LATEST_AGE = 110
MONTHS_A_YEAR = 12
INCOMES = (80, 120)
"""Incomes (and chosen bases) in percent of the one told, for the sensitivity of the payback."""

MORE = N_("{dearer} costs {amount} yuan a year more than {cheaper}")
SAME = N_("{dearer} costs as much a year as {cheaper}")
NO_COST = N_("{dearer} and {cheaper} cannot both be priced")
PAYS_BACK = N_("under {set} assumptions its pension pays back from age {age}")
NEVER_BACK = N_("under {set} assumptions its pension does not pay back before {age}")
ALWAYS_AHEAD = N_("under {set} assumptions its pension is never behind")
OTHER_PAYS_BACK = N_("under {set} assumptions the pension of {name} pays back from age {age}")
OTHER_NEVER_BACK = N_(
    "under {set} assumptions the pension of {name} does not pay back before {age}"
)
OTHER_ALWAYS_AHEAD = N_("under {set} assumptions the pension of {name} is never behind")
SAME_PENSION = N_("both have the same pension: the difference is for medical insurance")
NO_PENSION = N_("the pensions cannot be compared: tell us what is missing")
SET_NAMES = {
    "cautious": N_("cautious"),
    "middle": N_("middle"),
    "hopeful": N_("hopeful"),
}
STEPS = {
    "own_pension": N_("own contribution to the pension, a year"),
    "own_medical": N_("own contribution to medical insurance, a year"),
    "own_unemployment": N_("own contribution to unemployment insurance, a year"),
    "own_year": N_("what you pay a year, in all"),
    "subsidy": N_("subsidies received for sure, a year"),
    "ceiling": N_("subsidies at most, a year"),
    "employer": N_("the employer's share, a year"),
    "government": N_("the government's share, a year"),
    "basic_pension": N_("basic pension a month (estimate)"),
    "account_pension": N_("account pension a month (estimate)"),
    "pension": N_("pension a month, in all (estimate)"),
}
OWN_ITEMS = {
    "own_pension": ("employee_pension", "resident_pension"),
    "own_medical": ("employee_medical", "resident_medical"),
    "own_unemployment": ("unemployment",),
}
"""The first word of the worker's items, by step."""


@frozen
class Step:
    """One step of the waterfall: what the dearer option has more, in fen; None if not known."""

    code: str
    difference_fen: int | None


@frozen
class Payback:
    """When the dearer pension has paid back what it costs more than the cheaper one.

    Attributes:
        age_months: The age; None if not before ``LATEST_AGE``; 0 if it is never behind.
        by_life_span: What the dearer pension has paid less its further payments, against the
            cheaper one, by age reached, in fen.
    """

    age_months: int | None
    by_life_span: Mapping[int, int]


@frozen
class Weighing:
    """The dearer option weighed against the cheaper one.

    Attributes:
        dearer: Id of the option that costs more a year.
        cheaper: Id of the other.
        year_fen: The worker's year, difference; None where one of them has no price.
        steps: Where the differences come from.
        payback_of: Id of the option with the dearer pension, which the payback speaks of; empty
            where both have the same pension or it cannot be compared.
        same_pension: Whether both have the same pension part.
        payback: By set of assumptions; empty where the pensions are the same or not estimated.
        by_income: Middle assumptions, by income in percent of the one told.
        horizon_age: The age up to which the sentence looks.
    """

    dearer: str
    cheaper: str
    year_fen: int | None
    steps: tuple[Step, ...]
    payback_of: str
    same_pension: bool
    payback: Mapping[SetName, Payback]
    horizon_age: int
    by_income: Mapping[int, Payback] = field(default_factory=dict)


def weigh(comparison: Comparison, one: Option, other: Option) -> Weighing:
    """Weigh two options of one comparison, in either order.

    Equal or unknown costs keep the order in which they were named, the first as the dearer one.
    """
    years = (one.worker_year_fen, other.worker_year_fen)
    priced = years[0] is not None and years[1] is not None
    dearer, cheaper = one, other
    if years[0] is not None and years[1] is not None and years[0] < years[1]:
        dearer, cheaper = other, one
    projections = [comparison.projection(option) for option in (dearer, cheaper)]
    found = [projection.at("statutory") for projection in projections]
    same = dearer.pension.part.id == cheaper.pension.part.id
    born = comparison.question.applicant.born
    payback: dict[SetName, Payback] = {}
    by_income: dict[int, Payback] = {}
    payback_of = ""
    if not same and born is not None and _comparable((dearer, cheaper), found):
        first = _own(found[0]) >= _own(found[1])
        payback_of = (dearer if first else cheaper).id
        high, low = found if first else reversed(found)
        payback = {chosen: _payback(born, high, low, chosen) for chosen in SETS}
        pair = (dearer, cheaper) if first else (cheaper, dearer)
        by_income = _by_income(comparison, born, *pair)
    return Weighing(
        dearer.id,
        cheaper.id,
        abs((years[0] or 0) - (years[1] or 0)) if priced else None,
        (*_cost_steps(dearer, cheaper), *_pension_steps(found, same=same)),
        payback_of,
        same,
        payback,
        _horizon(projections),
        by_income,
    )


def _horizon(projections: Iterable[Projection]) -> int:
    known = [p.assumptions.horizon_age for p in projections if p.assumptions is not None]
    return known[0] if known else LIFE_SPANS[1]


def _comparable(options: Iterable[Option], found: Iterable[Retirement | None]) -> bool:
    """Whether each has an estimate or no pension at all, and not both none."""
    pairs = list(zip(options, found, strict=True))
    known = all(
        retirement is not None or option.pension.part.scheme == "none"
        for option, retirement in pairs
    )
    return known and any(retirement is not None for _, retirement in pairs)


def _own(found: Retirement | None) -> int:
    return 0 if found is None else found.estimates["middle"].own_fen


# -- the waterfall ----------------------------------------------------------------------------


def _cost_steps(dearer: Option, cheaper: Option) -> list[Step]:
    """By rule and payer, for the year; a line without a year's amount leaves its step unknown."""

    def difference(code: str, amounts: list[int | None]) -> Step:
        more, less = amounts
        return Step(code, None if more is None or less is None else more - less)

    pair = (dearer, cheaper)
    steps = [
        difference(code, [_own_items(option, items) for option in pair])
        for code, items in OWN_ITEMS.items()
    ]
    steps.append(difference("own_year", [option.worker_year_fen for option in pair]))
    steps.append(Step("subsidy", dearer.subsidy_year_fen - cheaper.subsidy_year_fen))
    steps.append(Step("ceiling", dearer.ceiling_year_fen - cheaper.ceiling_year_fen))
    for payer in ("employer", "government"):
        paid = [_year(line for line in option.lines if line.payer == payer) for option in pair]
        steps.append(difference(payer, paid))
    return steps


def _own_items(option: Option, items: tuple[str, ...]) -> int | None:
    """The worker's year for some items; None where their part has no price."""
    medical = any(item.endswith("medical") for item in items)
    part = option.medical if medical else option.pension
    if any(value.required for value in part.missing):
        return None
    lines = (line for line in part.lines if line.payer == "worker")
    return _year(line for line in lines if line.item.split(".")[0] in items)


def _year(lines: Iterable[Line]) -> int | None:
    amounts = [line.year_fen for line in lines]
    if any(amount is None for amount in amounts):
        return None
    return sum(amount for amount in amounts if amount is not None)


def _pension_steps(found: list[Retirement | None], *, same: bool) -> list[Step]:
    if same or (found[0] is None and found[1] is None):
        return []

    def difference(name: str) -> int:
        more, less = (
            0 if each is None else int(getattr(each.estimates["middle"], name)) for each in found
        )
        return more - less

    return [
        Step("basic_pension", difference("basic_fen")),
        Step("account_pension", difference("account_pension_fen")),
        Step("pension", difference("pension_fen")),
    ]


# -- the payback --------------------------------------------------------------------------------


def _payback(
    born: int, high: Retirement | None, low: Retirement | None, chosen: SetName
) -> Payback:
    def net(age_months: int) -> int:
        """What the dearer pension has paid less what it has still cost, against the other."""
        month = born + age_months
        return _balance(high, chosen, month) - _balance(low, chosen, month)

    starts = [found.age_months for found in (high, low) if found is not None]
    ages = range(min(starts), LATEST_AGE * MONTHS_A_YEAR)
    behind = [age for age in ages if net(age) < 0]
    age: int | None = 0
    if behind:
        age = None if behind[-1] == ages[-1] else behind[-1] + 1
    return Payback(age, {span: net(span * MONTHS_A_YEAR) for span in LIFE_SPANS})


def _balance(found: Retirement | None, chosen: SetName, month: int) -> int:
    if found is None:
        return 0
    estimate: Estimate = found.estimates[chosen]
    return int(received_until(estimate.pension_fen, found.month, month)) - estimate.own_fen


def _by_income(comparison: Comparison, born: int, high: Option, low: Option) -> dict[int, Payback]:
    """The payback under middle assumptions on other incomes; a chosen base moves alike."""
    applicant = comparison.question.applicant
    told = {
        key: value
        for key in ("monthly_income_fen", "pension_base_fen")
        if (value := getattr(applicant, key)) is not None
    }
    found: dict[int, Payback] = {}
    for percent in INCOMES if told else ():
        changed = {key: value * percent // 100 for key, value in told.items()}
        other = applicant.model_copy(update=changed)
        question = replace(comparison.question, applicant=other)
        pair = [
            project(question, price(question, option.pension.part), comparison.assumed).at(
                "statutory"
            )
            for option in (high, low)
        ]
        if _comparable((high, low), pair):
            found[percent] = _payback(born, pair[0], pair[1], "middle")
    return found


# -- words --------------------------------------------------------------------------------------


def sentences(weighing: Weighing, names: Mapping[str, str]) -> list[Message]:
    """The plain sentence, in clauses: cost, then payback under middle and cautious assumptions.

    Args:
        weighing: What to put into words.
        names: How each of the two ids is called.
    """
    called: dict[str, object] = {
        "dearer": names[weighing.dearer],
        "cheaper": names[weighing.cheaper],
    }
    if weighing.year_fen is None:
        clauses = [Message(NO_COST, called)]
    elif weighing.year_fen == 0:
        clauses = [Message(SAME, called)]
    else:
        clauses = [Message(MORE, {**called, "amount": Yuan(weighing.year_fen)})]
    if weighing.same_pension:
        return [*clauses, Message(SAME_PENSION)]
    if not weighing.payback:
        return [*clauses, Message(NO_PENSION)]
    return [*clauses, *(_clause(weighing, chosen, names) for chosen in ("middle", "cautious"))]


def _clause(weighing: Weighing, chosen: SetName, names: Mapping[str, str]) -> Message:
    found = weighing.payback[chosen]
    own = weighing.payback_of == weighing.dearer and weighing.year_fen
    params: dict[str, object] = {"set": Message(SET_NAMES[chosen])}
    if not own:
        params["name"] = names[weighing.payback_of]
    if found.age_months == 0:
        return Message(ALWAYS_AHEAD if own else OTHER_ALWAYS_AHEAD, params)
    if found.age_months is None or found.age_months > weighing.horizon_age * MONTHS_A_YEAR:
        params["age"] = weighing.horizon_age
        return Message(NEVER_BACK if own else OTHER_NEVER_BACK, params)
    params["age"] = -(-found.age_months // MONTHS_A_YEAR)
    return Message(PAYS_BACK if own else OTHER_PAYS_BACK, params)


def weighing_dict(weighing: Weighing) -> dict[str, object]:
    """The weighing as part of a document."""
    return {
        "estimate": True,
        "dearer": weighing.dearer,
        "cheaper": weighing.cheaper,
        "year_fen": weighing.year_fen,
        "steps": [
            {"step": step.code, "difference_fen": step.difference_fen} for step in weighing.steps
        ],
        "payback_of": weighing.payback_of or None,
        "payback": {chosen: _payback_dict(found) for chosen, found in weighing.payback.items()},
        "by_income": {
            str(percent): _payback_dict(found) for percent, found in weighing.by_income.items()
        },
        "horizon_age": weighing.horizon_age,
    }


def _payback_dict(found: Payback) -> dict[str, object]:
    return {
        "age_months": found.age_months,
        "by_life_span_fen": {str(age): fen for age, fen in found.by_life_span.items()},
    }
