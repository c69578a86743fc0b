"""Options and scenarios as cards and tables. Every amount opens to where it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from app.markup import EMPTY, Child, Html, details, joined, table, tag
from app.parts import explain
from app.state import Case, Session
from app.words import DASH
from calc.comparison import Comparison, Option
from calc.comparison.assumptions import SETS
from calc.comparison.headline import difference, option_numbers
from calc.messages import N_
from calc.report.names import item_text, mark_text, open_text, option_text, part_text

STATES = {True: "open", False: "closed", None: "unclear"}
PENSION = N_("Pension")
MEDICAL = N_("Medical")
EACH_MONTH = N_("You pay a month")
EACH_YEAR = N_("You pay in {year}")
SUBSIDY = N_("Subsidies in {year}")
NET = N_("Left to pay in {year}")
CEILING = N_("With subsidies that are only a ceiling, at best")
HOW = N_("How it is calculated, and from which documents")
PENSION_BAND = N_("Pension a month at the statutory age, estimated")
BAND = N_("{low} to {high} yuan")
LOWEST, HIGHEST = SETS[0], SETS[-1]
COVERS = N_("Covers")
WHY_CLOSED = N_("Why it is closed, all reasons")
WHY_UNCLEAR = N_("What has to be clarified")
NOTES = N_("Conditions met, and notes")
PAID_BY_YEAR = N_("paid by the year")
SHORT_MARKS = {
    "lowest_cost": N_("lowest cost with both covers"),
    "most_cover": N_("widest cover"),
}
NUMBERED = N_("Option {number}")
STATE = N_("State")
MONTH_COLUMN = N_("You pay a month (yuan)")
YEAR_COLUMN = N_("You pay in {year} (yuan)")
NET_COLUMN = N_("Left after subsidies (yuan)")
DIFFERENCE = N_("Against «{name}», in the year")
REFERENCE = N_("the one compared with")
ALL_OPTIONS = N_("All {count} options, open ones first. Amounts are what you pay, in yuan.")


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


def _figure(what: str, much: str) -> Html:
    return tag(
        "span",
        tag("span", what, class_="what"),
        " ",
        tag("span", much, class_="much"),
        class_="figure",
    )


def _amounts(state: Session, comparison: Comparison, option: Option) -> Html:
    say, year = state.say, str(comparison.question.year)
    by_month = any(line.month_fen is not None for line in option.worker_lines)
    figures = [
        _figure(
            say(EACH_MONTH),
            say.yuan(option.worker_month_fen)
            if by_month or not option.priced
            else say(PAID_BY_YEAR),
        ),
        _figure(
            say(EACH_YEAR, year=year),
            say.yuan(option.worker_year_fen, complete=option.complete),
        ),
        *subsidy_figures(state, year, option),
        *pension_figures(state, comparison, option),
    ]
    return details(
        joined([tag("span", *figures, class_="figures"), tag("span", say(HOW), class_="opens")]),
        explain.lines(state, comparison, option),
        class_="amounts",
    )


def subsidy_figures(state: Session, year: str, option: Option) -> list[Html]:
    """Subsidies and what is left, where there are any."""
    say, net, best = state.say, option.net_year_fen, option.net_year_with_ceiling_fen
    figures = []
    if option.subsidy_year_fen:
        figures.append(_figure(say(SUBSIDY, year=year), say.yuan(option.subsidy_year_fen)))
        figures.append(_figure(say(NET, year=year), say.yuan(net)))
    if best is not None and best != net:
        figures.append(_figure(say(CEILING), say.yuan(best)))
    return figures


def pension_figures(state: Session, comparison: Comparison, option: Option) -> list[Html]:
    """The band of the estimated pension at the statutory age, where there is an estimate."""
    found = comparison.projection(option).at("statutory")
    if found is None:
        return []
    low, high = (state.say.bare_yuan(found.estimates[s].pension_fen) for s in (LOWEST, HIGHEST))
    return [_figure(state.say(PENSION_BAND), state.say(BAND, low=low, high=high))]


def covers(state: Session, option: Option) -> Html:
    """The insurances that the option brings, as its lines name them."""
    names = list(dict.fromkeys(item_text(line.item, state.lang) for line in option.lines))
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
        _difference(state, option, reference, is_reference) if reference else None,
        class_=f"card {STATES[option.open]}{' reference' if is_reference else ''}",
        aria_label=state.name_of(case.scenario),
    )


def _difference(state: Session, option: Option, reference: Case, is_reference: bool) -> Html:
    if is_reference or reference.headline is None:
        return tag("p", state.say(REFERENCE), class_="quiet") if is_reference else EMPTY
    name = state.name_of(reference.scenario)
    found = difference(option, reference.headline)
    return tag(
        "p",
        state.say(DIFFERENCE, name=name),
        ": ",
        tag("b", state.say.signed_yuan(found.year_fen), class_="number"),
    )


def options_table(
    state: Session,
    comparison: Comparison,
    options: Sequence[Option],
) -> Html:
    """All options in one table."""
    say, year = state.say, str(comparison.question.year)
    numbers = option_numbers(comparison)
    rows = [
        [
            str(numbers[option.id]),
            part_text(option.pension.part, comparison.question, say.lang),
            part_text(option.medical.part, comparison.question, say.lang),
            open_text(option.open, say.lang),
            _month_cell(state, option),
            say.bare_yuan(option.worker_year_fen),
            say.bare_yuan(option.net_year_fen),
        ]
        for option in options
    ]
    columns = [
        say(N_("No.")),
        say(PENSION),
        say(MEDICAL),
        say(STATE),
        say(MONTH_COLUMN),
        say(YEAR_COLUMN, year=year),
        say(NET_COLUMN),
    ]
    return table(say(ALL_OPTIONS, count=len(options)), columns, rows, numbers=(4, 5, 6))


def _month_cell(state: Session, option: Option) -> str:
    by_month = any(line.month_fen is not None for line in option.worker_lines)
    return state.say.bare_yuan(option.worker_month_fen) if by_month else DASH
