"""Reads, checks and evaluates one record batch after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from calc.batch.cells import REFUSED, BadCells
from calc.batch.columns import Column, Kind, check_header, columns
from calc.batch.evaluator import Evaluator
from calc.batch.frame import Frame
from calc.batch.options import Expander
from calc.batch.parts import Parts
from calc.batch.people import NOT_ON_FILE, People, PeopleReader
from calc.batch.rejects import Rejects, Wording, by_column
from calc.batch.results import FORMS, Form, Results, schema_of
from calc.batch.roles import Roles
from calc.comparison import compare
from calc.comparison.asking import read_asking
from calc.comparison.given import FIT_NEEDS, tier_names
from calc.errors import CanbaoError, Problem, shortened
from calc.errors import problem as problem_of
from calc.money import yuan_text
from calc.months import month_text
from calc.parameters.lookup import Mode, Parameters
from calc.records import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Whole = NDArray[np.int64]

CHUNK = 1 << 14
"""So many people are evaluated together: their columns stay in the processor's cache."""
_MOST_STATES = 400_000
"""More different findings than this are forgotten again, so that the memory stays bounded."""
_BASES = ("pension_base", "medical_base")
_PROBED = (
    "born",
    "sex",
    "retirement_track",
    "monthly_income",
    *_BASES,
    "payment_frequency",
    "payment_timing",
    "enrolled_from",
)
"""What the comparison needs to see that a base fits nowhere."""


@frozen(slots=False)
class BatchOptions:
    """On which day, with which law and in which form a batch is evaluated.

    Attributes:
        on: The day asked about.
        known_on: What was known on this day is used; ``on`` if left out.
        year: The calendar year whose cost is added up; that of ``on`` if left out.
        mode: strict or provisional, as in ``calc.compare``.
        form: long (a row per person and option), wide (a row per person) or best (the open
            option with the lowest net year per person).
        first_row: The number of the first row.
    """

    on: dt.date
    known_on: dt.date | None = None
    year: int | None = None
    mode: Mode = "provisional"
    form: Form = "long"
    first_row: int = 1

    def frame(self, parameters: Parameters) -> Frame:
        """The law and the days.

        Raises:
            CanbaoError: A day, the year, the mode or the form is none; every problem is listed.
        """
        asking = read_asking(self.on, self.known_on, self.year, self.mode)
        problems = list(asking.problems)
        if self.form not in FORMS:
            problems.append(problem_of("value.not_allowed", "form", self.form, choices=FORMS))
        on, known_on, year, mode = asking.on, asking.known_on, asking.year, asking.mode
        if problems or on is None or known_on is None or year is None or mode is None:
            raise CanbaoError(problems)
        return Frame(parameters, on, known_on, year, mode)


