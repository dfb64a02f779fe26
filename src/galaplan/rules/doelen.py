"""Family DOE: how goals, results, actions, components and their money hang together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from galaplan.catalogue import Edition
from galaplan.documents import Path
from galaplan.model.amounts import Amounts
from galaplan.model.shared import Action, FundingLine
from galaplan.rules.charges import Charge
from galaplan.rules.elementen import ORGANISATIE, no_action_has_a_goal
from galaplan.rules.placed import Placed, PlacedLine
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, rule
from galaplan.rules.view import NO_AMOUNTS, PlanView, filled, is_own

ACHTERSTANDEN = "gezondheidsachterstanden"
INFRASTRUCTUUR = "regionale-preventie-infrastructuur"


def _named(action: Action) -> dict[str, Any]:
    return {"actie": action.id, "titel": action.title}


@lru_cache(maxsize=1)
def _request_paths(plan: PlanView) -> Mapping[str, Path]:
    """By component the row of `aanvraag`, the first where there are more."""
    paths: dict[str, Path] = {}
    for row in plan.requests:
        paths.setdefault(row.item.component, row.path)
    return paths


@lru_cache(maxsize=1)
def _goals_by_component(plan: PlanView) -> Mapping[str, frozenset[str]]:
    """The GALA goals of each component: those of the plan's own tick table, else those of the edition."""
    ticked: dict[str, frozenset[str]] = {}
    for row in plan.requests:
        if row.item.gala:
            ticked[row.item.component] = ticked.get(row.item.component, frozenset()).union(row.item.gala)
    return {**_goals_in_edition(plan.edition), **ticked}


@lru_cache(maxsize=8)
def _goals_in_edition(edition: Edition) -> Mapping[str, frozenset[str]]:
    return {code: frozenset(component.goals) for code, component in edition.components.items()}


# --- goals, results and actions ------------------------------------------------------------------------------------


@rule(
    "DOE001",
    "doel-zonder-actie",
    {"zonder-actie": WARNING},
    modality="I",
    source=("GALA p44 L2377", "GALA p10 L431-443"),
)
def doel_zonder_actie(plan: PlanView) -> Iterator[Hit]:
    if not plan.ties_actions:
        return  # that no action serves any goal is said by ELE001 of the plan, or by DOE002 of each action
    explained = {row.goal for row in plan.municipal.not_elaborated if filled(row.reason)}
    region = plan.municipal.regional_reference
    if region is not None and filled(region.plan):
        explained.add(INFRASTRUCTUUR)
    missing = [
        goal for goal in plan.edition.codes("doel") if goal not in plan.actions_by_goal and goal not in explained
    ]
    if missing:
        own = tuple(goal.path for goal in plan.goals if not set(missing).isdisjoint(goal.item.gala))
        yield Hit("zonder-actie", ("acties",), {"doelen": missing, "aantal": len(missing)}, own)


@rule(
    "DOE002",
    "actie-zonder-doel",
    {"zonder-doel": ERROR, "zonder-doel-regio": ERROR},
    modality="P",
    source=("GALA p44 L2401-2403",),
    applies=("gemeente", "regio"),
    inferred=True,
)
def actie_zonder_doel(plan: PlanView) -> Iterator[Hit]:
    regional = plan.kind == "regio"
    if not regional and no_action_has_a_goal(plan):
        return
    for action in plan.actions:
        item = action.item
        if item.kind == ORGANISATIE or item.goals or item.gala_goals:
            continue
        if not (regional and (item.iza_agreements or item.chain)):
            yield Hit("zonder-doel-regio" if regional else "zonder-doel", action.path, _named(item))


@rule(
    "DOE003",
    "actie-zonder-resultaat",
    {"zonder-resultaat": WARNING, "resultaat-bij-ander-doel": WARNING},
    modality="I",
    source=("GALA p45 L2407-2408", "GALA p44 L2377"),
)
def actie_zonder_resultaat(plan: PlanView) -> Iterator[Hit]:
    for action, strange in _without_fitting_result(plan):
        if strange:
            params = {**_named(action.item), "resultaten": strange}
            yield Hit("resultaat-bij-ander-doel", (*action.path, "resultaten"), params)
        else:
            yield Hit("zonder-resultaat", action.path, _named(action.item))


