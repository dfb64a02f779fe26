"""Family OND, gezondheidsachterstanden: the local approach (OND005-007)."""

from __future__ import annotations

from collections.abc import Iterator

from galaplan.model.shared import Action
from galaplan.rules.onderdelen.sport import reaches_beyond
from galaplan.rules.placed import Placed, distinct
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, Outcome, rule
from galaplan.rules.view import PlanView, filled, has_text, stated

ACHTERSTANDEN = "gezondheidsachterstanden"
"""The component, and the goal of the agreement that it serves."""
OWN = frozenset([ACHTERSTANDEN])


def _approach(plan: PlanView) -> list[Placed[Action]]:
    """The actions of the local approach, in the order of the file."""
    return distinct(
        plan.actions_by_gala_action.get("lokale-aanpak-achterstanden", ()),
        plan.actions_by_component.get(ACHTERSTANDEN, ()),
    )


def _is_described(plan: PlanView) -> bool:
    return has_text(plan.municipal.components.get(ACHTERSTANDEN))


def _crosses_policy_fields(plan: PlanView, approach: list[Placed[Action]]) -> bool:
    return any(reaches_beyond(plan, action.item, OWN, ACHTERSTANDEN) for action in approach)


@rule(
    "OND005",
    "achterstanden-lokale-aanpak",
    {
        "geen-aanpak": Outcome(ERROR, not_requested=WARNING),
        "geen-beleidsterrein": Outcome(ERROR, not_requested=WARNING),
    },
    modality="P",
    source=("GALA p11 L477-479", "GALA p11 L490-493"),
    component=ACHTERSTANDEN,
)
def achterstanden_lokale_aanpak(plan: PlanView) -> Iterator[Hit]:
    if _is_described(plan):
        return
    approach = _approach(plan)
    if not approach:
        yield Hit("geen-aanpak", ("onderdelen", ACHTERSTANDEN))
    elif not _crosses_policy_fields(plan, approach):
        first, *others = (action.path for action in approach)
        yield Hit("geen-beleidsterrein", first, {"acties": [a.item.title for a in approach]}, tuple(others))


@rule(
    "OND006",
    "achterstanden-sporen",
    {"niet-beschreven": ADVICE},
    modality="K",
    source=("GALA p11 L493-497", "Pharos-SPUK L30"),
)
def achterstanden_sporen(plan: PlanView) -> Iterator[Hit]:
    if _is_described(plan):
        return
    approach = _approach(plan)
    if any(filled(action.item.description) or action.item.has_text for action in approach):
        return
    if _crosses_policy_fields(plan, approach):  # else OND005 asks for more than this
        tracks = list(plan.edition.codes("achterstanden-spoor"))
        params = {"acties": [action.item.title for action in approach], "sporen": tracks}
        yield Hit("niet-beschreven", approach[0].path, params)


@rule(
    "OND007",
    "differentiatie-interventies",
    {"geen-differentiatie": WARNING},
    modality="P",
    source=("GALA p11 L499-500", "GALA p11 L465-467", "GALA p5 L106-110"),
)
def differentiatie_interventies(plan: PlanView) -> Iterator[Hit]:
    if not plan.actions or "gelijke-kansen-en-differentiatie" in plan.actions_by_gala_action:
        return  # that there are no actions is said by ELE001 and DOE007
    if not any(stated(action.item.differentiation) for action in plan.actions):
        yield Hit("geen-differentiatie", ("acties",), {"aantal": len(plan.actions)})
