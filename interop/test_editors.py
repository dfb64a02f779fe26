"""Plans in an editor: taplo (Even Better TOML) and tombi check them, complete them and tell what a key is for."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import npm_package, tool
from language_server import CURSOR, LanguageServer

ROOT = Path(__file__).parent.parent
SCHEMAS = ROOT / "schemas" / "1.0"
EXAMPLES = sorted((ROOT / "examples").rglob("*.toml"))

HEAD = """\
galaplan = "1.0"
soort = "gemeente"
editie = "spuk-2023"
kenmerk = "zonnedorp-2024"
titel = "Plan van aanpak"
"""
MUNICIPALITY = """
[gemeente]
code = "GM0050"
naam = "Zeewolde"
"""
ACTION = """
[[acties]]
id = "beweegmaatje"
titel = "Beweegmaatje"
"""

BAD = {
    "an unknown key": HEAD + "oplage = 3\n" + MUNICIPALITY,
    "a wrong type": HEAD.replace('"Plan van aanpak"', "2024") + MUNICIPALITY,
    "an unknown code": HEAD + MUNICIPALITY + '\n[[aanvraag]]\nonderdeel = "valprevenite"\n',
    "a required key left out": HEAD + MUNICIPALITY.replace('naam = "Zeewolde"\n', ""),
    "a table of the other kind": HEAD + MUNICIPALITY + '\n[mandaat]\ngemeente = "GM0050"\n',
    "a row with a key of another table": HEAD + MUNICIPALITY + ACTION + 'naam = "Beweegmaatje"\n',
    "a date that does not exist": HEAD.replace("titel", 'datum = "2024-02-30"\ntitel') + MUNICIPALITY,
    "an amount that is no number": HEAD + MUNICIPALITY + '\n[aanvraag_totaal]\n2024 = "veel"\n',
}

TOLD = {
    "an unknown key": "oplage",
    "a wrong type": "tring",
    "an unknown code": "valprevenite",
    "a required key left out": "naam",
    "a table of the other kind": "mandaat",
    "a row with a key of another table": "naam",
    "a date that does not exist": "plan.toml:6:9",
    "an amount that is no number": "nteger",
}
"""What both say: a word, or the place."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as a municipality has it: the schemas beside the plans."""
    for schema in SCHEMAS.glob("*.schema.json"):
        shutil.copy(schema, tmp_path)
    return tmp_path


def plan(folder: Path, text: str, schema: str) -> Path:
    file = folder / "plan.toml"
    file.write_text(f"#:schema ./{schema}.schema.json\n{text}", "utf-8")
    return file


def kind_of(text: str) -> str:
    return "regio" if '\nsoort = "regio"' in text else "gemeente"


def taplo(file: Path) -> tuple[int, str]:
    return said_by(tool("taplo"), "lint", "--no-auto-config", "--colors", "never", file)


def tombi(file: Path) -> tuple[int, str]:
    return said_by(tool("tombi"), "lint", "--offline", "--error-on-warnings", file)


