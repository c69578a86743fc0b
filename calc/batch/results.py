"""Results as Arrow: a row per person and option, a row per person, or each person's best option."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

import numpy as np
import pyarrow as pa

from calc.batch.arrays import truths, whole_numbers
from calc.batch.ceilings import Ceilings
from calc.batch.evaluator import Evaluator
from calc.batch.frame import MONTHS_A_YEAR
from calc.batch.options import Expander
from calc.batch.parts import Parts
from calc.batch.people import IS_ELSEWHERE, People
from calc.batch.roles import Roles
from calc.batch.states import OPEN, TO_BE_TOLD, Says, Texts, text_of_findings
from calc.batch.subsidies import accident_findings
from calc.relation import CLASSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]

Form = Literal["long", "wide", "best"]
FORMS: tuple[Form, ...] = get_args(Form)
_Value = TypeVar("_Value", bound="np.generic[Any]")
_WORDS = pa.dictionary(pa.int32(), pa.string())
_NO_AMOUNT = np.iinfo(np.int64).max
_PERSON = [pa.field("row", pa.int64(), nullable=False), pa.field("id", pa.string())]
_PERSON_OF_OPTION = [_PERSON[0], pa.field("id", _WORDS)]
_OPTION = [
    pa.field("option", _WORDS),
    pa.field("open", pa.bool_()),
    pa.field("priced", pa.bool_()),
    pa.field("complete", pa.bool_()),
    pa.field("worker_month_fen", pa.int64()),
    pa.field("worker_year_fen", pa.int64()),
    pa.field("subsidy_year_fen", pa.int64()),
    pa.field("net_year_fen", pa.int64()),
    pa.field("net_year_with_ceiling_fen", pa.int64()),
    pa.field("findings", _WORDS),
    pa.field("missing", _WORDS),
]
_BESIDE = [
    pa.field("relation", _WORDS),
    pa.field("person_findings", _WORDS),
    pa.field("accident_insurance_subsidy.place", _WORDS),
    pa.field("accident_insurance_subsidy.open", pa.bool_()),
    pa.field("accident_insurance_subsidy.amount_fen", pa.int64()),
    pa.field("accident_insurance_subsidy.findings", _WORDS),
]
LONG = pa.schema([*_PERSON_OF_OPTION, *_OPTION])
BEST = pa.schema([*_PERSON, *_OPTION, *_BESIDE])
WIDE_PERSON = pa.schema([*_PERSON, *_BESIDE])
"""What a row per person says beside the ways to enrol."""
WIDE_MEASURES: tuple[tuple[str, pa.DataType], ...] = (
    ("open", pa.bool_()),
    ("worker_month_fen", pa.int64()),
    ("worker_year_fen", pa.int64()),
    ("net_year_fen", pa.int64()),
    ("findings", _WORDS),
)
"""What a row per person says of each way to enrol."""


def schema_of(form: Form, roles: Roles) -> pa.Schema:
    """The columns of a form of results."""
    if form == "long":
        return LONG
    if form == "best":
        return BEST
    ways = [pa.field(f"{role}.{name}", of) for role in roles.names for name, of in WIDE_MEASURES]
    return pa.schema([*WIDE_PERSON, *ways])


class Results:
    """The options of some people, and the columns made of them."""

    def __init__(self, evaluator: Evaluator, expander: Expander, people: People) -> None:
        self._by = evaluator
        self.parts = parts = Parts(evaluator, people)
        self._people = people
        self.fits = ~np.any(list(parts.unfit.values()), axis=0)
        self._options = options = expander.options(parts, self.fits)
        self._cells = (
            options.cells_of(parts.pensions, options.pension),
            options.cells_of(parts.medicals, options.medical),
        )
        self._said = evaluator.states.option(
            parts.pensions.state.reshape(-1).take(self._cells[0]),
            parts.medicals.state.reshape(-1).take(self._cells[1]),
        )

    def batch(self, form: Form, roles: Roles, rows: Whole) -> pa.RecordBatch:
        """The results as a record batch; ``rows`` are the numbers of the people's rows."""
        everybody = np.flatnonzero(self.fits)
        if form == "long":
            columns = [*self._person_of_option(rows), *self._option_columns(None)]
        elif form == "best":
            columns = [
                *self._person(rows, everybody),
                *self._option_columns(self._best()),
                *self._beside(everybody),
            ]
        else:
            columns = [
                *self._person(rows, everybody),
                *self._beside(everybody),
                *self._ways(roles, everybody),
            ]
        return pa.RecordBatch.from_arrays(columns, schema=schema_of(form, roles))

    # -- columns ----------------------------------------------------------------------------

    def _person(self, rows: Whole, who: Whole) -> list[pa.Array]:
        return [pa.array(rows.take(who)), self._people.ids.take(pa.array(who))]

    def _person_of_option(self, rows: Whole) -> list[pa.Array]:
        """Row and id of the person of each option; each id once in a dictionary."""
        ids = self._people.ids.dictionary_encode()
        indices = ids.indices.take(pa.array(self._options.who))
        return [
            pa.array(rows.take(self._options.who)),
            pa.DictionaryArray.from_arrays(indices, ids.dictionary),
        ]

    def _amount(self, pension: Whole, medical: Whole, chosen: Whole | None = None) -> Whole:
        """The sum of two amounts of each option, or of the chosen ones."""
        first, second = self._cells
        if chosen is not None:
            first, second = first.take(chosen), second.take(chosen)
        return pension.reshape(-1).take(first) + medical.reshape(-1).take(second)

    def _month(self, chosen: Whole | None = None) -> Whole:
        """What the worker pays a month; of no meaning where an option is not priced."""
        return self._amount(self.parts.pensions.month_fen, self.parts.medicals.month_fen, chosen)

    def _year(self, chosen: Whole | None = None) -> Whole:
        """What the worker pays for the year; of no meaning where an option is not priced."""
        return self._amount(self.parts.pensions.year_fen, self.parts.medicals.year_fen, chosen)

    def _says(self, of: Says, said: Whole) -> Whole:
        return np.asarray(self._by.states.said[of].take(said))

    def _option_columns(self, chosen: Whole | None) -> list[pa.Array]:
        """The columns of all options, or of the chosen ones; -1 stands for none."""
        options, said = self._options, self._said
        none = np.zeros(len(said), dtype=bool)
        if chosen is not None:
            none = chosen < 0
            chosen = np.maximum(chosen, 0)
            options, said = options.some(chosen), said.take(chosen)
        states = self._by.states
        is_open = self._says(Says.OPEN, said)
        priced = self._says(Says.PRICED, said) == 1
        unpriced = none | ~priced
        year = self._year(chosen)
        paid = whole_numbers(year, unpriced)
        return [
            states.ids.encoded(self._says(Says.OPTION, said), none),
            truths(is_open == OPEN, none | (is_open == TO_BE_TOLD)),
            truths(priced, none),
            truths(self._says(Says.COMPLETE, said) == 1, none),
            whole_numbers(self._month(chosen), unpriced),
            paid,
            # what is received for sure is no refund of an option's own cost today
            whole_numbers(np.zeros(len(said), np.int64), none),
            paid,
            whole_numbers(year - Ceilings(self.parts, options).of_options(), unpriced),
            states.findings.encoded(self._says(Says.FINDINGS, said), none),
            states.missing.encoded(self._says(Says.MISSING, said), none),
        ]

    def _best(self) -> Whole:
        """For everybody, the open option with the lowest net year, the first of equal ones; -1."""
        says = self._by.states.said
        fit = ((says[Says.OPEN] == OPEN) & (says[Says.PRICED] == 1)).take(self._said)
        cost = np.where(fit, self._year(), _NO_AMOUNT)
        first = self._options.first
        starts = first[:-1][first[:-1] < first[1:]]
        if not starts.size:
            return np.zeros(0, np.int64)
        lowest = np.minimum.reduceat(cost, starts)
        count = np.diff(np.append(starts, cost.size))
        ties = np.flatnonzero(cost == np.repeat(lowest, count))
        best = ties[np.searchsorted(ties, starts)]
        return np.where(lowest == _NO_AMOUNT, -1, best)

    def _beside(self, who: Whole) -> list[pa.Array]:
        """What concerns a person and no option."""
        parts, texts = self.parts, Texts()
        relation = np.asarray(parts.standing.relation.relation_class)[who]
        classes = Texts(list(CLASSES))
        accident = self._by.accident.subsidies(self._people, parts.standing)
        places = Texts(list(self._by.places))
        nobody = np.zeros(len(who), dtype=bool)
        packed = pa.array(accident.said[who]).dictionary_encode()
        findings = [
            texts.number(text_of_findings(accident_findings(key)))
            for key in packed.dictionary.to_pylist()
        ]
        said = np.array(findings, np.int64).take(np.asarray(packed.indices))
        is_open, amount = accident.open[who], accident.amount_fen[who]
        return [
            classes.encoded(np.maximum(relation, 0), relation < 0),
            _NOTES.encoded(self._notes()[who], nobody),
            places.encoded(accident.place[who], nobody),
            truths(is_open == OPEN, is_open == TO_BE_TOLD),
            whole_numbers(amount, amount < 0),
            texts.encoded(said, nobody),
        ]

    def _notes(self) -> Whole:
        """Number of what is said of the registration and of the months of the year."""
        told, january = self._people.registration, self._by.frame.january
        registration = np.where(told == IS_ELSEWHERE, 1, np.where(told < 0, 2, 0))
        enrolled, retires = self._people.of("enrolled_from"), self.parts.standing.retires
        first, end = np.divmod(self.parts.spans[1], MONTHS_A_YEAR + 1)
        late = (first >= end) & (enrolled >= january + MONTHS_A_YEAR)
        cut = (retires >= 0) & (retires < january + MONTHS_A_YEAR)
        return registration * len(_YEAR) + np.where(late, 1, np.where(cut, 2, 0))

    def _ways(self, roles: Roles, who: Whole) -> list[pa.Array]:
        """Every way to enrol as columns, null where a person does not have it."""
        month, year = self._month(), self._year()
        states, said = self._by.states, self._said
        numbers = roles.of(self.parts, self._options)
        position = np.zeros(len(self._people), np.int64)
        position[who] = np.arange(len(who))
        cell = numbers * len(who) + position[self._options.who]
        known = numbers >= 0
        cell, said = cell[known], said[known]
        shape = (len(roles.names), len(who))
        none, unpriced, unsure = (np.ones(shape, dtype=bool) for _ in range(3))
        is_open = self._says(Says.OPEN, said)
        none.reshape(-1)[cell] = False
        unpriced.reshape(-1)[cell] = self._says(Says.PRICED, said) == 0
        unsure.reshape(-1)[cell] = is_open == TO_BE_TOLD
        opens = _spread(shape, cell, is_open == OPEN)
        months, years = _spread(shape, cell, month[known]), _spread(shape, cell, year[known])
        findings = _spread(shape, cell, self._says(Says.FINDINGS, said))
        columns: list[pa.Array] = []
        for way in range(len(roles.names)):
            if none[way].all():
                columns += [pa.nulls(len(who), type_) for _, type_ in WIDE_MEASURES]
                continue
            paid = whole_numbers(years[way], unpriced[way])
            columns += [
                truths(opens[way], unsure[way]),
                whole_numbers(months[way], unpriced[way]),
                paid,
                paid,
                states.findings.encoded(findings[way], none[way]),
            ]
        return columns


def _spread(shape: tuple[int, int], cell: Whole, values: NDArray[_Value]) -> NDArray[_Value]:
    """Values put into the cells of a matrix; the others are nothing."""
    matrix = np.zeros(shape, values.dtype)
    matrix.reshape(-1)[cell] = values
    return matrix


_REGISTRATION = ("", "registration.elsewhere:pass", "registration.unknown:unknown")
_YEAR = ("", "year.before_enrolment:pass", "year.cut_by_retirement:pass")
_NOTES = Texts([f"{first} {second}".strip() for first in _REGISTRATION for second in _YEAR])
