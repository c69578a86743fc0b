"""Build hook: compiles the message catalogs and takes the law and the screens into the wheel."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA = ("parameters", "app", "streamlit_app.py", ".streamlit")
"""What stands beside the package in the source tree and inside it in a wheel."""


class CanbaoBuildHook(BuildHookInterface):
    """Used for wheels and for editable installs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogs; in a real wheel add the files that live beside the package."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        # *.mo are ignored by git, so they are named as artifacts
        build_data["artifacts"] += [
            path.relative_to(root).as_posix() for path in compiled_catalogs(root)
        ]
        if version == "editable":
            return
        for name in DATA:
            if (root / name).exists():
                build_data["force_include"][str(root / name)] = f"calc/_data/{name}"


def compiled_catalogs(root: Path) -> list[Path]:
    """Compile with the source tree's own script."""
    specification = importlib.util.spec_from_file_location(
        "canbao_catalogs", root / "scripts" / "catalogs.py"
    )
    if specification is None or specification.loader is None:
        raise RuntimeError("scripts/catalogs.py is missing from the source tree")
    catalogs = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = catalogs  # dataclasses look their module up
    specification.loader.exec_module(catalogs)
    return catalogs.compile_catalogs(catalogs.Tree(root))
