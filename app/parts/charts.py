"""Pictures, each with its numbers in a table beside it. Colours from Okabe and Ito's palette."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import streamlit as st

from app.markup import Html, details, joined, table, tag
from app.parts.page import show
from app.state import Session
from app.words import Words
from calc.comparison import Comparison, Option
from calc.comparison.projection import Projection
from calc.i18n import Lang
from calc.messages import N_
from calc.parameters.lookup import Parameters
from calc.parameters.model import Record
from calc.report.payment_lines import about_the_days
from calc.report.pictures import (
    AXIS_LINES,
    PAID,
    RECEIVED,
    Row,
    break_even_rows,
    calendar_rows,
    choice_names,
    history_rows,
    item_names,
    payer_names,
    payer_rows,
    pension_rows,
)
from calc.report.projected import SHORT

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
    "Bars from the lower to the higher estimate of the monthly pension, a mark at the middle one, "
    "by month of retirement. The same numbers stand in the table above."
)
BREAK_EVEN_TITLE = N_("When it has paid for itself: paid and received by age, nominal (middle)")
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
LABEL_WIDTH = 320
"""Pixels: no name of ours is longer, and a phone is wide enough."""
_OPTION_AXIS = alt.Axis(
    labelExpr=f"split(datum.label, {json.dumps(AXIS_LINES)})", labelLimit=190, labelLineHeight=15
)
_ROWS = alt.NamedData("rows")


def _shape(build: Callable[..., Any]) -> Callable[..., Shape]:
    """Keeps what a picture looks like: checking it takes Altair longer than all else on a page."""

    @lru_cache(maxsize=64)
    def built(*arguments: object) -> Shape:
        configured = (
            build(*arguments)
            .configure(font=FONT, padding=8)
            .configure_axis(labelLimit=220, labelFontSize=12, titleFontSize=12, gridColor="#e4e7eb")
            .configure_legend(
                orient="bottom", labelFontSize=12, columns=1, title=None, labelLimit=LABEL_WIDTH
            )
            .configure_view(stroke=None)
        )
        shape: Shape = configured.to_dict()
        # below one another: side by side the second legend is cut off on a phone
        below = {"direction": "vertical", "anchor": "start"}
        shape["config"]["legend"]["layout"] = {"bottom": below}
        return shape

    return built


def _title(state: Session, title: str) -> None:
    """A heading for a picture within a section."""
    show(state, tag("h4", state.say(title)))


def _colours(names: tuple[tuple[str, int], ...]) -> alt.Scale:
    """A colour for each name by its fixed place, the same in every language and picture."""
    domain = [name for name, _ in names]
    return alt.Scale(domain=domain, range=[PALETTE[place] for _, place in names])


def _draw(shape: Shape, rows: Sequence[Row], alt_text: str, key: str) -> None:
    """A picture of rows. Plain ones: a data frame would bring pandas in.

    The rows stand in the layers: those at the top would be sent apart and drawn a moment after
    an empty picture, which warns that nothing has no extent.
    """
    data = {"data": {"values": list(rows)}}
    unit = {key: shape[key] for key in ("mark", "encoding") if key in shape}
    layers = [{**layer, **data} for layer in shape.get("layer", [unit])]
    rest = {key: value for key, value in shape.items() if key not in (*unit, "data")}
    spec = {**rest, "layer": layers, "autosize": {"type": "fit-x", "contains": "padding"}}
    st.vega_lite_chart(spec=spec, width="stretch", theme=None, key=key, alt=alt_text)


@_shape
def _payers_shape(lang: Lang, names: tuple[tuple[str, int], ...]) -> alt.Chart:
    say = Words(lang)
    chart: alt.Chart = (
        alt.Chart(_ROWS)
        .mark_bar(size=18, stroke="white", strokeWidth=1)
        .encode(
            x=alt.X("yuan:Q", title=say(YUAN), stack="zero", axis=_YUAN_AXIS),
            y=alt.Y("label:N", title=None, sort=None, axis=_OPTION_AXIS),
            color=alt.Color("payer:N", scale=_colours(names)),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("option:N", title=say(OPTION)),
                alt.Tooltip("payer:N", title=say(PAYER)),
                alt.Tooltip("text:N", title=say(YUAN)),
            ],
        )
        .properties(height=alt.Step(52))
    )
    return chart


def payers(state: Session, comparison: Comparison, options: Sequence[Option]) -> None:
    """The year's cost of options by payer, stacked."""
    rows = payer_rows(comparison, options, state.lang)
    if not rows:
        return
    say = state.say
    names = payer_names(rows)
    title = say(PAYERS_TITLE, year=str(comparison.question.year))
    st.subheader(title, anchor=False)
    _draw(_payers_shape(say.lang, names), rows, say(PAYERS_ALT), "chart:payers")
    cells = [[str(row[name]) for name in ("number", "option", "payer", "text")] for row in rows]
    columns = [say(NUMBER), say(OPTION), say(PAYER), say(YUAN)]
    show(state, details(say(AS_TABLE), table(title, columns, cells, numbers=(3,))))


