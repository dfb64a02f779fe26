"""`galaplan init`: a plan to begin with, whose to-do list is what a validation finds."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import galaplan
from galaplan import catalogue
from galaplan.cli import main
from galaplan.template import Template
from galaplan.template import template as make
from galaplan.template.choices import (
    Choice,
    MunicipalChoice,
    RegionalChoice,
    UnknownChoice,
    find_components,
    find_edition,
    find_municipality,
    find_region,
    slug,
)

EDITIONS = ("spuk-2023", "spuk-2025")

COMPONENTS = (
    *("sportakkoord", "brc", "gezondheidsachterstanden", "kansrijke-start", "mentale-gezondheid"),
    *("overgewicht-obesitas", "valpreventie", "leefomgeving", "oko-va", "wijkaanpak-sociale-basis"),
    *("mantelzorg-respijtzorg", "een-tegen-eenzaamheid", "welzijn-op-recept", "kennisfunctie-ggd"),
    "coordinatie-regionale-preventie",
)
"""The fifteen of the table on page 45 of the agreement, in its order."""

ELEMENTS = (
    *("doelen-en-acties", "verbinding-sociaal-fysiek", "samenwerking-regionaal", "samenwerking-lokaal"),
    *("verbinding-nota-gezondheidsbeleid", "inzet-ggd", "betrokkenheid-bewoners"),
)
"""The seven of page 44."""

CHANCE = random.Random(4)
SOME = [sorted(CHANCE.sample(COMPONENTS, count)) for count in (2, 4, 8)]
REGIONS = ("Flevoland", "Twente", "Haarlemmermeer", "DWO-gemeenten")


@cache
def template(choice: Choice) -> Template:
    return make(choice)


def municipal(*components: str, edition: str = "spuk-2025", municipality: str = "Almere") -> MunicipalChoice:
    chosen = find_edition(edition)
    found, _ = find_components(components, chosen)
    return MunicipalChoice(municipality=find_municipality(municipality), edition=chosen, components=found)


def regional(name: str, edition: str = "spuk-2025") -> RegionalChoice:
    region, members = find_region(name)
    return RegionalChoice(region=region, municipalities=members, edition=find_edition(edition))


def choices() -> Iterator[Any]:
    for edition in EDITIONS:
        for asked in (*([code] for code in COMPONENTS), ["alle"], *SOME):
            yield pytest.param(municipal(*asked, edition=edition), id=f"{edition}-{'+'.join(asked)}"[:60])
        for name in REGIONS:
            yield pytest.param(regional(name, edition), id=f"{edition}-{name}")


every_choice = pytest.mark.parametrize("choice", list(choices()))


def marks(text: str) -> Counter[tuple[str, int]]:
    """The marks of a template: the code, and the line that the mark stands above."""
    lines = text.splitlines()
    found: Counter[tuple[str, int]] = Counter()
    for number, line in enumerate(lines, 1):
        if mark := re.match(r"# (?:TE DOEN|TE OVERWEGEN) \(([A-Z]{3}\d{3})\): ", line):
            below = next(at for at in range(number, len(lines)) if lines[at] and not lines[at].startswith("#"))
            found[mark[1], below + 1] += 1
    return found


def examples_made_real(text: str) -> str:
    """The text without its marks, and with every example in the comments as if it had been meant."""
    lines, in_mark = [], False
    for line in text.splitlines():
        in_mark = line.startswith("#") and (in_mark or line.startswith("# TE "))
        example = re.match(r" *# +((?:[\w-]+ = |\[\[?[a-z]).*)|  # (\{ .*\},)$", line)
        if not in_mark:
            lines.append(example[1] or example[2] if example else line)
    return "\n".join(lines)


def bare(choice: Choice) -> str:
    """The same plan with nothing but its head and its request."""
    if isinstance(choice, MunicipalChoice):
        kind, first = "gemeente", 2024
        rows = "".join(f'[[aanvraag]]\nonderdeel = "{code}"\n' for code in choice.components)
        own = f'[gemeente]\ncode = "{choice.municipality.code}"\nnaam = "{choice.municipality.name}"\n{rows}'
    else:
        kind, first = "regio", 2023
        own = f'[regio]\nnaam = "{choice.region}"\ngemeenten = {[row.code for row in choice.municipalities]}\n'
    head = f'galaplan = "1.0"\nsoort = "{kind}"\neditie = "{choice.edition.name}"\nkenmerk = "x"\ntitel = "x"\n'
    return f"{head}periode = {{ van = {first}, tot_en_met = 2026 }}\n{own}"


@every_choice
class TestEveryTemplate:
    def test_its_marks_are_what_a_validation_finds(self, choice: Choice) -> None:
        text = template(choice).text
        findings = galaplan.validate(text.encode()).findings
        assert marks(text) == Counter((finding.code, finding.location.span.line) for finding in findings)
        assert findings

    def test_it_has_the_shape_of_a_plan(self, choice: Choice) -> None:
        made = template(choice)
        assert galaplan.loads(made.text, format="toml")
        assert not [finding for finding in made.findings if finding.code.startswith("LEZ")]

    def test_it_silences_nothing_by_being_there(self, choice: Choice) -> None:
        """Empty keys fulfil no duty. That each component has an action is the one thing that a template does."""
        owed = {finding.code for finding in galaplan.validate(bare(choice).encode()).findings}
        assert owed - {finding.code for finding in template(choice).findings} <= {"DOE007"}

    def test_its_examples_are_good_examples(self, choice: Choice) -> None:
        assert galaplan.loads(examples_made_real(template(choice).text), format="toml")

    def test_no_line_is_too_long_to_read(self, choice: Choice) -> None:
        assert all(len(line) <= 130 for line in template(choice).text.splitlines())


class TestMunicipal:
    @pytest.mark.parametrize("edition", EDITIONS)
    def test_every_element_and_the_requested_components_are_in_place(self, edition: str) -> None:
        tree = tomllib.loads(template(municipal("brc", "overgewicht-obesitas", edition=edition)).text)
        asked = ["brc", "overgewicht-obesitas", "valpreventie"]
        assert tuple(tree["elementen"]) == ELEMENTS
        assert [row["onderdeel"] for row in tree["aanvraag"]] == asked
        assert set(asked) <= set(tree["onderdelen"])
        assert [row["onderdelen"] for row in tree["acties"]] == [
            ["brc"],
            ["overgewicht-obesitas"],  # it pays two chains, each with an action
            ["overgewicht-obesitas"],
            ["valpreventie"],
        ]
        assert [row.get("keten") for row in tree["acties"]] == [
            None,
            "overgewicht-kinderen",
            "gli-volwassenen",
            "valpreventie",
        ]

    def test_the_head_is_filled_in(self) -> None:
        tree = tomllib.loads(template(municipal("brc", municipality="'s-Hertogenbosch")).text)
        assert tree["galaplan"] == "1.0"
        assert tree["editie"] == "spuk-2025"
        assert tree["kenmerk"] == "s-hertogenbosch-2024"
        assert tree["periode"] == {"van": 2024, "tot_en_met": 2026}
        assert tree["gemeente"]["code"] == "GM0796"
        assert tree["gemeente"]["naam"] == "'s-Hertogenbosch"
        assert tree["gemeente"]["ggd_regio"] == "GGD Hart voor Brabant"
        assert tree["gemeente"]["iza_regio"] == "Noordoost Brabant"

    def test_amounts_are_asked_for_the_years_in_which_there_is_money(self) -> None:
        """Page 45: mental health has money in 2024 and 2025; from 2025 on (edition 2025) money is free."""
        asked = '[[aanvraag]] # Mentale gezondheid\nonderdeel = "mentale-gezondheid"\n# bedragen = '
        first = template(municipal("mentale-gezondheid", edition="spuk-2023")).text
        assert f"{asked}{{ 2024 = 0, 2025 = 0 }}\n" in first
        later = template(municipal("mentale-gezondheid", edition="spuk-2025")).text
        assert f"{asked}{{ 2024 = 0, 2025 = 0, 2026 = 0 }}\n" in later

    def test_what_is_granted_stands_with_the_request(self) -> None:
        """Amounts of Almere in annex 2A of the letter of 12 September 2025."""
        said = "# Toegekend aan Almere, alle onderdelen samen: 2025 € 3.478.172, 2026 € 2.961.529."
        assert said in template(municipal("brc", edition="spuk-2025")).text
        assert "Toegekend" not in template(municipal("brc", edition="spuk-2023")).text

    @pytest.mark.parametrize("submission", [pytest.param(False, id="draft"), pytest.param(True, id="submitted")])
    def test_filled_in_it_is_a_plan_without_errors(self, submission: bool) -> None:
        text = template(municipal("valpreventie", edition="spuk-2023")).text
        assert not galaplan.validate(text.encode()).valid
        for empty, filled in (*FILLED_IN, *(SUBMITTED if submission else ())):
            assert text.count(empty) == 1, empty
            text = text.replace(empty, filled)
        report = galaplan.validate(text.encode())
        assert report.valid, [finding.message for finding in report.findings if finding.severity == 3]


FILLED_IN = [
    ("# bedragen = { 2024 = 0, 2025 = 0, 2026 = 0 }\ngala", "bedragen = { 2024 = 50_000, 2025 = 50_000 }\ngala"),
    ("bedragen = { 2024 = 50_000, 2025 = 50_000 }", "bedragen = { 2024 = 50_000, 2025 = 50_000, 2026 = 51_000 }"),
    ("[elementen.doelen-en-acties]\ntekst", "[elementen.doelen-en-acties]\nvindplaats = 'hoofdstuk 2, p. 5'\ntekst"),
    ('samenhang = ""', 'samenhang = "Eén doel: ouderen die thuis kunnen blijven wonen."'),
    ("\ngroepen = []", '\ngroepen = ["ouderen-valrisico"]'),
    ('\naanpak = ""', '\naanpak = "Wijkteams bellen aan, samen met de huisarts."'),
    ('sociaal = ""', 'sociaal = "De wijkteams van de Wmo doen mee."'),
    ('fysiek = ""', 'fysiek = "Stoepen op looproutes worden hersteld."'),
    ("[elementen.samenwerking-regionaal]\ntekst", "[elementen.samenwerking-regionaal]\nvindplaats = 'p. 7'\ntekst"),
    ("[elementen.samenwerking-lokaal]\ntekst", "[elementen.samenwerking-lokaal]\nvindplaats = 'p. 8'\ntekst"),
    (
        "[elementen.verbinding-nota-gezondheidsbeleid]\ntekst",
        "[elementen.verbinding-nota-gezondheidsbeleid]\nvindplaats",
    ),
    ('beleid]\nvindplaats = ""', "beleid]\nvindplaats = 'p. 9'"),
    ('[elementen.betrokkenheid-bewoners]\ntekst = ""', '[elementen.betrokkenheid-bewoners]\ntekst = "De ouderenraad."'),
    ("\ntaken = []", '\ntaken = ["situatie-in-kaart"]'),
    ("\ndoelen = []", '\ndoelen = ["vitaal-ouder-worden"]'),
    ("\ngala_acties = []", '\ngala_acties = ["keten-valpreventie"]'),
    ("\ndoelgroepen = []", '\ndoelgroepen = ["ouderen-valrisico"]'),
    (
        "# [[afspraken]]\n"
        '# id = "regionale-afspraak"\n'
        '# onderwerp = "…"\n'
        '# niveau = "regionaal" # of "lokaal", met bij \'akkoord\' het sportakkoord of preventieakkoord\n'
        '# ketens = ["valpreventie"]\n'
        '# partijen = [{ naam = "…", soort = "zorgverzekeraar" }, { naam = "…", soort = "huisarts" }]\n'
        '# status = "voorgenomen"\n',
        "[[afspraken]]\n"
        'id = "regionale-afspraak"\n'
        'onderwerp = "Wie ouderen met valrisico opspoort en wie hen helpt"\n'
        'niveau = "regionaal"\n'
        'ketens = ["valpreventie"]\n'
        'partijen = [{ naam = "Verzekeraar", soort = "zorgverzekeraar" }, { naam = "Artsen", soort = "huisarts" }]\n'
        'status = "gesloten"\n',
    ),
    ('opsporing = { betaler = "", tekst = "" }', 'opsporing = { tekst = "Wijkteams en huisartsen." }'),
    ('screening = { betaler = "", tekst = "" }', 'screening = { tekst = "De huisarts." }'),
    ('interventie = { betaler = "", tekst = "" }', 'interventie = { tekst = "Een erkende cursus." }'),
    ('doorverwijzing = { betaler = "", tekst = "" }', 'doorverwijzing = { tekst = "De buurtsportcoach." }'),
]
"""What a municipality of few words fills in: each key where it stands in the template."""

SUBMITTED = [
    ('status = "concept"', 'status = "ingediend"'),
    ("# [indiening]\n# kerngroep = 2023 #", "[indiening]\nkerngroep = 2023-09-14 #"),
    ('# advies = { uitkomst = "positief", datum = 2023 }', 'advies = { uitkomst = "positief", datum = 2023-10-05 }'),
    ("# dus_i = 2023 #", "dus_i = 2023-10-12 #"),
    ("# toestemming_gebruik = true", "toestemming_gebruik = true"),
    (
        '# ondertekening = { naam = "…", functie = "wethouder", datum = 2023 }',
        'ondertekening = { naam = "A. Voorbeeld", functie = "wethouder", datum = 2023-09-12 }',
    ),
]
"""What it fills in when the plan has been sent."""


class TestRegional:
    def test_the_region_and_its_municipalities_are_filled_in(self) -> None:
        tree = tomllib.loads(template(regional("flevoland")).text)
        assert tree["soort"] == "regio"
        assert tree["kenmerk"] == "flevoland-2023"
        assert tree["regio"]["gemeenten"] == ["GM0034", "GM0171", "GM0184", "GM0303", "GM0995"]
        assert tree["regio"]["ggd_regios"] == ["GGD Flevoland"]
        assert set(tree["ketenmatrix"]) == set(tree["regio"]["gemeenten"])

    def test_all_nine_parts_of_a_regioplan_have_their_place(self) -> None:
        parts = tomllib.loads(template(regional("Twente")).text)["regioplan"]["onderdelen"]
        assert list(parts) == [
            *("gezondheidsdoelen", "risicogroepen", "activiteiten", "regionaal-lokaal"),
            *("verantwoordelijkheidsverdeling", "uitvoeringsafspraken", "coordinatie"),
            *("evaluatie-en-rapportage", "financiele-afspraken"),
        ]

    def test_each_fixed_category_of_iza_money_has_an_action(self) -> None:
        tree = tomllib.loads(template(regional("Zeeland")).text)
        categories = ["regionale-samenwerking", "netwerk-sociaal-domein", "ketencoordinatie", "steunpunten", "e-health"]
        assert [row["id"] for row in tree["acties"]] == categories

    def test_filled_in_it_is_a_file_without_errors(self) -> None:
        text = template(regional("Haarlemmermeer")).text
        assert not galaplan.validate(text.encode()).valid
        for empty, filled in REGION_FILLED_IN:
            assert text.count(empty) == 1, empty
            text = text.replace(empty, filled)
        report = galaplan.validate(text.encode())
        assert report.valid, [finding.message for finding in report.findings if finding.severity == 3]

    @pytest.mark.parametrize("name", sorted({row.iza_region for row in catalogue.municipalities().values()}))
    def test_every_region_is_found_by_its_name(self, name: str) -> None:
        found, members = find_region(name.upper())
        assert found == name
        assert members


REGION_FILLED_IN = [
    ('# gemeente = "GM0000" #', 'gemeente = "GM0394" #'),
    ('verdeling = ""', 'verdeling = "Er is één gemeente: zij beheert al het geld."'),
    ('[mandaat.bestuurder]\nnaam = ""', '[mandaat.bestuurder]\nnaam = "B. Voorbeeld"'),
    ('\nfunctie = "" # Functie van de bestuurder', '\nfunctie = "wethouder" # Functie van de bestuurder'),
    ('[governance]\nmandaat = ""', '[governance]\nmandaat = "De raad stemde in."'),
    ('sturing = ""', 'sturing = "Een stuurgroep komt elk kwartaal bijeen."'),
    ("\nggd = []", '\nggd = ["GGD Kennemerland"]'),
    ("\nrisicogroepen = []", '\nrisicogroepen = ["kwetsbare-ouderen"]'),
    *(
        (f'\n{code} = {{ tekst = "" }}', f"\n{code} = {{ vindplaats = 'p. 5' }}")
        for code in (
            *("gezondheidsdoelen", "risicogroepen", "activiteiten", "regionaal-lokaal"),
            *("verantwoordelijkheidsverdeling", "uitvoeringsafspraken", "coordinatie"),
            *("evaluatie-en-rapportage", "financiele-afspraken"),
        )
    ),
    *(
        (f'[ketens.{code}]\ntekst = ""', f'[ketens.{code}]\ntekst = "Loopt al; zie het regioplan."')
        for code in ("kansrijke-start", "valpreventie", "overgewicht-kinderen", "gli-volwassenen", "welzijn-op-recept")
    ),
    *(
        (f'[[acties]]\nid = "{code}"\n', f'[[acties]]\nid = "{code}"\nketen = "{chain}"\ntekst = "Kost niets extra."\n')
        for code, chain in (
            ("regionale-samenwerking", "kansrijke-start"),
            ("netwerk-sociaal-domein", "welzijn-op-recept"),
            ("ketencoordinatie", "valpreventie"),
            ("steunpunten", "welzijn-op-recept"),
            ("e-health", "gli-volwassenen"),
        )
    ),
    (
        "#   [[acties.kosten]]\n"
        '#   id = "kostenpost-1"\n'
        '#   omschrijving = "…"\n'
        '#   niveau = "regionaal"\n'
        "#   bedragen = { 2023 = 0, 2024 = 0, 2025 = 0, 2026 = 0 }\n"
        "#\n"
        "#     [[acties.kosten.dekking]]\n"
        '#     bron = "iza"\n'
        '#     iza_categorie = "regionale-samenwerking"\n'
        "#     bedragen = { 2023 = 0, 2024 = 0, 2025 = 0, 2026 = 0 }\n",
        "  [[acties.kosten]]\n"
        '  id = "bureau"\n'
        '  omschrijving = "Programmabureau"\n'
        '  niveau = "regionaal"\n'
        "  bedragen = { 2024 = 80_000, 2025 = 80_000, 2026 = 80_000 }\n"
        "\n"
        "    [[acties.kosten.dekking]]\n"
        '    bron = "iza"\n'
        '    iza_categorie = "regionale-samenwerking"\n'
        "    bedragen = { 2024 = 80_000, 2025 = 80_000, 2026 = 80_000 }\n",
    ),
]


class TestLayout:
    """Where the marks stand: what whoever fills in the template goes by."""

    TEXT = template(municipal("brc")).text

    def test_a_mark_stands_right_above_the_key_that_is_empty(self) -> None:
        assert re.search(r"# TE OVERWEGEN \(ACH007\): [^\n]+\n(#  [^\n]+\n)+communicatie = \"\"", self.TEXT)

    def test_it_says_what_is_wrong_and_how_to_mend_it_as_a_validation_does(self) -> None:
        found = next(one for one in galaplan.validate(self.TEXT.encode()).findings if one.code == "ELE008")
        comment = " ".join(line.lstrip("# ") for line in self.TEXT.splitlines() if line.startswith("#"))
        assert f"TE DOEN (ELE008): {found.message} {found.fix}" in comment

    def test_what_is_about_all_actions_stands_apart_from_what_is_about_the_first(self) -> None:
        part = self.TEXT.partition("# --- Acties")[2].partition("[[acties]]")[0]
        about_all, about_the_first = re.split(r"\n\n(?=# TE)", part.partition("\n\n")[2])
        assert "(OND037)" in about_all  # no action on informal care
        assert "(DOE003)" in about_the_first  # this action has no result

    def test_an_element_says_what_is_asked_and_where(self) -> None:
        assert "# Element 5: Verbinding met de nota gezondheidsbeleid. (GALA p44 L2388)\n" in self.TEXT

    def test_costs_are_shown_below_an_action_of_the_same_component(self) -> None:
        tree = tomllib.loads(examples_made_real(self.TEXT))
        (action,) = (row for row in tree["acties"] if "kosten" in row)
        assert action["onderdelen"] == [action["kosten"][0]["dekking"][0]["onderdeel"]] == ["brc"]


class TestNames:
    @pytest.mark.parametrize("word", ["GM0034", "gm0034", "Almere", "ALMERE", " almere "])
    def test_a_municipality_by_code_or_name(self, word: str) -> None:
        assert find_municipality(word).code == "GM0034"

    def test_the_hague_and_den_bosch_by_the_names_they_go_by(self) -> None:
        assert find_municipality("Den Haag").name == "'s-Gravenhage"
        assert find_municipality("den bosch").name == "'s-Hertogenbosch"

    @pytest.mark.parametrize(
        ("word", "hint"),
        [
            ("Lelystat", "Lelystad (GM0995)"),
            ("Bergen", "Bergen (NH.) (GM0373) / Bergen (L.) (GM0893)"),
            ("Beemster", "Purmerend (GM0439)"),  # merged on 1 January 2022
            ("GM0370", "Purmerend (GM0439)"),
        ],
    )
    def test_what_is_not_known_is_answered_with_what_may_have_been_meant(self, word: str, hint: str) -> None:
        with pytest.raises(UnknownChoice) as caught:
            find_municipality(word)
        assert hint in caught.value.hint

    def test_components_by_code_number_or_name_in_the_order_of_the_agreement(self) -> None:
        edition = find_edition("spuk-2023")
        assert find_components(["valpreventie", "BRC", "1", "Kansrijke Start"], edition) == (
            ("sportakkoord", "brc", "kansrijke-start", "valpreventie"),
            (),
        )

    def test_fall_prevention_is_always_among_them(self) -> None:
        assert find_components(["brc"], find_edition("")) == (("brc", "valpreventie"), ("valpreventie",))

    @pytest.mark.parametrize(
        ("name", "expected"),
        [("'s-Gravenhage", "s-gravenhage"), ("Súdwest-Fryslân", "sudwest-fryslan"), ("Bergen (NH.)", "bergen-nh")],
    )
    def test_a_name_becomes_a_key(self, name: str, expected: str) -> None:
        assert slug(name) == expected


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, ["init", *arguments], input=stdin)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


ALMERE = ("--gemeente", "Almere", "--onderdelen", "valpreventie,brc")


class TestCommand:
    def test_the_list_it_prints_is_that_of_a_validation(self, here: Path) -> None:
        result = run(*ALMERE)
        assert result.exit_code == 0
        printed = re.findall(r"^  regel (\d+) +([A-Z]{3}\d{3})  ", result.stdout, re.MULTILINE)
        found = galaplan.validate(here / "plan.toml").findings
        assert Counter(printed) == Counter((str(one.location.span.line), one.code) for one in found)
        assert "plan.toml is geschreven: een sjabloon voor Almere (GM0034), editie spuk-2025." in result.stdout

    def test_advice_is_listed_apart(self, here: Path) -> None:
        to_do, _, to_consider = run(*ALMERE).stdout.partition("Te overwegen (")
        advice = {one.code for one in galaplan.validate(here / "plan.toml").findings if one.severity.word == "advice"}
        assert set(re.findall("[A-Z]{3}[0-9]{3}", to_consider)) == advice
        assert "ELE001" in to_do
        assert "ELE001" not in to_consider

    def test_in_english(self, here: Path) -> None:
        result = run(*ALMERE, "--lang", "en")
        assert "plan.toml has been written: a template for Almere (GM0034), edition spuk-2025." in result.stdout
        assert "Element 7: residents" in result.stdout
        assert (here / "plan.toml").read_text("utf-8") == template(municipal("brc")).text

    def test_to_standard_output(self, here: Path) -> None:
        result = run("-", *ALMERE)
        assert result.stdout == template(municipal("brc")).text
        assert "Te doen (" in result.stderr
        assert not list(here.iterdir())

    def test_fall_prevention_that_was_left_out_is_put_in_and_told(self, here: Path) -> None:
        result = run("--gemeente", "Almere", "--onderdelen", "brc")
        assert "Valpreventie is erbij gezet" in result.stderr
        assert [row["onderdeel"] for row in tomllib.loads((here / "plan.toml").read_text("utf-8"))["aanvraag"]] == [
            "brc",
            "valpreventie",
        ]
        assert "erbij gezet" not in run("x.toml", *ALMERE).stderr

    def test_the_settings_tell_the_edition_and_the_language(self, here: Path) -> None:
        (here / "galaplan.toml").write_text('edition = "spuk-2023"\nlanguage = "en"\n')
        assert "edition spuk-2023" in run(*ALMERE).stdout
        assert "editie spuk-2025" in run("x.toml", *ALMERE, "--no-config").stdout
        assert "edition spuk-2025" in run("y.toml", *ALMERE, "--editie", "spuk-2025").stdout

    def test_a_region(self, here: Path) -> None:
        result = run("regio.toml", "--soort", "regio", "--regio", "flevoland")
        assert result.exit_code == 0
        assert "een sjabloon voor Flevoland" in result.stdout
        assert (here / "regio.toml").read_text("utf-8") == template(regional("Flevoland")).text

    def test_no_file_is_overwritten_unasked(self, here: Path) -> None:
        (here / "plan.toml").write_text("# a day's work\n")
        result = run(*ALMERE)
        assert result.exit_code == 2
        assert result.stderr == "Error: plan.toml: there is such a file; --force overwrites it\n"
        assert (here / "plan.toml").read_text() == "# a day's work\n"
        assert run(*ALMERE, "--force").exit_code == 0
        assert (here / "plan.toml").read_text("utf-8") == template(municipal("brc")).text

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            ([], "name the municipality with --gemeente, or the region with --regio"),
            (["--soort", "gemeente"], "name the municipality with --gemeente, such as"),
            (["--soort", "regio"], "name the region with --regio, such as"),
            (["--gemeente", "Almere"], "name the components with --onderdelen, such as"),
            (["--gemeente", "Almeer"], "Did you mean"),
            (["--gemeente", ""], "'' is not known."),
            (["--gemeente", "\x1b[31mX"], r"'\x1b[31mX' is not known."),
            (["--regio", "Flevolant"], "Did you mean Flevoland?"),
            (["--gemeente", "Almere", "--onderdelen", "bcr"], "Did you mean brc?"),
            (
                [*ALMERE, "--editie", "spuk-2024"],
                "there is no edition 'spuk-2024'; this release has spuk-2023, spuk-2025",
            ),
            (["--gemeente", "Almere", "--regio", "Flevoland"], "--gemeente is for a municipal plan"),
            (["--regio", "Flevoland", "--onderdelen", "brc"], "--onderdelen is for a municipal plan"),
            (["plan.json", *ALMERE], "its name ends in .toml"),
            (["geen/map/plan.toml", *ALMERE], "No such file or directory"),
        ],
    )
    def test_what_is_missing_or_wrong_is_one_sentence(self, here: Path, arguments: list[str], sentence: str) -> None:
        result = run(*arguments)
        assert result.exit_code == 2
        assert sentence in result.stderr
        assert not list(here.iterdir())


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no pseudo-terminals")
class TestAtATerminal:
    def test_what_no_option_says_is_asked_until_it_is_known(self, here: Path) -> None:
        said = at_terminal(["init"], ["", "Almeer", "Almere", "spuk-2024", "spuk-2023", "2,bcr", "2"], here)
        assert "Een plan van een gemeente of van een regio" in said
        assert "'Almeer' is niet bekend. Bedoelt u" in said
        assert "Editie: de stand van het akkoord en de regeling [spuk-2025]" in said
        assert "'spuk-2024' is niet bekend. Bedoelt u spuk-2023 / spuk-2025?" in said
        assert "   2  brc " in said
        assert "'bcr' is niet bekend. Bedoelt u brc?" in said
        assert "Valpreventie is erbij gezet" in said
        assert (here / "plan.toml").read_text("utf-8") == template(municipal("brc", edition="spuk-2023")).text

    def test_only_what_no_option_says_is_asked(self, here: Path) -> None:
        said = at_terminal(["init", "regio.toml", "--soort", "regio", "--lang", "en"], ["Zeeland", ""], here)
        assert "IZA region (name)" in said
        assert (here / "regio.toml").read_text("utf-8") == template(regional("Zeeland")).text

    def test_nothing_is_asked_when_the_options_say_enough(self, here: Path) -> None:
        assert "[spuk-2025]" not in at_terminal(["init", *ALMERE], [], here)
        assert (here / "plan.toml").read_text("utf-8") == template(municipal("brc")).text

    def test_who_walks_away_has_written_nothing(self, here: Path) -> None:
        end_of_input = "\x04"
        done = with_answers(["init"], f"\n{end_of_input}", here)
        assert done.returncode == 2
        assert done.stderr.endswith(b"\nError: nothing has been written\n")
        assert not list(here.iterdir())


def at_terminal(arguments: Sequence[str], answers: Sequence[str], folder: Path) -> str:
    """What the command says when someone at a terminal gives these answers."""
    done = with_answers(arguments, "".join(f"{answer}\n" for answer in answers), folder)
    assert done.returncode == 0
    return (done.stdout + done.stderr).decode()


def with_answers(arguments: Sequence[str], typed: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """The command with a terminal as its standard input, and what is typed there."""
    ours, theirs = os.openpty()
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    try:
        os.write(ours, typed.encode())
        return subprocess.run(
            [sys.executable, "-m", "galaplan", *arguments],
            stdin=theirs,
            capture_output=True,
            timeout=60,
            cwd=folder,
            env=environment,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)