def _without_fitting_result(plan: PlanView) -> Iterator[tuple[Placed[Action], list[str]]]:
    """The actions that say nothing of a result, and those with results of a goal they do not serve, which follow."""
    goal_of = plan.edition.codes("beoogd-resultaat").texts("doel")
    sport = {goal.item.id for goal in plan.goals if goal.item.sportakkoord}  # that accord has results of its own
    for action in plan.actions:
        item = action.item
        if item.kind == ORGANISATIE:
            continue
        goals = plan.goals_of(item)
        strange = [code for code in item.results if code in goal_of and goal_of[code] not in goals]
        says_something = item.results or item.gala_actions or not sport.isdisjoint(item.goals)
        if (goals and strange) or not (says_something or _still_finding_out(item)):
            yield action, strange


def _still_finding_out(action: Action) -> bool:
    """Whether the action explores or prepares, so that its result is not known yet."""
    return action.status == "verkenning" or action.kind == "voorbereiding"


@rule(
    "DOE004",
    "doel-zonder-resultaat",
    {"zonder-resultaat": ADVICE},
    modality="I",
    source=("GALA p45 L2407-2408",),
)
def doel_zonder_resultaat(plan: PlanView) -> Iterator[Hit]:
    goals, goal_of = plan.edition.codes("doel"), plan.edition.codes("beoogd-resultaat").texts("doel")
    of_component = _goals_by_component(plan)
    asked: set[str] = set()
    number = len(goals)
    for component in plan.requested:
        if len(served := of_component.get(component, frozenset())) < number:  # one that fits all points at none
            asked |= served
    reached = {goal_of.get(code) for action in plan.actions for code in action.item.results}
    reached.update(goal_of.get(code) for goal in plan.goals for code in goal.item.results)
    owing = _attainable(plan.edition) & asked & plan.actions_by_goal.keys() - reached
    if owing:
        owing -= {goal for action, _ in _without_fitting_result(plan) for goal in plan.goals_of(action.item)}  # DOE003
    if owing:
        yield Hit("zonder-resultaat", ("acties",), {"doelen": [goal for goal in goals if goal in owing]})


@lru_cache(maxsize=8)
def _attainable(edition: Edition) -> frozenset[str]:
    """The goals with a result that a municipality can reach."""
    results = edition.codes("beoogd-resultaat")
    return frozenset(results[code].text("doel") for code in edition.codes_where("beoogd-resultaat", "gemeentelijk"))


@rule(
    "DOE010",
    "eigenaar-actie",
    {"regionaal": WARNING, "overdracht": WARNING, "regio": WARNING},
    modality="I",
    source=("GALA p10 L442-443", "GALA p35 L1890-1891"),
    applies=("gemeente", "regio"),
    inferred=True,
)
def eigenaar_actie(plan: PlanView) -> Iterator[Hit]:
    orphans = [action for action in plan.actions if not _has_owner(action.item)]
    if plan.kind == "regio":
        yield from _orphans_of_region([action for action in orphans if action.item.status != "verkenning"])
        return
    for action in orphans:
        if action.item.kind == "overdracht":
            yield Hit("overdracht", action.path, _named(action.item))
        elif action.item.level == "regionaal" and not action.item.partners:
            yield Hit("regionaal", action.path, _named(action.item))


def _has_owner(action: Action) -> bool:
    return action.owner is not None and (filled(action.owner.name) or action.owner.kind is not None)


def _orphans_of_region(orphans: list[Placed[Action]]) -> Iterator[Hit]:
    """One finding for all; an action that parties do together has its owners among its partners."""
    alone = [action for action in orphans if not (action.item.responsible == "gezamenlijk" and action.item.partners)]
    if alone:
        params = {"aantal": len(alone), "acties": [action.item.id for action in alone]}
        yield Hit("regio", alone[0].path, params, tuple(action.path for action in alone[1:]))


