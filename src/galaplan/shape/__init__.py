"""Everything that keeps a tree from having the shape of a plan, at once and in terms of the file.

Asked only after `structure` has said no. The JSON Schema finds the faults; here each becomes one problem with a path,
a code and the facts that its message needs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from galaplan.documents import Path, Problem, too_deep
from galaplan.documents.problems import MOST_TOLD
from galaplan.model.fields import Table
from galaplan.schema import KINDS, plan_schema
from galaplan.shape.keys import told_twice, unknown_keys
from galaplan.shape.places import owner, place_at, spots, value_at
from galaplan.shape.values import (
    not_a_choice,
    out_of_bounds,
    unknown_code,
    unknown_row,
    wrong_form,
    wrong_key_form,
    wrong_type,
)
from galaplan.spelling import Speller
from galaplan.structure import kind_of, plan_class

if TYPE_CHECKING:
    from jsonschema import Draft7Validator, ValidationError


def shape_problems(tree: dict[str, Any]) -> list[Problem]:
    """All faults of shape, in the order of the file's paths, each once; of very many some more than are told."""
    if not tree:
        return [Problem("LEZ003", "leeg")]
    if (deep := too_deep(tree)) is not None:
        return [Problem("LEZ007", "waarde", path=deep, params={})]
    if infinite := list(_not_finite(tree, ())):
        return infinite
    kind = kind_of(tree)
    if other := _really(kind, tree):
        return [_other_kind(kind, other, tree), *_problems({**tree, "soort": other}, other)]
    return _problems(tree, kind)


def _problems(tree: dict[str, Any], kind: str) -> list[Problem]:
    found: dict[tuple[str, Path], Problem] = {}
    speller = Speller()
    errors = _validator(kind).iter_errors(_with_dates_as_text(tree))
    for problem in chain.from_iterable(_problems_of(error, tree, kind, speller) for error in errors):
        found.setdefault((problem.code, problem.path), problem)
        if len(found) > MOST_TOLD:  # more is not told
            break
    problems = told_twice(list(found.values()))
    return sorted(problems, key=lambda problem: [(isinstance(s, str), str(s)) for s in problem.path])


def _really(kind: str, tree: dict[str, Any]) -> str:
    """The other kind of plan, when the tree says one kind and its tables are those of the other; or nothing."""
    if tree.get("soort") != kind:
        return ""
    other = next(k for k in KINDS if k != kind)
    own_keys, other_keys = (spots(plan_class(k))[()].keys() for k in (kind, other))
    lacks_its_own = any(field.required and key not in tree for key, field in spots(plan_class(kind))[()].items())
    foreign, own = (tree.keys() & other_keys - own_keys), (tree.keys() & own_keys - other_keys)
    return other if lacks_its_own and len(foreign) > len(own) else ""


def _other_kind(kind: str, other: str, tree: dict[str, Any]) -> Problem:
    keys = spots(plan_class(other))[()].keys() - spots(plan_class(kind))[()].keys()
    params = {"waarde": kind, "soort": other, "sleutels": [key for key in tree if key in keys]}
    return Problem("LEZ013", "andere-soort", path=("soort",), params=params)


@cache
def _validator(kind: str) -> Draft7Validator:
    from jsonschema import Draft4Validator, Draft7Validator
    from jsonschema.validators import extend

    # Draft 7 takes 60000.0 for a whole number. In a plan file a decimal point is a slip, and JSON can't tell otherwise.
    strict = extend(  # type: ignore[no-untyped-call]
        Draft7Validator, type_checker=Draft4Validator.TYPE_CHECKER
    )
    schema = plan_schema()
    validator: Draft7Validator = strict(
        {
            "$ref": f"#/definitions/{plan_class(kind).dutch_name}",
            "definitions": schema["definitions"],
        }
    )
    return validator


def _not_finite(value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(value, float) and not math.isfinite(value):
        yield Problem("LEZ006", "waarde", path=path, params={"waarde": str(value)})
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _not_finite(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _not_finite(item, (*path, index))


def _with_dates_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_dates_as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_dates_as_text(item) for item in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def _problems_of(error: ValidationError, tree: dict[str, Any], kind: str, speller: Speller) -> Iterator[Problem]:
    path: Path = tuple(error.absolute_path)
    root: type[Table] = plan_class(kind)
    place = place_at(root, path)
    stated = value_at(tree, path)
    rule: Any = error.validator_value
    match error.validator:
        case "required":
            for name in rule:
                if name not in stated:
                    params = {"sleutel": name, "tabel": owner(path)}
                    yield Problem("LEZ011", "sleutel", path=(*path, name), params=params)
        case "additionalProperties":
            schema: Any = error.schema
            known = list(schema.get("properties", ()))
            unknown = [name for name in stated if name not in known]
            if place and place.value.kind == "keyed":
                for name in unknown:
                    yield unknown_row(name, (*path, name), place.key.keys or "", known, speller)
            else:
                yield from unknown_keys(unknown, path, known, tree, kind, speller)
        case "enum" | "const" | "anyOf" if path == ("soort",) and isinstance(stated, str):
            yield not_a_choice(stated, path, list(KINDS), speller)
        case "enum" | "const" | "anyOf":
            yield unknown_code(stated, path, place, speller)
        case "type":
            yield wrong_type(stated, path, place)
        case "minimum" | "maximum":
            yield out_of_bounds(error, path, place)
        case "minLength":
            yield Problem("LEZ021", "leeg", path=path, params={"sleutel": owner(path)})
        case _ if "propertyNames" in error.absolute_schema_path:
            name = str(error.instance)
            is_year = place is not None and (place.value.kind == "amounts" or place.key.keys == "jaar")
            yield wrong_key_form(name, "jaar" if is_year else "gemeentecode", (*path, name))
        case _:
            yield wrong_form(stated, path, place)
