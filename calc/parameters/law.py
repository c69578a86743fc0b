"""The law on file as a whole, as read from its folder and checked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from errno import ENOENT
from pathlib import Path

from calc.parameters.definitions import Definitions
from calc.parameters.model import Document, Place, Record
from calc.records import frozen

DEFINITIONS = "definitions.yaml"
DOCUMENTS = "documents.yaml"
NATION = "national"
SUFFIX = ".yaml"
_LOOKALIKES = (SUFFIX, ".yml")
_NOT_LAW = "__pycache__"


@frozen
class Law:
    """What all files of ``parameters/`` say.

    Attributes:
        places: The jurisdictions by slug.
        definitions: The register of parameters.
        documents: The register of documents by number.
        records: Every value, in the order of the files.
    """

    places: Mapping[str, Place]
    definitions: Definitions
    documents: Mapping[str, Document]
    records: tuple[Record, ...]


def law_files(root: Path) -> list[Path]:
    """Everything in a folder that is law on file or is meant to be, sorted by path.

    What an editor or Python keeps there is passed over: names that begin with a dot (lock links
    such as ``.#weihai.yaml``, hidden folders) and ``__pycache__``. What looks like law and cannot
    be taken as it stands is listed too, so that the reader can say so and nothing goes unnoticed:
    a file ending in ``.yml`` or ``.YAML``, a folder ending in ``.yaml`` (not entered), a link to
    nowhere, a folder that may not be listed. So a path here is not always a readable file.

    Args:
        root: The folder with ``definitions.yaml``.
    """
    found: list[Path] = []

    def closed(error: OSError) -> None:
        found.append(Path(error.filename))

    for folder, folders, files in os.walk(root, onerror=closed):
        here = Path(folder)
        seen = [name for name in folders if not name.startswith(".") and name != _NOT_LAW]
        folders[:] = [name for name in seen if not _looks_like_law(name)]
        names = [*files, *(name for name in seen if _looks_like_law(name))]
        found += [
            here / name for name in names if _looks_like_law(name) and not name.startswith(".")
        ]
    return sorted(found)


def _looks_like_law(name: str) -> bool:
    return name.lower().endswith(_LOOKALIKES)


Contents = Mapping[Path, bytes | OSError]
"""What each file of a folder held at one moment, or why it could not be read."""


def contents_of(root: Path) -> Contents:
    """What the files of a folder hold now."""
    return {path: _content(path) for path in law_files(root)}


def _content(path: Path) -> bytes | OSError:
    try:
        return path.read_bytes()
    except OSError as error:
        return error


def read_content(contents: Contents, path: Path) -> bytes:
    """What a file held.

    Raises:
        OSError: It could not be read, or was not there.
    """
    content = contents.get(path, FileNotFoundError(ENOENT, os.strerror(ENOENT)))
    if isinstance(content, OSError):
        raise content
    return content
