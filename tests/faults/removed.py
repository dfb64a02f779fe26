"""Remove: what a plan must have is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from galaplan import Severity
from galaplan.documents import Path
from tests.faults.clean import COMPONENT_OF, STARTED, Clean, all_of, day, put, remove
from tests.faults.kinds import (
    ADVICE,
    ERROR,
    FILED,
    FIRST_ROUND,
    GONE,
    MUNICIPAL,
    PLANNING,
    REGIONAL,
    WARNING,
    Change,
    When,
    asks,
    by_kind,
    by_status,
    change,
    has,
    holds,
    if_asked,
    in_action,
    kind,
    lacks,
    paid_by,
    puts,
    removes,
    row,
    says,
)

# --- the head and the seven elements ---

IN_PLANNING_PHASE = When(lambda plan, path: plan.municipal and plan.phase == "plan-van-aanpak")

removes("IDE003", ERROR, "periode", when=IN_PLANNING_PHASE)
removes("IDE008", WARNING, "indiening.advies", when=has("indiening.dus_i") & FILED)
removes("IDE011", ADVICE, "organisatie.mandaat", when=~says("organisatie"))
SOMETHING_ELSE = When(lambda plan, path: len(plan.requested) > 1)
removes("VAL001", ERROR, "aanvraag.onderdeel=valpreventie", when=SOMETHING_ELSE, at="aanvraag", most=6)

GOALS = "elementen.doelen-en-acties"
REACH = "elementen.doelen-en-acties.bereik"
DOMAINS = "elementen.verbinding-sociaal-fysiek"

removes("ELE011", ERROR, GOALS, also={"ELE002": "the answer on reach stands in it; the two speak side by side"})
removes("ELE011", WARNING, f"{GOALS}.samenhang", when=has(f"{GOALS}.tekst") & lacks(f"{GOALS}.vindplaats"))
removes("ELE002", ERROR, REACH)
removes("ELE002", ERROR, f"{REACH}.aanpak", when=~says(REACH))
removes("ELE002", ERROR, f"{REACH}.groepen", f"{REACH}.wijken", when=~says(REACH), what="who is to be reached")
removes("ELE003", ERROR, DOMAINS)
removes("ELE003", ERROR, f"{DOMAINS}.sociaal", when=~says(DOMAINS))
removes("ELE003", ERROR, f"{DOMAINS}.fysiek", when=~says(DOMAINS))

REGION, INSURERS = "elementen.samenwerking-regionaal", "afspraken.niveau=regionaal.partijen.soort=zorgverzekeraar"
NOTA, LINK = "beleidsdocumenten.soort=nota-gezondheidsbeleid", "elementen.verbinding-nota-gezondheidsbeleid"
GGD, PEOPLE = "elementen.inzet-ggd", "elementen.betrokkenheid-bewoners"

removes("ELE004", ERROR, REGION, INSURERS, at=f"{REGION} | afspraken", what="element 3 and all insurers")
removes("ELE004", WARNING, INSURERS, when=says(REGION), at=f"{REGION} | afspraken", what="all insurers", together=True)
removes("ELE006", ERROR, LINK, NOTA, what="element 5 and the nota")


@kind("ELE006", WARNING)
def a_nota_without_a_word_on_the_link(plan: Clean) -> Iterator[Change]:
    for nota in plan.each(NOTA)[:1]:
        texts = plan.each(LINK, f"{NOTA}.tekst", f"{NOTA}.vindplaats")
        if plan.get(nota).get("status") != "in-voorbereiding" and texts:
            yield change("remove every text on the nota", remove(*texts), nota)


NO_ASSIGNMENT = {"OND045": "the assignment goes with it, where the knowledge function is asked for"}
ALL_OF_GGD = (GGD, "ggd", "gemeente.ggd_regio", "acties.*.ggd_taken")
removes("ELE007", ERROR, *ALL_OF_GGD, also=NO_ASSIGNMENT, what="all about the GGD")
removes("ELE007", WARNING, "ggd.taken", "acties.*.ggd_taken", when=says(GGD), what="the tasks of the GGD")
removes("ELE008", ERROR, PEOPLE, "participatie", "acties.*.participatie", what="element 7 and all participation")
removes("ELE008", WARNING, "participatie", "acties.*.participatie", when=says(PEOPLE), at=PEOPLE)

# --- goals, results and components ---

NO_GOAL = {"doelen": GONE, "gala_doelen": GONE}
NO_TIE = {**NO_GOAL, "iza_afspraken": GONE, "keten": GONE}

puts("DOE002", ERROR, "acties.soort!=organisatie", NO_GOAL, when=MUNICIPAL, what="no goal", most=8)
puts("DOE002", ERROR, "acties.soort!=organisatie", NO_TIE, when=REGIONAL, what="no goal, no agreement, no chain")
removes("DOE001", WARNING, "niet_uitgewerkt.*", when=PLANNING, at="doelen | acties")


@kind("DOE003", WARNING)
def an_action_without_result(plan: Clean) -> Iterator[Change]:
    for action in plan.each("acties.*") if plan.municipal else ():
        found = plan.get(action)
        organises = found.get("soort") in ("organisatie", "voorbereiding") or found.get("status") == "verkenning"
        sports = any(plan.has(f"doelen.id={goal}.sportakkoord") for goal in found.get("doelen", []))
        gone = plan.within(action, "resultaten", "gala_acties")
        if gone and not organises and not sports:
            yield change(f"remove the results of {plan.named(action)}", remove(*gone), action)


@kind("DOE004", ADVICE)
def goals_without_a_result(plan: Clean) -> Iterator[Change]:
    """Of a goal with an action that names no agreed action either, DOE003 speaks."""
    results = plan.each("acties.*.resultaten", "doelen.*.resultaten")
    bare = {
        goal for action in plan.each("acties.*") if "gala_acties" not in plan.get(action) for goal in plan.goals(action)
    }
    named = {goal for path in results for goal in plan.goals(path[:2]) if path[0] == "acties"}
    if plan.requested and named - bare - {"regionale-preventie-infrastructuur"}:
        yield change("remove every result", remove(*results), ("doelen",), ("acties",))


WITHIN_WALLS = When(lambda plan, path: plan.bound(path))
WALLED = MUNICIPAL & When(lambda plan, path: all(map(plan.walls, plan.get(path)["bedragen"])))
puts("DOE005", ERROR, "acties.*.kosten.*.dekking.bron=spuk", {"onderdeel": GONE}, when=WALLED, most=6)


@kind("DOE006", ERROR, most=8)
def a_component_that_pays_is_not_asked_for(plan: Clean) -> Iterator[Change]:
    """Fall prevention is left out: of that VAL001 speaks. In years without walls the total is BEG003's."""
    for component, asked in plan.requested.items() if plan.walls("2026") else ():
        bound = [line for line in plan.component_lines.get(component, ()) if plan.bound(line)]
        if bound and component != "valpreventie":
            yield change(f"remove {plan.named(asked)}", remove(asked), bound[0], ("acties",))


