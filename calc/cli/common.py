"""What commands share: options, the day in China, output, and how an error leaves."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from calc.i18n import Lang
    from calc.parameters.lookup import Parameters

CHINA = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")
INPUT_IS_WRONG = 1


class LangOption(StrEnum):
    """Languages of the output."""

    zh = "zh"
    en = "en"


class ModeOption(StrEnum):
    """Modes of asking for values."""

    strict = "strict"
    provisional = "provisional"


def day_option(text: str) -> dt.date:
    """A day given on the command line."""
    from calc.months import parse_day

    try:
        return parse_day(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r}: YYYY-MM-DD") from None


On = Annotated[
    dt.date | None,
    typer.Option(
        "--on", parser=day_option, metavar="DATE", help="所问之日，默认今天 · the day asked about"
    ),
]
KnownOn = Annotated[
    dt.date | None,
    typer.Option(
        "--known-on",
        parser=day_option,
        metavar="DATE",
        help="只用当日已知的数值 · only what was known on this day",
    ),
]
ModeChoice = Annotated[
    ModeOption,
    typer.Option("--mode", help="strict 只用有效值；provisional 可沿用 · may carry values forward"),
]
Entries = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PLACE.PARAMETER=VALUE", help="补填一个数值 · enter one value; repeatable"
    ),
]
Overlays = Annotated[
    list[Path] | None,
    typer.Option(
        "--overlay", metavar="FILE", help="补填文件 · a file of entered values; repeatable"
    ),
]
Language = Annotated[LangOption, typer.Option("--lang", help="语言 · language")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON · print one JSON document")]


def today() -> dt.date:
    """Today in China."""
    return dt.datetime.now(CHINA).date()


def load(entries: list[str] | None, overlays: list[Path] | None) -> Parameters:
    """The law on file with what was entered."""
    from calc.parameters.loading import load_parameters

    return load_parameters(overlays or (), entries=entries or ())


JSON_SCHEMA = 1
"""Which form a JSON document has; it changes when what a script relies on does."""


def print_json(document: object) -> None:
    """One JSON document on stdout and nothing else; an object says which ``schema`` it has."""
    import json

    if isinstance(document, dict) and "$schema" not in document:
        document = {"schema": JSON_SCHEMA, **document}
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")


def console() -> Console:
    """Where tables are printed: as wide as the terminal, at least 100 columns in a pipe."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else 120)


def language() -> Lang:
    """The language asked for on this command line, for errors raised before it is parsed."""
    arguments = sys.argv[1:]
    for index, argument in enumerate(arguments):
        if argument == "--lang=en" or (
            argument == "--lang" and arguments[index + 1 :][:1] == ["en"]
        ):
            return "en"
    return "zh"


@contextmanager
def failing() -> Iterator[None]:
    """Turn problems of the input into lines on stderr and exit code 1; a closed pipe into quiet."""
    from calc.errors import CanbaoError

    try:
        yield
    except CanbaoError as error:
        from calc.wording import problem_lines

        sys.stderr.write("\n".join(problem_lines(error.problems, language())) + "\n")
        sys.exit(INPUT_IS_WRONG)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(INPUT_IS_WRONG)
