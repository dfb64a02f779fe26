"""Family IZA, several files: the files of one region, all regions together, and what municipalities book of IZA."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from galaplan.documents import Path
from galaplan.model.amounts import Amounts
from galaplan.records import Record
from galaplan.rules.iza import AANVRAAG, APPLICATION, COMPLETION, asked_for, exceeds_national
from galaplan.rules.plan_set import Member, Place, PlanSet, SetHit
from galaplan.rules.registry import across
from galaplan.rules.severity import ACCOUNTING
from galaplan.rules.view import PlanView


@across("IZA001")
def een_aanvraag_per_regio(plans: PlanSet) -> Iterator[SetHit]:
    """An outline and its completion are one application, and accounting for the money is none."""
    by_year: dict[tuple[str, str, int], list[Member]] = {}
    for member in plans.given:
        if member.kind == "regio" and member.phase != ACCOUNTING:
            for year in member.years:
                by_year.setdefault((member.whose, member.phase, year), []).append(member)
    doubled: dict[tuple[str, str], dict[str, Member]] = {}
    for (region, phase, _), files in by_year.items():
        if len(files) > 1:
            doubled.setdefault((region, phase), {}).update((file.file, file) for file in files)
    for files_twice in doubled.values():
        *others, last = sorted(files_twice.values(), key=lambda file: file.standing)
        params = {
            "regio": last.name,
            "aantal": len(files_twice),
            "kenmerken": [*(f.identifier for f in others), last.identifier],
        }
        yield SetHit("meer-aanvragen", Place(last, APPLICATION), params, _at(APPLICATION, others))


def _at(path: Path, members: Iterable[Member]) -> tuple[Place, ...]:
    return tuple(Place(member, path) for member in members)


@across("IZA009")
def bijlagen_van_de_regio(plans: PlanSet) -> Iterator[SetHit]:
    """A region that gives one file may have the rest elsewhere; one that gives several gives them all."""
    for files in plans.regions.values():
        missing = [document for document in COMPLETION if not any(document in file.contains for file in files)]
        if missing:
            applicant = next((file for file in files if AANVRAAG in file.contains), files[0])
            variant = "ontbreekt" if len(files) > 1 else "niet-in-bestand"
            others = _at(("bevat",), (file for file in files if file is not applicant))
            params = {"regio": applicant.name, "documenten": missing, "aantal": len(files)}
            yield SetHit(variant, Place(applicant, ("bevat",)), params, others)


# --- all regions together -------------------------------------------------------------------------------------------


def money_asked(plan: PlanView) -> Iterable[Amounts]:
    """The IZA money that a region asks for."""
    return [asked_for(plan)] if plan.kind == "regio" else []


@across("IZA019", money_asked)
def samen_boven_landelijk(plans: PlanSet) -> Iterator[SetHit]:
    """One finding for each year, at the region that asks most."""
    by_year: dict[int, dict[str, tuple[int, Member]]] = {}
    for fact in plans.facts(money_asked):
        for year, euros in fact.fact.items():
            regions = by_year.setdefault(year, {})
            if euros > regions.get(fact.member.whose, (0, fact.member))[0]:  # two files of one region state one amount
                regions[fact.member.whose] = (euros, fact.member)
    for year, regions in sorted(by_year.items()):
        asked = sorted(regions.values(), key=lambda entry: (-entry[0], entry[1].standing))
        together = sum(euros for euros, _ in asked)
        if not asked or any(exceeds_national(member.edition, year, euros) for euros, member in asked):
            continue  # the rule on one file tells it
        first = asked[0][1]
        if exceeds_national(first.edition, year, together):
            most, *others = _at((*APPLICATION, "bedragen", str(year)), (member for _, member in asked))
            params = {"jaar": year, "aangevraagd": together, "regios": len(asked), "landelijk": first.edition.iza[year]}
            yield SetHit("samen-boven-landelijk", most, params, tuple(others))


# --- what a municipality books of the money of its region -----------------------------------------------------------


class SortedCost(Record):
    """A cost of a region with the categories that its IZA money belongs to."""

    identifier: str
    """The `kenmerk` of its plan."""
    id: str
    path: Path
    categories: Mapping[int, frozenset[str]]
    """By year, without the years in which it has none."""

    def against(self, category: str, years: frozenset[int]) -> frozenset[str]:
        """The categories of the first of these years without this one; of all years where it has none in these."""
        there = [self.categories[year] for year in sorted(years) if year in self.categories]
        there = there or [frozenset[str]().union(*self.categories.values())]
        return next((categories for categories in there if category not in categories), frozenset())


class Booking(Record):
    """A line of a municipality with IZA money of a cost of its region."""

    path: Path
    cost: str
    reference: str
    category: str
    years: frozenset[int]


def sorted_costs(plan: PlanView) -> Iterator[SortedCost]:
    """The costs of a region whose IZA money has its categories."""
    if plan.kind == "regio" and plan.iza_lines:
        for placed in plan.costs:
            categories: dict[int, frozenset[str]] = {}
            for line in placed.cost.funding:
                if category := line.iza_category:
                    for year in line.amounts.without_zeros():
                        categories[year] = categories.get(year, frozenset()) | {category}
            if categories:
                yield SortedCost(plan.plan.identifier, placed.cost.id, placed.path, categories)


def bookings(plan: PlanView) -> Iterator[Booking]:
    """The lines of a municipality that say which cost of another file their IZA money is from."""
    if plan.kind == "gemeente":
        for category, lines in plan.iza_lines.items():
            for line in lines:
                if category and line.line.counterpart:
                    years = frozenset(line.line.amounts.without_zeros())
                    yield Booking((*line.path, "iza_categorie"), line.cost.id, line.line.counterpart, category, years)


@across("IZA014", sorted_costs, bookings)
def een_categorie_aan_beide_kanten(plans: PlanSet) -> Iterator[SetHit]:
    costs = {(cost.fact.identifier, cost.fact.id): cost for cost in plans.facts(sorted_costs)}
    for booked in plans.facts(bookings):
        identifier, _, id = booked.fact.reference.partition("#")
        cost = costs.get((identifier, id))
        if cost and (categories := cost.fact.against(booked.fact.category, booked.fact.years)):
            params = {
                "post": booked.fact.cost,
                "categorie": booked.fact.category,
                "regio": cost.member.name,
                "verwijzing": booked.fact.reference,
                "categorieen": sorted(categories),
            }
            yield SetHit("andere-categorie", booked.at(booked.fact.path), params, (cost.at(cost.fact.path),))
