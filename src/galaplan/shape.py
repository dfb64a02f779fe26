"""Everything that keeps a tree from having the shape of a plan, at once and in terms of the file.

Asked only after `structure` has said no. The JSON Schema finds the faults; here each becomes one problem with a path,
a code and the facts that its message needs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from galaplan import catalogue
from galaplan.documents import Path, Problem, too_deep
from galaplan.model.fields import Key, Table
from galaplan.model.shapes import Field, Value, fields_of
from galaplan.records import Record, record
from galaplan.schema import KINDS, plan_schema
from galaplan.spelling import nearest
from galaplan.structure import kind_of, plan_class

if TYPE_CHECKING:
    from jsonschema import Draft7Validator, ValidationError


def shape_problems(tree: dict[str, Any]) -> list[Problem]:
    """All faults of shape, in the order of the file's paths, each once."""
    if (deep := too_deep(tree)) is not None:
        return [Problem("LEZ007", "waarde", path=deep, params={})]
    if infinite := list(_not_finite(tree, ())):
        return infinite
    kind = kind_of(tree)
    found: dict[tuple[str, Path], Problem] = {}
    for error in _validator(kind).iter_errors(_with_dates_as_text(tree)):
        for problem in _problems(error, plan_class(kind)):
            found.setdefault((problem.code, problem.path), problem)
    return sorted(found.values(), key=lambda problem: [(isinstance(s, str), str(s)) for s in problem.path])


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


def _problems(error: ValidationError, root: type[Table]) -> Iterator[Problem]:
    path: Path = tuple(error.absolute_path)
    place = _place(root, path)
    stated: Any = error.instance
    rule: Any = error.validator_value
    match error.validator:
        case "required":
            for name in rule:
                if name not in stated:
                    yield Problem(
                        "LEZ011", "sleutel", path=(*path, name), params={"sleutel": name, "tabel": _owner(path)}
                    )
        case "additionalProperties":
            schema: Any = error.schema
            known = list(schema.get("properties", ()))
            for name in stated:
                if name not in known:
                    yield _unknown_key(name, path, known, place)
        case "enum" | "const" | "anyOf":
            yield _unknown_code(stated, path, place)
        case "type":
            yield _wrong_type(stated, path, place)
        case "minimum" | "maximum":
            yield _out_of_bounds(error, path, place)
        case "minLength":
            yield Problem("LEZ021", "leeg", path=path, params={"sleutel": _owner(path)})
        case _:
            if "propertyNames" in error.absolute_schema_path:
                form = (
                    "jaar" if place and (place.value.kind == "amounts" or place.key.keys == "jaar") else "gemeentecode"
                )
                yield Problem("LEZ014", form, path=(*path, stated), params={"waarde": stated})
            else:
                yield _wrong_form(stated, path, place)


def _unknown_key(name: str, path: Path, known: list[str], place: _Place | None) -> Problem:
    if place and place.value.kind == "keyed":
        params = {"waarde": name, "lijst": place.key.keys, "naaste": nearest(name, known), "codes": known}
        return Problem("LEZ013", _with_nearest(params), path=(*path, name), params=params)
    params = {"sleutel": name, "tabel": _owner(path), "naaste": nearest(name, known)}
    return Problem("LEZ010", _with_nearest(params), path=(*path, name), params=params)


def _unknown_code(stated: Any, path: Path, place: _Place | None) -> Problem:
    if not isinstance(stated, str):
        return _wrong_type(stated, path, place)
    if path == ("soort",):
        known: list[str] = list(KINDS)
        list_name = ""
    else:
        list_name = (place.key.code_list if place else None) or ""
        known = sorted(catalogue.all_codes(list_name)) if list_name else list(place.value.choices if place else ())
    params = {
        "waarde": stated,
        "lijst": list_name or _owner(path),
        "naaste": nearest(stated, known),
        "codes": known,
    }
    if list_name and catalogue.is_open(list_name):
        return Problem("LEZ013", "open-" + _with_nearest(params), path=path, params=params)
    return Problem("LEZ013", _with_nearest(params), path=path, params=params)


def _with_nearest(params: dict[str, Any]) -> str:
    return "naaste" if params["naaste"] else "onbekend"


_TYPE_NAMES = {
    "text": "tekst",
    "whole": "geheel getal",
    "number": "getal",
    "flag": "ja of nee",
    "choice": "tekst",
    "amounts": "bedragen",
    "moment": "datum of jaar",
    "table": "tabel",
    "keyed": "tabel",
    "free": "tabel",
}


def _wrong_type(stated: Any, path: Path, place: _Place | None) -> Problem:
    if place and place.value.kind == "amounts" and path and place.depth < len(path):
        return Problem("LEZ016", _amount_fault(stated), path=path, params={"waarde": _shown(stated)})
    expected = "lijst" if place and place.many else _TYPE_NAMES[place.value.kind] if place else "tabel"
    params = {"verwacht": expected, "gevonden": _type_of(stated), "sleutel": _owner(path)}
    return Problem("LEZ012", "type", path=path, params=params)


def _amount_fault(stated: Any) -> str:
    if isinstance(stated, bool):
        return "ja-nee"
    if isinstance(stated, float):
        return "decimaal"
    return "tekst" if isinstance(stated, str) else "soort"


def _out_of_bounds(error: ValidationError, path: Path, place: _Place | None) -> Problem:
    params = {"waarde": _shown(error.instance), "grens": error.validator_value}
    side = "te-laag" if error.validator == "minimum" else "te-hoog"
    code = "LEZ016" if place and place.value.kind == "amounts" else "LEZ015"
    return Problem(code, side, path=path, params=params)


def _wrong_form(stated: Any, path: Path, place: _Place | None) -> Problem:
    if place and place.value.kind == "text" and not place.key.form and not place.key.code_list:
        return Problem("LEZ021", "leeg", path=path, params={"sleutel": _owner(path)})
    if place and place.value.kind == "moment":
        return Problem("LEZ014", "moment", path=path, params={"waarde": _shown(stated)})
    form = (place.key.form if place else None) or "slug"
    return Problem("LEZ014", form, path=path, params={"waarde": _shown(stated)})


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:77] + "…"


def _type_of(value: Any) -> str:
    for kind, name in (
        (bool, "ja of nee"),
        (int, "geheel getal"),
        (float, "decimaal getal"),
        (str, "tekst"),
        (list, "lijst"),
    ):
        if isinstance(value, kind):
            return name
    return "niets" if value is None else "tabel"


def _owner(path: Path) -> str:
    """The last key of a path: the name of the table or value it leads to."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


@record
class _Place(Record):
    """What the model expects at a path."""

    key: Key
    value: Value
    many: bool
    depth: int
    """How many steps of the path lead to the field itself."""


def _place(root: type[Table], path: Path) -> _Place | None:
    """The field that a path leads to or into; None for the root or a path the model does not know."""
    table: type[Table] | None = root
    place: _Place | None = None
    for depth, step in enumerate(path, 1):
        if isinstance(step, int):
            place = place and place.replace(many=False)
            continue
        if table is not None:
            field = _field(table, step)
            if field is None:
                return None
            place = _Place(field.key, field.value, field.many, depth)
            table = field.value.table
        elif place is not None and place.value.keyed is not None:
            key, inner = place.key, place.value.keyed
            table = key.special.get(step) or inner.table
            place = _Place(key.inner or Key(key.name, key.title), inner, False, depth)
        else:
            return place
    return place


def _field(table: type[Table], key: str) -> Field | None:
    return next((field for field in fields_of(table) if field.key.name == key), None)
