"""Plans to measure with: valid municipal plans of a wanted size and the files of their regions; a seed, one text.

A plan is `pattern.toml` with the name, the region and the money of one municipality, and with actions from the
pattern once more in other neighbourhoods until the text is about as long as asked. Money adds up as in a real plan:
the request of a component follows from the national budget and the number of inhabitants, and is divided over the
funding lines that name the component.

A regional file is `pattern-regio.toml` with the names of its members and what they agree on with their own plans: the
start of each chain, the local part of the IZA money and the contributions of component 15.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

import rtoml

from galaplan.catalogue import Edition, Municipality, edition, municipalities

Table = dict[str, Any]

EDITION = "spuk-2023"
YEARS = (2024, 2025, 2026)
PATTERN = Path(__file__).parent / "pattern.toml"
REGION_PATTERN = Path(__file__).parent / "pattern-regio.toml"
REGIONS = 42
"""As many as there are in the IZA scheme; the generator makes them of neighbours, not of the real members."""
COORDINATION = "coordinatie-regionale-preventie"
INHABITANTS = 18_000_000
"""Of the country, rounded up: what the share of a municipality is worked out with."""
ACTION_BYTES = 1_210
"""About how long an added action is in the text, with what comes with it."""
KEYED = ("elementen", "onderdelen", "ketens", "ketenmatrix", "voorwaarden", "regioplan")
"""Tables of tables."""

NEIGHBOURHOODS = ("Noord", "Oost", "Zuid", "West", "Centrum", "Stationsbuurt", "De Akkers", "Havenkwartier", "Polder")
PARTNERS = (
    ("De woningcorporatie", "anders"),
    ("De bibliotheek", "cultuuraanbieder"),
    ("De voetbalclub", "sportaanbieder"),
    ("De huisartsengroep", "huisarts"),
    ("Het taalhuis", "lokale-partijen"),
    ("De moskee en de kerken", "sleutelpersonen"),
    ("De ouderenbond", "bewonersinitiatieven"),
)
SENTENCES = (
    "Het team werkt op vaste dagen vanuit het buurthuis.",
    "Wie niet komt, krijgt een telefoontje of een bezoek aan huis.",
    "Deelnemers kiezen zelf de vorm en het tijdstip.",
    "Na een half jaar volgt een gesprek: wat helpt, wat kan anders?",
    "Vrijwilligers krijgen scholing en een vaste vergoeding.",
    "De ervaringen gaan elk kwartaal naar het kernteam.",
)
INDICATORS = (
    ("Aantal deelnemers", "activiteit"),
    ("Bereikte huishoudens", "activiteit"),
    ("Deelnemers die na een half jaar nog meedoen", "resultaat"),
    ("Doorverwijzingen naar vast aanbod", "resultaat"),
)
PHASES = ("Voorbereiding en start.", "Uitbreiding naar een tweede plek.", "Evaluatie en besluit over het vervolg.")
FUNCTIONS = ("Projectleider", "Sociaal werker", "Beweegcoach", "Adviseur gezondheid")


def country(size: int, seed: int, count: int | None = None) -> Iterator[tuple[str, str]]:
    """File names and texts of the plans of all municipalities (or the first `count`), each of about `size` bytes."""
    for number, municipality in enumerate(list(municipalities().values())[:count]):
        yield f"{municipality.code.lower()}.toml", plan_text(municipality, size, seed + number)


def regions(size: int, seed: int, count: int = REGIONS) -> Iterator[tuple[str, str]]:
    """File names and texts of so many regional files and of the plans of all their members, which agree."""
    neighbours = sorted(municipalities().values(), key=lambda municipality: municipality.ggd_region_code)
    for number in range(count):
        members = neighbours[number * len(neighbours) // REGIONS : (number + 1) * len(neighbours) // REGIONS]
        plans = [plan_tree(member, size, seed + int(member.code[2:])) for member in members]
        region = _region(number + 1, members, plans)
        yield f"{region['kenmerk']}.toml", toml_text(region)
        for member, plan in zip(members, plans, strict=True):
            plan["regioverwijzing"]["plan"] = region["kenmerk"]
            yield f"{member.code.lower()}.toml", toml_text(plan)


def plan_text(municipality: Municipality, size: int, seed: int) -> str:
    """The TOML text of a plan of about `size` bytes (a few per cent more or less)."""
    return toml_text(plan_tree(municipality, size, seed))


def plan_tree(municipality: Municipality, size: int, seed: int) -> Table:
    """The tree of a plan whose TOML text is of about `size` bytes."""
    shortest = _plan(municipality, 0, random.Random(seed))
    extra = round((size - len(toml_text(shortest).encode())) / ACTION_BYTES)
    return _plan(municipality, extra, random.Random(seed)) if extra > 0 else shortest


def _region(number: int, members: list[Municipality], plans: list[Table]) -> Table:
    """The tree of a regional file that agrees with the plans of its members."""
    names = {"regio": f"Regio {number}", "mandaathouder": members[0].name, "ggd": members[0].ggd_region}
    region = rtoml.loads(Template(REGION_PATTERN.read_text("utf-8")).substitute(names))
    codes = [member.code for member in members]
    holder, *others = codes
    region["kenmerk"] = f"regio-{number}-2024"
    region["regio"]["gemeenten"] = codes
    region["regio"]["ggd_regios"] = sorted({member.ggd_region for member in members})
    region["regiobeeld"]["ggd"] = region["regio"]["ggd_regios"]
    region["mandaat"] |= {"gemeente": holder, "coordinerende_gemeenten": others[:2]}
    region["verklaringen"] = [
        {
            "gemeente": code,
            "aanvrager": holder,
            "ondertekening": {"naam": "A. Voorbeeld", "functie": "wethouder", "datum": date(2023, 9, 4)},
        }
        for code in others
    ]
    region["ketenmatrix"] = {
        code: {chain: _cell(state) for chain, state in plan["ketens"].items()}
        for code, plan in zip(codes, plans, strict=True)
    }
    for agreement in region["afspraken"]:
        if "ketens" in agreement:
            agreement["startgemeenten"] = codes
    contributions = [_paid_from(plan, "spuk", COORDINATION) for plan in plans]
    region["bijdragen"] = [
        {"gemeente": code, "bedragen": amounts} for code, amounts in zip(codes, contributions, strict=True) if amounts
    ]
    _pay_locally(region, codes, plans)
    _pay_for_the_bureau(region, contributions)
    region["aanvraag_iza"]["bedragen"] = _paid_from(region, "iza")
    return region


def _cell(chain: Table) -> Table:
    return {key: chain[key] for key in ("status", "start", "bestaand") if key in chain}


def _paid_from(plan: Table, source: str, component: str | None = None) -> dict[int, int]:
    """What a source pays in a plan, whole euros a year; of one component where that is asked."""
    paid: dict[int, int] = {}
    for action in plan["acties"]:
        for cost in action.get("kosten", ()):
            for line in cost["dekking"]:
                if line["bron"] == source and component in (None, line.get("onderdeel")):
                    for year, euros in line["bedragen"].items():
                        paid[int(year)] = paid.get(int(year), 0) + euros
    return dict(sorted(paid.items()))


def _pay_locally(region: Table, codes: list[str], plans: list[Table]) -> None:
    """What each member has of the IZA money, in the action on the network, as its own plan says."""
    (network,) = [action for action in region["acties"] if action["id"] == "netwerk-sociaal-domein"]
    for code, plan in zip(codes, plans, strict=True):
        amounts = _paid_from(plan, "iza")
        line = {"bron": "iza", "iza_categorie": "netwerk-sociaal-domein", "bedragen": amounts}
        network["kosten"].append(
            {
                "id": f"netwerk-{code.lower()}",
                "omschrijving": "Uren van het wijkteam in het netwerk",
                "bedragen": amounts,
                "niveau": "lokaal",
                "gemeente": code,
                "referentie": f"iza-{code.lower()}",
                "afbakening": "Uren voor het overleg met huisarts en ggz.",
                "dekking": [line],
            }
        )


def _pay_for_the_bureau(region: Table, contributions: list[dict[int, int]]) -> None:
    """The bureau for prevention costs what the members contribute."""
    (bureau,) = [action for action in region["acties"] if action["id"] == "preventiebureau"]
    total = {year: sum(paid.get(year, 0) for paid in contributions) for year in YEARS}
    cost = bureau["kosten"][0]
    cost["bedragen"] = cost["dekking"][0]["bedragen"] = {year: euros for year, euros in total.items() if euros}


def _plan(municipality: Municipality, extra: int, rng: random.Random) -> Table:
    """The tree of a plan with `extra` actions on top of those of the pattern."""
    plan = _head(municipality, extra) | _pattern(municipality)
    actions: list[Table] = plan["acties"]
    local = [action for action in actions if action["niveau"] == "lokaal" and "soort" not in action]
    for number in range(1, extra + 1):
        _add_action(plan, rng.choice(local), number, rng)
    for action in actions:
        _vary(action, rng)
    _fill_in_money(plan, municipality, rng)
    plan["ketens"]["valpreventie"]["aantallen"] = _fall_figures(plan["gemeente"]["thuiswonende_65plus"])
    return plan


def _head(municipality: Municipality, extra: int) -> Table:
    """What stands before everything else. `kenmerk` differs between plans of one municipality of several sizes."""
    elderly = municipality.inhabitants // 6
    return {
        "galaplan": "1.0",
        "soort": "gemeente",
        "editie": EDITION,
        "kenmerk": f"{municipality.code.lower()}-2024-{extra}",
        "titel": f"Plan van aanpak GALA en brede SPUK {municipality.name} 2024-2026",
        "fase": "plan-van-aanpak",
        "status": "ingediend",
        "datum": date(2023, 10, 12),
        "communicatie": "Brieven en site op taalniveau B1, met beeld; de taalambassadeurs lezen mee.",
        "sleutelpersonen": "Sleutelpersonen uit zes gemeenschappen lichten het aanbod toe in eigen taal.",
        "rookvrij": "In 2026 zijn alle sportparken, speelplekken en schoolpleinen rookvrij.",
        "alcohol_drugs": "De boa's controleren de leeftijdsgrens bij sportkantines en supermarkten.",
        "periode": {"van": YEARS[0], "tot_en_met": YEARS[-1]},
        "gemeente": {
            "code": municipality.code,
            "naam": municipality.name,
            "inwoners": municipality.inhabitants,
            "thuiswonende_65plus": elderly,
            "ggd_regio": municipality.ggd_region,
        },
    }


def _fall_figures(elderly: int) -> dict[int, Table]:
    """What is planned each year for this many people of 65 and over: just above the norms of 14 and 3 per cent."""
    planned = {"risico_inschattingen": elderly * 15 // 100 + 1, "beweeginterventies": elderly * 4 // 100 + 1}
    return {year: dict(planned) for year in YEARS}


def _pattern(municipality: Municipality) -> Table:
    text = Template(PATTERN.read_text("utf-8"))
    return rtoml.loads(text.substitute(naam=municipality.name, ggd=municipality.ggd_region))


def _add_action(plan: Table, example: Table, number: int, rng: random.Random) -> None:
    """One more action after an example, in a neighbourhood; now and then with a goal, a panel or an agreement."""
    action = deepcopy(example)
    action["id"] = f"{example['id']}-{number}"
    action["titel"] = f"{example['titel']} in {rng.choice(NEIGHBOURHOODS)}"
    plan["acties"].append(action)
    if number % 4 == 0:
        goal = next(goal for goal in plan["doelen"] if goal["id"] == action["doelen"][0])
        own = {"id": f"{goal['id']}-{number}", "titel": f"{goal['titel']}: deel {number}", "gala": goal["gala"]}
        plan["doelen"].append(own)
        action["doelen"].append(own["id"])
    if number % 6 == 0:
        panel = {"id": f"panel-{number}", "wie": f"Bewonerspanel {number}", "vorm": "Overleg, twee keer per jaar"}
        plan["participatie"].append(panel)
        action.setdefault("participatie", []).append(panel["id"])
    if number % 8 == 0:
        name, kind = rng.choice(PARTNERS)
        agreement = {
            "id": f"afspraak-{number}",
            "onderwerp": f"{action['titel']}: wie wat doet",
            "niveau": "lokaal",
            "status": "gesloten",
            "datum": date(2023, 6, 1),
            "partijen": [{"naam": name, "soort": kind}],
        }
        plan["afspraken"].append(agreement)
        action.setdefault("afspraken", []).append(agreement["id"])


def _vary(action: Table, rng: random.Random) -> None:
    """An indicator for each action; for some of them more words, places and partners."""
    name, kind = rng.choice(INDICATORS)
    action["indicatoren"] = [{"naam": name, "soort": kind}]
    if rng.random() < 0.25:
        action["indicatoren"][0]["streefwaarde"] = f"{rng.randint(2, 60) * 10} per jaar"
    if rng.random() < 0.25:
        action["omschrijving"] += f"\n{rng.choice(SENTENCES)}"
    if rng.random() < 0.25 and action["niveau"] == "lokaal":
        action["wijken"] = rng.sample(NEIGHBOURHOODS, rng.randint(1, 3))
    if rng.random() < 0.25:
        name, kind = rng.choice(PARTNERS)
        action["partners"] = [*action.get("partners", []), {"naam": name, "soort": kind}]


def _fill_in_money(plan: Table, municipality: Municipality, rng: random.Random) -> None:
    """The amounts of requests, costs and funding lines (whole euros a year), and the years the actions run."""
    scheme = edition(EDITION)
    for request in plan["aanvraag"]:
        request["bedragen"] = _request(scheme, request["onderdeel"], municipality)
        _divide(request["bedragen"], _lines_of(plan, request["onderdeel"]), rng)
    for index, action in enumerate(plan["acties"], start=1):
        years = _years(action)
        _run(action, years, rng)
        for number, cost in enumerate(action["kosten"], start=1):
            _price(cost, f"k{index}-{number}", years, rng)


def _request(scheme: Edition, component: str, municipality: Municipality) -> dict[int, int]:
    """What the municipality asks for a component: its share by inhabitants, in tens of euros."""
    national = scheme.components[component].amounts.only(YEARS)
    return {year: amount * municipality.inhabitants // INHABITANTS // 10 * 10 for year, amount in national.items()}


def _lines_of(plan: Table, component: str) -> list[Table]:
    """The funding lines that name a component."""
    lines = (line for action in plan["acties"] for cost in action["kosten"] for line in cost["dekking"])
    return [line for line in lines if line.get("onderdeel") == component]


def _divide(amounts: dict[int, int], lines: list[Table], rng: random.Random) -> None:
    """Divide amounts over lines by chance; the last line takes what rounding leaves."""
    weights = [rng.randint(2, 5) for _ in lines]
    for year, amount in amounts.items():
        parts = [amount * weight // sum(weights) for weight in weights[:-1]]
        for line, part in zip(lines, [*parts, amount - sum(parts)], strict=True):
            line.setdefault("bedragen", {})[year] = part


def _years(action: Table) -> tuple[int, ...]:
    """The years for which the components of an action have money; all years for an action without components."""
    years = {year for cost in action["kosten"] for line in cost["dekking"] for year in line.get("bedragen", {})}
    return tuple(sorted(years)) or YEARS


def _run(action: Table, years: tuple[int, ...], rng: random.Random) -> None:
    """An action runs in the years it has money for; some say what they reach in each."""
    action["start"], action["eind"] = years[0], years[-1]
    if rng.random() < 0.15:
        action["fasering"] = dict(zip(years, PHASES, strict=False))


def _price(cost: Table, name: str, years: tuple[int, ...], rng: random.Random) -> None:
    """The keys of a cost, what other sources add, and the sum of its lines."""
    if rng.random() < 0.25:
        cost["dekking"].append({"bron": "gemeente"})
    for line in cost["dekking"]:
        if "bedragen" not in line:
            line["bedragen"] = dict.fromkeys(years, rng.randint(20, 400) * 50)
    cost["id"] = name
    cost["bedragen"] = {year: sum(line["bedragen"].get(year, 0) for line in cost["dekking"]) for year in years}
    cost["referentie"] = f"g{name[1:]}"
    if rng.random() < 0.15:
        cost["inzet"] = {"functie": rng.choice(FUNCTIONS), "fte": rng.randint(2, 9) / 10}


def toml_text(tree: Table) -> str:
    """A tree as TOML in the layout people use: sections for what is long, one line for what is short."""
    return "\n".join(_section(tree, ())).lstrip() + "\n"


def _section(table: Table, path: tuple[str, ...]) -> Iterator[str]:
    below = {key: value for key, value in table.items() if _is_section(key, value, path)}
    for key, value in table.items():
        if key not in below:
            yield f"{key} = {_value(value)}"
    for key, value in below.items():
        name = ".".join((*path, key))
        for item in value if isinstance(value, list) else [value]:
            yield f"\n[[{name}]]" if isinstance(value, list) else f"\n[{name}]"
            yield from _section(item, (*path, key))


def _is_section(key: str, value: Any, path: tuple[str, ...]) -> bool:
    """Whether a value has a header of its own: `[elementen.inzet-ggd]`, `[[acties.kosten]]`."""
    if isinstance(value, list):
        return key in ("kosten", "dekking") or (not path and isinstance(value[0], dict))
    if not isinstance(value, dict):
        return False
    return not path or path[-1] in KEYED or any(isinstance(inner, dict) for inner in value.values())


def _value(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str() if "\n" in value:
            return f'"""\n{value}"""'
        case str():
            return json.dumps(value, ensure_ascii=False)
        case date():
            return value.isoformat()
        case dict():
            return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items()) + " }"
        case list():
            return "[" + ", ".join(map(_value, value)) + "]"
        case int():
            return f"{value:_}" if value >= 10_000 else str(value)
        case _:
            return repr(value)
