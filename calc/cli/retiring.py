"""``canbao retire`` and ``canbao benefit``."""

from __future__ import annotations

from typing import Annotated

import typer

from calc.cli.common import Json, LangOption, Language, console, print_json

benefit_app = typer.Typer(help="养老金计算：职工、居民 · Pension benefits", no_args_is_help=True)


def retire_command(
    born: Annotated[
        str,
        typer.Option("--born", metavar="YYYY-MM", help="出生年月，A..B 为一段 · a month or A..B"),
    ],
    track: Annotated[
        str, typer.Option("--track", metavar="TRACK", help="male60 female55 female50")
    ],
    shift: Annotated[
        int | None,
        typer.Option(
            "--shift", metavar="MONTHS", help="提前为负、延后为正 · months early (−) or late"
        ),
    ] = None,
    lang: Language = LangOption.zh,
    json: Json = False,
) -> None:
    """法定退休年龄、弹性范围、最低缴费年限 · Statutory month, bounds, minimum months."""
    from calc.parameters.loading import load_parameters
    from calc.report.retirement import retirement_document, retirement_rows, retirement_span

    parameters = load_parameters()
    months, is_range = retirement_span(born)
    documents = [retirement_document(parameters, month, track, shift) for month in months]
    if json:
        print_json(documents if is_range else documents[0])
        return
    from calc.report.table import rows_table

    console().print(rows_table(*retirement_rows(documents, lang.value)))


@benefit_app.command("employee")
def employee_command(
    calculation_base: Annotated[
        str, typer.Option("--calculation-base", metavar="W", help="计发基数（元/月）· yuan a month")
    ],
    index: Annotated[
        str, typer.Option("--index", metavar="Z", help="平均缴费指数 · average index")
    ],
    contribution_months: Annotated[
        str, typer.Option("--contribution-months", metavar="N", help="缴费月数 · months paid")
    ],
    account: Annotated[
        str,
        typer.Option("--account", metavar="A", help="个人账户储存额（元）· yuan in the account"),
    ],
    age: Annotated[
        str | None, typer.Option("--age", metavar="60y3m", help="退休年龄 · age at retirement")
    ] = None,
    divisor: Annotated[
        str | None, typer.Option("--divisor", metavar="M", help="计发月数 · divisor months")
    ] = None,
    city_base: Annotated[
        str | None,
        typer.Option(
            "--city-calculation-base",
            metavar="W",
            help="河南：市计发基数（元/月）· Henan's second base, yuan a month",
        ),
    ] = None,
    lang: Language = LangOption.zh,
    json: Json = False,
) -> None:
    """职工基本养老金 · Employee pension: basic and account part."""
    if (age is None) == (divisor is None):
        raise typer.BadParameter("--age | --divisor")
    from calc.report.retirement import employee_benefit

    document = employee_benefit(
        {
            "calculation_base": calculation_base,
            "index": index,
            "contribution_months": contribution_months,
            "account": account,
            "age": age,
            "divisor": divisor,
            "city_calculation_base": city_base,
        }
    )
    _show(document, lang, json=json)


@benefit_app.command("resident")
def resident_command(
    base_pension: Annotated[
        str, typer.Option("--base-pension", metavar="B", help="基础养老金（元/月）· yuan a month")
    ],
    account: Annotated[
        str, typer.Option("--account", metavar="A", help="个人账户（元）· yuan in the account")
    ],
    lang: Language = LangOption.zh,
    json: Json = False,
) -> None:
    """城乡居民养老金 · Resident pension: base pension and account part."""
    from calc.report.retirement import resident_benefit

    _show(resident_benefit({"base_pension": base_pension, "account": account}), lang, json=json)


def _show(document: dict[str, object], lang: LangOption, *, json: bool) -> None:
    if json:
        print_json(document)
        return
    from calc.report.retirement import benefit_rows
    from calc.report.table import key_values

    console().print(key_values(benefit_rows(document, lang.value)))
