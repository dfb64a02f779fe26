"""Family OND, the living environment (OND024-026, OND047)."""

from __future__ import annotations

from collections.abc import Iterator

from galaplan.documents import Path
from galaplan.model.municipal import LivingEnvironment
from galaplan.model.shared import Action
from galaplan.rules.placed import Placed
from galaplan.rules.registry import ADVICE, WARNING, Hit, rule
from galaplan.rules.view import PlanView, has_text, is_own, stated

LEEFOMGEVING = "leefomgeving"
PLACE: Path = ("onderdelen", LEEFOMGEVING)

GEZONDHEIDSKENNIS = "gezondheidskennis-omgevingsbesluiten"
GEZONDHEIDSKENNIS_RESULTAAT = "gezondheidskennis-in-besluiten"
"""The intended result of that agreed action."""
HITTE = ("coordinatie-hitte-smog-uv", "hitte-uv-meewegen")
KLIMAAT = "klimaat-en-gezondheid"
SCHONE_LUCHT = "verkennen-schone-lucht-akkoord"
SCHONE_LUCHT_AKKOORD = "schone lucht akkoord"


def _own(plan: PlanView) -> LivingEnvironment:
    return plan.municipal.components.of(LivingEnvironment) or LivingEnvironment()


def _carried_out(plan: PlanView) -> tuple[Placed[Action], ...]:
    return plan.actions_by_component.get(LEEFOMGEVING, ())


@rule(
    "OND024",
    "leef-gezondheidskennis",
    {"geen-actie": WARNING, "geen-position-paper": WARNING, "geen-van-beide": WARNING},
    modality="P",
    source=("GALA p15 L701-706", "GALA p14 L669-678"),
    component=LEEFOMGEVING,
    only_requested=True,
)
def leef_gezondheidskennis(plan: PlanView) -> Iterator[Hit]:
    uses_knowledge = GEZONDHEIDSKENNIS in plan.actions_by_gala_action or any(
        GEZONDHEIDSKENNIS_RESULTAAT in action.item.results for action in _carried_out(plan)
    )
    has_paper = bool(stated(_own(plan).position_paper))
    if not (uses_knowledge and has_paper):
        variant = "geen-position-paper" if uses_knowledge else "geen-actie" if has_paper else "geen-van-beide"
        yield Hit(variant, PLACE)


@rule(
    "OND025",
    "leef-hitte-uv",
    {"ontbreekt": WARNING},
    modality="P",
    source=("GALA p16 L787-798",),
    component=LEEFOMGEVING,
    only_requested=True,
)
def leef_hitte_uv(plan: PlanView) -> Iterator[Hit]:
    answered = (
        stated(_own(plan).heat)
        or any(code in plan.actions_by_gala_action for code in HITTE)
        or KLIMAAT in plan.actions_by_theme
        or plan.documents_of("lokaal-hitteplan")
    )
    if not answered:
        yield Hit("ontbreekt", PLACE)


@rule(
    "OND026",
    "leef-schone-lucht",
    {"niet-vermeld": ADVICE, "doet-niet-mee": ADVICE},
    modality="V",
    source=("GALA p15 L708-709",),
)
def leef_schone_lucht(plan: PlanView) -> Iterator[Hit]:
    own = _own(plan)
    if own.clean_air_agreement == "nee":
        yield Hit("doet-niet-mee", (*PLACE, "schone_lucht_akkoord"))
    elif own.clean_air_agreement is None and not _speaks_of_clean_air(plan, own):
        yield Hit("niet-vermeld", PLACE)


def _speaks_of_clean_air(plan: PlanView, own: LivingEnvironment) -> bool:
    if SCHONE_LUCHT in plan.actions_by_gala_action:
        return True
    said = (own.text, *(document.item.title for document in plan.policy_documents))
    return any(SCHONE_LUCHT_AKKOORD in text.casefold() for text in said if text)


@rule(
    "OND047",
    "leef-stapeling",
    {"geen-aandacht": WARNING},
    modality="P",
    source=("GALA p14 L683-688",),
    component=LEEFOMGEVING,
    only_requested=True,
)
def leef_stapeling(plan: PlanView) -> Iterator[Hit]:
    if has_text(_own(plan)):
        return
    groups = plan.edition.codes_where("risicogroep", "leefomgeving")
    actions = _carried_out(plan)
    if not any(_gives_attention(action.item, groups) for action in actions):
        yield Hit("geen-aandacht", PLACE, {"aantal": len(actions)})


def _gives_attention(action: Action, groups: frozenset[str]) -> bool:
    if action.neighbourhoods or not groups.isdisjoint(action.target_groups):
        return True
    return any(map(is_own, action.target_groups))  # only the municipality knows who they are
