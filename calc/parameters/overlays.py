"""Values entered over the law on file: overlay files and ``--set``.

An entered value wins over the file at its own place for its period; one without a first day holds
on every day and is always known. All of them carry the status ``entered``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BeforeValidator, Field, ValidationError

from calc.errors import CanbaoError, Problem, nearest, problem, shortened
from calc.messages import Label
from calc.parameters.checks import check_name, check_records, check_value
from calc.parameters.definitions import Definitions
from calc.parameters.files import Bilingual, Day, FileModel, Raw, Text
from calc.parameters.model import Definition, Document, Place, Record
from calc.parameters.validation import problems_of
from calc.parameters.values import (
    NONE,
    Kind,
    RawValue,
    ValueProblem,
    flattened,
    kind_of,
    parse_value,
)
from calc.parameters.yaml_text import Source, read_yaml

OverlaySource = Path | str | Source | Mapping[str, object]
"""A file, one that was read already (an upload), or its contents from Python."""
ENTERED = "entered"


Note = Annotated[
    Bilingual,
    BeforeValidator(lambda note: {"zh": note, "en": note} if isinstance(note, str) else note),
]
"""A note in both languages, or one text that stands for both."""


class OverlayEntry(FileModel):
    """One entered value."""

    place: Text
    parameter: Text
    value: Raw
    unit: Text
    first: Day | None = Field(None, alias="from")
    to: Day | None = None
    source: Text | None = None
    article: Text | None = None
    published: Day | None = None
    note: Note | None = None


class OverlayFile(FileModel):
    """An overlay: what a counter has filled in and may mail to a colleague."""

    entered: Annotated[list[OverlayEntry], Field(min_length=1)]


def read_overlays(
    overlays: Iterable[OverlaySource],
    entries: Iterable[str],
    places: Mapping[str, Place],
    definitions: Definitions,
    documents: Mapping[str, Document],
) -> list[list[Record]]:
    """All entered values as records, in layers: a later one wins; the entries are the last.

    Raises:
        CanbaoError: Any problem in any of them; all are listed.
    """
    checker = _Checker(places, definitions, documents)
    layers = [checker.layer(source) for source in overlays]
    layers.append(checker.entries(entries))
    for layer in layers:
        checker.problems.extend(check_records(layer, definitions))
    if checker.problems:
        raise CanbaoError(checker.problems)
    return layers


def overlay_yaml(records: Sequence[Record]) -> str:
    """Entered records as an overlay file, ready to be saved and mailed."""
    entered = [
        {
            "place": record.place,
            "parameter": record.parameter,
            "value": _written(record),
            "unit": record.unit,
            **({} if record.first == dt.date.min else {"from": record.first.isoformat()}),
            **({} if record.last is None else {"to": record.last.isoformat()}),
            **({} if record.source == ENTERED else {"source": record.source}),
            **({"article": record.article} if record.article else {}),
            **({} if record.published is None else {"published": record.published.isoformat()}),
            **_note(record.note),
        }
        for record in records
    ]
    text = yaml.safe_dump({"entered": entered}, allow_unicode=True, sort_keys=False)
    return str(text)


def _read(path: Path) -> Source:
    return read_yaml(path.read_bytes(), path.name)


def _written(record: Record) -> RawValue:
    """The value as a file would have it; words of a set and keys of a table may hold blanks."""
    if isinstance(record.parsed, dict):
        rest, table = record.value, {}
        for key in record.parsed:
            table[key], _, rest = rest.removeprefix(f"{key}:").partition(" ")
        return table
    if record.kind is Kind.WORDS and isinstance(record.parsed, tuple):
        return [str(word) for word in record.parsed]
    return record.value


def _note(note: Label | None) -> dict[str, object]:
    if note is None:
        return {}
    return {"note": note.zh if note.zh == note.en else {"zh": note.zh, "en": note.en}}


class _Checker:
    def __init__(
        self,
        places: Mapping[str, Place],
        definitions: Definitions,
        documents: Mapping[str, Document],
    ) -> None:
        self.places = places
        self.codes = {place.code: place.slug for place in places.values()}
        self.definitions = definitions
        self.documents = documents
        self.problems: list[Problem] = []

    def layer(self, source: OverlaySource) -> list[Record]:
        """The records of one overlay, given as a path or as its contents."""
        try:
            if isinstance(source, Mapping):
                file = OverlayFile.model_validate(_texts(source))
                return self._records(file, lambda path: "overlay " + ".".join(map(str, path)))
            parsed = source if isinstance(source, Source) else _read(Path(source))
            try:
                return self._records(OverlayFile.model_validate(parsed.data), parsed.where)
            except ValidationError as error:
                self.problems.extend(problems_of(error, parsed.where, OverlayFile))
        except ValidationError as error:
            self.problems.extend(
                problems_of(error, lambda path: ".".join(map(str, path)), OverlayFile)
            )
        except CanbaoError as error:
            self.problems.extend(error.problems)
        except OSError as error:
            self.problems.append(problem("file.unreadable", str(source), error.strerror or ""))
        return []

    def _records(self, file: OverlayFile, where: object) -> list[Record]:
        assert callable(where)
        records = []
        for index, entry in enumerate(file.entered):
            record = self._record(entry, str(where(["entered", index])))
            if record is not None:
                records.append(record)
        return records

    def entries(self, entries: Iterable[str]) -> list[Record]:
        """The records of ``PLACE.PARAMETER=VALUE`` texts; the last of one name wins."""
        records: dict[tuple[str, str], Record] = {}
        for text in entries:
            name, equals, value = text.partition("=")
            place, dot, parameter = name.strip().partition(".")
            where = f"--set {shortened(text)}"
            if not equals or not dot or not value.strip():
                self.problems.append(
                    problem("set.wrong_form", where, text, ["PLACE.PARAMETER=VALUE"])
                )
                continue
            unit, raw = self._unit_and_value(parameter, value)
            entry = OverlayEntry.model_construct(
                place=place,
                parameter=parameter,
                value=raw,
                unit=unit,
                first=None,
                to=None,
                source=None,
                article=None,
                published=None,
                note=None,
            )
            record = self._record(entry, where)
            if record is not None:
                records[record.place, record.parameter] = record
        return list(records.values())

    def _unit_and_value(self, parameter: str, value: str) -> tuple[str, str]:
        """Take the unit from the value where it names one (``60%``, ``15 CNY/year``)."""
        definition = self.definitions.find(parameter)
        units = definition.units if definition else ["text"]
        text = value.strip()
        for unit in units:
            if text.endswith(f" {unit}"):
                return unit, text.removesuffix(unit).strip()
        if kind_of(units[0]) is Kind.RATE:
            return units[0], text.removesuffix("%").removesuffix("％").strip()
        return units[0], text

    def _record(self, entry: OverlayEntry, where: str) -> Record | None:
        slug = self.codes.get(entry.place, entry.place)
        found: list[Problem] = []
        if slug not in self.places:
            found.append(problem("place.unknown", where, entry.place, choices=sorted(self.places)))
        if entry.source and entry.source not in self.documents:
            near = nearest(entry.source, self.documents)
            found.append(Problem("source.unknown", where, entry.source, (), near))
        first = entry.first or dt.date.min
        if entry.to is not None and entry.to < first:
            found.append(problem("period.ends_before_start", where, entry.to))
        found += check_name(entry.parameter, entry.unit, where, self.definitions)
        definition = self.definitions.find(entry.parameter)
        if found or definition is None:
            self.problems.extend(found)
            return None
        try:
            raw = _structured(entry.value, definition)
            parsed = parse_value(raw, entry.unit)
        except ValueProblem as error:
            self.problems.append(problem(error.code, where, error.found, [error.allowed]))
            return None
        record = Record(
            parameter=entry.parameter,
            place=slug,
            value=flattened(raw),
            parsed=parsed,
            unit=entry.unit,
            first=first,
            last=entry.to,
            source=entry.source or ENTERED,
            article=entry.article or "",
            evidence="entered",
            published=entry.published,
            confirmed_on=None,
            not_for_use=None,
            note=entry.note.label() if entry.note else None,
            known_from=self._known_from(entry, first),
            entered=True,
            where=where,
        )
        wrong = check_value(record, raw, definition)
        self.problems.extend(wrong)
        return None if wrong else record

    def _known_from(self, entry: OverlayEntry, first: dt.date) -> dt.date:
        if entry.published is not None:
            return entry.published
        document = self.documents.get(entry.source or "")
        if document is not None and document.known_from is not None:
            return min(first, document.known_from)
        return first


def _structured(value: RawValue, definition: Definition) -> RawValue:
    """One text as the list or table that the parameter's shape wants (``a b``, ``a:1 b:2``).

    Raises:
        ValueProblem: Part of the text is no pair of the table, or stands in it twice.
    """
    if not isinstance(value, str) or definition.shape == "scalar" or value == NONE:
        return value
    words = value.replace(",", " ").split()
    if definition.shape == "list":
        return words
    table = {key: item for key, colon, item in (w.partition(":") for w in words) if colon}
    if len(table) < len(words):
        raise ValueProblem("value.wrong_shape", value, "a:1 b:2")
    return table


def _texts(value: object) -> object:
    """A mapping from Python with its scalars as text, the way a file would give them."""
    if isinstance(value, Mapping):
        return {str(key): _texts(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(item) for item in value]
    return value if value is None else str(value)
