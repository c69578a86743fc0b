"""Problems in words: one line each, in Chinese or English."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from calc.codes import ERRORS
from calc.errors import Problem
from calc.i18n import Lang, render, text_of
from calc.messages import N_, Message

FOUND = N_("found «{found}»")
ALLOWED = N_("allowed: {allowed}")
NEAREST = N_("did you mean «{nearest}»?")
LINE = {"zh": "{where}：{text}。{details}。", "en": "{where}: {text}. {details}."}
LISTED = {"zh": "{where}：{text}", "en": "{where}: {text}"}
CODED = {"zh": "{line}[{code}]", "en": "{line} [{code}]"}
SEPARATOR = {"zh": "；", "en": "; "}
MOST_ALLOWED = 40
NEAREST_SHOWN = 8
"""Of a longer list the nearest are shown, and that there are more."""


def problem_text(problem: Problem, lang: Lang) -> str:
    """One problem as one line: where, what, what was found, what is allowed, what to do, code."""
    return CODED[lang].format(line=plain_problem_text(problem, lang), code=problem.code)


def plain_problem_text(problem: Problem, lang: Lang, advice: str | None = None) -> str:
    """One problem as one line for a reader who has no use for its code.

    Args:
        problem: The problem.
        lang: Language of the line.
        advice: What to do, where that is not what it is for a file.
    """
    code = ERRORS[problem.code]
    details = []
    if problem.found:
        details.append(render(Message(FOUND, {"found": problem.found}), lang))
    if problem.allowed:
        allowed = [text_of(value, lang) for value in problem.allowed]
        if len(allowed) > MOST_ALLOWED:
            near = difflib.get_close_matches(problem.found, allowed, NEAREST_SHOWN, 0.3)
            allowed = [*(near or allowed[:NEAREST_SHOWN]), "…"]
        details.append(render(Message(ALLOWED, {"allowed": allowed}), lang))
    if problem.nearest:
        details.append(render(Message(NEAREST, {"nearest": problem.nearest}), lang))
    details.append(render(Message(advice or code.advice), lang))
    line = LINE[lang].format(
        where=problem.where or "canbao",
        text=render(Message(code.text), lang),
        details=SEPARATOR[lang].join(details),
    )
    return line.replace("?;", "?").replace("？；", "？")


def problem_lines(problems: Iterable[Problem], lang: Lang) -> list[str]:
    """Every problem, one line each."""
    return [problem_text(problem, lang) for problem in problems]
