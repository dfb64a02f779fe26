"""The mutation check of the rulebook: single faults are told, and harmless edits are not."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from galaplan import Finding, Severity, validate
from galaplan.documents import path_text
from tests.faults import Fault, all_faults
from tests.faults.across import SET_KINDS, CleanSet, Place, clean_sets
from tests.faults.clean import Clean, clean_plans
from tests.faults.harmless import Harmless, Touch, all_harmless
from tests.faults.kinds import KINDS

FAULTS = all_faults()
HARMLESS = all_harmless()


@cache
def before(plans: tuple[Clean, ...]) -> tuple[Finding, ...]:
    """What is said of plans without any edit."""
    return findings([plan.text.encode() for plan in plans])


def findings(files: list[bytes]) -> tuple[Finding, ...]:
    return validate(*files).findings


def stands(finding: Finding, place: Place, files: int) -> bool:
    """Whether a finding stands at a place, above it or under it; the whole file is above nothing but itself."""
    number, path = place
    found, expected = finding.location.path, path_text(path)
    same_file = finding.location.file == ("<bytes>" if files == 1 else f"<bytes {number + 1}>")
    return same_file and (_is_under(found, expected) or (found != "" and _is_under(expected, found)))


def _is_under(path: str, other: str) -> bool:
    return not other or path == other or path.startswith((f"{other}.", f"{other}["))


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_told_and_nothing_else(fault: Fault) -> None:
    files = fault.make()
    known = {(finding.code, finding.message) for finding in before(fault.plans)}
    new = [finding for finding in findings(files) if (finding.code, finding.message) not in known]
    told = [finding for finding in new if (finding.code, finding.severity) == (fault.code, fault.severity)]
    assert any(stands(finding, place, len(files)) for finding in told for place in fault.at), (fault.at, told)
    errors = {finding.code for finding in new if finding.severity is Severity.ERROR}
    assert errors <= {fault.code, *fault.also}


@pytest.mark.parametrize("edited", HARMLESS, ids=str)
def test_a_harmless_edit_is_not_told(edited: Harmless) -> None:
    was, now = before(edited.plans), findings(edited.make())
    assert not [finding for finding in now if finding.severity is Severity.ERROR]
    if edited.touch is Touch.FORMAT:
        assert Counter(map(word_for_word, now)) == Counter(map(word_for_word, was))
    if edited.touch is Touch.ORDER:
        assert Counter(map(in_short, now)) == Counter(map(in_short, was))


def word_for_word(finding: Finding) -> tuple[str, Severity, str, str]:
    return (finding.code, finding.severity, finding.location.path, finding.message)


def in_short(finding: Finding) -> tuple[str, Severity]:
    return (finding.code, finding.severity)


@pytest.mark.parametrize("plan", clean_plans(), ids=str)
def test_a_clean_plan_has_no_error(plan: Clean) -> None:
    assert not [finding for finding in before((plan,)) if finding.severity is Severity.ERROR]


@pytest.mark.parametrize("plans", clean_sets(), ids=str)
def test_a_clean_set_has_no_error(plans: CleanSet) -> None:
    assert not [finding for finding in before(plans.plans) if finding.severity is Severity.ERROR]


def test_there_are_enough_of_each() -> None:
    assert len(FAULTS) >= 300
    assert len(HARMLESS) >= 300
    assert len({fault.code for fault in FAULTS}) >= 100


def test_every_kind_of_fault_is_made_somewhere() -> None:
    plans, sets = clean_plans(), clean_sets()
    assert [one for one in KINDS if not any(True for plan in plans for _ in one.places(plan))] == []
    assert [one for one in SET_KINDS if not any(True for some in sets for _ in one.places(some))] == []


def test_every_fault_and_every_edit_has_a_name_of_its_own() -> None:
    names = Counter(map(str, [*FAULTS, *HARMLESS]))
    assert [name for name, count in names.items() if count > 1] == []
