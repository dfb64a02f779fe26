"""The JSON report as a JSON Schema, for programs that read it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from galaplan.findings import Severity
from galaplan.model.plan import FORMAT_VERSION
from galaplan.reports.json import utf8_json
from galaplan.schema import KINDS, SCHEMA_ID

REPORT_SCHEMA_ID = SCHEMA_ID.replace("plan.schema.json", "report.schema.json")

_SEVERITIES = [severity.word for severity in sorted(Severity, reverse=True)]
_TEXT = {"type": "string"}
_STATED = {"type": "string", "minLength": 1}
_COUNT = {"type": "integer", "minimum": 0}
_NUMBER = {"type": "integer", "minimum": 1}
_CODES = {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{1,3}[0-9]{0,3}$"}}


@cache
def report_schema() -> dict[str, Any]:
    """The JSON Schema (draft 7) of `galaplan validate --format json`. Do not change the result: it is kept."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": REPORT_SCHEMA_ID,
        "title": "Report of galaplan validate",
        "description": (
            "What `galaplan validate --format json` prints. Every key that is required here is in every report, and "
            "keeps its name and meaning as long as the format is of this version. A later release may add keys, so "
            "a program that reads reports passes over keys that it does not know."
        ),
        **_object(
            {
                "galaplan": _said(_STATED, "The release of galaplan that made the report."),
                "format": _said({"type": "string", "const": FORMAT_VERSION}, "The version of the format."),
                "valid": _said({"type": "boolean"}, "Whether every file is valid."),
                "strict": _said(
                    {"type": "boolean"}, "Whether the stricter reading was asked for, so that a warning counts as well."
                ),
                "select": _said(
                    _CODES,
                    "Codes or beginnings of codes that alone were asked for; empty for all. `valid` and `summary` say "
                    "nothing of other codes.",
                ),
                "summary": _referred("summary"),
                "files": _list("file", "The files, by name."),
            }
        ),
        "definitions": {
            "summary": _summary(),
            "file": _file(),
            "finding": _finding(),
            "related": _related(),
        },
    }


def report_schema_text() -> str:
    """The published text of the schema: the same bytes for the same release."""
    return utf8_json(report_schema())


def _summary() -> dict[str, Any]:
    counts = {
        word: _said(_COUNT, f"Findings of severity {word} that the plan does not acknowledge.") for word in _SEVERITIES
    }
    return {
        "title": "Summary",
        **_object(
            {
                "files": _said(_NUMBER, "How many files were read."),
                **counts,
                "acknowledged": _said(_COUNT, "Findings of whatever severity that the plan acknowledges."),
            }
        ),
    }


def _file() -> dict[str, Any]:
    return {
        "title": "File",
        **_object(
            {
                "path": _said(_STATED, "The file as it was given; `-` is standard input."),
                "kenmerk": _said(_or_null(_TEXT), "The key of the plan, where the file could be read so far."),
                "soort": _said(_or_null(_TEXT), f"The kind it says it is: {' or '.join(KINDS)} in a plan."),
                "editie": _said(_or_null(_TEXT), "The edition it says it is to be checked against."),
                "valid": _said(
                    {"type": "boolean"},
                    "Whether it has the shape of a plan and no finding of severity error that is not acknowledged.",
                ),
                "complete": _said(
                    {"type": "boolean"}, "Whether it has the shape of a plan, so that the rules could be checked."
                ),
                "ignore": _said(
                    _CODES,
                    "Codes or beginnings of codes asked not to be reported of this file; `valid` leaves them out.",
                ),
                "findings": _list("finding", "By line, column, code and message."),
            }
        ),
    }


def _finding() -> dict[str, Any]:
    return {
        "title": "Finding",
        **_object(
            {
                "code": _said(
                    {"type": "string", "pattern": "^[A-Z]{3}[0-9]{3}$"}, "The code of the rule; it is never used again."
                ),
                "name": _said(
                    {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}, "The name of the rule, in Dutch."
                ),
                "severity": _said({"type": "string", "enum": _SEVERITIES}, "How much it weighs."),
                **_place(),
                "message": _said(_STATED, "What is wrong, in the language of the report."),
                "why": _said(_STATED, "Why it matters."),
                "fix": _said(_STATED, "How to mend it."),
                "source": _said(
                    {"type": "array", "items": _STATED},
                    "Where the agreement says so; empty for matters of the file format.",
                ),
                "params": _said({"type": "object"}, "The facts in the message, as data; each rule has its own."),
                "related": _list("related", "Other places that the finding is about, maybe in other files."),
                "acknowledged": _said(
                    _or_null(_TEXT), "The reason that the plan gives for leaving this as it is; null where it does not."
                ),
            },
            optional=("cell",),
        ),
    }


def _related() -> dict[str, Any]:
    return {
        "title": "Related place",
        **_object({"file": _said(_STATED, "The file of the place."), **_place()}, optional=("cell",)),
    }


def _place() -> dict[str, Any]:
    return {
        "path": _said(_TEXT, "The place in the file's own keys, `acties[3].kosten[0]`; empty for the whole file."),
        "anchor": _said(
            _TEXT,
            "The same place with rows by name where they have one, `acties[valtraining].kosten[0]`; it stays the same "
            "when rows are put above.",
        ),
        "cell": _said(_STATED, "The cell, `Acties!C5`; in a workbook only."),
        "line": _said(_NUMBER, "The line of the first character, from 1; in a workbook the row."),
        "column": _said(_NUMBER, "Its column in characters, from 1; in a workbook the column, A being 1."),
        "end_line": _said(_NUMBER, "The line of the character after the last."),
        "end_column": _said(_NUMBER, "The column of the character after the last."),
    }


def _object(properties: Mapping[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "required": required, "properties": dict(properties)}


def _said(value: Mapping[str, Any], description: str) -> dict[str, Any]:
    return {"description": description, **value}


def _or_null(value: Mapping[str, Any]) -> dict[str, Any]:
    return {**value, "type": [value["type"], "null"]}


def _list(name: str, description: str) -> dict[str, Any]:
    return {"description": description, "type": "array", "items": _referred(name)}


def _referred(name: str) -> dict[str, str]:
    return {"$ref": f"#/definitions/{name}"}
