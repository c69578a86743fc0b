"""``canbao schema`` and ``canbao codes``."""

from __future__ import annotations

from typing import Annotated

import typer

from calc.cli.common import Json, LangOption, Language, console, print_json


def schema_command(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="applicant comparison batch-input batch-output rejects parameters",
        ),
    ],
) -> None:
    """输出 JSON Schema · Print a JSON Schema."""
    from calc.report.schemas import schema

    print_json(schema(name))


def codes_command(lang: Language = LangOption.zh, json: Json = False) -> None:
    """列出全部稳定代码及两种语言的文本 · Every stable code with its text in both languages."""
    from calc.report.codes import code_rows, codes_document

    if json:
        print_json(codes_document())
        return
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("kind", "code", "zh", "en"):
        table.add_column(column, overflow="fold")
    for row in code_rows():
        table.add_row(*row)
    console().print(table)
