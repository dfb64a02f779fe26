"""Reading: every byte string ends in a plan or in findings, each at its line and column in the file's own text."""

from __future__ import annotations

import json
import os
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from galaplan import Finding, loads, validate
from galaplan.documents import read_document
from galaplan.integrity import integrity_problems
from tests.cases import PLANS

SMALL = (PLANS / "leeg.toml").read_text("utf-8")


def found(text: str | bytes) -> list[Finding]:
    data = text.encode(errors="surrogatepass") if isinstance(text, str) else text
    report = validate(data)
    told = [finding for finding in report.findings if finding.code.startswith(("LEZ", "IDE001", "IDE010"))]
    assert report.files[0].complete or told, "it is no plan, and nothing says why"
    return told


def places(text: str | bytes) -> list[tuple[str, str, int, int]]:
    return [(f.code, f.location.path, f.location.span.line, f.location.span.column) for f in found(text)]


def after(line: str, text: str = SMALL) -> str:
    """The small plan with a line put before its table `[gemeente]`."""
    return text.replace("[gemeente]", f"{line}\n\n[gemeente]")


LINE = SMALL.splitlines().index("[gemeente]") + 1
"""Where `after` puts its line."""

AS_JSON = """{
  "galaplan": "1.0",
  "soort": "gemeente",
  "editie": "spuk-2023",
  "kenmerk": "leeg-2024",
  "titel": "Een plan",
  "gemeente": {
    "code": "GM0050",
    "naam": "Zeewolde"
  }
}
"""


def test_the_small_plan_reads_clean_in_both_languages() -> None:
    assert found(SMALL) == []
    assert found(AS_JSON) == []


def test_json_may_begin_with_blank_lines() -> None:
    assert found("\n \n" + AS_JSON) == []


class TestNotAText:
    def test_a_byte_that_is_not_utf8(self) -> None:
        assert places(b'galaplan = "1.0"\ntitel = "caf\xe9"\n') == [("LEZ001", "", 2, 13)]

    def test_a_lone_surrogate_in_json(self) -> None:
        assert places(AS_JSON.replace("Een plan", "Een \\ud800 plan")) == [("LEZ001", "", 6, 17)]

    def test_a_surrogate_pair_in_json_is_a_character(self) -> None:
        assert places(AS_JSON.replace("Een plan", "Een \\ud83d\\ude00 plan")) == []

    def test_a_byte_order_mark_is_warned_of_and_read_past(self) -> None:
        with_mark = b"\xef\xbb\xbf" + SMALL.encode()
        assert [(f.code, f.severity.word, f.location.span.line) for f in found(with_mark)] == [("LEZ008", "warning", 1)]
        assert validate(with_mark).files[0].complete

    def test_line_ends_of_windows_say_the_same(self) -> None:
        text = 'tekst = """een\ntwee"""\nrij = "a\\r\\nb"\n'
        tree = read_document(text.replace("\n", "\r\n").encode(), "toml").tree
        assert tree == tomllib.loads(text) == {"tekst": "een\ntwee", "rij": "a\r\nb"}

    def test_a_file_that_is_too_large_is_not_parsed(self) -> None:
        assert places(b"#" * (16 * 1024 * 1024 + 1)) == [("LEZ002", "", 1, 1)]


class TestNotToml:
    def test_a_missing_quote(self) -> None:
        assert places('galaplan = "1.0"\ntitel = "plan\n') == [("LEZ003", "", 2, 9)]

    def test_a_key_that_stands_twice(self) -> None:
        assert places(after('titel = "nog een"')) == [("LEZ005", "", LINE, 1)]

    @pytest.mark.parametrize(
        "line",
        [
            "periode = { van = 2024,\n tot_en_met = 2026 }",
            "periode = { van = 2024, tot_en_met = 2026, }",
            'versie_tekst = "\\e"',
            "uitbreiding = { begin = 12:30 }",
        ],
    )
    def test_what_only_toml_1_1_allows_is_a_finding(self, line: str) -> None:
        ((code, _, at, _),) = places(after(line))
        assert (code, at) == ("LEZ004", LINE)

    @pytest.mark.parametrize("text", ["Van 10:30 tot 11:00", "{ een } { twee", "komma ,} in tekst"])
    def test_text_that_only_looks_newer_is_left_alone(self, text: str) -> None:
        assert places(SMALL.replace("Een plan dat nog moet worden geschreven", text)) == []

    @pytest.mark.parametrize("text", ["a" + ".a" * 50_000 + " = 1", "a = " + "[" * 50_000 + "]" * 50_000])
    def test_deep_nesting_is_refused_at_once(self, text: str) -> None:
        assert [code for code, *_ in places(text)] == ["LEZ007"]

    @pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
    def test_a_number_without_a_value(self, value: str) -> None:
        assert places(after(f"uitbreiding = {{ x = {{ y = {value} }} }}")) == [("LEZ006", "uitbreiding.x.y", LINE, 23)]


