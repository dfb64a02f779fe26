"""What was measured, by what was given to whom, and what can be said of several rounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median, quantiles

MEGABYTE = 1_000_000

Key = tuple[str, str]
"""What was given, and who did something with it."""


@dataclass(frozen=True)
class Figure:
    """What it took, round by round."""

    seconds: Sequence[float]
    cpu: Sequence[float] = ()
    """Seconds of all processors together; what waits while others use them does not count."""
    peaks: Sequence[float] = ()
    """Megabytes of memory."""
    instructions: int | None = None


class Figures:
    """All figures of a run, in the order in which they were added."""

    def __init__(self) -> None:
        self._figures: dict[Key, Figure] = {}
        self._told: set[str] = set()

    def __setitem__(self, key: Key, figure: Figure) -> None:
        self._figures[key] = figure

    def __contains__(self, key: object) -> bool:
        return key in self._figures

    def count(self, key: Key, instructions: int | None) -> None:
        """Add to a figure how many instructions it took."""
        self._figures[key] = replace(self._figures[key], instructions=instructions)

    def of(self, work: str) -> Iterator[tuple[str, Figure]]:
        """Who did something with `work`, and what that took."""
        return ((who, figure) for (given, who), figure in self._figures.items() if given == work)

    def works(self, *, new: bool = False) -> list[str]:
        """What was given, each once; `new`: what was added since the last time that this was asked."""
        works = list(dict.fromkeys(given for given, _ in self._figures))
        if not new:
            return works
        fresh = [work for work in works if work not in self._told]
        self._told.update(fresh)
        return fresh

    def peaks(self, key: Key) -> Sequence[float]:
        """Megabytes of memory of each round; none where it was not measured."""
        return self._figures[key].peaks if key in self._figures else ()

    def ratios(self, above: Key, below: Key) -> list[float]:
        """The ratio of each round: what slows the machine down for a while then counts on both sides.

        Empty when one of the two was not measured.
        """
        if not {above, below} <= self._figures.keys():
            return []
        return ratios(self._figures[above].seconds, self._figures[below].seconds)

    def cpu_ratio(self, above: Key, below: Key) -> float | None:
        """The median ratio of the time of processors, or None when one of the two was not measured."""
        if not {above, below} <= self._figures.keys():
            return None
        found = ratios(self._figures[above].cpu, self._figures[below].cpu)
        return median(found) if found else None

    def counted(self, above: Key, below: Key) -> float | None:
        """The ratio of instructions, or None when one of the two was not counted."""
        figures = (self._figures.get(above), self._figures.get(below))
        one, other = (figure.instructions if figure else None for figure in figures)
        return one / other if one and other else None


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """The ratio of each round in which both were measured."""
    return [one / other for one, other in zip(above, below, strict=False)]


def middle_half(values: Sequence[float]) -> tuple[float, float]:
    """The first and the third quartile; the least and the most where there are few values."""
    if len(values) < 4:
        return min(values), max(values)
    low, _, high = quantiles(values, n=4)
    return low, high


def middle(values: Sequence[float]) -> float:
    """The median."""
    return median(values)
