"""Amounts per component, category or source and calendar year: what they were and what they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, cast

from galaplan.model.amounts import Amounts
from galaplan.model.plan import Plan
from galaplan.records import Record

if TYPE_CHECKING:
    from galaplan.model.municipal import MunicipalPlan
    from galaplan.model.regional import RegionalPlan

What = Literal["aanvraag", "dekking", "realisatie"]
"""What is requested, what is planned to pay for costs, and what was really spent."""

Heading = tuple[What, str, str]


class AmountChange(Record):
    """A sum of money that is not what it was. None: not stated, which is not zero."""

    what: What
    source: str
    """Who pays: a code of `dekkingsbron`, such as `spuk`."""
    code: str
    """The component (`spuk`) or the category (`iza`); empty where the money is stated without one."""
    year: int
    old: int | None
    """Whole euros."""
    new: int | None
    """Whole euros."""

    @property
    def difference(self) -> int:
        """Whole euros more, or less."""
        return (self.new or 0) - (self.old or 0)


def amounts_between(old: Plan, new: Plan) -> tuple[AmountChange, ...]:
    """The sums that differ, by what they are, who pays, for what, and year."""
    before, after = _sums(old), _sums(new)
    found = []
    for heading in sorted({*before, *after}, key=_order):
        was, now = before.get(heading, Amounts()), after.get(heading, Amounts())
        found += [
            AmountChange(*heading, year, was.get(year), now.get(year))
            for year in sorted({*was, *now})
            if was.get(year) != now.get(year)
        ]
    return tuple(found)


def _order(heading: Heading) -> tuple[int, str, str]:
    what, source, code = heading
    return ("aanvraag", "dekking", "realisatie").index(what), source, code


def _sums(plan: Plan) -> Mapping[Heading, Amounts]:
    parts = defaultdict(list)
    for heading, amounts in _stated(plan):
        parts[heading].append(amounts)
    return {heading: Amounts.sum(stated) for heading, stated in parts.items()}


def _stated(plan: Plan) -> Iterator[tuple[Heading, Amounts]]:
    yield from _requested(plan)
    for action in plan.actions:
        for cost in action.costs:
            for line in cost.funding:
                code = line.component or line.iza_category or ""
                yield ("dekking", line.source, code), line.amounts
                if line.realised is not None:
                    yield ("realisatie", line.source, code), line.realised


def _requested(plan: Plan) -> Iterator[tuple[Heading, Amounts]]:
    if cast("MunicipalPlan | RegionalPlan", plan).kind == "regio":
        application = cast("RegionalPlan", plan).iza_application
        if application is not None and application.amounts is not None:
            yield ("aanvraag", "iza", ""), application.amounts
        return
    municipal = cast("MunicipalPlan", plan)
    for request in municipal.requests:
        if request.amounts is not None:
            yield ("aanvraag", "spuk", request.component), request.amounts
    if municipal.requested_total is not None:
        yield ("aanvraag", "spuk", ""), municipal.requested_total
