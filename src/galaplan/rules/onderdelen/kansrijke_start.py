"""Family OND, Kansrijke Start: the chain, the coalition and its offer (OND008-013)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from galaplan.documents import Path
from galaplan.model.moment import Moment
from galaplan.model.municipal import KansrijkeStart
from galaplan.model.shared import Action, Chain, Intervention, Owner, Partner, Party
from galaplan.rules.placed import Placed, distinct
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, Outcome, rule
from galaplan.rules.valpreventie import LOKET
from galaplan.rules.view import PlanView, filled, has_begun, is_offered_elsewhere, is_own, parties_of, stated

KANSRIJKE_START = "kansrijke-start"
"""The component, and the chain that it pays for."""
CHAIN: Path = ("ketens", KANSRIJKE_START)
COMPONENT: Path = ("onderdelen", KANSRIJKE_START)
GEZINNEN = "gezinnen-kwetsbare-situatie"
MENUKAART = "menukaart-kansrijke-start"
"""The database of the interventions that the component pays for."""


def _component(plan: PlanView) -> KansrijkeStart:
    return plan.municipal.components.of(KansrijkeStart) or KansrijkeStart()


def _chain_actions(plan: PlanView) -> list[Placed[Action]]:
    """The actions of the chain: those that name it, or carry out the agreed action on it."""
    return distinct(
        plan.actions_by_chain.get(KANSRIJKE_START, ()), plan.actions_by_gala_action.get("keten-kansrijke-start", ())
    )


def _mentioned(plan: PlanView) -> Path | None:
    """The first place that has anything on the chain or its coalition; None when the plan is silent on it."""
    if KANSRIJKE_START in plan.plan.chains:
        return CHAIN
    actions = (*_chain_actions(plan), *plan.actions_by_component.get(KANSRIJKE_START, ()))
    agreements = plan.agreements_by_chain.get(KANSRIJKE_START, ())
    if paths := [*(action.path for action in actions), *(agreement.path for agreement in agreements)]:
        return paths[0]
    return (*COMPONENT, "partners") if _component(plan).partners else None


# --- the chain ---


@rule(
    "OND008",
    "ks-keten-2024",
    {
        "ontbreekt": Outcome(ERROR, not_requested=WARNING),
        "niet": Outcome(ERROR, not_requested=WARNING),
        "te-laat": Outcome(ERROR, not_requested=WARNING),
        "in-de-loop-van-het-jaar": ADVICE,
        "in-voorbereiding": WARNING,
        "onbekend": WARNING,
        "andere-doelgroep": WARNING,
    },
    modality="P",
    source=("GALA p12-13 L577-583", "GALA p12 L558-560"),
    component=KANSRIJKE_START,
)
def ks_keten_2024(plan: PlanView) -> Iterator[Hit]:
    actions = _chain_actions(plan)
    chain = plan.plan.chains.get(KANSRIJKE_START)
    if chain is None or not has_begun(chain):
        yield from _when_it_begins(plan, chain, actions)
    groups = {group for action in actions for group in action.item.target_groups}
    if groups and GEZINNEN not in groups and not any(map(is_own, groups)):
        aimed = [action for action in actions if action.item.target_groups]
        others = tuple((*action.path, "doelgroepen") for action in aimed[1:])
        yield Hit("andere-doelgroep", (*aimed[0].path, "doelgroepen"), {"groepen": sorted(groups)}, others)


def _when_it_begins(plan: PlanView, chain: Chain | None, actions: list[Placed[Action]]) -> Iterator[Hit]:
    """What is wrong with the moment at which a chain begins that has not begun yet."""
    starts = _starts(chain, actions)
    last_day = plan.edition.deadline("ks-keten").day
    if starts:
        path, start = min(starts, key=lambda placed: placed[1].first)
        params = {"start": str(start), "termijn": last_day.isoformat()}
        if start.surely_after(last_day):
            yield Hit("te-laat", path, params)
        elif start.surely_after(date(last_day.year, 1, 1)):  # "per" that year, or in it at the latest
            yield Hit("in-de-loop-van-het-jaar", path, params)
    elif (place := _mentioned(plan)) is None:
        yield Hit("ontbreekt", CHAIN, {"termijn": last_day.isoformat()})
    elif chain is not None and is_offered_elsewhere(plan, chain):
        return
    elif chain is not None and chain.status == "niet":
        yield Hit("niet", (*CHAIN, "status"), {"termijn": last_day.isoformat()})
    elif chain is not None and chain.status == "voorbereiding":
        yield Hit("in-voorbereiding", (*CHAIN, "status"), {"termijn": last_day.isoformat()})
    else:
        yield Hit("onbekend", place, {"termijn": last_day.isoformat()})


def _starts(chain: Chain | None, actions: list[Placed[Action]]) -> list[tuple[Path, Moment]]:
    """When the chain begins, or an action of it that does more than explore or prepare."""
    starts = [((*CHAIN, "start"), chain.start)] if chain and chain.start else []
    for action in actions:
        item = action.item
        if item.start and item.status != "verkenning" and item.kind != "voorbereiding":
            starts.append(((*action.path, "start"), item.start))
    return starts


# --- the coalition ---

FEWEST_KINDS = 3
"""Of the kinds of parties that the agreement gives as examples."""

SAME_SIDE = {"welzijn": "sociaal-domein", "gemeente": "sociaal-domein", "eerstelijnszorg": "huisarts"}
"""Parties by another name of which the agreement names the kind."""


@rule(
    "OND009",
    "ks-coalitiepartners",
    {
        "geen-partijen": WARNING,
        "zonder-soort": WARNING,
        "weinig-partijen": WARNING,
        "geen-sociaal-domein": WARNING,
        "partij-ontbreekt": ADVICE,
    },
    modality="P",
    source=("GALA p13 L582-583",),
    component=KANSRIJKE_START,
    only_requested=True,
)
def ks_coalitiepartners(plan: PlanView) -> Iterator[Hit]:
    parties = _coalition(plan)
    kinds = {party.kind for party in parties}
    kinds |= {SAME_SIDE.get(kind or "") for kind in kinds}
    examples = plan.edition.codes("ks-partner")
    missing = [code for code in examples if code not in kinds]
    if not missing or _mentioned(plan) is None:  # OND008 says that there is nothing at all
        return
    named = [code for code in examples if code in kinds]
    unclear = [party.name for party in parties if party.kind is None and not isinstance(party, Owner)]
    if not named:
        variant = "zonder-soort" if unclear else "geen-partijen"
    elif len(named) < FEWEST_KINDS:
        variant = "weinig-partijen"
    else:
        variant = "geen-sociaal-domein" if "sociaal-domein" in missing else "partij-ontbreekt"
    yield Hit(variant, (*COMPONENT, "partners"), {"genoemd": named, "ontbreekt": missing, "partijen": unclear})


def _coalition(plan: PlanView) -> list[Partner | Owner | Party]:
    """Who is in the coalition, takes part in the actions of the chain or the component, or agrees on the chain."""
    return [
        *_component(plan).partners,
        *parties_of(plan, (*_chain_actions(plan), *plan.actions_by_component.get(KANSRIJKE_START, ()))),
        *(party for row in plan.agreements_by_chain.get(KANSRIJKE_START, ()) for party in row.item.parties),
    ]


@rule(
    "OND013",
    "ks-regionale-afspraken",
    {"niet-genoemd": WARNING},
    modality="P",
    source=("GALA p13 L629",),
    component=KANSRIJKE_START,
    only_requested=True,
)
def ks_regionale_afspraken(plan: PlanView) -> Iterator[Hit]:
    chain = plan.plan.chains.get(KANSRIJKE_START)
    if chain is None or not filled(chain.text) or filled(chain.found_at):
        return  # KET005 asks for a regional agreement or a text on the chain; here it is whether that text names any
    agreements = plan.agreements_by_chain.get(KANSRIJKE_START, ())
    if any(row.item.level == "regionaal" for row in agreements) or "ks-regionale-afspraken" in plan.lines_by_purpose:
        return
    if not stated(_component(plan).regional_agreements) and not re.search("(?i)regio|afspra", chain.text or ""):
        yield Hit("niet-genoemd", (*CHAIN, "tekst"))


# --- what it offers ---


@rule(
    "OND010",
    "ks-kosten-anticonceptie",
    {"niet-genoemd": WARNING},
    modality="P",
    source=("GALA p13 L585-589",),
    component=KANSRIJKE_START,
    only_requested=True,
)
def ks_kosten_anticonceptie(plan: PlanView) -> Iterator[Hit]:
    if "ks-regie-kinderwens" not in plan.lines_by_purpose and not stated(_component(plan).contraception):
        yield Hit("niet-genoemd", COMPONENT)


@rule(
    "OND011",
    "ks-preconceptie",
    {"niet-genoemd": WARNING},
    modality="P",
    source=("GALA p13 L591-594",),
    component=KANSRIJKE_START,
    only_requested=True,
)
def ks_preconceptie(plan: PlanView) -> Iterator[Hit]:
    offered = "preconceptievoorlichting" in plan.actions_by_gala_action or "ks-preconceptie" in plan.lines_by_purpose
    if not offered and not stated(_component(plan).preconception):
        yield Hit("niet-genoemd", COMPONENT)


@rule(
    "OND012",
    "ks-erkende-interventies",
    {
        "niet-van-menukaart": ERROR,
        "erkend-elders": WARNING,
        "bron-onbekend": WARNING,
        "nog-geen-interventie": WARNING,
    },
    modality="P",
    source=("GALA p13 L624-627",),
    component=KANSRIJKE_START,
    only_requested=True,
)
def ks_erkende_interventies(plan: PlanView) -> Iterator[Hit]:
    for path, action in _paid_interventions(plan).items():
        if not action.interventions:
            yield Hit("nog-geen-interventie", path, _named(action))
        elif _others_may_pay(action):
            continue
        for index, intervention in enumerate(action.interventions):
            if intervention.source != MENUKAART:
                params = {**_named(action), "interventie": intervention.name}
                yield Hit(_standing(intervention), (*path, "interventies", index), params)


def _paid_interventions(plan: PlanView) -> dict[Path, Action]:
    """The actions of which the component pays interventions, by path."""
    return {
        placed.path[:2]: placed.action
        for placed in plan.lines_by_purpose.get("ks-erkende-interventies", ())
        if placed.line.source == "spuk" and placed.line.component == KANSRIJKE_START and plan.paid(placed.line).total
    }


def _others_may_pay(action: Action) -> bool:
    """Whether other money pays too, so that what is not on the menu beside something that is may be paid from that."""
    lines = (line for cost in action.costs for line in cost.funding)
    return any(intervention.source == MENUKAART for intervention in action.interventions) and any(
        line.component != KANSRIJKE_START and line.amounts.total for line in lines
    )


def _standing(intervention: Intervention) -> str:
    """The variant for an intervention that is not said to be on the menu."""
    if intervention.recognised or (intervention.recognised is None and intervention.source == LOKET):
        return "erkend-elders"
    return "bron-onbekend" if intervention.recognised is None and not intervention.source else "niet-van-menukaart"


def _named(action: Action) -> dict[str, Any]:
    return {"actie": action.id, "titel": action.title}
