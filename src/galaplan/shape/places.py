"""What the model expects at a path of a file, and where in a file each key has its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from galaplan.documents import Path
from galaplan.model.fields import Key, Table, once_per_table
from galaplan.model.shapes import Field, Value, fields_of
from galaplan.records import Record

Spot = tuple[str, ...]
"""A table of the model: its keys from the root, `acties[]` for a list, `*` for any key of a keyed table."""

ANY = "*"


class Place(Record):
    """What the model expects at a path."""

    key: Key
    value: Value
    many: bool
    depth: int
    """How many steps of the path lead to the field itself."""


def place_at(root: type[Table], path: Path) -> Place | None:
    """The field that a path leads to or into; None for the root or a path the model does not know."""
    table: type[Table] | None = root
    place: Place | None = None
    for depth, step in enumerate(path, 1):
        if isinstance(step, int):
            place = place and place.replace(many=False)
            continue
        if table is not None:
            field = field_of(table, step)
            if field is None:
                return None
            place = Place(field.key, field.value, field.many, depth)
            table = field.value.table
        elif place is not None and place.value.keyed is not None:
            key, inner = place.key, place.value.keyed
            table = key.special.get(step) or inner.table
            place = Place(key.inner or Key(key.name, key.title), inner, False, depth)
        else:
            return place
    return place


def field_of(table: type[Table], key: str) -> Field | None:
    """The field of this key, or None."""
    return next((field for field in fields_of(table) if field.key.name == key), None)


@once_per_table
def spots(root: type[Table]) -> Mapping[Spot, Mapping[str, Field]]:
    """Every table of a kind of plan, with its fields by key."""
    found: dict[Spot, Mapping[str, Field]] = {}
    waiting: list[tuple[Spot, type[Table]]] = [((), root)]
    while waiting:
        spot, table = waiting.pop(0)
        found[spot] = {field.key.name: field for field in fields_of(table)}
        for name, field in found[spot].items():
            step = f"{name}[]" if field.many else name
            waiting.extend(((*spot, step, *steps), below) for steps, below in _tables_in(field.value, field.key))
    return found


def _tables_in(value: Value, key: Key) -> Iterator[tuple[Spot, type[Table]]]:
    if value.table is not None:
        yield (), value.table
    if value.keyed is not None:
        for code, table in key.special.items():
            yield (code,), table
        for steps, table in _tables_in(value.keyed, key.inner or key):
            yield (ANY, *steps), table


def spot_of(root: type[Table], path: Path) -> Spot | None:
    """The table of the model that a path of a file leads to."""
    known = spots(root)
    spot: Spot = ()
    for step in path:
        if isinstance(step, int):
            continue
        below = [(*spot, name) for name in (step, f"{step}[]", ANY)]
        spot = next((b for b in below if any(k[: len(b)] == b for k in known)), ())
        if not spot:
            return None
    return spot if spot in known else None


def header(spot: Spot) -> str:
    """How the header of a table is written: `[indiening]`, `[[acties.kosten]]`."""
    name = ".".join("…" if step == ANY else step.removesuffix("[]") for step in spot)
    return f"[[{name}]]" if spot[-1].endswith("[]") else f"[{name}]"


def header_at(path: Path, *, many: bool) -> str:
    """The header of the table that a path of a file leads to."""
    name = ".".join(step for step in path if isinstance(step, str))
    return f"[[{name}]]" if many else f"[{name}]"


def value_at(tree: Any, path: Path) -> Any:
    """What stands at a path of the tree; None where the path leads nowhere."""
    for step in path:
        try:
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            return None
    return tree


def owner(path: Path) -> str:
    """The last key of a path: the name of the table or value it leads to."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")
