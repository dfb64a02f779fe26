"""Wrong level, wrong group, wrong answer: something is there, but not what the agreement asks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise

from galaplan.documents import Path
from tests.faults.clean import COMPONENT_OF, STARTED, Clean, Tree, all_of, put, remove
from tests.faults.kinds import (
    ADVICE,
    ERROR,
    GONE,
    MUNICIPAL,
    WARNING,
    Change,
    When,
    asks,
    by_kind,
    change,
    holds,
    if_asked,
    in_action,
    kind,
    lacks,
    puts,
    row,
    says,
)
from tests.faults.removed import BEGUN, GOALS, KIDS, LIVING, OKO, REACH, VISION, if_in_execution

REGIOPLAN = holds("regioplan")

# --- wrong level ---


@kind("ELE005", WARNING)
def local_agreements_that_are_called_regional(plan: Clean) -> Iterator[Change]:
    element = ("elementen", "samenwerking-lokaal")
    local = plan.each("afspraken.niveau=lokaal.niveau")
    edits = [put(path, "regionaal") for path in local]
    if local and plan.says(element):
        yield change("local agreements are regional", all_of(*edits), ("afspraken",), element)
        gone = all_of(remove(element), *edits)
        yield change("and element 4 is gone", gone, ("afspraken",), element, severity=ERROR)


ALONE = MUNICIPAL & row(
    lambda action: action.get("niveau") == "lokaal" and not action.keys() & {"eigenaar", "partners"}
)
puts("DOE010", WARNING, "acties.*", {"niveau": "regionaal"}, when=ALONE, at="acties")

WHOLE_REGION = holds("plan-van-aanpak") & in_action(lambda action: "gemeenten" not in action)
puts("IZA013", ERROR, "acties.*.kosten.niveau=regionaal", {"niveau": "lokaal"}, when=WHOLE_REGION, at="acties")

# --- wrong group ---

CHILDREN, EVERYBODY = {"doelgroepen": ["kinderen-en-jongeren"]}, {"doelgroepen": ["alle-inwoners"]}
MENTAL = "acties.themas=mentale-gezondheid"
puts("VAL003", WARNING, "acties.keten=valpreventie", CHILDREN, when=asks("valpreventie"), at="acties")


@kind("OND015", WARNING)
def mental_health_for_everybody(plan: Clean) -> Iterator[Change]:
    actions = list(dict.fromkeys([*plan.each(MENTAL), *plan.carriers("mentale-gezondheid")]))
    if actions and "mentale-gezondheid" in plan.requested:
        edits = [put((*action, "doelgroepen"), ["alle-inwoners"]) for action in actions]
        yield change("mental health is for everybody", all_of(*edits), ("acties",), ("onderdelen",))


@kind("OND047", WARNING)
def a_living_environment_for_everybody(plan: Clean) -> Iterator[Change]:
    actions = plan.carriers("leefomgeving") if "leefomgeving" in plan.requested else []
    if actions and not plan.says(LIVING) and not any("wijken" in plan.get(action) for action in actions):
        edits = [put((*action, "doelgroepen"), ["alle-inwoners"]) for action in actions]
        yield change("the living environment is for everybody", all_of(*edits), ("acties",), ("onderdelen",))


B_TO_F = ("fysieke-leefomgeving", "sociale-basis", "gezonde-leefstijl", "mentale-gezondheid", "vitaal-ouder-worden")


@kind("DOE012", WARNING)
def a_goal_that_forgets_health_disadvantages(plan: Clean) -> Iterator[Change]:
    for goal in B_TO_F if plan.municipal else ():
        actions = [path for path in plan.each("acties.*") if goal in plan.goals(path)]
        words = [place for action in actions for place in plan.within(action, "bereik", "differentiatie")]
        others = [put((*action, "doelgroepen"), ["professionals"]) for action in actions]
        if actions:
            yield change(f"{goal} is for professionals", all_of(remove(*words), *others), ("acties",), ("doelen",))


@kind("OND009", WARNING)
def a_coalition_without_the_social_domain(plan: Clean) -> Iterator[Change]:
    """Its parties of the social domain and of welfare leave it."""
    chain = "kansrijke-start"
    rows = plan.each(f"onderdelen.{chain}.partners.*", f"acties.keten={chain}.partners.*")
    rows += [path for path in plan.each("afspraken.*.partijen.*") if path[:2] in plan.agreements(chain)]
    social = [path for path in rows if plan.get(path).get("soort") in ("sociaal-domein", "welzijn")]
    if chain in plan.requested and social:
        yield change("no party of the social domain", remove(*social), ("onderdelen",), ("ketens",), ("afspraken",))


@kind("OND023", WARNING)
def coordination_without_the_insurer(plan: Clean) -> Iterator[Change]:
    for chain in ("gli-volwassenen", "welzijn-op-recept", "valpreventie"):
        parties = plan.each("afspraken.*.partijen.soort=zorgverzekeraar")
        rows = [path for path in parties if path[:2] in plan.agreements(chain)]
        rows += plan.each(f"acties.keten={chain}.partners.soort=zorgverzekeraar")
        if COMPONENT_OF[chain] in plan.requested and rows and plan.has(f"acties.keten={chain}"):
            yield change(f"no insurer in {chain}", remove(*rows), ("ketens",), ("acties",), ("afspraken",))


@kind("OND043", WARNING)
def welfare_on_prescription_without_welfare(plan: Clean) -> Iterator[Change]:
    chain = "welzijn-op-recept"
    actions = list(dict.fromkeys([*plan.each(f"acties.keten={chain}"), *plan.carriers(chain)]))
    parties = [path for path in plan.each("afspraken.*.partijen.soort=welzijn") if path[:2] in plan.agreements(chain)]
    rows = [path for path in plan.each("acties.*.partners.soort=welzijn") if path[:2] in actions] + parties
    if chain in plan.requested and rows:
        yield change("no welfare in Welzijn op Recept", remove(*rows), ("acties",), ("onderdelen",), ("ketens",))


@kind("OND039", WARNING)
def respite_care_without_carers(plan: Clean) -> Iterator[Change]:
    actions = {*plan.each("acties.themas=respijtzorg"), *plan.each("acties.gala_acties=respijtzorg-versterken")}
    rows = [place for action in sorted(actions) for place in plan.within(action, "participatie")]
    if "mantelzorg-respijtzorg" in plan.requested and rows and not plan.has("acties.*.partners.soort=mantelzorgers"):
        yield change("carers do not take part in respite care", remove(*rows), ("acties",), ("participatie",))


@kind("OND038", WARNING)
def nothing_on_respite_care(plan: Clean) -> Iterator[Change]:
    gone = plan.each("acties.*.themas.=respijtzorg", "acties.*.gala_acties.=respijtzorg-versterken")
    moved = [put((*line, "doel"), "mz-positie-mantelzorger") for line in plan.each(RESPITE_LINE)]
    if plan.municipal and gone:
        yield change("nothing on respite care", all_of(remove(*gone), *moved), ("acties",), ("onderdelen",))


RESPITE_LINE = "acties.*.kosten.*.dekking.doel=mz-respijtzorg"


@kind("IZA016", WARNING)
def a_network_without_one_of_its_three_parties(plan: Clean) -> Iterator[Change]:
    for party in ("eerstelijnszorg", "ggz") if plan.holds("plan-van-aanpak") else ():
        rows = plan.each(f"acties.*.partners.soort={party}", f"afspraken.*.partijen.soort={party}")
        if rows:
            others = [put((*path, "soort"), "welzijn") for path in rows]
            yield change(f"no partner is {party}", all_of(*others), ("acties",))


# --- goals and results ---


@kind("DOE009", ADVICE)
def an_action_that_serves_no_goal_of_its_component(plan: Clean) -> Iterator[Change]:
    for component, asked in plan.requested.items():
        ticked, fits_all = plan.get(asked).get("gala"), ("kennisfunctie-ggd", "coordinatie-regionale-preventie")
        for action in plan.carriers(component) if ticked and component not in fits_all else ():
            if "mentale-gezondheid" not in ticked and plan.get(action).get("onderdelen") == [component]:
                gone = remove(*plan.within(action, "doelen"))
                edit = all_of(gone, put((*action, "gala_doelen"), ["mentale-gezondheid"]))
                yield change(f"{plan.named(action)} serves mental health", edit, action)


@kind("DOE013", ADVICE)
def own_goals_that_nobody_uses(plan: Clean) -> Iterator[Change]:
    actions = [path[:2] for path in plan.each("acties.*.doelen")] if plan.municipal else []
    edits = [put((*action, "gala_doelen"), sorted(plan.goals(action))) for action in actions]
    if actions:
        gone = remove(*((*action, "doelen") for action in actions))
        yield change("no action points to a goal of the plan itself", all_of(*edits, gone), ("doelen",))


@kind("ELE001", ERROR)
def no_action_is_tied_to_a_goal(plan: Clean) -> Iterator[Change]:
    keys = ("doelen", "gala_doelen", "gala_acties")
    gone = [place for action in plan.each("acties.*") for place in plan.within(action, *keys)]
    if plan.municipal and plan.says(GOALS):
        yield change("no action is tied to a goal", remove(*gone), ("acties",), ("elementen",))


LIFE_EXPECTANCY = {"indicatoren": [{"naam": "Gezonde levensverwachting", "soort": "outcome"}]}
puts("DOE011", ADVICE, "acties.*", LIFE_EXPECTANCY, when=MUNICIPAL, at="acties", what="an outcome only")
OF_ANOTHER_GOAL = When(
    lambda plan, path: plan.municipal and plan.goals(path).isdisjoint(("", "regionale-preventie-infrastructuur"))
)
STRANGE = {"resultaten": lambda results: [*(results or []), "regionale-infrastructuur-gereed"]}
HAS_GOALS = When(lambda plan, path: bool(plan.goals(path)))
puts("DOE003", WARNING, "acties.*", STRANGE, when=HAS_GOALS & OF_ANOTHER_GOAL, what="a result of another goal")

# --- texts that say nothing ---


@kind("ELE009", WARNING)
def texts_of_elements_that_say_nothing(plan: Clean) -> Iterator[Change]:
    """A `vindplaats` on the element would answer it."""
    places = [path for path in plan.each("elementen.*.tekst") if "vindplaats" not in plan.get(path[:-1])]
    for place, other in pairwise(places):
        yield change(f"{plan.named(place)} as {other[1]}", put(place, plan.get(other)), place, other)
        yield change(f"{plan.named(place)} is n.t.b.", put(place, "n.t.b."), place)


@kind("ACH002", WARNING)
def no_neighbourhood_and_no_reason(plan: Clean) -> Iterator[Change]:
    reach = tuple(REACH.split("."))
    if plan.get((*reach, "aanpak")) and not plan.says(reach):
        gone = plan.each("acties.*.wijken", f"{REACH}.wijken", "acties.*.differentiatie", "acties.*.bereik")
        vague = put((*reach, "aanpak"), "De huisarts nodigt hen uit, samen met de voedselbank.")
        yield change("no neighbourhood is named", all_of(remove(*gone), vague), reach)


@kind("ACH004", ADVICE)
def nothing_on_underlying_causes(plan: Clean) -> Iterator[Change]:
    fields = [put(path, ["sport"]) for path in plan.each("acties.*.beleidsterreinen")]
    gone = plan.each("acties.*.doelgroepen.=schulden-en-armoede", "zelftoets.achterliggende-oorzaken")
    if fields and plan.municipal:
        yield change("every action is on sport", all_of(remove(*gone), *fields), ("acties",))


@kind("ACH008", ADVICE)
def nobody_opens_a_door_to_communities(plan: Clean) -> Iterator[Change]:
    kinds = ("sleutelpersonen", "zelforganisaties", "bewonersinitiatieven")
    rows = [f"{name}.soort={one}" for one in kinds for name in ("acties.*.partners", "afspraken.*.partijen")]
    own = plan.each("participatie.*.initiatief", "sleutelpersonen")
    if own and not plan.has(*rows) and plan.municipal:
        yield change("no key persons and no initiatives", remove(*own), ("sleutelpersonen",))


HAVE_THEIR_OWN = ("valpreventie", "kansrijke-start", "mentale-gezondheid", "oko-va")


@kind("ACH009", ADVICE)
def an_intervention_without_a_source(plan: Clean) -> Iterator[Change]:
    """Of fall prevention, Kansrijke Start, mental health and OKO other rules speak."""
    for place in plan.each("acties.*.interventies.*") if plan.municipal else ():
        source = plan.within(place, "bron", "erkend")
        told_by_others = any(name in str(plan.get(place[:2])) for name in HAVE_THEIR_OWN)
        if source and not told_by_others and not plan.says(place):
            yield change(f"remove the source of {plan.named(place)}", remove(*source), place, ("acties",))


GOVERNANCE = row(lambda governance: governance.keys().isdisjoint(("tekst", "vindplaats")))
puts("IZA011", WARNING, "governance", {"sturing": "Wordt nog nader uitgewerkt."}, when=GOVERNANCE)
NO_WORD = {"sturing": "De stuurgroep komt vier keer per jaar bijeen."}
puts("IZA023", ADVICE, "governance", NO_WORD, when=GOVERNANCE & ~says("mandaat"), what="no feedback to the VNG")


@kind("IZA018", WARNING)
def a_mandate_that_does_not_say_how_it_divides(plan: Clean) -> Iterator[Change]:
    """There is a text on the mandate, so that IZA003 has nothing to say."""
    if plan.get("mandaat.verdeling") and plan.has("acties.*.kosten.*.gemeente"):
        edit = all_of(remove(("mandaat", "verdeling")), put(("mandaat", "tekst"), "Alle raden hebben ingestemd."))
        yield change("no word on how money is divided", edit, ("mandaat",))


@kind("REG003", WARNING)
def risk_groups_in_words_only(plan: Clean) -> Iterator[Change]:
    if plan.get("regioplan.risicogroepen"):
        text = {"tekst": "Ouderen en jonge gezinnen in enkele wijken."}
        edit = all_of(remove(("regioplan", "risicogroepen")), put(("regioplan", "onderdelen", "risicogroepen"), text))
        yield change("risk groups in words only", edit, ("regioplan",))


@kind("REG002", WARNING)
def goals_that_come_from_nowhere(plan: Clean) -> Iterator[Change]:
    gone = plan.each("regiobeeld.opgaven", "doelen.*.tekst", "regioplan.onderdelen.gezondheidsdoelen")
    if plan.has("regiobeeld.opgaven"):
        yield change("no tasks from the regiobeeld", remove(*gone), ("regiobeeld",), ("doelen",))


@kind("REG016", ADVICE)
def nobody_follows_progress(plan: Clean) -> Iterator[Change]:
    """No task of the GGD, and no text on monitoring or evaluation that names it."""
    part = "regioplan.onderdelen.evaluatie-en-rapportage"
    if plan.holds("regioplan") and plan.get("monitoring") and not plan.says("monitoring"):
        words = [put(path, "Programmaleider") for path in plan.each("monitoring.verantwoordelijke")]
        gone = plan.each("acties.*.ggd_taken", "monitoring.momenten", "regioplan.evaluatie.vorm", part)
        yield change("the GGD follows nothing", all_of(remove(*gone), *words), ("monitoring",), ("acties",))


@kind("REG006", WARNING)
def agreements_without_care(plan: Clean) -> Iterator[Change]:
    """No party of an agreement gives care, and the part on execution has no text that may."""
    parties = plan.each("afspraken.*.partijen")
    if plan.holds("regioplan") and parties:
        insurer = [{"naam": "Verzekeraar", "soort": "zorgverzekeraar"}]
        gone = remove(*plan.each("regioplan.onderdelen.uitvoeringsafspraken"))
        yield change(
            "agreements with the insurer alone", all_of(gone, *(put(path, insurer) for path in parties)), ("afspraken",)
        )


@kind("KET012", WARNING)
def regional_agreements_that_the_plan_leaves_alone(plan: Clean) -> Iterator[Change]:
    """They are there, so that ELE004 is content; no action, no text and no reference takes them over."""
    named = [plan.get(path) for path in plan.each("afspraken.niveau=regionaal.id")]
    gone = [path for path in plan.each("acties.*.afspraken.*") if plan.get(path) in named]
    gone += plan.each("regioverwijzing", "elementen.samenwerking-regionaal")
    documents = plan.has("beleidsdocumenten.soort=regioplan", "beleidsdocumenten.soort=samenwerkingsagenda")
    insured, care = ("zorgverzekeraar",), ("huisarts", "ggz", "vvt", "zorgprofessionals", "zorgaanbieders")
    parties = {plan.get(path) for path in plan.each("afspraken.niveau=regionaal.partijen.*.soort")}
    if plan.municipal and not documents and parties & set(insured) and parties & set(care):
        yield change("regional agreements that nothing takes over", remove(*gone), ("regioverwijzing",), ("afspraken",))


# --- yes that is no ---

NO_DATA = {"gegevenslevering": False}
DELIVERS = row(lambda monitoring: monitoring.get("gegevenslevering"))
puts("VER006", WARNING, "monitoring", NO_DATA, when=REGIOPLAN & ~says("monitoring"))
PERMITS = When(lambda plan, path: plan.get("indiening.toestemming_gebruik") is True)
"""Else VER002 asks for all data."""
puts("KET011", WARNING, "monitoring", NO_DATA, when=PERMITS & DELIVERS & lacks("ketens.*.gegevenslevering"))


@kind("VER002", WARNING)
def no_data_and_no_permission(plan: Clean) -> Iterator[Change]:
    if plan.municipal and plan.get("monitoring"):
        edits = [put(path, False) for path in plan.each("indiening.toestemming_gebruik")]
        no_data = put(("monitoring", "gegevenslevering"), False)
        yield change("no data and no permission", all_of(*edits, no_data), ("monitoring",), ("indiening",))


REFUSED, BY_KIND = {"inkoop_afgestemd": False}, by_kind(WARNING, ERROR)
puts("KET009", BY_KIND, "ketens.*", REFUSED, when=BEGUN)
puts("REG009", ERROR, "regiobeeld", {"preventie": False}, when=REGIOPLAN)
TWO_OFFICES = {"zorgkantoorregios": ["Zorgkantoor Oost", "Zorgkantoor West"], "indeling": GONE}
puts("REG015", WARNING, "regio", TWO_OFFICES, when=REGIOPLAN, what="two offices, and no word on it")
CONFIRMED = asks("mentale-gezondheid") & row(lambda component: component.get("begrippenkader"))
puts("OND014", WARNING, "onderdelen.mentale-gezondheid", {"begrippenkader": False}, when=CONFIRMED)
AIR = row(lambda living: "schone_lucht_akkoord" in living)
puts("OND026", ADVICE, LIVING, {"schone_lucht_akkoord": "nee"}, when=AIR)
puts("OND036", WARNING, VISION, {"themas": ["eenzaamheid", "mantelzorg"]})

# --- chains ---

REACHABLE = {"status": "toegankelijk"}
UNTOLD = MUNICIPAL & row(lambda chain: chain.get("status") in STARTED and not chain.keys() & {"tekst", "vindplaats"})
UNTOLD_CELL = When(lambda plan, path: not plan.says(path) and not plan.says(("ketens", path[2])))
puts("KET014", ADVICE, "ketens.*", REACHABLE, when=UNTOLD)
puts("KET014", ADVICE, "ketenmatrix.*.*", REACHABLE, when=REGIOPLAN & UNTOLD_CELL)


@When
def is_asked_and_offered_here(plan: Clean, path: Path) -> bool:
    """Kansrijke Start is OND008's."""
    own = plan.get(path).get("aanbod", "eigen") == "eigen" and "reden" not in plan.get(path)
    return COMPONENT_OF[str(path[1])] in plan.requested and own and path[1] != "kansrijke-start" and not plan.says(path)


