"""The sheet to hand over, as plain data: HTML and PDF are made from the same.

``sheet`` decides what stands on the page and in which words; the templates only lay it out. It
holds no clock and no randomness, so that the same comparison gives the same sheet.
"""

from __future__ import annotations

from dataclasses import replace

from calc.comparison import Comparison, Option
from calc.comparison.headline import headline_option
from calc.errors import CanbaoError, problem
from calc.i18n import Lang, render, text_of, translate
from calc.messages import N_, Message
from calc.report import sheet_costs, sheet_rights
from calc.report.answers import named_answers, not_given
from calc.report.names import label_text
from calc.report.sheet_shapes import (
    USUAL,
    Link,
    Pair,
    Room,
    Sheet,
    printable,
    printable_section,
)
from calc.report.table import MODES

TITLE = N_("Social insurance: your ways to enrol")
SUBTITLE = N_("{workplace}, {on}")
FACTS = {
    "on": N_("day asked about"),
    "known": N_("as known on"),
    "year": N_("costs of the year"),
    "mode": N_("mode"),
    "version": N_("data version"),
}
ANSWERS = N_("Answers given")
NOT_GIVEN = N_("not given")
BLANKS = (N_("your name"), N_("counter"), N_("signature"), N_("date"))
CLOSING = N_(
    "Worked out from the documents named here and the answers above. It is information, not a "
    "decision: the social-insurance, medical-insurance and employment offices decide."
)
LINK = N_("Scan to open this comparison again. The link contains the answers above.")
LINK_STARTS = ("https://", "http://")
LONGEST_LINK = 2_000
"""More does not fit into a QR code that a phone reads from paper."""
LONGEST_ANSWER = 60


def sheet(
    result: Comparison,
    option: Option | None = None,
    lang: Lang = "zh",
    link: str | None = None,
    *,
    room: Room = USUAL,
) -> Sheet:
    """What stands on the sheet.

    Args:
        result: The comparison.
        option: The option that is unfolded on it; None takes the lowest cost.
        lang: Language of the sheet; free text of the applicant stays as it was written.
        link: Address that reopens the comparison; its QR code is printed.
        room: How much is shown; what is left out is counted.

    Raises:
        CanbaoError: The link is no web address, or too long for a QR code.
    """
    question = result.question
    chosen = option or headline_option(result)
    shown = sheet_costs.worth_showing(result, chosen, room.options)
    # what is said about the options is said about the chosen one first
    by_concern = sorted(shown, key=lambda each: each is not chosen)
    sections = [sheet_costs.options_section(result, shown, chosen, lang)]
    if chosen is not None:
        sections += sheet_costs.option_sections(result, chosen, lang, room)
        sections += sheet_rights.projection_sections(result, chosen, lang, room)
    sections += sheet_rights.subsidy_sections(result, lang, room)
    sections += sheet_rights.protection_sections(result, lang, room)
    sections += sheet_rights.value_sections(result, by_concern, lang, room)
    sections += sheet_rights.unknown_sections(result, by_concern, lang, room)
    workplace = label_text(question.parameters.label(question.workplace), lang)
    made = Sheet(
        lang=lang,
        title=translate(TITLE, lang),
        subtitle=render(Message(SUBTITLE, {"workplace": workplace, "on": question.on}), lang),
        day=(question.on.year, question.on.month, question.on.day),
        facts=facts(result, lang),
        answers_heading=translate(ANSWERS, lang),
        answers=_answers(result, lang),
        sections=tuple(section for section in sections if section.rows or section.lines),
        blanks=tuple(translate(blank, lang) for blank in BLANKS),
        closing=translate(CLOSING, lang),
        link=None if link is None else Link(checked_link(link), translate(LINK, lang)),
    )
    return replace(made, sections=tuple(map(printable_section, made.sections)))


def checked_link(link: str) -> str:
    """A link that may stand on paper and in a page.

    Raises:
        CanbaoError: It is no web address, or too long for a QR code that reads well.
    """
    plain = link.isprintable() and link.isascii() and " " not in link
    if not link.startswith(LINK_STARTS) or not plain or len(link) > LONGEST_LINK:
        allowed = [f"https://…, ≤ {LONGEST_LINK}"]
        raise CanbaoError([problem("link.not_an_address", "link", link, allowed)])
    return link


def facts(result: Comparison, lang: Lang) -> tuple[Pair, ...]:
    """What a comparison was asked: day, known on, year, mode, data version."""
    question = result.question
    texts = {
        "on": question.on.isoformat(),
        "known": question.known_on.isoformat(),
        "year": str(question.year),
        "mode": translate(MODES[question.mode], lang),
        "version": question.parameters.data_version,
    }
    return tuple(Pair(translate(FACTS[key], lang), text) for key, text in texts.items())


def _answers(result: Comparison, lang: Lang) -> tuple[Pair, ...]:
    question = result.question
    given = question.applicant.to_dict()
    pairs = [
        Pair(answer.name, _short(printable(answer.text)))
        for answer in named_answers(given, question.parameters, lang)
    ]
    missing = not_given(given, lang)
    if missing:
        pairs.append(Pair(translate(NOT_GIVEN, lang), text_of(missing, lang)))
    return tuple(pairs)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_ANSWER else text[: LONGEST_ANSWER - 1] + "…"
