"""What rules found, in words with their documents, for paper and screens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from calc.findings import Finding
from calc.i18n import Lang, render
from calc.messages import N_, Message, placeholders
from calc.months import month_text
from calc.report.citations import UNKNOWN, cited_text

CITED = N_("{text} ({documents})")
FROM_MONTH = N_("{text} From {month} on it is met.")
OFF_THE_COMMAND_LINE: Mapping[tuple[str, str], str] = {
    ("price.missing", "pass"): N_(
        "{place}, {parameter}: not on file for {day}, so there is no price. Ask {ask}."
    ),
    ("price.incomplete", "pass"): N_(
        "{place}, {parameter}: not on file for {day}, so the total reads «at least». Ask {ask}."
    ),
    ("resident_medical.next_coverage_year", "unknown"): N_(
        "{place}: what coverage in {year} costs is not on file. {window}. Ask {office}."
    ),
}
"""Findings whose message names an option of the command line, as they read anywhere else."""


def finding_message(finding: Finding) -> Message:
    """A finding in words for a reader who has no command line before him."""
    template = OFF_THE_COMMAND_LINE.get((finding.rule, finding.outcome))
    if template is None:
        return finding.message()
    return Message(template, {name: finding.params[name] for name in placeholders(template)})


def finding_text(finding: Finding, lang: Lang) -> str:
    """A finding in words, and the documents it rests on."""
    month = None if finding.first_month is None else month_text(finding.first_month)
    return with_documents(
        render(finding_message(finding), lang),
        month if finding.outcome == "fail" else None,
        [(citation.document, citation.article) for citation in finding.sources],
        lang,
    )


def with_documents(
    text: str,
    first_month: str | None,
    citations: Iterable[tuple[str, str | None]],
    lang: Lang,
) -> str:
    """A finding's words, then the first month in which time meets it, then its documents."""
    if first_month is not None:
        text = render(Message(FROM_MONTH, {"text": text, "month": first_month}), lang)
    named = [citation for citation in citations if citation[0] != UNKNOWN]
    if not named:
        return text
    return render(Message(CITED, {"text": text, "documents": cited_text(named, lang)}), lang)


def reason_texts(findings: Iterable[Finding], lang: Lang) -> list[str]:
    """Every condition that fails, in words."""
    return [
        finding_text(finding, lang)
        for finding in findings
        if finding.is_condition and finding.outcome == "fail"
    ]
