"""SARIF 2.1.0, the exchange format of static analysis: for GitHub code scanning, Azure DevOps and editors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import galaplan
from galaplan.findings import FileReport, Finding, Location, Report, Severity
from galaplan.reports.escape import harmless_json, visible
from galaplan.reports.fingerprints import fingerprints
from galaplan.reports.places import cell, uri
from galaplan.reports.rules import Explained, explained, shown
from galaplan.reports.summary import summary
from galaplan.texts import words

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_PROBLEM = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "recommendation"}
"""The words of GitHub for the same."""

FINGERPRINT = "galaplan/v1"
"""The name of our fingerprint. `primaryLocationLineHash` is GitHub's own: it makes one, and warns of any other."""

ROOT = "%SRCROOT%"
"""What relative addresses are relative to, by the name that GitHub and others know."""


def render_sarif(report: Report) -> str:
    """The report as one run; all that is not ASCII is escaped."""
    return harmless_json(json.dumps(_log(report), indent=2)) + "\n"


def _log(report: Report) -> dict[str, Any]:
    codes = sorted({finding.code for finding in report.findings})
    numbers = {code: number for number, code in enumerate(codes)}
    suppresses = report.acknowledged > 0  # stated for all results of a run or for none
    run: dict[str, Any] = {
        "tool": {"driver": _driver(codes, report.language)},
        "language": report.language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": words(report.language)["wortel"]}}},
        "invocations": [_invocation(report)],
        "results": [
            _result(finding, fingerprint, numbers[finding.code], report.language, suppresses=suppresses)
            for file in report.files
            for finding, fingerprint in zip(file.findings, fingerprints(file), strict=True)
        ],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _driver(codes: list[str], language: str) -> dict[str, Any]:
    return {
        "name": "galaplan",
        "version": galaplan.__version__,
        "language": language,
        "rules": [_rule(explained(code, language)[0]) for code in codes],
    }


def _rule(explained: Explained) -> dict[str, Any]:
    rule, text, word = explained.rule, explained.text, words(explained.language)
    told = {word["waarom"]: text.why, word["herstel"]: shown(text.fix)}
    if rule.source:
        told[word["bron"]] = "; ".join(rule.source)
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": text.title},
        "fullDescription": {"text": text.why},
        "help": {
            "text": "\n".join(f"{label}: {value}" for label, value in told.items()),
            "markdown": "\n\n".join(f"**{label}:** {_markdown(value)}" for label, value in told.items()),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.family, word[f"familie-{rule.family}"]],
            "problem.severity": _PROBLEM[rule.severity],
        },
    }


def _result(finding: Finding, fingerprint: str, rule_index: int, language: str, *, suppresses: bool) -> dict[str, Any]:
    word = words(language)
    place = cell(finding.location.span)
    told = f"{f'{place}: ' if place else ''}{finding.message} {word['herstel']}: {finding.fix}"
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _text(told)},
        "locations": [_location(finding.location)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": {"fix": visible(finding.fix), "source": list(finding.source)},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(other), "message": {"text": word["zie-ook"]}}
            for number, other in enumerate(finding.related)
        ]
    if suppresses:
        result["suppressions"] = list(_suppressions(finding))
    return result


def _suppressions(finding: Finding) -> Iterator[dict[str, str]]:
    if finding.acknowledged is not None:
        yield {"kind": "inSource", "status": "accepted", "justification": visible(finding.acknowledged)}


def _location(location: Location) -> dict[str, Any]:
    """Where it is in the file and, when it is not about the whole file, by which path."""
    physical: dict[str, Any] = {"artifactLocation": _artifact(location.file)}
    span = location.span
    if not span.sheet:
        physical["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    logical = {"name": cell(span), "fullyQualifiedName": visible(location.path)}
    stated = {key: value for key, value in logical.items() if value}
    return {"physicalLocation": physical, **({"logicalLocations": [stated]} if stated else {})}


def _artifact(file: str) -> dict[str, str]:
    address = uri(file)
    return {"uri": address} if address.startswith("file:") else {"uri": address, "uriBaseId": ROOT}


def _invocation(report: Report) -> dict[str, Any]:
    unchecked = [file for file in report.files if not file.complete]
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if unchecked:
        invocation["toolExecutionNotifications"] = [_notification(file, report.language) for file in unchecked]
    if report.select or any(file.ignore for file in report.files):
        told = {"level": "note", "message": {"text": summary(report)}}
        invocation["toolConfigurationNotifications"] = [told]
    return invocation


def _notification(file: FileReport, language: str) -> dict[str, Any]:
    """That the rules could not be checked, for the file is no plan yet."""
    return {
        "level": "warning",
        "message": {"text": words(language)["niet-getoetst"]},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(file.path)}}],
    }


def _text(text: str) -> str:
    """A text of which nothing is taken for a link: `[here](address)` is one in SARIF, without the backslash.

    What stands before a bracket may be a backslash already, which then would undo ours.
    """
    text = visible(text)
    return re.sub(r"(?<!\\)((?:\\\\)*)([\[\]])", r"\1\\\2", text) if "](" in text else text


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_<>\[\]])", r"\\\1", text)
