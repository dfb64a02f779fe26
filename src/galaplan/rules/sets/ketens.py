"""Family KET, several files: chains in municipal files and in the regional matrix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, get_args

from galaplan.documents import Path
from galaplan.model.moment import Moment
from galaplan.model.shared import FundingLine, KetenStatus
from galaplan.records import Record
from galaplan.rules.ketens import (
    NIET,
    ZVW,
    has_two_payers,
    is_paid_municipally,
    municipal_lines,
)
from galaplan.rules.placed import PlacedCost
from galaplan.rules.plan_set import Fact, Member, PlanSet, SetHit
from galaplan.rules.registry import ERROR, WARNING, across, set_rule
from galaplan.rules.sets.boeken import Books, books, places_of, settled_too
from galaplan.rules.startmatrix import START, names, starts_in_time
from galaplan.rules.view import PlanView, delimitation, filled, words_of


class ChainState(Record):
    """How far a chain is in a municipality, as its own plan or the matrix of its region says."""

    path: Path
    municipality: str
    chain: str
    status: str | None
    start: Moment | None
    in_time: bool
    """Whether it runs, or is to run, by the day on which every region has begun with it."""
    explained: bool
    """Whether there is a reason or a text with it."""


def chain_states(plan: PlanView) -> Iterator[ChainState]:
    """What a file says of the chains: a municipal one of its own, a regional one in its matrix."""
    own = plan.municipal.municipality.code if plan.kind == "gemeente" else ""
    for code, states in plan.chain_states.items():
        for state in states:
            yield ChainState(
                path=state.path,
                municipality=own or str(state.path[1]),
                chain=code,
                status=state.item.status,
                start=state.item.start,
                in_time=starts_in_time(plan, state),
                explained=filled(state.item.reason) or state.item.has_text,
            )


STAGES: tuple[str, ...] = get_args(KetenStatus)
"""How far a chain can be, from not there to accessible."""

Key = tuple[str, str]
"""A municipality and a chain, or a region and a chain."""


def _own(plans: PlanSet) -> Mapping[Key, Fact[ChainState]]:
    """What municipal files say of their own chains."""
    states = plans.facts(chain_states)
    return {(found.fact.municipality, found.fact.chain): found for found in states if found.member.municipality}


# --- KET003: those who are to start, by what they say themselves ---


class NamedStart(Record):
    """A municipality that an agreement of the region names as one that starts a chain."""

    path: Path
    chain: str
    municipality: str


def named_starts(plan: PlanView) -> Iterator[NamedStart]:
    """The municipalities that agreements in a regional file name as those that start a chain."""
    if plan.kind != "regio":
        return
    for code in plan.edition.codes("ketenaanpak"):
        for placed in plan.agreements_by_chain.get(code, ()):
            for municipality in placed.item.starting_municipalities:
                yield NamedStart((*placed.path, "startgemeenten"), code, municipality)


@across("KET003", named_starts, chain_states)
def niet_volgens_gemeenten(plans: PlanSet) -> Iterator[SetHit]:
    own = _own(plans)
    in_matrix = {
        (found.member.whose, found.fact.chain)
        for found in plans.facts(chain_states)
        if found.member.kind == "regio" and found.fact.in_time
    }
    by_chain: dict[Key, list[Fact[NamedStart]]] = {}
    for named in plans.facts(named_starts):
        by_chain.setdefault((named.member.whose, named.fact.chain), []).append(named)
    by_region: dict[str, list[tuple[Fact[NamedStart], list[Fact[ChainState]]]]] = {}
    for key, starts in by_chain.items():
        if key not in in_matrix and (denials := _denials(starts, own)):  # whether the matrix is right, KET006 tells
            by_region.setdefault(key[0], []).append((starts[0], denials))
    for found in by_region.values():
        named, states = found[0][0], [state for _, denials in found for state in denials]
        facts = {
            "ketens": list(dict.fromkeys(state.fact.chain for state in states)),
            "dag": named.member.edition.deadline(START).day.isoformat(),
            "gemeenten": names(dict.fromkeys(state.fact.municipality for state in states)),
        }
        places = dict.fromkeys(state.at(state.fact.path) for state in states)
        yield SetHit("niet-volgens-gemeenten", named.at(named.fact.path), facts, tuple(places))


def _denials(starts: Sequence[Fact[NamedStart]], own: Mapping[Key, Fact[ChainState]]) -> list[Fact[ChainState]]:
    """What the municipalities that are to start a chain say themselves, when all deny it and none says why."""
    said = [own.get((start.fact.municipality, start.fact.chain)) for start in starts]
    denied = [state for state in said if state is not None and _denies_start(state) and not state.fact.explained]
    return denied if len(denied) == len(starts) else []


def _denies_start(state: Fact[ChainState]) -> bool:
    """Whether a municipality says of its own chain that it does not start by the day."""
    return not state.fact.in_time and (state.fact.status == NIET or state.fact.start is not None)


# --- KET006: how far a chain is, by the municipality and by its region ---


@set_rule(
    "KET006",
    "keten-matrix-gelijk",
    {"verschilt": ERROR, "gemeente-nieuwer": WARNING, "regio-verder": WARNING},
    chain_states,
    source=("GALA p39 L2083-2084", "GALA p39 L2097-2098"),
    modality="-",
    document="regioplan",
    inferred=True,
)
def keten_matrix_gelijk(plans: PlanSet) -> Iterator[SetHit]:
    own = _own(plans)
    for cell in plans.facts(chain_states):
        mine = own.get((cell.fact.municipality, cell.fact.chain))
        if cell.member.kind != "regio" or mine is None:
            continue
        keys = _different(mine.fact, cell.fact)
        if keys:
            facts = {
                "keten": cell.fact.chain,
                "regio": cell.member.name,
                "hier": [_said(mine.fact, key) for key in keys],
                "daar": [_said(cell.fact, key) for key in keys],
            }
            variant = "verschilt"
            if _is_newer(mine.member, cell.member):
                variant = "gemeente-nieuwer"
            elif keys == ["status"] and _is_newer(cell.member, mine.member) and _went_on(mine.fact, cell.fact):
                variant = "regio-verder"
            places = tuple(cell.at((*cell.fact.path, key)) for key in keys)
            yield SetHit(variant, mine.at((*mine.fact.path, keys[0])), facts, places)


def _different(mine: ChainState, theirs: ChainState) -> list[str]:
    """The keys for which both state a value, and not the same one; a year agrees with each of its days."""
    keys = []
    if mine.status and theirs.status and mine.status != theirs.status:
        keys.append("status")
    if mine.start and theirs.start and not _may_be_one(mine.start, theirs.start):
        keys.append("start")
    return keys


def _may_be_one(mine: Moment, theirs: Moment) -> bool:
    return not mine.surely_before(theirs) and not mine.surely_after(theirs)


def _said(state: ChainState, key: str) -> str:
    """What a file says under a key, as it is written there."""
    return f'status = "{state.status}"' if key == "status" else f"start = {state.start}"


def _is_newer(mine: Member, theirs: Member) -> bool:
    return mine.date is not None and theirs.date is not None and mine.date.surely_after(theirs.date)


def _went_on(earlier: ChainState, later: ChainState) -> bool:
    """Whether a chain that was being made then is further now; a chain that was not there at all did not go on."""
    then, now = (STAGES.index(state.status) if state.status else 0 for state in (earlier, later))
    return 0 < then < now


# --- KET008: insured care in one file, municipal money in another ---

Reference = tuple[str, str]
"""What a `verwijzing` names: the `kenmerk` of a plan, and the id of a cost in it."""

MOST_SHOWN, AT_MOST = 5, 100
"""So many costs are shown with a finding; so many kinds of costs with one key are looked at, of more the first."""


class InsuredCost(Record):
    """A cost that is marked as insured care."""

    path: Path
    reference: Reference
    join_key: str
    references: frozenset[Reference]
    """The costs elsewhere that its lines come from or go to."""
    municipalities: frozenset[str]
    part: str
    years: frozenset[int]
    two_payers: bool


class MunicipalCost(Record):
    """A cost that is not marked so and that SPUK or IZA money pays."""

    path: Path
    """Of the first line that pays."""
    cost: str
    reference: Reference
    join_key: str
    references: frozenset[Reference]
    """The costs elsewhere that its lines come from or go to."""
    municipalities: frozenset[str]
    part: str
    years: frozenset[int]


def insured_costs(plan: PlanView) -> Iterator[InsuredCost]:
    """The costs that a file marks as insured care."""
    mine = plan.municipal.municipality if plan.kind == "gemeente" else None
    whose = _Whose((mine.code, *mine.on_behalf_of) if mine else ())
    for placed in plan.costs:
        if placed.cost.insured_care:
            yield InsuredCost(
                path=(*placed.path, "zvw"),
                reference=(plan.plan.identifier, placed.cost.id),
                join_key=placed.cost.join_key or "",
                references=_named_by(placed.cost.funding),
                municipalities=whose.of(placed),
                part=delimitation(placed.cost),
                years=frozenset(placed.cost.amounts.without_zeros()),
                two_payers=has_two_payers(placed.action),
            )


def _municipal_costs(file: Fact[Books]) -> Iterator[Fact[MunicipalCost]]:
    """The costs with SPUK or IZA money that something in another file may be the same as."""
    member, accounts = file.member, file.fact
    whose = _Whose(member.municipalities if member.kind == "gemeente" else ())
    for placed in accounts.costs:
        if placed.cost.insured_care:
            continue
        if lines := municipal_lines(member.edition, accounts.paid, placed):
            paid = MunicipalCost(
                path=lines[0].path,
                cost=placed.cost.id,
                reference=(member.identifier, placed.cost.id),
                join_key=placed.cost.join_key or "",
                references=_named_by(line.line for line in lines),
                municipalities=whose.of(placed),
                part=delimitation(placed.cost),
                years=frozenset(year for line in lines for year, euros in accounts.paid(line.line).items() if euros),
            )
            yield Fact(member, paid)


class _Whose:
    """The municipalities that the costs of a plan are for; one set for those that are for the same ones."""

    def __init__(self, municipal: Iterable[str]) -> None:
        """`municipal`: those of a municipal plan; none for a region."""
        self._joint = frozenset(municipal)
        self._by_action: dict[Path, frozenset[str]] = {}

    def of(self, placed: PlacedCost) -> frozenset[str]:
        """Those of one cost; empty where a region does not say."""
        if placed.cost.municipality:
            return frozenset([placed.cost.municipality])
        if self._joint:
            return self._joint
        action = placed.path[:2]
        if action not in self._by_action:
            self._by_action[action] = frozenset(places_of(placed))
        return self._by_action[action]


def _named_by(lines: Iterable[FundingLine]) -> frozenset[Reference]:
    named = (line.counterpart.partition("#") for line in lines if line.counterpart)
    return frozenset((identifier, cost) for identifier, _, cost in named)


class NamedPart(Record):
    """A part of a chain, as other files may name it too."""

    path: Path
    chain: str
    name: str
    is_insured: bool
    payer: str
    """Where the municipality pays it, as the file says that."""

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What the same part has in common in all files."""
        return self.chain, words_of(self.name)


