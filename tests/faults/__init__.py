"""Single faults and harmless edits, made in every clean plan of the repository.

Each kind of fault states beforehand, from the rulebook (and `docs/decisions.md` where galaplan departs from it), which
rule must speak, how heavily and where, and in which plans the fault is one. Where it lawfully has a second consequence
that is an error as well, that stands under `also`, with the reason. `tests/test_faults.py` makes them and compares.

`clean` has the plans, places in them and edits; `kinds` what a kind of fault is; the other modules have the kinds, by
what is done: removed, money, misdated, misnamed, misplaced, shape, and across files. `harmless` has the edits of which
nothing may come.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from galaplan import Severity
from tests.faults import misdated, misnamed, misplaced, money, removed, shape  # noqa: F401  (they register their kinds)
from tests.faults.across import SET_KINDS, CleanSet, Place, SetChange, SetKind, clean_sets
from tests.faults.clean import Clean, Edit, as_json, as_toml, clean_plans, evenly, nothing
from tests.faults.kinds import KINDS, MOST, Also, Change, Kind, weigh

__all__ = ["Fault", "all_faults"]


@dataclass(frozen=True)
class Fault:
    """A single fault in clean plans, and what it must raise."""

    source: str
    what: str
    code: str
    severity: Severity
    at: tuple[Place, ...]
    """Where the finding must stand: at, above or under one of these."""
    also: Also
    plans: tuple[Clean, ...]
    """The plans without the fault."""
    make: Callable[[], list[bytes]]

    def __str__(self) -> str:
        return f"{self.source}: {self.what} -> {self.code}"


def all_faults() -> list[Fault]:
    """Of each kind some places, spread evenly over the clean plans, in TOML and JSON by turns."""
    plans, sets = clean_plans(), clean_sets()
    found: list[Fault] = []
    for one in KINDS:
        places = [(plan, place) for plan in plans for place in one.places(plan)]
        found += [_fault(one, *place, len(found) + n) for n, place in enumerate(evenly(places, one.most))]
    for among in SET_KINDS:
        changes = [(some, place) for some in sets for place in among.places(some)]
        found += [_set_fault(among, *place, len(found) + n) for n, place in enumerate(evenly(changes, MOST))]
    return found


def _fault(one: Kind, plan: Clean, change: Change, number: int) -> Fault:
    def make() -> list[bytes]:
        return [change.write() if change.write else _written(plan, change.edit, number)]

    at = tuple((0, path) for path in change.at)
    weight = change.severity or weigh(one.weight, plan)
    return Fault(plan.name, change.what, one.code, weight, at, one.also, (plan,), make)


def _set_fault(one: SetKind, plans: CleanSet, change: SetChange, number: int) -> Fault:
    def make() -> list[bytes]:
        own = [_written(plan, change.edits.get(n, nothing), number) for n, plan in enumerate(plans.plans)]
        return own + [as_json(tree) for tree in change.more]

    weight = change.severity or one.weight
    return Fault(plans.name, change.what, one.code, weight, change.at, one.also, plans.plans, make)


def _written(plan: Clean, edit: Edit, number: int) -> bytes:
    tree = plan.copy()
    edit(tree)
    return (as_json if number % 2 else as_toml)(tree)