class TestWhatWasMeant:
    """Text that no reader takes is told in terms of what people do, with a mend that fits."""

    @pytest.mark.parametrize(
        ("line", "column", "message", "fix"),
        [
            ("datum = 18-09-2023", 9, "begint met het jaar", "Schrijf 2023-09-18."),
            ("datum = 18 september 2023", 9, "begint met het jaar", "Schrijf 2023-09-18."),
            ("datum = 2023/9/8", 9, "begint met het jaar", "Schrijf 2023-09-08."),
            ("datum = 2023-09", 9, "is een maand", "alleen het jaar 2023"),
            ("datum = 2023-09-31", 9, "geen bestaande datum", "Controleer dag en maand"),
            ("periode = 2024-2026", 11, "geen periode", "{ van = 2024, tot_en_met = 2026 }"),
            ("versie = 1.060.000", 10, "'1.060.000' is zo geen getal", "Schrijf 1_060_000."),
            ("versie = 60 000", 10, "'60 000' is zo geen getal", "Schrijf 60_000."),
            ("versie = €60000", 10, "'€60000' is zo geen getal", "Schrijf 60_000."),
            ("versie = 60k", 10, "'60k' is zo geen getal", "Schrijf 60_000."),
            ("aanvraag_totaal = { 2024 = 60.000,00 }", 28, "'60.000,00' is zo geen getal", "Schrijf 60_000."),
            ("aanvraag_totaal = { 2024 = 60000,00, 2025 = 1 }", 28, "heeft een komma", "Schrijf 60_000."),
            ("versie = 14,5", 10, "heeft een komma", "Schrijf 14.5."),
            ("versie = 060", 10, "begint met een nul", "Schrijf 60."),
            ("versie = 00", 10, "begint met een nul", "Schrijf 0."),
            ('status: "concept"', 9, "een dubbele punt", "sleutel = waarde"),
            ("aanvraag_totaal = { 2024: 60_000 }", 27, "een dubbele punt", "{ 2024 = 60_000 }"),
            ("status = “concept”", 10, "gekruld aanhalingsteken (“)", "rechte aanhalingstekens"),
            ('status = "concept”', 18, "gekruld aanhalingsteken (”)", "rechte aanhalingstekens"),
            ("uitbreiding = { x = ja }", 21, "'ja' is geen ja of nee", "Schrijf true"),
            ("uitbreiding = { x = False }", 21, "'False' is geen ja of nee", "Schrijf false"),
            ('uitbreiding = { x = ["a", ja] }', 27, "'ja' is geen ja of nee", "Schrijf true"),
            ("datum = 2023-09-18,", 19, "Na de waarde staat nog een ','", "Haal het teken weg"),
            ("status = concept", 10, "tekst zonder aanhalingstekens", "dubbele aanhalingstekens"),
            ("status = null", 10, "voor 'niets'", "Laat de sleutel weg"),
            ("status =", 9, "ontbreekt de waarde", "haal de sleutel weg"),
            ('status = "Training "In Balans""', 21, "eindigt bij het aanhalingsteken", "\"Training 'In Balans'\""),
            ("status = 'Foto's'", 16, "eindigt bij de apostrof", '"Foto\'s"'),
            ('status = "C:\\Users"', 15, "backslash", "Schrijf er twee"),
            ('status = "concept', 10, "aanhalingsteken aan het eind ontbreekt", "drie aanhalingstekens"),
            ('status = """concept', 10, "met drie aanhalingstekens", "aan het eind van deze tekst"),
            ('uitbreiding = { x = ["a", "b" }', 21, "De lijst die hier", "Zet ]"),
            ('uitbreiding = { x = "a"', 15, "De tabel die hier", "sluitaccolade"),
            ('uitbreiding = { x = ["a" "b"] }', 26, "ontbreekt een komma", "Zet een komma"),
            ("[acties", 8, "haken van deze kop", "[[naam]]"),
            ("// toelichting", 4, "begint met #", "Zet # voor"),
            ("Een losse regel", 5, "sleutel = waarde", "Zet # voor een toelichting"),
            ("mijn sleutel = 1", 6, "zonder spaties", "liggend streepje"),
            ("status =\u00a01", 9, "onzichtbare spatie", "gewone spatie"),
        ],
    )
    def test_in_toml(self, line: str, column: int, message: str, fix: str) -> None:
        (finding,) = found(after(line))
        assert (finding.code, finding.location.span.line, finding.location.span.column) == ("LEZ003", LINE, column)
        assert message in finding.message
        assert fix in finding.fix
        assert finding.params["reden"]  # the words of the reader

    @pytest.mark.parametrize(
        ("value", "column", "message", "fix"),
        [
            ('"Een plan",', 22, "in JSON mag dat niet", "Haal de komma"),
            ("'Een plan'", 12, "enkel aanhalingsteken", "Vervang"),
            ('"x", // plan', 17, "kent geen toelichtingen", "Haal de toelichting weg"),
            ('"x", titel2: 1', 17, "zonder aanhalingstekens", '"sleutel": waarde'),
            ('"x\ty"', 14, "onzichtbaar teken", "Haal het teken weg"),
            ('"C:\\Users"', 15, "backslash", "Schrijf er twee"),
            ("2024-01-01", 12, "in JSON is een datum een tekst", 'Schrijf "2024-01-01".'),
            ("60.000,00", 12, "is zo geen getal", "Schrijf 60000."),
            ("True", 12, "geen ja of nee", "Schrijf true"),
            ("een plan", 12, "tekst zonder aanhalingstekens", "dubbele"),
            ('"Training "In Balans""', 23, "eindigt bij het aanhalingsteken", "enkele"),
            ('["a", "b"', 12, "De lijst die hier", "Zet ]"),
            ('"Een plan”', 21, "gekruld aanhalingsteken (”)", "rechte aanhalingstekens"),
        ],
    )
    def test_in_json(self, value: str, column: int, message: str, fix: str) -> None:
        (finding,) = found(AS_JSON.partition('  "titel"')[0] + f'  "titel": {value}\n}}\n')
        assert (finding.code, finding.location.span.line, finding.location.span.column) == ("LEZ003", 6, column)
        assert message in finding.message
        assert fix in finding.fix
        assert finding.params["reden"]  # the words of the reader

    def test_a_word_after_a_list_in_a_table_is_not_taken_for_a_value(self) -> None:
        """Where a key should stand, `nee` is no value, though a list stands before it."""
        (finding,) = found(AS_JSON.replace('"titel": "Een plan"', '"titel": {"lijst": [1], nee}'))
        assert (finding.location.span.line, finding.location.span.column) == (6, 27)
        assert "Vanaf hier is dit geen geldige JSON" in finding.message

    def test_a_long_text_that_ends_is_not_blamed_for_a_later_fault(self) -> None:
        (finding,) = found(after('toelichting = """Een regel.\nEn nog een."""\nversie = 60k'))
        assert (finding.location.span.line, finding.location.span.column) == (LINE + 2, 10)
        assert "'60k' is zo geen getal" in finding.message

    def test_a_long_text_without_end_is_told_where_it_begins(self) -> None:
        text = (
            SMALL
            + 'inwoners = 1\n[elementen.inzet]\ntekst = """Wat wij doen.\n\n[ggd]\ntekst = """Wat de GGD doet.\n"""\n'
        )
        (finding,) = found(text)
        assert (finding.code, finding.location.span.line, finding.location.span.column) == ("LEZ003", LINE + 5, 9)
        assert f"regel {LINE + 8}" in finding.message
        assert finding.params["reden"]  # the words of the reader

    def test_what_no_table_knows_keeps_the_words_of_the_reader(self) -> None:
        (finding,) = found(after("status == 1"))
        assert (finding.code, finding.location.span.line, finding.location.span.column) == ("LEZ003", LINE, 9)
        assert finding.message.endswith('meldt: "extra `=`, expected nothing".')

    @pytest.mark.parametrize("text", ["", "\n", "# alleen een toelichting\n"])
    def test_an_empty_file_is_one_finding(self, text: str) -> None:
        (finding,) = found(text)
        assert (finding.code, finding.message) == ("LEZ003", "Het bestand is leeg.")

    def test_a_file_named_for_the_other_language(self, tmp_path: Path) -> None:
        for name, text, message in (("a.toml", AS_JSON, "is JSON"), ("a.json", SMALL, "is TOML")):
            (tmp_path / name).write_text(text, "utf-8")
            (finding,) = validate(tmp_path / name).findings
            assert finding.code == "LEZ003"
            assert message in finding.message

    @pytest.mark.parametrize("start", [b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1"])
    def test_a_file_of_word_or_excel_or_pdf(self, start: bytes) -> None:
        (finding,) = found(start + b"...")
        assert (finding.code, finding.location.span.line) == ("LEZ001", 1)
        assert "Word-, Excel- of pdf-bestand" in finding.message

    def test_utf16_is_named(self) -> None:
        (finding,) = found(SMALL.encode("utf-16"))
        assert "UTF-16" in finding.message

    def test_a_header_that_stands_twice(self) -> None:
        (finding,) = found(SMALL + '[acties]\nid = "a"\n[acties]\nid = "b"\n')
        assert (finding.code, finding.location.span.line) == ("LEZ005", LINE + 5)
        assert "tussen dezelfde haken" in finding.message
        assert f"regel {LINE + 3}" in finding.message
        assert "[[acties]]" in finding.fix

    def test_a_header_of_what_stands_there_as_a_key(self) -> None:
        (finding,) = found(after('gemeente = { code = "GM0050", naam = "Zeewolde" }'))
        assert (finding.code, finding.location.span.line) == ("LEZ005", LINE + 2)
        assert "De sleutel 'gemeente'" in finding.message

    def test_a_header_with_other_brackets_than_before(self) -> None:
        (finding,) = found(SMALL + '[[acties]]\nid = "a"\n[acties]\nid = "b"\n')
        assert (finding.code, finding.location.span.line) == ("LEZ005", LINE + 5)
        assert finding.fix == "Zet de naam beide keren tussen dubbele haken: [[acties]]."


class TestNotJson:
    def test_a_missing_comma(self) -> None:
        assert places(AS_JSON.replace('"1.0",', '"1.0"')) == [("LEZ003", "", 3, 3)]

    def test_every_key_that_stands_twice(self) -> None:
        text = AS_JSON.replace('"titel": "Een plan",', '"titel": "Een plan", "titel": "Twee",').replace(
            '"code": "GM0050",', '"code": "GM0050", "code": "GM0050",'
        )
        assert places(text) == [("LEZ005", "", 6, 24), ("LEZ005", "", 8, 23)]

    @pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 5000])
    def test_a_number_without_a_value(self, value: str) -> None:
        assert places(AS_JSON.replace('"titel": "Een plan"', f'"titel": {value}')) == [("LEZ006", "", 6, 12)]

    def test_a_line_is_counted_from_the_first(self) -> None:
        text = AS_JSON.replace('"titel": "Een plan"', '"titel": NaN')
        assert places("\n" + text) == [("LEZ006", "", 7, 12)]

    @pytest.mark.parametrize("text", ["", " \n"])
    def test_an_empty_file_that_is_named_json(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "plan.json").write_text(text, "utf-8")
        (finding,) = validate(tmp_path / "plan.json").findings
        assert (finding.code, finding.message) == ("LEZ003", "Het bestand is leeg.")

    def test_deep_nesting(self) -> None:
        assert [code for code, *_ in places('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}")] == ["LEZ007"]

    def test_a_list_is_no_plan(self) -> None:
        assert [code for code, *_ in places(b"[1, 2]")] == ["LEZ003"]

    def test_a_list_in_a_file_that_is_named_json(self, tmp_path: Path) -> None:
        (tmp_path / "plan.json").write_bytes(b"[1, 2]")
        (finding,) = validate(tmp_path / "plan.json").findings
        assert (finding.code, finding.location.span.line) == ("LEZ003", 1)
        assert "begint met een accolade" in finding.message


class TestVersionFirst:
    def test_a_newer_version_gives_one_sentence_and_nothing_else(self) -> None:
        (finding,) = found('galaplan = "2.0"\nonbekend = 1\n')
        assert finding.code == "LEZ009"
        assert finding.location.span.line == 1
        assert "versie 2.0" in finding.message
        assert "leest 1.0" in finding.message


class TestShape:
    """All faults of shape at once, each at its place."""

    def test_an_unknown_key_names_the_nearest(self) -> None:
        (finding,) = found(after('satus = "concept"'))
        assert (finding.code, finding.location.path, finding.location.span.line) == ("LEZ010", "satus", LINE)
        assert finding.params["naaste"] == "status"

    def test_a_missing_key_is_told_at_the_table_that_lacks_it(self) -> None:
        assert places(SMALL.replace('naam = "Zeewolde"\n', "")) == [("LEZ011", "gemeente.naam", LINE, 1)]

    def test_a_missing_key_of_the_file_is_told_at_the_file(self) -> None:
        assert places(SMALL.replace('editie = "spuk-2023"\n', "")) == [("LEZ011", "editie", 1, 1)]

    def test_a_regional_file_that_does_not_say_its_kind_is_taken_for_one(self) -> None:
        text = (PLANS / "minimaal-regio.toml").read_text("utf-8").replace('soort = "regio"\n', "", 1)
        assert places(text) == [("LEZ011", "soort", 1, 1)]

    def test_a_regional_file_without_its_region_is_still_one(self) -> None:
        text = SMALL.partition("[gemeente]")[0].replace('"gemeente"', '"regio"')
        assert places(text) == [("LEZ011", "regio", 1, 1)]

    @pytest.mark.parametrize(("number", "told"), [(2**53 - 1, []), (2**53, ["LEZ015"]), (-(2**53), ["LEZ015"])])
    def test_a_number_of_ones_own_is_as_large_as_every_reader_holds(self, number: int, told: list[str]) -> None:
        assert [code for code, *_ in places(after(f"uitbreiding = {{ x = {number} }}"))] == told

    def test_a_blank_title_is_missing_and_a_sign_that_only_looks_blank_is_content(self) -> None:
        title = 'titel = "Een plan dat nog moet worden geschreven"'
        assert [path for _, path, *_ in places(SMALL.replace(title, 'titel = " \\t\\n\\r "'))] == ["titel"]
        assert loads(SMALL.replace(title, 'titel = "\u2003"')).title == "\u2003"

    def test_a_column_counts_characters_on_the_line_itself(self) -> None:
        line = 'acties = [{ id = "x", titel = "één\u2003ding", sport = 1 }]'
        text = after(f"# één twee\n{line}")
        assert places(text) == [("LEZ010", "acties[0].sport", LINE + 1, line.index("sport") + 1)]

    @pytest.mark.parametrize(
        ("line", "code", "path", "column"),
        [
            ("titel_is_geen = 1", "LEZ010", "titel_is_geen", 1),
            ("versie = true", "LEZ012", "versie", 1),
            ('versie = "1"', "LEZ012", "versie", 1),
            ("acties = {}", "LEZ012", "acties", 1),
            ("versie = -1", "LEZ015", "versie", 1),
            ("datum = 2024-03-01T10:00:00", "LEZ014", "datum", 1),
            ('datum = "2024-02-30"', "LEZ014", "datum", 1),
            ("datum = 20", "LEZ015", "datum", 1),
            ('vervangt = "Oud Plan"', "LEZ014", "vervangt", 1),
            ("monitoring = []", "LEZ012", "monitoring", 1),
            ('niet_uitgewerkt = [{ doel = "roken", reden = "x" }]', "LEZ013", "niet_uitgewerkt[0].doel", 22),
            ('niet_uitgewerkt = [{ doel = "roken" }]', "LEZ011", "niet_uitgewerkt[0].reden", 20),
            ('ketens = { valprevent = { status = "niet" } }', "LEZ013", "ketens.valprevent", 12),
            ("aanvraag_totaal = { 24 = 1 }", "LEZ014", "aanvraag_totaal.24", 21),
            ('onderbouwing = [{ bron = "" }]', "LEZ021", "onderbouwing[0].bron", 19),
            ('onderbouwing = [{ bron = "  " }]', "LEZ021", "onderbouwing[0].bron", 19),
        ],
    )
    def test_one_fault(self, line: str, code: str, path: str, column: int) -> None:
        assert (code, path, LINE, column) in places(after(line))

    @pytest.mark.parametrize(
        ("amount", "variant"),
        [
            ("1.5", "heel bedrag"),
            ("60000.0", "heel bedrag"),
            ("true", "ja of nee"),
            ("-1", "lager dan nul"),
            ('"100"', "is tekst"),
            ("1_000_000_000_001", "hoger dan"),
        ],
    )
    def test_what_is_not_an_amount_is_refused(self, amount: str, variant: str) -> None:
        (finding,) = found(after(f"aanvraag_totaal = {{ 2024 = {amount} }}"))
        assert (finding.code, finding.location.path) == ("LEZ016", "aanvraag_totaal.2024")
        assert variant in finding.message

    @pytest.mark.parametrize(
        ("line", "code", "path", "column", "message", "fix"),
        [
            (
                "aanvraag_totaal = { 2024 = 60.000 }",
                "LEZ016",
                "aanvraag_totaal.2024",
                21,
                "als zestig",
                "60_000 of 60000",
            ),
            ("aanvraag_totaal = { 2024 = -5 }", "LEZ016", "aanvraag_totaal.2024", 21, "€ -5", "minteken"),
            ('aanvraag_totaal = { 2024 = "€ 6.500" }', "LEZ016", "aanvraag_totaal.2024", 21, "is tekst", "6_500"),
            ("aanvraag_totaal = 60000", "LEZ012", "aanvraag_totaal", 1, "bedragen per jaar", "{ 2024 = 60_000"),
            ("aanvraag_totaal = { 24 = 1 }", "LEZ014", "aanvraag_totaal.24", 21, "vier cijfers", "Schrijf 2024."),
            ("versie = 1.0", "LEZ012", "versie", 1, "als zestig", "zonder punt"),
            ('versie = "12"', "LEZ012", "versie", 1, "als tekst", "Schrijf 12, zonder aanhalingstekens."),
            (
                "periode = { van = 2024-01-01, tot_en_met = 2026 }",
                "LEZ012",
                "periode.van",
                13,
                "de datum",
                "jaar: 2024",
            ),
            (
                'periode = "2024-2026"',
                "LEZ012",
                "periode",
                1,
                "een tabel",
                "periode = { van = 2024, tot_en_met = 2026 }",
            ),
            ('datum = "2024"', "LEZ014", "datum", 1, "tussen aanhalingstekens", "Schrijf 2024, zonder"),
            ("datum = 2024-03-01T10:00:00", "LEZ014", "datum", 1, "met een tijd", "Schrijf 2024-03-01, zonder tijd."),
            ('datum = "18-09-2023"', "LEZ014", "datum", 1, "begint met het jaar", "Schrijf 2023-09-18."),
            ("datum = 20240301", "LEZ015", "datum", 1, "geen jaar van 1900", "2024-03-01"),
            ('vervangt = "Oud Plan é"', "LEZ014", "vervangt", 1, "geen kenmerk", "Schrijf oud-plan-e,"),
            ('ketens.valpreventie.aanbod = "Almere"', "LEZ014", "ketens.valpreventie.aanbod", 1, "'GM0034'?", "GM0034"),
            ('acties = [{ id = "a", titel = 5 }]', "LEZ012", "acties[0].titel", 23, "zonder aanhalingstekens", '"5"'),
            (
                'acties = [{ id = "a", titel = "A", structureel = "ja" }]',
                *("LEZ012", "acties[0].structureel", 36, "de tekst 'ja'", "Schrijf true"),
            ),
            (
                'acties = [{ id = "a", titel = "A", wijken = "Noord" }]',
                *("LEZ012", "acties[0].wijken", 36, "zonder vierkante haken", 'wijken = ["Noord"]'),
            ),
            (
                'acties = [{ id = "a", titel = "A", gemeenten = ["gm34"] }]',
                *("LEZ014", "acties[0].gemeenten[0]", 49, "Bedoelt u GM0034?", "Schrijf GM0034."),
            ),
            ('acties = ["a"]', "LEZ012", "acties[0]", 11, "tussen dubbele haken", "[[acties]]"),
        ],
    )
    def test_a_mend_fits_the_fault(self, line: str, code: str, path: str, column: int, message: str, fix: str) -> None:
        (finding,) = found(after(line))
        span = finding.location.span
        assert (finding.code, finding.location.path, span.line, span.column) == (code, path, LINE, column)
        assert message in finding.message
        assert fix in finding.fix

    def test_the_version_as_a_number(self) -> None:
        (finding,) = found(SMALL.replace('"1.0"', "1.0"))
        assert (finding.code, finding.location.path, finding.location.span.line) == ("LEZ012", "galaplan", 2)
        assert 'galaplan = "1.0"' in finding.fix

    def test_null_is_left_out(self) -> None:
        (finding,) = found(AS_JSON.replace('"titel"', '"versie": null,\n  "titel"'))
        assert (finding.code, finding.location.path, finding.location.span.line) == ("LEZ012", "versie", 6)
        assert "Laat de sleutel weg" in finding.fix

    @pytest.mark.parametrize(
        ("header", "path", "right"),
        [("[acties]", "acties", "[[acties]]"), ("[[indiening]]", "indiening", "[indiening]")],
    )
    def test_a_header_between_the_wrong_brackets(self, header: str, path: str, right: str) -> None:
        (finding,) = found(SMALL + f"{header}\ntekst = 'x'\n")
        assert (finding.code, finding.location.path, finding.location.span.line) == ("LEZ012", path, LINE + 3)
        assert finding.fix.endswith(f": {right}.")

    @pytest.mark.parametrize("amount", ["0", "1", "1_000_000_000_000"])
    def test_what_is_an_amount_is_read(self, amount: str) -> None:
        assert found(after(f"aanvraag_totaal = {{ 2024 = {amount} }}")) == []

    def test_faults_are_told_all_at_once(self) -> None:
        text = after("onbekend = 1\nversie = false\nvervangt = 'X Y'\nacties = [{ id = 'a', doelen = ['weg'] }]")
        assert sorted(code for code, *_ in places(text)) == ["LEZ010", "LEZ011", "LEZ012", "LEZ014", "LEZ019"]

    def test_in_json_the_same_fault_stands_at_its_own_place(self) -> None:
        text = AS_JSON.replace('"naam": "Zeewolde"', '"naam": "Zeewolde",\n    "inwoner": 3')
        assert places(text) == [("LEZ010", "gemeente.inwoner", 10, 5)]

    def test_a_decimal_point_is_refused_in_json_too(self) -> None:
        text = AS_JSON.replace('"titel"', '"aanvraag_totaal": { "2024": 60000.0 },\n  "titel"')
        assert places(text) == [("LEZ016", "aanvraag_totaal.2024", 6, 24)]

    def test_an_own_addition_fits_an_open_list_only(self) -> None:
        row = 'participatie = [{{ id = "p", wie = "x", groepen = ["{}"] }}]'
        assert found(after(row.format("eigen:zzp-ers"))) == []
        assert [f.code for f in found(after(row.format("zzp-ers")))] == ["LEZ013"]
        assert [f.code for f in found(after('niet_uitgewerkt = [{ doel = "eigen:x", reden = "y" }]'))] == ["LEZ013"]


class TestMisplaced:
    """A key that exists elsewhere is sent there, never thrown away; a key that is there after all is not missing."""

    @pytest.mark.parametrize(
        ("added", "at", "message"),
        [
            ("communicatie = { tekst = 'x' }", ("LEZ010", "gemeente.communicatie", LINE + 3), "bovenaan het bestand"),
            ("[gemeente.indiening]", ("LEZ010", "gemeente.indiening", LINE + 3), "een eigen kop: [indiening]"),
            ("[[kosten]]", ("LEZ010", "kosten", LINE + 3), "een eigen kop: [[acties.kosten]]"),
            (
                "[[acties]]\nid = 'a'\ntitel = 'A'\nbedragen = {}",
                ("LEZ010", "acties[0].bedragen", LINE + 6),
                "[[acties.kosten]]",
            ),
            ("kerngroep = 2023\ndus_i = 2023", ("LEZ010", "gemeente.kerngroep", LINE + 3), "kerngroep en dus_i"),
            ("[[bijdragen]]", ("LEZ010", "bijdragen", LINE + 3), 'soort = "regio"'),
            ("[gemeent]", ("LEZ010", "gemeent", LINE + 3), "De sleutel 'gemeent' bestaat hier niet."),
        ],
    )
    def test_a_key_in_the_wrong_table(self, added: str, at: tuple[str, str, int], message: str) -> None:
        (finding,) = found(f"{SMALL}{added}\n")
        assert (finding.code, finding.location.path, finding.location.span.line) == at
        assert message in finding.message

    def test_keys_without_their_header_are_one_finding(self) -> None:
        (finding,) = found(SMALL.replace("[gemeente]\n", ""))
        assert (finding.code, finding.location.path, finding.location.span.line) == ("LEZ010", "code", LINE)
        assert finding.message == "De sleutels code en naam horen niet hier, maar onder [gemeente]."

    def test_a_required_key_after_a_header_is_not_told_to_be_missing(self) -> None:
        (finding,) = found(SMALL.replace('editie = "spuk-2023"\n', "") + 'editie = "spuk-2023"\n')
        assert (finding.code, finding.location.path, finding.location.span.line) == (
            "LEZ010",
            "gemeente.editie",
            LINE + 2,
        )

    def test_a_required_key_that_is_misspelt_is_not_told_to_be_missing(self) -> None:
        (finding,) = found(SMALL.replace("titel =", "tittel ="))
        assert (finding.code, finding.location.path, finding.location.span.line) == ("LEZ010", "tittel", LINE - 2)
        assert finding.params["naaste"] == "titel"

    @pytest.mark.parametrize(
        ("name", "said", "meant"), [("minimaal", "regio", "gemeente"), ("minimaal-regio", "gemeente", "regio")]
    )
    def test_a_plan_of_the_other_kind_is_one_finding_at_its_kind(self, name: str, said: str, meant: str) -> None:
        text = (PLANS / f"{name}.toml").read_text("utf-8").replace(f'soort = "{meant}"', f'soort = "{said}"', 1)
        (finding,) = found(text)
        line = text.splitlines().index(f'soort = "{said}"') + 1
        assert (finding.code, finding.location.path, finding.location.span.line) == ("LEZ013", "soort", line)
        assert f'Schrijf soort = "{meant}"' in finding.fix


class TestCodes:
    def test_all_codes_of_a_short_list_and_the_command(self) -> None:
        (finding,) = found(after('niet_uitgewerkt = [{ doel = "weg", reden = "x" }]'))
        assert (finding.code, finding.location.span.line, finding.location.span.column) == ("LEZ013", LINE, 22)
        assert "gezonde-leefstijl, gezondheidsachterstanden, mentale-gezondheid" in finding.fix
        assert finding.fix.endswith("galaplan codelists doel")

    def test_the_first_codes_of_a_long_list(self) -> None:
        row = 'participatie = [{ id = "p", wie = "x", groepen = ["weg"] }]'
        (finding,) = found(after(row))
        assert (finding.code, finding.location.span.line, finding.location.span.column) == ("LEZ013", LINE, 51)
        assert "…" in finding.fix
        assert "galaplan codelists risicogroep" in finding.fix
        assert "'eigen:korte-naam'" in finding.fix

    def test_all_choices(self) -> None:
        (finding,) = found(after('status = "klaar"'))
        assert (finding.code, finding.location.span.line, finding.location.span.column) == ("LEZ013", LINE, 1)
        assert finding.fix == "Kies uit: concept, gepubliceerd, ingediend, vastgesteld."

    def test_the_beginning_of_a_code_is_near_it(self) -> None:
        (finding,) = found(after('niet_uitgewerkt = [{ doel = "mentale", reden = "x" }]'))
        assert finding.params["naaste"] == "mentale-gezondheid"

    def test_a_code_of_another_list_names_that_list(self) -> None:
        (finding,) = found(after('niet_uitgewerkt = [{ doel = "kansrijke-start", reden = "x" }]'))
        assert (finding.code, finding.location.span.line, finding.location.span.column) == ("LEZ013", LINE, 22)
        assert "spuk-onderdeel" in finding.message
        assert "uit de lijst 'doel'" in finding.message

    def test_an_edition_that_this_release_does_not_know(self) -> None:
        (finding,) = found(SMALL.replace("spuk-2023", "spuk-2031"))
        assert (finding.code, finding.location.span.line, finding.location.span.column) == ("LEZ013", LINE - 4, 1)
        assert "kent editie 'spuk-2031' nog niet; bekend: spuk-2023" in finding.message


class TestIntegrity:
    def test_an_id_that_stands_twice_names_the_first(self) -> None:
        text = after('doelen = [{ id = "a", titel = "A", gala = [] },\n  { id = "a", titel = "B", gala = [] }]')
        (finding,) = found(text)
        assert (finding.code, finding.location.path) == ("LEZ018", "doelen[1].id")
        assert finding.location.span.line == LINE + 1
        assert [(other.path, other.span.line) for other in finding.related] == [("doelen[0].id", LINE)]

    def test_the_same_id_in_two_kinds_of_tables_is_no_clash(self) -> None:
        text = after('doelen = [{ id = "a", titel = "A", gala = [] }]\nparticipatie = [{ id = "a", wie = "bewoners" }]')
        assert found(text) == []

    def test_a_reference_that_leads_nowhere_names_the_nearest(self) -> None:
        text = after(
            'doelen = [{ id = "langer-thuis", titel = "A", gala = [] }]\n'
            'acties = [{ id = "b", titel = "B", doelen = ["lang-thuis"] }]'
        )
        (finding,) = found(text)
        assert (finding.code, finding.location.path) == ("LEZ019", "acties[0].doelen[0]")
        assert finding.params["naaste"] == "langer-thuis"

    def test_thousands_of_references_that_lead_nowhere_take_no_time(self) -> None:
        count = range(2000)
        goals = "".join(f'[[doelen]]\nid = "doel-nummer-{n:04}"\ntitel = "A"\ngala = []\n' for n in count)
        actions = "".join(
            f'[[acties]]\nid = "actie-{n:04}"\ntitel = "A"\ndoelen = ["doel-numer-{n:04}"]\n' for n in count
        )
        tree = read_document(f"{SMALL}{goals}{actions}".encode()).tree
        began = time.process_time()
        problems = integrity_problems(tree, None)
        assert time.process_time() - began < 2
        assert [problem.code for problem in problems] == ["LEZ019"] * len(count)
        assert problems[0].params["naaste"] == "doel-nummer-0000"

    def test_a_reference_to_a_cost_of_this_file_must_exist(self) -> None:
        action = (
            'acties = [{{ id = "b", titel = "B", kosten = [{{ id = "k", bedragen = {{}}, '
            'dekking = [{{ bron = "spuk", bedragen = {{}}, verwijzing = "{}" }}] }}] }}]'
        )
        assert found(after(action.format("leeg-2024#k"))) == []
        assert found(after(action.format("ander-plan#weg"))) == []
        assert [f.code for f in found(after(action.format("leeg-2024#weg")))] == ["LEZ019"]

    def test_an_ended_code_names_its_successor(self) -> None:
        (finding,) = found(SMALL.replace("GM0050", "GM0501"))
        assert (finding.code, finding.location.path) == ("IDE001", "gemeente.code")
        assert "GM1992" in finding.message
        assert "Voorne aan Zee" in finding.message

    def test_a_name_of_another_municipality_is_a_contradiction(self) -> None:
        (finding,) = found(SMALL.replace("Zeewolde", "Almere"))
        assert (finding.code, finding.severity.word, finding.location.path) == ("LEZ020", "error", "gemeente.naam")

    def test_another_spelling_is_only_warned_of(self) -> None:
        (finding,) = found(SMALL.replace('naam = "Zeewolde"', 'naam = "Zeewoude"'))
        assert (finding.code, finding.severity.word) == ("LEZ020", "warning")

    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("GM0518", "Den Haag"),
            ("GM0518", "gemeente 's-Gravenhage"),
            ("GM1900", "Sudwest-Fryslan"),
            ("GM0373", "Bergen"),
        ],
    )
    def test_names_as_people_write_them_fit(self, code: str, name: str) -> None:
        text = SMALL.replace('code = "GM0050"', f'code = "{code}"').replace('"Zeewolde"', json.dumps(name))
        assert found(text) == []


