"""`canbao app`: finds the screens, and opens a browser only for someone who sits there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from calc.cli import app as screens
from calc.cli.main import command_line
from calc.errors import CanbaoError

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("platform", "environment", "on_a_terminal", "expected"),
    [
        ("linux", {"DISPLAY": ":0"}, True, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True, True),
        ("linux", {}, True, False),
        ("linux", {"DISPLAY": ":0"}, False, False),
        ("linux", {"DISPLAY": ":0", "SSH_CONNECTION": "1 2 3 4"}, True, False),
        ("darwin", {}, True, True),
        ("win32", {}, True, True),
        ("win32", {"CI": "true"}, True, False),
    ],
)
def test_a_browser_opens_only_where_someone_sits(
    platform: str, environment: dict[str, str], on_a_terminal: bool, expected: bool
) -> None:
    found = screens.can_open_browser(platform, environment, on_a_terminal=on_a_terminal)
    assert found is expected


def test_the_script_stands_beside_the_package() -> None:
    assert screens.screens_script() == ROOT / "streamlit_app.py"


def test_without_the_screens_the_sentence_names_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(screens, "__file__", str(tmp_path / "calc" / "cli" / "app.py"))
    with pytest.raises(CanbaoError) as raised:
        screens.screens_script()
    assert "streamlit_app.py" in raised.value.problems[0].where


def test_what_streamlit_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.web import cli

    asked: list[list[str]] = []
    monkeypatch.setattr(cli, "main", lambda **_: asked.append(list(sys.argv)))
    monkeypatch.setattr(screens.os, "chdir", lambda path: None)
    monkeypatch.setattr(sys, "argv", ["canbao"])
    result = CliRunner().invoke(command_line(), ["app", "--port", "9000", "--no-browser"])
    assert result.exit_code == 0, result.output
    assert asked[0][1:3] == ["run", str(ROOT / "streamlit_app.py")]
    assert {"--server.port=9000", "--server.address=localhost", "--server.headless=true"} <= set(
        asked[0]
    )
