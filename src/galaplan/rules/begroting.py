"""Family BEG: the arithmetic of the budget, within the plan and against the national amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from galaplan import catalogue
from galaplan.documents import Path
from galaplan.model.amounts import Amounts
from galaplan.model.shared import Action, FundingLine
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, Outcome, rule
from galaplan.rules.severity import REQUEST_2023
from galaplan.rules.view import NO_AMOUNTS, PlacedLine, PlanView, filled, without_carry_over

FAMILY = "BEG"

SPUK, IZA = "spuk", "iza"
GELD = "bedragen"
NO_COMPONENT = ""
"""Stands for the component of an action that carries out none."""


def _asked_in_total(plan: PlanView) -> Amounts:
    """What the plan asks in all, by its total or by all its parts; a year in which these differ is BEG004's."""
    total = plan.municipal.requested_total
    if not all(row.item.amounts for row in plan.requests):
        return total or Amounts()
    parts = Amounts.sum(plan.requested_amounts.values())
    return total.only(year for year in total if parts.get(year, total[year]) == total[year]) if total else parts


def _total_at(plan: PlanView, year: int) -> Path:
    return ("aanvraag_totaal", str(year)) if plan.municipal.requested_total else ("aanvraag",)


def _lines_of(plan: PlanView, source: str) -> tuple[PlacedLine, ...]:
    return tuple(line for line in plan.lines if line.line.source == source)


def _paying_in(lines: Iterable[PlacedLine], year: int) -> tuple[Path, ...]:
    """The lines that take something from the money of `year`."""
    return tuple(line.path for line in lines if without_carry_over(line.line).in_year(year))


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
    limit: int = plan.edition.tolerance("klein_bedrag")
    stated = []
    for path, amounts in _all_amounts(plan):
        for year, euros in amounts.items():
            if euros >= limit:
                return  # one amount of a usual size is enough
            stated.append(((*path, str(year)), euros))
    if not stated:
        return
    path, largest = max(stated, key=lambda entry: entry[1])
    if largest:
        yield Hit("klein", path, {"grootste": largest, "grens": limit, "aantal": len(stated)})


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
    {"te-weinig": ERROR, "jaar-zonder-dekking": ERROR},
    modality="-",
    source=(),
    applies=("gemeente", "regio"),
    in_request_2023=("regio",),
    inferred=True,
)
def som_actie(plan: PlanView) -> Iterator[Hit]:
    rounding: int = plan.edition.tolerance("afronding_per_regel")
    for whole in plan.cost_objects:
        first = whole.costs[0]
        if whole.is_plainly_covered or not whole.lines or first.cost.join_key:
            continue  # who else pays a cost with a `sleutel` may stand in another file
        for year, euros in whole.amounts.items():
            paying = [line.line for line in whole.lines if year in line.line.amounts]
            paid = sum(line.amounts[year] for line in paying)
            if euros - paid > rounding * len(paying):
                params = {
                    "post": first.cost.id,
                    "jaar": year,
                    "bedrag": euros - paid,
                    "kosten": euros,
                    "dekking": paid,
                    "bronnen": list(dict.fromkeys(line.source for line in paying)),
                }
                yield Hit("te-weinig" if paid else "jaar-zonder-dekking", first.path, params)


@rule(
    "BEG004",
    "som-totaal",
    {"ongelijk": ERROR, "met-iza": ERROR, "iza-boven-aanvraag": ERROR, "iza-jaar-niet-aangevraagd": ERROR},
    modality="-",
    source=("GALA p45 L2455-2474",),
    applies=("gemeente", "regio"),
    in_request_2023=True,
    inferred=True,
)
def som_totaal(plan: PlanView) -> Iterator[Hit]:
    yield from _total_of_components(plan) if plan.kind == "gemeente" else _total_of_iza(plan)


def _total_of_components(plan: PlanView) -> Iterator[Hit]:
    total = plan.municipal.requested_total
    if not total or not plan.requests or not all(row.item.amounts for row in plan.requests):
        return
    region = plan.municipal.regional_reference
    local_iza = (region and region.local_iza) or Amounts()
    parts = Amounts.sum(plan.requested_amounts.values())
    for year in total:
        if year in parts and total[year] != parts[year]:
            with_iza = 0 < local_iza.in_year(year) == total[year] - parts[year]
            params = {
                "jaar": year,
                "bedrag": abs(total[year] - parts[year]),
                "totaal": total[year],
                "som": parts[year],
            }
            yield Hit("met-iza" if with_iza else "ongelijk", ("aanvraag_totaal", str(year)), params)


