"""``canbao compare``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from calc.cli.common import (
    Entries,
    Json,
    KnownOn,
    LangOption,
    Language,
    ModeChoice,
    ModeOption,
    On,
    Overlays,
    console,
    load,
    print_json,
    today,
)


def compare_command(
    applicant: Annotated[
        Path,
        typer.Argument(
            metavar="APPLICANT", help="参保人文件（YAML 或 JSON），- 为标准输入 · a file"
        ),
    ],
    on: On = None,
    known_on: KnownOn = None,
    year: Annotated[
        int | None, typer.Option("--year", help="合计哪一年 · the year added up")
    ] = None,
    mode: ModeChoice = ModeOption.provisional,
    entries: Entries = None,
    overlays: Overlays = None,
    lang: Language = LangOption.zh,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain", metavar="OPTION", help="展开一种方案（编号或名称）· unfold an option"
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="连同不可选的一并列出 · list closed options too")
    ] = False,
    json: Json = False,
) -> None:
    """比较一个人的各种参保方式 · Compare every way to enrol, priced, with reasons."""
    from calc.comparison import compare
    from calc.reading import read_applicant_file, read_applicant_text

    if str(applicant) == "-":
        content = sys.stdin.buffer.read()
        is_json = content.lstrip()[:1] in (b"{", b"[")
        person = read_applicant_text(content, "stdin", is_json=is_json)
    else:
        person = read_applicant_file(applicant)
    result = compare(
        person,
        load(entries, overlays),
        on=on or today(),
        known_on=known_on,
        year=year,
        mode=mode.value,
    )
    if json:
        print_json(result.to_dict(lang.value))
        return
    from calc.report.explanation import explain_option
    from calc.report.table import comparison_table, find_option

    out = console()
    if explain is not None:
        for part in explain_option(result, find_option(result, explain), lang.value):
            out.print(part)
        return
    for part in comparison_table(result, lang.value, everything=everything):
        out.print(part)
