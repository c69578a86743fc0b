"""The law on file as a whole, as read from its folder and checked."""

from __future__ import annotations

from collections.abc import Mapping

from calc.parameters.definitions import Definitions
from calc.parameters.model import Document, Place, Record
from calc.records import frozen

DEFINITIONS = "definitions.yaml"
DOCUMENTS = "documents.yaml"
NATION = "national"


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
