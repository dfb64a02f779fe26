"""Family ACH: equity and participation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from galaplan.model.municipal import GoalsElement, Loneliness, Organisation, Reach
from galaplan.model.shared import Action, Intervention
from galaplan.records import Record
from galaplan.rules.placed import Placed, distinct
from galaplan.rules.registry import ADVICE, WARNING, Hit, rule
from galaplan.rules.view import PlanView, actors_of, filled, is_own, stated

GOALS = "doelen-en-acties"
"""The element that says how people with gezondheidsachterstanden are reached."""

# --- whom the actions are for, and where ---


@rule(
    "ACH001",
    "doelgroep-per-actie",
    {"zonder-doelgroep": WARNING, "zonder-bereik": ADVICE},
    modality="I",
    source=("GALA p44 L2377-2379", "GALA p35 L1883-1884"),
    applies=("gemeente", "regio"),
    inferred=True,
)
def doelgroep_per_actie(plan: PlanView) -> Iterator[Hit]:
    actions = _for_people(plan)
    without_group = [action for action in actions if not action.item.target_groups]
    if without_group:
        others = tuple(action.path for action in without_group[1:])
        yield Hit("zonder-doelgroep", without_group[0].path, _summed(without_group, actions), others)
    followed = {goal.item.id for goal in plan.goals if goal.item.indicators}
    unfollowed = [action for action in actions if not _is_followed(action.item, followed)]
    if unfollowed:
        yield Hit("zonder-bereik", unfollowed[0].path, _summed(unfollowed, actions))


def _for_people(plan: PlanView) -> list[Placed[Action]]:
    """The actions that are done for somebody, rather than to organise, prepare or pass on money."""
    actions = [action for action in plan.actions if action.item.kind in (None, "uitvoering")]
    if plan.kind == "gemeente":
        return actions
    return [action for action in actions if action.item.status != "verkenning"]  # of those IZA012 speaks


def _is_followed(action: Action, followed_goals: set[str]) -> bool:
    return bool(action.indicators) or filled(action.reach) or any(goal in followed_goals for goal in action.goals)


def _summed(actions: list[Placed[Action]], of: list[Placed[Action]]) -> dict[str, object]:
    return {"aantal": len(actions), "totaal": len(of), "acties": [action.item.id for action in actions]}


PLACE = (
    r"(?i)(?<!af)wijk|buurt|stra(at|ten)|stadsde|dorp|kern(en)?\b|postcode|hele gemeente|gemeentebreed"
    r"|(?<!op het )(?<!op )\bgebied(en|sgericht)?\b(?! van)"
)
"""A word on where; it acquits only. That something is done *op het gebied van* schulden says no place."""


@rule(
    "ACH002",
    "wijken-genoemd",
    {"geen-wijk": WARNING},
    modality="I",
    source=("GALA p11 L459-463", "GALA p11 L499-500", "GALA p44 L2370-2371", "GALA p44 L2377-2379"),
)
def wijken_genoemd(plan: PlanView) -> Iterator[Hit]:
    element = plan.element(GOALS)
    reach = (element.reach if isinstance(element, GoalsElement) else None) or Reach()
    if reach.neighbourhoods or reach.has_text or not (reach.groups and filled(reach.approach)):
        return  # a place or a reason; or ELE002 says that more is missing, which mends this too
    if any(action.item.neighbourhoods for action in plan.actions):
        return
    texts = [text for action in plan.actions for text in (action.item.differentiation, action.item.reach) if text]
    if not re.search(PLACE, "\n".join([reach.approach or "", *texts])):
        yield Hit("geen-wijk", ("elementen", GOALS, "bereik"), {"groepen": list(reach.groups)})


@rule(
    "ACH004",
    "achterliggende-oorzaken",
    {"geen-actie": ADVICE},
    modality="I",
    source=("GALA p11 L461-463", "Pharos-SPUK L76", "Pharos-SPUK L140", "GezondIn-stap5 L17"),
)
def achterliggende_oorzaken(plan: PlanView) -> Iterator[Hit]:
    if not plan.actions or "schulden-en-armoede" in plan.actions_by_group:
        return
    if filled(plan.municipal.self_assessment.get("achterliggende-oorzaken")):
        return
    fields = [field for action in plan.actions for field in action.item.policy_fields]
    if not re.search(CAUSE, "\n".join(fields)):
        yield Hit("geen-actie", ("acties",), {"aantal": len(plan.actions)})


CAUSE = (
    r"(?i)schuld|armoede|minima|geld|inkomen|bestaans|financi"
    r"|won(en|ing)|huisvest|\bwerk|arbeid|onderwijs|school|opleiding"
)
"""A policy field on money, housing, work or education."""


# --- with whom ---


class Subject(Record):
    """A subject on which the agreement asks to work with the people concerned."""

    themes: tuple[str, ...]
    groups: tuple[str, ...]
    """Who they are."""


LONELINESS = Subject(("eenzaamheid",), ("eenzame-mensen",))
CARERS = Subject(("respijtzorg", "mantelzorg"), ("mantelzorgers", "jonge-mantelzorgers", "werkende-mantelzorgers"))
MENTAL_HEALTH = Subject(("mentale-gezondheid",), ("psychische-kwetsbaarheid", "psychosociale-klachten"))


@rule(
    "ACH003",
    "participatie-doelgroep",
    {"niemand-betrokken": WARNING},
    modality="I",
    source=("GALA p18 L945-947", "GALA p18 L935-937", "GALA p27 L1420-1422", "Pharos-SPUK L77"),
)
def participatie_doelgroep(plan: PlanView) -> Iterator[Hit]:
    for subject in (LONELINESS, CARERS, MENTAL_HEALTH):
        actions = distinct(*(plan.actions_by_theme.get(theme, ()) for theme in subject.themes))
        if not actions or _is_asked_elsewhere(plan, subject) or _are_involved(plan, subject, actions):
            continue
        owing = [action.path for action in actions if _is_carried_out(action.item)]
        if owing:
            themes = [theme for theme in subject.themes if theme in plan.actions_by_theme]
            yield Hit("niemand-betrokken", owing[0], {"themas": themes, "aantal": len(owing)}, tuple(owing[1:]))


def _is_asked_elsewhere(plan: PlanView, subject: Subject) -> bool:
    """Whether a rule on the component asks the same: OND042 the pillar on taking part, OND039 respijtzorg."""
    if subject is LONELINESS:
        return "een-tegen-eenzaamheid" in plan.requested
    return (
        subject is CARERS
        and "mantelzorg-respijtzorg" in plan.requested
        and (
            "respijtzorg" in plan.actions_by_theme
            or "respijtzorg-versterken" in plan.actions_by_gala_action
            or not plan.edition.codes_where("bestedingsdoel", "respijtzorg").isdisjoint(plan.lines_by_purpose)
        )
    )


def _are_involved(plan: PlanView, subject: Subject, actions: list[Placed[Action]]) -> bool:
    """Whether the people concerned, or those who speak for them, take part in an action or are said to."""
    if any(action.item.participation for action in actions):
        return True
    themselves = plan.edition.codes_where("actor", "mensen_zelf")
    return (
        any(not themselves.isdisjoint(actors_of(action.item)) for action in actions)
        or any(group in row.item.groups for row in plan.participation for group in subject.groups)
        or (subject is LONELINESS and _has_pillar(plan))
    )


def _has_pillar(plan: PlanView) -> bool:
    told = plan.municipal.components.of(Loneliness) or Loneliness()
    return bool(stated(told.pillars.get("mensen-zelf-betrekken")))


def _is_carried_out(action: Action) -> bool:
    return action.kind in (None, "uitvoering") and action.status != "verkenning"


@rule(
    "ACH008",
    "sleutelpersonen",
    {"niet-genoemd": ADVICE},
    modality="K",
    source=("GezondIn-stap5 L11", "GezondIn-lessen L49-51"),
)
def sleutelpersonen(plan: PlanView) -> Iterator[Hit]:
    if stated(plan.municipal.key_persons) or any(row.item.initiative for row in plan.participation):
        return
    wanted = {"sleutelpersonen", "zelforganisaties", "bewonersinitiatieven"}
    kinds = {kind for action in plan.actions for kind in actors_of(action.item)}
    kinds |= {party.kind for agreement in plan.agreements for party in agreement.item.parties}
    if wanted.isdisjoint(kinds):
        yield Hit("niet-genoemd", ("sleutelpersonen",))


# --- how the municipality goes about it ---

ASKED_BY_OTHERS = frozenset(["bereik", "achterliggende-oorzaken", "samen-met-mensen", "maatwerk-differentiatie"])
"""The guiding questions that ELE002, ACH004, ELE008 and OND007 ask of the plan itself."""


@rule(
    "ACH005",
    "leidende-vragen",
    {"onbeantwoord": ADVICE},
    modality="K",
    source=("Pharos-SPUK L75-81", "GezondIn-stap5 L17-23"),
)
def leidende_vragen(plan: PlanView) -> Iterator[Hit]:
    answers = plan.municipal.self_assessment
    questions = [code for code in plan.edition.codes("leidende-vraag") if code not in ASKED_BY_OTHERS]
    unanswered = [code for code in questions if not filled(answers.get(code))]
    if unanswered:
        yield Hit("onbeantwoord", ("zelftoets",), {"vragen": unanswered, "aantal": len(unanswered)})


@rule(
    "ACH006",
    "domeinen-betrokken",
    {"domein-ontbreekt": ADVICE},
    modality="K",
    source=("GezondIn-stap1 L9-15", "Pharos-SPUK L71", "GezondIn-stap5 L14"),
)
def domeinen_betrokken(plan: PlanView) -> Iterator[Hit]:
    organisation = plan.municipal.organisation or Organisation()
    absent = [code for code in plan.edition.codes("domein") if code not in organisation.domains]
    if not absent:
        return
    fields = (field for action in plan.actions for field in action.item.policy_fields)
    told = " ".join([organisation.team or "", *fields]).casefold()
    missing = [code for code in absent if code.partition("-")[0] not in told]
    if missing:
        yield Hit("domein-ontbreekt", ("organisatie", "domeinen"), {"domeinen": missing, "aantal": len(missing)})


@rule(
    "ACH007",
    "begrijpelijke-informatie",
    {"niet-genoemd": ADVICE},
    modality="K",
    source=("Pharos-SPUK L142-146",),
)
def begrijpelijke_informatie(plan: PlanView) -> Iterator[Hit]:
    if not stated(plan.municipal.communication):
        yield Hit("niet-genoemd", ("communicatie",))


@rule(
    "ACH009",
    "erkende-interventies-voorkeur",
    {"niet-erkend": ADVICE},
    modality="I",
    source=("GALA p51 L2716-2717", "GALA p27 L1422-1423"),
)
def erkende_interventies_voorkeur(plan: PlanView) -> Iterator[Hit]:
    placed = [
        ((*action.path, "interventies", index), action.item, intervention)
        for action in plan.actions
        for index, intervention in enumerate(action.item.interventions)
    ]
    recognised = sum(_is_recognised(intervention) for _, _, intervention in placed)
    others = [
        (path, intervention.name)
        for path, action, intervention in placed
        if not _is_recognised(intervention) and not intervention.has_text and not _has_own_rule(plan, action)
    ]
    if others:
        names = list(dict.fromkeys(name for _, name in others))
        params = {"erkend": recognised, "totaal": len(placed), "interventies": names}
        yield Hit("niet-erkend", others[0][0], params)


def _is_recognised(intervention: Intervention) -> bool:
    """Whether it is said to be recognised, or to come from a database of what works."""
    if intervention.recognised is None:
        return intervention.source is not None and not is_own(intervention.source)
    return intervention.recognised


HAVE_OWN_RULE = ("valpreventie", "kansrijke-start", "mentale-gezondheid", "oko-va")


def _has_own_rule(plan: PlanView, action: Action) -> bool:
    """Whether VAL007, OND012, OND014 or OND031 asks recognised interventions of it."""
    components = {"valpreventie" if action.step else action.chain, *plan.carries_out(action)}
    return any(code in components and code in plan.requested for code in HAVE_OWN_RULE)
