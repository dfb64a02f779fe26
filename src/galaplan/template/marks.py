"""The to-do list of a template: what the rules find in it, written at the place where they find it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from galaplan.findings import Finding, Severity
from galaplan.template.layout import block
from galaplan.validation import validate

TO_DO, TO_CONSIDER = "TE DOEN", "TE OVERWEGEN"
"""What a mark begins with: a duty or an agreed effort, or advice."""


def findings_in(text: str, language: str = "nl") -> tuple[Finding, ...]:
    """What a validation says of the text of a template."""
    return validate(text.encode(), language=language).findings


def marked(text: str, findings: Iterable[Finding]) -> str:
    """The text with a mark above each line that a finding points to, the heaviest first.

    A finding about all rows of a list, or about a table that is not there, points to the header of one that is; it
    stands apart from what is about that one.
    """
    lines = text.splitlines()
    above: dict[int, list[Finding]] = {}
    for finding in sorted(findings, key=lambda found: (-found.severity, found.code)):
        above.setdefault(_line_of(finding, lines), []).append(finding)
    written: list[str] = []
    for number, line in enumerate(lines, 1):
        found = above.get(number, [])
        general = [one for one in found if not _is_within(one.location.path, line)]
        if general:
            comment = _comment_at_the_end(written)
            del written[len(written) - len(comment) :]
            written.extend((*_marks(general), "", *comment))
        written.extend(_marks(one for one in found if one not in general))
        written.append(line)
    return "\n".join(written) + "\n"


def _comment_at_the_end(lines: list[str]) -> list[str]:
    """The last lines, as far back as they are comment."""
    return list(takewhile(lambda line: line.startswith("#"), reversed(lines)))[::-1]


def _marks(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        word = TO_CONSIDER if finding.severity is Severity.ADVICE else TO_DO
        yield from block(f"{word} ({finding.code}): {finding.message}")
        yield from block(finding.fix, indent="  ")


def _is_within(path: str, line: str) -> bool:
    """Whether a path lies in the table that the line opens, if it opens one."""
    if rows := re.match(r"\[\[(.+)\]\]", line):
        return path.startswith(f"{rows[1]}[")
    table = re.match(r"\[(.+?)\]", line)
    return table is None or path.startswith(table[1])


def _line_of(finding: Finding, lines: list[str]) -> int:
    """The line of a finding; of one about the whole file the first that is not comment."""
    line = finding.location.span.line
    if line > 1:
        return line
    return 1 + sum(1 for _ in takewhile(lambda text: not text or text.startswith("#"), lines))
