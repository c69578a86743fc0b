"""``canbao app``: the Streamlit screens."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

SCRIPT = "streamlit_app.py"


def screens_script() -> Path:
    """The script of the screens: inside an installed package, or beside it in a checkout.

    Raises:
        CanbaoError: It is in neither place.
    """
    from calc.errors import CanbaoError, problem

    package = Path(__file__).resolve().parents[1]
    for candidate in (package / "_data" / SCRIPT, package.parent / SCRIPT):
        if candidate.is_file():
            return candidate
    raise CanbaoError([problem("file.unreadable", str(package.parent / SCRIPT))])


def can_open_browser(platform: str, environment: Mapping[str, str], *, on_a_terminal: bool) -> bool:
    """Whether there is someone at this machine to open a page for.

    >>> can_open_browser("linux", {}, on_a_terminal=True)
    False
    >>> can_open_browser("linux", {"DISPLAY": ":0"}, on_a_terminal=True)
    True
    >>> can_open_browser("win32", {}, on_a_terminal=False)
    False
    """
    if not on_a_terminal or "CI" in environment or "SSH_CONNECTION" in environment:
        return False
    has_display = "DISPLAY" in environment or "WAYLAND_DISPLAY" in environment
    return platform in ("win32", "darwin") or has_display


def app_command(
    port: Annotated[int, typer.Option("--port", help="端口 · port")] = 8501,
    address: Annotated[
        str,
        typer.Option(
            "--address",
            help="监听地址，默认仅限本机 · where to listen; this machine only by default",
        ),
    ] = "localhost",
    browser: Annotated[
        bool | None,
        typer.Option("--browser/--no-browser", help="是否打开浏览器 · open a browser"),
    ] = None,
) -> None:
    """在浏览器中打开界面 · The screens, in a browser."""
    from streamlit.web import cli

    script = screens_script()
    if browser is None:
        browser = can_open_browser(sys.platform, os.environ, on_a_terminal=sys.stdout.isatty())
    # Streamlit looks for .streamlit/config.toml in the current folder
    os.chdir(script.parent)
    sys.argv = [
        "streamlit",
        "run",
        str(script),
        f"--server.port={port}",
        f"--server.address={address}",
        f"--server.headless={'false' if browser else 'true'}",
    ]
    cli.main(prog_name="streamlit")
