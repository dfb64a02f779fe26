"""Family BEG: what the lines charge to components, and what was asked for these."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from galaplan.model.amounts import Amounts
from galaplan.rules.begroting.totaal import asked_in_total, total_at
from galaplan.rules.charges import Charge, charges, overdrawn, paying_in
from galaplan.rules.doelen import years_charged_without_request
from galaplan.rules.registry import ERROR, WARNING, Hit, rule
from galaplan.rules.view import NO_AMOUNTS, SPUK, PlanView


@rule(
    "BEG003",
    "som-onderdeel",
    {
        "meer": ERROR,
        "overloop": ERROR,
        "minder": WARNING,
        "totaal-meer": ERROR,
        "totaal-overloop": ERROR,
        "totaal-minder": WARNING,
    },
    modality="P",
    source=("GALA p44 L2401-2404",),
    inferred=True,
)
def som_onderdeel(plan: PlanView) -> Iterator[Hit]:
    told: set[int] = set()
    for hit in _per_component(plan):
        told.update(hit.params.get("jaren", ()) or (hit.params["jaar"],))
        yield hit
    yield from _in_total(plan, told)


def _per_component(plan: PlanView) -> Iterator[Hit]:
    """Of the money that is bound to its component: what is charged above it, and what is left of it."""
    left: dict[str, Amounts] = {}
    # A year in which nothing is asked is DOE006's, and BEG007's where there is no money to ask.
    for component, asked in plan.bound_requests.items():
        if component in plan.spent_as_asked:
            continue
        taken = plan.charges.get(component, ())
        for variant, year, found in overdrawn(asked, taken):
            place = plan.asked_at[component, year]
            yield Hit(variant, place, {"onderdeel": component, **found}, paying_in(taken, year))
        if unspent := _unspent(plan, asked, taken):
            left[component] = unspent
    yield from _left_over(plan, left) if left else ()


def _left_over(plan: PlanView, left: Mapping[str, Amounts]) -> Iterator[Hit]:
    """What is left by component, without what a text, a reserve or another finding accounts for."""
    from galaplan.rules.begroting.reserves import Reserves

    explained = {row.item.component for row in plan.requests if row.item.has_text}
    unclear, charged_amiss = _years_without_component(plan), years_charged_without_request(plan)
    reserves = Reserves(plan)
    for component, amounts in left.items():
        if component in explained:
            continue
        told = charged_amiss | unclear.get(component, frozenset())
        rest = reserves.account_for(component, amounts.only(year for year in amounts if year not in told))
        if rest:
            place = plan.asked_at[component, rest.years[0]][:-1]
            yield Hit("minder", place, {"onderdeel": component, "jaren": [*rest], "bedrag": rest.total})


def _in_total(plan: PlanView, told: Collection[int]) -> Iterator[Hit]:
    """The same, of all components together, where money is free or the parts are not all stated."""
    total = asked_in_total(plan)
    stated = plan.free_years.union(plan.municipal.requested_total or ())
    years = [year for year in stated.intersection(total) if total[year] and not _is_asked_in_parts(plan, year)]
    if not years:
        return
    asked = total.only(set(years).difference(told, years_charged_without_request(plan)))
    taken = charges(plan.lines_of(SPUK), total)
    for variant, year, found in overdrawn(asked, taken):
        yield Hit(f"totaal-{variant}", total_at(plan, year), found, paying_in(taken, year))
    if any(row.item.has_text or row.item.component not in plan.spuk_lines for row in plan.requests):
        return  # the rest is explained, or for a component of which the plan states no costs
    from galaplan.rules.begroting.reserves import Reserves

    if left := Reserves(plan).account_for_any(_unspent(plan, asked, taken)):
        yield Hit("totaal-minder", total_at(plan, left.years[0]), {"jaren": [*left], "bedrag": left.total})


def _is_asked_in_parts(plan: PlanView, year: int) -> bool:
    """Whether each requested component that has money in a year states what it asks, and is bound to that."""
    if year in plan.free_years or not plan.requests:
        return False
    stated = plan.requested_amounts
    unstated = (component for component in plan.requested if year not in stated.get(component, NO_AMOUNTS))
    return not any(plan.national(component).in_year(year) for component in unstated)


def _unspent(plan: PlanView, asked: Amounts, taken: Sequence[Charge]) -> Amounts:
    """What is asked and neither spent nor carried on; a year that no line touches is DOE008's.

    Every line that pays may round.
    """
    rounding: int = plan.edition.tolerance("afronding_per_regel")
    left = asked.excess_over(Amounts.sum(charge.taken for charge in taken))
    paying = {
        year: sum(1 for charge in taken if charge.taken.in_year(year) or charge.line.line.amounts.in_year(year))
        for year in left
    }
    return left.only(year for year in left if paying[year] and left[year] > rounding * paying[year])


def _years_without_component(plan: PlanView) -> Mapping[str, frozenset[int]]:
    """The years in which a component may be what pays a line of its actions that does not say so (DOE005)."""
    years: dict[str, frozenset[int]] = {}
    for action in plan.actions:
        lines = (line for cost in action.item.costs for line in cost.funding)
        silent = Amounts.sum(line.amounts for line in lines if line.source == SPUK and not line.component)
        if silent:
            for component in plan.carries_out(action.item) or plan.requested:
                years[component] = years.get(component, frozenset()).union(silent.without_zeros())
    return years