def _total_of_iza(plan: PlanView) -> Iterator[Hit]:
    application = plan.regional.iza_application
    if application is None or not application.amounts:
        return
    lines = _lines_of(plan, IZA)
    charged = Amounts.sum(without_carry_over(line.line) for line in lines)
    for year, excess in charged.excess_over(application.amounts).items():
        if year not in application.amounts and plan.phase == REQUEST_2023:
            continue  # the outline asks for the preparation alone; later years follow with the completion
        variant = "iza-boven-aanvraag" if year in application.amounts else "iza-jaar-niet-aangevraagd"
        params = {
            "jaar": year,
            "bedrag": excess,
            "aangevraagd": application.amounts.in_year(year),
            "begroot": charged[year],
        }
        yield Hit(variant, ("aanvraag_iza", GELD, str(year)), params, _paying_in(lines, year))


# --- what is charged against what is requested ---------------------------------------------------------------------


@rule(
    "BEG003",
    "som-onderdeel",
    {
        "meer": ERROR,
        "overloop": WARNING,
        "minder": WARNING,
        "totaal-meer": ERROR,
        "totaal-overloop": WARNING,
        "totaal-minder": WARNING,
    },
    modality="P",
    source=("GALA p44 L2401-2404",),
    inferred=True,
)
def som_onderdeel(plan: PlanView) -> Iterator[Hit]:
    yield from _per_component(plan)
    yield from _in_total(plan)


def _per_component(plan: PlanView) -> Iterator[Hit]:
    places, reserves = plan.asked_at, _reserves(plan)
    for component, amounts in plan.requested_amounts.items():
        # A year in which nothing is asked is DOE006's, and BEG007's where there is no money to ask.
        asked = amounts.only(year for year in amounts if amounts[year] and year in plan.edition.bound_years)
        lines = plan.spuk_lines.get(component, ())
        if plan.spent.get(component) == asked and not any(_is_moved(line.line) for line in lines):
            continue  # spent as asked, to the euro and the year
        for variant, year, found in _overdrawn(asked, lines):
            yield Hit(variant, places[component, year], {"onderdeel": component, **found}, _paying_in(lines, year))
        rows = [row for row in plan.requests if row.item.component == component]
        explained = any(row.item.has_text for row in rows) or not reserves.isdisjoint((component, NO_COMPONENT))
        if (left := _unspent(plan, asked, lines)) and not explained:
            params = {"onderdeel": component, "jaren": [*left], "bedrag": left.total}
            yield Hit("minder", (*rows[0].path, GELD), params)


def _in_total(plan: PlanView) -> Iterator[Hit]:
    """The same, of all components together, where money is free or only a total is asked."""
    total = _asked_in_total(plan)
    asked = total.only(
        year for year in total if total[year] and (year in plan.free_years or not plan.requested_amounts)
    )
    lines = _lines_of(plan, SPUK)
    for variant, year, found in _overdrawn(asked, lines):
        yield Hit(f"totaal-{variant}", _total_at(plan, year), found, _paying_in(lines, year))
    explained = any(row.item.has_text for row in plan.requests) or _reserves(plan)
    if (left := _unspent(plan, asked, lines)) and not explained:
        yield Hit("totaal-minder", _total_at(plan, left.years[0]), {"jaren": [*left], "bedrag": left.total})


def _overdrawn(asked: Amounts, lines: Sequence[PlacedLine]) -> Iterator[tuple[str, int, dict[str, int]]]:
    """The years in which the lines take more than is asked, or in which less is left than is carried on."""
    spent, carried_on, used = _spent(lines), _carried_on(lines), Amounts.sum(_used(line.line) for line in lines)
    for year, euros in asked.items():
        own, later, gone = spent.in_year(year), carried_on.in_year(year), used.in_year(year)
        params = {"jaar": year, "aangevraagd": euros}
        if own > euros:
            yield "meer", year, {**params, "begroot": own, "bedrag": own - euros}
        elif later and gone + later > euros:
            yield "overloop", year, {**params, "begroot": gone, "overloop": later, "bedrag": gone + later - euros}


