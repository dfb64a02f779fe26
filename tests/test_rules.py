"""Each rule has a good and a bad example that a person can read; the bad one pins code, path and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rtoml

from galaplan import validate
from galaplan.cases import Case
from galaplan.rules import all_rules
from tests.cases import PLANS, all_cases, findings, marked

CASES = list(all_cases())
GOOD = [case for case in CASES if case.good]
BAD = [case for case in CASES if not case.good]


def _facts() -> Iterator[tuple[tuple[str, str], tuple[set[str], set[str]]]]:
    """Of a wording the names of the facts that each finding has, and of those that some have (`name?`).

    `@` stands for other places, where the finding names these.
    """
    for line in (Path(__file__).parent / "facts.txt").read_text("utf-8").splitlines():
        wording, _, names = line.partition(":")
        code, variant = wording.split()
        always = {name for name in names.split() if not name.endswith("?")}
        yield (code, variant), (always, {name.removesuffix("?") for name in names.split()} - always)


FACTS = dict(_facts())


def _id(case: Case) -> str:
    return f"{case.code}-{case.description}"


@pytest.mark.parametrize("name", ["minimaal", "minimaal-regio"])
def test_nothing_is_said_of_the_shared_minimal_plans(name: str) -> None:
    assert [f"{f.code} {f.location.path}" for f in validate(PLANS / f"{name}.toml").findings] == []


def test_nothing_is_said_of_the_shared_minimal_plans_together() -> None:
    report = validate(PLANS / "minimaal.toml", PLANS / "minimaal-regio.toml")
    assert [f"{f.code} {f.location.path}" for f in report.findings] == []


@pytest.mark.parametrize("case", GOOD, ids=_id)
def test_a_good_example_gets_no_finding_of_its_rule(case: Case, tmp_path: Path) -> None:
    assert [finding.message for finding in findings(case, tmp_path)] == []


@pytest.mark.parametrize("case", BAD, ids=_id)
def test_a_bad_example_gets_one_finding_at_its_place(case: Case, tmp_path: Path) -> None:
    found = [
        (f.severity.word, f.location.path, Path(f.location.file).name, f.location.span.line)
        for f in findings(case, tmp_path)
    ]
    ((file, line),) = marked(case, "<--") or [(case.files[0].name, 1)]
    assert found == [(case.severity, case.path, file, line)]


@pytest.mark.parametrize("case", [case for case in BAD if len(case.files) > 1], ids=_id)
def test_a_bad_example_of_several_files_names_the_other_side(case: Case, tmp_path: Path) -> None:
    (finding,) = findings(case, tmp_path)
    assert sorted((Path(o.file).name, o.span.line) for o in finding.related) == sorted(marked(case, "<->"))


@pytest.mark.parametrize("case", BAD, ids=_id)
def test_a_bad_example_says_what_is_wrong(case: Case, tmp_path: Path) -> None:
    (finding,) = findings(case, tmp_path)
    assert case.message in finding.message
    always, sometimes = FACTS[finding.code, finding.variant]
    assert always <= {*finding.params, *(["@"] if finding.related else [])} <= always | sometimes
    if len(case.files) == 1 and not case.code.startswith("LEZ"):
        tree = rtoml.loads(case.files[0].text)
        assert [other.path for other in finding.related if not _leads_somewhere(tree, other.path)] == []


def _leads_somewhere(tree: Any, path: str) -> bool:
    for quoted, number, key in re.findall(r'"([^"]+)"|\[(\d+)\]|([^.\[\]"]+)', path):
        step: Any = int(number) if number else quoted or key
        if not (step < len(tree) if isinstance(tree, list) else step in tree):
            return False
        tree = tree[step]
    return True


def test_the_facts_of_each_wording_are_written_down() -> None:
    """A program may rest on them, so a name that is written down stays; an outcome that is new gets its line."""
    wordings = {(code, variant) for code, rule in all_rules().items() for variant in rule.outcomes}
    assert set(FACTS) <= wordings
    assert {wording for wording in wordings if not wording[0].startswith("LEZ")} <= set(FACTS)


def test_every_rule_has_a_good_and_a_bad_example() -> None:
    too_large_to_show = {"LEZ002"}
    of_workbooks = {f"LEZ03{number}" for number in range(5)}  # no texts, so tests/test_workbook.py has a case for each
    rules = set(all_rules()) - too_large_to_show - of_workbooks
    assert rules == {case.code for case in GOOD} == {case.code for case in BAD}


def test_every_check_of_several_files_has_a_good_and_a_bad_example_of_several_files() -> None:
    rules = {code for code, rule in all_rules().items() if rule.set_check}
    for sort in (GOOD, BAD):
        assert rules <= {case.code for case in sort if len(case.files) > 1}
