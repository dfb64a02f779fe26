"""Bytes and plain trees: reading TOML and JSON, writing them, and where each path stands. Knows no plan."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from functools import cached_property
from pathlib import Path as FilePath
from stat import S_ISFIFO
from typing import TYPE_CHECKING, Any

from galaplan.documents.paths import Path, path_text
from galaplan.documents.problems import WHOLE_FILE, Problem, Span, Unreadable

if TYPE_CHECKING:
    from galaplan.documents.positions import Positions, TextSyntax

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "WHOLE_FILE",
    "Document",
    "Path",
    "Problem",
    "Span",
    "TextDocument",
    "Unreadable",
    "path_text",
    "read_document",
    "read_limited",
]

MAX_BYTES = 16 * 1024 * 1024
"""The largest file that is read; a plan of ten thousand actions is a fifth of it."""

_NO_TEXT = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")
"""How files of Word and Excel, new and old, and PDF begin."""

_MARK = b"\xef\xbb\xbf"
"""The byte order mark, with which some programs begin a text in UTF-8."""

MAX_DEPTH = 50
"""How deep tables and lists may lie in each other; a plan needs eight."""


class Document(ABC):
    """A file that could be read: its tree, and where each path stands."""

    def __init__(
        self, tree: dict[str, Any], problems: tuple[Problem, ...] = (), *, text: str = "", whole: bool = True
    ) -> None:
        """`problems`: what is off with the file although it can be read. `text`: empty where the file is no text.

        `whole`: whether the tree holds all that the file says.
        """
        self.tree = tree
        self.problems = problems
        self.text = text
        self.whole = whole

    @abstractmethod
    def locate(self, path: Path) -> Span:
        """Where `path` stands, or else its nearest ancestor in the file; the first character for the whole file."""


class TextDocument(Document):
    """A text in TOML or JSON."""

    def __init__(self, text: str, syntax: TextSyntax, tree: dict[str, Any], problems: tuple[Problem, ...] = ()) -> None:
        """`problems`: what is off with the text although it can be read."""
        super().__init__(tree, problems, text=text)
        self.syntax = syntax

    @cached_property
    def _positions(self) -> Positions:
        from galaplan.documents.positions import Positions

        return Positions(self.text, self.syntax)

    def locate(self, path: Path) -> Span:
        """Where `path` stands, or else its nearest ancestor in the file; the first character for the whole file."""
        return self._positions.find(path) if path else WHOLE_FILE


def read_limited(path: str | FilePath) -> bytes:
    """The bytes of a file; of one that is too large so many that `read_document` refuses it.

    Raises `OSError`, also for a pipe that nobody comes to write to.
    """
    with open(path, "rb", opener=_open_at_once) as file:
        status = os.fstat(file.fileno())
        if not S_ISFIFO(status.st_mode):
            # Room for 16 MB is not made for each file; one may be longer than it says, or become so.
            data = file.read(min(status.st_size, MAX_BYTES) + 1)
            return data if len(data) <= status.st_size else data + file.read(MAX_BYTES + 1 - len(data))
        from galaplan.documents.disk import read_pipe

        return read_pipe(file.fileno(), os.fspath(path), MAX_BYTES + 1)


def _open_at_once(path: str, flags: int) -> int:
    """Open a file without waiting for who writes to it; reading it may wait, but for a pipe."""
    if not hasattr(os, "O_NONBLOCK"):  # nor are there pipes that have the name of a file
        return os.open(path, flags)
    handle = os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY)
    if not S_ISFIFO(os.fstat(handle).st_mode):
        os.set_blocking(handle, True)
    return handle


def read_document(data: bytes, syntax: TextSyntax | None = None) -> Document:
    """Read the bytes of a file.

    `syntax`: the language; without it, text that begins with `{` is JSON and all other text is TOML.
    Raises `Unreadable` with what is wrong and where.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(Problem("LEZ002", "te-groot", params={"maximum": MAX_BYTES}))
    if data.startswith(_NO_TEXT):
        raise Unreadable(Problem("LEZ001", "kantoorbestand"))
    problems: tuple[Problem, ...] = ()
    if data.startswith(_MARK):
        problems = (Problem("LEZ008", "bom"),)
        while data.startswith(_MARK):  # programs that each put one before what they were given
            data = data[len(_MARK) :]
    if b"\0" in data[:4] and data[:4].strip(b"\0"):  # letters of two or four bytes
        raise Unreadable(Problem("LEZ001", "utf16"))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Unreadable(Problem("LEZ001", "utf16")) from None
        raise Unreadable(Problem("LEZ001", "utf8", _place_of_byte(data, error.start))) from None
    if syntax is None:
        syntax = "json" if text.lstrip()[:1] == "{" else "toml"
    if syntax == "toml":  # whoever saved the file on Windows put no other line ends in its texts
        text = text.replace("\r\n", "\n")
    tree = _parse(text, syntax)
    return TextDocument(text, syntax, tree, problems)


def _parse(text: str, syntax: TextSyntax) -> dict[str, Any]:
    if syntax == "json":
        from galaplan.documents.json import parse_json

        return parse_json(text)
    from galaplan.documents.toml import parse_toml

    return parse_toml(text)


def _place_of_byte(data: bytes, offset: int) -> Span:
    before = data[:offset]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
    return Span(line, column, line, column + 1)


def too_deep(tree: Any, allowed: int = MAX_DEPTH) -> Path | None:
    """The path of the first value that lies deeper than `allowed`, or None."""
    waiting: list[tuple[Path, Any]] = [((), tree)]
    while waiting:
        path, value = waiting.pop()
        if len(path) > allowed:
            return path
        if isinstance(value, dict):
            waiting.extend(((*path, key), child) for key, child in value.items())
        elif isinstance(value, list):
            waiting.extend(((*path, index), child) for index, child in enumerate(value))
    return None
