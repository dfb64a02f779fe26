"""Family LEZ: reading and shape. These faults are found before there is a plan; here they are only registered."""

from __future__ import annotations

from galaplan.rules.registry import ERROR, WARNING, Outcome, Rule, register

FAMILY = "LEZ"

_FAULTS = {
    "LEZ001": ("geen-utf8", ("utf8", "half-teken")),
    "LEZ002": ("te-groot", ("te-groot",)),
    "LEZ003": ("geen-toml-of-json", ("toml", "json", "toml-zonder-plaats", "geen-object")),
    "LEZ004": ("nieuwere-toml", ("nieuwer",)),
    "LEZ005": ("dubbele-sleutel", ("dubbel",)),
    "LEZ006": ("geen-eindig-getal", ("waarde",)),
    "LEZ007": ("te-diep", ("bestand", "waarde")),
    "LEZ008": ("byte-order-mark", ("bom",)),
    "LEZ009": ("formaatversie", ("versie",)),
    "LEZ010": ("onbekende-sleutel", ("naaste", "onbekend")),
    "LEZ011": ("sleutel-ontbreekt", ("sleutel",)),
    "LEZ012": ("verkeerde-soort-waarde", ("type",)),
    "LEZ013": ("onbekende-code", ("naaste", "onbekend", "open-naaste", "open-onbekend")),
    "LEZ014": (
        "verkeerde-vorm",
        ("slug", "gemeentecode", "aanbod", "kostenverwijzing", "moment", "jaar"),
    ),
    "LEZ015": ("getal-buiten-grenzen", ("te-laag", "te-hoog")),
    "LEZ016": ("geen-bedrag", ("decimaal", "ja-nee", "tekst", "soort", "te-laag", "te-hoog")),
    "LEZ017": ("jaar-buiten-regeling", ("buiten-regeling",)),
    "LEZ018": ("dubbel-kenmerk", ("dubbel",)),
    "LEZ019": ("verwijst-nergens-heen", ("naaste", "onbekend")),
    "LEZ020": ("naam-past-niet-bij-code", ("andere-gemeente", "andere-naam")),
    "LEZ021": ("leeg", ("leeg",)),
}

_SOFTER = {
    ("LEZ008", "bom"): WARNING,
    ("LEZ017", "buiten-regeling"): WARNING,
    ("LEZ020", "andere-naam"): WARNING,
}
"""Slips that leave the file readable and its meaning clear."""

for code, (name, variants) in _FAULTS.items():
    register(
        Rule(
            code=code,
            name=name,
            applies=("gemeente", "regio"),
            outcomes={variant: Outcome(_SOFTER.get((code, variant), ERROR)) for variant in variants},
            modality="-",
            source=(),
            in_request_2023=("gemeente", "regio"),
        )
    )
