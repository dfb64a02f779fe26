"""Family VAL: fall prevention, the one component that every municipality must ask for."""

from __future__ import annotations

from collections.abc import Iterator

from galaplan.model.shared import Chain, FallChain
from galaplan.rules.registry import ERROR, Hit, rule
from galaplan.rules.view import PlanView

FAMILY = "VAL"

VALPREVENTIE = "valpreventie"


def _chain(plan: PlanView) -> FallChain:
    chain: Chain | None = plan.plan.chains.get(VALPREVENTIE)
    return chain if isinstance(chain, FallChain) else FallChain()


@rule(
    "VAL001",
    "valpreventie-aangevraagd",
    {"niet-aangevraagd": ERROR, "jaren-zonder-bedrag": ERROR},
    modality="P",
    source=("GALA p42 L2285-2291",),
    in_request_2023=True,
)
def valpreventie_aangevraagd(plan: PlanView) -> Iterator[Hit]:
    mandatory = next(code for code, component in plan.edition.components.items() if component.mandatory)
    if plan.requested and mandatory not in plan.requested:
        yield Hit("niet-aangevraagd", ("aanvraag",), {"onderdeel": mandatory, "aantal": len(plan.requested)})
        return
    own = plan.requested_amounts.get(mandatory)
    if own is None:
        return
    asked = {year for amounts in plan.requested_amounts.values() for year, euros in amounts.items() if euros > 0}
    if missing := sorted(year for year in asked if own.in_year(year) == 0):
        row = next(row for row in plan.requests if row.item.component == mandatory)
        yield Hit("jaren-zonder-bedrag", row.path, {"onderdeel": mandatory, "jaren": missing})
