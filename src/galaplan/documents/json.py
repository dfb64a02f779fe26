"""JSON text to a plain tree, without what JSON readers silently let pass."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import Any

from galaplan.documents.problems import MOST_TOLD, Problem, Span, Unreadable

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|-?Infinity|NaN|-?\d+(?:\.\d+)?[eE][+-]?\d+|-?\d{16,}(?:\.\d+)?', re.S)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")

_TOO_DEEP = Problem("LEZ007", "bestand")
_DEEPEST = 500
"""How deep a tree may be to be looked at. Where Python itself gives up differs by version: at 1,000 or much later."""


class _Refused(Exception):
    pass


def _not_a_number(token: str) -> Any:
    raise _Refused


def _finite(token: str) -> float:
    value = float(token)
    if value in (float("inf"), float("-inf")):
        raise _Refused
    return value


def parse_json(text: str) -> dict[str, Any]:
    """The tree of a JSON text whose root is an object. Raises `Unreadable` with line and column."""
    duplicates = False

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal duplicates
        tree = dict(pairs)
        duplicates = duplicates or len(tree) < len(pairs)
        return tree

    try:
        tree = json.loads(text, object_pairs_hook=unique, parse_constant=_not_a_number, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise Unreadable(_problem(text, error)) from None
    except _Refused:
        raise Unreadable(_first_without_value(text)) from None
    except RecursionError:
        raise Unreadable(_TOO_DEEP) from None
    except ValueError:  # a whole number of more digits than Python converts
        raise Unreadable(_first_without_value(text)) from None
    if text.count("[") + text.count("{") > _DEEPEST and _deeper_than_any_reads(tree):
        raise Unreadable(_TOO_DEEP)
    if duplicates:
        from galaplan.documents.positions import duplicate_json_keys

        twice = islice(duplicate_json_keys(text), MOST_TOLD + 1)
        raise Unreadable(*(Problem("LEZ005", "dubbel", span, {"sleutel": key}) for key, span in twice))
    if not isinstance(tree, dict):
        raise Unreadable(Problem("LEZ003", "geen-object"))
    if _SURROGATE.search(text) and not _encodable(tree):
        found = _SURROGATE.search(text)
        assert found is not None
        raise Unreadable(Problem("LEZ001", "half-teken", _span(text, *found.span())))
    return tree


def _deeper_than_any_reads(tree: Any) -> bool:
    level = [tree]
    for _ in range(_DEEPEST):
        level = [inner for outer in level for inner in (outer.values() if isinstance(outer, dict) else outer)]
        level = [inner for inner in level if isinstance(inner, dict | list)]
        if not level:
            return False
    return True


def _problem(text: str, error: json.JSONDecodeError) -> Problem:
    from galaplan.documents.mistakes import explained

    if not text.strip():
        return Problem("LEZ003", "leeg")
    place, before = error.pos, text[: error.pos].rstrip()
    if before.endswith(",") and text[place : place + 1] in ("}", "]"):
        place = len(before) - 1  # the comma too many is the fault; Python says so itself since 3.13
    return explained(text, place, error.msg, "json")


def _encodable(tree: Any) -> bool:
    try:
        json.dumps(tree, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _first_without_value(text: str) -> Problem:
    """Where the first number stands that has no value in TOML: NaN, infinity, or too large to hold."""
    for found in _TOKEN.finditer(text):
        token = found[0]
        if not token.startswith('"') and (token[-1] in "yN" or _too_large(token)):
            return Problem("LEZ006", "waarde", _span(text, *found.span()), {"waarde": token[:40]})
    return Problem("LEZ006", "waarde", params={"waarde": "NaN"})


def _too_large(token: str) -> bool:
    return len(token) > 4000 or float(token) in (float("inf"), float("-inf"))


def _span(text: str, start: int, end: int) -> Span:
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Span(line, column, line, column + end - start)
