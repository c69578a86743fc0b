"""Reads an applicant's file: YAML or JSON, hostile or not, every problem with its line."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from calc.applicant import Applicant, Given, applicant_of
from calc.errors import CanbaoError, Problem, problem
from calc.parameters.validation import Where
from calc.parameters.yaml_text import MAXIMUM_DEPTH, decode, parse_yaml

MAXIMUM_BYTES = 200_000
LONGEST_NUMBER = 18
ENDINGS = (".yaml", ".yml", ".json")


def read_applicant_file(path: Path) -> Applicant:
    """The applicant in a YAML or JSON file.

    Raises:
        CanbaoError: The file cannot be read or holds anything that is not taken.
    """
    return applicant_of(read_given_file(path))


def read_applicant_text(content: bytes, name: str, *, is_json: bool) -> Applicant:
    """The applicant in the content of a file.

    Raises:
        CanbaoError: As ``read_applicant_file``.
    """
    return applicant_of(read_given_text(content, name, is_json=is_json))


def read_given_file(path: Path) -> Given:
    """What a YAML or JSON file gives, its keys and values not checked yet.

    Raises:
        CanbaoError: The file cannot be read, or is no mapping.
    """
    if path.exists() and path.suffix.lower() not in ENDINGS:
        raise CanbaoError([problem("file.unknown_kind", path.name, path.suffix, ENDINGS)])
    try:
        with path.open("rb") as file:
            content = file.read(MAXIMUM_BYTES + 1)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        found = error.strerror or ""
        raise CanbaoError([problem("file.unreadable", str(path), found)]) from None
    if len(content) > MAXIMUM_BYTES:
        # a pipe has no size to tell
        found = f"{size} B" if size > MAXIMUM_BYTES else f"> {MAXIMUM_BYTES} B"
        raise CanbaoError([problem("file.too_large", path.name, found, [f"≤ {MAXIMUM_BYTES} B"])])
    return read_given_text(content, path.name, is_json=path.suffix.lower() == ".json")


def read_given_text(content: bytes, name: str, *, is_json: bool) -> Given:
    """What the content of a file gives, its keys and values not checked yet.

    Raises:
        CanbaoError: As ``read_given_file``.
    """
    if is_json:
        text = decode(content, name, MAXIMUM_BYTES)
        data, twice = _json(text, name)
        return Given(_mapping(data, text, name), _named(name), tuple(twice))
    source, twice = parse_yaml(content, name, MAXIMUM_BYTES)
    text = content.decode("utf-8-sig")
    return Given(_mapping(source.data, text, name), source.where, tuple(twice))


def _named(name: str) -> Where:
    return lambda path: " ".join([name, ".".join(str(step) for step in path)]).strip()


def _mapping(data: object, text: str, name: str) -> Mapping[str, object]:
    if not text.strip():
        raise CanbaoError([problem("file.empty", name)])
    if not isinstance(data, dict):
        raise CanbaoError([problem("file.not_a_mapping", name, text.strip())])
    return data


def parse_json(text: str) -> tuple[object, list[str]]:
    """What a text of JSON says, numbers as they are written, and the keys that stand twice in it.

    Raises:
        JSONDecodeError: It is no JSON.
        RecursionError: It is nested too deeply.
    """
    twice: list[str] = []

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        seen: dict[str, object] = {}
        for key, value in items:
            if key in seen:
                twice.append(key)
            seen[key] = value
        return seen

    data: object = json.loads(
        text, parse_float=_decimal, parse_int=_whole, parse_constant=str, object_pairs_hook=pairs
    )
    # an object has few brackets; what can still be read beyond the depth differs by caller
    if text.count("[") + text.count("{") > MAXIMUM_DEPTH and _depth(data) > MAXIMUM_DEPTH:
        raise RecursionError
    return data, twice


def _depth(data: object) -> int:
    """How many lists and objects lie within each other."""
    level, depth = [data], 0
    while holders := [each for each in level if isinstance(each, dict | list)]:
        depth += 1
        level = [
            inner
            for each in holders
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
    return depth


def _whole(text: str) -> int | str:
    """A whole number; one that no amount could have stays text, to be refused with its reason."""
    return int(text) if len(text) <= LONGEST_NUMBER else text


def _decimal(text: str) -> Decimal | str:
    """A decimal; a power of ten that no decimal can have stays text, to be refused as such."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _json(text: str, name: str) -> tuple[object, list[Problem]]:
    """The data, and the keys that stand twice in it."""
    if not text.strip():
        return None, []
    try:
        data, twice = parse_json(text)
    except json.JSONDecodeError as error:
        raise CanbaoError([problem("json.syntax", f"{name}:{error.lineno}", error.msg)]) from None
    except RecursionError:
        raise CanbaoError([problem("yaml.too_deep", name, "[[[…")]) from None
    return data, [problem("json.duplicate_key", name, key) for key in twice]
