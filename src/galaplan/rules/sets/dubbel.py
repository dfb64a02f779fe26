"""Family DUB, several files: one cost for which several files pay, and what they pay together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from galaplan.model.amounts import Amounts
from galaplan.model.shared import FundingLine
from galaplan.records import Record
from galaplan.rules.dubbel.betaling import source_label
from galaplan.rules.dubbel.sleutels import VERWIJZING
from galaplan.rules.placed import PlacedCost
from galaplan.rules.plan_set import Place, PlanSet, SetHit
from galaplan.rules.registry import ERROR, across, set_rule
from galaplan.rules.sets.boeken import (
    MUNICIPAL_MONEY,
    TRANSFER,
    Accounts,
    Cost,
    File,
    Pointer,
    Region,
    books,
    in_file,
    places_of,
    settled_too,
)
from galaplan.rules.sets.verwijzingen import references_between
from galaplan.rules.view import IZA, SPUK, delimitation


@across("DUB002", books)
@settled_too
def som_boven_kosten_in_bestanden_samen(plans: PlanSet) -> Iterator[SetHit]:
    accounts = plans.seen_as(Accounts)
    yield from _overpaid_by_reference(accounts)
    yield from _overpaid_by_key(accounts)


@set_rule(
    "DUB015",
    "dubbel-tussen-gemeenten",
    {"hele-kosten": ERROR, "delen-boven-kosten": ERROR},
    books,
    modality="P",
    source=("GALA p62 L3277-3286",),
    inferred=True,
)
@settled_too
def dubbel_tussen_gemeenten(plans: PlanSet) -> Iterator[SetHit]:
    accounts = plans.seen_as(Accounts)
    yield from (full.hit() for full in _counted_in_full(accounts))
    for target in _targets(accounts):
        years = [year for year in target.years if target.shares(year).is_too_much]
        if years:
            yield target.hit("delen-boven-kosten", years, target.shares(years[0]))


class Payment(Record):
    """What is paid for a cost in one year by two sides, of which one may pass on money to the other."""

    year: int
    euros: int
    """What it costs."""
    here: Counter[str]
    """What one side books, by source."""
    there: Counter[str]
    """What the other side books."""
    rounding: int
    is_of_region: bool
    """Whether this side is a region, which may book what its members pay as municipal money, from whatever pot."""

    @property
    def total(self) -> int:
        """What is paid in all: what both sides book from one source is one booking, seen from both ends."""
        together = sum(max(self.here[source], self.there[source]) for source in {*self.here, *self.there})
        return together - (min(self._unclaimed, self._passed_on) if self.is_of_region else 0)

    @property
    def _unclaimed(self) -> int:
        """The municipal money of this side for which the other states no municipal money."""
        return max(0, self.here[MUNICIPAL_MONEY] - self.there[MUNICIPAL_MONEY])

    @property
    def _passed_on(self) -> int:
        """What the other side pays from a source that is not booked here under its own name; IZA always is."""
        sources = set(self.there) - {IZA, MUNICIPAL_MONEY}
        return sum(max(0, self.there[source] - self.here[source]) for source in sources)

    @property
    def is_too_much(self) -> bool:
        """Whether more is paid than it costs, by more than rounding explains."""
        return self.total > self.euros + self.rounding

    @property
    def crosses(self) -> bool:
        """Whether one side pays from SPUK and the other from IZA: whether that is one thing is told by other rules."""
        here, there = self.here, self.there
        return any(
            here[one] and there[other] and here[other] < there[other] and there[one] < here[one]
            for one, other in ((SPUK, IZA), (IZA, SPUK))
        )

    def facts(self, years: Sequence[int]) -> dict[str, Any]:
        """What a message says of it. `years`: those in which it is too much."""
        return {
            "jaren": list(years),
            "jaar": self.year,
            "bedrag": self.total - self.euros,
            "kosten": self.euros,
            "dekking": self.total,
            "bronnen": [source_label(source) for source in dict.fromkeys([*self.here, *self.there])],
        }


Reader = Callable[[File, FundingLine], Amounts]
"""Says what a line of a file pays."""


def _as_paid(file: File, line: FundingLine) -> Amounts:
    return file.fact.paid(line)


def _as_planned(_: File, line: FundingLine) -> Amounts:
    return line.amounts


def _reader(files: Iterable[File]) -> Reader:
    """As paid where all of the files are accounts; a plan and an accounting are compared by what was planned."""
    return _as_paid if all(file.fact.accounts for file in files) else _as_planned


def _paid(file: File, placed: PlacedCost, year: int, amounts_of: Reader) -> Counter[str]:
    """What the lines of a cost pay in a year, by source."""
    paid = Counter[str]()
    for line in placed.cost.funding:
        if euros := amounts_of(file, line).in_year(year):
            paid[line.source] += euros
    return paid


def _rounding(file: File, lines: int) -> int:
    """How many euros so many lines may be off."""
    per_line: int = file.member.edition.tolerance("afronding_per_regel")
    return per_line * lines


# --- a cost that lines in other files name -------------------------------------------------------------------------


class Target:
    """A cost that funding lines in other files name in their `verwijzing`."""

    def __init__(self, file: File, placed: PlacedCost, pointing: Sequence[tuple[File, Pointer]]) -> None:
        """`pointing`: those lines, with their files."""
        self._file = file
        self._placed = placed
        self._pointing = pointing
        self._amounts_of = _reader((file, *(other for other, _ in pointing)))
        self.place = Place(file.member, placed.path)

    @property
    def years(self) -> list[int]:
        """The years in which they pay something, of those that the file with the cost is about."""
        amounts = (self._amounts_of(file, pointer.line) for file, pointer in self._pointing)
        return sorted({year for paid in amounts for year in paid.without_zeros()}.intersection(self._file.member.years))

    def payment(self, year: int) -> Payment:
        """What is paid for it in a year, here and by them."""
        return self._of_lines(year, self._paying(year), self._booked(year))

    def shares(self, year: int) -> Payment:
        """What several other municipalities pay for it in a year; nothing where there is but one."""
        shares = [(file, pointer) for file, pointer in self._paying(year) if file.member.municipality]
        several = len({file.member.file for file, _ in shares}) > 1
        return self._of_lines(year, shares if several else [], Counter())

    def is_overpaid_alone(self, year: int) -> bool:
        """Whether its own lines pay too much already."""
        return self._of_lines(year, [], _paid(self._file, self._placed, year, _as_paid)).is_too_much

    def _booked(self, year: int) -> Counter[str]:
        """What its own lines pay, by source; a line that names a payer in return books that one's money."""
        booked = Counter[str]()
        for line in self._placed.cost.funding:
            if euros := self._amounts_of(self._file, line).in_year(year):
                identifier, _, id = (line.counterpart or "").partition("#")
                source = self._sources.get((identifier, id), line.source)
                booked[line.source if {source, line.source} == {SPUK, IZA} else source] += euros
        return booked

    @cached_property
    def _sources(self) -> Mapping[tuple[str, str], str]:
        """By the cost in which it stands (its plan, and its id), from which source a line pays that names this one."""
        return {
            (file.member.identifier, pointer.placed.cost.id): pointer.line.source for file, pointer in self._pointing
        }

    def _paying(self, year: int) -> list[tuple[File, Pointer]]:
        return [
            (file, pointer) for file, pointer in self._pointing if self._amounts_of(file, pointer.line).in_year(year)
        ]

    def _of_lines(self, year: int, pointing: Sequence[tuple[File, Pointer]], own: Counter[str]) -> Payment:
        there = Counter[str]()
        for file, pointer in pointing:
            there[pointer.line.source] += self._amounts_of(file, pointer.line).in_year(year)
        cost = self._placed.cost
        rounding = _rounding(self._file, len(pointing) + len(cost.funding))
        return Payment(year, cost.amounts.in_year(year), own, there, rounding, self._file.member.kind == "regio")

    def hit(self, variant: str, years: Sequence[int], payment: Payment) -> SetHit:
        """A finding at the last line of a municipal file that adds to it; at the cost where none is municipal."""
        cost = self.place
        adding = [
            (Place(file.member, (*pointer.path, VERWIJZING)), pointer.placed.cost.id)
            for file, pointer in self._paying(payment.year)
            if payment.there[pointer.line.source] > payment.here[pointer.line.source]
        ]
        lines = [place for place, _ in adding]
        municipal = [place for place in lines if place.member.municipality]
        place = municipal[-1] if municipal else cost if cost.member.municipality else lines[-1]
        params = {
            "post": self._placed.cost.id,
            "van": list(dict.fromkeys(id for _, id in adding)),
            "gemeenten": list(dict.fromkeys(place.member.name for place in lines)),
            "bestand": cost.member.name,
            **payment.facts(years),
        }
        return SetHit(variant, place, params, tuple(other for other in (cost, *lines) if other != place))


