"""Plans in, rows out: what an engine runs on each part of its data. Needs galaplan and pyarrow; knows no engine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import pyarrow as pa

import galaplan

Row = dict[str, Any]

TEXT, NUMBER = pa.string(), pa.int32()

PLANS = pa.schema(
    [
        pa.field("path", TEXT, nullable=False),  # the name of the file; no two are the same
        ("data", pa.binary()),  # what is in it; null where it could not be read
        ("unread", TEXT),  # why it could not
        ("together", TEXT),  # files with the same word here are also checked together; null: by itself
    ]
)

# The columns have the names of the JSON report. There `path` is a file in one place and a place in a file in another;
# here, as under `related` there, a finding calls the first `file`.
HEAD = [("kenmerk", TEXT), ("soort", TEXT), ("editie", TEXT), ("valid", pa.bool_())]
SPAN = [("line", NUMBER), ("column", NUMBER), ("end_line", NUMBER), ("end_column", NUMBER)]
PLACE = [("path", TEXT), ("anchor", TEXT), ("cell", TEXT), *SPAN]
FINDING = [
    ("number", NUMBER),  # of the finding in its file, from 1: in the order of the JSON report
    ("code", TEXT),
    ("name", TEXT),
    ("severity", TEXT),
    *PLACE,
    ("message", TEXT),
    ("why", TEXT),
    ("fix", TEXT),
    ("source", pa.list_(TEXT)),
    ("params", TEXT),  # JSON: each rule has its own
    ("related", pa.list_(pa.struct([("file", TEXT), *PLACE]))),
    ("acknowledged", TEXT),
]
COUNTS = [("error", NUMBER), ("warning", NUMBER), ("advice", NUMBER), ("acknowledged", NUMBER)]

FINDINGS = pa.schema([("file", TEXT), *HEAD, *FINDING])
FILES = pa.schema([("path", TEXT), ("together", TEXT), *HEAD, ("complete", pa.bool_()), *COUNTS, ("unread", TEXT)])
CHECKED = FILES.append(pa.field("findings", pa.list_(pa.struct(FINDING))))


def check(plans: Iterable[Row], **options: Any) -> Iterator[Row]:
    """Rows of `PLANS` to rows of `CHECKED`, one for each file. `options` are those of `galaplan.validate`.

    What is to be checked together stands in neighbouring rows.
    """
    for (together, _), rows in groupby(plans, _together):
        sources = []
        for row in rows:
            if row["data"] is None:
                yield {"path": row["path"], "together": together, "unread": row["unread"] or "no data", "findings": []}
            else:
                sources.append((row["path"], row["data"]))
        for file in galaplan.validate(*sources, **options).files:
            yield {"together": together, **_file(file)}


def findings_of(checked: Row) -> Iterator[Row]:
    """The rows of `FINDINGS` in one of `CHECKED`."""
    head = {"file": checked["path"], **{name: checked.get(name) for name, _ in HEAD}}
    return (head | finding for finding in checked["findings"])


def _together(plan: Row) -> tuple[str | None, str | None]:
    return plan["together"], plan["path"] if plan["together"] is None else None


def _file(file: galaplan.FileReport) -> Row:
    counting = [finding.severity for finding in file.findings if finding.acknowledged is None]
    return {
        "path": file.path,
        "kenmerk": file.identifier,
        "soort": file.kind,
        "editie": file.edition,
        "valid": file.valid,
        "complete": file.complete,
        **{severity.word: counting.count(severity) for severity in galaplan.Severity},
        "acknowledged": len(file.findings) - len(counting),
        "findings": [_finding(number, finding) for number, finding in enumerate(file.findings, 1)],
    }


def _finding(number: int, finding: galaplan.Finding) -> Row:
    return {
        "number": number,
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.word,
        **_place(finding.location),
        "message": finding.message,
        "why": finding.why,
        "fix": finding.fix,
        "source": list(finding.source),
        "params": json.dumps(dict(finding.params), ensure_ascii=False),
        "related": [{"file": other.file, **_place(other)} for other in finding.related],
        "acknowledged": finding.acknowledged,
    }


def _place(location: galaplan.Location) -> Row:
    span = location.span
    return {
        "path": location.path,
        "anchor": location.anchor,
        "cell": span.place if span.sheet else None,
        **{name: getattr(span, name) for name, _ in SPAN},
    }
