"""Problems: everything that is wrong with an input, said at once."""

from __future__ import annotations

import difflib
import re
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

    Those of one file stand together, by line.

    ``str()`` gives codes and places only; ``calc.wording.problem_text`` says it in a language.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = by_line(problems)
        super().__init__(
            "; ".join(
                f"{problem.code} {problem.where} {problem.found!r}" for problem in self.problems
            )
        )


class Gathered:
    """Problems of several checks, to be listed together: ``with gathered: check()``.

    Attributes:
        problems: Those found so far.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def __enter__(self) -> None:
        """Keep the problems of what is done inside, and go on after it."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> bool:
        if isinstance(error, CanbaoError):
            self.problems += error.problems
            return True
        return False

    def refuse(self) -> None:
        """Raise what was found.

        Raises:
            CanbaoError: Anything was found.
        """
        if self.problems:
            raise CanbaoError(self.problems)


_LINE = re.compile(r"(.*?):([0-9]+)(?: |$)")


def by_line(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of one file together and by line; all else keeps its order.

    >>> [each.where for each in by_line([Problem("a", "f:3 x"), Problem("a"), Problem("a", "f:1")])]
    ['f:1', 'f:3 x', '']
    """
    first: dict[str, int] = {}
    ranked = []
    for number, each in enumerate(problems):
        match = _LINE.match(each.where)
        file, line = match.groups() if match else ("", 0)
        ranked.append((first.setdefault(file, number) if match else number, int(line), each))
    return tuple(each for _, _, each in sorted(ranked, key=lambda rank: rank[:2]))


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
    except (ValueError, RecursionError):
        # Python refuses to write whole numbers of thousands of digits, and lists within lists
        text = f"{type(value).__name__} …"
    text = "".join(character if character.isprintable() else "�" for character in text)
    return text if len(text) <= length else text[: length - 1] + "…"


def nearest(text: str, choices: Iterable[str]) -> str:
    """The nearest of the choices to a misspelt text, or an empty text."""
    by_folded = {choice.casefold(): choice for choice in choices}
    matches = difflib.get_close_matches(text.casefold(), list(by_folded), n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else ""
