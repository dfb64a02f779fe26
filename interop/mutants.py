"""Plans with damage, the same thousand every time: JSON texts, half of which still have the shape of a plan.

The damage is of the kind on which readers and validators of different languages are known to differ: the ends of what
a number may be, characters beyond the first sixteen bits, white space that is only white to some, line ends behind what
a pattern ends on, names that mean something to the language.
"""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import attrs

from galaplan.documents import read_document

ROOT = Path(__file__).parent.parent
SEED = 2024
COUNT = 1000

Tree = dict[str, Any]
Place = tuple[Any, Any]
"""A table or a list, and the key or the index of the value in it."""


@attrs.frozen
class Document:
    """A JSON text, with what was done to it."""

    name: str
    text: str
    """On one line."""


@attrs.frozen
class Raw:
    """A number that is written just so: `-0`, `1e2`."""

    text: str


def plans() -> dict[str, Tree]:
    """The trees of the example plans, by name."""
    files = sorted((ROOT / "examples").rglob("*.toml")) + sorted((ROOT / "src/galaplan/cases/plans").glob("*.toml"))
    return {str(file.relative_to(ROOT)): plain(read_document(file.read_bytes()).tree) for file in files}


def plain(value: Any) -> Any:
    """The value as JSON has it: dates and times as text."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date | time) else value


def mutants() -> Iterator[Document]:
    """The thousand."""
    dice = random.Random(SEED)
    originals = list(plans().items())
    texts: set[str] = set()
    while len(texts) < COUNT:
        number = len(texts)
        name, original = originals[number % len(originals)]
        tree = thinned(original, dice)
        done = []
        for _ in range(dice.choice([1, 1, 1, 2, 3])):
            kind = dice.choices([kind for kind, _ in DAMAGE], [weight for _, weight in DAMAGE])[0]
            if what := kind(tree, dice):
                done.append(f"{kind.__name__} {what}")
        text = written(tree)
        if text not in texts:  # the small plans are soon damaged in the same way
            texts.add(text)
            yield Document(f"{number:03} {name}: {'; '.join(done) or 'nothing'}", text)


def thinned(tree: Any, dice: random.Random) -> Any:
    """The tree with at most two rows of each list, so that each plan is small and all parts of them are met."""
    if isinstance(tree, dict):
        return {key: thinned(item, dice) for key, item in tree.items()}
    if isinstance(tree, list):
        kept = sorted(dice.sample(range(len(tree)), min(2, len(tree))))
        return [thinned(tree[index], dice) for index in kept]
    return tree


def written(tree: Tree) -> str:
    """The tree as JSON on one line, with raw numbers as they are."""
    marked = json.dumps(tree, default=lambda raw: f"\0{raw.text}\0")
    return re.sub(r'"\\u0000([^"\\]*)\\u0000"', r"\1", marked)


# --- where -----------------------------------------------------------------------------------------------------------


def places(tree: Any) -> list[Place]:
    """Every value in the tree."""
    found: list[Place] = []
    waiting = [tree]
    while waiting:
        holder = waiting.pop()
        for step in list(holder) if isinstance(holder, dict) else range(len(holder)):
            found.append((holder, step))
            if isinstance(holder[step], dict | list):
                waiting.append(holder[step])
    return found


def some(tree: Tree, dice: random.Random, fits: Callable[[Any, Any], bool]) -> Place | None:
    """A value whose key and value fit, if there is one. The head of the plan is as likely as one row of it."""
    fitting = [(holder, step) for holder, step in places(tree) if fits(step, holder[step])]
    return dice.choice(fitting) if fitting else None


def put(place: Place | None, value: Any) -> str:
    """Replace a value; what was done, in words."""
    if place is None:
        return ""
    holder, step = place
    holder[step] = copy.deepcopy(value)
    return f"{step} = {value!r}"


# --- damage ----------------------------------------------------------------------------------------------------------

NUMBERS: list[Any] = [0, 1, 10**12, 10**12 - 1, 10**12 + 1, -1, 2**53 - 1, 2**53, 2**53 + 1, 2**63, 10**30, 1.5, 0.1]
NUMBERS += [Raw(text) for text in ("-0", "-0.0", "1.0", "1e2", "1E+2", "1000000000000.0", "1e12", "1.5e1", "1e-7")]
NUMBERS += [Raw("1000000000000.5"), Raw("0.9999999999999999999"), Raw("1e15"), True, False, "1", None]

MOMENTS: list[Any] = [
    2024,
    1900,
    1899,
    2100,
    2101,
    "2024-02-29",
    "2023-02-29",
    "2000-02-29",
    "1900-02-29",
    "2099-12-31",
]
MOMENTS += [
    "2100-01-01",
    "2024-3-1",
    "2024-03-01\n",
    "\n2024-03-01",
    " 2024-03-01",
    "２０２４-03-01",
    "2024-03-01T00:00:00",
]
MOMENTS += ["2024", "٢٠٢٤-03-01", "2024-04-31", "2024-12-00", "", Raw("2024.0"), Raw("2.024e3"), True, None]

BLANKS = [
    "",
    " ",
    "\t\n\r ",
    "\u00a0",
    "\u2003",
    "\u3000",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\u0085",
    "\x0b",
    "\x0c",
    "\u180e",
]
BLANKS += ["\u1680", "\u202f", "\x1c", "\x00", "\x7f", "\n\u00a0"]

TEXTS = [
    "x",
    "😀",
    "👩‍👩‍👧",
    "e\u0301",
    "\u0301",
    "𝒢𝒜𝓁𝒶",
    "\U0010ffff",
    "\ufffe",
    "a\u0000b",
    "\u202eabc",
    "ß" * 300,
    "null",
    "0",
]
TEXTS += ["\\", '"', "</script>", "{{7*7}}", "-", "ǅ", "a\u2028b", "\r\n"]

ENDS = ["\n", "\r", "\r\n", "\u2028", "\u0085", " ", "\u0000", "-", "é", "_", "A", "٣", "x", "-2", "\u200d"]

NAMES = [
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "prototype",
    "$ref",
    "$schema",
    "length",
    "",
    " ",
    "😀",
]
NAMES += ["soort ", "Soort", "tekst\n", "0", "uitbreiding", "__class__", "valueOf", "id", "ſoort"]

YEARS = [
    "2000",
    "2099",
    "2026",
    "2027",
    "2100",
    "1999",
    "24",
    "2024\n",
    "\n2024",
    " 2024",
    "２０２４",
    "٢٠٢٤",
    "2024.0",
    "02024",
    "",
    "+2024",
]

KINDS: list[Any] = [
    None,
    True,
    0,
    1.5,
    "",
    "x",
    [],
    [[]],
    [None],
    {},
    {"x": 1},
    {"tekst": "x"},
    ["x"],
    [True, 1],
    Raw("-0"),
]


def number(tree: Tree, dice: random.Random) -> str:
    """A whole number becomes another, often at the end of what it may be."""
    return put(some(tree, dice, lambda _, value: type(value) in (int, float)), dice.choice(NUMBERS))


def amount(tree: Tree, dice: random.Random) -> str:
    """An amount becomes another that it may be."""
    fits = some(tree, dice, lambda key, value: bool(re.match("20[0-9]{2}$", str(key))) and type(value) is int)
    return put(fits, dice.choice([0, 1, 10**12, 10**12 - 1, Raw("-0"), 999_999_999_999]))


def moment(tree: Tree, dice: random.Random) -> str:
    """A date or a year where there is one, or where a plan may have one."""
    dated = ("datum", "start", "eind", "dus_i", "kerngroep", "bekend_op", "compleet_op", "ingediend_op")
    found = some(tree, dice, lambda key, _: key in dated) or (tree, "datum")
    return put(found, dice.choice(MOMENTS))


def blank(tree: Tree, dice: random.Random) -> str:
    """A text becomes white, or what looks like it."""
    return put(some(tree, dice, lambda key, value: key in _FREE and isinstance(value, str)), dice.choice(BLANKS))


def text(tree: Tree, dice: random.Random) -> str:
    """A text becomes another that is as good, for a reader who takes characters as they are."""
    return put(some(tree, dice, lambda key, value: key in _FREE and isinstance(value, str)), dice.choice(TEXTS))


def end(tree: Tree, dice: random.Random) -> str:
    """Something behind an id, a code or a reference."""
    place = some(tree, dice, lambda key, value: key not in _FREE and isinstance(value, str))
    return put(place, place[0][place[1]] + dice.choice(ENDS)) if place else ""


def name(tree: Tree, dice: random.Random) -> str:
    """A key that is not known, or that is only known elsewhere."""
    tables = [tree, *(holder[step] for holder, step in places(tree) if isinstance(holder[step], dict))]
    key = dice.choice(NAMES)
    dice.choice(tables)[key] = dice.choice([1, "x", {}, None])
    return repr(key)


def year(tree: Tree, dice: random.Random) -> str:
    """One year more in a table of amounts."""
    place = some(tree, dice, lambda key, value: str(key).startswith("bedragen") and isinstance(value, dict))
    key = dice.choice(YEARS)
    return put((place[0][place[1]], key), 1) if place else ""


def kind(tree: Tree, dice: random.Random) -> str:
    """A value becomes one of another kind."""
    return put(some(tree, dice, lambda *_: True), dice.choice(KINDS))


def lost(tree: Tree, dice: random.Random) -> str:
    """A key less; most need not be there."""
    place = some(tree, dice, lambda key, _: isinstance(key, str))
    if place is None:
        return ""
    del place[0][place[1]]
    return str(place[1])


def doubled(tree: Tree, dice: random.Random) -> str:
    """A row or a code stands there twice; the shape has nothing against it."""
    place = some(tree, dice, lambda _, value: isinstance(value, list) and bool(value))
    return put(place, [*place[0][place[1]], place[0][place[1]][0]]) if place else ""


def reversed_keys(tree: Tree, dice: random.Random) -> str:
    """The keys in another order."""
    items = list(tree.items())[::-1]
    tree.clear()
    tree.update(items)
    return "all"


def own_code(tree: Tree, dice: random.Random) -> str:
    """A code of one's own, in an open list or in one that is not."""
    lists = ("doelgroepen", "themas", "ggd_taken", "domeinen", "gala", "resultaten", "onderdelen", "doel", "rol")
    codes = ["eigen:buurtkamer", "eigen:", "eigen:a--b", "eigen:x\n", "eigen:é", "Eigen:x", "eigen:9", "buurtkamer"]
    place = some(tree, dice, lambda key, _: key in lists)
    if place is None:
        return ""
    code = dice.choice(codes)
    return put(place, [code] if isinstance(place[0][place[1]], list) else code)


