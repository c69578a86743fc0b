"""What stands behind the figures of a card beside its lines: subsidies, and the pension."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from app.markup import EMPTY, Child, Html, details, joined, tag
from app.parts import explain
from app.state import Session
from calc.comparison import Comparison, Option
from calc.comparison.assumptions import SETS
from calc.comparison.projection import RULE, Projection, Retirement
from calc.comparison.weighing import SET_NAMES
from calc.messages import N_, Message
from calc.parameters.lookup import Answer
from calc.report.amounts import Share, best_formula, net_formula, shares_of
from calc.report.names import subject_text
from calc.report.projected import ROUNDED, STATUTORY, span_text, statutory_band, step_lines

UP_TO = N_("at most {amount}")
NET = N_("Left to pay in {year}")
CEILING = N_("With subsidies that are only a ceiling, at best")
STEP = N_("{name}: {formula}")
ASSUMED = N_("{set} assumptions")
SPAN = N_("{span} yuan")


def subsidies(state: Session, comparison: Comparison, option: Option) -> Html:
    """The subsidies that lower the option's cost, and how what is left comes about; each opens."""
    year = str(comparison.question.year)
    rows: list[Child] = [_share(state, share) for share in shares_of(comparison, option)]
    for name, formula in (
        (state.say(NET, year=year), net_formula(option)),
        (state.say(CEILING), best_formula(option)),
    ):
        if formula:
            text = state.say(STEP, name=name, formula=state.say.formula(formula))
            rows.append(tag("p", text, class_="formula"))
    return joined(rows)


def _share(state: Session, share: Share) -> Html:
    say, subsidy = state.say, share.subsidy
    place = say.label(state.parameters.label(subsidy.place))
    name = " · ".join((subject_text(subsidy.id, state.parameters, state.lang), place))
    amount = say.yuan(share.fen)
    return _opening(
        name,
        amount if share.sure else say(UP_TO, amount=amount),
        tag("p", say.formula(share.formula), class_="formula") if share.formula else None,
        values(state, subsidy.answers),
    )


def _opening(name: str, amount: str, *behind: Child) -> Html:
    summary = tag("span", tag("span", name), tag("span", amount, class_="number"), class_="row")
    return details(summary, tag("div", *behind, class_="behind"), class_="line")


def values(state: Session, answers: Sequence[Answer]) -> Html:
    """The values on file that were used, each with its document."""
    if not answers:
        return EMPTY
    drawn = (
        state.once(answer, partial(explain.value, state, state.parameters, answer))
        for answer in answers
    )
    return joined([tag("p", state.say(explain.VALUES), class_="quiet"), *drawn])


def pension(state: Session, comparison: Comparison, option: Option) -> Html:
    """The estimated pension at the statutory age: its formula and the values behind it."""
    projection = comparison.projection(option)
    found, band = projection.at("statutory"), statutory_band(projection)
    if found is None or band is None:
        return EMPTY
    return state.once(
        projection,
        lambda: _opening(
            state.say(STATUTORY[projection.real_measure]),
            state.say(SPAN, span=span_text(band, state.lang)),
            tag("p", state.say(RULE)),
            steps(state, projection, found),
            values(state, projection.answers),
        ),
    )


def steps(state: Session, projection: Projection, found: Retirement) -> Html:
    """How a pension comes about under each set of assumptions, step by step."""
    parts: list[Child] = []
    for chosen in SETS:
        parts.append(tag("p", state.say(ASSUMED, set=Message(SET_NAMES[chosen])), class_="quiet"))
        lines = step_lines(found, projection.real_measure, chosen, state.lang)
        parts += [tag("p", line, class_="formula") for line in lines]
    return joined([*parts, tag("p", state.say(ROUNDED), class_="quiet")])
