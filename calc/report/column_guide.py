"""The columns of a batch for people: what each is called, and what may be written into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from calc.applicant import ELSEWHERE
from calc.batch.columns import REQUIRED, Column, Kind, columns
from calc.comparison.given import tier_names
from calc.comparison.social_conditions import NO_GROUPS, group_names
from calc.i18n import LANGS, Lang, render, text_of, translate
from calc.messages import N_, Message
from calc.parameters.lookup import Parameters
from calc.records import frozen
from calc.report.answers import NAMES, PLACES, answer_name, answer_text

HOW: Mapping[Kind, str] = {
    Kind.YUAN: N_("yuan, without separators: 5200 or 5200.50"),
    Kind.DECIMAL: N_("a number, such as 8 or 7.5"),
    Kind.WHOLE: N_("a whole number, such as 12"),
    Kind.BOOLEAN: N_("true or false"),
    Kind.MONTH: N_("YYYY-MM, such as 1988-03"),
    Kind.TEXT: N_("any text"),
}
ONE_OF = N_("one of: {values}")
NEEDED = N_("{name} (needed in every row)")
MEANT = N_("{value} ({meaning})")


@frozen
class ColumnGuide:
    """One column in words."""

    key: str
    name: str
    how: str


def column_guide(parameters: Parameters, lang: Lang) -> Iterator[ColumnGuide]:
    """Every column in words, in the order of the applicant's keys."""
    for column in columns().values():
        name = answer_name(column.name, lang)
        if column.name == REQUIRED:
            name = render(Message(NEEDED, {"name": name}), lang)
        values = [
            render(Message(MEANT, {"value": value, "meaning": meaning}), lang)
            for value in _values(column, parameters)
            for meaning in [answer_text(column.name, value, parameters, lang)]
        ]
        how = translate(HOW[column.kind], lang) if column.kind in HOW else ""
        if values:
            how = render(Message(ONE_OF, {"values": text_of(values, lang)}), lang)
        yield ColumnGuide(column.name, name, how)


def _values(column: Column, parameters: Parameters) -> Sequence[str]:
    """What may be written, where that is one of some words."""
    if column.name in PLACES:
        elsewhere = () if column.name == REQUIRED else (ELSEWHERE,)
        return (*sorted(parameters.cities()), *elsewhere)
    if column.name == "groups.hard_to_employ":
        return (*group_names(parameters), NO_GROUPS)
    if column.name == "resident_medical_tier":
        return tier_names(parameters)
    return column.choices


def column_names() -> Mapping[str, tuple[str, ...]]:
    """What each key is called on paper, in both languages."""
    return {key: tuple(translate(name, lang) for lang in LANGS) for key, name in NAMES.items()}
