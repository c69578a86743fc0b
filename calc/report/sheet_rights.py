"""The sheet's rights and doubts: pension estimate, subsidies, protections, values, unknowns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calc.comparison import Comparison, Option
from calc.comparison.entries import Subsidy
from calc.comparison.projection import RULE, band_of
from calc.i18n import Lang, render, text_of, translate
from calc.messages import N_, Message, Yuan
from calc.months import month_text
from calc.parameters.lookup import Answer
from calc.report.amounts import SIGNS
from calc.report.citations import SEPARATOR, answers_cited
from calc.report.claims import claim_of, short_claim_lines, subsidy_amount
from calc.report.findings import finding_message, finding_text
from calc.report.names import label_text, status_text, subject_text
from calc.report.sheet_shapes import Column, Room, Row, Section
from calc.report.values import value_text

INCOMPLETE = "price.incomplete"
MORE = N_("{count} more: see the screen or the spreadsheet.")
PROJECTION = N_("Pension of no. {number}, estimated")
RETIRE = N_("retiring")
RETIREMENT_MONTH = N_("in")
LOW = N_("low")
MIDDLE = N_("middle")
HIGH = N_("high")
CHOICES = {
    "early": N_("at the earliest"),
    "statutory": N_("at the statutory age"),
    "late": N_("at the latest"),
}
ESTIMATE = {
    "wages": N_("A month, in yuan, measured by today's wages; no promise."),
    "prices": N_("A month, in yuan, measured by today's prices; no promise."),
}
SUBSIDIES = N_("Subsidies")
SUBSIDY = N_("subsidy")
PLACE = N_("place")
AMOUNT = N_("amount")
STATE = N_("can be claimed")
CLAIMABLE = {
    True: N_("may be claimed"),
    False: N_("may not be claimed"),
    None: N_("to be clarified"),
}
PROTECTIONS = N_("Protection at work")
PROTECTION = N_("{name}: {text}")
VALUES = N_("Values that are not plainly in force")
VALUE = N_("{sign} {place}, {name}: {value}, {status} ({documents})")
UNKNOWNS = N_("Not known yet")


def projection_sections(
    result: Comparison, option: Option, lang: Lang, room: Room
) -> Iterator[Section]:
    """The pension of an option by choice of retirement, in today's terms, where it is estimated."""
    number = [each.id for each in result.options].index(option.id) + 1
    projection = result.projection(option)
    rows = []
    for found in projection.retirement:
        band = band_of(found, "real_fen")
        amounts = (text_of(Yuan(fen), lang) for fen in (band.low, band.middle, band.high))
        rows.append(
            Row((translate(CHOICES[found.choice], lang), month_text(found.month), *amounts))
        )
    columns = (
        Column(translate(RETIRE, lang), share=30),
        Column(translate(RETIREMENT_MONTH, lang), share=16),
        *(Column(translate(name, lang), "end", 18) for name in (LOW, MIDDLE, HIGH)),
    )
    heading = render(Message(PROJECTION, {"number": number}), lang)
    said = [translate(ESTIMATE[projection.real_measure], lang)]
    if room.rule_of_estimate:
        said.append(translate(RULE, lang))
    lines = (" ".join(said),) if rows else ()
    yield Section("projection", heading, columns if rows else (), tuple(rows), lines)


def subsidy_sections(result: Comparison, lang: Lang, room: Room) -> Iterator[Section]:
    """Every subsidy: how much, where and how to claim it, or why not."""
    rows = [_subsidy_row(result, each, lang, room.reasons) for each in result.subsidies]
    rows.sort(key=lambda row: row.mood == "closed")
    columns = (
        Column(translate(SUBSIDY, lang), share=46),
        Column(translate(PLACE, lang), share=16),
        Column(translate(AMOUNT, lang), "end", 20),
        Column(translate(STATE, lang), share=14),
    )
    heading = translate(SUBSIDIES, lang)
    yield Section("subsidies", heading, columns if rows else (), tuple(rows))