@kind("DOE006", ERROR, most=6)
def a_component_pays_in_a_year_that_is_not_asked_for(plan: Clean) -> Iterator[Change]:
    for component, asked in plan.requested.items():
        for year in [year for year, amount in plan.asked(component).items() if amount and plan.walls(year)]:
            alone = len(plan.asked(component)) == 1
            if component != "valpreventie" and plan.spent(component, year) and not alone:
                yield change(f"remove {year} of {plan.named(asked)}", remove((*asked, "bedragen", year)), ("acties",))


BESIDE_DOE007 = {
    "OND005": "the local approach is gone too, and a text would not mend DOE007; the two speak side by side",
    "OND008": "the chain Kansrijke Start is gone too; the two speak side by side",
    "OND037": "nothing is worked out for carers, which the agreement asks of every plan; side by side as well",
    "OND045": "the assignment to the GGD stood in it",
}


@kind("DOE007", ERROR, also=BESIDE_DOE007, most=8)
def the_only_action_of_a_component_is_gone(plan: Clean) -> Iterator[Change]:
    pointed_at = {plan.get(path) for path in plan.each("ketens.valpreventie.stappen.*.acties.*")}
    for component, asked in plan.requested.items():
        carriers = plan.carriers(component)
        others = [plan.carriers(other) for other in plan.requested if other != component]
        if len(carriers) == 1 and carriers not in others and plan.get(carriers[0])["id"] not in pointed_at:
            yield change(f"remove the only action of {component}", remove(carriers[0]), asked, ("aanvraag",))


OTHERS_STATE_AMOUNTS = When(
    lambda plan, path: (
        "bedragen" in plan.get(path)
        and "aanvraag_totaal" not in plan.tree
        and all(map(plan.walls, plan.get(path)["bedragen"]))
        and len(plan.each("aanvraag.*.bedragen")) > 1
    )
)
puts("DOE008", ERROR, "aanvraag.*", {"bedragen": GONE}, when=OTHERS_STATE_AMOUNTS, what="no amounts", most=6)


@kind("DOE008", ERROR)
def a_component_skips_a_year(plan: Clean) -> Iterator[Change]:
    """The money of a year goes from the request and from the costs alike, so that only the gap is left."""
    for component, asked in plan.requested.items():
        lines = plan.component_lines.get(component, ())
        years = [year for year in plan.asked(component) if plan.walls(year)]
        alone = all(len(plan.lines(line[:4])) == 1 for line in lines)
        if lines and alone and len(years) > 2 and component != "valpreventie" and not plan.accounts:
            rows = [(*path, "bedragen") for path in (asked, *lines, *(line[:4] for line in lines))]
            gone = [place for path in rows for place in plan.within(path, years[1])]
            yield change(f"remove all money of {component} in {years[1]}", remove(*gone), asked)


@kind("DOE010", WARNING)
def an_action_without_owner(plan: Clean) -> Iterator[Change]:
    for action in plan.each("acties.*"):
        found = plan.get(action)
        if plan.municipal:
            owed = found.get("soort") == "overdracht" or (
                found.get("niveau") == "regionaal" and "partners" not in found
            )
        else:
            joint = found.get("verantwoordelijk") == "gezamenlijk" and "partners" in found
            owed = found.get("status") != "verkenning" and not joint
        if owed and "eigenaar" in found:
            yield change(
                f"remove the owner of {plan.named(action)}", remove((*action, "eigenaar")), action, ("acties",)
            )


# --- what each component asks ---


@kind("OND001", WARNING)
def a_coordinator_who_is_not_named(plan: Clean) -> Iterator[Change]:
    team = str(plan.get("organisatie.team", "")).lower()
    elsewhere = plan.has("onderdelen.sportakkoord.coordinatoren", "acties.*.gala_acties.=verbinden-coordinatoren")
    for role in ("gala", "iza", "sportakkoord"):
        rows = plan.each(f"organisatie.kernteam.rol={role}")
        sport = not plan.requested.keys().isdisjoint(("sportakkoord", "brc"))
        if sport and rows and not elsewhere and not re.search(rf"\b{role}\b", team):
            yield change(f"remove the coordinator {role}", remove(*rows), ("organisatie",))


FINDABLE = [
    f"acties.*.gala_acties.={code}"
    for code in ("vindbaar-beweegaanbod", "terugkoppelen-ervaringen-interventies", "aansluiten-beweegalliantie")
]
SPORT = asks("sportakkoord", "brc") & ~says("onderdelen.sportakkoord") & ~says("onderdelen.brc")
BRC = asks("brc") & ~says("onderdelen.brc") & lacks("acties.*.kosten.*.inzet")

