"""Family DUB, several files: SPUK money of a municipality and IZA money of its region for one and the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from galaplan.records import Record
from galaplan.rules.dubbel.sleutels import Key
from galaplan.rules.plan_set import PlanSet, SetHit
from galaplan.rules.registry import ERROR, across, set_rule
from galaplan.rules.samenloop import (
    BESIDE,
    COORDINATING,
    COORDINATING_CHAINS,
    KNOWING,
    PRESCRIBING,
    SUPPORTING,
    Crossing,
    Excused,
    Join,
    Meeting,
    Subject,
    meetings,
)
from galaplan.rules.sets.boeken import Accounts, File, Filed, Region, books, claims, places_of, settled_too
from galaplan.rules.sets.verwijzingen import (
    Pair,
    Referred,
    hit_of,
    is_one_booking,
    pair_of,
    references_between,
    told_once,
)
from galaplan.rules.view import IZA, SPUK


@set_rule(
    "DUB006",
    "coordinatie-15-en-iza",
    {"dubbel-met-regio": ERROR, "naast-regio": BESIDE},
    books,
    modality="P",
    source=(
        "GALA p34 L1800-1803",
        "GALA p45 L2462-2463",
        "GALA p61 L3234-3236",
        "GALA p61 L3241-3244",
        "GALA p62 L3254-3256",
        "GALA p62 L3279-3281",
    ),
)
@settled_too
def coordinatie_15_en_iza(plans: PlanSet) -> Iterator[SetHit]:
    for found in _across(plans, COORDINATING):
        yield found.hit()


@set_rule(
    "DUB007",
    "ketencoordinatie-dubbel",
    {"dubbel-met-regio": ERROR, "naast-regio": BESIDE},
    books,
    modality="P",
    source=(
        "GALA p41 L2195-2197",
        "GALA p42 L2264",
        "GALA p43 L2329",
        "GALA p61 L3194-3196",
        "GALA p61 L3241-3244",
        "GALA p62 L3254-3256",
        "GALA p65 L3465-3468",
    ),
)
@settled_too
def ketencoordinatie_dubbel(plans: PlanSet) -> Iterator[SetHit]:
    for found in _across(plans, COORDINATING_CHAINS):
        chains = COORDINATING_CHAINS.chains(found.file.member.edition, found.meeting.spuk)
        yield found.hit({"ketens": chains})


@set_rule(
    "DUB008",
    "ggd-kennis-dubbel",
    {"dubbel-met-regio": ERROR, "naast-regio": BESIDE},
    books,
    modality="P",
    source=("GALA p45 L2460", "GALA p65 L3483-3488", "GALA p62 L3254-3256"),
)
@settled_too
def ggd_kennis_dubbel(plans: PlanSet) -> Iterator[SetHit]:
    for found in _across(plans, KNOWING):
        yield found.hit()


@across("DUB009", books)
@settled_too
def wor_ook_in_de_regio(plans: PlanSet) -> Iterator[SetHit]:
    for found in _across(plans, PRESCRIBING):
        yield found.hit()


@across("DUB010", books)
@settled_too
def steunpunt_ook_van_de_regio(plans: PlanSet) -> Iterator[SetHit]:
    for found in _across(plans, SUPPORTING):
        if not found.meeting.key:
            yield found.hit()


class Crossed(Record):
    """SPUK and IZA money that come together in a municipality and its region."""

    file: File
    """The municipal one."""
    region: Region
    meeting: Meeting[Filed]

    def hit(self, more: Mapping[str, Any] | None = None) -> SetHit:
        """A finding in the municipal file. `more`: further facts for the message."""
        variant = "dubbel-met-regio" if self.meeting.key else "naast-regio"
        facts = {"regio": self.region.name, **(more or {})}
        return hit_of(variant, self.meeting.spuk[0].place, self.meeting, facts)


def _across(plans: PlanSet, subject: Subject) -> Iterator[Crossed]:
    """Where a municipality and its region both pay for a subject: what one key joins, or else that they meet."""
    accounts = plans.seen_as(Accounts)
    regional = {
        file.member.file: (region.whose, number)
        for region in accounts.regions.values()
        for number, file in enumerate(region.files)
    }
    referring: dict[tuple[str, str], list[tuple[int, Referred]]] = {}
    for found in told_once(references_between(accounts)):
        if found.code == subject.code:
            of_spuk, of_iza = found.files
            whose, number = regional.get(of_iza, ("", 0))
            referring.setdefault((of_spuk, whose), []).append((number, found))
    crossings: dict[str, Crossing[Filed]] = {}
    for file, region in accounts.pairs:
        spuk = list(claims(file, SPUK, subject))
        if not spuk:
            continue
        if region.whose not in crossings:
            iza = (claim for other in region.files for claim in claims(other, IZA, subject))
            crossings[region.whose] = Crossing(iza, _joins_of_region(subject))
        numbered = sorted(referring.get((file.member.file, region.whose), ()), key=lambda pair: pair[0])
        joined = [found for _, found in numbered]
        told = frozenset(pair for found in joined for pair in found.pairs)
        for found in joined:
            yield Crossed(file, region, found.meeting)
        joins, excused = _joins_of_municipality(subject, file), _excuses(subject, file, region, told)
        for met in meetings(spuk, crossings[region.whose], joins, excused):
            if met.key or not told:
                yield Crossed(file, region, met)


Joins = Callable[[Filed], Iterable[Join]]


def _joins_of_region(subject: Subject) -> Joins:
    """What joins a cost of the region to others: its keys, at the places it is for."""

    def joins(claim: Filed) -> Iterator[Join]:
        return subject.joins(claim.member.edition, claim, places_of(claim.placed))

    return joins


def _joins_of_municipality(subject: Subject, file: File) -> Joins:
    """What joins a cost of a municipal file to others: its keys, in its municipality."""

    def joins(claim: Filed) -> Iterator[Join]:
        return subject.joins(file.member.edition, claim, file.member.municipalities)

    return joins


def _excuses(subject: Subject, file: File, region: Region, told: frozenset[Pair]) -> Excused[Filed]:
    """When a SPUK cost of the municipality and an IZA cost of the region are not (or not again) told."""
    delimits = file.fact.delimits or region.delimits
    own = tuple(claims(file, IZA, subject)) if subject in TOLD_IN_ONE_PLAN else ()

    def excused(spuk: Filed, iza: Filed, key: Key | None, year: int, euros: int) -> bool:
        if key is None:
            return delimits or any(year in c.paid and not ("" != c.part != spuk.part != "") for c in own)
        return pair_of(spuk, iza) in told or is_one_booking(key, year, (spuk, file.fact), (iza, region), euros)

    return excused


TOLD_IN_ONE_PLAN = (PRESCRIBING, SUPPORTING)
"""The subjects of which a rule on one plan already says that both streams meet in it."""