def _subsidy_row(result: Comparison, subsidy: Subsidy, lang: Lang, most: int) -> Row:
    parameters = result.question.parameters
    closed = subsidy.open is False
    below = []
    if not closed:
        claim = short_claim_lines(claim_of(result, subsidy, lang), lang)
        below.append(SEPARATOR[lang].join(claim))
    asked = "fail" if closed else "unknown"
    reasons = [f for f in subsidy.findings if f.outcome == asked and f.is_condition]
    below.append(" ".join(finding_text(finding, lang) for finding in reasons[:most]))
    return Row(
        (
            subject_text(subsidy.id, parameters, lang),
            label_text(parameters.label(subsidy.place), lang),
            subsidy_amount(subsidy, lang),
            translate(CLAIMABLE[subsidy.open], lang),
        ),
        tuple(text for text in below if text),
        "closed" if closed else "",
    )


def protection_sections(result: Comparison, lang: Lang, room: Room) -> Iterator[Section]:
    """Protections and conditions of work that may be for this person, a line each."""
    parameters = result.question.parameters
    lines = []
    for protection in result.protections:
        if protection.open is False:
            continue
        wanted = "pass" if protection.open else "unknown"
        texts = [
            render(finding_message(f), lang) for f in protection.findings if f.outcome == wanted
        ]
        params = {
            "name": subject_text(protection.id, parameters, lang),
            "text": " ".join(texts[: room.reasons]),
        }
        lines.append(render(Message(PROTECTION, params), lang))
    yield Section("protections", translate(PROTECTIONS, lang), lines=tuple(lines))


def value_sections(
    result: Comparison, shown: Sequence[Option], lang: Lang, room: Room
) -> Iterator[Section]:
    """Values behind the options shown that were carried forward, stand in, or were entered."""
    parameters = result.question.parameters
    answers: dict[tuple[str, str, str], Answer] = {}
    for option in shown:
        for line in option.lines:
            for answer in line.answers:
                if answer.status in SIGNS:
                    answers[answer.asked, answer.record.where, answer.status] = answer
    lines = []
    for answer in answers.values():
        status = status_text(answer.status, lang)
        params: dict[str, object] = {
            "sign": SIGNS[answer.status],
            "place": parameters.label(answer.record.place),
            "name": parameters.definitions.label(answer.record.parameter),
            "value": value_text(answer.record, parameters, lang),
            "status": f"{status} {answer.since.isoformat()}" if answer.since else status,
            "documents": answers_cited([answer], lang),
        }
        lines.append(render(Message(VALUE, params), lang))
    yield Section("values", translate(VALUES, lang), lines=_at_most(lines, room.values, lang))


def unknown_sections(
    result: Comparison, shown: Sequence[Option], lang: Lang, room: Room
) -> Iterator[Section]:
    """What could not be decided, and what would decide it; what is not on file."""
    relation = result.relation
    of_options = [finding for option in shown for finding in option.findings]
    # what decides whether an option is open comes before what is only good to know; facts of
    # the relation matter as long as it is not settled
    ordered = (
        *result.findings,
        *(finding for finding in of_options if finding.is_condition),
        *(() if relation.relation_class else relation.findings),
        *(finding for finding in of_options if not finding.is_condition),
    )
    found = [
        finding for finding in ordered if finding.outcome == "unknown" or finding.rule == INCOMPLETE
    ]
    texts = [finding_text(finding, lang) for finding in found]
    lines = _at_most(list(dict.fromkeys(texts)), room.unknowns, lang)
    yield Section("unknown", translate(UNKNOWNS, lang), lines=lines)


def _at_most(lines: Sequence[str], most: int, lang: Lang) -> tuple[str, ...]:
    """The first lines, and how many more there are."""
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[:most], render(Message(MORE, {"count": len(lines) - most}), lang))