removes("OND003", WARNING, "onderdelen.brc.functies", when=BRC)
removes("OND003", ADVICE, "onderdelen.brc.functies.*.fte", when=BRC)
removes("OND004", ADVICE, *FINDABLE, when=SPORT, at="onderdelen | acties", what="every word on findable sport")


def _approach(plan: Clean) -> list[Path]:
    """The actions of the local approach to health disadvantages."""
    coded = plan.each("acties.gala_acties=lokale-aanpak-achterstanden")
    return list(dict.fromkeys([*coded, *plan.carriers("gezondheidsachterstanden")]))


APPROACH = "onderdelen.gezondheidsachterstanden"


@kind("OND005", if_asked("gezondheidsachterstanden", WARNING))
def an_approach_without_other_policy_fields(plan: Clean) -> Iterator[Change]:
    """Neither another goal nor another component shows the interaction, and no text does."""
    actions = _approach(plan)
    alone = all(plan.goals(action) <= {"gezondheidsachterstanden"} for action in actions)
    alone = alone and all(len(plan.get(action).get("onderdelen", [])) < 2 for action in actions)
    texts = plan.within(tuple(APPROACH.split(".")), "tekst", "vindplaats")
    if alone and texts:
        gone = [place for action in actions for place in plan.within(action, "beleidsterreinen")]
        yield change("remove other fields from the local approach", remove(*texts, *gone), ("onderdelen",), ("acties",))


@kind("OND006", ADVICE)
def an_approach_without_a_description(plan: Clean) -> Iterator[Change]:
    """It has policy fields still, so that OND005 accepts it."""
    actions = _approach(plan)
    if actions and all("beleidsterreinen" in plan.get(action) for action in actions):
        texts = plan.within(tuple(APPROACH.split(".")), "tekst", "vindplaats")
        gone = [place for a in actions for place in plan.within(a, "omschrijving", "tekst", "vindplaats")]
        yield change("remove what the local approach is", remove(*texts, *gone), ("acties",), ("onderdelen",))


DIFFERENCES = ("acties.*.gala_acties.=gelijke-kansen-en-differentiatie", "acties.*.differentiatie")
removes("OND007", WARNING, *DIFFERENCES, together=True, at="acties", what="every differentiation")

START = "onderdelen.kansrijke-start"
NO_LINE_FOR_INFORMATION = lacks("acties.*.kosten.*.dekking.doel=ks-preconceptie")
INFORMATION = (f"{START}.preconceptie", "acties.*.gala_acties.=preconceptievoorlichting")
removes("OND010", WARNING, f"{START}.anticonceptie", when=asks("kansrijke-start"))
removes("OND011", WARNING, *INFORMATION, when=asks("kansrijke-start") & NO_LINE_FOR_INFORMATION)


@kind("OND009", WARNING)
def a_coalition_without_parties(plan: Clean) -> Iterator[Change]:
    chain = "kansrijke-start"
    elsewhere = plan.agreements(chain) or plan.has(f"acties.keten={chain}.partners", f"acties.keten={chain}.eigenaar")
    for partners in plan.each(f"{START}.partners") if chain in plan.requested and not elsewhere else ():
        yield change("remove the parties of the coalition", remove(partners), partners)


MENTAL = "onderdelen.mentale-gezondheid"
removes("OND014", WARNING, f"{MENTAL}.begrippenkader", when=asks("mentale-gezondheid"))
removes("OND014", WARNING, f"{MENTAL}.landelijke_aanpak", when=asks("mentale-gezondheid"))
removes("OND016", ADVICE, f"{MENTAL}.settings", when=asks("mentale-gezondheid"))


@kind("OND016", WARNING)
def mental_health_without_partners(plan: Clean) -> Iterator[Change]:
    actions = plan.carriers("mentale-gezondheid") if "mentale-gezondheid" in plan.requested else []
    partners = [place for action in actions for place in plan.within(action, "partners")]
    others = [place for action in actions for place in plan.within(action, "afspraken", "eigenaar")]
    if partners and not others:
        yield change("remove the partners of mental health", remove(*partners), partners[0], ("acties",))


KIDS = "ketens.overgewicht-kinderen"
OVERWEIGHT = asks("overgewicht-obesitas")
ALL_FIVE = When(lambda plan, path: len(plan.get(path[:-1])) == 5)
removes("OND019", WARNING, f"{KIDS}.aanbod_sociaal.*", when=OVERWEIGHT & ALL_FIVE)
removes("OND019", WARNING, f"{KIDS}.aanbod_sociaal", when=OVERWEIGHT)

LIVING = "onderdelen.leefomgeving"
HEAT = (
    f"{LIVING}.hitte",
    "acties.*.gala_acties.=coordinatie-hitte-smog-uv",
    "acties.*.gala_acties.=hitte-uv-meewegen",
    "acties.*.themas.=klimaat-en-gezondheid",
    "beleidsdocumenten.soort=lokaal-hitteplan",
)
removes("OND024", WARNING, f"{LIVING}.position_paper", when=asks("leefomgeving"))
removes("OND025", WARNING, *HEAT, when=asks("leefomgeving"), what="every word on heat")

OKO = "onderdelen.oko-va"


def if_in_execution(plan: Clean) -> Severity:
    """OND027-OND030 and OND032: an error once OKO or VA is in execution, advice while it is explored."""
    weights: dict[str, Severity] = {"uitvoering": ERROR, "verkenning": ADVICE}
    return weights.get(plan.get(f"{OKO}.status"), WARNING)


CHOICE = (
    f"{OKO}.aanpak",
    "acties.*.gala_acties.=oko-aanpak",
    "acties.*.gala_acties.=vroegsignalering-alcohol",
)
removes("OND027", if_in_execution, *CHOICE, when=asks("oko-va"), what="the choice of OKO or VA")
removes("OND029", if_in_execution, f"{OKO}.projectleider", when=asks("oko-va"))
removes("OND030", if_in_execution, f"{OKO}.monitor_jaren", when=asks("oko-va"))


