"""How a place in a file is told: path, anchor, line and column, or a cell."""

from __future__ import annotations

import pytest

import galaplan
from galaplan.documents import Span
from galaplan.documents.paths import Anchors

TREE = {
    "acties": [
        {"id": "valtraining", "kosten": [{"id": "zaal"}, {"id": "zaal"}, {"id": "7"}, {"omschrijving": "Thee"}]},
        {"id": "a b"},
        {"id": "a" * 81},
        {"id": "a" * 80},
    ],
    "aanvraag": [{"onderdeel": "sportakkoord", "bedragen": {"2024": 1}}],
    "regio": {"gemeenten": ["GM0034", "GM0303"], "wijken": ["Zuid", "Zuid"]},
}


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ((), ""),
        (("acties", 0), "acties[valtraining]"),
        (("aanvraag", 0, "bedragen", "2024"), "aanvraag[sportakkoord].bedragen.2024"),
        pytest.param(("acties", 0, "kosten", 1), "acties[valtraining].kosten[1]", id="a name that two rows share"),
        pytest.param(("acties", 0, "kosten", 2), 'acties[valtraining].kosten["7"]', id="a name like a number"),
        pytest.param(("acties", 0, "kosten", 3), "acties[valtraining].kosten[3]", id="a row without a name"),
        pytest.param(("acties", 1), 'acties["a b"]', id="a name that is no bare key"),
        pytest.param(("acties", 2), "acties[2]", id="a name too long to read"),
        pytest.param(("acties", 3), f"acties[{'a' * 80}]", id="the longest name"),
        pytest.param(("regio", "gemeenten", 1), "regio.gemeenten[GM0303]", id="a text in a list"),
        pytest.param(("regio", "wijken", 0), "regio.wijken[0]", id="a text that is there twice"),
        pytest.param(("acties", 9, "eind"), "acties[9].eind", id="what is not in the tree"),
        pytest.param(("titel", 0), "titel[0]", id="a row of what is no list"),
    ],
)
def test_an_anchor_names_rows(path: tuple[str | int, ...], anchor: str) -> None:
    assert Anchors(TREE, ("id", "onderdeel")).text(path) == anchor


def test_an_anchor_stays_when_a_row_is_put_above() -> None:
    head = 'soort = "gemeente"\n'
    plan = '[[acties]]\nid = "wandelen"\ntitel = "Wandelen"\nsport = 1\n'
    above = '[[acties]]\nid = "eten"\ntitel = "Eten"\n\n'
    before, after = (
        next(finding.location for finding in galaplan.validate(text.encode()).findings if finding.code == "LEZ010")
        for text in (head + plan, head + above + plan)
    )
    assert (before.path, after.path) == ("acties[0].sport", "acties[1].sport")
    assert before.anchor == after.anchor == "acties[wandelen].sport"


@pytest.mark.parametrize(
    ("span", "place"),
    [
        (Span(95, 3, 95, 9), "95:3"),
        (Span(5, 3, 5, 4, "Acties"), "Acties!C5"),
        (Span(1, 26, 1, 27, "Acties"), "Acties!Z1"),
        (Span(1, 27, 1, 28, "Acties"), "Acties!AA1"),
        (Span(1, 703, 1, 704, "Acties"), "Acties!AAA1"),
    ],
)
def test_a_place_is_a_line_or_a_cell(span: Span, place: str) -> None:
    assert span.place == place
