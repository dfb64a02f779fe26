"""A name for each finding by which a later run knows it again.

It is made of what stays when lines move and amounts change: the file, the rule and which of its wordings, the row (by
name where one tells it apart) and the year that the finding is about. Findings that are the same in all of that are
numbered.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from galaplan.findings import FileReport
from galaplan.reports.places import project_path

_YEAR = "jaar"
"""The one fact that tells findings of one rule at one place apart: the same fault in two years."""


def fingerprints(file: FileReport) -> Iterator[str]:
    """One for each finding of the file, in their order; no two findings of a report have the same."""
    seen: Counter[tuple[str, ...]] = Counter()
    path = project_path(file.path)
    for finding in file.findings:
        year = str(finding.params.get(_YEAR, ""))
        identity = (path, finding.code, finding.variant, finding.location.anchor, year)
        seen[identity] += 1
        yield _hash((*identity, str(seen[identity])))


def _hash(parts: tuple[str, ...]) -> str:
    whole = "".join(f"{len(part)}:{part}" for part in parts)  # no two lists of parts make the same text
    return hashlib.sha256(whole.encode(errors="surrogatepass")).hexdigest()[:32]
