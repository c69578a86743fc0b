"""What an option may give back: bands by month of retirement, and the assumptions behind them."""

from __future__ import annotations

import streamlit as st

from app.markup import EMPTY, Child, Html, details, joined, table, tag
from app.parts import behind, charts, explain
from app.parts.page import show
from app.questions import BY_KEY
from app.state import Session
from app.words import DASH
from calc.comparison import Comparison, Option
from calc.comparison.headline import option_numbers
from calc.comparison.marks import reading_order
from calc.comparison.projection import (
    RULE,
    Projection,
    Retirement,
    band_of,
    projection_dict,
)
from calc.comparison.weighing import weigh
from calc.messages import N_, Message
from calc.report.names import label_text, option_text
from calc.report.projected import span_text
from calc.report.sheet_rights import CHOICES
from calc.report.weighed import weighed_text

TITLE = N_("What it may give back: option {number}")
CAPTION = N_("Estimated pension a month, from the lower to the higher amount (yuan)")
AGAINST = N_("Weigh it against another option")
CHOOSE = N_("please choose")
NUMBERED = N_("Option {number}")
ESTIMATE = N_("An estimate, no promise.")
RETIRING = N_("Retiring")
IN = N_("In")
NOMINAL = N_("Nominal, in the yuan of that year")
REAL = {"wages": N_("In today's wages"), "prices": N_("In today's prices")}
PAID = N_("You pay from now on")
EVEN = N_("Paid for itself at age")
AGES = N_("{early} to {late}")
MONTH_AND_AGE = N_("{month}, aged {age}")
NEVER = N_("not within the horizon")
ASSUMPTIONS = N_("Assumptions")
ASSUMPTION_CAPTION = N_("Drawn from the history on file, a year")
NAME, LOW, MIDDLE, HIGH = N_("Name"), N_("low"), N_("middle"), N_("high")
FROM_HISTORY = N_("From the history of")
YEARS = N_("{first} to {last}")
BY_YOU = N_("entered by you")
MISSING = N_("For an estimate, tell us: {questions}")
SHARPER = N_("Answer these too, and the estimate becomes sharper: {questions}")
HOW = N_("Retiring {choice}: how the pension is calculated, and from which documents")
NAMES = {
    "wage_growth": N_("growth of wages"),
    "account_interest": N_("interest of the account"),
    "base_pension_growth": N_("rise of the base pension (yuan a month)"),
    "base_growth": N_("growth of your base"),
    "price_growth": N_("growth of prices"),
    "horizon_age": N_("counted up to the age of"),
}


def pension(state: Session, comparison: Comparison, option: Option, number: int) -> None:
    """The estimate with its pictures; or what it would need."""
    projection = comparison.projection(option)
    text = estimate(state, projection)
    if not text:
        return
    st.subheader(state.say(TITLE, number=str(number)), anchor=False)
    show(state, text)
    charts.pension(state, projection)
    charts.break_even(state, projection)
    _weighed(state, comparison, option)


def _weighed(state: Session, comparison: Comparison, option: Option) -> None:
    """Another option beside this one: what it costs more, and when that has come back."""
    say, question = state.say, comparison.question
    numbers = option_numbers(comparison)
    others = {
        other.id: other
        for other in reading_order(comparison.options)
        if other.open is not False and other.id != option.id
    }
    names = {
        other: f"{numbers[other]}. {option_text(found, question, state.lang)}"
        for other, found in others.items()
    }
    picked = st.selectbox(
        say(AGAINST),
        list(others),
        index=None,
        format_func=lambda other: names.get(other, other),
        placeholder=say(CHOOSE),
        key=state.key("against"),
    )
    if picked not in others:
        return
    weighing = weigh(comparison, option, others[picked])
    called = {each: say(NUMBERED, number=numbers[each]) for each in (option.id, picked)}
    show(state, tag("p", weighed_text(weighing, called, state.lang)))


