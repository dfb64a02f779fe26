"""Family LEZ: reading and shape. These faults are found before there is a plan; here they are only registered."""

from __future__ import annotations

from galaplan.rules.registry import ADVICE, ERROR, WARNING, Outcome, Rule, register

_FAULTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "LEZ001": ("geen-utf8", ("utf8", "utf16", "half-teken", "kantoorbestand")),
    "LEZ002": ("te-groot", ("te-groot", "te-veel-fouten")),
    "LEZ003": (
        "geen-toml-of-json",
        (
            *("toml", "json", "toml-zonder-plaats", "geen-object", "leeg", "json-in-toml", "toml-in-json"),
            *("datum", "datum-bestaat-niet", "datum-json", "maand", "periode"),
            *("getal", "decimaalkomma", "voorloopnul", "getal-te-groot", "ja-nee", "niets", "kaal", "geen-waarde"),
            *("krul", "citaat", "apostrof", "enkele", "backslash", "open-tekst", "open-tekst-lang"),
            *("dubbele-punt", "is-teken", "geen-is-teken", "sleutel", "kale-sleutel", "losse-regel"),
            *("komma", "komma-te-veel", "komma-eind", "teken-te-veel", "na-waarde", "na-einde"),
            *("open-lijst", "open-tabel", "dichte-tabel", "kop", "commentaar", "commentaar-json"),
            *("harde-spatie", "stuurteken"),
        ),
    ),
    "LEZ004": ("nieuwere-toml", ("nieuwer",)),
    "LEZ005": ("dubbele-sleutel", ("dubbel", "kop", "kop-en-lijst")),
    "LEZ006": ("geen-eindig-getal", ("waarde",)),
    "LEZ007": ("te-diep", ("bestand", "waarde")),
    "LEZ008": ("byte-order-mark", ("bom",)),
    "LEZ009": ("formaatversie", ("versie",)),
    "LEZ010": (
        "onbekende-sleutel",
        ("naaste", "onbekend", "bovenaan", "elders", "eigen-kop", "groep", "groep-bovenaan", "andere-soort"),
    ),
    "LEZ011": ("sleutel-ontbreekt", ("sleutel", "editie")),
    "LEZ012": (
        "verkeerde-soort-waarde",
        (
            *("type", "niets", "dubbele-haken", "enkele-haken", "lijst", "tabel", "bedragen"),
            *("aanhalingstekens", "versie", "getal-als-tekst", "decimaal", "jaar", "ja-nee"),
        ),
    ),
    "LEZ013": (
        "onbekende-code",
        (
            *("naaste", "onbekend", "andere-lijst", "open-naaste", "open-onbekend", "open-andere-lijst"),
            *("keuze", "keuze-naaste", "editie", "andere-soort"),
        ),
    ),
    "LEZ014": (
        "verkeerde-vorm",
        (
            *("slug", "slug-voorstel", "gemeentecode", "gemeentecode-voorstel", "aanbod", "aanbod-voorstel"),
            *("kostenverwijzing", "kostenverwijzing-voorstel", "jaar", "jaar-voorstel"),
            *("regelcode", "regelcode-voorstel"),
            *("moment", "jaar-als-tekst", "tijd", "datum"),
        ),
    ),
    "LEZ015": ("getal-buiten-grenzen", ("te-laag", "te-hoog", "jaar")),
    "LEZ016": (
        "geen-bedrag",
        (
            *("decimaal", "ja-nee", "tekst", "getal-als-tekst", "niets", "soort"),
            *("te-laag", "te-hoog", "veel-te-laag", "veel-te-hoog"),
        ),
    ),
    "LEZ017": ("jaar-buiten-regeling", ("buiten-regeling",)),
    "LEZ018": ("dubbel-kenmerk", ("dubbel", "dubbele-rij")),
    "LEZ019": ("verwijst-nergens-heen", ("naaste", "onbekend")),
    "LEZ020": ("naam-past-niet-bij-code", ("andere-gemeente", "andere-naam")),
    "LEZ021": ("leeg", ("leeg",)),
    "LEZ022": ("wel-en-niet-aangevraagd", ("wel-en-niet",)),
    "LEZ023": ("onbekende-regelcode", ("naaste", "onbekend")),
    "LEZ024": ("erkenning-zonder-werking", ("lezen", "dubbel", "valpreventie", "erkenning", "zonder-reden")),
    "LEZ025": ("erkenning-zonder-bevinding", ("elders", "nergens")),
    "LEZ026": ("dubbele-erkenning", ("dubbel",)),
    "LEZ030": (
        "werkmap-niet-gelezen",
        (
            *("geen-werkmap", "geen-plan", "beschadigd", "versleuteld", "binair", "te-groot"),
            *("macro", "koppeling", "ingesloten", "dtd", "pad"),
        ),
    ),
    "LEZ031": (
        "blad-of-kolom-onbekend",
        (
            *("blad-naaste", "blad-onbekend", "blad-dubbel", "geen-sleutels"),
            *("kolom-naaste", "kolom-onbekend", "kolom-dubbel", "kolom-zonder-sleutel", "kolom-sleutel-weg"),
            "rij-boven-sleutels",
            *("regel-naaste", "regel-onbekend", "regel-dubbel", "regel-zonder-sleutel"),
        ),
    ),
    "LEZ032": (
        "cel-niet-te-lezen",
        (
            *("formule", "fout", "breuk", "geen-bedrag", "geen-geheel-getal", "geen-getal", "procent"),
            *("geen-ja-nee", "geen-datum", "tijd", "niet-leeg", "pad", "pad-bezet", "vrije-waarde"),
        ),
    ),
    "LEZ033": ("rij-hoort-nergens-bij", ("naaste", "onbekend", "zonder", "zonder-code", "dubbel")),
    "LEZ034": ("past-niet-in-werkmap", ("lang", "rijen")),
}

_SOFTER = {
    ("LEZ008", "bom"): WARNING,
    ("LEZ017", "buiten-regeling"): WARNING,
    ("LEZ020", "andere-naam"): WARNING,
    ("LEZ023", "naaste"): WARNING,
    ("LEZ023", "onbekend"): WARNING,
    ("LEZ024", "lezen"): WARNING,
    ("LEZ024", "dubbel"): WARNING,
    ("LEZ024", "valpreventie"): WARNING,
    ("LEZ024", "erkenning"): WARNING,
    ("LEZ024", "zonder-reden"): WARNING,
    ("LEZ025", "elders"): ADVICE,
    ("LEZ025", "nergens"): ADVICE,
    ("LEZ026", "dubbel"): WARNING,
    ("LEZ031", "blad-onbekend"): WARNING,
    ("LEZ031", "kolom-zonder-sleutel"): WARNING,
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
