"""Family BEG: what is asked, next to the amounts for the whole country: how much there is, when, and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from galaplan import catalogue
from galaplan.catalogue import Edition
from galaplan.rules.begroting.bedragen import all_too_small
from galaplan.rules.begroting.totaal import asked_in_total, total_at
from galaplan.rules.charges import paying_in
from galaplan.rules.registry import ADVICE, ERROR, Hit, rule
from galaplan.rules.view import NO_AMOUNTS, PlanView


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
        for year in years_above_national(plan, component):
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


def years_above_national(plan: PlanView, component: str) -> list[int]:
    """The years in which one municipality asks more for a component than there is for all."""
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
            paying = paying_in(plan.charges.get(component, ()), year)
            if asked.in_year(year):
                place = plan.asked_at[component, year]
                yield Hit("aangevraagd", place, {**params, "bedrag": asked[year]}, paying)
            else:
                place = (*paying[0], "bedragen", str(year))
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
            variant, is_told = "veel", bool(years_above_national(plan, component))  # by BEG005
        elif euros * 10 < expected * least:
            variant, is_told = "weinig", bool(all_too_small(plan))  # by BEG001
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
