"""`galaplan diff`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from galaplan.cli.options import format_option, language_option, output_option, with_settings
from galaplan.cli.output import FOUND, refuse_to_overwrite, stop, trouble, write_out

if TYPE_CHECKING:
    from galaplan.settings import Settings


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@format_option("text", "json")
@output_option
@click.option("--strict/--no-strict", default=None, help="Compare the findings of the stricter reading.")
@language_option("the report")
@with_settings
def diff(
    settings: Settings, old: str, new: str, form: str, output: str | None, strict: bool | None, language: str | None
) -> None:
    """Tell what changed in meaning between two plan files.

    Actions and other rows that came, went or changed; amounts per component and year; elements that were filled in; all
    other values; findings that came and went. Layout, comments and the order of rows do not count. OLD and NEW are
    plan files; one of them may be - for standard input.

    Exit status: 0 nothing changed, 1 something did, 2 could not run.
    """
    from galaplan.comparison import compared
    from galaplan.reports import comparison as reports

    if old == new == "-":
        raise click.UsageError("only one of the two files can be standard input")
    refuse_to_overwrite(output, (old, new))
    try:
        found = compared(old, new, settings.options(strict=strict, language=language))
    except OSError as error:
        stop(trouble(os.fsdecode(error.filename or old), error))
    if form == "json":
        write_out(reports.render_json(found).encode(), output)
    else:
        write_out(reports.render_text(found), output)
    if not found.is_equal:
        sys.exit(FOUND)
