"""Plain trees to bytes, and bytes to a file that is old or new but never half."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from galaplan.documents.positions import Syntax


def serialise(tree: dict[str, Any], syntax: Syntax) -> str:
    """The text of a tree: the same text for the same tree. Amounts are written `60_000` in neither language."""
    if syntax == "json":
        return json.dumps(tree, ensure_ascii=False, indent=2, default=_date, allow_nan=False) + "\n"
    import tomli_w

    return tomli_w.dumps(tree, multiline_strings=False)


def _date(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a plan file")


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises `OSError`; an existing file is then as it was.

    The new file keeps the permissions of the old one. A link is followed, so that it stays a link.
    """
    path = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode_for(path))
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_directory(path.parent)


def _mode_for(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sync_directory(directory: Path) -> None:
    """Ask for the new name to be on disk too, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
