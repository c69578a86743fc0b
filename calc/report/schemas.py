"""The published JSON Schemas, for ``canbao schema``."""

from __future__ import annotations

from calc.applicant import Applicant
from calc.errors import CanbaoError, problem
from calc.parameters.files import JurisdictionFile
from calc.report.batch_schemas import batch_input, batch_output, rejects
from calc.report.comparison_schema import COMPARISON

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: str) -> dict[str, object]:
    """The JSON Schema of a document.

    Raises:
        CanbaoError: There is none of that name.
    """
    if name not in SCHEMAS:
        raise CanbaoError([problem("schema.unknown", name, name, choices=sorted(SCHEMAS))])
    return {"$schema": DRAFT, **SCHEMAS[name]}


SCHEMAS: dict[str, dict[str, object]] = {
    "applicant": Applicant.model_json_schema(by_alias=True),
    "comparison": COMPARISON,
    "batch-input": batch_input(),
    "batch-output": batch_output(),
    "rejects": rejects(),
    "parameters": JurisdictionFile.model_json_schema(by_alias=True),
}
