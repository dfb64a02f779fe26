"""Misdate: too early, too late, in the wrong order, outside the scheme."""

from __future__ import annotations

from collections.abc import Iterator

from galaplan import Severity
from tests.faults.clean import COMPONENT_OF, Clean, all_of, day, evenly, put, remove
from tests.faults.kinds import (
    ADVICE,
    ERROR,
    FIRST_ROUND,
    GONE,
    WARNING,
    Change,
    asks,
    by_status,
    change,
    has,
    holds,
    if_asked,
    kind,
    puts,
    row,
)
from tests.faults.money import AMOUNTS
from tests.faults.removed import IN_PLANNING_PHASE, KIDS, OKO, TEMPORARY, VISION, if_in_execution

puts("IDE003", ERROR, "periode", {"tot_en_met": 2025}, when=IN_PLANNING_PHASE)
puts("IDE003", ERROR, "periode", {"van": 2025}, when=IN_PLANNING_PHASE)


@kind("IDE004", ERROR, most=12)
def money_in_a_year_outside_the_scheme(plan: Clean) -> Iterator[Change]:
    for pattern in AMOUNTS:
        for table in evenly(list(dict.fromkeys(path[:-1] for path in plan.each(pattern))), 2):
            place = (*table, "2027")
            yield change(f"{plan.named(table)} in 2027", put(place, 1_000), place)


@kind("IDE005", WARNING)
def an_action_that_ends_before_it_starts(plan: Clean) -> Iterator[Change]:
    for start in plan.each("acties.*.start"):
        first = plan.get(start)
        end = put((*start[:2], "eind"), (first if isinstance(first, int) else first.year) - 1)
        yield change(f"{plan.named(start[:2])} ends before it starts", end, start[:2])


@kind("IDE005", WARNING)
def money_before_an_action_starts(plan: Clean) -> Iterator[Change]:
    for start in plan.each("acties.*.start"):
        costs = [plan.get(cost) for cost in plan.costs if cost[:2] == start[:2]]
        told_by_others = plan.get(start[:2]).get("keten") == "kansrijke-start"
        prepares = all(cost.get("voorbereiding") or not cost["bedragen"].get("2024") for cost in costs)
        if not told_by_others and not prepares:
            edit = all_of(put(start, 2026), remove(*plan.within(start[:2], "eind", "fasering")))
            yield change(f"{plan.named(start[:2])} starts in 2026", edit, start[:2])


@kind("IDE012", WARNING)
def a_step_after_the_end_of_an_action(plan: Clean) -> Iterator[Change]:
    for steps in [path for path in plan.each("acties.*.fasering") if plan.get(path[:2]).get("eind") == 2025]:
        edit = put((*steps, "2026"), "Nog een jaar.")
        yield change(f"{plan.named(steps)} also in 2026", edit, steps)


@kind("LEZ017", WARNING)
def a_step_after_the_scheme(plan: Clean) -> Iterator[Change]:
    for steps in plan.each("acties.*.fasering"):
        place = (*steps, "2031")
        yield change(f"{plan.named(steps)} also in 2031", put(place, "Een vooruitblik."), place)


# --- filing, and what it needs ---


def unless_explained(plan: Clean) -> Severity:
    """A text or a place in the document on filing turns lateness into advice."""
    return ADVICE if plan.says("indiening") else by_status(plan)


FILED_AT_DUS_I = has("indiening.dus_i")
AFTER_THE_DAY = {"kerngroep": day("2023-10-02")}
"""After the day for the kerngroep and before the advice in every plan."""