NOT_THERE = {"status": "niet", "bestaand": GONE, "start": GONE}
puts("KET001", ERROR, "ketens.*", NOT_THERE, when=is_asked_and_offered_here, what="not there, offered nowhere")


@kind("OND013", WARNING)
def a_coalition_without_the_region(plan: Clean) -> Iterator[Change]:
    """There is a text on the chain, so that KET005 has nothing to say."""
    chain = ("ketens", "kansrijke-start")
    named = [path for path in plan.agreements(chain[1]) if plan.get(path)["niveau"] == "regionaal"]
    says_so = plan.has("onderdelen.kansrijke-start.regionale_afspraken") or plan.says(chain)
    if "kansrijke-start" in plan.requested and named and not says_so:
        ids = [plan.get(path)["id"] for path in named]
        gone = [path for path in plan.each("afspraken.*.ketens.=kansrijke-start") if path[:2] in named]
        gone += [path for path in plan.each("ketens.kansrijke-start.afspraken.*") if plan.get(path) in ids]
        text = put((*chain, "tekst"), "De coalitie bespreekt elke maand gezinnen.")
        yield change("Kansrijke Start without the region", all_of(remove(*gone), text), ("onderdelen",), chain)


@kind("OND018", WARNING)
def another_model_for_children(plan: Clean) -> Iterator[Change]:
    places = plan.each("acties.*.interventies.bron=landelijk-model-overgewicht")
    if "overgewicht-obesitas" in plan.requested and places:
        others = [put(path, {"naam": "Samen Fit", "bron": "loket-gezond-leven"}) for path in places]
        model = remove(*plan.each(f"{KIDS}.landelijk_model"))
        yield change("another model for children", all_of(model, *others), tuple(KIDS.split(".")), ("acties",))


