"""The examples of the rules, run: what `validate` says of them, and where they say it should."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import galaplan.cases
from galaplan import Finding, validate
from galaplan.cases import Case, cases_of, changed, codes

__all__ = ["EXAMPLES", "PLANS", "all_cases", "changed", "findings", "marked"]

PLANS = Path(galaplan.cases.__file__).parent / "plans"
EXAMPLES = Path(__file__).parent.parent / "examples"

FOUND_BY_READING = ("LEZ", "IDE001", "IDE004", "IDE010")
"""Rules on what may keep a file from being a plan."""


def all_cases() -> Iterator[Case]:
    """All examples of all rules."""
    for code in codes():
        yield from cases_of(code)


def findings(case: Case, folder: Path) -> list[Finding]:
    """What the rule of an example says about it; its files are written in `folder`."""
    for file in case.files:
        (folder / file.name).write_bytes(file.data)
    report = validate(*(folder / file.name for file in case.files), strict=case.strict)
    assert case.code.startswith(FOUND_BY_READING) or all(file.complete for file in report.files), "not a plan"
    return [finding for finding in report.findings if finding.code == case.code]


def marked(case: Case, arrow: str) -> list[tuple[str, int]]:
    """The files and lines that an example marks with `# <-- CODE` (here) or `# <-> CODE` (the other side)."""
    return [
        (file.name, number)
        for file in case.files
        for number, text in enumerate(file.text.splitlines(), 1)
        if f"# {arrow} {case.code}" in text
    ]