puts("IDE006", unless_explained, "indiening", AFTER_THE_DAY, when=FIRST_ROUND)
puts("IDE007", unless_explained, "indiening", {"dus_i": day("2023-11-02")}, when=FIRST_ROUND & FILED_AT_DUS_I)
puts("IDE008", ERROR, "indiening.advies", {"datum": day("2023-12-01")}, when=FILED_AT_DUS_I, at="indiening")
puts("IDE008", ERROR, "indiening.advies", {"datum": day("2023-08-01")}, when=FILED_AT_DUS_I, at="indiening")
puts("IDE008", ERROR, "indiening.advies", {"uitkomst": "negatief"}, when=FILED_AT_DUS_I, at="indiening")

OUTLINE = {"BEG004": "an outline asks for 2023 only, and its plan spends later too"}


@kind("IDE009", ADVICE, also=OUTLINE)
def a_whole_plan_as_a_simple_request(plan: Clean) -> Iterator[Change]:
    if not plan.accounts:
        yield change("fase = aanvraag-2023", put(("fase",), "aanvraag-2023"), ("fase",))


@kind("IZA008", WARNING, also=OUTLINE)
def an_outline_that_asks_for_later_years(plan: Clean) -> Iterator[Change]:
    if plan.holds("aanvraag") and len(plan.each("aanvraag_iza.bedragen.*")) > 1 and not plan.accounts:
        yield change("fase = aanvraag-2023", put(("fase",), "aanvraag-2023"), ("aanvraag_iza",))


APPLICATION, REGIOPLAN = holds("aanvraag"), holds("regioplan")
COMPLETED = REGIOPLAN & has("aanvraag_iza.gecompleteerd_op")
AFTER_IT = {"VER007": "it was completed before that day"}

puts("IZA002", WARNING, "mandaat", {"bekend_op": day("2023-07-15")}, when=APPLICATION & FIRST_ROUND)
puts("IZA004", WARNING, "mandaat", {"compleet_op": day("2023-07-15")}, when=APPLICATION & FIRST_ROUND)
puts("IZA010", ERROR, "aanvraag_iza", {"gecompleteerd_op": day("2024-01-20")}, when=APPLICATION & FIRST_ROUND)
puts(
    "IZA007", WARNING, "verklaringen.*.ondertekening", {"datum": day("2023-12-01")}, when=APPLICATION, at="verklaringen"
)
puts("REG008", WARNING, "regioplan", {"datum": day("2024-02-01")}, when=REGIOPLAN & FIRST_ROUND, also=AFTER_IT)
puts("VER007", ERROR, "regioplan", {"datum": day("2024-02-01")}, when=COMPLETED)
puts("VER007", WARNING, "regiobeeld", {"datum": day("2023-12-18")}, when=has("regioplan.datum"))
puts("REG009", WARNING, "regiobeeld", {"datum": day("2023-08-15")}, when=REGIOPLAN & FIRST_ROUND)
WHAT_MUST_BE_READY = "voorwaarden.uitvoering-regioplan"
puts(
    "REG011", WARNING, WHAT_MUST_BE_READY, {"datum": day("2025-06-01")}, when=REGIOPLAN & FIRST_ROUND, at="voorwaarden"
)

# --- chains and components ---


@kind("KET002", ERROR)
def a_chain_that_began_before_its_agreement(plan: Clean) -> Iterator[Change]:
    for chain in COMPONENT_OF if plan.municipal or plan.holds("regioplan") else ():
        agreements, renewed = plan.agreements(chain), plan.tree["editie"] != "spuk-2023"
        starts = [state for state in plan.states(chain) if "start" in state and not state.get("bestaand")]
        if agreements and starts and plan.begun(chain) and all("datum" in plan.get(path) for path in agreements):
            later = [put((*path, "datum"), day("2024-02-20")) for path in agreements]
            what = f"the agreements on {chain} are of February 2024"
            weight = WARNING if renewed else ERROR
            yield change(what, all_of(*later), ("ketens",), ("ketenmatrix",), severity=weight)


