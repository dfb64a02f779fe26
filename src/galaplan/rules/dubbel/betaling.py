"""What is paid for a cost in a year, by whom, and which lines of two costs are one booking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from galaplan.documents import Path
from galaplan.records import Record
from galaplan.rules.placed import PlacedCost, PlacedLine
from galaplan.rules.view import IZA, SPUK, CostObject, PlanView

ABBREVIATIONS = frozenset([SPUK, IZA, "zvw", "wmo"])
"""The sources that are written in capitals."""


def source_label(source: str) -> str:
    """A source as people write it."""
    return source.upper() if source in ABBREVIATIONS else source


class Booking(Record):
    """The lines that say something of one year of a cost."""

    placed: PlacedCost
    own: list[PlacedLine]
    referring: list[PlacedLine]
    """The lines of costs outside the object whose `verwijzing` points to it."""


def bookings_of(plan: PlanView, whole: CostObject) -> dict[int, dict[Path, Booking]]:
    """What is said of a cost object, by year of the scheme and by cost: each year is judged by itself."""
    costs = {placed.path: placed for placed in whole.costs}
    by_year: dict[int, dict[Path, Booking]] = {}
    for line in whole.lines:
        own = line.path[:-2] in costs
        placed = costs[line.path[:-2]] if own else plan.costs_by_reference[line.line.counterpart or ""]
        for year in plan.paid(line.line):
            if year not in plan.edition.years:
                continue  # IDE004 speaks of it
            booking = by_year.setdefault(year, {}).setdefault(placed.path, Booking(placed, [], []))
            (booking.own if own else booking.referring).append(line)
    return by_year


class Payment(Record):
    """What is paid for a cost in one year."""

    year: int
    by_source: Mapping[str, int]
    lines: int
    """How many lines pay something: each may be rounded."""
    mirrored: frozenset[str]
    """The sources whose lines elsewhere are the same booking, seen from the other end of the `verwijzing`."""

    @property
    def total(self) -> int:
        """What all sources pay."""
        return sum(self.by_source.values())

    def exceeds(self, euros: int, rounding: int) -> bool:
        """Whether it is more than the cost, by more than rounding explains."""
        return self.total > euros + rounding * self.lines

    def facts(self, euros: int) -> dict[str, Any]:
        """What a message says of it, for a cost of so many euros."""
        return {
            "jaar": self.year,
            "bedrag": self.total - euros,
            "kosten": euros,
            "dekking": self.total,
            "bronnen": {source_label(source): paid for source, paid in self.by_source.items()},
        }


def payment_for(plan: PlanView, own: Iterable[PlacedLine], referring: Iterable[PlacedLine], year: int) -> Payment:
    """What lines pay; of lines elsewhere only what their source does not pay here already."""
    paid, lines = _by_source(plan, own, year)
    referred, more = _by_source(plan, referring, year)
    mirrored = frozenset(source for source, euros in referred.items() if paid[source] >= euros)
    for source, euros in referred.items():
        if source not in mirrored:
            paid[source] += euros
            lines[source] += more[source]
    return Payment(year, paid, lines.total(), mirrored)


def _by_source(plan: PlanView, lines: Iterable[PlacedLine], year: int) -> tuple[Counter[str], Counter[str]]:
    """The euros that lines pay in a year and how many lines do, by source."""
    paid, count = Counter[str](), Counter[str]()
    for line in lines:
        if euros := plan.paid(line.line).in_year(year):
            paid[line.line.source] += euros
            count[line.line.source] += 1
    return paid, count
