"""The published schemas and code lists: in step, complete, in the wheel, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator

import galaplan
from galaplan import catalogue
from galaplan.cli import main
from galaplan.reports.published import published

ROOT = Path(__file__).parent.parent
PUBLISHED = ROOT / "schemas" / "1.0"
LISTS = "codelijsten/"

FILES = published()


def in_folder(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes().decode() for file in folder.rglob("*") if file.is_file()
    }


def invoke(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stdout, result.stderr


class TestFolder:
    def test_it_holds_what_this_release_publishes_and_nothing_else(self) -> None:
        found = in_folder(PUBLISHED)
        assert sorted(found) == sorted(FILES), "run: galaplan schema --write schemas/1.0, and remove what is left over"
        stale = [name for name, text in FILES.items() if found[name] != text]
        assert stale == [], "run: galaplan schema --write schemas/1.0"

    def test_it_is_in_the_installed_package_as_well(self) -> None:
        installed = files("galaplan") / "schemas" / "1.0"
        if not installed.is_dir():
            pytest.skip("galaplan is installed to be edited: the folder beside the source is the one that counts")
        for name, text in FILES.items():
            assert installed.joinpath(*name.split("/")).read_bytes().decode() == text

    @pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".schema.json")])
    def test_every_schema_is_a_schema_named_after_its_place(self, name: str) -> None:
        schema = json.loads(FILES[name])
        Draft7Validator.check_schema(schema)
        assert schema["$id"] == f"https://galaplan.example/schemas/1.0/{name}"


class TestCodeLists:
    def test_the_index_names_every_list_and_every_file(self) -> None:
        index = json.loads(FILES[LISTS + "index.json"])
        assert index["edities"] == ["spuk-2023", "spuk-2025"]
        named = [LISTS + row[output] for row in index["lijsten"] for output in ("json", "csv")]
        assert sorted([*named, LISTS + "index.json"]) == sorted(name for name in FILES if name.startswith(LISTS))
        assert {row["status"] for row in index["lijsten"]} == {"open", "gesloten", "naslag"}

    def test_each_edition_has_its_lists_in_a_folder_of_its_own(self) -> None:
        for name in catalogue.editions():
            stems = {Path(file).stem for file in FILES if file.startswith(f"{LISTS}{name}/")}
            assert stems == set(catalogue.edition(name).list_names)

    def test_what_differs_between_editions_differs_in_the_files(self) -> None:
        old, new = (json.loads(FILES[f"{LISTS}{edition}/spuk-onderdeel.json"]) for edition in catalogue.editions())
        assert [row["code"] for row in old["codes"]] == [row["code"] for row in new["codes"]]
        assert old != new

    def test_a_schema_takes_the_codes_of_every_edition_and_no_other(self) -> None:
        taken = set(json.loads(FILES["plan.schema.json"])["definitions"]["code-bestedingsdoel"]["anyOf"][0]["enum"])
        listed = {
            row["code"]
            for edition in catalogue.editions()
            for row in json.loads(FILES[f"{LISTS}{edition}/bestedingsdoel.json"])["codes"]
        }
        assert taken == listed

    @pytest.mark.parametrize("name", sorted(name for name in FILES if name.endswith(".csv")))
    def test_json_and_csv_say_the_same_and_no_cell_is_a_formula(self, name: str) -> None:
        rows = list(csv.reader(io.StringIO(FILES[name])))
        assert rows[0][:5] == ["code", "label", "toelichting", "bron", "status"]
        assert len(rows[0]) == 5 or Path(name).stem in ("gemeenten", "herindelingen")
        tree = json.loads(FILES[name.removesuffix("csv") + "json"])
        assert [row[:2] for row in rows[1:]] == [[row["code"], row["label"]] for row in tree["codes"]]
        assert {row[4] for row in rows[1:]} == {tree["status"]}
        assert len({row[0] for row in rows}) == len(rows)
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]

    def test_a_csv_begins_with_its_header_and_nothing_before_it(self, tmp_path: Path) -> None:
        assert invoke("schema", "--write", str(tmp_path))[0] == 0
        for file in tmp_path.rglob("*.csv"):
            data = file.read_bytes()
            assert data.startswith(b"code,label,toelichting,bron,status")
            assert b"\r" not in data
            assert data.endswith(b"\n")
        assert "Fryslân" in (tmp_path / LISTS / "gemeenten.csv").read_text("utf-8")

    def test_a_known_row(self) -> None:
        rows = csv.DictReader(io.StringIO(FILES[f"{LISTS}gemeenten.csv"]))
        almere = next(row for row in rows if row["code"] == "GM0034")
        assert almere["label"] == "Almere"
        assert almere["provincie"] == "Flevoland"
        assert almere["ggd_regio"] == "GGD Flevoland"


class TestCommand:
    def test_it_writes_them_all(self, tmp_path: Path) -> None:
        assert invoke("schema", "--write", str(tmp_path / "nieuw")) == (0, "", "")
        assert in_folder(tmp_path / "nieuw") == FILES

    @pytest.mark.parametrize("name", ["plan", "gemeente", "regio", "report"])
    def test_it_prints_one(self, name: str, tmp_path: Path) -> None:
        expected = FILES[f"{name}.schema.json"]
        assert invoke("schema", name) == (0, expected, "")
        assert invoke("schema", name, "--output", str(tmp_path / "s.json")) == (0, "", "")
        assert (tmp_path / "s.json").read_bytes().decode() == expected

    def test_without_a_name_it_is_that_of_both_kinds(self) -> None:
        assert invoke("schema")[1] == FILES["plan.schema.json"]

    def test_what_cannot_be_written_is_told_in_a_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "bestand").write_text("")
        status, _, told = invoke("schema", "--write", str(tmp_path / "bestand"))
        assert status == 2
        assert told.startswith("Error: ")
        assert "Traceback" not in told

    @pytest.mark.parametrize(
        "arguments",
        [
            ("schema", "provincie"),
            ("schema", "--write", "x", "--output", "y"),
            ("schema", "gemeente", "--write", "x"),
            ("schema", "--write", ""),
            ("schema", "regio", "--format", "markdown"),
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert invoke(*arguments)[0] == 2
        assert not list(tmp_path.iterdir())


class TestFormatPage:
    PAGE = ROOT / "docs" / "formaat.md"

    def test_it_is_in_step(self) -> None:
        status, text, _ = invoke("schema", "--format", "markdown")
        assert status == 0
        assert self.PAGE.read_text("utf-8") == text, "run: galaplan schema --format markdown > docs/formaat.md"

    def test_the_code_lists_are_in_step(self) -> None:
        status, text, _ = invoke("codelists", "--format", "markdown")
        assert status == 0
        page = ROOT / "docs" / "codelijsten.md"
        assert page.read_text("utf-8") == text, "run: galaplan codelists --format markdown > docs/codelijsten.md"

    def test_it_names_every_key_of_the_schema(self) -> None:
        named = set(re.findall(r"^\| `([^`]+)`", self.PAGE.read_text("utf-8"), re.MULTILINE))
        definitions = json.loads(FILES["plan.schema.json"])["definitions"]
        years = re.compile(r"20\d\d$")
        stated = {
            key
            for name, definition in definitions.items()
            for key in definition.get("properties", {})
            if not years.match(key)
        }
        assert stated - named == {"tekst", "vindplaats"}  # told once, above
        assert named - stated == set()

    def test_required_keys_carry_a_star_and_others_do_not(self) -> None:
        text = self.PAGE.read_text("utf-8")
        costs = text.partition("### acties.kosten\n")[2].partition("\n### ")[0]
        assert set(re.findall(r"`(\w+)`\\\*", costs)) == {"id", "bedragen"}

    def test_its_examples_parse_and_stand_in_the_example_files(self) -> None:
        examples = "\n".join(file.read_text("utf-8") for file in sorted((ROOT / "examples").rglob("*.toml")))
        blocks = re.findall(r"```toml\n(.*?)```", self.PAGE.read_text("utf-8"), re.DOTALL)
        assert len(blocks) > 20
        for block in blocks:
            tomllib.loads(block)
            assert block in examples

    def test_every_link_within_the_pages_leads_somewhere(self) -> None:
        pages = {name: (ROOT / "docs" / name).read_text("utf-8") for name in ("formaat.md", "codelijsten.md")}
        places = {
            name: {
                re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
                for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
            }
            for name, text in pages.items()
        }
        for name, text in pages.items():
            for page, place in re.findall(r"\]\(([\w.]*)#([^)]+)\)", text):
                assert place in places[page or name], f"{name}: {page}#{place}"


class TestGuide:
    """What docs/gids/vscode.md has people put in their settings."""

    GUIDE = ROOT / "docs" / "gids" / "vscode.md"

    def settings(self) -> list[dict[str, Any]]:
        return [
            json.loads(block) for block in re.findall(r"```json\n(.*?)```", self.GUIDE.read_text("utf-8"), re.DOTALL)
        ]

    def test_the_task_finds_every_finding_with_its_place(self) -> None:
        (task,) = self.settings()[0]["tasks"]
        plan = str(ROOT / "examples" / "zonnedorp-dubbel.toml")
        _, printed, _ = invoke(*(plan if word == "${relativeFile}" else word for word in task["args"]))
        _, report, _ = invoke("validate", "--format", "json", plan)
        pattern = task["problemMatcher"]["pattern"]
        found = []
        for line in printed.splitlines():
            match = re.search(pattern["regexp"], line)
            assert match, line
            assert match[pattern["file"]] == plan
            found.append((match[pattern["code"]], int(match[pattern["line"]]), int(match[pattern["column"]])))
        expected = [(f["code"], f["line"], f["column"]) for f in json.loads(report)["files"][0]["findings"]]
        assert len(found) > 5
        assert sorted(found) == sorted(expected)

    def test_the_settings_name_a_file_that_galaplan_writes(self) -> None:
        ((pattern, address),) = self.settings()[1]["evenBetterToml.schema.associations"].items()
        assert re.search(pattern, "file:///home/u/plannen/zonnedorp.toml")
        assert address.rpartition("/")[2] in FILES

    def test_a_plan_may_begin_with_the_line_for_editors(self) -> None:
        block = re.findall(r"```toml\n(.*?)```", self.GUIDE.read_text("utf-8"), re.DOTALL)[0]
        assert block.startswith("#:schema ")
        assert galaplan.loads(block).identifier == "zonnedorp-2024"
