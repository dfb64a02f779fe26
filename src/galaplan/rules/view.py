"""A plan as the rules look at it: the words of the rulebook, worked out once for each plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from galaplan.catalogue import Edition
from galaplan.documents import Path
from galaplan.model.amounts import Amounts
from galaplan.model.moment import Moment
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

if TYPE_CHECKING:
    from galaplan.model.municipal import Element, Goal, MunicipalPlan, Request
    from galaplan.model.regional import RegionalPlan

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
    """One and the same cost: a cost with the others that bear its `sleutel`, and every line that pays for it."""

    costs: tuple[PlacedCost, ...]
    lines: tuple[PlacedLine, ...]
    """The lines of these costs and those elsewhere whose `verwijzing` points to one of them, in file order."""
    paid: Amounts
    """What the lines pay together."""

    @property
    def is_plainly_covered(self) -> bool:
        """Whether it is one cost that its lines cover to the euro, year by year: what most costs are."""
        return len(self.costs) == 1 and self.paid == self.costs[0].cost.amounts

    @property
    def amounts(self) -> Amounts:
        """What it costs: each cost states the whole, and the largest counts, unless each delimits a part of its own."""
        if len(self.costs) == 1:
            return self.costs[0].cost.amounts
        in_parts = all(delimitation(placed.cost) for placed in self.costs)
        parts: dict[str, dict[int, int]] = {}
        for placed in self.costs:
            part = parts.setdefault(delimitation(placed.cost) if in_parts else "", {})
            for year, euros in placed.cost.amounts.items():
                part[year] = max(part.get(year, 0), euros)
        return Amounts.sum(Amounts(part) for part in parts.values())


def filled(text: str | None) -> bool:
    """Whether a text says something."""
    return bool(text and text.strip())


def has_text(content: Content | None) -> bool:
    """Whether a table is there and bears a `tekst` or a `vindplaats`."""
    return content is not None and content.has_text


class PlanView:
    """One plan, its edition, and what the rules derive from it. Nothing here judges."""

    def __init__(self, plan: Plan, edition: Edition) -> None:
        """`edition`: the edition that the plan names."""
        self.plan = plan
        self.edition = edition

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
        """The regional documents that a regional file holds."""
        return self.regional.contains or REGIONAL_DOCUMENTS

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
        """The costs, those that bear one `sleutel` taken together, each with all lines that pay for it."""
        costs: dict[tuple[str, str], list[PlacedCost]] = {}
        by_reference: dict[str, tuple[str, str]] = {}
        for placed in self.costs:
            key = ("sleutel", placed.cost.join_key) if placed.cost.join_key else ("id", placed.cost.id)
            costs.setdefault(key, []).append(placed)
            by_reference[f"{self.plan.identifier}#{placed.cost.id}"] = key
        lines: dict[tuple[str, str], list[PlacedLine]] = {key: [] for key in costs}
        for line in self.lines:
            own = by_reference[f"{self.plan.identifier}#{line.cost.id}"]
            lines[own].append(line)
            other = by_reference.get(line.line.counterpart or "")
            if other is not None and other != own:
                lines[other].append(line)
        return tuple(
            CostObject(tuple(costs[key]), tuple(lines[key]), Amounts.sum(line.line.amounts for line in lines[key]))
            for key in costs
        )

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
    def requested_amounts(self) -> Mapping[str, Amounts]:
        """What is requested by component, for the components whose rows state an amount in at least one year."""
        by_component: dict[str, Amounts] = {}
        for row in self.requests:
            if row.item.amounts:
                previous = by_component.get(row.item.component, Amounts())
                by_component[row.item.component] = previous + row.item.amounts
        return by_component

    @cached_property
    def spuk_lines(self) -> Mapping[str, tuple[PlacedLine, ...]]:
        """The funding lines of source SPUK by the component they name."""
        by_component: dict[str, list[PlacedLine]] = {}
        for line in self.lines:
            if line.line.source == "spuk" and line.line.component:
                by_component.setdefault(line.line.component, []).append(line)
        return {component: tuple(lines) for component, lines in by_component.items()}

    @cached_property
    def spent(self) -> Mapping[str, Amounts]:
        """What the SPUK lines of each component take from the money of each year, without years in which that is 0."""
        return {
            component: Amounts.sum(without_carry_over(line.line) for line in lines).without_zeros()
            for component, lines in self.spuk_lines.items()
        }

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
                amounts.setdefault(line.source, []).append(line.amounts)
            for source, parts in amounts.items():
                paid = Amounts.sum(parts).without_zeros()
                if paid:
                    by_source.setdefault(source, []).append(Side(placed, paid))
        return {source: tuple(sides) for source, sides in by_source.items()}

    @cached_property
    def amounts_stated(self) -> frozenset[str]:
        """Components with *amounts stated*: an amount in their row, or a SPUK funding line that names them."""
        return frozenset({*self.requested_amounts, *self.spuk_lines})

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
    def actions_by_component(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The actions by the components they carry out; a component that no action carries out is not there."""
        return self._actions_by(self.carries_out)

    @cached_property
    def actions_by_goal(self) -> Mapping[str, tuple[Placed[Action], ...]]:
        """The actions by the GALA goals they serve; a goal that no action serves is not there."""
        return self._actions_by(self.goals_of)

    def agreements_of_chain(self, chain: str) -> tuple[Placed[Agreement], ...]:
        """The *agreements of a chain*: those that name it and those that it names."""
        named = self.plan.chains[chain].agreements if chain in self.plan.chains else ()
        return tuple(a for a in self.agreements if chain in a.item.chains or a.item.id in named)

    def actions_of_chain(self, chain: str) -> tuple[Placed[Action], ...]:
        """The actions that belong to a chain."""
        return tuple(action for action in self.actions if action.item.chain == chain)

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
    """The `afbakening` of a cost, written so that equal texts are equal; empty when it says nothing."""
    return " ".join((cost.delimitation or "").casefold().split())


def without_carry_over(line: FundingLine) -> Amounts:
    """What a line takes from the money of its own years; what was carried over from an earlier year is spent first."""
    if line.carry_over is None:
        return line.amounts
    left = line.carry_over.amount
    own = dict(line.amounts)
    for year in line.amounts.years:
        if year > line.carry_over.from_year:
            carried = min(own[year], left)
            own[year] -= carried
            left -= carried
    return Amounts(own)


def started(chain: Chain | None) -> bool:
    """Whether a chain has *started*: by its status, or because it ran before."""
    return chain is not None and (chain.status in ("gestart", "ingericht", "toegankelijk") or chain.existing is True)


def day_text(moment: Moment | None) -> str:
    """A moment as a message shows it."""
    return "" if moment is None else str(moment)
