"""The sheet's rights and doubts: pension estimate, subsidies, protections, values, unknowns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calc.comparison import Comparison, Option
from calc.comparison.entries import Subsidy
from calc.i18n import Lang, render, translate
from calc.messages import N_, Message
from calc.parameters.lookup import Answer
from calc.report.citations import SEPARATOR, answers_cited
from calc.report.claims import short_claims_of, subsidy_amount
from calc.report.document import BandDocument, projection_of
from calc.report.findings import finding_message, finding_text
from calc.report.names import label_text, status_text, subject_text
from calc.report.sheet_shapes import Column, Room, Row, Section
from calc.report.table import SIGNS, amount_text
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
ESTIMATE = N_("Estimates a month, in yuan, of the money of the year of retirement; no promise.")
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


def projection_sections(result: Comparison, option: Option, lang: Lang) -> Iterator[Section]:
    """The pension of an option by choice of retirement, where it was estimated."""
    number = [each.id for each in result.options].index(option.id) + 1
    rows = []
    for retirement in projection_of(result, option, lang).get("retirement") or []:
        band = retirement.get("pension_fen")
        if band is None:
            continue
        choice = retirement.get("choice", "")
        name = translate(CHOICES[choice], lang) if choice in CHOICES else choice
        rows.append(Row((name, retirement.get("month") or "—", *_band(band, lang))))
    columns = (
        Column(translate(RETIRE, lang), share=30),
        Column(translate(RETIREMENT_MONTH, lang), share=16),
        *(Column(translate(name, lang), "end", 18) for name in (LOW, MIDDLE, HIGH)),
    )
    heading = render(Message(PROJECTION, {"number": number}), lang)
    lines = (translate(ESTIMATE, lang),) if rows else ()
    yield Section("projection", heading, columns if rows else (), tuple(rows), lines, half=True)


def _band(band: BandDocument, lang: Lang) -> tuple[str, str, str]:
    low, middle, high = (
        amount_text(amount, lang, complete=True)
        for amount in (band["low"], band["middle"], band["high"])
    )
    return low, middle, high


def subsidy_sections(result: Comparison, lang: Lang, room: Room) -> Iterator[Section]:
    """Every subsidy: how much, where and how to claim it, or why not."""
    claims = short_claims_of(result, lang)
    rows = [
        _subsidy_row(result, each, claims[each.id], lang, room.reasons) for each in result.subsidies
    ]
    rows.sort(key=lambda row: row.mood == "closed")
    columns = (
        Column(translate(SUBSIDY, lang), share=46),
        Column(translate(PLACE, lang), share=16),
        Column(translate(AMOUNT, lang), "end", 20),
        Column(translate(STATE, lang), share=14),
    )
    heading = translate(SUBSIDIES, lang)
    yield Section("subsidies", heading, columns if rows else (), tuple(rows))


def _subsidy_row(
    result: Comparison, subsidy: Subsidy, claim: Sequence[str], lang: Lang, most: int
) -> Row:
    parameters = result.question.parameters
    closed = subsidy.open is False
    below = []
    if not closed:
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