@kind("OND028", if_in_execution)
def oko_without_one_of_its_partners(plan: Clean) -> Iterator[Change]:
    actions = plan.carriers("oko-va") if "oko-va" in plan.requested else []
    elsewhere = {partner.get("soort") for action in actions for partner in plan.get(action).get("partners", [])}
    for needed in {"ggd", "verslavingszorg"} - elsewhere if actions else ():
        for partner in plan.each(f"{OKO}.partners.soort={needed}"):
            yield change(f"remove {plan.named(partner)}", remove(partner), partner[:-1])


@kind("OND031", ADVICE)
def oko_without_interventions(plan: Clean) -> Iterator[Change]:
    actions = plan.carriers("oko-va") if "oko-va" in plan.requested else []
    named = [place for action in actions for place in plan.within(action, "interventies")]
    chosen = any(item.get("erkend") or item.get("bron") for place in named for item in plan.get(place))
    if chosen and plan.get(f"{OKO}.status") != "verkenning":
        yield change("remove the interventions of OKO", remove(*named), named[0], ("acties",))


SMOKING = ("rookvrij", "acties.*.gala_acties.=rookvrije-generatie-in-beleid")
SMOKING_ELSEWHERE = ("acties.*.themas.=roken", "acties.*.gala_acties.=rookvrije-omgevingen-stimuleren")
removes("OND033", ADVICE, *SMOKING, when=lacks(*SMOKING_ELSEWHERE))
ALCOHOL_ELSEWHERE = (
    "acties.*.gala_acties.=handhaving-leeftijdsgrens-alcohol",
    "acties.*.gala_acties.=netwerk-drugspreventie",
    "acties.*.themas.=leeftijdsgrens-alcohol",
    "acties.*.themas.=drugspreventie",
    "beleidsdocumenten.soort=preventie-en-handhavingsplan-alcohol",
)
removes("OND034", ADVICE, "alcohol_drugs", when=lacks(*ALCOHOL_ELSEWHERE))

VISION, ANNOUNCED = (
    "beleidsdocumenten.soort=beleidsvisie-sociale-basis",
    "acties.*.gala_acties.=beleidsvisie-sociale-basis",
)
BEFORE_2025 = When(lambda plan, path: plan.tree["datum"] < day("2025-01-01") and not plan.accounts)
BY_THEN = When(lambda plan, path: not plan.tree["datum"] < day("2025-01-01") or plan.accounts)
NO_BROADER_VISION = When(lambda plan, path: len(plan.each("beleidsdocumenten.*.themas", VISION)) <= 2)

removes("OND035", WARNING, VISION, ANNOUNCED, when=BEFORE_2025 & NO_BROADER_VISION, at="beleidsdocumenten")
removes(
    "OND035",
    if_asked("wijkaanpak-sociale-basis", WARNING),
    VISION,
    when=BY_THEN & NO_BROADER_VISION,
    at="beleidsdocumenten",
)
removes("OND036", ADVICE, f"{VISION}.themas", when=row(lambda vision: vision.get("status") != "in-voorbereiding"))

CARERS = ("acties.*.themas.=mantelzorg", "acties.*.gala_acties.=extra-ondersteuning-mantelzorgers")
removes("OND037", WARNING, *CARERS, when=MUNICIPAL & ~asks("mantelzorg-respijtzorg"), together=True, at="acties")

RESPITE = "onderdelen.mantelzorg-respijtzorg"
DIALOGUE = (f"{RESPITE}.regionale_dialoog", "acties.*.gala_acties.=regionale-dialoog-respijtzorg")


@kind("OND040", by_kind(WARNING, ADVICE))
def no_regional_dialogue_on_respite_care(plan: Clean) -> Iterator[Change]:
    own = plan.each(*DIALOGUE)
    themes = [
        path for path in plan.each("acties.*.themas.=respijtzorg") if plan.get(path[:2]).get("niveau") == "regionaal"
    ]
    agreed = any("respijt" in plan.get(path).lower() for path in plan.each("afspraken.niveau=regionaal.onderwerp"))
    if own + themes and not agreed and (plan.municipal or plan.holds("regioplan")):
        yield change("remove the dialogue on respite care", remove(*own, *themes), ("onderdelen",), ("acties",))


AGENDA_ELSEWHERE = lacks("acties.*.interventies.bron=uitvoeringsagenda-mantelzorg")
removes("OND041", WARNING, f"{RESPITE}.uitvoeringsagenda", when=asks("mantelzorg-respijtzorg") & AGENDA_ELSEWHERE)

LONELY, PILLARS = "onderdelen.een-tegen-eenzaamheid", "onderdelen.een-tegen-eenzaamheid.pijlers"
LONELINESS = ("acties.*.gala_acties.=aanpak-eenzaamheid-vijf-pijlers", f"{LONELY}.tekst", f"{LONELY}.vindplaats")
ALONE = if_asked("een-tegen-eenzaamheid", ADVICE)
removes("OND042", WARNING, f"{PILLARS}.*", when=asks("een-tegen-eenzaamheid") & ALL_FIVE)
removes("OND042", ALONE, PILLARS, *LONELINESS, what="every word on loneliness")
removes("OND042", ALONE, f"{LONELY}.tekst", when=lacks(PILLARS, LONELINESS[0], LONELINESS[2]), at=LONELY)

removes("OND043", WARNING, "onderdelen.welzijn-op-recept.inkoopadvies", when=asks("welzijn-op-recept"))
FOOD = [f"acties.*.gala_acties.={code}" for code in ("voeding-ouderen-in-beleid",)]
removes(
    "OND044", ADVICE, "acties.*.themas.=voeding-ouderen", *FOOD, together=True, at="acties", what="food for the old"
)