def _unspent(plan: PlanView, asked: Amounts, lines: Sequence[PlacedLine]) -> Amounts:
    """What is asked and neither spent nor carried on, in the years in which lines spend something."""
    rounding: int = plan.edition.tolerance("afronding_per_regel") * len(lines)
    spent = _spent(lines)
    left = asked.excess_over(spent + _carried_on(lines), tolerance=rounding)
    return left.only(year for year in left if spent.in_year(year))


def _spent(lines: Iterable[PlacedLine]) -> Amounts:
    """What lines take from the money of each year."""
    return Amounts.sum(without_carry_over(line.line) for line in lines)


def _carried_on(lines: Iterable[PlacedLine]) -> Amounts:
    """What lines of a later year take from the money of each year."""
    return Amounts.sum(
        Amounts({line.line.carry_over.from_year: line.line.amounts.total - without_carry_over(line.line).total})
        for line in lines
        if line.line.carry_over
    )


def _is_moved(line: FundingLine) -> bool:
    """Whether a line says more of the money than where it is planned."""
    return line.carry_over is not None or line.realised is not None


def _used(line: FundingLine) -> Amounts:
    """What is gone of the money of each year: what was really spent where the line says so, else what it plans."""
    if line.realised is None or line.carry_over is not None:
        return without_carry_over(line)
    return Amounts({**line.amounts, **line.realised})


def _reserves(plan: PlanView) -> frozenset[str]:
    """The components whose actions have a cost that no line pays: money kept in reserve."""
    return frozenset(
        component
        for placed in plan.costs
        if not placed.cost.funding
        for component in plan.carries_out(placed.action) or (NO_COMPONENT,)
    )


@rule(
    "BEG009",
    "structureel-uit-tijdelijk",
    {"structureel": WARNING, "loopt-door": WARNING},
    modality="-",
    source=("GALA p46 L2490-2496", "GALA p44 L2353-2357"),
    inferred=True,
)
def structureel_uit_tijdelijk(plan: PlanView) -> Iterator[Hit]:
    for action in plan.actions:
        if filled(action.item.follow_up_cover):
            continue
        last_years = {
            component: last
            for component in sorted(_paying_components(action.item))
            if (last := _last_year(plan, component)) and not _paid_otherwise_after(action.item, component, last)
        }
        stays, end = action.item.structural, action.item.end
        lasting = [code for code, last in last_years.items() if stays or (end and end.first.year > last)]
        if lasting:
            params = {
                "actie": action.item.id,
                "onderdelen": lasting,
                "laatste_jaar": min(last_years[code] for code in lasting),
            }
            yield Hit("structureel" if stays else "loopt-door", action.path, params)


def _paying_components(action: Action) -> frozenset[str]:
    lines = (line for cost in action.costs for line in cost.funding if line.source == SPUK)
    return frozenset(line.component for line in lines if line.component and line.amounts.total)


def _last_year(plan: PlanView, component: str) -> int | None:
    """The last year with money for a component, or None where the money is structural."""
    known = plan.edition.components.get(component)
    return None if known is None or known.structural or not known.amounts else known.amounts.years[-1]


def _paid_otherwise_after(action: Action, component: str, last: int) -> bool:
    """Whether another source or component already pays in a year after the last one of this component."""
    lines = (line for cost in action.costs for line in cost.funding if line.component != component)
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
    costs = [cost for cost in plan.costs if cost.cost.amounts.total]
    if costs and not any(_is_aimed(cost.action, groups) for cost in costs):
        total = sum(cost.cost.amounts.total for cost in costs)
        yield Hit("niets", ("acties",), {"bedrag": total, "aantal": len(costs)})


