"""Parts of a plan with their paths in the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from galaplan.documents import Path
from galaplan.model.shared import Action, Cost, FundingLine

T = TypeVar("T")


class Placed(Generic[T]):
    """A part of the plan with its path in the file.

    It and its like do not change either. They are no records, for hundreds are made of every plan.
    """

    __slots__ = ("item", "path")

    def __init__(self, path: Path, item: T) -> None:
        self.path = path
        self.item = item


class PlacedCost:
    """A cost with its action and its path."""

    __slots__ = ("action", "cost", "path")

    def __init__(self, path: Path, action: Action, cost: Cost) -> None:
        self.path = path
        self.action = action
        self.cost = cost

    @property
    def lines(self) -> list[PlacedLine]:
        """Its funding lines."""
        return [
            PlacedLine((*self.path, "dekking", index), self.action, self.cost, line)
            for index, line in enumerate(self.cost.funding)
        ]

    def paid_by(self, source: str) -> bool:
        """Whether a funding line of this source pays a part of it."""
        return any(line.source == source for line in self.cost.funding)


class PlacedLine:
    """A funding line with its action, cost and path."""

    __slots__ = ("action", "cost", "line", "path")

    def __init__(self, path: Path, action: Action, cost: Cost, line: FundingLine) -> None:
        self.path = path
        self.action = action
        self.cost = cost
        self.line = line


def distinct(*groups: Iterable[Placed[T]]) -> list[Placed[T]]:
    """What several indexes hold, each once, in the order of the file."""
    by_path = {placed.path: placed for group in groups for placed in group}
    return [by_path[path] for path in sorted(by_path)]
