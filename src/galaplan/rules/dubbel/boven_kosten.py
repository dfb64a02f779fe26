"""More paid than a cost is: by its own lines, by those of costs with its `sleutel`, or by lines that refer to it.

The first of these that explains it is told, and no other: a line too many is one fault.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from galaplan.documents import Path
from galaplan.rules.dubbel.betaling import Booking, bookings_of, payment_for
from galaplan.rules.dubbel.sleutels import VERWIJZING
from galaplan.rules.placed import PlacedLine
from galaplan.rules.registry import Hit
from galaplan.rules.view import CostObject, PlanView


def overpaid(plan: PlanView, whole: CostObject) -> Iterator[Hit]:
    """What is paid above a cost object, year by year; of shares each is looked at by itself."""
    for year, bookings in sorted(bookings_of(plan, whole).items()):
        if len(whole.costs) > 1 and whole.states_whole(year):
            yield from _overpaid_together(plan, whole, year, bookings)
        else:
            for booking in bookings.values():
                yield from _overpaid(plan, booking, year, whole.rounding)


def _overpaid(plan: PlanView, booking: Booking, year: int, rounding: int) -> Iterator[Hit]:
    """What is paid above a cost in a year by its own lines, or else with those that refer to it."""
    cost = booking.placed.cost
    payment = payment_for(plan, booking.own, (), year)
    if payment.exceeds(cost.amounts.in_year(year), rounding):
        variant = "boven-kosten" if year in cost.amounts else "jaar-zonder-kosten"
        yield Hit(variant, booking.placed.path, {"post": cost.id, **payment.facts(cost.amounts.in_year(year))})
    else:
        yield from _overpaid_by_reference(
            plan, booking.own, booking.referring, year, cost.amounts.in_year(year), rounding
        )


def _overpaid_together(plan: PlanView, whole: CostObject, year: int, bookings: Mapping[Path, Booking]) -> Iterator[Hit]:
    """What is paid in a year above the amount that every cost of one `sleutel` states, or else above one of them."""
    euros = whole.amounts.in_year(year)
    places = {placed.path for placed in whole.costs}
    own: list[PlacedLine] = []
    within: list[PlacedLine] = []
    pointing = _pointing(plan, (line for placed in whole.costs for line in placed.lines))
    for booking in bookings.values():
        for line in booking.own:
            (within if _refers_within(plan, places, pointing, line) else own).append(line)
    payment = payment_for(plan, own, within, year)
    if payment.exceeds(euros, whole.rounding):
        place = _breaking_point(plan, (*own, *within), year, euros, whole.rounding)
        posts = [p for p in whole.costs if p.path in bookings or year in p.cost.amounts]
        params = {
            "sleutel": whole.costs[0].cost.join_key,
            "post": bookings[place].placed.cost.id,
            "posten": [placed.cost.id for placed in posts],
            **payment.facts(euros),
        }
        yield Hit("samen-boven-kosten", place, params, tuple(p.path for p in posts if p.path != place))
        return
    alone = [hit for booking in bookings.values() for hit in _overpaid(plan, booking, year, whole.rounding)]
    if alone:
        yield from alone
    else:
        referring = [line for booking in bookings.values() for line in booking.referring]
        yield from _overpaid_by_reference(plan, (*own, *within), referring, year, euros, whole.rounding)


def _overpaid_by_reference(
    plan: PlanView,
    own: Iterable[PlacedLine],
    referring: Sequence[PlacedLine],
    year: int,
    euros: int,
    rounding: int,
) -> Iterator[Hit]:
    """What is paid above a cost in a year because of lines elsewhere that are not the same booking."""
    payment = payment_for(plan, own, referring, year)
    adding = [line for line in referring if line.line.source not in payment.mirrored]
    if adding and payment.exceeds(euros, rounding):
        target = plan.costs_by_reference[adding[0].line.counterpart or ""]
        params = {
            "post": target.cost.id,
            "van": list(dict.fromkeys(line.cost.id for line in adding)),
            **payment.facts(euros),
        }
        yield Hit("verwijzing", (*adding[0].path, VERWIJZING), params, (target.path,))


def _pointing(plan: PlanView, lines: Iterable[PlacedLine]) -> set[tuple[Path, Path]]:
    """From which cost to which these lines point."""
    referring = (line for line in lines if line.line.counterpart)
    targets = ((line, plan.costs_by_reference.get(line.line.counterpart or "")) for line in referring)
    return {(line.path[:-2], target.path) for line, target in targets if target}


def _refers_within(plan: PlanView, places: set[Path], pointing: Container[tuple[Path, Path]], line: PlacedLine) -> bool:
    """Whether a line points to another of these costs; where two point to each other, the later one does."""
    own = line.path[:-2]
    target = plan.costs_by_reference.get(line.line.counterpart or "")
    if target is None or target.path == own or target.path not in places:
        return False
    return target.path < own or (target.path, own) not in pointing


def _breaking_point(plan: PlanView, lines: Iterable[PlacedLine], year: int, euros: int, rounding: int) -> Path:
    """The cost with the line that makes it too much, in file order."""
    left, last = euros, Path()
    for line in sorted(lines, key=lambda line: line.path):
        if paid := plan.paid(line.line).in_year(year):
            left -= paid - rounding
            last = line.path[:-2]
            if left < 0:
                break
    return last
