"""`galaplan codelists`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from galaplan.cli.config import with_settings
from galaplan.cli.output import put

if TYPE_CHECKING:
    from galaplan.settings import Settings


@click.command()
@click.argument("name", required=False)
@click.option(
    "--format", "output", type=click.Choice(["text", "json", "csv", "markdown"]), default="text", show_default=True
)
@click.option("--edition", default=None, metavar="EDITION", help="Default: that of the settings, or the newest.")
@with_settings
def codelists(settings: Settings, name: str | None, output: str, edition: str | None) -> None:
    """Show the code lists, or the codes of list NAME."""
    from galaplan import catalogue
    from galaplan.reports.codelists import find_list, list_names, render_list, render_lists
    from galaplan.spelling import nearest

    editions = catalogue.editions()
    if edition is not None and edition not in editions:
        raise click.UsageError(f"unknown edition {edition!r}; this release has {', '.join(editions)}")
    chosen = catalogue.edition(edition or settings.edition or editions[-1])
    if output == "markdown":
        from galaplan.reports.code_list_page import render_code_lists

        if name is not None:
            raise click.UsageError("the page is about all code lists: leave NAME out")
        text = render_code_lists(chosen)
    elif name is None:
        text = render_lists(chosen, output)
    elif name in list_names(chosen):
        text = render_list(find_list(chosen, name), output)
    else:
        close = nearest(name, list_names(chosen))
        hint = f"; did you mean {close!r}?" if close else "; `galaplan codelists` shows all"
        raise click.UsageError(f"there is no code list {name!r}{hint}")
    put(text if output == "text" else text.encode())
