"""The rules: one module a family or a part of one, each rule a small function from a plan to what it found.

A module is imported when there is something for it to check: who validates one municipal plan does not wait for the
rules on regions, nor for those on several files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from galaplan.findings import Severity
from galaplan.records import Record
from galaplan.rules.registry import Check, Hit, Rule, checks_for, registered
from galaplan.rules.severity import holds_in, is_asked, weigh
from galaplan.rules.view import PlanView

if TYPE_CHECKING:
    from galaplan.rules.gathering import Gathering
    from galaplan.rules.plan_set import SetHit

__all__ = [
    "FAMILIES",
    "Hit",
    "PlanView",
    "Rule",
    "Weighed",
    "WeighedSet",
    "all_rules",
    "check_plan",
    "check_set",
    "gathering",
    "rule_of_reading",
]

FAMILIES = ("LEZ", "IDE", "ELE", "DOE", "OND", "VAL", "KET", "BEG", "OOR", "DUB", "IZA", "REG", "ACH", "VER")
"""In the order in which they are shown."""

_BOTH = (
    "identiteit",
    "doelen",
    "ketens",
    "begroting.bedragen",
    "begroting.dekking",
    "begroting.totaal",
    "dubbel.kostenpost",
    "dubbel.zelfde_activiteit",
    "dubbel.herleidbaar",
    "achterstanden",
    "verantwoording",
)

MODULES: Mapping[str, tuple[str, ...]] = {
    "gemeente": (
        *_BOTH,
        "elementen",
        "onderdelen.sport",
        "onderdelen.gezondheidsachterstanden",
        "onderdelen.kansrijke_start",
        "onderdelen.mentaal",
        "onderdelen.overgewicht",
        "onderdelen.leefomgeving",
        "onderdelen.middelen",
        "onderdelen.sociale_basis",
        "onderdelen.ondersteuning",
        "valpreventie",
        "oormerk",
        "begroting.aanvraag",
        "begroting.besteding",
        "begroting.landelijk",
        "begroting.toegekend",
        "dubbel.binnen_spuk",
        "samenloop",
    ),
    "regio": (*_BOTH, "startmatrix", "onderdelen.sociale_basis", "iza", "iza_plan", "regioplan", "infrastructuur"),
    "set": (
        "sets.begroting",
        "sets.dubbel",
        "sets.samenloop",
        "sets.zelfde_activiteit",
        "sets.overdracht",
        "sets.elementen",
        "sets.iza",
        "sets.ketens",
        "sets.regio",
    ),
}
"""The modules whose rules look at a municipal file, at a regional file, and at several files together."""


class Weighed(Record):
    """What a rule found, with what it weighs in this plan."""

    rule: Rule
    hit: Hit
    severity: Severity


class WeighedSet(Record):
    """What a rule found in several files, with what it weighs in the plan that is to be mended."""

    rule: Rule
    hit: SetHit
    severity: Severity


@cache
def _load(kind: str) -> None:
    for name in MODULES[kind]:
        import_module(f"galaplan.rules.{name}")


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule by code, sorted by family and by number."""
    import_module("galaplan.rules.lezen")
    for kind in MODULES:
        _load(kind)
    rules = sorted(registered().values(), key=lambda rule: (FAMILIES.index(rule.family), rule.code))
    return {rule.code: rule for rule in rules}


def rule_of_reading(code: str) -> Rule:
    """The rule on what is found while reading: of most of these no other rule need be loaded."""
    import_module("galaplan.rules.lezen")
    return registered().get(code) or all_rules()[code]


@cache
def _checks(kind: str, phase: str) -> tuple[tuple[Rule, Check, str | None], ...]:
    """The rules that hold for plans of this kind in this phase, with their checks.

    And with the component without which they stay silent: of a municipal plan `is_asked` looks at nothing else.
    """
    _load(kind)
    holding = [rule for rule in checks_for(kind) if holds_in(rule, kind, phase)]
    return tuple((rule, rule.check, rule.component if rule.only_requested else None) for rule in holding if rule.check)


def check_plan(plan: PlanView, *, strict: bool = False) -> Iterator[Weighed]:
    """What all rules find in one plan."""
    municipal, requested = plan.kind == "gemeente", plan.requested
    for rule, check, component in _checks(plan.kind, plan.phase):
        if (component is None or component in requested) and (municipal or is_asked(rule, plan)):
            for hit in check(plan):
                yield Weighed(rule, hit, weigh(rule, rule.outcomes[hit.variant], plan, strict=strict))


def gathering() -> Gathering:
    """What takes in the plans that are to be checked together."""
    from galaplan.rules.gathering import Gathering

    all_rules()
    return Gathering()


def check_set(gathered: Gathering, *, strict: bool = False) -> Iterator[WeighedSet]:
    """What all rules on several files find in these plans."""
    for rule, plans in gathered.sets():
        assert rule.set_check is not None
        for hit in rule.set_check(plans):
            yield WeighedSet(rule, hit, weigh(rule, rule.outcomes[hit.variant], hit.place.member, strict=strict))
