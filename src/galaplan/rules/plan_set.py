"""Several plans as the rules look at them together.

A plan is not kept when it has been read: of each one a `Member` says which it is, and the collectors of the rules say
what the joins need of it. So the memory of a set is that of its largest file and of these facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from galaplan.documents import Path
from galaplan.records import NOTHING_STATED, Record
from galaplan.rules.view import words_of

if TYPE_CHECKING:
    from galaplan.catalogue import Edition
    from galaplan.model.moment import Moment
    from galaplan.rules.view import PlanView

F = TypeVar("F")
V = TypeVar("V")

Collector = Callable[["PlanView"], Iterable[Any]]
"""What a check of several files needs of each of them: small facts, for the plan itself is not kept."""

WORDS_FOR_REGION = frozenset(["iza", "regio"])
"""What may stand before the name of a region: "IZA-regio Flevoland" and "Flevoland" are one."""

PHASES = ("aanvraag-2023", "plan-van-aanpak", "completering", "verantwoording")
"""From early to late; the middle two are of one moment, for municipalities and for regions."""


class Member(Record):
    """One of the plans: which it is, whose, and in what state."""

    file: str
    """The name of its file in the report."""
    kind: str
    """`gemeente` or `regio`."""
    identifier: str
    edition: Edition
    phase: str
    status: str
    requested: frozenset[str]
    """The components that a municipal plan asks for."""
    component_status: Mapping[str, str]
    """How far a municipal plan says that its components are, by component."""
    contains: tuple[str, ...]
    """The documents that a regional file holds."""
    years: range
    """The years it covers, or those of the edition where it does not say."""
    revision: int
    """Its `versie`; 0 where it states none."""
    replaces: str
    """The `kenmerk` of the plan that it replaces, or empty."""
    date: Moment | None
    name: str
    """Of the municipality or the region."""
    municipalities: tuple[str, ...]
    """GM codes: the one that files the plan and those it also speaks for, or the members of the region."""

    def __hash__(self) -> int:
        return hash(self.file)

    @property
    def municipality(self) -> str:
        """The GM code of the municipality that files a municipal plan; empty for a region."""
        return self.municipalities[0] if self.kind == "gemeente" else ""

    @property
    def whose(self) -> str:
        """Which municipality or which region it is of, to compare with others."""
        if self.municipality:
            return self.municipality
        words = words_of(self.name)
        return " ".join([word for word in words if word not in WORDS_FOR_REGION] or words)

    @property
    def standing(self) -> tuple[Any, ...]:
        """Its place among the plans, the same in whatever order the files were given."""
        return (self.kind, self.whose, PHASES.index(self.phase), self.identifier, self.revision, self.file)

    @property
    def lateness(self) -> tuple[Any, ...]:
        """How late it is among the plans of its own municipality or region: the largest is the latest."""
        date = self.date.last.toordinal() if self.date else 0
        return (PHASES.index(self.phase), self.revision, date, self.standing)


class Place(Record):
    """A path in one of the files."""

    member: Member
    path: Path


class SetHit(Record):
    """What a check of several files yields: as a `Hit`, and in which files."""

    variant: str
    place: Place
    """Where it has to be mended."""
    params: Mapping[str, Any] = NOTHING_STATED
    related: tuple[Place, ...] = ()
    """The other side, or sides."""


class Fact(Record, Generic[F]):
    """What a collector found in one of the plans."""

    member: Member
    fact: F

    def at(self, path: Path) -> Place:
        """A path in the file that the fact is from."""
        return Place(self.member, path)


class PlanSet:
    """The plans that a rule looks at together, in an order that does not depend on that of the files.

    Rules that look at the same plans share it, and what was worked out for the one is there for the next.
    """

    def __init__(
        self,
        given: tuple[Member, ...],
        members: tuple[Member, ...],
        facts: Mapping[Collector, Mapping[str, tuple[Any, ...]]],
        settled: tuple[Member, ...] = (),
    ) -> None:
        """`facts`: what each collector found, by file. `settled`: the members of the set of that name."""
        self._facts = facts
        self._settled = settled
        self._regions_by_file: dict[str, frozenset[str]] = {}
        self._found: dict[Collector, Sequence[Fact[Any]]] = {}
        self._beside: dict[Callable[[PlanSet], Any], Any] = {}
        self.given = given
        """The plans in which the rule speaks and that no other replaces."""
        self.members = members
        """Of these one for each municipality and each document of a region: what the joins are about."""

    def facts(self, collector: Callable[[PlanView], Iterable[F]]) -> Sequence[Fact[F]]:
        """What a collector of the rule found, plan by plan."""
        if collector not in self._found:
            found = self._facts.get(collector, {})
            self._found[collector] = [
                Fact(member, fact) for member in self.members for fact in found.get(member.file, ())
            ]
        return self._found[collector]

    def seen_as(self, view: Callable[[PlanSet], V]) -> V:
        """The plans as several rules look at them; made for the first of these rules."""
        if view not in self._beside:
            self._beside[view] = view(self)
        made: V = self._beside[view]
        return made

    @cached_property
    def settled(self) -> PlanSet | None:
        """The same with the accounting for a year in the place of the plan for it; None where that changes nothing."""
        return PlanSet(self.given, self._settled, self._facts) if self._settled else None

    @cached_property
    def municipal(self) -> tuple[Member, ...]:
        """The municipal plans."""
        return tuple(member for member in self.members if member.kind == "gemeente")

    @cached_property
    def regional(self) -> tuple[Member, ...]:
        """The regional files."""
        return tuple(member for member in self.members if member.kind == "regio")

    @cached_property
    def plan_of(self) -> Mapping[str, Member]:
        """The municipal plan by GM code; also of the municipalities that a joint plan speaks for."""
        plans: dict[str, Member] = {}
        for member in self.municipal:
            for code in member.municipalities:
                plans.setdefault(code, member)
        for member in self.municipal:  # a plan of its own goes before a joint one
            plans[member.municipality] = member
        return plans

    @cached_property
    def regions(self) -> Mapping[str, tuple[Member, ...]]:
        """The regional files by region."""
        regions: dict[str, list[Member]] = {}
        for member in self.regional:
            regions.setdefault(member.whose, []).append(member)
        return {region: tuple(files) for region, files in regions.items()}

    @cached_property
    def regions_of(self) -> Mapping[str, frozenset[str]]:
        """By GM code the regions that name the municipality as a member: one where all is well."""
        regions: dict[str, set[str]] = {}
        for member in self.regional:
            for code in member.municipalities:
                regions.setdefault(code, set()).add(member.whose)
        return {code: frozenset(names) for code, names in regions.items()}

    def regions_with(self, member: Member) -> frozenset[str]:
        """The regions that a plan belongs to: its own, or those of the municipalities that it speaks for."""
        if member.file not in self._regions_by_file:
            regions = (self.regions_of.get(code, ()) for code in member.municipalities)
            own = [member.whose] if member.kind == "regio" else chain.from_iterable(regions)
            self._regions_by_file[member.file] = frozenset(own)
        return self._regions_by_file[member.file]
