"""One line for each finding: `file:line:column: CODE message`, which editors and `grep` know how to read."""

from __future__ import annotations

from collections.abc import Iterator

from galaplan.findings import Report
from galaplan.reports.escape import printed
from galaplan.reports.summary import summary
from galaplan.texts import words


def render_concise(report: Report) -> str:
    """The findings, a line each; how many files there were when nothing was found."""
    return "\n".join(_lines(report) if report.findings else [summary(report)]) + "\n"


def _lines(report: Report) -> Iterator[str]:
    word = words(report.language)
    for finding in report.findings:
        place = printed(f"{finding.location.file}:{finding.location.span.place}")
        remark = "" if finding.acknowledged is None else f" ({word['erkend']}: {printed(finding.acknowledged)})"
        yield f"{place}: {finding.code} {printed(finding.message)}{remark}"
