"""What a check found: one record for every output."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from galaplan.documents import Span
from galaplan.records import NOTHING_STATED, Record


class Severity(IntEnum):
    """How much a finding weighs; a higher number weighs more."""

    ADVICE = 1
    """Guidance; nothing is owed."""
    WARNING = 2
    """An agreed effort is missing, or something deserves a second look."""
    ERROR = 3
    """A plain duty unmet, money bound or counted double, or a file that contradicts itself."""

    @property
    def word(self) -> str:
        """`error`, `warning` or `advice`, as in the JSON report."""
        return self.name.lower()

    def __str__(self) -> str:
        return self.word

    def __format__(self, spec: str) -> str:
        return format(self.word, spec)


class Location(Record):
    """A place in a file."""

    file: str
    path: str
    """In the file's own keys: `acties[3].kosten[0]`; empty for the whole file."""
    span: Span
    anchor: str
    """The path with rows by name where one tells them apart: `acties[valtraining].kosten[zaal].dekking[gemeente]`.

    It stays the same when rows are put above.
    """


class Finding(Record):
    """One thing to say about a file, with the words for it."""

    code: str
    name: str
    severity: Severity
    location: Location
    message: str
    """What is wrong, in the language of the report."""
    why: str
    """Why it matters."""
    fix: str
    """How to mend it."""
    source: tuple[str, ...]
    """Where the agreement says so (`GALA p62 L3254-3256`); empty for matters of the file format."""
    params: Mapping[str, Any] = NOTHING_STATED
    """The facts in the message, as data."""
    related: tuple[Location, ...] = ()
    """Other places that the finding is about."""
    acknowledged: str | None = None
    """The reason that the plan gives for leaving this as it is, where it does.

    What is acknowledged is reported, and counts for nothing else.
    """
    variant: str = ""
    """Which of the wordings of the rule it is; one place may have several."""

    def __hash__(self) -> int:
        return hash((self.code, self.location, self.message))


class FileReport(Record):
    """What was found in one file. The head is None where the file could not be read so far."""

    path: str
    identifier: str | None = None
    kind: str | None = None
    edition: str | None = None
    complete: bool = True
    """Whether the rules could be checked: the file has the shape of a plan."""
    findings: tuple[Finding, ...] = ()
    """By line, column, code and message."""
    ignore: tuple[str, ...] = ()
    """Codes or beginnings of codes that were asked not to be reported of this file."""

    @property
    def valid(self) -> bool:
        """Whether the file has the shape of a plan and nothing that counts is of severity error."""
        return self.complete and all(
            finding.severity < Severity.ERROR for finding in self.findings if finding.acknowledged is None
        )


class Report(Record):
    """What a validation found."""

    files: tuple[FileReport, ...]
    language: str = "nl"
    strict: bool = False
    """Whether the stricter reading was asked for, so that a warning counts as well."""
    select: tuple[str, ...] = ()
    """Codes or beginnings of codes that alone were asked for; empty for all."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all files, file by file."""
        return tuple(finding for file in self.files for finding in file.findings)

    @property
    def valid(self) -> bool:
        """Whether every file is valid."""
        return all(file.valid for file in self.files)

    def counts(self, finding: Finding) -> bool:
        """Whether a finding is one for which a pipeline stops: an error or, with `strict`, a warning."""
        limit = Severity.WARNING if self.strict else Severity.ERROR
        return finding.severity >= limit and finding.acknowledged is None

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity, those apart that the plan acknowledges."""
        return sum(finding.severity is severity for finding in self.findings if finding.acknowledged is None)

    @property
    def acknowledged(self) -> int:
        """How many findings the plan acknowledges, of whatever severity."""
        return sum(finding.acknowledged is not None for finding in self.findings)