def chain_parts(plan: PlanView) -> Iterator[NamedPart]:
    """The parts of chains: in a regional file those that are insured care, in a municipal one those it pays itself."""
    for code, chain in plan.plan.chains.items():
        for index, part in enumerate(chain.parts):
            path: Path = ("ketens", code, "onderdelen", index)
            if plan.kind == "regio":
                if part.domain == ZVW:
                    yield NamedPart((*path, "domein"), code, part.name, is_insured=True, payer="")
            elif part.domain != ZVW and is_paid_municipally(plan, part):
                payer = part.payer or ""
                yield NamedPart((*path, "betaler"), code, part.name, is_insured=False, payer=payer)


@across("KET008", insured_costs, books, chain_parts)
@settled_too
def zvw_in_ander_bestand(plans: PlanSet) -> Iterator[SetHit]:
    yield from _insured_elsewhere(plans)
    yield from _parts_insured_in_region(plans)


def _insured_elsewhere(plans: PlanSet) -> Iterator[SetHit]:
    """Costs with SPUK or IZA money that are insured care by another file: by `sleutel`, or by `verwijzing`."""
    insured = _Insured(plans)
    if not insured:
        return
    for paid in (paid for file in plans.facts(books) for paid in _municipal_costs(file)):
        others = [*insured.referred(paid), *insured.with_one_key(paid)]
        if others:
            variant = (
                "andere-kosten-valpreventie" if all(other.fact.two_payers for other in others) else "andere-kosten"
            )
            facts = {"kosten": paid.fact.cost, "bestand": others[0].member.name}
            places = dict.fromkeys(other.at(other.fact.path) for other in others)
            yield SetHit(variant, paid.at(paid.fact.path), facts, tuple(islice(places, MOST_SHOWN)))


