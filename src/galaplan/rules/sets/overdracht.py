"""Family DUB, several files: money that one file pays on and another receives, and people whom both pay."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property

from galaplan.catalogue import municipalities
from galaplan.model.amounts import Amounts
from galaplan.records import Record
from galaplan.rules.placed import PlacedCost
from galaplan.rules.plan_set import Place, PlanSet, SetHit
from galaplan.rules.registry import ADVICE, ERROR, WARNING, set_rule
from galaplan.rules.samenloop import COORDINATION, LOCAL, REGIONAL
from galaplan.rules.sets.boeken import TRANSFER, Accounts, Cost, File, Region, books, in_file, places_of, settled_too
from galaplan.rules.sets.verwijzingen import SPUK_ON_IZA, crossing_hit, references_between, told_once
from galaplan.rules.view import IZA, SPUK, delimitation, stated, words_of


def _lines(placed: PlacedCost, source: str, component: str | None = None) -> Amounts:
    """What a source, or one component of it, is planned to pay of a cost."""
    return Amounts.sum(
        line.amounts
        for line in placed.cost.funding
        if line.source == source and (component is None or line.component == component)
    )


# --- the local part of the IZA money -------------------------------------------------------------------------------


@set_rule(
    "DUB011",
    "lokaal-deel-iza-gelijk",
    {"ongelijk": ERROR, "ongelijk-ouder-plan": ADVICE, "niet-bij-regio": ADVICE, "spuk-voor-iza": ERROR},
    books,
    modality="P",
    source=("GALA p62 L3277-3279", "GALA p63 L3323-3326", "GezondIn-stap5 L3"),
    inferred=True,
)
@settled_too
def lokaal_deel_iza_gelijk(plans: PlanSet) -> Iterator[SetHit]:
    accounts = plans.seen_as(Accounts)
    for found in told_once(references_between(accounts)):
        if found.code == SPUK_ON_IZA:
            yield crossing_hit("spuk-voor-iza", found, {"bestand": found.target.member.name})
    divided: dict[str, Divided] = {}
    for file, region in accounts.pairs:
        yield from _local_part(file, region, divided.setdefault(region.whose, Divided(region)))


class Divided:
    """The IZA money of a region that it divides over its municipalities."""

    def __init__(self, region: Region) -> None:
        """A local cost of a region is for one municipality."""
        self.local: dict[str, list[Cost]] = {}
        """By municipality."""
        self.shared: set[str] = set()
        """The municipalities that costs for several of them are for."""
        seen: dict[Hashable, File] = {}
        for file in region.files:
            for placed in file.fact.by_source[IZA]:
                if seen.setdefault((placed.cost.id, tuple(placed.cost.amounts.items())), file) is not file:
                    continue  # the same cost in another document of the region
                places = places_of(placed)
                level = placed.cost.level or (None if placed.cost.municipality else placed.action.level)
                if len(places) == 1 and level != REGIONAL:
                    self.local.setdefault(places[0], []).append((file, placed))
                else:
                    self.shared.update(places)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years in which money is divided."""
        costs = (cost for local in self.local.values() for cost in local)
        return frozenset(year for _, placed in costs for year in _lines(placed, IZA).without_zeros())


def _local_part(file: File, region: Region, divided: Divided) -> Iterator[SetHit]:
    """What both files say of the local IZA money of a municipality, where they differ."""
    costs = [cost for code in file.member.municipalities for cost in divided.local.get(code, ())]
    theirs = Amounts.sum(_lines(placed, IZA) for _, placed in costs)
    own = OwnPart(file)
    rounding = file.member.edition.tolerance("afronding_per_regel") * max(1, len(costs))
    differing = [
        year
        for year in own.at_most
        if year in theirs and not own.sure.in_year(year) - rounding <= theirs[year] <= own.at_most[year] + rounding
    ]
    nowhere = divided.shared.isdisjoint(file.member.municipalities)
    alone = [year for year in own.sure.without_zeros() if nowhere and year in divided.years and year not in theirs]
    if years := differing or alone:
        year = years[0]
        there = theirs.in_year(year)
        here = own.sure.in_year(year) if there < own.sure.in_year(year) else own.at_most[year]
        variant = "niet-bij-regio" if not differing else "ongelijk" if _is_later(file, costs) else "ongelijk-ouder-plan"
        params = {"regio": region.name, "jaren": years, "jaar": year, "gemeente": here, "bij_regio": there}
        yield SetHit(variant, own.place(year), params, tuple(in_file(*cost) for cost in costs))


