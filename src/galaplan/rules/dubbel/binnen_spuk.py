"""Family DUB: one thing charged to several components of SPUK."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from galaplan.documents import Path
from galaplan.rules.dubbel.kostenpost import is_shared, som_boven_kosten
from galaplan.rules.dubbel.sleutels import REFERENTIE, SLEUTEL, Key, as_written, own_keys
from galaplan.rules.dubbel.zelfde_activiteit import conflicts
from galaplan.rules.placed import PlacedCost
from galaplan.rules.registry import ERROR, Hit, rule
from galaplan.rules.view import SPUK, PlanView, delimitation


@rule(
    "DUB014",
    "dubbel-binnen-spuk",
    {"een-kostenpost": ERROR, "zelfde-sleutel": ERROR, "zelfde-referentie": ERROR},
    modality="P",
    source=("GALA p44 L2401-2403",),
    inferred=True,
)
def dubbel_binnen_spuk(plan: PlanView) -> Iterator[Hit]:
    for placed in plan.costs:
        lines = placed.cost.funding
        if len(lines) < 2 or len({line.component for line in lines if line.component}) < 2:
            continue
        by_year = _components_by_year(plan, placed)
        years = sorted(year for year, components in by_year.items() if len(components) > 1)
        if years and not delimitation(placed.cost) and not is_shared(plan, placed):
            charged = set[str]().union(*(by_year[year] for year in years))
            params = {"post": placed.cost.id, "onderdelen": sorted(charged), "jaren": years}
            yield Hit("een-kostenpost", placed.path, params)
    told: set[frozenset[Path]] = set()
    doubles = list(charged_twice(plan))
    overpaid = _overpaid_keys(plan) if doubles else set()
    for (kind, value), costs, components, years in doubles:
        paths = frozenset(placed.path for placed in costs)
        if paths not in told and not _one_sleutel(costs) & overpaid:
            told.add(paths)
            params = {
                kind: as_written(costs[0]) if kind == REFERENTIE else value,
                "onderdelen": components,
                "jaren": years,
                "posten": [placed.cost.id for placed in costs],
            }
            yield Hit(f"zelfde-{kind}", costs[-1].path, params, tuple(placed.path for placed in costs[:-1]))


def _overpaid_keys(plan: PlanView) -> set[str]:
    """The values of `sleutel` of which DUB002 says that their costs are paid twice."""
    return {hit.params[SLEUTEL] for hit in som_boven_kosten(plan) if hit.variant == "samen-boven-kosten"}


def _one_sleutel(costs: Iterable[PlacedCost]) -> set[str]:
    """The `sleutel` that all of these costs bear, or none."""
    keys = {placed.cost.join_key or "" for placed in costs}
    return keys if len(keys) == 1 else set()


def _components_by_year(plan: PlanView, placed: PlacedCost) -> dict[int, set[str]]:
    """The components that pay a cost, in the years in which money is bound to its component."""
    by_year: dict[int, set[str]] = {}
    for line in placed.cost.funding:
        if line.source == SPUK and line.component:
            for year, euros in plan.paid(line).items():
                if euros and year in plan.edition.bound_years:
                    by_year.setdefault(year, set()).add(line.component)
    return by_year


def charged_twice(plan: PlanView) -> Iterator[tuple[Key, list[PlacedCost], list[str], list[int]]]:
    """Costs of one `sleutel` or `referentie` under several components; what DUB003 says of a key is not said again."""
    keys = [(key, placed) for placed in plan.costs for key in own_keys(placed)]
    if len({key for key, _ in keys}) == len(keys):
        return  # no two costs have one in common
    told = {conflict.key for conflict in conflicts(plan)}
    by_key: dict[Key, list[PlacedCost]] = {}
    for key, placed in keys:
        by_key.setdefault(key, []).append(placed)
    for key, costs in by_key.items():
        if key not in told and len(costs) > 1:
            yield from _under_several(plan, key, costs)


def _under_several(
    plan: PlanView, key: Key, costs: Iterable[PlacedCost]
) -> Iterator[tuple[Key, list[PlacedCost], list[str], list[int]]]:
    by_year: dict[int, list[tuple[PlacedCost, set[str]]]] = {}
    for placed in costs:
        for year, components in _components_by_year(plan, placed).items():
            by_year.setdefault(year, []).append((placed, components))
    doubtful = [year for year, charged in by_year.items() if _unclear(charged)]
    if doubtful:
        charged = [entry for year in doubtful for entry in by_year[year]]
        involved = {placed.path: placed for placed, _ in charged}
        components = set[str]().union(*(components for _, components in charged))
        yield key, list(involved.values()), sorted(components), sorted(doubtful)


def _unclear(charged: Sequence[tuple[PlacedCost, set[str]]]) -> bool:
    """Whether costs of different components do not each say another part."""
    by_part: dict[str, list[set[str]]] = {}
    for placed, components in charged:
        by_part.setdefault(delimitation(placed.cost), []).append(components)
    together = list(by_part.values())
    if "" in by_part:
        together.append([components for _, components in charged])
    return any(len(group) > 1 and len(set[str]().union(*group)) > 1 for group in together)
