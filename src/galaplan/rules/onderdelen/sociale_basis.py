"""Family OND, sociale basis: vision, mantelzorg, respijtzorg, loneliness, Welzijn op Recept (OND035-043)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from galaplan.documents import Path
from galaplan.model.municipal import InformalCare, Loneliness, WelzijnOpRecept
from galaplan.model.shared import Action, Participation, PolicyDocument
from galaplan.rules.placed import Placed, distinct
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, Outcome, rule
from galaplan.rules.severity import ACCOUNTING
from galaplan.rules.view import PlanView, actors_of, filled, stated, words_of

WIJKAANPAK, MANTELZORG = "wijkaanpak-sociale-basis", "mantelzorg-respijtzorg"
EENZAAMHEID, WELZIJN_OP_RECEPT = "een-tegen-eenzaamheid", "welzijn-op-recept"
"""The components; the chain of Welzijn op Recept bears the code of its component."""
VISIE = "beleidsvisie-sociale-basis"
"""The document, the municipal action that makes it, and its deadline."""
RESPIJTZORG = "respijtzorg"
DIALOOG = "regionale-dialoog-respijtzorg"
VIJF_PIJLERS = "aanpak-eenzaamheid-vijf-pijlers"


def _informal_care(plan: PlanView) -> InformalCare:
    return plan.municipal.components.of(InformalCare) or InformalCare()


# --- the vision on the social base ---


@rule(
    "OND035",
    "visie-sociale-basis",
    {
        "te-laat": Outcome(ERROR, not_requested=WARNING),
        "ontbreekt": Outcome(ERROR, not_requested=WARNING),
        "nog-niet-genoemd": WARNING,
        "zonder-datum": WARNING,
        "niet-gebiedsgericht": ADVICE,
    },
    modality="P",
    source=("GALA p18 L921-922", "GALA p17 L873-874"),
    component=WIJKAANPAK,
)
def visie_sociale_basis(plan: PlanView) -> Iterator[Hit]:
    last = plan.edition.deadline(VISIE).day
    visions = _visions(plan)
    if not visions:
        yield from _no_vision(plan, last)
        return
    in_time = [vision for vision in visions if _is_in_time(plan, vision.item, last)]
    if not in_time:
        yield _not_in_time(visions, last)
    elif not any(_tells_of_areas(vision.item) for vision in in_time):
        yield Hit("niet-gebiedsgericht", in_time[0].path, {"titel": in_time[0].item.title})


def _visions(plan: PlanView) -> tuple[Placed[PolicyDocument], ...]:
    """The visions on the social base, or else what a broader vision is: a document that lists themes of it."""
    return plan.documents_of(VISIE) or tuple(
        document for document in plan.policy_documents if document.item.themes or _names_vision(document.item)
    )


def _names_vision(document: PolicyDocument) -> bool:
    """Whether a broader document says that it is a vision on the social base, too."""
    said = " ".join(words_of(f"{document.title} {document.text or ''}"))
    return "sociale basis" in said and "visie" in said


def _is_past(plan: PlanView, day: date) -> bool:
    """Whether the file is of a time after this day."""
    return plan.phase == ACCOUNTING or (plan.plan.date is not None and plan.plan.date.surely_after(day))


def _no_vision(plan: PlanView, last: date) -> Iterator[Hit]:
    if _is_past(plan, last):
        yield Hit("ontbreekt", ("beleidsdocumenten",), {"jaar": last.year})
    elif VISIE not in plan.actions_by_gala_action:  # an action of the plan may still make it
        yield Hit("nog-niet-genoemd", ("beleidsdocumenten",), {"jaar": last.year})


def _has_moment(document: PolicyDocument) -> bool:
    return document.date is not None or document.from_year is not None


def _is_in_time(plan: PlanView, document: PolicyDocument, last: date) -> bool:
    """By one of its moments; a vision that is adopted in a file from before the deadline was so in time."""
    if document.date is not None and document.date.possibly_by(last):
        return True
    if document.from_year is not None and document.from_year <= last.year:
        return True
    return not _has_moment(document) and document.status == "vastgesteld" and not _is_past(plan, last)


def _not_in_time(visions: Iterable[Placed[PolicyDocument]], last: date) -> Hit:
    """The first that is too late; of one without a moment nobody knows."""
    vision = min(visions, key=lambda vision: not _has_moment(vision.item))
    document, params = vision.item, {"titel": vision.item.title, "jaar": last.year}
    if not _has_moment(document):
        return Hit("zonder-datum", vision.path, params)
    key = "datum" if document.date is not None else "van"
    return Hit("te-laat", (*vision.path, key), {**params, "moment": str(document.date or document.from_year)})


def _tells_of_areas(document: PolicyDocument) -> bool:
    return document.area_based is True or document.has_text or document.status == "in-voorbereiding"


ENOUGH_THEMES = 4
"""The list can be read as four themes or as five."""


@rule(
    "OND036",
    "visie-themas",
    {"te-weinig": WARNING, "een-ontbreekt": ADVICE, "niet-vermeld": ADVICE},
    modality="P",
    source=("GALA p18 L922-926",),
)
def visie_themas(plan: PlanView) -> Iterator[Hit]:
    visions = [vision for vision in _visions(plan) if vision.item.status != "in-voorbereiding"]
    covered = {theme for vision in visions for theme in vision.item.themes}
    themes = plan.edition.codes("visie-thema")
    missing = [theme for theme in themes if theme not in covered]
    if visions and missing:
        few = len(themes) - len(missing) < ENOUGH_THEMES
        variant = "niet-vermeld" if not covered else "te-weinig" if few else "een-ontbreekt"
        key = ("themas",) if covered else ()
        yield Hit(variant, (*visions[0].path, *key), {"titel": visions[0].item.title, "themas": missing})


# --- mantelzorg and respijtzorg ---


@rule(
    "OND037",
    "mantelzorg-concreet",
    {"geen-actie": Outcome(ERROR, not_requested=WARNING), "niet-concreet": WARNING},
    modality="P",
    source=("GALA p18 L928-933",),
    component=MANTELZORG,
)
def mantelzorg_concreet(plan: PlanView) -> Iterator[Hit]:
    actions = distinct(
        plan.actions_by_theme.get("mantelzorg", ()),
        plan.actions_by_gala_action.get("extra-ondersteuning-mantelzorgers", ()),
        plan.actions_by_component.get(MANTELZORG, ()),
    )
    if not actions:
        yield Hit("geen-actie", ("acties",))
    elif not any(_is_concrete(action.item) for action in actions):
        first, *others = actions
        params = {"titel": first.item.title, "aantal": len(actions)}
        yield Hit("niet-concreet", first.path, params, tuple(action.path for action in others))


def _is_concrete(action: Action) -> bool:
    """Whether it says what is done, and when."""
    return (filled(action.description) or action.has_text) and bool(action.start or action.end or action.phasing)


@rule(
    "OND038",
    "respijtzorg-concreet",
    {"geen-actie": Outcome(WARNING, strict=ERROR), "geen-actie-niet-aangevraagd": WARNING},
    modality="P",
    source=("GALA p18 L935-938",),
)
def respijtzorg_concreet(plan: PlanView) -> Iterator[Hit]:
    if not _respite_actions(plan):
        requested = MANTELZORG in plan.requested
        yield Hit("geen-actie" if requested else "geen-actie-niet-aangevraagd", ("acties",))


def _respite_actions(plan: PlanView) -> list[Placed[Action]]:
    return distinct(
        plan.actions_by_theme.get(RESPIJTZORG, ()),
        plan.actions_by_gala_action.get("respijtzorg-versterken", ()),
        (
            Placed(line.path[:2], line.action)
            for purpose in plan.edition.codes_where("bestedingsdoel", "respijtzorg")
            for line in plan.lines_by_purpose.get(purpose, ())
        ),
    )


@rule(
    "OND039",
    "respijtzorg-samenspraak",
    {"geen-samenspraak": WARNING, "niet-verbonden": WARNING},
    modality="P",
    source=("GALA p18 L935-937",),
    component=MANTELZORG,
    only_requested=True,
)
def respijtzorg_samenspraak(plan: PlanView) -> Iterator[Hit]:
    actions = _respite_actions(plan)
    if not actions or any("mantelzorgers" in actors_of(action.item) for action in actions):
        return
    carers = plan.edition.codes_where("risicogroep", "mantelzorger")
    taking_part = [row.item.id for row in plan.participation if _are_carers(row.item, carers)]
    if set(taking_part).isdisjoint(row for action in actions for row in action.item.participation):
        first, *others = actions
        variant = "niet-verbonden" if taking_part else "geen-samenspraak"
        params = {"titel": first.item.title, "rijen": taking_part}
        yield Hit(variant, (*first.path, "participatie"), params, tuple(action.path for action in others))


def _are_carers(row: Participation, carers: frozenset[str]) -> bool:
    return not carers.isdisjoint(row.groups) or "mantelzorg" in row.who.lower()


@rule(
    "OND040",
    "respijtzorg-regionaal",
    {"niet-vastgelegd": WARNING, "niet-in-regio": ADVICE},
    modality="P",
    source=("GALA p18 L940-943",),
    applies=("gemeente", "regio"),
    document="regioplan",
)
def respijtzorg_regionaal(plan: PlanView) -> Iterator[Hit]:
    if _talks_in_region(plan):
        return
    if plan.kind == "regio":
        yield Hit("niet-in-regio", ("acties",))
    elif not stated(_informal_care(plan).regional_dialogue):
        yield Hit("niet-vastgelegd", ("onderdelen", MANTELZORG, "regionale_dialoog"))


def _talks_in_region(plan: PlanView) -> bool:
    """Whether an action or an agreement is about respijtzorg in the region."""
    return (
        DIALOOG in plan.actions_by_gala_action
        or any(action.item.level == "regionaal" for action in plan.actions_by_theme.get(RESPIJTZORG, ()))
        or any(a.item.level == "regionaal" and "respijt" in a.item.subject.lower() for a in plan.agreements)
    )


@rule(
    "OND041",
    "uitvoeringsagenda-mantelzorg",
    {"niet-genoemd": WARNING},
    modality="P",
    source=("GALA p19 L955-960",),
    component=MANTELZORG,
    only_requested=True,
)
def uitvoeringsagenda_mantelzorg(plan: PlanView) -> Iterator[Hit]:
    if stated(_informal_care(plan).implementation_agenda):
        return
    if not _uses_source(plan.actions, "uitvoeringsagenda-mantelzorg"):
        yield Hit("niet-genoemd", ("onderdelen", MANTELZORG, "uitvoeringsagenda"))


def _uses_source(actions: Iterable[Placed[Action]], source: str) -> bool:
    """Whether an intervention of these actions comes from this source (list `kennisbron`)."""
    return any(intervention.source == source for action in actions for intervention in action.item.interventions)


# --- loneliness ---


@rule(
    "OND042",
    "eenzaamheid-pijlers",
    {
        "geen-pijlers": Outcome(ERROR, not_requested=ADVICE),
        "pijlers-ontbreken": Outcome(WARNING, strict=ERROR),
        "alleen-tekst": Outcome(WARNING, strict=ERROR),
    },
    modality="P",
    source=("GALA p18 L945-947", "GALA p18 L911-914"),
    component=EENZAAMHEID,
)
def eenzaamheid_pijlers(plan: PlanView) -> Iterator[Hit]:
    told = plan.municipal.components.of(Loneliness) or Loneliness()
    pillars = plan.edition.codes("eenzaamheid-pijler")
    missing = [pillar for pillar in pillars if not stated(told.pillars.get(pillar))]
    path: Path = ("onderdelen", EENZAAMHEID, "pijlers")
    if len(missing) == len(pillars) and not told.has_text and VIJF_PIJLERS not in plan.actions_by_gala_action:
        yield Hit("geen-pijlers", path, {"pijlers": missing})
    elif missing and EENZAAMHEID in plan.requested:  # else the plan owes no more than a word
        variant = "alleen-tekst" if len(missing) == len(pillars) else "pijlers-ontbreken"
        yield Hit(variant, path, {"pijlers": missing})


# --- Welzijn op Recept ---


@rule(
    "OND043",
    "wor-inrichting",
    {"partijen-ontbreken": WARNING, "inkoopadvies-ontbreekt": WARNING, "beide-ontbreken": WARNING},
    modality="P",
    source=("GALA p42 L2244-2253",),
    component=WELZIJN_OP_RECEPT,
    only_requested=True,
)
def wor_inrichting(plan: PlanView) -> Iterator[Hit]:
    actions = distinct(
        plan.actions_by_chain.get(WELZIJN_OP_RECEPT, ()), plan.actions_by_component.get(WELZIJN_OP_RECEPT, ())
    )
    told = plan.municipal.components.of(WelzijnOpRecept) or WelzijnOpRecept()
    advised = told.purchasing_advice is True or _uses_source(actions, "integraal-inkoopadvies-wor")
    missing = _missing_parties(plan, actions)
    if missing:
        place = actions[0].path if actions else plan.agreements_by_chain[WELZIJN_OP_RECEPT][0].path
        yield Hit("partijen-ontbreken" if advised else "beide-ontbreken", place, {"partijen": missing})
    elif not advised:
        yield Hit("inkoopadvies-ontbreekt", ("onderdelen", WELZIJN_OP_RECEPT, "inkoopadvies"))


def _missing_parties(plan: PlanView, actions: Iterable[Placed[Action]]) -> list[str]:
    """Who does not take part, as codes of list `actor`; nobody where nothing yet says how it is done."""
    agreements = plan.agreements_by_chain.get(WELZIJN_OP_RECEPT, ())
    if not (actions or agreements):
        return []
    kinds = {kind for action in actions for kind in actors_of(action.item)}
    kinds.update(party.kind for agreement in agreements for party in agreement.item.parties)
    missing = [] if kinds & {"huisarts", "eerstelijnszorg"} else ["huisarts"]
    if "welzijn" not in kinds:
        missing.append("welzijn")
    if not kinds & {"sociaal-domein", "gemeente"} and not any(_is_own(action.item) for action in actions):
        missing.append("sociaal-domein")
    return missing


def _is_own(action: Action) -> bool:
    """Whether the municipality itself answers for it: who files the plan does, unless it names another."""
    return action.owner is None or not (action.owner.name or action.owner.kind)
