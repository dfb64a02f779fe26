"""A plan as the rules look at it: the words of the rulebook, worked out once for each plan."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, cast

from galaplan.catalogue import Edition
from galaplan.documents import Path
from galaplan.model.amounts import NOTHING, Amounts
from galaplan.model.plan import Plan
from galaplan.model.shared import (
    Action,
    Agreement,
    Chain,
    Content,
    Cost,
    FundingLine,
    Owner,
    Participation,
    Partner,
    Party,
    PolicyDocument,
)
from galaplan.records import once
from galaplan.rules.charges import Charge, charges
from galaplan.rules.placed import Placed, PlacedCost, PlacedLine

if TYPE_CHECKING:
    from galaplan.model.municipal import Element, Goal, MunicipalPlan, Request
    from galaplan.model.regional import MatrixCell, RegionalPlan

REGIONAL_DOCUMENTS = ("aanvraag", "regioplan", "governance", "plan-van-aanpak")
"""What `bevat` means when it is left out."""

NO_AMOUNTS = NOTHING

SPUK, IZA = "spuk", "iza"
"""The two sources of which a plan accounts for every euro."""


class Side:
    """What one source pays of a cost, without the years in which it pays nothing."""

    __slots__ = ("paid", "path", "placed", "source")

    def __init__(self, source: str, placed: PlacedCost, paid: Amounts) -> None:
        self.source = source
        self.placed = placed
        self.path = placed.path
        self.paid = paid

    @property
    def id(self) -> str:
        """The id of the cost."""
        return self.placed.cost.id

    @property
    def part(self) -> str:
        """Which part of the cost, which hours or which place this is, by its `afbakening`; may be empty."""
        return delimitation(self.placed.cost)


class CostObject(NamedTuple):
    """One and the same cost: a cost with the others that bear its `sleutel` and are for the same part of it."""

    costs: tuple[PlacedCost, ...]
    lines: tuple[PlacedLine, ...]
    """The lines of these costs and those elsewhere whose `verwijzing` points to one of them, in file order."""
    paid: Amounts
    """What the lines are planned to pay together."""
    rounding: int
    """How many euros two statements of one amount may differ."""

    @property
    def is_plainly_covered(self) -> bool:
        """Whether it is one cost that its lines cover to the euro, year by year: what most costs are."""
        return len(self.costs) == 1 and self.paid == self.costs[0].cost.amounts

    @property
    def amounts(self) -> Amounts:
        """What it costs."""
        if len(self.costs) == 1:
            return self.costs[0].cost.amounts
        years = {year for placed in self.costs for year in placed.cost.amounts}
        whole = {year: max(self._euros(year), default=0) for year in years if self.states_whole(year)}
        return Amounts.sum([Amounts(whole), *(placed.cost.amounts.only(years - set(whole)) for placed in self.costs)])

    def states_whole(self, year: int) -> bool:
        """Whether each cost that states an amount states the same: that of the whole. Else each states a share."""
        stated = self._euros(year)
        return not stated or max(stated) - min(stated) <= self.rounding

    def _euros(self, year: int) -> list[int]:
        return [euros for placed in self.costs if (euros := placed.cost.amounts.in_year(year))]


STARTED = frozenset(["gestart", "ingericht", "toegankelijk"])
"""The statuses of a chain that has begun."""


def has_begun(chain: Chain | MatrixCell) -> bool:
    """Whether a chain is *started*, by its status or because it ran before the scheme."""
    return chain.status in STARTED or chain.existing is True


def actors_of(action: Action) -> Iterator[str]:
    """The kinds of the partners and the owner of an action."""
    for partner in action.partners:
        if partner.kind:
            yield partner.kind
    if action.owner and action.owner.kind:
        yield action.owner.kind


def filled(text: str | None) -> bool:
    """Whether a text says something."""
    return bool(text and text.strip())


def is_own(code: str) -> bool:
    """Whether a code is an addition of the municipality's own to an open list, of which only it knows the meaning."""
    return code.startswith("eigen:")


def has_text(content: Content | None) -> bool:
    """Whether a table is there and bears a `tekst` or a `vindplaats`."""
    return content is not None and content.has_text


