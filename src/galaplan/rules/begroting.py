"""Family BEG: the arithmetic of the budget, within the plan and against what there is to ask."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from galaplan import catalogue
from galaplan.catalogue import CarryOverLimit, Edition
from galaplan.documents import Path
from galaplan.model.amounts import Amounts
from galaplan.model.shared import Action, Cost
from galaplan.records import Record, record
from galaplan.rules.charges import Charge, charges, later_years
from galaplan.rules.doelen import years_charged_without_request
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, Outcome, rule
from galaplan.rules.severity import REQUEST_2023
from galaplan.rules.view import NO_AMOUNTS, CostObject, PlanView, filled

SPUK, IZA = "spuk", "iza"
GELD = "bedragen"


@lru_cache(maxsize=1)
def asked_in_total(plan: PlanView) -> Amounts:
    """What the plan asks in all, by its total or by all its parts; a year in which these differ is BEG004's."""
    if total := plan.municipal.requested_total:
        return total.only(set(total).difference(_differing_years(plan)))
    return plan.requested_in_parts if _states_all_parts(plan) else NO_AMOUNTS


@lru_cache(maxsize=1)
def _differing_years(plan: PlanView) -> Mapping[int, str]:
    """The years in which the total cannot be that of the parts, and whether all parts are there (BEG004)."""
    total, parts = plan.municipal.requested_total, plan.requested_in_parts
    if not total or total == parts:
        return {}
    if not _states_all_parts(plan):
        return dict.fromkeys(parts.only(total).excess_over(total), "delen-boven-totaal")
    return {year: "ongelijk" for year in total if year in parts and total[year] != parts[year]}


def _states_all_parts(plan: PlanView) -> bool:
    return all(row.item.amounts for row in plan.requests)


def total_at(plan: PlanView, year: int) -> Path:
    """Where the plan says what it asks in all in a year."""
    return ("aanvraag_totaal", str(year)) if year in (plan.municipal.requested_total or ()) else ("aanvraag",)


def _paying_in(taken: Iterable[Charge], year: int) -> tuple[Path, ...]:
    """The lines that take something from the money of `year`."""
    return tuple(charge.path for charge in taken if charge.taken.in_year(year))


# --- the file in itself --------------------------------------------------------------------------------------------


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
    stated = _all_too_small(plan)
    if not stated:
        return
    path, largest = max(stated, key=lambda entry: entry[1])
    if largest:
        limit = plan.edition.tolerance("klein_bedrag")
        yield Hit("klein", path, {"grootste": largest, "grens": limit, "aantal": len(stated)})


def _all_too_small(plan: PlanView) -> list[tuple[Path, int]]:
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
        yield (*cost.path, GELD), cost.cost.amounts
    for line in plan.lines:
        yield (*line.path, GELD), line.line.amounts
        yield (*line.path, "realisatie"), line.line.realised or Amounts()


def _amounts_of_municipality(plan: PlanView) -> Iterator[tuple[Path, Amounts]]:
    for row in plan.requests:
        yield (*row.path, GELD), row.item.amounts or Amounts()
    yield ("aanvraag_totaal",), plan.municipal.requested_total or Amounts()
    if (region := plan.municipal.regional_reference) is not None:
        yield ("regioverwijzing", "iza_lokaal"), region.local_iza or Amounts()


def _amounts_of_region(plan: PlanView) -> Iterator[tuple[Path, Amounts]]:
    if (application := plan.regional.iza_application) is not None:
        yield ("aanvraag_iza", GELD), application.amounts or Amounts()
    for index, contribution in enumerate(plan.regional.contributions):
        yield ("bijdragen", index, GELD), contribution.amounts


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


