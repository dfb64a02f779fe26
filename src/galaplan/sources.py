"""What a user names, and the bytes behind it: files, directories, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from galaplan.documents import MAX_BYTES, Unreadable, read_document, read_limited

if TYPE_CHECKING:
    from galaplan.documents.positions import Syntax

Source = str | os.PathLike[str] | bytes | tuple[str, bytes]
"""A path to a plan file or to a directory with plan files, the bytes of a plan file, or its name and its bytes."""

STDIN = "-"
"""The name that stands for standard input."""

SETTINGS_FILES = ("galaplan.toml", "pyproject.toml")
"""The files that may hold the settings of a project, those of the first before those of the second."""

HEAD_OF_PLAN = ("galaplan", "soort")
"""Keys that every plan has, and no settings."""


def plan_files(path: str) -> list[str]:
    """The files that a path means: itself, or the plan files in a directory, by name.

    In a directory a pipe or a device is no plan file, and neither are the settings; a plan of such a name is one, for
    nothing may be passed over in silence. What cannot be looked at is kept,
    for opening it says why.
    Raises `OSError` when the path cannot be looked at and `ValueError` when it is empty or a directory without plans.
    """
    from stat import S_ISDIR, S_ISREG

    if path == STDIN:
        return [path]
    if not path:
        raise ValueError("a path is empty")
    if not S_ISDIR(Path(path).stat().st_mode):
        return [path]
    found = []
    for entry in sorted(Path(path).iterdir()):
        if entry.suffix.lower() in (".toml", ".json"):
            try:
                is_file = S_ISREG(entry.stat().st_mode)
            except OSError:
                is_file = True
            if is_file and not (entry.name in SETTINGS_FILES and _holds_settings(entry)):
                found.append(str(entry))
    if not found:
        raise ValueError(f"{path}: no plan files (.toml, .json) in this directory")
    return found


def _holds_settings(file: Path) -> bool:
    """Whether a file of such a name holds settings, or nothing that could be read as a plan."""
    try:
        tree = read_document(read_limited(file), "toml").tree
    except (OSError, ValueError, Unreadable):
        return True
    return not any(key in tree for key in HEAD_OF_PLAN)


def open_source(source: Source) -> tuple[bytes, Syntax | None]:
    """The bytes and the language of a source. Raises `OSError` when it cannot be read.

    Of a source that is too large so much is read as is needed to know that.
    """
    from errno import EBADF

    if isinstance(source, bytes):
        return source, None
    if isinstance(source, tuple):
        name, data = source
        return data, syntax_of(name)
    name = os.fspath(source)
    if name == STDIN:
        if sys.stdin is None:
            raise OSError(EBADF, "standard input is closed")
        return sys.stdin.buffer.read(MAX_BYTES + 1), None
    return read_limited(name), syntax_of(name)


def on_disk(source: Source) -> str:
    """The path of a source that can be read once more, so that nothing of it need be kept; empty for any other."""
    if isinstance(source, bytes | tuple) or (path := os.fspath(source)) == STDIN:
        return ""
    return path if Path(path).is_file() else ""


def syntax_of(name: str) -> Syntax | None:
    """The language that the end of a file name tells, or None."""
    lowered = name.lower()
    for suffix, syntax in _SUFFIXES.items():
        if lowered.endswith(suffix):
            return syntax
    return None


_SUFFIXES: Mapping[str, Syntax] = {".toml": "toml", ".json": "json", ".xlsx": "xlsx"}