def said_by(*command: str | Path) -> tuple[int, str]:
    surroundings = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        [*map(str, command)], capture_output=True, encoding="utf-8", timeout=120, check=False, env=surroundings
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("check", [taplo, tombi])
@pytest.mark.parametrize("schema", ["plan", "kind"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_example_is_taken_without_a_word(check: object, schema: str, example: Path, folder: Path) -> None:
    assert callable(check)
    text = example.read_text("utf-8").partition("\n")[2]  # the first line names a schema elsewhere
    status, said = check(plan(folder, text, kind_of(text) if schema == "kind" else schema))
    assert status == 0, said
    assert "rror" not in said
    assert "arning" not in said


@pytest.mark.parametrize("check", [taplo, tombi])
@pytest.mark.parametrize("schema", ["plan", "gemeente"])
@pytest.mark.parametrize("fault", BAD)
def test_every_fault_is_told(check: object, schema: str, fault: str, folder: Path) -> None:
    assert callable(check)
    status, said = check(plan(folder, BAD[fault], schema))
    assert status != 0
    assert TOLD[fault] in said


def test_the_sound_parts_of_the_bad_plans_are_sound(folder: Path) -> None:
    good = plan(folder, HEAD + MUNICIPALITY + ACTION, "gemeente")
    for status, said in (taplo(good), tombi(good)):
        assert status == 0, said


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_galaplan_refuses_them_too_whatever_schema_the_first_line_names(text: str, folder: Path) -> None:
    import galaplan

    assert not galaplan.validate(plan(folder, text, "gemeente")).valid
    galaplan.load(plan(folder, HEAD + MUNICIPALITY + ACTION, "gemeente"))


def tombi_server(folder: Path) -> LanguageServer:
    return LanguageServer([str(tool("tombi")), "lsp", "--offline"], folder, {})


def taplo_server(folder: Path) -> LanguageServer:
    """The server inside Even Better TOML, with the settings of docs/gids/vscode.md."""
    npm_package("@taplo/lsp")
    command = [str(tool("node")), str(Path(__file__).parent / "editors" / "taplo-server.cjs")]
    settings = {"schema": {"enabled": True, "catalogs": []}, "completion": {"maxKeys": 1}}
    return LanguageServer(command, folder, settings)


SERVERS = pytest.mark.parametrize("server", [taplo_server, tombi_server])
SCHEMA = "#:schema ./gemeente.schema.json\n"


@SERVERS
class TestCompletion:
    def test_of_keys_of_the_file(self, server: object, folder: Path) -> None:
        assert callable(server)
        with server(folder) as editor:
            offered = editor.completions(SCHEMA + HEAD + CURSOR + "\n" + MUNICIPALITY)
        assert "Datum of jaar van het plan." in offered["datum"]
        assert "kenmerk" not in offered  # it is there already
        assert "bevat" not in offered  # only a region has that

    def test_of_keys_of_an_action(self, server: object, folder: Path) -> None:
        assert callable(server)
        with server(folder) as editor:
            offered = editor.completions(SCHEMA + HEAD + MUNICIPALITY + "\n[[acties]]\n" + 'id = "a"\n' + CURSOR)
        assert "Korte naam van de actie." in offered["titel"]
        assert "De onderdelen die de actie uitvoert." in offered["onderdelen"]

    def test_of_codes(self, server: object, folder: Path) -> None:
        assert callable(server)
        with server(folder) as editor:
            offered = editor.completions(f'{SCHEMA}{HEAD}{MUNICIPALITY}\n[[aanvraag]]\nonderdeel = "{CURSOR}"\n')
        assert len(offered) == 15
        assert "Brede Regeling Combinatiefuncties" in offered['"brc"']


@SERVERS
class TestHover:
    def test_over_a_key(self, server: object, folder: Path) -> None:
        assert callable(server)
        with server(folder) as editor:
            told = editor.hover(f"{SCHEMA}{HEAD}dat{CURSOR}um = 2024-01-01\n{MUNICIPALITY}")
        assert "Datum of jaar van het plan. Een datum, zoals 2024-03-01, of een heel jaar, zoals 2024." in told

    def test_over_a_code(self, server: object, folder: Path) -> None:
        assert callable(server)
        with server(folder) as editor:
            told = editor.hover(f'{SCHEMA}{HEAD}{MUNICIPALITY}\n[[aanvraag]]\nonderdeel = "b{CURSOR}rc"\n')
        assert "Het onderdeel dat wordt aangevraagd." in told
        assert "`brc`: Brede Regeling Combinatiefuncties (BRC)" in told

    def test_over_the_name_of_a_table(self, server: object, folder: Path) -> None:
        assert callable(server)
        with server(folder) as editor:
            told = editor.hover(f"{SCHEMA}{HEAD}{MUNICIPALITY.replace('[gem', '[gem' + CURSOR)}")
        assert "De gemeente die het plan indient." in told


def test_tombi_tells_of_a_key_in_a_row_and_completes_deep_down(folder: Path) -> None:
    """What the server of Even Better TOML can't do: it tells of keys outside rows only."""
    row = ACTION + '\n[[acties.kosten]]\nid = "cursus"\n'
    with tombi_server(folder) as editor:
        told = editor.hover(f"{SCHEMA}{HEAD}{MUNICIPALITY}{row.replace('tit', 'tit' + CURSOR)}")
    assert "Korte naam van de actie." in told
    with tombi_server(folder) as editor:
        source = f'\n[[acties.kosten.dekking]]\nbron = "{CURSOR}"\n'
        offered = editor.completions(f"{SCHEMA}{HEAD}{MUNICIPALITY}{row}{source}")
    assert {'"spuk"', '"iza"', '"gemeente"'} <= set(offered)
