"""Where each path of the tree stands in the text of the file.

Looked up only when there is something to report. tree-sitter parses the text once; a table is opened only when a
path leads into it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

import tree_sitter

from galaplan.documents.paths import Path
from galaplan.documents.problems import WHOLE_FILE, Span

if TYPE_CHECKING:
    from tree_sitter import Node

TextSyntax = Literal["toml", "json"]
"""The languages in which a plan file is a text."""

Syntax = Literal["toml", "json", "xlsx"]
"""All that a plan file may be written in."""


class Positions:
    """The places of one text. `find` gives the span of a path, or of its nearest ancestor that is in the file."""

    def __init__(self, text: str, syntax: TextSyntax) -> None:
        """Parse `text`; `syntax` says which language it is in."""
        self._lines = text.encode().split(b"\n")
        self._counted: dict[int, list[int]] = {}
        root = _parse(text, syntax)
        self._root = _Place(None)
        if syntax == "toml":
            self._index_toml(root)
        else:
            self._root.values = [child for child in root.children if child.type == "object"][:1]

    def find(self, path: Path) -> Span:
        """The key and value of a pair, the header of a table, or the element of a list."""
        place = self._root
        for step in path:
            following = place.child(step)
            if following is None:
                break
            place = following
        return self._span(place.shown) if place.shown is not None else WHOLE_FILE

    def _index_toml(self, root: Node) -> None:
        current = self._root
        for node in root.children:
            if node.type == "pair":
                current.add_pair(node)
            elif node.type in ("table", "table_array_element"):
                keys, place = _keys(node.children[1]), self._root
                for key in keys[:-1]:
                    place = place.table(key, node).latest()
                place = place.table(keys[-1], node)
                if node.type == "table_array_element":
                    place = place.append(node)
                elif place.shown is not node:
                    # Named before only as the parent of another table: its own header is its place.
                    place.shown = node
                place.values.append(node)

    def _span(self, node: Node) -> Span:
        start, end = node.start_point, node.end_point
        if node.type in ("table", "table_array_element"):
            end = node.children[2].end_point
        elif node.type == "pair":
            end = (_value(node) or node).end_point
        return Span(
            start.row + 1,
            self._column(start.row, start.column),
            end.row + 1,
            self._column(end.row, end.column),
        )

    def _column(self, row: int, offset: int) -> int:
        """The column of a byte of a line, counted in characters."""
        if row >= len(self._lines):
            return 1
        line = self._lines[row]
        if row not in self._counted:
            # A minified file is one line: what comes before is counted once, not for every place in it.
            steps = () if line.isascii() else range(0, len(line), STEP)
            self._counted[row] = list(accumulate((_characters(line[at : at + STEP]) for at in steps), initial=0))
        counted = self._counted[row]
        if len(counted) == 1:
            return offset + 1
        step = offset // STEP
        return counted[step] + _characters(line[step * STEP : offset]) + 1


STEP = 4096
"""Bytes between two places of a line up to which its characters are counted."""

_CONTINUATION = bytes(range(0x80, 0xC0))
"""The bytes of UTF-8 that begin no character."""


def _characters(piece: bytes) -> int:
    return len(piece.translate(None, _CONTINUATION))


class _Place:
    """One table, list or value of the tree, with the nodes that hold what is in it."""

    __slots__ = ("_children", "_opened", "shown", "values")

    def __init__(self, shown: Node | None) -> None:
        self.shown = shown
        self.values: list[Node] = []
        self._children: dict[str | int, _Place] = {}
        self._opened = 0

    def child(self, step: str | int) -> _Place | None:
        while self._opened < len(self.values):
            node = self.values[self._opened]
            self._opened += 1
            if node.type == "array":
                elements = [child for child in node.children if child.is_named and child.type != "comment"]
                for index, element in enumerate(elements):
                    place = _Place(element)
                    place.values.append(element)
                    self._children[index] = place
            else:
                for pair in node.children:
                    if pair.type == "pair":
                        self.add_pair(pair)
        return self._children.get(step)

    def add_pair(self, pair: Node) -> None:
        keys = _keys(pair.children[0])
        place = self
        for key in keys:
            place = place.table(key, pair)
        place.shown = pair
        value = _value(pair)
        if value is not None:
            place.values.append(value)

    def table(self, key: str, shown: Node) -> _Place:
        # A header below this table may come first; opening the table would not find it again.
        return self._children.setdefault(key, _Place(shown))

    def append(self, shown: Node) -> _Place:
        place = _Place(shown)
        self._children[len(self._children)] = place
        return place

    def latest(self) -> _Place:
        """The element that a header below a list of tables belongs to: the last one so far."""
        last = len(self._children) - 1
        return self._children[last] if 0 in self._children else self


def duplicate_json_keys(text: str) -> list[tuple[str, Span]]:
    """Every key that stands twice in one object, at its second place."""
    positions = Positions(text, "json")
    found: list[tuple[str, Span]] = []
    for node in _objects(positions._root.values):
        seen: set[str] = set()
        for pair in node.children:
            if pair.type == "pair":
                key = _keys(pair.children[0])[0]
                if key in seen:
                    found.append((key, positions._span(pair)))
                seen.add(key)
    return found


def _objects(nodes: list[Node]) -> Iterator[Node]:
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node.type == "object":
            yield node
        waiting.extend(reversed(node.children))


def _value(pair: Node) -> Node | None:
    named = [child for child in pair.children[1:] if child.is_named and child.type != "comment"]
    return named[0] if named else None


def _keys(node: Node) -> list[str]:
    if node.type == "dotted_key":
        return [key for child in node.children if child.is_named for key in _keys(child)]
    text = (node.text or b"").decode(errors="replace")
    if node.type == "string" or (node.type == "quoted_key" and text.startswith('"')):
        try:
            return [str(json.loads(text))]
        except ValueError:  # an escape that JSON does not have
            return [text[1:-1]]
    return [text[1:-1] if node.type == "quoted_key" else text]


def _parse(text: str, syntax: TextSyntax) -> Node:
    grammar = import_module(f"tree_sitter_{syntax}")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    return parser.parse(text.encode()).root_node
