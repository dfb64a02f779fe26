"""Family OND, elderly, GGD and regional coordination (OND044-046)."""

from __future__ import annotations

from collections.abc import Iterator

from galaplan.model.municipal import Ggd, RegionalCoordination
from galaplan.rules.placed import PlacedLine
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, Outcome, rule
from galaplan.rules.view import PlanView, actors_of, filled, has_text, stated

GGD = "ggd"
KENNISFUNCTIE, COORDINATIE = "kennisfunctie-ggd", "coordinatie-regionale-preventie"
"""The components."""
VOEDING_OUDEREN = frozenset(
    (
        "voeding-ouderen-in-beleid",
        "ondervoeding-regionaal-agenderen",
        "ondervoeding-in-aanbiedersafspraken",
        "bewustwording-voeding-ouderen",
    )
)
"""The municipal actions on the nutrition of older people."""


# --- older people ---


@rule(
    "OND044",
    "ouderen-voeding-in-beleid",
    {"niet-genoemd": ADVICE},
    modality="I",
    source=("GALA p30 L1614-1617",),
)
def ouderen_voeding_in_beleid(plan: PlanView) -> Iterator[Hit]:
    if "voeding-ouderen" not in plan.actions_by_theme and VOEDING_OUDEREN.isdisjoint(plan.actions_by_gala_action):
        yield Hit("niet-genoemd", ("acties",))


# --- the GGD ---


@rule(
    "OND045",
    "ggd-opdracht",
    {"geen-opdracht": WARNING, "geen-taken-en-opdracht": Outcome(ERROR, not_requested=WARNING)},
    modality="P",
    source=("GALA p52 L2792-2793", "GALA p44 L2389", "GALA p45 L2460"),
    component=KENNISFUNCTIE,
    inferred=True,
)
def ggd_opdracht(plan: PlanView) -> Iterator[Hit]:
    if _is_assigned(plan):
        return  # and where it is without tasks ELE007 says so
    if _has_work(plan):
        yield Hit("geen-opdracht", (GGD, "opdracht"))
    elif KENNISFUNCTIE in plan.requested or has_text(plan.element("inzet-ggd")):
        # else ELE007 says that there is nothing on the GGD at all
        yield Hit("geen-taken-en-opdracht", (GGD,))


def _is_assigned(plan: PlanView) -> bool:
    """Whether the plan says, in words or in an action, what the GGD is asked to do."""
    ggd = plan.municipal.ggd or Ggd()
    return (
        bool(stated(ggd.assignment))
        or ggd.has_text
        or "opdrachtgeverschap-ggd" in plan.actions_by_gala_action
        or any(action.item.ggd_tasks and GGD in actors_of(action.item) for action in plan.actions)
        or _stands_in_document(plan)
    )


def _has_work(plan: PlanView) -> bool:
    """Whether the GGD has a task, or a part in an action of the component."""
    return (
        bool(plan.municipal.ggd and plan.municipal.ggd.tasks)
        or any(action.item.ggd_tasks for action in plan.actions)
        or any(GGD in actors_of(action.item) for action in plan.actions_by_component.get(KENNISFUNCTIE, ()))
    )


def _stands_in_document(plan: PlanView) -> bool:
    """Whether the adopted document has it, which is not here to look into."""
    element = plan.element("inzet-ggd")
    return element is not None and filled(element.found_at)


# --- coordination in the region ---


@rule(
    "OND046",
    "coordinatie-regionaal-doel",
    {"ander-doel": ERROR, "ontvanger-onbekend": WARNING},
    modality="P",
    source=("GALA p45 L2462-2463", "GALA p34 L1800-1803", "GALA p35 L1843-1846"),
    component=COORDINATIE,
    only_requested=True,
    inferred=True,
)
def coordinatie_regionaal_doel(plan: PlanView) -> Iterator[Hit]:
    for line in plan.bound_lines(COORDINATIE):
        if not is_regional_coordination(plan, line):
            params = {"doel": line.line.purpose, "post": line.cost.id, "titel": line.action.title}
            yield Hit("ander-doel", (*line.path, "doel"), params)
    if not _names_recipient(plan):
        yield Hit("ontvanger-onbekend", ("onderdelen", COORDINATIE, "ontvanger"))


def is_regional_coordination(plan: PlanView, line: PlacedLine) -> bool:
    """As far as its purpose says; the coordination of a chain counts, unless it is that within the municipality."""
    purpose = plan.edition.codes("bestedingsdoel").get(line.line.purpose or "")
    if purpose is None or purpose.text("onderdeel") == COORDINATIE:
        return True
    return purpose.flag("coordinatie") and (line.cost.level or line.action.level) != "lokaal"


def _names_recipient(plan: PlanView) -> bool:
    """Whether the component, a cost of it or who owns the transfer says who gets the money."""
    told = plan.municipal.components.of(RegionalCoordination)
    if told and stated(told.recipient):
        return True
    if any(filled(line.cost.recipient) for line in plan.spuk_lines.get(COORDINATIE, ())):
        return True
    transfers = (a.item for a in plan.actions_by_component.get(COORDINATIE, ()) if a.item.kind == "overdracht")
    return any(action.owner is not None and filled(action.owner.name) for action in transfers)
