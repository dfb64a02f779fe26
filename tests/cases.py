"""Readable examples of rules: a shared minimal plan and one small, visible change.

`tests/rules/VAL001.toml` holds the examples of VAL001. Each says what it changes in a plan of `tests/plans/`:
`vervang` replaces a piece of text that occurs once, `erbij` is added at the end. A bad example marks the line that the
finding must be on with the comment `# <-- VAL001`, and says its path and severity.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from galaplan import Finding, validate

TESTS = Path(__file__).parent
PLANS = TESTS / "plans"
RULES = TESTS / "rules"


@attrs.frozen(kw_only=True)
class Case:
    """One example of one rule."""

    code: str
    good: bool
    description: str
    text: str
    path: str = ""
    severity: str = ""
    strict: bool = False
    message: str = ""
    """A piece of the message that must be in it."""

    @property
    def line(self) -> int:
        """The line that is marked; line 1 for a finding on the whole file."""
        if not self.path:
            return 1
        (line,) = [n for n, text in enumerate(self.text.splitlines(), 1) if f"# <-- {self.code}" in text]
        return line

    def findings(self) -> list[Finding]:
        """What the rule of this case says about it."""
        report = validate(self.text.encode(), strict=self.strict)
        return [finding for finding in report.findings if finding.code == self.code]


def changed(base: str, changes: list[list[str]], added: str = "") -> str:
    """The text of a shared plan with these changes. Each replaced piece must occur exactly once."""
    text = (PLANS / f"{base}.toml").read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {base}"
        text = text.replace(old, new)
    return text + added


def cases() -> Iterator[Case]:
    """All cases of all rules."""
    for file in sorted(RULES.glob("*.toml")):
        raw = tomllib.loads(file.read_text("utf-8"))
        for good, key in ((True, "goed"), (False, "fout")):
            for row in raw.get(key, ()):
                yield _case(file.stem, good, row)


def _case(code: str, good: bool, row: dict[str, Any]) -> Case:
    return Case(
        code=code,
        good=good,
        description=row["omschrijving"],
        text=changed(row.get("plan", "minimaal"), row.get("vervang", []), row.get("erbij", "")),
        path=row.get("pad", ""),
        severity=row.get("ernst", ""),
        strict=row.get("strikt", False),
        message=row.get("melding", ""),
    )
