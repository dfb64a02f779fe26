"""The report for programs; the shape is part of what galaplan promises."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import galaplan
from galaplan.findings import FileReport, Finding, Location, Report, Severity
from galaplan.model.plan import FORMAT_VERSION
from galaplan.reports.escape import harmless_json, whole_characters


def render_json(report: Report) -> str:
    """The report as one JSON object, see `ascii_json`."""
    return ascii_json(report_tree(report))


def ascii_json(tree: Any) -> str:
    """A tree of plain values as JSON; all that is not ASCII is escaped, and what a page or a log would obey."""
    text = json.dumps(tree, indent=2)
    if "\\ud" in text:  # of a pair, which is a character, or of a half one, which no other program reads
        text = json.dumps(_without_halves(tree), indent=2)
    return harmless_json(text) + "\n"


def utf8_json(tree: Any) -> str:
    """A tree of plain values as JSON for people as well: what galaplan itself says, with its characters as they are."""
    return json.dumps(tree, ensure_ascii=False, indent=2, default=str) + "\n"


def _without_halves(value: Any) -> Any:
    """The value with every half character written out, in keys too."""
    if isinstance(value, str):
        return whole_characters(value)
    if isinstance(value, Mapping):
        return {_without_halves(key): _without_halves(item) for key, item in value.items()}
    return [_without_halves(item) for item in value] if isinstance(value, list | tuple) else value


def report_tree(report: Report) -> dict[str, Any]:
    """The report as a tree of plain values."""
    return {
        "galaplan": galaplan.__version__,
        "format": FORMAT_VERSION,
        "valid": report.valid,
        "strict": report.strict,
        "select": list(report.select),
        "summary": {
            "files": len(report.files),
            **{severity.word: report.count(severity) for severity in sorted(Severity, reverse=True)},
            "acknowledged": report.acknowledged,
        },
        "files": [_file(file) for file in report.files],
    }


def _file(file: FileReport) -> dict[str, Any]:
    return {
        "path": file.path,
        "kenmerk": file.identifier,
        "soort": file.kind,
        "editie": file.edition,
        "valid": file.valid,
        "complete": file.complete,
        "ignore": list(file.ignore),
        "findings": [_finding(finding) for finding in file.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.word,
        **_place(finding.location),
        "message": finding.message,
        "why": finding.why,
        "fix": finding.fix,
        "source": list(finding.source),
        "params": dict(finding.params),
        "related": [{"file": other.file, **_place(other)} for other in finding.related],
        "acknowledged": finding.acknowledged,
    }


def _place(location: Location) -> dict[str, Any]:
    span = location.span
    return {
        "path": location.path,
        "anchor": location.anchor,
        **({"cell": span.place} if span.sheet else {}),
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
