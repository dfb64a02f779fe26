"""Family DUB: money that is counted twice, as far as one file can say.

A cost has two sides, its SPUK money and its IZA money. Both may stand side by side; the same thing paid from both
without saying which part is whose is the fault.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from galaplan.documents import Path
from galaplan.model.amounts import Amounts
from galaplan.records import Record, record
from galaplan.rules.placed import PlacedCost, PlacedLine
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, rule
from galaplan.rules.severity import ACCOUNTING
from galaplan.rules.view import CostObject, PlanView, Side, delimitation, has_text, stated, words_of

T = TypeVar("T")

SPUK, IZA = "spuk", "iza"
OTHER_STATE_MONEY = ("iza-transitie", "gemeentefonds", "anders-rijk")
ABBREVIATIONS = frozenset([SPUK, IZA, "zvw", "wmo"])
"""The sources that are written in capitals."""

SLEUTEL, REFERENTIE, VERWIJZING = "sleutel", "referentie", "verwijzing"
Key = tuple[str, str]
"""What says that two costs are one: `sleutel`, `referentie` or `verwijzing`, and its value."""

NEARLY_EQUAL = 0.85
"""From this likeness on, 0 to 1, two names are taken for one."""
NAME_LENGTH = 120
"""How much of a name is compared; a name that differs only after that is the same name."""
COMPARISONS = 20 * 100
"""How many times in one file names are compared letter by letter; after that only equal names count."""
GLANCES = 25 * COMPARISONS
"""How many pairs of names are looked at to see whether comparing them is worth while."""
FEW = 50
"""Of so many costs the set is made again each time it is needed."""
MINUS = "\N{MINUS SIGN}"
NUMBER_WORDS = ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def _lines(placed: PlacedCost) -> list[PlacedLine]:
    return [
        PlacedLine((*placed.path, "dekking", index), placed.action, placed.cost, line)
        for index, line in enumerate(placed.cost.funding)
    ]


def _years_paid(plan: PlanView, lines: Iterable[PlacedLine]) -> frozenset[int]:
    return frozenset(year for line in lines for year, euros in plan.paid(line.line).items() if euros)


def source_label(source: str) -> str:
    """A source as people write it."""
    return source.upper() if source in ABBREVIATIONS else source


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
    for placed, years in _shared_costs(plan):
        lines = [
            line
            for line in _lines(placed)
            if line.line.source in (SPUK, IZA) and not years.isdisjoint(plan.paid(line.line).without_zeros())
        ]
        missing = _unsaid(placed, lines)
        if missing:
            keys = list(dict.fromkeys(key for _, key in missing))
            yield Hit("niet-gezegd", missing[0][0], {**_amounts_of(plan, placed, lines, years), "ontbreekt": keys})
        yield from _one_purpose(plan, placed, lines, years)


def _shared_costs(plan: PlanView) -> Iterator[tuple[PlacedCost, frozenset[int]]]:
    """The costs that SPUK and IZA both pay in one year, with these years."""
    for side in plan.sides(IZA):
        spuk = [line for line in _lines(side.placed) if line.line.source == SPUK]
        if years := _years_paid(plan, spuk).intersection(side.paid):
            yield side.placed, years


def _is_shared(plan: PlanView, placed: PlacedCost) -> bool:
    """Whether SPUK and IZA both pay it in one year."""
    by_spuk, by_iza = (
        _years_paid(plan, [line for line in _lines(placed) if line.line.source == source]) for source in (SPUK, IZA)
    )
    return not by_spuk.isdisjoint(by_iza)


def _amounts_of(
    plan: PlanView, placed: PlacedCost, lines: Sequence[PlacedLine], years: Iterable[int]
) -> dict[str, Any]:
    """Who pays how much of a cost in these years."""
    euros = {
        source: sum(plan.paid(line.line).only(years).total for line in lines if line.line.source == source)
        for source in (SPUK, IZA)
    }
    return {"post": placed.cost.id, "jaren": sorted(years), **euros}


def _unsaid(placed: PlacedCost, lines: Iterable[PlacedLine]) -> list[tuple[Path, str]]:
    """The keys without which a shared cost does not say what each of the two pays for, and where they belong."""
    missing = [] if delimitation(placed.cost) else [(placed.path, "afbakening")]
    for line in lines:
        if line.line.source == SPUK and not line.line.purpose:
            missing.append((line.path, "doel"))
        if line.line.source == IZA and not line.line.iza_category:
            missing.append((line.path, "iza_categorie"))
    return missing


def _one_purpose(
    plan: PlanView, placed: PlacedCost, lines: Sequence[PlacedLine], years: Iterable[int]
) -> Iterator[Hit]:
    """The purposes that SPUK and IZA both pay in one year."""
    by_purpose: dict[str, list[PlacedLine]] = {}
    for line in lines:
        if line.line.purpose:
            by_purpose.setdefault(line.line.purpose, []).append(line)
    for purpose, same in by_purpose.items():
        if len(same) == 1:
            continue
        spuk = [line for line in same if line.line.source == SPUK]
        iza = [line for line in same if line.line.source == IZA]
        shared = _years_paid(plan, spuk) & _years_paid(plan, iza) & frozenset(years)
        if shared:
            place, *others = ((*line.path, "doel") for line in (*iza, *spuk) if shared & _years_paid(plan, [line]))
            yield Hit("zelfde-doel", place, {**_amounts_of(plan, placed, same, shared), "doel": purpose}, tuple(others))


@rule(
    "DUB002",
    "som-boven-kosten",
    {
        "boven-kosten": ERROR,
        "jaar-zonder-kosten": ERROR,
        "samen-boven-kosten": ERROR,
        "verwijzing": ERROR,
        "verwijzing-tussen-bestanden": ERROR,
        "sleutel-met-regio": ERROR,
    },
    modality="P",
    source=("GALA p62 L3254-3256",),
    applies=("gemeente", "regio", "set"),
    in_request_2023=("regio",),
)
def som_boven_kosten(plan: PlanView) -> Iterator[Hit]:
    for whole in plan.cost_objects if plan.phase == ACCOUNTING else plan.unsettled_objects:
        for year, bookings in sorted(_bookings(plan, whole).items()):
            if len(whole.costs) > 1 and whole.states_whole(year):
                yield from _overpaid_together(plan, whole, year, bookings)
            else:
                for booking in bookings.values():
                    yield from _overpaid(plan, booking, year, whole.rounding)


@record
class Booking(Record):
    """The lines that say something of one year of a cost."""

    placed: PlacedCost
    own: list[PlacedLine]
    referring: list[PlacedLine]
    """The lines of costs outside the object whose `verwijzing` points to it."""


def _bookings(plan: PlanView, whole: CostObject) -> dict[int, dict[Path, Booking]]:
    """By year of the scheme and by cost."""
    costs = {placed.path: placed for placed in whole.costs}
    by_year: dict[int, dict[Path, Booking]] = {}
    for line in whole.lines:
        own = line.path[:-2] in costs
        placed = costs[line.path[:-2]] if own else plan.costs_by_reference[line.line.counterpart or ""]
        for year in plan.paid(line.line):
            if year not in plan.edition.years:
                continue  # IDE004 speaks of it
            booking = by_year.setdefault(year, {}).setdefault(placed.path, Booking(placed, [], []))
            (booking.own if own else booking.referring).append(line)
    return by_year


def _overpaid(plan: PlanView, booking: Booking, year: int, rounding: int) -> Iterator[Hit]:
    """What is paid above a cost in a year by its own lines, or else with those that refer to it."""
    cost = booking.placed.cost
    payment = _payment(plan, booking.own, (), year)
    if payment.exceeds(cost.amounts.in_year(year), rounding):
        variant = "boven-kosten" if year in cost.amounts else "jaar-zonder-kosten"
        yield Hit(variant, booking.placed.path, {"post": cost.id, **payment.facts(cost.amounts.in_year(year))})
    else:
        yield from _overpaid_by_reference(
            plan, booking.own, booking.referring, year, cost.amounts.in_year(year), rounding
        )


def _overpaid_together(plan: PlanView, whole: CostObject, year: int, bookings: Mapping[Path, Booking]) -> Iterator[Hit]:
    """What is paid in a year above the amount that every cost of one `sleutel` states, or else above one of them."""
    euros = whole.amounts.in_year(year)
    places = {placed.path for placed in whole.costs}
    own: list[PlacedLine] = []
    within: list[PlacedLine] = []
    for booking in bookings.values():
        for line in booking.own:
            (within if _refers_within(plan, places, line) else own).append(line)
    payment = _payment(plan, own, within, year)
    if payment.exceeds(euros, whole.rounding):
        place = _breaking_point(plan, (*own, *within), year, euros, whole.rounding)
        posts = [p for p in whole.costs if p.path in bookings or year in p.cost.amounts]
        params = {
            "sleutel": whole.costs[0].cost.join_key,
            "post": bookings[place].placed.cost.id,
            "posten": [placed.cost.id for placed in posts],
            **payment.facts(euros),
        }
        yield Hit("samen-boven-kosten", place, params, tuple(p.path for p in posts if p.path != place))
        return
    alone = [hit for booking in bookings.values() for hit in _overpaid(plan, booking, year, whole.rounding)]
    if alone:
        yield from alone
    else:
        referring = [line for booking in bookings.values() for line in booking.referring]
        yield from _overpaid_by_reference(plan, (*own, *within), referring, year, euros, whole.rounding)


def _overpaid_by_reference(
    plan: PlanView,
    own: Iterable[PlacedLine],
    referring: Sequence[PlacedLine],
    year: int,
    euros: int,
    rounding: int,
) -> Iterator[Hit]:
    """What is paid above a cost in a year because of lines elsewhere that are not the same booking."""
    payment = _payment(plan, own, referring, year)
    adding = [line for line in referring if line.line.source not in payment.mirrored]
    if adding and payment.exceeds(euros, rounding):
        target = plan.costs_by_reference[adding[0].line.counterpart or ""]
        params = {
            "post": target.cost.id,
            "van": list(dict.fromkeys(line.cost.id for line in adding)),
            **payment.facts(euros),
        }
        yield Hit("verwijzing", (*adding[0].path, VERWIJZING), params, (target.path,))


def _refers_within(plan: PlanView, places: set[Path], line: PlacedLine) -> bool:
    """Whether a line points to another of these costs; where two point to each other, the later one does."""
    own = line.path[:-2]
    target = plan.costs_by_reference.get(line.line.counterpart or "")
    if target is None or target.path == own or target.path not in places:
        return False
    of = plan.costs_by_reference.get
    mutual = any((there := of(other.counterpart or "")) and there.path == own for other in target.cost.funding)
    return target.path < own or not mutual


@record
class Payment(Record):
    """What is paid for a cost in one year."""

    year: int
    by_source: Mapping[str, int]
    lines: int
    """How many lines pay something: each may be rounded."""
    mirrored: frozenset[str]
    """The sources whose lines elsewhere are the same booking, seen from the other end of the `verwijzing`."""

    @property
    def total(self) -> int:
        """What all sources pay."""
        return sum(self.by_source.values())

    def exceeds(self, euros: int, rounding: int) -> bool:
        """Whether it is more than the cost, by more than rounding explains."""
        return self.total > euros + rounding * self.lines

    def facts(self, euros: int) -> dict[str, Any]:
        """What a message says of it, for a cost of so many euros."""
        return {
            "jaar": self.year,
            "bedrag": self.total - euros,
            "kosten": euros,
            "dekking": self.total,
            "bronnen": {source_label(source): paid for source, paid in self.by_source.items()},
        }


def _payment(plan: PlanView, own: Iterable[PlacedLine], referring: Iterable[PlacedLine], year: int) -> Payment:
    """What lines pay; of lines elsewhere only what their source does not pay here already."""
    paid, lines = _by_source(plan, own, year)
    referred, more = _by_source(plan, referring, year)
    mirrored = frozenset(source for source, euros in referred.items() if paid[source] >= euros)
    for source, euros in referred.items():
        if source not in mirrored:
            paid[source] += euros
            lines[source] += more[source]
    return Payment(year, paid, lines.total(), mirrored)


def _by_source(plan: PlanView, lines: Iterable[PlacedLine], year: int) -> tuple[Counter[str], Counter[str]]:
    """The euros that lines pay in a year and how many lines do, by source."""
    paid, count = Counter[str](), Counter[str]()
    for line in lines:
        if euros := plan.paid(line.line).in_year(year):
            paid[line.line.source] += euros
            count[line.line.source] += 1
    return paid, count


def _breaking_point(plan: PlanView, lines: Iterable[PlacedLine], year: int, euros: int, rounding: int) -> Path:
    """The cost with the line that makes it too much, in file order."""
    left, last = euros, Path()
    for line in sorted(lines, key=lambda line: line.path):
        if paid := plan.paid(line.line).in_year(year):
            left -= paid - rounding
            last = line.path[:-2]
            if left < 0:
                break
    return last


# --- several costs -------------------------------------------------------------------------------------------------


@record
class Conflict(Record):
    """Costs that a key makes one and that SPUK and IZA pay in a year without saying which part is whose."""

    key: Key
    iza: tuple[Side, ...]
    spuk: tuple[Side, ...]
    years: tuple[int, ...]


@rule(
    "DUB003",
    "zelfde-activiteit-iza-en-spuk",
    {
        "zelfde-sleutel": ERROR,
        "zelfde-referentie": ERROR,
        "zelfde-verwijzing": ERROR,
        "lijkt-op": WARNING,
        "zelfde-bestedingsdoel": WARNING,
        "sleutel-met-regio": ERROR,
        "verwijzing-tussen-bestanden": ERROR,
        "lijkt-op-regio": WARNING,
        "zelfde-doel-regio": WARNING,
    },
    modality="P",
    source=("GALA p62 L3254-3256",),
    applies=("gemeente", "regio", "set"),
    in_request_2023=("regio",),
)
def zelfde_activiteit_iza_en_spuk(plan: PlanView) -> Iterator[Hit]:
    told: set[frozenset[Path]] = set()
    accused: set[Path] = set()
    for conflict in _conflicts(plan):
        place, *others = dict.fromkeys(side.path for side in (*conflict.iza, *conflict.spuk))
        if (costs := frozenset((place, *others))) in told:
            continue  # one pair that shares both a `sleutel` and a `referentie`
        told.add(costs)
        accused.update(side.path for side in conflict.iza)
        kind, value = conflict.key
        params = {
            kind: _as_written(conflict.iza[0].placed) if kind == REFERENTIE else value,
            "jaren": list(conflict.years),
            "iza": [side.id for side in conflict.iza],
            "spuk": [side.id for side in conflict.spuk],
        }
        yield Hit(f"zelfde-{kind}", place, params, tuple(others))
    iza, spuk = plan.sides(IZA), plan.sides(SPUK)
    if iza and (near := _near(plan, spuk, iza)):
        traits, crowd = list(_traits(plan, iza)), Crowd(_traits(plan, near))
        for hit in (*_look_alikes(crowd, traits), *_same_purposes(plan, crowd, traits)):
            if hit.path not in accused:
                accused.add(hit.path)
                yield hit


@lru_cache(maxsize=1)
def _conflicts(plan: PlanView) -> tuple[Conflict, ...]:
    """Kept for the plan at hand: two rules ask."""
    return tuple(_conflicts_of(plan))


def _conflicts_of(plan: PlanView) -> Iterator[Conflict]:
    spuk, iza = plan.sides(SPUK), plan.sides(IZA)
    if not spuk or not iza:
        return
    claims = _by_key(plan, iza)
    by_key = _by_key(plan, spuk, among=claims)
    for key, claimants in claims.items():
        if key in by_key and (found := _undelimited(by_key[key], claimants)):
            hit = tuple(side for side in claimants if side.path in found)
            years = sorted({year for found_years in found.values() for year in found_years})
            others = tuple(side for side in by_key[key] if any(year in side.paid for year in years))
            yield Conflict(key, hit, others, tuple(years))


def _by_key(plan: PlanView, sides: Iterable[Side], among: Collection[Key] | None = None) -> dict[Key, list[Side]]:
    """What is paid by the keys that join it to other costs; only by those `among` these, where any are said."""
    by_key: dict[Key, list[Side]] = {}
    wanted = None if among is None else {value for _, value in among}
    for side in sides:
        if wanted is not None and wanted.isdisjoint(_values(side)):
            continue
        for key in _keys(side.placed):
            if among is None or key in among:
                by_key.setdefault(key, []).append(side)
        for reference, paid in _references(plan, side).items():
            if among is None or (VERWIJZING, reference) in among:
                by_key.setdefault((VERWIJZING, reference), []).append(Side(side.source, side.placed, paid))
    return by_key


def _values(side: Side) -> list[str | None]:
    """All that may be the value of a key of it."""
    placed = side.placed
    values = [placed.cost.id, placed.cost.join_key, placed.action.join_key, ledger_number(placed)]
    references = [line.counterpart for line in placed.cost.funding if line.counterpart]
    return [*values, *(reference.partition("#")[2] for reference in references)] if references else values


def _keys(placed: PlacedCost) -> tuple[Key, ...]:
    """What joins a cost to others: its own keys and the `sleutel` of its action."""
    own = _own_keys(placed)
    if not placed.action.join_key:
        return tuple(own)
    return tuple(dict.fromkeys([(SLEUTEL, placed.action.join_key), *own]))


def _own_keys(placed: PlacedCost) -> list[Key]:
    keys = [(SLEUTEL, placed.cost.join_key)] if placed.cost.join_key else []
    if number := ledger_number(placed):
        keys.append((REFERENTIE, number))
    return keys


def _references(plan: PlanView, side: Side) -> Mapping[str, Amounts]:
    """What a source pays by the costs in the file that it goes to: its own, and those a `verwijzing` points to."""
    paid = {side.id: side.paid}
    for line in side.placed.cost.funding:
        if not line.counterpart or line.source != side.source:
            continue
        target = plan.costs_by_reference.get(line.counterpart)
        if target is not None and target.path != side.path:
            amounts = plan.paid(line).without_zeros()
            paid[target.cost.id] = paid[target.cost.id] + amounts if target.cost.id in paid else amounts
    return paid


def ledger_number(placed: PlacedCost) -> str:
    """The number in the ledger, written so that equal numbers are equal; may be empty."""
    return _number_in_ledger(placed.cost.ledger_reference) if placed.cost.ledger_reference else ""


@lru_cache(maxsize=512)
def _number_in_ledger(text: str) -> str:
    written = stated(text).casefold()
    if not written.isascii():
        written = "".join(_plain_sign(sign) for sign in unicodedata.normalize("NFKC", written)).casefold()
    return "".join(written.split()).rstrip(".")


def _as_written(placed: PlacedCost) -> str:
    return stated(placed.cost.ledger_reference)


def _plain_sign(sign: str) -> str:
    """One kind of dash, and no space or sign that cannot be seen."""
    category = unicodedata.category(sign)
    if category == "Pd" or sign == MINUS:
        return "-"
    return "" if category[0] in "ZC" else sign


def _undelimited(spuk: Sequence[Side], iza: Sequence[Side]) -> dict[Path, list[int]]:
    """The IZA costs that another cost pays from SPUK in the same year, and not both costs say another part; by year."""
    found: dict[Path, list[int]] = {}
    if len({side.path for side in (*spuk, *iza)}) == 1:
        return found  # one cost that both pay, which is DUB001's
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


Fact = tuple[str, Any]
"""Something that is known of a cost: what it is about, and what it is."""


@record
class Traits(Record):
    """What two costs are compared by."""

    side: Side
    action: Path
    title: str
    description: str
    subjects: frozenset[Fact]
    """The chain and the themes."""
    places: tuple[str, ...]
    """The municipalities it is for; empty for the whole area of the file."""
    telling_apart: Mapping[str, Sequence[str]]
    """What tells costs apart when they say something different; empty where it says nothing."""
    joined: tuple[Key, ...]
    entries: frozenset[tuple[int, int]]
    """The years and amounts it is known by: what it costs and what the source pays of it."""
    uses: frozenset[tuple[int, str]]
    """The years and purposes for which the source pays."""


def _traits(plan: PlanView, sides: Iterable[Side]) -> Iterator[Traits]:
    titles: dict[Path, str] = {}
    subjects: dict[Path, frozenset[Fact]] = {}
    for side in sides:
        action, cost, place = side.placed.action, side.placed.cost, side.path[:2]
        if place not in titles:
            titles[place] = plain_name(action.title)
            chain = [("keten", action.chain)] if action.chain else []
            subjects[place] = frozenset([*chain, *(("thema", theme) for theme in action.themes)])
        places = (cost.municipality,) if cost.municipality else action.municipalities
        level = cost.level or action.level
        yield Traits(
            side=side,
            action=place,
            title=titles[place],
            description=plain_name(stated(cost.description)),
            subjects=subjects[place],
            places=places,
            telling_apart={
                "afbakening": [side.part] if side.part else [],
                "keten": [action.chain] if action.chain else [],
                "niveau": [level] if level else [],
                "gemeente": places,
                "wijk": action.neighbourhoods,
            },
            joined=(*_keys(side.placed), *((VERWIJZING, reference) for reference in _references(plan, side))),
            entries=_entries(side),
            uses=_uses(plan, side),
        )


def _entries(side: Side) -> frozenset[tuple[int, int]]:
    costs = side.placed.cost.amounts
    return frozenset({*side.paid.items(), *((year, costs[year]) for year in side.paid if costs.in_year(year))})


def _has_one_of(side: Side, entries: Mapping[tuple[int, int], Path]) -> bool:
    """Whether a cost is known by one of these years and amounts of another cost."""
    costs, own = side.placed.cost.amounts, side.path
    for year, euros in side.paid.items():
        if entries.get((year, euros), own) != own or entries.get((year, costs.in_year(year)), own) != own:
            return True
    return False


def _is_used_as(side: Side, own: Iterable[tuple[int, str]], uses: Mapping[tuple[int, str], Path]) -> bool:
    """Whether a cost is used in a year for the purpose of another cost."""
    return any(uses.get(use, side.path) != side.path for use in own)


def _uses(plan: PlanView, side: Side) -> frozenset[tuple[int, str]]:
    return frozenset(
        (year, line.purpose)
        for line in side.placed.cost.funding
        if line.source == side.source and line.purpose
        for year, euros in plan.paid(line).items()
        if euros
    )


def _near(plan: PlanView, spuk: Iterable[Side], iza: Sequence[Side]) -> list[Side]:
    """The SPUK costs that share an amount, or a purpose, with another IZA cost in a year; no other is worth a look."""
    entries = _whose((side.path, _entries(side)) for side in iza)
    uses = _whose((side.path, _uses(plan, side)) for side in iza)
    amounts, purposes = {euros for _, euros in entries}, {purpose for _, purpose in uses}
    return [
        side
        for side in spuk
        if (_states_one_of(side, amounts) and _has_one_of(side, entries))
        or (_is_for_one_of(side, purposes) and _is_used_as(side, _uses(plan, side), uses))
    ]


def _states_one_of(side: Side, amounts: set[int]) -> bool:
    return not (amounts.isdisjoint(side.paid.values()) and amounts.isdisjoint(side.placed.cost.amounts.values()))


def _is_for_one_of(side: Side, purposes: set[str]) -> bool:
    return bool(purposes) and any(line.purpose in purposes for line in side.placed.cost.funding)


def _whose(known: Iterable[tuple[Path, Iterable[T]]]) -> dict[T, Path]:
    """What is known of some costs, each with the path of the cost; with an empty one where it is of several costs."""
    whose: dict[T, Path] = {}
    for path, facts in known:
        for fact in facts:
            whose[fact] = path if whose.get(fact, path) == path else ()
    return whose


class Crowd:
    """The SPUK costs by what is known of them, to find those that nothing tells apart from an IZA cost.

    A set of costs is a whole number with a bit for each, the first of the file lowest: however many costs have a fact
    in common, what several facts leave over is found at once.
    """

    def __init__(self, traits: Iterable[Traits]) -> None:
        self.traits = list(traits)
        self._members: dict[Fact, list[int]] = {}
        self._sets: dict[Fact, int] = {}
        for number, each in enumerate(self.traits):
            for fact in _facts(each):
                self._members.setdefault(fact, []).append(number)

    @cached_property
    def everyone(self) -> int:
        """All costs."""
        return (1 << len(self.traits)) - 1

    def members(self, fact: Fact) -> Sequence[int]:
        """The numbers of the costs of which this is known."""
        return self._members.get(fact, ())

    def having(self, facts: Iterable[Fact]) -> int:
        """The costs of which one of these facts is known."""
        found = 0
        for fact in facts:
            found |= self._set(fact)
        return found

    def like(self, traits: Traits) -> int:
        """The costs that nothing tells apart from another cost; where a key joins them the key decides."""
        left = self.everyone
        for about, values in traits.telling_apart.items():
            if values:
                left &= self.having([(about, ""), *((about, value) for value in values)])
        return left & ~self.having([("pad", traits.side.path), *(("verbonden", key) for key in traits.joined)])

    def _set(self, fact: Fact) -> int:
        if fact in self._sets:
            return self._sets[fact]
        members = self.members(fact)
        found = 0
        for number in members:
            found |= 1 << number
        if len(members) > FEW:
            self._sets[fact] = found
        return found


def _facts(traits: Traits) -> Iterator[Fact]:
    yield from (("pad", traits.side.path), ("actie", traits.action))
    yield from (("titel", traits.title), ("omschrijving", traits.description))
    for about, values in traits.telling_apart.items():
        yield from ((about, value) for value in dict.fromkeys(values or [""]))
    yield from (("onderwerp", subject) for subject in traits.subjects)
    yield from (("verbonden", key) for key in dict.fromkeys(traits.joined))
    yield from (("post", entry) for entry in traits.entries)
    yield from (("gebruik", use) for use in traits.uses)


def _first(costs: int) -> int:
    """The number of the first cost of a set that is not empty."""
    return (costs & -costs).bit_length() - 1


def _look_alikes(crowd: Crowd, iza: Sequence[Traits]) -> Iterator[Hit]:
    """The IZA costs that bear the name of a SPUK cost and have its amount in the same year."""
    by_entry: dict[tuple[int, int], list[Traits]] = {}
    for traits in iza:
        for entry in traits.entries:
            if crowd.members(("post", entry)):
                by_entry.setdefault(entry, []).append(traits)
    pairs = {entry: len(same) * len(crowd.members(("post", entry))) for entry, same in by_entry.items()}
    names = Names()
    found: dict[Path, list[tuple[int, int, int]]] = {}
    # The small crowds first: what many costs have in common is not to keep a few from being compared.
    for entry in sorted(by_entry, key=lambda entry: (pairs[entry], entry)):
        year, euros = entry
        others = [crowd.traits[number] for number in crowd.members(("post", entry))]
        known = list(dict.fromkeys(name for other in others for name in (other.title, other.description) if name))
        own = dict.fromkeys(name for traits in by_entry[entry] for name in (traits.title, traits.description))
        alike = {name: names.like(name, known) for name in own}
        for traits in by_entry[entry]:
            twins = crowd.having([("post", entry)]) & _named_alike(crowd, alike, traits)
            if twins and (twins := twins & crowd.like(traits)):
                found.setdefault(traits.side.path, []).append((year, _first(twins), euros))
    for traits in iza:
        if traits.side.path in found:
            year, number, euros = min(found[traits.side.path])
            twin = crowd.traits[number].side
            params = {"iza": traits.side.id, "spuk": twin.id, "jaar": year, "bedrag": euros}
            yield Hit("lijkt-op", traits.side.path, params, (twin.path,))


def _named_alike(crowd: Crowd, alike: Mapping[str, Sequence[str]], traits: Traits) -> int:
    """The costs with nearly the same name; inside one action the title says nothing."""
    titles, descriptions = alike[traits.title], alike[traits.description]
    same_action = crowd.having([("actie", traits.action)])
    by_title = crowd.having((about, name) for name in titles for about in ("titel", "omschrijving"))
    by_title |= crowd.having(("titel", name) for name in descriptions)
    # Words such as "loonkosten" say the same of costs that have nothing else in common.
    related = same_action | crowd.having(("onderwerp", subject) for subject in traits.subjects)
    return (by_title & ~same_action) | (crowd.having(("omschrijving", name) for name in descriptions) & related)


class Names:
    """Which names are nearly equal, for so many names as can be compared in a short time."""

    def __init__(self) -> None:
        self._comparisons = COMPARISONS
        self._glances = GLANCES
        self._judged: dict[tuple[str, str], bool] = {}
        self._parts: dict[str, tuple[frozenset[str], Counter[str]]] = {}

    def like(self, name: str, known: Sequence[str]) -> list[str]:
        """The name itself and the known names that are nearly equal to it; none for an empty name."""
        if not name:
            return []
        if self._glances < len(known):
            return [name]
        return [name, *(other for other in known if other != name and self._alike(name, other))]

    def _alike(self, one: str, other: str) -> bool:
        pair = (one, other)
        if pair not in self._judged:
            self._glances -= 1
            self._judged[pair] = self._may_be_alike(one, other) and self._compare(one, other)
        return self._judged[pair]

    def _may_be_alike(self, one: str, other: str) -> bool:
        """Whether length, words and numbers leave room for likeness: groups 1 and 2 are not alike."""
        if 2 * min(len(one), len(other)) < NEARLY_EQUAL * (len(one) + len(other)):
            return False
        (words, numbers), (other_words, other_numbers) = self._parts_of(one), self._parts_of(other)
        if len(words) > 2 and len(other_words) > 2 and words.isdisjoint(other_words):
            return False
        return not numbers or not other_numbers or numbers == other_numbers

    def _parts_of(self, name: str) -> tuple[frozenset[str], Counter[str]]:
        """The words of a name and its numbers."""
        if name not in self._parts:
            words = name.split()
            self._parts[name] = frozenset(words), _numbers(words)
        return self._parts[name]

    def _compare(self, one: str, other: str) -> bool:
        if not self._comparisons:
            return False
        self._comparisons -= 1
        from difflib import SequenceMatcher

        matcher = SequenceMatcher(None, one, other, autojunk=False)
        return matcher.quick_ratio() >= NEARLY_EQUAL and matcher.ratio() >= NEARLY_EQUAL


def _numbers(words: Sequence[str]) -> Counter[str]:
    """The numbers of a name: figures, number words, Roman numerals and single letters; `een` when there is no other."""
    found = Counter(number for word in words if (number := _number(word)))
    return found or Counter(["1"] if "een" in words else [])


def _number(word: str) -> str:
    if word.isdecimal():
        return word.lstrip("0") or "0"
    if word in NUMBER_WORDS:
        return str(NUMBER_WORDS.index(word) + 2)
    if word in ROMAN:
        return str(ROMAN.index(word) + 1)
    return word if len(word) == 1 else ""


def plain_name(text: str) -> str:
    """The words of a text without case, accents or order."""
    return " ".join(sorted(words_of(text[:NAME_LENGTH])))


def _same_purposes(plan: PlanView, crowd: Crowd, iza: Sequence[Traits]) -> Iterator[Hit]:
    """The IZA costs with chain or theme, purpose, place and year of a SPUK cost, in a file that delimits nothing."""
    if has_text(plan.plan.iza_delimitation):
        return
    for traits in iza:
        uses = [use for use in traits.uses if crowd.members(("gebruik", use))]
        if not uses or not traits.subjects:
            continue
        related = crowd.like(traits)
        related &= crowd.having(("onderwerp", subject) for subject in traits.subjects)
        related &= crowd.having(("gemeente", place) for place in traits.places or ("",))
        twins = {use: related & crowd.having([("gebruik", use)]) for use in uses}
        if found := [(year, _first(costs), purpose) for (year, purpose), costs in twins.items() if costs]:
            year, number, purpose = min(found)
            twin = crowd.traits[number].side
            params = {"iza": traits.side.id, "spuk": twin.id, "jaar": year, "doel": purpose}
            yield Hit("zelfde-bestedingsdoel", traits.side.path, params, (twin.path,))


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
        lines = placed.cost.funding
        if len(lines) < 2 or len({line.component for line in lines if line.component}) < 2:
            continue
        by_year = _components_by_year(plan, placed)
        years = sorted(year for year, components in by_year.items() if len(components) > 1)
        if years and not delimitation(placed.cost) and not _is_shared(plan, placed):
            charged = set[str]().union(*(by_year[year] for year in years))
            params = {"post": placed.cost.id, "onderdelen": sorted(charged), "jaren": years}
            yield Hit("een-kostenpost", placed.path, params)
    told: set[frozenset[Path]] = set()
    doubles = list(_charged_twice(plan))
    overpaid = _overpaid_keys(plan) if doubles else set()
    for (kind, value), costs, components, years in doubles:
        paths = frozenset(placed.path for placed in costs)
        if paths not in told and not _one_sleutel(costs) & overpaid:
            told.add(paths)
            params = {
                kind: _as_written(costs[0]) if kind == REFERENTIE else value,
                "onderdelen": components,
                "jaren": years,
                "posten": [placed.cost.id for placed in costs],
            }
            yield Hit(f"zelfde-{kind}", costs[-1].path, params, tuple(placed.path for placed in costs[:-1]))


def _overpaid_keys(plan: PlanView) -> set[str]:
    """The values of `sleutel` of which DUB002 says that their costs are paid twice."""
    return {hit.params[SLEUTEL] for hit in som_boven_kosten(plan) if hit.variant == "samen-boven-kosten"}


def _one_sleutel(costs: Iterable[PlacedCost]) -> set[str]:
    """The `sleutel` that all of these costs bear, or none."""
    keys = {placed.cost.join_key or "" for placed in costs}
    return keys if len(keys) == 1 else set()


def _components_by_year(plan: PlanView, placed: PlacedCost) -> dict[int, set[str]]:
    """The components that pay a cost, in the years in which money is bound to its component."""
    by_year: dict[int, set[str]] = {}
    for line in placed.cost.funding:
        if line.source == SPUK and line.component:
            for year, euros in plan.paid(line).items():
                if euros and year in plan.edition.bound_years:
                    by_year.setdefault(year, set()).add(line.component)
    return by_year


def _charged_twice(plan: PlanView) -> Iterator[tuple[Key, list[PlacedCost], list[str], list[int]]]:
    """Costs of one `sleutel` or `referentie` under several components; what DUB003 says of a key is not said again."""
    keys = [(key, placed) for placed in plan.costs for key in _own_keys(placed)]
    if len({key for key, _ in keys}) == len(keys):
        return  # no two costs have one in common
    told = {conflict.key for conflict in _conflicts(plan)}
    by_key: dict[Key, list[PlacedCost]] = {}
    for key, placed in keys:
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
    nameless = [placed for placed in costs if not ledger_number(placed)]
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
    told = {conflict.key for conflict in _conflicts(plan)}
    told |= {key for key, *_ in _charged_twice(plan)} if plan.kind == "gemeente" else set()
    seen: dict[str, PlacedCost] = {}
    for placed in costs:
        reference = ledger_number(placed)
        first = seen.setdefault(reference, placed)
        if reference and first is not placed and (REFERENTIE, reference) not in told:
            params = {"post": placed.cost.id, "eerste": first.cost.id, "referentie": _as_written(placed)}
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
    for placed in plan.costs if any(map(plan.lines_of, OTHER_STATE_MONEY)) else ():
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
