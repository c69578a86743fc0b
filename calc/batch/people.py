"""Rows of an input as columns of whole numbers, and the rows that cannot be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from calc.applicant import ELSEWHERE
from calc.batch.cells import LEFT_OUT, REFUSED, BadCells, Cells, ColumnReader
from calc.batch.columns import REQUIRED, columns
from calc.comparison.social_conditions import NO_GROUPS, group_names
from calc.errors import problem
from calc.records import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from calc.parameters.lookup import Parameters

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]

IS_ELSEWHERE = -2
"""Instead of the number of a place: it lies elsewhere."""
NOT_ON_FILE = -3
"""Instead of the number of a place or group: nothing on file has that name."""


@frozen(slots=False)
class People:
    """People as columns of whole numbers; those not told are -1.

    Attributes:
        rows: The row of the input that each comes from, from 0.
        ids: Their ids as text, null where they have none.
        values: A column for each key of the applicant that the input has.
        workplace: Number of the workplace.
        registration: Number of the registration's place; ``IS_ELSEWHERE``.
        platform: Number of the place where the platform is registered; ``IS_ELSEWHERE``.
        group: Number of the group that is hard to employ: 0 for none.
        tier_words: The words for tiers of resident medical insurance, by number.
    """

    rows: Whole
    ids: pa.Array
    values: Mapping[str, Whole]
    workplace: Whole
    registration: Whole
    platform: Whole
    group: Whole
    tier_words: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def of(self, key: str) -> Whole:
        """A column; all -1 where the input does not have it."""
        found = self.values.get(key)
        return np.full(len(self), LEFT_OUT, np.int64) if found is None else found

    def fact(self, key: str) -> NDArray[np.int8]:
        """A column of small numbers, such as yes and no, in bytes."""
        return self.of(key).astype(np.int8)

    def some(self, kept: Whole) -> People:
        """Some of them, by position."""
        return People(
            self.rows[kept],
            self.ids.take(pa.array(kept)),
            {key: column[kept] for key, column in self.values.items()},
            self.workplace[kept],
            self.registration[kept],
            self.platform[kept],
            self.group[kept],
            self.tier_words,
        )

    def only(self, keys: Sequence[str], left_out: Mapping[str, Flags]) -> People:
        """The same people with their places and some columns.

        Args:
            keys: Columns kept; values that were refused count as left out.
            left_out: Whose value of a column counts as left out, too.
        """
        nobody = np.full(len(self), LEFT_OUT, np.int64)
        kept = {key: self.values[key] for key in keys if key in self.values}
        return People(
            self.rows,
            self.ids,
            {
                key: np.where(left_out.get(key, False), LEFT_OUT, np.maximum(column, LEFT_OUT))
                for key, column in kept.items()
            },
            self.workplace,
            self.registration,
            nobody,
            nobody,
        )


@dataclass
class PeopleReader:
    """Reads record batches, one after the other.

    Attributes:
        parameters: The law on file, for the names of places and groups.
        places: Slugs of the cities, by number.
    """

    parameters: Parameters
    places: Sequence[str]
    _readers: dict[str, ColumnReader] = field(default_factory=dict)

    def read(
        self, batch: pa.RecordBatch, others: Mapping[str, Mapping[int, object]] | None = None
    ) -> tuple[People, list[BadCells]]:
        """Read a record batch; its header is checked already.

        Args:
            batch: The rows.
            others: Values that its columns could not hold, by column and row.

        Returns:
            Everybody, and what is wrong with some of them; such a value is none in their columns.
        """
        read: dict[str, Cells] = {}
        for name in batch.schema.names:
            reader = self._readers.setdefault(name, ColumnReader(columns()[name]))
            read[name] = reader.read(batch.column(name), (others or {}).get(name))
        bad = [cells for name in columns() if name in read for cells in read[name].bad]
        bad += _without_workplace(read[REQUIRED])
        return self._people(batch.num_rows, read), bad

    def word(self, name: str, number: int) -> str:
        """The word of a column that a number stands for."""
        return self._readers[name].words[number]

    def _people(self, count: int, read: Mapping[str, Cells]) -> People:
        words = {name: self._words(name, read[name]) for name in _PLACES if name in read}
        nowhere = np.full(count, LEFT_OUT, np.int64)
        cells = read.get("id")
        tiers = self._readers.get("resident_medical_tier")
        return People(
            np.arange(count),
            pa.nulls(count, pa.string()) if cells is None or cells.text is None else cells.text,
            {name: column.numbers for name, column in read.items()},
            words[REQUIRED],
            words.get("household_registration", nowhere),
            words.get("accident_insurance.platform_registered_in", nowhere),
            words.get("groups.hard_to_employ", nowhere),
            tuple(tiers.words) if tiers else (),
        )

    def _words(self, name: str, cells: Cells) -> Whole:
        """The number on file of each word of a column."""
        number = self._group if name == "groups.hard_to_employ" else self._place
        meanings = [number(word, name) for word in self._readers[name].words]
        # the last two stand for refused and left out, as -2 and -1 find them
        return np.array([*meanings, REFUSED, LEFT_OUT], np.int64)[cells.numbers]

    def _place(self, word: str, name: str) -> int:
        if word == ELSEWHERE and name != REQUIRED:
            return IS_ELSEWHERE
        place = self.parameters.place(word)
        return NOT_ON_FILE if place is None else _index(self.places, place.slug)

    def _group(self, word: str, name: str) -> int:
        return _index((NO_GROUPS, *group_names(self.parameters)), word)


_PLACES = (
    REQUIRED,
    "household_registration",
    "accident_insurance.platform_registered_in",
    "groups.hard_to_employ",
)


def _index(words: Sequence[str], word: str) -> int:
    return words.index(word) if word in words else NOT_ON_FILE


def _without_workplace(cells: Cells) -> list[BadCells]:
    """The one key that no applicant can do without."""
    rows = np.flatnonzero(cells.numbers == LEFT_OUT)
    if not rows.size:
        return []
    return [BadCells(REQUIRED, rows, "", (problem("key.missing", f"applicant {REQUIRED}"),))]
