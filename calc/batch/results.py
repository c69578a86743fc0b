"""Results as Arrow: a row per person and option, a row per person, or each person's best option."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pyarrow as pa

from calc.batch.ceilings import Ceilings
from calc.batch.evaluator import Evaluator
from calc.batch.frame import MONTHS_A_YEAR
from calc.batch.options import Expander
from calc.batch.parts import Parts
from calc.batch.people import IS_ELSEWHERE, People
from calc.batch.roles import Roles
from calc.batch.states import OPEN, TO_BE_TOLD, Said, Texts, text_of_findings
from calc.batch.subsidies import accident_findings
from calc.relation import CLASSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Flags = NDArray[np.bool_]

Form = Literal["long", "wide", "best"]
FORMS: tuple[Form, ...] = get_args(Form)
_WORDS = pa.dictionary(pa.int32(), pa.string())
_NO_AMOUNT = np.iinfo(np.int64).max
_PERSON = [pa.field("row", pa.int64(), nullable=False), pa.field("id", pa.string())]
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
        return pa.schema([*_PERSON, *_OPTION])
    if form == "best":
        return pa.schema([*_PERSON, *_OPTION, *_BESIDE])
    ways = [pa.field(f"{role}.{name}", of) for role in roles.names for name, of in WIDE_MEASURES]
    return pa.schema([*_PERSON, *_BESIDE, *ways])


class Results:
    """The options of some people, and the columns made of them."""

    def __init__(self, evaluator: Evaluator, expander: Expander, people: People) -> None:
        self._by = evaluator
        self._parts = Parts(evaluator, people)
        self._people = people
        self.unfit = {
            "pension_base": self._parts.pension_fitting.nowhere,
            "medical_base": self._parts.medical_fitting.nowhere,
        }
        self.fits = ~(self.unfit["pension_base"] | self.unfit["medical_base"])
        self._options = options = expander.options(self._parts, self.fits)
        pensions, medicals = self._parts.pensions, self._parts.medicals
        self._said = evaluator.states.option(
            options.taken(pensions, pensions.state, options.pension),
            options.taken(medicals, medicals.state, options.medical),
        )

    def batch(self, form: Form, roles: Roles, rows: Whole) -> pa.RecordBatch:
        """The results as a record batch; ``rows`` are the numbers of the people's rows."""
        if form == "long":
            columns = [*self._person(rows, self._options.who), *self._option_columns(None)]
        elif form == "best":
            best = self._best()
            everybody = np.flatnonzero(self.fits)
            columns = [
                *self._person(rows, everybody),
                *self._option_columns(best),
                *self._beside(everybody),
            ]
        else:
            everybody = np.flatnonzero(self.fits)
            columns = [
                *self._person(rows, everybody),
                *self._beside(everybody),
                *self._ways(roles, everybody),
            ]
        return pa.RecordBatch.from_arrays(columns, schema=schema_of(form, roles))

    # -- columns ----------------------------------------------------------------------------

    def _person(self, rows: Whole, who: Whole) -> list[pa.Array]:
        return [pa.array(rows.take(who)), self._people.ids.take(pa.array(who))]

    def _amounts(self) -> tuple[Whole, Whole, Whole]:
        """Month, year and ceiling of every option, of no meaning where it is not priced."""
        options, parts = self._options, self._parts
        month, year = (
            options.taken(parts.pensions, pension, options.pension)
            + options.taken(parts.medicals, medical, options.medical)
            for pension, medical in (
                (parts.pensions.month_fen, parts.medicals.month_fen),
                (parts.pensions.year_fen, parts.medicals.year_fen),
            )
        )
        return month, year, Ceilings(parts).of(options)

    def _taken(self, of: Callable[[Said], int], said: Whole) -> Whole:
        return self._by.states.column(of).take(said)

    def _option_columns(self, chosen: Whole | None) -> list[pa.Array]:
        """The columns of all options, or of some; -1 stands for none."""
        month, year, ceiling = self._amounts()
        said = self._said
        none = np.zeros(len(said), dtype=bool)
        if chosen is not None:
            none = chosen < 0
            at = np.maximum(chosen, 0)
            said, month, year, ceiling = (
                column.take(at) if column.size else np.zeros(len(at), np.int64)
                for column in (said, month, year, ceiling)
            )
        states = self._by.states
        is_open = self._taken(lambda each: each.open, said)
        priced = self._taken(lambda each: each.priced, said) == 1
        unpriced = none | ~priced
        return [
            states.ids.encoded(self._taken(lambda each: each.option, said), none),
            pa.array(is_open == OPEN, mask=none | (is_open == TO_BE_TOLD)),
            pa.array(priced, mask=none),
            pa.array(self._taken(lambda each: each.complete, said) == 1, mask=none),
            pa.array(month, mask=unpriced),
            pa.array(year, mask=unpriced),
            # what is received for sure is no refund of an option's own cost today
            pa.array(np.zeros(len(said), np.int64), mask=none),
            pa.array(year, mask=unpriced),
            pa.array(year - ceiling, mask=unpriced),
            states.findings.encoded(self._taken(lambda each: each.findings, said), none),
            states.missing.encoded(self._taken(lambda each: each.missing, said), none),
        ]

    def _best(self) -> Whole:
        """For everybody, the open option with the lowest net year, the first of equal ones; -1."""
        _, year, _ = self._amounts()
        fit = self._taken(lambda each: each.priced and each.open == OPEN, self._said) == 1
        cost = np.where(fit, year, _NO_AMOUNT)
        first = self._options.first
        kept = first[:-1] < first[1:]
        starts = first[:-1][kept]
        if not starts.size:
            return np.zeros(0, np.int64)
        lowest = np.minimum.reduceat(cost, starts)
        count = np.diff(np.append(starts, cost.size))
        ties = np.flatnonzero(cost == np.repeat(lowest, count))
        best = ties[np.searchsorted(ties, starts)]
        return np.where(lowest == _NO_AMOUNT, -1, best)

    def _beside(self, who: Whole) -> list[pa.Array]:
        """What concerns a person and no option."""
        parts, texts = self._parts, Texts()
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
            pa.array(is_open == OPEN, mask=is_open == TO_BE_TOLD),
            pa.array(amount, mask=amount < 0),
            texts.encoded(said, nobody),
        ]

    def _notes(self) -> Whole:
        """Number of what is said of the registration and of the months of the year."""
        told, january = self._people.registration, self._by.frame.january
        registration = np.where(told == IS_ELSEWHERE, 1, np.where(told < 0, 2, 0))
        enrolled, retires = self._people.of("enrolled_from"), self._parts.standing.retires
        first, end = np.divmod(self._parts.spans[1], MONTHS_A_YEAR + 1)
        late = (first >= end) & (enrolled >= january + MONTHS_A_YEAR)
        cut = (retires >= 0) & (retires < january + MONTHS_A_YEAR)
        return registration * len(_YEAR) + np.where(late, 1, np.where(cut, 2, 0))

    def _ways(self, roles: Roles, who: Whole) -> list[pa.Array]:
        """Every way to enrol as columns, null where a person does not have it."""
        month, year, _ = self._amounts()
        states, said = self._by.states, self._said
        numbers = roles.of(self._parts, self._options)
        position = np.zeros(len(self._people), np.int64)
        position[who] = np.arange(len(who))
        cell = numbers * len(who) + position[self._options.who]
        known = numbers >= 0
        cell, month, year, said = cell[known], month[known], year[known], said[known]
        shape = (len(roles.names), len(who))
        of = np.full(shape, -1, np.int64)
        of.reshape(-1)[cell] = np.arange(cell.size)
        is_open = self._taken(lambda each: each.open, said)
        priced = self._taken(lambda each: each.priced, said) == 1
        texts = self._taken(lambda each: each.findings, said)
        columns: list[pa.Array] = []
        for line in of:
            none = line < 0
            at = np.maximum(line, 0) if cell.size else np.zeros(0, np.int64)
            if none.all():
                columns += [pa.nulls(len(who), type_) for _, type_ in WIDE_MEASURES]
                continue
            unpriced = none | ~priced[at]
            columns += [
                pa.array(is_open[at] == OPEN, mask=none | (is_open[at] == TO_BE_TOLD)),
                pa.array(month[at], mask=unpriced),
                pa.array(year[at], mask=unpriced),
                pa.array(year[at], mask=unpriced),
                states.findings.encoded(texts[at], none),
            ]
        return columns


_REGISTRATION = ("", "registration.elsewhere:pass", "registration.unknown:unknown")
_YEAR = ("", "year.before_enrolment:pass", "year.cut_by_retirement:pass")
_NOTES = Texts([f"{first} {second}".strip() for first in _REGISTRATION for second in _YEAR])
