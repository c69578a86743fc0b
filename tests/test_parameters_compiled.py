"""The compiled law: as the files say, made anew when anything changes, never trusted blindly."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path

import pytest

from calc.errors import CanbaoError
from calc.parameters import compiled, reader
from calc.parameters.compiled import compiled_file, compiled_law
from calc.parameters.law import Contents, Law, contents_of
from calc.parameters.loading import load_parameters, parameters_directory
from calc.parameters.reader import read_law


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "parameters"
    shutil.copytree(parameters_directory(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that are read from their files, in order; keeping is allowed."""
    done: list[Path] = []

    def counted(root: Path, contents: Contents | None = None) -> Law:
        done.append(root)
        return read_law(root, contents)

    monkeypatch.setattr(reader, "read_law", counted)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return done


def path_of(folder: Path) -> Path:
    return compiled_file(folder, contents_of(folder))


def content(law: Law) -> tuple[object, ...]:
    definitions = law.definitions
    return (
        dict(law.places),
        dict(law.documents),
        law.records,
        dict(definitions.items()),
        dict(definitions.sections),
        dict(definitions.tokens),
    )


def test_what_is_kept_is_what_the_files_say(folder: Path, reads: list[Path]) -> None:
    first, second = compiled_law(folder), compiled_law(folder)
    assert reads == [folder]
    assert content(first) == content(second) == content(read_law(folder))


@pytest.mark.parametrize("name", ["national.yaml", "documents.yaml", "shandong/weihai.yaml"])
def test_a_changed_file_is_read_again(folder: Path, reads: list[Path], name: str) -> None:
    compiled_law(folder)
    path = folder / name
    path.write_text(path.read_text("utf-8") + "# a remark\n", "utf-8")
    compiled_law(folder)
    assert reads == [folder, folder]


def test_a_new_city_is_seen(folder: Path, reads: list[Path]) -> None:
    compiled_law(folder)
    (folder / "shandong" / "somewhere.yaml").write_text(
        "place: somewhere\ncode: '371999'\nname: {zh: 某市, en: Somewhere}\nwithin: shandong\n",
        "utf-8",
    )
    assert "somewhere" in compiled_law(folder).places


def test_changed_code_makes_it_anew(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path_of(folder)
    code = tmp_path / "calc" / "parameters"
    shutil.copytree(Path(compiled.__file__).parent, code)
    (code / "model.py").write_text((code / "model.py").read_text("utf-8") + "\n", "utf-8")
    monkeypatch.setattr(compiled, "_CODE", code)
    assert path_of(folder) != before


@pytest.mark.parametrize("kept", [b"", b"rubbish", pickle.dumps({"records": ()}), b"\x80\x05."])
def test_whatever_is_wrong_with_it_the_files_are_there(
    folder: Path, reads: list[Path], kept: bytes
) -> None:
    path = path_of(folder)
    path.parent.mkdir()
    path.write_bytes(kept)
    assert len(compiled_law(folder).records) > 600
    assert reads == [folder]
    compiled_law(folder)
    assert reads == [folder], "it was not written anew"


def test_a_wrong_file_is_never_kept(folder: Path, reads: list[Path]) -> None:
    path = folder / "national.yaml"
    path.write_text(path.read_text("utf-8").replace("place: national", "place: nation"), "utf-8")
    for _ in range(2):
        with pytest.raises(CanbaoError):
            compiled_law(folder)
    assert len(reads) == 2


def test_where_nothing_can_be_kept_it_is_read(folder: Path, reads: list[Path]) -> None:
    (folder / "__pycache__").write_text("a file where the folder should be", "utf-8")
    assert compiled_law(folder).records == compiled_law(folder).records
    assert len(reads) == 2


def test_nothing_is_written_where_python_may_not_write_its_own(
    folder: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    compiled_law(folder)
    assert not (folder / "__pycache__").exists()


def test_those_of_long_ago_are_cleared_away(folder: Path, reads: list[Path]) -> None:
    path = folder / "national.yaml"
    for number in range(8):
        path.write_text(path.read_text("utf-8") + f"# {number}\n", "utf-8")
        compiled_law(folder)
        os.utime(path_of(folder), (number, number))
    left = list((folder / "__pycache__").iterdir())
    assert len(left) <= 5
    assert path_of(folder) in left


def test_a_folder_that_somebody_names_is_always_read(folder: Path, reads: list[Path]) -> None:
    for _ in range(2):
        load_parameters(directory=folder)
    assert reads == [folder, folder]
    assert not (folder / "__pycache__").exists()


def test_a_file_that_changes_while_it_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clerk saves, or another branch is checked out, between looking and reading."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    path, before = folder / "shandong.yaml", (folder / "shandong.yaml").read_bytes()
    wanted = read_law(folder).records

    def meanwhile(root: Path, contents: Contents | None = None) -> Law:
        path.write_bytes(before.replace(b"4573", b"4999"))
        law = read_law(root, contents)
        path.write_bytes(before)
        return law

    assert before.count(b"4573")
    monkeypatch.setattr(reader, "read_law", meanwhile)
    assert compiled_law(folder).records == wanted
    assert compiled_law(folder).records == wanted


def test_what_a_killed_run_left_is_cleared_away(folder: Path, reads: list[Path]) -> None:
    cache = folder / "__pycache__"
    cache.mkdir()
    for number in range(9):
        (cache / f"law-{number}.4711").write_bytes(b"half")
        os.utime(cache / f"law-{number}.4711", (number, number))
    compiled_law(folder)
    assert len(list(cache.iterdir())) <= 5
    assert path_of(folder).exists()
