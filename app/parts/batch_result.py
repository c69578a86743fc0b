"""What a batch brought: files to save, the first rejected rows, a picture of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import streamlit as st

from app.markup import table
from app.parts import charts, page
from app.state import Session
from calc.batch.checking import Checked
from calc.batch.guarded import MAXIMUM_OUTPUT, Job, Report
from calc.batch.uploads import megabytes
from calc.errors import shortened
from calc.messages import N_
from calc.report.names import open_text, option_id_text
from calc.report.pictures import Row

DONE = N_("{read} rows read: {ok} evaluated, {rejected} not taken. {written} rows of results.")
SAVE = N_("Save the results")
SAVE_REJECTS = N_("Save the rows that were not taken (CSV)")
NO_ROWS = N_("The file has a header and no rows.")
ALL_FINE = N_("Every row can be evaluated ({read}).")
FIRST_FINE = N_("The first {read} rows can all be evaluated; the rest has not been looked at yet.")
ALL_WRONG = N_(
    "All rows were looked at ({read}): {ok} can be evaluated, {rejected} would not be taken."
)
FIRST_WRONG = N_(
    "The first {read} rows were looked at: {ok} can be evaluated, {rejected} would not be taken."
)
WRONG = N_("What is wrong, each thing once with the first row that has it")
MORE_WRONG = N_("{count} other things are wrong; the list of rows not taken will have them.")
ROWS_WITH_IT = N_("Rows with it")
TOO_LONG = N_(
    "The results would take about {expected}, and at most {allowed} can be saved here. "
    "Choose a row per person, or Parquet."
)
NOT_TAKEN = N_("Rows that were not taken (the first {count} reasons)")
ROW, LINE, COLUMN, VALUE, WHY = N_("Row"), N_("Line"), N_("Column"), N_("Value"), N_("Why")
REJECT = (ROW, LINE, COLUMN, VALUE, WHY)
LOOK = "grid dense rejects"
LONGEST_VALUE = 40
GROUPS = {
    "best": N_("The option with the lowest cost, by number of people"),
    "wide": N_("Relation, by number of people"),
    "long": N_("Open or not, by number of options"),
}
PEOPLE = N_("Rows")
NO_ANSWER = N_("none, or not known")
REST = N_("all others")
RELATIONS = {
    "employee": N_("labour relation"),
    "managed": N_("not fully a labour relation, but managed by the enterprise"),
    "independent": N_("independent"),
}
STATES = {"true": True, "false": False, "": None}
MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def checked(state: Session, found: Checked) -> None:
    """What the first rows are like, before any are evaluated for good."""
    say, counts = state.say, found.counts
    if found.expected_bytes > MAXIMUM_OUTPUT:
        expected, allowed = megabytes(found.expected_bytes), megabytes(MAXIMUM_OUTPUT)
        page.notice(state, say(TOO_LONG, expected=expected, allowed=allowed), kind="bad")
    if counts.rejected:
        text = ALL_WRONG if found.whole else FIRST_WRONG
        said = say(text, read=counts.read, ok=counts.ok, rejected=counts.rejected)
        page.notice(state, said)
        rows = [[*_reject(state, each.first), str(each.rows)] for each in found.wrong]
        columns = [say(name) for name in (*REJECT, ROWS_WITH_IT)]
        page.show(state, table(say(WRONG), columns, rows, numbers=(5,), class_=LOOK))
        if found.more:
            page.hint(state, say(MORE_WRONG, count=found.more))
        return
    if not counts.read:
        page.notice(state, say(NO_ROWS), kind="bad")
        return
    text = ALL_FINE if found.whole else FIRST_FINE
    page.notice(state, say(text, read=counts.read), kind="calm")


def _reject(state: Session, reject: Mapping[str, str]) -> list[str]:
    """One problem of one row as the cells of a table."""
    value = shortened(reject["value"], LONGEST_VALUE)
    where = (reject["row"], reject["line"], reject["column"])
    return [*where, value, reject[f"message_{state.lang}"]]


def results(state: Session, job: Job, form: str, kind: str) -> None:
    """The files, the rejected rows, the picture."""
    report = job.report
    if report is None or job.output is None or job.rejects is None:
        return
    say, counts = state.say, report.counts
    page.notice(
        state,
        say(
            DONE,
            read=counts.read,
            ok=counts.ok,
            rejected=counts.rejected,
            written=counts.written,
        ),
        kind="calm",
    )
    with st.container(horizontal=True):
        _save(state, SAVE, job.output, f"canbao-results.{kind}", MEDIA_TYPES[kind])
        if counts.rejected:
            _save(state, SAVE_REJECTS, job.rejects, "canbao-rejects.csv", MEDIA_TYPES["csv"])
    _rejects(state, report)
    _groups(state, report, form)


def _save(state: Session, text: str, path: Path, name: str, media_type: str) -> None:
    st.download_button(
        state.say(text),
        partial(path.read_bytes),
        file_name=name,
        mime=media_type,
        key=f"save:{name}",
        on_click="ignore",
    )


def _rejects(state: Session, report: Report) -> None:
    if not report.rejects:
        return
    say = state.say
    rows = [_reject(state, reject) for reject in report.rejects]
    columns = [say(name) for name in REJECT]
    caption = say(NOT_TAKEN, count=len(rows))
    page.show(state, table(caption, columns, rows, class_=LOOK))


def _groups(state: Session, report: Report, form: str) -> None:
    names = [_group_name(state, name, form) for name in (group.name for group in report.groups)]
    rows: list[Row] = [
        {"name": name, "count": group.count}
        for name, group in zip(names, report.groups, strict=True)
    ]
    title = state.say(GROUPS[form])
    st.subheader(title, anchor=False)
    charts.groups(state, rows, title)
    cells = [[str(row["name"]), str(row["count"])] for row in rows]
    columns = [state.say(N_("Name")), state.say(PEOPLE)]
    page.show(state, table(title, columns, cells, numbers=(1,)))


def _group_name(state: Session, name: str, form: str) -> str:
    if name == "…":
        return state.say(REST)
    if form == "long" and name in STATES:
        return open_text(STATES[name], state.lang)
    if not name:
        return state.say(NO_ANSWER)
    if form == "wide":
        return state.say(RELATIONS[name]) if name in RELATIONS else name
    return option_id_text(name, state.parameters, state.lang)
