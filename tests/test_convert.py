"""`galaplan convert`: the same plan in another format."""

from __future__ import annotations

import json
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings

import galaplan
from galaplan.cli import main
from galaplan.cli.convert import has_comments
from galaplan.documents.writing import serialise
from tests.strategies import plans

EXAMPLES = Path(__file__).parent.parent / "examples"

HALF_WRITTEN = """\
galaplan = "1.0"
soort = "gemeente"
editie = "spuk-2023"
kenmerk = "half"
titel = "Half plan"
datum = 2023-10-12

[gemeente]
code = "GM0034"
naam = "Almere"

[[aanvraag]]
onderdeel = "brc"
bedragen = { 2024 = 60_000, 2025 = 62_000 }

[[acties]]
id = "coaches"
titel = "Coaches"
omschrijving = ""
doelen = []
"""

THE_SAME: dict[str, Any] = {
    "galaplan": "1.0",
    "soort": "gemeente",
    "editie": "spuk-2023",
    "kenmerk": "half",
    "titel": "Half plan",
    "datum": "2023-10-12",
    "gemeente": {"code": "GM0034", "naam": "Almere"},
    "aanvraag": [{"onderdeel": "brc", "bedragen": {"2024": 60000, "2025": 62000}}],
    "acties": [{"id": "coaches", "titel": "Coaches", "omschrijving": ""}],
}


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["convert", *arguments], input=stdin)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.toml").write_text(HALF_WRITTEN)
    return tmp_path


class TestToJson:
    def test_a_half_written_plan(self, here: Path) -> None:
        result = run("plan.toml", "plan.json")
        assert (result.exit_code, result.output) == (0, "")
        assert json.loads((here / "plan.json").read_text("utf-8")) == THE_SAME

    def test_and_back(self, here: Path) -> None:
        run("plan.toml", "plan.json")
        assert run("plan.json", "back.toml").exit_code == 0
        assert galaplan.load("back.toml") == galaplan.load("plan.toml")

    @pytest.mark.parametrize("example", sorted(EXAMPLES.rglob("*.toml")), ids=lambda path: path.name)
    def test_every_example_there_and_back(self, here: Path, example: Path) -> None:
        assert run(str(example), "there.json").exit_code == 0
        assert run("there.json", "back.toml").exit_code == 0
        assert galaplan.load("back.toml") == galaplan.load("there.json") == galaplan.load(example)

    def test_what_exists_is_overwritten(self, here: Path) -> None:
        (here / "plan.json").write_text("old")
        assert run("plan.toml", "plan.json").exit_code == 0
        assert json.loads((here / "plan.json").read_text("utf-8")) == THE_SAME


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans)
def test_a_plan_there_and_back_is_the_same_plan(tree: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, other, back = (str(Path(folder) / name) for name in ("a.json", "b.toml", "c.json"))
        Path(first).write_bytes(serialise(tree, "json").encode())
        assert run(first, other).exit_code == 0
        assert run(other, back).exit_code == 0
        assert galaplan.load(first) == galaplan.load(other) == galaplan.load(back)


class TestStreams:
    def test_from_standard_input_to_standard_output(self) -> None:
        result = run("-", "-", "--from", "toml", "--to", "json", stdin=HALF_WRITTEN)
        assert (result.exit_code, json.loads(result.stdout)) == (0, THE_SAME)

    def test_an_option_goes_before_the_end_of_a_name(self, here: Path) -> None:
        (here / "plan.txt").write_text(HALF_WRITTEN)
        assert json.loads(run("plan.txt", "-", "--from", "toml", "--to", "json").stdout) == THE_SAME
        assert run("plan.toml", "export.toml", "--to", "json").exit_code == 0
        assert json.loads((here / "export.toml").read_text("utf-8")) == THE_SAME

    @pytest.mark.parametrize(
        ("arguments", "option"),
        [(["-", "x.json"], "--from"), (["plan.toml", "-"], "--to"), (["plan.toml", "plan"], "--to")],
    )
    def test_without_either_the_option_is_named(self, here: Path, arguments: list[str], option: str) -> None:
        result = run(*arguments)
        assert result.exit_code == 2
        assert "does not end in .toml" in result.stderr
        assert f"name its format with {option}" in result.stderr


class TestComments:
    SENTENCE = "Let op: de opmerkingen (wat achter een # staat) in plan.toml zijn niet meegegaan.\n"

    @pytest.mark.parametrize("target", ["plan.json", "other.toml"])
    def test_that_they_are_not_kept_is_told_once(self, here: Path, target: str) -> None:
        (here / "plan.toml").write_text(f"# van ons\n{HALF_WRITTEN} # en nog wat\n")
        result = run("plan.toml", target)
        assert (result.exit_code, result.stderr) == (0, self.SENTENCE)
        assert "van ons" not in (here / target).read_text("utf-8")
        assert "Note: the comments" in run("plan.toml", target, "--lang", "en").stderr

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("# a", True),
            ("a = 1 # b", True),
            ('a = "#"', False),
            ("a = '#'", False),
            ('a = "\\"#"', False),
            ("a = '\\' # b", True),
            ('a = """\n# a "quoted" text\n"""', False),
            ("a = '''\n# it's\n'''", False),
            ('a = """x""" # b', True),
            ('a = """x"""""', False),
            ('a = """""" # b', True),
            ("#:schema plan.schema.json\na = 1", False),
            ("#:schema plan.schema.json\na = 1 # b", True),
            ('"#" = 1', False),
        ],
    )
    def test_what_a_comment_is(self, text: str, expected: bool) -> None:
        tomllib.loads(text)
        assert has_comments(text) is expected


