"""What changed between two plans, as text and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import click

import galaplan
from galaplan import catalogue
from galaplan.comparison import AmountChange, Change, Comparison, FindingChange, Side
from galaplan.findings import Finding, Severity
from galaplan.model.shapes import fields_of
from galaplan.reports.escape import printed
from galaplan.reports.json import ascii_json
from galaplan.reports.summary import counted, limits
from galaplan.structure import plan_class
from galaplan.texts import words
from galaplan.texts.filling import euro

_SIGNS = {"added": "+", "removed": "-", "changed": "~", "filled": "+", "emptied": "-"}
_COLOURS = {"+": "green", "-": "red", "~": "yellow"}
_SHOWN = 60
"""How much of a text is shown."""


def render_text(comparison: Comparison) -> str:
    """The comparison for people, with colour codes; strip them where the output is not a terminal."""
    return "\n".join(_Text(comparison).lines()) + "\n"


def _is_row(change: Change) -> bool:
    return change.path.startswith(f"{change.block}[")


class _Text:
    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._word = words(comparison.language)
        name = comparison.new.edition or comparison.old.edition
        self._edition = catalogue.edition(name) if name in catalogue.editions() else None

    def lines(self) -> Iterator[str]:
        c, word = self._comparison, self._word
        yield self._side("-", c.old)
        yield self._side("+", c.new)
        for side in (c.old, c.new):
            if not side.complete:
                yield word["verschil-geen-plan"].format(bestand=printed(side.path))
        rows = [change for change in c.changes if _is_row(change)]
        values = [change for change in c.changes if not _is_row(change) and change.block != _ELEMENTS]
        yield from self._section(word["verschil-kop"], self._changes(v for v in values if v.block in _HEAD))
        for block in dict.fromkeys(row.block for row in rows):
            of_block = [row for row in rows if row.block == block]
            yield from self._section(self._title(block), self._changes(of_block))
        yield from self._section(word["verschil-bedragen"], self._amounts())
        yield from self._section(word["verschil-elementen"], self._elements())
        yield from self._section(word["verschil-overig"], self._changes(v for v in values if v.block not in _HEAD))
        yield from self._section(word["verschil-bevindingen"], self._findings())
        yield ""
        yield self._summary()

    def _title(self, block: str) -> str:
        fields = fields_of(plan_class(self._comparison.new.kind or ""))
        return next(field.key.title for field in fields if field.key.name == block)

    def _side(self, sign: str, side: Side) -> str:
        about = "  ".join(printed(text) for text in (side.identifier, side.title) if text)
        head = click.style(f"{sign * 3} {printed(side.path)}", bold=True)
        return f"{head}  {about}" if about else head

    def _section(self, title: str, lines: Iterable[str]) -> Iterator[str]:
        lines = list(lines)
        if lines:
            yield ""
            yield click.style(title, bold=True)
            yield from (f"  {line}" for line in lines)

    def _changes(self, changes: Iterable[Change], above: str = "") -> Iterator[str]:
        for change in changes:
            place = printed(change.anchor.removeprefix(above).lstrip("."))
            label = f"  {_short(change.label)}" if change.label else ""
            if change.details:
                yield f"{_sign(change.kind)} {place}{label}"
                yield from (f"  {line}" for line in self._changes(change.details, change.anchor))
            elif change.is_row:
                yield f"{_sign(change.kind)} {place}{label}"
            else:
                yield f"{_sign(change.kind)} {f'{place}: ' if place else ''}{self._value(change)}"

    def _value(self, change: Change) -> str:
        if change.kind != "changed":
            return self._one(change.new if change.kind == "added" else change.old, money=change.is_money)
        if isinstance(change.old, list) and isinstance(change.new, list):
            come = [f"+{_short(item)}" for item in change.new if item not in change.old]
            gone = [f"-{_short(item)}" for item in change.old if item not in change.new]
            if come or gone:
                return " ".join((*gone, *come))
        old, new = (self._one(value, money=change.is_money) for value in (change.old, change.new))
        return f"{old} -> {new}" if old != new else self._word["verschil-tekst"]

    def _one(self, value: Any, *, money: bool) -> str:
        if money and isinstance(value, int):
            return euro(value, self._comparison.language)
        return _short(value)

    def _amounts(self) -> Iterator[str]:
        rows = [
            (self._what(row), str(row.year), self._sum(row.old), self._sum(row.new), self._difference(row))
            for row in self._comparison.amounts
        ]
        widths = [max((len(row[column]) for row in rows), default=0) for column in range(5)]
        for what, year, old, new, difference in rows:
            yield (
                f"{what:<{widths[0]}}  {year}  {old:>{widths[2]}} -> {new:>{widths[3]}}  {difference:>{widths[4]}}"
            ).rstrip()

    def _what(self, row: AmountChange) -> str:
        source = f"{row.source} {row.code}".rstrip() if row.what != "aanvraag" or not row.code else row.code
        return f"{self._word[f'verschil-{row.what}']}: {printed(source)}"

    def _sum(self, amount: int | None) -> str:
        return "-" if amount is None else euro(amount, self._comparison.language)

    def _difference(self, row: AmountChange) -> str:
        sign = "+" if row.difference > 0 else "-" if row.difference < 0 else ""
        return f"({sign}{euro(abs(row.difference), self._comparison.language)})"

    def _elements(self) -> Iterator[str]:
        for change in self._comparison.elements:
            label = self._label("plan-element", change.code)
            yield f"{_sign(change.kind)} {change.code}: {self._word[f'verschil-{change.kind}']}  ({label})"
            inside = f"{_ELEMENTS}.{change.code}"
            changes = [c for c in self._comparison.changes if f"{c.anchor}.".startswith(f"{inside}.")]
            yield from (f"  {line}" for line in self._changes(changes, inside))

    def _label(self, list_name: str, code: str) -> str:
        known = self._edition is not None and self._edition.has(list_name, code)
        return self._edition.codes(list_name)[code].label if self._edition and known else code

    def _findings(self) -> Iterator[str]:
        for change in self._comparison.findings:
            finding = change.finding
            path = f"  ({printed(finding.location.anchor)})" if finding.location.anchor else ""
            yield f"{_sign(change.kind)} {self._weight(change)} {finding.code} {finding.name}{path}"
            yield f"    {printed(finding.message)}"
            if finding.acknowledged is not None:
                yield f"    {self._word['Erkend']}: {printed(finding.acknowledged)}"

    def _weight(self, change: FindingChange) -> str:
        weights = [self._weighs(finding) for finding in (change.old, change.new) if finding is not None]
        return " -> ".join(dict.fromkeys(weights))

    def _weighs(self, finding: Finding) -> str:
        word = self._word[finding.severity.word]
        return word if finding.acknowledged is None else f"{word} ({self._word['erkend']})"

    def _summary(self) -> str:
        c, word = self._comparison, self._word
        if c.is_equal:
            return word["verschil-geen"]
        old, new = (
            counted(dict(zip(sorted(Severity, reverse=True), side.counts, strict=True)), side.acknowledged, c.language)
            for side in (c.old, c.new)
        )
        left_out = limits(c.select, (c.old.ignore, c.new.ignore), c.language)
        return f"{word['verschil-bevindingen']}: {old} -> {new}{left_out}"


_PLAN = ("soort", "editie", "kenmerk", "titel", "fase", "bevat", "status", "versie", "vervangt", "datum", "periode")
_HEAD = frozenset((*_PLAN, "gemeente", "regio", "indiening"))
"""The blocks that say which plan it is, whose, and in what state."""

_ELEMENTS = "elementen"


def _sign(kind: str) -> str:
    sign = _SIGNS[kind]
    return click.style(sign, fg=_COLOURS[sign])


def _short(value: Any) -> str:
    """A value on one line, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    line = printed(" ".join(text.split())) or '""'
    return f"{line[: _SHOWN - 1]}…" if len(line) > _SHOWN else line


