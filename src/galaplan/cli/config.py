"""The options `--config` and `--no-config`, for every command on which settings have a say."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

import click

from galaplan.cli.output import shown, stop

if TYPE_CHECKING:
    from galaplan.settings import Settings

P = ParamSpec("P")


def with_settings(command: Callable[Concatenate[Settings, P], None]) -> Callable[P, None]:
    """Give a command the two options, and the settings that they choose as its first argument.

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
