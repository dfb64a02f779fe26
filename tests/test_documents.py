"""Reading: every byte string ends in a plan or in findings, each at its line and column in the file's own text."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from galaplan import Finding, validate
from tests.cases import PLANS

SMALL = (PLANS / "leeg.toml").read_text("utf-8")


def found(text: str | bytes) -> list[Finding]:
    data = text.encode(errors="surrogatepass") if isinstance(text, str) else text
    return [finding for finding in validate(data).findings if finding.code.startswith(("LEZ", "IDE001", "IDE010"))]


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

    def test_a_file_that_is_too_large_is_not_parsed(self) -> None:
        assert places(b"#" * (16 * 1024 * 1024 + 1)) == [("LEZ002", "", 1, 1)]


class TestNotToml:
    def test_a_missing_quote(self) -> None:
        assert places('galaplan = "1.0"\ntitel = "plan\n') == [("LEZ003", "", 2, 14)]

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

    def test_deep_nesting(self) -> None:
        assert [code for code, *_ in places('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}")] == ["LEZ007"]

    def test_a_list_is_no_plan(self) -> None:
        assert [code for code, *_ in places(b"[1, 2]")] == ["LEZ003"]


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
