"""Family BEG, several files: national amounts and one plan for each municipality."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from galaplan import catalogue
from galaplan.documents import Path
from galaplan.records import Record
from galaplan.rules.begroting.landelijk import exceeds_rounded
from galaplan.rules.begroting.totaal import asked_in_total, total_at
from galaplan.rules.plan_set import Fact, Member, Place, PlanSet, SetHit
from galaplan.rules.registry import ADVICE, ERROR, WARNING, set_rule
from galaplan.rules.view import PlanView

LEEFOMGEVING = "leefomgeving"

MOST_SHOWN = 5
"""How many of the other files a finding on a sum points at: those that ask most."""

KENMERK: Path = ("kenmerk",)


# --- national amounts ----------------------------------------------------------------------------------------------


Asked = tuple[str, int, int]
"""A component, or empty for all together in a year in which money is free; the year; what the whole country has."""


def money_asked(plan: PlanView) -> Iterator[Mapping[Asked, tuple[int, Path]]]:
    """What a municipality asks, in whole euros, and where it says so."""
    if plan.kind == "gemeente":
        yield {**_of_components(plan), **_in_all(plan)}


def _of_components(plan: PlanView) -> Mapping[Asked, tuple[int, Path]]:
    bound, asked = plan.edition.bound_years, plan.requested_amounts
    return {
        (component, year, national[year]): (asked[component][year], path)
        for (component, year), path in plan.asked_at.items()
        if year in bound and year in (national := plan.national(component))
    }


def _in_all(plan: PlanView) -> Mapping[Asked, tuple[int, Path]]:
    free, national = plan.free_years, plan.edition.national_total
    return {
        ("", year, national.in_year(year)): (euros, total_at(plan, year))
        for year, euros in asked_in_total(plan).items()
        if year in free
    }


@set_rule(
    "BEG006",
    "set-boven-landelijk",
    {"boven-landelijk": WARNING, "totaal-boven-landelijk": WARNING},
    money_asked,
    source=("GALA p45 L2411-2413", "GALA p45 L2415-2465"),
    modality="P",
)
def set_boven_landelijk(plans: PlanSet) -> Iterator[SetHit]:
    asked: dict[Asked, list[Part]] = {}
    for file in plans.facts(money_asked):
        for what, (euros, path) in file.fact.items():
            asked.setdefault(what, []).append((file.member, euros, path))
    for (component, year, national), parts in asked.items():
        if not _exceeds(parts, national):
            continue
        several = [part for part in parts if not _exceeds([part], national)]  # of one that does so alone BEG005 speaks
        if _exceeds(several, national):
            most, *others = sorted(several, key=lambda part: -part[1])
            params = {
                "onderdeel": component,
                "jaar": year,
                "aantal": len(several),
                "aangevraagd": _euros(several),
                "landelijk": national,
            }
            variant = "boven-landelijk" if component else "totaal-boven-landelijk"
            yield SetHit(variant, _place(most), params, tuple(map(_place, others[:MOST_SHOWN])))


Part = tuple[Member, int, Path]
"""What one plan asks, in whole euros, and where it says so."""


def _place(part: Part) -> Place:
    member, _, path = part
    return Place(member, path)


def _exceeds(parts: Sequence[Part], national: int) -> bool:
    return bool(parts) and exceeds_rounded(parts[0][0].edition, _euros(parts), national)


def _euros(parts: Iterable[Part]) -> int:
    return sum(euros for _, euros, _ in parts)


# --- one plan, one region ------------------------------------------------------------------------------------------


class Membership(Record):
    """A municipality that a regional file names as a member."""

    municipality: str
    path: Path


def memberships(plan: PlanView) -> Iterator[Membership]:
    """The members of a region."""
    if plan.kind == "regio":
        for index, code in enumerate(plan.regional.region.municipalities):
            yield Membership(code, ("regio", "gemeenten", index))


@set_rule(
    "BEG012",
    "een-plan-per-gemeente",
    {"dubbel": ERROR, "ook-namens": WARNING, "zelfde-kenmerk": ERROR, "twee-regios": ERROR},
    memberships,
    source=("GALA p62 L3260-3263",),
    modality="-",
    inferred=True,
)
def een_plan_per_gemeente(plans: PlanSet) -> Iterator[SetHit]:
    yield from _doubled(plans)
    yield from _also_spoken_for(plans)
    yield from _of_one_name(plans)
    yield from _claimed_twice(plans)


def _doubled(plans: PlanSet) -> Iterator[SetHit]:
    """A plan and the accounting for it are two files, and so are plans for different years."""
    by_place: dict[tuple[str, str, int], list[Member]] = {}
    for member in plans.given:
        for year in member.years if member.kind == "gemeente" else ():
            by_place.setdefault((member.municipality, member.phase, year), []).append(member)
    files: dict[tuple[str, str], dict[str, Member]] = {}
    years: dict[tuple[str, str], list[int]] = {}
    for (municipality, phase, year), members in by_place.items():
        if len(members) > 1:
            files.setdefault((municipality, phase), {}).update((member.file, member) for member in members)
            years.setdefault((municipality, phase), []).append(year)
    for key, doubled in files.items():
        *others, latest = sorted(doubled.values(), key=lambda member: member.lateness)
        params = {"gemeente": latest.name, "aantal": len(doubled), "jaren": sorted(years[key])}
        yield SetHit("dubbel", Place(latest, KENMERK), params, _at_identifier(others))


def _also_spoken_for(plans: PlanSet) -> Iterator[SetHit]:
    """Municipalities for which a joint plan speaks, and another plan as well; one finding for each joint plan."""
    by_place: dict[tuple[str, str, int], list[Member]] = {}
    for member in plans.municipal:
        for municipality in member.municipalities:
            for year in member.years:
                by_place.setdefault((municipality, member.phase, year), []).append(member)
    shared: dict[Member, dict[str, None]] = {}
    others: dict[Member, dict[Member, None]] = {}
    for (municipality, _, _), members in by_place.items():
        if len(members) > 1:
            speaking = (member for member in members if member.municipality != municipality)
            joint = max(speaking, key=lambda member: len(member.municipalities))
            shared.setdefault(joint, {})[municipality] = None
            others.setdefault(joint, {}).update((member, None) for member in members if member != joint)
    for joint, municipalities in shared.items():
        params = {"gemeenten": _names(municipalities), "namens": joint.name}
        yield SetHit("ook-namens", Place(joint, ("gemeente", "namens")), params, _at_identifier(others[joint]))


def _of_one_name(plans: PlanSet) -> Iterator[SetHit]:
    """Plans of different municipalities or regions with one `kenmerk`, by which references find a plan."""
    by_identifier: dict[str, list[Member]] = {}
    for member in plans.given:
        by_identifier.setdefault(member.identifier, []).append(member)
    for identifier, members in by_identifier.items():
        owners = {(member.kind, member.whose): member for member in members}
        if len(owners) > 1:
            *others, last = owners.values()
            params = {"kenmerk": identifier, "namen": [member.name for member in owners.values()]}
            yield SetHit("zelfde-kenmerk", Place(last, KENMERK), params, _at_identifier(others))


def _claimed_twice(plans: PlanSet) -> Iterator[SetHit]:
    """Municipalities that more than one region names as a member in the same year; one finding for these regions."""
    by_place: dict[tuple[str, int], dict[str, Fact[Membership]]] = {}
    for found in plans.facts(memberships):
        for year in found.member.years:
            by_place.setdefault((found.fact.municipality, year), {}).setdefault(found.member.whose, found)
    claims: dict[frozenset[str], dict[str, tuple[Fact[Membership], ...]]] = {}
    for (municipality, _), by_region in by_place.items():
        if len(by_region) > 1:
            claims.setdefault(frozenset(by_region), {}).setdefault(municipality, tuple(by_region.values()))
    for claimed in claims.values():
        first = next(iter(claimed.values()))
        *others, last = first
        params = {"gemeenten": _names(claimed), "regios": [found.member.name for found in first]}
        related = tuple(found.at(found.fact.path) for found in others)
        yield SetHit("twee-regios", last.at(last.fact.path), params, related)


def _at_identifier(members: Iterable[Member]) -> tuple[Place, ...]:
    return tuple(Place(member, KENMERK) for member in members)


def _names(codes: Iterable[str]) -> list[str]:
    known = catalogue.municipalities()
    return [known[code].name if code in known else code for code in codes]


# --- the country ---------------------------------------------------------------------------------------------------


@set_rule(
    "BEG013",
    "leefomgeving-half",
    {"onder-streven": ADVICE},
    source=("GALA p15 L739-740",),
    modality="I",
)
def leefomgeving_half(plans: PlanSet) -> Iterator[SetHit]:
    whole = _whole(plans)
    if len(whole) < 2:  # of one municipality there is no share
        return
    asking = sum(LEEFOMGEVING in plan.requested for plan in whole.values())
    first = (plans.regional or plans.municipal)[0]
    percent: int = first.edition.norms["leefomgeving_deelname"]["procent"]
    if asking * 100 < len(whole) * percent:
        place = Place(first, ("regio", "gemeenten") if first.kind == "regio" else ("aanvraag",))
        yield SetHit("onder-streven", place, {"gevraagd": asking, "aantal": len(whole), "procent": percent})


def _whole(plans: PlanSet) -> Mapping[str, Member]:
    """The plans by municipality of the country, or of the regions of which every municipality has a plan.

    Of a part of these a share says nothing.
    """
    plan_of = plans.plan_of
    if plan_of.keys() >= catalogue.municipalities().keys():
        return plan_of
    regions = (file.municipalities for file in plans.regional)
    complete = (codes for codes in regions if all(code in plan_of for code in codes))
    return {code: plan_of[code] for codes in complete for code in codes}
