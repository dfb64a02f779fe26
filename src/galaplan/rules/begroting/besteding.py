"""Family BEG: what the money is spent on: whether that outlasts it, and whether any is for gezondheidsachterstanden."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache

from galaplan.catalogue import Edition
from galaplan.model.shared import Action
from galaplan.rules.registry import ADVICE, WARNING, Hit, Outcome, rule
from galaplan.rules.view import SPUK, PlanView, filled


@rule(
    "BEG009",
    "structureel-uit-tijdelijk",
    {"structureel": WARNING, "loopt-door": WARNING},
    modality="-",
    source=("GALA p46 L2490-2496", "GALA p44 L2353-2357"),
    inferred=True,
)
def structureel_uit_tijdelijk(plan: PlanView) -> Iterator[Hit]:
    ending = _last_years(plan.edition)
    first_end = min(ending.values(), default=math.inf)
    for action in plan.actions:
        stays, end = action.item.structural, action.item.end
        runs_through = math.inf if stays else end.year if end else 0
        if runs_through <= first_end or filled(action.item.follow_up_cover):
            continue
        components = [code for code in plan.carries_out(action.item) if ending.get(code, math.inf) < runs_through]
        lasting = components and [
            component
            for component in sorted(_paying_components(action.item).intersection(components))
            if not _paid_otherwise_after(action.item, component, ending[component])
        ]
        if lasting:
            last = min(ending[component] for component in lasting)
            params = {"actie": action.item.id, "onderdelen": lasting, "laatste_jaar": last}
            yield Hit("structureel" if stays else "loopt-door", action.path, params)


def _paying_components(action: Action) -> frozenset[str]:
    """The components that pay something of an action; what it says it carries out is no money yet."""
    lines = (line for cost in action.costs for line in cost.funding if line.source == SPUK)
    return frozenset(line.component for line in lines if line.component and line.amounts.total)


@lru_cache(maxsize=8)
def _last_years(edition: Edition) -> Mapping[str, int]:
    """The last year with money for a component, its own or money that is free, where the money is not structural."""
    return {
        component.code: max([component.amounts.years[-1], *edition.free_years])
        for component in edition.components.values()
        if component.amounts and not component.structural
    }


def _paid_otherwise_after(action: Action, component: str, last: int) -> bool:
    """Whether something else already pays after the last year of a component, or money kept of it."""
    lines = (line for cost in action.costs for line in cost.funding if line.component != component or line.carry_over)
    return any(year > last and euros for line in lines for year, euros in line.amounts.items())


@rule(
    "BEG011",
    "geld-naar-achterstanden",
    {"niets": Outcome(WARNING, not_requested=ADVICE)},
    modality="I",
    source=("GALA p44 L2370-2372", "GALA p5 L109-110", "GezondIn-lessen L33-39"),
    component="gezondheidsachterstanden",
)
def geld_naar_achterstanden(plan: PlanView) -> Iterator[Hit]:
    groups = plan.edition.codes_where("risicogroep", "achterstand")
    if any(_is_aimed(cost.action, groups) and cost.cost.amounts.total for cost in plan.costs):
        return
    if costs := [cost for cost in plan.costs if cost.cost.amounts.total]:
        total = sum(cost.cost.amounts.total for cost in costs)
        yield Hit("niets", ("acties",), {"bedrag": total, "aantal": len(costs)})


def _is_aimed(action: Action, groups: frozenset[str]) -> bool:
    """Whether an action is for groups or neighbourhoods with gezondheidsachterstanden, or differs for them."""
    return (
        not groups.isdisjoint(action.target_groups)
        or any(filled(name) for name in action.neighbourhoods)
        or filled(action.differentiation)
    )
