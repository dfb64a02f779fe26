"""Findings that a plan acknowledges (`erkend`): which ones, with what reason, and where that has no effect.

What is acknowledged stays in the report, marked with its reason. A row says nothing about findings on rows like it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from galaplan.documents import Path
from galaplan.findings import Finding, Location, Severity
from galaplan.model.fields import FORMS
from galaplan.reading import ACKNOWLEDGED, Reading
from galaplan.records import Record
from galaplan.rules import all_rules
from galaplan.spelling import Speller

UNKNOWN, NO_EFFECT, WITHOUT_FINDING, TWICE = "LEZ023", "LEZ024", "LEZ025", "LEZ026"
"""The rules on acknowledgements themselves."""

ABOUT_ROWS = (UNKNOWN, NO_EFFECT, WITHOUT_FINDING, TWICE)

NEVER = {"LEZ": "lezen", "DUB": "dubbel", "VAL": "valpreventie"}
"""Families of which an error can't be acknowledged, with the wording that says why."""

ALIKE = 0.8
"""From where on an unknown code counts as a known one misspelt; codes are much alike by themselves."""


class Row(Record):
    """One row of `erkend`."""

    code: str
    path: str
    reason: str
    place: Location
    """The row itself."""
    place_of_code: Location

    @property
    def says_why(self) -> bool:
        """Whether the reason has a letter or digit of ours in it: a dot, or what nobody can see, is no reason."""
        return any(character.isascii() and character.isalnum() for character in self.reason)


class Remark(Record):
    """Something to say about a row: the wording of a rule, with its place and facts."""

    code: str
    variant: str
    place: Location
    params: Mapping[str, Any]
    related: tuple[Location, ...] = ()


def rows_of(reading: Reading, locate: Callable[[Path], Location]) -> tuple[Row, ...]:
    """The rows of a file; of a file that is no plan those that have their shape."""
    if reading.plan is not None:
        stated = [
            (number, (row.code, row.path, row.reason)) for number, row in enumerate(reading.plan.acknowledgements)
        ]
    else:
        stated = list(_well_shaped(reading.tree.get(ACKNOWLEDGED)))
    return tuple(
        Row(code, path, reason, locate((ACKNOWLEDGED, number)), locate((ACKNOWLEDGED, number, "code")))
        for number, (code, path, reason) in stated
    )


def _well_shaped(rows: Any) -> Iterable[tuple[int, tuple[str, str, str]]]:
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        match row:
            case {"code": str(code), "pad": str(path), "reden": str(reason)} if re.fullmatch(FORMS["regelcode"], code):
                yield number, (code, path, reason)


def acknowledge(
    findings: Iterable[Finding], rows: Iterable[Row], *, is_plan: bool, would_tell: Callable[[str], bool]
) -> tuple[list[Finding], list[Remark]]:
    """The findings of one file, marked with the reasons of its rows, and what is to be said of the rows.

    `is_plan`: whether the file has the shape of a plan; in one that has not, nothing can be acknowledged.
    `would_tell`: whether a finding of this code would be among `findings` if its fault were there; where that is not
    certain, a row without a finding is not held against its author.
    """
    found = _Found(findings)
    remarks: list[Remark] = []
    unmet: list[Row] = []
    rows_by_text: dict[tuple[str, str], Row] = {}
    rows_by_finding: dict[int, Row] = {}
    for row in rows:
        meant = found.meant_by(row)
        first = rows_by_text.setdefault((row.code, row.path), row)
        if meant and first is row:  # the same finding in other words: by number and by name
            first = rows_by_finding.setdefault(meant[0], row)
        if first is not row:
            remarks.append(_twice(row, first))
        elif row.code in ABOUT_ROWS:
            remarks.append(Remark(NO_EFFECT, "erkenning", row.place, {"code": row.code}))
        elif not meant:
            unmet.append(row)
        elif refused := found.mark(meant, row if is_plan else None):
            remarks.append(Remark(NO_EFFECT, refused, row.place, {"code": row.code, "pad": row.path}))
    # When all are marked it is known which findings nobody has acknowledged.
    speller = Speller()
    for row in unmet:
        if row.code not in all_rules():
            remarks.append(_unknown(row, speller))
        elif is_plan and would_tell(row.code):
            remarks.append(_without_finding(row, found, speller))
    return found.marked, remarks


class _Found:
    """The findings of a file, to be looked up by code and place; there may be thousands, and as many rows."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.marked = list(findings)
        self._at: dict[tuple[str, str], list[int]] = {}
        for number, finding in enumerate(self.marked):
            for place in {finding.location.anchor, finding.location.path}:
                self._at.setdefault((finding.code, place), []).append(number)

    def meant_by(self, row: Row) -> Sequence[int]:
        """The findings of the code at the place, whether that names the rows of the file or counts them."""
        return self._at.get((row.code, row.path), ())

    def mark(self, meant: Sequence[int], row: Row | None) -> str | None:
        """Mark those that can be acknowledged, by this row. Of the others the wording that says why not, or None."""
        refused: str | None = None
        for number in meant:
            finding = self.marked[number]
            if why := why_not(finding):
                refused = why
            elif row is not None and not row.says_why:
                refused = refused or "zonder-reden"
            elif row is not None:
                self.marked[number] = finding.replace(acknowledged=row.reason)
        return refused

    @cached_property
    def left(self) -> Mapping[str, Mapping[str, Location]]:
        """By code and by name of the place, where findings are that no row means."""
        left: dict[str, dict[str, Location]] = {}
        for finding in self.marked:
            if finding.acknowledged is None:
                left.setdefault(finding.code, {}).setdefault(finding.location.anchor, finding.location)
        return left


def why_not(finding: Finding) -> str | None:
    """Why a finding can't be acknowledged, as the wording that says so; None when it can."""
    return NEVER.get(finding.code[:3]) if finding.severity is Severity.ERROR else None


def _twice(row: Row, first: Row) -> Remark:
    params = {"code": row.code, "pad": row.path, "eerste": first.place.path, "regel": first.place.span.line_or_cell}
    return Remark(TWICE, "dubbel", row.place, params, (first.place,))


def _unknown(row: Row, speller: Speller) -> Remark:
    close = speller.nearest(row.code, all_rules(), alike=ALIKE)
    params = {"code": row.code, "naaste": close}
    return Remark(UNKNOWN, "naaste" if close else "onbekend", row.place_of_code, params)


def _without_finding(row: Row, found: _Found, speller: Speller) -> Remark:
    params = {"code": row.code, "pad": row.path}
    places = found.left.get(row.code)
    if not places:
        return Remark(WITHOUT_FINDING, "nergens", row.place, params)
    nearest = speller.nearest(row.path, places) or next(iter(places))
    return Remark(WITHOUT_FINDING, "elders", row.place, {**params, "naaste": nearest}, (places[nearest],))