@kind("OND020", ERROR)
def children_without_youth_health_care(plan: Clean) -> Iterator[Change]:
    """Every word on the JGZ makes room for the school doctor."""
    place = tuple(KIDS.split("."))
    there = plan.get(place) is not None and plan.get((*place, "status")) != "niet" and not plan.says(place)

    def edit(tree: Tree) -> None:
        text = json.dumps(tree, ensure_ascii=False, default=str).replace('"jgz"', '"onderwijs"')
        text = text.replace("additionele-rol-jgz", "regie-op-kinderwens")
        tree.update(json.loads(re.sub("jgz|jeugdgezondheidszorg", "schoolarts", text, flags=re.IGNORECASE)))

    if "overgewicht-obesitas" in plan.requested and there:
        yield change("the school doctor instead of the JGZ", edit, place, ("acties",), ("afspraken",))


# --- components ---

PAYS_INTERVENTIONS = in_action(lambda action: "ks-erkende-interventies" in json.dumps(action, default=str))
UNKNOWN_SOURCE, UNKNOWN = {"bron": "handreiking-keten", "erkend": False}, {"bron": GONE, "erkend": False}
TRAINING = "acties.stap=interventie.interventies"
puts("OND012", ERROR, "acties.*.interventies.bron=menukaart-kansrijke-start", UNKNOWN_SOURCE, when=PAYS_INTERVENTIONS)
puts("VAL007", ERROR, f"{TRAINING}.*", UNKNOWN, when=asks("valpreventie"), at="acties")
puts(
    "VAL007", WARNING, f"{TRAINING}.bron=loket-gezond-leven", {"erkend": False}, when=asks("valpreventie"), at="acties"
)
puts("OND029", WARNING, f"{OKO}.projectleider", {"functie": "vacature"}, when=asks("oko-va"))
VA_ONLY = asks("oko-va") & lacks(f"{OKO}.plan_met_partners")
puts("OND032", if_in_execution, OKO, {"aanpak": ["va"]}, when=VA_ONLY, at=OKO, what="VA without a plan with partners")


