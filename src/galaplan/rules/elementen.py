"""Family ELE: the seven elements that a plan of a municipality has in any case, and how they hang together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from galaplan.documents import Path, path_text
from galaplan.model.municipal import Element, Ggd, GoalsElement, Reach, SocialPhysicalElement
from galaplan.model.shared import Action, Agreement, PolicyDocument
from galaplan.rules.placed import Placed
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, rule
from galaplan.rules.view import PlanView, filled, has_text

PHASES = ("plan-van-aanpak", "verantwoording")

GOALS, DOMAINS, REGIONAL, LOCAL = (
    "doelen-en-acties",
    "verbinding-sociaal-fysiek",
    "samenwerking-regionaal",
    "samenwerking-lokaal",
)
NOTA, GGD, RESIDENTS = "verbinding-nota-gezondheidsbeleid", "inzet-ggd", "betrokkenheid-bewoners"

ORGANISATIE = "organisatie"
"""The kind of action that only organises the work and owes no goal or result."""


def _place(element: str) -> Path:
    return ("elementen", element)


# --- 1: goals, actions and their coherence ---


@rule(
    "ELE001",
    "element-doelen-en-acties",
    {"ontbreekt": ERROR, "geen-doelen": WARNING, "geen-actie": WARNING, "acties-zonder-doel": ERROR},
    modality="P",
    source=("GALA p44 L2374-2377",),
    phases=PHASES,
)
def element_doelen_en_acties(plan: PlanView) -> Iterator[Hit]:
    if _goals_missing(plan):
        yield Hit("ontbreekt", _place(GOALS))
    elif not plan.goals:
        yield Hit("geen-doelen", _place(GOALS))
    elif not plan.ties_actions:
        owing = [action for action in plan.actions if action.item.kind != ORGANISATIE]
        yield Hit("acties-zonder-doel" if owing else "geen-actie", _place(GOALS), {"acties": len(owing)})


def _goals_missing(plan: PlanView) -> bool:
    return not plan.ties_actions and not has_text(plan.element(GOALS))


def no_action_has_a_goal(plan: PlanView) -> bool:
    """Whether ELE001 says that no action names a goal, so that no other rule need say it of each action or goal."""
    return not plan.ties_actions and (bool(plan.goals) or _goals_missing(plan))


def _goals_element(plan: PlanView) -> GoalsElement:
    element = plan.element(GOALS)
    return element if isinstance(element, GoalsElement) else GoalsElement()


@rule(
    "ELE002",
    "element-bereik-achterstanden",
    {"ontbreekt": ERROR, "geen-groep": ERROR, "geen-aanpak": ERROR},
    modality="P",
    source=("GALA p44 L2377-2379",),
    phases=PHASES,
)
def element_bereik_achterstanden(plan: PlanView) -> Iterator[Hit]:
    reach = _goals_element(plan).reach or Reach()
    has_group, has_approach = bool(reach.groups or reach.neighbourhoods), filled(reach.approach)
    if reach.has_text or (has_group and has_approach):
        return
    variant = "geen-aanpak" if has_group else "geen-groep" if has_approach else "ontbreekt"
    yield Hit(variant, (*_place(GOALS), "bereik"))


@rule(
    "ELE011",
    "integrale-blik",
    {"ontbreekt": ERROR, "alleen-tekst": WARNING},
    modality="P",
    source=("GALA p44 L2364-2366", "GALA p44 L2377"),
    phases=PHASES,
)
def integrale_blik(plan: PlanView) -> Iterator[Hit]:
    element = _goals_element(plan)
    if filled(element.coherence) or filled(element.found_at):
        return
    if filled(element.text):
        yield Hit("alleen-tekst", _place(GOALS))
    elif not _goals_missing(plan):  # else ELE001 says that the whole element is missing
        yield Hit("ontbreekt", _place(GOALS))


# --- 2: the social and the physical domain ---

SOCIAL_AND_PHYSICAL = {"sociale-basis", "fysieke-leefomgeving"}
"""The goals of the agreement that lie in these domains themselves."""


@rule(
    "ELE003",
    "element-sociaal-fysiek",
    {
        "ontbreekt": ERROR,
        "geen-sociaal": ERROR,
        "geen-fysiek": ERROR,
        "alleen-tekst": WARNING,
        "niet-in-acties": ADVICE,
    },
    modality="P",
    source=("GALA p44 L2381",),
    phases=PHASES,
)
def element_sociaal_fysiek(plan: PlanView) -> Iterator[Hit]:
    if (missing := _missing_domain(plan.element(DOMAINS))) is not None:
        yield Hit(missing, _place(DOMAINS))
    elif plan.actions and not any(_reaches_other_domains(plan, action.item) for action in plan.actions):
        yield Hit("niet-in-acties", _place(DOMAINS))


def _missing_domain(element: Element | None) -> str | None:
    domains = element if isinstance(element, SocialPhysicalElement) else SocialPhysicalElement()
    social, physical = filled(domains.social), filled(domains.physical)
    if filled(domains.found_at) or (social and physical):
        return None
    if filled(domains.text):
        return "alleen-tekst"
    return "geen-fysiek" if social else "geen-sociaal" if physical else "ontbreekt"


def _reaches_other_domains(plan: PlanView, action: Action) -> bool:
    return bool(action.policy_fields) or not SOCIAL_AND_PHYSICAL.isdisjoint(plan.goals_of(action))


# --- 3 and 4: agreements in the region and with local parties ---


@rule(
    "ELE004",
    "element-regionaal",
    {
        "ontbreekt": ERROR,
        "alleen-tekst": WARNING,
        "partij-ontbreekt": ERROR,
        "partij-niet-in-rijen": WARNING,
        "voorgenomen": WARNING,
    },
    modality="P",
    source=("GALA p44 L2382-2384",),
    phases=PHASES,
)
def element_regionaal(plan: PlanView) -> Iterator[Hit]:
    described = has_text(plan.element(REGIONAL))
    agreements = _at_level(plan, "regionaal")
    if not agreements:
        yield Hit("alleen-tekst" if described else "ontbreekt", _place(REGIONAL))
        return
    first, *others = (agreement.path for agreement in agreements)
    if missing := _missing_parties(plan, agreements):
        variant = "partij-niet-in-rijen" if described else "partij-ontbreekt"
        yield Hit(variant, first, {"partijen": missing}, tuple(others))
    elif all(agreement.item.status == "voorgenomen" for agreement in agreements):
        yield Hit("voorgenomen", (*first, "status"), related=tuple(others))


def _missing_parties(plan: PlanView, agreements: list[Placed[Agreement]]) -> list[str]:
    """What the agreements lack together, as codes of list `actor`."""
    kinds = {party.kind for agreement in agreements for party in agreement.item.parties}
    missing = [] if "zorgverzekeraar" in kinds else ["zorgverzekeraar"]
    return missing if kinds & plan.care_parties else [*missing, "zorgpartijen"]


def _at_level(plan: PlanView, level: str) -> list[Placed[Agreement]]:
    return [agreement for agreement in plan.agreements if agreement.item.level == level]


@rule(
    "ELE005",
    "element-lokaal",
    {"ontbreekt": ERROR, "alleen-tekst": WARNING, "akkoord-niet-genoemd": WARNING},
    modality="P",
    source=("GALA p44 L2385-2387",),
    phases=PHASES,
)
def element_lokaal(plan: PlanView) -> Iterator[Hit]:
    described = has_text(plan.element(LOCAL))
    if not _at_level(plan, "lokaal"):
        yield Hit("alleen-tekst" if described else "ontbreekt", _place(LOCAL))
        return
    accords = plan.documents_of("lokaal-preventieakkoord", "lokaal-sportakkoord")
    element = plan.element(LOCAL) or Element()
    if not accords or filled(element.found_at):  # what stands in the adopted document is not here to look into
        return
    in_agreements = {agreement.item.accord for agreement in plan.agreements}
    words = _words_on_cooperation(plan, element)
    for document in accords[:MOST_ACCORDS]:
        if document.item.kind not in in_agreements and not _is_linked(document.item, words):
            yield Hit("akkoord-niet-genoemd", document.path, {"titel": document.item.title})


MOST_ACCORDS = 50
"""How many accords are looked for in the words of the plan; it has one of each kind."""


def _is_linked(accord: PolicyDocument, words: str) -> bool:
    """Whether an accord is not there yet, says itself how the plan links to it, or is named in these words."""
    names = (accord.title.lower(), accord.kind.removeprefix("lokaal-"))
    return accord.status == "in-voorbereiding" or accord.has_text or any(name in words for name in names)


def _words_on_cooperation(plan: PlanView, element: Element) -> str:
    said = ((a.item.subject, a.item.text, a.item.found_at) for a in plan.agreements)
    texts = [element.text, *(text for texts in said for text in texts)]
    return "\n".join(text.lower() for text in texts if text)


# --- 5: the nota gezondheidsbeleid ---


@rule(
    "ELE006",
    "element-nota",
    {"ontbreekt": ERROR, "geen-verbinding": WARNING, "andere-periode": ADVICE},
    modality="P",
    source=("GALA p44 L2388",),
    phases=PHASES,
)
def element_nota(plan: PlanView) -> Iterator[Hit]:
    described = has_text(plan.element(NOTA))
    notas = plan.documents_of("nota-gezondheidsbeleid")
    if not notas and not described:
        yield Hit("ontbreekt", _place(NOTA))
    if not notas or any(nota.item.status == "in-voorbereiding" for nota in notas):
        return
    if not described and not any(nota.item.has_text for nota in notas):
        yield Hit("geen-verbinding", notas[0].path, {"titel": notas[0].item.title})
    if all(_outside(nota.item, plan.plan_years) for nota in notas):
        last = notas[-1]
        key = _outside(last.item, plan.plan_years)
        params = {"titel": last.item.title, "van": plan.plan_years[0], "tot_en_met": plan.plan_years[-1]}
        yield Hit("andere-periode", (*last.path, key), params)


def _outside(document: PolicyDocument, years: range) -> str:
    """The key of the year that puts a document outside these years; empty when it lies within, or may."""
    if years and document.through_year is not None and document.through_year < years[0]:
        return "tot_en_met"
    if years and document.from_year is not None and document.from_year > years[-1]:
        return "van"
    return ""


# --- 6: the GGD ---


@rule(
    "ELE007",
    "element-ggd",
    {"ontbreekt": ERROR, "geen-taken": ERROR, "alleen-tekst": WARNING, "geen-naam": WARNING},
    modality="P",
    source=("GALA p44 L2389", "GALA p51 L2737-2750"),
    phases=PHASES,
)
def element_ggd(plan: PlanView) -> Iterator[Hit]:
    ggd = plan.municipal.ggd or Ggd()
    named = filled(ggd.name) or filled(plan.municipal.municipality.ggd_region)
    described = ggd.has_text or filled(ggd.assignment) or has_text(plan.element(GGD))
    place = ("ggd",) if plan.municipal.ggd else _place(GGD)
    if ggd.tasks or any(action.item.ggd_tasks for action in plan.actions):
        if not named:
            yield Hit("geen-naam", ("ggd",))
    elif described:
        yield Hit("alleen-tekst", place)
    else:
        yield Hit("geen-taken" if filled(ggd.name) else "ontbreekt", place, {"naam": ggd.name})


# --- 7: residents ---


@rule(
    "ELE008",
    "element-bewoners",
    {
        "ontbreekt": ERROR,
        "geen-vorm": ERROR,
        "vorm-alleen-in-tekst": WARNING,
        "alleen-tekst": WARNING,
        "geen-initiatieven": WARNING,
    },
    modality="P",
    source=("GALA p44 L2390",),
    phases=PHASES,
)
def element_bewoners(plan: PlanView) -> Iterator[Hit]:
    described = has_text(plan.element(RESIDENTS))
    says_how = any(filled(row.item.form) or row.item.has_text for row in plan.participation)
    if not says_how and plan.participation:
        first = plan.participation[0]
        yield Hit("vorm-alleen-in-tekst" if described else "geen-vorm", first.path, {"wie": first.item.who})
    elif not says_how:
        yield Hit("alleen-tekst" if described else "ontbreekt", _place(RESIDENTS))
    if (says_how or described) and not _names_initiatives(plan):
        yield Hit("geen-initiatieven", _place(RESIDENTS))


def _names_initiatives(plan: PlanView) -> bool:
    """In a row, in words, as a party, or in a place of the adopted document that is not here to look into."""
    element = plan.element(RESIDENTS) or Element()
    rows = [row.item for row in plan.participation]
    if any(row.initiative for row in rows) or filled(element.found_at):
        return True
    actions = [action.item for action in plan.actions]
    words = (
        element.text,
        *(text for row in rows for text in (row.who, row.form, row.text)),
        *(text for action in actions for text in (action.title, action.description, action.text)),
    )
    parties = (
        *(party.kind for agreement in plan.agreements for party in agreement.item.parties),
        *(partner.kind for action in actions for partner in action.partners),
    )
    return any("initiatie" in text.lower() for text in words if text) or "bewonersinitiatieven" in parties


# --- texts that say something, and rows that hang together ---

FEWEST_WORDS: Mapping[Path, int] = {("tekst",): 4, ("sociaal",): 2, ("fysiek",): 2}
"""By key the shortest text that can tell anything, for the keys that a `vindplaats` of the element may answer.

