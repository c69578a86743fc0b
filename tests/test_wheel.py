"""The wheel holds all it needs: it runs from an empty folder, far from the source tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

BESIDE = ("parameters", "app", "streamlit_app.py", ".streamlit")
"""What stands beside the package in the source tree and in ``calc/_data`` in a wheel."""

pytestmark = pytest.mark.xdist_group("wheel")


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command away from the source tree and return what it printed."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COV"))
    }
    result = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**kept, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, f"{command}:\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def copy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files git would clone, so that nothing left lying about can help the build."""
    folder = tmp_path_factory.mktemp("source")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    ).stdout
    for name in listed.decode().split("\0"):
        if name and (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(
        *(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"),
        *("--quiet", "--wheel-dir", folder, copy),
        cwd=folder,
    )
    (path,) = folder.glob("canbao-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but the installed wheel."""
    folder = tmp_path_factory.mktemp("site")
    run(
        *(sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet"),
        *("--target", folder, wheel),
        cwd=folder,
    )
    return folder


def test_the_wheel_holds_what_stands_beside_the_package(wheel: Path, copy: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in BESIDE:
        source = copy / name
        files = [source] if source.is_file() else [f for f in source.rglob("*") if f.is_file()]
        for file in files:
            assert f"calc/_data/{file.relative_to(copy).as_posix()}" in names
    assert {"calc/py.typed", "calc/_version.py"} <= names
    assert {f"calc/report/templates/sheet.{kind}" for kind in ("html", "css", "typ")} <= names
    assert {f"calc/locale/{lang}/LC_MESSAGES/canbao.mo" for lang in ("zh_CN", "en")} <= names


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    for name in zipfile.ZipFile(wheel).namelist():
        assert name.startswith(("calc/", "canbao-")), name
        assert "__pycache__" not in name


def test_it_imports_and_speaks_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    program = """
import pathlib, calc, calc.i18n
package = pathlib.Path(calc.__file__).parent
assert (package / "_data" / "parameters" / "national.yaml").is_file()
print(package.parent)
print(*(repr(calc.i18n.translate("", lang)) for lang in calc.i18n.LANGS))
"""
    # -P: the empty folder stays out of the path; the rest of the libraries stand in this Python
    out = run(
        sys.executable, "-P", "-c", program, cwd=tmp_path, PYTHONPATH=str(installed)
    ).splitlines()
    assert Path(out[0]).resolve() == installed.resolve()
    assert out[1] == "'' ''"


def test_its_command_compares_from_an_empty_folder(
    installed: Path, root: Path, tmp_path: Path
) -> None:
    applicant = tmp_path / "applicant.yaml"
    applicant.write_text("workplace: weihai\n", encoding="utf-8")
    program = "import sys; from calc.cli import main; sys.exit(main())"
    out = run(
        *(sys.executable, "-P", "-c", program, "compare", applicant),
        *("--on", "2026-11-22", "--json"),
        cwd=tmp_path,
        PYTHONPATH=str(installed),
    )
    assert '"data_version"' in out
    assert str(root) not in out


def test_a_wheel_built_from_the_sdist_holds_the_same(
    copy: Path, wheel: Path, tmp_path: Path
) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path, cwd=copy)
    (sdist,) = tmp_path.glob("canbao-*.tar.gz")
    run(
        *(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"),
        *("--quiet", "--wheel-dir", tmp_path, sdist),
        cwd=tmp_path,
    )
    (again,) = tmp_path.glob("canbao-*.whl")
    assert sorted(zipfile.ZipFile(again).namelist()) == sorted(zipfile.ZipFile(wheel).namelist())
