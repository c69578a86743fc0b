"""What rules found, in words with their documents, for paper and screens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from calc.comparison.social_conditions import ASK_GROUP
from calc.findings import Citation, Finding
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
OFF_THE_FILE: Mapping[str, str] = {
    ASK_GROUP: N_("Tell us which one you are in, or that you are in none of them."),
}
"""Parts of messages that name a word to write into a file, as they read anywhere else."""
ENROLMENT = "relation.employer_enrols"
PLACE = ".place"


def finding_message(finding: Finding) -> Message:
    """A finding in words for a reader who has no command line before him."""
    template = OFF_THE_COMMAND_LINE.get((finding.rule, finding.outcome))
    found = finding.message()
    if template is None:
        params = {name: _off_the_file(value) for name, value in found.params.items()}
        return Message(found.template, params)
    return Message(template, {name: finding.params[name] for name in placeholders(template)})


def _off_the_file(value: object) -> object:
    if isinstance(value, Message) and value.template in OFF_THE_FILE:
        return Message(OFF_THE_FILE[value.template])
    return value


def enrolment_citations(findings: Iterable[Finding]) -> tuple[Citation, ...]:
    """The articles to point at: those by which a person may enrol at the places of an option."""
    met = [finding for finding in findings if finding.outcome == "pass"]
    deciding = [f for f in met if f.rule.endswith(PLACE) or f.rule == ENROLMENT]
    return tuple(dict.fromkeys(citation for finding in deciding for citation in finding.sources))


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
