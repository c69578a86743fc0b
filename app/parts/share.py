"""The link, the same as text, and what a link's sender saw."""

from __future__ import annotations

import os
from collections.abc import Sequence

import streamlit as st

from app.law import today
from app.markup import Html, table, tag
from app.parts import page
from app.state import Case, Session
from app.words import DASH
from calc.comparison import Comparison, Option
from calc.comparison.headline import difference_fen, headline_fen
from calc.messages import N_
from calc.report.amounts import Amount, by_month, worker_month, worker_year
from calc.report.answers import NamedAnswer, named_answers
from calc.report.names import open_text, option_text, status_text

TITLE = N_("Keep or pass on")
PRIVACY = N_(
    "Nothing is stored and nothing is sent. Your answers stand in the address of this page and in "
    "this link: whoever gets the link can read them."
)
LINK = N_("Link to this comparison")
TEXT = N_("Copy as text instead")
TEXT_HELP = N_("Only what you see here, to paste into a message.")
THEN_AND_NOW = N_("Then and now")
CHANGED = N_(
    "The law on file has changed since this link was made: amounts may differ from what its sender "
    "saw."
)
UNCHANGED = N_("The amounts are the same as then.")
SITUATION = N_("Situation")
THEN = N_("Then, a year (yuan)")
NOW = N_("Now, a year (yuan)")
MORE = N_("Difference")
OLD_DAY = N_("This page answers as of {day}, the day in the link.")
USE_TODAY = N_("Calculate as of today")
ANSWERED = N_("{question}: {answer}")
AS_OF = N_("As of {day}; data version {version}")
RESULT = N_("{option} ({state}): {month} a month, {year} in the year")
RESULT_BY_YEAR = N_("{option} ({state}): {year} in the year, paid by the year")
RESTS_ON = N_("{text} ({statuses})")


def share(state: Session, cases: Sequence[Case], link: str | None) -> None:
    """The link and the text."""
    st.subheader(state.say(TITLE), anchor=False)
    page.notice(state, state.say(PRIVACY), kind="calm")
    if link is not None:
        page.hint(state, state.say(LINK))
        st.code(address(link), language=None, wrap_lines=True)
    folded = st.expander(state.say(TEXT), key="as_text", on_change="rerun")
    if not folded.open:
        return
    with folded:
        page.hint(state, state.say(TEXT_HELP))
        st.code(as_text(state, cases), language=None, wrap_lines=True)


def address(link: str) -> str:
    """The whole link: at CANBAO_PUBLIC_URL if that names the site, else where this page is open."""
    path, _, query = link.partition("?")
    opened, _, _ = (st.context.url or "").partition("?")
    root = os.environ.get("CANBAO_PUBLIC_URL") or opened.removesuffix(f"/{path}" if path else "")
    return "".join((root.rstrip("/"), "/", path, "?", query))


def as_text(state: Session, cases: Sequence[Case]) -> str:
    """Answers and results in plain text, without anything that reopens them."""
    say = state.say
    written = [say(AS_OF, day=say.day(state.on), version=state.parameters.data_version)]
    for case in cases:
        written += ["", state.name_of(case.scenario)]
        written += [
            say(ANSWERED, question=answer.name, answer=answer.text)
            for answer in _answers(state, case)
        ]
        option, comparison = case.headline, case.comparison
        if option is not None and comparison is not None:
            written.append(_result(state, comparison, option))
    return "\n".join(written)


def _result(state: Session, comparison: Comparison, option: Option) -> str:
    """An option in a line: whether it is open, and its costs with what they rest on."""
    shown = {
        "option": option_text(option, comparison.question, state.lang),
        "state": open_text(option.open, state.lang),
        "year": _amount(state, worker_year(option)),
    }
    if option.priced and not by_month(option):
        return state.say(RESULT_BY_YEAR, **shown)
    return state.say(RESULT, **shown, month=_amount(state, worker_month(option)))


def _amount(state: Session, amount: Amount) -> str:
    text = state.say.amount(amount)
    statuses = [status_text(status, state.lang) for status in amount.statuses]
    return state.say(RESTS_ON, text=text, statuses=statuses) if statuses else text


def _answers(state: Session, case: Case) -> list[NamedAnswer]:
    if case.comparison is None:
        return []
    applicant = case.comparison.question.applicant.to_dict()
    return named_answers(applicant, state.parameters, state.lang)


def then_and_now(state: Session, cases: Sequence[Case]) -> None:
    """For a link that was opened: whether day, data or amounts differ from what its sender saw."""
    say = state.say
    if state.day is not None and state.day != today():
        page.notice(state, say(OLD_DAY, day=say.day(state.day)), kind="calm")
        st.button(say(USE_TODAY), key="use_today", on_click=_use_today, args=(state,))
    opened = [case for case in cases if case.scenario.unchanged]
    if not opened or not state.seen_version:
        return
    now = {case.scenario.uid: headline_fen(case.headline) for case in opened}
    differs = any(now[case.scenario.uid] != case.scenario.seen_fen for case in opened)
    if state.seen_version == state.parameters.data_version and not differs:
        return
    page.notice(
        state,
        tag("h3", say(THEN_AND_NOW)),
        tag("p", say(CHANGED)),
        _then_table(state, opened) if differs else tag("p", say(UNCHANGED)),
    )


def _then_table(state: Session, opened: Sequence[Case]) -> Html:
    say = state.say
    rows = []
    for case in opened:
        now = headline_fen(case.headline)
        then = case.scenario.seen_fen
        rows.append(
            [
                state.name_of(case.scenario),
                say.bare_yuan(then),
                _now(state, case),
                say.signed_yuan(difference_fen(now, then)),
            ]
        )
    columns = [say(SITUATION), say(THEN), say(NOW), say(MORE)]
    return table(say(THEN_AND_NOW), columns, rows, numbers=(1, 2, 3))


def _now(state: Session, case: Case) -> str:
    return DASH if case.headline is None else state.say.bare_amount(worker_year(case.headline))


def _use_today(state: Session) -> None:
    state.day = None