ANY = "*"
"""Any part, in the index of insured costs."""

Alike = list[Fact[InsuredCost]]
"""Costs in one file that a join cannot tell apart; the first of them."""


class _Insured:
    """The insured costs by what joins them to others, so that thousands with one key are not gone through for each."""

    def __init__(self, plans: PlanSet) -> None:
        self._plans = plans
        self._by_reference: dict[Reference, Fact[InsuredCost]] = {}
        self._joined: dict[tuple[Any, ...], dict[str, dict[tuple[Any, ...], Alike]]] = {}
        """By the join and the part, by file, by what else tells them apart."""
        for insured in plans.facts(insured_costs):
            fact = insured.fact
            self._by_reference[fact.reference] = insured
            for reference in fact.references:
                self._note(("verwijzing", reference), insured)
            for region in plans.regions_with(insured.member) if fact.join_key else ():
                self._note(("sleutel", fact.join_key, region), insured)

    def __bool__(self) -> bool:
        return bool(self._by_reference)

    def _note(self, join: tuple[Any, ...], insured: Fact[InsuredCost]) -> None:
        fact = insured.fact
        for part in {fact.part, ANY}:
            in_file = self._joined.setdefault((join, part), {}).setdefault(insured.member.file, {})
            alike = in_file.setdefault((fact.part, fact.municipalities, fact.years, fact.two_payers), [])
            if len(alike) < MOST_SHOWN:
                alike.append(insured)

    def referred(self, paid: Fact[MunicipalCost]) -> Iterator[Fact[InsuredCost]]:
        """Those that a `verwijzing` joins to a cost, whichever of the two has it."""
        for alike in self._of_part(("verwijzing", paid.fact.reference), paid):
            if alike[0].fact.years & paid.fact.years:
                yield from alike
        for reference in sorted(paid.fact.references):
            insured = self._by_reference.get(reference)
            if insured and _is_elsewhere(paid, insured) and _is_one_part(paid.fact, insured.fact):
                yield insured

    def with_one_key(self, paid: Fact[MunicipalCost]) -> Iterator[Fact[InsuredCost]]:
        """Those in files of the same region that bear the `sleutel` of a cost and may be for the same municipality."""
        for region in sorted(self._plans.regions_with(paid.member)) if paid.fact.join_key else ():
            for alike in self._of_part(("sleutel", paid.fact.join_key, region), paid):
                if alike[0].fact.years & paid.fact.years and _may_share_place(paid.fact, alike[0].fact):
                    yield from alike

    def _of_part(self, join: tuple[Any, ...], paid: Fact[MunicipalCost]) -> Iterator[Alike]:
        """Those in other files that are not said to be another part."""
        for part in ("", paid.fact.part) if paid.fact.part else (ANY,):
            files = self._joined.get((join, part), {}).items()
            elsewhere = (alike for file, kinds in files if file != paid.member.file for alike in kinds.values())
            yield from islice(elsewhere, AT_MOST)


