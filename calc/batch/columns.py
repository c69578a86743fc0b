"""The columns of an input: the applicant's keys, nested ones joined by a dot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from calc import applicant
from calc.applicant import Applicant
from calc.errors import CanbaoError, Problem, problem
from calc.parameters.validation import problems_of
from calc.records import frozen

REQUIRED = "workplace"


class Kind(StrEnum):
    """What a column holds, and so how a whole column of it is read at once."""

    YUAN = "yuan"
    DECIMAL = "decimal"
    WHOLE = "whole"
    BOOLEAN = "boolean"
    MONTH = "month"
    CHOICE = "choice"
    WORD = "word"
    TEXT = "text"


@frozen(slots=False)
class Column:
    """One key of the applicant.

    Attributes:
        name: As it stands in a file: ``history.deemed_months``.
        path: Its keys from the outside in.
        kind: What it holds.
        choices: The words of a choice, in the order of their numbers.
        decimals: For a decimal, how many are kept: its values are whole numbers of that unit.
        read: Checks one value by the applicant's own rule.
    """

    name: str
    path: tuple[str, ...]
    kind: Kind
    choices: tuple[str, ...]
    decimals: int
    read: TypeAdapter[Any]

    def value_of(self, found: object) -> tuple[object, tuple[Problem, ...]]:
        """One value by the applicant's own rule: what it means, or what is wrong with it."""
        try:
            return self.read.validate_python(found), ()
        except ValidationError as error:
            return None, tuple(problems_of(error, lambda path: self.name, Applicant))

    def number_of(self, value: object) -> int:
        """A checked value as the whole number that stands for it; words have none of their own."""
        if self.kind is Kind.CHOICE:
            return self.choices.index(str(value))
        if isinstance(value, Decimal):
            return int(value.scaleb(self.decimals))
        return value if isinstance(value, int) else 0


@cache
def columns() -> Mapping[str, Column]:
    """Every column by its name, in the order of the applicant's keys."""
    return {column.name: column for column in _columns(Applicant, ())}


def _columns(model: type[BaseModel], path: tuple[str, ...]) -> Iterable[Column]:
    for name, field in model.model_fields.items():
        here = (*path, field.alias or name)
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _columns(field.annotation, here)
        else:
            yield _column(here, field)


def _column(path: tuple[str, ...], field: FieldInfo) -> Column:
    annotation: Any = field.annotation
    name = ".".join(path)
    if field.is_required():  # its marks stand beside the annotation, not in it
        annotation = Annotated[(annotation, *field.metadata)]
        return Column(name, path, Kind.WORD, (), 0, TypeAdapter(annotation))
    kind, choices = _kind(_without_none(annotation))
    return Column(name, path, kind, choices, _DECIMALS.get(name, 0), TypeAdapter(annotation))


_DECIMALS = {
    "relation_facts.hours_per_day": 2,
    "relation_facts.hours_per_week": 2,
    "history.average_contribution_index": applicant.INDEX_DECIMALS,
    "work.continuous_hours": 2,
    "work.holiday_pay_factor": 4,
}
_KINDS: tuple[tuple[Any, Kind], ...] = (
    (applicant.Yuan, Kind.YUAN),
    (applicant.Month, Kind.MONTH),
    (applicant.StartMonth, Kind.MONTH),
    (applicant.Boolean, Kind.BOOLEAN),
    (applicant.Reference, Kind.TEXT),
    (applicant.Text, Kind.TEXT),
    (applicant.Word, Kind.WORD),
)


def _kind(annotation: Any) -> tuple[Kind, tuple[str, ...]]:
    for known, kind in _KINDS:
        if annotation == known:
            return kind, ()
    if get_origin(annotation) is Literal:
        return Kind.CHOICE, get_args(annotation)
    return (Kind.WHOLE if get_args(annotation)[0] is int else Kind.DECIMAL), ()


def _without_none(annotation: Any) -> Any:
    inner = [argument for argument in get_args(annotation) if argument is not type(None)]
    return annotation if len(inner) == len(get_args(annotation)) else inner[0]


def check_header(schema: pa.Schema) -> None:
    """Refuse a header before any work is done.

    Raises:
        CanbaoError: Every column that is not known (with the nearest spelling), that stands twice
            or holds what no applicant can have, and the workplace if it is not there; all at
            once. Of very many columns that are not known the first are listed, and how many more
            there are.
    """
    known = columns()
    names: list[str] = schema.names
    unknown = [name for name in names if name not in known]
    problems = [
        problem("key.unknown", "header", name, choices=list(known))
        for name in unknown[:_MOST_UNKNOWN]
    ]
    if len(unknown) > _MOST_UNKNOWN:
        problems.append(problem("column.more_unknown", "header", len(unknown) - _MOST_UNKNOWN))
    problems += [
        problem("column.twice", "header", name)
        for name, count in Counter(names).items()
        if count > 1 and name in known
    ]
    problems += [
        problem("column.wrong_type", f"header {each.name}", str(each.type), [ALLOWED_TYPES])
        for each in {each.name: each for each in schema}.values()
        if each.name in known and not _is_plain(each.type)
    ]
    if REQUIRED not in names:
        problems.append(problem("key.missing", f"header {REQUIRED}"))
    if problems:
        raise CanbaoError(problems)


_MOST_UNKNOWN = 20
ALLOWED_TYPES = "string int uint float decimal bool date"


def _is_plain(of: pa.DataType) -> bool:
    """Whether a column of this type can hold the values of an applicant."""
    if pa.types.is_dictionary(of):
        return _is_plain(of.value_type)
    return any(
        test(of)
        for test in (
            pa.types.is_null,
            pa.types.is_string,
            pa.types.is_large_string,
            pa.types.is_string_view,
            pa.types.is_integer,
            pa.types.is_floating,
            pa.types.is_decimal,
            pa.types.is_boolean,
            pa.types.is_date,
        )
    )
