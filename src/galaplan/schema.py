"""The model as a JSON Schema.

Draft 7 and nothing that later drafts read differently, so that every validator and editor understands it. Kinds of
plan are told apart by `if`/`then` on `soort`; there is no `oneOf`, for no tool explains a failed one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from galaplan import catalogue
from galaplan.model.fields import BLANKS, FORMS, MAX_AMOUNT, OWN_CODE, YEAR_KEY, Key, Table
from galaplan.model.moment import DATE, FIRST_YEAR, LAST_YEAR
from galaplan.model.plan import FORMAT_VERSION, Plan
from galaplan.model.shapes import Field, Value, fields_of
from galaplan.model.wording import explained
from galaplan.structure import FREE_NUMBER_LIMIT, plan_class

SCHEMA_BASE = f"https://galaplan.example/schemas/{FORMAT_VERSION}"
SCHEMA_ID = f"{SCHEMA_BASE}/plan.schema.json"
DRAFT = "http://json-schema.org/draft-07/schema#"

KINDS = {"gemeente": "Gemeentelijk plan", "regio": "Regionaal bestand"}
"""What a plan file may say it is, with a label."""

_LIST_BELOW = "\n\n"
"""What stands between a description and the codes listed below it."""

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
        "$schema": DRAFT,
        "$id": SCHEMA_ID,
        "title": "Planbestand GALA en SPUK",
        "description": (
            "Een gemeentelijk plan van aanpak voor de brede SPUK (soort 'gemeente') of een regionaal bestand voor de "
            f"SPUK IZA (soort 'regio'). Formaat {FORMAT_VERSION}."
        ),
        "type": "object",
        "required": ["galaplan", "soort"],
        "properties": {
            # What is required is named, as strict validators want.
            "galaplan": {"title": "Versie van het formaat", "description": f"Schrijf '{FORMAT_VERSION}'."},
            "soort": {
                "title": "Soort bestand",
                "description": "'gemeente' voor een gemeentelijk plan, 'regio' voor een regionaal bestand.",
                "type": "string",
                "enum": list(KINDS),
                "enumNames": list(KINDS.values()),
            },
        },
        "allOf": [
            {
                "if": {"properties": {"soort": {"const": kind}}, "required": ["soort"]},
                "then": {"$ref": f"#/definitions/{plan_class(kind).dutch_name}"},
            }
            for kind in KINDS
        ],
        "additionalProperties": True,  # what may be there, the branches say; some editors ask for this in so many words
        "definitions": definitions,
    }


@cache
def kind_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of plan file, complete in itself. Do not change the result: it is kept.

    What forms are made of and what editors complete from: there is no `if` before the first key, and what a property
    says of itself stands beside its codes rather than before a reference to them, which some editors never read.
    Raises `KeyError` for what is no kind.
    """
    title = KINDS[kind]
    known = plan_schema()["definitions"]
    root = _spelled_out(known[plan_class(kind).dutch_name], known)
    needed: dict[str, Any] = {}
    _gather(root, known, needed)
    return {
        "$schema": DRAFT,
        "$id": f"{SCHEMA_BASE}/{kind}.schema.json",
        **root,
        "title": title,
        "definitions": dict(sorted(needed.items())),
    }


def _spelled_out(part: Any, known: dict[str, Any]) -> Any:
    """A part of a schema in which a property holds its codes, amounts or moment itself; tables stay references."""
    if isinstance(part, list):
        return [_spelled_out(item, known) for item in part]
    if not isinstance(part, dict):
        return part
    match part:
        case {"description": said, "allOf": [{"$ref": reference}], **rest}:
            name = _name(reference)
            if known[name].get("additionalProperties") is not False:
                labels = known[name]["description"].partition(_LIST_BELOW)[1:]
                return {**_spelled_out(known[name], known), **rest, "description": said + "".join(labels)}
    return {keyword: _spelled_out(item, known) for keyword, item in part.items()}


def _gather(part: Any, known: dict[str, Any], needed: dict[str, Any]) -> None:
    """Add to `needed` the definitions that a part of a schema refers to, however far, spelled out as it is."""
    if isinstance(part, list):
        for item in part:
            _gather(item, known, needed)
    elif isinstance(part, dict):
        reference = part.get("$ref")
        if isinstance(reference, str) and (name := _name(reference)) not in needed:
            needed[name] = _spelled_out(known[name], known)
            _gather(needed[name], known, needed)
        for item in part.values():
            _gather(item, known, needed)


def _name(reference: str) -> str:
    return reference.removeprefix("#/definitions/")


