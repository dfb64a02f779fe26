"""A plan as the rules look at it: the words of the rulebook, worked out once for each plan."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from galaplan.catalogue import Edition
from galaplan.documents import Path
from galaplan.model.amounts import Amounts
from galaplan.model.plan import Plan
from galaplan.model.shared import (
    Action,
    Agreement,
    Chain,
    Content,
    Cost,
    FundingLine,
    Participation,
    PolicyDocument,
)
from galaplan.records import Record, record
from galaplan.rules.charges import Charge, charges

if TYPE_CHECKING:
    from galaplan.model.municipal import Element, Goal, MunicipalPlan, Request
    from galaplan.model.regional import MatrixCell, RegionalPlan

REGIONAL_DOCUMENTS = ("aanvraag", "regioplan", "governance", "plan-van-aanpak")
"""What `bevat` means when it is left out."""

T = TypeVar("T")

NO_AMOUNTS = Amounts()


@record
class Placed(Record, Generic[T]):
    """A part of the plan with its path in the file."""

    path: Path
    item: T


@record
class PlacedCost(Record):
    """A cost with its action and its path."""

    path: Path
    action: Action
    cost: Cost

    def paid_by(self, source: str) -> bool:
        """Whether a funding line of this source pays a part of it."""
        return any(line.source == source for line in self.cost.funding)


@record
class Side(Record):
    """What one source pays of a cost, without the years in which it pays nothing."""

    source: str
    placed: PlacedCost
    paid: Amounts

    @property
    def path(self) -> Path:
        """The path of the cost."""
        return self.placed.path

    @property
    def id(self) -> str:
        """The id of the cost."""
        return self.placed.cost.id

    @property
    def part(self) -> str:
        """Which part of the cost, which hours or which place this is, by its `afbakening`; may be empty."""
        return delimitation(self.placed.cost)


@record
class PlacedLine(Record):
    """A funding line with its action, cost and path."""

    path: Path
    action: Action
    cost: Cost
    line: FundingLine


@record
class CostObject(Record):
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

    # --- the head ---

    @cached_property
    def kind(self) -> str:
        """`gemeente` or `regio`."""
        return cast("MunicipalPlan | RegionalPlan", self.plan).kind

    @property
    def municipal(self) -> MunicipalPlan:
        """The plan as a municipal one; ask only in rules that apply to `gemeente`."""
        return cast("MunicipalPlan", self.plan)

    @property
    def regional(self) -> RegionalPlan:
        """The plan as a regional file; ask only in rules that apply to `regio`."""
        return cast("RegionalPlan", self.plan)

    @cached_property
    def phase(self) -> str:
        """The phase, stated or by default."""
        stated = cast("MunicipalPlan | RegionalPlan", self.plan).phase
        return stated or ("plan-van-aanpak" if self.kind == "gemeente" else "completering")

    @property
    def status(self) -> str:
        """The status, stated or by default."""
        return self.plan.status or "concept"

    @cached_property
    def contains(self) -> tuple[str, ...]:
        """The regional documents that a regional file holds; none in a municipal plan."""
        return (self.regional.contains or REGIONAL_DOCUMENTS) if self.kind == "regio" else ()

    @cached_property
    def plan_years(self) -> range:
        """The years of the plan, or of the edition where the plan states none."""
        return self.plan.period.years if self.plan.period else self.edition.years

    # --- lists with paths ---

    @cached_property
    def actions(self) -> tuple[Placed[Action], ...]:
        """The actions."""
        return tuple(Placed(("acties", index), action) for index, action in enumerate(self.plan.actions))

    @cached_property
    def costs(self) -> tuple[PlacedCost, ...]:
        """The costs of all actions."""
        return tuple(
            PlacedCost((*action.path, "kosten", index), action.item, cost)
            for action in self.actions
            for index, cost in enumerate(action.item.costs)
        )

    @cached_property
    def lines(self) -> tuple[PlacedLine, ...]:
        """The funding lines of all costs."""
        return tuple(
            PlacedLine((*cost.path, "dekking", index), cost.action, cost.cost, line)
            for cost in self.costs
            for index, line in enumerate(cost.cost.funding)
        )

    @cached_property
    def cost_objects(self) -> tuple[CostObject, ...]:
        """The costs, those that are one by `sleutel` taken together, each with all lines that pay for it."""
        costs: dict[Path, list[PlacedCost]] = {}
        by_path: dict[Path, Path] = {}
        for placed in self.costs:
            key = self._object_key(placed)
            costs.setdefault(key, []).append(placed)
            by_path[placed.path] = key
        lines: dict[Path, list[PlacedLine]] = {key: [] for key in costs}
        for line in self.lines:
            own = by_path[line.path[:-2]]
            lines[own].append(line)
            target = self.costs_by_reference.get(line.line.counterpart or "")
            if target is not None and (other := by_path[target.path]) != own:
                lines[other].append(line)
        rounding: int = self.edition.tolerance("afronding_per_regel")
        return tuple(
            CostObject(
                tuple(costs[key]),
                tuple(lines[key]),
                Amounts.sum(line.line.amounts for line in lines[key]),
                rounding,
            )
            for key in costs
        )

    def _object_key(self, placed: PlacedCost) -> Path:
        """What a cost has in common with those it is one with: `sleutel`, municipality and, where all say it, part."""
        cost = placed.cost
        if not cost.join_key:
            return placed.path
        municipality = cost.municipality or ""
        part = "" if (cost.join_key, municipality) in self._undelimited_keys else delimitation(cost)
        return ("sleutel", cost.join_key, municipality, part)

    @cached_property
    def _undelimited_keys(self) -> frozenset[tuple[str, str]]:
        """The `sleutel` and municipality of costs that do not say which part they are."""
        return frozenset(
            (placed.cost.join_key, placed.cost.municipality or "")
            for placed in self.costs
            if placed.cost.join_key and not delimitation(placed.cost)
        )

    @cached_property
    def costs_by_reference(self) -> Mapping[str, PlacedCost]:
        """The costs by what a `verwijzing` to them says."""
        by_reference: dict[str, PlacedCost] = {}
        for placed in self.costs:
            by_reference.setdefault(f"{self.plan.identifier}#{placed.cost.id}", placed)
        return by_reference

    def paid(self, line: FundingLine) -> Amounts:
        """What a line pays: at accountability what was really spent, in the years for which that is stated."""
        if line.realised is None or self.phase != "verantwoording":
            return line.amounts
        return Amounts({**line.amounts, **line.realised})

    @cached_property
    def agreements(self) -> tuple[Placed[Agreement], ...]:
        """The agreements."""
        return tuple(Placed(("afspraken", index), item) for index, item in enumerate(self.plan.agreements))

    @cached_property
    def participation(self) -> tuple[Placed[Participation], ...]:
        """The rows on participation."""
        return tuple(Placed(("participatie", index), item) for index, item in enumerate(self.plan.participation))

    @cached_property
    def policy_documents(self) -> tuple[Placed[PolicyDocument], ...]:
        """The policy documents."""
        return tuple(
            Placed(("beleidsdocumenten", index), item) for index, item in enumerate(self.plan.policy_documents)
        )

    @cached_property
    def goals(self) -> tuple[Placed[Goal], ...]:
        """The goals of the plan itself."""
        return tuple(Placed(("doelen", index), item) for index, item in enumerate(self._goals))

    @cached_property
    def requests(self) -> tuple[Placed[Request], ...]:
        """The rows of `aanvraag`; empty in a regional file."""
        if self.kind != "gemeente":
            return ()
        return tuple(Placed(("aanvraag", index), item) for index, item in enumerate(self.municipal.requests))

    # --- words of the rulebook ---

    @cached_property
    def requested(self) -> frozenset[str]:
        """The components that have a row in `aanvraag`, with or without amounts."""
        return frozenset(row.item.component for row in self.requests)

    @cached_property
    def in_execution(self) -> frozenset[str]:
        """The components that a municipal plan says are in execution, by their `status`."""
        if self.kind != "gemeente":
            return frozenset()
        return frozenset(code for code, own in self.municipal.components.items() if own.status == "uitvoering")

    @cached_property
    def asks(self) -> bool:
        """Whether it asks for SPUK money other than IZA: a row of `aanvraag`, or a total that is not 0."""
        if self.kind != "gemeente":
            return False
        return bool(self.requests) or (self.municipal.requested_total or NO_AMOUNTS).total > 0

    @cached_property
    def requested_amounts(self) -> Mapping[str, Amounts]:
        """What is requested by component, for the components whose rows state an amount in at least one year."""
        by_component: dict[str, Amounts] = {}
        for row in self.requests:
            if row.item.amounts:
                previous = by_component.get(row.item.component, Amounts())
                by_component[row.item.component] = previous + row.item.amounts
        return by_component

    @cached_property
    def years_requested(self) -> frozenset[int]:
        """The years of which the file says what is requested, be it 0, for a component or in all."""
        stated = (*self.requested_amounts.values(), self.municipal.requested_total or NO_AMOUNTS)
        return frozenset(year for amounts in stated for year in amounts)

    @cached_property
    def spuk_lines(self) -> Mapping[str, tuple[PlacedLine, ...]]:
        """The funding lines of source SPUK by the component they name."""
        by_component: dict[str, list[PlacedLine]] = {}
        for line in self.lines:
            if line.line.source == "spuk" and line.line.component:
                by_component.setdefault(line.line.component, []).append(line)
        return {component: tuple(lines) for component, lines in by_component.items()}

    @cached_property
    def charges(self) -> Mapping[str, tuple[Charge, ...]]:
        """What each SPUK line takes, by the component it names: every euro is charged to one year."""
        return {
            component: charges(lines, self.requested_amounts.get(component, NO_AMOUNTS))
            for component, lines in self.spuk_lines.items()
        }

    @cached_property
    def charged(self) -> Mapping[str, Amounts]:
        """The money of each year that is taken of each component, there or in a later year; no years with 0."""
        return {
            component: Amounts.sum(charge.taken for charge in taken).without_zeros()
            for component, taken in self.charges.items()
        }

    def bound_lines(self, component: str) -> Iterator[PlacedLine]:
        """The SPUK lines that take money of a component of a year in which it may go to no other."""
        bound = self.edition.bound_years
        for charge in self.charges.get(component, ()):
            if any(euros and year in bound for year, euros in charge.taken.items()):
                yield charge.line

    @cached_property
    def free_years(self) -> frozenset[int]:
        """The years of the scheme in which money may go to every component."""
        return frozenset(self.edition.years) - self.edition.bound_years

    def national(self, component: str) -> Amounts:
        """What the edition has for a component in the whole country; nothing for one it does not know."""
        known = self.edition.components.get(component)
        return known.amounts if known else NO_AMOUNTS

    @cached_property
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

    @cached_property
    def _sides(self) -> Mapping[str, tuple[Side, ...]]:
        by_source: dict[str, list[Side]] = {}
        for placed in self.costs:
            amounts: dict[str, list[Amounts]] = {}
            for line in placed.cost.funding:
                amounts.setdefault(line.source, []).append(self.paid(line))
            for source, parts in amounts.items():
                paid = Amounts.sum(parts).without_zeros()
                if paid:
                    by_source.setdefault(source, []).append(Side(source, placed, paid))
        return {source: tuple(sides) for source, sides in by_source.items()}

    def carries_out(self, action: Action) -> frozenset[str]:
        """The components an action *carries out*: those it says and those its SPUK funding lines name."""
        paying = {
            line.component
            for cost in action.costs
            for line in cost.funding
            if line.source == "spuk" and line.component is not None
        }
        return frozenset({*action.components, *paying})

    def goals_of(self, action: Action) -> frozenset[str]:
        """The *goals of an action*: `gala_doelen`, or where that is absent the `gala` of its own goals."""
        if action.gala_goals:
            return frozenset(action.gala_goals)
        by_id = self._gala_by_goal
        return frozenset(code for goal in action.goals for code in by_id.get(goal, ()))

    @cached_property
    def ties_actions(self) -> bool:
        """Whether an action names a goal of the plan or the agreement, or an agreed action, which belongs to one."""
        return any(a.item.goals or a.item.gala_goals or a.item.gala_actions for a in self.actions)

    @cached_property
    def actions_by_component(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The actions by the components they carry out; a component that no action carries out is not there."""
        return self._actions_by(self.carries_out)

    @cached_property
    def actions_by_goal(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The actions by the GALA goals they serve; a goal that no action serves is not there."""
        return self._actions_by(self.goals_of)

    @cached_property
    def actions_by_gala_action(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The actions by the agreed municipal actions (list `gemeente-actie`) that they carry out."""
        return self._actions_by(lambda action: action.gala_actions)

    @cached_property
    def actions_by_iza_agreement(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The actions by the agreements of the IZA (list `iza-afspraak`) that they carry out."""
        return self._actions_by(lambda action: action.iza_agreements)

    @cached_property
    def actions_by_theme(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The actions by their themes."""
        return self._actions_by(lambda action: action.themes)

    @cached_property
    def actions_by_chain(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The *actions of a chain*: those that name it in `keten`."""
        return self._actions_by(lambda action: (action.chain,) if action.chain else ())

    @cached_property
    def actions_by_group(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The actions by the groups they are for."""
        return self._actions_by(lambda action: action.target_groups)

    @cached_property
    def lines_by_purpose(self) -> Mapping[str, tuple[PlacedLine, ...]]:
        """The funding lines, of whatever source, by their `doel`."""
        by_purpose: dict[str, list[PlacedLine]] = {}
        for line in self.lines:
            if line.line.purpose:
                by_purpose.setdefault(line.line.purpose, []).append(line)
        return {purpose: tuple(lines) for purpose, lines in by_purpose.items()}

    @cached_property
    def iza_lines(self) -> Mapping[str, tuple[PlacedLine, ...]]:
        """The funding lines of source IZA by the category they name; under an empty text those that name none."""
        by_category: dict[str, list[PlacedLine]] = {}
        for line in self.lines:
            if line.line.source == "iza":
                by_category.setdefault(line.line.iza_category or "", []).append(line)
        return {category: tuple(lines) for category, lines in by_category.items()}

    @cached_property
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

    @cached_property
    def chain_states(self) -> Mapping[str, tuple[Placed[Chain | MatrixCell], ...]]:
        """By chain where the plan says how far it is: under the chain, in a region in the cells of its matrix."""
        if self.kind == "gemeente":
            return {code: (Placed(("ketens", code), chain),) for code, chain in self.plan.chains.items()}
        by_chain: dict[str, list[Placed[Chain | MatrixCell]]] = {}
        for municipality, cells in self.regional.chain_matrix.items():
            for code, cell in cells.items():
                by_chain.setdefault(code, []).append(Placed(("ketenmatrix", municipality, code), cell))
        return {code: tuple(states) for code, states in by_chain.items()}

    def documents_of(self, *kinds: str) -> tuple[Placed[PolicyDocument], ...]:
        """The policy documents of these kinds."""
        return tuple(document for document in self.policy_documents if document.item.kind in kinds)

    def element(self, code: str) -> Element | None:
        """A required plan element, where the file has it."""
        return self.municipal.elements.get(code)

    @cached_property
    def care_parties(self) -> frozenset[str]:
        """The actors that count as *zorgpartij*."""
        return self.edition.codes_where("actor", "zorgpartij")

    def _actions_by(self, codes_of: Callable[[Action], Iterable[str]]) -> Mapping[str, tuple[Placed[Action], ...]]:
        by_code: dict[str, list[Placed[Action]]] = {}
        for action in self.actions:
            for code in codes_of(action.item):
                by_code.setdefault(code, []).append(action)
        return {code: tuple(actions) for code, actions in by_code.items()}

    @property
    def _goals(self) -> tuple[Goal, ...]:
        return self.municipal.goals if self.kind == "gemeente" else tuple(self.regional.goals)

    @cached_property
    def _gala_by_goal(self) -> Mapping[str, tuple[str, ...]]:
        return {goal.id: goal.gala for goal in self._goals}


def delimitation(cost: Cost) -> str:
    """The words of the `afbakening` of a cost; empty when it says nothing."""
    return " ".join(words_of(stated(cost.delimitation)))


PLACEHOLDERS = frozenset(["", "nvt", "volgt", "pm", "x", "xx", "xxx", "nnb", "ntb", "tbd", "todo"])
"""What people fill in where they have nothing to say, without spaces and punctuation."""


def stated(text: str | None) -> str:
    """A text as it is written, without the space around it; empty when it is a placeholder such as `n.v.t.` or `-`."""
    return "" if text is None or "".join(words_of(text)) in PLACEHOLDERS else text.strip()


@lru_cache(maxsize=512)
def words_of(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, without case, accents, punctuation and words such as `'s`."""
    letters = text.casefold()
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters)
        letters = "".join(letter for letter in decomposed if unicodedata.category(letter) not in ("Mn", "Cf"))
    return tuple(re.findall(r"[0-9]+|[^\W_0-9]+", re.sub(r"['\u2018\u2019][snt]\b", " ", letters)))
