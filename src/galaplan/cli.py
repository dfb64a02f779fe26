"""The command: `galaplan validate`, `rules`, `schema`, `codelists`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

import galaplan

if TYPE_CHECKING:
    from galaplan.validation import Validation

FOUND, COULD_NOT_RUN, INTERRUPTED = 1, 2, 130
"""Exit status: there are findings that count; the command could not do its work; Ctrl-C. 0 is the rest."""

GARBAGE_THRESHOLD = 50_000
"""Objects between two looks for garbage: some ten plans. A plan leaves no circles, so there is little to find."""


class Interrupted(click.ClickException):
    """Someone pressed Ctrl-C."""

    exit_code = INTERRUPTED


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Interrupted("interrupted") from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(galaplan.__version__, prog_name="galaplan")
def main() -> None:
    """Check GALA/SPUK prevention plans of Dutch municipalities and regions.

    A plan is one TOML or JSON file; `galaplan validate` says on which line what is missing, what is paid twice, and
    where the agreement says so.
    """


def run() -> None:
    """The command as a process of its own: whatever its surroundings do, it ends in a sentence and an exit status."""
    if sys.stdout is None:
        _stop("standard output is closed")
    if isinstance(sys.stdout, TextIOWrapper):  # a terminal that lacks a character shows its number
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        main(prog_name="galaplan")
    except OSError as error:  # what cannot be read was told before; this is what cannot be written
        _discard_output()
        _stop(f"{_shown(str(error.filename or 'standard output'))}: {error.strerror or type(error).__name__}")


def _stop(sentence: str) -> NoReturn:
    with suppress(OSError):
        click.echo(f"Error: {sentence}", err=True)
    sys.exit(COULD_NOT_RUN)


def _discard_output() -> None:
    """Let go what could not be written; Python would try it again at the end, and complain."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _put(text: str | bytes) -> None:
    """Write to standard output. Who stops reading halfway has seen enough, which is no fault.

    What programs read is given as bytes: it is UTF-8 whatever the terminal is.
    """
    try:
        click.echo(text, file=sys.stdout, nl=False)
    except BrokenPipeError:
        _discard_output()


def _codes(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Codes given as `DUB,VAL001`, once or more often."""
    from galaplan.validation import codes

    try:
        return codes(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


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

    PATH is a TOML or JSON file, a directory (the plan files in it, not below it), or - for standard input. A file that
    has not the shape of a plan is never valid, and --select and --ignore do not hide why.

    Exit status: 0 nothing of severity error (with --strict: nor a warning), 1 findings, 2 could not run, or not on
    every file: those that could be read are reported, the others are named on standard error.
    """
    from galaplan.findings import Severity
    from galaplan.reports import renderer
    from galaplan.validation import Options, Validation

    if "" in paths:
        raise click.UsageError("a PATH is empty")
    options = Options(select=select, ignore=ignore, strict=strict, language=lang)
    failures: list[str] = []
    files = _plan_files(paths, failures)
    validation = Validation(options, together=len(files) > 1)
    _with_progress(files, validation, failures)
    report = validation.report()
    if report.files:
        _put(renderer(output)(report))
    for failure in failures:
        click.echo(f"Error: {failure}", err=True)
    if failures:
        sys.exit(COULD_NOT_RUN)
    limit = Severity.WARNING if strict else Severity.ERROR
    if not report.valid or any(finding.severity >= limit for finding in report.findings):
        sys.exit(FOUND)


def _plan_files(paths: tuple[str, ...], failures: list[str]) -> list[str]:
    """The files that the paths mean, each once; what cannot be looked at is told in `failures`."""
    from galaplan.sources import plan_files

    files: dict[str, None] = {}
    for path in paths:
        try:
            files.update(dict.fromkeys(plan_files(path)))
        except OSError as error:
            failures.append(_unreadable(path, error))
        except ValueError as error:
            failures.append(_shown(str(error)))
    return list(files)


def _with_progress(files: list[str], validation: Validation, failures: list[str]) -> None:
    """Check the files; with several of them and a terminal to show it on, a bar tells how far it is."""
    if len(files) < 2 or sys.stderr is None or not sys.stderr.isatty():
        _check_all(files, validation, failures)
        return
    with click.progressbar(files, file=sys.stderr) as bar:
        _check_all(bar, validation, failures)


def _check_all(files: Iterable[str], validation: Validation, failures: list[str]) -> None:
    """Check the files one by one; what cannot be read is told in `failures`."""
    from galaplan.sources import open_source

    for file in files:
        try:
            opened = open_source(file)
        except OSError as error:
            failures.append(_unreadable(file, error))
            continue
        validation.check(file, *opened)
        if not gc.isenabled():  # switched off by the entry point; what is imported now stays
            gc.freeze()
            gc.set_threshold(GARBAGE_THRESHOLD)
            gc.enable()


def _unreadable(path: str, error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    if isinstance(error, FileNotFoundError) and Path(path).is_symlink():
        reason = "a link to a file that is not there"
    return f"{_shown(path)}: {reason}"


def _shown(text: str) -> str:
    from galaplan.reports.escape import visible

    return visible(os.fsdecode(text))


@main.command()
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
        raise click.UsageError(_shown(str(error))) from None
    if output == "markdown":
        from galaplan.reports.rule_pages import render_index, render_page

        text = render_page(found) if code else render_index(found)
    elif code.upper() == found[0].code:
        text = render_rule(found[0], output)
    else:
        text = render_table(found, output)
    _put(text if output == "text" else text.encode())


@main.command()
def schema() -> None:
    """Print the JSON Schema of a plan file."""
    from galaplan.schema import schema_text

    _put(schema_text().encode())


@main.command()
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
    _put(text if output == "text" else text.encode())
