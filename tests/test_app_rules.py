"""The screens calculate nothing, know no law, and keep nothing: proved on their source."""

from __future__ import annotations

import ast
import doctest
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import app.markup
import app.parts.explain

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*(ROOT / "app").rglob("*.py"), ROOT / "streamlit_app.py"])
ARITHMETIC = (
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.FloorDiv,
    ast.Mod,
    ast.Pow,
    ast.MatMult,
    ast.LShift,
    ast.RShift,
)
CALCULATING_CALLS = {"sum", "round", "divmod", "pow", "abs", "Decimal", "Fraction"}
ALLOWED_IMPORTS = {
    "__future__",
    "altair",
    "app",
    "babel.dates",
    "base64",
    "binascii",
    "collections.abc",
    "dataclasses",
    "datetime",
    "functools",
    "html",
    "io",
    "itertools",
    "json",
    "logging",
    "os",
    "pathlib",
    "re",
    "streamlit",
    "typing",
    "urllib.parse",
    "zlib",
}
CALCULATING_MODULES = (
    "calc.benefits",
    "calc.comparison.bases",
    "calc.comparison.employer",
    "calc.comparison.flexible",
    "calc.comparison.resident",
    "calc.comparison.supplements",
    "calc.eligibility",
    "calc.money",
    "calc.projection",
    "calc.protections",
    "calc.relation",
    "calc.retirement",
    "calc.schemes",
    "calc.statutory",
    "calc.subsidies",
    "calc.work_conditions",
)
"""Formulas and rules: the screens ask the comparison, never these."""
LAYOUT_NUMBERS = range(2101)
"""Sizes, counts and years; nothing that could be an amount in fen or a rate."""


def nodes(path: Path) -> Iterator[ast.AST]:
    yield from ast.walk(ast.parse(path.read_text("utf-8")))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield node.module or ""


def test_there_is_something_to_check() -> None:
    assert len(SOURCES) > 15


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_arithmetic(path: Path) -> None:
    found = [
        f"{name_of(path)}:{getattr(node, 'lineno', '?')}"
        for node in nodes(path)
        if (isinstance(node, ast.BinOp) and isinstance(node.op, ARITHMETIC))
        or (isinstance(node, ast.AugAssign) and not adds_to_a_list(node))
        or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not constant(node))
        or (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in CALCULATING_CALLS
        )
    ]
    assert found == []


def adds_to_a_list(node: ast.AugAssign) -> bool:
    """``found += [...]`` and ``options |= {...}`` put things together, they do not calculate."""
    together = (ast.List, ast.ListComp, ast.Dict, ast.DictComp, ast.Tuple, ast.Call)
    is_list = isinstance(node.op, ast.Add) and isinstance(node.value, together[:2])
    return is_list or (isinstance(node.op, ast.BitOr) and isinstance(node.value, together))


def constant(node: ast.UnaryOp) -> bool:
    return isinstance(node.operand, ast.Constant)


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_number_that_could_be_law(path: Path) -> None:
    assert [
        node.value
        for node in nodes(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and (not isinstance(node.value, int) or node.value not in LAYOUT_NUMBERS)
        and node.value not in LIMITS.get(name_of(path), ())
    ] == []


LIMITS: dict[str, tuple[float, ...]] = {
    "app/link.py": (20_000,),  # bytes of an unpacked link
    "app/law.py": (200_000,),  # bytes of an uploaded overlay
    "app/pages/batch.py": (0.0, 0.3, 0.7),  # seconds to wait, the start of a progress bar
    "app/parts/form.py": (0.0, 100.0),  # lower end and step of a number field
}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_what_a_screen_needs_is_imported(path: Path) -> None:
    for module in imported(path):
        if module.startswith("calc"):
            assert not module.startswith(CALCULATING_MODULES), module
        else:
            root = module.partition(".")[0]
            assert module in ALLOWED_IMPORTS or root in ("app", "streamlit"), module


def test_the_link_and_the_questions_do_not_need_streamlit() -> None:
    for name in ("link", "questions", "markup", "words"):
        assert not {"streamlit", "altair"} & set(imported(ROOT / "app" / f"{name}.py"))


def test_nothing_is_sent_and_nobody_else_is_served_by_default() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["address"] == "localhost"
    assert config["server"]["showEmailPrompt"] is False


def test_no_address_of_the_world_outside() -> None:
    for path in [*SOURCES, *(ROOT / "app").rglob("*.css"), ROOT / ".streamlit" / "config.toml"]:
        assert "http://" not in path.read_text("utf-8")
        assert "https://" not in path.read_text("utf-8")


def test_examples_in_the_docstrings() -> None:
    assert doctest.testmod(app.markup).failed == 0
    assert doctest.testmod(app.parts.explain).failed == 0