@kind("OND046", WARNING)
def nobody_receives_component_15(plan: Clean) -> Iterator[Change]:
    component = "coordinatie-regionale-preventie"
    costs = [line[:4] for line in plan.component_lines.get(component, ())]
    if component in plan.requested and costs:
        rows = [("onderdelen", component), *costs, *(cost[:2] for cost in costs)]
        gone = [place for path in rows for place in plan.within(path, "ontvanger", "eigenaar")]
        yield change("remove who receives component 15", remove(*gone), ("onderdelen",), ("acties",))


# --- fall prevention and the chains ---

FALLS = "ketens.valpreventie"


@kind("VAL002", ERROR, most=8)
def one_of_the_four_steps_is_not_arranged(plan: Clean) -> Iterator[Change]:
    """The actions stay, but no longer name the step."""
    for step in ("opsporing", "screening", "interventie", "doorverwijzing") if "valpreventie" in plan.requested else ():
        gone = plan.each(*(f"{FALLS}.stappen.{step}.{key}" for key in ("acties", "tekst", "vindplaats")))
        gone = [*gone, *plan.each(f"acties.stap={step}.stap")]
        yield change(f"remove the step {step}", remove(*gone), ("ketens",), ("onderdelen",))


FOR_CARERS = (
    "acties.keten=valpreventie.doelgroepen.=mantelzorgers",
    "acties.keten=valpreventie.doelgroepen.=jonge-mantelzorgers",
)
removes("VAL004", WARNING, f"{FALLS}.aantallen", when=asks("valpreventie"))
removes("VAL005", WARNING, f"{FALLS}.aantallen", when=asks("valpreventie"))
removes(
    "VAL009",
    ADVICE,
    *FOR_CARERS,
    when=asks("valpreventie") & lacks("acties.*.kosten.*.dekking.doel=val-mantelzorgers"),
    at="acties | ketens",
    what="the carers from fall prevention",
)
removes("VAL007", WARNING, "acties.stap=interventie.interventies", when=asks("valpreventie"))


@kind("KET001", WARNING)
def no_word_on_a_chain_that_is_not_asked_for(plan: Clean) -> Iterator[Change]:
    for chain, component in COMPONENT_OF.items():
        elsewhere = plan.agreements(chain) or plan.has(f"acties.keten={chain}")
        if plan.municipal and plan.get(("ketens", chain)) and component not in plan.requested and not elsewhere:
            yield change(f"remove ketens {chain}", remove(("ketens", chain)), ("ketens",))


@kind("KET001", WARNING)
def a_chain_that_is_not_there_and_offered_nowhere(plan: Clean) -> Iterator[Change]:
    for chain, component in COMPONENT_OF.items():
        place = ("ketens", chain)
        reasons = plan.within(place, "reden", "tekst", "vindplaats")
        if plan.get((*place, "status")) == "niet" and plan.get((*place, "aanbod")) and not reasons:
            weight = ERROR if component in plan.requested else WARNING
            edit = remove((*place, "aanbod"))
            yield change(f"remove where {chain} is offered", edit, place, severity=weight)


@kind("KET002", ERROR)
def a_chain_that_began_without_any_agreement(plan: Clean) -> Iterator[Change]:
    """The agreements stay, but no longer name the chain."""
    for chain in COMPONENT_OF if plan.municipal or plan.holds("regioplan") else ():
        if plan.begun(chain) and plan.agreements(chain):
            gone = plan.each(f"afspraken.*.ketens.={chain}", f"ketens.{chain}.afspraken")
            yield change(f"remove {chain} from the agreements", remove(*gone), ("ketens", chain), ("ketenmatrix",))


@kind("KET005", ERROR)
def a_requested_chain_without_a_regional_agreement(plan: Clean) -> Iterator[Change]:
    """A chain of before 2023: of one that began later KET002 says that there is no agreement."""
    for chain, component in COMPONENT_OF.items():
        place = ("ketens", chain)
        named = [path for path in plan.agreements(chain) if plan.get(path)["niveau"] == "regionaal"]
        told = plan.says(place) or (chain == "kansrijke-start" and plan.has(f"{START}.regionale_afspraken"))
        if component in plan.requested and plan.get((*place, "bestaand")) and named and not told:
            ids = [plan.get(path)["id"] for path in named]
            gone = [path for path in plan.each(f"afspraken.*.ketens.={chain}") if path[:2] in named]
            gone += [path for path in plan.each(f"ketens.{chain}.afspraken.*") if plan.get(path) in ids]
            yield change(f"remove {chain} from the regional agreements", remove(*gone), place)


@When
def tasks_are_due(plan: Clean, path: Path) -> bool:
    """Of a chain that has begun; Welzijn op Recept has no duiding. A text of the part or the step answers."""
    chain = str(path[1])
    if chain == "welzijn-op-recept" or plan.says(path[:-1]):
        return False
    running = any(state.get("status") in STARTED or state.get("bestaand") for state in plan.states(chain))
    return running and (plan.municipal or plan.holds("regioplan"))


removes("KET007", WARNING, "ketens.*.onderdelen.*.betaler", when=tasks_are_due, at="ketens")
removes("KET007", WARNING, f"{FALLS}.stappen.*.verantwoordelijk", when=tasks_are_due, at=FALLS)

BEGUN = When(lambda plan, path: plan.begun(str(path[1])) and (plan.municipal or plan.holds("regioplan")))
removes("KET009", WARNING, "ketens.*.inkoop_afgestemd", when=BEGUN)


@kind("KET004", WARNING)
def a_member_that_says_nothing_of_a_chain(plan: Clean) -> Iterator[Change]:
    for cell in plan.each("ketenmatrix.*.*") if plan.holds("regioplan") else ():
        starters = [plan.get(path).get("startgemeenten", []) for path in plan.agreements(str(cell[2]))]
        if not any(cell[1] in codes for codes in starters):
            yield change(f"remove {plan.named(cell)}", remove(cell), ("ketenmatrix",))


