"""Plain trees to text that people can read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Array, InlineTable, Item, Table

    from galaplan.documents.positions import TextSyntax

_STEERING = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
"""What neither format asks to be escaped, and what steers a terminal or turns the order in which a text is read."""

LINE = 100
"""How long a line may become that holds a table or a list."""


def serialise(tree: dict[str, Any], syntax: TextSyntax) -> str:
    """The text of a tree: the same text for the same tree. Whoever reads it at a terminal sees all of it."""
    text = _json(tree) if syntax == "json" else _toml(tree)
    return re.sub(_STEERING, lambda found: f"\\u{ord(found[0]):04x}", text)


def _json(tree: dict[str, Any]) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=2, default=_date, allow_nan=False) + "\n"


def _toml(tree: dict[str, Any]) -> str:
    import tomlkit

    document = tomlkit.document()
    _fill(document, tree, is_root=True)
    return tomlkit.dumps(document)


def _fill(target: TOMLDocument | Table, tree: Mapping[str, Any], *, is_root: bool = False) -> None:
    """Put a tree into a table of TOML; what takes a header of its own comes after all that does not."""
    import tomlkit

    with_header: dict[str, Any] = {}
    for key, value in tree.items():
        item: Any
        if isinstance(value, Mapping):
            item = _on_a_line(value, len(f"{key} = "), with_text=not is_root)
        elif isinstance(value, list) and value and all(isinstance(row, Mapping) for row in value):
            item = None if is_root else _row_by_row(value)
        else:
            item = _lines(value) if isinstance(value, str) and "\n" in value else _inline(value)
            if isinstance(value, list) and len(f"{key} = {item.as_string()}") > LINE:
                item.multiline(True)
        if item is None:
            with_header[key] = value
        else:
            target.append(key, item)
    for key, value in with_header.items():
        if isinstance(value, list):
            rows = tomlkit.aot()
            for row in value:
                rows.append(_table(row))
            target.append(key, rows)
        else:
            target.append(key, _table(value))


def _table(tree: Mapping[str, Any]) -> Table:
    import tomlkit

    table = tomlkit.table()
    _fill(table, tree)
    return table


def _on_a_line(tree: Mapping[str, Any], taken: int, *, with_text: bool = True) -> InlineTable | None:
    """`{bron = "spuk", jaar = 2024}`: a table of single values that fits on the line, of which `taken` is taken."""
    for value in tree.values():
        if isinstance(value, Mapping | list) or (isinstance(value, str) and not (with_text and "\n" not in value)):
            return None
    table: InlineTable = _inline(tree)
    return table if taken + len(table.as_string()) <= LINE else None


def _row_by_row(rows: list[Mapping[str, Any]]) -> Array | None:
    """A list of small tables, each on its line."""
    tables: list[Item] = []
    for row in rows:
        table = _on_a_line(row, len("    ,"))
        if table is None:
            return None
        tables.append(table)
    return _array(tables).multiline(True)


def _array(items: list[Item]) -> Array:
    """A list of TOML, made at once: each `append` of tomlkit counts all that is in it."""
    from tomlkit.items import Array, Trivia, Whitespace

    parts: list[Item] = []
    for item in items:
        parts += [Whitespace(","), Whitespace(" "), item] if parts else [item]
    return Array(parts, Trivia())


def _inline(value: Any) -> Any:
    import tomlkit
    from tomlkit.items import Integer, String, StringType, Trivia

    if isinstance(value, str):
        return String(StringType.SLB, value, _escaped(value), Trivia())
    if type(value) is int and abs(value) >= 10_000:
        return Integer(value, Trivia(), f"{value:_}")
    if isinstance(value, list):
        return _array([_inline(item) for item in value])
    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        for key, item in value.items():
            table.append(key, _inline(item))
        return table
    return tomlkit.item(value)


def _lines(text: str) -> Item:
    """A text of several lines. It begins on a line of its own: the line end before it is not part of it."""
    from tomlkit.items import String, StringType, Trivia

    quote = '\\"' if '"""' in text or text.endswith('"') else '"'
    lines = (quote.join(_escaped(part) for part in line.split('"')) for line in text.split("\n"))
    return String(StringType.MLB, text, "\n" + "\n".join(lines), Trivia())


def _escaped(text: str) -> str:
    """TOML escapes as JSON does, and the character DEL too; tomlkit copies a long text for each of its characters."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")


def _date(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a plan file")
