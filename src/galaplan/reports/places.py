"""Files and cells as pipelines name them."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from urllib.parse import quote

from galaplan.documents import Span
from galaplan.reports.escape import visible
from galaplan.sources import STDIN

_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Where GitHub and GitLab say that the project is; the command may run in a directory below it."""


def project_path(file: str) -> str:
    """The file relative to the project, with forward slashes; a file outside it keeps the name it was given.

    The project is what the pipeline says it is, or else the current directory.
    """
    if not _is_path(file):
        return file
    root = next((os.environ[name] for name in _ROOTS if os.environ.get(name)), os.curdir)
    path, base = Path(os.path.abspath(file)), Path(os.path.abspath(root))  # noqa: PTH100 (which follows links)
    if not path.is_relative_to(base):
        path, base = path.parent.resolve() / path.name, base.resolve()
    return (path.relative_to(base) if path.is_relative_to(base) else Path(os.path.normpath(file))).as_posix()


def uri(file: str) -> str:
    """The file as a URI: relative to the project or, outside it, absolute. The bytes of its name are kept."""
    path = project_path(file)
    absolute = _is_path(file) and PurePath(path).is_absolute()
    quoted = quote(os.fsencode(path), safe="/")
    return f"file://{'' if quoted.startswith('/') else '/'}{quoted}" if absolute else quoted


def cell(span: Span) -> str:
    """The cell of a workbook, such as `Acties!C5`; empty for a place in a text."""
    return visible(span.place) if span.sheet else ""


def _is_path(file: str) -> bool:
    """Whether it is no standard input and no bytes."""
    return file != STDIN and not file.startswith("<bytes")
