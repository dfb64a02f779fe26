"""What can be wrong with a file before anything in it is understood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs


@attrs.frozen
class Span:
    """A stretch of text: line and column of its first character and of the one after its last.

    Lines and columns count from 1; a column counts characters, not bytes.
    """

    line: int
    column: int
    end_line: int
    end_column: int


WHOLE_FILE = Span(1, 1, 1, 1)


@attrs.frozen
class Problem:
    """A reason why a text is not the tree of a plan file."""

    code: str
    """The code of the rule that tells it (`LEZ001` …)."""
    variant: str
    """Which of its wordings."""
    span: Span = WHOLE_FILE
    params: Mapping[str, Any] = attrs.field(factory=dict)


class Unreadable(Exception):
    """The bytes hold no tree; `problems` says why, at least one."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems
