"""Family BEG: whether the amounts of a file are whole euros, and not thousands of them."""

from __future__ import annotations

from collections.abc import Iterator

from galaplan.documents import Path
from galaplan.model.amounts import Amounts
from galaplan.rules.registry import WARNING, Hit, rule
from galaplan.rules.view import PlanView


@rule(
    "BEG001",
    "bedrag-vorm",
    {"klein": WARNING},
    modality="-",
    source=("GALA p45 L2411-2413",),
    applies=("gemeente", "regio"),
    in_request_2023=True,
    inferred=True,
)
def bedrag_vorm(plan: PlanView) -> Iterator[Hit]:
    stated = all_too_small(plan)
    if not stated:
        return
    path, largest = max(stated, key=lambda entry: entry[1])
    if largest:
        limit = plan.edition.tolerance("klein_bedrag")
        yield Hit("klein", path, {"grootste": largest, "grens": limit, "aantal": len(stated)})


def all_too_small(plan: PlanView) -> list[tuple[Path, int]]:
    """All amounts of the file with their paths; nothing when one is of a usual size, and that is enough."""
    limit: int = plan.edition.tolerance("klein_bedrag")
    stated = []
    for path, amounts in _all_amounts(plan):
        for year, euros in amounts.items():
            if euros >= limit:
                return []
            stated.append(((*path, str(year)), euros))
    return stated


def _all_amounts(plan: PlanView) -> Iterator[tuple[Path, Amounts]]:
    """Every *bedragen* of the file with its path."""
    yield from _amounts_of_municipality(plan) if plan.kind == "gemeente" else _amounts_of_region(plan)
    for cost in plan.costs:
        yield (*cost.path, "bedragen"), cost.cost.amounts
    for line in plan.lines:
        yield (*line.path, "bedragen"), line.line.amounts
        yield (*line.path, "realisatie"), line.line.realised or Amounts()


def _amounts_of_municipality(plan: PlanView) -> Iterator[tuple[Path, Amounts]]:
    for row in plan.requests:
        yield (*row.path, "bedragen"), row.item.amounts or Amounts()
    yield ("aanvraag_totaal",), plan.municipal.requested_total or Amounts()
    if (region := plan.municipal.regional_reference) is not None:
        yield ("regioverwijzing", "iza_lokaal"), region.local_iza or Amounts()


def _amounts_of_region(plan: PlanView) -> Iterator[tuple[Path, Amounts]]:
    if (application := plan.regional.iza_application) is not None:
        yield ("aanvraag_iza", "bedragen"), application.amounts or Amounts()
    for index, contribution in enumerate(plan.regional.contributions):
        yield ("bijdragen", index, "bedragen"), contribution.amounts
