"""Family OND, overgewicht and the coordination of chains (OND018-023)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain as joined

from galaplan.documents import Path
from galaplan.model.moment import Moment
from galaplan.model.shared import Action, ChildWeightChain, SocialOffer
from galaplan.rules.placed import Placed
from galaplan.rules.registry import ERROR, WARNING, Hit, Outcome, rule
from galaplan.rules.view import PlanView, actors_of, filled, has_begun, is_offered_elsewhere, is_own, parties_of

OVERGEWICHT = "overgewicht-obesitas"
"""The component that pays for two chains."""
KINDEREN, GLI = "overgewicht-kinderen", "gli-volwassenen"
KETEN_KINDEREN = "keten-overgewicht-kinderen"
"""The agreed municipal action on the chain for children."""
CHAIN: Path = ("ketens", KINDEREN)

LANDELIJK_MODEL = "landelijk-model-overgewicht"
SAME_MODEL = "kind naar gezond"
"""How the national model is called by those who work with it: Kind naar Gezond(er) Gewicht."""
NETWERKAANPAK = "netwerkaanpak-obesitas-kinderen"
"""The intended result of OND021."""
JGZ = "jgz"
VERZEKERAAR, PROFESSIONALS = "zorgverzekeraar", "zorgprofessionals"
GLI_COORDINATIE = "gli-coordinatie"
COORDINATED = (
    (GLI, OVERGEWICHT, GLI_COORDINATIE),
    ("welzijn-op-recept", "welzijn-op-recept", "wor-coordinatie"),
    ("valpreventie", "valpreventie", "val-coordinatie"),
)
"""The chains of which a component pays the coordination: chain, component, purpose."""


def _kids(plan: PlanView) -> ChildWeightChain:
    return plan.plan.chains.of(ChildWeightChain) or ChildWeightChain()


def _works_on(plan: PlanView, chain: str) -> bool:
    """Whether the municipality works on a chain: it says how the chain stands, or an action names it."""
    own = plan.plan.chains.get(chain)
    return (own is not None and own.status != "niet") or chain in plan.actions_by_chain


def _place(plan: PlanView, chain: str) -> Path:
    """Where the plan speaks of a chain: its own table, or else the first action that names it."""
    if chain not in plan.plan.chains and (actions := plan.actions_by_chain.get(chain)):
        return actions[0].path
    return ("ketens", chain)


@rule(
    "OND018",
    "ow-landelijk-model",
    {"niet-vermeld": WARNING, "niet-gevolgd": WARNING, "gestart-zonder-model": Outcome(WARNING, strict=ERROR)},
    modality="P",
    source=("GALA p41 L2201-2203", "GALA p41 L2226-2229"),
    component=OVERGEWICHT,
    only_requested=True,
)
def ow_landelijk_model(plan: PlanView) -> Iterator[Hit]:
    chain = _kids(plan)
    if chain.national_model or not _works_on(plan, KINDEREN) or _uses_model(plan):
        return
    if chain.national_model is None:
        yield Hit("niet-vermeld", _place(plan, KINDEREN))
    else:
        yield Hit("gestart-zonder-model" if has_begun(chain) else "niet-gevolgd", (*CHAIN, "landelijk_model"))


def _uses_model(plan: PlanView) -> bool:
    actions = (*plan.actions_by_chain.get(KINDEREN, ()), *plan.actions_by_component.get(OVERGEWICHT, ()))
    return any(
        intervention.source == LANDELIJK_MODEL or SAME_MODEL in intervention.name.casefold()
        for action in actions
        for intervention in action.item.interventions
    )


@rule(
    "OND019",
    "ow-vijf-aanbod",
    {"onvolledig": Outcome(WARNING, strict=ERROR), "niet-vermeld": Outcome(WARNING, strict=ERROR)},
    modality="P",
    source=("GALA p21 L1085-1088", "GALA p41 L2205-2207"),
    component=OVERGEWICHT,
    only_requested=True,
)
def ow_vijf_aanbod(plan: PlanView) -> Iterator[Hit]:
    chain = _kids(plan)
    if not _works_on(plan, KINDEREN) or is_offered_elsewhere(plan, chain):
        return
    categories = plan.edition.codes("ow-aanbodcategorie")
    missing = [code for code in categories if not _is_arranged(chain.social_offer.get(code))]
    if len(missing) == len(categories):
        yield Hit("niet-vermeld", _place(plan, KINDEREN), {"soorten": missing})
    elif missing:
        params = {"soorten": missing, "aantal": len(categories) - len(missing), "totaal": len(categories)}
        yield Hit("onvolledig", (*CHAIN, "aanbod_sociaal"), params)


def _is_arranged(offer: SocialOffer | None) -> bool:
    """Whether the plan says what there is, or who pays for it: what is paid elsewhere counts."""
    return offer is not None and (offer.has_text or filled(offer.payer))


@rule(
    "OND020",
    "ow-jgz",
    {"ontbreekt": ERROR},
    modality="P",
    source=("GALA p41 L2222-2223",),
    component=OVERGEWICHT,
    only_requested=True,
)
def ow_jgz(plan: PlanView) -> Iterator[Hit]:
    if _works_on(plan, KINDEREN) and not is_offered_elsewhere(plan, _kids(plan)) and not _jgz_takes_part(plan):
        yield Hit("ontbreekt", _place(plan, KINDEREN))


def _jgz_takes_part(plan: PlanView) -> bool:
    actions = (*plan.actions_by_chain.get(KINDEREN, ()), *plan.actions_by_gala_action.get(KETEN_KINDEREN, ()))
    agreements = plan.agreements_by_chain.get(KINDEREN, ())
    parties = [
        *parties_of(plan, actions),
        *(party for agreement in agreements for party in agreement.item.parties),
    ]
    chain = _kids(plan)
    if any(party.kind == JGZ for party in parties):
        return True
    if filled(chain.found_at):  # what stands in the adopted document is not here to look into
        return True
    said = joined(
        [chain.text, chain.coordinator, *(part.name for part in chain.parts)],
        (party.name for party in parties),
        (text for agreement in agreements for text in (agreement.item.subject, agreement.item.text)),
        (text for action in actions for text in (action.item.title, action.item.description, action.item.text)),
    )
    return any(_names_jgz(text) for text in said if text)


def _names_jgz(text: str) -> bool:
    folded = text.casefold()
    return JGZ in folded or "jeugdgezondheid" in folded


@rule(
    "OND021",
    "ow-netwerkaanpak-2025",
    {"niet-vermeld": WARNING, "te-laat": WARNING},
    modality="P",
    source=("GALA p21 L1063",),
    component=OVERGEWICHT,
    only_requested=True,
)
def ow_netwerkaanpak_2025(plan: PlanView) -> Iterator[Hit]:
    chain = _kids(plan)
    if has_begun(chain):
        return
    deadline = plan.edition.deadline("netwerkaanpak-obesitas").day
    stated: list[tuple[str, Moment]] = []
    if chain.network_approach:
        stated.append(("netwerkaanpak", chain.network_approach))
    if chain.start:
        stated.append(("start", chain.start))
    if any(moment.possibly_by(deadline) for _, moment in stated):
        return
    if stated:
        key, moment = stated[0]
        params = {"moment": str(moment), "uiterlijk": deadline.year}
        yield Hit("te-laat", (*CHAIN, key), params)
    elif not any(NETWERKAANPAK in action.item.results for action in plan.actions_by_component.get(OVERGEWICHT, ())):
        yield Hit("niet-vermeld", _place(plan, KINDEREN), {"uiterlijk": deadline.year})


@rule(
    "OND022",
    "gli-alleen-coordinatie",
    {"ander-doel": ERROR, "eigen-doel": WARNING, "geen-doel": WARNING},
    modality="P",
    source=("GALA p41 L2195-2197",),
    component=OVERGEWICHT,
    only_requested=True,
    inferred=True,
)
def gli_alleen_coordinatie(plan: PlanView) -> Iterator[Hit]:
    for placed in plan.bound_lines(OVERGEWICHT):
        purpose = placed.line.purpose
        if placed.action.chain != GLI or purpose == GLI_COORDINATIE or not plan.paid(placed.line).total:
            continue
        variant = "geen-doel" if purpose is None else "eigen-doel" if is_own(purpose) else "ander-doel"
        params = {"actie": placed.action.id, "titel": placed.action.title, "kosten": placed.cost.id, "doel": purpose}
        yield Hit(variant, (*placed.path, "doel"), params)


@rule(
    "OND023",
    "keten-coordinatiepartners",
    {"partij-ontbreekt": WARNING},
    modality="P",
    source=("GALA p41 L2196-2197", "GALA p42 L2264-2266", "GALA p43 L2329-2330"),
)
def keten_coordinatiepartners(plan: PlanView) -> Iterator[Hit]:
    for chain, component, purpose in COORDINATED:
        if component not in plan.requested or (chain == GLI and not _works_on(plan, GLI)):
            continue
        kinds = {kind for action in _coordination(plan, chain, component, purpose) for kind in actors_of(action)}
        for agreement in plan.agreements_by_chain.get(chain, ()):
            kinds.update(party.kind for party in agreement.item.parties)
        missing = [] if VERZEKERAAR in kinds else [VERZEKERAAR]
        if kinds.isdisjoint(plan.care_parties):
            missing.append(PROFESSIONALS)
        if missing:
            yield Hit("partij-ontbreekt", _place(plan, chain), {"keten": chain, "partijen": missing})


def _coordination(plan: PlanView, chain: str, component: str, purpose: str) -> Iterator[Action]:
    """The actions that coordinate a chain by what they pay; where none says so, all actions of the chain."""
    if lines := plan.lines_by_purpose.get(purpose):
        return (line.action for line in lines)
    actions: tuple[Placed[Action], ...] = plan.actions_by_chain.get(chain, ())
    return (action.item for action in actions or plan.actions_by_component.get(component, ()))
