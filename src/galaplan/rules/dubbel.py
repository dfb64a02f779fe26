"""Family DUB: money that is counted twice, as far as one file can say.

A cost has two sides, its SPUK money and its IZA money. Both may stand side by side; the same thing paid from both
without saying which part is whose is the fault.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

from galaplan.documents import Path
from galaplan.model.amounts import Amounts
from galaplan.records import Record, record
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, rule
from galaplan.rules.severity import ACCOUNTING
from galaplan.rules.view import PlacedCost, PlacedLine, PlanView, Side, delimitation, has_text

FAMILY = "DUB"

SPUK, IZA = "spuk", "iza"
OTHER_STATE_MONEY = ("iza-transitie", "gemeentefonds", "anders-rijk")

SLEUTEL, REFERENTIE = "sleutel", "referentie"
Key = tuple[str, str]
"""What says that two costs are one: `sleutel` or `referentie`, and its value."""

NEARLY_EQUAL = 0.85
"""From this likeness on, 0 to 1, two names are taken for one."""
NAME_LENGTH = 120
"""How much of a name is compared; a name that differs only after that is the same name."""
BUCKET = 16
"""How many pairs of one year and amount are compared by likeness; in a larger crowd only equal names count."""


def _lines(placed: PlacedCost) -> list[PlacedLine]:
    return [
        PlacedLine((*placed.path, "dekking", index), placed.action, placed.cost, line)
        for index, line in enumerate(placed.cost.funding)
    ]


def _years_paid(lines: Iterable[PlacedLine]) -> frozenset[int]:
    return frozenset(year for line in lines for year, euros in line.line.amounts.items() if euros)


# --- one cost ------------------------------------------------------------------------------------------------------


@rule(
    "DUB001",
    "gedeelde-kostenpost",
    {"niet-gezegd": ERROR, "zelfde-doel": ERROR},
    modality="P",
    source=("GALA p62 L3254-3256",),
    applies=("gemeente", "regio"),
    in_request_2023=("regio",),
)
def gedeelde_kostenpost(plan: PlanView) -> Iterator[Hit]:
    for placed in plan.costs:
        lines = _paying_together(placed)
        if not lines:
            continue
        euros = {
            source: sum(line.line.amounts.total for line in lines if line.line.source == source)
            for source in (SPUK, IZA)
        }
        params = {"post": placed.cost.id, **euros}
        missing = _unsaid(placed, lines)
        keys = list(dict.fromkeys(key for _, key in missing))
        if missing:
            yield Hit("niet-gezegd", missing[0][0], {**params, "ontbreekt": keys})
        yield from _one_purpose(lines, params)


def _paying_together(placed: PlacedCost) -> list[PlacedLine]:
    """The SPUK and IZA lines of a cost in the years in which both pay it."""
    if not (placed.paid_by(SPUK) and placed.paid_by(IZA)):
        return []
    lines = [line for line in _lines(placed) if line.line.source in (SPUK, IZA)]
    spuk = _years_paid(line for line in lines if line.line.source == SPUK)
    iza = _years_paid(line for line in lines if line.line.source == IZA)
    return [line for line in lines if spuk & iza & _years_paid([line])]


def _unsaid(placed: PlacedCost, lines: Iterable[PlacedLine]) -> list[tuple[Path, str]]:
    """The keys without which a shared cost does not say what each of the two pays for, and where they belong."""
    missing = [] if delimitation(placed.cost) else [(placed.path, "afbakening")]
    for line in lines:
        if line.line.source == SPUK and not line.line.purpose:
            missing.append((line.path, "doel"))
        if line.line.source == IZA and not line.line.iza_category:
            missing.append((line.path, "iza_categorie"))
    return missing


def _one_purpose(lines: Iterable[PlacedLine], params: Mapping[str, Any]) -> Iterator[Hit]:
    purposes: dict[str, dict[str, list[Path]]] = {}
    for line in lines:
        if line.line.purpose:
            purposes.setdefault(line.line.purpose, {}).setdefault(line.line.source, []).append((*line.path, "doel"))
    for purpose, paths in purposes.items():
        if len(paths) == 2:
            yield Hit("zelfde-doel", paths[IZA][0], {**params, "doel": purpose}, tuple(paths[SPUK]))


@rule(
    "DUB002",
    "som-boven-kosten",
    {"boven-kosten": ERROR, "jaar-zonder-kosten": ERROR, "samen-boven-kosten": ERROR},
    modality="P",
    source=("GALA p62 L3254-3256",),
    applies=("gemeente", "regio"),
    in_request_2023=("regio",),
)
def som_boven_kosten(plan: PlanView) -> Iterator[Hit]:
    rounding: int = plan.edition.tolerance("afronding_per_regel")
    for whole in plan.cost_objects:
        if whole.is_plainly_covered:
            continue
        amounts = whole.amounts
        for year in sorted({year for line in whole.lines for year in line.line.amounts}):
            if hit := _overpaid(whole.costs, whole.lines, amounts, year, rounding):
                yield hit
            elif len(whole.costs) > 1:
                for placed in whole.costs:
                    if hit := _overpaid([placed], _lines(placed), placed.cost.amounts, year, rounding):
                        yield hit


def _overpaid(
    costs: Sequence[PlacedCost], lines: Sequence[PlacedLine], amounts: Amounts, year: int, rounding: int
) -> Hit | None:
    """What is paid above a cost in a year, told at the cost whose lines make it too much."""
    paying = [line for line in lines if year in line.line.amounts]
    limit = amounts.in_year(year) + rounding * len(paying)
    paid, place, sources = 0, None, Counter[str]()
    for line in paying:
        paid += line.line.amounts[year]
        sources[line.line.source] += line.line.amounts[year]
        if place is None and paid > limit:
            place = line.path[:-2]
    if place is None:
        return None
    ids = {placed.path: placed.cost.id for placed in costs} | {line.path[:-2]: line.cost.id for line in paying}
    others = [path for path in ids if path != place]
    params = {
        "post": ids[place],
        "jaar": year,
        "bedrag": paid - amounts.in_year(year),
        "kosten": amounts.in_year(year),
        "dekking": paid,
        "bronnen": {source: euros for source, euros in sources.items() if euros},
    }
    if others:
        return Hit("samen-boven-kosten", place, {**params, "andere": [ids[path] for path in others]}, tuple(others))
    return Hit("boven-kosten" if year in amounts else "jaar-zonder-kosten", place, params)


# --- several costs -------------------------------------------------------------------------------------------------


@record
class Conflict(Record):
    """Costs of one `sleutel` or `referentie` that SPUK and IZA pay in one year without saying which part is whose."""

    key: Key
    iza: tuple[Side, ...]
    spuk: tuple[Side, ...]
    years: tuple[int, ...]


@rule(
    "DUB003",
    "zelfde-activiteit-iza-en-spuk",
    {"zelfde-sleutel": ERROR, "zelfde-referentie": ERROR, "lijkt-op": WARNING, "zelfde-bestedingsdoel": WARNING},
    modality="P",
    source=("GALA p62 L3254-3256",),
    applies=("gemeente", "regio"),
    in_request_2023=("regio",),
)
def zelfde_activiteit_iza_en_spuk(plan: PlanView) -> Iterator[Hit]:
    spuk, iza = plan.sides(SPUK), plan.sides(IZA)
    told: set[frozenset[Path]] = set()
    accused: set[Path] = set()
    for conflict in _conflicts(spuk, iza):
        place, *others = dict.fromkeys(side.path for side in (*conflict.iza, *conflict.spuk))
        if (costs := frozenset((place, *others))) in told:
            continue  # one pair that shares both a `sleutel` and a `referentie`
        told.add(costs)
        accused.update(side.path for side in conflict.iza)
        kind, value = conflict.key
        params = {
            kind: value,
            "jaren": list(conflict.years),
            "iza": [side.id for side in conflict.iza],
            "spuk": [side.id for side in conflict.spuk],
        }
        yield Hit(f"zelfde-{kind}", place, params, tuple(others))
    for hit in (*_look_alikes(spuk, iza), *_same_purposes(plan)):
        if hit.path not in accused:
            accused.add(hit.path)
            yield hit


def _conflicts(spuk: Sequence[Side], iza: Sequence[Side]) -> Iterator[Conflict]:
    if not spuk or not iza:
        return
    by_key = _by_key(spuk)
    for key, claimants in _by_key(iza).items():
        if key in by_key and (found := _undelimited(by_key[key], claimants)):
            hit = tuple(side for side in claimants if side.path in found)
            years = sorted({year for found_years in found.values() for year in found_years})
            others = tuple(side for side in by_key[key] if any(year in side.paid for year in years))
            yield Conflict(key, hit, others, tuple(years))


def _by_key(sides: Iterable[Side]) -> dict[Key, list[Side]]:
    by_key: dict[Key, list[Side]] = {}
    for side in sides:
        for key in _keys(side.placed):
            by_key.setdefault(key, []).append(side)
    return by_key


def _keys(placed: PlacedCost) -> tuple[Key, ...]:
    """What joins a cost to others: its own keys and the `sleutel` of its action."""
    of_action = ((SLEUTEL, placed.action.join_key),) if placed.action.join_key else ()
    return tuple(dict.fromkeys((*of_action, *_own_keys(placed))))


def _own_keys(placed: PlacedCost) -> tuple[Key, ...]:
    keys = ((SLEUTEL, placed.cost.join_key), (REFERENTIE, _reference(placed)))
    return tuple((kind, value) for kind, value in keys if value)


def _reference(placed: PlacedCost) -> str:
    """The number in the ledger, written so that equal numbers are equal; may be empty."""
    return " ".join((placed.cost.ledger_reference or "").casefold().split())


def _undelimited(spuk: Sequence[Side], iza: Sequence[Side]) -> dict[Path, list[int]]:
    """The IZA costs that another cost pays from SPUK in the same year, and not both costs say another part; by year."""
    found: dict[Path, list[int]] = {}
    for year in sorted({year for side in iza for year in side.paid}):
        parts_of = {side.path: side.part for side in spuk if year in side.paid}
        parts = Counter(parts_of.values())
        for side in iza:
            if year not in side.paid:
                continue
            itself = parts_of.get(side.path)
            others = len(parts_of) - (itself is not None)
            unclear = parts[""] - (itself == "") or parts[side.part] - (itself == side.part) or not side.part
            if others and unclear:
                found.setdefault(side.path, []).append(year)
    return found


def _look_alikes(spuk: Sequence[Side], iza: Sequence[Side]) -> Iterator[Hit]:
    """The IZA costs that bear the name of a SPUK cost and have its amount in the same year."""
    buckets: dict[tuple[int, int], tuple[list[Side], list[Side]]] = {}
    for side in iza:
        for entry in _entries(side):
            buckets.setdefault(entry, ([], []))[1].append(side)
    for side in spuk if buckets else ():
        for entry in _entries(side):
            if entry in buckets:
                buckets[entry][0].append(side)
    judged: dict[tuple[Path, Path], bool] = {}
    for (year, euros), (some, others) in buckets.items():
        for one, other in _pairs(some, others):
            pair = (one.path, other.path)
            if pair not in judged:
                judged[pair] = _may_be_one(one.placed, other.placed) and _named_alike(one.placed, other.placed)
                if judged[pair]:
                    params = {"iza": other.id, "spuk": one.id, "jaar": year, "bedrag": euros}
                    yield Hit("lijkt-op", other.path, params, (one.path,))


def _entries(side: Side) -> set[tuple[int, int]]:
    """The years and amounts a cost is known by: what it costs and what this source pays of it."""
    costs = side.placed.cost.amounts
    return {*side.paid.items(), *((year, costs[year]) for year in side.paid if costs.in_year(year))}


def _pairs(some: Sequence[Side], others: Sequence[Side]) -> Iterator[tuple[Side, Side]]:
    """The pairs of a bucket that are worth comparing."""
    if len(some) * len(others) <= BUCKET:
        yield from product(some, others)
        return
    by_name: dict[tuple[str, str], Side] = {}
    for side in some:
        by_name.setdefault(_names(side.placed), side)
    for side in others:
        if (twin := by_name.get(_names(side.placed))) is not None:
            yield twin, side


def _may_be_one(one: PlacedCost, other: PlacedCost) -> bool:
    """Whether nothing in the plan tells two costs apart; where a key joins them the key decides."""
    if one.path == other.path or not set(_keys(one)).isdisjoint(_keys(other)):
        return False
    parts = {delimitation(one.cost), delimitation(other.cost)}
    return not (
        (len(parts) == 2 and "" not in parts)
        or _differ(one.action.chain, other.action.chain)
        or _differ(one.cost.level or one.action.level, other.cost.level or other.action.level)
        or _apart(_places(one), _places(other))
        or _apart(one.action.neighbourhoods, other.action.neighbourhoods)
    )


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _apart(some: Sequence[str], others: Sequence[str]) -> bool:
    return bool(some) and bool(others) and set(some).isdisjoint(others)


def _places(placed: PlacedCost) -> tuple[str, ...]:
    """The municipalities a cost is for; empty for the whole area of the file."""
    return (placed.cost.municipality,) if placed.cost.municipality else placed.action.municipalities


def _named_alike(one: PlacedCost, other: PlacedCost) -> bool:
    (title, description), (other_title, other_description) = _names(one), _names(other)
    if one.action.id == other.action.id:
        return description == other_description or _alike(description, other_description)
    return (
        _alike(title, other_title)
        or _alike(title, other_description)
        or _alike(description, other_title)
        # Words such as "loonkosten" say the same of costs that have nothing else in common.
        or (_alike(description, other_description) and bool(_subjects(one) & _subjects(other)))
    )


def _names(placed: PlacedCost) -> tuple[str, str]:
    """The title of the action and the description of the cost, as they are compared."""
    return _plain(placed.action.title), _plain(placed.cost.description or "")


def _plain(text: str) -> str:
    """The words of a text without case, accents or order."""
    decomposed = unicodedata.normalize("NFKD", text[:NAME_LENGTH].casefold())
    return " ".join(sorted(re.findall(r"[a-z0-9]+", decomposed.encode("ascii", "ignore").decode())))


def _alike(one: str, other: str) -> bool:
    """Whether two names are nearly equal; what differs in its numbers, as groups 1 and 2 do, is not."""
    if not one or not other or re.findall("[0-9]+", one) != re.findall("[0-9]+", other):
        return False
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= NEARLY_EQUAL and matcher.ratio() >= NEARLY_EQUAL


def _subjects(placed: PlacedCost) -> frozenset[tuple[str, str]]:
    """The chain and the themes of a cost."""
    chain = [("keten", placed.action.chain)] if placed.action.chain else []
    return frozenset([*chain, *(("thema", theme) for theme in placed.action.themes)])


def _same_purposes(plan: PlanView) -> Iterator[Hit]:
    """The IZA costs with chain or theme, purpose, place and year of a SPUK cost, in a file that delimits nothing."""
    if has_text(plan.plan.iza_delimitation) or not plan.sides(IZA):
        return
    by_use: dict[tuple[Any, ...], list[PlacedCost]] = {}
    for placed in plan.costs:
        for use in _uses(placed, SPUK):
            by_use.setdefault(use, []).append(placed)
    for placed in plan.costs:
        for use in _uses(placed, IZA):
            twins = islice(by_use.get(use, ()), BUCKET)
            if twin := next((twin for twin in twins if _may_be_one(twin, placed)), None):
                params = {"iza": placed.cost.id, "spuk": twin.cost.id, "jaar": use[-1], "doel": use[0]}
                yield Hit("zelfde-bestedingsdoel", placed.path, params, (twin.path,))
                break


def _uses(placed: PlacedCost, source: str) -> Iterator[tuple[Any, ...]]:
    """What a source is used for in a cost: purpose, chain or theme, place and year."""
    for line in placed.cost.funding:
        if line.source == source and line.purpose:
            years = [year for year, euros in line.amounts.items() if euros]
            yield from product([line.purpose], sorted(_subjects(placed)), _places(placed) or ("",), years)


@rule(
    "DUB014",
    "dubbel-binnen-spuk",
    {"een-kostenpost": ERROR, "zelfde-sleutel": ERROR, "zelfde-referentie": ERROR},
    modality="P",
    source=("GALA p44 L2401-2403",),
    inferred=True,
)
def dubbel_binnen_spuk(plan: PlanView) -> Iterator[Hit]:
    for placed in plan.costs:
        if len(placed.cost.funding) < 2:
            continue
        by_year = _components_by_year(plan, placed)
        years = [year for year, components in by_year.items() if len(components) > 1]
        if years and not delimitation(placed.cost) and not _paying_together(placed):
            params = {"post": placed.cost.id, "onderdelen": sorted(by_year[years[0]]), "jaren": years}
            yield Hit("een-kostenpost", placed.path, params)
    told: set[frozenset[Path]] = set()
    for (kind, value), costs, components, years in _charged_twice(plan):
        if (paths := frozenset(placed.path for placed in costs)) not in told:
            told.add(paths)
            params = {
                kind: value,
                "onderdelen": components,
                "jaren": years,
                "posten": [placed.cost.id for placed in costs],
            }
            yield Hit(f"zelfde-{kind}", costs[-1].path, params, tuple(placed.path for placed in costs[:-1]))


def _components_by_year(plan: PlanView, placed: PlacedCost) -> dict[int, set[str]]:
    """The components that pay a cost, in the years in which money is bound to its component."""
    by_year: dict[int, set[str]] = {}
    for line in placed.cost.funding:
        if line.source == SPUK and line.component:
            for year, euros in line.amounts.items():
                if euros and year in plan.edition.bound_years:
                    by_year.setdefault(year, set()).add(line.component)
    return by_year


def _charged_twice(plan: PlanView) -> Iterator[tuple[Key, list[PlacedCost], list[str], list[int]]]:
    """Costs of one `sleutel` or `referentie` under several components; what DUB003 says of a key is not said again."""
    told = {conflict.key for conflict in _conflicts(plan.sides(SPUK), plan.sides(IZA))}
    by_key: dict[Key, list[PlacedCost]] = {}
    for placed in plan.costs:
        for key in _own_keys(placed):
            by_key.setdefault(key, []).append(placed)
    for key, costs in by_key.items():
        if key not in told and len(costs) > 1:
            yield from _under_several(plan, key, costs)


def _under_several(
    plan: PlanView, key: Key, costs: Iterable[PlacedCost]
) -> Iterator[tuple[Key, list[PlacedCost], list[str], list[int]]]:
    by_year: dict[int, list[tuple[PlacedCost, set[str]]]] = {}
    for placed in costs:
        for year, components in _components_by_year(plan, placed).items():
            by_year.setdefault(year, []).append((placed, components))
    doubtful = [year for year, charged in by_year.items() if _unclear(charged)]
    if doubtful:
        charged = [entry for year in doubtful for entry in by_year[year]]
        involved = {placed.path: placed for placed, _ in charged}
        components = set[str]().union(*(components for _, components in charged))
        yield key, list(involved.values()), sorted(components), sorted(doubtful)


def _unclear(charged: Sequence[tuple[PlacedCost, set[str]]]) -> bool:
    """Whether costs of different components do not each say another part."""
    by_part: dict[str, list[set[str]]] = {}
    for placed, components in charged:
        by_part.setdefault(delimitation(placed.cost), []).append(components)
    together = list(by_part.values())
    if "" in by_part:
        together.append([components for _, components in charged])
    return any(len(group) > 1 and len(set[str]().union(*group)) > 1 for group in together)


# --- the trace of the money ----------------------------------------------------------------------------------------


@rule(
    "DUB004",
    "herleidbaar",
    {"plan-zonder-referentie": ADVICE, "zonder-referentie": ERROR, "dubbele-referentie": ERROR},
    modality="P",
    source=("GALA p62 L3255-3256", "GALA p62 L3304-3306"),
    applies=("gemeente", "regio"),
    document="plan-van-aanpak",
)
def herleidbaar(plan: PlanView) -> Iterator[Hit]:
    spuk, iza = plan.sides(SPUK), plan.sides(IZA)
    costs = list({side.path: side.placed for side in (*spuk, *iza)}.values())
    nameless = [placed for placed in costs if not _reference(placed)]
    if plan.phase == ACCOUNTING:
        for placed in nameless:
            yield Hit("zonder-referentie", placed.path, {"post": placed.cost.id})
        yield from _shared_references(plan, costs)
    elif spuk and iza and nameless:
        first, *others = nameless
        params = {"aantal": len(nameless), "posten": [placed.cost.id for placed in nameless]}
        yield Hit("plan-zonder-referentie", first.path, params, tuple(placed.path for placed in others))


def _shared_references(plan: PlanView, costs: Iterable[PlacedCost]) -> Iterator[Hit]:
    """References that stand more than once, save those of which DUB003 or DUB014 speaks."""
    told = {conflict.key for conflict in _conflicts(plan.sides(SPUK), plan.sides(IZA))}
    told |= {key for key, *_ in _charged_twice(plan)} if plan.kind == "gemeente" else set()
    seen: dict[str, PlacedCost] = {}
    for placed in costs:
        reference = _reference(placed)
        first = seen.setdefault(reference, placed)
        if reference and first is not placed and (REFERENTIE, reference) not in told:
            params = {"post": placed.cost.id, "eerste": first.cost.id, "referentie": placed.cost.ledger_reference}
            yield Hit("dubbele-referentie", (*placed.path, "referentie"), params, ((*first.path, "referentie"),))


@rule(
    "DUB005",
    "afbakening-verklaring",
    {"gemeente": WARNING, "regio": WARNING},
    modality="P",
    source=("GALA p62 L3254-3256",),
    applies=("gemeente", "regio"),
    document="plan-van-aanpak",
    inferred=True,
)
def afbakening_verklaring(plan: PlanView) -> Iterator[Hit]:
    if has_text(plan.plan.iza_delimitation):
        return
    if plan.kind == "regio":
        yield Hit("regio", ("afbakening_iza",))
    elif euros := sum(side.paid.total for side in plan.sides(IZA)) or _local_iza(plan):
        yield Hit("gemeente", ("afbakening_iza",), {"bedrag": euros})


def _local_iza(plan: PlanView) -> int:
    region = plan.municipal.regional_reference
    return region.local_iza.total if region and region.local_iza else 0


@rule(
    "DUB016",
    "andere-rijksmiddelen",
    {"ook-ander-rijksgeld": ADVICE},
    modality="-",
    source=("GALA p35 L1848-1852", "GALA p39 L2059-2063", "GALA p15 L728-729", "Pharos-SPUK L85"),
    inferred=True,
)
def andere_rijksmiddelen(plan: PlanView) -> Iterator[Hit]:
    costs: list[PlacedCost] = []
    sources: set[str] = set()
    for placed in plan.costs:
        paying = {line.source for line in placed.cost.funding if line.amounts.total}
        if paying & {SPUK, IZA} and paying.intersection(OTHER_STATE_MONEY) and not delimitation(placed.cost):
            costs.append(placed)
            sources.update(paying.intersection(OTHER_STATE_MONEY))
    if costs:
        params = {
            "aantal": len(costs),
            "posten": [placed.cost.id for placed in costs],
            "bronnen": [source for source in OTHER_STATE_MONEY if source in sources],
        }
        yield Hit("ook-ander-rijksgeld", costs[0].path, params, tuple(placed.path for placed in costs[1:]))
