"""The registration of rules: everything that is known of a rule before it runs.

The command, the pages, the reports and the tests all read this one place. The words stand in `galaplan.texts`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from galaplan.documents import Path
from galaplan.findings import Severity
from galaplan.records import NOTHING_STATED, Record

if TYPE_CHECKING:
    from galaplan.rules.plan_set import Collector, PlanSet, SetHit
    from galaplan.rules.view import PlanView

Modality = Literal["P", "I", "V", "K", "-"]
"""Duty, effort, conditional, optional; `-` for the form of the file."""

Applies = Literal["gemeente", "regio", "set"]
"""What a rule looks at: a municipal file, a regional file, or several files together."""

ERROR, WARNING, ADVICE = Severity.ERROR, Severity.WARNING, Severity.ADVICE


class Outcome(Record):
    """How much one wording of a rule weighs, and when it weighs otherwise."""

    severity: Severity
    not_requested: Severity | None = None
    """When the component of the rule is not requested."""
    from_filed: Severity | None = None
    """From status `ingediend` on."""
    explored: Severity | None = None
    """When the plan says of the component of the rule that it is still being explored."""
    in_execution: Severity | None = None
    """When the plan says of the component of the rule that it is in execution."""
    accounting: Severity | None = None
    """In phase `verantwoording`."""
    strict: Severity | None = None
    """Under `--strict`."""

    @property
    def conditions(self) -> Mapping[str, Severity]:
        """What it weighs otherwise, by the name of the field that says when."""
        stated = {name: getattr(self, name) for name in self._defaults if name != "severity"}
        return {name: severity for name, severity in stated.items() if severity is not None}


class Hit(Record):
    """What a check yields: a wording, a place and the facts. Words and severity come from elsewhere."""

    variant: str
    path: Path
    params: Mapping[str, Any] = NOTHING_STATED
    related: tuple[Path, ...] = ()


Check = Callable[["PlanView"], Iterable[Hit]]

SetCheck = Callable[["PlanSet"], Iterable["SetHit"]]


class Rule(Record):
    """One rule of the rulebook."""

    code: str
    name: str
    """Dutch, kebab-case."""
    applies: tuple[Applies, ...]
    outcomes: Mapping[str, Outcome]
    """By variant: one wording of the message and what it weighs."""
    modality: Modality
    source: tuple[str, ...]
    """Locators in the agreement."""
    component: str | None = None
    """The component whose request makes the duty bind; without one it always binds."""
    only_requested: bool = False
    """Whether the rule is silent when its component is not requested."""
    document: str | None = None
    """The document of `bevat` that a regional file must hold for the rule to speak."""
    in_request_2023: tuple[Applies, ...] = ()
    """The kinds for which it also holds in phase `aanvraag-2023`."""
    phases: tuple[str, ...] = ()
    """The only phases it holds in; empty for all (`in_request_2023` aside)."""
    inferred: bool = False
    """Whether the documents do not state it as a rule."""
    check: Check | None = None
    """None for faults of reading, which are found before there is a plan, and for rules on several files only."""
    set_check: SetCheck | None = None
    """The check of several files together, for rules that apply to `set`."""
    collects: tuple[Collector, ...] = ()
    """What `set_check` asks of each file."""

    @property
    def family(self) -> str:
        """The three letters of its code."""
        return self.code[:3]

    @property
    def rulebook_row(self) -> str:
        """The row of the rulebook that it comes from; empty for faults of reading, which are of the format alone."""
        return "" if self.family == "LEZ" else self.code

    @property
    def severity(self) -> Severity:
        """The heaviest it can weigh by default."""
        return max(outcome.severity for outcome in self.outcomes.values())


_rules: dict[str, Rule] = {}


def register(rule: Rule) -> Rule:
    """Add a rule. A code is never used twice."""
    if rule.code in _rules:
        raise ValueError(f"{rule.code} is registered twice")
    _rules[rule.code] = rule
    return rule


def rule(
    code: str,
    name: str,
    outcomes: Mapping[str, Severity | Outcome],
    *,
    source: tuple[str, ...],
    modality: Modality,
    applies: tuple[Applies, ...] = ("gemeente",),
    component: str | None = None,
    only_requested: bool = False,
    document: str | None = None,
    in_request_2023: bool | tuple[Applies, ...] = False,
    phases: tuple[str, ...] = (),
    inferred: bool = False,
) -> Callable[[Check], Check]:
    """Register the decorated function as the check of a rule; see `Rule` for what the arguments mean.

    `in_request_2023`: the kinds for which it also holds in phase `aanvraag-2023`; True for all it applies to.
    """

    def decorate(check: Check) -> Check:
        register(
            Rule(
                code=code,
                name=name,
                applies=applies,
                outcomes={key: _outcome(value) for key, value in outcomes.items()},
                modality=modality,
                source=source,
                component=component,
                only_requested=only_requested,
                document=document,
                in_request_2023=_kinds(in_request_2023, applies),
                phases=phases,
                inferred=inferred,
                check=check,
            )
        )
        return check

    return decorate


def across(code: str, *collects: Collector) -> Callable[[SetCheck], SetCheck]:
    """Make the decorated function the check of several files of a rule that is registered and applies to `set`."""

    def decorate(check: SetCheck) -> SetCheck:
        known = _rules[code]
        if "set" not in known.applies or known.set_check is not None:
            raise ValueError(f"{code} does not apply to sets, or has its check already")
        _rules[code] = known.replace(set_check=check, collects=collects)
        return check

    return decorate


def set_rule(
    code: str,
    name: str,
    outcomes: Mapping[str, Severity | Outcome],
    *collects: Collector,
    source: tuple[str, ...],
    modality: Modality,
    document: str | None = None,
    inferred: bool = False,
) -> Callable[[SetCheck], SetCheck]:
    """Register the decorated function as the check of a rule on several files; see `Rule` for the arguments."""

    def decorate(check: SetCheck) -> SetCheck:
        register(
            Rule(
                code=code,
                name=name,
                applies=("set",),
                outcomes={key: _outcome(value) for key, value in outcomes.items()},
                modality=modality,
                source=source,
                document=document,
                inferred=inferred,
            )
        )
        return across(code, *collects)(check)

    return decorate


def _kinds(stated: bool | tuple[Applies, ...], applies: tuple[Applies, ...]) -> tuple[Applies, ...]:
    if isinstance(stated, tuple):
        return stated
    return applies if stated else ()


def _outcome(value: Severity | Outcome) -> Outcome:
    return value if isinstance(value, Outcome) else _plain(value)


@cache
def _plain(severity: Severity) -> Outcome:
    """What always weighs the same: one for all rules, of which there are hundreds."""
    return Outcome(severity)


def registered() -> Mapping[str, Rule]:
    """All rules by code that are loaded."""
    return _rules


def checks_for(kind: str) -> Iterator[Rule]:
    """The rules among those loaded that look at a plan of this kind."""
    return (rule for rule in _rules.values() if rule.check is not None and kind in rule.applies)


def set_checks() -> Iterator[Rule]:
    """The rules among those loaded that look at several files together."""
    return (rule for rule in _rules.values() if rule.set_check is not None)