def estimate(state: Session, projection: Projection) -> Html:
    """The estimate as tables and sentences."""
    say = state.say
    parts: list[Child] = []
    if projection.retirement:
        parts.extend(_table(state, projection))
    wanted = [say(BY_KEY[key].text) for key in projection.missing if key in BY_KEY]
    if wanted:
        parts.append(tag("p", say(SHARPER if projection.retirement else MISSING, questions=wanted)))
    notes = explain.findings(state, projection.notes)
    if parts and notes:
        parts.append(notes)
    if projection.retirement:
        parts += [_how(state, projection, found) for found in projection.retirement]
        parts.append(_assumptions(state, projection))
    return joined(parts) if parts else EMPTY


def _table(state: Session, projection: Projection) -> list[Child]:
    """What stands first: that it is an estimate, then each choice with its spans."""
    say = state.say
    rows = [_row(state, found, projection) for found in projection.retirement]
    names = (RETIRING, IN, REAL[projection.real_measure], NOMINAL, PAID, EVEN)
    return [
        tag("p", tag("b", say(ESTIMATE)), " ", say(RULE)),
        table(
            say(CAPTION),
            [say(name) for name in names],
            rows,
            numbers=(4,),
            class_="grid words",
        ),
    ]


def _row(state: Session, found: Retirement, projection: Projection) -> list[Child]:
    say = state.say
    document = _documented(projection, found)
    return [
        say(CHOICES[found.choice]),
        say(MONTH_AND_AGE, month=say.month(found.month), age=age_words(state, document["age"])),
        span_text(band_of(found, "real_fen"), state.lang, middle=True),
        span_text(band_of(found, "pension_fen"), state.lang, middle=True),
        say.bare_yuan(found.estimates["middle"].own_fen),
        _ages(state, document["break_even_age"]),
    ]


def _how(state: Session, projection: Projection, found: Retirement) -> Html:
    """One choice, step by step, with the values on file behind it."""
    return details(
        state.say(HOW, choice=Message(CHOICES[found.choice])),
        behind.steps(state, projection, found),
        behind.values(state, projection.answers),
    )


def _documented(projection: Projection, found: Retirement) -> dict[str, object]:
    """The same choice in the document, where ages are words."""
    retirement = projection_dict(projection)["retirement"]
    assert isinstance(retirement, list)
    return next(each for each in retirement if each["choice"] == found.choice)


def _ages(state: Session, band: object) -> str:
    assert isinstance(band, dict)
    early, late = band["high"], band["low"]
    if early is None or late is None:
        return state.say(NEVER)
    early, late = age_words(state, early), age_words(state, late)
    return early if early == late else state.say(AGES, early=early, late=late)


def age_words(state: Session, age: object) -> str:
    """An age such as ``60y3m`` in words."""
    years, _, months = str(age).removesuffix("m").partition("y")
    if months in ("", "0"):
        return state.say(N_("{years} years"), years=years)
    return state.say(N_("{years} years {months} months"), years=years, months=months)


def _assumptions(state: Session, projection: Projection) -> Html:
    say, parameters = state.say, state.parameters
    listed = projection_dict(projection)["assumptions"]
    assert isinstance(listed, list)
    rows = []
    for each in listed:
        history, years = DASH, each["years"]
        if each["entered"]:
            history = say(BY_YOU)
        elif each["parameter"]:
            name = label_text(parameters.definitions.label(each["parameter"]), state.lang)
            place = label_text(parameters.label(each["place"]), state.lang)
            period = say(YEARS, first=str(years[0]), last=str(years[1]))
            history = " · ".join((name, place, period))
        values = [str(each[end]) for end in ("low", "middle", "high")]
        rows.append([say(NAMES[each["name"]]), *values, history])
    columns = [say(name) for name in (NAME, LOW, MIDDLE, HIGH, FROM_HISTORY)]
    return details(say(ASSUMPTIONS), table(say(ASSUMPTION_CAPTION), columns, rows))