class Engine:
    """Evaluates batches on one day; not to be used by two threads at once."""

    def __init__(self, frame: Frame) -> None:
        """Make ready.

        Raises:
            CanbaoError: The day or the year cannot be computed.
        """
        self._frame = frame
        self._compare({"workplace": frame.parameters.cities()[0]})
        self._evaluator = Evaluator(frame)
        self._reader = PeopleReader(frame.parameters, self._evaluator.places)
        self._expander = Expander()
        self._wording = Wording()
        self._unfit: dict[tuple[int, ...], tuple[Problem, ...]] = {}
        self._roles = Roles(frame.parameters)

    def schema(self, form: Form) -> pa.Schema:
        """The columns of results."""
        return schema_of(form, self._roles)

    def evaluate(
        self,
        batch: pa.RecordBatch,
        form: Form,
        numbers: Whole,
        lines: Whole | None = None,
        others: Mapping[str, Mapping[int, object]] | None = None,
        beside: Sequence[BadCells] = (),
    ) -> tuple[Sequence[pa.RecordBatch], pa.RecordBatch]:
        """Evaluate a batch whose header is checked.

        Args:
            batch: The rows.
            form: The form of the results.
            numbers: The number of each row.
            lines: The line that each row stands on, where it stands on one.
            others: Values that no column could hold, by column and row.
            beside: What is wrong with rows beside the values of their columns.

        Returns:
            Results, in order, and the rejected rows.
        """
        self._forget()
        people, bad = self._reader.read(batch, others)
        ids = _ids(people.ids, bad)
        rejects = Rejects(self._wording)
        read = np.ones(len(people), dtype=bool)
        for cells in (*bad, *beside):
            read[cells.rows] = False
            for problem in cells.problems:
                rejects.add(cells.rows, cells.column, cells.found, problem)
        people = self._placed(people, read, rejects)
        found = [] if len(people) else [pa.RecordBatch.from_pylist([], self.schema(form))]
        for first in range(0, len(people), CHUNK):
            some = people
            if len(people) > CHUNK:
                some = people.some(np.arange(first, min(first + CHUNK, len(people))))
            results = Results(self._evaluator, self._expander, some)
            self._reject_unfit(some, results.parts, rejects)
            found.append(results.batch(form, self._roles, numbers[some.rows]))
        return found, rejects.batch(numbers, lines, ids)

    def _forget(self) -> None:
        if self._evaluator.states.size > _MOST_STATES:
            self._evaluator = Evaluator(self._frame)
            self._expander = Expander()

    # -- rows that compare would refuse -------------------------------------------------------

    def _placed(self, people: People, read: Flags, rejects: Rejects) -> People:
        """The people whose places and groups are on file and who are born by the day asked.

        Args:
            people: Everybody, so that all that is wrong with a row is said at once.
            read: Whose every value could be read.
            rejects: Takes what is wrong.
        """
        late = people.of("born") > self._frame.month
        wrong = late.copy()
        for column in (people.workplace, people.registration, people.platform, people.group):
            wrong |= column == NOT_ON_FILE
        wrong |= self._unknown_tier(people)
        self._reject_unfit_beside(people, np.flatnonzero(wrong | ~read), late, rejects)
        if not wrong.any():
            return people if bool(read.all()) else people.some(np.flatnonzero(read))
        at = np.flatnonzero(wrong)
        told = people.some(at)
        born = np.where(late[at], told.of("born"), -1)
        keys = np.stack([told.of(name) for name in WORDS] + [born])
        for key, inverse in _groups(keys):
            words = {
                name: self._reader.word(name, int(number))
                for name, number in zip(WORDS, key, strict=False)
                if number >= 0
            }
            words.setdefault("workplace", self._evaluator.places[0])  # that has been said already
            if key[-1] >= 0:
                words["born"] = month_text(int(key[-1]))
            for name, problems in by_column(self._problems(words)).items():
                for problem in problems:
                    rejects.add(told.rows[inverse], name, words.get(name), problem)
        return people.some(np.flatnonzero(read & ~wrong))

    def _unknown_tier(self, people: People) -> Flags:
        """Who names a tier that no place has."""
        on_file = tier_names(self._frame.parameters)
        # the last stands for those who name none
        unknown = np.array([*(word not in on_file for word in people.tier_words), False])
        return unknown[np.maximum(people.of("resident_medical_tier"), -1)]

    def _reject_unfit_beside(
        self, people: People, wrong: Whole, late: Flags, rejects: Rejects
    ) -> None:
        """Say of people who are refused anyway that their base fits nowhere, where it is known.

        Args:
            people: Everybody.
            wrong: The positions of those who are refused.
            late: Whose month of birth is refused, so that it counts as left out.
            rejects: Takes what is wrong.
        """
        known = (people.workplace >= 0) & (people.registration != NOT_ON_FILE)
        for name in FIT_NEEDS:
            known &= people.of(name) != REFUSED
        chosen = np.any([people.of(name) >= 0 for name in _BASES], axis=0)
        at = wrong[(known & chosen)[wrong]]
        some = people.some(at).only(_PROBED, left_out={"born": late[at]})
        if len(some):
            self._reject_unfit(some, Parts(self._evaluator, some), rejects)

    def _reject_unfit(self, people: People, parts: Parts, rejects: Rejects) -> None:
        """Reject people who chose a base that fits nowhere."""
        for at in np.flatnonzero(np.any(list(parts.unfit.values()), axis=0)).tolist():
            places = int(people.workplace[at]), int(people.registration[at])
            told = {name: _text(columns()[name], int(people.of(name)[at])) for name in _PROBED}
            chosen = [name for name in _BASES if parts.unfit[name][at]]
            key = (*places, *(_BASES.index(name) for name in chosen))
            if key not in self._unfit:
                names = self._evaluator.places
                told["workplace"] = names[places[0]]
                told["household_registration"] = names[places[1]] if places[1] >= 0 else None
                self._unfit[key] = self._problems(told)
            for problem in self._unfit[key]:
                name = problem.where.split()[-1]
                found = yuan_text(int(people.of(name)[at]))
                rejects.add(people.rows[at : at + 1], name, found, replace(problem, found=found))

    def _problems(self, told: Mapping[str, object]) -> tuple[Problem, ...]:
        """What the comparison refuses somebody for."""
        try:
            self._compare(told)
        except CanbaoError as error:
            return error.problems
        raise AssertionError(f"refused in a batch, compared alone: {told}")

    def _compare(self, told: Mapping[str, object]) -> None:
        frame = self._frame
        compare(
            _nested(told),
            frame.parameters,
            on=frame.on,
            known_on=frame.known_on,
            year=frame.year,
            mode=frame.mode,
        )


