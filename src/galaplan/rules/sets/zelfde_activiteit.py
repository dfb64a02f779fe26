"""Family DUB, several files: one activity that a municipality and its region pay from SPUK and from IZA."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from heapq import merge
from itertools import islice
from typing import Any, TypeVar

from galaplan.rules.dubbel.namen import Names, plain_name
from galaplan.rules.dubbel.sleutels import REFERENTIE, SLEUTEL, Key, ledger_number
from galaplan.rules.placed import PlacedCost
from galaplan.rules.plan_set import Place, PlanSet, SetHit
from galaplan.rules.registry import across
from galaplan.rules.samenloop import LOCAL, SUPPORTING, Crossing, Join, Meeting, keys_of, meeting, meetings
from galaplan.rules.sets.boeken import Accounts, File, Filed, Region, books, claims, places_of, settled_too
from galaplan.rules.sets.verwijzingen import (
    OTHERWISE,
    Pair,
    by_kinds,
    crossing_hit,
    hit_of,
    is_one_booking,
    pair_of,
    references_between,
    told_by,
    told_once,
)
from galaplan.rules.view import IZA, SPUK, stated

AT_MOST = 20
"""So many costs that share an amount or a purpose are looked at one by one; of more the first."""


@across("DUB003", books)
@settled_too
def zelfde_activiteit_in_twee_bestanden(plans: PlanSet) -> Iterator[SetHit]:
    accounts = plans.seen_as(Accounts)
    referred = list(told_once(references_between(accounts)))
    for found in referred:
        if found.code == OTHERWISE:
            yield crossing_hit("verwijzing-tussen-bestanden", found, {})
    told = frozenset(pair for found in referred for pair in found.pairs)
    arranged: dict[str, Arranged] = {}
    names = Names()
    for file, region in accounts.pairs:
        regional = arranged.setdefault(region.whose, Arranged(region))
        by_key = list(_by_key(file, regional, told))
        by_likeness = list(_by_likeness(file, regional, names, _places(by_key)))
        yield from (*by_key, *by_likeness, *_by_purpose(file, regional, _places([*by_key, *by_likeness])))


def _places(hits: Iterable[SetHit]) -> frozenset[Place]:
    return frozenset(place for hit in hits for place in (hit.place, *hit.related))


class Arranged:
    """What SPUK and IZA pay in a region, arranged so that a municipal file finds what it shares with it."""

    def __init__(self, region: Region) -> None:
        """Each arrangement is made when it is first asked for."""
        self.region = region

    @cached_property
    def spuk(self) -> Crossing[Filed]:
        """The SPUK costs by key."""
        return Crossing((claim for _, claim in self._keyed(SPUK)), partial(_joins, ledger=True))

    @cached_property
    def iza(self) -> Mapping[frozenset[str], Crossing[Filed]]:
        """The IZA costs by key, those apart that are about a subject of which another rule speaks."""
        claims_of: dict[frozenset[str], list[Filed]] = {}
        for file, claim in self._keyed(IZA):
            for kinds, part in by_kinds(file, claim):
                claims_of.setdefault(kinds, []).append(part)
        return {kinds: Crossing(found, partial(_joins, ledger=True)) for kinds, found in claims_of.items()}

    @cached_property
    def by_entry(self) -> Mapping[Entry, Near]:
        """The IZA costs by year and amount."""
        return _grouped(self._claims(IZA), _entries)

    @cached_property
    def by_use(self) -> Mapping[Use, Near]:
        """The IZA costs by year and purpose."""
        return _grouped(self._claims(IZA), _uses)

    def _claims(self, source: str) -> Iterator[Filed]:
        return (claim for file in self.region.files for claim in claims(file, source))

    def _keyed(self, source: str) -> Iterator[tuple[File, Filed]]:
        has_key = partial(_has_key, ledger=True)
        return ((file, claim) for file in self.region.files for claim in claims(file, source, only=has_key))


def _has_key(placed: PlacedCost, *, ledger: bool) -> bool:
    return bool(placed.cost.join_key or placed.action.join_key or (ledger and placed.cost.ledger_reference))


def _joins(claim: Filed, *, ledger: bool) -> Iterator[Join]:
    """The keys of a cost, at its place; that of its action says less, and does not join a local and a regional cost."""
    placed, cost, action = claim.placed, claim.placed.cost, claim.placed.action
    places = claim.member.municipalities if claim.member.municipality else places_of(placed)
    level = cost.level or action.level or (LOCAL if claim.member.municipality else "")
    if cost.join_key:
        yield (SLEUTEL, cost.join_key), (places, ())
    if action.join_key and action.join_key != cost.join_key:
        yield (SLEUTEL, action.join_key), (places, (level,) if level else ())
    if ledger and (number := ledger_number(placed)):
        yield (REFERENTIE, number), (places, ())


def _by_key(file: File, regional: Arranged, told: frozenset[Pair]) -> Iterator[SetHit]:
    """What one key joins; the ledger of the region is that of the municipality that holds its mandate, and no other."""
    region = regional.region
    same_ledger = file.member.municipality in region.applicants
    has_key, joins = partial(_has_key, ledger=same_ledger), partial(_joins, ledger=same_ledger)
    known: set[Key | None] = set()

    def excused(own: Filed, theirs: Filed, key: Key | None, year: int, euros: int) -> bool:
        if key is None or pair_of(own, theirs) in told:
            return True
        return is_one_booking(key, year, (own, file.fact), (theirs, region), euros)

    def found() -> Iterator[Meeting[Filed]]:
        spuk = [part for claim in claims(file, SPUK, only=has_key) for part in by_kinds(file, claim)]
        for kinds, crossing in regional.iza.items() if spuk else ():
            yield from meetings([c for own, c in spuk if kinds.isdisjoint(own)], crossing, joins, excused)
        if iza := list(claims(file, IZA, only=has_key)):
            yield from meetings(iza, regional.spuk, joins, excused)

    for met in found():
        if met.key not in known:
            known.add(met.key)
            place = next(c.place for c in (*met.spuk, *met.iza) if c.member == file.member)
            yield hit_of("sleutel-met-regio", place, met, {"regio": region.name})


# --- likeness: a doubt, told once for a municipality and its region ------------------------------------------------

Entry = tuple[int, int]
"""A year and an amount."""
Use = tuple[int, str]
"""A year and a purpose."""
T = TypeVar("T", Entry, Use)


Near = Mapping[str, Sequence[tuple[int, Filed]]]
"""Numbered regional costs by the municipality that they may be for; under an empty text those for the whole region."""


def _grouped(found: Iterable[Filed], by: Callable[[Filed], Iterable[T]]) -> Mapping[T, Near]:
    groups: dict[T, dict[str, list[tuple[int, Filed]]]] = {}
    for number, claim in enumerate(found):
        places = dict.fromkeys(places_of(claim.placed) or ("",))
        for group in by(claim):
            near = groups.setdefault(group, {})
            for place in places:
                near.setdefault(place, []).append((number, claim))
    return groups


def _entries(claim: Filed) -> set[Entry]:
    """What a cost is known by: what it costs in a year and what the source pays of it."""
    costs = claim.placed.cost.amounts
    return {*claim.paid.items(), *((year, costs[year]) for year in claim.paid if costs.in_year(year))}


def _uses(claim: Filed) -> set[Use]:
    """For what the source pays, by the purposes of its lines."""
    return {(year, line.purpose) for line in claim.lines if line.purpose for year in line.amounts if year in claim.paid}


def _by_likeness(file: File, regional: Arranged, names: Names, told: frozenset[Place]) -> Iterator[SetHit]:
    """The SPUK costs that bear the name of an IZA cost of the region and have its amount in the same year.

    `told`: the costs of which more is known than that.
    """
    delimits = file.fact.delimits or regional.region.delimits

    def fits(claim: Filed, other: Filed) -> bool:
        return (
            not {claim.place, other.place} <= told
            and _may_be_one(claim, other, delimits=delimits)
            and _named_alike(names, claim, other)
        )

    if pairs := _twins(file, regional.by_entry, _entries, fits):
        yield _doubt("lijkt-op-regio", regional.region, pairs, {})


def _by_purpose(file: File, regional: Arranged, told: frozenset[Place]) -> Iterator[SetHit]:
    """The SPUK costs with the chain or theme, purpose, place and year of an IZA cost, where no file delimits."""

    def fits(claim: Filed, other: Filed) -> bool:
        return (
            not {claim.place, other.place} <= told
            and not _subjects(claim).isdisjoint(_subjects(other))
            and _may_be_one(claim, other, delimits=False)
        )

    if file.fact.delimits or regional.region.delimits or not regional.by_use:
        return
    if pairs := _twins(file, regional.by_use, _uses, fits):
        purposes = {purpose for claim, other, _ in pairs for _, purpose in _uses(claim) & _uses(other)}
        yield _doubt("zelfde-doel-regio", regional.region, pairs, {"doelen": sorted(purposes)})


def _twins(
    file: File,
    known: Mapping[T, Near],
    groups_of: Callable[[Filed], set[T]],
    fits: Callable[[Filed, Filed], bool],
) -> list[tuple[Filed, Filed, int]]:
    """The SPUK costs of a file with for each year the first known IZA cost of a group of theirs that fits."""
    return [
        (claim, other, group[0])
        for claim in claims(file, SPUK)
        for group in sorted(groups_of(claim))
        for other in islice((one for one in islice(_near(claim, known.get(group, {})), AT_MOST) if fits(claim, one)), 1)
    ]


def _near(claim: Filed, others: Near) -> Iterator[Filed]:
    """Of some regional costs those that may be for the municipality of this one, each once, in their order."""
    last = -1
    parts = (others.get(place, ()) for place in ("", *claim.member.municipalities))
    for number, other in merge(*parts, key=lambda numbered: numbered[0]):
        if number != last:
            last = number
            yield other


def _doubt(variant: str, region: Region, pairs: Sequence[tuple[Filed, Filed, int]], more: Mapping[str, Any]) -> SetHit:
    met = meeting(None, pairs)
    return hit_of(variant, pairs[0][0].place, met, {"regio": region.name, **more})


def _may_be_one(claim: Filed, other: Filed, *, delimits: bool) -> bool:
    """Whether nothing tells a municipal and a regional cost apart, no key joins them and no other rule speaks."""
    one, two = claim.placed, other.placed
    apart = (
        ((claim.part,), (other.part,)),
        ((one.action.chain,), (two.action.chain,)),
        ((one.cost.level or one.action.level,), (two.cost.level or two.action.level,)),
        (claim.member.municipalities, places_of(two)),
        (one.action.neighbourhoods, two.action.neighbourhoods),
    )
    return not (
        any(any(here) and any(there) and set(here).isdisjoint(there) for here, there in apart)
        or set(keys_of(one)) & set(keys_of(two))
        or any(line.counterpart for line in (*one.cost.funding, *two.cost.funding))
        or (not delimits and (told_by(claim, other) or _both_support(claim, other)))
    )


def _both_support(claim: Filed, other: Filed) -> bool:
    """Whether both are about support points: where nothing delimits, DUB010 asks about them."""
    sides = ((SPUK, claim), (IZA, other))
    return all(any(True for _ in SUPPORTING.pays(source, c.member.edition, c.placed)) for source, c in sides)


def _subjects(claim: Filed) -> frozenset[tuple[str, str]]:
    """The chain and the themes."""
    action = claim.placed.action
    chain = [("keten", action.chain)] if action.chain else []
    return frozenset([*chain, *(("thema", theme) for theme in action.themes)])


def _named_alike(names: Names, claim: Filed, other: Filed) -> bool:
    """Whether two costs have nearly the same name; what is paid is compared only between costs of one subject."""
    title, paid_for = _names(claim)
    other_title, other_paid_for = _names(other)
    pairs = [(title, other_title), (title, other_paid_for), (paid_for, other_title)]
    if _subjects(claim) & _subjects(other):
        pairs.append((paid_for, other_paid_for))
    return any(known in names.like(name, [known]) for name, known in pairs if name and known)


def _names(claim: Filed) -> tuple[str, str]:
    return plain_name(claim.placed.action.title), plain_name(stated(claim.placed.cost.description))
