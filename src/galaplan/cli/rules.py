"""`galaplan rules`."""

from __future__ import annotations

import click

from galaplan.cli.output import put, shown


@click.command()
@click.argument("code", required=False, default="")
@click.option("--format", "output", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Language of the words.")
def rules(code: str, output: str, lang: str) -> None:
    """Show the rules, those whose codes begin with CODE, or all about rule CODE.

    Of one rule: what it says, why it matters, where the agreement says so, how to mend a plan, and examples that are
    tested with every release.
    """
    from galaplan.reports.rules import explained, render_rule, render_table

    try:
        found = explained(code, lang)
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
