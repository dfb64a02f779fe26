"""`galaplan rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from galaplan.cli.config import with_settings
from galaplan.cli.output import put, shown

if TYPE_CHECKING:
    from galaplan.settings import Settings


@click.command()
@click.argument("code", required=False, default="")
@click.option("--format", "output", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option(
    "--lang", type=click.Choice(["nl", "en"]), help="Language of the words; default: that of the settings, or nl."
)
@with_settings
def rules(settings: Settings, code: str, output: str, lang: str | None) -> None:
    """Show the rules, those whose codes begin with CODE, or all about rule CODE.

    Of one rule: what it says, why it matters, where the agreement says so, how to mend a plan, and examples that are
    tested with every release.
    """
    from galaplan.reports.rules import explained, render_rule, render_table

    try:
        found = explained(code, lang or settings.language)
    except ValueError as error:
        raise click.UsageError(shown(str(error))) from None
    if output == "markdown":
        from galaplan.reports.rule_pages import render_index, render_page

        text = render_page(found) if code else render_index(found)
    elif code.upper() == found[0].code:
        text = render_rule(found[0], output)
    else:
        text = render_table(found, output)
    put(text if output == "text" else text.encode())
