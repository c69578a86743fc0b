"""Names of options, items, states and values for people."""

from __future__ import annotations

from calc.codes import ITEMS, MARKS, PAYERS, STATUSES
from calc.codes.model import NameCode
from calc.comparison import Comparison, Option
from calc.comparison.pricing import Part
from calc.comparison.question import Question
from calc.errors import CanbaoError, problem
from calc.i18n import Lang, render, translate
from calc.messages import N_, Label, Message
from calc.parameters.lookup import Parameters

EMPLOYER_PENSION = N_("through the employer, {place}")
FLEXIBLE = N_("as a flexible worker, {place}")
FLEXIBLE_PLAN = N_("as a flexible worker, {place} ({plan})")
RESIDENT = N_("resident scheme, {place}")
RESIDENT_TIER = N_("resident scheme, {place} ({tier})")
NONE = N_("none")
OPEN = {True: N_("open"), False: N_("closed"), None: N_("to be clarified")}
PENSION = N_("pension")
MEDICAL = N_("medical insurance")
OPTION = N_("{pension}; {medical}")
PENSION_PART = N_("pension: {part}")
MEDICAL_PART = N_("medical: {part}")
SHORT = N_("{scheme} {place}")
SHORT_SCHEMES = {
    "employer": N_("employer"),
    "flexible": N_("flexible"),
    "resident": N_("resident"),
}


def part_text(part: Part, question: Question, lang: Lang) -> str:
    """A part in a few words: how and where."""
    return _part_text(part.scheme, part.place, part.plan, question.parameters, lang)


def _part_text(scheme: str, place: str, plan: str, parameters: Parameters, lang: Lang) -> str:
    if scheme == "none":
        return translate(NONE, lang)
    params: dict[str, object] = {"place": parameters.label(place)}
    if scheme == "employer":
        return render(Message(EMPLOYER_PENSION, params), lang)
    if plan:
        token = parameters.definitions.token(plan)
        if scheme == "flexible":
            return render(Message(FLEXIBLE_PLAN, {**params, "plan": token}), lang)
        return render(Message(RESIDENT_TIER, {**params, "tier": token}), lang)
    return render(Message(FLEXIBLE if scheme == "flexible" else RESIDENT, params), lang)


def option_text(option: Option, question: Question, lang: Lang) -> str:
    """An option in one line."""
    parts = {
        name: render(Message(template, {"part": part_text(part, question, lang)}), lang)
        for name, template, part in (
            ("pension", PENSION_PART, option.pension.part),
            ("medical", MEDICAL_PART, option.medical.part),
        )
    }
    return render(Message(OPTION, parts), lang)


def covered(option: Option, lang: Lang) -> list[str]:
    """The insurances that an option brings, by name; what only the government adds is none."""
    items = dict.fromkeys(line.item for line in option.lines if line.payer != "government")
    return [item_text(item, lang) for item in items]


def short_option_lines(option: Option, question: Question, lang: Lang) -> list[str]:
    """An option in two or three short lines, for the axis of a picture: pension, medical, plan."""
    lines = []
    for template, priced in ((PENSION_PART, option.pension), (MEDICAL_PART, option.medical)):
        part = priced.part
        text = translate(NONE, lang)
        if part.scheme != "none":
            place = question.parameters.label(part.place)
            named: dict[str, object] = {"scheme": Message(SHORT_SCHEMES[part.scheme])}
            text = render(Message(SHORT, {**named, "place": place}), lang)
        lines.append(render(Message(template, {"part": text}), lang))
        if part.plan:
            lines.append(label_text(question.parameters.definitions.token(part.plan), lang))
    return lines


def option_id_text(option_id: str, parameters: Parameters, lang: Lang) -> str:
    """An option in one line, from its id alone: as in the results of a batch.

    An id that is none, or whose place is not on file, stays as it is.
    """
    halves = dict(half.partition("=")[::2] for half in option_id.split(";"))
    if set(halves) != {"pension", "medical"}:
        return option_id
    texts: dict[str, object] = {}
    for role, template in (("pension", PENSION_PART), ("medical", MEDICAL_PART)):
        way, _, place = halves[role].partition("@")
        scheme, _, plan = way.partition(".")
        if place not in parameters.places and scheme != "none":
            return option_id
        part = _part_text(scheme, place, plan, parameters, lang)
        texts[role] = render(Message(template, {"part": part}), lang)
    return render(Message(OPTION, texts), lang)


def open_text(state: bool | None, lang: Lang) -> str:
    """Open, closed, or to be clarified."""
    return translate(OPEN[state], lang)


def item_text(item: str, lang: Lang) -> str:
    """The name of an item."""
    return _name(ITEMS[item], lang)


def subject_text(subject: str, parameters: Parameters, lang: Lang) -> str:
    """The name of a subsidy or a protection, from its id: what stands before the place.

    An item, a section of the law on file, or a word of it; else the id itself.
    """
    name = subject.partition("@")[0]
    if name in ITEMS:
        return item_text(name, lang)
    section = parameters.definitions.sections.get(name)
    return label_text(section or parameters.definitions.token(name), lang)


def payer_text(payer: str, lang: Lang) -> str:
    """The name of a payer."""
    return _name(PAYERS[payer], lang)


def status_text(status: str, lang: Lang) -> str:
    """How a value was found."""
    return _name(STATUSES[status], lang)


def mark_text(mark: str, lang: Lang) -> str:
    """What a mark in the table means."""
    return _name(MARKS[mark], lang)


def label_text(label: Label, lang: Lang) -> str:
    """A bilingual name."""
    return label.zh if lang == "zh" else label.en


def _name(code: NameCode, lang: Lang) -> str:
    return translate(code.text, lang)


def find_option(result: Comparison, wanted: str) -> Option:
    """The option of an id or of a number in the table.

    Raises:
        CanbaoError: There is none.
    """
    options = {option.id: option for option in result.options}
    options |= {str(index + 1): option for index, option in enumerate(result.options)}
    if wanted not in options:
        ids = [option.id for option in result.options]
        raise CanbaoError([problem("option.unknown", "--explain", wanted, choices=ids)])
    return options[wanted]
