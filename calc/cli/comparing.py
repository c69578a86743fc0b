"""``canbao compare``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

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

if TYPE_CHECKING:
    import datetime as dt

    from calc.applicant import Given
    from calc.comparison import Comparison, Option
    from calc.i18n import Lang
    from calc.parameters.lookup import Mode
    from calc.report.downloads import Kind as DownloadKind


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
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="OPTION",
            help="与 --explain 的方案权衡 · weigh the explained option against this one",
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="连同不可选的一并列出 · list closed options too")
    ] = False,
    assume: Annotated[
        list[str] | None,
        typer.Option(
            "--assume", metavar="NAME=VALUE", help="估算假设，如 wage_growth=3% · repeatable"
        ),
    ] = None,
    json: Json = False,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", help="写出告知单网页，可打印 · the sheet to print"),
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option("--pdf", metavar="FILE", help="写出告知单 PDF · the sheet as PDF")
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option("--xlsx", metavar="FILE", help="写出 Excel 表格 · everything as a workbook"),
    ] = None,
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FILE", help="写出缴费日历 · the payments as a calendar"),
    ] = None,
) -> None:
    """比较一个人的各种参保方式 · Compare every way to enrol, priced, with reasons."""
    files: dict[DownloadKind, Path | None] = {"html": html, "pdf": pdf, "xlsx": xlsx, "ics": ics}
    wanted = [(kind, path) for kind, path in files.items() if path is not None]
    if len(wanted) + json > 1:
        raise typer.BadParameter("只能选一种输出 · only one of --json --html --pdf --xlsx --ics")
    if against is not None and (explain is None or wanted):
        raise typer.BadParameter(
            "--against 须与 --explain 同用，输出到终端或 --json · --against goes with --explain, "
            "on the terminal or as --json"
        )
    asked: _Asked = {
        "on": on or today(),
        "known_on": known_on,
        "year": year,
        "mode": mode.value,
        "assumptions": _named(assume or []),
    }
    result = _compared(applicant, entries, overlays, asked)
    if json:
        print_json(_document(result, lang.value, explain, against))
        return
    from calc.report.names import find_option
    from calc.report.table import comparison_table

    for kind, path in wanted:
        chosen = None if explain is None else find_option(result, explain)
        _write(result, kind, path, lang.value, chosen)
        return
    from calc.report.explanation import explain_option

    out = console()
    if explain is not None:
        other = None if against is None else find_option(result, against)
        for part in explain_option(result, find_option(result, explain), lang.value, other):
            out.print(part)
        return
    for part in comparison_table(result, lang.value, everything=everything):
        out.print(part)


class _Asked(TypedDict):
    """What is asked beside the applicant, as ``compare`` takes it."""

    on: dt.date
    known_on: dt.date | None
    year: int | None
    mode: Mode
    assumptions: dict[str, str]


def _compared(
    applicant: Path, entries: list[str] | None, overlays: list[Path] | None, asked: _Asked
) -> Comparison:
    """The comparison; what is wrong in the file, the entries and the options is told together."""
    from calc.comparison import compare, problems_beside
    from calc.errors import CanbaoError, Gathered

    gathered, given, law = Gathered(), None, None
    with gathered:
        given = _given(applicant)
    with gathered:
        law = load(entries, overlays)
    if given is None or law is None:
        raise CanbaoError([*gathered.problems, *problems_beside(given, law, **asked)])
    return compare(given, law, **asked)


def _given(applicant: Path) -> Given:
    from calc.reading import read_given_file, read_given_text

    if str(applicant) != "-":
        return read_given_file(applicant)
    content = sys.stdin.buffer.read()
    return read_given_text(content, "stdin", is_json=content.lstrip()[:1] in (b"{", b"["))


def _document(
    result: Comparison, lang: Lang, explain: str | None, against: str | None
) -> dict[str, object]:
    """The document; with two options named also how they weigh against each other."""
    from calc.report.names import find_option

    named = [find_option(result, name) for name in (explain, against) if name is not None]
    document = result.to_dict(lang)
    if len(named) > 1:
        from calc.comparison.weighing import weigh, weighing_dict

        document["weighing"] = weighing_dict(weigh(result, *named))
    return document


def _write(
    result: Comparison, kind: DownloadKind, path: Path, lang: Lang, option: Option | None
) -> None:
    """Write one document; on stderr say which option it unfolds where none was named."""
    from calc.comparison.headline import headline_option
    from calc.report.downloads import OF_ONE_OPTION, download, taken_text
    from calc.report.files import write_file

    if option is None and kind in OF_ONE_OPTION:
        option = headline_option(result)
        if option is not None:
            sys.stderr.write(f"{taken_text(result, option, lang)}\n")
    write_file(path, download(result, kind, lang, option=option).content)


def _named(entries: list[str]) -> dict[str, str]:
    """``NAME=VALUE`` texts by name; one without a value keeps its whole text as a name."""
    return {name.strip(): value.strip() for name, _, value in (e.partition("=") for e in entries)}
