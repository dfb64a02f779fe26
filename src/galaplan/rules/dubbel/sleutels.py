"""What says that two costs are for one thing: a `sleutel`, a number in the ledger, or a `verwijzing`."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from galaplan.model.amounts import Amounts
from galaplan.rules.placed import PlacedCost
from galaplan.rules.view import PlanView, Side, stated

SLEUTEL, REFERENTIE, VERWIJZING = "sleutel", "referentie", "verwijzing"

Key = tuple[str, str]
"""What says that two costs are one: `sleutel`, `referentie` or `verwijzing`, and its value."""

MINUS = "\N{MINUS SIGN}"


def joining_keys(placed: PlacedCost) -> tuple[Key, ...]:
    """What joins a cost to others: its own keys and the `sleutel` of its action."""
    own = own_keys(placed)
    if not placed.action.join_key:
        return tuple(own)
    return tuple(dict.fromkeys([(SLEUTEL, placed.action.join_key), *own]))


def own_keys(placed: PlacedCost) -> list[Key]:
    """The `sleutel` and the number in the ledger that a cost itself states."""
    keys = [(SLEUTEL, placed.cost.join_key)] if placed.cost.join_key else []
    if number := ledger_number(placed):
        keys.append((REFERENTIE, number))
    return keys


def sides_by_key(plan: PlanView, sides: Iterable[Side], among: Collection[Key] | None = None) -> dict[Key, list[Side]]:
    """What is paid by the keys that join it to other costs; only by those `among` these, where any are said."""
    by_key: dict[Key, list[Side]] = {}
    wanted = None if among is None else {value for _, value in among}
    for side in sides:
        if wanted is not None and wanted.isdisjoint(_values(side)):
            continue
        for key in joining_keys(side.placed):
            if among is None or key in among:
                by_key.setdefault(key, []).append(side)
        for reference, paid in references(plan, side).items():
            if among is None or (VERWIJZING, reference) in among:
                by_key.setdefault((VERWIJZING, reference), []).append(Side(side.source, side.placed, paid))
    return by_key


def _values(side: Side) -> list[str | None]:
    """All that may be the value of a key of it: quicker to look at than the keys, for which amounts are added up."""
    placed = side.placed
    values = [placed.cost.id, placed.cost.join_key, placed.action.join_key, ledger_number(placed)]
    references = [line.counterpart for line in placed.cost.funding if line.counterpart]
    return [*values, *(reference.partition("#")[2] for reference in references)] if references else values


def references(plan: PlanView, side: Side) -> Mapping[str, Amounts]:
    """What a source pays by the costs in the file that it goes to: its own, and those a `verwijzing` points to."""
    paid = {side.id: side.paid}
    for line in side.placed.cost.funding:
        if not line.counterpart or line.source != side.source:
            continue
        target = plan.costs_by_reference.get(line.counterpart)
        if target is not None and target.path != side.path:
            amounts = plan.paid(line).without_zeros()
            paid[target.cost.id] = paid[target.cost.id] + amounts if target.cost.id in paid else amounts
    return paid


def ledger_number(placed: PlacedCost) -> str:
    """The number in the ledger, written so that equal numbers are equal; may be empty."""
    return _number_in_ledger(placed.cost.ledger_reference) if placed.cost.ledger_reference else ""


LONGEST_NUMBER = 500
"""Characters of a number in the ledger that are compared; to compose a long run of accents takes the square of it."""


@lru_cache(maxsize=512)
def _number_in_ledger(text: str) -> str:
    written = stated(text)[:LONGEST_NUMBER].casefold()
    if not written.isascii():
        written = "".join(_plain_sign(sign) for sign in unicodedata.normalize("NFKC", written)).casefold()
    return "".join(written.split()).rstrip(".")


def _plain_sign(sign: str) -> str:
    """One kind of dash, and no space or sign that cannot be seen."""
    category = unicodedata.category(sign)
    if category == "Pd" or sign == MINUS:
        return "-"
    return "" if category[0] in "ZC" else sign


def as_written(placed: PlacedCost) -> str:
    """The number in the ledger as the file has it, for a message."""
    return stated(placed.cost.ledger_reference)
