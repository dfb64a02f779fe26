"""Family VAL: fall prevention, the one component that every municipality must ask for."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from galaplan.documents import Path
from galaplan.model.shared import Action, Chain, FallChain, FallFigures, Intervention
from galaplan.records import Record
from galaplan.rules.placed import Placed
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, rule
from galaplan.rules.view import PlanView, is_own

VALPREVENTIE = "valpreventie"
CHAIN: Path = ("ketens", VALPREVENTIE)
INTERVENTIE = "interventie"
"""Step 3 of the chain."""
BEWEEGINTERVENTIES = "val-beweeginterventies"
AANSLUITEND = "val-aansluitende-activiteiten"
"""The purpose of what is offered beside the chain, to older people without a raised risk."""
RAISED_RISK = {"ouderen-valrisico", "kwetsbare-ouderen"}
LOKET = "loket-gezond-leven"
"""The database of recognised interventions."""


def _chain(plan: PlanView) -> FallChain:
    chain: Chain | None = plan.plan.chains.get(VALPREVENTIE)
    return chain if isinstance(chain, FallChain) else FallChain()


def _chain_actions(plan: PlanView) -> list[Placed[Action]]:
    """The actions of the chain: those that name it, or one of its steps."""
    return [action for action in plan.actions if action.item.chain == VALPREVENTIE or action.item.step]


def _purposes(action: Action) -> frozenset[str]:
    """What is paid for in this action, from whatever source."""
    return frozenset(line.purpose for cost in action.costs for line in cost.funding if line.purpose)


def _named(action: Action) -> dict[str, Any]:
    return {"actie": action.id, "titel": action.title}


class Figure(Record):
    """One measure in one year: how many people, and which share of all home-dwelling 65-plus that is."""

    count_key: str
    percentage_key: str
    count: int | None
    percentage: float | None
    """As the file states it."""
    older: int | None
    """All home-dwelling 65-plus."""

    @property
    def calculated(self) -> float | None:
        """The percentage that the numbers of people give; exact where it is a whole number."""
        return 100 * self.count / self.older if self.count is not None and self.older else None

    def people_in(self, percentage: int) -> int:
        """How many people this percentage is, rounded down to whole people."""
        return percentage * (self.older or 0) // 100

    def is_below(self, percentage: int) -> bool:
        """Whether it stays below this percentage; numbers of people go before a stated percentage."""
        if self.count is not None and self.older:
            return self.count < self.people_in(percentage)
        return self.percentage is not None and self.percentage < percentage

    def fault(self, margin: float) -> str | None:
        """The variant of VAL006 for a count above all older people, or a percentage that the count does not give."""
        if self.count is not None and self.older is not None and self.count > self.older:
            return "meer-dan-65plus"
        if self.calculated is None or self.percentage is None:
            return None
        off = round(abs(self.percentage - self.calculated), SLACK) > margin
        return "percentage-wijkt-af" if off else None

    @property
    def is_stated(self) -> bool:
        """Whether the file has this measure for the year."""
        return self.count is not None or self.percentage is not None


def _assessments(plan: PlanView, stated: FallFigures) -> Figure:
    return Figure(
        "risico_inschattingen",
        "risico_percentage",
        stated.risk_assessments,
        stated.risk_percentage,
        _older_people(plan, stated),
    )


def _participants(plan: PlanView, stated: FallFigures) -> Figure:
    return Figure(
        "beweeginterventies",
        "interventie_percentage",
        stated.exercise_interventions,
        stated.intervention_percentage,
        _older_people(plan, stated),
    )


def _older_people(plan: PlanView, stated: FallFigures) -> int | None:
    of_year = stated.home_dwelling_65_plus
    return plan.municipal.municipality.home_dwelling_65_plus if of_year is None else of_year


SLACK = 6
"""Decimals to which percentages are compared: what lies further on is binary rounding, not the file."""


def shown(percentage: float) -> int | float:
    """For a message: two decimals at most, rounded down so that what is below a norm also looks so."""
    hundredths = math.floor(round(percentage * 100, SLACK))
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


@rule(
    "VAL001",
    "valpreventie-aangevraagd",
    {"niet-aangevraagd": ERROR, "jaren-zonder-bedrag": ERROR},
    modality="P",
    source=("GALA p42 L2285-2291",),
    in_request_2023=True,
)
def valpreventie_aangevraagd(plan: PlanView) -> Iterator[Hit]:
    mandatory = next(code for code, component in plan.edition.components.items() if component.mandatory)
    if plan.asks and mandatory not in plan.requested:
        yield Hit("niet-aangevraagd", ("aanvraag" if plan.requests else "aanvraag_totaal",), {"onderdeel": mandatory})
        return
    own = plan.requested_amounts.get(mandatory)
    if own is None:
        return
    asked = [year for year, euros in plan.requested_in_parts.items() if euros and not own.in_year(year)]
    if missing := [year for year in asked if year in plan.edition.years]:  # of the others IDE004 speaks
        row = next(row for row in plan.requests if row.item.component == mandatory)
        yield Hit("jaren-zonder-bedrag", (*row.path, "bedragen"), {"onderdeel": mandatory, "jaren": missing})


@rule(
    "VAL002",
    "valpreventie-vier-stappen",
    {"stappen-ontbreken": ERROR},
    modality="P",
    source=("GALA p42 L2270-2276",),
    component=VALPREVENTIE,
    only_requested=True,
)
def valpreventie_vier_stappen(plan: PlanView) -> Iterator[Hit]:
    steps = _chain(plan).steps
    acted = {action.item.step for action in plan.actions}
    arranged = {code for code, step in steps.items() if step.actions or step.has_text}
    missing = [code for code in plan.edition.codes("valpreventie-stap") if code not in arranged | acted]
    if missing:
        yield Hit("stappen-ontbreken", (*CHAIN, "stappen"), {"stappen": missing, "aantal": len(missing)})


@rule(
    "VAL003",
    "valpreventie-doelgroep",
    {"geen-ouderen": WARNING, "interventie-voor-anderen": WARNING},
    modality="P",
    source=("GALA p42 L2270-2271", "GALA p43 L2332-2334"),
    component=VALPREVENTIE,
    only_requested=True,
)
def valpreventie_doelgroep(plan: PlanView) -> Iterator[Hit]:
    older = plan.edition.codes_where("risicogroep", "valpreventie")
    helpers = plan.edition.codes_where("risicogroep", "mantelzorger") | {"professionals"}
    for action in _chain_actions(plan):
        item, groups = action.item, frozenset(action.item.target_groups)
        if item.kind == "organisatie" or groups <= helpers or groups & older or any(map(is_own, groups)):
            continue
        if AANSLUITEND not in _purposes(item):
            variant = "interventie-voor-anderen" if item.step == INTERVENTIE else "geen-ouderen"
            params = {**_named(item), "groepen": list(item.target_groups)}
            yield Hit(variant, (*action.path, "doelgroepen"), params)


@rule(
    "VAL004",
    "valpreventie-14-procent",
    {
        "aantal-onder-norm": WARNING,
        "percentage-onder-norm": WARNING,
        "niets-vermeld": WARNING,
        "samen-onder-norm": ADVICE,
    },
    modality="I",
    source=("GALA p42 L2278-2283",),
    applies=("gemeente", "set"),
    component=VALPREVENTIE,
    only_requested=True,
)
def valpreventie_14_procent(plan: PlanView) -> Iterator[Hit]:
    yield from _against_norm(plan, *ASSESSMENTS)


@rule(
    "VAL005",
    "valpreventie-3-procent",
    {
        "aantal-onder-norm": WARNING,
        "percentage-onder-norm": WARNING,
        "niets-vermeld": WARNING,
        "samen-onder-norm": ADVICE,
    },
    modality="I",
    source=("GALA p42 L2278-2283", "GALA p42 L2305-2306"),
    applies=("gemeente", "set"),
    component=VALPREVENTIE,
    only_requested=True,
)
def valpreventie_3_procent(plan: PlanView) -> Iterator[Hit]:
    yield from _against_norm(plan, *PARTICIPANTS)


Measure = tuple[str, Callable[[PlanView, FallFigures], Figure]]
"""The name of a national norm, and what is held against it."""

ASSESSMENTS: Measure = ("valpreventie_risico_inschatting", _assessments)
PARTICIPANTS: Measure = ("valpreventie_beweeginterventie", _participants)


def _against_norm(plan: PlanView, norm: str, figure_of: Callable[[PlanView, FallFigures], Figure]) -> Iterator[Hit]:
    """The years below a national percentage that say nothing about it; one finding when no year says anything."""
    percentage = plan.edition.norms[norm]["procent"]
    if not any(figure.is_stated or stated.has_text for _, stated, figure in _figures(plan, figure_of)):
        yield Hit("niets-vermeld", (*CHAIN, "aantallen"), {"norm": percentage})
    for year, stated, figure in sound_figures(plan, norm, figure_of):
        if stated.has_text or not figure.is_below(percentage):
            continue
        path, facts = (*CHAIN, "aantallen", str(year)), {"jaar": year, "norm": percentage}
        if figure.calculated is None and figure.percentage is not None:
            facts |= {"procent": shown(figure.percentage)}
            yield Hit("percentage-onder-norm", (*path, figure.percentage_key), facts)
        else:
            facts |= {"aantal": figure.count, "ouderen": figure.older, "nodig": figure.people_in(percentage)}
            yield Hit("aantal-onder-norm", (*path, figure.count_key), facts)


def sound_figures(
    plan: PlanView, norm: str, figure_of: Callable[[PlanView, FallFigures], Figure]
) -> Iterator[tuple[int, FallFigures, Figure]]:
    """The figures of the years for which a norm holds, save those of which VAL006 says that they contradict."""
    first, margin = plan.edition.norms[norm]["vanaf"], _margin(plan)
    for year, stated, figure in _figures(plan, figure_of):
        if year >= first and not figure.fault(margin):
            yield year, stated, figure


@lru_cache(maxsize=2)
def _figures(
    plan: PlanView, figure_of: Callable[[PlanView, FallFigures], Figure]
) -> tuple[tuple[int, FallFigures, Figure], ...]:
    """The figures of one measure by year."""
    return tuple([(int(year), stated, figure_of(plan, stated)) for year, stated in _chain(plan).figures.items()])


def _margin(plan: PlanView) -> float:
    """How far, in percentage points, a stated percentage may lie from the one that the numbers give."""
    tenths: int = plan.edition.tolerance("percentage_afwijking_tiende")
    return tenths / 10


@rule(
    "VAL006",
    "valpreventie-cijfers-consistent",
    {"meer-dan-65plus": ERROR, "percentage-wijkt-af": ERROR, "meer-deelnemers-dan-inschattingen": WARNING},
    modality="-",
    source=("GALA p42 L2270-2280", "GALA p42 L2293-2306"),
    inferred=True,
)
def valpreventie_cijfers_consistent(plan: PlanView) -> Iterator[Hit]:
    margin = _margin(plan)
    both = zip(_figures(plan, _assessments), _figures(plan, _participants), strict=True)
    for (year, stated, assessments), (_, _, participants) in both:
        path = (*CHAIN, "aantallen", str(year))
        faults = [(figure, fault) for figure in (assessments, participants) if (fault := figure.fault(margin))]
        for figure, fault in faults:
            yield _contradiction(figure, fault, path, year)
        if faults or stated.has_text or assessments.count is None or participants.count is None:
            continue  # a text may explain it: insurers assess people too, and so did earlier years
        if participants.count > assessments.count:
            facts = {"jaar": year, "deelnemers": participants.count, "inschattingen": assessments.count}
            others = ((*path, assessments.count_key),)
            yield Hit("meer-deelnemers-dan-inschattingen", (*path, participants.count_key), facts, others)


def _contradiction(figure: Figure, fault: str, path: Path, year: int) -> Hit:
    facts = {"jaar": year, "sleutel": figure.count_key, "aantal": figure.count, "ouderen": figure.older}
    if fault == "meer-dan-65plus" or figure.percentage is None or figure.calculated is None:
        return Hit(fault, (*path, figure.count_key), facts)
    facts |= {"vermeld": shown(figure.percentage), "berekend": shown(figure.calculated)}
    return Hit(fault, (*path, figure.percentage_key), facts)


@rule(
    "VAL007",
    "valpreventie-erkend",
    {
        "niet-erkend": ERROR,
        "niet-erkend-zonder-kosten": WARNING,
        "tegenstrijdig": WARNING,
        "erkenning-onbekend": WARNING,
        "nog-geen-interventie": WARNING,
    },
    modality="P",
    source=("GALA p42 L2272-2274", "GALA p43 L2325-2326", "GALA p43 L2332-2334"),
    component=VALPREVENTIE,
    only_requested=True,
)
def valpreventie_erkend(plan: PlanView) -> Iterator[Hit]:
    training = _training(plan)
    if training and not any(action.item.interventions for action in training):
        first = training[0]
        yield Hit("nog-geen-interventie", first.path, _named(first.item))
    for action in training:
        if AANSLUITEND in _purposes(action.item) and any(map(_is_recognised, action.item.interventions)):
            continue  # the others may be the connecting offer, which needs no recognition
        for index, intervention in enumerate(action.item.interventions):
            if not _is_recognised(intervention):
                variant = _not_recognised(action.item, intervention)
                params = {**_named(action.item), "interventie": intervention.name}
                yield Hit(variant, (*action.path, "interventies", index), params)


def _training(plan: PlanView) -> list[Placed[Action]]:
    """The actions that offer the movement interventions of step 3, rather than what supplements or surrounds them."""
    paid = {line.path[:2] for line in plan.lines_by_purpose.get(BEWEEGINTERVENTIES, ())}
    return [
        action
        for action in plan.actions
        if action.path in paid or (action.item.step == INTERVENTIE and not _pays_for_the_chain(plan, action.item))
    ]


def _pays_for_the_chain(plan: PlanView, action: Action) -> bool:
    """Whether it is paid for a purpose of the chain."""
    chains = plan.edition.codes("bestedingsdoel").texts("keten")
    return any(chains.get(purpose) == VALPREVENTIE for purpose in _purposes(action))


def _is_recognised(intervention: Intervention) -> bool:
    return intervention.recognised is True or (intervention.recognised is None and intervention.source == LOKET)


def _not_recognised(action: Action, intervention: Intervention) -> str:
    if intervention.recognised is None:
        return "erkenning-onbekend"
    if intervention.source == LOKET:
        return "tegenstrijdig"
    # without costs nothing can mark it as the connecting offer for people without a raised risk
    may_connect = not action.costs and RAISED_RISK.isdisjoint(action.target_groups)
    return "niet-erkend-zonder-kosten" if may_connect else "niet-erkend"


@rule(
    "VAL008",
    "valpreventie-woningaanpassing-deels",
    {"volledig": WARNING, "gedeelte-onbekend": ADVICE},
    modality="P",
    source=("GALA p43 L2326-2327",),
    component=VALPREVENTIE,
    only_requested=True,
)
def valpreventie_woningaanpassing_deels(plan: PlanView) -> Iterator[Hit]:
    lines = plan.lines_by_purpose.get("val-woningaanpassing", ())
    paid = {line.path[:-2] for line in lines if line.line.source == "spuk"}
    for placed in plan.costs if paid else ():
        if placed.path not in paid:
            continue
        params = {**_named(placed.action), "kosten": placed.cost.id}
        if placed.cost.share is None:
            yield Hit("gedeelte-onbekend", placed.path, params)
        elif placed.cost.share >= 1:
            yield Hit("volledig", (*placed.path, "gedeelte"), params)


@rule(
    "VAL009",
    "valpreventie-mantelzorgers",
    {"niet-genoemd": ADVICE},
    modality="K",
    source=("GALA p43 L2322-2325",),
    component=VALPREVENTIE,
    only_requested=True,
)
def valpreventie_mantelzorgers(plan: PlanView) -> Iterator[Hit]:
    mantelzorgers = plan.edition.codes_where("risicogroep", "mantelzorger")
    actions = _chain_actions(plan)
    if actions and not any(
        mantelzorgers.intersection(action.item.target_groups) or "val-mantelzorgers" in _purposes(action.item)
        for action in actions
    ):
        yield Hit("niet-genoemd", actions[0].path, {"aantal": len(actions)})
