"""Pictures, each with its numbers in a table beside it. Colours from Okabe and Ito's palette."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import streamlit as st

from app.markup import Html, details, table
from app.parts.page import show
from app.state import Session
from app.words import Words
from calc.comparison import Comparison, Option
from calc.comparison.projection import Projection
from calc.i18n import Lang
from calc.messages import N_
from calc.parameters.lookup import Parameters
from calc.parameters.model import Record
from calc.report.pictures import (
    Row,
    break_even_rows,
    calendar_rows,
    history_rows,
    payer_rows,
    pension_rows,
)

PALETTE = ("#0072B2", "#E69F00", "#CC79A7", "#009E73", "#56B4E9", "#D55E00", "#000000", "#999999")
FONT = (
    "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', "
    "'Noto Sans CJK SC', sans-serif"
)
PAYERS_TITLE = N_("Who pays how much in {year}")
PAYERS_ALT = N_(
    "Stacked bars: for each option, how much of the year's contributions each payer pays. The same "
    "numbers stand in the table below."
)
CALENDAR_TITLE = N_("When to pay how much")
CALENDAR_ALT = N_(
    "Bars by month: the worker's payments, by insurance. The same numbers stand in the table below."
)
PENSION_ALT = N_(
    "Bars from the low to the high estimate of the monthly pension, a mark at the middle one, by "
    "month of retirement. The same numbers stand in the table above."
)
BREAK_EVEN_ALT = N_(
    "Lines by age: what is paid from now on lies flat, what is received rises; where they cross, "
    "the pension has paid for itself. The ages stand in the table above."
)
HISTORY_ALT = N_("Steps: the value over time. The same numbers stand in the table below.")
AS_TABLE = N_("The same as a table")
NUMBER = N_("No.")
OPTION = N_("Option")
PAYER = N_("Payer")
YUAN = N_("yuan")
MONTH = N_("Month")
DUE = N_("Due")
NO_DUE_DAY = N_("in this month; no day on file")
ITEM = N_("Insurance")
ROWS = N_("Rows")
GROUPS_ALT = N_("Bars: {title}. The same numbers stand in the table below.")
FROM = N_("From")
RETIRING = N_("Retiring")
AGE = N_("Age")
LOW, MIDDLE, HIGH = N_("low"), N_("middle"), N_("high")
PLACE = N_("Place")
VALUE = N_("Value")
DOCUMENT = N_("Document")


Shape = dict[str, Any]
"""A picture without its rows."""
_YUAN_AXIS = alt.Axis(format=",d", tickCount=4)
_ROWS = alt.NamedData("rows")


def _shape(build: Callable[..., Any]) -> Callable[..., Shape]:
    """Keeps what a picture looks like: checking it takes Altair longer than all else on a page."""

    @lru_cache(maxsize=64)
    def built(*arguments: object) -> Shape:
        configured = (
            build(*arguments)
            .configure(font=FONT, padding=4)
            .configure_axis(labelLimit=220, labelFontSize=12, titleFontSize=12, gridColor="#e4e7eb")
            .configure_legend(orient="bottom", labelFontSize=12, columns=2, title=None)
            .configure_view(stroke=None)
        )
        shape: Shape = configured.to_dict()
        return shape

    return built


def _draw(shape: Shape, rows: Sequence[Row], alt_text: str, key: str) -> None:
    """A picture of rows. Plain ones: a data frame would bring pandas in."""
    spec = {**shape, "data": {"values": list(rows)}}
    st.vega_lite_chart(spec=spec, width="stretch", theme=None, key=key, alt=alt_text)


@_shape
def _payers_shape(lang: Lang, names: tuple[str, ...]) -> alt.Chart:
    say = Words(lang)
    chart: alt.Chart = (
        alt.Chart(_ROWS)
        .mark_bar(size=18, stroke="white", strokeWidth=1)
        .encode(
            x=alt.X("yuan:Q", title=say(YUAN), stack="zero", axis=_YUAN_AXIS),
            y=alt.Y("number:O", title=say(OPTION), sort=None),
            color=alt.Color("payer:N", scale=alt.Scale(domain=names, range=list(PALETTE))),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("option:N", title=say(OPTION)),
                alt.Tooltip("payer:N", title=say(PAYER)),
                alt.Tooltip("text:N", title=say(YUAN)),
            ],
        )
        .properties(height=alt.Step(26))
    )
    return chart


def payers(state: Session, comparison: Comparison, options: Sequence[Option]) -> None:
    """The year's cost of options by payer, stacked."""
    rows = payer_rows(comparison, options, state.lang)
    if not rows:
        return
    say = state.say
    ordered = sorted(rows, key=lambda row: row["order"])
    names = tuple(dict.fromkeys(row["payer"] for row in ordered))
    title = say(PAYERS_TITLE, year=str(comparison.question.year))
    st.subheader(title, anchor=False)
    _draw(_payers_shape(say.lang, names), rows, say(PAYERS_ALT), "chart:payers")
    cells = [[str(row[name]) for name in ("number", "option", "payer", "text")] for row in rows]
    columns = [say(NUMBER), say(OPTION), say(PAYER), say(YUAN)]
    show(state, details(say(AS_TABLE), table(title, columns, cells, numbers=(3,))))


@_shape
def _calendar_shape(lang: Lang) -> alt.Chart:
    say = Words(lang)
    chart: alt.Chart = (
        alt.Chart(_ROWS)
        .mark_bar(stroke="white", strokeWidth=1)
        .encode(
            x=alt.X("month:O", title=None, axis=alt.Axis(labelAngle=-45)),
            y=alt.Y("yuan:Q", title=say(YUAN), axis=_YUAN_AXIS),
            color=alt.Color("item:N", scale=alt.Scale(range=list(PALETTE))),
            tooltip=[
                alt.Tooltip("day:N", title=say(DUE)),
                alt.Tooltip("item:N", title=say(ITEM)),
                alt.Tooltip("text:N", title=say(YUAN)),
            ],
        )
        .properties(height=220)
    )
    return chart


