"""What the lines carry over to a later year, and how much may be; loaded for a plan in which a line does so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from galaplan.catalogue import CarryOverLimit
from galaplan.documents import Path
from galaplan.model.amounts import Amounts
from galaplan.records import Record
from galaplan.rules.charges import later_years
from galaplan.rules.registry import Hit
from galaplan.rules.view import NO_AMOUNTS, SPUK, PlanView


def beyond_limits(plan: PlanView, granted: Amounts) -> Iterator[Hit]:
    """What is carried over above the limits of the edition. `granted`: to all that the plan speaks for."""
    for year, carried in _carried_by_year(plan).items():
        limit = plan.edition.carry_over_limits.get(year)
        yield from _to_another_year(plan, carried, limit)
        if limit and limit.per_component:
            yield from _above_shares(plan, carried, limit)
        elif limit:
            whole = granted.in_year(year)
            yield from _above_share(plan, "toegekend", carried, limit, whole, {"toegekend": whole})


class CarriedOver(Record):
    """SPUK money that a line takes along from one year."""

    path: Path
    component: str
    from_year: int
    euros: int
    spent: Amounts
    """What the line pays in the later years, one or more of which it was taken along to."""

    def astray(self, to_year: int | None) -> int:
        """What of it is spent in another year than this one."""
        there = self.spent.in_year(to_year) if to_year else 0
        elsewhere = self.spent.total - there
        return max(0, self.euros - there) if elsewhere else 0


def _carried_by_year(plan: PlanView) -> Mapping[int, list[CarriedOver]]:
    """By the year it is taken from; what no later year spends (yet) is left out."""
    by_year: dict[int, list[CarriedOver]] = {}
    for placed in plan.lines:
        line, carry = placed.line, placed.line.carry_over
        if carry and carry.amount and line.source == SPUK and (years := later_years(line)):
            path, component = (*placed.path, "overloop"), line.component or ""
            carried = CarriedOver(path, component, carry.from_year, carry.amount, line.amounts.only(years))
            by_year.setdefault(carry.from_year, []).append(carried)
    return by_year


def _to_another_year(plan: PlanView, carried: Iterable[CarriedOver], limit: CarryOverLimit | None) -> Iterator[Hit]:
    """What can only be spent in a year to which the edition lets nothing go."""
    to_year = limit.to_year if limit else None
    astray = [(part, euros) for part in carried if (euros := part.astray(to_year))]
    if astray:
        first, *others = [part.path for part, _ in astray]
        params = {
            "van": astray[0][0].from_year,
            "bedrag": sum(euros for _, euros in astray),
            "jaren": sorted({year for part, _ in astray for year in part.spent if year != to_year}),
            "stappen": [f"{step.from_year} → {step.to_year}" for step in plan.edition.carry_over_limits.values()],
        }
        yield Hit("andere-stap", first, params, tuple(others))


def _above_shares(plan: PlanView, carried: Iterable[CarriedOver], limit: CarryOverLimit) -> Iterator[Hit]:
    """By component; of one for which the file does not say what was asked in that year nothing can be said."""
    by_component: dict[str, list[CarriedOver]] = {}
    for part in carried:
        by_component.setdefault(part.component, []).append(part)
    for component, parts in by_component.items():
        asked = plan.requested_amounts.get(component, NO_AMOUNTS).in_year(limit.from_year)
        params = {"onderdeel": component, "aangevraagd": asked}
        yield from _above_share(plan, "onderdeel", parts, limit, asked, params)


def _above_share(
    plan: PlanView,
    variant: str,
    carried: Sequence[CarriedOver],
    limit: CarryOverLimit,
    whole: int,
    params: Mapping[str, Any],
) -> Iterator[Hit]:
    """What is taken along above the allowed share of a whole; nothing where the whole is not known."""
    rounding: int = plan.edition.tolerance("afronding_per_regel")
    euros = sum(part.euros for part in carried)
    if whole and (euros - rounding * len(carried)) * 100 > whole * limit.percent:
        first, *others = [part.path for part in carried]
        found = {"van": limit.from_year, "naar": limit.to_year, "overloop": euros, "procent": limit.percent}
        yield Hit(variant, first, {**found, "grens": whole * limit.percent // 100, **params}, tuple(others))
