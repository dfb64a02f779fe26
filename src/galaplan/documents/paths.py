"""A path in a plan file, in the file's own keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

Path = tuple[str | int, ...]
"""Keys and indices from the root down; an index counts from 0."""


def path_text(path: Path) -> str:
    """The path as people read it: `acties[3].kosten[0].bedragen.2025`; the whole file is the empty text."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{_key_text(step)}" for step in path]
    return "".join(parts).removeprefix(".")


def _key_text(key: str) -> str:
    return key if _is_bare(key) else _quoted(key)


LONGEST_KEY = 200
"""Characters of a key that are shown: one key may be megabytes, and thousands of places may lie below it."""


def place_text(path: Path) -> str:
    """The path as `path_text` writes it, with the end of very long keys left out."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{_shown(step)}" for step in path]
    return "".join(parts).removeprefix(".")


def _shown(key: str) -> str:
    return _short_key_text(key if len(key) <= LONGEST_KEY else f"{key[: LONGEST_KEY - 1]}…")


_short_key_text = lru_cache(1000)(_key_text)  # thousands of places have the same few keys


LONGEST_NAME = 80
"""Characters of a text that may still name a row."""


class Anchors:
    """Paths that stay the same when rows are put above: rows of one tree by name instead of by number."""

    def __init__(self, tree: Mapping[str, Any], naming: tuple[str, ...]) -> None:
        """`naming`: the keys that may name a row, the best first."""
        self._tree = tree
        self._naming = naming
        self._names: dict[Path, Mapping[int, str]] = {}

    def text(self, path: Path) -> str:
        """The path as `place_text` writes it, with `[name]` for a row that no row beside it shares its name with.

        The name is quoted where it could be taken for a number or for more of the path.
        """
        parts: list[str] = []
        value: Any = self._tree
        for depth, step in enumerate(path):
            if isinstance(step, int):
                names = self._names_in(path[:depth], value)
                parts.append(f"[{names.get(step, step)}]")
            else:
                parts.append(f".{_shown(step)}")
            value = _child(value, step)
        return "".join(parts).removeprefix(".")

    def _names_in(self, path: Path, rows: Any) -> Mapping[int, str]:
        if path not in self._names:
            named = dict(enumerate(map(self._name, rows))) if isinstance(rows, list) else {}
            count = Counter(named.values())
            self._names[path] = {index: name for index, name in named.items() if name and count[name] == 1}
        return self._names[path]

    def _name(self, row: Any) -> str:
        """What names the row: the first of the keys that it states; of a text in a list the text itself."""
        named = (row.get(key) for key in self._naming) if isinstance(row, dict) else (row,)
        for name in named:
            if isinstance(name, str) and name and len(name) <= LONGEST_NAME:
                return name if _is_bare(name) and not name.isdigit() else _quoted(name)
        return ""


def _child(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None


def _is_bare(key: str) -> bool:
    return key.isascii() and key.replace("_", "a").replace("-", "a").isalnum()


def _quoted(key: str) -> str:
    import json

    return json.dumps(key, ensure_ascii=False)
