"""SPUK and IZA money of two files that come together on one cost, because a `verwijzing` names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from galaplan.documents.paths import LONGEST_KEY
from galaplan.model.amounts import Amounts
from galaplan.model.shared import FundingLine
from galaplan.records import Record
from galaplan.rules.dubbel.sleutels import VERWIJZING, Key
from galaplan.rules.placed import PlacedCost
from galaplan.rules.plan_set import Place, SetHit
from galaplan.rules.samenloop import SUBJECTS, Crossing, Join, Meeting, meeting
from galaplan.rules.sets.boeken import MUNICIPAL_MONEY, Accounts, Books, File, Filed, Pointer, Region, claim_in
from galaplan.rules.view import IZA, SPUK, delimitation

SPUK_ON_IZA, OTHERWISE = "DUB011", "DUB003"


class Referred(Record):
    """SPUK and IZA money from two files that come together on the cost that a `verwijzing` names."""

    target: Place
    meeting: Meeting[Filed]
    pairs: frozenset[Pair]

    @property
    def files(self) -> tuple[str, str]:
        """The file of the SPUK money and that of the IZA money."""
        spuk, iza = self.meeting.spuk[0].place, self.meeting.iza[0].place
        return spuk.member.file, iza.member.file

    @property
    def code(self) -> str:
        """The rule that tells it: that of the subject, or DUB011 when a SPUK line names a cost that IZA pays."""
        iza = self.meeting.iza[0]
        return told_by(self.meeting.spuk[0], iza) or (SPUK_ON_IZA if iza.place == self.target else OTHERWISE)


def references_between(accounts: Accounts) -> Iterator[Referred]:
    """Where SPUK and IZA meet on a cost because lines in another file name it, and nothing says which part is whose."""
    for target, pointing in accounts.pointers.items():
        if cost := accounts.cost(target):
            yield from _on_one_cost(target, *cost, pointing)


def told_once(references: Iterable[Referred]) -> Iterator[Referred]:
    """References without those between two costs that name each other, of which the other is told."""
    told: set[Pair] = set()
    for referred in sorted(references, key=lambda referred: referred.code == OTHERWISE):
        if not referred.pairs <= told:
            told |= referred.pairs
            yield referred


def crossing_hit(variant: str, found: Referred, more: Mapping[str, Any]) -> SetHit:
    """A finding in the municipal file where there is one, at the SPUK cost where both are."""
    spuk, iza = found.meeting.spuk[0].place, found.meeting.iza[0].place
    costs = {SPUK: _written(found.meeting.spuk), IZA: _written(found.meeting.iza)}
    return hit_of(variant, spuk if spuk.member.municipality else iza, found.meeting, {**costs, **more})


def _written(claims: Iterable[Filed]) -> list[str]:
    """The costs as a `verwijzing` names them: two files may use one id."""
    named = dict.fromkeys((claim.member.identifier, claim.id) for claim in claims)
    return [f"{identifier[:LONGEST_KEY]}#{id}" for identifier, id in named]


def _on_one_cost(
    target: str, file: File, placed: PlacedCost, pointing: Sequence[tuple[File, Pointer]]
) -> Iterator[Referred]:
    streams = {source: _Stream(source, file, placed, pointing) for source in (SPUK, IZA)}
    pairs: dict[tuple[str, str], list[tuple[Filed, Filed, int]]] = {}
    for year in sorted({year for stream in streams.values() for year in stream.years}):
        crossing = Crossing(streams[IZA].present(year), _always)
        for claim in streams[SPUK].present(year):
            met = crossing.undelimited(claim, ALWAYS, year)
            if met and (other := met[0]).member != claim.member:
                pairs.setdefault((claim.member.file, other.member.file), []).append((claim, other, year))
    for found in pairs.values():
        both = frozenset(pair_of(spuk, iza) for spuk, iza, _ in found)
        yield Referred(Place(file.member, placed.path), meeting((VERWIJZING, target), found), both)


ALWAYS: Join = (None, ())


def _always(claim: Filed) -> Iterable[Join]:
    return (ALWAYS,)


class _Stream:
    """What SPUK or IZA pays of one cost: by its own lines, and by lines in other files that name it."""

    def __init__(self, source: str, file: File, placed: PlacedCost, pointing: Sequence[tuple[File, Pointer]]) -> None:
        cost = placed.cost
        own = [line for line in cost.funding if line.source == source]
        self._own = claim_in(file, placed, own)
        # A region that says which part IZA pays may book the rest, SPUK money of its members, as municipal money.
        absorbs = source == SPUK and file.member.kind == "regio" and delimitation(cost)
        also = [line for line in cost.funding if absorbs and line.source == MUNICIPAL_MONEY]
        self._here = Amounts.sum(map(file.fact.paid, (*own, *also)))
        self._at_most = Amounts.sum(map(file.fact.at_most, (*own, *also)))
        lines = [(other, pointer) for other, pointer in pointing if pointer.line.source == source]
        claims = [claim_in(other, pointer.placed, [pointer.line]) for other, pointer in lines]
        self._referring = [claim for claim in claims if claim]
        self._there = Amounts.sum(claim.paid for claim in self._referring)
        self._rounding = file.member.edition.tolerance("afronding_per_regel") * len(lines)

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which something is paid."""
        return (self._here + self._there).years

    def present(self, year: int) -> list[Filed]:
        """Who pays in a year; lines elsewhere only when they are not the other end of what is booked here."""
        there = sum(claim.least(year) for claim in self._referring if year in claim.paid)
        transferred = there <= self._at_most.in_year(year) + self._rounding
        referring = () if transferred else self._referring
        return [claim for claim in (self._own, *referring) if claim and year in claim.paid]