def _is_aimed(action: Action, groups: frozenset[str]) -> bool:
    """Whether an action is for groups or neighbourhoods with gezondheidsachterstanden, or differs for them."""
    return bool(
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
    places = plan.asked_at
    for component, asked in plan.requested_amounts.items():
        national = plan.national(component)
        for year, euros in asked.items():
            if year in national and year in plan.edition.bound_years and _exceeds_rounded(plan, euros, national[year]):
                params = {"onderdeel": component, "jaar": year, "aangevraagd": euros, "landelijk": national[year]}
                yield Hit("boven-landelijk", places[component, year], params)
    everything = _all_national(plan)
    for year, euros in _asked_in_total(plan).items():
        if year in plan.free_years and _exceeds_rounded(plan, euros, everything.in_year(year)):
            params = {"jaar": year, "aangevraagd": euros, "landelijk": everything.in_year(year)}
            yield Hit("totaal-boven-landelijk", _total_at(plan, year), params)


def _exceeds_rounded(plan: PlanView, euros: int, national: int) -> bool:
    """Whether an amount is above a national one that is rounded and not yet indexed."""
    margin: Mapping[str, int] = plan.edition.tolerance("onderdeel_landelijk")
    return (euros - national) * 100 > max(margin["bedrag"] * 100, national * margin["procent"])


def _all_national(plan: PlanView) -> Amounts:
    return Amounts.sum(component.amounts for component in plan.edition.components.values())


@rule(
    "BEG007",
    "jaar-zonder-middelen",
    {"aangevraagd": ERROR, "begroot": ERROR},
    modality="P",
    source=("GALA p45 L2430-2465",),
    in_request_2023=True,
)
def jaar_zonder_middelen(plan: PlanView) -> Iterator[Hit]:
    for component in plan.edition.components:
        asked, spent = plan.requested_amounts.get(component, NO_AMOUNTS), plan.spent.get(component, NO_AMOUNTS)
        for year in sorted({*asked, *spent}.intersection(plan.edition.years)):
            if not (asked.in_year(year) or spent.in_year(year)) or _has_money(plan, component, year):
                continue
            params = {"onderdeel": component, "jaar": year}
            paying = _paying_in(plan.spuk_lines.get(component, ()), year)
            if asked.in_year(year):
                place = plan.asked_at[component, year]
                yield Hit("aangevraagd", place, {**params, "bedrag": asked[year]}, paying)
            else:
                place = (*paying[0], GELD, str(year))
                yield Hit("begroot", place, {**params, "bedrag": spent[year]}, paying[1:])


def _has_money(plan: PlanView, component: str, year: int) -> bool:
    """Whether there is money to ask: of the component, or of any where money is free."""
    amounts = _all_national(plan) if year in plan.free_years else plan.national(component)
    return amounts.in_year(year) > 0


@rule(
    "BEG008",
    "wor-2026",
    {"omstreden": ADVICE},
    modality="-",
    source=("GALA p45 L2453", "GALA p46 L2491-2493"),
)
def wor_2026(plan: PlanView) -> Iterator[Hit]:
    rows = plan.edition.codes("spuk-onderdeel")
    for (component, year), path in plan.asked_at.items():
        disputed = rows[component].attributes.get("omstreden_jaren", ()) if component in rows else ()
        euros = plan.requested_amounts[component].in_year(year)
        if euros and year in disputed:
            yield Hit("omstreden", path, {"onderdeel": component, "jaar": year, "bedrag": euros})


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
    for row in plan.requests:
        component, asked = row.item.component, row.item.amounts or Amounts()
        national = plan.national(component)
        years = [year for year in asked if asked[year] and year in national and year in plan.edition.bound_years]
        euros, expected = asked.only(years).total, national.only(years).total * inhabitants // country
        params = {"onderdeel": component, "jaren": years, "bedrag": euros, "naar_inwoners": expected}
        if euros * 10 > expected * factor["maximaal_tiende"]:
            yield Hit("veel", (*row.path, GELD), params)
        elif euros * 10 < expected * factor["minimaal_tiende"]:
            yield Hit("weinig", (*row.path, GELD), params)


def _inhabitants(plan: PlanView) -> int | None:
    """The inhabitants of the municipality; unknown for a plan that others join."""
    municipality = plan.municipal.municipality
    if municipality.on_behalf_of:
        return None
    official = catalogue.municipalities().get(municipality.code)
    return municipality.inhabitants or (official.inhabitants if official else None)
