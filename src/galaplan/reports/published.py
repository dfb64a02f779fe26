"""The files that are published for other programs: schemas and code lists, by their place under `schemas/1.0`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from galaplan.catalogue import Edition, edition, editions
from galaplan.documents.disk import write_file
from galaplan.model.plan import FORMAT_VERSION
from galaplan.reports.codelists import MERGERS, MUNICIPALITIES, find_list, openness, render_list
from galaplan.reports.json import utf8_json
from galaplan.reports.report_schema import report_schema_text
from galaplan.schema import KINDS, schema_text

SCHEMAS = {
    "plan": "plan.schema.json",
    **{kind: f"{kind}.schema.json" for kind in KINDS},
    "report": "report.schema.json",
}
"""What has a schema, with the name of its file: a plan file of both kinds, of one kind, and the JSON report."""

_LISTS = "codelijsten"
_FORMATS = ("json", "csv")


def published_schema(name: str) -> str:
    """The text of one of `SCHEMAS`. Raises `KeyError` for another name."""
    if name == "report":
        return report_schema_text()
    return schema_text(None if name == "plan" else SCHEMAS[name].partition(".")[0])


def published() -> dict[str, str]:
    """All published files: their place, with `/` between folders, and their text. The same for the same release."""
    files = {file: published_schema(name) for name, file in SCHEMAS.items()}
    rows = [_index_row(chosen, folder, name) for chosen, folder, name in _lists()]
    for chosen, folder, name in _lists():
        for output in _FORMATS:
            files[f"{_LISTS}/{folder}{name}.{output}"] = render_list(find_list(chosen, name), output)
    index = {"formaat": FORMAT_VERSION, "edities": list(editions()), "lijsten": rows}
    files[f"{_LISTS}/index.json"] = utf8_json(index)
    return files


def write_published(folder: Path) -> None:
    """Write all published files below `folder`, each whole or not at all. Raises `OSError` where it can't."""
    for name, text in published().items():
        file = folder.joinpath(*name.split("/"))
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(file, text.encode())


def _lists() -> Iterator[tuple[Edition, str, str]]:
    """Every list once: an edition that has it, its folder, its name.

    Each edition has all its lists in a folder of its own, also those that it took over: so no file moves when a later
    edition changes a list.
    """
    newest = edition(editions()[-1])
    for name in (MUNICIPALITIES, MERGERS):
        yield newest, "", name
    for each in editions():
        chosen = edition(each)
        yield from ((chosen, f"{each}/", name) for name in chosen.list_names)


def _index_row(chosen: Edition, folder: str, name: str) -> dict[str, object]:
    rows = find_list(chosen, name)
    return {
        "lijst": name,
        "editie": chosen.name if folder else None,
        "titel": rows.title,
        "status": openness(rows),
        "aantal": len(rows),
        **{output: f"{folder}{name}.{output}" for output in _FORMATS},
    }
