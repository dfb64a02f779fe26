"""The JSON Schema: in step with the model, and of one mind with `load`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft4Validator, Draft7Validator
from jsonschema.validators import extend

from galaplan.schema import KINDS, kind_schema, plan_schema
from galaplan.shape import shape_problems
from galaplan.structure import ShapeError, structure
from tests.strategies import Tree, damaged, plans

# A whole number written with a decimal point (60000.0) is an integer to JSON Schema. A plan file refuses it, and says
# so in the docs; here the validator is told the same.
Strict = extend(Draft7Validator, type_checker=Draft4Validator.TYPE_CHECKER)  # type: ignore[no-untyped-call]
VALIDATOR: Draft7Validator = Strict(plan_schema())
OF_KIND: dict[str, Draft7Validator] = {kind: Strict(kind_schema(kind)) for kind in KINDS}

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
def test_every_definition_says_what_it_is(definition: str) -> None:
    shown = plan_schema()["definitions"][definition]
    assert shown["title"]
    assert shown["description"]


def _properties() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, definition in plan_schema()["definitions"].items():
        for key, shown in definition.get("properties", {}).items():
            yield f"{name}.{key}", shown
    for key, shown in plan_schema()["properties"].items():
        yield key, shown


def test_every_property_says_what_to_fill_in() -> None:
    silent = [
        place for place, shown in _properties() if not shown.get("title") or len(shown.get("description", "")) < 8
    ]
    assert silent == []


def test_what_is_said_of_a_property_is_dutch_prose() -> None:
    """No sentence twice, no space too many, and a full stop before whatever is listed below it."""
    for place, shown in _properties():
        prose = shown["description"].partition("\n\n")[0]
        assert prose == " ".join(prose.split()), place
        assert prose.endswith("."), place
        sentences = prose.split(". ")
        assert len(sentences) == len(set(sentences)), place


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("aanvraag.bedragen", "hele euro's per kalenderjaar"),
        ("actie.start", "zoals 2024-03-01"),
        ("actie.doelen", "[[doelen]]"),
        ("actie.status", "Zonder deze sleutel: gepland."),
        ("kosten.zvw", "true is ja, false is nee"),
        ("kosten.gedeelte", "van 0 tot en met 1"),
        ("gemeente.code", "zoals GM0034"),
        ("dekking.bron", "- `zvw`: Zorgverzekeringswet (Zvw)"),
    ],
)
def test_hovering_tells_unit_form_and_meaning(place: str, said: str) -> None:
    assert said in dict(_properties())[place]["description"]


def test_a_code_list_shows_its_labels_and_its_source() -> None:
    said = plan_schema()["definitions"]["code-spuk-onderdeel"]["description"]
    assert "- `brc`: Brede Regeling Combinatiefuncties (BRC)" in said
    assert "Bron: GALA p45" in said


class TestOneKind:
    @pytest.mark.parametrize("kind", KINDS)
    def test_it_is_complete_in_itself_and_holds_nothing_more(self, kind: str) -> None:
        schema = kind_schema(kind)
        Draft7Validator.check_schema(schema)
        text = json.dumps(schema)
        for name in schema["definitions"]:
            assert f'"#/definitions/{name}"' in text
        assert set(re.findall(r'"#/definitions/([^"]+)"', text)) == set(schema["definitions"])

    def test_what_a_property_says_stands_beside_its_codes(self) -> None:
        component = kind_schema("gemeente")["definitions"]["aanvraag"]["properties"]["onderdeel"]
        assert component["title"] == "SPUK-onderdeel"
        assert component["description"].startswith("Het onderdeel dat wordt aangevraagd.")
        assert "- `brc`: Brede Regeling Combinatiefuncties (BRC)" in component["description"]
        assert "brc" in component["enum"]

    def test_a_municipality_is_not_offered_what_regions_have(self) -> None:
        assert "ketenmatrix" not in kind_schema("gemeente")["properties"]
        assert "onderdeel-brc" not in kind_schema("regio")["definitions"]

    @many
    @given(damaged())
    def test_it_says_of_a_plan_of_its_kind_what_the_whole_schema_says(self, tree: Tree) -> None:
        for kind, validator in OF_KIND.items():
            assert validator.is_valid(tree) == (VALIDATOR.is_valid(tree) and tree.get("soort") == kind)


def test_codes_have_readable_labels() -> None:
    goals = plan_schema()["definitions"]["code-doel"]
    assert len(goals["enum"]) == len(goals["enumNames"]) == 7
    assert dict(zip(goals["enum"], goals["enumNames"], strict=True))["vitaal-ouder-worden"] == "Vitaal ouder worden"
