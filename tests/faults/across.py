"""Faults across files: plans that are right each by itself, and not together."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from galaplan import Severity
from galaplan.documents import Path
from tests.faults.clean import (
    COMPONENT_OF,
    Clean,
    Edit,
    Tree,
    add,
    all_of,
    append,
    clean_plans,
    day,
    put,
    region_of_the_examples,
    remove,
)
from tests.faults.kinds import ADVICE, ERROR, NOTHING, WARNING, Also

Place = tuple[int, Path]
"""A file of a set, by its number, and a path in it."""


class CleanSet:
    """Plans that are clean together."""

    def __init__(self, name: str, plans: Sequence[Clean]) -> None:
        self.name = name
        self.plans = tuple(plans)
        self.regions = [(number, plan) for number, plan in enumerate(plans) if not plan.municipal]
        self.municipalities = [(number, plan) for number, plan in enumerate(plans) if plan.municipal]

    def __str__(self) -> str:
        return self.name

    @property
    def pairs(self) -> Iterator[tuple[int, Clean, int, Clean]]:
        """Each plan of one municipality with its region."""
        for other, region in self.regions:
            for number, plan in self.municipalities:
                if plan.code in region.get("regio.gemeenten"):
                    yield number, plan, other, region


def clean_sets() -> list[CleanSet]:
    """The region of the examples with its municipalities, and the smallest plans together."""
    smallest = [plan for plan in clean_plans() if plan.name in ("minimaal", "minimaal-regio")]
    together = region_of_the_examples()
    return [CleanSet("minimaal en regio", smallest), *([CleanSet("regio-zonneland", together)] if together else [])]


@dataclass(frozen=True)
class SetChange:
    """One place in a set where a kind of fault is made."""

    what: str
    at: tuple[Place, ...]
    """Where the finding must stand: at, above or under one of these."""
    edits: Mapping[int, Edit]
    """By the number of the file."""
    more: tuple[Tree, ...] = ()
    """Files that come with the others; they are numbered on."""
    severity: Severity | None = None
    """Where it is not that of the kind."""


@dataclass(frozen=True)
class SetKind:
    """One kind of fault across files."""

    code: str
    weight: Severity
    also: Also
    places: Callable[[CleanSet], Iterable[SetChange]]


SET_KINDS: list[SetKind] = []


def across(
    code: str, weight: Severity, *, also: Also = NOTHING
) -> Callable[[Callable[[CleanSet], Iterable[SetChange]]], None]:
    """The decorated function yields the places where a kind of fault is made in a set."""

    def decorate(places: Callable[[CleanSet], Iterable[SetChange]]) -> None:
        SET_KINDS.append(SetKind(code, weight, also, places))

    return decorate


# --- other municipalities and regions ---


def without_ties(tree: Tree) -> Tree:
    """A plan without anything that joins it to other files."""
    tree.pop("regioverwijzing", None)
    for action in tree.get("acties", []):
        action.pop("sleutel", None)
        for cost in action.get("kosten", []):
            for key in ("sleutel", "inzet"):
                cost.pop(key, None)
            for line in cost.get("dekking", []):
                line.pop("verwijzing", None)
    return tree


def another_municipality(plan: Clean) -> Tree:
    """The same plan, of Noordoostpolder; of Haarlem where Noordoostpolder has one."""
    tree = without_ties(plan.copy())
    tree["kenmerk"] = "andere-gemeente-2024"
    tree["gemeente"] |= (
        {"code": "GM0171", "naam": "Noordoostpolder"}
        if plan.name == "minimaal"
        else {"code": "GM0392", "naam": "Haarlem"}
    )
    tree["gemeente"].pop("namens", None)
    return tree


NORTH = ("GM0363", "GM0394", "GM0439", "GM0361", "GM0373", "GM0375")


def another_region(plan: Clean) -> Tree:
    """The same file of a region with other members."""
    text = json.dumps(plan.tree, default=str, ensure_ascii=False)
    for own, other in zip(plan.get("regio.gemeenten"), NORTH, strict=False):
        text = text.replace(own, other)
    tree = without_ties(json.loads(text))
    tree["kenmerk"] = "regio-noord"
    tree["regio"]["naam"] = "Noorderlicht"
    return tree


# --- one plan, one region, one application ---


@across("BEG012", ERROR)
def two_plans_of_one_municipality(plans: CleanSet) -> Iterator[SetChange]:
    for _, plan in plans.municipalities:
        second = {**plan.copy(), "kenmerk": "tweede-plan", "datum": day("2026-03-01"), "versie": 99}
        yield SetChange(f"a second plan of {plan.name}", ((len(plans.plans), ()),), {}, (second,))


@across("BEG012", ERROR)
def one_key_for_two_plans(plans: CleanSet) -> Iterator[SetChange]:
    for number, plan in plans.municipalities:
        second = {**another_municipality(plan), "kenmerk": plan.tree["kenmerk"]}
        at = ((len(plans.plans), ("kenmerk",)), (number, ("kenmerk",)))
        yield SetChange(f"the key of {plan.name} in another plan", at, {}, (second,))


@across("BEG012", ERROR)
def a_municipality_in_two_regions(plans: CleanSet) -> Iterator[SetChange]:
    for number, plan in plans.regions:
        members = plan.get("regio.gemeenten")
        second = json.loads(json.dumps(another_region(plan), default=str).replace(NORTH[len(members) - 1], members[-1]))
        at = ((len(plans.plans), ("regio",)), (number, ("regio",)))
        yield SetChange(f"{members[-1]} in two regions", at, {}, (second,))


@across("IZA001", ERROR)
def two_applications_of_one_region(plans: CleanSet) -> Iterator[SetChange]:
    for number, plan in plans.regions:
        second = {**plan.copy(), "kenmerk": "tweede-aanvraag"}
        yield SetChange("a second application", ((len(plans.plans), ()), (number, ())), {}, (second,))


@across("IZA009", ADVICE)
def a_document_of_the_region_that_is_nowhere(plans: CleanSet) -> Iterator[SetChange]:
    """There is one file of the region; others may hold it and were not given."""
    for number, plan in plans.regions:
        gone = remove(*plan.each("governance", "mandaat.bevoegdheden"))
        rest = put(("bevat",), ["aanvraag", "regioplan", "plan-van-aanpak"])
        yield SetChange("no governance", ((number, ("bevat",)),), {number: all_of(gone, rest)})


SHARED = {"vindplaats", "gedeelde_tekst"}


@across("ELE009", WARNING)
def the_texts_of_another_municipality(plans: CleanSet) -> Iterator[SetChange]:
    """A joint plan has its texts for all."""
    for number, plan in plans.municipalities:
        here = [path for path in plan.each("elementen.*.tekst") if not plan.get(path[:-1]).keys() & SHARED]
        if here and "namens" not in plan.tree["gemeente"]:
            at = ((len(plans.plans), ("elementen",)), (number, ("elementen",)))
            yield SetChange(f"the texts of {plan.name}", at, {}, (another_municipality(plan),))


# --- more than there is ---


@across("IZA019", ERROR)
def regions_that_together_ask_too_much(plans: CleanSet) -> Iterator[SetChange]:
    for number, plan in plans.regions:
        second, amount = another_region(plan), ("aanvraag_iza", "bedragen", "2024")
        put(amount, 99_000_000)(second)
        at = ((len(plans.plans), ("aanvraag_iza",)),)
        yield SetChange("two regions ask 197 million", at, {number: put(amount, 98_000_000)}, (second,))


@across("BEG006", WARNING)
def municipalities_that_together_ask_too_much(plans: CleanSet) -> Iterator[SetChange]:
    for number, plan in plans.municipalities:
        if plan.asked("valpreventie").get("2024") and not plan.accounts:
            amount = (*plan.requested["valpreventie"], "bedragen", "2024")
            second = another_municipality(plan)
            put(amount, 31_000_000)(second)
            at = ((len(plans.plans), amount[:2]),)
            yield SetChange(f"{plan.name} and another ask 61 million", at, {number: put(amount, 30_000_000)}, (second,))


@across("DUB015", ERROR)
def a_shared_cost_in_full_in_two_plans(plans: CleanSet) -> Iterator[SetChange]:
    for number, plan in plans.municipalities:
        spuk = [cost for cost in plan.costs if plan.sources(cost) == {"spuk"} and "sleutel" not in plan.get(cost)]
        for cost in spuk[:1] if not plan.accounts else ():
            key, second = put((*cost, "sleutel"), "samen-betaald"), another_municipality(plan)
            key(second)
            at = ((len(plans.plans), cost), (number, cost))
            yield SetChange(f"{plan.named(cost)} in full in two plans", at, {number: key}, (second,))


@across("DUB013", ERROR)
def one_person_for_more_than_a_full_job(plans: CleanSet) -> Iterator[SetChange]:
    for number, plan, other, region in plans.pairs:
        mine = [cost for cost in plan.costs if plan.sources(cost) == {"spuk"} and "inzet" not in plan.get(cost)]
        theirs = [cost for cost in region.costs if region.sources(cost) == {"iza"} and "inzet" not in region.get(cost)]
        for first, second in zip(mine[:1], theirs[:1], strict=False):
            person = {"functie": "Projectleider", "fte": 0.6, "sleutel": "een-persoon"}
            ours = all_of(put((*first, "inzet"), person), put((*first, "afbakening"), "Drie dagen voor de gemeente."))
            yours = all_of(put((*second, "inzet"), person), put((*second, "afbakening"), "Drie dagen voor de regio."))
            at = ((number, first), (other, second))
            yield SetChange(f"one person 1,2 fte, {plan.name} and region", at, {number: ours, other: yours})


# --- SPUK and IZA money for one thing ---


@across("DUB011", ERROR)
def spuk_money_for_a_cost_that_iza_pays(plans: CleanSet) -> Iterator[SetChange]:
    for number, plan, _, region in plans.pairs:
        of_region = region.each("acties.*.kosten.*.dekking.iza_categorie=regionale-samenwerking")
        lines = [line for line in plan.component_lines.get("valpreventie", ()) if "verwijzing" not in plan.get(line)]
        for line, other in zip(lines[:1], of_region[:1], strict=False):
            to = f"{region.tree['kenmerk']}#{region.get(other[:4])['id']}"
            at = ((number, line[:4]),)
            yield SetChange(f"{plan.name}: {plan.named(line)} pays {to}", at, {number: put((*line, "verwijzing"), to)})


@across("DUB011", ERROR)
def another_local_share_than_the_region_says(plans: CleanSet) -> Iterator[SetChange]:
    """The plan of September 2023 may not know yet what the region completed in December."""
    for number, plan, other, region in plans.pairs:
        place = ("regioverwijzing", "iza_lokaal")
        for year in list(plan.get(place, {}))[:1]:
            older = plan.tree["datum"] < region.tree["datum"]
            at = ((number, place), (number, ("acties",)), (other, ("acties",)))
            edit = add(4_000, (*place, year))
            what = f"{plan.name} counts on 4.000 more in {year}"
            yield SetChange(what, at, {number: edit}, severity=ADVICE if older else None)


@across("DUB012", WARNING)
def another_contribution_than_the_region_books(plans: CleanSet) -> Iterator[SetChange]:
    for number, plan, other, region in plans.pairs:
        lines = plan.component_lines.get("coordinatie-regionale-preventie", ())
        for booked in region.each(f"bijdragen.gemeente={plan.code}"):
            for year in [year for line in lines for year in plan.get(line)["bedragen"]][:1]:
                at = ((number, ("acties",)), (other, booked))
                edit = add(1_500, (*booked, "bedragen", year))
                yield SetChange(f"the region books 1.500 more of {plan.name}", at, {other: edit})


def under_one_key(plan: Clean, cost: Path, **more: Any) -> Edit:
    """A cost gets a key that another one has too, and loses what tells it apart."""
    stated = [put((*cost, key), value) for key, value in more.items()]
    return all_of(remove(*plan.within(cost, "afbakening")), put((*cost, "sleutel"), "een-en-dezelfde-post"), *stated)


@across("DUB006", ERROR)
def coordination_from_component_15_and_from_iza(plans: CleanSet) -> Iterator[SetChange]:
    for number, plan, other, region in plans.pairs:
        mine = plan.component_lines.get("coordinatie-regionale-preventie", ())
        theirs = region.each("acties.*.kosten.*.dekking.iza_categorie=regionale-samenwerking")
        for first, second in zip(mine[:1], theirs[:1], strict=False):
            edits = {number: under_one_key(plan, first[:4]), other: under_one_key(region, second[:4])}
            at = ((number, first[:4]), (other, second[:4]))
            yield SetChange(f"{plan.name}: component 15 and IZA under one key", at, edits)


MORE_LOCAL_MONEY = {"DUB011": "the region now books more for this municipality than its plan does"}


@across("DUB007", ERROR, also=MORE_LOCAL_MONEY)
def chain_coordination_from_spuk_and_from_iza(plans: CleanSet) -> Iterator[SetChange]:
    """Both local: local against regional is told apart already."""
    purposes = {
        "wor-coordinatie": "welzijn-op-recept",
        "gli-coordinatie": "gli-volwassenen",
        "val-coordinatie": "valpreventie",
    }
    for number, plan, other, region in plans.pairs:
        for purpose, chain in purposes.items():
            mine = plan.each(f"acties.keten={chain}.kosten.*.dekking.doel={purpose}")
            theirs = region.each(f"acties.keten={chain}.kosten.*.dekking.iza_categorie=ketencoordinatie")
            for first, second in zip(mine[:1], theirs[:1], strict=False):
                local = under_one_key(region, second[:4], niveau="lokaal", gemeente=plan.code)
                edits = {number: under_one_key(plan, first[:4]), other: local}
                at = ((number, first[:4]), (other, second[:4]))
                yield SetChange(f"{plan.name}: {purpose} and IZA under one key", at, edits)


@across("DUB008", ERROR)
def knowledge_of_the_ggd_from_spuk_and_from_iza(plans: CleanSet) -> Iterator[SetChange]:
    """One task on both sides; other tasks, or another GGD, would tell them apart."""
    for number, plan, other, region in plans.pairs:
        mine = plan.component_lines.get("kennisfunctie-ggd", ())
        theirs = region.each("acties.iza_afspraken=kf-ggd-regioplan.kosten.*.dekking.bron=iza")
        for first, second in zip(mine[:1], theirs[:1], strict=False):
            task = ["situatie-in-kaart"]
            ours = all_of(
                under_one_key(plan, first[:4], ontvanger="GGD Flevoland"), put((*first[:2], "ggd_taken"), task)
            )
            yours = all_of(
                under_one_key(region, second[:4], ontvanger="GGD Flevoland"), put((*second[:2], "ggd_taken"), task)
            )
            at = ((number, first[:4]), (other, second[:4]))
            yield SetChange(f"{plan.name}: the GGD under one key", at, {number: ours, other: yours})


@across("DUB009", ERROR)
def welfare_on_prescription_from_spuk_and_from_iza(plans: CleanSet) -> Iterator[SetChange]:
    """Only where the region pays first line care for this municipality too."""
    for number, plan, other, region in plans.pairs:
        mine = plan.component_lines.get("welzijn-op-recept", ())
        theirs = region.each("acties.iza_afspraken=el-sociaal-domein.kosten.*.dekking.bron=iza")
        for first, second in zip(mine[:1], theirs[:1], strict=False):
            if plan.code in region.get(second[:2]).get("gemeenten", [plan.code]):
                edits = {number: under_one_key(plan, first[:4]), other: under_one_key(region, second[:4])}
                at = ((number, first[:4]), (other, second[:4]))
                yield SetChange(f"{plan.name}: welfare under one key", at, edits)


@across("IZA014", WARNING)
def another_category_than_the_region_books(plans: CleanSet) -> Iterator[SetChange]:
    for number, plan, _, region in plans.pairs:
        for line in plan.each("acties.*.kosten.*.dekking.bron=iza.verwijzing")[:1]:
            key, _, name = plan.get(line).partition("#")
            if key == region.tree["kenmerk"] and region.has(f"acties.*.kosten.id={name}"):
                edit = put((*line[:-1], "iza_categorie"), "e-health")
                yield SetChange(f"{plan.name}: {name} as e-health", ((number, line[:-1]),), {number: edit})


# --- a region and its municipalities ---


@across("KET006", ERROR)
def another_start_than_the_region_says(plans: CleanSet) -> Iterator[SetChange]:
    for number, plan, _, region in plans.pairs:
        for chain in COMPONENT_OF:
            cell = region.get(("ketenmatrix", plan.code, chain), {})
            place = ("ketens", chain, "start")
            start = plan.get(place)
            if isinstance(start, datetime.date) and start == cell.get("start") and not cell.get("bestaand"):
                newer = plan.tree["datum"] > region.tree["datum"]
                edit = put(place, start + datetime.timedelta(days=20))
                what = f"{plan.name} starts {chain} later"
                yield SetChange(what, ((number, place),), {number: edit}, severity=WARNING if newer else None)


@across("REG014", WARNING)
def a_local_activity_that_the_municipality_does_not_know(plans: CleanSet) -> Iterator[SetChange]:
    """A plan that is older than the regioplan cannot know it yet."""
    for number, plan, other, region in plans.pairs:
        action = {
            "id": "lokale-activiteit",
            "titel": "Wandelgroep voor ouderen",
            "doelen": [region.get("doelen")[0]["id"]],
            "niveau": "lokaal",
            "gemeenten": [plan.code],
            "verantwoordelijk": "gezamenlijk",
            "doelgroepen": ["kwetsbare-ouderen"],
            "sleutel": "wandelgroep-ouderen",
            "eigenaar": {"naam": plan.get("gemeente.naam"), "soort": "gemeente"},
            "tekst": "Vraagt geen eigen budget.",
        }
        older = plan.tree["datum"] < region.get("regioplan.datum")
        at = ((number, ()), (other, ("acties",)))
        what = f"{plan.name} does not know a local activity"
        yield SetChange(what, at, {other: append(("acties",), action)}, severity=ADVICE if older else None)