@rule(
    "BEG004",
    "som-totaal",
    {
        "ongelijk": ERROR,
        "met-iza": ERROR,
        "delen-boven-totaal": ERROR,
        "iza-boven-aanvraag": ERROR,
        "iza-overloop": ERROR,
        "iza-jaar-niet-aangevraagd": ERROR,
        "iza-overloop-jaar-onbekend": WARNING,
    },
    modality="-",
    source=("GALA p45 L2455-2474",),
    applies=("gemeente", "regio"),
    in_request_2023=True,
    inferred=True,
)
def som_totaal(plan: PlanView) -> Iterator[Hit]:
    yield from _total_of_components(plan) if plan.kind == "gemeente" else _total_of_iza(plan)


def _total_of_components(plan: PlanView) -> Iterator[Hit]:
    region = plan.municipal.regional_reference
    local_iza = (region and region.local_iza) or NO_AMOUNTS
    total, parts = plan.municipal.requested_total or NO_AMOUNTS, plan.requested_in_parts
    for year, variant in _differing_years(plan).items():
        with_iza = 0 < local_iza.in_year(year) == total[year] - parts[year]
        params = {"jaar": year, "bedrag": abs(total[year] - parts[year]), "totaal": total[year], "som": parts[year]}
        yield Hit("met-iza" if with_iza else variant, ("aanvraag_totaal", str(year)), params)


def _total_of_iza(plan: PlanView) -> Iterator[Hit]:
    application = plan.regional.iza_application
    if application is None or not application.amounts:
        return
    asked = application.amounts
    taken = charges(plan.lines_of(IZA), asked)
    for variant, year, found in _overdrawn(asked, taken):
        name = "iza-boven-aanvraag" if variant == "meer" else "iza-overloop"
        yield Hit(name, ("aanvraag_iza", GELD, str(year)), found, _paying_in(taken, year))
    if plan.phase != REQUEST_2023:  # the outline asks for the preparation alone; later years follow with the completion
        yield from _iza_of_other_years(plan, asked, taken)


def _iza_of_other_years(plan: PlanView, asked: Amounts, taken: Sequence[Charge]) -> Iterator[Hit]:
    """The money of years for which the application states nothing; the first year had an outline of its own."""
    charged = Amounts.sum(charge.taken for charge in taken).without_zeros()
    for year in charged.only(plan.edition.years):
        if year in asked:
            continue
        params, paying = {"jaar": year, "begroot": charged[year]}, _paying_in(taken, year)
        if year == plan.edition.first_year and not _spent(taken).in_year(year):
            related = tuple((*path, "overloop") for path in paying)
            yield Hit("iza-overloop-jaar-onbekend", related[0], params, related[1:])
        else:
            yield Hit("iza-jaar-niet-aangevraagd", ("aanvraag_iza", GELD, str(year)), params, paying)


# --- what is charged against what is requested ---------------------------------------------------------------------


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
    left: dict[str, Amounts] = {}
    # A year in which nothing is asked is DOE006's, and BEG007's where there is no money to ask.
    for component, asked in plan.bound_requests.items():
        if component in plan.spent_as_asked:
            continue
        taken = plan.charges.get(component, ())
        for variant, year, found in _overdrawn(asked, taken):
            place = plan.asked_at[component, year]
            yield Hit(variant, place, {"onderdeel": component, **found}, _paying_in(taken, year))
        if unspent := _unspent(plan, asked, taken):
            left[component] = unspent
    yield from _left_over(plan, left) if left else ()


def _left_over(plan: PlanView, left: Mapping[str, Amounts]) -> Iterator[Hit]:
    """What is left by component, without what a text, a reserve or another finding accounts for."""
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
    for variant, year, found in _overdrawn(asked, taken):
        yield Hit(f"totaal-{variant}", total_at(plan, year), found, _paying_in(taken, year))
    if any(row.item.has_text or row.item.component not in plan.spuk_lines for row in plan.requests):
        return  # the rest is explained, or for a component of which the plan states no costs
    if left := Reserves(plan).account_for_any(_unspent(plan, asked, taken)):
        yield Hit("totaal-minder", total_at(plan, left.years[0]), {"jaren": [*left], "bedrag": left.total})