def render_json(comparison: Comparison) -> str:
    """The comparison as one JSON object, escaped as the JSON report is."""
    return ascii_json(comparison_tree(comparison))


def comparison_tree(comparison: Comparison) -> dict[str, Any]:
    """The comparison as a tree of plain values."""
    return {
        "galaplan": galaplan.__version__,
        "equal": comparison.is_equal,
        "select": list(comparison.select),
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "changes": [_change(change) for change in comparison.changes],
        "amounts": [
            {
                "what": row.what,
                "source": row.source,
                "code": row.code,
                "year": row.year,
                "old": row.old,
                "new": row.new,
                "difference": row.difference,
            }
            for row in comparison.amounts
        ],
        "elements": [{"code": change.code, "kind": change.kind} for change in comparison.elements],
        "findings": [_finding(change) for change in comparison.findings],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "path": side.path,
        "kenmerk": side.identifier,
        "titel": side.title,
        "soort": side.kind,
        "editie": side.edition,
        "complete": side.complete,
        "ignore": list(side.ignore),
        "summary": {
            **dict(zip(("error", "warning", "advice"), side.counts, strict=True)),
            "acknowledged": side.acknowledged,
        },
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "path": change.path,
        "anchor": change.anchor,
        "title": change.title,
        "label": change.label,
        "old": change.old,
        "new": change.new,
        "unit": "euro" if change.is_money else None,
        "details": [_change(inner) for inner in change.details],
    }


def _finding(change: FindingChange) -> dict[str, Any]:
    finding = change.finding
    return {
        "kind": change.kind,
        "code": finding.code,
        "name": finding.name,
        "path": finding.location.path,
        "anchor": finding.location.anchor,
        "old": _state(change.old),
        "new": _state(change.new),
    }


def _state(finding: Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {"severity": finding.severity.word, "message": finding.message, "acknowledged": finding.acknowledged}
