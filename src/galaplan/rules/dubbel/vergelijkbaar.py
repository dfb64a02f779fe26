"""Which SPUK costs are worth comparing with the IZA costs: the quick look that spares most plans the long one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from galaplan.documents import Path
from galaplan.rules.view import PlanView, Side

T = TypeVar("T")


def comparable(plan: PlanView, spuk: Iterable[Side], iza: Sequence[Side]) -> list[Side]:
    """The SPUK costs that share an amount, or a purpose, with another IZA cost in a year; no other is worth a look."""
    entries = _whose((side.path, entries_of(side)) for side in iza)
    uses = _whose((side.path, uses_of(plan, side)) for side in iza)
    amounts, purposes = {euros for _, euros in entries}, {purpose for _, purpose in uses}
    return [
        side
        for side in spuk
        if (_states_one_of(side, amounts) and _has_one_of(side, entries))
        or (_is_for_one_of(side, purposes) and _is_used_as(side, uses_of(plan, side), uses))
    ]


def entries_of(side: Side) -> frozenset[tuple[int, int]]:
    """The years and amounts a cost is known by: what it costs and what the source pays of it."""
    costs = side.placed.cost.amounts
    return frozenset({*side.paid.items(), *((year, costs[year]) for year in side.paid if costs.in_year(year))})


def uses_of(plan: PlanView, side: Side) -> frozenset[tuple[int, str]]:
    """The years and purposes for which the source pays."""
    return frozenset(
        (year, line.purpose)
        for line in side.placed.cost.funding
        if line.source == side.source and line.purpose
        for year, euros in plan.paid(line).items()
        if euros
    )


def _whose(known: Iterable[tuple[Path, Iterable[T]]]) -> dict[T, Path]:
    """What is known of some costs, each with the path of the cost; with an empty one where it is of several costs."""
    whose: dict[T, Path] = {}
    for path, facts in known:
        for fact in facts:
            whose[fact] = path if whose.get(fact, path) == path else ()
    return whose


def _states_one_of(side: Side, amounts: set[int]) -> bool:
    """Whether one of these amounts is a cost's, in whatever year."""
    return not (amounts.isdisjoint(side.paid.values()) and amounts.isdisjoint(side.placed.cost.amounts.values()))


def _has_one_of(side: Side, entries: Mapping[tuple[int, int], Path]) -> bool:
    """Whether a cost is known by one of these years and amounts of another cost."""
    costs, own = side.placed.cost.amounts, side.path
    for year, euros in side.paid.items():
        if entries.get((year, euros), own) != own or entries.get((year, costs.in_year(year)), own) != own:
            return True
    return False


def _is_for_one_of(side: Side, purposes: set[str]) -> bool:
    """Whether one of these purposes is a cost's, in whatever year and whoever pays."""
    return bool(purposes) and any(line.purpose in purposes for line in side.placed.cost.funding)


def _is_used_as(side: Side, own: Iterable[tuple[int, str]], uses: Mapping[tuple[int, str], Path]) -> bool:
    """Whether a cost is used in a year for the purpose of another cost."""
    return any(uses.get(use, side.path) != side.path for use in own)
