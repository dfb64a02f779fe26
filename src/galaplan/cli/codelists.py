"""`galaplan codelists`."""

from __future__ import annotations

import click

from galaplan.cli.output import put


@click.command()
@click.argument("name", required=False)
@click.option("--format", "output", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.option("--edition", default=None, metavar="EDITION", help="Default: the newest edition.")
def codelists(name: str | None, output: str, edition: str | None) -> None:
    """Show the code lists, or the codes of list NAME."""
    from galaplan import catalogue
    from galaplan.reports.codelists import find_list, list_names, render_list, render_lists
    from galaplan.spelling import nearest

    editions = catalogue.editions()
    if edition is not None and edition not in editions:
        raise click.UsageError(f"unknown edition {edition!r}; this release has {', '.join(editions)}")
    chosen = catalogue.edition(edition or editions[-1])
    if name is None:
        text = render_lists(chosen, output)
    elif name in list_names(chosen):
        text = render_list(find_list(chosen, name), output)
    else:
        close = nearest(name, list_names(chosen))
        hint = f"; did you mean {close!r}?" if close else "; `galaplan codelists` shows all"
        raise click.UsageError(f"there is no code list {name!r}{hint}")
    put(text if output == "text" else text.encode())