@_shape
def _calendar_shape(lang: Lang, names: tuple[tuple[str, int], ...]) -> alt.Chart:
    say = Words(lang)
    chart: alt.Chart = (
        alt.Chart(_ROWS)
        .mark_bar(stroke="white", strokeWidth=1)
        .encode(
            x=alt.X("month:O", title=None, axis=alt.Axis(labelAngle=-45)),
            y=alt.Y("yuan:Q", title=say(YUAN), axis=_YUAN_AXIS),
            color=alt.Color("item:N", scale=_colours(names)),
            tooltip=[
                alt.Tooltip("day:N", title=say(DUE)),
                alt.Tooltip("item:N", title=say(ITEM)),
                alt.Tooltip("text:N", title=say(YUAN)),
            ],
        )
        .properties(height=200)
    )
    return chart


def calendar(state: Session, option: Option) -> None:
    """What the worker pays when."""
    rows = calendar_rows(option, state.lang)
    if not rows:
        return
    say = state.say
    st.subheader(say(CALENDAR_TITLE), anchor=False)
    shape = _calendar_shape(say.lang, item_names(option, say.lang))
    _draw(shape, rows, say(CALENDAR_ALT), "chart:calendar")
    show(state, _about_the_days(state, option))
    show(state, details(say(AS_TABLE), calendar_table(state, option)))


def _about_the_days(state: Session, option: Option) -> Html:
    """What the due days rest on: most are a convention, no rule on file."""
    said = about_the_days(option.calendar, state.lang)
    return joined([tag("p", text, class_="quiet") for text in said])


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
    shown = table(say(CALENDAR_TITLE), columns, cells, numbers=(3,), class_=class_)
    return joined([shown, _about_the_days(state, option)])


@_shape
def _pension_shape(lang: Lang, order: tuple[str, ...]) -> alt.LayerChart | alt.FacetChart:
    say = Words(lang)
    base = alt.Chart().encode(y=alt.Y("choice:N", title=None, sort=list(order)))
    ends = (("low", LOW), ("middle", MIDDLE), ("high", HIGH))
    tooltip = [
        alt.Tooltip("choice:N", title=say(RETIRING)),
        *(alt.Tooltip(f"{name}_text:N", title=say(end)) for name, end in ends),
    ]
    band = base.mark_bar(size=16, color=PALETTE[4]).encode(
        x=alt.X("low:Q", title=say(YUAN), axis=_YUAN_AXIS, scale=alt.Scale(zero=True)),
        x2="high:Q",
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
        _title(state, SHORT[projection.real_measure])
        order = tuple(str(row["choice"]) for row in rows)
        shape = _pension_shape(state.lang, order)
        _draw(shape, rows, state.say(PENSION_ALT), "chart:pension")


@_shape
def _break_even_shape(
    lang: Lang, names: tuple[tuple[str, int], ...], lines: tuple[str, ...]
) -> alt.Chart:
    say = Words(lang)
    chart: alt.Chart = (
        alt.Chart(_ROWS)
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X(
                "age:Q",
                title=say(AGE),
                scale=alt.Scale(zero=False, nice=False),
                axis=alt.Axis(tickCount=5, format="d"),
            ),
            y=alt.Y("yuan:Q", title=say(YUAN), axis=_YUAN_AXIS),
            color=alt.Color("choice:N", scale=_colours(names)),
            strokeDash=alt.StrokeDash(
                "line:N", scale=alt.Scale(domain=list(lines), range=[[1, 0], [5, 4]])
            ),
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
        _title(state, BREAK_EVEN_TITLE)
        lines = tuple(state.say(line) for line in (PAID, RECEIVED))
        shape = _break_even_shape(state.lang, choice_names(projection, state.lang), lines)
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
            x=alt.X("count:Q", title=unit, axis=alt.Axis(format=",d", tickCount=4, tickMinStep=1)),
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
