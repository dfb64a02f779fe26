"""The Code Quality report of GitLab, which shows findings in a merge request and what came and went with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from galaplan.findings import Finding, Report, Severity
from galaplan.reports.escape import harmless_json, visible, whole_characters
from galaplan.reports.fingerprints import fingerprints
from galaplan.reports.places import cell, project_path
from galaplan.texts import words

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.ADVICE: "info"}
"""What GitLab knows is info, minor, major, critical and blocker; what is acknowledged is info."""


def render_gitlab(report: Report) -> str:
    """The findings as a list of issues."""
    issues = [
        _issue(finding, fingerprint, report.language)
        for file in report.files
        for finding, fingerprint in zip(file.findings, fingerprints(file), strict=True)
    ]
    return harmless_json(json.dumps(issues, indent=2)) + "\n"


def _issue(finding: Finding, fingerprint: str, language: str) -> dict[str, Any]:
    span = finding.location.span
    return {
        "description": " ".join(_description(finding, language)),
        "check_name": f"{finding.code} {finding.name}",
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity] if finding.acknowledged is None else "info",
        "location": {
            "path": whole_characters(project_path(finding.location.file)),
            "lines": {"begin": span.line, "end": span.end_line},
        },
    }


def _description(finding: Finding, language: str) -> Iterator[str]:
    word = words(language)
    if place := cell(finding.location.span):
        yield f"{place}:"
    yield visible(finding.message)
    yield f"{word['herstel']}: {visible(finding.fix)}"
    if finding.acknowledged is not None:
        yield f"{word['Erkend']}: {visible(finding.acknowledged)}"
