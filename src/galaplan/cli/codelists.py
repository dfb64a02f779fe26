"""`galaplan codelists`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from galaplan.cli.options import edition_option, format_option, output_option, with_settings
from galaplan.cli.output import shown, write_out

if TYPE_CHECKING:
    from galaplan.settings import Settings


@click.command()
@click.argument("name", required=False)
@format_option("text", "json", "csv", "markdown")
@output_option
@edition_option("The edition; default: that of the settings, or the newest.")
@with_settings
def codelists(settings: Settings, name: str | None, form: str, output: str | None, edition: str | None) -> None:
    """Show the code lists, or the codes of one of them."""
    from galaplan import catalogue
    from galaplan.reports.codelists import find_list, list_names, render_list, render_lists
    from galaplan.spelling import nearest

    chosen = catalogue.edition(edition or settings.edition or catalogue.editions()[-1])
    if form == "markdown":
        from galaplan.reports.code_list_page import render_code_lists

        if name is not None:
            raise click.UsageError("the page is about all code lists: leave NAME out")
        text = render_code_lists(chosen)
    elif name is None:
        text = render_lists(chosen, form)
    elif name in list_names(chosen):
        text = render_list(find_list(chosen, name), form)
    else:
        close = nearest(name, list_names(chosen))
        hint = f"; did you mean {close!r}?" if close else "; `galaplan codelists` shows all"
        raise click.UsageError(f"there is no code list '{shown(name)}'{hint}")
    write_out(text if form == "text" else text.encode(), output)
