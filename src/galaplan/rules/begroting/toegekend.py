"""Family BEG: what is granted to the municipality, and how much of it may be carried over to a later year."""

from __future__ import annotations

from collections.abc import Iterator

from galaplan.model.amounts import Amounts
from galaplan.rules.begroting.landelijk import boven_landelijk_onderdeel
from galaplan.rules.begroting.totaal import asked_in_total, differing_years, total_at
from galaplan.rules.charges import charges
from galaplan.rules.registry import ERROR, WARNING, Hit, rule
from galaplan.rules.view import NO_AMOUNTS, SPUK, PlanView


def granted_together(plan: PlanView) -> Amounts:
    """What the edition grants the municipality and those it speaks for together, in the years known of all of them."""
    municipality = plan.municipal.municipality
    parts = [plan.edition.granted(code) for code in {municipality.code, *municipality.on_behalf_of}]
    return Amounts.sum(parts).only(set(parts[0]).intersection(*parts))


@rule(
    "BEG014",
    "boven-toegekend-gemeente",
    {"aangevraagd": ERROR, "begroot": ERROR},
    modality="P",
    source=("Brief VWS 12-09-2025 bijlage 2A",),
)
def boven_toegekend_gemeente(plan: PlanView) -> Iterator[Hit]:
    granted = granted_together(plan)
    if not granted:
        return
    told = set()
    for hit in _asked_above(plan, granted):
        told.add(hit.params["jaar"])
        yield hit
    told.update(asked_in_total(plan).without_zeros())  # what is spent above that is BEG003's
    yield from _spent_above(plan, granted.only(set(granted).difference(told)))


def _asked_above(plan: PlanView, granted: Amounts) -> Iterator[Hit]:
    """What is asked above it, save in years of which BEG004 or BEG005 says that the request itself is wrong."""
    total, parts = plan.municipal.requested_total or NO_AMOUNTS, plan.requested_in_parts
    asked = total + parts.only(set(parts).difference(total))
    above = asked.only(granted).excess_over(granted)
    if not above:
        return
    told = {*differing_years(plan), *(hit.params["jaar"] for hit in boven_landelijk_onderdeel(plan))}
    rounding: int = plan.edition.tolerance("afronding_per_regel")
    for year, euros in above.items():
        rows = 1 if year in total else sum(year in amounts for amounts in plan.requested_amounts.values())
        if euros > rounding * rows and year not in told:
            params = {"jaar": year, "aangevraagd": asked[year], "toegekend": granted[year], "bedrag": euros}
            yield Hit("aangevraagd", total_at(plan, year), params)


def _spent_above(plan: PlanView, granted: Amounts) -> Iterator[Hit]:
    """What the lines take of the money of years of which the plan does not say what it asks."""
    lines = plan.lines_of(SPUK) if granted else ()
    planned = Amounts.sum(line.line.amounts for line in lines)
    room = granted + planned.only(set(planned).difference(granted))
    gone_by_line = {  # what is carried over helps the years that are short
        charge.path: charge.used + charge.carried for charge in charges(lines, room)
    }
    gone = Amounts.sum(gone_by_line.values())
    rounding: int = plan.edition.tolerance("afronding_per_regel")
    for year, euros in gone.only(granted).excess_over(granted).items():
        first, *others = [path for path, amounts in gone_by_line.items() if amounts.in_year(year)]
        if euros > rounding * (1 + len(others)):
            params = {"jaar": year, "begroot": gone[year], "toegekend": granted[year], "bedrag": euros}
            yield Hit("begroot", (*first, "bedragen", str(year)), params, tuple(others))


@rule(
    "BEG015",
    "overloop-binnen-grens",
    {"onderdeel": WARNING, "toegekend": WARNING, "andere-stap": WARNING},
    modality="P",
    source=("Brief VWS 12-09-2025", "Regeling Stcrt. 2023, 4245"),
)
def overloop_binnen_grens(plan: PlanView) -> Iterator[Hit]:
    if plan.edition.carry_over_limits and any(line.line.carry_over for line in plan.lines):
        from galaplan.rules.begroting.overloop import beyond_limits

        yield from beyond_limits(plan, granted_together(plan))
