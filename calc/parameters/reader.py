"""Reads the files of ``parameters/``: every file, every check, every problem at once."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from calc.errors import CanbaoError, Problem, nearest, problem
from calc.parameters.checks import check_definitions, check_name, check_records, check_value
from calc.parameters.definitions import Definitions
from calc.parameters.files import (
    Block,
    DefinitionsFile,
    DocumentsFile,
    FileModel,
    JurisdictionFile,
    ValueEntry,
)
from calc.parameters.law import (
    DEFINITIONS,
    DOCUMENTS,
    NATION,
    Contents,
    Law,
    contents_of,
    read_content,
)
from calc.parameters.model import Document, Place, Record, chain_of
from calc.parameters.validation import problems_of
from calc.parameters.values import ValueProblem, flattened, parse_value
from calc.parameters.yaml_text import Source, read_yaml

_Model = TypeVar("_Model", bound=FileModel)


def read_law(root: Path, contents: Contents | None = None) -> Law:
    """Read and check the whole law on file in a folder.

    Args:
        root: The folder.
        contents: What its files held at one moment; read now if left out.

    Raises:
        CanbaoError: Anything is wrong with any file; every problem is listed.
    """
    held = contents_of(root) if contents is None else contents
    reader = _LawReader(root, held)
    definitions = reader.definitions()
    documents = reader.documents()
    reader.stop_if_wrong()
    for path in held:
        if path not in (root / DEFINITIONS, root / DOCUMENTS):
            reader.jurisdiction(path, definitions, documents)
    reader.check_places()
    chains = [chain_of(reader.places, slug) for slug in reader.places]
    reader.problems.extend(check_records(reader.records, definitions, chains))
    reader.stop_if_wrong()
    return Law(reader.places, definitions, documents, tuple(reader.records))


class _LawReader:
    """Reads the files of a folder one by one and gathers what is wrong with them."""

    def __init__(self, root: Path, contents: Contents) -> None:
        self.root = root
        self.contents = contents
        self.problems: list[Problem] = []
        self.places: dict[str, Place] = {}
        self.records: list[Record] = []
        self._where: dict[str, str] = {}
        self._unread: set[str] = set()

    def stop_if_wrong(self) -> None:
        if self.problems:
            raise CanbaoError(self.problems)

    def _parsed(self, path: Path, model: type[_Model]) -> tuple[_Model, Source] | None:
        name = f"{self.root.name}/{path.relative_to(self.root).as_posix()}"
        try:
            source = read_yaml(read_content(self.contents, path), name)
            return model.model_validate(source.data), source
        except CanbaoError as error:
            self.problems.extend(error.problems)
        except ValidationError as error:
            self.problems.extend(problems_of(error, source.where, model))
        except OSError as error:
            self.problems.append(problem("file.unreadable", name, error.strerror or ""))
        return None

    def definitions(self) -> Definitions:
        parsed = self._parsed(self.root / DEFINITIONS, DefinitionsFile)
        self.stop_if_wrong()
        assert parsed is not None
        file = parsed[0]
        definitions = Definitions(
            {name: text.label() for name, text in file.sections.items()},
            {name: text.label() for name, text in file.tokens.items()},
            {name: entry.definition() for name, entry in file.definitions.items()},
        )
        self.problems.extend(check_definitions(definitions, parsed[1].where))
        return definitions

    def documents(self) -> dict[str, Document]:
        parsed = self._parsed(self.root / DOCUMENTS, DocumentsFile)
        if parsed is None:
            return {}
        file, source = parsed
        documents: dict[str, Document] = {}
        for index, entry in enumerate(file.documents):
            where = source.where(["documents", index, "number"])
            if entry.number in documents:
                self.problems.append(problem("document.twice", where, entry.number))
            try:
                known_from = first_day_meant(entry.date)
            except ValueError:
                known_from = None
                self.problems.append(
                    problem("date.not_a_day", where, entry.date, ["YYYY-MM-DD", "YYYY-MM", "YYYY"])
                )
            documents[entry.number] = Document(
                number=entry.number,
                title=entry.title,
                issuer=entry.issuer,
                date=entry.date or "",
                known_from=known_from,
                place=entry.place or "",
                seen=entry.seen,
                note=entry.note.label() if entry.note else None,
            )
        return documents

    def jurisdiction(
        self, path: Path, definitions: Definitions, documents: dict[str, Document]
    ) -> None:
        parsed = self._parsed(path, JurisdictionFile)
        if parsed is None:
            self._unread.add(path.stem)
            return
        file, source = parsed
        if file.place != path.stem:
            self.problems.append(
                problem("place.not_file_name", source.where(["place"]), file.place, [path.stem])
            )
        if file.place in self.places:
            self.problems.append(problem("place.twice", source.where(["place"]), file.place))
        self.places[file.place] = Place(file.place, file.code, file.name.label(), file.within)
        self._where[file.place] = source.where(["place"])
        for section, blocks in file.parameters.items():
            for index, block in enumerate(blocks):
                base = ("parameters", section, index)
                self._block(file.place, section, block, source, base, definitions, documents)

    def _block(
        self,
        place: str,
        section: str,
        block: Block,
        source: Source,
        base: tuple[str | int, ...],
        definitions: Definitions,
        documents: dict[str, Document],
    ) -> None:
        if block.to is not None and block.to < block.first:
            self.problems.append(
                problem("period.ends_before_start", source.where([*base, "to"]), block.to)
            )
        for name, entry in block.values.items():
            where = source.where([*base, "values", name])
            cited = entry.source or block.source
            if cited is None:
                self.problems.append(problem("source.missing", where))
            elif cited not in documents:
                self.problems.append(
                    Problem("source.unknown", where, cited, (), nearest(cited, documents))
                )
            if entry.evidence is None and block.evidence is None:
                self.problems.append(problem("evidence.missing", where))
            self._value(place, f"{section}.{name}", block, entry, definitions, documents, where)

    def _value(
        self,
        place: str,
        parameter: str,
        block: Block,
        entry: ValueEntry,
        definitions: Definitions,
        documents: dict[str, Document],
        where: str,
    ) -> None:
        wrong = check_name(parameter, entry.unit, where, definitions)
        definition = definitions.find(parameter)
        if not wrong and definition is not None:
            record = record_of(place, parameter, block, entry, documents, where)
            if isinstance(record, Problem):
                wrong = [record]
            else:
                wrong = check_value(record, entry.value, definition)
                if not wrong:
                    self.records.append(record)
        self.problems.extend(wrong)

    def check_places(self) -> None:
        codes: dict[str, str] = {}
        for place in self.places.values():
            where = self._where[place.slug]
            if place.code in codes:
                self.problems.append(problem("place.code_twice", where, place.code))
            codes[place.code] = place.slug
            if place.within is None:
                if place.slug != NATION:
                    self.problems.append(
                        problem("place.within_missing", where, place.slug, sorted(self.places))
                    )
            elif place.within in self._unread:
                continue  # what is wrong with its file is said already
            elif place.within not in self.places or place.within == place.slug:
                self.problems.append(
                    problem("place.unknown", where, place.within, choices=sorted(self.places))
                )
            elif NATION in self.places and not self._reaches_the_nation(place):
                self.problems.append(problem("place.within_missing", where, place.within, [NATION]))

    def _reaches_the_nation(self, place: Place) -> bool:
        """Whether the places around this one end at the nation, and not in a circle.

        A step to a place that is not on file is that place's own problem.
        """
        passed: set[str] = set()
        step: Place | None = place
        while step is not None and step.slug != NATION:
            if step.slug in passed:
                return False
            passed.add(step.slug)
            step = self.places.get(step.within or "")
        return True


def record_of(
    place: str,
    parameter: str,
    block: Block,
    entry: ValueEntry,
    documents: dict[str, Document],
    where: str,
) -> Record | Problem:
    """The record that a value and its block make together, or what is wrong with the value."""
    try:
        parsed = parse_value(entry.value, entry.unit)
    except ValueProblem as error:
        return problem(error.code, where, error.found, [error.allowed])
    source = entry.source or block.source or "unknown"
    published = entry.published or block.published
    document = documents.get(source)
    known_from = published or block.first
    if published is None and document is not None and document.known_from is not None:
        known_from = min(block.first, document.known_from)
    note = entry.note or block.note
    not_for_use = entry.not_for_use or block.not_for_use
    return Record(
        parameter=parameter,
        place=place,
        value=flattened(entry.value),
        parsed=parsed,
        unit=entry.unit,
        first=block.first,
        last=block.to,
        source=source,
        article=entry.article or block.article or "",
        evidence=entry.evidence or block.evidence or "unverified",
        published=published,
        confirmed_on=entry.confirmed_on or block.confirmed_on,
        not_for_use=not_for_use.label() if not_for_use else None,
        note=note.label() if note else None,
        known_from=known_from,
        entered=False,
        where=where,
    )


def first_day_meant(date: str | None) -> dt.date | None:
    """The first day that ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` can mean.

    Raises:
        ValueError: Another form, or no such day.

    >>> first_day_meant("2021-12")
    datetime.date(2021, 12, 1)
    """
    if not date:
        return None
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", date):
        raise ValueError(date)
    year, month, day = (*date.split("-"), "1", "1")[:3]
    return dt.date(int(year), int(month), int(day))
