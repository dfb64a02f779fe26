"""Family DUB: two costs for one activity, one paid by SPUK and one by IZA, and nothing says which part is whose.

A key that joins them proves it (`sleutels`); likeness only makes one ask (`gelijkenis`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from galaplan.documents import Path
from galaplan.records import Record
from galaplan.rules.dubbel.sleutels import REFERENTIE, Key, as_written, sides_by_key
from galaplan.rules.dubbel.vergelijkbaar import comparable
from galaplan.rules.registry import ERROR, WARNING, Hit, rule
from galaplan.rules.view import IZA, SPUK, PlanView, Side


@rule(
    "DUB003",
    "zelfde-activiteit-iza-en-spuk",
    {
        "zelfde-sleutel": ERROR,
        "zelfde-referentie": ERROR,
        "zelfde-verwijzing": ERROR,
        "lijkt-op": WARNING,
        "zelfde-bestedingsdoel": WARNING,
        "sleutel-met-regio": ERROR,
        "verwijzing-tussen-bestanden": ERROR,
        "lijkt-op-regio": WARNING,
        "zelfde-doel-regio": WARNING,
    },
    modality="P",
    source=("GALA p62 L3254-3256",),
    applies=("gemeente", "regio", "set"),
    in_request_2023=("regio",),
)
def zelfde_activiteit_iza_en_spuk(plan: PlanView) -> Iterator[Hit]:
    told: set[frozenset[Path]] = set()
    accused: set[Path] = set()
    for conflict in conflicts(plan):
        if conflict.paths not in told:  # one pair may share both a `sleutel` and a `referentie`
            told.add(conflict.paths)
            accused.update(side.path for side in conflict.iza)
            yield _joined_by_key(conflict)
    iza, spuk = plan.sides(IZA), plan.sides(SPUK)
    if iza and (near := comparable(plan, spuk, iza)):
        from galaplan.rules.dubbel.gelijkenis import likenesses

        for hit in likenesses(plan, near, iza):
            if hit.path not in accused:
                accused.add(hit.path)
                yield hit


class Conflict(Record):
    """Costs that a key makes one and that SPUK and IZA pay in a year without saying which part is whose."""

    key: Key
    iza: tuple[Side, ...]
    spuk: tuple[Side, ...]
    years: tuple[int, ...]

    @property
    def paths(self) -> frozenset[Path]:
        """The paths of the costs."""
        return frozenset(side.path for side in (*self.iza, *self.spuk))


def _joined_by_key(conflict: Conflict) -> Hit:
    kind, value = conflict.key
    place, *others = dict.fromkeys(side.path for side in (*conflict.iza, *conflict.spuk))
    params = {
        kind: as_written(conflict.iza[0].placed) if kind == REFERENTIE else value,
        "jaren": list(conflict.years),
        "iza": [side.id for side in conflict.iza],
        "spuk": [side.id for side in conflict.spuk],
    }
    return Hit(f"zelfde-{kind}", place, params, tuple(others))


@lru_cache(maxsize=1)
def conflicts(plan: PlanView) -> tuple[Conflict, ...]:
    """What DUB003 tells by key; kept for the plan at hand, for DUB004 and DUB014 ask what is told already."""
    return tuple(_conflicts_of(plan))


def _conflicts_of(plan: PlanView) -> Iterator[Conflict]:
    spuk, iza = plan.sides(SPUK), plan.sides(IZA)
    if not spuk or not iza:
        return
    claims = sides_by_key(plan, iza)
    by_key = sides_by_key(plan, spuk, among=claims)
    for key, claimants in claims.items():
        if key in by_key and (found := _undelimited(by_key[key], claimants)):
            hit = tuple(side for side in claimants if side.path in found)
            years = sorted({year for found_years in found.values() for year in found_years})
            others = tuple(side for side in by_key[key] if any(year in side.paid for year in years))
            yield Conflict(key, hit, others, tuple(years))


def _undelimited(spuk: Sequence[Side], iza: Sequence[Side]) -> dict[Path, list[int]]:
    """The IZA costs that another cost pays from SPUK in the same year, and not both costs say another part; by year."""
    found: dict[Path, list[int]] = {}
    if len({side.path for side in (*spuk, *iza)}) == 1:
        return found  # one cost that both pay, which is DUB001's
    for year in sorted({year for side in iza for year in side.paid}):
        parts_of = {side.path: side.part for side in spuk if year in side.paid}
        parts = Counter(parts_of.values())
        for side in iza:
            if year not in side.paid:
                continue
            itself = parts_of.get(side.path)
            others = len(parts_of) - (itself is not None)
            unclear = parts[""] - (itself == "") or parts[side.part] - (itself == side.part) or not side.part
            if others and unclear:
                found.setdefault(side.path, []).append(year)
    return found
