"""What the rules on double counting need of each plan of a set, and how the plans lie beside one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, wraps

from galaplan.catalogue import municipalities
from galaplan.documents import Path
from galaplan.model.amounts import Amounts
from galaplan.model.regional import Contribution
from galaplan.model.shared import Action, FundingLine
from galaplan.records import Record
from galaplan.rules.dubbel.sleutels import Key
from galaplan.rules.placed import PlacedCost
from galaplan.rules.plan_set import Fact, Member, Place, PlanSet, SetHit
from galaplan.rules.registry import SetCheck
from galaplan.rules.samenloop import Claim, Subject, keys_of, paid_by
from galaplan.rules.severity import ACCOUNTING
from galaplan.rules.view import IZA, NO_AMOUNTS, SPUK, PlanView, delimitation, has_text, words_of

KEPT = (
    *("id", "title", "kind", "level", "municipalities", "neighbourhoods", "target_groups", "chain", "themes"),
    *("gala_actions", "iza_agreements", "ggd_tasks", "join_key"),
)
"""What of an action is kept with its costs; the rest of the plan is let go."""

MUNICIPAL_MONEY = "gemeente"
"""The source under which a region may book what its members pay, from whatever pot."""

TRANSFER = "overdracht"
"""The kind of an action that pays money on."""


class Pointer(Record):
    """A funding line whose `verwijzing` names a cost in another file."""

    path: Path
    placed: PlacedCost
    line: FundingLine

    @property
    def target(self) -> str:
        """The cost that it names, as `kenmerk#id`."""
        return self.line.counterpart or ""


class Books:
    """The costs of one plan, as other files look at them."""

    def __init__(self, plan: PlanView) -> None:
        """Take from the plan what comparing needs."""
        self.accounts = plan.phase == ACCOUNTING
        """Whether it says what has been paid."""
        self.delimits = has_text(plan.plan.iza_delimitation)
        """Whether the file says how IZA and SPUK are kept apart."""
        lean = {place.path: _lean(place.item) for place in plan.actions if place.item.costs}
        self.costs = tuple(PlacedCost(placed.path, lean[placed.path[:2]], placed.cost) for placed in plan.costs)
        self.local_iza = NO_AMOUNTS
        """The local IZA money that a municipal plan states."""
        self.iza_region = ""
        """The IZA region that a municipal plan names."""
        self.contributions: tuple[Contribution, ...] = ()
        """What a region received from its members."""
        self.applicant = ""
        """The municipality that holds the mandate of a region."""
        self.public_body = ""
        if plan.kind == "gemeente":
            reference = plan.municipal.regional_reference
            self.local_iza = (reference and reference.local_iza) or NO_AMOUNTS
            self.iza_region = " ".join(words_of(plan.municipal.municipality.iza_region or ""))
        else:
            self.contributions = plan.regional.contributions
            if mandate := plan.regional.mandate:
                self.applicant, self.public_body = mandate.municipality or "", mandate.public_body or ""

    def paid(self, line: FundingLine) -> Amounts:
        """What a line pays, as `PlanView.paid` has it."""
        if line.realised is None or not self.accounts:
            return line.amounts
        return Amounts({**line.amounts, **line.realised})

    def at_most(self, line: FundingLine) -> Amounts:
        """What a line pays in each year, or what was planned where that is more."""
        paid = self.paid(line)
        return paid if paid is line.amounts else Amounts({y: max(e, line.amounts.in_year(y)) for y, e in paid.items()})

    @cached_property
    def by_id(self) -> Mapping[str, PlacedCost]:
        """The costs by their id; the first where one stands twice."""
        return {placed.cost.id: placed for placed in reversed(self.costs)}

    @cached_property
    def pointers(self) -> Sequence[Pointer]:
        """The lines with a `verwijzing`."""
        return [
            Pointer((*placed.path, "dekking", index), placed, line)
            for placed in self.costs
            for index, line in enumerate(placed.cost.funding)
            if line.counterpart
        ]

    @cached_property
    def by_key(self) -> Mapping[str, Sequence[PlacedCost]]:
        """The costs that bear a `sleutel` of their own, by that."""
        by_key: dict[str, list[PlacedCost]] = {}
        for placed in self.costs:
            if placed.cost.join_key:
                by_key.setdefault(placed.cost.join_key, []).append(placed)
        return by_key

    @cached_property
    def deployed(self) -> Mapping[str, Sequence[PlacedCost]]:
        """The costs that pay a person or function with a key, by that, where they say how much of it."""
        by_person: dict[str, list[PlacedCost]] = {}
        for placed in self.costs:
            deployment = placed.cost.deployment
            if deployment and deployment.join_key and deployment.fte:
                by_person.setdefault(deployment.join_key, []).append(placed)
        return by_person

    @cached_property
    def by_source(self) -> Mapping[str, Sequence[PlacedCost]]:
        """The costs that SPUK and that IZA has a line for."""
        return {source: [placed for placed in self.costs if placed.paid_by(source)] for source in (SPUK, IZA)}

    def booked(self, source: str, key: Key, year: int) -> int:
        """What SPUK or IZA at most pays in a year of all costs with this key."""
        return self.bookings.get((source, key), NO_AMOUNTS).in_year(year)

    @cached_property
    def bookings(self) -> Mapping[tuple[str, Key], Amounts]:
        """The same by source and key, of all years."""
        amounts: dict[tuple[str, Key], list[Amounts]] = {}
        for source, costs in self.by_source.items():
            for placed in costs:
                for key in keys_of(placed):
                    lines = (line for line in placed.cost.funding if line.source == source)
                    amounts.setdefault((source, key), []).extend(map(self.at_most, lines))
        return {key: Amounts.sum(parts) for key, parts in amounts.items()}


def _lean(action: Action) -> Action:
    return Action.of({name: getattr(action, name) for name in KEPT})


def books(plan: PlanView) -> Iterator[Books]:
    """The costs of a plan."""
    yield Books(plan)


File = Fact[Books]
"""A plan of the set with its costs."""
Cost = tuple[File, PlacedCost]


def in_file(file: File, placed: PlacedCost) -> Place:
    """Where a cost of a file stands."""
    return Place(file.member, placed.path)


class Region:
    """The files of one region together."""

    def __init__(self, whose: str, files: Sequence[File]) -> None:
        """`whose`: what sets it apart from other regions."""
        self.whose = whose
        self.files = files

    @property
    def name(self) -> str:
        """Its name, as its first file writes it."""
        return self.files[0].member.name

    @cached_property
    def delimits(self) -> bool:
        """Whether one of its files says how IZA and SPUK are kept apart."""
        return any(file.fact.delimits for file in self.files)

    @cached_property
    def applicants(self) -> frozenset[str]:
        """The municipality that holds its mandate."""
        return frozenset(file.fact.applicant for file in self.files if file.fact.applicant)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that one of its files is about."""
        return frozenset().union(*(file.member.years for file in self.files))

    @cached_property
    def contributions(self) -> Mapping[str, Sequence[tuple[int, int, File, Contribution]]]:
        """By municipality what the region received from it: the numbers of file and row, the file, and the row."""
        found: dict[str, list[tuple[int, int, File, Contribution]]] = {}
        for number, file in enumerate(self.files):
            for index, row in enumerate(file.fact.contributions):
                found.setdefault(row.municipality, []).append((number, index, file, row))
        return found

    def booked(self, source: str, key: Key, year: int) -> int:
        """What SPUK or IZA at most pays in a year of all costs with this key."""
        return self._bookings.get((source, key), NO_AMOUNTS).in_year(year)

    @cached_property
    def _bookings(self) -> Mapping[tuple[str, Key], Amounts]:
        amounts: dict[tuple[str, Key], list[Amounts]] = {}
        for file in self.files:
            for key, booked in file.fact.bookings.items():
                amounts.setdefault(key, []).append(booked)
        return {key: Amounts.sum(parts) for key, parts in amounts.items()}