class OwnPart:
    """The local IZA money of a municipality: by its own words, or else by its lines."""

    def __init__(self, file: File) -> None:
        """A cost that does not say whether it is local or regional may be either."""
        self._file = file
        self._said = file.fact.local_iza
        levels = [(placed, placed.cost.level or placed.action.level) for placed in file.fact.by_source[IZA]]
        self._costs = [placed for placed, level in levels if level != REGIONAL]
        local = Amounts.sum(_lines(placed, IZA) for placed, level in levels if level == LOCAL)
        self.sure = Amounts({**local, **self._said})
        self.at_most = Amounts({**Amounts.sum(_lines(placed, IZA) for placed in self._costs), **self._said})

    def place(self, year: int) -> Place:
        """Where it says so of a year."""
        if year in self._said:
            return Place(self._file.member, ("regioverwijzing", "iza_lokaal", str(year)))
        return next(in_file(self._file, placed) for placed in self._costs if year in _lines(placed, IZA))


def _is_later(file: File, costs: Sequence[Cost]) -> bool:
    """Whether a municipal file is not older than the files of the region, by dates that leave no doubt."""
    own, theirs = file.member.date, [other.member.date for other, _ in costs]
    return own is not None and all(date is not None and own.first >= date.last for date in theirs)


# --- contributions to the region -----------------------------------------------------------------------------------


@set_rule(
    "DUB012",
    "afdracht-15-gelijk",
    {"ongelijk": WARNING, "zonder-afdracht": WARNING},
    books,
    modality="-",
    source=("GALA p34 L1800-1803",),
    inferred=True,
)
@settled_too
def afdracht_15_gelijk(plans: PlanSet) -> Iterator[SetHit]:
    names: dict[str, set[frozenset[str]]] = {}
    for file, region in plans.seen_as(Accounts).pairs:
        if region.contributions:
            if region.whose not in names:
                names[region.whose] = _names_of(region)
            yield from _contribution(file, region, names[region.whose])


class PaidOn(Record):
    """What a municipality pays of component 15 in a cost."""

    place: Place
    amounts: Amounts
    is_sure: bool
    """Whether it says that this goes to the region; else it may."""


def _contribution(file: File, region: Region, names: Container[frozenset[str]]) -> Iterator[SetHit]:
    """Where what a municipality pays on does not fit what the region, of these names, received from it."""
    rows = _received(file, region)
    received = Amounts.sum(amounts for _, amounts in rows)
    paid_on = list(_paid_on(file, names))
    requested = file.member.requested
    if paid_on:
        yield from _unequal(file, region, rows, paid_on)
    elif (
        any(year in file.member.edition.bound_years for year in received.without_zeros())
        and requested
        and COORDINATION not in requested
    ):
        params = {"gemeente": file.member.name, "jaren": list(received), "ontvangen": received.total}
        yield SetHit("zonder-afdracht", rows[0][0], params, tuple(place for place, _ in rows[1:]))


def _unequal(
    file: File, region: Region, rows: Sequence[tuple[Place, Amounts]], paid_on: Sequence[PaidOn]
) -> Iterator[SetHit]:
    """Where the two differ, whatever of what may go to the region does go there."""
    received = Amounts.sum(amounts for _, amounts in rows)
    sure = Amounts.sum(paid.amounts for paid in paid_on if paid.is_sure)
    at_most = Amounts.sum(paid.amounts for paid in paid_on)
    rounding = file.member.edition.tolerance("afronding_per_regel") * len(paid_on)
    years = [
        year
        for year in sorted({*received, *sure})
        if year in file.member.years
        and year in region.years
        and not sure.in_year(year) - rounding <= received.in_year(year) <= at_most.in_year(year) + rounding
    ]
    if years:
        year = years[0]
        got = received.in_year(year)
        paid = sure.in_year(year) if got < sure.in_year(year) else at_most.in_year(year)
        place, *others = [p.place for p in paid_on if p.amounts.in_year(year)] or [p.place for p in paid_on]
        params = {"regio": region.name, "jaren": years, "jaar": year, "betaald": paid, "ontvangen": got}
        yield SetHit("ongelijk", place, params, (*others, *(row for row, _ in rows)))