@rule(
    "DOE011",
    "geen-afrekening-outcome",
    {"alleen-outcome": ADVICE},
    modality="-",
    source=("GALA p45 L2405-2409",),
)
def geen_afrekening_outcome(plan: PlanView) -> Iterator[Hit]:
    for action in plan.actions:
        indicators = action.item.indicators
        if indicators and not [indicator for indicator in indicators if indicator.kind != "outcome"]:
            params = {**_named(action.item), "aantal": len(indicators)}
            yield Hit("alleen-outcome", (*action.path, "indicatoren"), params)


@rule(
    "DOE012",
    "achterstanden-rode-draad",
    {"zonder-bereik": WARNING},
    modality="I",
    source=("GALA p10 L422-425", "Pharos-SPUK L24", "Pharos-SPUK L74"),
)
def achterstanden_rode_draad(plan: PlanView) -> Iterator[Hit]:
    groups = plan.edition.codes_where("risicogroep", "achterstand")
    missing = [
        goal
        for goal in plan.edition.codes("doel")
        if goal not in (ACHTERSTANDEN, INFRASTRUCTUUR)
        and goal in plan.actions_by_goal
        and not any(_reaches(action.item, groups) for action in plan.actions_by_goal[goal])
    ]
    if missing:
        yield Hit("zonder-bereik", ("acties",), {"doelen": missing})


def _reaches(action: Action, groups: frozenset[str]) -> bool:
    """Whether the action says how people with gezondheidsachterstanden are reached."""
    return (
        filled(action.reach)
        or filled(action.differentiation)
        or not groups.isdisjoint(action.target_groups)
        or any(map(is_own, action.target_groups))
    )


@rule(
    "DOE013",
    "ingang-gala-doelen",
    {"doelen-niet-gebruikt": ADVICE},
    modality="K",
    source=("GezondIn-lessen L23-25",),
)
def ingang_gala_doelen(plan: PlanView) -> Iterator[Hit]:
    # where no action is tied to anything ELE001 speaks
    if plan.goals and plan.ties_actions and not any(action.item.goals for action in plan.actions):
        yield Hit("doelen-niet-gebruikt", ("doelen",), {"aantal": len(plan.goals)})


# --- components and their money ------------------------------------------------------------------------------------


@rule(
    "DOE005",
    "spuk-geld-zonder-onderdeel",
    {"zonder-onderdeel": ERROR, "zonder-schotten": ADVICE},
    modality="P",
    source=("GALA p44 L2401-2404",),
    inferred=True,
)
def spuk_geld_zonder_onderdeel(plan: PlanView) -> Iterator[Hit]:
    for placed in plan.lines_of("spuk"):
        line = placed.line
        if not line.component:
            free = bool(line.amounts) and all(year in plan.free_years for year in line.amounts)
            params = {**_named(placed.action), "kosten": placed.cost.id, "bedrag": line.amounts.total}
            yield Hit("zonder-schotten" if free else "zonder-onderdeel", placed.path, params)


@rule(
    "DOE006",
    "geld-uit-niet-aangevraagd-onderdeel",
    {
        "niet-aangevraagd": ERROR,
        "jaar-niet-aangevraagd": ERROR,
        "overloop-jaar-onbekend": WARNING,
        "geen-rijen": ERROR,
    },
    modality="P",
    source=("GALA p44 L2401-2404",),
)
def geld_uit_niet_aangevraagd_onderdeel(plan: PlanView) -> Iterator[Hit]:
    if not plan.requests:
        yield from _charged_without_any_request(plan)
        return
    for component in plan.spuk_lines:
        if component in plan.spent_as_asked or _is_charged_as_requested(plan, component):
            continue
        if outside := _carried_from_outside(plan, component):
            euros = sum(charge.carried.total for charge in outside)
            params = {"onderdeel": component, "bedrag": euros, "jaar": plan.edition.first_year}
            paths = [(*charge.path, "overloop") for charge in outside]
            yield Hit("overloop-jaar-onbekend", paths[0], params, tuple(paths[1:]))
        charged = _charged_without_request(plan, component)
        if not charged:
            continue
        first, related = charged[0][0], tuple(line.path for line, _ in charged[1:])
        total = _positive(Amounts.sum(spent for _, spent in charged))
        params = {"onderdeel": component, "bedrag": total.total, "jaren": [*total.years], "aantal": len(charged)}
        if component in plan.requested:
            planned = any(first.line.amounts.in_year(year) for year in _positive(charged[0][1]))
            key = "bedragen" if planned else "overloop"
            yield Hit("jaar-niet-aangevraagd", (*first.path, key), params, related)
        else:
            yield Hit("niet-aangevraagd", (*first.path, "onderdeel"), params, related)