def _targets(accounts: Accounts) -> Iterator[Target]:
    for target, pointing in accounts.pointers.items():
        if found := accounts.cost(target):
            yield Target(*found, pointing)


def _overpaid_by_reference(accounts: Accounts) -> Iterator[SetHit]:
    """The costs above which lines in other files go; what DUB015 or a rule on SPUK and IZA tells is not told again."""
    crossed = {found.target for found in references_between(accounts)}
    for target in _targets(accounts):
        years = [
            year
            for year in target.years
            if target.place not in crossed
            and target.payment(year).is_too_much
            and not target.is_overpaid_alone(year)
            and not target.shares(year).is_too_much
        ]
        if years:
            yield target.hit("verwijzing-tussen-bestanden", years, target.payment(years[0]))


# --- costs that bear one `sleutel` ---------------------------------------------------------------------------------


class InFull(Record):
    """A cost that several municipal files state and pay in full."""

    key: str
    holders: tuple[Cost, ...]
    payment: Payment
    years: tuple[int, ...]

    def hit(self) -> SetHit:
        """A finding in the last of them."""
        *others, last = self.holders
        params = {
            "sleutel": self.key,
            "post": last[1].cost.id,
            "gemeenten": list(dict.fromkeys(file.member.name for file, _ in self.holders)),
            **self.payment.facts(self.years),
        }
        return SetHit("hele-kosten", in_file(*last), params, tuple(in_file(*cost) for cost in others))


