"""When a rule speaks and how much its finding weighs: the one place where modality, request, phase and status meet."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Protocol

from galaplan.findings import Severity
from galaplan.rules.registry import Outcome, Rule

REQUEST_2023 = "aanvraag-2023"
ACCOUNTING = "verantwoording"
FILED = ("ingediend", "vastgesteld")
EXPLORED, IN_EXECUTION = "verkenning", "uitvoering"


class Standing(Protocol):
    """What of a plan decides whether a rule speaks and how much it weighs."""

    @property
    def kind(self) -> str:
        """`gemeente` or `regio`."""

    @property
    def phase(self) -> str:
        """The phase, stated or by default."""

    @property
    def status(self) -> str:
        """The status, stated or by default."""

    @property
    def requested(self) -> Container[str]:
        """The components that are asked for."""

    @property
    def component_status(self) -> Mapping[str, str]:
        """How far the plan says that its components are (`verkenning`, `uitvoering` …), by component."""

    @property
    def contains(self) -> Container[str]:
        """The documents that a regional file holds."""


def speaks(rule: Rule, plan: Standing) -> bool:
    """Whether `rule` looks at this plan at all."""
    return holds_in(rule, plan.kind, plan.phase) and is_asked(rule, plan)


def holds_in(rule: Rule, kind: str, phase: str) -> bool:
    """Whether `rule` looks at plans of this kind in this phase."""
    if phase == REQUEST_2023:
        return kind in rule.in_request_2023
    return not rule.phases or phase in rule.phases


def is_asked(rule: Rule, plan: Standing) -> bool:
    """Whether the plan asks for what `rule` is about: its component, or a document that holds its subject."""
    if rule.only_requested and rule.component not in plan.requested:
        return False
    return rule.document is None or plan.kind == "gemeente" or rule.document in plan.contains


def weigh(rule: Rule, outcome: Outcome, plan: Standing, *, strict: bool) -> Severity:
    """The severity of one outcome for this plan."""
    severity = outcome.severity
    if outcome.not_requested is not None and rule.component not in plan.requested:
        severity = outcome.not_requested
    if outcome.from_filed is not None and plan.status in FILED:
        severity = outcome.from_filed
    stage = plan.component_status.get(rule.component or "")
    if outcome.explored is not None and stage == EXPLORED:
        severity = outcome.explored
    if outcome.in_execution is not None and stage == IN_EXECUTION:
        severity = outcome.in_execution
    if outcome.accounting is not None and plan.phase == ACCOUNTING:
        severity = outcome.accounting
    if strict and outcome.strict is not None:
        severity = max(severity, outcome.strict)
    return severity
