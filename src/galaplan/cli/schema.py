"""`galaplan schema`."""

from __future__ import annotations

from pathlib import Path

import click

from galaplan.cli.options import format_option, output_option
from galaplan.cli.output import stop, trouble, write_out


@click.command()
@click.argument("name", type=click.Choice(["plan", "gemeente", "regio", "report"]), required=False, metavar="[NAME]")
@format_option("json", "markdown")
@output_option
@click.option("--write", "folder", metavar="DIRECTORY", help="Write all published schemas and code lists there.")
def schema(name: str | None, form: str, output: str | None, folder: str | None) -> None:
    """Print a JSON Schema, or write all that is published.

    NAME is plan (a plan file of either kind, the default), gemeente or regio (a plan file of that kind: what editors
    and forms work best with), or report (what `galaplan validate --format json` prints). As markdown: the page on the
    plan file, for people.
    """
    from galaplan.reports.published import published_schema

    if folder is not None:
        if name is not None or output is not None or form != "json":
            raise click.UsageError("--write writes all, so it goes without NAME, --output and --format")
        if not folder:
            raise click.UsageError("the name of the directory to write to is empty")
        _write_all(folder)
    elif form == "markdown":
        from galaplan.reports.format_page import render_format

        if name not in (None, "plan"):
            raise click.UsageError("the page is about both kinds of plan file: leave NAME out")
        write_out(render_format().encode(), output)
    else:
        write_out(published_schema(name or "plan").encode(), output)


def _write_all(folder: str) -> None:
    from galaplan.reports.published import write_published

    try:
        write_published(Path(folder))
    except (OSError, ValueError) as error:
        stop(trouble(folder, error, "directory"))