`Zie hoofdstuk 3` belongs under `vindplaats`. A domain may be answered in a few words, but not in one.
"""

MOST_WORDS_AROUND_A_MARKER = 12
"""A longer text says something besides its marker: in a real plan much is still to be chosen."""

MARKER = re.compile(
    r"\b(n\. ?[tn]\. ?b\.|n\.? ?[tn]\.? ?b|(?<!\d )(p\.m\.|p\.?m)|tbd|todo|xxx+|lorem ipsum"
    r"|(nog|nader|later) (te bepalen|in te vullen|uit te werken|aan te vullen)"
    r"|(nog|nader|later) (bepaald|ingevuld|uitgewerkt|aangevuld|invullen)"
    r"|volgt nog|(tekst|invulling|uitwerking) volgt)(?!\w)",
    re.IGNORECASE,
)
"""What holds a place open; `om 3 pm` is a time of day."""


@rule(
    "ELE009",
    "element-plaatshouder",
    {"merkteken": WARNING, "te-kort": WARNING, "gelijk": WARNING, "gelijk-aan-gemeente": WARNING},
    modality="P",
    source=("GALA p44 L2364-2366",),
    applies=("gemeente", "set"),
    phases=PHASES,
    inferred=True,
)
def element_plaatshouder(plan: PlanView) -> Iterator[Hit]:
    first_with: dict[str, Path] = {}
    for code, element in plan.municipal.elements.items():
        for key, text in _texts(element):
            words = text.split()
            if emptiness := _emptiness(key, text, words):
                if key not in FEWEST_WORDS or not filled(element.found_at):  # else the adopted document says it
                    variant, shown = emptiness
                    yield Hit(variant, (*_place(code), *key), {"element": code, **shown})
            elif (first := first_with.setdefault(" ".join(words).lower(), (code, *key))) != (code, *key):
                place, other = (*_place(code), *key), ("elementen", *first)
                yield Hit("gelijk", place, {"element": code, "eerste": path_text(other)}, (other,))


def telling_texts(plan: PlanView) -> Iterator[tuple[str, Path, str]]:
    """The texts that are no empty shell: the element, the path, and the words in which two texts are compared."""
    for code, element in plan.municipal.elements.items():
        for key, text in _texts(element):
            words = text.split()
            if not _emptiness(key, text, words):
                yield code, (*_place(code), *key), " ".join(words).lower()


def _emptiness(key: Path, text: str, words: Sequence[str]) -> tuple[str, dict[str, str]] | None:
    """The variant for a text that tells nothing, with what it says instead."""
    if len(words) > MOST_WORDS_AROUND_A_MARKER:
        return None
    if marker := MARKER.search(text):
        return "merkteken", {"merkteken": marker.group()}
    return ("te-kort", {"tekst": text.strip()}) if len(words) < FEWEST_WORDS.get(key, 0) else None


def _texts(element: Element) -> list[tuple[Path, str]]:
    """The texts of an element with their keys."""
    stated: list[tuple[Path, str | None]] = [(("tekst",), element.text)]
    if type(element) is Element:
        return [(("tekst",), element.text)] if element.text and filled(element.text) else []
    if isinstance(element, SocialPhysicalElement):
        stated += [(("sociaal",), element.social), (("fysiek",), element.physical)]
    if isinstance(element, GoalsElement):
        stated.append((("samenhang",), element.coherence))
        if reach := element.reach:
            stated += [(("bereik", "aanpak"), reach.approach), (("bereik", "tekst"), reach.text)]
    return [(key, text) for key, text in stated if text and filled(text)]


FEW_COMPONENTS = 2
"""Up to here there is little to connect."""


@rule(
    "ELE010",
    "samenhangende-blik",
    {"los-zand": WARNING},
    modality="P",
    source=("GALA p44 L2364-2366", "GALA p44 L2392-2394"),
    phases=PHASES,
)
def samenhangende_blik(plan: PlanView) -> Iterator[Hit]:
    element = _goals_element(plan)
    if filled(element.coherence) or not filled(element.found_at):
        return  # answered, or told by ELE011 or ELE001: the one text that those ask for mends this too
    components = {component for action in plan.actions for component in plan.carries_out(action.item)}
    if len(components) > FEW_COMPONENTS and not _an_action_connects(plan) and not _components_share(plan):
        yield Hit("los-zand", _place(GOALS), {"onderdelen": sorted(components), "aantal": len(components)})


def _an_action_connects(plan: PlanView) -> bool:
    return any(
        len(plan.carries_out(a.item)) > 1 or len(plan.goals_of(a.item)) > 1 or len(set(a.item.goals)) > 1
        for a in plan.actions
    )


def _components_share(plan: PlanView) -> bool:
    """Whether actions of two components serve the same goal or the same group."""
    component_of: dict[tuple[str, str], str] = {}
    for action in plan.actions:
        shared = [
            *(("doel", goal) for goal in (*plan.goals_of(action.item), *action.item.goals)),
            *(("groep", group) for group in action.item.target_groups),
        ]
        for component in plan.carries_out(action.item):
            if any(component_of.setdefault(key, component) != component for key in shared):
                return True
    return False
