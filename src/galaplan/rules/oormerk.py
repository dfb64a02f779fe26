"""Family OOR: what SPUK money may be spent on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from galaplan.catalogue import Component, Edition
from galaplan.model.amounts import Amounts
from galaplan.model.shared import Cost
from galaplan.rules.onderdelen.ondersteuning import COORDINATIE, is_regional_coordination
from galaplan.rules.placed import PlacedLine
from galaplan.rules.registry import ADVICE, ERROR, WARNING, Hit, Outcome, rule
from galaplan.rules.view import IZA, NO_AMOUNTS, SPUK, PlanView, Side, delimitation, is_own

OVERGEWICHT, GLI = "overgewicht-obesitas", "gli-volwassenen"


@rule(
    "OOR001",
    "oormerk-bestedingsdoel",
    {
        "ander-onderdeel": ERROR,
        "andere-keten": ERROR,
        "zonder-doel": WARNING,
        "zonder-doel-gesloten": Outcome(WARNING, strict=ERROR),
        "eigen-doel": WARNING,
        "eigen-doel-gesloten": Outcome(WARNING, strict=ERROR),
    },
    modality="P",
    source=("GALA p44 L2401-2404", "Pharos-SPUK L39"),
)
def oormerk_bestedingsdoel(plan: PlanView) -> Iterator[Hit]:
    for code, lines in plan.spuk_lines.items():
        amiss = [line for line in lines if not _is_in_place(plan.edition, line) and not _has_own_rule(plan, line)]
        component = plan.edition.components.get(code)
        if not amiss or component is None or (plan.requests and code not in plan.requested):
            continue  # of the last two IDE010 and DOE006 speak
        bound = {line.path for line in plan.bound_lines(code)}
        amiss = [line for line in amiss if line.path in bound]
        yield from _strange_purposes(plan, component, amiss)
        yield from _unlisted(component, "zonder-doel", _without_purpose(plan, amiss))
        own = [line for line in amiss if line.line.purpose and is_own(line.line.purpose)]
        yield from _unlisted(component, "eigen-doel", own)


@lru_cache(maxsize=512)
def _home(edition: Edition, purpose: str) -> tuple[str, str]:
    """The component and the chain that a purpose belongs to; empty where it has none, or is not listed."""
    listed = edition.codes("bestedingsdoel")
    return (listed[purpose].text("onderdeel"), listed[purpose].text("keten")) if purpose in listed else ("", "")


def _is_in_place(edition: Edition, line: PlacedLine) -> bool:
    """Whether its purpose is of the component that pays, and of the chain of its action where both have one."""
    component, chain = _home(edition, line.line.purpose or "")
    return component == line.line.component and (not chain or line.action.chain in (None, chain))


def _has_own_rule(plan: PlanView, line: PlacedLine) -> bool:
    """Whether OND022 or OND046 judges it, which look at requested components, or OND046 would have no objection."""
    if line.line.component == COORDINATIE:
        return COORDINATIE in plan.requested or is_regional_coordination(plan, line)
    return line.line.component == OVERGEWICHT and line.action.chain == GLI and OVERGEWICHT in plan.requested


def _strange_purposes(plan: PlanView, component: Component, lines: Iterable[PlacedLine]) -> Iterator[Hit]:
    for line in lines:
        home, chain = _home(plan.edition, line.line.purpose or "")
        params = {
            "doel": line.line.purpose,
            "onderdeel": component.code,
            "post": line.cost.id,
            "titel": line.action.title,
        }
        if home and home != component.code:
            yield Hit("ander-onderdeel", (*line.path, "doel"), {**params, "hoort_bij": home})
        elif home and line.action.chain in component.chains:
            chains = {"keten": line.action.chain, "hoort_bij": chain}
            yield Hit("andere-keten", (*line.path, "doel"), {**params, **chains}, ((*line.path[:2], "keten"),))


def _without_purpose(plan: PlanView, lines: Iterable[PlacedLine]) -> list[PlacedLine]:
    """The lines that do not say what they are for, save those that share a cost with IZA, of which DUB001 speaks."""
    silent = [line for line in lines if not line.line.purpose]
    if not silent:
        return []
    by_iza = {side.path: side.paid for side in plan.sides(IZA)}
    return [line for line in silent if not _years_paid(plan, line) & set(by_iza.get(line.path[:-2], NO_AMOUNTS))]


def _years_paid(plan: PlanView, line: PlacedLine) -> set[int]:
    paid: Amounts = plan.paid(line.line)
    return {year for year, euros in paid.items() if euros}


def _unlisted(component: Component, variant: str, lines: list[PlacedLine]) -> Iterator[Hit]:
    """One finding for all lines of a component."""
    if not lines:
        return
    paths = [(*line.path, "doel") if line.line.purpose else line.path for line in lines]
    params: dict[str, Any] = {
        "onderdeel": component.code,
        "aantal": len(lines),
        "posten": list(dict.fromkeys(line.cost.id for line in lines)),
        "doelen": list(dict.fromkeys(line.line.purpose for line in lines if line.line.purpose)),
    }
    yield Hit(f"{variant}-gesloten" if component.closed_purposes else variant, paths[0], params, tuple(paths[1:]))


@rule(
    "OOR002",
    "oormerk-preventie",
    {"buiten-gala": ERROR},
    modality="P",
    source=("Pharos-SPUK L39", "GALA p44 L2401-2403", "GALA p45 L2455-2456", "GALA p7 L211-213"),
)
def oormerk_preventie(plan: PlanView) -> Iterator[Hit]:
    for side in _paid_by_spuk(plan, "buiten-gala"):
        yield Hit("buiten-gala", (*side.path, "aard"), _facts(side))


@rule(
    "OOR003",
    "wettelijke-taak",
    {"niet-extra": ADVICE},
    modality="V",
    source=("GALA p6 L170-176", "GALA p51 L2734-2737", "GALA p15 L728-729"),
    inferred=True,
)
def wettelijke_taak(plan: PlanView) -> Iterator[Hit]:
    for side in _paid_by_spuk(plan, "wettelijke-taak"):
        if not _says_how_it_is_extra(side.placed.cost):
            yield Hit("niet-extra", (*side.path, "aard"), _facts(side))


def _paid_by_spuk(plan: PlanView, nature: str) -> Iterator[Side]:
    """The costs of this kind that SPUK really pays a part of."""
    return (side for side in plan.sides(SPUK) if side.placed.cost.nature == nature)


def _says_how_it_is_extra(cost: Cost) -> bool:
    return cost.has_text or bool(delimitation(cost))


def _facts(side: Side) -> dict[str, Any]:
    return {"post": side.id, "titel": side.placed.action.title, "bedrag": side.paid.total}
