"""What each report promises of its own: that who it is meant for can read it, and that nothing in it steers.

A check gives pairs: whether a promise was kept, and which.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from xml.etree import ElementTree as Xml

import click
from jsonschema import Draft202012Validator

from galaplan import Report

Promises = Iterator[tuple[bool, str]]

_STEERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_COMMAND = re.compile(r"::(?:error|warning|notice) [^\n]*?::[^\n]*\Z")


class Check(Protocol):
    """The promises of one report; `thorough` asks for what takes long."""

    def __call__(self, output: str, report: Report, *, thorough: bool) -> Promises:
        """Pairs of whether it was kept and what was promised."""


def _steers(text: str) -> bool:
    """Whether there is a character that a terminal or a page obeys instead of showing it, other than line ends."""
    return any(
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(character) in _STEERING
        for character in set(text) - {"\n"}
    )


def _text(output: str, report: Report, *, thorough: bool) -> Promises:
    plain = click.unstyle(output)
    yield not _steers(plain), "no characters that steer"
    # Of its own are begin and end of each file name and code, and for each severity its colour, its weight and the end.
    styled = 2 * sum(bool(file.findings) for file in report.files) + 5 * len(report.findings)
    yield output.count("\x1b") == styled, "no colours but its own"
    yield output.endswith("\n"), "ends its last line"
    yield all(finding.code in plain for finding in report.findings), "every finding is told"


def _concise(output: str, report: Report, *, thorough: bool) -> Promises:
    yield not _steers(output), "no characters that steer"
    yield output.count("\n") == max(1, len(report.findings)), "a line for each finding"


def _github(output: str, report: Report, *, thorough: bool) -> Promises:
    yield not _steers(output), "no characters that steer"
    *commands, last = output.split("\n")[:-1]
    yield len(commands) == len(report.findings), "a line for each finding"
    yield all(_COMMAND.match(line) for line in commands), "a command on each line"
    yield not last.startswith("::"), "the last line is no command"


def _json(output: str, report: Report, *, thorough: bool) -> Promises:
    tree = _parsed(output)
    yield tree["valid"] == report.valid, "says whether it is valid"
    yield sum(len(file["findings"]) for file in tree["files"]) == len(report.findings), "every finding is told"
    yield output.isascii() and not _steers(output), "ASCII"
    if thorough:
        yield _fits("report", tree), "keeps to the schema of the report"


def _sarif(output: str, report: Report, *, thorough: bool) -> Promises:
    log = _parsed(output)
    (run,) = log["runs"]
    yield len(run["results"]) == len(report.findings), "every finding is told"
    yield not _steers(output), "no characters that steer"
    if thorough:
        yield _fits("sarif", log), "keeps to the official schema"


def _gitlab(output: str, report: Report, *, thorough: bool) -> Promises:
    issues = _parsed(output)
    yield len(issues) == len(report.findings), "every finding is told"
    yield len({issue["fingerprint"] for issue in issues}) == len(issues), "no two fingerprints are the same"
    yield not any(_steers(issue["description"]) for issue in issues), "no characters that steer"


def _junit(output: str, report: Report, *, thorough: bool) -> Promises:
    root = Xml.fromstring(output)
    yield len(root) == len(report.files), "a suite for each file"
    failures = sum(report.counts(finding) for finding in report.findings)
    yield len(root.findall(".//failure")) == int(root.attrib["failures"]) == failures, "what counts is a failure"
    told = [text for element in root.iter() for text in (*element.attrib.values(), element.text or "")]
    yield not any(_steers(text) for text in told), "no characters that steer"


CHECKS: Mapping[str, Check] = {
    "text": _text,
    "concise": _concise,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
}
"""By the name of the report; one that is not here has no check, and the fuzzers stop at it."""


def _parsed(output: str) -> Any:
    """JSON without what other readers refuse: `NaN`, a key twice, half characters."""
    output.encode()

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len(dict(pairs)) == len(pairs), "a key twice"
        return dict(pairs)

    def refuse(constant: str) -> Any:
        raise ValueError(f"{constant} is no JSON")

    tree = json.loads(output, object_pairs_hook=unique, parse_constant=refuse)
    json.dumps(tree, ensure_ascii=False).encode()
    return tree


def _fits(schema: str, tree: Any) -> bool:
    return bool(_validator(schema).is_valid(tree))


@cache
def _validator(schema: str) -> Draft202012Validator:
    if schema == "sarif":
        official = Path(__file__).parent.parent / "tests" / "official" / "sarif-2.1.0.json"
        return Draft202012Validator(json.loads(official.read_text("utf-8")))
    from galaplan.reports.report_schema import report_schema

    return Draft202012Validator(report_schema())
