"""The comparison as data, and as the document of INTERFACE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from calc.comparison.entries import Claim, Protection, Subsidy
from calc.comparison.payments import Entry, Receipt
from calc.comparison.pricing import Line, PricedPart
from calc.comparison.projecting import project
from calc.comparison.projection import Projection, projection_dict
from calc.comparison.question import MissingValue, Question
from calc.comparison.relation import RelationFound
from calc.findings import Finding, is_open
from calc.i18n import Lang, render, text_of
from calc.messages import Label
from calc.months import month_text
from calc.parameters.lookup import Answer
from calc.records import frozen

SCHEMA = 1


@frozen(slots=False)
class Option:
    """One way to enrol, priced, with its findings.

    Attributes:
        calendar: The worker's payments; they add up to ``worker_year_fen``, and there are none
            where that is None.
        receipts: Money expected back, beside the calendar.
        subsidy_year_fen: What is received for sure towards the worker's year.
        ceiling_year_fen: What subsidies may add to it at most.
    """

    pension: PricedPart
    medical: PricedPart
    findings: tuple[Finding, ...]
    calendar: tuple[Entry, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    subsidy_year_fen: int = 0
    ceiling_year_fen: int = 0

    @property
    def id(self) -> str:
        """Stable id: ``pension=…;medical=…``."""
        return f"{self.pension.part.id};{self.medical.part.id}"

    @property
    def open(self) -> bool | None:
        """False if a condition fails, None if one is unknown, else True."""
        return is_open(self.findings)

    @property
    def unclear(self) -> int:
        """How many of its conditions are still to be clarified."""
        return sum(each.is_condition and each.outcome == "unknown" for each in self.findings)

    @property
    def covers_both(self) -> bool:
        """Whether it brings both a pension and medical insurance."""
        return "none" not in (self.pension.part.scheme, self.medical.part.scheme)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, pension first."""
        return (*self.pension.lines, *self.medical.lines)

    @property
    def missing(self) -> tuple[MissingValue, ...]:
        """What was not on file."""
        return (*self.pension.missing, *self.medical.missing)

    @property
    def priced(self) -> bool:
        """Whether nothing is missing that a price needs."""
        return not any(value.required for value in self.missing) and self.offered

    @property
    def offered(self) -> bool:
        """Whether each part that costs something has a line of the worker's or of anyone."""
        return all(p.part.scheme == "none" or p.lines for p in (self.pension, self.medical))

    @property
    def complete(self) -> bool:
        """Whether the worker's total holds everything; else it reads "at least"."""
        return self.priced and not any(value.worker_side for value in self.missing)

    @property
    def worker_lines(self) -> tuple[Line, ...]:
        """What the worker pays."""
        return tuple(line for line in self.lines if line.payer == "worker")

    @property
    def worker_month_fen(self) -> int | None:
        """The worker's month, without items that are paid by the year; None if not priced."""
        if not self.priced:
            return None
        return sum(line.month_fen for line in self.worker_lines if line.month_fen is not None)

    @property
    def worker_year_fen(self) -> int | None:
        """The worker's year; None if not priced."""
        amounts = [line.year_fen for line in self.worker_lines]
        if not self.priced or any(amount is None for amount in amounts):
            return None
        return sum(amount for amount in amounts if amount is not None)

    @property
    def net_year_fen(self) -> int | None:
        """The worker's year less what is received for it for sure; None if not priced."""
        year = self.worker_year_fen
        return None if year is None else year - self.subsidy_year_fen

    @property
    def net_year_with_ceiling_fen(self) -> int | None:
        """The lowest the net year can be, with every subsidy that is paid "at most"."""
        net = self.net_year_fen
        return None if net is None else net - self.ceiling_year_fen


