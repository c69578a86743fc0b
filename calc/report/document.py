"""The comparison document as types, for whoever reads it rather than the objects behind it.

The document's shape is a promise (INTERFACE), so that what is read here appears as soon as a
comparison holds it.
"""

from __future__ import annotations

from typing import Literal, TypedDict, cast

from calc.comparison import Comparison
from calc.i18n import Lang


class SourceDocument(TypedDict):
    """A document and, where there is one, its article."""

    source: str
    article: str | None


class DistanceDocument(TypedDict):
    """How far a failed condition is from passing."""

    value: int
    unit: Literal["months", "fen", "years", "count", "minutes"]


class FindingDocument(TypedDict):
    """What one rule found."""

    rule: str
    outcome: Literal["pass", "fail", "unknown"]
    message: str
    needs: str | None
    distance: DistanceDocument | None
    first_month: str | None
    sources: list[SourceDocument]


class BandDocument(TypedDict):
    """Low, middle and high estimate of a monthly amount."""

    low: int | None
    middle: int | None
    high: int | None


class RetirementDocument(TypedDict, total=False):
    """One choice of the month of retirement."""

    choice: str
    month: str | None
    pension_fen: BandDocument | None
    real_fen: BandDocument | None


class ProjectionDocument(TypedDict, total=False):
    """What an option may give back; empty where it was not estimated."""

    retirement: list[RetirementDocument]


class OptionDocument(TypedDict):
    """The parts of an option that are read from the document."""

    id: str
    open: bool | None
    findings: list[FindingDocument]
    subsidy_year_fen: int | None
    net_year_fen: int | None
    net_year_with_ceiling_fen: int | None
    projection: ProjectionDocument | None


class ClaimDocument(TypedDict, total=False):
    """Who claims, where, when, with which papers; where it is paid, and what else to know."""

    who: str | None
    where: str | None
    when: str | None
    papers: list[str] | None
    payee: str | None
    notes: list[str] | None
    month: str | None


class SubsidyDocument(TypedDict):
    """A subsidy that a person may get."""

    id: str
    place: str
    kind: Literal["receipt", "ceiling", "entitlement"]
    open: bool | None
    amount_fen: int | None
    findings: list[FindingDocument]
    claim: ClaimDocument | None


class ProtectionDocument(TypedDict):
    """A protection or a condition of work."""

    id: str
    place: str
    open: bool | None
    findings: list[FindingDocument]


RelationDocument = TypedDict(
    "RelationDocument", {"class": str | None, "findings": list[FindingDocument]}
)


class ComparisonDocument(TypedDict):
    """The comparison document."""

    as_of: str
    known_on: str
    year: int
    mode: Literal["strict", "provisional"]
    data_version: str
    applicant: dict[str, object]
    relation: RelationDocument
    findings: list[FindingDocument]
    options: list[OptionDocument]
    subsidies: list[SubsidyDocument]
    protections: list[ProtectionDocument]


def document_of(result: Comparison, lang: Lang) -> ComparisonDocument:
    """The comparison document of a result; a test holds it against these types."""
    return cast(ComparisonDocument, result.to_dict(lang))
