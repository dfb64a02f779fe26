"""Which row of one list is which of another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence

from galaplan.model.fields import Table
from galaplan.model.shapes import fields_of
from galaplan.reading import ROW_NAMES

Pair = tuple[int | None, int | None]
"""The index in the old and in the new list; None where there is no such row."""

LIKENESS_LIMIT = 10_000
"""Pairs of rows whose likeness is looked at: a hundred new ones against a hundred old ones. More is not worth it."""


def paired(old: Sequence[Table], new: Sequence[Table]) -> list[Pair]:
    """Each row with its counterpart: the equal ones, then those of one name, then the most alike. In the order of the
    new list, with each row that went after the row that it followed.
    """
    found: dict[int, int] = {}
    left, right = _match(range(len(old)), range(len(new)), old, new, _whole, found)
    left, right = _match(left, right, old, new, _name, found)
    _match_alike(left, right, old, new, found)
    return list(_in_order(len(old), len(new), found))


def _match(
    left: Sequence[int],
    right: Sequence[int],
    old: Sequence[Table],
    new: Sequence[Table],
    same: Callable[[Table], Hashable],
    found: dict[int, int],
) -> tuple[list[int], list[int]]:
    """Pair the rows of which `same` says the same; what has no counterpart, or more than one, remains."""
    before, after = _by(same, left, old), _by(same, right, new)
    taken = set()
    for key, rows in after.items():
        others = before.get(key, [])
        if key is not None and (same is _whole or len(rows) == len(others) == 1):
            pairs = min(len(rows), len(others))
            found.update(zip(rows[:pairs], others[:pairs], strict=True))
            taken.update(others[:pairs])
    return [i for i in left if i not in taken], [i for i in right if i not in found]


def _by(same: Callable[[Table], Hashable], rows: Sequence[int], table: Sequence[Table]) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for index in rows:
        found[same(table[index])].append(index)
    return found


def _match_alike(
    left: list[int], right: list[int], old: Sequence[Table], new: Sequence[Table], found: dict[int, int]
) -> None:
    """Pair what is left, the most alike first; rows that share less than half of what they say are others."""
    if len(left) * len(right) > LIKENESS_LIMIT:
        return
    likeness = sorted(
        ((_likeness(old[i], new[j]), -abs(i - j), -i, -j) for i in left for j in right),
        reverse=True,
    )
    taken = set()
    for score, _, i, j in likeness:
        if score >= 0.5 and -j not in found and -i not in taken:
            found[-j] = -i
            taken.add(-i)


def _likeness(old: Table, new: Table) -> float:
    """The part of what both rows state that is the same in both."""
    was, now = (
        Counter(
            (field.name, value)
            for field in fields_of(type(row))
            if (value := getattr(row, field.name, None)) not in (None, (), "")
        )
        for row in (old, new)
    )
    return (was & now).total() / max(was.total(), now.total(), 1)


def _name(row: Table) -> Hashable:
    for field in fields_of(type(row)):
        if field.key.name in ROW_NAMES and isinstance(name := getattr(row, field.name), str):
            return field.key.name, name
    return None


def _whole(row: Table) -> Hashable:
    return row


def _in_order(old: int, new: int, found: dict[int, int]) -> Iterator[Pair]:
    """New rows in order; a row that went follows its predecessor, for that is where a reader looks for it."""
    kept = set(found.values())
    after: dict[int, list[int]] = defaultdict(list)
    predecessor = -1
    for index in range(old):
        if index in kept:
            predecessor = index
        else:
            after[predecessor].append(index)
    yield from ((gone, None) for gone in after[-1])
    for index in range(new):
        yield found.get(index), index
        if index in found:
            yield from ((gone, None) for gone in after[found[index]])
