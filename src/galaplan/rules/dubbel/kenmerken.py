"""What is known of costs that may be one activity, and which of them nothing tells apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from galaplan.documents import Path
from galaplan.records import Record
from galaplan.rules.dubbel.namen import plain_name
from galaplan.rules.dubbel.sleutels import VERWIJZING, Key, joining_keys, references
from galaplan.rules.dubbel.vergelijkbaar import entries_of, uses_of
from galaplan.rules.view import PlanView, Side, stated

FEW = 50
"""Of so many costs the set is made again each time it is needed."""

Fact = tuple[str, Any]
"""Something that is known of a cost: what it is about, and what it is."""


class Traits(Record):
    """What two costs are compared by."""

    side: Side
    action: Path
    title: str
    description: str
    subjects: frozenset[Fact]
    """The chain and the themes."""
    places: tuple[str, ...]
    """The municipalities it is for; empty for the whole area of the file."""
    telling_apart: Mapping[str, Sequence[str]]
    """What tells costs apart when they say something different; empty where it says nothing."""
    joined: tuple[Key, ...]
    entries: frozenset[tuple[int, int]]
    """The years and amounts it is known by: what it costs and what the source pays of it."""
    uses: frozenset[tuple[int, str]]
    """The years and purposes for which the source pays."""


def traits_of(plan: PlanView, sides: Iterable[Side]) -> Iterator[Traits]:
    """The traits of costs in their order; what is the action's is worked out once for all its costs."""
    titles: dict[Path, str] = {}
    subjects: dict[Path, frozenset[Fact]] = {}
    for side in sides:
        action, cost, place = side.placed.action, side.placed.cost, side.path[:2]
        if place not in titles:
            titles[place] = plain_name(action.title)
            chain = [("keten", action.chain)] if action.chain else []
            subjects[place] = frozenset([*chain, *(("thema", theme) for theme in action.themes)])
        places = (cost.municipality,) if cost.municipality else action.municipalities
        level = cost.level or action.level
        yield Traits(
            side=side,
            action=place,
            title=titles[place],
            description=plain_name(stated(cost.description)),
            subjects=subjects[place],
            places=places,
            telling_apart={
                "afbakening": [side.part] if side.part else [],
                "keten": [action.chain] if action.chain else [],
                "niveau": [level] if level else [],
                "gemeente": places,
                "wijk": action.neighbourhoods,
            },
            joined=(*joining_keys(side.placed), *((VERWIJZING, reference) for reference in references(plan, side))),
            entries=entries_of(side),
            uses=uses_of(plan, side),
        )


class Crowd:
    """The SPUK costs by what is known of them, to find those that nothing tells apart from an IZA cost.

    A set of costs is a whole number with a bit for each, the first of the file lowest: however many costs have a fact
    in common, what several facts leave over is found at once.
    """

    def __init__(self, traits: Iterable[Traits]) -> None:
        self.traits = list(traits)
        self._members: dict[Fact, list[int]] = {}
        self._sets: dict[Fact, int] = {}
        for number, each in enumerate(self.traits):
            for fact in _facts(each):
                self._members.setdefault(fact, []).append(number)

    @cached_property
    def everyone(self) -> int:
        """All costs."""
        return (1 << len(self.traits)) - 1

    def members(self, fact: Fact) -> Sequence[int]:
        """The numbers of the costs of which this is known."""
        return self._members.get(fact, ())

    def having(self, facts: Iterable[Fact]) -> int:
        """The costs of which one of these facts is known."""
        found = 0
        for fact in facts:
            found |= self._set(fact)
        return found

    def like(self, traits: Traits) -> int:
        """The costs that nothing tells apart from another cost; where a key joins them the key decides."""
        left = self.everyone
        for about, values in traits.telling_apart.items():
            if values:
                left &= self.having([(about, ""), *((about, value) for value in values)])
        return left & ~self.having([("pad", traits.side.path), *(("verbonden", key) for key in traits.joined)])

    def _set(self, fact: Fact) -> int:
        if fact in self._sets:
            return self._sets[fact]
        members = self.members(fact)
        found = 0
        for number in members:
            found |= 1 << number
        if len(members) > FEW:
            self._sets[fact] = found
        return found


def _facts(traits: Traits) -> Iterator[Fact]:
    yield from (("pad", traits.side.path), ("actie", traits.action))
    yield from (("titel", traits.title), ("omschrijving", traits.description))
    for about, values in traits.telling_apart.items():
        yield from ((about, value) for value in dict.fromkeys(values or [""]))
    yield from (("onderwerp", subject) for subject in traits.subjects)
    yield from (("verbonden", key) for key in dict.fromkeys(traits.joined))
    yield from (("post", entry) for entry in traits.entries)
    yield from (("gebruik", use) for use in traits.uses)


def first_of(costs: int) -> int:
    """The number of the first cost of a set that is not empty."""
    return (costs & -costs).bit_length() - 1
