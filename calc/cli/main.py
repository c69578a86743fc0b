"""Commands, exit codes, and nothing else: everything heavy is imported by the command it serves."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from calc.cli import batching, comparing, law, lists, retiring
from calc.cli.app import app_command
from calc.cli.common import failing

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins costs 20 ms

app = typer.Typer(
    name="canbao",
    help="参保测算：参加什么、缴多少、得什么、依据哪一条 · What to enrol in, what it costs, what "
    "it gives, and which article says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("compare")(comparing.compare_command)
app.command("batch")(batching.batch_command)
app.add_typer(law.app, name="parameters")
app.command("retire")(retiring.retire_command)
app.add_typer(retiring.benefit_app, name="benefit")
app.command("schema")(lists.schema_command)
app.command("codes")(lists.codes_command)
app.command("app")(app_command)


def _version(wanted: bool) -> None:
    if wanted:
        from calc._version import __version__
        from calc.parameters.loading import load_parameters

        print(f"canbao {__version__} (data {load_parameters().data_version})")  # noqa: T201
        raise typer.Exit


@app.callback()
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
        app()
    sys.exit(0)