WORDS = (
    "workplace",
    "household_registration",
    "accident_insurance.platform_registered_in",
    "groups.hard_to_employ",
    "resident_medical_tier",
)
"""Columns whose words must be on file."""


def _groups(keys: Whole) -> list[tuple[Whole, Whole]]:
    """The distinct columns of a matrix, each with the positions it stands at."""
    distinct, inverse = np.unique(keys, axis=1, return_inverse=True)
    inverse = inverse.reshape(-1)
    order = np.argsort(inverse, kind="stable")
    cuts = np.flatnonzero(np.diff(inverse[order])) + 1
    return [(distinct[:, inverse[at[0]]], at) for at in np.split(order, cuts)]


def _text(column: Column, number: int) -> str | None:
    """A checked value as it could have been written."""
    if number < 0:
        return None
    if column.kind is Kind.YUAN:
        return yuan_text(number)
    if column.kind is Kind.MONTH:
        return month_text(number)
    return column.choices[number]


def _nested(told: Mapping[str, object]) -> dict[str, object]:
    """Keys joined by dots as groups of keys."""
    data: dict[str, object] = {}
    for name, value in told.items():
        group, _, key = name.rpartition(".")
        inner = data.setdefault(group, {}) if group else data
        if isinstance(inner, dict):
            inner[key] = value
    return data


def _ids(taken: pa.Array, bad: Sequence[BadCells]) -> pa.Array:
    """The ids of all rows: those taken, and those that were refused as they were written."""
    written: dict[int, str] = {}
    for cells in bad:
        if cells.column == "id":
            text = cells.found if isinstance(cells.found, str) else shortened(cells.found)
            # half of a character has no place in any file
            text = text.encode("utf-8", "replace").decode("utf-8")
            written.update(dict.fromkeys(cells.rows.tolist(), text))
    if not written:
        return taken
    shown = [written.get(row, each) for row, each in enumerate(taken.to_pylist())]
    return pa.array(shown, pa.string())


@lru_cache(maxsize=4)
def engine_of(frame: Frame) -> tuple[Engine, Lock]:
    """The engine of a day, kept for the next batch, and what keeps two threads apart."""
    return Engine(frame), Lock()


def evaluate(
    batch: pa.RecordBatch, parameters: Parameters, options: BatchOptions
) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """Evaluate applicants: a record batch in, results and rejected rows out.

    Pure: the same batch, law and options give the same tables. The first batch of a day costs a
    second or so, while the law is laid out in tables.

    Args:
        batch: Applicants, a column for each key, nested ones joined by a dot. Values may be text,
            whole numbers, decimals, floats (taken through their repr), booleans or dates.
        parameters: The law on file.
        options: Day, law and form.

    Returns:
        The results in the form asked for, and a line for each problem of each rejected row
        (``REJECTS``). Every row is in one of the two.

    Raises:
        CanbaoError: The header is wrong, or the day or year cannot be computed.
    """
    check_header(batch.schema)
    engine, lock = engine_of(options.frame(parameters))
    numbers = np.arange(options.first_row, options.first_row + batch.num_rows)
    with lock:
        found, rejects = engine.evaluate(batch, options.form, numbers)
    return _one(found), rejects


def _one(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    """Batches as one, with one dictionary for each column of words."""
    if len(batches) == 1:
        return batches[0]
    table = pa.Table.from_batches(batches).unify_dictionaries().combine_chunks()
    return table.to_batches()[0]
