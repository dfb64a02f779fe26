"""What a program that uses the library says, for mypy to judge: a line that must not pass bears the error it gets.

Strict mypy also complains of an ignore that nothing needs, so what passes here by accident is found out too.
"""

from __future__ import annotations

from typing import assert_type

import attrs

import galaplan
from galaplan import *  # noqa: F403
from galaplan.model import Action, AnyPlan, ChildWeightChain, FallChain, GoalsElement, KansrijkeStart, OkoVa


def no_name_is_made_up() -> None:
    galaplan.valdate("plan.toml")  # type: ignore[attr-defined]


def the_star_brings_the_public_names() -> None:
    assert_type(validate("plan.toml"), Report)  # noqa: F405
    assert_type(loads(""), MunicipalPlan | RegionalPlan)  # noqa: F405


def a_plan_is_one_of_two_kinds(plan: AnyPlan) -> None:
    assert_type(galaplan.load("plan.toml"), galaplan.MunicipalPlan | galaplan.RegionalPlan)
    if isinstance(plan, galaplan.MunicipalPlan):
        assert_type(plan.municipality.code, str)
    else:
        assert_type(plan.region.name, str)
    if plan.kind == "regio":
        assert_type(plan, galaplan.RegionalPlan)
    else:
        assert_type(plan, galaplan.MunicipalPlan)


def tables_with_a_class_of_their_own(plan: galaplan.MunicipalPlan) -> None:
    assert_type(plan.chains.of(FallChain), FallChain | None)
    assert_type(plan.chains.of(ChildWeightChain), ChildWeightChain | None)
    assert_type(plan.components.of(OkoVa), OkoVa | None)
    assert_type(plan.elements.of(GoalsElement), GoalsElement | None)
    if start := plan.components.of(KansrijkeStart):
        assert_type(start.contraception, str | None)
    plan.chains.of(str)  # type: ignore[type-var]


def a_plan_is_built_with_what_it_needs(plan: AnyPlan) -> None:
    Action(id="wandelen", title="Wandelgroep", start=galaplan.Moment(2024))
    Action(id="wandelen")  # type: ignore[call-arg]
    Action(id=1, title="Wandelgroep")  # type: ignore[arg-type]
    plan.title = "Anders"  # type: ignore[misc]
    assert_type(plan.replace(title="Anders"), galaplan.MunicipalPlan | galaplan.RegionalPlan)


def a_changed_copy_by_attrs(plan: galaplan.MunicipalPlan) -> None:
    assert_type(attrs.evolve(plan, title="Anders"), galaplan.MunicipalPlan)
    attrs.evolve(plan, title=1)  # type: ignore[arg-type]
    attrs.evolve(plan, tittel="Anders")  # type: ignore[call-arg]


def a_plan_is_written(plan: AnyPlan) -> None:
    assert_type(galaplan.dumps(plan, format="json"), str)
    galaplan.dumps(plan, format="yaml")  # type: ignore[arg-type]
