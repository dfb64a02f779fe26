"""The main road: sources to a report."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from galaplan.catalogue import Edition
from galaplan.documents import MAX_BYTES, Path, Problem, Span, path_text, read_limited
from galaplan.findings import FileReport, Finding, Location, Report, Severity
from galaplan.reading import Reading, read
from galaplan.records import Record, record
from galaplan.rules import PlanView, Rule, Weighed, all_rules, check_plan

if TYPE_CHECKING:
    from galaplan.documents.positions import Syntax

Source = str | os.PathLike[str] | bytes
"""A path to a plan file or to a directory with plan files, or the bytes of a plan file."""

STDIN = "-"
"""The name that stands for standard input."""


@record
class Options(Record):
    """What a validation looks at and how it speaks."""

    select: tuple[str, ...] = ()
    """Codes or beginnings of codes (`DUB`, `VAL001`) to report; empty for all."""
    ignore: tuple[str, ...] = ()
    """Codes or beginnings of codes not to report."""
    strict: bool = False
    """Whether the stricter reading of the text holds where the rulebook knows one."""
    language: str = "nl"

    def reports(self, code: str) -> bool:
        """Whether findings of this code are reported."""
        selected = not self.select or code.startswith(self.select)
        return selected and not code.startswith(self.ignore or ("\0",))


def validate(
    *sources: Source,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    strict: bool = False,
    language: str = "nl",
) -> Report:
    """Check plan files and tell everything that is wrong with them.

    `sources`: paths of files or directories (the plan files in it, not below it), or the bytes of files. `select`,
    `ignore`: codes or beginnings of codes, as `"DUB,VAL001"` or one by one; a file that has not the shape of a plan is
    not valid, and what is wrong with its shape is told whatever they say. `strict`: report what only a stricter reading
    of the agreement calls an error as such. `language`: `nl` or `en`.

    What is in a file never raises. Raises `OSError` for a file that cannot be read and `ValueError` for an unknown
    language or code and for a directory without plan files.
    """
    from galaplan.texts import LANGUAGES

    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is not one of the languages {', '.join(LANGUAGES)}")
    options = Options(select=codes(select), ignore=codes(ignore), strict=strict, language=language)
    return Report(files=tuple(validate_each(sources, options)), language=language)


def codes(stated: str | Iterable[str]) -> tuple[str, ...]:
    """Codes and beginnings of codes, from `dub,VAL001` or several of these. Raises `ValueError` for an unknown one."""
    parts = (stated,) if isinstance(stated, str) else stated
    found = tuple(code.strip().upper() for part in parts for code in part.split(",") if code.strip())
    for code in found:
        if not any(known.startswith(code) for known in all_rules()):
            raise ValueError(f"{code!r} is no code and no beginning of one")
    return found


def validate_each(sources: Iterable[Source], options: Options) -> Iterator[FileReport]:
    """Check the files one by one, in the order given. Raises `OSError` and `ValueError` as `validate` does."""
    for source in sources:
        for file in [source] if isinstance(source, bytes) else plan_files(os.fspath(source)):
            yield validate_bytes(*open_source(file), options)


def validate_bytes(name: str, data: bytes, syntax: Syntax | None, options: Options) -> FileReport:
    """Check the bytes of one file. `name` is what the report calls it; without `syntax` the text tells its language."""
    return _check(name, read(data, syntax), options)


def plan_files(path: str) -> list[str]:
    """The files that a path means: itself, or the plan files in a directory, by name.

    In a directory a pipe or a device is no plan file; what cannot be looked at is kept, for opening it says why.
    Raises `OSError` when the path cannot be looked at and `ValueError` when it is empty or a directory without plans.
    """
    from stat import S_ISDIR, S_ISREG

    if path == STDIN:
        return [path]
    if not path:
        raise ValueError("a path is empty")
    if not S_ISDIR(FilePath(path).stat().st_mode):
        return [path]
    found = []
    for entry in sorted(FilePath(path).iterdir()):
        if entry.suffix.lower() in (".toml", ".json"):
            try:
                is_file = S_ISREG(entry.stat().st_mode)
            except OSError:
                is_file = True
            if is_file:
                found.append(str(entry))
    if not found:
        raise ValueError(f"{path}: no plan files (.toml, .json) in this directory")
    return found


def open_source(source: Source) -> tuple[str, bytes, Syntax | None]:
    """The name, the bytes and the language of a source. Raises `OSError` when it cannot be read.

    Of a source that is too large so much is read as is needed to know that.
    """
    from errno import EBADF

    if isinstance(source, bytes):
        return "<bytes>", source, None
    name = os.fspath(source)
    if name == STDIN:
        if sys.stdin is None:
            raise OSError(EBADF, "standard input is closed")
        return name, sys.stdin.buffer.read(MAX_BYTES + 1), None
    return name, read_limited(name), syntax_of(name)


def syntax_of(name: str) -> Syntax | None:
    """The language that the end of a file name tells, or None."""
    lowered = name.lower()
    return "json" if lowered.endswith(".json") else "toml" if lowered.endswith(".toml") else None


def _check(name: str, reading: Reading, options: Options) -> FileReport:
    findings = findings_of_reading(name, reading, options)
    if reading.plan is not None and reading.edition is not None:
        view = PlanView(reading.plan, reading.edition)
        findings.extend(
            _of_hit(name, reading, weighed, options)
            for weighed in check_plan(view, strict=options.strict)
            if options.reports(weighed.rule.code)
        )
    return FileReport(
        path=name,
        identifier=_head(reading.tree, "kenmerk"),
        kind=_head(reading.tree, "soort"),
        edition=_head(reading.tree, "editie"),
        complete=reading.plan is not None,
        findings=tuple(sorted(findings, key=_order)),
    )


def findings_of_reading(name: str, reading: Reading, options: Options) -> list[Finding]:
    """The findings of reading and shape alone, in the order of the reading.

    What keeps a file from being a plan cannot be left out: nothing else would tell that it was not checked.
    """
    rules = all_rules() if reading.problems else {}
    return [
        _of_problem(name, reading, problem, rules[problem.code], options)
        for problem in reading.problems
        if reading.plan is None or options.reports(problem.code)
    ]


def _head(tree: Mapping[str, Any], key: str) -> str | None:
    value = tree.get(key)
    return value if isinstance(value, str) else None


def _order(finding: Finding) -> tuple[int, int, str, str, str]:
    span = finding.location.span
    return span.line, span.column, finding.code, finding.location.path, finding.message


def _of_problem(name: str, reading: Reading, problem: Problem, rule: Rule, options: Options) -> Finding:
    span = problem.span or reading.locate(problem.path)
    severity = rule.outcomes[problem.variant].severity
    params = dict(problem.params)
    related: tuple[Location, ...] = ()
    if isinstance(first := params.get("eerste"), tuple):
        params["eerste"] = path_text(first)
        related = (Location(name, path_text(first), reading.locate(first)),)
        params["regel"] = related[0].span.line
    return _finding(
        rule, problem.variant, severity, name, problem.path, span, params, related, reading.edition, options
    )


def _of_hit(name: str, reading: Reading, weighed: Weighed, options: Options) -> Finding:
    hit = weighed.hit
    related = tuple(Location(name, path_text(path), reading.locate(path)) for path in hit.related)
    return _finding(
        weighed.rule,
        hit.variant,
        weighed.severity,
        name,
        hit.path,
        reading.locate(hit.path),
        hit.params,
        related,
        reading.edition,
        options,
    )


def _finding(
    rule: Rule,
    variant: str,
    severity: Severity,
    name: str,
    path: Path,
    span: Span,
    params: Mapping[str, Any],
    related: tuple[Location, ...],
    edition: Edition | None,
    options: Options,
) -> Finding:
    from galaplan.texts import rule_text
    from galaplan.texts.filling import fill

    text = rule_text(rule.code, options.language)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=severity,
        location=Location(name, path_text(path), span),
        message=fill(text.messages[variant], params, options.language, edition),
        why=text.why,
        fix=fill(text.fix_for(variant), params, options.language, edition),
        source=rule.source,
        params=params,
        related=related,
    )
