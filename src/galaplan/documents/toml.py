"""TOML 1.0 text to a plain tree.

rtoml reads a plan ten times faster than the standard library and refuses deep nesting cleanly, but it also reads
TOML 1.1. A plan file is TOML 1.0: text that looks as if it could be newer is put before the standard library's
reader, which knows 1.0 only.
"""

from __future__ import annotations

import re
from typing import Any

import rtoml

from galaplan.documents.problems import Problem, Span, Unreadable

_POSITION = re.compile(r"^(?P<reason>.*?) at line (?P<line>\d+) column (?P<column>\d+)\Z", re.S)
_POSITION_1_0 = re.compile(
    r"^(?P<reason>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)\Z", re.S
)

# What TOML 1.1 allows and 1.0 does not. Each pattern may say yes too often, never too seldom.
_NEW_ESCAPE = re.compile(r"\\[ex]")
_TRAILING_COMMA = re.compile(r",[ \t]*\}")
_TIME_WITHOUT_SECONDS = re.compile(r"[=,\[Tt ][ \t]*\d\d:\d\d(?![:\d])")
_LINE_WITH_BRACE = re.compile(r"^.*\{.*$", re.M)
_STRING = r"""\"[^\"\\{}\n]*\"|'[^'{}\n]*'"""
_PLAIN = rf"""(?:[^{{}}\"'#\n]|{_STRING})*"""
_CLOSED_ON_ITS_LINE = re.compile(rf"{_PLAIN}(?:\{{{_PLAIN}\}}{_PLAIN})+\r?\Z")


def parse_toml(text: str) -> dict[str, Any]:
    """The tree of a TOML 1.0 text. Raises `Unreadable` with the line and column of the first fault."""
    try:
        tree: dict[str, Any] = rtoml.loads(text)
    except rtoml.TomlParsingError as error:
        raise Unreadable(_problem(str(error), text)) from None
    except ValueError as error:  # a character that has no UTF-8 form
        raise Unreadable(Problem("LEZ003", "toml-zonder-plaats", params={"reden": type(error).__name__})) from None
    if _may_be_newer(text):
        _require_1_0(text)
    return tree


def _problem(message: str, text: str) -> Problem:
    if "recursion" in message or "recurse" in message:
        return Problem("LEZ007", "bestand")
    found = _POSITION.match(message)
    if not found:
        return Problem("LEZ003", "toml-zonder-plaats", params={"reden": message})
    line, column = _within(text, int(found["line"]), int(found["column"]))
    span = Span(line, column, line, column + 1)
    if found["reason"].startswith("duplicate key"):
        return Problem("LEZ005", "dubbel", span, {"sleutel": _word_at(text, line, column)})
    return Problem("LEZ003", "toml", span, {"reden": found["reason"]})


def _within(text: str, line: int, column: int) -> tuple[int, int]:
    """Columns of the reader count bytes, and an empty file still has a line."""
    lines = text.split("\n")
    line = min(max(line, 1), len(lines))
    before = lines[line - 1].encode()[: column - 1].decode(errors="ignore")
    return line, len(before) + 1


def _word_at(text: str, line: int, column: int) -> str:
    rest = text.split("\n")[line - 1][column - 1 :]
    found = re.match(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""", rest)
    return found[0].strip("\"'") if found else rest.strip()


def _may_be_newer(text: str) -> bool:
    return bool(
        _NEW_ESCAPE.search(text)
        or _TRAILING_COMMA.search(text)
        or _TIME_WITHOUT_SECONDS.search(text)
        or any(not _CLOSED_ON_ITS_LINE.match(line) for line in _LINE_WITH_BRACE.findall(text))
    )


def _require_1_0(text: str) -> None:
    import tomllib

    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _POSITION_1_0.match(str(error))
        if found and found["line"]:
            line, column = int(found["line"]), int(found["column"])
        else:
            line, column = text.count("\n") + 1, 1
        raise Unreadable(Problem("LEZ004", "nieuwer", Span(line, column, line, column + 1))) from None
    except RecursionError:
        raise Unreadable(Problem("LEZ007", "bestand")) from None
