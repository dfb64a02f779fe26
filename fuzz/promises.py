"""What galaplan promises of any bytes, as functions that raise when it is not so.

`loads` gives a plan or raises `InvalidPlan`; `validate` and the reports raise nothing. None takes more than two seconds
of CPU for each megabyte, nor all memory. What is said is said of places that are in the file, and is the same when it
is asked again. `outputs` has what each report promises of its own.
"""

from __future__ import annotations

import signal
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from types import FrameType

import galaplan
from fuzz.outputs import CHECKS
from fuzz.seeds import PLANS
from galaplan import Finding, InvalidPlan, Location, Report, Severity
from galaplan.reports import FORMATS, renderer

SECONDS_PER_MB = 2.0
"""Of CPU, for each megabyte begun; what others do on the machine counts for nothing."""

MEMORY = 2 << 30
"""The address space, in bytes, in which the fuzzers run."""

NEIGHBOURS = tuple((PLANS / f"{name}.toml").read_bytes() for name in ("minimaal", "minimaal-regio"))
"""What a file is checked together with."""


class Broken(AssertionError):
    """A promise that was not kept; `promise` says which, in few words that are the same for the same fault."""

    def __init__(self, promise: str, detail: str = "") -> None:
        super().__init__(f"{promise}: {detail}" if detail else promise)
        self.promise = promise


class Hang(BaseException):
    """Raised in the middle of what takes far too long; no `except Exception` stops it."""


def check_loads(data: bytes) -> None:
    """`loads` of the bytes, and of the text they hold, gives a plan that survives writing, or `InvalidPlan`."""
    language = _language(data)
    plan = _loaded(data, None, language)
    for format in ("toml", "json"):
        _loaded(data, format, language)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        _loaded(data.decode(errors="surrogateescape"), None, language)
    else:
        _require(_loaded(text, None, language) == plan, "a text is read as its bytes are")
    if plan is not None:
        _require(_loaded(data, None, language) == plan, "the same plan twice")
        _survives(plan, "json", data)
        if _sometimes(data, 8):
            _survives(plan, "toml", data)


def check_validate(data: bytes) -> None:
    """`validate` of the bytes alone and among others; a file is complete when it loads."""
    language = _language(data)
    alone = _validated(data, language=language)
    plan = _loaded(data, None, language)
    _require(alone.files[0].complete == (plan is not None), "complete is what loads takes")
    if plan is not None and alone.valid and _sometimes(data, 4):
        _survives(plan, "toml", data)
    if _sometimes(data, 2):
        _validated(data, *NEIGHBOURS, language=language, strict=_sometimes(data, 3))
    if _sometimes(data, 4):
        _require(_validated(data, language=language) == alone, "the same report twice")
        _validated(data, language=language, edition="spuk-2025", select="LEZ,DUB,VAL")


def check_reports(data: bytes) -> None:
    """Every report on the bytes, in both languages."""
    alone = {language: _validated(data, language=language) for language in ("nl", "en")}
    _require(_facts(alone["nl"]) == _facts(alone["en"]), "the same findings in both languages")
    for report in alone.values():
        for name in FORMATS:
            _rendered(name, report, data)
    if _sometimes(data, 8):
        together = _validated(data, *NEIGHBOURS, language=_language(data), strict=True)
        for name in FORMATS:
            _rendered(name, together, data)


def check_report(name: str, data: bytes) -> None:
    """One report on the bytes, in one language; on some together with others."""
    language = _language(data)
    _rendered(name, _validated(data, language=language), data)
    if _sometimes(data, 8):
        _rendered(name, _validated(data, *NEIGHBOURS, language=language, strict=True), data)


CHECK: Mapping[str, Callable[[bytes], None]] = {
    "loads": check_loads,
    "validate": check_validate,
    "reports": check_reports,
    **{f"report-{name}": partial(check_report, name) for name in FORMATS},
}
"""What is fuzzed, by name; of the reports all at once, and each by itself."""


def warm_up() -> None:
    """Have everything imported and every text read, so that no input is charged for it."""
    for plan in (*NEIGHBOURS, b"", b"{", b"a = 1\nsoort = 'x'"):
        for check in CHECK.values():
            check(plan)