def _is_asked_in_parts(plan: PlanView, year: int) -> bool:
    """Whether each requested component that has money in a year states what it asks, and is bound to that."""
    if year in plan.free_years or not plan.requests:
        return False
    stated = plan.requested_amounts
    unstated = (component for component in plan.requested if year not in stated.get(component, NO_AMOUNTS))
    return not any(plan.national(component).in_year(year) for component in unstated)


def _overdrawn(asked: Amounts, taken: Sequence[Charge]) -> Iterator[tuple[str, int, dict[str, int]]]:
    """The years in which the lines take more than is asked, or in which less is left than is carried on."""
    spent, used = _spent(taken), Amounts.sum(charge.used for charge in taken)
    carried_on = Amounts.sum(charge.carried for charge in taken)
    for year, euros in asked.items():
        own, later, gone = spent.in_year(year), carried_on.in_year(year), used.in_year(year)
        params = {"jaar": year, "aangevraagd": euros}
        if own > euros:
            yield "meer", year, {**params, "begroot": own, "bedrag": own - euros}
        elif later and gone + later > euros:
            yield "overloop", year, {**params, "begroot": gone, "overloop": later, "bedrag": gone + later - euros}


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


def _spent(taken: Iterable[Charge]) -> Amounts:
    """What lines spend of the money of each year in that year."""
    return Amounts.sum(charge.own for charge in taken)


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


def _unpaid(cost: Cost) -> Amounts:
    """What no line of a cost pays; of one with a `sleutel` other files may pay it."""
    if cost.funding and cost.join_key:
        return NO_AMOUNTS
    return cost.amounts.excess_over(Amounts.sum(line.amounts for line in cost.funding))


class Reserves:
    """What no line pays of the costs: kept for the components of their action, or for any where it names none.

    A cost without lines is a reserve; of one that its lines pay in part BEG002 speaks.
    """

    def __init__(self, plan: PlanView) -> None:
        """What is in reserve is taken from it as it accounts for what is left."""
        self._pots: dict[frozenset[str], Amounts] = {}
        for action in plan.actions:
            kept = Amounts.sum(map(_unpaid, action.item.costs))
            if kept:
                components = plan.carries_out(action.item)
                self._pots[components] = self._pots.get(components, NO_AMOUNTS) + kept

    def account_for(self, component: str, left: Amounts) -> Amounts:
        """What is left of a component beyond its reserves; one for few components goes before one for many or all."""
        fitting = (components for components in self._pots if component in components or not components)
        return self._without(sorted(fitting, key=lambda components: len(components) or math.inf), left)

    def account_for_any(self, left: Amounts) -> Amounts:
        """The same of all components together."""
        return self._without(list(self._pots), left)

    def _without(self, components: Iterable[frozenset[str]], left: Amounts) -> Amounts:
        for of_components in components:
            pot = self._pots[of_components]
            self._pots[of_components], left = pot.excess_over(left), left.excess_over(pot)
        return left


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


# --- against the national amounts ----------------------------------------------------------------------------------


@rule(
    "BEG005",
    "boven-landelijk-onderdeel",
    {"boven-landelijk": ERROR, "totaal-boven-landelijk": ERROR},
    modality="P",
    source=("GALA p45 L2415-2465", "GALA p45 L2411-2413"),
    in_request_2023=True,
)
def boven_landelijk_onderdeel(plan: PlanView) -> Iterator[Hit]:
    smallest = _smallest_amounts(plan.edition)
    for component, asked in plan.requested_amounts.items():
        if asked.total <= smallest.get(component, 0):
            continue
        for year in _years_above_national(plan, component):
            national = plan.national(component)
            params = {"onderdeel": component, "jaar": year, "aangevraagd": asked[year], "landelijk": national[year]}
            yield Hit("boven-landelijk", plan.asked_at[component, year], params)
    everything = plan.edition.national_total
    for year, euros in asked_in_total(plan).items():
        if year in plan.free_years and exceeds_rounded(plan.edition, euros, everything.in_year(year)):
            params = {"jaar": year, "aangevraagd": euros, "landelijk": everything.in_year(year)}
            yield Hit("totaal-boven-landelijk", total_at(plan, year), params)


