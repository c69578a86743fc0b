"""Commands, exit codes, and nothing else: everything heavy is imported by the command it serves."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from calc.cli.common import failing

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins costs 20 ms

COMMANDS = {
    "compare": "comparing.compare_command",
    "batch": "batching.batch_command",
    "parameters": "law.app",
    "retire": "retiring.retire_command",
    "benefit": "retiring.benefit_app",
    "schema": "lists.schema_command",
    "codes": "lists.codes_command",
    "app": "app.app_command",
}
"""Where each command stands."""


def command_line(arguments: Sequence[str] = ()) -> typer.Typer:
    """The command line, or as much of it as these arguments need.

    Building a command takes longer than some of them run: where the first argument names one, the
    others are left out.
    """
    app = typer.Typer(
        name="canbao",
        help="参保测算：参加什么、缴多少、得什么、依据哪一条 · What to enrol in, what it costs, "
        "what it gives, and which article says so.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_common)
    first = arguments[0] if arguments else ""
    for name in [first] if first in COMMANDS else COMMANDS:
        module, _, attribute = COMMANDS[name].partition(".")
        command = getattr(import_module(f"calc.cli.{module}"), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from calc._version import __version__
        from calc.parameters.loading import load_parameters

        print(f"canbao {__version__} (data {load_parameters().data_version})")  # noqa: T201
        raise typer.Exit


def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help="版本与数据版本 · version and data version",
        ),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; every problem of an input is one line on stderr and exit code 1."""
    with failing():
        command_line(sys.argv[1:])()
    sys.exit(0)