@contextmanager
def within_limits(size: int) -> Iterator[None]:
    """Raise `Broken` when the block takes more CPU than `size` bytes allow; stop it when it takes five times that."""
    allowed = SECONDS_PER_MB * max(1.0, size / 1e6)

    def stop(number: int, frame: FrameType | None) -> None:
        raise Hang(f"still at it after {5 * allowed:.0f} s for {size} bytes")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, 5 * allowed)
    started = time.process_time()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    taken = time.process_time() - started
    _require(taken <= allowed, "two seconds for each megabyte", f"{taken:.1f} s for {size} bytes")


def _loaded(data: str | bytes, format: str | None, language: str) -> galaplan.Plan | None:
    with within_limits(len(data)):
        try:
            return galaplan.loads(data, format=format, language=language)  # type: ignore[arg-type]
        except InvalidPlan as invalid:
            findings = invalid.findings
    _require(bool(findings), "InvalidPlan says why")
    _require(all(finding.severity is Severity.ERROR for finding in findings), "InvalidPlan has errors only")
    if isinstance(data, bytes):
        for finding in findings:
            _in_file(finding, finding.location, data)
    return None


def _survives(plan: galaplan.Plan, format: str, data: bytes) -> None:
    with within_limits(20 * len(data)):  # writing lays the text out for people, and is not what was promised to be fast
        text = galaplan.dumps(plan, format=format)  # type: ignore[arg-type]
    again = galaplan.loads(text, format=format)  # type: ignore[arg-type]
    _require(again == plan, f"a plan survives {format}")


def _validated(data: bytes, *others: bytes, language: str, **options: object) -> Report:
    with within_limits(len(data) + sum(map(len, others))):
        report = galaplan.validate(data, *others, language=language, **options)  # type: ignore[arg-type]
    _require(len(report.files) == 1 + len(others), "a report on each file")
    by_name = {file.path: text for file, text in zip(report.files, (data, *others), strict=True)}
    for file in report.files:
        _require(file.complete or not file.valid, "what cannot be read is not valid")
        _require(file.complete or bool(file.findings), "what cannot be read is told why")
        for finding in file.findings:
            for place in (finding.location, *finding.related):
                _in_file(finding, place, by_name[place.file])
            said = (finding.message, finding.why, finding.fix)
            _require(all(text.strip() for text in said), f"{finding.code} has words")
    return report


def _rendered(name: str, report: Report, data: bytes) -> None:
    render = renderer(name)
    with within_limits(len(data)):
        output = render(report)
    _require(render(report) == output, f"{name} is the same twice")
    for kept, promise in CHECKS[name](output, report, thorough=_sometimes(data, 64)):
        _require(kept, f"{name}: {promise}")


def _in_file(finding: Finding, place: Location, data: bytes) -> None:
    span = place.span
    ordered = (1, 1) <= (span.line, span.column) <= (span.end_line, span.end_column) and min(span.column, span.line) > 0
    _require(ordered, "a place ends after it begins", f"{finding.code} {span}")
    if span.sheet:
        return
    text = data.removeprefix(b"\xef\xbb\xbf").decode(errors="replace")
    lines = text.split("\n")
    inside = span.end_line <= len(lines) and all(
        column <= len(lines[line - 1]) + 1
        for line, column in ((span.line, span.column), (span.end_line, span.end_column))
    )
    _require(inside or data.startswith(b"PK"), "a place is in the file", f"{finding.code} {finding.variant} {span}")


def _facts(report: Report) -> list[tuple[object, ...]]:
    """What does not depend on the language; findings of one place and code are sorted by their words."""
    return sorted((f.code, f.variant, f.severity, f.location.path, f.location.span.place) for f in report.findings)


def _language(data: bytes) -> str:
    return ("nl", "en")[_number(data) & 1]


def _sometimes(data: bytes, each: int) -> bool:
    """Whether it is one in `each` inputs for which something slow is looked at; the same one every time."""
    return (_number(data) >> 1) % each == 0


def _number(data: bytes) -> int:
    return zlib.crc32(data)


def _require(kept: bool, promise: str, detail: str = "") -> None:
    if not kept:
        raise Broken(promise, detail)
