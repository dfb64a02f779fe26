"""Family REG, the regional infrastructure: regiobeeld, GGD, conditions, parties and borders (REG009-012, 015, 016)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from galaplan import catalogue
from galaplan.catalogue import Code
from galaplan.model.regional import Condition, Mandate, RegionalPicture
from galaplan.model.shared import Monitoring, Partner, Party, PolicyDocument
from galaplan.rules.iza import NO_MANDATE
from galaplan.rules.placed import Placed
from galaplan.rules.regioplan import (
    EVALUATION,
    EXECUTION,
    INSURER,
    PICTURE,
    PLACE,
    REGIOPLAN,
    evaluation_of,
    has_picture,
    has_regioplan,
    is_late,
    mentions,
    picture_of,
    regioplan_of,
    text_of_part,
)
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, rule
from galaplan.rules.view import PlanView, actors_of, filled, words_of

NO_MONITORING = Monitoring()

# --- regiobeeld ---


@rule(
    "REG009",
    "regiobeeld",
    {
        "ontbreekt": ERROR,
        "te-laat": WARNING,
        "zonder-preventie": ERROR,
        "preventie-onbekend": WARNING,
        "geen-bronnen": WARNING,
    },
    modality="P",
    source=("GALA p34-35 L1806-1840",),
    applies=("regio",),
    document=REGIOPLAN,
)
def regiobeeld(plan: PlanView) -> Iterator[Hit]:
    if not has_picture(plan):
        yield Hit("ontbreekt", PICTURE)
        return
    picture, documents = picture_of(plan), plan.documents_of("regiobeeld")
    yield from _picture_in_time(plan, picture, documents)
    if picture.prevention is False:
        yield Hit("zonder-preventie", (*PICTURE, "preventie"))
    place = PICTURE if plan.regional.regional_picture else documents[0].path
    if filled(picture.found_at) or any(filled(document.item.found_at) for document in documents):
        return  # it says the rest itself
    if picture.prevention is None:
        yield Hit("preventie-onbekend", place)
    if not picture.sources:
        yield Hit("geen-bronnen", place)


def _picture_in_time(
    plan: PlanView, picture: RegionalPicture, documents: Iterable[Placed[PolicyDocument]]
) -> Iterator[Hit]:
    deadline = plan.edition.deadline("regiobeeld-gereed").day
    moments = [(PICTURE, picture.date), *((document.path, document.item.date) for document in documents)]
    path, moment = next(((path, moment) for path, moment in moments if moment), (PICTURE, None))
    if moment and is_late(plan, moment, deadline):
        yield Hit("te-laat", (*path, "datum"), {"moment": str(moment), "termijn": deadline.isoformat()})


@rule(
    "REG010",
    "ggd-bij-regio",
    {"niet-betrokken": ERROR, "niet-alle-ggden": ADVICE},
    modality="P",
    source=("GALA p34 L1815-1818", "GALA p35 L1902", "GALA p61 L3220-3222", "GALA p64 L3385-3388"),
    applies=("regio",),
    document=REGIOPLAN,
)
def ggd_bij_regio(plan: PlanView) -> Iterator[Hit]:
    region = plan.regional.region
    if picture_of(plan).ggd and len(region.ggd_regions) < 2:
        return
    named = regions_named(_named_ggds(plan), region.municipalities)
    if not named and not _has_ggd_task(plan):
        yield Hit("niet-betrokken", (*PICTURE, "ggd"))
        return
    regions = regions_named(region.ggd_regions, region.municipalities)
    if len(regions) > 1 and len(named) < len(regions):
        params = {"regios": list(regions.values()), "aantal": len(regions), "genoemd": len(named)}
        yield Hit("niet-alle-ggden", ("regio", "ggd_regios"), params)


def _named_ggds(plan: PlanView) -> Iterator[str]:
    yield from picture_of(plan).ggd
    parties: tuple[Party | Partner, ...] = (
        *regioplan_of(plan).parties,
        *(party for agreement in plan.agreements for party in agreement.item.parties),
        *(partner for action in plan.actions for partner in action.item.partners),
    )
    yield from (party.name for party in parties if party.kind == "ggd")
    owners = (action.item.owner for action in plan.actions)
    yield from (owner.name or "" for owner in owners if owner and owner.kind == "ggd")


def _has_ggd_task(plan: PlanView) -> bool:
    """Whether an action has a task for the GGD, or a text on regiobeeld or regioplan names it."""
    texts = (picture_of(plan).text, regioplan_of(plan).text, text_of_part(plan, EXECUTION))
    return any(action.item.ggd_tasks for action in plan.actions) or mentions("ggd", *texts)


# --- the six conditions ---

STRUCTURE = "werk-en-mandaatstructuur"
ARRANGED: Mapping[str, Callable[[Mandate], str | None]] = {
    "bestuurlijk": lambda mandate: mandate.board_level,
    "ambtelijk": lambda mandate: mandate.staff_level,
    "financiele_regeling": lambda mandate: mandate.financial_arrangement,
}
"""By key of `mandaat` what the first condition asks of every region."""


@rule(
    "REG011",
    "zes-voorwaarden",
    {
        "niets-vermeld": ADVICE,
        "ontbreekt": WARNING,
        "onvolledig": WARNING,
        "te-laat": WARNING,
        "mandaat-niet-onderbouwd": WARNING,
    },
    modality="P",
    source=("GALA p34-36 L1779-1927", "GALA p33 L1760"),
    applies=("regio",),
    document=REGIOPLAN,
)
def zes_voorwaarden(plan: PlanView) -> Iterator[Hit]:
    conditions, known = plan.regional.conditions, plan.edition.codes("regio-voorwaarde")
    if not conditions:
        yield Hit("niets-vermeld", ("voorwaarden",), {"aantal": len(known)})
        return
    if missing := [code for code in known if code not in conditions]:
        yield Hit("ontbreekt", ("voorwaarden",), {"voorwaarden": missing, "aantal": len(missing)})
    for code, condition in conditions.items():
        if code in known:  # of others IDE010 speaks
            yield from _of_condition(plan, known[code], condition)
    yield from _structure_arranged(plan, conditions.get(STRUCTURE))


def _of_condition(plan: PlanView, row: Code, condition: Condition) -> Iterator[Hit]:
    path = ("voorwaarden", row.code)
    if keys := _missing_keys(condition):
        yield Hit("onvolledig", path, {"voorwaarde": row.code, "sleutels": keys})
    deadline: date = row.attributes["termijn"]
    if condition.date is None or not is_late(plan, condition.date, deadline) or row.flag("landelijk"):
        return  # where others decide for the whole country, their day does not bind the region
    if not _is_told_late(plan, row.code, deadline):
        params = {"voorwaarde": row.code, "moment": str(condition.date), "termijn": deadline.isoformat()}
        yield Hit("te-laat", (*path, "datum"), params)


def _is_told_late(plan: PlanView, code: str, deadline: date) -> bool:
    """Whether the moment of what the condition is about is late itself, as IZA004, REG008 and REG009 say."""
    moments = {
        STRUCTURE: (plan.regional.mandate or NO_MANDATE).complete_on,
        "regiobeeld": picture_of(plan).date,
        "regioplan": regioplan_of(plan).date,
    }
    moment = moments.get(code)
    return moment is not None and moment.surely_after(deadline)


def _missing_keys(condition: Condition) -> list[str]:
    if condition.has_text:
        return []
    stated = {"status": condition.status, "datum": condition.date}
    return [key for key, value in stated.items() if value is None]


def _structure_arranged(plan: PlanView, condition: Condition | None) -> Iterator[Hit]:
    """Whether a first condition that is called met is so; the mandate stands in the application."""
    mandate = plan.regional.mandate or NO_MANDATE
    if condition is None or condition.status != "voldaan" or condition.has_text or mandate.has_text:
        return
    missing = [f"mandaat.{key}" for key, text_of in ARRANGED.items() if not filled(text_of(mandate))]
    if missing and "aanvraag" in plan.contains:
        path = ("voorwaarden", STRUCTURE, "status")
        yield Hit("mandaat-niet-onderbouwd", path, {"sleutels": missing}, (("mandaat",),))


# --- who takes part ---

ATTENTION: Mapping[str, tuple[str, ...]] = {
    "zorgkantoor": ("zorgkantoor",),
    "zorgaanbieders": ("zorgaanbieder",),
    "client-en-patientorganisaties": ("cliënt", "client", "patiënt", "patient"),
    "ervaringsdeskundigen": ("ervaringsdeskundig",),
}
"""The actors that regional work has attention for, with the words that name them under `participatie`."""


@rule(
    "REG012",
    "regioplan-partijen",
    {"geen-verzekeraar": WARNING, "geen-aandacht": ADVICE},
    modality="P",
    source=("GALA p35 L1860-1862", "GALA p61 L3224-3225", "GALA p61 L3234-3235"),
    applies=("regio",),
    document=REGIOPLAN,
)
def regioplan_partijen(plan: PlanView) -> Iterator[Hit]:
    if not has_regioplan(plan):
        return
    kinds = {party.kind for party in regioplan_of(plan).parties}
    if kinds.issuperset((INSURER, *ATTENTION)):
        return
    kinds |= _kinds_elsewhere(plan)
    mandate = plan.regional.mandate or NO_MANDATE
    if INSURER not in kinds and not filled(mandate.health_insurer):
        yield Hit("geen-verzekeraar", (*PLACE, "partijen"))
    if missing := [actor for actor, words in ATTENTION.items() if not _takes_part(plan, actor, words, kinds)]:
        yield Hit("geen-aandacht", (*PLACE, "partijen"), {"partijen": missing, "aantal": len(missing)})


def _kinds_elsewhere(plan: PlanView) -> set[str]:
    """The actors that agreements and actions name."""
    of_agreements = (party.kind for agreement in plan.agreements for party in agreement.item.parties)
    return set(of_agreements).union(*(actors_of(action.item) for action in plan.actions))


def _takes_part(plan: PlanView, actor: str, words: tuple[str, ...], kinds: set[str]) -> bool:
    if actor in kinds or (actor == "zorgaanbieders" and not plan.care_parties.isdisjoint(kinds)):
        return True
    people = [row.item.who for row in plan.participation]
    return any(mentions(word, *people) for word in words)


# --- borders of regions, and progress ---


@rule(
    "REG015",
    "regio-indeling",
    {"meer-regios": WARNING, "lid-in-andere-regio": WARNING},
    modality="P",
    source=("GALA p47 L2532-2535", "GALA p61 L3198-3200", "GALA p61 L3220-3222"),
    applies=("regio", "set"),
    document=REGIOPLAN,
)
def regio_indeling(plan: PlanView) -> Iterator[Hit]:
    if not division_is_explained(plan) and (several := several_divisions(plan)):
        key, names = several
        yield Hit("meer-regios", ("regio", key), {"regios": list(names), "aantal": len(names)})


def division_is_explained(plan: PlanView) -> bool:
    """Whether a regional file says how it handles regions with other borders."""
    region = plan.regional.region
    return filled(region.division_note) or region.has_text


def several_divisions(plan: PlanView) -> tuple[str, tuple[str, ...]] | None:
    """The key and the names of the GGD or zorgkantoor regions, where the members lie in more than one."""
    region = plan.regional.region
    for key, names in (("ggd_regios", region.ggd_regions), ("zorgkantoorregios", region.zorgkantoor_regions)):
        if len(names) > 1 and len(regions := regions_named(names, region.municipalities)) > 1:
            return key, tuple(regions.values())
    return None


KINDS_OF_REGION = frozenset(["ggd", "zorgkantoor", "regio"])
"""What a name says besides which region it is."""


def regions_named(names: Iterable[str], members: Iterable[str]) -> Mapping[tuple[str, ...], str]:
    """GGD or zorgkantoor regions by the words to compare them in, each with the first name that it is given.

    `members`: GM codes of municipalities that lie in them; a code of a GGD region is read as its name.
    """
    return regions_by_words(names, ggd_regions(members))


def ggd_regions(members: Iterable[str]) -> Mapping[str, str]:
    """The names of the GGD regions in which municipalities lie, by code."""
    rows = (catalogue.municipalities().get(code) for code in members)
    return {row.ggd_region_code: row.ggd_region for row in rows if row}


def regions_by_words(names: Iterable[str], official: Mapping[str, str]) -> Mapping[tuple[str, ...], str]:
    """As `regions_named`, when it is known already which names the codes stand for."""
    regions: dict[tuple[str, ...], str] = {}
    for name in names:
        words = words_of(official.get(name.strip().upper(), name))
        regions.setdefault(tuple(word for word in words if word not in KINDS_OF_REGION), name)
    return regions


@rule(
    "REG016",
    "ggd-volgt-voortgang",
    {"niet-genoemd": ADVICE},
    modality="I",
    source=("GALA p34 L1823-1825",),
    applies=("regio",),
    document=REGIOPLAN,
)
def ggd_volgt_voortgang(plan: PlanView) -> Iterator[Hit]:
    if any("monitoring-en-effectiviteit" in action.item.ggd_tasks for action in plan.actions):
        return
    monitoring = plan.plan.monitoring or NO_MONITORING
    evaluation = evaluation_of(plan)
    texts = (
        monitoring.responsible,
        monitoring.text,
        monitoring.evaluation,
        monitoring.moments,
        evaluation.form,
        evaluation.text,
        text_of_part(plan, EVALUATION),
    )
    if not filled(monitoring.found_at) and not mentions("ggd", *texts):
        yield Hit("niet-genoemd", ("monitoring",))
