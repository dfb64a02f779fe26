"""The code lists as a page of the documentation, in Dutch, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from galaplan.catalogue import EDITIONS_LIST, CodeList, Edition, edition, editions


def render_code_lists(chosen: Edition) -> str:
    """The code lists of an edition, without the municipalities."""
    return "\n".join(_code_lists(chosen))


def cell(text: str) -> str:
    """A text in a table of Markdown."""
    return text.replace("|", "\\|").replace("[[", "\\[\\[").replace("]]", "\\]\\]").replace("\n", " ")


def _code_lists(chosen: Edition) -> Iterator[str]:
    yield "# Codelijsten"
    yield ""
    yield f"De codes van editie `{chosen.name}` ({chosen.title}), met hun betekenis en hun bron."
    yield "Een gesloten lijst neemt alleen deze codes, een open lijst ook eigen toevoegingen, zoals `eigen:buurtkok`."
    yield "Een naslaglijst komt niet in een plan voor: daaruit putten de meldingen."
    yield ""
    yield "Voor programma's staan de lijsten van alle edities, ook die van gemeenten, als JSON en CSV bij de"
    yield "[schema's](portals.md). `galaplan codelists NAAM` toont een lijst op het scherm."
    yield ""
    yield "In Excel haalt u een CSV binnen met *Gegevens*, *Uit tekst/CSV*: UTF-8, met komma's. Met een dubbelklik"
    yield "leest Excel het bestand verkeerd, en wordt Fryslân FryslÃ¢n."
    yield ""
    yield f"## {EDITIONS_LIST}"
    yield ""
    yield "De stand van akkoord en regeling. Gesloten."
    yield ""
    yield "| code | betekenis |"
    yield "|---|---|"
    for name in editions():
        yield f"| `{name}` | {cell(edition(name).title)} |"
    for name in chosen.list_names:
        yield from _code_list(chosen.codes(name))
    yield ""


def _code_list(rows: CodeList) -> Iterator[str]:
    state = "Naslag." if rows.is_reference else "Open." if rows.is_open else "Gesloten."
    yield ""
    yield f"## {rows.name}"
    yield ""
    yield " ".join(part for part in (f"{rows.title}.", rows.note, state) if part)
    yield ""
    yield "| code | betekenis | bron |"
    yield "|---|---|---|"
    for code, row in rows.items():
        meaning = f"{row.label}. {row.note}" if row.note else row.label
        yield f"| `{code}` | {cell(meaning)} | {cell('; '.join(row.source))} |"