def _charged_without_any_request(plan: PlanView) -> Iterator[Hit]:
    """One finding for all lines; where the plan asks a total without components, VAL001 speaks."""
    if plan.asks:
        return
    charged = {line.path: spent for code in plan.spuk_lines for line, spent in _charged_without_request(plan, code)}
    lines = [line for line in plan.lines if line.path in charged]
    if lines:
        paths = [line.path for line in lines]
        total = Amounts.sum(charged.values())
        components = list(dict.fromkeys(line.line.component for line in lines))
        if plan.municipal.requested_total is not None:  # it says that nothing is asked
            paths.insert(0, ("aanvraag_totaal",))
        params = {"onderdelen": components, "bedrag": total.total, "aantal": len(lines)}
        yield Hit("geen-rijen", paths[0], params, tuple(paths[1:]))


def _charged_without_request(plan: PlanView, component: str) -> list[tuple[PlacedLine, Amounts]]:
    """The lines that take money of a component of years for which it is not requested, and what they take.

    Years in which there is no money to ask are BEG007's, and what VAL001 says is not said again.
    """
    if _is_charged_as_requested(plan, component):
        return []
    years = _years_not_requested(plan, component)
    if not plan.charged[component].only(years):
        return []
    outside = {charge.path for charge in _carried_from_outside(plan, component)}
    spending = years if component in plan.requested else [year for year in years if year in plan.plan_years]
    taken = [
        (charge.line, charge.own.only(spending) + charge.carried.only(() if charge.path in outside else years))
        for charge in plan.charges[component]
    ]
    return [(line, euros) for line, euros in taken if euros.total]


def _is_charged_as_requested(plan: PlanView, component: str) -> bool:
    """Whether money of a component is only taken of years for which it is requested, as of most components."""
    asked = plan.requested_amounts.get(component, NO_AMOUNTS)
    return all(map(asked.in_year, plan.charged.get(component, ())))


def _years_not_requested(plan: PlanView, component: str) -> list[int]:
    """The years for which a component could have been requested, and is not; where only a total is, by the total."""
    asked = plan.requested_amounts.get(component) or plan.municipal.requested_total or NO_AMOUNTS
    if component not in plan.requested:
        asked = NO_AMOUNTS
    elif not asked:
        return []  # requested without amounts: for which years is not known
    national = plan.national(component)
    years = [
        year
        for year in plan.edition.years
        if not asked.in_year(year) and national.in_year(year) and year not in plan.free_years
    ]
    return [year for year in years if year not in _told_by_val001(plan, component)] if years else []


def _carried_from_outside(plan: PlanView, component: str) -> list[Charge]:
    """The lines of a requested component that carry money over from the first year, which another file asked for."""
    year = plan.edition.first_year
    if component not in plan.requested or not plan.charged[component].in_year(year) or year in plan.years_requested:
        return []
    outside = year in _years_not_requested(plan, component)
    return [charge for charge in plan.charges[component] if outside and charge.carried.in_year(year)]


def years_charged_without_request(plan: PlanView) -> frozenset[int]:
    """The years of which DOE006, or VAL001 for its component, says that money is taken without a request."""
    if not plan.requests:
        return frozenset()  # one finding of the whole, which names no years
    years: set[int] = set()
    for component, charged in plan.charged.items():
        asked = plan.requested_amounts.get(component, NO_AMOUNTS)
        years.update(*(_positive(euros) for _, euros in _charged_without_request(plan, component)))
        if asked or component not in plan.requested:  # requested without amounts it is no fault of any year
            told = _told_by_val001(plan, component).intersection(charged)
            years.update(year for year in told if not asked.in_year(year))
    return frozenset(years)


