"""`galaplan rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from galaplan.cli.options import format_option, language_option, output_option, with_settings
from galaplan.cli.output import shown, write_out

if TYPE_CHECKING:
    from galaplan.settings import Settings


@click.command()
@click.argument("code", required=False, default="")
@format_option("text", "json", "markdown")
@output_option
@language_option("the words")
@with_settings
def rules(settings: Settings, code: str, form: str, output: str | None, language: str | None) -> None:
    """Show the rules, or all about one of them.

    CODE is the code of a rule, or the beginning of codes, such as DUB; without it all rules are shown, a line each.
    Of one rule: what it says, why it matters, where the agreement says so, how to mend a plan, and examples that are
    tested with every release.
    """
    from galaplan.reports.rules import explained, render_rule, render_table

    try:
        found = explained(code, language or settings.language)
    except ValueError as error:
        raise click.UsageError(shown(str(error))) from None
    if form == "markdown":
        from galaplan.reports.rule_pages import render_index, render_page

        text = render_page(found) if code else render_index(found)
    elif code.upper() == found[0].code:
        text = render_rule(found[0], form)
    else:
        text = render_table(found, form)
    write_out(text if form == "text" else text.encode(), output)
