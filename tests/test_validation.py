"""Laws of validation: it never raises, the order of keys and files does not count, every place is in the file."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from galaplan import Report, validate
from galaplan.rules import all_rules
from tests.cases import PLANS
from tests.strategies import Tree, damaged, plans

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.toml"))

many = settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)


def as_json(tree: Tree) -> bytes:
    return json.dumps(tree).encode()


def said(report: Report) -> list[tuple[str, str, str, str]]:
    """What a report says, apart from lines and columns."""
    return sorted((f.code, f.severity.word, f.location.path, f.message) for f in report.findings)


@many
@given(plans)
def test_any_plan_ends_in_a_report(tree: Tree) -> None:
    report = validate(as_json(tree))
    assert all(file.complete for file in report.files)


@many
@given(damaged())
def test_any_damaged_plan_ends_in_a_report(tree: Tree) -> None:
    report = validate(as_json(tree), strict=True, language="en")
    assert report.files[0].complete or not report.valid


@many
@given(plans, st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_count(tree: Tree, chance: random.Random) -> None:
    assert said(validate(as_json(_shuffled(tree, chance)))) == said(validate(as_json(tree)))


def _shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        items = [(key, _shuffled(item, chance)) for key, item in value.items()]
        chance.shuffle(items)
        return dict(items)
    return [_shuffled(item, chance) for item in value] if isinstance(value, list) else value


@given(st.data(), st.sampled_from(EXAMPLES))
@settings(max_examples=60, deadline=None)
def test_a_flipped_byte_in_an_example_ends_in_a_report(data: st.DataObject, file: Path) -> None:
    whole = bytearray(file.read_bytes())
    whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    validate(bytes(whole), language=data.draw(st.sampled_from(["nl", "en"])))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_every_finding_stands_in_the_file(file: Path) -> None:
    lines = file.read_text("utf-8").splitlines()
    for finding in validate(file).findings:
        span = finding.location.span
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
        assert (span.line, span.column) <= (span.end_line, span.end_column)


def test_the_same_input_gives_the_same_report() -> None:
    assert validate(*EXAMPLES) == validate(*EXAMPLES)


def test_files_are_reported_in_the_order_given_and_say_the_same() -> None:
    forth, back = validate(*EXAMPLES), validate(*reversed(EXAMPLES))
    assert forth.files == tuple(reversed(back.files))


class TestOptions:
    def test_an_unknown_language_is_refused(self) -> None:
        with pytest.raises(ValueError, match="'fr'"):
            validate(PLANS / "leeg.toml", language="fr")

    def test_selecting_each_rule_and_joining_is_the_whole(self) -> None:
        whole = said(validate(PLANS / "leeg.toml"))
        parts = [row for code in all_rules() for row in said(validate(PLANS / "leeg.toml", select=[code]))]
        assert sorted(parts) == whole
        assert whole

    def test_ignoring_what_is_selected_leaves_nothing(self) -> None:
        assert said(validate(PLANS / "leeg.toml", select=["ELE"], ignore=["ELE"])) == []

    def test_an_empty_plan_hears_the_seven_elements(self) -> None:
        codes = {f.code for f in validate(PLANS / "leeg.toml").findings if f.code.startswith("ELE")}
        assert {f"ELE00{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8)} <= codes
