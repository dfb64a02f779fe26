"""Taking in plans one by one, and giving each rule on several files the plans that it looks at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import compress
from typing import Any

from galaplan.records import Record, once
from galaplan.rules.plan_set import Collector, Member, PlanSet
from galaplan.rules.registry import Rule, set_checks
from galaplan.rules.severity import ACCOUNTING, speaks
from galaplan.rules.view import REGIONAL_DOCUMENTS, PlanView


class Gathered(Record):
    """What was kept of some of the plans, to be put together with what was kept of others."""

    members: tuple[Member, ...]
    facts: tuple[tuple[tuple[str, tuple[Any, ...]], ...], ...]
    """By collector, in the order of the rules; by file."""


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

    def gathered(self) -> Gathered:
        """What is kept of the plans so far; another process can read it."""
        return Gathered(tuple(self._members), tuple(tuple(found.items()) for found in self._facts.values()))

    def take(self, gathered: Gathered) -> None:
        """Take in what was kept of plans elsewhere, by the same rules."""
        self._members.extend(gathered.members)
        for mine, theirs in zip(self._facts.values(), gathered.facts, strict=True):
            mine.update(theirs)

    @once
    def whole(self) -> frozenset[str]:
        """The files that have all beside them that they can be compared with; ask when all plans are in.

        That is so when a region that a file is or belongs to is there with all documents and a plan of each member.
        """
        members = tuple(_current(tuple(_without_replaced(self._members))))
        planned = {code for member in members if member.kind == "gemeente" for code in member.municipalities}
        contained: dict[str, set[str]] = {}
        for member in members:
            contained.setdefault(member.whose, set()).update(member.contains)
        covered = {
            code
            for region in members
            if region.kind == "regio"
            and contained[region.whose].issuperset(REGIONAL_DOCUMENTS)
            and planned.issuperset(region.municipalities)
            for code in region.municipalities
        }
        return frozenset(member.file for member in members if not covered.isdisjoint(member.municipalities))

    def sets(self) -> Iterator[tuple[Rule, PlanSet]]:
        """Each rule with the plans that it looks at; those that look at the same ones after one another."""
        if len(self._members) < 2:
            return
        members = sorted(_without_replaced(self._members), key=lambda member: member.standing)
        by_plans: dict[bytes, list[Rule]] = {}
        for rule in self._rules:
            by_plans.setdefault(bytes([speaks(rule, member) for member in members]), []).append(rule)
        for speaking, rules in by_plans.items():
            plans = self._plans(tuple(compress(members, speaking)))
            for rule in rules:
                yield rule, plans

    def _plans(self, given: tuple[Member, ...]) -> PlanSet:
        current, settled = tuple(_current(given)), tuple(_current(given, settled=True))
        return PlanSet(given, current, self._facts, settled if settled != current else ())


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
        component_status=plan.component_status,
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
    by: dict[tuple[str, str], _Replacing] = {}
    for member in members:
        if member.replaces and member.replaces != member.identifier:
            by.setdefault((member.kind, member.replaces), _Replacing()).add(member)
    newer: dict[str, Member] = {}
    for member in members:
        if (replacing := by.get((member.kind, member.identifier))) and (one := replacing.plan_for(member)):
            newer[member.file] = one
    circling = _leading_into_circles({file: member.file for file, member in newer.items()})
    return [member for member in members if member.file not in newer or member.file in circling]


def _leading_into_circles(newer: Mapping[str, str]) -> set[str]:
    """The plans that replace each other, and those that such plans replace: none of them is the old one."""
    older: dict[str, list[str]] = {}
    for file, replacing in newer.items():
        older.setdefault(replacing, []).append(file)
    waiting = [file for file in older if file not in newer]
    left = set(newer)
    while waiting:
        replaced = older.get(waiting.pop(), ())
        left.difference_update(replaced)
        waiting.extend(replaced)
    return left


class _Replacing:
    """The plans that replace those of one `kenmerk`, to find the first that is of the same municipality or region."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[int, Member]] = {}
        self._count = 0

    def add(self, member: Member) -> None:
        """One more plan."""
        self._count += 1
        for place in _places(member):
            self._first.setdefault(place, (self._count, member))

    def plan_for(self, older: Member) -> Member | None:
        """The first that is of one municipality or region with this plan: a region may get another name."""
        found = [self._first[place] for place in _places(older) if place in self._first]
        return min(found, key=lambda numbered: numbered[0])[1] if found else None


def _places(member: Member) -> tuple[str, ...]:
    """What plans of one municipality or region have in common: whose they are, or a member of the region."""
    return (f"= {member.whose}", *(member.municipalities if member.kind == "regio" else ()))


def _current(members: tuple[Member, ...], *, settled: bool = False) -> Iterator[Member]:
    """One plan for each municipality, period and document, so that what is given twice counts once.

    It is the one for the most years, for the accounting of one year does not take the place of the plan for more; and
    of those for as many the latest. `settled`: an accounting does take the place of the plan.
    """

    def standing(member: Member) -> tuple[Any, ...]:
        return (settled and member.phase == ACCOUNTING, len(member.years), member.lateness)

    taken: dict[tuple[str, str, str], set[int]] = {}
    chosen: set[str] = set()
    for member in sorted(members, key=standing, reverse=True):
        documents = member.contains if member.kind == "regio" else ("",)
        places = [taken.setdefault((member.kind, member.whose, document), set()) for document in documents]
        if not all(years.intersection(member.years) for years in places):
            chosen.add(member.file)
            for years in places:
                years.update(member.years)
    return (member for member in members if member.file in chosen)
