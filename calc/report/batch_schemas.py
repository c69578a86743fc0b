"""The JSON Schemas of a batch: a row of its input, of its output in each form, of its rejects.

A row as one object, each column under its name. ``arrow`` is the type that a column has in Parquet
(output), or the one it is read fastest from (input); text is taken for every column of an input.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from calc.batch.columns import REQUIRED, Column, Kind, columns
from calc.batch.rejects import REJECTS
from calc.batch.results import BEST, LONG, WIDE_MEASURES, WIDE_PERSON
from calc.report.answers import NAMES

Schema = dict[str, object]

_FASTEST: Mapping[Kind, str] = {
    Kind.YUAN: "decimal128(12, 2)",
    Kind.DECIMAL: "decimal128(12, 8)",
    Kind.WHOLE: "int64",
    Kind.BOOLEAN: "bool",
    Kind.MONTH: "dictionary<values=string, indices=int32>",
    Kind.CHOICE: "dictionary<values=string, indices=int32>",
    Kind.WORD: "dictionary<values=string, indices=int32>",
    Kind.TEXT: "string",
}
_UNITS: Mapping[Kind, str] = {Kind.YUAN: ", yuan", Kind.MONTH: ", YYYY-MM"}
_CODED = "rule:outcome, with spaces between; the rules are those of `canbao codes`"
_NET = "worker_year_fen less what is received for sure, fen"
MEANINGS: Mapping[str, str] = {
    "row": "number of the row in the input, from 1",
    "id": "the id as it was given; in CSV with an apostrophe in front where it would be a formula",
    "option": "id of the option; null where no option is open and priced (best)",
    "open": "false if a condition fails, else null if one is unknown, else true",
    "priced": "whether there is a price",
    "complete": "whether the price holds everything; else the total reads at least",
    "worker_month_fen": "what the worker owes for the month of the day asked for, fen",
    "worker_year_fen": "what the worker owes for the year added up, fen",
    "subsidy_year_fen": "what is received for sure towards worker_year_fen, fen",
    "net_year_fen": _NET,
    "net_year_with_ceiling_fen": f"{_NET}, and less the most that may be received",
    "findings": _CODED,
    "missing": "place.parameter that is not on file, ? where it is not required for a price",
    "relation": "class of the working relation; null where the facts do not decide",
    "person_findings": f"what is said of the person and of no option: {_CODED}",
    "accident_insurance_subsidy.place": "place that pays the accident-insurance subsidy",
    "accident_insurance_subsidy.open": "whether it can be claimed; null where that is unknown",
    "accident_insurance_subsidy.amount_fen": "the subsidy, fen; null where it is not known",
    "accident_insurance_subsidy.findings": _CODED,
    "line": "number of the line in a file of lines, from 1",
    "column": "column of the problem; empty where the whole row is wrong",
    "value": "what was found there, shortened",
    "code": "code of the problem, as in `canbao codes`",
    "message_zh": "the problem in Chinese",
    "message_en": "the problem in English",
}


def batch_input() -> Schema:
    """A row of an input."""
    return {
        "title": "Batch input",
        "type": "object",
        "properties": {name: _given(column) for name, column in columns().items()},
        "required": [REQUIRED],
        "additionalProperties": False,
    }


def _given(column: Column) -> Schema:
    """A column of the input; an empty cell is one that was left out."""
    allowed = column.read.json_schema()
    if column.name != REQUIRED:
        allowed = {"anyOf": [*allowed["anyOf"], {"const": ""}]}
    meaning = NAMES[column.name] + _UNITS.get(column.kind, "")
    return {"description": meaning, "arrow": _FASTEST[column.kind], **allowed}


def batch_output() -> Schema:
    """A row of an output: long, wide or best."""
    wide = _row(WIDE_PERSON)
    wide["patternProperties"] = {
        f"^pension=[^;]+;medical=[^;]+\\.{name}$": _column(pa.field(name, of))
        for name, of in WIDE_MEASURES
    }
    wide["description"] = (
        "A row per person. Each way to enrol has columns of its own, named by an option's id with "
        "workplace and household_registration in place of the places, a dot and the measure; null "
        "where a person does not have that way."
    )
    return {
        "title": "Batch output",
        "anyOf": [{"$ref": f"#/$defs/{form}"} for form in ("long", "wide", "best")],
        "$defs": {
            "long": {**_row(LONG), "description": "A row per person and option, in their order."},
            "wide": wide,
            "best": {
                **_row(BEST),
                "description": "A row per person: the open option with the lowest net year.",
            },
        },
    }


def rejects() -> Schema:
    """A line of the list of rejected rows: one problem."""
    return {"title": "Rejected rows", **_row(REJECTS)}


def _row(schema: pa.Schema) -> Schema:
    return {
        "type": "object",
        "properties": {each.name: _column(each) for each in schema},
        "required": schema.names,
        "additionalProperties": False,
    }


def _column(each: pa.Field) -> Schema:
    words = pa.types.is_dictionary(each.type)
    kind = _TYPES[str(each.type.value_type if words else each.type)]
    return {
        "description": MEANINGS[each.name],
        "arrow": "dictionary<values=string, indices=int32>" if words else str(each.type),
        "type": [kind, "null"] if each.nullable else kind,
    }


_TYPES = {"int64": "integer", "bool": "boolean", "string": "string"}
