"""Cases on reading and shape, with what has to be said of them worked out by hand.

Each changes the smallest plan that there is, in TOML or in JSON: a line more behind the title, which is line 7, or
something at the end, or another beginning. Of a file that has not the shape of a plan every finding is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

TITLE = 'titel = "Een plan dat nog moet worden geschreven"\n'
JSON_TITLE = '  "titel": "Een plan dat nog moet worden geschreven",\n'
LINE = 7
"""Where the line behind the title stands."""

SMALL_JSON = """{
  "galaplan": "1.0",
  "soort": "gemeente",
  "editie": "spuk-2023",
  "kenmerk": "leeg-2024",
  "titel": "Een plan dat nog moet worden geschreven",
  "gemeente": {
    "code": "GM0050",
    "naam": "Zeewolde"
  }
}
"""


@dataclass(frozen=True)
class Handmade:
    """One case. `findings` are all that reading and shape have to say; what rules say is not worked out here."""

    name: str
    description: str
    file: dict[str, Any]
    """As in the suite, without a name."""
    syntax: str
    findings: tuple[tuple[str, str, int], ...] = ()
    """Code, path and line; each is an error."""
    reads: bool = True
    shape: bool | None = None
    """What the JSON Schema says, where that is not what a plan file asks."""


def t(name: str, description: str, line: str, *found: tuple[str, str], shape: bool | None = None) -> Handmade:
    """A line of TOML behind the title, and the codes and paths of what is wrong in it."""
    file = {"base": "plans/leeg.toml", "replace": [[TITLE, f"{TITLE}{line}\n"]]}
    return Handmade(name, description, file, "toml", tuple((code, path, LINE) for code, path in found), shape=shape)


def j(name: str, description: str, line: str, *found: tuple[str, str], shape: bool | None = None) -> Handmade:
    """The same in JSON."""
    file = {"base": "plans/leeg.json", "replace": [[JSON_TITLE, f"{JSON_TITLE}  {line},\n"]]}
    return Handmade(name, description, file, "json", tuple((code, path, LINE) for code, path in found), shape=shape)


def unread(case: Handmade, code: str, line: int = LINE) -> Handmade:
    """The case as one of a file that cannot be read."""
    return Handmade(case.name, case.description, case.file, case.syntax, ((code, "", line),), reads=False)


def without(name: str, description: str, syntax: str, old: str, new: str, *found: tuple[str, str, int]) -> Handmade:
    """A piece of the plan replaced."""
    return Handmade(name, description, {"base": f"plans/leeg.{syntax}", "replace": [[old, new]]}, syntax, found)


def text(name: str, description: str, syntax: str, contents: str, *found: tuple[str, str, int]) -> Handmade:
    """A file of its own that cannot be read."""
    return Handmade(name, description, {"text": contents}, syntax, found, reads=False)


READING: list[Handmade] = [
    without("toml-leeg", "het kleinste plan", "toml", TITLE, TITLE),
    without("json-leeg", "hetzelfde in JSON", "json", JSON_TITLE, JSON_TITLE),
    t(
        "toml-getallen",
        "hele getallen in alle vormen van TOML 1.0",
        "aanvraag_totaal = { 2023 = 1_000, 2024 = 0x3E8, 2025 = 0o1750, 2026 = 0b1111101000 }",
    ),
    t("toml-plus", "een plusteken, en min nul", "aanvraag_totaal = { 2024 = +5, 2025 = -0 }"),
    t("toml-punten", "een sleutel met punten is een tabel", "aanvraag_totaal.2024 = 5"),
    t("toml-punten-met-spaties", "om de punten van een sleutel mogen spaties", 'aanvraag_totaal . "2024" = 5'),
    t("toml-datum", "een datum zonder aanhalingstekens", "datum = 2024-02-29"),
    t("toml-datum-als-tekst", "een datum als tekst is dezelfde datum", 'datum = "2024-02-29"'),
    t("toml-commentaar", "commentaar achter een waarde", 'versie = 2 # en hier nog iets: "x" = [}'),
    t("toml-letterlijk", "in enkele aanhalingstekens is een backslash een backslash", r"rookvrij = 'C:\nieuw\u0041'"),
    t("toml-escapes", "de escapes van TOML 1.0", r'rookvrij = "\b\t\n\f\r\"\\\u00e9\U0001F600"'),
    t("toml-regels", "het regeleinde direct na drie aanhalingstekens telt niet mee", 'rookvrij = """\nEen\nTwee"""'),
    t(
        "toml-doorlopend",
        "een backslash aan het eind van de regel neemt de witruimte weg",
        'rookvrij = """Een \\\n    twee"""',
    ),
    t(
        "toml-lijst-over-regels",
        "een lijst over meer regels, met een komma aan het eind",
        'sleutelpersonen = "x"\nniet_aangevraagd = [\n  { onderdeel = "brc", reden = "x" }, # eerste\n]',
    ),
    t(
        "toml-uitbreiding",
        "in een uitbreiding mag alles wat TOML en JSON gemeen hebben",
        'uitbreiding = { x = [1, 1.5, true, "a", { b = [] }], tijd = 10:00:00, dag = 2024-01-01 }',
    ),
    t("toml-emoji", "een teken buiten de eerste 65.536", 'rookvrij = "Zonnedorp 😀 e\u0301"'),
    without("toml-crlf", "regeleinden van Windows", "toml", TITLE, TITLE.replace("\n", "\r\n")),
    without(
        "toml-tabel-later",
        "sleutels tussen aanhalingstekens zijn dezelfde sleutels",
        "toml",
        "[gemeente]\ncode",
        "['gemeente']\n\"code\"",
    ),
    j("json-unicode", "een teken als twee helften is een teken", r'"rookvrij": "\ud83d\ude00 \u00e9"'),
    j("json-getal", "een groot bedrag dat nog mag", '"aanvraag_totaal": {"2024": 1000000000000, "2025": 0}'),
    j("json-min-nul", "min nul is nul", '"aanvraag_totaal": {"2024": -0}'),
    j(
        "json-uitbreiding",
        "in een uitbreiding mag elk getal dat een double precies bewaart",
        '"uitbreiding": {"x": [9007199254740991, -9007199254740991, 1.5, -0.0, 1e3, []], "": {}}',
    ),
    unread(t("toml-zonder-aanhalingstekens", "tekst zonder aanhalingstekens", "rookvrij = ja graag"), "LEZ003"),
    unread(t("toml-open-tekst", "een tekst die niet eindigt", 'rookvrij = "ja'), "LEZ003"),
    unread(t("toml-geen-waarde", "een sleutel zonder waarde", "versie ="), "LEZ003"),
    unread(t("toml-geen-is", "een sleutel zonder is-teken", "versie 2"), "LEZ003"),
    unread(t("toml-voorloopnul", "een getal dat met een nul begint", "versie = 02"), "LEZ003"),
    unread(t("toml-datum-bestaat-niet", "een datum die niet bestaat", "datum = 2023-02-29"), "LEZ003"),
    unread(t("toml-nederlandse-datum", "een datum die met de dag begint", "datum = 18-09-2023"), "LEZ003"),
    unread(t("toml-duizendpunten", "punten tussen duizendtallen", "aanvraag_totaal = { 2024 = 60.000.000 }"), "LEZ003"),
    unread(t("toml-true", "alleen true en false zijn ja en nee", "versie = True"), "LEZ003"),
    t("toml-te-groot", "een geheel getal van meer dan 64 bits", "versie = 9223372036854775808", ("LEZ015", "versie")),
    unread(t("toml-onbekende-escape", "een escape die er niet is", r'rookvrij = "\q"'), "LEZ003"),
    unread(t("toml-sleutel-met-accent", "een kale sleutel met een accent", "één = 1"), "LEZ003"),
    unread(
        t("toml-dubbele-sleutel", "een sleutel die er twee keer staat", "versie = 1\nversie = 2"), "LEZ005", LINE + 1
    ),
    unread(
        t(
            "toml-dubbel-met-punten",
            "twee keer dezelfde sleutel, waarvan een keer met punten",
            "aanvraag_totaal.2024 = 1\naanvraag_totaal.2024 = 2",
        ),
        "LEZ005",
        LINE + 1,
    ),
    unread(
        t(
            "toml-1.1-komma",
            "TOML 1.1: een komma aan het eind van een tabel op één regel",
            "periode = { van = 2024, tot_en_met = 2026, }",
        ),
        "LEZ004",
    ),
    unread(
        t(
            "toml-1.1-regels",
            "TOML 1.1: een tabel tussen accolades over meer regels",
            "periode = {\n  van = 2024, tot_en_met = 2026 }",
        ),
        "LEZ004",
    ),
    unread(t("toml-1.1-escape-e", "TOML 1.1: de escape \\e", r'rookvrij = "\e"'), "LEZ004"),
    unread(t("toml-1.1-escape-x", "TOML 1.1: de escape \\x", r'rookvrij = "\x41"'), "LEZ004"),
    unread(t("toml-1.1-tijd", "TOML 1.1: een tijd zonder seconden", "uitbreiding = { tijd = 10:00 }"), "LEZ004"),
    Handmade("toml-niets", "een leeg bestand", {"text": ""}, "toml", (("LEZ003", "", 1),)),
    Handmade(
        "toml-niets-dan-wit", "een bestand met alleen witruimte", {"text": " \n\t\n"}, "toml", (("LEZ003", "", 1),)
    ),
    unread(
        t("toml-te-diep", "lijsten die te diep in elkaar liggen", f"uitbreiding = {{ x = {'[' * 2000}{']' * 2000} }}"),
        "LEZ007",
        1,
    ),
    text(
        "json-te-diep",
        "lijsten die te diep in elkaar liggen",
        "json",
        '{"a": ' + "[" * 5000 + "]" * 5000 + "}\n",
        ("LEZ007", "", 1),
    ),
    text("json-lijst", "een lijst is geen plan", "json", "[1, 2]\n", ("LEZ003", "", 1)),
    text("json-tekst", "een tekst is geen plan", "json", '"galaplan"\n', ("LEZ003", "", 1)),
    text("json-null", "niets is geen plan", "json", "null\n", ("LEZ003", "", 1)),
    unread(j("json-nan", "NaN is geen JSON", '"uitbreiding": {"x": NaN}'), "LEZ006"),
    unread(j("json-oneindig", "oneindig is geen JSON", '"uitbreiding": {"x": -Infinity}'), "LEZ006"),
    unread(j("json-1e400", "een getal dat geen double kan zijn", '"uitbreiding": {"x": 1e400}'), "LEZ006"),
    unread(j("json-veel-cijfers", "een geheel getal van vijfduizend cijfers", '"versie": ' + "9" * 5000), "LEZ006"),
    unread(j("json-half-teken", "een half teken", r'"rookvrij": "\ud83d"'), "LEZ001"),
    unread(j("json-commentaar", "JSON heeft geen commentaar", '// nee\n  "versie": 1'), "LEZ003"),
    unread(j("json-enkele-aanhalingstekens", "in JSON staan aanhalingstekens altijd dubbel", "'versie': 1"), "LEZ003"),
    unread(j("json-voorloopnul", "een getal dat met een nul begint", '"versie": 02'), "LEZ003"),
    unread(
        j("json-dubbele-sleutel", "een sleutel die er twee keer staat", '"versie": 1,\n  "versie": 1'),
        "LEZ005",
        LINE + 1,
    ),
    unread(
        j(
            "json-dubbel-anders-geschreven",
            "twee keer dezelfde sleutel, waarvan een keer met een escape",
            '"versie": 1,\n  "v\\u0065rsie": 2',
        ),
        "LEZ005",
        LINE + 1,
    ),
    Handmade(
        "json-komma-te-veel",
        "een komma achter het laatste",
        {"base": "plans/leeg.json", "replace": [['"Zeewolde"\n', '"Zeewolde",\n']]},
        "json",
        (("LEZ003", "", 9),),
        reads=False,
    ),
    Handmade(
        "json-erachter",
        "iets achter het einde",
        {"base": "plans/leeg.json", "append": "{}\n"},
        "json",
        (("LEZ003", "", 12),),
        reads=False,
    ),
    Handmade(
        "toml-utf8",
        "een byte die geen UTF-8 is",
        {"base64": "cm9va3ZyaWogPSAi6SIK"},
        "toml",
        (("LEZ001", "", 1),),
        reads=False,
    ),
    Handmade(
        "toml-utf16",
        "UTF-16 met een merkteken",
        {"base64": "//5nAGEAbABhAA=="},
        "toml",
        (("LEZ001", "", 1),),
        reads=False,
    ),
    Handmade(
        "toml-te-lange-vorm",
        "een teken in een langere vorm dan nodig",
        {"base64": "cm9va3ZyaWogPSAiwK8iCg=="},
        "toml",
        (("LEZ001", "", 1),),
        reads=False,
    ),
    Handmade(
        "toml-surrogaat",
        "een half teken in UTF-8",
        {"base64": "cm9va3ZyaWogPSAi7aCAIgo="},
        "toml",
        (("LEZ001", "", 1),),
        reads=False,
    ),
    Handmade(
        "word",
        "een bestand van Word of Excel",
        {"base64": "UEsDBBQABgAIAAAAIQ=="},
        "toml",
        (("LEZ001", "", 1),),
        reads=False,
    ),
    Handmade("pdf", "een PDF", {"base64": "JVBERi0xLjcK"}, "toml", (("LEZ001", "", 1),), reads=False),
]

_COST = 'acties = [{{ id = "a", titel = "A", kosten = [{{ id = "k", bedragen = {{ {} }} }}] }}]'
_GROUPS = 'participatie = [{{ id = "p", wie = "x", groepen = ["{}"] }}]'

SHAPE: list[Handmade] = [
    # the head
    without(
        "galaplan-ontbreekt",
        "de versie van het formaat ontbreekt",
        "toml",
        'galaplan = "1.0"\n',
        "",
        ("LEZ011", "galaplan", 1),
    ),
    without("galaplan-getal", "de versie is tekst", "toml", '"1.0"', "1.0", ("LEZ012", "galaplan", 2)),
    without(
        "galaplan-2.0",
        "van een andere versie wordt niets anders gezegd",
        "toml",
        '"1.0"',
        '"2.0"\nonbekend = 1',
        ("LEZ009", "galaplan", 2),
    ),
    without("soort-ontbreekt", "de soort ontbreekt", "toml", 'soort = "gemeente"\n', "", ("LEZ011", "soort", 1)),
    without(
        "soort-onbekend",
        "een soort die er niet is",
        "toml",
        'soort = "gemeente"',
        'soort = "provincie"',
        ("LEZ013", "soort", 3),
    ),
    without(
        "soort-hoofdletter",
        "codes zijn kleine letters",
        "toml",
        'soort = "gemeente"',
        'soort = "Gemeente"',
        ("LEZ013", "soort", 3),
    ),
    without("editie-ontbreekt", "de editie ontbreekt", "toml", 'editie = "spuk-2023"\n', "", ("LEZ011", "editie", 1)),
    without(
        "kenmerk-spatie",
        "een kenmerk is kleine letters, cijfers en streepjes",
        "toml",
        '"leeg-2024"',
        '"Leeg 2024"',
        ("LEZ014", "kenmerk", 5),
    ),
    without(
        "kenmerk-regeleinde",
        "een regeleinde achter een kenmerk",
        "toml",
        '"leeg-2024"',
        '"leeg-2024\\n"',
        ("LEZ014", "kenmerk", 5),
    ),
    without(
        "kenmerk-streepje",
        "een kenmerk eindigt niet op een streepje",
        "toml",
        '"leeg-2024"',
        '"leeg-"',
        ("LEZ014", "kenmerk", 5),
    ),
    without("kenmerk-leeg", "een leeg kenmerk", "toml", '"leeg-2024"', '""', ("LEZ014", "kenmerk", 5)),
    without("titel-leeg", "een verplichte tekst die leeg is", "toml", TITLE, 'titel = ""\n', ("LEZ021", "titel", 6)),
    without(
        "titel-wit",
        "een verplichte tekst met alleen spaties, tabs en regeleinden",
        "toml",
        TITLE,
        'titel = " \\t\\r\\n"\n',
        ("LEZ021", "titel", 6),
    ),
    without("titel-harde-spatie", "andere witruimte van Unicode telt als tekst", "toml", TITLE, 'titel = "\\u00A0"\n'),
    without("titel-getal", "een tekst is geen getal", "toml", TITLE, "titel = 2024\n", ("LEZ012", "titel", 6)),
    without(
        "naam-ontbreekt",
        "een verplichte sleutel van een tabel ontbreekt",
        "toml",
        '\nnaam = "Zeewolde"',
        "",
        ("LEZ011", "gemeente.naam", 8),
    ),
    without(
        "gemeente-ontbreekt",
        "een verplichte tabel ontbreekt",
        "toml",
        '\n[gemeente]\ncode = "GM0050"\nnaam = "Zeewolde"\n',
        "",
        ("LEZ011", "gemeente", 1),
    ),
    without(
        "gemeentecode-kort",
        "een gemeentecode heeft vier cijfers",
        "toml",
        '"GM0050"',
        '"GM50"',
        ("LEZ014", "gemeente.code", 9),
    ),
    without(
        "gemeentecode-andere-cijfers",
        "cijfers zijn 0 tot en met 9",
        "toml",
        '"GM0050"',
        '"GM００５０"',
        ("LEZ014", "gemeente.code", 9),
    ),
    # keys
    t("onbekende-sleutel", "een sleutel die er niet is", "onbekend_woord = 1", ("LEZ010", "onbekend_woord")),
    t("proto", "een sleutel die in JavaScript iets betekent", "__proto__ = { x = 1 }", ("LEZ010", "__proto__")),
    j("proto-json", "een sleutel die in JavaScript iets betekent", '"__proto__": {"x": 1}', ("LEZ010", "__proto__")),
    t("constructor", "een sleutel die in JavaScript iets betekent", "constructor = 1", ("LEZ010", "constructor")),
    t("sleutel-hoofdletter", "sleutels zijn kleine letters", "Datum = 2024-01-01", ("LEZ010", "Datum")),
    j("lege-sleutel", "een lege sleutel", '"": 1', ("LEZ010", '""')),
    t(
        "onbekend-in-rij",
        "een onbekende sleutel in een rij",
        'acties = [{ id = "a", titel = "A", qqqq = 1 }]',
        ("LEZ010", "acties[0].qqqq"),
    ),
    # whole numbers, numbers, yes and no
    t("versie-ja", "ja is geen getal", "versie = true", ("LEZ012", "versie")),
    t("versie-tekst", "een getal tussen aanhalingstekens", 'versie = "1"', ("LEZ012", "versie")),
    t("versie-breuk", "een breuk is geen heel getal", "versie = 1.5", ("LEZ012", "versie")),
    t(
        "versie-punt-nul",
        "een heel getal met een punt: het schema ziet geen verschil, het formaat wel",
        "versie = 1.0",
        ("LEZ012", "versie"),
        shape=True,
    ),
    j("versie-punt-nul-json", "hetzelfde in JSON", '"versie": 1.0', ("LEZ012", "versie"), shape=True),
    t("versie-negatief", "lager dan mag", "versie = -1", ("LEZ015", "versie")),
    j("versie-null", "niets invullen is de sleutel weglaten", '"versie": null', ("LEZ012", "versie")),
    t(
        "ja-nee-als-tekst",
        "ja en nee zijn true en false",
        'afbakening_iza = { tekst = "x" }\nacties = [{ id = "a", titel = "A" }]\nmonitoring = { venster = true }',
    ),
    t("ja-als-een", "een is geen ja", "monitoring = { venster = 1 }", ("LEZ012", "monitoring.venster")),
    # amounts
    t("bedrag-nul", "nul is een bedrag", _COST.format("2024 = 0")),
    t("bedrag-hoogste", "het hoogste bedrag", _COST.format("2024 = 1_000_000_000_000")),
    t(
        "bedrag-te-hoog",
        "een euro meer dan het hoogste bedrag",
        _COST.format("2024 = 1_000_000_000_001"),
        ("LEZ016", "acties[0].kosten[0].bedragen.2024"),
    ),
    t(
        "bedrag-negatief",
        "een bedrag is niet lager dan nul",
        _COST.format("2024 = -1"),
        ("LEZ016", "acties[0].kosten[0].bedragen.2024"),
    ),
    t(
        "bedrag-centen",
        "bedragen zijn hele euro's",
        _COST.format("2024 = 0.5"),
        ("LEZ016", "acties[0].kosten[0].bedragen.2024"),
    ),
    t(
        "bedrag-punt",
        "een punt tussen duizendtallen",
        _COST.format("2024 = 60.000"),
        ("LEZ016", "acties[0].kosten[0].bedragen.2024"),
        shape=True,
    ),
    j(
        "bedrag-exponent",
        "een bedrag met een exponent",
        '"aanvraag_totaal": {"2024": 6e4}',
        ("LEZ016", "aanvraag_totaal.2024"),
        shape=True,
    ),
    j(
        "bedrag-double",
        "het eerste getal dat een double niet precies bewaart",
        '"aanvraag_totaal": {"2024": 9007199254740993}',
        ("LEZ016", "aanvraag_totaal.2024"),
    ),
    t("bedrag-ja", "ja is geen bedrag", _COST.format("2024 = true"), ("LEZ016", "acties[0].kosten[0].bedragen.2024")),
    t(
        "bedrag-tekst",
        "een bedrag tussen aanhalingstekens",
        _COST.format('2024 = "100"'),
        ("LEZ016", "acties[0].kosten[0].bedragen.2024"),
    ),
    t("bedrag-zonder-jaar", "een bedrag hoort bij een jaar", "aanvraag_totaal = 60_000", ("LEZ012", "aanvraag_totaal")),
    t(
        "jaar-1999",
        "een jaar is 2000 tot en met 2099",
        "aanvraag_totaal = { 1999 = 1 }",
        ("LEZ014", "aanvraag_totaal.1999"),
    ),
    t("jaar-2099", "het laatste jaar", "aanvraag_totaal = { 2099 = 1 }"),
    t("jaar-kort", "een jaar heeft vier cijfers", "aanvraag_totaal = { 24 = 1 }", ("LEZ014", "aanvraag_totaal.24")),
    # moments
    t("moment-jaar", "een moment is ook een heel jaar", "datum = 2024"),
    t("moment-1900", "het eerste jaar", "datum = 1900"),
    t("moment-1899", "een jaar te vroeg", "datum = 1899", ("LEZ015", "datum")),
    t("moment-2101", "een jaar te laat", "datum = 2101", ("LEZ015", "datum")),
    t("moment-tekst-jaar", "een jaar als tekst is geen datum", 'datum = "2024"', ("LEZ014", "datum")),
    t("moment-met-tijd", "een datum met een tijd", "datum = 2024-03-01T10:00:00", ("LEZ014", "datum")),
    t("moment-regeleinde", "een regeleinde achter een datum", 'datum = "2024-03-01\\n"', ("LEZ014", "datum")),
    j("moment-29-februari", "29 februari in een schrikkeljaar", '"datum": "2024-02-29"'),
    j("moment-geen-29-februari", "29 februari in een ander jaar", '"datum": "2023-02-29"', ("LEZ014", "datum")),
    j("moment-31-april", "april heeft dertig dagen", '"datum": "2024-04-31"', ("LEZ014", "datum")),
    j("moment-andere-cijfers", "cijfers zijn 0 tot en met 9", '"datum": "２０２４-03-01"', ("LEZ014", "datum")),
    # codes
    t(
        "code-onbekend",
        "een code die er niet is",
        'niet_uitgewerkt = [{ doel = "roken", reden = "x" }]',
        ("LEZ013", "niet_uitgewerkt[0].doel"),
    ),
    t("code-eigen", "een eigen toevoeging aan een open lijst", _GROUPS.format("eigen:zzp-ers")),
    t(
        "code-eigen-leeg",
        "een eigen toevoeging zonder naam",
        _GROUPS.format("eigen:"),
        ("LEZ013", "participatie[0].groepen[0]"),
    ),
    t(
        "code-eigen-regeleinde",
        "een regeleinde achter een eigen toevoeging",
        _GROUPS.format("eigen:x\\n"),
        ("LEZ013", "participatie[0].groepen[0]"),
    ),
    t(
        "code-eigen-gesloten",
        "een gesloten lijst neemt geen eigen toevoeging",
        'niet_uitgewerkt = [{ doel = "eigen:x", reden = "y" }]',
        ("LEZ013", "niet_uitgewerkt[0].doel"),
    ),
    t(
        "code-als-sleutel",
        "een code die er niet is als sleutel",
        'ketens = { valprevent = { status = "niet" } }',
        ("LEZ013", "ketens.valprevent"),
    ),
    t("code-dubbel", "een code twee keer in een lijst is nog een plan", 'ggd = { naam = "GGD Flevoland", taken = [] }'),
    # tables and lists
    t("tabel-voor-lijst", "een tabel waar een lijst hoort", "acties = {}", ("LEZ012", "acties")),
    t("lijst-voor-tabel", "een lijst waar een tabel hoort", "monitoring = []", ("LEZ012", "monitoring")),
    t(
        "tekst-voor-lijst",
        "één tekst waar een lijst hoort",
        'acties = [{ id = "a", titel = "A", wijken = "Noord" }]',
        ("LEZ012", "acties[0].wijken"),
    ),
    t("tekst-voor-rij", "een tekst waar een tabel hoort", 'acties = ["a"]', ("LEZ012", "acties[0]")),
    j("null-in-lijst", "niets in een lijst", '"acties": [null]', ("LEZ012", "acties[0]")),
    t("lege-lijst", "een lege lijst", "acties = []"),
    # extensions
    j(
        "uitbreiding-groot",
        "een getal dat niet elke lezer precies bewaart",
        '"uitbreiding": {"x": 9007199254740992}',
        ("LEZ015", "uitbreiding.x"),
    ),
    j("uitbreiding-null", "niets in een uitbreiding", '"uitbreiding": {"x": null}', ("LEZ012", "uitbreiding.x")),
    j("uitbreiding-proto", "een uitbreiding mag elke naam hebben", '"uitbreiding": {"__proto__": {"constructor": 1}}'),
    t("uitbreiding-lijst", "een uitbreiding is een tabel", "uitbreiding = []", ("LEZ012", "uitbreiding")),
    # what no schema can say
    t(
        "id-dubbel",
        "een id dat twee keer voorkomt",
        'acties = [{ id = "a", titel = "A" }, { id = "a", titel = "B" }]',
        ("LEZ018", "acties[1].id"),
        shape=True,
    ),
    t(
        "verwijzing",
        "een verwijzing die nergens heen gaat",
        'acties = [{ id = "a", titel = "A", doelen = ["weg"] }]',
        ("LEZ019", "acties[0].doelen[0]"),
        shape=True,
    ),
]