def _told_by_val001(plan: PlanView, component: str) -> frozenset[int]:
    """The years in which VAL001 says of this component that it must be requested."""
    known = plan.edition.components.get(component)
    if known is None or not known.mandatory or not plan.asks:
        return frozenset()
    if component not in plan.requested:
        return frozenset(plan.edition.years)
    return frozenset(_positive(plan.requested_in_parts))


def _positive(amounts: Amounts) -> Amounts:
    """Without the years that are stated as 0."""
    return amounts.only(year for year, euros in amounts.items() if euros)


@rule(
    "DOE007",
    "onderdeel-zonder-actie",
    {"zonder-actie": ERROR, "geen-enkele-actie": ERROR},
    modality="P",
    source=("GALA p44 L2401-2403",),
)
def onderdeel_zonder_actie(plan: PlanView) -> Iterator[Hit]:
    paths = _request_paths(plan)
    idle = [component for component in paths if component not in plan.actions_by_component]
    if len(idle) > 1 and len(idle) == len(paths):
        yield Hit("geen-enkele-actie", ("aanvraag",), {"aantal": len(idle), "onderdelen": idle})
        return
    for component in idle:
        yield Hit("zonder-actie", paths[component], {"onderdeel": component})


@rule(
    "DOE008",
    "onderdeel-zonder-geld-in-jaar",
    {
        "jaar-zonder-bedrag": ERROR,
        "nul-met-toelichting": WARNING,
        "jaar-zonder-dekking": WARNING,
        "geen-bedragen": ADVICE,
        "deels-zonder-bedragen": ERROR,
        "totaal-zonder-bedrag": ERROR,
        "totaal-zonder-dekking": WARNING,
    },
    modality="P",
    source=("GALA p44 L2401-2403",),
    inferred=True,
)
def onderdeel_zonder_geld_in_jaar(plan: PlanView) -> Iterator[Hit]:
    paths = _request_paths(plan)
    bound_years = _bound_years(plan.edition, plan.plan_years)
    for component, asked in plan.requested_amounts.items():
        years = bound_years.get(component, frozenset())
        if component in plan.spent_as_asked and plan.bound_requests[component].keys() >= years:
            continue
        bound, path = sorted(years), (*paths[component], "bedragen")
        explained = any(row.item.has_text for row in plan.requests if row.item.component == component)
        yield from _missing_requests(plan, component, asked, bound, path, explained=explained)
        if not explained:
            yield from _missing_cover(plan, component, asked, bound, path)
    free = [year for year in plan.plan_years if year > plan.edition.first_year and year in plan.free_years]
    yield from _free_years(plan, free)
    if silent := [component for component in paths if component not in plan.requested_amounts]:
        half = plan.requested_amounts and not plan.municipal.requested_total
        params = {"aantal": len(silent), "onderdelen": silent}
        yield Hit("deels-zonder-bedragen" if half else "geen-bedragen", paths[silent[0]], params)


@lru_cache(maxsize=32)
def _bound_years(edition: Edition, plan_years: range) -> Mapping[str, frozenset[int]]:
    """By component the years in which it has money that is bound to it, of those a plan van aanpak asks for.

    The first year of the scheme went by a simple request.
    """
    years = frozenset(year for year in plan_years if year > edition.first_year)
    return {code: years.intersection(amounts) for code, amounts in edition.bound_amounts.items()}


def _missing_requests(
    plan: PlanView, component: str, asked: Amounts, bound: list[int], path: Path, *, explained: bool
) -> Iterator[Hit]:
    """The years of `bound` without a request, where other years have one; those of VAL001 and DOE006 left out."""
    missing = [year for year in bound if not asked.in_year(year)]
    if not missing or len(missing) == len(bound):
        return
    told = _told_by_val001(plan, component).union(
        *(_positive(spent) for _, spent in _charged_without_request(plan, component))
    )
    missing = [year for year in missing if year not in told]
    half = [year for year in missing if not (explained and year in asked)]
    if half:
        yield Hit("jaar-zonder-bedrag", path, {"onderdeel": component, "jaren": half})
    elif missing:
        yield Hit("nul-met-toelichting", path, {"onderdeel": component, "jaren": missing})


