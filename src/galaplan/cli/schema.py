"""`galaplan schema`."""

from __future__ import annotations

from pathlib import Path

import click

from galaplan.cli.output import shown, stop, write_out


@click.command()
@click.argument("name", type=click.Choice(["plan", "gemeente", "regio", "report"]), default="plan")
@click.option("--format", "output", type=click.Choice(["json", "markdown"]), default="json", show_default=True)
@click.option("--output", "file", metavar="FILE", help="Write to this file instead of standard output.")
@click.option("--write", "folder", metavar="DIRECTORY", help="Write all published schemas and code lists there.")
def schema(name: str, output: str, file: str | None, folder: str | None) -> None:
    """Print a JSON Schema.

    NAME is plan (a plan file of either kind, the default), gemeente or regio (a plan file of that kind: what editors
    and forms work best with), or report (what `galaplan validate --format json` prints). As markdown: the page on the
    plan file, for people.
    """
    from galaplan.reports.published import published_schema

    if folder is not None:
        if file is not None or output != "json":
            raise click.UsageError("--write goes without --output and --format")
        _write_all(folder)
    elif output == "markdown":
        from galaplan.reports.format_page import render_format

        if name != "plan":
            raise click.UsageError("the page is about both kinds of plan file: leave NAME out")
        write_out(render_format().encode(), file)
    else:
        write_out(published_schema(name).encode(), file)


def _write_all(folder: str) -> None:
    from galaplan.reports.published import write_published

    try:
        write_published(Path(folder))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        stop(f"{shown(folder)}: {reason or 'this is no name for a directory'}")