def schema_text(kind: str | None = None) -> str:
    """The published text of the schema of both kinds, or of one: the same bytes for the same model and catalogue."""
    schema = plan_schema() if kind is None else kind_schema(kind)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


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
        "title": _heading(table),
        "description": table.dutch_title,
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
    shown: dict[str, Any] = {"title": key.title, "description": explained(field)}
    if field.value.kind == "choice":
        if len(field.value.choices) > 1:
            shown["description"] += _listed({code: label_of(code, key) for code in field.value.choices})
        if key.meaning_of_absence in field.value.choices:
            shown["default"] = key.meaning_of_absence
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
    return stated | {"enumNames": [label_of(code, key) for code in choices]}


def label_of(code: str, key: Key) -> str:
    """A choice in words: `plan-van-aanpak` is "Plan van aanpak", where its key has no better words."""
    return key.labels.get(code) or _spoken(code)


def _spoken(code: str) -> str:
    return code.replace("-", " ").capitalize()


def _heading(table: type[Table]) -> str:
    """The name of a table in words."""
    return _spoken(table.dutch_name)


def _listed(labels: Mapping[str, str]) -> str:
    """Codes with their labels below a description, as Markdown; most editors show no other labels."""
    return _LIST_BELOW + "\n".join(f"- `{code}`: {label}" for code, label in labels.items())


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/definitions/{name}"}


def _text(key: Key, *, required: bool) -> dict[str, Any]:
    if key.code_list:
        return _reference(f"code-{key.code_list}")
    if key.form:
        return {"type": "string", "pattern": FORMS[key.form], "not": _NO_LINE_END}
    says_something = required and not key.may_be_empty
    return {"type": "string", "minLength": 1, "pattern": f"[^{BLANKS}]"} if says_something else {"type": "string"}


def _bounds(key: Key) -> dict[str, int]:
    bounds = {"minimum": key.minimum, "maximum": key.maximum}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _keyed(value: Value, key: Key) -> dict[str, Any]:
    inner = _value(value, key.inner or key, required=True)
    if key.keys == "jaar":
        return _per_year(inner)
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


def _per_year(inner: dict[str, Any]) -> dict[str, Any]:
    """A table by calendar year. The years of the scheme are spelled out, so that a form has a field for each and an
    editor completes them; other years are as good."""
    value = {"allOf": [inner]} if "$ref" in inner else inner
    years = sorted({year for name in catalogue.editions() for year in catalogue.edition(name).years})
    return {
        "type": "object",
        "propertyNames": {"pattern": YEAR_KEY, "maxLength": 4},
        "properties": {
            str(year): {"title": str(year), "description": f"In het kalenderjaar {year}.", **value} for year in years
        },
        "additionalProperties": inner,
    }


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
    labels = {code: label for code, (label, _) in _labels(name).items()}
    title, note = _about_list(name)
    known = {"type": "string", "enum": list(labels), "enumNames": list(labels.values())}
    if not catalogue.is_open(name):
        return {"title": title, "description": note + _listed(labels), **known}
    own = {
        "title": "Eigen toevoeging: eigen:…",
        "description": "Een eigen toevoeging, zoals eigen:buurtkok.",
        "type": "string",
        "pattern": OWN_CODE,
        "not": _NO_LINE_END,
    }
    return {
        "title": title,
        "description": f"{note} Een eigen toevoeging schrijft u als eigen:korte-naam.{_listed(labels)}",
        "anyOf": [{"title": "Uit de lijst", **known}, own],
    }


def _about_list(name: str) -> tuple[str, str]:
    """The title of a code list, and what it is with its source."""
    if name == catalogue.EDITIONS_LIST:
        return "Editie", "De stand van akkoord en regeling."
    rows = catalogue.edition(catalogue.editions()[-1]).codes(name)
    source = f"Bron: {'; '.join(rows.source)}." if rows.source else ""
    return rows.title, " ".join(part for part in (rows.note, source) if part)


def _amounts() -> dict[str, Any]:
    return {
        "title": "Bedragen",
        "description": "Hele euro's per kalenderjaar, zoals { 2024 = 60_000, 2025 = 62_000 }.",
        **_per_year({"type": "integer", "minimum": 0, "maximum": MAX_AMOUNT}),
    }


def _moment() -> dict[str, Any]:
    return {
        "title": "Moment",
        "description": "Een datum (2024-03-01) of een heel jaar (2024).",
        "type": ["string", "integer"],
        "format": "date",  # what makes editors take a TOML date; the pattern alone decides
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
