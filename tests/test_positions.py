"""Where a path stands, held against tree-sitter, which parses the whole text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

import pytest
import tree_sitter
from hypothesis import given
from hypothesis import strategies as st

from galaplan.documents import Document, Path, Span, Unreadable, read_document

TRICKY_TOML = """\
# [geen.kop]
"sleutel met ] en #" = "een [kop] in een tekst # geen commentaar" # [wel commentaar]
'letterlijk' = 'C:\\[map]'
a.b . "c.d" = 1
lijst = [ # commentaar met ]
  [1, 2], # [x]
  ["]", '[', \"\"\"
[nog.een.kop]
\"\"\", '''
[[en.nog.een]]'''],
  { x = [ { y = "}" } ], "z z" = 2024-01-01 10:00:00 }, # }
]
lang = \"\"\"
[kop]
sleutel = "waarde" ""\\\\" \\
  \"\"\"\"\"
leeg = ""
ook = ''
tijd = 10:00:00

  [ tabel . "met \\u0041 en \\U0001F600" ]
  x = { } # {
  e = 1
[[rijen]]
naam = "één" # é [é]
  [rijen.onder]
  y.z = [[], [{}]]
  [[rijen.diep]]
  [[rijen.diep]]
  k = 1
[[rijen]]
naam = 'twee'
[later.ouder.kind]
q=1
[later.ouder]
r=2
[later]
s=3"""

TRICKY_JSON = """
{"a": {"b": [1, -2.5e3, true, null, "]}, \\" {[", [], {}, [[{"c" :"é"}]]]},\r
 "\\u0041" : {"x]": {"y": "\\\\"}} , "é":
 [ {"k":1} ,{"k":"\U0001f600", "l" : [ 1 ] } ] }
"""


@pytest.mark.parametrize(("text", "syntax"), [(TRICKY_TOML, "toml"), (TRICKY_JSON, "json")])
def test_tricky_text(text: str, syntax: Any) -> None:
    document = read_document(text.encode(), syntax)
    assert_places(document, text)


def test_places_by_hand() -> None:
    document = read_document(TRICKY_TOML.encode())
    assert document.locate(("sleutel met ] en #",)) == Span(2, 1, 2, 66)
    assert document.locate(("lijst", 1, 2)) == Span(7, 14, 9, 4)
    assert document.locate(("tabel", "met A en \N{GRINNING FACE}", "x")) == Span(22, 3, 22, 10)
    assert document.locate(("tabel", "niet-daar")) == document.locate(("tabel",)) == Span(21, 3, 21, 41)
    assert document.locate(("rijen", 0, "diep", 1, "k")) == Span(30, 3, 30, 8)
    assert document.locate(("rijen",)) == Span(24, 1, 24, 10)
    assert document.locate(("later", "s")) == Span(38, 1, 38, 4)


# --- generated texts -----------------------------------------------------------------------------------------------

WORDS = st.text(alphabet="ab[]{}\"'#=,. \\é\N{GRINNING FACE}-_1", max_size=6)
SCALARS = st.one_of(st.integers(-(2**60), 2**60), st.booleans(), st.floats(-1e9, 1e9), WORDS)
TREES = st.recursive(
    st.dictionaries(WORDS, SCALARS, max_size=4),
    lambda inner: st.dictionaries(WORDS, st.one_of(inner, SCALARS, st.lists(st.one_of(inner, SCALARS))), max_size=4),
    max_leaves=25,
)


@given(TREES, st.sampled_from([None, 0, 1, "\t"]), st.booleans())
def test_json(tree: dict[str, Any], indent: int | str | None, escaped: bool) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=escaped)
    assert_places(read_document(text.encode(), "json"), text)


@given(TREES, st.randoms(use_true_random=False))
def test_toml(tree: dict[str, Any], random: Any) -> None:
    text = "\n".join(_Written(random).tables((), tree)) + random.choice(["", "\n", "\n# [einde]"])
    document = read_document(text.encode(), "toml")
    assert document.tree == tree
    assert_places(document, text)


@given(TREES, st.randoms(use_true_random=False))
def test_keys_that_stand_twice(tree: dict[str, Any], random: Any) -> None:
    """Each second key, whatever its value, is told once, at its place."""
    twice: list[str] = []

    def written(value: Any) -> str:
        if isinstance(value, dict):
            pairs = [f"{json.dumps(key)}: {written(inner)}" for key, inner in value.items()]
            if value and random.random() < 0.5:
                key = random.choice(sorted(value))
                pairs.append(f"{json.dumps(key)}: {written(value[key])}")
                twice.append(key)
            return "{" + ", ".join(pairs) + "}"
        return "[" + ",\n".join(map(written, value)) + "]" if isinstance(value, list) else json.dumps(value)

    text = random.choice(["{}", "[{}]"]).replace("{}", written(tree))
    if not twice:
        return
    with pytest.raises(Unreadable) as refused:
        read_document(text.encode(), "json")
    assert sorted(str(problem.params["sleutel"]) for problem in refused.value.problems) == sorted(twice)
    for problem in refused.value.problems:
        assert problem.span is not None
        stated = "{" + _cut(text, problem.span) + "}"
        assert [key for key, _ in json.loads(stated, object_pairs_hook=list)] == [problem.params["sleutel"]]


def _cut(text: str, span: Span) -> str:
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


class _Written:
    """A tree as TOML, each table and value in one of the ways that TOML knows."""

    def __init__(self, random: Any) -> None:
        self._random = random

    def tables(self, path: tuple[str, ...], tree: Mapping[str, Any]) -> Iterator[str]:
        below: list[tuple[str, Any]] = []
        for key, value in tree.items():
            is_table = isinstance(value, dict)
            is_tables = isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)
            if (is_table or is_tables) and self._random.random() < 0.7:
                below.append((key, value))
            elif is_table and len(value) == 1 and self._random.random() < 0.5:
                ((inner, only),) = value.items()
                yield self._line(f"{self._key(key)} . {self._key(inner)}", only)
            else:
                yield self._line(self._key(key), value)
        for key, value in below:
            header = " . ".join(map(self._key, (*path, key)))
            for row in value if isinstance(value, list) else [value]:
                yield self._random.choice(["", "  "]) + (
                    f"[[{header}]]" if isinstance(value, list) else f"[ {header} ]"
                )
                yield from self.tables((*path, key), row)

    def _line(self, key: str, value: Any) -> str:
        return f"{key} = {self._value(value)}{self._random.choice(['', ' ', ' # [a] {', ' # '])}"

    def _key(self, key: str) -> str:
        is_bare = key.isascii() and key.replace("-", "a").replace("_", "a").isalnum()
        if is_bare and self._random.random() < 0.8:
            return key
        return f"'{key}'" if "'" not in key and self._random.random() < 0.5 else _basic(key)

    def _value(self, value: Any) -> str:
        match value:
            case dict():
                return "{" + ", ".join(f"{self._key(key)}={self._value(inner)}" for key, inner in value.items()) + "}"
            case list():
                comma, end = self._random.choice([(", ", ""), (",\n  ", ","), (" , # ]\n", "\n# [\n")])
                return f"[{comma.join(map(self._value, value))}{end if value else ''}]"
            case str():
                return self._text(value)
            case bool():
                return str(value).lower()
        return repr(value)

    def _text(self, text: str) -> str:
        ways = [_basic(text), f'"""{_basic(text)[1:-1]}"""', f'"""\n{_basic(text)[1:-1]}"""']
        if "'" not in text:
            ways += [f"'{text}'", f"'''\n{text}'''"]
        return str(self._random.choice(ways))


def _basic(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


# --- the other parser ----------------------------------------------------------------------------------------------


def assert_places(document: Document, text: str) -> None:
    expected = dict(_expected(text, document.tree, getattr(document, "syntax", "")))
    for path, span in expected.items():
        assert document.locate(path) == span, path


def _expected(text: str, tree: Mapping[str, Any], syntax: str) -> Iterator[tuple[Path, Span]]:
    data = text.encode()
    root = _parser(syntax).parse(data).root_node
    assert not root.has_error
    nodes: dict[Path, Any] = {}
    if syntax == "json":
        _of_json(next(node for node in root.children if node.type == "object"), (), nodes)
    else:
        _of_toml(root, nodes)
    for path in _paths(tree):
        if path:
            there = next(path[:length] for length in range(len(path), -1, -1) if path[:length] in nodes or not length)
            yield path, _span(nodes[there], data) if there else Span(1, 1, 1, 1)


@cache
def _parser(syntax: str) -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(import_module(f"tree_sitter_{syntax}").language()))


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all values, and of some that are not there."""
    yield path
    children: Sequence[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        children = list(value.items())
        yield (*path, "niet daar", 0)
    elif isinstance(value, list):
        children = list(enumerate(value))
        yield (*path, len(value))
    for step, inner in children:
        yield from _paths(inner, (*path, step))


def _of_json(node: Any, path: Path, nodes: dict[Path, Any]) -> None:
    if node.type == "object":
        for pair in node.named_children:
            key = (*path, json.loads(pair.named_children[0].text))
            nodes[key] = pair
            _of_json(pair.named_children[1], key, nodes)
    elif node.type == "array":
        for index, element in enumerate(node.named_children):
            nodes[(*path, index)] = element
            _of_json(element, (*path, index), nodes)


def _of_toml(root: Any, nodes: dict[Path, Any]) -> None:
    """Headers first, for a table whose header comes later is shown there, then what stands below them."""
    counts: dict[Path, int] = {}
    tables: list[tuple[Path, Any]] = []
    pairs = [node for node in root.named_children if node.type == "pair"]
    for pair in pairs:
        _of_pair(pair, (), nodes)
    for node in root.named_children:
        if node.type not in ("table", "table_array_element"):
            continue
        *above, last = _toml_keys(node.named_children[0])
        path: Path = ()
        for key in above:
            path = (*path, key)
            nodes.setdefault(path, node)
            if path in counts:
                path = (*path, counts[path] - 1)
        path = (*path, last)
        if node.type == "table":
            nodes[path] = node
        else:
            nodes.setdefault(path, node)
            counts[path] = counts.get(path, 0) + 1
            path = (*path, counts[path] - 1)
            nodes[path] = node
        tables.append((path, node))
    for path, node in tables:
        for pair in node.named_children:
            if pair.type == "pair":
                _of_pair(pair, path, nodes)


def _of_pair(pair: Any, path: Path, nodes: dict[Path, Any]) -> None:
    for key in _toml_keys(pair.named_children[0]):
        path = (*path, key)
        nodes.setdefault(path, pair)
    nodes[path] = pair
    _inside(_value(pair), path, nodes)


def _inside(node: Any, path: Path, nodes: dict[Path, Any]) -> None:
    named = [child for child in node.named_children if child.type != "comment"]
    if node.type == "array":
        for index, element in enumerate(named):
            nodes[(*path, index)] = element
            _inside(element, (*path, index), nodes)
    elif node.type == "inline_table":
        for pair in named:
            _of_pair(pair, path, nodes)


def _value(pair: Any) -> Any:
    return next(child for child in pair.named_children[1:] if child.type != "comment")


def _toml_keys(node: Any) -> list[str]:
    if node.type == "dotted_key":
        return [key for child in node.named_children for key in _toml_keys(child)]
    text = node.text.decode()
    if not text.startswith('"'):
        return [text.strip("'") if node.type == "quoted_key" else text]
    return list(read_document(f"{text} = 1".encode(), "toml").tree)


def _span(node: Any, data: bytes) -> Span:
    end = node.end_byte
    if node.type in ("table", "table_array_element"):
        end = node.children[2].end_byte
    elif node.type == "pair" and node.children[1].type in ("=", ":"):
        end = (_value(node)).end_byte
    return Span(*_place(data, node.start_byte), *_place(data, end))


def _place(data: bytes, offset: int) -> tuple[int, int]:
    *before, line = data[:offset].decode().split("\n")
    return len(before) + 1, len(line) + 1