def _province(file: File) -> str:
    municipality = municipalities().get(file.member.municipality)
    return municipality.province if municipality else ""


class Accounts:
    """The plans of a set beside one another."""

    def __init__(self, plans: PlanSet) -> None:
        """`plans`: all of these, or those in which a rule is not silent."""
        self._plans = plans
        self.files: Sequence[File] = plans.facts(books)

    @cached_property
    def municipal(self) -> Sequence[File]:
        """The municipal files."""
        return [file for file in self.files if file.member.kind == "gemeente"]

    @cached_property
    def regions(self) -> Mapping[str, Region]:
        """The regions by what sets them apart."""
        files: dict[str, list[File]] = {}
        for file in self.files:
            if file.member.kind == "regio":
                files.setdefault(file.member.whose, []).append(file)
        return {whose: Region(whose, regional) for whose, regional in files.items()}

    @cached_property
    def pairs(self) -> Sequence[tuple[File, Region]]:
        """Every municipal file with each region that its municipalities belong to."""
        return [
            (file, self.regions[whose])
            for file in self.municipal
            for whose in sorted(self._plans.regions_with(file.member) or {file.fact.iza_region} & self.regions.keys())
        ]

    def together(self, files: Iterable[File]) -> Iterator[Sequence[File]]:
        """Files in which one key means one thing: those of one region, or of one province where no region is known."""
        files = tuple(files)
        regions = {file.member.file: self._region_of(file) for file in files}
        known = set(regions.values()) - {""}
        only = known.pop() if len(known) == 1 else ""
        near = {_province(file) for file in files if only and regions[file.member.file]}
        found: dict[tuple[str, str], list[File]] = {}
        for file in files:
            region = regions[file.member.file] or (only if _province(file) in near else "")
            found.setdefault((region, "" if region else _province(file)), []).append(file)
        yield from found.values()

    def _region_of(self, file: File) -> str:
        return min(self._plans.regions_with(file.member), default=file.fact.iza_region)

    def cost(self, target: str) -> Cost | None:
        """The file and the cost that a `verwijzing` names, where they are in the set."""
        identifier, _, id = target.partition("#")
        file = self._by_identifier.get(identifier)
        placed = file.fact.by_id.get(id) if file else None
        return (file, placed) if file and placed else None

    @cached_property
    def _by_identifier(self) -> Mapping[str, File]:
        replaced = {file.member.replaces: file for file in self.files if file.member.replaces}
        return replaced | {file.member.identifier: file for file in reversed(self.files)}

    @cached_property
    def pointers(self) -> Mapping[str, Sequence[tuple[File, Pointer]]]:
        """The lines that name a cost in another file of the set, by that cost."""
        found: dict[str, list[tuple[File, Pointer]]] = {}
        for file in self.files:
            for pointer in file.fact.pointers:
                target = self.cost(pointer.target)
                if target and target[0] is not file:
                    found.setdefault(pointer.target, []).append((file, pointer))
        return found