@given(st.binary(max_size=200))
def test_any_bytes_end_in_findings(data: bytes) -> None:
    assert validate(data).findings


@given(st.text(max_size=200))
def test_any_text_ends_in_findings(text: str) -> None:
    assert validate(text.encode(errors="surrogatepass")).findings


def test_a_file_that_is_not_there_raises(tmp_path: os.PathLike[str]) -> None:
    with pytest.raises(FileNotFoundError):
        validate(os.path.join(tmp_path, "weg.toml"))  # noqa: PTH118


class TestLongLines:
    """A minified file is one line; a column counts characters, wherever in the line it is."""

    @pytest.mark.parametrize("letter", ["a", "é", "漢", "😀"])
    def test_the_column_counts_characters(self, letter: str) -> None:
        before = '{"uitbreiding": {"x": "' + letter * 5000 + '"}, '
        text = before + '"onbekend": 1}'
        assert ("LEZ010", "onbekend", 1, len(before) + 1) in places(text)


class TestOneRowEach:
    def test_a_component_has_one_row_in_the_request(self) -> None:
        text = after('aanvraag = [{ onderdeel = "brc" },\n  { onderdeel = "brc" }]')
        (finding,) = found(text)
        assert (finding.code, finding.location.path) == ("LEZ018", "aanvraag[1].onderdeel")
        assert finding.location.span.line == LINE + 1
        assert "één" in finding.message

    def test_a_component_is_requested_or_not(self) -> None:
        text = after('aanvraag = [{ onderdeel = "brc" }]\nniet_aangevraagd = [{ onderdeel = "brc", reden = "x" }]')
        (finding,) = found(text)
        assert (finding.code, finding.location.path) == ("LEZ022", "niet_aangevraagd[0].onderdeel")
        assert [other.path for other in finding.related] == ["aanvraag[0].onderdeel"]


