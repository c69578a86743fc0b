"""What an option may give back, and two options weighed, for the terminal. All of it estimates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from calc.comparison import Comparison, Option
from calc.comparison.assumptions import SETS, Assumption
from calc.comparison.projection import (
    RULE,
    Estimate,
    Projection,
    Retirement,
    assumption_text,
    break_even_age,
    rate_text,
    replacement_text,
)
from calc.comparison.weighing import (
    LATEST_AGE,
    LIFE_SPANS,
    SET_NAMES,
    STEPS,
    Payback,
    Weighing,
    weigh,
)
from calc.findings import Finding
from calc.i18n import Lang, render, translate
from calc.messages import N_, Message
from calc.money import format_yuan
from calc.months import month_text
from calc.parameters.lookup import Parameters
from calc.report.names import label_text, option_text
from calc.report.table import LOCALES
from calc.report.weighed import weighed_text

TITLE = N_("Estimate of the pension, no promise")
LOW, MIDDLE, HIGH = N_("low"), N_("middle"), N_("high")
CHOICES = {
    "early": N_("at the earliest"),
    "statutory": N_("at the statutory age"),
    "late": N_("at the latest"),
}
CHOICE = N_("{choice}: {month}, aged {years} years {months} months, {paid} months counted")
PENSION = N_("pension a month")
REAL = {"wages": N_("the same in today's wages"), "prices": N_("the same in today's prices")}
BASIC, ACCOUNT = N_("of it basic pension"), N_("of it from the account")
REPLACEMENT = N_("share of your income of that time")
REPLACEMENT_OF_BASE = N_("share of the base of that time")
OWN, OTHERS = N_("you pay from now on"), N_("others pay from now on")
RECEIVED = N_("pensions until the age of {age}")
EVEN, RETURN = N_("paid back at the age of"), N_("yearly return")
AGE = N_("{years} years {months} months")
CHANGES = N_("Pension a month at the statutory age, if (estimate)")
CHANGE_NAMES = {
    "one_more_year": N_("one more year had been paid before today"),
    "stop_at_minimum": N_("you stop paying once the minimum is reached"),
    "stop_at_twenty_years": N_("you stop paying after 20 years"),
    "one_tier_higher": N_("you pay one tier higher"),
}
ASSUMPTIONS = N_("Assumptions, a year (each can be set: --assume NAME=VALUE)")
ASSUMPTION_NAMES = {
    "wage_growth": N_("growth of wages"),
    "account_interest": N_("interest of the account"),
    "base_pension_growth": N_("rise of the base pension (yuan a month)"),
    "base_growth": N_("growth of your base"),
    "price_growth": N_("growth of prices"),
}
HORIZON = N_("pensions added up until the age of")
FROM = N_("{parameter}, {place}, {first} to {last}")
ENTERED = N_("entered by you")
MISSING = N_("To complete the estimate, tell us: {names}")
WEIGHING = N_("Weighed (estimate)")
NUMBERED = N_("option {number}")
CALLED = N_("{name}: {option}")
TOTALS = ("own_year", "pension")
DIFFERENCE = N_("{dearer} against {cheaper}")
LIFE_SPAN = N_("Ahead by, if you live to (estimate, yuan)")
PAID_BACK = N_("paid back at")
INCOME = N_("middle, on {percent} % of the income")
ASSUMED = N_("{set} assumptions")
UNKNOWN = N_("not known")
NOT_BEFORE = N_("not before {age}")
FROM_THE_START = N_("from the start")
DASH = "—"


def estimate_part(result: Comparison, option: Option, lang: Lang) -> Iterator[RenderableType]:
    """The band of an option, what would change it, its assumptions, notes and what is missing."""
    projection = result.projection(option)
    if projection.scheme == "none":
        return
    yield Text(translate(TITLE, lang), style="bold")
    if projection.retirement:
        yield Padding(Text(translate(RULE, lang)), (0, 0, 0, 2))
        told = result.question.applicant.monthly_income_fen is not None
        yield _band_table(projection, lang, income_told=told)
        if projection.changes:
            yield _changes_table(projection, lang)
        yield _assumptions_table(projection, result.question.parameters, lang)
    for note in projection.notes:
        yield Padding(_note(note, lang), (0, 0, 0, 2))
    if projection.missing:
        names = ", ".join(projection.missing)
        yield Padding(Text(render(Message(MISSING, {"names": names}), lang)), (0, 0, 0, 2))


def _note(note: Finding, lang: Lang) -> Text:
    cited = "; ".join(c.document for c in note.sources if c.document != "unknown")
    text = f"· {render(note.message(), lang)}"
    return Text(f"{text} ({cited})" if cited else text)


def _table(first: str, columns: Sequence[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(first, overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _yuan(fen: int | None, lang: Lang) -> str:
    return DASH if fen is None else format_yuan(fen, LOCALES[lang])


def _band_table(projection: Projection, lang: Lang, *, income_told: bool) -> Table:
    table = _table("", [translate(name, lang) for name in (LOW, MIDDLE, HIGH)])
    horizon = projection.assumptions.horizon_age if projection.assumptions else 0
    for found in projection.retirement:
        table.add_row(Text(_choice_text(found, lang), style="bold"))
        for name, texts in _band_rows(found, projection, horizon, lang, income_told=income_told):
            table.add_row(f"  {name}", *texts)
    return table


def _choice_text(found: Retirement, lang: Lang) -> str:
    years, months = divmod(found.age_months, 12)
    params = {
        "choice": translate(CHOICES[found.choice], lang),
        "month": month_text(found.month),
        "years": years,
        "months": months,
        "paid": found.estimates["middle"].months,
    }
    return render(Message(CHOICE, params), lang)


def _band_rows(
    found: Retirement, projection: Projection, horizon: int, lang: Lang, *, income_told: bool
) -> Iterator[tuple[str, list[str]]]:
    estimates = [found.estimates[chosen] for chosen in SETS]

    def amounts(name: str) -> list[str]:
        return [_yuan(getattr(estimate, name), lang) for estimate in estimates]

    yield translate(PENSION, lang), amounts("pension_fen")
    yield translate(REAL[projection.real_measure], lang), amounts("real_fen")
    yield translate(BASIC, lang), amounts("basic_fen")
    yield translate(ACCOUNT, lang), amounts("account_pension_fen")
    if any(estimate.replacement_ppm is not None for estimate in estimates):
        shares = [replacement_text(estimate.replacement_ppm) or DASH for estimate in estimates]
        yield translate(REPLACEMENT if income_told else REPLACEMENT_OF_BASE, lang), shares
    yield translate(OWN, lang), amounts("own_fen")
    if any(estimate.others_fen for estimate in estimates):
        yield translate(OTHERS, lang), amounts("others_fen")
    yield render(Message(RECEIVED, {"age": horizon}), lang), amounts("received_fen")
    yield translate(EVEN, lang), [_age_text(break_even_age(found, s), lang) for s in SETS]
    yield translate(RETURN, lang), [_return_text(estimate) for estimate in estimates]


def _return_text(estimate: Estimate) -> str:
    return rate_text(estimate.rate) or DASH


def _age_text(age: str | None, lang: Lang) -> str:
    if age is None:
        return DASH
    years, _, months = age.removesuffix("m").partition("y")
    return render(Message(AGE, {"years": years, "months": months}), lang)


def _changes_table(projection: Projection, lang: Lang) -> Table:
    table = _table(
        translate(CHANGES, lang), [translate(name, lang) for name in (LOW, MIDDLE, HIGH)]
    )
    for change in projection.changes:
        amounts = [_yuan(change.estimates[chosen].pension_fen, lang) for chosen in SETS]
        table.add_row(f"  {translate(CHANGE_NAMES[change.code], lang)}", *amounts)
    return table


def _assumptions_table(projection: Projection, parameters: Parameters, lang: Lang) -> Table:
    names = [translate(name, lang) for name in (LOW, MIDDLE, HIGH)]
    table = _table(translate(ASSUMPTIONS, lang), names)
    table.add_column("", overflow="fold")
    assumptions = projection.assumptions
    for found in assumptions.rates.values() if assumptions else ():
        name = f"  {translate(ASSUMPTION_NAMES[found.name], lang)} ({found.name})"
        values = [assumption_text(found, chosen) for chosen in SETS]
        table.add_row(name, *values, _origin(found, parameters, lang))
    if assumptions is not None:
        origin = translate(ENTERED, lang) if assumptions.horizon_entered else ""
        ages = [str(assumptions.horizon_age)] * len(SETS)
        table.add_row(f"  {translate(HORIZON, lang)} (horizon_age)", *ages, origin)
    return table


def _origin(found: Assumption, parameters: Parameters, lang: Lang) -> str:
    if found.entered:
        return translate(ENTERED, lang)
    params = {
        "parameter": label_text(parameters.definitions.label(found.parameter), lang),
        "place": label_text(parameters.label(found.place), lang),
        "first": str(found.first_year),
        "last": str(found.last_year),
    }
    return render(Message(FROM, params), lang)


# -- two options weighed ------------------------------------------------------------------------


def weighing_part(
    result: Comparison, one: Option, other: Option, lang: Lang
) -> Iterator[RenderableType]:
    """Two options weighed: the sentence, the waterfall, and how the answer moves."""
    weighing = weigh(result, one, other)
    numbers = {each.id: number for number, each in enumerate(result.options, start=1)}
    names = {
        each.id: render(Message(NUMBERED, {"number": str(numbers[each.id])}), lang)
        for each in (one, other)
    }
    yield Text(translate(WEIGHING, lang), style="bold")
    yield Padding(Text(weighed_text(weighing, names, lang)), (0, 0, 0, 2))
    for each in (one, other):
        called = {"name": names[each.id], "option": option_text(each, result.question, lang)}
        yield Padding(Text(render(Message(CALLED, called), lang), style="dim"), (0, 0, 0, 2))
    heading = {"dearer": names[weighing.dearer], "cheaper": names[weighing.cheaper]}
    table = _table(render(Message(DIFFERENCE, heading), lang), [""])
    for step in weighing.steps:
        if step.difference_fen == 0 and step.code not in TOTALS:
            continue
        signed = _signed(step.difference_fen, lang)
        strong = "bold" if step.code in TOTALS else ""
        table.add_row(Text(f"  {translate(STEPS[step.code], lang)}", style=strong), signed)
    yield table
    if weighing.payback:
        yield _spans_table(weighing, lang)


def _spans_table(weighing: Weighing, lang: Lang) -> Table:
    columns = [str(age) for age in LIFE_SPANS]
    table = _table(translate(LIFE_SPAN, lang), [*columns, translate(PAID_BACK, lang)])
    rows = [
        (render(Message(ASSUMED, {"set": Message(SET_NAMES[chosen])}), lang), found)
        for chosen, found in weighing.payback.items()
    ]
    rows += [
        (render(Message(INCOME, {"percent": percent}), lang), found)
        for percent, found in weighing.by_income.items()
    ]
    for name, found in rows:
        amounts = [_signed(found.by_life_span[age], lang) for age in LIFE_SPANS]
        table.add_row(f"  {name}", *amounts, _payback_text(found, lang))
    return table


def _payback_text(found: Payback, lang: Lang) -> str:
    if found.age_months is None:
        return render(Message(NOT_BEFORE, {"age": LATEST_AGE}), lang)
    if found.age_months == 0:
        return translate(FROM_THE_START, lang)
    years, months = divmod(found.age_months, 12)
    return render(Message(AGE, {"years": years, "months": months}), lang)


def _signed(fen: int | None, lang: Lang) -> str:
    if fen is None:
        return translate(UNKNOWN, lang)
    sign = "+" if fen > 0 else "−" if fen < 0 else ""
    return f"{sign}{format_yuan(abs(fen), LOCALES[lang])}"
