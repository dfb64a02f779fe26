"""Family VAL: fall prevention, the one component that every municipality must ask for."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from galaplan.documents import Path
from galaplan.model.shared import Action, Chain, FallChain, FallFigures, Intervention
from galaplan.records import Record, record
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, rule
from galaplan.rules.view import Placed, PlanView

FAMILY = "VAL"

VALPREVENTIE = "valpreventie"
CHAIN: Path = ("ketens", VALPREVENTIE)
INTERVENTIE = "interventie"
"""Step 3 of the chain."""
BEWEEGINTERVENTIES = "val-beweeginterventies"
AANSLUITEND = "val-aansluitende-activiteiten"
"""The purpose of what is offered beside the chain, to older people without a raised risk."""


def _chain(plan: PlanView) -> FallChain:
    chain: Chain | None = plan.plan.chains.get(VALPREVENTIE)
    return chain if isinstance(chain, FallChain) else FallChain()


def _chain_actions(plan: PlanView) -> list[Placed[Action]]:
    """The actions of the chain: those that name it, or one of its steps."""
    return [action for action in plan.actions if action.item.chain == VALPREVENTIE or action.item.step]


def _purposes(action: Action) -> frozenset[str]:
    """What SPUK money pays for in this action."""
    lines = (line for cost in action.costs for line in cost.funding if line.source == "spuk")
    return frozenset(line.purpose for line in lines if line.purpose)


def _named(action: Action) -> dict[str, Any]:
    return {"actie": action.id, "titel": action.title}


@record
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
        """How many people this percentage is, rounded up."""
        return -(-percentage * (self.older or 0) // 100)

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


def _shown(percentage: float) -> int | float:
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
    if plan.requested and mandatory not in plan.requested:
        yield Hit("niet-aangevraagd", ("aanvraag",), {"onderdeel": mandatory})
        return
    own = plan.requested_amounts.get(mandatory)
    if own is None:
        return
    asked = {year for amounts in plan.requested_amounts.values() for year, euros in amounts.items() if euros > 0}
    if missing := sorted(year for year in asked if own.in_year(year) == 0):
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
        if item.kind == "organisatie" or groups <= helpers or groups & older or any(map(_is_own, groups)):
            continue
        if AANSLUITEND not in _purposes(item):
            variant = "interventie-voor-anderen" if item.step == INTERVENTIE else "geen-ouderen"
            params = {**_named(item), "groepen": list(item.target_groups)}
            yield Hit(variant, (*action.path, "doelgroepen"), params)


def _is_own(code: str) -> bool:
    """Whether it is an addition of the municipality's own, of which the meaning is not known here."""
    return code.startswith("eigen:")


@rule(
    "VAL004",
    "valpreventie-14-procent",
    {"aantal-onder-norm": WARNING, "percentage-onder-norm": WARNING, "niets-vermeld": WARNING},
    modality="I",
    source=("GALA p42 L2278-2283",),
    component=VALPREVENTIE,
    only_requested=True,
)
def valpreventie_14_procent(plan: PlanView) -> Iterator[Hit]:
    yield from _against_norm(plan, plan.edition.norms["valpreventie_risico_inschatting"], _assessments)


@rule(
    "VAL005",
    "valpreventie-3-procent",
    {"aantal-onder-norm": WARNING, "percentage-onder-norm": WARNING, "niets-vermeld": WARNING},
    modality="I",
    source=("GALA p42 L2278-2283", "GALA p42 L2305-2306"),
    component=VALPREVENTIE,
    only_requested=True,
)
def valpreventie_3_procent(plan: PlanView) -> Iterator[Hit]:
    yield from _against_norm(plan, plan.edition.norms["valpreventie_beweeginterventie"], _participants)


def _against_norm(
    plan: PlanView, norm: Mapping[str, Any], figure_of: Callable[[PlanView, FallFigures], Figure]
) -> Iterator[Hit]:
    """The years below a national percentage that say nothing about it; one finding when no year says anything."""
    figures = {year: (stated, figure_of(plan, stated)) for year, stated in _chain(plan).figures.items()}
    if not any(figure.is_stated or stated.has_text for stated, figure in figures.values()):
        yield Hit("niets-vermeld", (*CHAIN, "aantallen"), {"norm": norm["procent"]})
    for year, (stated, figure) in figures.items():
        if int(year) < norm["vanaf"] or stated.has_text:
            continue
        path, facts = (*CHAIN, "aantallen", year), {"jaar": int(year), "norm": norm["procent"]}
        share = figure.percentage if figure.calculated is None else figure.calculated
        if share is None or share >= norm["procent"]:
            continue
        if figure.calculated is None:
            yield Hit("percentage-onder-norm", (*path, figure.percentage_key), facts | {"procent": _shown(share)})
        else:
            facts |= {"aantal": figure.count, "ouderen": figure.older, "nodig": figure.people_in(norm["procent"])}
            yield Hit("aantal-onder-norm", (*path, figure.count_key), facts)