@kind("KET003", WARNING)
def a_chain_that_starts_nowhere_in_time(plan: Clean) -> Iterator[Change]:
    for chain in COMPONENT_OF if plan.holds("regioplan") else ():
        cells = plan.each(f"ketenmatrix.*.{chain}")
        starters = [place for path in plan.agreements(chain) for place in plan.within(path, "startgemeenten")]
        if cells and not plan.says(("ketens", chain)):
            later = {"status": "voorbereiding", "start": day("2024-09-01")}
            edit = all_of(remove(*starters), *(put(cell, later) for cell in cells))
            yield change(f"{chain} starts in September 2024", edit, ("ketenmatrix",), ("ketens",))


@kind("KET010", ADVICE)
def an_agreement_of_after_april(plan: Clean) -> Iterator[Change]:
    """All agreements of a chain are later than they should be, and still before any start."""
    first = plan.holds("regioplan") and plan.tree["editie"] == "spuk-2023"
    for agreement in plan.each("afspraken.*") if first else ():
        if any(plan.agreements(chain) == [agreement] for chain in COMPONENT_OF):
            place = (*agreement, "datum")
            yield change(f"{plan.named(agreement)} is of 12 April", put(place, day("2023-04-12")), place)


def _coalition_from(plan: Clean, what: str, **chain: object) -> Iterator[Change]:
    """Kansrijke Start as a chain that is so; no action of it began before."""
    place = ("ketens", "kansrijke-start")
    actions = [*plan.each("acties.keten=kansrijke-start"), *plan.each("acties.gala_acties=keten-kansrijke-start")]
    if plan.municipal and plan.get(place) is not None:
        gone = plan.within(place, "bestaand", "start", "status")
        for action in dict.fromkeys(actions):
            gone += plan.within(action, "fasering", "start")
        later = [put((*action, "start"), day("2025-02-01")) for action in dict.fromkeys(actions) if "start" in chain]
        stated = [put((*place, key), value) for key, value in chain.items()]
        yield change(what, all_of(remove(*gone), *stated, *later), place, ("acties",))


@kind("OND008", if_asked("kansrijke-start", WARNING))
def kansrijke_start_begins_too_late(plan: Clean) -> Iterator[Change]:
    yield from _coalition_from(plan, "Kansrijke Start begins in 2025", status="voorbereiding", start=2025)


@kind("OND008", if_asked("kansrijke-start", WARNING))
def kansrijke_start_is_not_there(plan: Clean) -> Iterator[Change]:
    yield from _coalition_from(plan, "Kansrijke Start is not there", status="niet")


AFTER_2025 = {"netwerkaanpak": 2027, "start": day("2026-03-01"), "status": "voorbereiding", "bestaand": GONE}
puts("OND021", WARNING, KIDS, AFTER_2025, when=asks("overgewicht-obesitas"), at=KIDS)
puts("OND030", if_in_execution, OKO, {"monitor_jaren": [2019, 2023]}, when=asks("oko-va"))
puts("OND029", if_in_execution, f"{OKO}.projectleider", {"vanaf": day("2027-01-01")}, when=asks("oko-va"))
LATE_VISION = {"datum": day("2025-03-01"), "van": GONE}
puts("OND035", if_asked("wijkaanpak-sociale-basis", WARNING), VISION, LATE_VISION, at="beleidsdocumenten")
ON_AND_ON = TEMPORARY & row(lambda action: "vervolgdekking" not in action)
puts("BEG009", WARNING, "acties.*", {"structureel": True}, when=ON_AND_ON, what="goes on for ever")


@kind("ELE006", ADVICE)
def a_nota_of_before_the_plan(plan: Clean) -> Iterator[Change]:
    notas = plan.each("beleidsdocumenten.soort=nota-gezondheidsbeleid")
    for nota in notas if len(notas) == 1 and plan.get(notas[0]).get("status") != "in-voorbereiding" else ():
        edit = all_of(put((*nota, "van"), 2016), put((*nota, "tot_en_met"), 2019))
        yield change("the nota is of 2016-2019", edit, nota)