def _received(file: File, region: Region) -> list[tuple[Place, Amounts]]:
    """What the region books as received from a municipality, and where."""
    rows: dict[Hashable, File] = {}
    stated = [found for code in set(file.member.municipalities) for found in region.contributions.get(code, ())]
    return [
        (Place(other.member, ("bijdragen", index)), row.amounts)
        for _, index, other, row in sorted(stated, key=lambda found: found[:2])
        if rows.setdefault((row.municipality, tuple(row.amounts.items())), other) is other
    ]


def _paid_on(file: File, names: Container[frozenset[str]]) -> Iterator[PaidOn]:
    for placed in file.fact.by_source[SPUK]:
        if amounts := _lines(placed, SPUK, COORDINATION):
            words = frozenset(words_of(stated(placed.cost.recipient)))
            nameless = not words - FILLERS and (placed.action.kind == TRANSFER or not words.isdisjoint(OF_THE_REGION))
            yield PaidOn(in_file(file, placed), amounts, words - FILLERS in names or nameless)


OF_THE_REGION = frozenset(["regio", "zorgregio", "mandaatgemeente"])
"""Words that say by themselves that the region receives it."""
FILLERS = OF_THE_REGION | frozenset(["gemeente", "iza", "programmabureau", "de", "het", "van"])
"""Words that a receiver may have beside its name."""


def _names_of(region: Region) -> set[frozenset[str]]:
    """The words by which the receiver may be called: the region, the municipality or the body that acts for it."""
    names = [region.name, *(file.fact.public_body for file in region.files)]
    names += [municipalities()[code].name for code in region.applicants if code in municipalities()]
    return {frozenset(words_of(name)) - FILLERS for name in names if words_of(name)}


# --- people --------------------------------------------------------------------------------------------------------


@set_rule(
    "DUB013",
    "fte-boven-een",
    {"boven-een": ERROR},
    books,
    modality="P",
    source=("GALA p62 L3254-3256",),
    inferred=True,
)
@settled_too
def fte_boven_een(plans: PlanSet) -> Iterator[SetHit]:
    accounts = plans.seen_as(Accounts)
    for files in accounts.together(file for file in accounts.files if file.fact.deployed):
        by_person: dict[str, list[Hours]] = {}
        for file in files:
            for key, costs in file.fact.deployed.items():
                by_person.setdefault(key, []).extend(_hours(file, placed) for placed in costs)
        for key, hours in by_person.items():
            if len(hours) > 1:
                yield from _above_one(accounts, key, hours)


class Hours(Record):
    """The hours of one person that a cost pays."""

    file: File
    placed: PlacedCost
    fte: Decimal
    """As the file writes it: a sum of these is exact."""

    @property
    def place(self) -> Place:
        """Where the cost stands."""
        return in_file(self.file, self.placed)

    def sources(self, year: int) -> frozenset[str]:
        """Who pays them in a year."""
        return frozenset(line.source for line in self.placed.cost.funding if self.file.fact.paid(line).in_year(year))


def _hours(file: File, placed: PlacedCost) -> Hours:
    deployment = placed.cost.deployment
    return Hours(file, placed, Decimal(str(deployment.fte if deployment and deployment.fte else 0)))


def _above_one(accounts: Accounts, key: str, hours: Sequence[Hours]) -> Iterator[SetHit]:
    """A finding at the last cost in a municipal file, for the years in which one person is more than one."""
    found: list[tuple[int, list[Hours], Decimal]] = []
    for year in sorted({year for each in hours for year in each.placed.cost.amounts.without_zeros()}):
        present = _without_repeats((each for each in hours if each.placed.cost.amounts.in_year(year)), year)
        total = _together(accounts, present, year)
        if total > 1 and len(present) > 1:
            found.append((year, present, total))
    if found:
        year, present, total = found[0]
        last = next((each for each in reversed(present) if each.file.member.municipality), present[-1])
        params = {
            "sleutel": key,
            "fte": float(total),
            "jaar": year,
            "jaren": [year for year, *_ in found],
            "posten": [each.placed.cost.id for each in present],
            "bestanden": list(dict.fromkeys(each.file.member.name for each in present)),
        }
        places = {each.place: Place(each.file.member, (*each.placed.path, "inzet", "fte")) for each in present}
        place = places.pop(last.place)
        yield SetHit("boven-een", place, params, tuple(places.values()))


