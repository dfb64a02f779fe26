"""The main road: sources to a report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from galaplan import catalogue
from galaplan.catalogue import Edition
from galaplan.documents import WHOLE_FILE, Document, Path, Problem, Span
from galaplan.documents.paths import Anchors, place_text
from galaplan.findings import FileReport, Finding, Location, Report, Severity
from galaplan.reading import ACKNOWLEDGED, MISSING_KEY, NOT_ALL, ROW_WORDS, Original, Reading, read
from galaplan.records import Record
from galaplan.rules import PlanView, Rule, Weighed, all_rules, check_plan, check_set, gathering, rule_of_reading
from galaplan.selection import Options, codes, pattern
from galaplan.sources import Source, on_disk, open_source, plan_files

if TYPE_CHECKING:
    from galaplan.acknowledgement import Row
    from galaplan.documents.positions import Syntax
    from galaplan.rules.gathering import Gathered, Gathering
    from galaplan.rules.plan_set import Place


def validate(
    *sources: Source,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    per_file_ignores: Mapping[str, str | Iterable[str]] | None = None,
    strict: bool = False,
    language: str = "nl",
    edition: str | None = None,
) -> Report:
    """Check plan files, each by itself and all together, and tell everything that is wrong with them.

    `sources`: paths of files or directories (the plan files in it, not below it), the bytes of files, or pairs of a
    name and bytes: the report calls the file so, and the end of the name tells the language, as that of a path does.
    The report has the files by name, in whatever order they were given; bytes without a name come first, as
    `<bytes 1>`, `<bytes 2>`. `select`, `ignore`: codes or beginnings of codes, as `"DUB,VAL001"` or one by one; a file
    that has not the shape of a plan is not valid, and what is wrong with its shape is told whatever they say.
    `per_file_ignores`: by pattern of file names, as in a `.gitignore` of the current directory, the codes not to report
    of those files. `strict`: report what only a stricter reading of the agreement calls an error as such. `language`:
    `nl` or `en`. `edition`: what to check a plan against that names no edition; that it names none stays an error.

    No settings file is read. What is in a file never raises. Raises `OSError` for a file that cannot be read and
    `ValueError` for an unknown language, code or edition, for a pattern that leads elsewhere, for a directory without
    plan files, and for a name that is empty or belongs to two of the files.
    """
    from galaplan.texts import LANGUAGES

    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is not one of the languages {', '.join(LANGUAGES)}")
    if edition is not None and edition not in catalogue.editions():
        raise ValueError(f"{edition!r} is not one of the editions {', '.join(catalogue.editions())}")
    options = Options(
        select=codes(select),
        ignore=codes(ignore),
        strict=strict,
        language=language,
        per_file_ignores=tuple((pattern(name), codes(stated)) for name, stated in (per_file_ignores or {}).items()),
        edition=edition,
    )
    opened = _named(sources)
    validation = Validation(options, together=len(opened) > 1)
    for name, source in opened.items():
        validation.check(name, *open_source(source), path=on_disk(source))
    return validation.report()


def _named(sources: tuple[Source, ...]) -> Mapping[str, Source]:
    """Every file once, by what the report calls it. Raises `OSError` and `ValueError` as `validate` does."""
    texts = [source for source in sources if isinstance(source, bytes)]
    named: dict[str, Source] = {
        f"<bytes {number}>" if len(sources) > 1 else "<bytes>": text for number, text in enumerate(texts, 1)
    }
    pairs: list[tuple[str, Source]] = [(source[0], source) for source in sources if isinstance(source, tuple)]
    paths = [os.fspath(source) for source in sources if not isinstance(source, bytes | tuple)]
    files = dict.fromkeys(file for path in paths for file in plan_files(path))
    for name, source in [*pairs, *((file, file) for file in files)]:
        if not name:
            raise ValueError("the name of a file is empty")
        if name in named:
            raise ValueError(f"two files have the name {name!r}")
        named[name] = source
    return named


class Part(Record):
    """What is known of some of the files when each has been checked by itself."""

    files: tuple[FileReport, ...]
    originals: Mapping[str, Original]
    rows: Mapping[str, tuple[Row, ...]]
    gathered: Gathered | None


class Validation:
    """Files that are checked one after the other, and then together."""

    def __init__(self, options: Options, *, together: bool) -> None:
        """`together`: whether there is more than one file, so that it is worth keeping what the joins need."""
        self._options = options
        self._gathering = gathering() if together else None
        self._files: list[FileReport] = []
        self._originals: dict[str, Original] = {}
        self._rows: dict[str, tuple[Row, ...]] = {}

    def check(self, name: str, data: bytes, syntax: Syntax | None, *, path: str = "") -> None:
        """Check the bytes of one file by itself. `name`: what the report calls it; no two are the same.

        Without `syntax` the text tells its language. `path`: of the file that `data` was read from, where it can be
        read once more; else the bytes are kept, when there are more files. What the file acknowledges is looked at in
        `report`, when all that is found in it is known.
        """
        reading = read(data, syntax, default_edition=self._options.edition)
        self._files.append(_check(name, reading, self._options.for_file(name), self._gathering))
        if ACKNOWLEDGED in reading.tree:
            from galaplan.acknowledgement import rows_of

            self._rows[name] = rows_of(reading, _Places(name, reading.document).at)
        if self._gathering and reading.plan is not None:
            self._originals[name] = Original.from_bytes(data, syntax, path)

    def part(self) -> Part:
        """What is known of the files so far; another process can read it."""
        gathered = self._gathering.gathered() if self._gathering else None
        return Part(tuple(self._files), self._originals, self._rows, gathered)

    def take(self, part: Part) -> None:
        """Take in files that were checked elsewhere with the same options."""
        self._files.extend(part.files)
        self._originals.update(part.originals)
        self._rows.update(part.rows)
        if self._gathering and part.gathered:
            self._gathering.take(part.gathered)

    def report(self) -> Report:
        """What was found in all files, with what was found in them together; the files by name."""
        together = self._together() if self._gathering else {}
        files = [self._whole(file, together.get(file.path, [])) for file in self._files]
        ordered = tuple(sorted(files, key=lambda file: file.path))
        options = self._options
        return Report(files=ordered, language=options.language, strict=options.strict, select=options.select)

    def _whole(self, file: FileReport, together: list[Finding]) -> FileReport:
        """A file with what was found in it together with others, and with what it acknowledges."""
        rows = self._rows.get(file.path)
        if not together and not rows:
            return file
        findings = [*file.findings, *together]
        if rows:
            findings = self._acknowledged(file, findings, rows)
        return file.replace(findings=_sorted(findings))

    def _acknowledged(self, file: FileReport, findings: list[Finding], rows: tuple[Row, ...]) -> list[Finding]:
        """The findings with the reasons for which they are acknowledged, and with those on the rows themselves."""
        from galaplan.acknowledgement import acknowledge

        options = self._options.for_file(file.path)

        def would_tell(code: str) -> bool:
            rule = all_rules()[code]
            if "set" not in rule.applies:
                return options.reports(code)
            # A rule that looks at single files too may say of a file alone what it does not say among others.
            has_all = self._gathering is not None and file.path in self._gathering.whole
            return options.reports(code) and has_all and rule.check is None

        marked, remarks = acknowledge(findings, rows, is_plan=file.complete, would_tell=would_tell)
        for said in remarks:
            if options.reports(said.code):
                rule = all_rules()[said.code]
                severity = rule.outcomes[said.variant].severity
                marked.append(
                    _finding(rule, said.variant, severity, said.place, said.params, said.related, None, options)
                )
        return marked

    def _together(self) -> Mapping[str, list[Finding]]:
        """By file what was found in all files together."""
        assert self._gathering is not None
        weighed = [
            one
            for one in check_set(self._gathering, strict=self._options.strict)
            if self._options.for_file(one.hit.place.member.file).reports(one.rule.code)
        ]
        located = self._located(place for one in weighed for place in (one.hit.place, *one.hit.related))
        found: dict[str, list[Finding]] = {}
        for one in weighed:
            place, *related = (located[place.member.file, place.path] for place in (one.hit.place, *one.hit.related))
            member = one.hit.place.member
            found.setdefault(member.file, []).append(
                _finding(
                    one.rule,
                    one.hit.variant,
                    one.severity,
                    place,
                    one.hit.params,
                    tuple(related),
                    member.edition,
                    self._options,
                )
            )
        return found

    def _located(self, places: Iterable[Place]) -> Mapping[tuple[str, Path], Location]:
        """Where places stand, file by file: the index of a text is large, so it is kept for one text at a time."""
        paths: dict[str, list[Path]] = {}
        for place in places:
            paths.setdefault(place.member.file, []).append(place.path)
        located: dict[tuple[str, Path], Location] = {}
        for file, wanted in paths.items():
            file_places = _Places(file, self._originals[file].document())
            located.update(((file, path), file_places.at(path)) for path in wanted)
        return located


class _Places:
    """The places of one file."""

    def __init__(self, file: str, document: Document | None) -> None:
        self._file = file
        self._document = document
        self._anchors = Anchors(document.tree if document else {}, ROW_WORDS)

    def at(self, path: Path, *, span: Span | None = None, shown_at: Path | None = None) -> Location:
        """The place of a path: where it stands in the text, unless `span` or `shown_at` says where to look."""
        if span is None:
            span = self._document.locate(path if shown_at is None else shown_at) if self._document else WHOLE_FILE
        return Location(self._file, place_text(path), span, self._anchors.text(path))


def _check(name: str, reading: Reading, options: Options, gathered: Gathering | None) -> FileReport:
    findings = findings_of_reading(name, reading, options)
    if reading.plan is not None and reading.edition is not None:
        view = PlanView(reading.plan, reading.edition, alone=gathered is None)
        places = _Places(name, reading.document)
        findings.extend(
            _of_hit(places, reading, weighed, options)
            for weighed in check_plan(view, strict=options.strict)
            if options.reports(weighed.rule.code)
        )
        if gathered:
            gathered.add(name, view)
    return FileReport(
        path=name,
        identifier=_head(reading.tree, "kenmerk"),
        kind=_head(reading.tree, "soort"),
        edition=_head(reading.tree, "editie"),
        complete=reading.plan is not None,
        findings=_sorted(findings),
        ignore=tuple(dict.fromkeys(options.ignore)),
    )


def findings_of_reading(name: str, reading: Reading, options: Options) -> list[Finding]:
    """The findings of reading and shape alone, in the order of the reading.

    What keeps a file from being a plan cannot be left out: nothing else would tell that it was not checked. Nor can
    be that a key is missing which others need to read it, where a default took its place, or that there are more faults
    than are told: what was asked for may be among those.
    """
    places = _Places(name, reading.document)
    return [
        _of_problem(places, reading, problem, rule_of_reading(problem.code), options)
        for problem in reading.problems
        if reading.plan is None or problem.code in (MISSING_KEY, NOT_ALL) or options.reports(problem.code)
    ]


def _head(tree: Mapping[str, Any], key: str) -> str | None:
    value = tree.get(key)
    return value if isinstance(value, str) else None


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[str, int, int, str, str, str]:
    span = finding.location.span
    return span.sheet, span.line, span.column, finding.code, finding.location.path, finding.message


def _of_problem(places: _Places, reading: Reading, problem: Problem, rule: Rule, options: Options) -> Finding:
    severity = rule.outcomes[problem.variant].severity
    params = dict(problem.params)
    related: tuple[Location, ...] = ()
    if isinstance(first := params.get("eerste"), tuple):
        params["eerste"] = place_text(first)
        related = (places.at(first),)
        params["regel"] = related[0].span.line_or_cell
    location = places.at(problem.path, span=problem.span)
    return _finding(rule, problem.variant, severity, location, params, related, reading.edition, options)


def _of_hit(places: _Places, reading: Reading, weighed: Weighed, options: Options) -> Finding:
    hit = weighed.hit
    place, *related = (places.at(p, shown_at=_in_file(reading.tree, p)) for p in (hit.path, *hit.related))
    return _finding(
        weighed.rule, hit.variant, weighed.severity, place, hit.params, tuple(related), reading.edition, options
    )


def _in_file(tree: Mapping[str, Any], path: Path) -> Path:
    """Where to look for a path: of a component without a table of its own, the row that asks for it.

    The nearest ancestor of what the table lacks would be `onderdelen`, which begins with that of another component.
    """
    if path[:1] != ("onderdelen",) or len(path) == 1 or path[1] in tree.get("onderdelen", ()):
        return path
    rows = enumerate(tree.get("aanvraag", ()))
    return next((("aanvraag", index) for index, row in rows if row["onderdeel"] == path[1]), path)


def _finding(
    rule: Rule,
    variant: str,
    severity: Severity,
    location: Location,
    params: Mapping[str, Any],
    related: tuple[Location, ...],
    edition: Edition | None,
    options: Options,
) -> Finding:
    from galaplan.texts import rule_text
    from galaplan.texts.filling import fill, short

    text = rule_text(rule.code, options.language)
    params = {name: short(value) for name, value in params.items()}
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=severity,
        location=location,
        message=fill(text.messages[variant], params, options.language, edition),
        why=text.why,
        fix=fill(text.fix_for(variant, in_cell=bool(location.span.sheet)), params, options.language, edition),
        source=rule.source,
        params=params,
        related=related,
        variant=variant,
    )