@lru_cache(maxsize=8)
def _smallest_amounts(edition: Edition) -> Mapping[str, int]:
    """The national money of each component in the year in which it is least."""
    return {code: min(known.amounts.values(), default=0) for code, known in edition.components.items()}


def _years_above_national(plan: PlanView, component: str) -> list[int]:
    national = plan.national(component)
    return [
        year
        for year, euros in plan.requested_amounts[component].items()
        if euros > national.in_year(year)
        and year in national
        and year in plan.edition.bound_years
        and exceeds_rounded(plan.edition, euros, national[year])
    ]


def exceeds_rounded(edition: Edition, euros: int, national: int) -> bool:
    """Whether an amount is above a national one that is rounded and not yet indexed."""
    margin: Mapping[str, int] = edition.tolerance("onderdeel_landelijk")
    return (euros - national) * 100 > max(margin["bedrag"] * 100, national * margin["procent"])


@rule(
    "BEG007",
    "jaar-zonder-middelen",
    {"aangevraagd": ERROR, "begroot": ERROR},
    modality="P",
    source=("GALA p45 L2430-2465",),
    in_request_2023=True,
)
def jaar_zonder_middelen(plan: PlanView) -> Iterator[Hit]:
    for component, with_money in _years_with_money(plan.edition).items():
        asked, charged = plan.requested_amounts.get(component, NO_AMOUNTS), plan.charged.get(component, NO_AMOUNTS)
        if with_money.issuperset(asked) and with_money.issuperset(charged):
            continue
        for year in sorted({*asked, *charged}.intersection(plan.edition.years) - with_money):
            if not (asked.in_year(year) or charged.in_year(year)):
                continue
            params = {"onderdeel": component, "jaar": year}
            paying = _paying_in(plan.charges.get(component, ()), year)
            if asked.in_year(year):
                place = plan.asked_at[component, year]
                yield Hit("aangevraagd", place, {**params, "bedrag": asked[year]}, paying)
            else:
                place = (*paying[0], GELD, str(year))
                yield Hit("begroot", place, {**params, "bedrag": charged[year]}, paying[1:])


@lru_cache(maxsize=8)
def _years_with_money(edition: Edition) -> Mapping[str, frozenset[int]]:
    """By component the years in which there is money to ask: of the component, or of any where money is free."""
    free = edition.national_total.only(edition.free_years).without_zeros()
    return {code: frozenset(free).union(amounts) for code, amounts in edition.bound_amounts.items()}


@rule(
    "BEG008",
    "wor-2026",
    {"omstreden": ADVICE},
    modality="-",
    source=("GALA p45 L2453", "GALA p46 L2491-2493"),
)
def wor_2026(plan: PlanView) -> Iterator[Hit]:
    for component, years in _disputed_years(plan.edition).items():
        asked = plan.requested_amounts.get(component, NO_AMOUNTS)
        for year in filter(asked.in_year, years):
            params = {"onderdeel": component, "jaar": year, "bedrag": asked[year]}
            yield Hit("omstreden", plan.asked_at[component, year], params)


@lru_cache(maxsize=8)
def _disputed_years(edition: Edition) -> Mapping[str, Sequence[int]]:
    """By component the years of which the documents do not agree whether it has money; only where there are any."""
    rows = edition.codes("spuk-onderdeel").items()
    return {code: years for code, row in rows if (years := row.attributes.get("omstreden_jaren"))}


