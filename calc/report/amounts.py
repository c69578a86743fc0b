"""What an option costs, as every table, card, sheet and text says it.

An amount is never bare: where something it should hold is not on file it reads "at least", and it
carries how its values were found (carried forward, standing in, entered). Whoever shows one takes
it from here, so that no place can forget either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from calc.comparison.entries import Subsidy
from calc.comparison.headline import Difference
from calc.comparison.pricing import Line
from calc.comparison.result import Comparison, Option
from calc.i18n import Lang, render, text_of
from calc.messages import N_, Message, Yuan
from calc.money import yuan_text
from calc.records import frozen

SIGNS: Mapping[str, str] = {"carried_forward": "~", "stand_in": "≥", "entered": "*"}
"""Ways in which a value was found, other than in force, by their sign in tables."""
AT_LEAST = N_("at least {amount}")
BOUNDS = {
    "at_least": AT_LEAST,
    "at_most": N_("at most {amount}"),
    "unsure": N_("{amount} as far as known: on both sides something is not on file"),
}
DASH = "—"


@frozen
class Amount:
    """An amount of an option's cost.

    Attributes:
        fen: The amount; None where it cannot be priced.
        at_least: Whether something that it should hold is not on file.
        statuses: How its values were found, other than in force, in the order of ``SIGNS``.
    """

    fen: int | None
    at_least: bool = False
    statuses: tuple[str, ...] = ()

    @property
    def signs(self) -> str:
        """The statuses as signs."""
        return "".join(SIGNS[status] for status in self.statuses)


def by_month(option: Option) -> bool:
    """Whether anything of what the worker pays is paid by the month."""
    return any(line.month_fen is not None for line in option.worker_lines)


def worker_month(option: Option) -> Amount:
    """What the worker pays a month; nothing where all of it is paid by the year."""
    monthly = [line for line in option.worker_lines if line.month_fen is not None]
    return _amount(option, option.worker_month_fen if monthly else None, monthly)


def worker_year(option: Option) -> Amount:
    """What the worker pays in the year."""
    return _amount(option, option.worker_year_fen, option.worker_lines)


def subsidy_year(option: Option) -> Amount:
    """What is received for sure towards the year; None where that is nothing."""
    return Amount(option.subsidy_year_fen or None)


def net_year(option: Option) -> Amount:
    """The year less what is received for sure."""
    return _amount(option, option.net_year_fen, option.worker_lines)


def best_year(option: Option) -> Amount:
    """The year with every subsidy in full; None where ceilings change nothing."""
    best = option.net_year_with_ceiling_fen
    changed = None if best == option.net_year_fen else best
    return _amount(option, changed, option.worker_lines)


def lowest_year(option: Option) -> Amount:
    """The year with every subsidy, sure or only a ceiling; None where there are none."""
    lowest = option.net_year_with_ceiling_fen
    changed = None if lowest == option.worker_year_fen else lowest
    return _amount(option, changed, option.worker_lines)


def _amount(option: Option, fen: int | None, lines: Iterable[Line]) -> Amount:
    found = {status for line in lines for status in line.marks}
    return Amount(
        fen,
        at_least=fen is not None and not option.complete,
        statuses=tuple(status for status in SIGNS if status in found),
    )


@frozen
class Share:
    """What a subsidy is worth to one option.

    Attributes:
        sure: Whether it is received for sure; else it is only a ceiling.
        formula: How the amount came about.
    """

    subsidy: Subsidy
    fen: int
    sure: bool
    formula: str


def shares_of(result: Comparison, option: Option) -> list[Share]:
    """Every subsidy that lowers the option's cost, or may."""
    items = frozenset(line.item for line in option.worker_lines)
    shares = []
    for each in result.subsidies:
        formula = each.formulas.get(option.id, each.formula)
        for fen, sure in (
            (each.receipt_fen(option.id, items), True),
            (each.ceiling_fen(option.id), False),
        ):
            if fen:
                shares.append(Share(each, fen, sure, formula))
    return shares


def amount_text(fen: int | None, lang: Lang, *, complete: bool) -> str:
    """An amount, "at least" an amount, or a dash."""
    if fen is None:
        return DASH
    text = text_of(Yuan(fen), lang)
    return text if complete else render(Message(AT_LEAST, {"amount": text}), lang)


def shown_text(amount: Amount, lang: Lang, *, signs: bool = True) -> str:
    """An amount without its unit, "at least" where it is; with its signs where they have room."""
    text = amount_text(amount.fen, lang, complete=not amount.at_least)
    return text + amount.signs if signs else text


def bounded(text: str, difference: Difference, lang: Lang) -> str:
    """The text of a difference with how sure it is."""
    template = BOUNDS.get(difference.bound)
    return text if template is None else render(Message(template, {"amount": text}), lang)


def net_formula(option: Option) -> str:
    """How the year after subsidies that are sure comes about; empty where there are none."""
    return _less(option.worker_year_fen, option.subsidy_year_fen, option.net_year_fen)


def best_formula(option: Option) -> str:
    """How the year with every subsidy in full comes about; empty where ceilings add nothing."""
    return _less(option.net_year_fen, option.ceiling_year_fen, option.net_year_with_ceiling_fen)


def _less(amount: int | None, subsidy: int, left: int | None) -> str:
    if amount is None or left is None or not subsidy:
        return ""
    return f"{yuan_text(amount)} − {yuan_text(subsidy)} = {yuan_text(left)}"
