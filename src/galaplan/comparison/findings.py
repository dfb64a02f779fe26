"""Which findings came, went or weigh otherwise."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from typing import Literal

from galaplan.findings import Finding
from galaplan.records import Record


class FindingChange(Record):
    """A finding that went (`new` is None), came (`old` is None), or is there in both and says or weighs otherwise."""

    old: Finding | None
    new: Finding | None

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        """Whether the finding came, went or changed."""
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"

    @property
    def finding(self) -> Finding:
        """The finding as it is now, or as it was last."""
        found = self.new or self.old
        assert found is not None
        return found


def findings_between(old: Iterable[Finding], new: Iterable[Finding]) -> tuple[FindingChange, ...]:
    """What became of the findings of `old`: those that went, then those that changed, then those that came.

    A finding is the same when it has the same code at the same place, whatever lines and rows were put above it. A row
    that nothing tells apart has no place of its own: there it is the same when it says the same.
    """
    gone, come = list(old), list(new)
    for same in (_place_and_words, _words_in_any_row):
        _, gone, come = _matched(gone, come, same)
    changed: list[tuple[Finding, Finding]] = []
    for alike in (_place_and_wording, _place):
        pairs, gone, come = _matched(gone, come, alike)
        changed += pairs
    return (
        *(FindingChange(finding, None) for finding in gone),
        *(FindingChange(was, now) for was, now in changed),
        *(FindingChange(None, finding) for finding in come),
    )


def _matched(
    old: list[Finding], new: list[Finding], key: Callable[[Finding], Hashable]
) -> tuple[list[tuple[Finding, Finding]], list[Finding], list[Finding]]:
    """The pairs of which `key` says the same, in the order of the new ones, and what is left on both sides."""
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for number, finding in enumerate(old):
        waiting[key(finding)].append(number)
    pairs: dict[int, Finding] = {}
    come = []
    for finding in new:
        if same := waiting.get(key(finding)):
            pairs[same.popleft()] = finding
        else:
            come.append(finding)
    gone = [finding for number, finding in enumerate(old) if number not in pairs]
    return [(old[number], finding) for number, finding in pairs.items()], gone, come


def _place(finding: Finding) -> Hashable:
    return finding.code, finding.location.anchor


def _place_and_wording(finding: Finding) -> Hashable:
    return _place(finding), finding.variant, str(finding.params.get("jaar"))


def _place_and_words(finding: Finding) -> Hashable:
    return _place(finding), _says(finding)


def _words_in_any_row(finding: Finding) -> Hashable:
    return finding.code, re.sub(r"\[\d+\]", "[]", finding.location.anchor), _says(finding)


def _says(finding: Finding) -> Hashable:
    """What a finding says; a line that it names moves with the text and says nothing."""
    facts = {name: fact for name, fact in finding.params.items() if name != "regel"}
    said = finding.message if len(facts) == len(finding.params) else repr(facts)
    return finding.severity, finding.variant, said, finding.acknowledged
