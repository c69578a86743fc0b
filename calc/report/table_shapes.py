"""The shapes of tables for files, and the headings of their columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from calc.i18n import Lang, translate
from calc.messages import N_
from calc.records import frozen

Kind = Literal["text", "number", "yuan"]
Value = str | int | None


@frozen
class TableColumn:
    """A column: stable key, heading, what it holds, and its width in characters."""

    key: str
    heading: str
    kind: Kind = "text"
    width: int = 14


@frozen
class TableRow:
    """A row.

    Attributes:
        values: One per column; amounts in fen.
        notes: Texts that belong to a cell, by the column's key: where its amount comes from.
        summed: Of a total, the number of rows right above that it adds up; else 0.
    """

    values: tuple[Value, ...]
    notes: Mapping[str, str] = field(default_factory=dict)
    summed: int = 0


@frozen
class Table:
    """A table with a stable key and a title in one language."""

    key: str
    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]


TITLES: Mapping[str, str] = {
    "options": N_("options"),
    "lines": N_("item by item"),
    "calendar": N_("payment calendar"),
    "subsidies": N_("subsidies"),
    "pension": N_("estimated pension"),
    "findings": N_("findings"),
    "sources": N_("values and documents"),
    "about": N_("about this comparison"),
}
HEADINGS: Mapping[str, str] = {
    "number": N_("no."),
    "id": N_("id"),
    "option": N_("option"),
    "pension": N_("pension"),
    "medical": N_("medical"),
    "open": N_("open"),
    "month_amount": N_("you pay a month"),
    "year_amount": N_("you pay in the year"),
    "complete": N_("complete"),
    "subsidy_year": N_("subsidy of the year"),
    "net": N_("net of the year"),
    "net_with_ceiling": N_("net with the ceiling of the subsidy"),
    "status": N_("status"),
    "reasons": N_("why it is closed"),
    "documents": N_("document and article"),
    "item": N_("item"),
    "payer": N_("paid by"),
    "paid_in": N_("paid in"),
    "month_share": N_("a month"),
    "year_share": N_("a year"),
    "account": N_("to the individual account"),
    "pooled": N_("to the pooled fund"),
    "formula": N_("formula of the month"),
    "year_formula": N_("formula of the year"),
    "due": N_("by"),
    "first": N_("for the months from"),
    "last": N_("to the month"),
    "amount": N_("amount"),
    "kind": N_("kind"),
    "subsidy": N_("subsidy"),
    "place": N_("place"),
    "limit": N_("amount or ceiling"),
    "claimable": N_("can be claimed"),
    "claim": N_("how to claim it"),
    "retiring": N_("retiring"),
    "retirement_month": N_("in"),
    "assumptions": N_("assumptions"),
    "pension_amount": N_("pension a month, estimated"),
    "real_amount": N_("in today's terms, estimated"),
    "own": N_("you pay from now on, estimated"),
    "others": N_("others pay from now on, estimated"),
    "concerns": N_("concerns"),
    "rule": N_("rule"),
    "outcome": N_("outcome"),
    "message": N_("message"),
    "needs": N_("decided by"),
    "distance": N_("how far"),
    "first_month": N_("met from"),
    "name": N_("name"),
    "parameter": N_("parameter"),
    "set_for": N_("set for"),
    "value": N_("value"),
    "since": N_("carried since"),
    "from": N_("from"),
    "to": N_("to"),
    "document": N_("document"),
    "title": N_("title"),
    "article": N_("article"),
    "evidence": N_("evidence"),
    "published": N_("published"),
    "note": N_("note"),
}


def columns(lang: Lang, *wanted: tuple[str, Kind, int]) -> tuple[TableColumn, ...]:
    """Columns by key, kind and width, with their headings in a language."""
    return tuple(
        TableColumn(key, translate(HEADINGS[key], lang), kind, width) for key, kind, width in wanted
    )


def table(
    key: str, lang: Lang, wanted: tuple[tuple[str, Kind, int], ...], rows: list[TableRow]
) -> Table:
    """A table with its title and headings in a language."""
    return Table(key, translate(TITLES[key], lang), columns(lang, *wanted), tuple(rows))
