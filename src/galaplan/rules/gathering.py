"""Taking in plans one by one, and giving each rule on several files the plans that it looks at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from galaplan.records import once
from galaplan.rules.plan_set import Collector, Member, PlanSet
from galaplan.rules.registry import Rule, set_checks
from galaplan.rules.severity import ACCOUNTING, speaks
from galaplan.rules.view import REGIONAL_DOCUMENTS, PlanView


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
        """Each rule with the plans that it looks at."""
        if len(self._members) < 2:
            return
        members = sorted(_without_replaced(self._members), key=lambda member: member.standing)
        chosen: dict[tuple[str, ...], tuple[tuple[Member, ...], tuple[Member, ...]]] = {}
        for rule in self._rules:
            given = tuple(member for member in members if speaks(rule, member))
            key = tuple(member.file for member in given)
            if key not in chosen:
                current, settled = tuple(_current(given)), tuple(_current(given, settled=True))
                chosen[key] = current, settled if settled != current else ()
            current, settled = chosen[key]
            yield rule, PlanSet(given, current, self._facts, settled)


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
    by: dict[tuple[str, str], list[Member]] = {}
    for member in members:
        if member.replaces and member.replaces != member.identifier:
            by.setdefault((member.kind, member.replaces), []).append(member)

    def newer_than(older: Member) -> Member | None:
        return next((m for m in by.get((older.kind, older.identifier), ()) if _is_of_one(older, m)), None)

    def is_replaced(member: Member) -> bool:
        seen: set[str] = set()
        latest = member
        while newer := newer_than(latest):
            if newer.file in seen:
                return False  # plans that replace each other: none of them is the old one
            seen.add(newer.file)
            latest = newer
        return latest is not member

    return [member for member in members if not is_replaced(member)]


def _is_of_one(older: Member, newer: Member) -> bool:
    """Whether plans are of one municipality, or of one region: a region may get another name, and keeps members."""
    if older.kind == "regio" and not frozenset(older.municipalities).isdisjoint(newer.municipalities):
        return True
    return older.whose == newer.whose


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
