"""The schema of the JSON report: it holds for every report, and says all that is in one."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

import galaplan
from galaplan.documents import Span
from galaplan.findings import FileReport, Finding, Location, Report, Severity
from galaplan.reports.json import render_json
from galaplan.reports.report_schema import REPORT_SCHEMA_ID, report_schema, report_schema_text
from tests.cases import EXAMPLES, all_cases
from tests.strategies import damaged

PUBLISHED = Path(__file__).parent.parent / "schemas" / "1.0" / "report.schema.json"


def closed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with no key allowed that it does not name: it is open to later releases, not to this one."""
    schema = copy.deepcopy(schema)
    for table in (schema, *schema["definitions"].values()):
        table["additionalProperties"] = False
    return schema


OPEN = Draft7Validator(report_schema())
CLOSED = Draft7Validator(closed(report_schema()))

few = settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)


def faults(report: Report) -> list[str]:
    tree = json.loads(render_json(report))
    return [f"{error.json_path}: {error.message}" for error in CLOSED.iter_errors(tree)]


def test_the_published_schema_is_in_step() -> None:
    assert PUBLISHED.read_text("utf-8") == report_schema_text()


def test_it_is_a_valid_schema_with_an_id() -> None:
    Draft7Validator.check_schema(report_schema())
    assert report_schema()["$id"] == REPORT_SCHEMA_ID == "https://galaplan.example/schemas/1.0/report.schema.json"


@pytest.mark.parametrize("example", sorted(path.name for path in EXAMPLES.iterdir() if not path.name.startswith(".")))
@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_holds_for_the_examples(example: str, language: str) -> None:
    assert faults(galaplan.validate(EXAMPLES / example, language=language)) == []


def test_it_holds_for_the_examples_of_all_rules() -> None:
    for case in all_cases():
        report = galaplan.validate(*(file.data for file in case.files), strict=case.strict)
        assert faults(report) == [], case.code


@few
@given(st.lists(st.binary(max_size=40), min_size=1, max_size=3))
def test_it_holds_for_junk(files: list[bytes]) -> None:
    assert faults(galaplan.validate(*files)) == []


@few
@given(damaged())
def test_it_holds_for_damaged_plans(tree: dict[str, Any]) -> None:
    assert faults(galaplan.validate(json.dumps(tree).encode())) == []


def test_it_holds_for_a_workbook_and_for_what_is_acknowledged() -> None:
    at = Location("plan.xlsx", "acties[0]", Span(5, 3, 5, 4, "Acties"), "acties[a]")
    finding = Finding("DUB002", "som-boven-kosten", Severity.ERROR, at, "x", "y", "z", (), {}, (at,), "Afgesproken")
    assert faults(Report(files=(FileReport(path="plan.xlsx", findings=(finding,)),))) == []


class TestWhatItRefuses:
    """A schema that holds for everything says nothing."""

    @staticmethod
    def report() -> dict[str, Any]:
        tree = json.loads(render_json(galaplan.validate(EXAMPLES / "zonnedorp-dubbel.toml")))
        assert OPEN.is_valid(tree)
        assert isinstance(tree, dict)
        return tree

    @pytest.mark.parametrize("key", ["galaplan", "format", "valid", "summary", "files"])
    def test_a_report_without_a_key(self, key: str) -> None:
        tree = self.report()
        del tree[key]
        assert not OPEN.is_valid(tree)

    def test_a_finding_without_any_of_its_keys_but_the_cell(self) -> None:
        for key in self.report()["files"][0]["findings"][0]:
            tree = self.report()
            del tree["files"][0]["findings"][0][key]
            assert not OPEN.is_valid(tree), key

    @pytest.mark.parametrize(
        ("key", "value"),
        [("code", "dub2"), ("severity", "fout"), ("line", 0), ("line", "3"), ("acknowledged", 1), ("source", "GALA")],
    )
    def test_a_wrong_value(self, key: str, value: object) -> None:
        tree = self.report()
        tree["files"][0]["findings"][0][key] = value
        assert not OPEN.is_valid(tree)

    def test_a_key_of_a_later_release_is_none_of_these(self) -> None:
        tree = self.report()
        tree["files"][0]["findings"][0]["nieuw"] = 1
        assert OPEN.is_valid(tree)
        assert not CLOSED.is_valid(tree)