@kind("KET004", WARNING)
def nobody_starts(plan: Clean) -> Iterator[Change]:
    starters = plan.each("afspraken.*.startgemeenten")
    if starters and plan.holds("regioplan") and "ketenmatrix" not in plan.tree:
        before = plan.tree["datum"] < day("2024-01-01")
        gone = remove(*starters)
        if before:
            yield change("remove who starts", gone, ("ketenmatrix",), ("afspraken",))
        later = all_of(gone, put(("datum",), day("2024-02-15")))
        what = "remove who starts, in a file of 2024"
        yield change(what, later, ("ketenmatrix",), ("afspraken",), severity=ERROR)


@kind("KET013", ADVICE)
def an_agreement_that_names_no_guide(plan: Clean) -> Iterator[Change]:
    for text in plan.each("afspraken.*.tekst") if not plan.has("acties.*.interventies.bron=handreiking-keten") else ():
        chains = [chain for chain in COMPONENT_OF if plan.agreements(chain) == [text[:2]]]
        if set(chains) - {"welzijn-op-recept"} and "vindplaats" not in plan.get(text[:2]):
            yield change(f"remove {plan.named(text)}", remove(text), ("afspraken",), ("ketens",))


# --- the regional file ---

APPLICATION, PLAN, REGIOPLAN = holds("aanvraag"), holds("plan-van-aanpak"), holds("regioplan")

removes("IDE002", ERROR, "mandaat.gemeente", when=APPLICATION & lacks("mandaat.openbaar_lichaam"))
removes("IZA002", ERROR, "mandaat.bestuurder", when=APPLICATION)
removes("IZA002", ADVICE, "mandaat.bestuurder.functie", when=APPLICATION)
removes("IZA002", ADVICE, "mandaat.bekend_op", when=APPLICATION & FIRST_ROUND)
removes("IZA003", ERROR, "mandaat.verdeling", when=APPLICATION & ~says("mandaat"))
removes("IZA004", ADVICE, "mandaat.compleet_op", when=APPLICATION & FIRST_ROUND)
removes("IZA005", by_status, "aanvraag_iza.ondertekening", when=APPLICATION)
removes("IZA005", by_status, "aanvraag_iza.ondertekening.datum", when=APPLICATION)
removes("IZA005", by_status, "aanvraag_iza.ondertekening.naam", when=APPLICATION)
removes("IZA006", ERROR, "verklaringen.*", when=APPLICATION, at="verklaringen", most=8)
removes("IZA007", ERROR, "verklaringen.*.ondertekening", when=APPLICATION, at="verklaringen")
removes("IZA010", by_status, "aanvraag_iza.gecompleteerd_op", when=APPLICATION & FIRST_ROUND)
removes("IZA021", WARNING, "aanvraag_iza.iza_commitment", when=APPLICATION)
removes("IZA022", WARNING, "aanspreekpunten.*", when=APPLICATION, at="aanspreekpunten")

SILENT_GOVERNANCE = holds("governance") & ~says("governance")
removes("IZA009", ERROR, "governance", "mandaat.bevoegdheden", at="bevat", what="the governance")
removes("IZA011", ERROR, "governance.sturing", when=SILENT_GOVERNANCE)
removes("IZA011", ERROR, "governance.mandaat", "mandaat.bevoegdheden", when=SILENT_GOVERNANCE)

ONLY_COORDINATION = {"IZA017": "it was the only money for regional cooperation"}
OWED_BUDGET = in_action(
    lambda action: (
        action.get("verantwoordelijk", "gemeente") in ("gemeente", "gezamenlijk")
        and action.get("status") != "verkenning"
        and action.keys().isdisjoint(("tekst", "vindplaats"))
    )
)
removes("IZA012", ERROR, "acties.*.kosten", when=PLAN & OWED_BUDGET, at="acties", also=ONLY_COORDINATION, most=6)


@kind("IZA013", ERROR)
def money_without_a_level(plan: Clean) -> Iterator[Change]:
    """The level goes from the cost and from its action; the other costs of the action have their own."""
    for cost in plan.costs if plan.holds("plan-van-aanpak") else ():
        others = [plan.get(other) for other in plan.costs if other[:2] == cost[:2] and other != cost]
        if all("niveau" in other for other in others) and "gemeente" not in plan.get(cost):
            levels = [*plan.within(cost, "niveau"), *plan.within(cost[:2], "niveau")]
            yield change(f"remove the level of {plan.named(cost)}", remove(*levels), cost, cost[:2])


LOCAL_COST = PLAN & in_action(lambda action: "gemeenten" not in action)
removes("IZA013", ERROR, "acties.*.kosten.niveau=lokaal.gemeente", when=LOCAL_COST, at="acties", most=6)
NOT_SHARED = paid_by(lambda sources: "spuk" not in sources)
removes("IZA014", ERROR, "acties.*.kosten.*.dekking.bron=iza.iza_categorie", when=PLAN & NOT_SHARED, most=6)
removes(
    "IZA020",
    ADVICE,
    "acties.*.iza_afspraken",
    when=PLAN & has("acties.*.doelen"),
    together=True,
    at="acties",
    what="every IZA agreement",
    also={"DOE002": "it was all that tied an action of the region to something"},
)

PARTS = "regioplan.onderdelen"
SOCIAL = (
    "regioplan.achterstanden",
    "regioplan.risicogroepen.=lage-ses",
    "regioplan.risicogroepen.=laag-inkomen-of-opleiding",
)
GGD_OF_REGION = (
    "regiobeeld.ggd",
    "regioplan.partijen.soort=ggd",
    "afspraken.*.partijen.soort=ggd",
    "acties.*.partners.soort=ggd",
    "acties.*.ggd_taken",
    f"{PARTS}.uitvoeringsafspraken",
)
INSURER = (
    "regioplan.partijen.soort=zorgverzekeraar",
    "mandaat.zorgverzekeraar",
    "acties.*.partners.soort=zorgverzekeraar",
    "afspraken.*.partijen.soort=zorgverzekeraar",
)
OFFICE = (
    "regioplan.partijen.soort=zorgkantoor",
    "acties.*.partners.soort=zorgkantoor",
    "afspraken.*.partijen.soort=zorgkantoor",
)