@frozen(slots=False)
class Comparison:
    """Every way to enrol of one applicant on one day."""

    question: Question
    options: tuple[Option, ...]
    relation: RelationFound
    findings: tuple[Finding, ...] = field(default=())
    subsidies: tuple[Subsidy, ...] = ()
    protections: tuple[Protection, ...] = ()
    assumed: Mapping[str, int] = field(default_factory=dict)
    _projections: dict[str, Projection] = field(default_factory=dict, compare=False, repr=False)

    def projection(self, option: Option) -> Projection:
        """What the option's pension part buys; worked out when first asked for."""
        part = option.pension
        if part.part.id not in self._projections:
            self._projections[part.part.id] = project(self.question, part, self.assumed)
        return self._projections[part.part.id]

    def to_dict(self, lang: Lang = "zh") -> dict[str, object]:
        """The comparison document of INTERFACE, messages in one language."""
        question = self.question
        return {
            "schema": SCHEMA,
            "as_of": question.on.isoformat(),
            "known_on": question.known_on.isoformat(),
            "year": question.year,
            "mode": question.mode,
            "data_version": question.parameters.data_version,
            "applicant": question.applicant.to_dict(),
            "relation": {
                "class": self.relation.relation_class,
                "findings": [finding_dict(finding, lang) for finding in self.relation.findings],
            },
            "findings": [finding_dict(finding, lang) for finding in self.findings],
            "options": [
                option_dict(option, question, lang, self.projection(option))
                for option in self.options
            ],
            "subsidies": [subsidy_dict(entry, question, lang) for entry in self.subsidies],
            "protections": [protection_dict(entry, question, lang) for entry in self.protections],
        }


def option_dict(
    option: Option, question: Question, lang: Lang, projection: Projection
) -> dict[str, object]:
    """One option of the document."""
    year = option.worker_year_fen
    pension, medical = option.pension.part, option.medical.part
    return {
        "id": option.id,
        "pension": {"scheme": pension.scheme, "place": pension.place or None},
        "medical": {
            "scheme": medical.scheme,
            "place": medical.place or None,
            "plan": medical.plan or None,
        },
        "open": option.open,
        "findings": [finding_dict(finding, lang) for finding in option.findings],
        "priced": option.priced,
        "complete": option.complete,
        "missing": [
            {
                "parameter": value.parameter,
                "place": value.place,
                "on": value.on.isoformat(),
                "required": value.required,
            }
            for value in option.missing
        ],
        "lines": [line_dict(line, question, lang) for line in option.lines],
        "worker_month_fen": option.worker_month_fen,
        "worker_year_fen": year,
        "subsidy_year_fen": option.subsidy_year_fen,
        "net_year_fen": option.net_year_fen,
        "net_year_with_ceiling_fen": option.net_year_with_ceiling_fen,
        "calendar": [entry_dict(entry) for entry in option.calendar],
        "receipts": [receipt_dict(receipt) for receipt in option.receipts],
        "projection": _projection_dict(projection, lang),
    }


def _projection_dict(projection: Projection, lang: Lang) -> dict[str, object]:
    document = projection_dict(projection)
    if document:
        document["notes"] = [finding_dict(note, lang) for note in projection.notes]
    return document


def entry_dict(entry: Entry) -> dict[str, object]:
    """One payment of the calendar."""
    return {
        "month": month_text(entry.month),
        "due_on": None if entry.due_on is None else entry.due_on.isoformat(),
        "covers": [month_text(month) for month in entry.covers],
        "item": entry.item,
        "amount_fen": entry.amount_fen,
        "kind": entry.kind,
        "months": [month_text(month.month) for month in entry.months],
        "by_month": [
            {
                "month": month_text(month.month),
                "amount_fen": month.amount_fen,
                "paid_fen": month.paid_fen,
                "owed_fen": month.owed_fen,
            }
            for month in entry.months
        ],
        "provisional": entry.provisional,
        "notice_on": None if entry.notice_on is None else entry.notice_on.isoformat(),
        "sources": [
            {"source": citation.document, "article": citation.article or None}
            for citation in entry.sources
        ],
    }


def receipt_dict(receipt: Receipt) -> dict[str, object]:
    """One amount expected back."""
    return {
        "month": None if receipt.month is None else month_text(receipt.month),
        "item": receipt.item,
        "amount_fen": receipt.amount_fen,
    }


