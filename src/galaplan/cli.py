"""The command: `galaplan validate`, `schema`, `codelists`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

import galaplan

if TYPE_CHECKING:
    from galaplan.findings import FileReport
    from galaplan.validation import Options

FOUND, COULD_NOT_RUN = 1, 2
"""Exit status: there are findings that count; the command could not do its work. 0 is the rest."""

STDIN = "-"

GARBAGE_THRESHOLD = 50_000
"""Objects between two looks for garbage: some ten plans. A plan leaves no circles, so there is little to find."""


class CouldNotRun(click.ClickException):
    """The command could not do its work; told in one sentence."""

    exit_code = COULD_NOT_RUN


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(galaplan.__version__, prog_name="galaplan")
def main() -> None:
    """Check GALA/SPUK prevention plans of Dutch municipalities and regions.

    A plan is one TOML or JSON file; `galaplan validate` says on which line what is missing, what is paid twice, and
    where the agreement says so.
    """


def _codes(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Codes given as `DUB,VAL001`, once or more often; each must be the beginning of a code that exists."""
    from galaplan.rules import all_rules

    codes = tuple(code.strip().upper() for part in value for code in part.split(",") if code.strip())
    for code in codes:
        if not any(known.startswith(code) for known in all_rules()):
            raise click.BadParameter(f"{code!r} is no code and no beginning of one")
    return codes


@main.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--select", multiple=True, callback=_codes, metavar="CODES", help="Report only these, such as DUB,VAL001."
)
@click.option("--ignore", multiple=True, callback=_codes, metavar="CODES", help="Do not report these.")
@click.option("--strict", is_flag=True, help="The stricter reading where there is one; warnings count as well.")
@click.option(
    "--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Language of the report."
)
def validate(
    paths: tuple[str, ...], output: str, select: tuple[str, ...], ignore: tuple[str, ...], strict: bool, lang: str
) -> None:
    """Check plan files.

    PATH is a TOML or JSON file, a directory (the plan files in it, not below it), or - for standard input.

    Exit status: 0 nothing of severity error (with --strict: nor a warning), 1 findings, 2 could not run.
    """
    from galaplan.findings import Report, Severity
    from galaplan.reports import renderer
    from galaplan.validation import Options

    options = Options(select=select, ignore=ignore, strict=strict, language=lang)
    files = list(dict.fromkeys(file for path in paths for file in _plan_files(path)))
    report = Report(files=tuple(_with_progress(files, options)), language=lang)
    click.echo(renderer(output)(report), nl=False)
    limit = Severity.WARNING if strict else Severity.ERROR
    if any(finding.severity >= limit for finding in report.findings):
        sys.exit(FOUND)


def _plan_files(path: str) -> Iterable[str]:
    """The files that a PATH means."""
    if path == STDIN or not Path(path).is_dir():
        return [path]
    try:
        found = sorted(
            str(entry)
            for entry in Path(path).iterdir()
            if entry.suffix.lower() in (".toml", ".json") and entry.is_file()
        )
    except OSError as error:
        raise _unreadable(path, error) from None
    if not found:
        raise CouldNotRun(f"{_shown(path)}: no plan files (.toml, .json) in this directory")
    return found


def _with_progress(files: list[str], options: Options) -> Iterator[FileReport]:
    """Check the files; with several of them and a terminal to show it on, a bar tells how far it is."""
    if len(files) < 2 or not sys.stderr.isatty():
        yield from _checked(files, options)
        return
    with click.progressbar(_checked(files, options), length=len(files), file=sys.stderr) as bar:
        yield from bar


def _checked(files: list[str], options: Options) -> Iterator[FileReport]:
    from galaplan.validation import open_source, validate_bytes

    for file in files:
        if file != STDIN and Path(file).exists() and not Path(file).is_file():
            raise CouldNotRun(f"{_shown(file)}: not a file")
        try:
            opened = open_source(file)
        except OSError as error:
            raise _unreadable(file, error) from None
        yield validate_bytes(*opened, options)
        if not gc.isenabled():  # switched off by the entry point; what is imported now stays
            gc.freeze()
            gc.set_threshold(GARBAGE_THRESHOLD)
            gc.enable()


def _unreadable(path: str, error: OSError) -> CouldNotRun:
    return CouldNotRun(f"{_shown(path)}: {error.strerror or type(error).__name__}")


def _shown(path: str) -> str:
    from galaplan.reports.escape import visible

    return visible(os.fsdecode(path))


@main.command()
def schema() -> None:
    """Print the JSON Schema of a plan file."""
    from galaplan.schema import schema_text

    click.echo(schema_text(), nl=False)


@main.command()
@click.argument("name", required=False)
@click.option("--format", "output", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.option("--edition", default=None, metavar="EDITION", help="Default: the newest edition.")
def codelists(name: str | None, output: str, edition: str | None) -> None:
    """Show the code lists, or the codes of list NAME."""
    from galaplan import catalogue
    from galaplan.reports.codelists import render_list, render_lists
    from galaplan.spelling import nearest

    editions = catalogue.editions()
    if edition is not None and edition not in editions:
        raise click.UsageError(f"unknown edition {edition!r}; this release has {', '.join(editions)}")
    chosen = catalogue.edition(edition or editions[-1])
    if name is None:
        click.echo(render_lists(chosen, output), nl=False)
    elif name in chosen.list_names:
        click.echo(render_list(chosen.codes(name), output), nl=False)
    else:
        close = nearest(name, chosen.list_names)
        hint = f"; did you mean {close!r}?" if close else "; `galaplan codelists` shows all"
        raise click.UsageError(f"there is no code list {name!r}{hint}")
