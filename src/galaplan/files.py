"""Plans as files: load, loads, dump, dumps."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from galaplan.documents import Problem, read_limited
from galaplan.documents.disk import write_file
from galaplan.documents.writing import serialise
from galaplan.findings import Finding, Severity
from galaplan.model.plan import Plan
from galaplan.reading import Reading, read
from galaplan.selection import Options
from galaplan.sources import syntax_of
from galaplan.structure import ShapeError, structure, unstructure
from galaplan.texts import LANGUAGES
from galaplan.validation import findings_of_reading

if TYPE_CHECKING:
    from galaplan.documents.positions import Syntax
    from galaplan.model import AnyPlan

Format = Literal["toml", "json"]
"""The formats that are text."""


class InvalidPlan(ValueError):
    """What has not the shape of a plan. `findings` says what is wrong, where, and how to mend it."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """`findings`: at least one, of severity error."""
        self.findings = findings
        first = findings[0]
        span = first.location.span
        place = f"{first.location.file}:{span.place if span.sheet else span.line}"
        path = f" ({first.location.path})" if first.location.path else ""
        more = f" (+{len(findings) - 1})" if len(findings) > 1 else ""
        super().__init__(f"{place}: {first.code} {first.message}{path}{more}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.findings,)


def load(path: str | os.PathLike[str], *, language: str = "nl") -> AnyPlan:
    """The plan in a TOML or JSON file or an Excel workbook (.xlsx): a `MunicipalPlan` or a `RegionalPlan`.

    The shape is checked, the rules are not: a half-written plan loads. `language`: that of the findings, `nl` or `en`.
    Raises `InvalidPlan` when the file has not the shape of a plan, `OSError` when it cannot be read, `ValueError` for
    an unknown language.
    """
    _require_known(language)
    name = os.fspath(path)
    return _plan(read(read_limited(name), syntax_of(name)), name, language)


def loads(data: str | bytes, *, format: Format | None = None, language: str = "nl") -> AnyPlan:
    """The plan in a text. Without `format`, text that begins with `{` is JSON and all other text is TOML.

    Raises `InvalidPlan` when the text has not the shape of a plan, `ValueError` for an unknown format or language.
    """
    _require_known(language, format)
    if isinstance(data, str):
        data = data.encode(errors="surrogatepass")
    return _plan(read(data, format), "<text>", language)


def dumps(plan: Plan, *, format: Format = "toml", language: str = "nl") -> str:
    """The text of a plan: every value it holds, and the same text for the same plan. `loads` takes it.

    Raises `InvalidPlan` when the plan holds what a plan file cannot (a code that does not exist, a number for a text),
    `ValueError` for an unknown format or language.
    """
    _require_known(language, format)
    return _text(plan, format, "<plan>", language)


def dump(plan: Plan, path: str | os.PathLike[str], *, language: str = "nl") -> None:
    """Write a plan to a file: TOML, JSON or a workbook by the end of its name (`.toml`, `.json`, `.xlsx`).

    `load` takes the file. A workbook needs what `pip install 'galaplan[xlsx]'` installs; without it `MissingExtra`, an
    `ImportError`, says so.

    The file is written whole or not at all: when anything fails, an existing file is as it was. Comments of a file that
    it replaces are not kept. Raises `InvalidPlan` when the plan holds what a plan file cannot, `ValueError` for another
    end of the name or an unknown language, `OSError` when the file cannot be written.
    """
    _require_known(language)
    name = os.fspath(path)
    syntax = syntax_of(name)
    if syntax is None:
        raise ValueError(f"{name}: a plan file ends in .toml, .json or .xlsx")
    write_file(Path(name), plan_bytes(plan, syntax, name=name, language=language))


def plan_bytes(plan: Plan, syntax: Syntax, *, name: str = "<plan>", language: str = "nl") -> bytes:
    """What a plan file of this kind holds; `name`: what findings call it. Raises as `dump` does, but for `OSError`."""
    if syntax == "xlsx":
        return _workbook(plan, name, language)
    return _text(plan, syntax, name, language).encode()


def _workbook(plan: Plan, name: str, language: str) -> bytes:
    from galaplan.workbook import write_workbook
    from galaplan.workbook.writing import Unfit

    checked = structure(_checked_tree(plan, name, language))
    try:
        data = write_workbook(checked)
    except Unfit as unfit:
        raise _invalid(_reading_of([unfit.problem]), name, language) from None
    _plan(read(data, "xlsx"), name, language)
    return data


def _text(plan: Plan, format: Format, name: str, language: str) -> str:
    """The text of a plan. Twice it is made sure that it can be read: before writing, to say what is wrong in terms of
    the plan, and after, for what only a reader of the text can tell.
    """
    tree = _checked_tree(plan, name, language)
    text = serialise(tree, format)
    _plan(read(text.encode(errors="surrogatepass"), format), name, language)
    return text


def _checked_tree(plan: Plan, name: str, language: str) -> dict[str, Any]:
    """The tree of a plan. Raises `InvalidPlan` when it holds what a plan file cannot."""
    if not isinstance(plan, Plan):
        raise TypeError(f"a plan is a MunicipalPlan or a RegionalPlan, not {type(plan).__name__}")
    try:
        tree = unstructure(plan)
        structure(tree)
    except RecursionError:
        raise _invalid(_reading_of([Problem("LEZ007", "bestand")]), name, language) from None
    except ShapeError:
        from galaplan.shape import shape_problems

        raise _invalid(_reading_of(shape_problems(tree)), name, language) from None
    return tree


def _reading_of(problems: list[Problem]) -> Reading:
    return Reading(document=None, plan=None, edition=None, problems=tuple(problems))


def _require_known(language: str, format: Format | None = None) -> None:
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is not one of the languages {', '.join(LANGUAGES)}")
    if format is not None and format not in get_args(Format):
        raise ValueError(f"{format!r} is not one of the formats {', '.join(get_args(Format))}")


def _plan(reading: Reading, name: str, language: str) -> AnyPlan:
    if reading.plan is not None:
        return cast("AnyPlan", reading.plan)
    raise _invalid(reading, name, language)


def _invalid(reading: Reading, name: str, language: str) -> InvalidPlan:
    findings = findings_of_reading(name, reading, Options(language=language))
    return InvalidPlan(tuple(finding for finding in findings if finding.severity is Severity.ERROR))
