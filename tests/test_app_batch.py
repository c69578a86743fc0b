"""The batch page without a browser: what stays and what is said while something is running."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app.link import Shared, query_of
from app.parts import batch_columns, batch_result
from app.parts.batch_work import WORK, Begun, Upload, Work
from app.words import Words
from calc.batch.checking import Checked, Wrong
from calc.batch.guarded import Job, Report
from calc.batch.results import Form
from calc.batch.runs import Progress
from calc.batch.uploads import Preview
from calc.batch.work import Counts
from calc.i18n import LANGS, Lang
from tests.test_app_flows import DAY, SCRIPT

pytestmark = pytest.mark.xdist_group("app")
START, FORM, STOPPED = "Evaluate", "Results", "Cancelled. Nothing of it was kept."
KEPT = "The file «{name}» is still here."
OTHERWISE = (
    "What follows was made before you changed the columns, the day or the form of the results. "
    "Evaluate again to have it as chosen now."
)
"""What the page says; to import it would be to run it."""
NAMES = ("工作地", "monthly_incom", "hourly_incomes", "note")
REJECT = {
    "row": "2",
    "line": "3",
    "id": "",
    "column": "workplace",
    "value": "<b>atlantis",
    "code": "place.unknown",
    "message_zh": "没有收录这个地区",
    "message_en": "this place is not on file",
}


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Any]:
    """Makes jobs of a process that waits until it is ended."""
    begun: list[Job] = []

    def make(**said: object) -> Job:
        folder = tmp_path / str(len(begun))
        folder.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        begun.append(Job(folder, process, SimpleQueue()))
        for name, value in said.items():
            setattr(begun[-1], name, value)
        return begun[-1]

    yield make
    for each in begun:
        each.stop()
        for pipe in (each.process.stdin, each.process.stdout):
            assert pipe is not None
            pipe.close()


class BatchScreen:
    """The page with a file that is being worked on."""

    def __init__(self, upload: Upload | None, lang: Lang = "zh", form: Form = "best") -> None:
        self.test = AppTest.from_file(SCRIPT, default_timeout=30)
        for name, value in query_of(Shared((), lang, DAY, "batch")).items():
            self.test.query_params[name] = value
        self.test.session_state[WORK] = Work(form=form, upload=upload)
        self.test.run()
        self.test.switch_page("app/pages/batch.py").run()
        self.fine()

    def fine(self) -> None:
        assert [error.value for error in self.test.exception] == []

    @property
    def text(self) -> str:
        bodies = [element.proto.body for element in self.test.get("html")]
        shown = "\n".join(body for body in bodies if not body.startswith(("<style", "<script")))
        return html.unescape(re.sub(r"<[^>]+>", " ", shown))

    @property
    def boxes(self) -> dict[str, Any]:
        return {box.label: box for box in self.test.selectbox}

    def switch(self, lang: Lang) -> None:
        groups = self.test.get("button_group")
        next(each for each in groups if each.key == "batch/language").set_value(lang)
        self.test.run()
        self.fine()

    def click(self, key: str) -> None:
        self.test.button(key=key).click().run()
        self.fine()

    @property
    def work(self) -> Work:
        found = self.test.session_state[WORK]
        assert isinstance(found, Work)
        return found


def upload(job: Any, names: tuple[str, ...] = NAMES) -> Upload:
    return Upload("1", "people.csv", b"", job(preview=Preview(names, (("x",) * len(names),))))


def run_of(made: Upload, job: Job, form: Form) -> Begun:
    keys = tuple(made.keys.values())
    return Begun((keys, DAY, "provisional", (), None, form, "csv"), job, form, "csv")


@pytest.mark.parametrize("lang", LANGS)
def test_the_blank_page_says_limits_and_what_to_write(lang: Lang) -> None:
    screen, say = BatchScreen(None, lang), Words(lang)
    assert "1,000,000" in screen.text
    assert "50 MB" in screen.text
    assert say(batch_columns.HOW) in screen.text
    assert "weihai" in screen.text


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_column_is_taken_for_is_said_openly_and_can_be_changed(job: Any, lang: Lang) -> None:
    made, say = upload(job), Words(lang)
    made.check = Begun((), job(stopped=True), "best", "csv")
    screen = BatchScreen(made, lang)
    labels = [
        say(batch_columns.COLUMN, number=number, column=name)
        for number, name in enumerate(NAMES, 1)
    ]
    assert [screen.boxes[label].value for label in labels] == [
        "workplace",
        "monthly_income",
        "",
        "",
    ]
    assert say(batch_columns.SIMILAR, key="monthly_income") in screen.text
    assert say(batch_columns.UNKNOWN) in screen.text
    screen.boxes[labels[0]].set_value("id").run()  # one that was recognised, too
    screen.fine()
    assert say(batch_columns.NO_PLACE) in screen.text
    assert say(START) not in [button.label for button in screen.test.button]


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_wrong_with_the_first_rows_is_said_before_anything_is_run(
    job: Any, lang: Lang
) -> None:
    made, say = upload(job), Words(lang)
    made.suggest()
    found = Checked(Counts(9, 7, 2), True, (Wrong(2, REJECT),), 3, 600_000_000)
    begun = run_of(made, job(checked=found), "best")
    made.check = begun
    screen = BatchScreen(made, lang)
    assert made.check is begun  # what is known is not looked at again
    counts = say(batch_result.ALL_WRONG, read=9, ok=7, rejected=2)
    assert counts in screen.text
    assert "<b>atlantis" in screen.text
    assert REJECT[f"message_{lang}"] in screen.text
    assert say(batch_result.MORE_WRONG, count=3) in screen.text
    assert say(batch_result.TOO_LONG, expected="600 MB", allowed="500 MB") in screen.text
    assert say(START) in [button.label for button in screen.test.button]


def test_another_language_keeps_the_form_and_the_run(job: Any) -> None:
    made = upload(job)
    made.suggest()
    running = job(progress=Progress(5, 10, Counts(5, 4, 1)))
    made.run = run_of(made, running, "long")
    made.check = run_of(made, job(stopped=True), "long")  # nothing is read behind this test's back
    screen = BatchScreen(made, "zh", "long")
    assert screen.boxes[Words("zh")(FORM)].value == "long"
    screen.switch("en")
    say = Words("en")
    assert screen.boxes[say(FORM)].value == "long"
    assert screen.boxes[say(batch_columns.COLUMN, number=1, column="工作地")].value == "workplace"
    assert screen.test.button(key="start").disabled
    screen.click("cancel:run")
    assert say(STOPPED) in screen.text
    assert running.process.poll() is not None
    assert not screen.test.button(key="start").disabled


def test_a_run_stays_on_the_page_when_something_else_is_chosen(job: Any) -> None:
    made = upload(job)
    made.suggest()
    made.check = Begun((), job(stopped=True), "best", "csv")
    made.run = run_of(made, job(progress=Progress(5, 10, Counts(5, 4, 1))), "long")
    screen, say = BatchScreen(made, "zh", "long"), Words("zh")
    assert say(OTHERWISE) not in screen.text
    screen.boxes[say(FORM)].set_value("wide").run()
    screen.fine()
    assert screen.work.form == "wide"
    assert say(OTHERWISE) in screen.text
    assert screen.test.button(key="cancel:run")


def test_the_file_stays_when_another_page_was_looked_at(job: Any) -> None:
    made = upload(job)
    made.suggest()
    done = job(report=Report(Counts(1, 1, 0, 0, 1), (), ()))
    done.output = done.rejects = done.folder / "results.csv"
    done.output.write_text("row\n")
    made.run = run_of(made, done, "best")
    screen, say = BatchScreen(made), Words("zh")
    screen.test.switch_page("app/pages/parameters.py").run()
    screen.test.switch_page("app/pages/batch.py").run()
    screen.fine()
    assert say(KEPT, name="people.csv") in screen.text
    assert say(batch_result.DONE, read=1, ok=1, rejected=0, written=1) in screen.text
    screen.click("forget")
    assert screen.work.upload is None
    assert not done.folder.exists()


def test_a_look_that_was_cancelled_can_be_begun_again(job: Any) -> None:
    made = Upload("1", "people.csv", b"workplace\nweihai\n", job())
    screen, say = BatchScreen(made), Words("zh")
    screen.click("cancel:inspection")
    assert say(STOPPED) in screen.text
    screen.click("again")
    assert screen.work.upload is not made
    assert screen.work.upload is not None
    screen.work.forget()
