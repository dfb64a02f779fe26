"""What no schema can say: nothing is missed by looking only where there is something to be found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from galaplan import catalogue, integrity, validate
from galaplan.documents import Problem
from galaplan.integrity import integrity_problems
from galaplan.model.fields import Key, Table
from galaplan.model.municipal import MunicipalPlan
from galaplan.model.plan import Plan
from galaplan.model.regional import RegionalPlan
from galaplan.model.shapes import Field, Value, fields_of
from tests import strategies
from tests.cases import PLANS
from tests.strategies import Tree

EDITIONS = [None, *map(catalogue.edition, catalogue.editions())]


def everywhere(table: type[Table]) -> dict[str, Field]:
    return {field.key.name: field for field in fields_of(table)}


def found(tree: Tree) -> list[list[Problem]]:
    return [integrity_problems(tree, edition) for edition in EDITIONS]


def full(table: type[Table], text: str) -> Tree:
    """A table with all fields and all keys, wherever a text may stand this one."""
    return {field.key.name: full_value(field.value, field.key, text, many=field.many) for field in fields_of(table)}


def full_value(value: Value, key: Key, text: str, *, many: bool = False) -> Any:
    if many:
        return [full_value(value, key, text)] * 2
    if value.table is not None:
        return full(value.table, text)
    if value.keyed is not None:
        inner = full_value(value.keyed, key.inner or key, text)
        return {text: inner, "2050": inner} | {name: full(special, text) for name, special in key.special.items()}
    return {"2050": 1} if value.kind == "amounts" else text


CONTESTED = sorted({code for codes in catalogue.codes_that_differ().values() for code in codes})


@pytest.mark.parametrize("plan", [MunicipalPlan, RegionalPlan])
@pytest.mark.parametrize("text", ["GM9999", "weg", "weg#weg", *CONTESTED])
def test_no_field_is_passed_over(plan: type[Plan], text: str) -> None:
    tree = full(plan, text) | {"soort": "regio" if plan is RegionalPlan else "gemeente"}
    quickly = found(tree)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(integrity, "_stops", everywhere)
        assert found(tree) == quickly
    assert all(quickly)


@given(strategies.damaged())
def test_a_walk_past_every_value_finds_no_more(tree: Tree) -> None:
    quickly = found(tree)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(integrity, "_stops", everywhere)
        assert found(tree) == quickly


def test_a_text_that_looks_like_the_code_of_a_municipality_is_a_text() -> None:
    small = (PLANS / "leeg.toml").read_text("utf-8")
    text = small.replace("[gemeente]", 'acties = [{ id = "a", titel = "GM9999", kernteam = ["GM9999"] }]\n[gemeente]')
    assert "IDE010" not in [finding.code for finding in validate(text.encode()).findings]