def _missing_cover(plan: PlanView, component: str, asked: Amounts, bound: list[int], path: Path) -> Iterator[Hit]:
    """The years with a request of which no funding line uses anything, for a component that has lines."""
    lines = [line.line for line in plan.spuk_lines.get(component, ())]
    used = _used_years(lines)
    idle = [year for year in bound if asked.in_year(year) and year not in used]
    if lines and idle:
        yield Hit("jaar-zonder-dekking", path, {"onderdeel": component, "jaren": idle})


def _used_years(lines: list[FundingLine]) -> frozenset[int]:
    """The years whose money the lines spend, in that year or carried over to a later one."""
    spent = _positive(Amounts.sum(line.amounts for line in lines))
    return frozenset(spent).union(line.carry_over.from_year for line in lines if line.carry_over)


def _free_years(plan: PlanView, years: list[int]) -> Iterator[Hit]:
    """The same two questions of the whole, for the years in which money is not bound to its component."""
    if not years:
        return
    total = plan.municipal.requested_total
    asked = Amounts.sum((*plan.requested_amounts.values(), total or NO_AMOUNTS))
    lines = [line.line for line in plan.lines_of("spuk")]
    used = _used_years(lines)
    explained = any(row.item.has_text for row in plan.requests)
    path = ("aanvraag_totaal",) if total else ("aanvraag",)
    half = [year for year in years if not asked.in_year(year) and not (explained and year in asked)]
    if asked.total and half:
        yield Hit("totaal-zonder-bedrag", path, {"jaren": half})
    idle = [year for year in years if asked.in_year(year) and year not in used]
    if lines and idle and not explained:
        yield Hit("totaal-zonder-dekking", path, {"jaren": idle})


@rule(
    "DOE009",
    "onderdeel-doel-past",
    {"past-niet": ADVICE},
    modality="I",
    source=("GALA p44 L2402-2403",),
    inferred=True,
)
def onderdeel_doel_past(plan: PlanView) -> Iterator[Hit]:
    of_component = _goals_by_component(plan)
    for action in plan.actions:
        components, goals = plan.carries_out(action.item), plan.goals_of(action.item)
        fitting = [code for code in components if not goals.isdisjoint(of_component.get(code, goals))]
        if components and goals and not fitting:
            params = {
                **_named(action.item),
                "onderdelen": [code for code in plan.edition.components if code in components],
                "doelen": [code for code in plan.edition.codes("doel") if code in goals],
            }
            yield Hit("past-niet", action.path, params)


@rule(
    "DOE014",
    "onderdelen-en-dekking",
    {"niet-genoemd": ERROR},
    modality="-",
    source=("GALA p44 L2401-2404",),
    inferred=True,
)
def onderdelen_en_dekking(plan: PlanView) -> Iterator[Hit]:
    unsaid: dict[Path, list[PlacedLine]] = {}
    said = {action.path: frozenset(action.item.components) for action in plan.actions if action.item.components}
    for component, lines in plan.spuk_lines.items():
        strange = [line for line in lines if (named := said.get(line.path[:2])) and component not in named]
        told = _told_not_to_pay(plan, component) if strange else frozenset()
        for line in strange:
            if line.path not in told:
                unsaid.setdefault(line.path[:2], []).append(line)
    for path, lines_of_action in unsaid.items():
        first, *others = lines_of_action
        params = {
            **_named(first.action),
            "onderdelen": list(dict.fromkeys(line.line.component for line in lines_of_action)),
            "genoemd": list(first.action.components),
        }
        related = ((*path, "onderdelen"), *(line.path for line in others))
        yield Hit("niet-genoemd", (*first.path, "onderdeel"), params, related)


def _told_not_to_pay(plan: PlanView, component: str) -> frozenset[Path]:
    """The lines of a component that is not requested of which VAL001 or DOE006 says so."""
    lines = plan.spuk_lines[component]
    if component in plan.requested:
        return frozenset()
    if _told_by_val001(plan, component):
        return frozenset(line.path for line in lines)
    if plan.asks and not plan.requests:
        return frozenset()  # VAL001 speaks, and of another component
    return frozenset(line.path for line, _ in _charged_without_request(plan, component))
