"""Batch (批量测算): a file of applicants in, a file of results and one of rejected rows out."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app.markup import table, tag
from app.parts import page
from app.parts.batch_result import results
from app.parts.day import day_input, mode_input
from app.questions import BY_KEY
from app.state import Session, session
from calc.batch.engine import BatchOptions
from calc.batch.guarded import (
    Job,
    Law,
    evaluate_upload,
    inspect,
)
from calc.batch.runs import Run
from calc.batch.uploads import MAXIMUM_BYTES, MAXIMUM_ROWS, Preview, template_csv
from calc.messages import N_
from calc.wording import problem_lines

TITLE = N_("Many applicants at once")
PURPOSE = N_(
    "Upload a CSV or Parquet file: see what is understood of it, run it, save the results and the "
    "rows that were not taken, each with its reason."
)
LIMITS = N_(
    "At most {rows} rows and {bytes} bytes. The file is worked on by this server alone, is kept "
    "while this page is open, and then deleted. For more, use the command canbao batch."
)
TEMPLATE = N_("Empty file with every column (CSV)")
UPLOAD = N_("File of applicants (CSV or Parquet)")
READING = N_("Looking at the file …")
COLUMNS = N_("Columns: what each one is taken for")
COLUMN = N_("Column «{column}»")
LEFT_OUT = N_("left out")
NEAR = N_("not known; perhaps {key}")
SAMPLE = N_("The first rows of the file")
TWICE = N_("Two columns are taken for the same thing: {keys}")
NO_PLACE = N_("No column is taken for the workplace: every row needs one.")
FORM = N_("Results")
FORMS = {
    "best": N_("the option with the lowest cost of each person"),
    "wide": N_("a row per person with every way to enrol"),
    "long": N_("a row per person and option"),
}
KIND = N_("File of results")
KINDS = {"csv": "CSV", "parquet": "Parquet"}
START = N_("Evaluate")
CANCEL = N_("Cancel")
STOPPED = N_("Cancelled. Nothing of it was kept.")
WORKING = N_("{ok} rows evaluated, {rejected} not taken")
PROBLEMS = N_("The file «{name}» cannot be taken:")


def main() -> None:
    """The page."""
    state = session()
    page.begin(state, "batch", TITLE, PURPOSE)
    page.hint(state, state.say(LIMITS, rows=f"{MAXIMUM_ROWS:,}", bytes=f"{MAXIMUM_BYTES:,}"))
    st.download_button(
        state.say(TEMPLATE),
        template_csv,
        file_name="canbao-template.csv",
        mime="text/csv",
        key="template",
        on_click="ignore",
    )
    uploaded = st.file_uploader(
        state.say(UPLOAD), type=["csv", "parquet", "pq"], key="batch_file", max_upload_size=50
    )
    if uploaded is None:
        _forget()
    else:
        _uploaded(state, uploaded.file_id, uploaded.name, uploaded.getvalue())
    page.finish(state)


def _forget() -> None:
    """Stop what is running and delete its files."""
    for key in ("batch_inspection", "batch_run"):
        job = st.session_state.pop(key, None)
        if job is not None:
            job[1].stop()


def _uploaded(state: Session, file_id: str, name: str, content: bytes) -> None:
    known = st.session_state.get("batch_inspection")
    if known is None or known[0] != file_id:
        _forget()
        known = st.session_state["batch_inspection"] = (file_id, inspect(name, content))
    job: Job = known[1]
    job.look(0.3)
    if job.running:
        _watch(state, job)
        return
    if job.problems:
        said = [tag("p", line) for line in problem_lines(job.problems, state.lang)]
        page.notice(state, state.say(PROBLEMS, name=name), *said, kind="bad")
        return
    if job.preview is None:
        return
    names = _mapping(state, file_id, job.preview)
    form, kind = _wanted(state)
    if _usable(state, names):
        _run(state, file_id, name, content, names, form, kind)


def _mapping(state: Session, file_id: str, preview: Preview) -> dict[str, str]:
    """What each column is taken for; the unknown ones first, since they need a look."""
    say = state.say
    st.subheader(say(COLUMNS), anchor=False)
    options = ["", *BY_KEY, "id"]
    names: dict[str, str] = {}
    unknown = [column for column in preview.names if not preview.keys[column]]
    known = [column for column in preview.names if preview.keys[column]]
    for column in unknown:
        near = preview.near.get(column, "")
        key = state.key(f"{file_id}:{column}")
        if st.session_state.get(key) not in options:
            st.session_state[key] = ""
        names[column] = str(
            st.selectbox(
                say(COLUMN, column=column),
                options,
                format_func=lambda option: _key_name(state, option),
                help=say(NEAR, key=_key_name(state, near)) if near else None,
                key=key,
            )
        )
    names |= {column: preview.keys[column] for column in known}
    rows = [[column, _key_name(state, names[column])] for column in preview.names]
    page.show(state, table(say(COLUMNS), [say(N_("In the file")), say(N_("Taken for"))], rows))
    if preview.sample:
        with st.expander(say(SAMPLE)):
            shown = [row for row in preview.sample if len(row) == len(preview.names)]
            page.show(
                state, table(say(SAMPLE), list(preview.names), shown, class_="grid dense wide")
            )
    return {column: names[column] for column in preview.names}


def _key_name(state: Session, key: str) -> str:
    if not key:
        return state.say(LEFT_OUT)
    return f"{state.say(BY_KEY[key].text)} ({key})" if key in BY_KEY else key


def _usable(state: Session, names: Mapping[str, str]) -> bool:
    keys = [key for key in names.values() if key]
    twice = [key for key in dict.fromkeys(keys) if keys.count(key) > 1]
    if twice:
        page.notice(state, state.say(TWICE, keys=twice), kind="bad")
    if "workplace" not in keys:
        page.notice(state, state.say(NO_PLACE), kind="bad")
    return not twice and "workplace" in keys


def _wanted(state: Session) -> tuple[str, str]:
    say = state.say
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day_input(state)
        mode_input(state)
        form = st.selectbox(
            say(FORM), list(FORMS), format_func=lambda f: say(FORMS[f]), key=state.key("form")
        )
        kind = st.selectbox(
            say(KIND), list(KINDS), format_func=KINDS.__getitem__, key=state.key("kind")
        )
    return str(form), str(kind)


def _run(
    state: Session,
    file_id: str,
    name: str,
    content: bytes,
    names: Mapping[str, str],
    form: str,
    kind: str,
) -> None:
    asked = (file_id, tuple(names.items()), form, kind, state.on, state.mode, state.entered)
    known = st.session_state.get("batch_run")
    running = known is not None and known[1].running

    def start() -> None:
        options = BatchOptions(state.on, mode=state.mode, form=form)  # type: ignore[arg-type]
        run = Run(name, f"results.{kind}", options)
        law = Law(state.entered, state.overlay)
        job = evaluate_upload(name, content, names, run, law)
        st.session_state["batch_run"] = (asked, job)

    st.button(state.say(START), key="start", type="primary", on_click=start, disabled=running)
    if known is None or known[0] != asked:
        return
    job: Job = known[1]
    job.look(0.3)
    if job.running:
        _watch(state, job)
    elif job.stopped:
        page.notice(state, state.say(STOPPED), kind="calm")
    elif job.problems:
        said = [tag("p", line) for line in problem_lines(job.problems, state.lang)]
        page.notice(state, state.say(PROBLEMS, name=name), *said, kind="bad")
    else:
        results(state, job, form, kind)


@st.fragment(run_every=0.7)
def _watch(state: Session, job: Job) -> None:
    """How far it is, and a way to stop it; the rest of the page stays usable."""
    job.look()
    if not job.running:
        st.rerun()
    progress = job.progress
    if progress is None:
        st.progress(0.0, text=state.say(READING))
    else:
        counts = progress.counts
        text = state.say(WORKING, ok=counts.ok, rejected=counts.rejected)
        st.progress(job.share, text=text)
    st.button(state.say(CANCEL), key="cancel", on_click=job.stop)


main()