@rule(
    "BEG010",
    "verdeelsleutel-afwijking",
    {"veel": ADVICE, "weinig": ADVICE},
    modality="-",
    source=("GALA p44 L2368-2370", "GALA p45 L2477-2479"),
)
def verdeelsleutel_afwijking(plan: PlanView) -> Iterator[Hit]:
    inhabitants = _inhabitants(plan)
    if not inhabitants:
        return
    country = catalogue.national_inhabitants()
    factor = plan.edition.tolerance("aandeel_bevolking")
    least, most = factor["minimaal_tiende"], factor["maximaal_tiende"]
    for component, asked in plan.bound_requests.items():
        national = plan.national(component)
        euros = of_all = 0
        for year, amount in asked.items():
            if in_country := national.in_year(year):
                euros, of_all = euros + amount, of_all + in_country
        expected = of_all * inhabitants // country
        if euros * 10 > expected * most:
            variant, is_told = "veel", bool(_years_above_national(plan, component))  # by BEG005
        elif euros * 10 < expected * least:
            variant, is_told = "weinig", bool(_all_too_small(plan))  # by BEG001
        else:
            continue
        if not is_told:
            years = [year for year in asked if national.in_year(year)]
            params = {"onderdeel": component, "jaren": years, "bedrag": euros, "naar_inwoners": expected}
            yield Hit(variant, plan.asked_at[component, years[0]][:-1], params)


def _inhabitants(plan: PlanView) -> int | None:
    """The inhabitants of the municipality; unknown for a plan that others join."""
    municipality = plan.municipal.municipality
    if municipality.on_behalf_of:
        return None
    official = catalogue.municipalities().get(municipality.code)
    return municipality.inhabitants or (official.inhabitants if official else None)


# --- against what is granted ---------------------------------------------------------------------------------------


def _granted(plan: PlanView) -> Amounts:
    """What the edition grants the municipality and those it speaks for together, in the years known of all of them."""
    municipality = plan.municipal.municipality
    parts = [plan.edition.granted(code) for code in {municipality.code, *municipality.on_behalf_of}]
    return Amounts.sum(parts).only(set(parts[0]).intersection(*parts))


@rule(
    "BEG014",
    "boven-toegekend-gemeente",
    {"aangevraagd": ERROR, "begroot": ERROR},
    modality="P",
    source=("Brief VWS 12-09-2025 bijlage 2A",),
)
def boven_toegekend_gemeente(plan: PlanView) -> Iterator[Hit]:
    granted = _granted(plan)
    if not granted:
        return
    told = set()
    for hit in _asked_above(plan, granted):
        told.add(hit.params["jaar"])
        yield hit
    told.update(asked_in_total(plan).without_zeros())  # what is spent above that is BEG003's
    yield from _spent_above(plan, granted.only(set(granted).difference(told)))


def _asked_above(plan: PlanView, granted: Amounts) -> Iterator[Hit]:
    total, parts = plan.municipal.requested_total or NO_AMOUNTS, plan.requested_in_parts
    asked = total + parts.only(set(parts).difference(total))
    above = asked.only(granted).excess_over(granted)
    if not above:
        return
    told = {*_differing_years(plan), *(hit.params["jaar"] for hit in boven_landelijk_onderdeel(plan))}
    rounding: int = plan.edition.tolerance("afronding_per_regel")
    for year, euros in above.items():
        rows = 1 if year in total else sum(year in amounts for amounts in plan.requested_amounts.values())
        if euros > rounding * rows and year not in told:
            params = {"jaar": year, "aangevraagd": asked[year], "toegekend": granted[year], "bedrag": euros}
            yield Hit("aangevraagd", total_at(plan, year), params)


def _spent_above(plan: PlanView, granted: Amounts) -> Iterator[Hit]:
    """What the lines take of the money of years of which the plan does not say what it asks."""
    lines = plan.lines_of(SPUK) if granted else ()
    planned = Amounts.sum(line.line.amounts for line in lines)
    room = granted + planned.only(set(planned).difference(granted))
    gone_by_line = {  # what is carried over helps the years that are short
        charge.path: charge.used + charge.carried for charge in charges(lines, room)
    }
    gone = Amounts.sum(gone_by_line.values())
    rounding: int = plan.edition.tolerance("afronding_per_regel")
    for year, euros in gone.only(granted).excess_over(granted).items():
        first, *others = [path for path, amounts in gone_by_line.items() if amounts.in_year(year)]
        if euros > rounding * (1 + len(others)):
            params = {"jaar": year, "begroot": gone[year], "toegekend": granted[year], "bedrag": euros}
            yield Hit("begroot", (*first, GELD, str(year)), params, tuple(others))