def _counted_in_full(accounts: Accounts) -> Iterator[InFull]:
    """The costs that several municipalities of one region state and pay in full."""
    for files in accounts.together(file for file in accounts.files if file.fact.by_key):
        for key, costs in _by_key(files).items():
            if len({file.member.file for file, _ in costs if file.member.municipality}) > 1:
                for part in _parts(costs):
                    yield from _in_full(key, part)


def _by_key(files: Iterable[File]) -> Mapping[str, list[Cost]]:
    by_key: dict[str, list[Cost]] = {}
    for file in files:
        for key, costs in file.fact.by_key.items():
            by_key.setdefault(key, []).extend((file, placed) for placed in costs)
    return by_key


def _parts(costs: Sequence[Cost]) -> Iterable[list[Cost]]:
    """Costs of one key, apart when all of them say which part they are."""
    by_part: dict[str, list[Cost]] = {}
    for file, placed in costs:
        by_part.setdefault(delimitation(placed.cost), []).append((file, placed))
    return [list(costs)] if "" in by_part else by_part.values()


def _in_full(key: str, costs: Sequence[Cost]) -> Iterator[InFull]:
    found: list[tuple[list[Cost], Payment]] = []
    amounts_of = _reader(file for file, _ in costs)
    for year in sorted({year for _, placed in costs for year in placed.cost.amounts}):
        whole = max(placed.cost.amounts.in_year(year) for _, placed in costs)
        holders = [
            (file, placed)
            for file, placed in costs
            if file.member.municipality
            and whole - placed.cost.amounts.in_year(year) <= _rounding(file, 1)
            and not _is_share(placed)
            and _paid(file, placed, year, amounts_of)
        ]
        if len({file.member.file for file, _ in holders}) > 1:
            paid = _paid_in_full(holders, whole, year, amounts_of)
            lines = sum(len(placed.cost.funding) for _, placed in holders)
            payment = Payment(year, whole, paid, Counter(), _rounding(holders[0][0], lines), is_of_region=False)
            if payment.is_too_much:
                found.append((holders, payment))
    if found:
        holders, payment = found[0]
        yield InFull(key, tuple(holders), payment, tuple(payment.year for _, payment in found))


