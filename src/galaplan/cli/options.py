"""Options that several commands have, in the same words wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import click

from galaplan.cli.output import shown, stop

if TYPE_CHECKING:
    from galaplan.settings import Settings

P = ParamSpec("P")
Command = TypeVar("Command", bound=Callable[..., Any])


def format_option(*formats: str) -> Callable[[Command], Command]:
    """`--format`, as `form`: the first of the formats unless another is asked for."""
    return click.option("--format", "form", type=click.Choice(formats), default=formats[0], show_default=True)


def language_option(what: str) -> Callable[[Command], Command]:
    """`--lang`, as `language`; `what` is in that language."""
    note = f"Language of {what}; default: that of the settings, or nl."
    return click.option("--lang", "language", type=click.Choice(["nl", "en"]), help=note)


def edition_option(what: str) -> Callable[[Command], Command]:
    """`--edition`, in Dutch `--editie`, as `edition`: one of this release, or None."""
    return click.option("--edition", "--editie", callback=_known_edition, metavar="EDITION", help=what)


def _known_edition(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    from galaplan import catalogue

    if value is not None and value not in catalogue.editions():
        editions = ", ".join(catalogue.editions())
        raise click.UsageError(f"there is no edition '{shown(value)}'; this release has {editions}")
    return value


output_option = click.option(
    "--output", metavar="FILE", help="Write to FILE, whole or not at all; - is standard output, the default."
)
"""`--output`, as `output`: what `write_out` takes."""


def with_settings(command: Callable[Concatenate[Settings, P], None]) -> Callable[P, None]:
    """Give a command `--config` and `--no-config`, and the settings that they choose as its first argument.

    Stands nearest to the function, below `@click.command()` and the other options.
    """

    @click.option(
        "--config", metavar="FILE", help="Settings; default: galaplan.toml or pyproject.toml, here or higher up."
    )
    @click.option("--no-config", is_flag=True, help="Read no settings.")
    @wraps(command)
    def configured(*args: P.args, **kwargs: P.kwargs) -> None:
        config, no_config = kwargs.pop("config"), kwargs.pop("no_config")
        command(_settings(config if isinstance(config, str) else None, no_config is True), *args, **kwargs)

    return configured


def _settings(config: str | None, no_config: bool) -> Settings:
    from galaplan import settings

    if no_config and config is not None:
        raise click.UsageError("--config and --no-config exclude each other")
    if no_config:
        return settings.Settings()
    try:
        return settings.find() if config is None else settings.load(config)
    except settings.WrongSettings as error:
        stop(shown(str(error)))