# --- what the rules on SPUK and IZA in two files share ---

Pair = frozenset[Place]
"""Two costs."""


def pair_of(one: Filed, other: Filed) -> Pair:
    return frozenset([one.place, other.place])


def told_by(spuk: Filed, iza: Filed) -> str:
    """The code of the rule on the subject that both costs are about; empty when there is none."""
    if (spuk.member.kind, iza.member.kind) != ("gemeente", "regio"):
        return ""
    common = kinds_of(spuk, SPUK) & kinds_of(iza, IZA)
    return min(common).split()[0] if common else ""


def kinds_of(claim: Filed, source: str, lines: Iterable[FundingLine] | None = None) -> frozenset[str]:
    """The subjects that a claim is about, or only some of its lines."""
    edition, among = claim.member.edition, claim.lines if lines is None else tuple(lines)
    return frozenset(kind for subject in SUBJECTS for kind in subject.kinds(source, edition, claim.placed, among))


def by_kinds(file: File, claim: Filed) -> Iterator[tuple[frozenset[str], Filed]]:
    """A claim with the subjects it is about; apart for years in which it is about others."""
    kinds = kinds_of(claim, claim.source)
    if not kinds or len(claim.lines) == 1:
        yield kinds, claim
        return
    years: dict[frozenset[str], list[int]] = {}
    for year in claim.paid:
        paying = (line for line in claim.lines if file.fact.paid(line).in_year(year))
        years.setdefault(kinds_of(claim, claim.source, paying), []).append(year)
    for kinds, found in years.items():
        paid = Amounts({year: claim.paid[year] for year in found})
        yield kinds, Filed(claim.placed, claim.lines, paid, claim.part, claim.member)


def is_one_booking(key: Key, year: int, own: tuple[Filed, Books], theirs: tuple[Filed, Region], euros: int) -> bool:
    """Whether one of the two is a transfer: the other side books that money too, and has to tell it apart there.

    A plan and an accounting of the same money may differ; what was planned or what was paid agrees. `euros`: what the
    region pays in all of what is joined in this way, for one part of it may be a transfer and another not.
    """
    (here, books), (there, region) = own, theirs
    rounding: int = here.member.edition.tolerance("afronding_per_regel")
    joined = euros - there.paid[year] + there.least(year)
    if books.booked(there.source, key, year) + rounding >= joined:
        return True
    return region.booked(here.source, key, year) + rounding >= here.least(year)


def hit_of(variant: str, cost: Place, found: Meeting[Filed], more: Mapping[str, Any]) -> SetHit:
    """A finding at a cost, or at its line that names the other one; the rest of the costs are related."""
    target = found.key[1] if found.key and found.key[0] == VERWIJZING else ""
    places = {claim.place: _place(claim, target) for claim in (*found.spuk, *found.iza)}
    others = tuple(dict.fromkeys(place for where, place in places.items() if where != cost))
    return SetHit(variant, places[cost], {**found.facts(), **more}, others)


def _place(claim: Filed, target: str) -> Place:
    """The cost, or its line with the `verwijzing` to a target."""
    cost = claim.place
    for index, line in enumerate(claim.placed.cost.funding):
        if target and line.counterpart == target and line.source == claim.source:
            return Place(cost.member, (*cost.path, "dekking", index, VERWIJZING))
    return cost
