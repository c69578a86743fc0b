"""``canbao parameters``: get, list, check, coverage, overlay."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    from calc.parameters.lookup import Parameters

app = typer.Typer(
    help="参数与依据：查询、列出、检查、覆盖情况、补填 · the law on file", no_args_is_help=True
)
Place = Annotated[str, typer.Argument(metavar="PLACE", help="地名或行政区划代码 · slug or code")]
PlaceFilter = Annotated[
    str | None, typer.Option("--place", metavar="PLACE", help="只看一地 · one place only")
]


@app.command("get")
def get_command(
    place: Place,
    parameter: Annotated[str, typer.Argument(metavar="PARAMETER", help="参数名 · its full name")],
    on: On = None,
    known_on: KnownOn = None,
    mode: ModeChoice = ModeOption.provisional,
    entries: Entries = None,
    overlays: Overlays = None,
    lang: Language = LangOption.zh,
    json: Json = False,
) -> None:
    """查一个数值及其出处 · One value with its document, article, dates, evidence, status."""
    from calc.errors import CanbaoError, problem
    from calc.parameters.entered import variants_on_file
    from calc.parameters.lookup import Answer
    from calc.report.values import answer_document, answer_rows

    parameters = load(entries, overlays)
    slug = known_place(parameters, place)
    names = [name.removesuffix(".*") for name in parameters.definitions.names()]
    if parameters.definitions.is_variant(parameter):
        names = variants_on_file(parameters.records, parameter.rpartition(".")[0])
    if parameters.definitions.find(parameter) is None or (
        parameters.definitions.is_variant(parameter) and parameter not in names
    ):
        raise CanbaoError([problem("parameter.unknown", parameter, parameter, choices=names)])
    day = on or today()
    answer = parameters.ask(slug, parameter, day, known_on, mode.value)
    own = [f"{parameter}.{variant}" for variant in parameters.variants(slug, parameter)]
    if not isinstance(answer, Answer) and own:
        raise CanbaoError([problem("parameter.has_variants", f"{slug} {parameter}", "", own)])
    if not isinstance(answer, Answer):
        reason = "unverified" if answer.unverified else mode.value
        where = f"{slug} {parameter}"
        raise CanbaoError([problem("parameter.missing", where, f"{day} ({reason})")])
    if json:
        print_json(answer_document(answer, parameters, slug, day, lang.value))
        return
    from calc.report.table import key_values

    console().print(key_values(answer_rows(answer, parameters, slug, day, lang.value)))


@app.command("list")
def list_command(
    place: PlaceFilter = None,
    entries: Entries = None,
    overlays: Overlays = None,
    lang: Language = LangOption.zh,
    json: Json = False,
) -> None:
    """列出全部记录 · One record per fact and period."""
    from calc.report.values import record_document

    parameters = load(entries, overlays)
    slug = known_place(parameters, place) if place else None
    records = [
        record
        for record in (*parameters.records, *parameters.entered)
        if slug is None or record.place == slug
    ]
    if json:
        print_json([record_document(record, lang.value) for record in records])
        return
    from calc.report.table import records_table

    console().print(records_table(records, lang.value))


@app.command("check")
def check_command(
    directory: Annotated[
        Path | None,
        typer.Option("--directory", help="另一个参数目录 · another folder of the same form"),
    ] = None,
    on: On = None,
    overlays: Overlays = None,
    lang: Language = LangOption.zh,
    json: Json = False,
) -> None:
    """检查参数文件；有错则退出码为 1 · Validate; report what is missing and stale, by place."""
    from calc.parameters.coverage import coverage
    from calc.parameters.loading import load_parameters

    parameters = load_parameters(overlays or (), directory=directory)
    day = on or today()
    states: dict[str, Counter[str]] = {}
    for state in coverage(parameters, day):
        states.setdefault(state.place, Counter())[state.status] += 1
    unknown = sum(record.source == "unknown" for record in parameters.records)
    if json:
        print_json(
            {
                "ok": True,
                "records": len(parameters.records),
                "documents": len(parameters.documents),
                "source_unknown": unknown,
                "data_version": parameters.data_version,
                "on": day.isoformat(),
                "places": {place: dict(counts) for place, counts in states.items()},
            }
        )
        return
    from calc.report.table import check_report

    for part in check_report(parameters, unknown, states, day, lang.value):
        console().print(part)


@app.command("coverage")
def coverage_command(
    on: On = None,
    place: PlaceFilter = None,
    entries: Entries = None,
    overlays: Overlays = None,
    lang: Language = LangOption.zh,
    json: Json = False,
) -> None:
    """各地各参数：有效、沿用、未确认、待核实、缺失 · In force, carried, unverified, missing."""
    from calc.parameters.coverage import coverage
    from calc.report.values import coverage_document

    parameters = load(entries, overlays)
    day = on or today()
    slug = known_place(parameters, place) if place else None
    states = list(coverage(parameters, day, slug))
    if json:
        print_json({"on": day.isoformat(), "coverage": [coverage_document(s) for s in states]})
        return
    from calc.report.table import coverage_table

    console().print(coverage_table(states, parameters, day, lang.value))


@app.command("overlay")
def overlay_command(entries: Entries = None, overlays: Overlays = None) -> None:
    """把 --set 补填的数值写成 YAML · Print as YAML what was entered with --set."""
    from calc.parameters.overlays import overlay_yaml

    typer.echo(overlay_yaml(load(entries, overlays).entered), nl=False)


def known_place(parameters: Parameters, name: str) -> str:
    """The slug of a place given by slug or code.

    Raises:
        CanbaoError: It is not on file.
    """
    from calc.errors import CanbaoError, problem

    place = parameters.place(name)
    if place is None:
        raise CanbaoError([problem("place.unknown", name, name, choices=sorted(parameters.places))])
    return place.slug
