"""A finding that a plan acknowledges: it stays in the report with its reason, and stops nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import galaplan
from galaplan import Finding, Report, Severity, validate
from galaplan.cases import plan_text
from galaplan.cli import main
from galaplan.model import Acknowledgement, MunicipalPlan
from galaplan.rules import all_rules
from tests.cases import EXAMPLES

SHORT = plan_text("minimaal")
"""A plan that nothing is said of."""

WITHOUT_PERIOD = SHORT.replace("periode = ", "uitbreiding.periode = ")
"""The same without its period: IDE003, an error."""

ABOUT_ROWS = ("LEZ023", "LEZ024", "LEZ025", "LEZ026")


def row(code: str, path: str, reason: str = "Zo besloten door het college.") -> str:
    return f'\n[[erkend]]\ncode = "{code}"\npad = "{path}"\nreden = "{reason}"\n'


def of(report: Report, code: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == code]


def on_rows(report: Report) -> list[tuple[str, str]]:
    """What is said of the rows of a plan: code and path."""
    return [(f.code, f.location.path) for f in report.findings if f.code in ABOUT_ROWS]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--no-config"])


class TestMark:
    def test_the_finding_stays_with_its_reason_and_its_severity_and_counts_for_nothing(self) -> None:
        before = validate(WITHOUT_PERIOD.encode())
        assert [(f.code, f.location.path, f.acknowledged) for f in before.findings] == [("IDE003", "periode", None)]
        assert not before.valid
        after = validate((WITHOUT_PERIOD + row("IDE003", "periode", "De raad beslist in mei.")).encode())
        (finding,) = after.findings
        assert (finding.code, finding.severity) == ("IDE003", Severity.ERROR)
        assert finding.acknowledged == "De raad beslist in mei."
        assert finding.message == before.findings[0].message
        assert after.valid
        assert after.files[0].valid
        assert [after.count(severity) for severity in Severity] == [0, 0, 0]
        assert after.acknowledged == 1

    def test_the_command_tells_it_and_ends_well(self, tmp_path: Path) -> None:
        file = tmp_path / "plan.toml"
        file.write_text(WITHOUT_PERIOD)
        assert run("validate", str(file)).exit_code == 1
        file.write_text(WITHOUT_PERIOD + row("IDE003", "periode", "De raad beslist in mei."))
        result = run("validate", str(file))
        assert result.exit_code == 0
        assert "IDE003" in result.output
        assert "De raad beslist in mei." in result.output
        assert run("validate", "--strict", str(file)).exit_code == 0

    def test_an_acknowledged_warning_does_not_stop_a_strict_pipeline(self, tmp_path: Path) -> None:
        file = tmp_path / "plan.toml"
        text = SHORT.replace('naam = "Zeewolde"', 'naam = "Zeewolderdijk"')  # a name that no municipality has
        file.write_text(text)
        assert run("validate", "--strict", str(file)).exit_code == 1
        file.write_text(text + row("LEZ020", "gemeente.naam"))
        assert run("validate", "--strict", str(file)).exit_code == 0

    def test_another_place_or_another_code_stays_as_it_was(self) -> None:
        report = validate((WITHOUT_PERIOD + row("IDE003", "periode.van") + row("IDE004", "periode")).encode())
        (finding,) = of(report, "IDE003")
        assert finding.acknowledged is None
        assert not report.valid

    def test_every_finding_of_that_code_at_that_place_is_meant(self) -> None:
        text = SHORT + '\n[[acties]]\nid = "wandelgroep"\ntitel = "Wandelgroep"\n'  # for whom, and where, is not said
        assert [f.acknowledged for f in of(validate(text.encode()), "ACH001")] == [None, None]
        report = validate((text + row("ACH001", "acties[wandelgroep]", "Voor iedereen.")).encode())
        assert [f.acknowledged for f in of(report, "ACH001")] == ["Voor iedereen.", "Voor iedereen."]

    def test_the_rest_of_the_report_is_the_same(self) -> None:
        text = (EXAMPLES / "zonnedorp-dubbel.toml").read_text()
        before = validate(text.encode())
        after = validate((text + row("BEG008", "aanvraag[welzijn-op-recept].bedragen.2026")).encode())
        assert [f.replace(acknowledged=None) for f in after.findings] == list(before.findings)
        assert [f.code for f in after.findings if f.acknowledged] == ["BEG008"]

    def test_what_a_row_says_is_shown_and_does_not_steer_a_terminal(self, tmp_path: Path) -> None:
        file = tmp_path / "plan.toml"
        file.write_text(WITHOUT_PERIOD + row("IDE003", "periode", r"\u001b[31mrood"))
        output = run("validate", str(file)).output
        assert "\x1b" not in output
        assert "rood" in output


class TestPlace:
    """LEZ017: an outlook after the scheme, in a place with rows by name."""

    LATER = '\n[[acties]]\nid = "wandelgroep"\ntitel = "Wandelgroep"\nfasering = { 2031 = "Nog een keer." }\n'
    EARLIER = '\n[[acties]]\nid = "fietsgroep"\ntitel = "Fietsgroep"\n'

    def later(self, text: str) -> Finding:
        (finding,) = of(validate(text.encode()), "LEZ017")
        return finding

    def test_by_number(self) -> None:
        path = self.later(SHORT + self.LATER).location.path
        assert path.endswith("].fasering.2031")
        assert self.later(SHORT + self.LATER + row("LEZ017", path)).acknowledged

    def test_by_name_it_holds_when_rows_are_put_above(self) -> None:
        by_name = row("LEZ017", "acties[wandelgroep].fasering.2031")
        assert self.later(SHORT + self.LATER + by_name).acknowledged
        assert self.later(SHORT + self.EARLIER + self.LATER + by_name).acknowledged

    def test_by_number_it_does_not_and_the_report_says_where_it_stands_now(self) -> None:
        by_number = row("LEZ017", self.later(SHORT + self.LATER).location.path)
        report = validate((SHORT + self.EARLIER + self.LATER + by_number).encode(), language="en")
        assert not of(report, "LEZ017")[0].acknowledged
        (told,) = of(report, "LEZ025")
        assert "acties[wandelgroep].fasering.2031" in told.message
        assert told.related[0].path == of(report, "LEZ017")[0].location.path

    def test_empty_for_the_whole_file(self) -> None:
        marked = b"\xef\xbb\xbf" + (SHORT + row("LEZ008", "")).encode()
        (finding,) = validate(marked).findings
        assert (finding.code, finding.location.path) == ("LEZ008", "")
        assert finding.acknowledged


class TestNoEffect:
    @pytest.mark.parametrize("code", ["VAL001", "DUB001", "DUB002", "DUB003"])
    def test_errors_on_money_twice_and_on_fall_prevention_stay_errors(self, code: str) -> None:
        text = (EXAMPLES / "zonnedorp-dubbel.toml").read_text()
        before = next(f for f in of(validate(text.encode()), code) if f.severity is Severity.ERROR)
        report = validate((text + row(code, before.location.anchor)).encode())
        after = next(f for f in of(report, code) if f.location == before.location)
        assert after.acknowledged is None
        assert not report.valid
        assert on_rows(report) == [("LEZ024", "erkend[0]")]
        assert code in of(report, "LEZ024")[0].message

    def test_a_warning_of_these_families_can_be_acknowledged(self, tmp_path: Path) -> None:
        found = validate(EXAMPLES / "almere.toml")
        warned = next(f for f in found.findings if f.code.startswith("VAL") and f.severity is Severity.WARNING)
        text = (EXAMPLES / "almere.toml").read_text() + row(warned.code, warned.location.anchor)
        report = validate(text.encode())
        assert of(report, warned.code)[0].acknowledged
        assert on_rows(report) == []

    def test_what_keeps_a_file_from_being_a_plan(self) -> None:
        text = SHORT.replace('kenmerk = "', 'kenmerk = "Geen Kenmerk ') + row("LEZ014", "kenmerk") + row("VER001", "")
        report = validate(text.encode())
        assert not report.files[0].complete
        assert not report.valid
        assert of(report, "LEZ014")[0].acknowledged is None
        assert on_rows(report) == [("LEZ024", "erkend[0]")]  # and nothing of the rules, which were not asked

    def test_nothing_is_acknowledged_in_what_is_no_plan(self) -> None:
        text = SHORT.replace("titel = ", "tietel = ", 1).replace("2024 = ", "2031 = ")
        report = validate((text + row("IDE004", of(validate(text.encode()), "IDE004")[0].location.path)).encode())
        assert {f.acknowledged for f in of(report, "IDE004")} == {None}

    def test_an_error_of_reading_in_a_plan(self) -> None:
        twice = '\n[[acties]]\nid = "a"\ntitel = "A"\n\n[[acties]]\nid = "a"\ntitel = "B"\n'
        number = SHORT.count("[[acties]]") + 1
        report = validate((SHORT + twice + row("LEZ018", f"acties[{number}].id")).encode())
        assert not of(report, "LEZ018")[0].acknowledged
        assert on_rows(report) == [("LEZ024", "erkend[0]")]

    @pytest.mark.parametrize("code", ABOUT_ROWS)
    def test_what_is_said_of_rows_can_not_be_acknowledged(self, code: str) -> None:
        report = validate((SHORT + row("XYZ999", "periode") + row(code, "erkend[0].code")).encode())
        assert on_rows(report) == [("LEZ023", "erkend[0].code"), ("LEZ024", "erkend[1]")]
        assert not [f for f in report.findings if f.acknowledged]

    @pytest.mark.parametrize("reason", [".", "---", r"\u200b", r"\u00a0", r"\u3164"])
    def test_a_reason_that_says_nothing_is_none(self, reason: str) -> None:
        report = validate((WITHOUT_PERIOD + row("IDE003", "periode", reason)).encode(), language="en")
        assert of(report, "IDE003")[0].acknowledged is None
        assert not report.valid
        assert on_rows(report) == [("LEZ024", "erkend[0]")]
        assert "says nothing" in of(report, "LEZ024")[0].message

    def test_a_number_of_a_decision_is_a_reason(self) -> None:
        assert validate((WITHOUT_PERIOD + row("IDE003", "periode", "2024/17")).encode()).valid

    def test_no_family_can_be_made_to_pass_that_may_not(self) -> None:
        """All findings of a plan with many faults acknowledged: what is left are errors of three families."""
        text = (EXAMPLES / "zonnedorp-dubbel.toml").read_text()
        found = {(f.code, f.location.anchor) for f in validate(text.encode()).findings}
        report = validate((text + "".join(row(*pair) for pair in sorted(found))).encode())
        left = {f.code[:3] for f in report.findings if f.acknowledged is None and f.severity is Severity.ERROR}
        assert left == {"DUB", "VAL"}


FAULTY = (EXAMPLES / "zonnedorp-dubbel.toml").read_text()
FOUND = validate(FAULTY.encode()).findings

places = st.sampled_from([*(f.location.path for f in FOUND), *(f.location.anchor for f in FOUND), "", "erkend[0]"])
rows = st.tuples(st.sampled_from([*(f.code for f in FOUND), *ABOUT_ROWS, "IDE001", "XYZ999"]), places)


@settings(max_examples=40, deadline=None)
@given(st.lists(rows, max_size=6))
def test_whatever_the_rows_say_nothing_is_hidden_and_only_what_may_be_is_marked(stated: list[tuple[str, str]]) -> None:
    report = validate((FAULTY + "".join(row(*pair) for pair in stated)).encode())
    about_plan = [finding for finding in report.findings if finding.code not in ABOUT_ROWS]
    assert [finding.replace(acknowledged=None) for finding in about_plan] == list(FOUND)
    for finding in about_plan:
        meant = {(finding.code, finding.location.path), (finding.code, finding.location.anchor)} & set(stated)
        may = finding.severity is not Severity.ERROR or finding.code[:3] not in ("LEZ", "DUB", "VAL")
        assert (finding.acknowledged is not None) == bool(meant and may)
    assert all(finding.acknowledged is None for finding in report.findings if finding.code in ABOUT_ROWS)


class TestWithoutFinding:
    def test_a_row_that_is_left_over_is_told_as_advice(self) -> None:
        report = validate((SHORT + row("IDE003", "periode")).encode())
        assert [(f.code, f.severity, f.location.path) for f in report.findings] == [
            ("LEZ025", Severity.ADVICE, "erkend[0]")
        ]

    @pytest.mark.parametrize("choice", [{"select": "BEG,LEZ"}, {"ignore": "IDE"}, {"per_file_ignores": {"*": "IDE"}}])
    def test_not_when_the_rule_was_not_asked(self, choice: dict[str, str], tmp_path: Path) -> None:
        file = tmp_path / "plan.toml"
        file.write_text(SHORT + row("IDE003", "periode"))
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(tmp_path)
            assert not validate(file, **choice).findings  # type: ignore[arg-type]

    def test_the_place_that_is_most_like_it_is_named_and_none_that_another_row_means(self) -> None:
        text = SHORT + TestPlace.LATER + TestPlace.LATER.replace("wandel", "fiets")
        wrong = row("LEZ017", "acties[fietsgroepen].fasering.2031")
        (told,) = of(validate((text + wrong).encode()), "LEZ025")
        assert told.params["naaste"] == "acties[fietsgroep].fasering.2031"
        rows = "".join(row("LEZ017", f"acties[{name}].fasering.2031") for name in ("wandelgroep", "fietsgroep"))
        (told,) = of(validate((text + wrong + rows).encode()), "LEZ025")
        assert "naaste" not in told.params

    def test_what_is_said_of_rows_can_be_left_out_as_all_else(self) -> None:
        assert not validate((SHORT + row("IDE003", "periode")).encode(), ignore="LEZ025").findings

    def test_not_in_a_file_that_is_no_plan(self) -> None:
        report = validate((SHORT.replace("titel = ", "tietel = ", 1) + row("IDE003", "periode")).encode())
        assert on_rows(report) == []

    def test_a_code_that_does_not_exist_is_told_with_the_one_that_was_meant(self) -> None:
        (finding,) = validate((SHORT + row("IED003", "periode")).encode(), language="en").findings
        assert (finding.code, finding.severity) == ("LEZ023", Severity.WARNING)
        assert "IDE003" in finding.message

    def test_two_rows_for_one_finding(self) -> None:
        twice = WITHOUT_PERIOD + row("IDE003", "periode", "De eerste reden.") + row("IDE003", "periode", "Een andere.")
        report = validate(twice.encode())
        assert of(report, "IDE003")[0].acknowledged == "De eerste reden."
        assert on_rows(report) == [("LEZ026", "erkend[1]")]

    def test_two_rows_for_one_finding_by_number_and_by_name(self) -> None:
        (finding,) = of(validate((SHORT + TestPlace.LATER).encode()), "LEZ017")
        rows = row("LEZ017", finding.location.path) + row("LEZ017", finding.location.anchor)
        assert on_rows(validate((SHORT + TestPlace.LATER + rows).encode())) == [("LEZ026", "erkend[1]")]

    def test_two_rows_for_none(self) -> None:
        report = validate((SHORT + row("IDE003", "periode") + row("IDE003", "periode")).encode())
        assert on_rows(report) == [("LEZ025", "erkend[0]"), ("LEZ026", "erkend[1]")]


class TestSeveralFiles:
    REG014 = row("REG014", "acties[digitale-hulp].sleutel", "De regio past haar bestand nog aan.")

    def with_row(self, folder: str, name: str, text: str, tmp_path: Path) -> Path:
        target = tmp_path / folder
        shutil.copytree(EXAMPLES / folder, target)
        with (target / name).open("a") as file:
            file.write(text)
        return target

    def test_what_is_found_between_files_is_acknowledged_in_the_file_where_it_stands(self, tmp_path: Path) -> None:
        folder = self.with_row("regio-zonneland-fouten", "lelystad.toml", self.REG014, tmp_path)
        (finding,) = of(validate(folder), "REG014")
        assert Path(finding.location.file).name == "lelystad.toml"
        assert finding.acknowledged == "De regio past haar bestand nog aan."

    def test_and_in_no_other_file(self, tmp_path: Path) -> None:
        folder = self.with_row("regio-zonneland-fouten", "urk.toml", self.REG014, tmp_path)
        (finding,) = of(validate(folder), "REG014")
        assert finding.acknowledged is None

    def test_money_that_two_files_book_stays_an_error(self, tmp_path: Path) -> None:
        place = "acties[kennis-ggd].kosten[ggd-advies]"
        folder = self.with_row("regio-zonneland-fouten", "lelystad.toml", row("DUB008", place), tmp_path)
        report = validate(folder)
        assert [f.acknowledged for f in of(report, "DUB008")] == [None]
        assert on_rows(report) == [("LEZ024", "erkend[0]")]

    def test_a_row_is_not_left_over_while_files_are_missing(self, tmp_path: Path) -> None:
        folder = self.with_row("regio-zonneland", "lelystad.toml", self.REG014, tmp_path)
        assert on_rows(validate(folder / "lelystad.toml")) == []
        assert on_rows(validate(folder / "lelystad.toml", folder / "urk.toml")) == []
        assert on_rows(validate(folder)) == [("LEZ025", "erkend[0]")]
        elsewhere = tmp_path / "elders.toml"
        elsewhere.write_text(
            SHORT.replace("GM0050", "GM0363").replace('naam = "Zeewolde"', 'naam = "Amsterdam"') + self.REG014
        )
        assert [f.path for f in validate(folder, elsewhere).files if on_rows(Report(files=(f,)))] == [
            str(folder / "lelystad.toml")
        ]
        regional = folder / "regio-zonneland.toml"
        whole = regional.read_text()
        regional.write_text(whole.replace(', "governance", "plan-van-aanpak"]', "]"))
        assert all(file.complete for file in validate(folder).files)
        assert on_rows(validate(folder)) == []
        regional.write_text(whole)
        (folder / "urk.toml").unlink()
        assert on_rows(validate(folder)) == []

    def test_nor_of_a_rule_that_looks_at_single_files_as_well(self, tmp_path: Path) -> None:
        folder = self.with_row("regio-zonneland", "lelystad.toml", row("ELE009", "elementen.inzet-ggd.tekst"), tmp_path)
        assert on_rows(validate(folder)) == []

    def test_the_order_of_the_files_does_not_matter(self, tmp_path: Path) -> None:
        folder = self.with_row("regio-zonneland-fouten", "lelystad.toml", self.REG014, tmp_path)
        files = sorted(folder.glob("*.toml"))
        assert validate(*files) == validate(*reversed(files))


class TestShape:
    @pytest.mark.parametrize(
        ("text", "code", "path"),
        [
            ('[[erkend]]\ncode = "IDE003"\npad = "periode"\n', "LEZ011", "erkend[0].reden"),
            ('[[erkend]]\ncode = "IDE003"\nreden = "Zo besloten."\n', "LEZ011", "erkend[0].pad"),
            ('[[erkend]]\npad = ""\nreden = "Zo besloten."\n', "LEZ011", "erkend[0].code"),
            ('[[erkend]]\ncode = "IDE003"\npad = ""\nreden = " "\n', "LEZ021", "erkend[0].reden"),
            ('[[erkend]]\ncode = "ide 003"\npad = ""\nreden = "Zo besloten."\n', "LEZ014", "erkend[0].code"),
            ('[[erkend]]\ncode = "periode"\npad = ""\nreden = "Zo besloten."\n', "LEZ014", "erkend[0].code"),
            ('[erkend]\ncode = "IDE003"\npad = ""\nreden = "Zo besloten."\n', "LEZ012", "erkend"),
        ],
    )
    def test_a_row_has_a_code_a_path_and_a_reason(self, text: str, code: str, path: str) -> None:
        report = validate(f"{SHORT}\n{text}".encode())
        assert [(f.code, f.location.path) for f in report.findings] == [(code, path)]
        assert not report.valid

    def test_a_code_in_another_notation_is_told_as_it_is_written(self) -> None:
        report = validate(f'{SHORT}\n[[erkend]]\ncode = "ide-003"\npad = ""\nreden = "Zo."\n'.encode())
        assert "IDE003" in report.findings[0].fix

    def test_it_is_part_of_the_plan_and_is_written_back(self) -> None:
        plan = galaplan.loads(SHORT + row("IDE003", ""))
        assert isinstance(plan, MunicipalPlan)
        assert plan.acknowledgements == (
            Acknowledgement(code="IDE003", path="", reason="Zo besloten door het college."),
        )
        assert galaplan.loads(galaplan.dumps(plan)) == plan
        assert galaplan.loads(galaplan.dumps(plan, format="json")) == plan

    def test_a_regional_file_has_it_as_well(self) -> None:
        report = validate((plan_text("minimaal-regio") + row("REG001", "regioplan")).encode())
        assert on_rows(report) == [("LEZ025", "erkend[0]")]

    def test_every_code_of_a_finding_has_the_form(self) -> None:
        rows = "".join(row(code, "nergens") for code in all_rules())
        assert validate((SHORT + rows).encode()).files[0].complete
