"""`galaplan schema`."""

from __future__ import annotations

import click

from galaplan.cli.output import put


@click.command()
def schema() -> None:
    """Print the JSON Schema of a plan file."""
    from galaplan.schema import schema_text

    put(schema_text().encode())
