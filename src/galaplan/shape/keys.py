"""Keys that a table does not know: where they do belong, or what was meant by them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from galaplan.documents import Path, Problem
from galaplan.model.fields import Table
from galaplan.schema import KINDS
from galaplan.shape.places import ANY, Spot, header, owner, spot_of, spots, value_at
from galaplan.spelling import Speller
from galaplan.structure import plan_class

REALLY_ALIKE = 0.75
"""From where on an unknown key counts as a known one misspelt."""

FEW = 3
"""A key that has its place in more tables than this is told to be unknown, rather than sent to all of them."""


def unknown_keys(
    names: list[str], path: Path, known: list[str], tree: Any, kind: str, speller: Speller
) -> Iterator[Problem]:
    """One problem for each unknown key of the table at `path`, but one for all that belong in one other table."""
    root = plan_class(kind)
    here = spot_of(root, path)
    names = list(names)
    while here is not None and (moved := _moved_together(names, here, path, root, tree)):
        spot, covered = moved
        params = {"sleutels": covered, "plaats": _place_name(spot), "tabel": owner(path)}
        yield Problem(
            "LEZ010",
            "groep" if spot else "groep-bovenaan",
            path=(*path, covered[0]),
            params={**params, **_target(spot)},
        )
        names = [name for name in names if name not in covered]
    for name in names:
        variant, params = _single(name, here, path, root, tree, kind, known, speller)
        yield Problem("LEZ010", variant, path=(*path, name), params={"sleutel": name, "tabel": owner(path), **params})


def _single(
    name: str,
    here: Spot | None,
    path: Path,
    root: type[Table],
    tree: Any,
    kind: str,
    known: list[str],
    speller: Speller,
) -> tuple[str, dict[str, Any]]:
    elsewhere = [] if here is None else [spot for spot, keys in spots(root).items() if name in keys and spot != here]
    if here is not None:
        near = [spot for spot in elsewhere if _is_above(spot, here) and name not in _table_above(tree, path, spot)]
        if near := near[-1:] or _nearest_below(here, elsewhere):
            return _belongs(name, near, root, value_at(tree, (*path, name)))
        if other := _other_kind(name, here, kind):
            return "andere-soort", {"soort": other}
    close = speller.nearest(name, known, alike=REALLY_ALIKE)
    if close and close not in value_at(tree, path):
        return "naaste", {"naaste": close}
    names = dict.fromkeys(header(spot) for spot in elsewhere if spot)
    if 0 < len(names) <= FEW:
        return _belongs(name, [spot for spot in elsewhere if spot], root, value_at(tree, (*path, name)))
    return "onbekend", {}


def _nearest_below(here: Spot, places: list[Spot]) -> list[Spot]:
    """The one place in the table itself that is nearest; none for the root, for everything lies in that."""
    below = [spot for spot in places if here and _is_above(here, spot)]
    nearest = [spot for spot in below if len(spot) == min(map(len, below))]
    return nearest if len(nearest) == 1 else []


def _belongs(name: str, places: list[Spot], root: type[Table], stated: Any) -> tuple[str, dict[str, Any]]:
    spot = places[0]
    field = spots(root)[spot][name]
    if len(places) == 1 and field.value.table is not None and isinstance(stated, dict | list):
        own = header((*spot, f"{name}[]" if field.many else name))
        return "eigen-kop", {"kop": own, **_target(spot)}
    if not spot:
        return "bovenaan", _target(spot)
    names = list(dict.fromkeys(header(spot) for spot in places))
    return "elders", {"plaats": names, **(_target(spot) if len(names) == 1 else {})}


def _moved_together(
    names: list[str], here: Spot, path: Path, root: type[Table], tree: Any
) -> tuple[Spot, list[str]] | None:
    """The table that at least two of the keys belong to, and which; None when there is none, or more than one."""
    ranked: list[tuple[tuple[int, int, int], Spot, list[str]]] = []
    for spot, keys in spots(root).items():
        if spot == here:
            continue
        above = _is_above(spot, here)
        missing = _table_above(tree, path, spot) if above else {}
        covered = [name for name in names if name in keys and name not in missing]
        if len(covered) > 1:
            distance = abs(len(spot) - len(here))
            ranked.append(((-len(covered), 0 if above else 1 if _is_above(here, spot) else 2, distance), spot, covered))
    ranked.sort(key=lambda row: row[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1], ranked[0][2]


def _is_above(spot: Spot, other: Spot) -> bool:
    return len(spot) < len(other) and other[: len(spot)] == spot


def _table_above(tree: Any, path: Path, spot: Spot) -> dict[str, Any]:
    """The table of the file at `spot` that the table at `path` lies in."""
    steps = 0
    for at, step in enumerate((*path, "")):
        if steps == len(spot) and not isinstance(step, int):
            found = value_at(tree, path[:at])
            return found if isinstance(found, dict) else {}
        steps += isinstance(step, str)
    return {}


def _other_kind(name: str, here: Spot, kind: str) -> str:
    return next((other for other in KINDS if other != kind and name in spots(plan_class(other)).get(here, {})), "")


def _place_name(spot: Spot) -> str:
    return header(spot) if spot else ""


def _target(spot: Spot) -> dict[str, Any]:
    """Where the keys should stand, for who looks for what is missing there."""
    plain = not any(step == ANY or step.endswith("[]") for step in spot)
    return {"hoort_in": list(spot)} if plain else {}


def told_twice(problems: list[Problem]) -> list[Problem]:
    """The problems without the missing keys that are in the file after all, misspelt or in another place."""
    present: set[Path] = set()
    for problem in problems:
        if problem.code == "LEZ010":
            params = problem.params
            if "naaste" in params:
                present.add((*problem.path[:-1], params["naaste"]))
            if "hoort_in" in params:
                table = tuple(params["hoort_in"])
                present.add(table)
                present.update((*table, name) for name in params.get("sleutels", [params.get("sleutel")]))
    return [problem for problem in problems if problem.code != "LEZ011" or problem.path not in present]
