"""Problems: everything that is wrong with an input, said at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import field

from calc.records import frozen


@frozen
class Problem:
    """One thing that is wrong, for scripts (``code``) and for people (the rest).

    Attributes:
        code: Stable code, listed by ``canbao codes``.
        where: File and line, key, column or option.
        found: What was given, shortened.
        allowed: What would be taken: plain values, or a ``Message``/``Label``.
        nearest: The nearest allowed spelling, if one is near.
    """

    code: str
    where: str = ""
    found: str = ""
    allowed: tuple[object, ...] = field(default=())
    nearest: str = ""


class CanbaoError(Exception):
    """The input or the law on file cannot be used; ``problems`` lists every reason.

    ``str()`` gives codes and places only; ``calc.wording.problem_text`` says it in a language.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "; ".join(
                f"{problem.code} {problem.where} {problem.found!r}" for problem in self.problems
            )
        )


def problem(
    code: str,
    where: str = "",
    found: object = "",
    allowed: Sequence[object] = (),
    choices: Iterable[str] | None = None,
) -> Problem:
    """A problem with shortened ``found`` and, from ``choices``, the nearest spelling.

    ``choices`` are shown as what is allowed unless ``allowed`` is given.
    """
    text = shortened(found)
    options = tuple(choices or ())
    return Problem(code, where, text, tuple(allowed) or options, nearest(text, options))


def shortened(value: object, length: int = 60) -> str:
    """One line of text for an error, at most ``length`` characters, without control characters."""
    try:
        text = value if isinstance(value, str) else str(value)
    except ValueError:  # Python refuses to write whole numbers of thousands of digits
        text = f"{type(value).__name__} …"
    text = "".join(character if character.isprintable() else "�" for character in text)
    return text if len(text) <= length else text[: length - 1] + "…"


def nearest(text: str, choices: Iterable[str]) -> str:
    """The nearest of the choices to a misspelt text, or an empty text."""
    by_folded = {choice.casefold(): choice for choice in choices}
    matches = difflib.get_close_matches(text.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else ""
