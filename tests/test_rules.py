"""Each rule has a good and a bad example that a person can read; the bad one pins code, path and line."""

from __future__ import annotations

import pytest

from galaplan import validate
from galaplan.rules import all_rules
from tests.cases import PLANS, Case, cases

CASES = list(cases())
GOOD = [case for case in CASES if case.good]
BAD = [case for case in CASES if not case.good]


def _id(case: Case) -> str:
    return f"{case.code}-{case.description}"


@pytest.mark.parametrize("name", ["minimaal", "minimaal-regio"])
def test_nothing_is_said_of_the_shared_minimal_plans(name: str) -> None:
    assert [f"{f.code} {f.location.path}" for f in validate(PLANS / f"{name}.toml").findings] == []


@pytest.mark.parametrize("case", GOOD, ids=_id)
def test_a_good_example_gets_no_finding_of_its_rule(case: Case) -> None:
    assert [finding.message for finding in case.findings()] == []


@pytest.mark.parametrize("case", BAD, ids=_id)
def test_a_bad_example_gets_one_finding_at_its_place(case: Case) -> None:
    found = [(f.severity.word, f.location.path, f.location.span.line) for f in case.findings()]
    assert found == [(case.severity, case.path, case.line)]


@pytest.mark.parametrize("case", BAD, ids=_id)
def test_a_bad_example_says_what_is_wrong(case: Case) -> None:
    (finding,) = case.findings()
    assert case.message in finding.message


def test_every_rule_of_the_rulebook_has_a_good_and_a_bad_example() -> None:
    rules = {code for code in all_rules() if not code.startswith("LEZ")}
    assert rules == {case.code for case in GOOD} == {case.code for case in BAD}