class Filed(Claim):
    """A claim in one of the files."""

    member: Member

    @property
    def place(self) -> Place:
        """Where the cost stands."""
        return Place(self.member, self.path)

    def least(self, year: int) -> int:
        """What is paid in a year, or what was planned where that is less."""
        return min(self.paid[year], sum(line.amounts.in_year(year) for line in self.lines) or self.paid[year])


def claim_in(file: File, placed: PlacedCost, lines: Iterable[FundingLine]) -> Filed | None:
    """What these lines of a cost pay, or None when they pay nothing."""
    lines = tuple(lines)
    paid = paid_by(lines, file.fact.paid)
    return Filed(placed, lines, paid, delimitation(placed.cost), file.member) if paid else None


def claims(
    file: File, source: str, subject: Subject | None = None, *, only: Callable[[PlacedCost], bool] = bool
) -> Iterator[Filed]:
    """What SPUK or IZA pays of the costs of a file, or of those of one subject. `only`: which costs to look at."""
    for placed in filter(only, file.fact.by_source[source]):
        lines = (
            subject.pays(source, file.member.edition, placed)
            if subject
            else (line for line in placed.cost.funding if line.source == source)
        )
        if claim := claim_in(file, placed, lines):
            yield claim


def settled_too(check: SetCheck) -> SetCheck:
    """Compare the plans, and the accountings for the years that have one; what both tell of one place is told once."""

    @wraps(check)
    def both(plans: PlanSet) -> Iterator[SetHit]:
        told: set[tuple[str, Place]] = set()
        for these in (plans, plans.settled):
            for hit in check(these) if these else ():
                if (hit.variant, hit.place) not in told or these is plans:
                    told.add((hit.variant, hit.place))
                    yield hit

    return both


def places_of(placed: PlacedCost) -> tuple[str, ...]:
    """The municipalities that a cost of a region is for; empty for the whole region."""
    return (placed.cost.municipality,) if placed.cost.municipality else placed.action.municipalities
