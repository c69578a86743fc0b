"""Batch (批量测算): a file of applicants in, a file of results and one of rejected rows out."""

from __future__ import annotations

import streamlit as st

from app.markup import tag
from app.parts import page
from app.parts.batch_columns import guide, mapping
from app.parts.batch_result import checked, results
from app.parts.batch_work import (
    Begun,
    Upload,
    Work,
    asked_now,
    begin_check,
    begin_run,
    work,
)
from app.parts.day import day_input, mode_input
from app.state import Session, session
from calc.batch.guarded import Job
from calc.batch.uploads import (
    ENDINGS,
    MAXIMUM_BYTES,
    MAXIMUM_COLUMNS,
    MAXIMUM_ROWS,
    megabytes,
    template_csv,
)
from calc.messages import N_
from calc.wording import problem_lines

TITLE = N_("Many applicants at once")
PURPOSE = N_(
    "Upload a CSV or Parquet file: see what is understood of it, run it, save the results and the "
    "rows that were not taken, each with its reason."
)
LIMITS = N_(
    "At most {rows} rows, {columns} columns and {size}. The file is worked on by this "
    "server alone; it is kept until you take it away or close this window, and then deleted. For "
    "more, use the command canbao batch."
)
TEMPLATE = N_("Empty file with every column (CSV)")
UPLOAD = N_("File of applicants (CSV or Parquet)")
FILE = "batch_file"
"""The same widget in every language: a browser would have to send the file again."""
KEPT = N_("The file «{name}» is still here.")
FORGET = N_("Take the file away")
READING = N_("Looking at the file …")
CHECKING = N_("Looking at the first rows: what would not be taken …")
AGAIN = N_("Look at it again")
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
STARTING = N_("Getting ready …")
WORKING = N_("{ok} rows evaluated, {rejected} not taken")
PROBLEMS = N_("The file «{name}» cannot be taken:")
OTHERWISE = N_(
    "What follows was made before you changed the columns, the day or the form of the results. "
    "Evaluate again to have it as chosen now."
)


def main() -> None:
    """The page."""
    state = session()
    page.begin(state, "batch", TITLE, PURPOSE)
    limits = {"rows": f"{MAXIMUM_ROWS:,}", "size": megabytes(MAXIMUM_BYTES)}
    page.hint(state, state.say(LIMITS, columns=MAXIMUM_COLUMNS, **limits))
    st.download_button(
        state.say(TEMPLATE),
        template_csv,
        file_name="canbao-template.csv",
        mime="text/csv",
        key="template",
        on_click="ignore",
    )
    guide(state)
    mine = work()
    _file(state, mine)
    if mine.upload is not None:
        _uploaded(state, mine, mine.upload)
    page.finish(state)


def _file(state: Session, mine: Work) -> None:
    """Take a file, or say that the one from before is still here."""

    def take() -> None:
        found = st.session_state.get(FILE)
        if found is None:
            mine.forget()
        else:
            mine.take(found.file_id, found.name, found.getvalue())

    shown = st.file_uploader(
        state.say(UPLOAD),
        type=[ending.removeprefix(".") for ending in ENDINGS],
        key=FILE,
        max_upload_size=50,
        on_change=take,
    )
    if shown is None and mine.upload is not None:
        page.notice(state, state.say(KEPT, name=mine.upload.name), kind="calm")
        st.button(state.say(FORGET), key="forget", on_click=mine.forget)


def _uploaded(state: Session, mine: Work, upload: Upload) -> None:
    job = upload.inspection
    job.look(0.3)
    if job.running:
        _watch(state, job, READING, "inspection")
    elif job.stopped:
        page.notice(state, state.say(STOPPED), kind="calm")
        again = (upload.uid, upload.name, upload.content)
        st.button(state.say(AGAIN), key="again", on_click=mine.take, args=again)
    elif job.preview is None:
        _refused(state, upload, job)
    else:
        upload.suggest()
        usable = mapping(state, upload, job.preview)
        _wanted(state, mine)
        _run(state, mine, upload, usable=usable)


def _refused(state: Session, upload: Upload, job: Job) -> None:
    said = [tag("p", line) for line in problem_lines(job.problems, state.lang)]
    page.notice(state, state.say(PROBLEMS, name=upload.name), *said, kind="bad")


def _wanted(state: Session, mine: Work) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day_input(state)
        mode_input(state)
        _choice(state, mine, "form", FORM, {key: state.say(text) for key, text in FORMS.items()})
        _choice(state, mine, "kind", KIND, KINDS)


def _choice(state: Session, mine: Work, name: str, label: str, options: dict[str, str]) -> None:
    """A choice that is kept with the session, not with its widget."""
    key = state.key(name)
    if st.session_state.get(key) != getattr(mine, name):
        st.session_state[key] = getattr(mine, name)

    def choose() -> None:
        setattr(mine, name, st.session_state[key])

    st.selectbox(
        state.say(label),
        list(options),
        format_func=options.__getitem__,
        key=key,
        on_change=choose,
    )


def _run(state: Session, mine: Work, upload: Upload, *, usable: bool) -> None:
    """See what is wrong with the first rows; evaluate; what came of it."""
    begun = upload.run
    running = begun is not None and begun.job.running
    current = begun is not None and begun.asked == asked_now(state, mine, upload)
    if usable and not running and not (current and begun and begun.job.report):
        usable = _checked(state, mine, upload)
    if usable:
        st.button(
            state.say(START),
            key="start",
            type="primary",
            on_click=begin_run,
            args=(state, mine, upload),
            disabled=running,
        )
    if begun is not None:
        if not current and not begun.job.stopped:
            page.notice(state, state.say(OTHERWISE))
        _came_of_it(state, upload, begun)


def _checked(state: Session, mine: Work, upload: Upload) -> bool:
    """What is wrong with the first rows; whether the file can be evaluated at all."""
    begin_check(state, mine, upload)
    assert upload.check is not None
    job = upload.check.job
    job.look(0.3)
    if job.running:
        _watch(state, job, CHECKING, "check")
    elif job.checked is not None:
        checked(state, job.checked)
    elif job.problems:
        _refused(state, upload, job)
    return not job.problems


def _came_of_it(state: Session, upload: Upload, begun: Begun) -> None:
    job = begun.job
    job.look(0.3)
    if job.running:
        _watch(state, job, STARTING, "run")
    elif job.stopped:
        page.notice(state, state.say(STOPPED), kind="calm")
    elif job.problems:
        _refused(state, upload, job)
    else:
        results(state, job, begun.form, begun.kind)


@st.fragment(run_every=0.7)
def _watch(state: Session, job: Job, text: str, name: str) -> None:
    """How far it is, and a way to stop it; the rest of the page stays usable."""
    job.look()
    if not job.running:
        st.rerun()
    progress = job.progress
    if progress is None:
        st.progress(0.0, text=state.say(text))
    else:
        counts = progress.counts
        text = state.say(WORKING, ok=counts.ok, rejected=counts.rejected)
        st.progress(job.share, text=text)
    st.button(state.say(CANCEL), key=f"cancel:{name}", on_click=job.stop)


main()
