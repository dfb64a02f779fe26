"""Workflow commands, which GitHub shows as annotations beside the lines of the plan.

GitHub shows ten of each kind for a step and no more, so the last line, which is no command, tells how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from galaplan.findings import Finding, Report, Severity
from galaplan.reports.escape import visible
from galaplan.reports.places import cell, project_path
from galaplan.reports.summary import summary
from galaplan.texts import words

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def render_github(report: Report) -> str:
    """A command for each finding, and the number of findings."""
    commands = (_command(finding, report.language) for finding in report.findings)
    return "\n".join([*commands, summary(report)]) + "\n"


def _command(finding: Finding, language: str) -> str:
    name = _COMMANDS[finding.severity] if finding.acknowledged is None else "notice"
    properties = {
        "title": f"{finding.code} {finding.name}",
        "file": visible(project_path(finding.location.file)),
        **_region(finding),
    }
    stated = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {stated}::{_data(chr(10).join(_message(finding, language)))}"


def _region(finding: Finding) -> Mapping[str, str]:
    """Lines and, within one line, columns: GitHub refuses columns of a place that ends on another line."""
    span = finding.location.span
    if span.sheet:
        return {}
    lines = {"line": str(span.line), "endLine": str(span.end_line)}
    if span.line != span.end_line:
        return lines
    return {**lines, "col": str(span.column), "endColumn": str(span.end_column)}


def _message(finding: Finding, language: str) -> Iterator[str]:
    word = words(language)
    place = cell(finding.location.span)
    yield f"{place}: {visible(finding.message)}" if place else visible(finding.message)
    yield f"{word['herstel']}: {visible(finding.fix)}"
    if finding.source:
        yield f"{word['bron']}: {'; '.join(finding.source)}"
    if finding.acknowledged is not None:
        yield f"{word['Erkend']}: {visible(finding.acknowledged)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
