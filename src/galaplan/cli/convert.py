"""`galaplan convert`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from galaplan.cli.options import language_option, with_settings
from galaplan.cli.output import FOUND, shown, stop, trouble, write_out
from galaplan.sources import STDIN as STREAM

if TYPE_CHECKING:
    from galaplan.documents.positions import Syntax
    from galaplan.findings import Finding
    from galaplan.settings import Settings

COMMENTS_LEFT_OUT = {
    "nl": "Let op: de opmerkingen (wat achter een # staat) in {file} zijn niet meegegaan.",
    "en": "Note: the comments (what stands after a #) in {file} have not been carried over.",
}


NOT_READ = "LEZ031"
"""The rule on sheets and columns of a workbook that no plan has."""

FORMATS: tuple[Syntax, ...] = ("toml", "json", "xlsx")
"""The formats, by the name that is also how the name of a file in it ends."""


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option("--from", "from_format", type=click.Choice(FORMATS), help="Format of IN; default: by its name.")
@click.option("--to", "to_format", type=click.Choice(FORMATS), help="Format of OUT; default: by its name.")
@language_option("messages")
@with_settings
def convert(
    settings: Settings,
    source: str,
    target: str,
    from_format: Syntax | None,
    to_format: Syntax | None,
    language: str | None,
) -> None:
    """Write a plan file in another format.

    The end of a name tells the format: .toml, .json or .xlsx (an Excel workbook). IN and OUT may be - for standard
    input and standard output; then --from and --to tell it. Every value is kept, comments and layout are not; standard
    error tells of sheets and columns of your own in a workbook. A half-written plan is converted as any other. OUT is
    written whole or not at all, and an OUT that exists is overwritten.

    Exit status: 0 written, 1 IN has not the shape of a plan (standard error says why), 2 could not run.
    """
    from galaplan.files import InvalidPlan, plan_bytes
    from galaplan.reading import read
    from galaplan.selection import Options
    from galaplan.validation import findings_of_reading

    words = Options(language=language or settings.language)
    reading_format, writing_format = _format(source, from_format, "from"), _format(target, to_format, "to")
    _refuse_same_file(source, target)
    if writing_format == "xlsx" and target == STREAM and sys.stdout.isatty():
        raise click.UsageError("a workbook is no text for a terminal: name the file to write")
    data = _bytes_of(source)
    reading = read(data, reading_format)
    if reading.plan is None:
        _tell_why_not(source, findings_of_reading(source, reading, words), words.language)
    try:
        written = plan_bytes(reading.plan, writing_format)
    except InvalidPlan as error:  # what one format can hold and the other cannot
        _tell_why_not(source, error.findings, words.language)
    except ImportError as error:  # a workbook is written by an optional package
        stop(str(error))
    write_out(written, target)
    if reading_format == "xlsx":
        _tell_what_was_not_read(source, findings_of_reading(source, reading, words), words.language)
    if reading.document is not None and reading_format == "toml" and has_comments(reading.document.text):
        click.echo(COMMENTS_LEFT_OUT[words.language].format(file=shown(source)), err=True)


def _format(name: str, stated: Syntax | None, option: str) -> Syntax:
    """The format that an option states or that the end of a name tells."""
    if stated:
        return stated
    suffix = Path(name).suffix.lower().removeprefix(".")
    for known in FORMATS:
        if suffix == known:
            return known
    endings = " or ".join(f".{known}" for known in FORMATS)
    raise click.UsageError(f"{shown(name)}: this does not end in {endings}; name its format with --{option}")


def _refuse_same_file(source: str, target: str) -> None:
    if STREAM in (source, target):
        return
    with suppress(OSError, ValueError):
        if Path(source).samefile(target):
            raise click.UsageError("IN and OUT are the same file")


def _bytes_of(source: str) -> bytes:
    from galaplan.sources import open_source

    try:
        data, _ = open_source(source)
    except (OSError, ValueError) as error:
        stop(trouble(source, error))
    return data


def _tell_why_not(source: str, findings: Iterable[Finding], language: str) -> NoReturn:
    """End with a report on standard error: why this is no plan that can be written."""
    from galaplan.findings import FileReport, Report
    from galaplan.reports.text import render_text

    file = FileReport(path=source, complete=False, findings=tuple(findings))
    click.echo(render_text(Report(files=(file,), language=language)), err=True, nl=False)
    sys.exit(FOUND)


def _tell_what_was_not_read(source: str, findings: Iterable[Finding], language: str) -> None:
    """A line on standard error for each sheet or column of the user's own: nothing goes missing in silence."""
    from galaplan.findings import FileReport, Report
    from galaplan.reports.concise import render_concise

    if own := tuple(finding for finding in findings if finding.code == NOT_READ):
        report = Report(files=(FileReport(path=source, complete=True, findings=own),), language=language)
        click.echo(render_concise(report), err=True, nl=False)


_STRING_OR_COMMENT = re.compile(
    r'"""(?:[^\\]|\\.)*?"""+'
    r"|'''.*?'''+"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|(#)",
    re.DOTALL,
)


def has_comments(text: str) -> bool:
    """Whether a text of valid TOML has a comment; a `#` in a string is none, and `#:schema` is for editors."""
    return any(
        found[1] and not text.startswith("#:schema", found.start()) for found in _STRING_OR_COMMENT.finditer(text)
    )