def line_dict(line: Line, question: Question, lang: Lang) -> dict[str, object]:
    """One line of an option."""
    parts = None
    if line.account_fen is not None and line.month_fen is not None:
        parts = {"individual_account_fen": line.account_fen, "pooled_fund_fen": line.pooled_fen}
    return {
        "item": line.item,
        "payer": line.payer,
        "month_fen": line.month_fen,
        "year_fen": line.year_fen,
        "parts": parts,
        "formula": line.formula,
        "year_formula": line.year_formula,
        "statuses": list(line.marks),
        "parameters": [answer_dict(answer, question, lang) for answer in line.answers],
    }


def answer_dict(answer: Answer, question: Question, lang: Lang) -> dict[str, object]:
    """A value with its way home: document, article, dates, evidence, status."""
    name = {"name": answer.record.parameter}
    return {**name, **answer_fields(answer, lang), **_titles(answer, question)}


def answer_fields(answer: Answer, lang: Lang) -> dict[str, object]:
    """The fields of a value used, as INTERFACE names them."""
    record = answer.record
    return {
        "parameter": record.parameter,
        "place": record.place,
        "value": record.value,
        "unit": record.unit,
        "from": None if record.first.year == 1 else record.first.isoformat(),
        "to": record.last.isoformat() if record.last else None,
        "source": record.source,
        "article": record.article or None,
        "evidence": record.evidence,
        "status": answer.status,
        "since": answer.since.isoformat() if answer.since else None,
        "published": record.published.isoformat() if record.published else None,
        "note": _note(record.note, lang),
    }


def _titles(answer: Answer, question: Question) -> dict[str, object]:
    document = question.parameters.documents.get(answer.record.source)
    return {"title": document.title if document and document.title else None}


def _note(note: Label | None, lang: Lang) -> str | None:
    return None if note is None else note.zh if lang == "zh" else note.en


def subsidy_dict(entry: Subsidy, question: Question, lang: Lang) -> dict[str, object]:
    """A subsidy of the document."""
    return {
        "id": entry.id,
        "place": entry.place,
        "kind": entry.kind,
        "open": entry.open,
        "amount_fen": entry.amount_fen,
        "cap_fen": entry.cap_fen,
        "premium_at_cap_fen": entry.premium_at_cap_fen,
        "by_option": dict(entry.by_option),
        "formula": entry.formula,
        "formula_by_option": dict(entry.formulas),
        "findings": [finding_dict(finding, lang) for finding in entry.findings],
        "claim": None if entry.claim is None else _claim_dict(entry.claim, lang),
        "parameters": [answer_dict(answer, question, lang) for answer in entry.answers],
    }


def _claim_dict(claim: Claim, lang: Lang) -> dict[str, object]:
    return {
        "who": text_of(claim.who, lang) or None,
        "where": None if claim.where is None else text_of(claim.where, lang),
        "when": None if claim.when is None else render(claim.when, lang),
        "papers": [text_of(paper, lang) for paper in claim.papers],
        "payee": None if claim.payee is None else text_of(claim.payee, lang),
        "notes": [render(note, lang) for note in claim.notes],
        "month": None if claim.month is None else month_text(claim.month),
    }


def protection_dict(entry: Protection, question: Question, lang: Lang) -> dict[str, object]:
    """A protection of the document."""
    return {
        "id": entry.id,
        "place": entry.place,
        "open": entry.open,
        "payer": entry.payer,
        "fee_per_order_fen": entry.fee_per_order_fen,
        "fee_month_fen": entry.fee_month_fen,
        "findings": [finding_dict(finding, lang) for finding in entry.findings],
        "parameters": [answer_dict(answer, question, lang) for answer in entry.answers],
    }


def finding_dict(finding: Finding, lang: Lang) -> dict[str, object]:
    """One finding of the document."""
    return {
        "rule": finding.rule,
        "kind": "condition" if finding.is_condition else "note",
        "outcome": finding.outcome,
        "message": render(finding.message(), lang),
        "needs": ", ".join(finding.needs) or None,
        "distance": None
        if finding.distance is None
        else {"value": finding.distance.value, "unit": finding.distance.unit},
        "first_month": None if finding.first_month is None else month_text(finding.first_month),
        "sources": [
            {"source": citation.document, "article": citation.article or None}
            for citation in finding.sources
        ],
    }
