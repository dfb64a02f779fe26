"""Code lists as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from galaplan.catalogue import CodeList, Edition

COLUMNS = ("code", "label", "toelichting", "bron", "status")


def render_lists(edition: Edition, output: str) -> str:
    """The lists of an edition: name, number of codes, open or closed, title."""
    lists = [edition.codes(name) for name in edition.list_names]
    if output == "json":
        return _json({"editie": edition.name, "lijsten": [_list_tree(rows) for rows in lists]})
    if output == "csv":
        return _csv(
            ("lijst", "titel", "aantal", "status"), [(r.name, r.title, str(len(r)), _openness(r)) for r in lists]
        )
    width = max(len(rows.name) for rows in lists)
    lines = [f"{rows.name:<{width}}  {len(rows):>3}  {_openness(rows):<8}  {rows.title}" for rows in lists]
    return "\n".join(lines) + "\n"


def render_list(rows: CodeList, output: str) -> str:
    """The codes of one list."""
    if output == "json":
        return _json({**_list_tree(rows), "codes": [_code_tree(rows, code) for code in rows]})
    if output == "csv":
        return _csv(COLUMNS, [tuple(_cells(rows, code)) for code in rows])
    width = max(len(code) for code in rows)
    lines = [f"{rows.name}: {rows.title} ({_openness(rows)})", rows.note, ""]
    for code, row in rows.items():
        lines.append(f"{code:<{width}}  {row.label}")
        lines.extend(f"{'':<{width}}  {text}" for text in (row.note, "; ".join(row.source)) if text)
    return "\n".join(lines) + "\n"


def _openness(rows: CodeList) -> str:
    return "naslag" if rows.is_reference else "open" if rows.is_open else "gesloten"


def _list_tree(rows: CodeList) -> dict[str, Any]:
    return {
        "lijst": rows.name,
        "titel": rows.title,
        "toelichting": rows.note,
        "status": _openness(rows),
        "bron": list(rows.source),
        "aantal": len(rows),
    }


def _code_tree(rows: CodeList, code: str) -> dict[str, Any]:
    row = rows[code]
    return {
        "code": code,
        "label": row.label,
        "toelichting": row.note,
        "bron": list(row.source),
        "afgeleid": row.inferred,
        **row.attributes,
    }


def _cells(rows: CodeList, code: str) -> tuple[str, ...]:
    row = rows[code]
    return code, row.label, row.note, "; ".join(row.source), _openness(rows)


def _json(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=2, default=str) + "\n"


def _csv(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
