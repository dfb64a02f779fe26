"""The report for people: grouped by file, sorted by line, with the source and the mend."""

from __future__ import annotations

from collections.abc import Iterator

import click

from galaplan.documents import Span
from galaplan.findings import FileReport, Finding, Report, Severity
from galaplan.reports.escape import printed
from galaplan.reports.summary import summary
from galaplan.texts import words

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
_WIDTH = 100


def render_text(report: Report) -> str:
    """The report as text, with colour codes; strip them where the output is not a terminal."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    word = words(report.language)
    for file in report.files:
        if file.findings:
            yield from _file(file, report.language)
            yield ""
    yield summary(report)
    unchecked = [file for file in report.files if not file.complete]
    if unchecked and len(report.files) == 1:
        yield word["niet-getoetst"]
    elif unchecked:
        yield word["niet-getoetst-namelijk"]
        yield from (f"  {printed(file.path)}" for file in unchecked)


def _file(file: FileReport, language: str) -> Iterator[str]:
    yield click.style(printed(file.path), bold=True)
    for finding in file.findings:
        yield from _finding(finding, language)


def _finding(finding: Finding, language: str) -> Iterator[str]:
    word = words(language)
    span = finding.location.span
    severity = click.style(word[finding.severity.word], fg=_COLOURS[finding.severity], bold=True)
    place = printed(span.place)
    path = f"  ({printed(finding.location.anchor)})" if finding.location.anchor else ""
    mark = "" if finding.acknowledged is None else f"  [{word['erkend']}]"
    yield f"  {place:<8} {severity}  {click.style(finding.code, bold=True)} {finding.name}{path}{mark}"
    yield from _paragraph("", finding.message)
    yield from _paragraph(f"{word['waarom']}: ", finding.why)
    for other in finding.related:
        yield from _paragraph(f"{word['zie-ook']}: ", f"{other.file}:{_line(other.span)}  {other.anchor}")
    yield from _paragraph(f"{word['herstel']}: ", finding.fix)
    if finding.source:
        yield from _paragraph(f"{word['bron']}: ", "; ".join(finding.source))
    if finding.acknowledged is not None:
        yield from _paragraph(f"{word['Erkend']}: ", finding.acknowledged)


def _line(span: Span) -> str:
    """The line of a place, or the cell in a workbook."""
    return span.place if span.sheet else str(span.line)


def _paragraph(label: str, text: str) -> Iterator[str]:
    """A text of its own lines, indented under its finding; neither words nor amounts are broken."""
    import textwrap

    whole = (label + printed(text)).replace("€ ", "€\N{NO-BREAK SPACE}")
    for line in textwrap.wrap(
        whole,
        width=_WIDTH,
        initial_indent=" " * 11,
        subsequent_indent=" " * (11 + len(label)),
        break_long_words=False,
        break_on_hyphens=False,
    ):
        yield line.replace("€\N{NO-BREAK SPACE}", "€ ")
