"""Family BEG: costs, and the lines that pay them."""

from __future__ import annotations

from collections.abc import Iterator

from galaplan.model.amounts import Amounts
from galaplan.rules.registry import ERROR, WARNING, Hit, rule
from galaplan.rules.view import CostObject, PlanView


@rule(
    "BEG002",
    "som-actie",
    {"te-weinig": ERROR, "jaar-zonder-dekking": ERROR, "geen-enkel-jaar": ERROR, "rest-elders": WARNING},
    modality="-",
    source=(),
    applies=("gemeente", "regio"),
    in_request_2023=("regio",),
    inferred=True,
)
def som_actie(plan: PlanView) -> Iterator[Hit]:
    for whole in plan.unsettled_objects:
        if not whole.lines:
            continue
        if short := _uncovered(plan, whole):
            yield from _told_by_key(whole, short) if whole.costs[0].cost.join_key else _told_by_year(whole, short)


def _uncovered(plan: PlanView, whole: CostObject) -> Amounts:
    """What no line pays, by year of the scheme; every line that pays may round."""
    rounding: int = plan.edition.tolerance("afronding_per_regel")
    short = whole.amounts.only(plan.edition.years).excess_over(whole.paid)
    paying = {year: sum(1 for line in whole.lines if line.line.amounts.in_year(year)) for year in short}
    return short.only(year for year in short if short[year] > rounding * paying[year])


def _told_by_key(whole: CostObject, short: Amounts) -> Iterator[Hit]:
    """A cost with a `sleutel`: another file may hold the rest, and a `verwijzing` says so."""
    own = {placed.path for placed in whole.costs}
    if not any(line.line.counterpart for line in whole.lines if line.path[:-2] in own):
        first = whole.costs[0]
        params = {"post": first.cost.id, "jaren": [*short], "bedrag": short.total}
        yield Hit("rest-elders", first.path, params, tuple(placed.path for placed in whole.costs[1:]))


def _told_by_year(whole: CostObject, short: Amounts) -> Iterator[Hit]:
    """A cost of this file alone: each year in which it falls short, or all at once where nothing pays any of it."""
    first, costs = whole.costs[0], whole.amounts.without_zeros()
    if not whole.paid.only(costs).total:
        yield Hit("geen-enkel-jaar", first.path, {"post": first.cost.id, "jaren": [*short], "bedrag": short.total})
        return
    for year, euros in short.items():
        params = {
            "post": first.cost.id,
            "jaar": year,
            "bedrag": euros,
            "kosten": costs[year],
            "dekking": whole.paid.in_year(year),
            "bronnen": list(dict.fromkeys(line.line.source for line in whole.lines if line.line.amounts.in_year(year))),
        }
        yield Hit("te-weinig" if whole.paid.in_year(year) else "jaar-zonder-dekking", first.path, params)