def extension(tree: Tree, dice: random.Random) -> str:
    """Something of another program, mostly as it may be."""
    deep: Any = 1
    for level in range(dice.choice([1, 5, 20, 40, 46])):
        deep = [deep] if level % 2 else {"x": deep}
    leaves: list[Any] = [deep, {"__proto__": {"x": 1}}, [1, True, 1.0, "1"], [1, 1], {"": ""}, 2**53 - 1, -(2**53) + 1]
    leaves += [2**53, -(2**53), Raw("-0"), Raw("-0.0"), Raw("1e15"), Raw("1e16"), Raw("12345678.25"), None, [None]]
    leaves += [Raw("1e-400"), "2024-01-01", "😀" * 50, {"constructor": {"prototype": {}}}, {"$ref": "#/x"}]
    return put((tree, "uitbreiding"), {dice.choice(["x", "__proto__", "😀", "toString"]): dice.choice(leaves)})


_FREE = {"titel", "naam", "tekst", "omschrijving", "functie", "reden", "wie", "onderwerp", "vindplaats", "inzicht"}
_FREE |= {"bereik", "vervolgdekking", "samenhang", "momenten", "aanpak", "afbakening"}

Damage = Callable[[Tree, random.Random], str]
DAMAGE: list[tuple[Damage, int]] = [
    (number, 3),
    (amount, 3),
    (moment, 3),
    (blank, 3),
    (text, 3),
    (end, 2),
    (name, 2),
    (year, 2),
    (kind, 2),
    (lost, 3),
    (doubled, 2),
    (reversed_keys, 1),
    (own_code, 2),
    (extension, 3),
]
