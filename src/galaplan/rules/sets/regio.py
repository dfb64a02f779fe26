"""Family REG, several files: regional and local activities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from galaplan.documents import Path
from galaplan.model.moment import Moment
from galaplan.records import Record
from galaplan.rules.infrastructuur import division_is_explained, ggd_regions, regions_by_words, several_divisions
from galaplan.rules.plan_set import Fact, Member, Place, PlanSet, SetHit
from galaplan.rules.regioplan import EXPLORING, REGIOPLAN
from galaplan.rules.registry import ADVICE, WARNING, across, set_rule
from galaplan.rules.view import PlanView, filled

# --- REG014: an activity stands in the regioplan and in the plan of the municipality that does it ---


class Activity(Record):
    """An action that bears a `sleutel`, so that it can be found in another file."""

    path: Path
    title: str
    join_key: str
    local_in: tuple[str, ...]
    """The municipalities in which a regional file says that it is done locally."""
    region: str
    """The `kenmerk` of the regional file that it belongs to by its own words; empty in a regional file."""


def activities(plan: PlanView) -> Iterator[Activity]:
    """The actions with a `sleutel`, save those that are still being explored."""
    for action in plan.actions:
        item = action.item
        if item.join_key and item.status != EXPLORING:
            local_in = item.municipalities if plan.kind == "regio" and item.level == "lokaal" else ()
            refers = plan.kind == "gemeente" and (item.level == "regionaal" or item.regioplan_parts)
            yield Activity(action.path, item.title, item.join_key, local_in, _region_of(plan) if refers else "")


def _region_of(plan: PlanView) -> str:
    reference = plan.municipal.regional_reference
    return (reference.plan or "") if reference else ""


def regioplan_ready(plan: PlanView) -> Iterator[Moment]:
    """When the regioplan in a regional file was ready."""
    if plan.kind == "regio" and plan.regional.regioplan and plan.regional.regioplan.date:
        yield plan.regional.regioplan.date


@set_rule(
    "REG014",
    "regio-lokaal-verwijzing",
    {
        "niet-in-gemeente": WARNING,
        "niet-in-ouder-plan": ADVICE,
        "niet-in-regioplan": WARNING,
        "niet-in-later-regioplan": ADVICE,
    },
    activities,
    regioplan_ready,
    modality="I",
    source=("GALA p39 L2097-2098", "GALA p46 L2521-2522", "GezondIn-lessen L13", "GALA p36 L1911-1913"),
)
def regio_lokaal_verwijzing(plans: PlanSet) -> Iterator[SetHit]:
    found = plans.facts(activities)
    keys: dict[str, set[str]] = {}
    for fact in found:
        keys.setdefault(fact.member.whose, set()).add(fact.fact.join_key)
    ready = {fact.member.file: fact.fact for fact in plans.facts(regioplan_ready)}
    yield from _not_in_municipality(plans, found, keys, ready)
    yield from _not_in_region(plans, found, keys, ready)


def _not_in_municipality(
    plans: PlanSet, found: Iterable[Fact[Activity]], keys: Mapping[str, set[str]], ready: Mapping[str, Moment]
) -> Iterator[SetHit]:
    """By municipality and regional file what the region says is done there and its own plan does not have."""
    missing: dict[tuple[str, str], list[Fact[Activity]]] = {}
    for fact in found:
        if REGIOPLAN in fact.member.contains:
            for own in _plans_of(plans, fact.fact.local_in):
                if fact.fact.join_key not in keys.get(own.whose, ()):
                    missing.setdefault((own.municipality, fact.member.file), []).append(fact)
    for (code, _), facts in missing.items():
        own, region = plans.plan_of[code], facts[0].member
        params = {
            "acties": [fact.fact.title for fact in facts],
            "sleutels": list(dict.fromkeys(fact.fact.join_key for fact in facts)),
            "aantal": len(facts),
            "regio": region.name,
        }
        variant = "niet-in-ouder-plan" if _is_older(own, region, ready) else "niet-in-gemeente"
        yield SetHit(variant, Place(own, ("acties",)), params, tuple(fact.at(fact.fact.path) for fact in facts))


def _plans_of(plans: PlanSet, codes: Iterable[str]) -> Iterable[Member]:
    """The plans of these municipalities, a joint one once."""
    return {plans.plan_of[code].file: plans.plan_of[code] for code in codes if code in plans.plan_of}.values()


def _not_in_region(
    plans: PlanSet, found: Iterable[Fact[Activity]], keys: Mapping[str, set[str]], ready: Mapping[str, Moment]
) -> Iterator[SetHit]:
    """What a municipal plan says is regional, and the regioplan that it refers to does not have."""
    regions = {member.identifier: member for member in plans.regional}
    planned = {member.whose for member in plans.regional if REGIOPLAN in member.contains}
    owners: dict[str, set[str]] = {}
    for whose, of_one in keys.items():
        for key in of_one:
            owners.setdefault(key, set()).add(whose)
    for fact in found:
        region = regions.get(fact.fact.region)
        if region is None or region.whose not in planned:
            continue
        if len(owners[fact.fact.join_key]) == 1:  # else the region has it, or neighbours do it together
            variant = "niet-in-later-regioplan" if _is_older(fact.member, region, ready) else "niet-in-regioplan"
            params = {"titel": fact.fact.title, "sleutel": fact.fact.join_key, "regio": region.name}
            yield SetHit(variant, fact.at((*fact.fact.path, "sleutel")), params, (Place(region, ("acties",)),))


def _is_older(own: Member, region: Member, ready: Mapping[str, Moment]) -> bool:
    """Whether a municipal plan was made before the regioplan, as far as both dates are known."""
    moment = ready.get(region.file) or region.date
    return bool(own.date and moment and own.date.surely_before(moment))


# --- REG015: regions with other borders ---

Divisions = Mapping[str, tuple[str, ...]]
"""By key of `gemeente` the regions of that kind in which a municipality, or the members of a region, lie."""


def divisions(plan: PlanView) -> Iterator[Divisions]:
    """Of a municipality its regions; of a region those it names, unless it explains or lies in several by itself."""
    if plan.kind == "regio":
        if not division_is_explained(plan) and several_divisions(plan) is None:
            region = plan.regional.region
            yield {"ggd_regio": region.ggd_regions, "zorgkantoorregio": region.zorgkantoor_regions}
        return
    place = plan.municipal.municipality
    stated = {"ggd_regio": place.ggd_region, "zorgkantoorregio": place.zorgkantoor_region}
    yield {kind: (name,) for kind, name in stated.items() if name and filled(name)}


@across("REG015", divisions)
def regio_indeling_leden(plans: PlanSet) -> Iterator[SetHit]:
    facts = plans.facts(divisions)
    of_municipality = {fact.member.municipality: fact for fact in facts if fact.member.kind == "gemeente"}
    for region in facts:
        if region.member.kind == "regio":
            members = [of_municipality[code] for code in region.member.municipalities if code in of_municipality]
            hits = (_members_elsewhere(kind, region, members) for kind in ("ggd_regio", "zorgkantoorregio"))
            yield from islice((hit for hit in hits if hit), 1)  # one text mends both


def _members_elsewhere(kind: str, region: Fact[Divisions], members: Iterable[Fact[Divisions]]) -> SetHit | None:
    """The members that lie elsewhere than the region says or, where it does not say, than the first of them."""
    official = ggd_regions(region.member.municipalities)
    stated = [
        (member, regions) for member in members if (regions := regions_by_words(member.fact.get(kind, ()), official))
    ]
    if not stated:
        return None
    own = regions_by_words(region.fact[kind], official) or stated[0][1]
    elsewhere = [member for member, regions in stated if not all(_is_among(words, own) for words in regions)]
    if not elsewhere:
        return None
    params = {
        "gemeenten": [member.member.name for member in elsewhere],
        "regios": sorted({member.fact[kind][0] for member in elsewhere}),
        "aantal": len(elsewhere),
    }
    related = tuple(member.at(("gemeente", kind)) for member in elsewhere)
    return SetHit("lid-in-andere-regio", region.at(("regio", f"{kind}s")), params, related)


def _is_among(region: tuple[str, ...], regions: Iterable[tuple[str, ...]]) -> bool:
    """Whether it may be one of these: a name may be longer ("Zilveren Kruis Zorgkantoor Flevoland")."""
    words = frozenset(region)
    return any(words <= other or words >= other for other in map(frozenset, regions))
