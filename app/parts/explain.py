"""The way home of a number: its lines, formulas, values, documents and articles."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from app.markup import EMPTY, Child, Html, details, joined, tag
from app.questions import BY_KEY
from app.state import Session
from calc.comparison import Comparison, Option
from calc.comparison.pricing import Line
from calc.findings import Distance, Finding
from calc.messages import N_, Yuan
from calc.parameters.lookup import Answer, Parameters
from calc.report.citations import UNKNOWN, cited_text
from calc.report.findings import finding_message
from calc.report.names import item_text, label_text, payer_text, status_text
from calc.report.values import (
    article_text,
    document_text,
    evidence_text,
    period_text,
    publication_text,
    value_text,
)

LINE = N_("{item}, paid by {payer}")
A_MONTH = N_("{amount} a month")
A_YEAR = N_("{amount} in {year}")
NO_YEAR = N_("not priced for every month of {year}")
MONTH_FORMULA = N_("A month: {formula}")
YEAR_FORMULA = N_("The year: {formula}")
PARTS = N_(
    "Of the month, {account} yuan go to the individual account, {pooled} to the pooled fund."
)
VALUES = N_("Values used")
SET_FOR = N_("set for {place}")
CARRIED = N_("{status} since {day}")
CITED = N_("According to: {sources}")
OUTCOMES = {"pass": N_("met"), "fail": N_("not met"), "unknown": N_("to be clarified")}
NOTE = N_("note")
TELL_US = N_("Tell us: {questions}")
OPENS_IN = N_("Time alone opens it from {month}.")
SHORT_BY = N_("Off by {distance}.")
DISTANCES = {
    "months": N_("{value} months"),
    "years": N_("{value} years"),
    "count": N_("{value} more"),
    "minutes": N_("{value} minutes"),
}
HANDLED_BY_FORM = ("price.missing", "price.incomplete", "registration.unknown")
"""Findings that the page shows as something to type in, not as a sentence."""


def lines(state: Session, comparison: Comparison, option: Option) -> Html:
    """Every line of an option; each opens."""
    return tag(
        "div",
        *(
            state.once(line, partial(line_details, state, comparison, line))
            for line in option.lines
        ),
        class_="lines",
    )


def line_details(state: Session, comparison: Comparison, line: Line) -> Html:
    """One line: who pays how much for what; opened: the formula, and what it rests on."""
    say = state.say
    name = say(LINE, item=item_text(line.item, say.lang), payer=payer_text(line.payer, say.lang))
    year = str(comparison.question.year)
    amounts = []
    if line.month_fen is not None:
        amounts.append(say(A_MONTH, amount=say.yuan(line.month_fen)))
    if line.year_fen is not None:
        amounts.append(say(A_YEAR, amount=say.yuan(line.year_fen), year=year))
    elif line.month_fen is not None:
        amounts.append(say(NO_YEAR, year=year))
    summary = tag(
        "span",
        tag("span", name, marks(state, line.marks)),
        tag("span", *_apart(amounts), class_="numbers"),
        class_="row",
    )
    return details(
        summary, tag("div", *_behind(state, comparison, line), class_="behind"), class_="line"
    )


def _apart(amounts: Iterable[str]) -> list[Child]:
    """Amounts side by side, each unbroken."""
    parts: list[Child] = []
    for amount in amounts:
        parts += [" · ", tag("span", amount, class_="number")]
    return parts[1:]


def marks(state: Session, statuses: Iterable[str]) -> Html:
    """How values were found, other than in force."""
    tags = []
    for status in statuses:
        tags += [" ", tag("span", status_text(status, state.lang), class_=f"tag {status}")]
    return joined(tags)


def _behind(state: Session, comparison: Comparison, line: Line) -> list[Child]:
    say = state.say
    found: list[Child] = []
    if line.formula:
        template = YEAR_FORMULA if line.month_fen is None else MONTH_FORMULA
        found.append(tag("p", say(template, formula=say.formula(line.formula)), class_="formula"))
    if line.year_formula:
        found.append(
            tag("p", say(YEAR_FORMULA, formula=say.formula(line.year_formula)), class_="formula")
        )
    if line.account_fen is not None and line.pooled_fen is not None:
        params = {"account": Yuan(line.account_fen), "pooled": Yuan(line.pooled_fen)}
        found.append(tag("p", say(PARTS, **params)))
    found.append(tag("p", say(VALUES), class_="quiet"))
    parameters = comparison.question.parameters
    found += [state.once(a, partial(value, state, parameters, a)) for a in line.answers]
    return found


def value(state: Session, parameters: Parameters, answer: Answer) -> Html:
    """One value used: what, how much, where from, since when, how sure."""
    say, lang, record = state.say, state.lang, answer.record
    status = status_text(answer.status, lang)
    if answer.since is not None:
        status = say(CARRIED, status=status, day=say.day(answer.since))
    facts = [
        say(SET_FOR, place=parameters.label(record.place)),
        period_text(record, lang),
        status,
        evidence_text(record.evidence, lang) if record.evidence != answer.status else "",
        publication_text(record, lang),
    ]
    document = document_text(record, parameters, lang)
    if record.article:
        document = " ".join((document, article_text(record.article, lang)))
    return tag(
        "div",
        tag(
            "div",
            f"{say.label(parameters.definitions.label(record.parameter))}: ",
            tag("b", value_text(record, parameters, lang)),
        ),
        tag("div", document),
        tag("div", " · ".join(fact for fact in facts if fact), class_="quiet"),
        tag("div", label_text(record.note, lang), class_="quiet") if record.note else None,
        class_="value",
    )


def findings(state: Session, found: Iterable[Finding]) -> Html:
    """What the rules say, what they rest on, and what would change it."""
    rows = [state.once(f, partial(_row, state, f)) for f in found if f.rule not in HANDLED_BY_FORM]
    return tag("ul", *rows, class_="findings") if rows else EMPTY


def _row(state: Session, finding: Finding) -> Html:
    say = state.say
    word = OUTCOMES[finding.outcome] if finding.is_condition else NOTE
    message = without_keys(say.message(finding_message(finding)), finding.needs)
    said: list[Child] = [tag("span", say(word), class_="outcome"), message]
    if finding.outcome == "fail":
        if finding.distance is not None:
            said += [" ", say(SHORT_BY, distance=distance_text(state, finding.distance))]
        if finding.first_month is not None:
            said += [" ", say(OPENS_IN, month=say.month(finding.first_month))]
    asked = [say(BY_KEY[key].text) for key in finding.needs if key in BY_KEY]
    if asked and finding.outcome == "unknown":
        said.append(tag("div", say(TELL_US, questions=asked), class_="quiet"))
    sources = [(s.document, s.article) for s in finding.sources if s.document != UNKNOWN]
    cited = cited_text(sources, say.lang)
    if cited:
        said.append(tag("div", say(CITED, sources=cited), class_="quiet"))
    return tag("li", *said, class_=finding.outcome if finding.is_condition else "note")


def without_keys(message: str, keys: Iterable[str]) -> str:
    """A message without the names that its questions have in files; they follow in words.

    >>> without_keys("Tell us the premium (accident_insurance.premium).", ["x"])
    'Tell us the premium (accident_insurance.premium).'
    >>> without_keys("Tell us the pay (work.monthly_pay).", ["work.monthly_pay"])
    'Tell us the pay.'
    """
    for key in keys:
        for named in (f" ({key})", f"({key})", f"（{key}）"):
            message = message.replace(named, "")
    return message


def distance_text(state: Session, distance: Distance) -> str:
    """How far from passing, with its unit."""
    if distance.unit == "fen":
        return state.say.yuan(distance.value)
    return state.say(DISTANCES[distance.unit], value=distance.value)


def reasons(state: Session, option: Option) -> Html:
    """Why an option is closed or unclear: every condition that is not met or not known."""
    open_questions = [f for f in option.findings if f.is_condition and f.outcome != "pass"]
    return findings(state, open_questions)


def other_findings(state: Session, option: Option) -> Html:
    """The conditions that are met, and the notes."""
    return findings(
        state, [f for f in option.findings if not f.is_condition or f.outcome == "pass"]
    )
