"""Values of the law on file as documents and as rows for people."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from calc.comparison.result import answer_fields
from calc.i18n import LIST_SEPARATORS, Lang, render, translate
from calc.messages import N_, Message
from calc.parameters.coverage import Coverage
from calc.parameters.lookup import Answer, Parameters
from calc.parameters.model import Record
from calc.parameters.values import NONE, Kind
from calc.report.names import label_text, status_text

EVIDENCE = {
    "official": N_("official text"),
    "corroborated": N_("two secondary sources"),
    "reported": N_("one secondary source"),
    "derived": N_("derived by arithmetic"),
    "unverified": N_("unverified"),
    "entered": N_("entered by you"),
}
COVERAGE = {
    "in_force": N_("in force"),
    "entered": N_("entered by you"),
    "stand_in": N_("at least (stands in)"),
    "carried_forward": N_("carried forward"),
    "not_confirmed": N_("not confirmed since"),
    "unverified": N_("unverified"),
    "missing": N_("not on file"),
}
ROWS = {
    "parameter": N_("parameter"),
    "name": N_("name"),
    "value": N_("value"),
    "place": N_("set for"),
    "status": N_("status"),
    "since": N_("carried since"),
    "period": N_("period"),
    "document": N_("document"),
    "article": N_("article"),
    "evidence": N_("evidence"),
    "published": N_("published"),
    "note": N_("note"),
}
NO_NUMBER = N_("document number not on file")
NO_PUBLICATION = N_("publication day not on file")
ARTICLE = N_("article {number}")
TASK = N_("task {number}")
ITEM = N_("item {number}")
OPEN_END = N_("until further notice")
BY_YOU = N_("entered by you")
PUBLISHED = N_("published {day}")
LOWER_OF = N_("the lower of {one} and {other}{rest}")
LOWER = re.compile(r"min\((?P<one>.+), (?P<other>[\d,.]+)\)(?P<rest>.*)")
THOUSANDS = re.compile(r"(?<![\d.:-])(\d{4,})(\.\d+)?(?![\d-])")
RANGES = "_range"
"""How parameters are called whose two numbers are a lowest and a highest one."""
WITHOUT_UNIT = (
    Kind.RATIO,
    Kind.DAY,
    Kind.PERIOD,
    Kind.DAY_OF_YEAR,
    Kind.MONTH_OF_YEAR,
    Kind.MONTH,
    Kind.CLASSES,
)
"""Kinds whose values say themselves what they are."""
NUMBER_SEPARATORS: Mapping[Lang, str] = {"zh": "、", "en": "; "}
"""Apart from the comma within a number."""
NOT_THERE = N_("does not exist here")


def answer_document(
    answer: Answer, parameters: Parameters, place: str, on: dt.date, lang: Lang
) -> dict[str, object]:
    """One value with its way home, for ``parameters get --json``."""
    document = parameters.documents.get(answer.record.source)
    return {
        "name": answer.record.parameter,
        **answer_fields(answer, lang),
        "asked": {"place": place, "parameter": answer.asked, "on": on.isoformat()},
        "title": document.title if document and document.title else None,
        "label": label_text(parameters.definitions.label(answer.asked), lang),
        "data_version": parameters.data_version,
    }


def record_document(record: Record, lang: Lang) -> dict[str, object]:
    """One record for ``parameters list --json``; names as in the collected facts."""
    return {
        "parameter": record.parameter,
        "place": record.place,
        "value": record.value,
        "unit": record.unit,
        "from": None if record.first == dt.date.min else record.first.isoformat(),
        "to": record.last.isoformat() if record.last else None,
        "source": record.source,
        "article": record.article or None,
        "evidence": record.evidence,
        "published": record.published.isoformat() if record.published else None,
        "confirmed_on": record.confirmed_on.isoformat() if record.confirmed_on else None,
        "not_for_use": label_text(record.not_for_use, lang) if record.not_for_use else None,
        "note": label_text(record.note, lang) if record.note else None,
    }


def coverage_document(state: Coverage) -> dict[str, object]:
    """One line of the map of ignorance."""
    record = state.record
    return {
        "place": state.place,
        "parameter": state.parameter,
        "status": state.status,
        "since": state.since.isoformat() if state.since else None,
        "value": record.value if record else None,
        "unit": record.unit if record else None,
        "set_for": record.place if record else None,
        "source": record.source if record else None,
        "evidence": record.evidence if record else None,
    }


def answer_rows(
    answer: Answer, parameters: Parameters, place: str, on: dt.date, lang: Lang
) -> list[tuple[str, str]]:
    """One value as rows of name and text."""
    record = answer.record
    rows = [
        ("parameter", answer.asked),
        ("name", label_text(parameters.definitions.label(answer.asked), lang)),
        ("value", value_text(record, parameters, lang)),
        ("place", label_text(parameters.label(record.place), lang)),
        ("status", status_text(answer.status, lang)),
        ("since", answer.since.isoformat() if answer.since else ""),
        ("period", period_text(record, lang)),
        ("document", document_text(record, parameters, lang)),
        ("article", article_text(record.article, lang)),
        ("evidence", evidence_text(record.evidence, lang)),
        ("published", published_text(record, lang)),
        ("note", label_text(record.note, lang) if record.note else ""),
    ]
    return [(translate(ROWS[key], lang), text) for key, text in rows if text]


def value_text(record: Record, parameters: Parameters, lang: Lang) -> str:
    """The value with its unit as people read it: thousands apart, words by their names."""
    if record.value == NONE and record.kind not in (Kind.WORD, Kind.WORDS):
        return translate(NOT_THERE, lang)
    if record.kind in (Kind.WORD, Kind.WORDS):
        found = record.parsed if isinstance(record.parsed, tuple) else (record.value,)
        words = [parameters.definitions.token(str(word)) for word in found]
        return LIST_SEPARATORS[lang].join(label_text(word, lang) for word in words)
    number = _number_text(record, parameters, lang)
    if record.kind in WITHOUT_UNIT:
        return number
    return f"{number} {label_text(parameters.definitions.token(record.unit), lang)}"


def _number_text(record: Record, parameters: Parameters, lang: Lang) -> str:
    """Numbers and days without their unit: lists apart, tables as pairs, ranges as such."""
    parts = [grouped(part) for part in record.value.split(" ")]
    if isinstance(record.parsed, dict):
        token = parameters.definitions.token
        pairs = (part.rpartition(":") for part in parts)
        parts = [f"{label_text(token(key), lang)} → {value}" for key, _, value in pairs]
    elif record.kind is Kind.PERIOD:
        parts = [record.value.replace("..", " – ")]
    elif record.parameter.endswith(RANGES):
        return " – ".join(parts)
    return NUMBER_SEPARATORS[lang].join(parts)


def grouped(text: str) -> str:
    """Yuan and other numbers with their thousands apart, as amounts have them; else unchanged.

    >>> grouped("4573.00"), grouped("min(18097.92 × 2/3, 4800.00)"), grouped("2026-01")
    ('4,573.00', 'min(18,097.92 × 2/3, 4,800.00)', '2026-01')
    """
    return THOUSANDS.sub(lambda found: f"{int(found[1]):,}{found[2] or ''}", text)


def formula_text(formula: str, lang: Lang) -> str:
    """A formula as people read it: thousands apart, the lower of two in words."""
    text = grouped(formula)
    lower = LOWER.fullmatch(text)
    if lower is None:
        return text
    params = {"one": lower["one"], "other": lower["other"], "rest": lower["rest"]}
    return render(Message(LOWER_OF, params), lang)


def period_text(record: Record, lang: Lang) -> str:
    """First to last day."""
    if record.first == dt.date.min:
        return ""
    end = record.last.isoformat() if record.last else translate(OPEN_END, lang)
    return f"{record.first.isoformat()} – {end}"


def document_text(record: Record, parameters: Parameters, lang: Lang) -> str:
    """Number and title of the document, or that its number is not on file."""
    if record.source == "unknown":
        return translate(NO_NUMBER, lang)
    if record.source == "entered":
        return translate(BY_YOU, lang)
    document = parameters.documents.get(record.source)
    title = document.title if document else ""
    return f"{record.source}《{title}》" if title and title != record.source else record.source


def article_text(article: str, lang: Lang) -> str:
    """The article as people cite it; Xuchang's document counts tasks, Lincang's notice items."""
    if article.isdigit():
        return render(Message(ARTICLE, {"number": article}), lang)
    for word, template in (("task ", TASK), ("item ", ITEM)):
        if article.startswith(word):
            return render(Message(template, {"number": article.removeprefix(word)}), lang)
    return article


def evidence_text(evidence: str, lang: Lang) -> str:
    """The evidence grade in words."""
    return translate(EVIDENCE[evidence], lang)


def published_text(record: Record, lang: Lang) -> str:
    """The publication day, or that it is not on file."""
    if record.published is not None:
        return record.published.isoformat()
    return "" if record.entered else translate(NO_PUBLICATION, lang)


def publication_text(record: Record, lang: Lang) -> str:
    """The same, with the day said to be that of publication."""
    if record.published is None:
        return published_text(record, lang)
    return render(Message(PUBLISHED, {"day": record.published}), lang)


def coverage_text(status: str, lang: Lang) -> str:
    """A state of the map in words."""
    return translate(COVERAGE[status], lang)