@pytest.mark.parametrize("depth", [600, 2_000, 9_000, 50_000])
@pytest.mark.parametrize("inmost", ["", '"\\ud800"', "1, 2"])
def test_every_python_gives_up_on_deep_json_alike(depth: int, inmost: str) -> None:
    opening, closing = '{"a": [' * (depth // 2), "]}" * (depth // 2)
    (finding,) = validate(f"{opening}{inmost}{closing}".encode()).findings[:1]
    assert (finding.code, finding.location.path, finding.location.span.line) == ("LEZ007", "", 1)


class TestWhatIsMarked:
    """The whole span of a finding: the end counts too, for whoever underlines it in an editor."""

    @pytest.mark.parametrize(
        ("text", "span"),
        [
            pytest.param('titel = "caf\xe9!"\n'.encode("latin-1"), (1, 13, 14), id="a byte that is no text"),
            pytest.param(b"a = 1\na = 2\n", (2, 1, 2), id="a key that stands twice"),
            pytest.param(b"[aa]\nx = 1\n[aa]\n", (3, 2, 3), id="a header that stands twice"),
            pytest.param(b"start = 1-2-2024 # begin\n", (1, 9, 17), id="a value"),
            pytest.param(b"\nstart = 1-2-2024\n", (2, 9, 17), id="below a first line that is empty"),
            pytest.param(b'{"a": NaN, "b": 1}', (1, 7, 10), id="a value of JSON"),
            pytest.param(b'{"a": "x, y}', (1, 7, 13), id="a text of JSON without an end"),
            pytest.param(b"a = [1, 2\nb = 3\n", (1, 5, 6), id="a list without an end"),
            pytest.param(b"a = \nb = 3\n", (1, 5, 5), id="nothing, where the line ends"),
        ],
    )
    def test_where_it_begins_and_ends(self, text: bytes, span: tuple[int, int, int]) -> None:
        marked = found(text)[0].location.span
        assert (marked.line, marked.column, marked.end_column) == span
        assert marked.end_line == marked.line

    def test_a_number_in_a_text_on_an_earlier_line_is_not_the_fault(self) -> None:
        finding = found('a = 1\ntitel = "de som = 12,50"\neinde = @@\n')[0]
        assert (finding.location.span.line, finding.location.span.column) == (3, 9)
        assert "12,50" not in finding.message

    @pytest.mark.parametrize("value", ["5", "60_000", "-1.5", "true", "2024-01-01"])
    def test_a_value_that_is_right_is_not_the_fault(self, value: str) -> None:
        finding = found(f"a = 1\nb = {value},\n")[0]
        assert (finding.variant, finding.location.span.line) == ("teken-te-veel", 2)

    @pytest.mark.parametrize(("letters", "shown"), [(40, "a" * 40), (41, f"{'a' * 37}…")])
    def test_a_long_value_is_shown_in_part(self, letters: int, shown: str) -> None:
        finding = found(f"titel = {'a' * letters}\n")[0]
        assert finding.params["waarde"] == shown
        assert finding.location.span.end_column == 9 + letters

    def test_the_line_ends_of_windows_are_no_part_of_a_value_in_json(self) -> None:
        finding = found('{"galaplan": "1.0",\r\n "datum": 1-2-2024\r\n}')[0]
        assert (finding.params["voorstel"], finding.location.span.line) == ('"2024-02-01"', 2)

    def test_a_key_that_is_no_bare_word_is_quoted_in_its_path(self) -> None:
        assert ("LEZ010", '"b c"', LINE, 1) in places(after('"b c" = 1'))