def _is_one_part(paid: MunicipalCost, insured: InsuredCost) -> bool:
    """Whether two costs are not said to be different parts."""
    return len({paid.part, insured.part} - {""}) < 2


def _may_share_place(paid: MunicipalCost, insured: InsuredCost) -> bool:
    """Whether two costs are not for different municipalities."""
    here, there = paid.municipalities, insured.municipalities
    return not (here and there and here.isdisjoint(there))


def _is_elsewhere(paid: Fact[MunicipalCost], insured: Fact[InsuredCost]) -> bool:
    """Whether it is in another file and in a year in which the money is paid."""
    return insured.member.file != paid.member.file and bool(insured.fact.years & paid.fact.years)


def _parts_insured_in_region(plans: PlanSet) -> Iterator[SetHit]:
    """Parts of a chain that the municipality pays, and that are insured care by the file of its region."""
    parts = plans.facts(chain_parts)
    by_region: dict[tuple[str, tuple[str, tuple[str, ...]]], Fact[NamedPart]] = {}
    for part in parts:
        if part.fact.is_insured:
            by_region.setdefault((part.member.whose, part.fact.key), part)
    for part in parts:
        if part.fact.is_insured:
            continue
        for region in sorted(plans.regions_of.get(part.member.municipality, ())):
            insured = by_region.get((region, part.fact.key))
            if insured is not None:
                facts = {
                    "keten": part.fact.chain,
                    "naam": part.fact.name,
                    "betaler": part.fact.payer,
                    "regio": insured.member.name,
                }
                yield SetHit("ander-onderdeel", part.at(part.fact.path), facts, (insured.at(insured.fact.path),))
