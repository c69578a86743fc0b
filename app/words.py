"""Texts, dates and amounts in the reader's language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from babel.dates import format_date, format_skeleton

from calc.errors import CanbaoError
from calc.i18n import LOCALES, Lang, render, text_of, translate
from calc.messages import N_, Label, Message, Yuan
from calc.months import first_day, parse_month
from calc.report.amounts import Amount, shown_text
from calc.report.values import formula_text
from calc.wording import plain_problem_text

AMOUNT = N_("{amount} yuan")
AT_LEAST = N_("at least {amount} yuan")
UNPRICED = N_("not priced")
DASH = "—"
HTML_LANGS: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Words:
    """Says things in one language. ``say(N_("…{name}…"), name=…)``."""

    lang: Lang

    def __call__(self, template: str, **params: object) -> str:
        """A template, filled and translated."""
        if not params:
            return translate(template, self.lang)
        return render(Message(template, params), self.lang)

    def message(self, message: Message) -> str:
        """A message of ``calc`` in words."""
        return render(message, self.lang)

    def label(self, label: Label) -> str:
        """A bilingual name."""
        return text_of(label, self.lang)

    def yuan(self, fen: int | None, *, complete: bool = True) -> str:
        """An amount with its unit, "at least" an amount, or "not priced"."""
        if fen is None:
            return self(UNPRICED)
        return self(AMOUNT if complete else AT_LEAST, amount=Yuan(fen))

    def amount(self, amount: Amount) -> str:
        """What an option costs, with its unit; "at least" where something is not on file."""
        return self.yuan(amount.fen, complete=not amount.at_least)

    def bare_amount(self, amount: Amount) -> str:
        """The same without its unit; a dash where there is none."""
        return shown_text(amount, self.lang, signs=False)

    def formula(self, formula: str) -> str:
        """A formula as people read it."""
        return formula_text(formula, self.lang)

    def bare_yuan(self, fen: int | None) -> str:
        """An amount without its unit, for a column that names it; a dash where there is none."""
        return DASH if fen is None else text_of(Yuan(fen), self.lang)

    def signed_yuan(self, fen: int | None) -> str:
        """A difference with its sign and unit."""
        if fen is None:
            return DASH
        text = self(AMOUNT, amount=Yuan(fen))
        return f"+{text}" if fen > 0 else text.replace("-", "\N{MINUS SIGN}", 1)

    def day(self, day: dt.date | str) -> str:
        """A day as people write it."""
        day = dt.date.fromisoformat(day) if isinstance(day, str) else day
        return format_date(day, format="long", locale=LOCALES[self.lang])

    def month(self, month: int | str) -> str:
        """A month (a whole number or ``YYYY-MM``) as people write it."""
        number = parse_month(month) if isinstance(month, str) else month
        return format_skeleton("yMMM", first_day(number), locale=LOCALES[self.lang])

    def problems(self, error: CanbaoError) -> list[str]:
        """Every problem of an error, a sentence each."""
        return [plain_problem_text(problem, self.lang) for problem in error.problems]

    def listed(self, values: list[str]) -> str:
        """A list in one line."""
        return text_of(list(values), self.lang)
