"""Several plans as the rules look at them together.

A plan is not kept when it has been read: of each one a `Member` says which it is, and the collectors of the rules say
what the joins need of it. So the memory of a set is that of its largest file and of these facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from galaplan.documents import Path
from galaplan.records import NOTHING_STATED, Record, record
from galaplan.rules.registry import Collector, Rule, set_checks
from galaplan.rules.severity import speaks
from galaplan.rules.view import PlanView, words_of

if TYPE_CHECKING:
    from galaplan.catalogue import Edition
    from galaplan.model.moment import Moment

F = TypeVar("F")

PHASES = ("aanvraag-2023", "plan-van-aanpak", "completering", "verantwoording")
"""From early to late; the middle two are of one moment, for municipalities and for regions."""


@record
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
    in_execution: frozenset[str]
    """The components that a municipal plan says are in execution."""
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

    @property
    def municipality(self) -> str:
        """The GM code of the municipality that files a municipal plan; empty for a region."""
        return self.municipalities[0] if self.kind == "gemeente" else ""

    @property
    def whose(self) -> str:
        """Which municipality or which region it is of, to compare with others."""
        return self.municipality or " ".join(words_of(self.name))

    @property
    def standing(self) -> tuple[Any, ...]:
        """Its place among the plans, the same in whatever order the files were given."""
        return (self.kind, self.whose, PHASES.index(self.phase), self.identifier, self.revision, self.file)

    @property
    def lateness(self) -> tuple[Any, ...]:
        """How late it is among the plans of its own municipality or region: the largest is the latest."""
        date = self.date.last.toordinal() if self.date else 0
        return (PHASES.index(self.phase), self.revision, date, self.standing)


@record
class Place(Record):
    """A path in one of the files."""

    member: Member
    path: Path


@record
class SetHit(Record):
    """What a check of several files yields: as a `Hit`, and in which files."""

    variant: str
    place: Place
    """Where it has to be mended."""
    params: Mapping[str, Any] = NOTHING_STATED
    related: tuple[Place, ...] = ()
    """The other side, or sides."""


@record
class Fact(Record, Generic[F]):
    """What a collector found in one of the plans."""

    member: Member
    fact: F

    def at(self, path: Path) -> Place:
        """A path in the file that the fact is from."""
        return Place(self.member, path)


class PlanSet:
    """The plans that one rule looks at together, in an order that does not depend on that of the files."""

    def __init__(
        self, members: Iterable[Member], facts: Mapping[Collector, Mapping[str, tuple[Any, ...]]], rule: Rule
    ) -> None:
        """`members`: the plans that no other replaces. `facts`: what each collector found, by file."""
        self._facts = facts
        self.given = tuple(sorted((m for m in members if speaks(rule, m)), key=lambda member: member.standing))
        """The plans in which the rule speaks."""
        self.members = tuple(_current(self.given))
        """Of these one for each municipality and each document of a region: what the joins are about."""

    def facts(self, collector: Callable[[PlanView], Iterable[F]]) -> Sequence[Fact[F]]:
        """What a collector of the rule found, plan by plan."""
        found = self._facts.get(collector, {})
        return [Fact(member, fact) for member in self.members for fact in found.get(member.file, ())]

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
        if member.kind == "regio":
            return frozenset([member.whose])
        return frozenset(region for code in member.municipalities for region in self.regions_of.get(code, ()))


class Gathering:
    """Takes in plans one by one and keeps what the joins need of them."""

    def __init__(self) -> None:
        """Ask the loaded rules on several files what they need."""
        self._rules = tuple(set_checks())
        self._asking: dict[Collector, list[Rule]] = {}
        for rule in self._rules:
            for collector in rule.collects:
                self._asking.setdefault(collector, []).append(rule)
        self._members: list[Member] = []
        self._facts: dict[Collector, dict[str, tuple[Any, ...]]] = {collector: {} for collector in self._asking}

    def add(self, file: str, plan: PlanView) -> None:
        """Take in a plan. `file`: what the report calls its file; no two are the same."""
        member = _member(file, plan)
        self._members.append(member)
        for collector, rules in self._asking.items():
            if any(speaks(rule, plan) for rule in rules):
                self._facts[collector][file] = tuple(collector(plan))

    def sets(self) -> Iterator[tuple[Rule, PlanSet]]:
        """Each rule with the plans that it looks at."""
        if len(self._members) > 1:
            members = _without_replaced(self._members)
            for rule in self._rules:
                yield rule, PlanSet(members, self._facts, rule)


def _member(file: str, plan: PlanView) -> Member:
    municipal = plan.kind == "gemeente"
    place = plan.municipal.municipality if municipal else plan.regional.region
    if municipal:
        mine = plan.municipal.municipality
        municipalities = tuple(dict.fromkeys((mine.code, *mine.on_behalf_of)))
    else:
        municipalities = tuple(dict.fromkeys(plan.regional.region.municipalities))
    return Member(
        file=file,
        kind=plan.kind,
        identifier=plan.plan.identifier,
        edition=plan.edition,
        phase=plan.phase,
        status=plan.status,
        requested=plan.requested,
        in_execution=plan.in_execution,
        contains=() if municipal else plan.contains,
        years=plan.plan_years,
        revision=plan.plan.revision or 0,
        replaces=plan.plan.replaces or "",
        date=plan.plan.date,
        name=place.name,
        municipalities=municipalities,
    )


def _without_replaced(members: Iterable[Member]) -> list[Member]:
    """The plans that no other one of the same municipality or region replaces."""
    members = list(members)
    by = {(m.kind, m.whose, m.replaces): m for m in members if m.replaces and m.replaces != m.identifier}
    return [member for member in members if (member.kind, member.whose, member.identifier) not in by]


def _current(members: Iterable[Member]) -> Iterator[Member]:
    """One plan for each municipality, period and document, so that what is given twice counts once.

    It is the one for the most years, for the accounting of one year does not take the place of the plan for more; and
    of those for as many the latest.
    """
    taken: dict[tuple[str, str, str], set[int]] = {}
    chosen: set[str] = set()
    members = tuple(members)
    for member in sorted(members, key=lambda member: (len(member.years), member.lateness), reverse=True):
        documents = member.contains if member.kind == "regio" else ("",)
        places = [taken.setdefault((member.kind, member.whose, document), set()) for document in documents]
        if not any(years.intersection(member.years) for years in places):
            chosen.add(member.file)
            for years in places:
                years.update(member.years)
    return (member for member in members if member.file in chosen)