@kind("OND002", WARNING)
def sport_by_itself(plan: Clean) -> Iterator[Change]:
    actions = [path for name in ("sportakkoord", "brc") if name in plan.requested for path in plan.carriers(name)]
    coded = plan.has("acties.*.gala_acties.=verbinding-in-samenwerkingsverbanden")
    if actions and not coded and all(len(plan.get(action).get("onderdelen", [])) == 1 for action in actions):
        gone = [place for action in actions for place in plan.within(action, "doelen", "beleidsterreinen")]
        only = [put((*action, "gala_doelen"), ["gezonde-leefstijl"]) for action in actions]
        yield change("sport serves sport alone", all_of(remove(*gone), *only), ("acties",), ("aanvraag",))


@kind("OND045", if_asked("kennisfunctie-ggd", WARNING))
def no_assignment_to_the_ggd(plan: Clean) -> Iterator[Change]:
    """No assignment and no tasks, and no action with the GGD; its name and the element stay."""
    owned = [
        put((*action, "eigenaar"), {"naam": "Gemeente", "soort": "gemeente"})
        for action in plan.each("acties.*")
        if plan.get((*action, "eigenaar", "soort")) == "ggd"
    ]
    gone = plan.each("acties.*.partners.soort=ggd")
    gone += plan.each("ggd.opdracht", "ggd.taken", "acties.*.ggd_taken", "acties.*.gala_acties.=opdrachtgeverschap-ggd")
    if plan.get("ggd") and not plan.says("ggd") and "kennisfunctie-ggd" in plan.requested:
        yield change("no assignment to the GGD", all_of(remove(*gone), *owned), ("ggd",), ("acties",))


@kind("OND045", WARNING)
def tasks_of_the_ggd_without_an_assignment(plan: Clean) -> Iterator[Change]:
    gone = plan.each("ggd.opdracht", "acties.*.ggd_taken", "acties.*.gala_acties.=opdrachtgeverschap-ggd")
    if plan.get("ggd.taken") and not plan.says("ggd") and gone:
        yield change("tasks of the GGD, and no assignment", remove(*gone), ("ggd",))