removes("REG003", ERROR, "regioplan.risicogroepen", f"{PARTS}.risicogroepen", when=REGIOPLAN, at="regioplan")
removes(
    "REG007", WARNING, "regioplan.evaluatie.vorm", f"{PARTS}.evaluatie-en-rapportage", when=REGIOPLAN, at="regioplan"
)
removes("REG008", WARNING, "regioplan.url", when=REGIOPLAN)
removes("REG009", ERROR, "regiobeeld", when=REGIOPLAN & lacks("beleidsdocumenten.soort=regiobeeld"))
removes("REG009", WARNING, "regiobeeld.bronnen", when=REGIOPLAN)
removes("REG009", WARNING, "regiobeeld.preventie", when=REGIOPLAN)
removes("REG010", ERROR, *GGD_OF_REGION, when=REGIOPLAN, what="the GGD from the region")
removes("REG011", WARNING, "voorwaarden.*", when=REGIOPLAN, at="voorwaarden")
removes("REG012", WARNING, *INSURER, when=REGIOPLAN, at="regioplan", what="the insurers")
removes("REG012", ADVICE, *OFFICE, when=REGIOPLAN, at="regioplan", what="the zorgkantoor")
removes("REG013", ADVICE, *SOCIAL, "doelen.*.gala", when=REGIOPLAN, at="regioplan", what="differences in health")
removes(
    "REG005",
    ADVICE,
    "acties.*.verantwoordelijk",
    when=REGIOPLAN & has(f"{PARTS}.verantwoordelijkheidsverdeling"),
    at="acties",
)
DIVISION = "regioplan.onderdelen.verantwoordelijkheidsverdeling"
removes(
    "REG005", WARNING, "acties.*.verantwoordelijk", DIVISION, when=REGIOPLAN, at="acties", what="a responsible party"
)
removes("VER006", WARNING, "monitoring.venster", when=REGIOPLAN & ~says("monitoring"))


@kind("REG001", ERROR)
def a_part_of_the_regioplan_is_gone(plan: Clean) -> Iterator[Change]:
    """Its text, its data, and its name on actions."""
    data = {"coordinatie": "regioplan.coordinator", "evaluatie-en-rapportage": "regioplan.evaluatie"}
    for part, key in data.items() if plan.holds("regioplan") else ():
        gone = plan.each(key, f"{PARTS}.{part}", f"acties.*.regioplan.={part}")
        if gone:
            yield change(f"remove part {part}", remove(*gone), ("regioplan",))


@kind("REG004", ERROR)
def a_chain_that_the_region_leaves_out(plan: Clean) -> Iterator[Change]:
    """Agreements, tables and actions no longer name it, and the part on activities has no text that may."""
    for chain in COMPONENT_OF if plan.holds("regioplan") else ():
        gone = plan.each(f"afspraken.*.ketens.={chain}", f"ketens.{chain}", f"ketenmatrix.*.{chain}")
        gone = [*gone, *plan.each(f"acties.keten={chain}.keten", f"{PARTS}.activiteiten")]
        yield change(f"remove the chain {chain}", remove(*gone), ("regioplan",), ("acties",))


FOR_ALL = "acties.*.doelgroepen.=alle-inwoners"
removes("REG004", WARNING, FOR_ALL, f"{PARTS}.activiteiten", when=REGIOPLAN, together=True, at="regioplan | acties")

# --- equity, monitoring and money ---

OWES_A_GROUP = MUNICIPAL & in_action(lambda action: action.get("soort", "uitvoering") == "uitvoering")
OWES_A_GROUP_TOO = REGIONAL & in_action(
    lambda action: action.get("soort", "uitvoering") == "uitvoering" and action.get("status") != "verkenning"
)
removes("ACH001", WARNING, "acties.*.doelgroepen", when=OWES_A_GROUP, at="acties")
removes("ACH001", WARNING, "acties.*.doelgroepen", when=OWES_A_GROUP_TOO, at="acties")
removes("ACH005", ADVICE, "zelftoets.zelfredzaamheid", at="zelftoets")
removes("ACH005", ADVICE, "zelftoets.aansluiten-leefwereld", at="zelftoets")
removes("ACH007", ADVICE, "communicatie")


@When
def is_named_nowhere_else(plan: Clean, path: Path) -> bool:
    """A domain whose first word stands in the team or among the policy fields counts as taking part."""
    fields = [field for action in plan.each("acties.*.beleidsterreinen") for field in plan.get(action)]
    return str(plan.get(path)).split("-")[0] not in " ".join([plan.get("organisatie.team", ""), *fields]).lower()


removes("ACH006", ADVICE, "organisatie.domeinen.*", when=is_named_nowhere_else, at="organisatie")

SILENT_MONITORING = MUNICIPAL & ~says("monitoring")
NETWORKS = [
    f"acties.*.gala_acties.={code}"
    for code in (
        "regionale-netwerken",
        "landelijke-kennis-gebruiken",
        "ervaringen-terugbrengen",
        "ondersteuningsaanbod-benutten",
        "ervaringen-delen",
        "landelijke-implementatie-overleggen",
    )
]
PARTNERS = MUNICIPAL & lacks("acties.*.partners.soort=kennisinstelling", "acties.*.partners.soort=netwerk")
removes("VER001", WARNING, "monitoring.momenten", "monitoring.evaluatie", when=SILENT_MONITORING, at="monitoring")
removes("VER001", ADVICE, "monitoring.verantwoordelijke", when=SILENT_MONITORING)
removes("VER008", WARNING, "onderbouwing", when=MUNICIPAL)
removes("VER008", ADVICE, "onderbouwing.*.jaar", when=MUNICIPAL, together=True, at="onderbouwing")
removes("VER009", ADVICE, *NETWORKS, when=PARTNERS, together=True, at="acties", what="every network")
ARTICLE_5A = ("acties.*.themas.=ouderengezondheidszorg-5a", "acties.*.gala_acties.=praktijkvoorbeelden-5a")
removes("VER010", ADVICE, *ARTICLE_5A, when=MUNICIPAL, together=True, at="acties", what="article 5a")


