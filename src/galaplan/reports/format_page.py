"""The plan file as a page of the documentation, in Dutch: every table with its keys, made from the model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import rtoml

from galaplan.model.fields import Key, Table
from galaplan.model.plan import FORMAT_VERSION, Plan
from galaplan.model.shapes import Field, Kind, Value, fields_of
from galaplan.model.shared import Content
from galaplan.model.wording import purpose
from galaplan.records import Record
from galaplan.reports.code_list_page import cell
from galaplan.schema import KINDS, label_of
from galaplan.structure import plan_class

_EXAMPLES = Path(__file__).parent / "format_examples.toml"

_INTRODUCTION = f"""\
# Het formaat

Een planbestand is tekst in [TOML](https://toml.io/en/v1.0.0), of dezelfde boom in JSON. Deze pagina noemt elke
sleutel, in de volgorde van het bestand. Zij is gemaakt uit hetzelfde model als het [JSON Schema](portals.md) en het
programma, en hoort bij formaat {FORMAT_VERSION}. Begint u net, lees dan eerst de [gids](gids/index.md).

## Hoe u dit leest

- Een sleutel met een sterretje is verplicht; zonder die sleutel is het bestand geen plan. Al het andere mag later
  komen: `galaplan validate` zegt wat er nog ontbreekt.
- **bedragen** zijn hele euro's per kalenderjaar: `{{ 2024 = 60_000, 2025 = 62_000 }}`. Een jaar dat er niet staat, is
  niet vermeld; dat is iets anders dan 0.
- Een **moment** is een datum (`2024-03-01`) of een heel jaar (`2024`). In JSON staat een datum tussen
  aanhalingstekens.
- Een **id** of kenmerk bestaat uit kleine letters, cijfers en streepjes.
- Een **code** komt uit een [codelijst](codelijsten.md). Een open lijst neemt ook eigen toevoegingen, zoals
  `eigen:buurtkok`.
- In bijna elke tabel mag `tekst` (vrije tekst) en `vindplaats` (waar het staat in het vastgestelde document, zoals
  `"hoofdstuk 3, p. 17"`). Ze staan hieronder niet steeds opnieuw.
- Sleutels die hier niet staan, neemt een planbestand niet aan. Wat andere programma's kwijt willen, hoort onder
  `uitbreiding`.
"""

_SORTS: dict[Kind, str] = {
    "text": "tekst",
    "whole": "geheel getal",
    "number": "getal",
    "flag": "ja/nee",
    "amounts": "bedragen",
    "moment": "moment",
    "free": "vrije tabel",
}

_FORMS = {"slug": "id", "gemeentecode": "gemeentecode", "regelcode": "regelcode"}


class _Place(Record):
    """A table at the first place where the page comes across it."""

    path: str
    """The keys that lead to it, with dots; empty for the file itself."""
    rows: bool
    """Whether it is a row of a list."""
    kind: str = ""
    """The kind of file, when only that kind has it."""

    @property
    def heading(self) -> str:
        return f"{self.path} ({self.kind})" if self.kind else self.path

    @property
    def link(self) -> str:
        return f"[{self.heading}](#{_anchor(self.heading)})"


def render_format() -> str:
    """The page, as Markdown."""
    return "\n".join((_INTRODUCTION, *_page()))


def _page() -> Iterator[str]:
    shared = {field.key.name for field in fields_of(Plan)}
    known: dict[type[Table], _Place] = {}
    own = {kind: [f for f in fields_of(plan_class(kind)) if f.key.name not in shared] for kind in KINDS}
    common = [field for field in fields_of(Plan) if field.key.name in shared]
    top = _Place("", rows=False)
    for field in common:
        _enter(field.value, field.key, field.key.name, "", field.many, known)
    for kind, fields in own.items():
        for field in fields:
            _enter(field.value, field.key, field.key.name, kind, field.many, known)
    yield "## In elk bestand"
    yield ""
    yield "Het bestand begint met een kop; daarna komen de blokken."
    yield from _example(top)
    yield from _keys(common, known)
    yield from _sections("", known)
    for kind, label in KINDS.items():
        yield f"## Alleen in een bestand van soort {kind}"
        yield ""
        yield f"{label}: dit staat er naast wat [in elk bestand](#in-elk-bestand) mag."
        yield ""
        yield from _keys(own[kind], known)
        yield from _sections(kind, known)


def _enter(value: Value, key: Key, path: str, kind: str, rows: bool, known: dict[type[Table], _Place]) -> None:
    """Note the place of each table that a field leads to, unless the page has it already."""
    if value.keyed is not None:
        inner = key.inner or key
        step = {"jaar": "jaar", "gemeentecode": "gemeentecode"}.get(key.keys or "", "code")
        _enter(value.keyed, inner, f"{path}.‹{step}›", kind, False, known)
        for code, special in key.special.items():
            _enter_table(special, f"{path}.{code}", kind, False, known)
    elif value.table is not None:
        _enter_table(value.table, path, kind, rows, known)


def _enter_table(table: type[Table], path: str, kind: str, rows: bool, known: dict[type[Table], _Place]) -> None:
    if table in known:
        return
    known[table] = _Place(path, rows=rows, kind=kind)
    for field in fields_of(table):
        _enter(field.value, field.key, f"{path}.{field.key.name}", kind, field.many, known)


def _sections(kind: str, known: Mapping[type[Table], _Place]) -> Iterator[str]:
    for table, place in known.items():
        if place.kind == kind:
            yield f"### {place.heading}"
            yield ""
            yield table.dutch_title
            yield from _example(place)
            yield from _keys(_shown_fields(table), known)


def _shown_fields(table: type[Table]) -> list[Field]:
    everywhere = {field.key.name for field in fields_of(Content)}
    return [field for field in fields_of(table) if field.key.name not in everywhere]


def _keys(fields: Iterable[Field], known: Mapping[type[Table], _Place]) -> Iterator[str]:
    rows = [_row(field, known) for field in fields]
    if not rows:
        yield ""
        yield "Alleen `tekst` en `vindplaats`."
        yield ""
        return
    yield ""
    yield "| sleutel | soort | wat |"
    yield "|---|---|---|"
    yield from rows
    yield ""


def _row(field: Field, known: Mapping[type[Table], _Place]) -> str:
    star = "\\*" if field.required or len(field.value.choices) == 1 else ""
    title = field.key.title
    what = purpose(field) if title.lower() == field.key.name.replace("_", " ") else f"{title}. {purpose(field)}"
    if len(field.value.choices) > 1:
        what += " " + "; ".join(f"`{code}`: {label_of(code, field.key)}" for code in field.value.choices) + "."
    cells = (f"`{field.key.name}`{star}", _sort(field, known), what)
    return f"| {' | '.join(cell(text) for text in cells)} |"


def _sort(field: Field, known: Mapping[type[Table], _Place]) -> str:
    sort = _value_sort(field.value, field.key, known)
    if not field.many:
        return sort
    return sort.replace("tabel", "rijen", 1) if field.value.table else f"lijst van: {sort}"


def _value_sort(value: Value, key: Key, known: Mapping[type[Table], _Place]) -> str:
    if value.kind == "choice":
        return "keuze" if len(value.choices) > 1 else f"`{value.choices[0]}`"
    if value.table is not None:
        return f"tabel, zie {known[value.table].link}"
    if value.keyed is not None:
        return _keyed_sort(value.keyed, key, known)
    if key.code_list:
        return f"code uit {_list_link(key.code_list)}"
    return "id" if key.refers_to else _FORMS.get(key.form or "", _SORTS[value.kind])


def _keyed_sort(value: Value, key: Key, known: Mapping[type[Table], _Place]) -> str:
    names = {"jaar": "kalenderjaar", "gemeentecode": "gemeentecode"}
    by = names.get(key.keys or "") or f"code uit {_list_link(key.keys or '')}"
    inner = _value_sort(value, key.inner or Key("", ""), known)
    special = [f"`{code}`: {known[table].link}" for code, table in key.special.items()]
    return f"tabel per {by}: {'; '.join([inner, *special])}"


def _list_link(name: str) -> str:
    return f"[{name}](codelijsten.md#{_anchor(name)})"


def _example(place: _Place) -> Iterator[str]:
    """Lines of an example file, where there are some for this table."""
    lines = _examples().get(place.heading or "kop")
    if lines:
        yield from ("", "```toml", lines.strip("\n"), "```")


@cache
def _examples() -> Mapping[str, str]:
    examples: dict[str, str] = rtoml.loads(_EXAMPLES.read_text("utf-8"))
    return examples


def _anchor(heading: str) -> str:
    """How Markdown readers call the place of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
