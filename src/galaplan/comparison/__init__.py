"""What changed in meaning between two plan files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from galaplan.comparison.changes import Change, changes_between
from galaplan.comparison.elements import ElementChange, elements_between
from galaplan.comparison.findings import FindingChange, findings_between
from galaplan.comparison.money import AmountChange, amounts_between
from galaplan.findings import FileReport, Severity
from galaplan.reading import read
from galaplan.records import Record
from galaplan.selection import Options, codes
from galaplan.sources import Source, open_source
from galaplan.validation import Validation

if TYPE_CHECKING:
    from galaplan.documents.positions import Syntax
    from galaplan.model.plan import Plan

__all__ = ["AmountChange", "Change", "Comparison", "ElementChange", "FindingChange", "Side", "compare"]


class Side(Record):
    """One of the two files."""

    path: str
    identifier: str | None
    title: str | None
    kind: str | None
    edition: str | None
    complete: bool
    """Whether the file has the shape of a plan. Of one that has not, only the findings can be compared."""
    counts: tuple[int, int, int]
    """How many findings are errors, warnings and advice, those apart that the plan acknowledges."""
    acknowledged: int
    """How many findings the plan acknowledges, of whatever severity."""
    ignore: tuple[str, ...] = ()
    """Codes or beginnings of codes that were asked not to be reported of this file."""


class Comparison(Record):
    """What changed in meaning from one plan file to another. Layout, comments and the order of rows do not count."""

    old: Side
    new: Side
    changes: tuple[Change, ...]
    """Every value, row and table that came, went or changed, in the order of the format; whole rows as one change."""
    amounts: tuple[AmountChange, ...]
    """Whole euros per component (or category, or source) and calendar year that are not what they were."""
    elements: tuple[ElementChange, ...]
    """Required plan elements that were filled in, emptied or changed."""
    findings: tuple[FindingChange, ...]
    """Findings that went, came or weigh otherwise."""
    language: str = "nl"
    select: tuple[str, ...] = ()
    """Codes or beginnings of codes that alone were asked for; empty for all."""

    @property
    def is_equal(self) -> bool:
        """Whether nothing changed in meaning; of what is no plan that cannot be said."""
        return self.can_be_compared and not (self.changes or self.findings)

    @property
    def can_be_compared(self) -> bool:
        """Whether both files are plans; when not, only `findings` says something."""
        return self.old.complete and self.new.complete

    def of_rows(self, block: str) -> tuple[Change, ...]:
        """The rows of a block (`acties`, `doelen`) that came, went or were changed inside, one change for each."""
        return tuple(change for change in self.changes if change.block == block and change.is_row)


def compare(
    old: Source,
    new: Source,
    *,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    strict: bool = False,
    language: str = "nl",
) -> Comparison:
    """Tell what changed in meaning from the plan file `old` to the plan file `new`.

    `old`, `new`: paths of files, the bytes of files, or pairs of a name and bytes. `select`, `ignore`, `strict` and
    `language` are those of `validate` and say which findings are compared. What is in the files never raises. Raises
    `OSError` for a file that cannot be read and `ValueError` for an unknown language or code.
    """
    from galaplan.texts import LANGUAGES

    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is not one of the languages {', '.join(LANGUAGES)}")
    return compared(old, new, Options(select=codes(select), ignore=codes(ignore), strict=strict, language=language))


def compared(old: Source, new: Source, options: Options) -> Comparison:
    """What `compare` gives, with all that can be asked of a validation. Raises `OSError` as it does."""
    before, after = (_Looked(source, name, options) for source, name in ((old, "<old>"), (new, "<new>")))
    changes: tuple[Change, ...] = ()
    amounts: tuple[AmountChange, ...] = ()
    elements: tuple[ElementChange, ...] = ()
    if before.plan is not None and after.plan is not None:
        changes = changes_between(before.plan, after.plan, before.tree, after.tree)
        amounts = amounts_between(before.plan, after.plan)
        elements = elements_between(before.plan, after.plan)
    return Comparison(
        old=before.side,
        new=after.side,
        changes=changes,
        amounts=amounts,
        elements=elements,
        findings=findings_between(before.report.findings, after.report.findings),
        language=options.language,
        select=options.select,
    )


class _Looked:
    """One file, read and checked."""

    def __init__(self, source: Source, name: str, options: Options) -> None:
        data: bytes
        syntax: Syntax | None
        data, syntax = open_source(source)
        if isinstance(source, tuple):
            name, _ = source
        elif not isinstance(source, bytes):
            name = os.fspath(source)
        reading = read(data, syntax, default_edition=options.edition)
        self.plan: Plan | None = reading.plan
        self.tree: dict[str, Any] = reading.tree
        validation = Validation(options, together=False)
        validation.check(name, data, syntax)
        self.report: FileReport = validation.report().files[0]
        title = self.tree.get("titel")
        self.side = Side(
            path=name,
            identifier=self.report.identifier,
            title=title if isinstance(title, str) else None,
            kind=self.report.kind,
            edition=self.report.edition,
            complete=self.report.complete,
            counts=(self._count(Severity.ERROR), self._count(Severity.WARNING), self._count(Severity.ADVICE)),
            acknowledged=sum(finding.acknowledged is not None for finding in self.report.findings),
            ignore=self.report.ignore,
        )

    def _count(self, severity: Severity) -> int:
        return sum(f.severity is severity and f.acknowledged is None for f in self.report.findings)
