"""The report for programs; the shape is part of what galaplan promises."""

from __future__ import annotations

import json
from typing import Any

import galaplan
from galaplan.findings import FileReport, Finding, Location, Report, Severity
from galaplan.model.plan import FORMAT_VERSION


def render_json(report: Report) -> str:
    """The report as one JSON object; control characters and all that is not ASCII are escaped."""
    return json.dumps(report_tree(report), indent=2) + "\n"


def report_tree(report: Report) -> dict[str, Any]:
    """The report as a tree of plain values."""
    return {
        "galaplan": galaplan.__version__,
        "format": FORMAT_VERSION,
        "valid": report.valid,
        "summary": {
            "files": len(report.files),
            **{severity.word: report.count(severity) for severity in sorted(Severity, reverse=True)},
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
    }


def _place(location: Location) -> dict[str, Any]:
    span = location.span
    return {
        "path": location.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
