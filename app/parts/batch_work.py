"""What a visitor does on the batch page: the file, what it is taken for, what is being run."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from app.questions import BY_KEY
from app.state import Session
from calc.batch.engine import BatchOptions
from calc.batch.guarded import Job, Law, check_upload, evaluate_upload, inspect
from calc.batch.naming import Suggestion, suggestions
from calc.batch.results import Form
from calc.batch.runs import Run
from calc.i18n import LANGS, translate
from calc.report.column_guide import column_names

WORK = "batch_work"
Asked = tuple[object, ...]
"""With what something was begun: columns, day, law, form and kind of the results."""


@dataclass
class Begun:
    """Something that was begun, and with what."""

    asked: Asked
    job: Job
    form: Form
    kind: str


@dataclass
class Upload:
    """A file, and what is done with it. It stays when the visitor looks at another page.

    Attributes:
        uid: Tells it from another file of the same name.
        keys: By number from 1, the applicant's key that a column is taken for; empty where it is
            left out.
        suggestions: What each column is probably meant for.
    """

    uid: str
    name: str
    content: bytes
    inspection: Job
    keys: dict[int, str] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()
    check: Begun | None = None
    run: Begun | None = None

    def suggest(self) -> None:
        """Take each column for what it is probably meant for, once the columns are known."""
        preview = self.inspection.preview
        if preview is not None and not self.suggestions:
            self.suggestions = suggestions(preview.names, _words())
            self.keys = {n: each.taken for n, each in enumerate(self.suggestions, 1)}

    def stop(self) -> None:
        """End whatever is running and delete its files."""
        for begun in (self.check, self.run):
            if begun is not None:
                begun.job.stop()
        self.inspection.stop()


@dataclass
class Work:
    """The file and the form of the results, for as long as the session lasts.

    Kept here and not in the widgets: those lose what was chosen when their words change with the
    language, and are forgotten with their page.
    """

    form: Form = "best"
    kind: str = "csv"
    upload: Upload | None = None

    def take(self, uid: str, name: str, content: bytes) -> None:
        """Begin to look at another file."""
        self.forget()
        self.upload = Upload(uid, name, content, inspect(name, content))

    def forget(self) -> None:
        """Take the file away, with all that came of it."""
        if self.upload is not None:
            self.upload.stop()
        self.upload = None


def work() -> Work:
    """This visitor's work."""
    found = st.session_state.get(WORK)
    if not isinstance(found, Work):
        found = st.session_state[WORK] = Work()
    return found


def asked_now(state: Session, mine: Work, upload: Upload) -> Asked:
    """With what something would be begun now."""
    law = (state.on, state.mode, state.entered, state.overlay)
    return (tuple(upload.keys.values()), *law, mine.form, mine.kind)


def begin_check(state: Session, mine: Work, upload: Upload) -> None:
    """Look at the first rows, unless that was done with the same columns, day and law."""
    asked = asked_now(state, mine, upload)
    if upload.check is not None and upload.check.asked == asked:
        return
    if upload.check is not None:
        upload.check.job.stop()
    run = _run(state, mine, upload)
    job = check_upload(upload.name, upload.content, run, _law(state))
    upload.check = Begun(asked, job, mine.form, mine.kind)


def begin_run(state: Session, mine: Work, upload: Upload) -> None:
    """Evaluate the file."""
    if upload.check is not None and upload.check.job.running:
        upload.check.job.stop()
        upload.check = None
    job = evaluate_upload(upload.name, upload.content, _run(state, mine, upload), _law(state))
    upload.run = Begun(asked_now(state, mine, upload), job, mine.form, mine.kind)


def _run(state: Session, mine: Work, upload: Upload) -> Run:
    options = BatchOptions(state.on, mode=state.mode, form=mine.form)
    keys = tuple(upload.keys.values())
    return Run(upload.name, f"results.{mine.kind}", options, keys=keys)


def _law(state: Session) -> Law:
    return Law(state.entered, state.overlay)


def _words() -> dict[str, list[str]]:
    """What screens and papers call each key, in both languages."""
    words = {key: list(names) for key, names in column_names().items()}
    for key, question in BY_KEY.items():
        words[key] += [translate(question.text, lang) for lang in LANGS]
    return words
