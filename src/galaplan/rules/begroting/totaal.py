"""Family BEG: what is asked in all, and whether its parts make that total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from galaplan.documents import Path
from galaplan.model.amounts import Amounts
from galaplan.rules.charges import Charge, charges, overdrawn, paying_in, spent_in_own_year
from galaplan.rules.registry import ERROR, WARNING, Hit, rule
from galaplan.rules.severity import REQUEST_2023
from galaplan.rules.view import IZA, NO_AMOUNTS, PlanView


@lru_cache(maxsize=1)
def asked_in_total(plan: PlanView) -> Amounts:
    """What the plan asks in all, by its total or by all its parts; a year in which these differ is BEG004's."""
    if total := plan.municipal.requested_total:
        return total.only(set(total).difference(differing_years(plan)))
    return plan.requested_in_parts if _states_all_parts(plan) else NO_AMOUNTS


@lru_cache(maxsize=1)
def differing_years(plan: PlanView) -> Mapping[int, str]:
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
    """A municipal total; that it takes in the local IZA money is the usual mistake, and told as such."""
    region = plan.municipal.regional_reference
    local_iza = (region and region.local_iza) or NO_AMOUNTS
    total, parts = plan.municipal.requested_total or NO_AMOUNTS, plan.requested_in_parts
    for year, variant in differing_years(plan).items():
        with_iza = 0 < local_iza.in_year(year) == total[year] - parts[year]
        params = {"jaar": year, "bedrag": abs(total[year] - parts[year]), "totaal": total[year], "som": parts[year]}
        yield Hit("met-iza" if with_iza else variant, ("aanvraag_totaal", str(year)), params)


def _total_of_iza(plan: PlanView) -> Iterator[Hit]:
    """A regional application has no parts: it is held against what the IZA lines take."""
    application = plan.regional.iza_application
    if application is None or not application.amounts:
        return
    asked = application.amounts
    taken = charges(plan.lines_of(IZA), asked)
    for variant, year, found in overdrawn(asked, taken):
        name = "iza-boven-aanvraag" if variant == "meer" else "iza-overloop"
        yield Hit(name, ("aanvraag_iza", "bedragen", str(year)), found, paying_in(taken, year))
    if plan.phase != REQUEST_2023:  # the outline asks for the preparation alone; later years follow with the completion
        yield from _iza_of_other_years(plan, asked, taken)


def _iza_of_other_years(plan: PlanView, asked: Amounts, taken: Sequence[Charge]) -> Iterator[Hit]:
    """The money of years for which the application states nothing; the first year had an outline of its own."""
    charged = Amounts.sum(charge.taken for charge in taken).without_zeros()
    for year in charged.only(plan.edition.years):
        if year in asked:
            continue
        params, paying = {"jaar": year, "begroot": charged[year]}, paying_in(taken, year)
        if year == plan.edition.first_year and not spent_in_own_year(taken).in_year(year):
            related = tuple((*path, "overloop") for path in paying)
            yield Hit("iza-overloop-jaar-onbekend", related[0], params, related[1:])
        else:
            yield Hit("iza-jaar-niet-aangevraagd", ("aanvraag_iza", "bedragen", str(year)), params, paying)
