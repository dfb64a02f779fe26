"""The clean plans of the repository, places in them, and edits of them.

A place is a path in a plan. A pattern finds places: `acties.*.kosten.*` is every cost, `acties.onderdelen=brc` the
actions whose `onderdelen` are or have `brc`, `acties.soort!=organisatie` the actions of another kind, and
`acties.*.doelen.=langer-thuis` an item of a list.
"""

from __future__ import annotations

import datetime
import json
import pickle
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

import rtoml

from galaplan.documents import Path
from tests.cases import EXAMPLES, PLANS

Tree = dict[str, Any]
Edit = Callable[[Tree], None]
T = TypeVar("T")

STARTED = ("gestart", "ingericht", "toegankelijk")

COMPONENT_OF = {
    "kansrijke-start": "kansrijke-start",
    "valpreventie": "valpreventie",
    "overgewicht-kinderen": "overgewicht-obesitas",
    "gli-volwassenen": "overgewicht-obesitas",
    "welzijn-op-recept": "welzijn-op-recept",
}
"""The five chains, each with the component that pays for it."""

LAST_WITH_WALLS = {"spuk-2023": 2026, "spuk-2025": 2024}
"""The last year in which money is bound to its component."""


class Clean:
    """A clean plan, and what the rulebook asks about a plan before it holds a duty against it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.tree: Tree = tomllib.loads(text)
        self._pickled = pickle.dumps(self.tree)
        self._found: dict[str, list[Path]] = {}

    def __str__(self) -> str:
        return self.name

    def copy(self) -> Tree:
        """A tree of one's own, to make a fault in."""
        tree: Tree = pickle.loads(self._pickled)
        return tree

    def each(self, *patterns: str) -> list[Path]:
        """The places that the patterns find, from first to last."""
        for pattern in patterns:
            if pattern not in self._found:
                self._found[pattern] = list(_matches(self.tree, pattern.split("."), ()))
        return [path for pattern in patterns for path in self._found[pattern]]

    def first(self, pattern: str) -> Path:
        """The first place that a pattern finds; where there is none, its own keys as a path."""
        return next(iter(self.each(pattern)), tuple(pattern.split(".")))

    def has(self, *patterns: str) -> bool:
        """Whether one of these is in the plan."""
        return any(self.each(pattern) for pattern in patterns)

    def get(self, path: Path | str, default: Any = None) -> Any:
        """What stands at a place."""
        found: Any = self.tree
        for step in path.split(".") if isinstance(path, str) else path:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return default
        return found

    def within(self, path: Path, *keys: str) -> list[Path]:
        """The places of these keys in a table, as far as they are there."""
        return [(*path, key) for key in keys if key in self.get(path, {})]

    def says(self, table: str | Path) -> bool:
        """Whether a table has a text, or says where it stands."""
        found = self.get(table)
        return isinstance(found, dict) and not found.keys().isdisjoint(("tekst", "vindplaats"))

    def named(self, path: Path) -> str:
        """A place in words: rows by their id, their component or what else tells them apart."""
        words = [self._word(path[: number + 1]) for number in range(len(path))]
        return " ".join(words)

    def _word(self, path: Path) -> str:
        item = self.get(path)
        if isinstance(path[-1], str):
            return path[-1]
        if not isinstance(item, dict):
            return str(item)
        return next((str(item[key]) for key in _NAMES if key in item), str(path[-1]))

    # --- the head ---

    @property
    def municipal(self) -> bool:
        return bool(self.tree["soort"] == "gemeente")

    @property
    def phase(self) -> str:
        return str(self.tree.get("fase", "plan-van-aanpak" if self.municipal else "completering"))

    @property
    def accounts(self) -> bool:
        return self.phase == "verantwoording"

    @property
    def filed(self) -> bool:
        return self.tree.get("status") in ("ingediend", "vastgesteld")

    @property
    def code(self) -> str:
        """The GM code of the municipality that files it."""
        return str(self.get("gemeente.code"))

    def holds(self, document: str) -> bool:
        """Whether a regional file holds a document."""
        return not self.municipal and document in self.tree.get("bevat", [document])

    # --- components and money ---

    @cached_property
    def requested(self) -> Mapping[str, Path]:
        """The row of each component that is asked for."""
        return {self.get(path)["onderdeel"]: path for path in self.each("aanvraag.*")}

    def asked(self, component: str) -> Mapping[str, int]:
        """What is asked for a component, by year."""
        amounts: Mapping[str, int] = self.get((*self.requested.get(component, ("",)), "bedragen"), {})
        return amounts

    @property
    def costs(self) -> list[Path]:
        return self.each("acties.*.kosten.*")

    def lines(self, cost: Path, *sources: str) -> list[Path]:
        """The funding lines of a cost, of these sources or of all."""
        rows = enumerate(self.get(cost).get("dekking", []))
        return [(*cost, "dekking", number) for number, row in rows if not sources or row["bron"] in sources]

    @cached_property
    def component_lines(self) -> Mapping[str, Sequence[Path]]:
        """The SPUK lines of each component."""
        found: dict[str, list[Path]] = {}
        for path in self.each("acties.*.kosten.*.dekking.bron=spuk"):
            found.setdefault(self.get(path).get("onderdeel", ""), []).append(path)
        return found

    def sources(self, cost: Path) -> set[str]:
        """Who pays a cost."""
        return {self.get(line)["bron"] for line in self.lines(cost)}

    def spent(self, component: str, year: str) -> int:
        """What the lines of a component pay in a year."""
        return sum(self.get(line)["bedragen"].get(year, 0) for line in self.component_lines.get(component, ()))

    def covered(self, cost: Path, year: str) -> bool:
        """Whether the lines of a cost add up to it, in a year in which it costs something."""
        paid = sum(self.get(line)["bedragen"].get(year, 0) for line in self.lines(cost))
        return bool(paid and paid == self.get(cost)["bedragen"].get(year))

    def walls(self, year: str) -> bool:
        """Whether money is bound to its component in a year."""
        return int(year) <= LAST_WITH_WALLS[self.tree["editie"]]

    def bound(self, line: Path) -> bool:
        """Whether a line pays something in a year with walls."""
        return any(amount and self.walls(year) for year, amount in self.get(line)["bedragen"].items())

    def carriers(self, component: str) -> list[Path]:
        """The actions that carry out a component: they say so, or it pays for them."""
        paid = [line[:2] for line in self.component_lines.get(component, ())]
        return list(dict.fromkeys([*self.each(f"acties.onderdelen={component}"), *paid]))

    # --- goals and chains ---

    def goals(self, action: Path) -> set[str]:
        """The goals of the agreement that an action serves."""
        own = self.get(action).get("gala_doelen")
        ids = self.get(action).get("doelen", [])
        named = [self.get(path).get("gala", []) for path in self.each("doelen.*") if self.get(path)["id"] in ids]
        return set(own if own is not None else [goal for goals in named for goal in goals])

    def agreements(self, chain: str) -> list[Path]:
        """The agreements of a chain: they name it, or it names them."""
        own = self.get(("ketens", chain), {}).get("afspraken", [])
        return [
            path
            for path in self.each("afspraken.*")
            if chain in self.get(path).get("ketens", []) or self.get(path)["id"] in own
        ]

    def states(self, chain: str) -> list[Tree]:
        """What the plan says of a chain, for itself or for the members of the region."""
        return [self.get(("ketens", chain), {}), *map(self.get, self.each(f"ketenmatrix.*.{chain}"))]

    def begun(self, chain: str) -> bool:
        """Whether a chain started in this plan, and was not there before 2023."""
        return any(state.get("status") in STARTED and not state.get("bestaand") for state in self.states(chain))


