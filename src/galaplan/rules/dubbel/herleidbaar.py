"""Family DUB: what the accounts need to tell SPUK and IZA money apart: references, and a word on where the line is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from galaplan.rules.dubbel.binnen_spuk import charged_twice
from galaplan.rules.dubbel.sleutels import REFERENTIE, as_written, ledger_number
from galaplan.rules.dubbel.zelfde_activiteit import conflicts
from galaplan.rules.placed import PlacedCost
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, rule
from galaplan.rules.severity import ACCOUNTING
from galaplan.rules.view import IZA, SPUK, PlanView, has_text


@rule(
    "DUB004",
    "herleidbaar",
    {"plan-zonder-referentie": ADVICE, "zonder-referentie": ERROR, "dubbele-referentie": ERROR},
    modality="P",
    source=("GALA p62 L3255-3256", "GALA p62 L3304-3306"),
    applies=("gemeente", "regio"),
    document="plan-van-aanpak",
)
def herleidbaar(plan: PlanView) -> Iterator[Hit]:
    spuk, iza = plan.sides(SPUK), plan.sides(IZA)
    costs = list({side.path: side.placed for side in (*spuk, *iza)}.values())
    nameless = [placed for placed in costs if not ledger_number(placed)]
    if plan.phase == ACCOUNTING:
        for placed in nameless:
            yield Hit("zonder-referentie", placed.path, {"post": placed.cost.id})
        yield from _shared_references(plan, costs)
    elif spuk and iza and nameless:
        first, *others = nameless
        params = {"aantal": len(nameless), "posten": [placed.cost.id for placed in nameless]}
        yield Hit("plan-zonder-referentie", first.path, params, tuple(placed.path for placed in others))


def _shared_references(plan: PlanView, costs: Iterable[PlacedCost]) -> Iterator[Hit]:
    """References that stand more than once, save those of which DUB003 or DUB014 speaks."""
    told = {conflict.key for conflict in conflicts(plan)}
    told |= {key for key, *_ in charged_twice(plan)} if plan.kind == "gemeente" else set()
    seen: dict[str, PlacedCost] = {}
    for placed in costs:
        reference = ledger_number(placed)
        first = seen.setdefault(reference, placed)
        if reference and first is not placed and (REFERENTIE, reference) not in told:
            params = {"post": placed.cost.id, "eerste": first.cost.id, "referentie": as_written(placed)}
            yield Hit("dubbele-referentie", (*placed.path, "referentie"), params, ((*first.path, "referentie"),))


@rule(
    "DUB005",
    "afbakening-verklaring",
    {"gemeente": WARNING, "regio": WARNING},
    modality="P",
    source=("GALA p62 L3254-3256",),
    applies=("gemeente", "regio"),
    document="plan-van-aanpak",
    inferred=True,
)
def afbakening_verklaring(plan: PlanView) -> Iterator[Hit]:
    if has_text(plan.plan.iza_delimitation):
        return
    if plan.kind == "regio":
        yield Hit("regio", ("afbakening_iza",))
    elif euros := sum(side.paid.total for side in plan.sides(IZA)) or _local_iza(plan):
        yield Hit("gemeente", ("afbakening_iza",), {"bedrag": euros})


def _local_iza(plan: PlanView) -> int:
    region = plan.municipal.regional_reference
    return region.local_iza.total if region and region.local_iza else 0
