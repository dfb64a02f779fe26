"""Plans as files: load, loads, dump, dumps."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from galaplan.documents.writing import serialise, write_atomically
from galaplan.findings import Finding, Severity
from galaplan.model.plan import Plan
from galaplan.reading import Reading, read
from galaplan.structure import unstructure
from galaplan.validation import Options, findings_of_reading, syntax_of

Format = Literal["toml", "json"]


class InvalidPlan(ValueError):
    """A file that has not the shape of a plan. `findings` says what is wrong, where, and how to mend it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """`findings`: at least one, of severity error."""
        self.findings = findings
        first = findings[0]
        more = f" (+{len(findings) - 1})" if len(findings) > 1 else ""
        super().__init__(f"{first.location.file}:{first.location.span.line}: {first.code} {first.message}{more}")


def load(path: str | os.PathLike[str], *, language: str = "nl") -> Plan:
    """The plan in a TOML or JSON file: a `MunicipalPlan` or a `RegionalPlan`.

    The shape is checked, the rules are not: a half-written plan loads. `language`: that of the findings, `nl` or `en`.
    Raises `InvalidPlan` when the file has not the shape of a plan, `OSError` when it cannot be read.
    """
    name = os.fspath(path)
    return _plan(read(Path(name).read_bytes(), syntax_of(name)), name, language)


def loads(data: str | bytes, *, format: Format | None = None, language: str = "nl") -> Plan:
    """The plan in a text. Without `format`, text that begins with `{` is JSON and all other text is TOML.

    Raises `InvalidPlan` when the text has not the shape of a plan.
    """
    if isinstance(data, str):
        data = data.encode(errors="surrogatepass")
    return _plan(read(data, format), "<text>", language)


def dumps(plan: Plan, *, format: Format = "toml") -> str:
    """The text of a plan: every value it holds, and the same text for the same plan."""
    return serialise(unstructure(plan), format)


def dump(plan: Plan, path: str | os.PathLike[str]) -> None:
    """Write a plan to a file, TOML or JSON by the end of its name (`.toml`, `.json`).

    The file is written whole or not at all: when anything fails, an existing file is as it was. Raises `ValueError`
    for another end of the name, `OSError` when the file cannot be written.
    """
    name = os.fspath(path)
    syntax = syntax_of(name)
    if syntax is None:
        raise ValueError(f"{name}: a plan file ends in .toml or .json")
    write_atomically(Path(name), dumps(plan, format=syntax).encode())


def _plan(reading: Reading, name: str, language: str) -> Plan:
    if reading.plan is not None:
        return reading.plan
    findings = findings_of_reading(name, reading, Options(language=language))
    raise InvalidPlan(tuple(finding for finding in findings if finding.severity is Severity.ERROR))
