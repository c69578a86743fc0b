"""Options and scenarios as cards and tables. Every amount opens to where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.markup import EMPTY, Child, Html, details, joined, tag
from app.parts import behind, explain
from app.state import Case, Session
from calc.comparison import Comparison, Option
from calc.comparison.headline import difference, option_numbers
from calc.messages import N_
from calc.report.amounts import (
    Amount,
    best_year,
    bounded,
    by_month,
    net_year,
    subsidy_year,
    worker_month,
    worker_year,
)
from calc.report.names import covered, mark_text, open_text, option_text, part_text
from calc.report.projected import STATUTORY, span_text, statutory_band

STATES = {True: "open", False: "closed", None: "unclear"}
PENSION = N_("Pension")
MEDICAL = N_("Medical")
EACH_MONTH = N_("You pay a month")
EACH_YEAR = N_("You pay in {year}")
SUBSIDY = N_("Subsidies in {year}")
HOW = N_("How it is calculated, and from which documents")
COVERS = N_("Covers")
WHY_CLOSED = N_("Why it is closed, all reasons")
WHY_UNCLEAR = N_("What has to be clarified")
NOTES = N_("Conditions met, and notes")
PAID_BY_YEAR = N_("paid by the year")
SHORT_MARKS = {
    "lowest_cost": N_("lowest cost with both covers, among the surest"),
    "most_cover": N_("widest cover"),
}
NUMBERED = N_("Option {number}")
STATE = N_("State")
MONTH_COLUMN = N_("You pay a month (yuan)")
DIFFERENCE = N_("Against «{name}», in the year")
REFERENCE = N_("the one compared with")


def option_card(state: Session, case: Case, option: Option, found: Sequence[str]) -> Html:
    """One option: what it is, what it costs, whether it is open, and why."""
    comparison = case.comparison
    assert comparison is not None
    kind = STATES[option.open]
    if option.open is False:
        return _closed_card(state, comparison, option)
    return tag(
        "article",
        tags(state, option, option_numbers(comparison)[option.id], found),
        parts(state, comparison, option),
        _amounts(state, comparison, option),
        covers(state, option),
        _reasons(state, option),
        class_=f"card {kind}",
        aria_label=option_text(option, comparison.question, state.lang),
    )


def _closed_card(state: Session, comparison: Comparison, option: Option) -> Html:
    """A closed option: why, all reasons at once; its price stands in the table."""
    return tag(
        "article",
        tags(state, option, option_numbers(comparison)[option.id], ()),
        parts(state, comparison, option),
        explain.reasons(state, option),
        class_="card closed",
        aria_label=option_text(option, comparison.question, state.lang),
    )


def unfolded(state: Session, comparison: Comparison, option: Option) -> Html:
    """All that stands behind an option's amounts, a closed one's too."""
    return joined(
        [
            parts(state, comparison, option),
            _behind(state, comparison, option),
            explain.reasons(state, option),
        ]
    )


def tags(state: Session, option: Option, number: int, found: Sequence[str]) -> Html:
    """Open or not, and the marks it earned, each with its meaning."""
    entries = [
        tag("li", state.say(NUMBERED, number=number), class_="tag plain"),
        tag("li", open_text(option.open, state.lang), class_=f"tag {STATES[option.open]}"),
        *(
            tag(
                "li",
                state.say(SHORT_MARKS[mark]),
                class_="tag mark",
                title=mark_text(mark, state.lang),
            )
            for mark in found
        ),
    ]
    return tag("ul", *entries, class_="tags")


def parts(state: Session, comparison: Comparison, option: Option) -> Html:
    """How pension and medical insurance are had."""
    rows: list[Child] = []
    for name, part in ((PENSION, option.pension.part), (MEDICAL, option.medical.part)):
        rows += [
            tag("dt", state.say(name)),
            tag("dd", part_text(part, comparison.question, state.lang)),
        ]
    return tag("dl", *rows, class_="parts")


def _figure(state: Session, what: str, much: str, statuses: Iterable[str] = ()) -> Html:
    return tag(
        "span",
        tag("span", what, class_="what"),
        " ",
        tag("span", tag("span", much, class_="much"), explain.marks(state, statuses)),
        class_="figure",
    )


def _amounts(state: Session, comparison: Comparison, option: Option) -> Html:
    """The figures of an option; opened: every line, subsidy and estimate with its way home."""
    say, year = state.say, str(comparison.question.year)
    figures = [
        month_figure(state, option),
        _amount_figure(state, say(EACH_YEAR, year=year), worker_year(option)),
        *subsidy_figures(state, year, option),
        *pension_figures(state, comparison, option),
    ]
    return details(
        joined([tag("span", *figures, class_="figures"), tag("span", say(HOW), class_="opens")]),
        _behind(state, comparison, option),
        class_="amounts",
    )


def _behind(state: Session, comparison: Comparison, option: Option) -> Html:
    """Every line, subsidy and estimate of an option; each opens."""
    return joined(
        [
            explain.lines(state, comparison, option),
            tag(
                "div",
                behind.subsidies(state, comparison, option),
                behind.pension(state, comparison, option),
                class_="lines",
            ),
        ]
    )


def _amount_figure(state: Session, what: str, amount: Amount) -> Html:
    return _figure(state, what, state.say.amount(amount), amount.statuses)


def month_figure(state: Session, option: Option) -> Html:
    """The month; words where everything is paid by the year."""
    if option.priced and not by_month(option):
        return _figure(state, state.say(EACH_MONTH), state.say(PAID_BY_YEAR))
    return _amount_figure(state, state.say(EACH_MONTH), worker_month(option))


def subsidy_figures(state: Session, year: str, option: Option) -> list[Html]:
    """Subsidies and what is left, where there are any."""
    say, subsidy, best = state.say, subsidy_year(option), best_year(option)
    figures = []
    if subsidy.fen is not None:
        figures.append(_amount_figure(state, say(SUBSIDY, year=year), subsidy))
        figures.append(_amount_figure(state, say(behind.NET, year=year), net_year(option)))
    if best.fen is not None:
        figures.append(_amount_figure(state, say(behind.CEILING), best))
    return figures


def pension_figures(state: Session, comparison: Comparison, option: Option) -> list[Html]:
    """The span of the estimated pension at the statutory age, where there is an estimate."""
    projection = comparison.projection(option)
    band = statutory_band(projection)
    if band is None:
        return []
    span = state.say(behind.SPAN, span=span_text(band, state.lang))
    return [_figure(state, state.say(STATUTORY[projection.real_measure]), span)]


def covers(state: Session, option: Option) -> Html:
    """The insurances that the option brings, as its lines name them."""
    names = covered(option, state.lang)
    if not names:
        return EMPTY
    return tag("p", tag("span", state.say(COVERS), ": ", class_="quiet"), state.say.listed(names))


def _reasons(state: Session, option: Option) -> Html:
    title = WHY_CLOSED if option.open is False else WHY_UNCLEAR
    why, rest = explain.reasons(state, option), explain.other_findings(state, option)
    return joined(
        [
            details(state.say(title), why) if why else None,
            details(state.say(NOTES), rest) if rest else None,
        ]
    )


def scenario_cards(state: Session, cases: Sequence[Case], marks: Sequence[Sequence[str]]) -> Html:
    """Scenarios side by side, each by the option that stands for it."""
    reference = next(
        (case for case in cases if case.scenario is state.reference_scenario), cases[0]
    )
    return tag(
        "div",
        *(
            _scenario_card(state, case, found, reference if len(cases) > 1 else None)
            for case, found in zip(cases, marks, strict=True)
        ),
        class_="cards",
    )


def _scenario_card(
    state: Session, case: Case, found: Sequence[str], reference: Case | None
) -> Html:
    option, comparison = case.headline, case.comparison
    if option is None or comparison is None:
        return EMPTY
    is_reference = case is reference
    return tag(
        "article",
        tag("h3", state.name_of(case.scenario)),
        tags(state, option, option_numbers(comparison)[option.id], found),
        parts(state, comparison, option),
        _amounts(state, comparison, option),
        covers(state, option),
        _difference(state, option, reference, is_reference) if reference else None,
        class_=f"card {STATES[option.open]}{' reference' if is_reference else ''}",
        aria_label=state.name_of(case.scenario),
    )


def _difference(state: Session, option: Option, reference: Case, is_reference: bool) -> Html:
    if is_reference or reference.headline is None:
        return tag("p", state.say(REFERENCE), class_="quiet") if is_reference else EMPTY
    name = state.name_of(reference.scenario)
    return tag(
        "p",
        state.say(DIFFERENCE, name=name),
        ": ",
        difference_text(state, option, reference.headline),
    )


def difference_text(
    state: Session, option: Option, reference: Option, *, marked: bool = True
) -> Html:
    """What an option costs more in the year, how sure that is, and what it rests on.

    Where the marks of both amounts stand beside it, it goes without them.
    """
    found = difference(option, reference)
    text = state.say.signed_yuan(found.year_fen)
    if found.year_fen is not None:
        text = bounded(text, found, state.lang)
    amounts = (worker_year(option), worker_year(reference))
    statuses = dict.fromkeys(s for amount in amounts for s in amount.statuses if marked)
    return joined([tag("b", text, class_="number"), explain.marks(state, statuses)])
