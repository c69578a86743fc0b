"""An estimated pension in words: one form on cards, in tables, on paper.

What stands first everywhere is the pension in today's wages (or prices, where their growth was
entered): a nominal amount of a year far ahead says little. Whatever is shown names its measure,
says that it is an estimate, and runs from the lower to the higher amount.
"""

from __future__ import annotations

from collections.abc import Iterator

from calc.comparison.projection import Band, Projection, Retirement, band_of
from calc.i18n import Lang, render, text_of, translate
from calc.messages import N_, Message, Yuan
from calc.report.values import formula_text

STATUTORY = {
    "wages": N_("Estimated pension a month at the statutory age, in today's wages"),
    "prices": N_("Estimated pension a month at the statutory age, in today's prices"),
}
SHORT = {
    "wages": N_("Estimated pension a month, in today's wages (yuan)"),
    "prices": N_("Estimated pension a month, in today's prices (yuan)"),
}
SPAN = N_("{low} to {high}")
SPAN_WITH_MIDDLE = N_("{low} to {high}, middle {middle}")
STEPS = {
    "calculation_base": N_("benefit calculation base in the year of retirement"),
    "city_calculation_base": N_("benefit calculation base of the city in the year of retirement"),
    "basic": N_("basic pension"),
    "base_pension": N_("base pension"),
    "account": N_("pension from the account"),
    "transitional": N_("transitional pension"),
    "addition": N_("addition for further years"),
    "total": N_("pension a month, nominal"),
}
REAL = {
    "wages": N_("the same in today's wages"),
    "prices": N_("the same in today's prices"),
}
STEP = N_("{name}: {formula}")
ROUNDED = N_(
    "The benefit calculation base grows and money is brought to today's terms year by year, "
    "rounded to the fen each time: the last digits may differ from the power written here."
)


def span_text(band: Band, lang: Lang, *, middle: bool = False) -> str:
    """A span from its lower to its higher end, with its middle if wanted; one number if it is."""
    if band.low == band.high:
        return text_of(Yuan(band.low), lang)
    params: dict[str, object] = {"low": Yuan(band.low), "high": Yuan(band.high)}
    if middle:
        return render(Message(SPAN_WITH_MIDDLE, {**params, "middle": Yuan(band.middle)}), lang)
    return render(Message(SPAN, params), lang)


def statutory_band(projection: Projection) -> Band | None:
    """The span of the pension at the statutory age in today's terms, where there is one."""
    found = projection.at("statutory")
    return None if found is None else band_of(found, "real_fen")


def step_lines(found: Retirement, measure: str, chosen: str, lang: Lang) -> Iterator[str]:
    """How a pension comes about under one set of assumptions, a step a line."""
    estimate = next(each for name, each in found.estimates.items() if name == chosen)
    for step in estimate.steps:
        name = REAL[measure] if step.code == "real" else STEPS[step.code]
        params = {"name": translate(name, lang), "formula": formula_text(step.formula, lang)}
        yield render(Message(STEP, params), lang)
