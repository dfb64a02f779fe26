"""Kinds of faults: what each must raise, decided from the rulebook, and where it is made."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from galaplan import Severity
from galaplan.documents import Path
from tests.faults.clean import Clean, Edit, all_of, put, remove

ERROR, WARNING, ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE

Weight = Severity | Callable[[Clean], Severity]
"""How heavily a fault weighs, always or in a plan of this state."""

Also = Mapping[str, str]
"""Codes of errors that lawfully come with a fault, each with the reason."""

NOTHING: Also = {}

MOST = 3
"""How many places of a kind are tried, unless it says otherwise."""


@dataclass(frozen=True)
class Change:
    """One place in one plan where a kind of fault is made."""

    what: str
    edit: Edit
    at: tuple[Path, ...]
    """Where the finding must stand: at, above or under one of these."""
    severity: Severity | None = None
    """Where it is not that of the kind."""
    write: Callable[[], bytes] | None = None
    """What the file becomes, when the fault is in its text."""


def change(what: str, edit: Edit, *at: Path, severity: Severity | None = None) -> Change:
    """`at`: the places that will do for the finding."""
    return Change(what, edit, at, severity)


Changes = Iterable[Change]


@dataclass(frozen=True)
class Kind:
    """One kind of fault."""

    code: str
    weight: Weight
    also: Also
    most: int
    places: Callable[[Clean], Changes]
    """Where it is made in a plan; nowhere when it would be no fault there."""


KINDS: list[Kind] = []


def kind(
    code: str, weight: Weight, *, also: Also = NOTHING, most: int = MOST
) -> Callable[[Callable[[Clean], Changes]], None]:
    """The decorated function yields the places where a kind of fault is made in a plan."""

    def decorate(places: Callable[[Clean], Changes]) -> None:
        KINDS.append(Kind(code, weight, also, most, places))

    return decorate


# --- when a fault is one ---


class When:
    """A condition on a plan and a place in it."""

    def __init__(self, holds: Callable[[Clean, Path], bool]) -> None:
        self._holds = holds

    def __call__(self, plan: Clean, path: Path) -> bool:
        return self._holds(plan, path)

    def __and__(self, other: When) -> When:
        return When(lambda plan, path: self(plan, path) and other(plan, path))

    def __invert__(self) -> When:
        return When(lambda plan, path: not self(plan, path))


ALWAYS = When(lambda plan, path: True)
MUNICIPAL = When(lambda plan, path: plan.municipal)
REGIONAL = ~MUNICIPAL
PLANNING = When(lambda plan, path: not plan.accounts)
"""What is planned, and not an account of what was spent."""
FIRST_ROUND = When(lambda plan, path: plan.tree["editie"] == "spuk-2023" and "vervangt" not in plan.tree)
FILED = When(lambda plan, path: plan.filed)


def asks(*components: str) -> When:
    return When(lambda plan, path: not plan.requested.keys().isdisjoint(components))


def has(*patterns: str) -> When:
    return When(lambda plan, path: plan.has(*patterns))


def lacks(*patterns: str) -> When:
    return ~has(*patterns)


def says(table: str) -> When:
    """The table has a text, or says where it stands."""
    return When(lambda plan, path: plan.says(table))


def holds(document: str) -> When:
    return When(lambda plan, path: plan.holds(document))


def row(fits: Callable[[Mapping[str, Any]], Any]) -> When:
    """A condition on the table itself, or on the table that a key is removed from."""

    def on_table(plan: Clean, path: Path) -> bool:
        found = plan.get(path)
        return bool(fits(found if isinstance(found, dict) else plan.get(path[:-1])))

    return When(on_table)


def in_action(fits: Callable[[Mapping[str, Any]], Any]) -> When:
    """A condition on the action that the place is in."""
    return When(lambda plan, path: bool(fits(plan.get(path[:2]))))


def paid_by(fits: Callable[[set[str]], Any]) -> When:
    """A condition on the sources of the cost that the place is in."""
    return When(lambda plan, path: bool(fits(plan.sources(path[:4]))))


# --- how heavily it weighs ---


def by_status(plan: Clean) -> Severity:
    """A warning for a draft, an error from filing on."""
    return ERROR if plan.filed else WARNING


def if_asked(component: str, otherwise: Severity) -> Callable[[Clean], Severity]:
    """An error when the component is asked for."""
    return lambda plan: ERROR if component in plan.requested else otherwise


def by_kind(of_municipality: Severity, of_region: Severity) -> Callable[[Clean], Severity]:
    return lambda plan: of_municipality if plan.municipal else of_region


def weigh(weight: Weight, plan: Clean) -> Severity:
    return weight if isinstance(weight, Severity) else weight(plan)


# --- faults that a pattern and a condition describe ---


def removes(
    code: str,
    weight: Weight,
    pattern: str,
    *more: str,
    when: When = ALWAYS,
    at: str = "",
    what: str = "",
    together: bool = False,
    also: Also = NOTHING,
    most: int = MOST,
) -> None:
    """Remove what the pattern finds, one place at a time (or all `together`), and all that `more` finds with it.

    `at`: patterns for where the finding must stand, with `|` between them; by itself where something was removed.
    """

    @kind(code, weight, also=also, most=most)
    def places(plan: Clean) -> Iterator[Change]:
        for taken in _taken(plan, pattern, when, together):
            words = what or plan.named(taken[0])
            yield change(f"remove {words}", remove(*taken, *plan.each(*more)), *_told(plan, at, taken[0]))


class Gone:
    """The value of a key that is taken away."""


GONE = Gone()


def puts(
    code: str,
    weight: Weight,
    pattern: str,
    values: Mapping[str, Any],
    *,
    when: When = ALWAYS,
    at: str = "",
    what: str = "",
    together: bool = False,
    also: Also = NOTHING,
    most: int = MOST,
) -> None:
    """Change keys of the tables that the pattern finds: to a value, to what a function makes of the old one, to GONE.

    The finding must stand at the first of the keys, unless `at` says otherwise; `^` is the table itself.
    """

    @kind(code, weight, also=also, most=most)
    def places(plan: Clean) -> Iterator[Change]:
        for tables in _taken(plan, pattern, when, together):
            words = what or ", ".join(f"{key} {_word(value)}" for key, value in values.items())
            edits = [_changed(plan, (*table, key), value) for table in tables for key, value in values.items()]
            told = _told(plan, at, (*tables[0], next(iter(values))))
            yield change(f"{plan.named(tables[0])}: {words}", all_of(*edits), *told)


def _taken(plan: Clean, pattern: str, when: When, together: bool) -> list[list[Path]]:
    found = [path for path in plan.each(pattern) if when(plan, path)]
    return [found] if together and found else [[path] for path in found]


def _told(plan: Clean, at: str, place: Path) -> Sequence[Path]:
    if not at:
        return (place,)
    return [place[:-1] if pattern == "^" else plan.first(pattern) for pattern in at.split(" | ")]


def _changed(plan: Clean, path: Path, value: Any) -> Edit:
    if value is GONE:
        return remove(*plan.within(path[:-1], str(path[-1])))
    return put(path, value(plan.get(path)) if callable(value) else value)


def _word(value: Any) -> str:
    if value is GONE:
        return "gone"
    return "otherwise" if callable(value) else f"= {json.dumps(value, ensure_ascii=False, default=str)}"
