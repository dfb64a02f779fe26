"""The rules: one module a family, each rule a small function from a plan and its edition to what it found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from galaplan.findings import Severity
from galaplan.records import Record, record
from galaplan.rules.registry import Hit, Rule, checks_for, registered
from galaplan.rules.severity import speaks, weigh
from galaplan.rules.view import PlanView

__all__ = ["Hit", "PlanView", "Rule", "Weighed", "all_rules", "check_plan"]


@record
class Weighed(Record):
    """What a rule found, with what it weighs in this plan."""

    rule: Rule
    hit: Hit
    severity: Severity


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule by code, sorted by family as in the rulebook and by number."""
    from galaplan.rules import begroting, doelen, dubbel, elementen, identiteit, lezen, valpreventie

    families = [module.FAMILY for module in (lezen, identiteit, elementen, doelen, valpreventie, begroting, dubbel)]
    return {rule.code: rule for rule in sorted(registered().values(), key=lambda r: (families.index(r.family), r.code))}


def check_plan(plan: PlanView, *, strict: bool = False) -> Iterator[Weighed]:
    """What all rules find in one plan."""
    all_rules()
    for rule in checks_for(plan.kind):
        assert rule.check is not None
        if speaks(rule, plan):
            for hit in rule.check(plan):
                yield Weighed(rule, hit, weigh(rule, rule.outcomes[hit.variant], plan, strict=strict))
