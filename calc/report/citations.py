"""Documents and articles as they stand beside an amount."""

from __future__ import annotations

from collections.abc import Iterable

from calc.i18n import Lang, translate
from calc.parameters.lookup import Answer
from calc.report.values import BY_YOU, NO_NUMBER, article_text

SEPARATOR = {"zh": "；", "en": "; "}
ENTERED = "entered"
UNKNOWN = "unknown"


def citation_text(source: str, article: str | None, lang: Lang) -> str:
    """Number and article of a document, or that the number is not on file."""
    if source == UNKNOWN:
        return translate(NO_NUMBER, lang)
    if source == ENTERED:
        return translate(BY_YOU, lang)
    return f"{source} {article_text(article or '', lang)}".strip()


def cited_text(citations: Iterable[tuple[str, str | None]], lang: Lang) -> str:
    """Documents and articles, each once, in the order of first use."""
    texts = dict.fromkeys(citation_text(source, article, lang) for source, article in citations)
    return SEPARATOR[lang].join(texts)


def answers_cited(answers: Iterable[Answer], lang: Lang) -> str:
    """The documents behind the values of a line."""
    return cited_text(((a.record.source, a.record.article) for a in answers), lang)
