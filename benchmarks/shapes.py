"""Plans and sets in which everything meets everything: what makes a nested scan take time by the square.

Each shape is a plan with so many rows, or a set of so many files, that have one thing in common: one cost that all
refer to, one key, one number in the ledger, one component, one municipality. Some have faults, one in each row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

import rtoml
from plans import Table, plan_tree, regions, toml_text

from galaplan.catalogue import municipalities

YEAR = 2025
MUNICIPALITY = "GM0034"
CARE, NETWORK = "mantelzorg-respijtzorg", "netwerk-sociaal-domein"
LOW_THRESHOLD = "sb-laagdrempelige-voorzieningen"

Rows = Iterable[Table]


@cache
def _plan() -> Table:
    return plan_tree(municipalities()[MUNICIPALITY], 0, 1)


@cache
def _region() -> Table:
    _, text = next(regions(0, 1, 1))
    return rtoml.loads(text)


def _with(actions: Rows = (), **more: Any) -> Table:
    plan = deepcopy(_plan())
    plan["acties"] += list(actions)
    return plan | more


def _action(number: int, *costs: Table, **more: Any) -> Table:
    goal = _plan()["doelen"][0]["id"]
    action: Table = {"id": f"a{number}", "titel": f"Actie {number}", "niveau": "lokaal", "doelen": [goal]}
    return action | ({"kosten": list(costs)} if costs else {}) | more


def _cost(number: int, *lines: Table, euros: int = 1000, **more: Any) -> Table:
    cost = {"id": f"x{number}", "omschrijving": f"Post {number}", "bedragen": {YEAR: euros}}
    return cost | {"dekking": list(lines or [_line("gemeente", euros)])} | more


def _line(source: str, euros: int = 1000, **more: Any) -> Table:
    return {"bron": source, "bedragen": {YEAR: euros}} | more


def _paid(number: int, **more: Any) -> Table:
    """Of every two costs SPUK pays one, and IZA the other."""
    return _line("spuk", onderdeel=CARE, **more) if number % 2 else _line("iza", iza_categorie=NETWORK, **more)


def _each(count: int, cost: Callable[[int], Table], **more: Any) -> Iterator[Table]:
    return (_action(number, cost(number), **more) for number in range(count))


# --- rows that a join brings together ------------------------------------------------------------------------------


def references_to_one_cost(count: int) -> Table:
    name = _plan()["kenmerk"]
    line = _line("iza", iza_categorie=NETWORK, verwijzing=f"{name}#x{count}")
    return _with([*_each(count, lambda n: _cost(n, line)), _action(count, _cost(count, euros=1000 * count))])


def references_in_a_circle(count: int) -> Table:
    name = _plan()["kenmerk"]
    return _with(_each(count, lambda n: _cost(n, _paid(n, verwijzing=f"{name}#x{(n + 1) % count}"))))


def references_both_ways(count: int) -> Table:
    """One cost names all others and they name it, and all bear one `sleutel`."""
    name = _plan()["kenmerk"]
    lines = [_line("gemeente", 1, verwijzing=f"{name}#x{number}") for number in range(count)]
    back = _line("iza", verwijzing=f"{name}#x{count}")
    others = _each(count, lambda n: _cost(n, back, euros=count, sleutel="een"))
    return _with([*others, _action(count, _cost(count, *lines, euros=count, sleutel="een"))])


def one_key(count: int) -> Table:
    return _with(_each(count, lambda n: _cost(n, _paid(n), sleutel="een")))


def one_key_many_parts(count: int) -> Table:
    return _with(_each(count, lambda n: _cost(n, _paid(n), sleutel="een", afbakening=f"deel {n}")))


def many_keys(count: int) -> Table:
    return _with(_each(count, lambda n: _cost(n, _paid(n), sleutel=f"k{n // 2}", referentie=f"s{n // 2}")))


def one_ledger_number(count: int) -> Table:
    return _with(_each(count, lambda n: _cost(n, _paid(n), referentie="s07")), fase="verantwoording")


def one_name_and_amount(count: int) -> Table:
    return _with(_each(count, lambda n: _cost(n, _paid(n), omschrijving="Loonkosten"), themas=["mantelzorg"]))


def names_and_amounts_in_pairs(count: int) -> Table:
    def cost(number: int) -> Table:
        euros = 1000 + number // 2
        return _cost(number, {**_paid(number), "bedragen": {YEAR: euros}}, euros=euros)

    return _with(_each(count, cost, titel="Steun", themas=["mantelzorg"]))


def one_cost(count: int) -> Table:
    lines = [_paid(number, realisatie={YEAR: 2000}) for number in range(count)]
    return _with([_action(0, _cost(0, *lines, euros=1000 * count))], fase="verantwoording")


def one_action(count: int) -> Table:
    return _with([_action(0, *(_cost(number, _paid(number)) for number in range(count)), onderdelen=["brc"] * count)])


def one_id(count: int) -> Table:
    return _with(_action(0, _cost(0)) for _ in range(count))


def one_component(count: int) -> Table:
    plan = _with(_action(number, _cost(number), onderdelen=["oko-va"]) for number in range(count))
    plan["aanvraag"] += [{"onderdeel": "oko-va"} for _ in range(count)]
    for row in (plan["monitoring"], *plan["acties"], *plan["doelen"]):
        row.pop("indicatoren", None)
    return plan


def one_chain(count: int) -> Table:
    plan = _with(_action(n, _cost(n), keten="valpreventie", afspraken=[f"af{n}"]) for n in range(count))
    plan["afspraken"] += [_agreement(number, ketens=["valpreventie"]) for number in range(count)]
    return plan


def one_goal(count: int) -> Table:
    plan = _with(_action(number, doelen=[f"g{number}"]) for number in range(count))
    plan["doelen"] += [{"id": f"g{number}", "titel": "Doel", "gala": ["sociale-basis"]} for number in range(count)]
    return plan


def one_partner(count: int) -> Table:
    partner = {"naam": "De bibliotheek", "soort": "cultuuraanbieder"}
    return _with([_action(0, partners=[partner] * count), *(_action(n, partners=[partner]) for n in range(1, count))])


def carers(count: int) -> Table:
    """Rows on participation of carers, and actions for their respite that name other rows."""
    plan = _with(_action(number, themas=["respijtzorg"], participatie=[f"p{number}"]) for number in range(count))
    plan["participatie"] = [{"id": f"p{number}", "wie": "Bewoners", "vorm": "Overleg"} for number in range(count)]
    plan["participatie"] += [{"id": f"q{number}", "wie": "Mantelzorgers", "vorm": "Overleg"} for number in range(count)]
    for action in plan["acties"]:
        action["participatie"] = [row for row in action.get("participatie", ()) if row[1:].isdigit()]
        action.pop("partners", None)
    return plan


def support_points(count: int) -> Table:
    def actions() -> Iterator[Table]:
        for number in range(count):
            spuk = _line("spuk", onderdeel="wijkaanpak-sociale-basis", doel=LOW_THRESHOLD)
            line = spuk if number % 2 else _line("iza", iza_categorie="steunpunten")
            places = [f"wijk {number} {part}" for part in range(number % 9)]
            yield _action(number, _cost(number, line, afbakening=f"deel {number // 5}"), wijken=places)

    return _without_delimitation(_with(actions()))


def welzijn_op_recept(count: int) -> Table:
    def line(number: int) -> Table:
        return _line("spuk", onderdeel="welzijn-op-recept") if number % 2 else _line("iza", iza_categorie=NETWORK)

    about = {"iza_afspraken": ["el-sociaal-domein"], "keten": "welzijn-op-recept"}
    plan = _with(_each(count, lambda n: _cost(n, line(n), sleutel=f"k{n // 2}"), **about))
    plan["aanvraag"].append({"onderdeel": "welzijn-op-recept", "bedragen": {YEAR: 1000}})
    return _without_delimitation(plan)


def accords(count: int) -> Table:
    """Local accords that no agreement names, beside agreements with many words."""
    plan = _with()
    accord = {"soort": "lokaal-preventieakkoord", "status": "vastgesteld"}
    plan["beleidsdocumenten"] += [accord | {"titel": f"Bij ons {number} bewegen we"} for number in range(count)]
    plan["afspraken"] = [_agreement(number, onderwerp="Bij ons werken we", niveau="lokaal") for number in range(count)]
    for row in (*plan["elementen"].values(), *plan["acties"], *plan["ketens"].values()):
        row.pop("vindplaats", None)
        row.pop("afspraken", None)
    return plan


def members_of_a_region(count: int) -> Table:
    codes = [f"GM{9999 - number:04}" for number in range(count)]
    plan = deepcopy(_region())
    plan["regio"]["gemeenten"] = codes
    plan["ketenmatrix"] = {code: {"valpreventie": {"status": "gestart", "start": 2024}} for code in codes}
    plan["verklaringen"] = [{"gemeente": code, "aanvrager": codes[0]} for code in codes]
    plan["bijdragen"] = [{"gemeente": code, "bedragen": {YEAR: 1}} for code in codes]
    return plan


def actions_of_a_region(count: int) -> Table:
    plan = deepcopy(_region())
    plan["acties"] += _each(count, lambda n: _cost(n, _paid(0), gemeente=plan["regio"]["gemeenten"][0]))
    return plan


def _agreement(number: int, **more: Any) -> Table:
    party = {"naam": "De GGD", "soort": "ggd"}
    agreement = {"id": f"af{number}", "onderwerp": "Samen", "niveau": "regionaal", "status": "gesloten"}
    return agreement | {"partijen": [party]} | more


def _without_delimitation(plan: Table) -> Table:
    return {key: value for key, value in plan.items() if key != "afbakening_iza"}


# --- a fault in each row -------------------------------------------------------------------------------------------


def unknown_references(count: int) -> Table:
    return _with(_action(number, doelen=[f"g{number}"]) for number in range(count))


def unknown_keys(count: int) -> Table:
    return _with(**{f"vreemd{number}": number for number in range(count)})


def unknown_keys_in_rows(count: int) -> Table:
    return _with(_action(number, vreemd=1) for number in range(count))


def unknown_codes(count: int) -> Table:
    return _with(_action(number, themas=[f"thema{number}"]) for number in range(count))


def values_of_another_kind(count: int) -> Table:
    return _with(_action(number, titel=1) for number in range(count))


def missing_keys(count: int) -> Table:
    return _with({"id": f"b{number}"} for number in range(count))


def amounts_of_other_years(count: int) -> Table:
    amounts = {2000 + number: 1 for number in range(100)}
    return _with(_each(count // 100 + 1, lambda n: _cost(n, {**_paid(1), "bedragen": amounts})))


def acknowledgements(count: int) -> Table:
    """Half of them of a finding, half of none."""
    rows = [{"code": "DOE002", "pad": f"acties[a{2 * number}]", "reden": "Volgt later."} for number in range(count)]
    return _with((_action(number, doelen=[]) for number in range(count)), erkend=rows)


def json_keys_twice(count: int) -> str:
    pairs = ", ".join(f'"k{number}": {{"een": 1, "een": 2}}, "k{number}": []' for number in range(count))
    return f'{{{pairs}, "eind": {json.dumps({"x": 1})}}}'


PLANS: tuple[Callable[[int], Table | str], ...] = (
    references_to_one_cost,
    references_in_a_circle,
    references_both_ways,
    one_key,
    one_key_many_parts,
    many_keys,
    one_ledger_number,
    one_name_and_amount,
    names_and_amounts_in_pairs,
    one_cost,
    one_action,
    one_id,
    one_component,
    one_chain,
    one_goal,
    one_partner,
    carers,
    support_points,
    welzijn_op_recept,
    accords,
    members_of_a_region,
    actions_of_a_region,
    unknown_references,
    unknown_keys,
    unknown_keys_in_rows,
    unknown_codes,
    values_of_another_kind,
    missing_keys,
    amounts_of_other_years,
    acknowledgements,
    json_keys_twice,
)
"""Plans with so many rows."""


def text_of(shape: Callable[[int], Table | str], count: int) -> str:
    """The text of a shape with so many rows."""
    made = shape(count)
    return made if isinstance(made, str) else toml_text(made)


# --- many files ----------------------------------------------------------------------------------------------------


def one_plan_again_and_again(count: int) -> Iterator[Table]:
    return (_with() for _ in range(count))


def each_replaces_the_one_before(count: int) -> Iterator[Table]:
    return (_with(kenmerk=f"plan-{number}", vervangt=f"plan-{number - 1}") for number in range(1, count + 1))


def files_of_one_region(count: int) -> Iterator[Table]:
    return (deepcopy(_region()) | {"kenmerk": f"regio-{number}"} for number in range(count))


def one_region_and_its_plans(count: int) -> Iterator[Table]:
    """Municipalities that are nobody's, with costs that the region pays too: by key, by reference and by likeness."""
    codes = [f"GM{9999 - number:04}" for number in range(count)]
    region = deepcopy(_region())
    region["regio"]["gemeenten"] = codes
    region["bijdragen"] = [{"gemeente": code, "bedragen": {YEAR: 1}} for code in codes]
    own = {code: {"sleutel": "een", "gemeente": code} for code in codes}
    region["acties"] = [_action(n, _cost(n, _paid(0), **own[code]), titel="Steun") for n, code in enumerate(codes)]
    yield region
    plan = _with()
    for number, code in enumerate(codes):
        line = _paid(1, verwijzing=f"{region['kenmerk']}#x{number}") if number % 2 else _paid(1)
        own_plan = {**plan, "kenmerk": f"plan-{number}", "gemeente": {**plan["gemeente"], "code": code}}
        own_plan["regioverwijzing"] = {**plan["regioverwijzing"], "plan": region["kenmerk"]}
        yield {**own_plan, "acties": [_action(0, _cost(0, line, sleutel="een"), titel="Steun", sleutel="een")]}


SETS: tuple[Callable[[int], Iterator[Mapping[str, Any]]], ...] = (
    one_plan_again_and_again,
    each_replaces_the_one_before,
    files_of_one_region,
    one_region_and_its_plans,
)
"""So many files that are given together."""
