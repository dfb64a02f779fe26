"""Damage to a plan file, such that a good part of what comes out is still nearly a plan.

All that is chosen is chosen by the `Random` that is passed: of one seed, or one that hypothesis draws from.
"""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import Any

import rtoml

from fuzz.seeds import HOSTILE, files, words
from galaplan.documents.problems import Unreadable
from galaplan.documents.toml import parse_toml

LARGEST = 1 << 20
"""No mutation makes a file longer than this."""

_TOKEN = re.compile(r"[\w-]+|\s+|\"\"\"|'''|[^\w\s]")
_VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 60_000.0, 10**13, 2**53, "", " ", "x", "2024", "GM0034", "eigen:", "2024-02-30"),
    *([], [1], [[]], {}, {"tekst": "x"}, {"2024": -1}, {"x": {"y": [{"z": []}]}}),
    *HOSTILE,
)
_ODD_BYTES = (b"\x00", b"\xff", b"\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x80", b"\x1a", b"\r", b"\n")


def mutated(data: bytes, random: Random) -> bytes:
    """The file with one to four changes. It may happen to be as right as before."""
    for _ in range(random.choice((1, 1, 1, 2, 2, 4))):
        if data.startswith(b"PK\x03\x04") and random.random() < 0.9:
            data = _member(data, random)
        else:
            data = random.choice(_WAYS)(data, random)
    return data[:LARGEST]


def _bytes(data: bytes, random: Random) -> bytes:
    at, end = _stretch(len(data), random, 8)
    put = random.choice((b"", random.randbytes(1), random.choice(_ODD_BYTES), data[at:end] * 2))
    return data[:at] + put + data[end:]


def _tokens(data: bytes, random: Random) -> bytes:
    tokens = _TOKEN.findall(data.decode(errors="replace"))
    if not tokens:
        return random.choice(words()).encode()
    for _ in range(random.choice((1, 1, 2, 5))):
        at = random.randrange(len(tokens))
        put = random.choice((random.choice(words()), "", tokens[at] * 2, random.choice(tokens)))
        tokens[at : at + random.choice((0, 1, 1, 1, 3))] = [put]
        if not tokens:
            break
    return "".join(tokens).encode()


def _lines(data: bytes, random: Random) -> bytes:
    """Some lines gone, twice, elsewhere, or in the order of another file."""
    lines = data.splitlines(keepends=True)
    at, end = _stretch(len(lines), random, 12)
    taken = lines[at:end]
    way = random.randrange(4)
    if way == 0:
        return b"".join(lines[:at] + lines[end:])
    if way == 1:
        return b"".join(lines[:end] + taken + lines[end:])
    if way == 2:
        lines = lines[:at] + lines[end:]
    else:
        other = random.choice(list(files().values())).splitlines(keepends=True)
        start, stop = _stretch(len(other), random, 40)
        taken = other[start:stop]
    to = random.randint(0, len(lines))
    return b"".join(lines[:to] + taken + lines[to:])


def _tree(data: bytes, random: Random) -> bytes:
    """One value of the tree replaced, gone, or with a neighbour more; now and then in the other language."""
    is_json = data.lstrip()[:1] == b"{"
    try:
        tree = json.loads(data) if is_json else parse_toml(data.decode())
    except (ValueError, Unreadable):
        return _tokens(data, random)
    except RecursionError:
        return _lines(data, random)
    for _ in range(random.choice((1, 1, 2, 3))):
        damage_tree(tree, random)
    if random.random() < 0.15:
        is_json = not is_json
    try:
        text = json.dumps(tree, default=str, ensure_ascii=random.random() < 0.5) if is_json else rtoml.dumps(tree)
        return text.encode(errors="surrogatepass")
    except (ValueError, TypeError, RecursionError, MemoryError):
        return _lines(data, random)


def damage_tree(tree: dict[str, Any], random: Random) -> None:
    """Change one value of a tree in its place."""
    places: list[tuple[Any, Any]] = []
    waiting: list[Any] = [tree]
    while waiting:
        holder = waiting.pop()
        for step in list(holder) if isinstance(holder, dict) else range(len(holder)):
            places.append((holder, step))
            if isinstance(holder[step], dict | list):
                waiting.append(holder[step])
    if not places:
        tree[random.choice(words())] = copy.deepcopy(random.choice(_VALUES))
        return
    holder, step = random.choice(places)
    other, other_step = random.choice(places)
    way = random.randrange(5)
    if way == 0:
        del holder[step]
    elif way == 1:
        holder[step] = copy.deepcopy(random.choice(_VALUES))
    elif way == 2:
        holder[step] = copy.deepcopy(other[other_step])
    elif way == 3:
        holder[step] = random.choice(words())
    elif isinstance(holder, dict):
        holder[random.choice(words())] = copy.deepcopy(other[other_step])
    else:
        # A row of a faulty kind many times over is also many findings.
        most = LARGEST // (2 * len(json.dumps(holder[step], default=str)))
        holder.extend(holder[step : step + 1] * min(most, random.choice((1, 1, 2, 30, 5_000, 200_000))))


def _amplified(data: bytes, random: Random) -> bytes:
    """A stretch many times over: what takes too long grows faster than the file."""
    at, end = _stretch(len(data), random, random.choice((2, 40, 4000)))
    piece = data[at:end] if random.random() < 0.7 else random.choice(words()).encode()
    times = min(random.choice((20, 400, 8_000, 60_000)), LARGEST // (2 * max(1, len(piece))))
    return data[:at] + piece * times + data[end:]


def _member(data: bytes, random: Random) -> bytes:
    """A workbook with damage to one of its parts; the archive around it is right."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, RuntimeError, OSError, KeyError):
        return _bytes(data, random)
    if not parts:
        return _bytes(data, random)
    name = random.choice(sorted(parts))
    change = random.choice((_bytes, _tokens, _cells, _cells, None))
    if change is None:
        del parts[name]
    else:
        parts[name] = change(parts[name], random)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part), content)
    return made.getvalue()


def _cells(data: bytes, random: Random) -> bytes:
    """XML with the text of some elements, or the value of some attributes, replaced."""
    pieces = re.split(rb"(?<=>)([^<>]+)(?=<)|(?<==\")([^\"<>]*)(?=\")", data)
    texts = [index for index, piece in enumerate(pieces) if piece is not None and piece[:1] not in (b"<", b'"')]
    for index in random.sample(texts, min(len(texts), random.choice((1, 1, 3)))):
        word = random.choice((*words()[:400], "A1", "XFD1048576", "s", "1", "-1", "&#x1b;", "_x000A_", "&lt;", ""))
        pieces[index] = word.encode()
    return b"".join(piece for piece in pieces if piece is not None)


def _stretch(length: int, random: Random, longest: int) -> tuple[int, int]:
    start = random.randint(0, length)
    return start, min(length, start + random.randint(0, longest))


_WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (
    *(_bytes, _bytes, _tokens, _tokens, _tokens, _lines, _lines),
    *(_tree, _tree, _tree, _tree, _tree, _amplified),
)
