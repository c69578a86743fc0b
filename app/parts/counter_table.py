"""All options of one applicant in one dense table: what each costs, and what decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.markup import Child, Html, joined, table, tag
from app.parts import cards, explain
from app.state import Session
from app.words import DASH, UNPRICED
from calc.comparison import Comparison, Option
from calc.comparison.headline import option_numbers
from calc.comparison.marks import marks_of
from calc.messages import N_
from calc.report.amounts import SIGNS, lowest_year, worker_month, worker_year
from calc.report.citations import cited_text
from calc.report.deciding import Deciding, deciding
from calc.report.findings import enrolment_citations
from calc.report.names import mark_text, open_text, part_text, status_text
from calc.report.projected import span_text, statutory_band
from calc.report.table import MARK_SIGNS

OPTIONS = N_("All {count} options, in reading order; amounts are what the worker pays, in yuan")
NUMBER = N_("No.")
MONTH = N_("A month")
NET = N_("At best")
NET_MEANS = N_("«At best»: with every subsidy in full, also those that are only a ceiling.")
PENSION_BAND = N_("Pension estimated")
PENSION_MEANS = N_(
    "«Pension estimated»: a month, at the statutory age, in today's wages; no promise."
)
REASONS = N_("What decides, with its documents")
AS_FOR = N_("As for no. {numbers}")

SIGN = N_("{sign} {meaning}.")
AMOUNTS = (3, 4, 5, 6)
MEANINGS = {5: NET_MEANS, 6: PENSION_MEANS}
"""The columns that may be empty, and what they mean."""


def options_table(state: Session, comparison: Comparison, ordered: Sequence[Option]) -> Html:
    """The table, without the columns in which nothing stands, and what its signs mean."""
    say, numbers = state.say, option_numbers(comparison)
    told, marks = deciding(ordered, numbers), marks_of(comparison.options)
    rows: list[list[Child]] = [
        [
            str(numbers[option.id]),
            part_text(option.pension.part, comparison.question, say.lang),
            part_text(option.medical.part, comparison.question, say.lang),
            say.bare_amount(worker_month(option)),
            _year(state, option),
            say.bare_amount(lowest_year(option)),
            _pension(state, comparison, option),
            _state(state, option, marks.get(option.id, ())),
            _decides(state, option, told[option.id]),
        ]
        for option in ordered
    ]
    columns = [
        say(NUMBER),
        say(cards.PENSION),
        say(cards.MEDICAL),
        say(MONTH),
        str(comparison.question.year),
        say(NET),
        say(PENSION_BAND),
        say(cards.STATE),
        say(REASONS),
    ]
    empty = [index for index in MEANINGS if all(row[index] == DASH for row in rows)]
    kept = [index for index in range(len(columns)) if index not in empty]
    shown = table(
        say(OPTIONS, count=len(ordered)),
        [columns[index] for index in kept],
        [[row[index] for index in kept] for row in rows],
        numbers=[kept.index(index) for index in AMOUNTS if index in kept],
        tight=[0],
        class_="grid dense options",
    )
    meanings = [say(text) for index, text in MEANINGS.items() if index in kept]
    said = [*meanings, *_signs(state, ordered, marks)]
    return joined([shown, tag("p", " ".join(said), class_="quiet")])


def _signs(
    state: Session, options: Sequence[Option], marks: Mapping[str, Sequence[str]]
) -> list[str]:
    """What the signs in the table mean: the same as on the sheet."""
    used = {mark for option in options for line in option.worker_lines for mark in line.marks}
    earned = {mark for found in marks.values() for mark in found}
    named = [(SIGNS[each], status_text(each, state.lang)) for each in SIGNS if each in used]
    named += [
        (MARK_SIGNS[each], mark_text(each, state.lang)) for each in MARK_SIGNS if each in earned
    ]
    return [state.say(SIGN, sign=sign, meaning=meaning) for sign, meaning in named]


def _sign(sign: str, meaning: str, class_: str) -> Html:
    return joined([" ", tag("abbr", sign, title=meaning, class_=f"sign {class_}")])


def _year(state: Session, option: Option) -> Child:
    """The year's cost, and how its values were found where that is not plainly in force."""
    amount = worker_year(option)
    text = state.say(UNPRICED) if amount.fen is None else state.say.bare_amount(amount)
    signs = [_sign(SIGNS[s], status_text(s, state.lang), s) for s in amount.statuses]
    return joined([text, *signs])


def _pension(state: Session, comparison: Comparison, option: Option) -> str:
    band = statutory_band(comparison.projection(option))
    return DASH if band is None else span_text(band, state.lang)


def _state(state: Session, option: Option, marks: Sequence[str]) -> Html:
    text = tag(
        "span", open_text(option.open, state.lang), class_=f"tag {cards.STATES[option.open]}"
    )
    signs = [_sign(MARK_SIGNS[each], mark_text(each, state.lang), "mark") for each in marks]
    return joined([text, *signs])


def _decides(state: Session, option: Option, found: Deciding) -> Html:
    """The article to point at; or every reason, each said once in the table."""
    said: list[Child] = []
    if found.as_for:
        said.append(tag("div", state.say(AS_FOR, numbers=list(found.as_for)), class_="quiet"))
    said.append(explain.findings(state, found.findings))
    if option.open:
        sources = [(each.document, each.article) for each in enrolment_citations(option.findings)]
        cited = cited_text(sources, state.lang)
        said.append(cited)
    return joined(said)