class PlanView:
    """One plan, its edition, and what the rules derive from it. Nothing here judges."""

    def __init__(self, plan: Plan, edition: Edition, *, alone: bool = True) -> None:
        """`edition`: the edition that the plan names. `alone`: whether its file is the only one that was given."""
        self.plan = plan
        self.edition = edition
        self.alone = alone
        self.municipal = cast("MunicipalPlan", plan)
        """The plan as a municipal one; ask only in rules that apply to `gemeente`."""
        self.regional = cast("RegionalPlan", plan)
        """The plan as a regional file; ask only in rules that apply to `regio`."""
        self.kind: str = cast("MunicipalPlan | RegionalPlan", plan).kind
        """`gemeente` or `regio`."""

    # --- the head ---

    @once
    def phase(self) -> str:
        """The phase, stated or by default."""
        stated = cast("MunicipalPlan | RegionalPlan", self.plan).phase
        return stated or ("plan-van-aanpak" if self.kind == "gemeente" else "completering")

    @property
    def status(self) -> str:
        """The status, stated or by default."""
        return self.plan.status or "concept"

    @property
    def is_renewal(self) -> bool:
        """Whether it renews what was made in the first round, whose days then bind it no longer."""
        return filled(self.plan.replaces) or not self.edition.is_first_round

    @once
    def contains(self) -> tuple[str, ...]:
        """The regional documents that a regional file holds; none in a municipal plan."""
        return (self.regional.contains or REGIONAL_DOCUMENTS) if self.kind == "regio" else ()

    @once
    def plan_years(self) -> range:
        """The years of the plan, or of the edition where the plan states none."""
        return self.plan.period.years if self.plan.period else self.edition.years

    # --- lists with paths ---

    @once
    def actions(self) -> tuple[Placed[Action], ...]:
        """The actions."""
        return tuple([Placed(("acties", index), action) for index, action in enumerate(self.plan.actions)])

    @once
    def costs(self) -> tuple[PlacedCost, ...]:
        """The costs of all actions."""
        return tuple(
            [
                PlacedCost((*action.path, "kosten", index), action.item, cost)
                for action in self.actions
                for index, cost in enumerate(action.item.costs)
            ]
        )

    @once
    def lines(self) -> tuple[PlacedLine, ...]:
        """The funding lines of all costs."""
        return tuple(
            [
                PlacedLine((*cost.path, "dekking", index), cost.action, cost.cost, line)
                for cost in self.costs
                for index, line in enumerate(cost.cost.funding)
            ]
        )

    def lines_of(self, source: str) -> tuple[PlacedLine, ...]:
        """The funding lines of this source."""
        return self._lines_by_source.get(source, ())

    @once
    def _lines_by_source(self) -> Mapping[str, tuple[PlacedLine, ...]]:
        by_source: dict[str, list[PlacedLine]] = {}
        for line in self.lines:
            by_source.setdefault(line.line.source, []).append(line)
        return {source: tuple(lines) for source, lines in by_source.items()}

    @once
    def cost_objects(self) -> tuple[CostObject, ...]:
        """The costs, those that are one by `sleutel` taken together, each with all lines that pay for it."""
        costs: dict[Path, list[PlacedCost]] = {}
        lines: dict[Path, list[PlacedLine]] = {}
        by_path: dict[Path, Path] = {}
        in_file_order = iter(self.lines)
        for placed in self.costs:
            key = self._object_key(placed)
            costs.setdefault(key, []).append(placed)
            lines.setdefault(key, []).extend(islice(in_file_order, len(placed.cost.funding)))
            by_path[placed.path] = key
        joined: set[Path] = set()
        for line in self.lines:
            if not line.line.counterpart:
                continue
            target = self.costs_by_reference.get(line.line.counterpart)
            if target is not None and (other := by_path[target.path]) != by_path[line.path[:-2]]:
                lines[other].append(line)
                joined.add(other)
        for key in joined:
            lines[key].sort(key=attrgetter("path"))
        rounding: int = self.edition.tolerance("afronding_per_regel")
        return tuple(
            CostObject(
                tuple(costs[key]),
                tuple(lines[key]),
                Amounts.sum([line.line.amounts for line in lines[key]]),
                rounding,
            )
            for key in costs
        )

    @once
    def unsettled_objects(self) -> tuple[CostObject, ...]:
        """The same without those that are plainly covered, which in most plans leaves none."""
        plain = [placed for placed in self.costs if not placed.cost.join_key and _covers_itself(placed.cost)]
        if len(plain) == len(self.costs) and not [line for line in self.lines if line.line.counterpart]:
            return ()
        return tuple([whole for whole in self.cost_objects if not whole.is_plainly_covered])

    def _object_key(self, placed: PlacedCost) -> Path:
        """What a cost has in common with those it is one with: `sleutel`, municipality and, where all say it, part."""
        cost = placed.cost
        if not cost.join_key:
            return placed.path
        municipality = cost.municipality or ""
        part = "" if (cost.join_key, municipality) in self._undelimited_keys else delimitation(cost)
        return ("sleutel", cost.join_key, municipality, part)

    @once
    def _undelimited_keys(self) -> frozenset[tuple[str, str]]:
        """The `sleutel` and municipality of costs that do not say which part they are."""
        return frozenset(
            (placed.cost.join_key, placed.cost.municipality or "")
            for placed in self.costs
            if placed.cost.join_key and not delimitation(placed.cost)
        )

    @once
    def costs_by_reference(self) -> Mapping[str, PlacedCost]:
        """The costs that a `verwijzing` of this file leads to, by what it says."""
        own = f"{self.plan.identifier}#"
        stated = {line.counterpart for placed in self.costs for line in placed.cost.funding if line.counterpart}
        asked = {reference.removeprefix(own) for reference in stated if reference.startswith(own)}
        by_reference: dict[str, PlacedCost] = {}
        for placed in self.costs:
            if placed.cost.id in asked:
                by_reference.setdefault(f"{own}{placed.cost.id}", placed)
        return by_reference

    def paid(self, line: FundingLine) -> Amounts:
        """What a line pays: at accountability what was really spent, in the years for which that is stated."""
        if line.realised is None or self.phase != "verantwoording":
            return line.amounts
        return Amounts({**line.amounts, **line.realised})

    @once
    def agreements(self) -> tuple[Placed[Agreement], ...]:
        """The agreements."""
        return tuple(Placed(("afspraken", index), item) for index, item in enumerate(self.plan.agreements))

    @once
    def participation(self) -> tuple[Placed[Participation], ...]:
        """The rows on participation."""
        return tuple(Placed(("participatie", index), item) for index, item in enumerate(self.plan.participation))

    @once
    def policy_documents(self) -> tuple[Placed[PolicyDocument], ...]:
        """The policy documents."""
        return tuple(
            Placed(("beleidsdocumenten", index), item) for index, item in enumerate(self.plan.policy_documents)
        )

    @once
    def goals(self) -> tuple[Placed[Goal], ...]:
        """The goals of the plan itself."""
        return tuple(Placed(("doelen", index), item) for index, item in enumerate(self._goals))

    @once
    def requests(self) -> tuple[Placed[Request], ...]:
        """The rows of `aanvraag`; empty in a regional file."""
        if self.kind != "gemeente":
            return ()
        return tuple(Placed(("aanvraag", index), item) for index, item in enumerate(self.municipal.requests))

    # --- words of the rulebook ---

    @once
    def requested(self) -> frozenset[str]:
        """The components that have a row in `aanvraag`, with or without amounts."""
        return frozenset(row.item.component for row in self.requests)

    @once
    def component_status(self) -> Mapping[str, str]:
        """How far a municipal plan says that its components are (`verkenning`, `uitvoering` …), by component."""
        if self.kind != "gemeente":
            return {}
        return {code: own.status for code, own in self.municipal.components.items() if own.status}

    @once
    def asks(self) -> bool:
        """Whether it asks for SPUK money other than IZA: a row of `aanvraag`, or a total that is not 0."""
        if self.kind != "gemeente":
            return False
        return bool(self.requests) or (self.municipal.requested_total or NO_AMOUNTS).total > 0

    @once
    def requested_amounts(self) -> Mapping[str, Amounts]:
        """What is requested by component, for the components whose rows state an amount in at least one year."""
        by_component: dict[str, Amounts] = {}
        for row in self.requests:
            if row.item.amounts:
                previous = by_component.get(row.item.component)
                by_component[row.item.component] = previous + row.item.amounts if previous else row.item.amounts
        return by_component

    @once
    def requested_in_parts(self) -> Amounts:
        """What is requested for all components together, as far as their rows say."""
        return Amounts.sum(self.requested_amounts.values())

    @once
    def bound_requests(self) -> Mapping[str, Amounts]:
        """The same in the years in which money is bound to its component; no years with 0."""
        bound = self.edition.bound_years
        return {code: amounts.only(bound).without_zeros() for code, amounts in self.requested_amounts.items()}

    @once
    def years_requested(self) -> frozenset[int]:
        """The years of which the file says what is requested, be it 0, for a component or in all."""
        stated = (*self.requested_amounts.values(), self.municipal.requested_total or NO_AMOUNTS)
        return frozenset(year for amounts in stated for year in amounts)

    @once
    def spuk_lines(self) -> Mapping[str, tuple[PlacedLine, ...]]:
        """The funding lines of source SPUK by the component they name."""
        by_component: dict[str, list[PlacedLine]] = {}
        for line in self.lines_of("spuk"):
            if line.line.component:
                by_component.setdefault(line.line.component, []).append(line)
        return {component: tuple(lines) for component, lines in by_component.items()}

    @once
    def charges(self) -> Mapping[str, tuple[Charge, ...]]:
        """What each SPUK line takes, by the component it names: every euro is charged to one year."""
        return {
            component: charges(lines, self.requested_amounts.get(component, NO_AMOUNTS))
            for component, lines in self.spuk_lines.items()
        }

    @once
    def charged(self) -> Mapping[str, Amounts]:
        """The money of each year that is taken of each component, there or in a later year; no years with 0."""
        return {component: Amounts.sum(self._taken(component)).without_zeros() for component in self.spuk_lines}

    def _taken(self, component: str) -> list[Amounts]:
        """The money of each year that each SPUK line of a component takes."""
        if component in self._carrying:
            return [charge.taken for charge in self.charges[component]]
        return [line.line.amounts for line in self.spuk_lines.get(component, ())]

    @once
    def _carrying(self) -> frozenset[str | None]:
        """The components of which a line carries money over."""
        return frozenset([line.line.component for line in self.lines_of("spuk") if line.line.carry_over])

    @once
    def spent_as_asked(self) -> frozenset[str]:
        """The components of which the lines take what is asked, to the euro and the year, and carry nothing over."""
        charged = self.charged
        same = [component for component, asked in self.bound_requests.items() if charged.get(component) == asked]
        return frozenset(same) - self._carrying

    def bound_lines(self, component: str) -> Iterator[PlacedLine]:
        """The SPUK lines that take money of a component of a year in which it may go to no other."""
        bound = self.edition.bound_years
        for line, amounts in zip(self.spuk_lines.get(component, ()), self._taken(component), strict=True):
            if not bound.isdisjoint(amounts.without_zeros()):
                yield line

    @property
    def free_years(self) -> frozenset[int]:
        """The years of the scheme in which money may go to every component."""
        return self.edition.free_years

    def national(self, component: str) -> Amounts:
        """What the edition has for a component in the whole country; nothing for one it does not know."""
        known = self.edition.components.get(component)
        return known.amounts if known else NO_AMOUNTS

    @once
    def asked_at(self) -> Mapping[tuple[str, int], Path]:
        """Where the plan says what it asks for a component in a year: the first row where there are more."""
        paths: dict[tuple[str, int], Path] = {}
        for row in self.requests:
            for year in row.item.amounts or ():
                paths.setdefault((row.item.component, year), (*row.path, "bedragen", str(year)))
        return paths

    def sides(self, source: str) -> tuple[Side, ...]:
        """The costs that a source really pays a part of, in the order of the file."""
        return self._sides.get(source, ())

    @once
    def _sides(self) -> Mapping[str, tuple[Side, ...]]:
        by_source: dict[str, list[Side]] = {}
        for placed in self.costs:
            amounts: dict[str, Amounts] = {}
            for line in placed.cost.funding:
                own = line.amounts if line.realised is None else self.paid(line)
                others = amounts.get(line.source)
                amounts[line.source] = own if others is None else others + own
            for source, whole in amounts.items():
                if paid := whole.without_zeros():
                    by_source.setdefault(source, []).append(Side(source, placed, paid))
        return {source: tuple(sides) for source, sides in by_source.items()}

    def carries_out(self, action: Action) -> frozenset[str]:
        """The components an action *carries out*: those it says and those its SPUK funding lines name."""
        return self._carried_out[id(action)]

    @once
    def _carried_out(self) -> Mapping[int, frozenset[str]]:
        """By the identity of the action: equality looks at all that it holds."""
        paying: dict[int, list[str]] = {id(action): [] for action in self.plan.actions}
        for component, lines in self.spuk_lines.items():
            for line in lines:
                paying[id(line.action)].append(component)
        return {id(action): frozenset([*action.components, *paying[id(action)]]) for action in self.plan.actions}

    def goals_of(self, action: Action) -> frozenset[str]:
        """The *goals of an action*: `gala_doelen`, or where that is absent the `gala` of its own goals."""
        return self._served[id(action)]

    @once
    def _served(self) -> Mapping[int, frozenset[str]]:
        """By the identity of the action, as in `_carried_out`."""
        by_id = self._gala_by_goal
        return {
            id(action): frozenset(action.gala_goals or [code for goal in action.goals for code in by_id.get(goal, ())])
            for action in self.plan.actions
        }

    @once
    def ties_actions(self) -> bool:
        """Whether an action names a goal of the plan or the agreement, or an agreed action, which belongs to one."""
        return any(a.item.goals or a.item.gala_goals or a.item.gala_actions for a in self.actions)

    @once
    def actions_by_component(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The actions by the components they carry out; a component that no action carries out is not there."""
        return self._actions_by(self.carries_out)

    @once
    def actions_by_goal(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The actions by the GALA goals they serve; a goal that no action serves is not there."""
        return self._actions_by(self.goals_of)

    @once
    def actions_by_gala_action(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The actions by the agreed municipal actions (list `gemeente-actie`) that they carry out."""
        return self._actions_by(attrgetter("gala_actions"))

    @once
    def actions_by_iza_agreement(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The actions by the agreements of the IZA (list `iza-afspraak`) that they carry out."""
        return self._actions_by(attrgetter("iza_agreements"))

    @once
    def actions_by_theme(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The actions by their themes."""
        return self._actions_by(attrgetter("themes"))

    @once
    def actions_by_chain(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The *actions of a chain*: those that name it in `keten`."""
        return self._actions_by(lambda action: (action.chain,) if action.chain else ())

    @once
    def actions_by_group(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The actions by the groups they are for."""
        return self._actions_by(attrgetter("target_groups"))

    @once
    def lines_by_purpose(self) -> Mapping[str, tuple[PlacedLine, ...]]:
        """The funding lines, of whatever source, by their `doel`."""
        by_purpose: dict[str, list[PlacedLine]] = {}
        for line in self.lines:
            if line.line.purpose:
                by_purpose.setdefault(line.line.purpose, []).append(line)
        return {purpose: tuple(lines) for purpose, lines in by_purpose.items()}

    @once
    def iza_lines(self) -> Mapping[str, tuple[PlacedLine, ...]]:
        """The funding lines of source IZA by the category they name; under an empty text those that name none."""
        by_category: dict[str, list[PlacedLine]] = {}
        for line in self.lines_of("iza"):
            by_category.setdefault(line.line.iza_category or "", []).append(line)
        return {category: tuple(lines) for category, lines in by_category.items()}

    @once
    def agreements_by_chain(self) -> Mapping[str, tuple[Placed[Agreement], ...]]:
        """The *agreements of a chain*: those that name it in `ketens`, and those that the chain names itself."""
        chains: dict[str, set[str]] = {}
        for code, chain in self.plan.chains.items():
            for agreement in chain.agreements:
                chains.setdefault(agreement, set()).add(code)
        by_chain: dict[str, list[Placed[Agreement]]] = {}
        for placed in self.agreements:
            for code in {*placed.item.chains, *chains.get(placed.item.id, ())}:
                by_chain.setdefault(code, []).append(placed)
        return {code: tuple(agreements) for code, agreements in by_chain.items()}

    @once
    def chain_states(self) -> Mapping[str, tuple[Placed[Chain | MatrixCell], ...]]:
        """By chain where the plan says how far it is: under the chain, in a region in the cells of its matrix."""
        if self.kind == "gemeente":
            return {code: (Placed(("ketens", code), chain),) for code, chain in self.plan.chains.items()}
        by_chain: dict[str, list[Placed[Chain | MatrixCell]]] = {}
        for municipality, cells in sorted(self.regional.chain_matrix.items()):  # in whatever order the file has them
            for code, cell in cells.items():
                by_chain.setdefault(code, []).append(Placed(("ketenmatrix", municipality, code), cell))
        return {code: tuple(states) for code, states in by_chain.items()}

    def documents_of(self, *kinds: str) -> tuple[Placed[PolicyDocument], ...]:
        """The policy documents of these kinds."""
        return tuple(document for document in self.policy_documents if document.item.kind in kinds)

    def element(self, code: str) -> Element | None:
        """A required plan element, where the file has it."""
        return self.municipal.elements.get(code)

    @once
    def care_parties(self) -> frozenset[str]:
        """The actors that count as *zorgpartij*."""
        return self.edition.codes_where("actor", "zorgpartij")

    def _actions_by(self, codes_of: Callable[[Action], Iterable[str]]) -> Mapping[str, tuple[Placed[Action], ...]]:
        by_code: dict[str, list[Placed[Action]]] = {}
        for action in self.actions:
            for code in codes_of(action.item):
                if code in by_code:
                    by_code[code].append(action)
                else:
                    by_code[code] = [action]
        return {code: tuple(actions) for code, actions in by_code.items()}

    @property
    def _goals(self) -> tuple[Goal, ...]:
        return self.municipal.goals if self.kind == "gemeente" else tuple(self.regional.goals)

    @once
    def _gala_by_goal(self) -> Mapping[str, tuple[str, ...]]:
        return {goal.id: goal.gala for goal in self._goals}


def parties_of(plan: PlanView, actions: Iterable[Placed[Action]]) -> Iterator[Partner | Owner | Party]:
    """Who takes part in actions: their partners and owners, and the parties of the agreements that they name."""
    named: set[str] = set()
    for action in actions:
        named.update(action.item.agreements)
        yield from action.item.partners
        if action.item.owner:
            yield action.item.owner
    for agreement in plan.agreements if named else ():
        if agreement.item.id in named:
            yield from agreement.item.parties


def is_offered_elsewhere(plan: PlanView, chain: Chain) -> bool:
    """Whether a municipality that the plan does not speak for offers the chain: the offer may lie outside."""
    own = plan.municipal.municipality
    return chain.offered_by not in (None, "eigen", own.code, *own.on_behalf_of)


def _covers_itself(cost: Cost) -> bool:
    """Whether the lines of a cost pay it to the euro, year by year."""
    lines = cost.funding
    paid = lines[0].amounts if len(lines) == 1 else Amounts.sum([line.amounts for line in lines])
    return paid == cost.amounts


def delimitation(cost: Cost) -> str:
    """The words of the `afbakening` of a cost; empty when it says nothing."""
    return " ".join(words_of(stated(cost.delimitation))) if cost.delimitation else ""


PLACEHOLDERS = frozenset(["", "nvt", "volgt", "pm", "x", "xx", "xxx", "nnb", "ntb", "tbd", "todo"])
"""What people fill in where they have nothing to say, without spaces and punctuation."""


@lru_cache(maxsize=512)
def stated(text: str | None) -> str:
    """A text as it is written, without the space around it; empty when it is a placeholder such as `n.v.t.` or `-`."""
    return "" if text is None or "".join(words_of(text)) in PLACEHOLDERS else text.strip()


PIECE = 500
"""Characters of a text that are decomposed at once."""


@lru_cache(maxsize=512)
def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, without case, accents, punctuation and words such as `'s`."""
    letters = text.casefold()
    if not letters.isascii():
        # In pieces, for a run of accents is put in order in the square of its length; here they are left out anyway.
        pieces = (letters[at : at + PIECE] for at in range(0, len(letters), PIECE))
        decomposed = "".join(unicodedata.normalize("NFKD", piece) for piece in pieces)
        letters = "".join(letter for letter in decomposed if unicodedata.category(letter) not in ("Mn", "Cf"))
    return tuple(re.findall(r"[0-9]+|[^\W_0-9]+", re.sub(r"['\u2018\u2019][snt]\b", " ", letters)))
