"""The JSON Schema: in step with the model, and of one mind with `load`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft4Validator, Draft7Validator
from jsonschema.validators import extend

from galaplan.schema import plan_schema, schema_text
from galaplan.shape import shape_problems
from galaplan.structure import ShapeError, structure
from tests.strategies import Tree, damaged, plans

PUBLISHED = Path(__file__).parent.parent / "schemas" / "1.0" / "plan.schema.json"

# A whole number written with a decimal point (60000.0) is an integer to JSON Schema. A plan file refuses it, and says
# so in the docs; here the validator is told the same.
Strict = extend(Draft7Validator, type_checker=Draft4Validator.TYPE_CHECKER)  # type: ignore[no-untyped-call]
VALIDATOR: Draft7Validator = Strict(plan_schema())

many = settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)


def loads_as_plan(tree: Tree) -> bool:
    try:
        structure(tree)
    except ShapeError:
        return False
    return True


@many
@given(plans)
def test_a_plan_of_the_right_shape_pleases_both(tree: Tree) -> None:
    assert loads_as_plan(tree)
    assert VALIDATOR.is_valid(tree)


@many
@given(damaged())
def test_schema_and_load_agree_on_damaged_plans(tree: Tree) -> None:
    assert VALIDATOR.is_valid(tree) == loads_as_plan(tree)


@many
@given(damaged())
def test_what_load_refuses_gets_at_least_one_finding_and_what_it_takes_none(tree: Tree) -> None:
    assert bool(shape_problems(tree)) != loads_as_plan(tree)


def test_the_published_schema_is_in_step() -> None:
    assert PUBLISHED.read_text("utf-8") == schema_text(), "run: galaplan schema > schemas/1.0/plan.schema.json"


def test_it_is_a_valid_schema_with_an_id() -> None:
    schema = plan_schema()
    Draft7Validator.check_schema(schema)
    assert schema["$id"].endswith("/schemas/1.0/plan.schema.json")


def test_it_uses_no_keyword_that_tools_explain_badly() -> None:
    assert not _keywords(plan_schema()) & {"oneOf", "patternProperties", "dependencies", "contains"}


def _keywords(value: Any) -> set[str]:
    """The keywords of a schema; names of properties and definitions are not keywords."""
    if isinstance(value, list):
        return {keyword for item in value for keyword in _keywords(item)}
    if not isinstance(value, dict):
        return set()
    found = set(value)
    for keyword, item in value.items():
        parts = item.values() if keyword in ("properties", "definitions") else [item]
        for part in parts:
            found |= _keywords(part)
    return found


@pytest.mark.parametrize("definition", sorted(plan_schema()["definitions"]))
def test_every_definition_has_a_dutch_title(definition: str) -> None:
    assert plan_schema()["definitions"][definition]["title"]


def test_every_property_has_a_title() -> None:
    for name, definition in plan_schema()["definitions"].items():
        for key, shown in definition.get("properties", {}).items():
            assert shown.get("title"), f"{name}.{key}"


def test_codes_have_readable_labels() -> None:
    goals = plan_schema()["definitions"]["code-doel"]
    assert len(goals["enum"]) == len(goals["enumNames"]) == 7
    assert dict(zip(goals["enum"], goals["enumNames"], strict=True))["vitaal-ouder-worden"] == "Vitaal ouder worden"
