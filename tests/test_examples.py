"""The examples keep what the README promises of them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from galaplan import MunicipalPlan, RegionalPlan, Severity, catalogue, load, validate

EXAMPLES = Path(__file__).parent.parent / "examples"
COMPONENTS = set(catalogue.edition("spuk-2023").components)


def severe(name: str, least: Severity) -> list[str]:
    found = validate(EXAMPLES / name).findings
    return [f"{f.location.span.line} {f.code} {f.message}" for f in found if f.severity >= least]


def test_the_real_plan_of_almere_was_accepted_so_it_has_no_errors() -> None:
    assert severe("almere.toml", Severity.ERROR) == []


@pytest.mark.parametrize(
    "example", sorted(EXAMPLES.rglob("*.toml")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_the_first_line_leads_an_editor_to_the_schema_of_that_kind(example: Path) -> None:
    """From the schema of both kinds no editor completes anything."""
    line = example.read_text("utf-8").partition("\n")[0]
    schema = example.parent / line.removeprefix("#:schema ")
    assert schema.resolve().parent == EXAMPLES.parent / "schemas" / "1.0"
    stated = json.loads(schema.read_text("utf-8"))["properties"]["soort"]
    assert stated["enum"] == [tomllib.loads(example.read_text("utf-8"))["soort"]]


class TestAlmere:
    plan = load(EXAMPLES / "almere.toml")

    def test_it_asks_for_all_components_and_publishes_no_amounts(self) -> None:
        assert isinstance(self.plan, MunicipalPlan)
        assert {row.component for row in self.plan.requests} == COMPONENTS
        assert not any(row.amounts for row in self.plan.requests)
        assert not any(action.costs for action in self.plan.actions)

    def test_every_component_has_its_ticks_and_its_actions(self) -> None:
        assert isinstance(self.plan, MunicipalPlan)
        assert all(row.gala or row.sportakkoord or row.brc for row in self.plan.requests)
        assert {code for action in self.plan.actions for code in action.components} == COMPONENTS

    def test_every_action_says_on_which_page_it_stands(self) -> None:
        assert all(action.found_at for action in self.plan.actions)


@pytest.mark.parametrize("name", ["zonnedorp.toml", "regio-zonneland/regio-zonneland.toml"])
def test_the_fictive_plans_have_neither_errors_nor_warnings(name: str) -> None:
    assert severe(name, Severity.WARNING) == []


def test_zonnedorp_states_an_amount_for_every_component_and_every_year_with_money() -> None:
    plan = load(EXAMPLES / "zonnedorp.toml")
    assert isinstance(plan, MunicipalPlan)
    components = catalogue.edition("spuk-2023").components
    stated = {row.component: set(row.amounts or ()) - {2023} for row in plan.requests}
    assert stated == {code: set(component.amounts) - {2023} for code, component in components.items()}


def test_zonneland_is_a_regional_file_with_all_four_documents() -> None:
    plan = load(EXAMPLES / "regio-zonneland" / "regio-zonneland.toml")
    assert isinstance(plan, RegionalPlan)
    assert plan.region.municipalities


def test_the_faults_of_zonnedorp_dubbel_are_found_each_at_its_place() -> None:
    """The table at the top of the file, in the order of its lines; nothing else is an error or a warning."""
    text = (EXAMPLES / "zonnedorp-dubbel.toml").read_text("utf-8").splitlines()
    found = [f for f in validate(EXAMPLES / "zonnedorp-dubbel.toml").findings if f.severity >= Severity.WARNING]
    assert [f.code for f in found] == [
        "IDE006",
        "VAL001",
        "BEG003",
        "ELE003",
        "DUB003",
        "DUB002",
        "DOE002",
        "DUB001",
    ]
    marks = [number for number, line in enumerate(text, 1) if line.strip().startswith("# Fout:")]
    assert len(marks) == len(found)
    assert all(finding.severity is Severity.ERROR for finding in found)