def _without_repeats(hours: Iterable[Hours], year: int) -> list[Hours]:
    """Costs without those that another municipality states alike under one `sleutel`: that is one cost."""
    kept: dict[Hashable, Hours] = {}
    for each in hours:
        cost = each.placed.cost
        alike = (cost.join_key, cost.amounts.in_year(year), each.fte, delimitation(cost))
        of_region = ("", cost.id, each.file.member.whose, *alike[1:3])
        is_region = not each.file.member.municipality
        kept.setdefault(of_region if is_region else alike if cost.join_key else each.place, each)
    return list(kept.values())


def _together(accounts: Accounts, hours: Sequence[Hours], year: int) -> Decimal:
    """How much of a person is paid: hours booked at both ends of a transfer count once, at their larger end."""
    ends = Ends(accounts, hours, year)
    booked: dict[int, Decimal] = {}
    paid_on: dict[int, Decimal] = {}
    for number, each in enumerate(hours):
        end = ends.of(number)
        amounts = booked if end == number else paid_on
        amounts[end] = amounts.get(end, Decimal(0)) + each.fte
    return sum((max(fte, paid_on.get(end, Decimal(0))) for end, fte in booked.items()), Decimal(0))


class Ends:
    """Where the hours that a cost pays on to another file are booked."""

    def __init__(self, accounts: Accounts, hours: Sequence[Hours], year: int) -> None:
        """`hours`: those of one person, by number."""
        self._accounts = accounts
        self._hours = hours
        self._year = year
        self._by_place = {each.place: number for number, each in enumerate(hours)}
        self._regional: dict[str, int] = {}
        self._coordinating: int | None = None
        self._local: dict[str, int] = {}
        for number, each in enumerate(hours):
            member, cost = each.file.member, each.placed.cost
            if member.municipality and self._pays(each, IZA):
                for code in member.municipalities:
                    self._local.setdefault(code, number)
            elif not member.municipality:
                if cost.join_key:
                    self._regional.setdefault(cost.join_key, number)
                if self._coordinating is None and self._pays(each, SPUK, COORDINATION):
                    self._coordinating = number
        self._ends: dict[int, int] = {}

    def of(self, number: int) -> int:
        """The number of the cost in which the hours of this one are booked; its own when it does not pay them on."""
        walked: dict[int, None] = {}
        while number not in self._ends and number not in walked:
            walked[number] = None
            number = self._next(number)
        end = self._ends.get(number, number)
        if number in walked:  # it pays no one, or two costs name each other: then the first of them books it
            circle = list(walked)
            end = min(circle[circle.index(number) :])
        self._ends.update(dict.fromkeys(walked, end))
        return end

    def _next(self, number: int) -> int:
        each = self._hours[number]
        for other in (*self._named(each), *self._implied(each)):
            if other != number and self._may_be_one(each, self._hours[other]):
                return other
        return number

    def _named(self, each: Hours) -> Iterator[int]:
        """The costs that its lines name, and that of the region with its `sleutel`."""
        for line in each.placed.cost.funding:
            found = self._accounts.cost(line.counterpart) if line.counterpart else None
            if found and (place := in_file(*found)) in self._by_place:
                yield self._by_place[place]
        key = each.placed.cost.join_key
        if key in self._regional and each.file.member.municipality:
            yield self._regional[key]

    def _implied(self, each: Hours) -> Iterator[int]:
        """Component 15 that the region books too, and the local IZA money that the municipality books too."""
        if each.file.member.municipality:
            if self._coordinating is not None and self._pays(each, SPUK, COORDINATION):
                yield self._coordinating
        elif self._pays(each, IZA):
            yield from (self._local[code] for code in places_of(each.placed) if code in self._local)

    def _pays(self, each: Hours, source: str, component: str | None = None) -> bool:
        return any(
            line.source == source
            and (component is None or line.component == component)
            and each.file.fact.paid(line).in_year(self._year)
            for line in each.placed.cost.funding
        )

    def _may_be_one(self, each: Hours, other: Hours) -> bool:
        """Whether two costs can pay the same hours: not when one is SPUK, the other IZA, and both say which part."""
        one, two = each.sources(self._year), other.sources(self._year)
        crosses = not one & two and {SPUK, IZA} <= one | two
        parts = {delimitation(each.placed.cost), delimitation(other.placed.cost)}
        return not crosses or "" in parts or len(parts) == 1
