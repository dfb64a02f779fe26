"""Where each path of the tree stands in the text of the file.

Looked up only when there is something to report, in a text in which a reader has found no fault. The headers of a TOML
text are found in one pass; a table or list is opened only when a path leads into it, and all that is kept of what is
in it is where it begins and ends. A tree of the syntax of the whole text would take 25 to 30 times the text.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

from galaplan.documents.paths import Path
from galaplan.documents.problems import WHOLE_FILE, Span

TextSyntax = Literal["toml", "json"]
"""The languages in which a plan file is a text."""

Syntax = Literal["toml", "json", "xlsx"]
"""All that a plan file may be written in."""


class Positions:
    """The places of one text. `find` gives the span of a path, or of its nearest ancestor that is in the file."""

    def __init__(self, text: str, syntax: TextSyntax) -> None:
        """Index `text`, which is right in its language; `syntax` says which that is."""
        self._grammar = _GRAMMARS[syntax](text)
        self._lines = _Lines(text)
        self._root = _Place()
        if syntax == "toml":
            self._index_toml(text)
        else:
            self._root.body = text.find("{")

    def find(self, path: Path) -> Span:
        """The key and value of a pair, the header of a table, or the element of a list."""
        place = self._root
        for step in path:
            self._open(place)
            following = place.children.get(step) if place.children else None
            if following is None:
                break
            place = following
        return self._lines.span(place.start, place.end) if place.end else WHOLE_FILE

    def _index_toml(self, text: str) -> None:
        if not text.startswith("["):
            self._root.body = 0
            self._open(self._root)
        for header in _headers(text):
            start, end = header.span()
            keys, place = [_key(key) for key in _TOML_KEY.findall(header[0])], self._root
            for key in keys[:-1]:
                place = place.table(key, start, end).latest()
            place = place.table(keys[-1], start, end)
            if header[0].startswith("[["):
                place = place.append(start, end)
            else:  # before it may have been named only as the parent of another table
                place.start, place.end = start, end
            place.body = end

    def _open(self, place: _Place) -> None:
        """Note what stands in a table or list, if that has not been done."""
        body, place.body = place.body, NOWHERE
        if body < 0:
            return
        if self._grammar.is_list(body):
            for index, element in enumerate(self._grammar.elements(body)):
                place.table(index, *element).body = self._grammar.body_at(element.start)
            return
        for pair in self._grammar.pairs(body):
            inner = place
            for key in pair.keys:
                inner = inner.table(key, pair.start, pair.end)
            inner.start, inner.end = pair.start, pair.end
            inner.body = self._grammar.body_at(pair.value)


NOWHERE = -1


class _Place:
    """One table, list or value of the tree: from where to where it is shown, and where its inside begins."""

    __slots__ = ("body", "children", "end", "start")

    def __init__(self, start: int = 0, end: int = 0) -> None:
        self.start = start
        self.end = end
        """0 for what is shown nowhere: the whole file."""
        self.body = NOWHERE
        """Where what is in it begins, until that has been noted under `children`."""
        self.children: dict[str | int, _Place] | None = None

    def table(self, key: str | int, start: int, end: int) -> _Place:
        """The place of this key in it. A header below it may come first; its own header does not make it anew."""
        if self.children is None:
            self.children = {}
        known = self.children.get(key)
        if known is None:
            known = self.children[key] = _Place(start, end)
        return known

    def append(self, start: int, end: int) -> _Place:
        """One more element of a list of tables."""
        return self.table(len(self.children or ()), start, end)

    def latest(self) -> _Place:
        """The element that a header below a list of tables belongs to: the last one so far."""
        return self.children[len(self.children) - 1] if self.children and 0 in self.children else self


class _Lines:
    """Lines and columns of a text, both counted from 1; columns count characters."""

    def __init__(self, text: str) -> None:
        self._starts = array("I", [0])
        self._starts.extend(found.end() for found in re.finditer("\n", text))

    def span(self, start: int, end: int) -> Span:
        return Span(*self._place(start), *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


# --- the two languages ---------------------------------------------------------------------------------------------


class _Element(NamedTuple):
    """An element of a list: from where to where it stands."""

    start: int
    end: int


class _Pair(NamedTuple):
    """A key with its value."""

    keys: list[str]
    """More than one where the key is dotted."""
    start: int
    value: int
    """Where the value begins."""
    end: int


class _Grammar:
    """What TOML and JSON have in common: texts, lists and tables between brackets, keys with values."""

    blank: re.Pattern[str]
    """What may stand between two elements or pairs."""
    key: re.Pattern[str]
    """A key, all of its parts, and what separates it from its value."""
    plain: re.Pattern[str]
    """A value without brackets."""
    run: re.Pattern[str]
    """All up to the next bracket that is one."""

    def __init__(self, text: str) -> None:
        self._ends: dict[int, int] = {}
        self._text = text

    def is_list(self, body: int) -> bool:
        return self._text.startswith("[", body)

    def body_at(self, value: int) -> int:
        """Where the inside of a value begins, or `NOWHERE` for one that has none."""
        return value if self._text.startswith(("[", "{"), value) else NOWHERE

    def elements(self, body: int) -> Iterator[_Element]:
        """The elements of the list that begins here."""
        at = self._skip(body + 1)
        while at < len(self._text) and self._text[at] != "]":
            end = self._end_of_value(at)
            yield _Element(at, end)
            at = self._skip(end)

    def pairs(self, body: int) -> Iterator[_Pair]:
        """The pairs of the table that begins here: at its bracket, or after its header."""
        at = self._skip(body + self._text.startswith("{", body))
        while found := self.key.match(self._text, at):
            value = found.end()
            end = self._end_of_value(value)
            yield _Pair([_key(key) for key in self._keys(found[1])], at, value, end)
            at = self._skip(end)

    def end_of_plain_value(self, at: int) -> int:
        """Where the value ends that comes next; of one with brackets where it begins."""
        value = self._skip(at)
        return value if self.body_at(value) >= 0 else self._end_of_value(value)

    def _keys(self, written: str) -> list[str]:
        return [written]

    def _skip(self, at: int) -> int:
        found = self.blank.match(self._text, at)
        return found.end() if found else at

    def _end_of_value(self, at: int) -> int:
        if self.body_at(at) >= 0:
            return self.end_of_brackets(at)
        found = self.plain.match(self._text, at)
        return at + len(found[0].rstrip()) if found else len(self._text)

    def end_of_brackets(self, at: int) -> int:
        """Where the list or table ends that begins here; of those within it that is then known too."""
        if at in self._ends:
            return self._ends[at]
        opened: list[int] = []
        while at < len(self._text):
            if self._text[at] in "[{":
                opened.append(at)
            elif opened:
                self._ends[opened.pop()] = at + 1
            at += 1
            if not opened:
                return at
            if found := self.run.match(self._text, at):
                at = found.end()
        return at


# Up to Python 3.11.4 (Debian 12 has 3.11.2) what comes after a possessive group is looked for where the last try at it
# gave up. So each alternative within `(?:…)*+` below either fails at its first characters or may be left there.
_JSON_TEXT = r'"(?:[^"\\]++|\\.)*+"'
_TOML_TEXT = (
    r'"""(?:[^"\\]++|\\.|"[^"\\]|"\\.|""[^"\\]|""\\.)*+"{3,5}'
    r"|'''(?:[^']++|'[^']|''[^'])*+'{3,5}"
    r'|"(?:[^"\\]++|\\.)*+"'
    r"|'[^']*+'"
)
_TOML_PART = rf"[A-Za-z0-9_-]++|{_TOML_TEXT}"
_TOML_KEYS = rf"(?:{_TOML_PART})(?:[ \t]*+\.[ \t]*+(?:{_TOML_PART}))*+"
_INNER = rf"[^\[\]{{}}\"'#]++|{_TOML_TEXT}|\#[^\n]*+"

_TOML_KEY = re.compile(_TOML_PART, re.S)
_TOML_HEADER = re.compile(rf"\[\[?+[ \t]*+{_TOML_KEYS}[ \t]*+\]\]?+", re.S)
# All up to the next header, or to a value with brackets within its brackets.
_TOML_RUN = re.compile(
    rf"(?:[^\[\]{{}}\"'#=]++|=[ \t]*+(?:\[(?:{_INNER})*+\]|\{{(?:{_INNER})*+\}}|)|{_TOML_TEXT}|\#[^\n]*+)*+", re.S
)


class _Toml(_Grammar):
    blank = re.compile(r"(?:[ \t\r\n,]++|\#[^\n]*+)*+")
    key = re.compile(rf"({_TOML_KEYS})[ \t]*+=[ \t]*+", re.S)
    plain = re.compile(rf"{_TOML_TEXT}|[^\"',\]}}#\n]++", re.S)
    run = re.compile(rf"(?:{_INNER})*+", re.S)

    def _keys(self, written: str) -> list[str]:
        return _TOML_KEY.findall(written)


class _Json(_Grammar):
    blank = re.compile(r"[ \t\r\n,]*+")
    key = re.compile(rf"({_JSON_TEXT})[ \t\r\n]*+:[ \t\r\n]*+", re.S)
    plain = re.compile(rf"{_JSON_TEXT}|[^\s,\]}}]++", re.S)
    run = re.compile(rf"(?:[^\[\]{{}}\"]++|{_JSON_TEXT})*+", re.S)


_GRAMMARS: dict[TextSyntax, type[_Grammar]] = {"toml": _Toml, "json": _Json}


def _headers(text: str) -> Iterator[re.Match[str]]:
    """The headers of the tables of a TOML text; a bracket that begins a line anywhere else stands in a value."""
    grammar, at = _Toml(text), 0
    while (run := _TOML_RUN.match(text, at)) and (at := run.end()) < len(text):
        begins_a_line = not text[text.rfind("\n", 0, at) + 1 : at].strip()
        if begins_a_line and (header := _TOML_HEADER.match(text, at)):
            yield header
            at = header.end()
        else:
            at = grammar.end_of_brackets(at)


def _key(written: str) -> str:
    """What a key says, which may stand between quotes."""
    if written.startswith("'"):
        return written[1:-1]
    if not written.startswith('"'):
        return written
    try:
        return str(json.loads(written))
    except ValueError:  # an escape that JSON does not have
        import rtoml

        return str(rtoml.loads(f"key = {written}")["key"])


# --- keys that stand twice -----------------------------------------------------------------------------------------

_JSON_TOKEN = re.compile(rf"(?P<key>{_JSON_TEXT})[ \t\r\n]*+:|(?P<open>[\[{{])|(?P<close>[\]}}])|{_JSON_TEXT}", re.S)


def duplicate_json_keys(text: str) -> Iterator[tuple[str, Span]]:
    """Every key that stands twice in one object, at its second place, in the order of the text."""
    grammar, lines = _Json(text), _Lines(text)
    seen: list[set[str]] = []
    found: list[tuple[str, int, int]] = []
    waiting: list[int | None] = []
    """Of each bracket that is open the number of the key that stands twice and whose value it begins."""
    number: int | None = None
    for token in _JSON_TOKEN.finditer(text):
        if token["key"]:
            key, number = _key(token["key"]), None
            if key in seen[-1]:
                number = len(found)
                found.append((key, token.start(), grammar.end_of_plain_value(token.end())))
            seen[-1].add(key)
        elif token["open"]:
            seen.append(set())
            waiting.append(number)
            number = None
        elif token["close"]:
            seen.pop()
            number = None
            if (of := waiting.pop()) is not None:
                key, start, _ = found[of]
                found[of] = key, start, token.end()
    return ((key, lines.span(start, end)) for key, start, end in found)