class TestRefusals:
    def test_what_is_no_plan_is_told_as_a_report_and_nothing_is_written(self, here: Path) -> None:
        (here / "plan.toml").write_text(HALF_WRITTEN.replace('"brc"', '"bcr"').replace("60_000", "60_000.50"))
        result = run("plan.toml", "plan.json")
        assert result.exit_code == 1
        assert result.stdout == ""
        assert "LEZ013" in result.stderr
        assert "LEZ016" in result.stderr
        assert "  13:1 " in result.stderr
        assert not (here / "plan.json").exists()
        assert "1 file: 2 errors" in run("plan.toml", "plan.json", "--lang", "en").stderr

    def test_an_existing_file_is_then_as_it_was(self, here: Path) -> None:
        (here / "plan.json").write_text("old")
        (here / "plan.toml").write_text("titel = ")
        assert run("plan.toml", "plan.json").exit_code == 1
        assert (here / "plan.json").read_text() == "old"

    def test_broken_references_do_not_keep_it_from_being_converted(self, here: Path) -> None:
        (here / "plan.toml").write_text(HALF_WRITTEN.replace("doelen = []", 'doelen = ["nergens"]'))
        assert run("plan.toml", "plan.json").exit_code == 0
        assert json.loads((here / "plan.json").read_text("utf-8"))["acties"][0]["doelen"] == ["nergens"]

    @pytest.mark.parametrize("target", ["plan.toml", "./plan.toml", "link.toml"])
    def test_a_file_is_not_converted_into_itself(self, here: Path, target: str) -> None:
        (here / "link.toml").symlink_to("plan.toml")
        result = run("plan.toml", target)
        assert (result.exit_code, "IN and OUT are the same file" in result.stderr) == (2, True)
        assert (here / "plan.toml").read_text() == HALF_WRITTEN

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["geen.toml", "x.json"], "Error: geen.toml: No such file or directory"),
            (["plan.toml", "geen/x.json"], "Error: geen/x.json: No such file or directory"),
            (["\x1b[31m.toml", "x.json"], r"Error: \x1b[31m.toml: No such file"),
            (["plan.toml", "x.xml"], "x.xml: this does not end in"),
            (["plan.toml"], "Missing argument 'OUT'"),
        ],
    )
    def test_what_cannot_be_done_is_one_sentence(self, here: Path, arguments: list[str], sentence: str) -> None:
        result = run(*arguments)
        assert result.exit_code == 2
        assert sentence in result.stderr

    @pytest.mark.parametrize("data", [b"\xff\xfe", b"PK\x03\x04", b"\x00" * 100, b"[" * 5000, b"a" + b".a" * 20000])
    def test_bytes_that_are_no_text_are_a_report(self, here: Path, data: bytes) -> None:
        for name in ("toml", "json"):
            result = run("-", "x.json", "--from", name, stdin=data)
            assert result.exit_code == 1
            assert "LEZ0" in result.stderr
        assert not (here / "x.json").exists()


class TestLayout:
    """Small tables stand on a line of their own, of at most a hundred characters."""

    @pytest.mark.parametrize(
        ("letters", "expected"), [(84, '    {{naam = "{}"}},'), (85, '[[acties.indicatoren]]\nnaam = "{}"')]
    )
    def test_the_rows_of_a_list(self, letters: int, expected: str) -> None:
        text = serialise({"acties": [{"id": "a", "indicatoren": [{"naam": "x" * letters}]}]}, "toml")
        assert expected.format("x" * letters) in text
        assert max(map(len, text.splitlines())) <= 100

    @pytest.mark.parametrize(
        ("letters", "expected"), [(82, 'bron = {{naam = "{}"}}'), (83, '[acties.bron]\nnaam = "{}"')]
    )
    def test_a_table_in_a_row(self, letters: int, expected: str) -> None:
        text = serialise({"acties": [{"id": "a", "bron": {"naam": "x" * letters}}]}, "toml")
        assert expected.format("x" * letters) in text
        assert max(map(len, text.splitlines())) <= 100

    def test_the_rows_of_the_file_itself_have_headers(self) -> None:
        assert (
            serialise({"doelen": [{"id": "a"}, {"id": "b"}]}, "toml")
            == '[[doelen]]\nid = "a"\n\n[[doelen]]\nid = "b"\n'
        )

    def test_json_takes_no_other_value_than_a_plan_file_has(self) -> None:
        with pytest.raises(TypeError, match="object has no place in a plan file"):
            serialise({"titel": object()}, "json")
        with pytest.raises(ValueError, match="nan"):
            serialise({"aantal": float("nan")}, "json")

    def test_letters_are_written_as_they_are(self) -> None:
        assert serialise({"titel": "Café Zuid – één"}, "json") == '{\n  "titel": "Café Zuid – één"\n}\n'
        assert serialise({"titel": "Café Zuid – één"}, "toml") == 'titel = "Café Zuid – één"\n'

    @pytest.mark.parametrize("text", ['a\n"""b', '"""\n', 'a\nb"', 'a\n"b" c', 'a\n""""""\nb'])
    def test_quotes_in_a_text_of_several_lines(self, text: str) -> None:
        written = serialise({"titel": text}, "toml")
        assert tomllib.loads(written) == {"titel": text}
        assert written.count("\n") == text.count("\n") + 2
