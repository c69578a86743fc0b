"""Writes a file whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from calc.errors import CanbaoError, problem

NEW_FILE_RIGHTS = 0o666
"""What a new file may be given; the user's mask takes away from it, as always."""
DEVICES = Path("/dev")


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step: whoever looks sees the old one or the new one, never a part.

    What is no plain file (a pipe, a terminal) is written to as it is.

    Raises:
        CanbaoError: Its folder is missing or may not be written to, or the disk is full.
    """
    try:
        if path.exists() and (not path.is_file() or path.is_relative_to(DEVICES)):
            path.write_bytes(content)
        else:
            # of a link, the file it leads to is replaced
            _replace(path.resolve(), content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CanbaoError([problem("file.unwritable", str(path), reason)]) from None


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, NEW_FILE_RIGHTS)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            part.chmod(path.stat().st_mode & 0o777)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