def _paid_in_full(holders: Sequence[Cost], whole: int, year: int, amounts_of: Reader) -> Counter[str]:
    """What files pay of a cost, each the whole at most: that one pays it twice is told of that file by itself."""
    left = {file.member.file: whole for file, _ in holders}
    paid = Counter[str]()
    for file, placed in holders:
        for source, euros in _paid(file, placed, year, amounts_of).items():
            counted = min(euros, left[file.member.file])
            left[file.member.file] -= counted
            paid[source] += counted
    return paid


def _is_share(placed: PlacedCost) -> bool:
    """Whether a cost is by its own words what is passed on to others, and so a share and not the whole."""
    return placed.action.kind == TRANSFER or any(line.counterpart for line in placed.cost.funding)


def _overpaid_by_key(accounts: Accounts) -> Iterator[SetHit]:
    """The costs that a region and its municipalities state alike and together pay more than once."""
    told = {(full.key, file.member.file) for full in _counted_in_full(accounts) for file, _ in full.holders}
    municipal: dict[str, list[File]] = {}
    for file, region in accounts.pairs:
        if file.fact.by_key:
            municipal.setdefault(region.whose, []).append(file)
    for whose, files in municipal.items():
        region = accounts.regions[whose]
        regional = _by_key(region.files)
        for key, costs in _by_key(files).items():
            if key in regional and not any((key, file.member.file) in told for file, _ in costs):
                yield from _overpaid_in_region(key, region, regional[key], costs)


def _overpaid_in_region(
    key: str, region: Region, regional: Sequence[Cost], municipal: Sequence[Cost]
) -> Iterator[SetHit]:
    for costs in _by_place(regional, municipal):
        for part in _parts(costs):
            here = [cost for cost in part if not cost[0].member.municipality]
            there = [cost for cost in part if cost[0].member.municipality]
            found = [
                payment
                for year in sorted({year for _, placed in part for year in placed.cost.amounts})
                if here and there and (payment := _together(here, there, year)) and payment.is_too_much
            ]
            if found:
                *others, last = there
                params = {"sleutel": key, "post": last[1].cost.id, "regio": region.name}
                params |= found[0].facts([payment.year for payment in found])
                places = tuple(in_file(*cost) for cost in (*others, *here))
                yield SetHit("sleutel-met-regio", in_file(*last), params, places)


def _by_place(regional: Sequence[Cost], municipal: Sequence[Cost]) -> Iterable[list[Cost]]:
    """The costs that are one: what a region pays for one municipality with that one's, the rest with all others'."""
    for_one: dict[str, list[Cost]] = {}
    for file, placed in regional:
        for code in places_of(placed) or ("",):
            for_one.setdefault(code, []).append((file, placed))
    found: dict[str, list[Cost]] = {}
    for file, placed in municipal:
        place = next((code for code in file.member.municipalities if code in for_one), "")
        found.setdefault(place, []).append((file, placed))
    return [[*for_one[place], *costs] for place, costs in found.items() if place in for_one]


def _together(here: Sequence[Cost], there: Sequence[Cost], year: int) -> Payment | None:
    """What both sides pay in a year for a cost that all state alike; None when that is not so, or told elsewhere."""
    euros = [placed.cost.amounts.in_year(year) for _, placed in (*here, *there)]
    file, lines = here[0][0], sum(len(placed.cost.funding) for _, placed in (*here, *there))
    if min(euros) == 0 or max(euros) - min(euros) > _rounding(file, 1):
        return None  # each states a share of its own
    amounts_of = _reader(file for file, _ in (*here, *there))
    region, others = (
        sum((_paid(f, placed, year, amounts_of) for f, placed in side), Counter[str]()) for side in (here, there)
    )
    payment = Payment(year, max(euros), region, others, _rounding(file, lines), is_of_region=True)
    alone = max(region.total(), others.total()) > payment.euros + payment.rounding
    return None if payment.crosses or alone else payment