def calendar(state: Session, option: Option) -> None:
    """What the worker pays when."""
    rows = calendar_rows(option, state.lang)
    if not rows:
        return
    say = state.say
    st.subheader(say(CALENDAR_TITLE), anchor=False)
    _draw(_calendar_shape(say.lang), rows, say(CALENDAR_ALT), "chart:calendar")
    show(state, details(say(AS_TABLE), calendar_table(state, option)))


def calendar_table(state: Session, option: Option, class_: str = "grid") -> Html:
    """The payments as a table."""
    say = state.say
    cells = [
        [
            say.month(entry.month),
            say.day(entry.due_on) if entry.due_on else say(NO_DUE_DAY),
            str(row["item"]),
            str(row["text"]),
        ]
        for entry, row in zip(option.calendar, calendar_rows(option, say.lang), strict=True)
    ]
    columns = [say(MONTH), say(DUE), say(ITEM), say(YUAN)]
    return table(say(CALENDAR_TITLE), columns, cells, numbers=(3,), class_=class_)


@_shape
def _pension_shape(lang: Lang, order: tuple[str, ...]) -> alt.LayerChart | alt.FacetChart:
    say = Words(lang)
    base = alt.Chart().encode(y=alt.Y("choice:N", title=None, sort=list(order)))
    ends = (("cautious", LOW), ("middle", MIDDLE), ("hopeful", HIGH))
    tooltip = [
        alt.Tooltip("choice:N", title=say(RETIRING)),
        *(alt.Tooltip(f"{name}_text:N", title=say(end)) for name, end in ends),
    ]
    band = base.mark_bar(size=16, color=PALETTE[4]).encode(
        x=alt.X("cautious:Q", title=say(YUAN), axis=_YUAN_AXIS, scale=alt.Scale(zero=True)),
        x2="hopeful:Q",
        tooltip=tooltip,
    )
    middle = base.mark_tick(size=24, thickness=3, color=PALETTE[6]).encode(
        x="middle:Q", tooltip=tooltip
    )
    return alt.layer(band, middle, data=_ROWS).properties(height=alt.Step(34))


def pension(state: Session, projection: Projection) -> None:
    """The estimated pension as a band by choice of retirement."""
    rows = pension_rows(projection, state.lang)
    if rows:
        order = tuple(str(row["choice"]) for row in rows)
        shape = _pension_shape(state.lang, order)
        _draw(shape, rows, state.say(PENSION_ALT), "chart:pension")


@_shape
def _break_even_shape(lang: Lang) -> alt.Chart:
    say = Words(lang)
    chart: alt.Chart = (
        alt.Chart(_ROWS)
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X("age:Q", title=say(AGE), scale=alt.Scale(zero=False, nice=False)),
            y=alt.Y("yuan:Q", title=say(YUAN), axis=_YUAN_AXIS),
            color=alt.Color("choice:N", scale=alt.Scale(range=list(PALETTE))),
            strokeDash=alt.StrokeDash("line:N"),
            tooltip=[
                alt.Tooltip("choice:N", title=say(RETIRING)),
                alt.Tooltip("line:N", title=say(VALUE)),
            ],
        )
        .properties(height=240)
    )
    return chart


def break_even(state: Session, projection: Projection) -> None:
    """What is paid from now on against what is received, by age."""
    rows = break_even_rows(projection, state.lang)
    if rows:
        shape = _break_even_shape(state.lang)
        _draw(shape, rows, state.say(BREAK_EVEN_ALT), "chart:break_even")


@_shape
def _history_shape(lang: Lang, unit: str) -> alt.Chart:
    say = Words(lang)
    chart: alt.Chart = (
        alt.Chart(_ROWS)
        .mark_line(interpolate="step-after", point=True, strokeWidth=2)
        .encode(
            x=alt.X("from:T", title=None, axis=alt.Axis(format="%Y-%m", tickCount=6)),
            y=alt.Y("number:Q", title=unit, scale=alt.Scale(zero=False)),
            color=alt.Color("place:N", scale=alt.Scale(range=list(PALETTE))),
            tooltip=[
                alt.Tooltip("from:N", title=say(FROM)),
                alt.Tooltip("place:N", title=say(PLACE)),
                alt.Tooltip("text:N", title=say(VALUE)),
                alt.Tooltip("document:N", title=say(DOCUMENT)),
            ],
        )
        .properties(height=240)
    )
    return chart


def history(state: Session, records: Sequence[Record], parameters: Parameters, unit: str) -> None:
    """How a value changed over time, as steps."""
    rows = history_rows(records, parameters, state.lang)
    if len(rows) >= 2:
        _draw(_history_shape(state.lang, unit), rows, state.say(HISTORY_ALT), "chart:history")


@_shape
def _groups_shape(lang: Lang, unit: str) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(_ROWS)
        .mark_bar(color=PALETTE[0])
        .encode(
            x=alt.X("count:Q", title=unit, axis=alt.Axis(format=",d", tickCount=4)),
            y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=320)),
            tooltip=["name:N", "count:Q"],
        )
        .properties(height=alt.Step(24))
    )
    return chart


def groups(state: Session, rows: Sequence[Row], title: str) -> None:
    """How many rows have something in common."""
    if rows:
        shape = _groups_shape(state.lang, state.say(ROWS))
        _draw(shape, rows, state.say(GROUPS_ALT, title=title), "chart:groups")
