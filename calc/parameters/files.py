"""The shape of the files in ``parameters/``, checked by pydantic."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from calc.messages import Label
from calc.money import MoneyError, parse_decimal
from calc.months import parse_day
from calc.parameters.model import Definition, Evidence, Shape

Seen = Literal[
    "source_document",
    "official_text",
    "official_copy",
    "official_explanation",
    "reprint",
    "two_secondary",
    "one_secondary",
    "relayed",
    "named_elsewhere",
    "from_memory",
    "not_on_file",
]


def _day(value: object) -> object:
    try:
        return parse_day(str(value))
    except ValueError:
        raise PydanticCustomError(
            "date.not_a_day", "not a day", {"allowed": "YYYY-MM-DD"}
        ) from None


def _limit(value: object) -> object:
    try:
        return parse_decimal(str(value), 6)
    except MoneyError as error:
        raise PydanticCustomError(error.code, "no limit", {"allowed": "1234.56"}) from None


Day = Annotated[
    dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})
]
Limit = Annotated[Decimal, BeforeValidator(_limit), WithJsonSchema({"type": ["string", "number"]})]
_TEXT_SCHEMA: dict[str, object] = {"type": ["string", "number"]}


def _raw(value: object) -> object:
    items = value if isinstance(value, list) else [value]
    if isinstance(value, dict):
        items = [*value, *value.values()]
    if all(isinstance(item, str) for item in items):
        return value
    raise PydanticCustomError(
        "value.wrong_type", "nested", {"allowed": ("text", "[text, …]", "{key: text, …}")}
    )


Raw = Annotated[
    str | list[str] | dict[str, str],
    BeforeValidator(_raw),
    WithJsonSchema(
        {
            "anyOf": [
                _TEXT_SCHEMA,
                {"type": "array", "items": _TEXT_SCHEMA},
                {"type": "object", "additionalProperties": _TEXT_SCHEMA},
            ]
        }
    ),
]
"""One value, a list or a table of values, each as typed."""
Text = Annotated[str, Field(min_length=1), WithJsonSchema(_TEXT_SCHEMA)]
"""Any scalar, kept as the text that was typed; an editor may see a number."""


class FileModel(BaseModel):
    """A part of a parameter file: no unknown keys, nothing changed after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


Flag = Annotated[
    bool, BeforeValidator(lambda value: {"true": True, "false": False}.get(str(value), value))
]


class Bilingual(FileModel):
    """A sentence or name in Chinese and English."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]

    def label(self) -> Label:
        """The same, for messages."""
        return Label(self.zh, self.en)


class RecordFields(FileModel):
    """What a block states for all its values, and a value may state for itself."""

    source: Text | None = Field(None, description="Number in documents.yaml")
    article: Text | None = None
    evidence: Evidence | None = None
    published: Day | None = Field(None, description="The day the value became known")
    confirmed_on: Day | None = Field(None, description="The day it was last seen to hold")
    not_for_use: Bilingual | None = Field(None, description="Why it is listed but never used")
    note: Bilingual | None = None


class ValueEntry(RecordFields):
    """One value with its unit."""

    value: Raw
    unit: Text


class Block(RecordFields):
    """The values of one notice and period."""

    first: Day = Field(alias="from", description="First day of the period")
    to: Day | None = Field(None, description="Last day of the period, where the document sets one")
    values: Annotated[dict[str, ValueEntry], Field(min_length=1)]


class JurisdictionFile(FileModel):
    """The law on file of one place."""

    place: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    code: Annotated[
        str, Field(pattern=r"^[0-9]{6}$"), WithJsonSchema({"type": ["string", "integer"]})
    ] = Field(description="GB/T 2260 code")
    name: Bilingual
    within: str | None = None
    parameters: dict[str, list[Block]] = Field(default_factory=dict)


class DocumentEntry(FileModel):
    """A document that records cite."""

    number: Text
    title: str = ""
    issuer: str = ""
    date: str | None = None
    place: str | None = None
    seen: Seen = Field(description="How far it was read")
    note: Bilingual | None = None


class DocumentsFile(FileModel):
    """The register of documents."""

    documents: list[DocumentEntry]


class DefinitionEntry(FileModel):
    """What a parameter is called and what its values may be."""

    units: Annotated[list[str], Field(min_length=1)]
    shape: Shape = "scalar"
    zh: str
    en: str
    allowed: list[str] | None = None
    contribution: Flag = False
    minimum: Limit | None = None
    maximum: Limit | None = None
    not_above: str | None = None
    stand_in: str | None = None
    ask: Bilingual | None = None
    may_be_none: Flag = Field(False, description="Whether a place may be without it")

    def definition(self) -> Definition:
        """The same, for the rest of the program."""
        return Definition(
            units=tuple(self.units),
            shape=self.shape,
            label=Label(self.zh, self.en),
            allowed=None if self.allowed is None else tuple(self.allowed),
            contribution=self.contribution,
            minimum=self.minimum,
            maximum=self.maximum,
            not_above=self.not_above,
            stand_in=self.stand_in,
            ask=self.ask.label() if self.ask else None,
            may_be_none=self.may_be_none,
        )


class DefinitionsFile(FileModel):
    """All parameters, the words their values use, and the sections they stand in."""

    sections: dict[str, Bilingual]
    tokens: dict[str, Bilingual]
    definitions: dict[str, DefinitionEntry]
