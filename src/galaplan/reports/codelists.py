"""Code lists as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

from galaplan.catalogue import CodeList, Edition, mergers, municipalities
from galaplan.reports.json import utf8_json

COLUMNS = ("code", "label", "toelichting", "bron", "status")


MUNICIPALITIES, MERGERS = "gemeenten", "herindelingen"
"""Lists that are the same in every edition."""


def list_names(edition: Edition) -> tuple[str, ...]:
    """The names of all lists: those of the edition, the municipalities, and the codes of municipalities that ended."""
    return *edition.list_names, MUNICIPALITIES, MERGERS


def find_list(edition: Edition, name: str) -> CodeList:
    """The list of this name. Raises `KeyError` when there is none."""
    if name == MUNICIPALITIES:
        return _municipalities()
    return _mergers() if name == MERGERS else edition.codes(name)


def _municipalities() -> CodeList:
    rows = {
        code: {
            "label": row.name,
            "toelichting": f"{row.province}; {row.ggd_region}",
            "provincie": row.province,
            "ggd_regio_code": row.ggd_region_code,
            "ggd_regio": row.ggd_region,
            "inwoners_2024": row.inhabitants,
        }
        for code, row in municipalities().items()
    }
    note = "De gemeenten van 2023 tot en met 2026, met de code van het CBS."
    return CodeList(MUNICIPALITIES, {"titel": "Gemeenten", "toelichting": note, "codes": rows})


def _mergers() -> CodeList:
    rows = {
        code: {
            "label": row.name,
            "toelichting": f"sinds {row.day}: {row.successor} {row.successor_name}",
            "opvolger": row.successor,
            "naam_opvolger": row.successor_name,
            "datum": row.day,
        }
        for code, row in mergers().items()
    }
    note = "Codes van gemeenten die in 2022 of 2023 zijn opgegaan in een andere."
    return CodeList(MERGERS, {"titel": "Opgeheven gemeenten", "toelichting": note, "naslag": True, "codes": rows})


def render_lists(edition: Edition, output: str) -> str:
    """The lists of an edition: name, number of codes, open or closed, title."""
    lists = [find_list(edition, name) for name in list_names(edition)]
    if output == "json":
        return utf8_json({"editie": edition.name, "lijsten": [_list_tree(rows) for rows in lists]})
    if output == "csv":
        return _csv(
            ("lijst", "titel", "aantal", "status"), [(r.name, r.title, str(len(r)), openness(r)) for r in lists]
        )
    width = max(len(rows.name) for rows in lists)
    lines = [f"{rows.name:<{width}}  {len(rows):>3}  {openness(rows):<8}  {rows.title}" for rows in lists]
    return "\n".join(lines) + "\n"


def render_list(rows: CodeList, output: str) -> str:
    """The codes of one list."""
    if output == "json":
        return utf8_json({**_list_tree(rows), "codes": [_code_tree(rows, code) for code in rows]})
    if output == "csv":
        more = _own_columns(rows)
        return _csv((*COLUMNS, *more), [(*_cells(rows, code), *_own_cells(rows, code, more)) for code in rows])
    width = max(len(code) for code in rows)
    lines = [f"{rows.name}: {rows.title} ({openness(rows)})", rows.note, ""]
    for code, row in rows.items():
        lines.append(f"{code:<{width}}  {row.label}")
        lines.extend(f"{'':<{width}}  {text}" for text in (row.note, "; ".join(row.source)) if text)
    return "\n".join(lines) + "\n"


def openness(rows: CodeList) -> str:
    """Whether plans may add codes of their own: `open` or `gesloten`; `naslag` is never a value in a plan."""
    return "naslag" if rows.is_reference else "open" if rows.is_open else "gesloten"


def _list_tree(rows: CodeList) -> dict[str, Any]:
    return {
        "lijst": rows.name,
        "titel": rows.title,
        "toelichting": rows.note,
        "status": openness(rows),
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
    return code, row.label, row.note, "; ".join(row.source), openness(rows)


def _own_columns(rows: CodeList) -> tuple[str, ...]:
    """What else a table of municipalities holds; the rows of other lists differ among each other in that."""
    return tuple(next(iter(rows.values())).attributes) if rows.name in (MUNICIPALITIES, MERGERS) else ()


def _own_cells(rows: CodeList, code: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(rows[code].attributes[column]) for column in columns)


def _csv(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