@rule(
    "VAL006",
    "valpreventie-cijfers-consistent",
    {"meer-dan-65plus": ERROR, "percentage-wijkt-af": ERROR, "meer-deelnemers-dan-inschattingen": WARNING},
    modality="-",
    source=("GALA p42 L2270-2280", "GALA p42 L2293-2306"),
    inferred=True,
)
def valpreventie_cijfers_consistent(plan: PlanView) -> Iterator[Hit]:
    margin = plan.edition.tolerance("percentage_afwijking_tiende") / 10
    for year, stated in _chain(plan).figures.items():
        path = (*CHAIN, "aantallen", year)
        assessments, participants = _assessments(plan, stated), _participants(plan, stated)
        for figure in (assessments, participants):
            yield from _against_older_people(figure, margin, path, int(year))
        if stated.has_text or assessments.count is None or participants.count is None:
            continue  # a text may explain it: insurers assess people too, and so did earlier years
        if participants.count > assessments.count:
            facts = {"jaar": int(year), "deelnemers": participants.count, "inschattingen": assessments.count}
            others = ((*path, assessments.count_key),)
            yield Hit("meer-deelnemers-dan-inschattingen", (*path, participants.count_key), facts, others)


def _against_older_people(figure: Figure, margin: float, path: Path, year: int) -> Iterator[Hit]:
    """A count above all older people, or a percentage that the count does not give."""
    facts = {"jaar": year, "sleutel": figure.count_key, "aantal": figure.count, "ouderen": figure.older}
    if figure.count is not None and figure.older is not None and figure.count > figure.older:
        yield Hit("meer-dan-65plus", (*path, figure.count_key), facts)
        return
    if figure.calculated is None or figure.percentage is None:
        return
    if round(abs(figure.percentage - figure.calculated), SLACK) > margin:
        facts |= {"vermeld": _shown(figure.percentage), "berekend": _shown(figure.calculated)}
        yield Hit("percentage-wijkt-af", (*path, figure.percentage_key), facts)


@rule(
    "VAL007",
    "valpreventie-erkend",
    {"niet-erkend": ERROR, "erkenning-onbekend": WARNING, "nog-geen-interventie": WARNING},
    modality="P",
    source=("GALA p42 L2272-2274", "GALA p43 L2325-2326", "GALA p43 L2332-2334"),
    component=VALPREVENTIE,
    only_requested=True,
)
def valpreventie_erkend(plan: PlanView) -> Iterator[Hit]:
    training = [action for action in plan.actions if _is_training(plan, action.item)]
    if training and not any(action.item.interventions for action in training):
        first = training[0]
        yield Hit("nog-geen-interventie", first.path, _named(first.item))
    for action in training:
        if AANSLUITEND in _purposes(action.item) and any(map(_is_recognised, action.item.interventions)):
            continue  # the others may be the connecting offer, which needs no recognition
        for index, intervention in enumerate(action.item.interventions):
            if not _is_recognised(intervention):
                variant = "niet-erkend" if intervention.recognised is False else "erkenning-onbekend"
                params = {**_named(action.item), "interventie": intervention.name}
                yield Hit(variant, (*action.path, "interventies", index), params)


def _is_training(plan: PlanView, action: Action) -> bool:
    """Whether it offers the movement interventions of step 3, rather than what supplements or surrounds them."""
    purposes = _purposes(action)
    if BEWEEGINTERVENTIES in purposes:
        return True
    listed = plan.edition.codes("bestedingsdoel")
    other = {code for code in purposes if code in listed and listed[code].text("keten") == VALPREVENTIE}
    return action.step == INTERVENTIE and not other


def _is_recognised(intervention: Intervention) -> bool:
    return intervention.recognised is True or intervention.source == "loket-gezond-leven"


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
    for placed in plan.costs:
        if not any(line.source == "spuk" and line.purpose == "val-woningaanpassing" for line in placed.cost.funding):
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
