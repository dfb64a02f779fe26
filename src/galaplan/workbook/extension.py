"""Free tables of other programs (`uitbreiding`) as rows of a sheet, a value each, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from galaplan.documents import MAX_DEPTH, Path, path_text

COLUMNS = {"pad": "Pad", "soort": "Soort", "waarde": "Waarde"}
"""The columns of the sheet, with their titles."""

TEXT, NUMBER, FLAG, NO_LIST, NO_TABLE = KINDS = ("tekst", "getal", "ja-nee", "lege lijst", "lege tabel")

_STEP = re.compile(r'(?:^|\.)([A-Za-z0-9_-]+)|(?:^|\.)("(?:[^"\\]|\\.)*")|\[([0-9]{1,6})\]')


def rows_of(tree: dict[str, Any]) -> Iterator[tuple[Path, str, str, str]]:
    """Every value in the free tables: its path, that path as text, what kind of value it is, and the value as text."""
    waiting: list[tuple[Path, Any]] = [((key,), item) for key, item in reversed(list(tree.items()))]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict) and value:
            waiting.extend(((*path, key), item) for key, item in reversed(list(value.items())))
        elif isinstance(value, list) and value:
            waiting.extend(((*path, index), value[index]) for index in reversed(range(len(value))))
        else:
            yield (path, path_text(path), *_stated(value))


def _stated(value: Any) -> tuple[str, str]:
    if isinstance(value, bool):
        return FLAG, "ja" if value else "nee"
    if isinstance(value, int | float):
        return NUMBER, json.dumps(value)
    if isinstance(value, dict | list):
        return (NO_TABLE if isinstance(value, dict) else NO_LIST), ""
    return TEXT, str(value)


def path_of(text: str) -> Path | None:
    """The path that a text means; None where it means none."""
    steps: list[str | int] = []
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if not found or len(steps) >= MAX_DEPTH:
            return None
        try:
            steps.append(found[1] or (json.loads(found[2]) if found[2] else int(found[3])))
        except ValueError:
            return None
        at = found.end()
    return tuple(steps) if steps and isinstance(steps[0], str) else None


def value_of(kind: str, stated: str) -> Any:
    """The value of a row. Raises `ValueError` where the kind has no such value."""
    match kind:
        case "tekst":
            return stated
        case "ja-nee":
            return {"ja": True, "nee": False}[stated.strip().lower()]
        case "getal":
            number = json.loads(stated.strip().replace(",", "."))
            if type(number) in (int, float):
                return number
        case "lege lijst":
            return []
        case "lege tabel":
            return {}
    raise ValueError(kind)


class Tables:
    """Free tables that grow value by value."""

    def __init__(self) -> None:
        self._root: dict[Any, Any] = {}

    def put(self, path: Path, value: Any) -> bool:
        """Put a value in its place; False where another value has taken it, or a part of the way to it."""
        table = self._root
        for step in path[:-1]:
            if not _fits(table, step):
                return False
            table = table.setdefault(step, _Open())
            if not isinstance(table, _Open):
                return False
        if path[-1] in table or not _fits(table, path[-1]):
            return False
        table[path[-1]] = value
        return True

    def tree(self) -> dict[str, Any]:
        """The tables; the rows of a list in the order of their numbers."""
        return {key: _closed(value) for key, value in self._root.items()}


class _Open(dict[Any, Any]):
    """A table or list that may still grow."""


def _fits(table: dict[Any, Any], step: str | int) -> bool:
    """Whether a step is of one kind with those that are there: the keys of a table, or the numbers of a list."""
    return all(type(other) is type(step) for other in islice(table, 1))


def _closed(value: Any) -> Any:
    if not isinstance(value, _Open):
        return value
    if all(isinstance(step, int) for step in value):
        return [_closed(value[step]) for step in sorted(value)]
    return {str(step): _closed(item) for step, item in value.items()}
