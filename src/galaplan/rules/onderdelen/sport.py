"""Family OND, sport: coordinators, links with health, BRC functions (OND001-004)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from galaplan.documents import Path
from galaplan.model.municipal import Brc, Organisation, Sportakkoord
from galaplan.model.shared import Action
from galaplan.rules.placed import distinct
from galaplan.rules.registry import ADVICE, WARNING, Hit, rule
from galaplan.rules.view import PlanView, filled, words_of

SPORTAKKOORD = "sportakkoord"
BRC = "brc"
SPORT = frozenset([SPORTAKKOORD, BRC])
"""The components of the theme group on sport; these rules speak when either is requested."""

GEZONDE_LEEFSTIJL = "gezonde-leefstijl"
"""The goal of the agreement that sport belongs to itself."""


def reaches_beyond(plan: PlanView, action: Action, components: frozenset[str], goal: str) -> bool:
    """Whether an action has to do with more than these components and this goal of its own."""
    return (
        bool(action.policy_fields)
        or not plan.carries_out(action) <= components
        or not plan.goals_of(action) <= frozenset([goal])
    )


def _accord(plan: PlanView) -> Sportakkoord:
    return plan.municipal.components.of(Sportakkoord) or Sportakkoord()


def _brc(plan: PlanView) -> Brc:
    return plan.municipal.components.of(Brc) or Brc()


@rule(
    "OND001",
    "sport-coordinatoren-verbonden",
    {"rol-ontbreekt": WARNING},
    modality="I",
    source=("GALA p25 L1348-1354",),
)
def sport_coordinatoren_verbonden(plan: PlanView) -> Iterator[Hit]:
    if plan.requested.isdisjoint(SPORT) or "verbinden-coordinatoren" in plan.actions_by_gala_action:
        return
    wanted = ["gala", "iza", SPORTAKKOORD]
    if any(accord.item.status != "in-voorbereiding" for accord in plan.documents_of("lokaal-preventieakkoord")):
        wanted.append("preventieakkoord")
    organisation = plan.municipal.organisation or Organisation()
    team, coordinators = organisation.core_team, _accord(plan).coordinators
    named = {member.role for member in team} | {coordinator.role for coordinator in coordinators}
    if missing := [role for role in wanted if role not in named]:
        functions = (*(member.function for member in team), *(coordinator.function for coordinator in coordinators))
        told = {word for text in (organisation.team, *functions) if text for word in words_of(text)}
        missing = [role for role in missing if role not in told]
    if missing:
        yield Hit("rol-ontbreekt", ("organisatie", "kernteam"), {"rollen": missing, "aantal": len(missing)})


@rule(
    "OND002",
    "sport-verbinding-domeinen",
    {"geen-verbinding": WARNING},
    modality="I",
    source=("GALA p25 L1309-1310", "GALA p25-26 L1356-1361"),
)
def sport_verbinding_domeinen(plan: PlanView) -> Iterator[Hit]:
    if plan.requested.isdisjoint(SPORT) or "verbinding-in-samenwerkingsverbanden" in plan.actions_by_gala_action:
        return
    actions = distinct(*(plan.actions_by_component.get(code, ()) for code in SPORT))
    if not actions or any(reaches_beyond(plan, action.item, SPORT, GEZONDE_LEEFSTIJL) for action in actions):
        return  # that nothing is done with the component is said by DOE007
    first, *others = (action.path for action in actions)
    yield Hit("geen-verbinding", first, {"aantal": len(actions)}, tuple(others))


class Function(NamedTuple):
    """A function that the BRC pays for, where the file names it."""

    path: Path
    name: str
    is_explained: bool
    """Whether its size is stated, or a text says how it is arranged."""


def _functions(plan: PlanView) -> Iterator[Function]:
    for index, row in enumerate(_brc(plan).functions):
        path: Path = ("onderdelen", BRC, "functies", index)
        yield Function(path, row.function, row.fte is not None or row.has_text)
    for action in plan.actions_by_component.get(BRC, ()):
        for index, cost in enumerate(action.item.costs):
            if cost.deployment and filled(role := cost.deployment.role):
                path = (*action.path, "kosten", index, "inzet")
                yield Function(path, role or "", cost.deployment.fte is not None)


@rule(
    "OND003",
    "brc-functies",
    {"geen-functies": WARNING, "zonder-fte": ADVICE},
    modality="I",
    source=("GALA p26 L1363-1366", "GALA p26 L1385-1390"),
    component=BRC,
    only_requested=True,
)
def brc_functies(plan: PlanView) -> Iterator[Hit]:
    if _brc(plan).has_text:
        return  # services that are bought have no fte, and perhaps no function
    functions = list(_functions(plan))
    if not functions:
        yield Hit("geen-functies", ("onderdelen", BRC))
    explained = {function.name.casefold() for function in functions if function.is_explained}
    open_ended = [function for function in functions if function.name.casefold() not in explained]
    if open_ended:
        names = list(dict.fromkeys(function.name for function in open_ended))
        others = tuple(function.path for function in open_ended[1:])
        yield Hit("zonder-fte", open_ended[0].path, {"functies": names, "aantal": len(names)}, others)


@rule(
    "OND004",
    "sport-vindbaar-aanbod",
    {"niet-genoemd": ADVICE},
    modality="I",
    source=("GALA p26 L1371-1379",),
)
def sport_vindbaar_aanbod(plan: PlanView) -> Iterator[Hit]:
    if plan.requested.isdisjoint(SPORT) or _accord(plan).has_text or _brc(plan).has_text:
        return
    agreed = ("vindbaar-beweegaanbod", "terugkoppelen-ervaringen-interventies", "aansluiten-beweegalliantie")
    if not any(code in plan.actions_by_gala_action for code in agreed):
        component = SPORTAKKOORD if SPORTAKKOORD in plan.requested else BRC
        yield Hit("niet-genoemd", ("onderdelen", component), {"gala_acties": list(agreed)})