@kind("VER003", ADVICE)
def a_component_without_indicator(plan: Clean) -> Iterator[Change]:
    """Fall prevention has its numbers, OKO its years; Kansrijke Start and overweight have a national monitor."""
    otherwise = ("valpreventie", "oko-va", "kansrijke-start", "overgewicht-obesitas")
    for component in plan.requested if not plan.has("doelen.*.indicatoren", "monitoring.indicatoren") else ():
        gone = [place for action in plan.carriers(component) for place in plan.within(action, "indicatoren")]
        if gone and component not in otherwise:
            yield change(f"remove the indicators of {component}", remove(*gone), ("acties",), ("aanvraag",))


@kind("ACH003", WARNING)
def people_concerned_are_not_involved(plan: Clean) -> Iterator[Change]:
    """Mental health: the actions refer to nobody, and no row of participation is of their groups."""
    actions = plan.each("acties.themas=mentale-gezondheid") if plan.municipal else []
    themselves = {"inwoners", "ervaringsdeskundigen", "client-en-patientorganisaties", "bewonersinitiatieven"}
    partners = {partner.get("soort") for action in actions for partner in plan.get(action).get("partners", [])}
    gone = [place for action in actions for place in plan.within(action, "participatie")]
    if gone and partners.isdisjoint(themselves):
        everybody = plan.each("participatie.*.groepen")
        yield change("remove who takes part in mental health", remove(*gone, *everybody), actions[0], ("acties",))


BOTH = paid_by(lambda sources: sources >= {"spuk", "iza"})
WITH_SPUK = paid_by(lambda sources: "spuk" in sources)
IZA_MONEY = has("acties.*.kosten.*.dekking.bron=iza", "regioverwijzing.iza_lokaal", "regio")
TWO_STREAMS = has("acties.*.kosten.*.dekking.bron=iza") & has("acties.*.kosten.*.dekking.bron=spuk")
PAYS = paid_by(lambda sources: sources & {"spuk", "iza"})

removes("DUB001", ERROR, "acties.*.kosten.*.afbakening", when=BOTH)
removes("DUB001", ERROR, "acties.*.kosten.*.dekking.bron=iza.iza_categorie", when=WITH_SPUK)
removes("DUB001", ERROR, "acties.*.kosten.*.dekking.bron=spuk.doel", when=BOTH)
removes("DUB004", ADVICE, "acties.*.kosten.*.referentie", when=PLANNING & TWO_STREAMS & PAYS, at="acties")
removes("DUB004", ERROR, "acties.*.kosten.*.referentie", when=~PLANNING & PAYS)
removes("DUB005", WARNING, "afbakening_iza", when=IZA_MONEY)
removes("OND022", WARNING, "acties.keten=gli-volwassenen.kosten.*.dekking.onderdeel=overgewicht-obesitas.doel")
NOT_OTHERS = paid_by(lambda sources: "iza" not in sources) & in_action(
    lambda action: action.get("keten") != "gli-volwassenen"
)
BOUND = When(lambda plan, path: plan.municipal and plan.bound(path[:-1]))
OF_A_COMPONENT = row(lambda line: line["onderdeel"] != "coordinatie-regionale-preventie")
removes("OOR001", WARNING, "acties.*.kosten.*.dekking.bron=spuk.doel", when=BOUND & NOT_OTHERS & OF_A_COMPONENT, most=6)


@kind("VER004", by_kind(WARNING, ERROR))
def what_was_really_spent_is_not_stated(plan: Clean) -> Iterator[Change]:
    """In a year that is past, on a line of SPUK or IZA; where both pay an action it is VER005 that says so."""
    for line in plan.each("acties.*.kosten.*.dekking.*.realisatie") if plan.accounts else ():
        paying = {plan.get(path)["bron"] for cost in plan.costs if cost[:2] == line[:2] for path in plan.lines(cost)}
        bron = plan.get(line[:-1])["bron"]
        if bron in ("spuk", "iza") and len(paying & {"spuk", "iza"}) == 1:
            weight = ERROR if not plan.municipal and bron == "iza" else WARNING
            yield change(f"remove {plan.named(line)}", remove(line), line, severity=weight)


@kind("VER005", ERROR)
def two_streams_that_cannot_be_told_apart(plan: Clean) -> Iterator[Change]:
    for line in plan.each("acties.*.kosten.*.dekking.*.realisatie") if plan.accounts else ():
        paying = {plan.get(path)["bron"] for cost in plan.costs if cost[:2] == line[:2] for path in plan.lines(cost)}
        if plan.get(line[:-1])["bron"] in ("spuk", "iza") and paying >= {"spuk", "iza"}:
            yield change(f"remove {plan.named(line)}", remove(line), line[:2])


def temporary(plan: Clean, action: Path) -> bool:
    """Whether only components that stop pay an action, and nobody pays it in the year after."""
    lasting = (
        "sportakkoord",
        "brc",
        "gezondheidsachterstanden",
        "kansrijke-start",
        "valpreventie",
        "mantelzorg-respijtzorg",
    )
    lines = [plan.get(line) for cost in plan.costs if cost[:2] == action for line in plan.lines(cost)]
    bound = all(line["bron"] == "spuk" and line["onderdeel"] not in lasting for line in lines)
    return (
        bool(lines) and plan.municipal and bound and all(year <= "2025" for line in lines for year in line["bedragen"])
    )


TEMPORARY = When(lambda plan, path: temporary(plan, path[:2]) and plan.walls("2026"))
removes("BEG009", WARNING, "acties.structureel=True.vervolgdekking", when=TEMPORARY)
