"""Family DUB: one cost that several pay, and how much they pay of it together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from galaplan.documents import Path
from galaplan.rules.placed import PlacedCost, PlacedLine
from galaplan.rules.registry import ADVICE, ERROR, Hit, rule
from galaplan.rules.severity import ACCOUNTING
from galaplan.rules.view import IZA, SPUK, PlanView, delimitation

OTHER_STATE_MONEY = ("iza-transitie", "gemeentefonds", "anders-rijk")
"""What the State pays besides SPUK and IZA, in the order in which it is named."""


@rule(
    "DUB001",
    "gedeelde-kostenpost",
    {"niet-gezegd": ERROR, "zelfde-doel": ERROR},
    modality="P",
    source=("GALA p62 L3254-3256",),
    applies=("gemeente", "regio"),
    in_request_2023=("regio",),
)
def gedeelde_kostenpost(plan: PlanView) -> Iterator[Hit]:
    for placed, years in _shared_costs(plan):
        lines = [
            line
            for line in placed.lines
            if line.line.source in (SPUK, IZA) and not years.isdisjoint(plan.paid(line.line).without_zeros())
        ]
        missing = _unsaid(placed, lines)
        if missing:
            keys = list(dict.fromkeys(key for _, key in missing))
            yield Hit("niet-gezegd", missing[0][0], {**_amounts_of(plan, placed, lines, years), "ontbreekt": keys})
        yield from _one_purpose(plan, placed, lines, years)


def _shared_costs(plan: PlanView) -> Iterator[tuple[PlacedCost, frozenset[int]]]:
    """The costs that SPUK and IZA both pay in one year, with these years."""
    for side in plan.sides(IZA):
        spuk = [line for line in side.placed.lines if line.line.source == SPUK]
        if years := _years_paid(plan, spuk).intersection(side.paid):
            yield side.placed, years


def is_shared(plan: PlanView, placed: PlacedCost) -> bool:
    """Whether SPUK and IZA both pay it in one year."""
    by_spuk, by_iza = (
        _years_paid(plan, [line for line in placed.lines if line.line.source == source]) for source in (SPUK, IZA)
    )
    return not by_spuk.isdisjoint(by_iza)


def _years_paid(plan: PlanView, lines: Iterable[PlacedLine]) -> frozenset[int]:
    return frozenset(year for line in lines for year, euros in plan.paid(line.line).items() if euros)


def _amounts_of(
    plan: PlanView, placed: PlacedCost, lines: Sequence[PlacedLine], years: Iterable[int]
) -> dict[str, Any]:
    """Who pays how much of a cost in these years."""
    euros = {
        source: sum(plan.paid(line.line).only(years).total for line in lines if line.line.source == source)
        for source in (SPUK, IZA)
    }
    return {"post": placed.cost.id, "jaren": sorted(years), **euros}


def _unsaid(placed: PlacedCost, lines: Iterable[PlacedLine]) -> list[tuple[Path, str]]:
    """The keys without which a shared cost does not say what each of the two pays for, and where they belong."""
    missing = [] if delimitation(placed.cost) else [(placed.path, "afbakening")]
    for line in lines:
        if line.line.source == SPUK and not line.line.purpose:
            missing.append((line.path, "doel"))
        if line.line.source == IZA and not line.line.iza_category:
            missing.append((line.path, "iza_categorie"))
    return missing


def _one_purpose(
    plan: PlanView, placed: PlacedCost, lines: Sequence[PlacedLine], years: Iterable[int]
) -> Iterator[Hit]:
    """The purposes that SPUK and IZA both pay in one year."""
    by_purpose: dict[str, list[PlacedLine]] = {}
    for line in lines:
        if line.line.purpose:
            by_purpose.setdefault(line.line.purpose, []).append(line)
    for purpose, same in by_purpose.items():
        if len(same) == 1:
            continue
        spuk = [line for line in same if line.line.source == SPUK]
        iza = [line for line in same if line.line.source == IZA]
        shared = _years_paid(plan, spuk) & _years_paid(plan, iza) & frozenset(years)
        if shared:
            place, *others = ((*line.path, "doel") for line in (*iza, *spuk) if shared & _years_paid(plan, [line]))
            yield Hit("zelfde-doel", place, {**_amounts_of(plan, placed, same, shared), "doel": purpose}, tuple(others))


@rule(
    "DUB002",
    "som-boven-kosten",
    {
        "boven-kosten": ERROR,
        "jaar-zonder-kosten": ERROR,
        "samen-boven-kosten": ERROR,
        "verwijzing": ERROR,
        "verwijzing-tussen-bestanden": ERROR,
        "sleutel-met-regio": ERROR,
    },
    modality="P",
    source=("GALA p62 L3254-3256",),
    applies=("gemeente", "regio", "set"),
    in_request_2023=("regio",),
)
def som_boven_kosten(plan: PlanView) -> Iterator[Hit]:
    wholes = plan.cost_objects if plan.phase == ACCOUNTING else plan.unsettled_objects
    if wholes:
        from galaplan.rules.dubbel.boven_kosten import overpaid

        for whole in wholes:
            yield from overpaid(plan, whole)


@rule(
    "DUB016",
    "andere-rijksmiddelen",
    {"ook-ander-rijksgeld": ADVICE},
    modality="-",
    source=("GALA p35 L1848-1852", "GALA p39 L2059-2063", "GALA p15 L728-729", "Pharos-SPUK L85"),
    inferred=True,
)
def andere_rijksmiddelen(plan: PlanView) -> Iterator[Hit]:
    costs: list[PlacedCost] = []
    sources: set[str] = set()
    for placed in plan.costs if any(map(plan.lines_of, OTHER_STATE_MONEY)) else ():
        paying = {line.source for line in placed.cost.funding if line.amounts.total}
        if paying & {SPUK, IZA} and paying.intersection(OTHER_STATE_MONEY) and not delimitation(placed.cost):
            costs.append(placed)
            sources.update(paying.intersection(OTHER_STATE_MONEY))
    if costs:
        params = {
            "aantal": len(costs),
            "posten": [placed.cost.id for placed in costs],
            "bronnen": [source for source in OTHER_STATE_MONEY if source in sources],
        }
        yield Hit("ook-ander-rijksgeld", costs[0].path, params, tuple(placed.path for placed in costs[1:]))