@record
class CarriedOver(Record):
    """SPUK money that a line takes along from one year."""

    path: Path
    component: str
    from_year: int
    euros: int
    spent: Amounts
    """What the line pays in the later years, one or more of which it was taken along to."""

    def astray(self, to_year: int | None) -> int:
        """What of it is spent in another year than this one."""
        there = self.spent.in_year(to_year) if to_year else 0
        elsewhere = self.spent.total - there
        return max(0, self.euros - there) if elsewhere else 0


@rule(
    "BEG015",
    "overloop-binnen-grens",
    {"onderdeel": WARNING, "toegekend": WARNING, "andere-stap": WARNING},
    modality="P",
    source=("Brief VWS 12-09-2025", "Regeling Stcrt. 2023, 4245"),
)
def overloop_binnen_grens(plan: PlanView) -> Iterator[Hit]:
    limits = plan.edition.carry_over_limits
    if not limits:
        return
    for year, carried in _carried_by_year(plan).items():
        limit = limits.get(year)
        yield from _to_another_year(plan, carried, limit)
        if limit and limit.per_component:
            yield from _above_shares(plan, carried, limit)
        elif limit:
            granted = _granted(plan).in_year(year)
            yield from _above_share(plan, "toegekend", carried, limit, granted, {"toegekend": granted})


def _carried_by_year(plan: PlanView) -> Mapping[int, list[CarriedOver]]:
    by_year: dict[int, list[CarriedOver]] = {}
    for placed in plan.lines:
        line, carry = placed.line, placed.line.carry_over
        if carry and carry.amount and line.source == SPUK and (years := later_years(line)):
            path, component = (*placed.path, "overloop"), line.component or ""
            carried = CarriedOver(path, component, carry.from_year, carry.amount, line.amounts.only(years))
            by_year.setdefault(carry.from_year, []).append(carried)
    return by_year


def _to_another_year(plan: PlanView, carried: Iterable[CarriedOver], limit: CarryOverLimit | None) -> Iterator[Hit]:
    """What can only be spent in a year to which the edition lets nothing go."""
    to_year = limit.to_year if limit else None
    astray = [(part, euros) for part in carried if (euros := part.astray(to_year))]
    if astray:
        first, *others = [part.path for part, _ in astray]
        params = {
            "van": astray[0][0].from_year,
            "bedrag": sum(euros for _, euros in astray),
            "jaren": sorted({year for part, _ in astray for year in part.spent if year != to_year}),
            "stappen": [f"{step.from_year} → {step.to_year}" for step in plan.edition.carry_over_limits.values()],
        }
        yield Hit("andere-stap", first, params, tuple(others))


def _above_shares(plan: PlanView, carried: Iterable[CarriedOver], limit: CarryOverLimit) -> Iterator[Hit]:
    """By component; of one for which the file does not say what was asked in that year nothing can be said."""
    by_component: dict[str, list[CarriedOver]] = {}
    for part in carried:
        by_component.setdefault(part.component, []).append(part)
    for component, parts in by_component.items():
        asked = plan.requested_amounts.get(component, NO_AMOUNTS).in_year(limit.from_year)
        params = {"onderdeel": component, "aangevraagd": asked}
        yield from _above_share(plan, "onderdeel", parts, limit, asked, params)


def _above_share(
    plan: PlanView,
    variant: str,
    carried: Sequence[CarriedOver],
    limit: CarryOverLimit,
    whole: int,
    params: Mapping[str, Any],
) -> Iterator[Hit]:
    rounding: int = plan.edition.tolerance("afronding_per_regel")
    euros = sum(part.euros for part in carried)
    if whole and (euros - rounding * len(carried)) * 100 > whole * limit.percent:
        first, *others = [part.path for part in carried]
        found = {"van": limit.from_year, "naar": limit.to_year, "overloop": euros, "procent": limit.percent}
        yield Hit(variant, first, {**found, "grens": whole * limit.percent // 100, **params}, tuple(others))