_NAMES = ("id", "onderdeel", "gemeente", "doel", "bron", "soort", "naam", "functie", "rol")


def _matches(value: Any, pattern: list[str], path: Path) -> Iterator[Path]:
    if not pattern:
        yield path
        return
    step, *rest = pattern
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        if _fits(step, key, item):
            yield from _matches(item, rest, (*path, key))


def _fits(step: str, key: str | int, item: Any) -> bool:
    name, equals, wanted = step.partition("=")
    if not equals:
        return step in ("*", key)
    if not name:
        return bool(item == wanted)
    if not isinstance(item, dict):
        return False
    found = item.get(name.removesuffix("!"))
    fits = wanted in found if isinstance(found, list) else str(found) == wanted
    return fits is not name.endswith("!")


def evenly(items: Sequence[T], most: int) -> list[T]:
    """So many of the items, spread over all of them, from the first to the last."""
    if len(items) <= most:
        return list(items)
    return [items[n * (len(items) - 1) // max(1, most - 1)] for n in range(most)]


# --- the plans -----------------------------------------------------------------------------------------------------


def clean_plans() -> list[Clean]:
    """The examples that have no error, and the two smallest plans that have no finding at all."""
    alone = [file for file in EXAMPLES.glob("*.toml") if file.stem != "zonnedorp-dubbel"]
    smallest = [PLANS / "minimaal.toml", PLANS / "minimaal-regio.toml"]
    plans = [Clean(file.stem, file.read_text("utf-8")) for file in [*sorted(alone), *smallest]]
    return [*plans, *region_of_the_examples(), *_in_another_state(plans)]


def _in_another_state(plans: Sequence[Clean]) -> Iterator[Clean]:
    """The smallest plans in the edition without walls, and the largest when all that was planned is spent."""
    for plan in plans:
        tree = plan.copy()
        if plan.name.startswith("minimaal"):
            tree["editie"] = "spuk-2025"
            yield Clean(f"{plan.name} in spuk-2025", as_toml(tree).decode())
        if plan.name == "zonnedorp":
            tree |= {"fase": "verantwoording", "datum": day("2027-03-01")}
            for line in plan.each("acties.*.kosten.*.dekking.*"):
                put((*line, "realisatie"), plan.get(line)["bedragen"])(tree)
            yield Clean(f"{plan.name} after the end", as_toml(tree).decode())


def region_of_the_examples() -> list[Clean]:
    """A region and its municipalities, each a clean plan and clean together."""
    files = sorted((EXAMPLES / "regio-zonneland").glob("*.toml"))
    return [Clean(f"{file.parent.name}/{file.stem}", file.read_text("utf-8")) for file in files]


# --- edits ---------------------------------------------------------------------------------------------------------


def nothing(tree: Tree) -> None:
    """Leave a plan as it is."""


def remove(*paths: Path) -> Edit:
    """Take keys and rows away."""

    def edit(tree: Tree) -> None:
        for path in sorted(set(paths), reverse=True):  # what comes later first: rows before it keep their number
            del _at(tree, path[:-1])[path[-1]]

    return edit


def put(path: Path, value: Any) -> Edit:
    """Put a value at a place, whatever stood there."""

    def edit(tree: Tree) -> None:
        _at(tree, path[:-1])[path[-1]] = value

    return edit


def append(path: Path, *values: Any) -> Edit:
    """Add items to a list, which is made where it is not there."""

    def edit(tree: Tree) -> None:
        holder = _at(tree, path[:-1])
        holder[path[-1]] = [*holder.get(path[-1], []), *values]

    return edit


def add(amount: int, *paths: Path) -> Edit:
    """Add to amounts."""

    def edit(tree: Tree) -> None:
        for path in paths:
            holder = _at(tree, path[:-1])
            holder[path[-1]] = holder.get(path[-1], 0) + amount

    return edit


def all_of(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(tree: Tree) -> None:
        for one in edits:
            one(tree)

    return edit


def _at(tree: Tree, path: Path) -> Any:
    """The table or list at a place; tables that are not there are made."""
    found: Any = tree
    for step in path:
        found = found.setdefault(step, {}) if isinstance(found, dict) else found[step]
    return found


def as_toml(tree: Tree) -> bytes:
    return rtoml.dumps(tree).encode()


def as_json(tree: Tree) -> bytes:
    return json.dumps(tree, ensure_ascii=False, default=str).encode()


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)
