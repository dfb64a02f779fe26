"""`galaplan convert`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import click

from galaplan.cli.output import FOUND, shown, stop, write_out
from galaplan.sources import STDIN as STREAM

if TYPE_CHECKING:
    from galaplan.documents.positions import Syntax
    from galaplan.findings import Finding

Language = Literal["nl", "en"]

COMMENTS_LEFT_OUT = {
    "nl": "Let op: de opmerkingen (wat achter een # staat) in {file} zijn niet meegegaan.",
    "en": "Note: the comments (what stands after a #) in {file} have not been carried over.",
}


FORMATS: tuple[Syntax, ...] = ("toml", "json", "xlsx")
"""The formats, by the name that is also how the name of a file in it ends."""


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option("--from", "from_format", type=click.Choice(FORMATS), help="Format of IN; default: by its name.")
@click.option("--to", "to_format", type=click.Choice(FORMATS), help="Format of OUT; default: by its name.")
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Language of messages.")
def convert(source: str, target: str, from_format: Syntax | None, to_format: Syntax | None, lang: Language) -> None:
    """Write a plan file in another format.

    The end of a name tells the format: .toml, .json or .xlsx (an Excel workbook). IN and OUT may be - for standard
    input and standard output; then --from and --to tell it. Every value is kept, comments and layout are not. A
    half-written plan is converted as any other. OUT is written whole or not at all, and an OUT that exists is
    overwritten.

    Exit status: 0 written, 1 IN has not the shape of a plan (standard error says why), 2 could not run.
    """
    from galaplan.files import InvalidPlan, plan_bytes
    from galaplan.reading import read
    from galaplan.selection import Options
    from galaplan.validation import findings_of_reading

    reading_format, writing_format = _format(source, from_format, "from"), _format(target, to_format, "to")
    _refuse_same_file(source, target)
    data = _bytes_of(source)
    reading = read(data, reading_format)
    if reading.plan is None:
        _tell_why_not(source, findings_of_reading(source, reading, Options(language=lang)), lang)
    try:
        written = plan_bytes(reading.plan, writing_format)
    except InvalidPlan as error:  # what one format can hold and the other cannot
        _tell_why_not(source, error.findings, lang)
    except ImportError as error:  # a workbook is written by an optional package
        stop(str(error))
    write_out(written, target)
    if reading.document is not None and reading_format == "toml" and has_comments(reading.document.text):
        click.echo(COMMENTS_LEFT_OUT[lang].format(file=shown(source)), err=True)


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
        reason = (
            (error.strerror or type(error).__name__) if isinstance(error, OSError) else "this is no name for a file"
        )
        stop(f"{shown(source)}: {reason}")
    return data


def _tell_why_not(source: str, findings: Iterable[Finding], language: Language) -> NoReturn:
    """End with a report on standard error: why this is no plan that can be written."""
    from galaplan.findings import FileReport, Report
    from galaplan.reports.text import render_text

    file = FileReport(path=source, complete=False, findings=tuple(findings))
    click.echo(render_text(Report(files=(file,), language=language)), err=True, nl=False)
    sys.exit(FOUND)


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
