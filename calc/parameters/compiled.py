"""The law on file, compiled: what Python does with its sources, done with ours.

Reading and checking all files takes longer than comparing a person. What was read and found good
is kept beside them in ``__pycache__``, under a fingerprint of every file of the law and of the code
that reads it. Change a character of either, and it is read and checked again; where nothing can be
kept, it is read and checked every time. A folder that somebody names is always read: only our own
is trusted to hold what we wrote there.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from pathlib import Path

from calc.parameters.law import Contents, Law, contents_of

_CODE = Path(__file__).resolve().parent
_KEPT = 5
"""How many are kept: other branches, other versions of Python."""


def compiled_law(root: Path) -> Law:
    """The law in a folder, as compiled or, where that is missing or stale, as read.

    Args:
        root: Our own folder ``parameters/``, not one that a user names.

    Raises:
        CanbaoError: Anything is wrong with any file; every problem is listed.
    """
    contents = contents_of(root)
    path = compiled_file(root, contents)
    law = _kept(path)
    if law is None:
        from calc.parameters.reader import read_law

        # what is read is what the fingerprint was taken of, whatever happens to the files meanwhile
        law = read_law(root, contents)
        if not sys.dont_write_bytecode:
            keep(law, path)
    return law


def compiled_file(root: Path, contents: Contents) -> Path:
    """Where the compiled law stands; its name tells what it was made from."""
    made_from = hashlib.sha256(sys.version.encode())
    for path, content in contents.items():
        _add(made_from, path.relative_to(root.parent), content)
    for path in sorted([*_CODE.glob("*.py"), *_CODE.parent.glob("*.py")]):
        _add(made_from, path.relative_to(_CODE.parent), path.read_bytes())
    return root / "__pycache__" / f"law-{made_from.hexdigest()[:32]}.pickle"


def _add(made_from: hashlib._Hash, path: Path, content: bytes | OSError) -> None:
    # a file that cannot be read stops the reading, so that nothing is ever kept of it
    held = content if isinstance(content, bytes) else repr(content).encode()
    made_from.update(f"{path.as_posix()} {len(held)} ".encode() + held)


def _kept(path: Path) -> Law | None:
    try:
        law = pickle.loads(path.read_bytes())
    except Exception:  # whatever is wrong with it, the files are there
        return None
    return law if isinstance(law, Law) else None


def keep(law: Law, path: Path) -> None:
    """Write a compiled law, whole or not at all, and clear away those of long ago."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        unfinished.write_bytes(pickle.dumps(law, pickle.HIGHEST_PROTOCOL))
        unfinished.replace(path)
        # what a run that was killed left unfinished grows old among them
        found = sorted(path.parent.glob("law-*"), key=lambda each: each.stat().st_mtime)
        for old in found[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        unfinished.unlink(missing_ok=True) if unfinished.exists() else None
