"""The model as a JSON Schema.

Draft 7 and nothing that later drafts read differently, so that every validator and editor understands it. Kinds of
plan are told apart by `if`/`then` on `soort`; there is no `oneOf`, for no tool explains a failed one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from galaplan import catalogue
from galaplan.model.fields import BLANKS, FORMS, MAX_AMOUNT, OWN_CODE, YEAR_KEY, Key, Table
from galaplan.model.moment import DATE, FIRST_YEAR, LAST_YEAR
from galaplan.model.plan import FORMAT_VERSION, Plan
from galaplan.model.shapes import Field, Value, fields_of
from galaplan.structure import FREE_NUMBER_LIMIT, plan_class

SCHEMA_ID = f"https://galaplan.example/schemas/{FORMAT_VERSION}/plan.schema.json"

KINDS = {"gemeente": "Gemeentelijk plan", "regio": "Regionaal bestand"}
"""What a plan file may say it is, with a label."""

# In Python `$` also matches before a line end, elsewhere not: a bound on the length, or this, makes them agree.
_NO_LINE_END = {"type": "string", "pattern": "\\n"}


@cache
def plan_schema() -> dict[str, Any]:
    """The JSON Schema of a plan file, both kinds. Do not change the result: it is kept."""
    definitions: dict[str, Any] = {
        "bedragen": _amounts(),
        "moment": _moment(),
        "vrije-waarde": _free_value(),
    }
    tables: dict[str, type[Table]] = {}
    lists: set[str] = set()
    for kind in KINDS:
        _collect(plan_class(kind), tables, lists)
    for name in sorted(lists):
        definitions[f"code-{name}"] = _code_list(name)
    for name in sorted(tables):
        definitions[name] = _table(tables[name])
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": SCHEMA_ID,
        "title": "Planbestand GALA en SPUK",
        "description": (
            "Een gemeentelijk plan van aanpak voor de brede SPUK (soort 'gemeente') of een regionaal bestand voor de "
            f"SPUK IZA (soort 'regio'). Formaat {FORMAT_VERSION}."
        ),
        "type": "object",
        "required": ["galaplan", "soort"],
        "properties": {
            "soort": {
                "title": "Soort bestand",
                "description": "'gemeente' voor een gemeentelijk plan, 'regio' voor een regionaal bestand.",
                "type": "string",
                "enum": list(KINDS),
                "enumNames": list(KINDS.values()),
            }
        },
        "allOf": [
            {
                "if": {"properties": {"soort": {"const": kind}}, "required": ["soort"]},
                "then": {"$ref": f"#/definitions/{plan_class(kind).dutch_name}"},
            }
            for kind in KINDS
        ],
        "definitions": definitions,
    }


def schema_text() -> str:
    """The published text of the schema: the same bytes for the same model and catalogue."""
    return json.dumps(plan_schema(), ensure_ascii=False, indent=2) + "\n"


def _collect(table: type[Table], tables: dict[str, type[Table]], lists: set[str]) -> None:
    if table.dutch_name in tables:
        assert tables[table.dutch_name] is table, f"two tables are called {table.dutch_name}"
        return
    tables[table.dutch_name] = table
    for field in fields_of(table):
        if field.key.code_list:
            lists.add(field.key.code_list)
        for nested in _tables_in(field.value, field.key):
            _collect(nested, tables, lists)


def _tables_in(value: Value, key: Key) -> Iterable[type[Table]]:
    if value.table is not None:
        yield value.table
    if value.keyed is not None:
        yield from key.special.values()
        yield from _tables_in(value.keyed, key.inner or key)


def _table(table: type[Table]) -> dict[str, Any]:
    fields = fields_of(table)
    definition: dict[str, Any] = {
        "title": table.dutch_title,
        "type": "object",
        "properties": {field.key.name: _property(field) for field in fields},
        "additionalProperties": False,
    }
    required = [field.key.name for field in fields if field.required]
    if issubclass(table, Plan):
        required.insert(1, "soort")
    if required:
        definition["required"] = required
    return definition


def _property(field: Field) -> dict[str, Any]:
    key = field.key
    shown: dict[str, Any] = {"title": key.title}
    if key.description:
        shown["description"] = key.description
    if field.value.kind == "choice" and key.meaning_of_absence in field.value.choices:
        shown["default"] = key.meaning_of_absence
    elif key.meaning_of_absence:
        shown["description"] = f"{key.description} Zonder deze sleutel: {key.meaning_of_absence}."
    value = _value(field.value, key, required=field.required)
    if field.many:
        return {**shown, "type": "array", "items": value}
    # Validators of draft 7 look at nothing beside a bare `$ref`.
    return {**shown, "allOf": [value]} if "$ref" in value else {**shown, **value}


def _value(value: Value, key: Key, *, required: bool = False) -> dict[str, Any]:
    match value.kind:
        case "text":
            return _text(key, required=required)
        case "whole":
            return {"type": "integer", **_bounds(key)}
        case "number":
            return {"type": "number", **_bounds(key)}
        case "flag":
            return {"type": "boolean"}
        case "choice":
            return _choice(value.choices, key)
        case "amounts":
            return _reference("bedragen")
        case "moment":
            return _reference("moment")
        case "free":
            return {"type": "object", "additionalProperties": _reference("vrije-waarde")}
        case "table":
            assert value.table is not None
            return _reference(value.table.dutch_name)
        case "keyed":
            assert value.keyed is not None
            return _keyed(value.keyed, key)


def _choice(choices: tuple[str, ...], key: Key) -> dict[str, Any]:
    stated = {"type": "string", "enum": list(choices)}
    if len(choices) == 1:
        return stated
    return stated | {"enumNames": [key.labels.get(code) or _spoken(code) for code in choices]}


def _spoken(code: str) -> str:
    """A choice in words: `plan-van-aanpak` is "Plan van aanpak"."""
    return code.replace("-", " ").capitalize()


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/definitions/{name}"}


def _text(key: Key, *, required: bool) -> dict[str, Any]:
    if key.code_list:
        return _reference(f"code-{key.code_list}")
    if key.form:
        return {"type": "string", "pattern": FORMS[key.form], "not": _NO_LINE_END}
    return {"type": "string", "minLength": 1, "pattern": f"[^{BLANKS}]"} if required else {"type": "string"}


def _bounds(key: Key) -> dict[str, int]:
    bounds = {"minimum": key.minimum, "maximum": key.maximum}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _keyed(value: Value, key: Key) -> dict[str, Any]:
    inner = _value(value, key.inner or key, required=True)
    if key.keys == "jaar":
        return {"type": "object", "propertyNames": _year_name(), "additionalProperties": inner}
    if key.keys == "gemeentecode":
        names = {"pattern": FORMS["gemeentecode"], "not": _NO_LINE_END}
        return {"type": "object", "propertyNames": names, "additionalProperties": inner}
    assert key.keys is not None
    properties = {}
    for code, (label, note) in _labels(key.keys).items():
        table = key.special.get(code) or value.table
        properties[code] = {
            "title": label,
            "description": note or (table.dutch_title if table else key.description),
            "allOf": [_reference(table.dutch_name) if table else inner],
        }
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _year_name() -> dict[str, Any]:
    return {"pattern": YEAR_KEY, "maxLength": 4}


def _labels(list_name: str) -> dict[str, tuple[str, str]]:
    """Label and note by code over all editions; the oldest edition that has a code gives its place."""
    if list_name == catalogue.EDITIONS_LIST:
        return {name: (catalogue.edition(name).title, "") for name in catalogue.editions()}
    labels: dict[str, tuple[str, str]] = {}
    for name in catalogue.editions():
        for code, row in catalogue.edition(name).codes(list_name).items():
            labels[code] = (row.label, row.note)
    return labels


def _code_list(name: str) -> dict[str, Any]:
    labels = _labels(name)
    if name == catalogue.EDITIONS_LIST:
        title, note = "Editie", "De stand van akkoord en regeling."
    else:
        rows = catalogue.edition(catalogue.editions()[-1]).codes(name)
        title, note = rows.title, rows.note
    known = {"type": "string", "enum": list(labels), "enumNames": [label for label, _ in labels.values()]}
    if not catalogue.is_open(name):
        return {"title": title, "description": note, **known}
    own = {"type": "string", "title": "Eigen toevoeging: eigen:…", "pattern": OWN_CODE, "not": _NO_LINE_END}
    return {
        "title": title,
        "description": f"{note} Een eigen toevoeging schrijft u als eigen:korte-naam.",
        "anyOf": [known, own],
    }


def _amounts() -> dict[str, Any]:
    return {
        "title": "Bedragen",
        "description": "Hele euro's per kalenderjaar, zoals { 2024 = 60_000, 2025 = 62_000 }.",
        "type": "object",
        "propertyNames": _year_name(),
        "additionalProperties": {"type": "integer", "minimum": 0, "maximum": MAX_AMOUNT},
    }


def _moment() -> dict[str, Any]:
    return {
        "title": "Moment",
        "description": "Een datum (2024-03-01) of een heel jaar (2024).",
        "type": ["string", "integer"],
        "pattern": DATE,
        "maxLength": 10,
        "minimum": FIRST_YEAR,
        "maximum": LAST_YEAR,
    }


def _free_value() -> dict[str, Any]:
    return {
        "title": "Vrije waarde",
        "description": "Wat TOML en JSON gemeen hebben: tekst, getal, ja/nee, lijst of tabel.",
        "type": ["string", "number", "boolean", "array", "object"],
        "minimum": -FREE_NUMBER_LIMIT,
        "maximum": FREE_NUMBER_LIMIT,
        "items": _reference("vrije-waarde"),
        "additionalProperties": _reference("vrije-waarde"),
    }
