"""Validators of JSON Schema in other languages say of every document what galaplan says of its shape."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import missing, npm_package, tool
from mutants import COUNT, Document, mutants, plain

from galaplan.documents import read_document
from galaplan.schema import schema_text
from galaplan.structure import ShapeError, structure

ROOT = Path(__file__).parent.parent
ADAPTERS = Path(__file__).parent / "validators"
SCHEMA = ROOT / "schemas" / "1.0" / "plan.schema.json"

VALIDATORS = [
    "jsonschema",
    "jsonschema-rs",
    "ajv",
    "ajv without u",
    "ajv with formats",
    "json_schemer",
    "JSON::Validator",
]


def command(validator: str) -> list[str | Path]:
    """How a validator is started: schema and documents come behind it. Skips the test where it is not installed."""
    match validator:
        case "jsonschema":
            return [sys.executable, ADAPTERS / "python.py"]
        case "jsonschema-rs":
            if importlib.util.find_spec("jsonschema_rs") is None:
                missing("jsonschema-rs is not installed: pip install '.[interop]'")
            return [sys.executable, ADAPTERS / "rust.py"]
        case "ajv":
            npm_package("ajv")
            return [tool("node"), ADAPTERS / "node.cjs", "unicode"]
        case "ajv without u":
            npm_package("ajv")
            return [tool("node"), ADAPTERS / "node.cjs", "plain"]
        case "ajv with formats":
            npm_package("ajv-formats")
            return [tool("node"), ADAPTERS / "node.cjs", "formats"]
        case "json_schemer":
            return _with(["ruby", "-rset", "-rjson_schemer", "-e", ""], ADAPTERS / "ruby.rb")
        case _:
            return _with(["perl", "-MJSON::Validator", "-e", "1"], ADAPTERS / "perl.pl")


def _with(probe: list[str], adapter: Path) -> list[str | Path]:
    """The adapter of a language whose library is there; `probe` is a command that tells."""
    language = tool(probe[0])
    if subprocess.run([language, *probe[1:]], capture_output=True, check=False).returncode:
        missing(f"the library of {adapter.name} is not installed: run interop/install")
    return [language, adapter]


def verdicts(validator: str, documents: list[Document], folder: Path, schema: Path = SCHEMA) -> list[bool]:
    """What one validator says, all documents in one run."""
    lines = folder / "documents"
    lines.write_bytes("".join(f"{document.text}\n" for document in documents).encode())
    run = subprocess.run([*command(validator), schema, lines], capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    said = [{"true": True, "false": False}[line] for line in run.stdout.split()]
    assert len(said) == len(documents)
    return said


@cache
def damaged() -> list[Document]:
    return list(mutants())


@cache
def suite() -> list[tuple[Document, bool]]:
    """Every file of the conformance suite that can be read, as JSON, with the verdict that the suite lays down."""
    run = _runner()
    return [
        (Document(f"{case.group}/{case.name} {file['name']}", _as_json(case.files[file["name"]], file)), file["shape"])
        for case in run.cases()
        for file in case.expected["files"]
        if file["shape"] is not None
    ]


def _runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("conformance_run", ROOT / "conformance" / "run.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _as_json(data: bytes, file: dict[str, Any]) -> str:
    """A plan as JSON on one line; a file that is JSON keeps its numbers as they are written."""
    if file["name"].endswith(".json"):
        return data.decode().replace("\n", " ")
    return json.dumps(plain(read_document(data, "toml").tree))


def has_shape(text: str, *, whole: bool) -> bool:
    """Whether galaplan makes a plan of a JSON text; `whole`: with 1.0 read as 1, which no schema tells apart."""
    tree = read_document(text.encode(), "json").tree
    try:
        structure(_whole(tree) if whole else tree)
    except ShapeError:
        return False
    return True


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def otherwise(documents: list[Document], expected: list[bool], said: list[bool]) -> Iterator[str]:
    for document, wanted, given in zip(documents, expected, said, strict=True):
        if wanted is not given:
            yield f"{document.name}: {given}, expected {wanted}"


def test_the_published_schema_is_what_is_tested() -> None:
    assert SCHEMA.read_text("utf-8") == schema_text()


def test_the_mutants_are_worth_asking_about() -> None:
    """Of a thousand different plans a good part still has the shape of one."""
    documents = damaged()
    assert len({document.text for document in documents}) == len(documents) == COUNT == 1000
    valid = sum(has_shape(document.text, whole=True) for document in documents)
    assert 300 <= valid <= 700
    assert [d.text for d in mutants()] == [d.text for d in documents], "not the same every time"


def test_galaplan_refuses_only_one_thing_that_a_schema_lets_pass() -> None:
    """A whole number with a decimal point, where no number with a fraction may stand."""
    differ = [d for d in damaged() if has_shape(d.text, whole=True) is not has_shape(d.text, whole=False)]
    assert differ
    for document in differ:
        assert "Raw(" in document.name, document.name
        assert has_shape(document.text, whole=True), document.name


@pytest.mark.parametrize("validator", VALIDATORS)
def test_the_same_verdict_on_a_thousand_damaged_plans(validator: str, tmp_path: Path) -> None:
    documents = damaged()
    expected = [has_shape(document.text, whole=True) for document in documents]
    said = verdicts(validator, documents, tmp_path)
    print(f"{validator}: {len(said)} damaged plans, {sum(said)} valid")
    assert list(otherwise(documents, expected, said)) == []


@pytest.mark.parametrize("validator", VALIDATORS)
def test_the_verdict_that_the_suite_lays_down(validator: str, tmp_path: Path) -> None:
    documents = [document for document, _ in suite()]
    expected = [shape for _, shape in suite()]
    said = verdicts(validator, documents, tmp_path)
    print(f"{validator}: {len(said)} files of the suite, {sum(said)} valid")
    assert list(otherwise(documents, expected, said)) == []


@pytest.mark.parametrize("kind", ["gemeente", "regio"])
@pytest.mark.parametrize("validator", ["jsonschema-rs", "ajv", "json_schemer"])
def test_the_schema_of_one_kind_takes_the_plans_of_that_kind(validator: str, kind: str, tmp_path: Path) -> None:
    documents = damaged()
    of_kind = [json.loads(document.text).get("soort") == kind for document in documents]
    expected = [is_it and has_shape(d.text, whole=True) for is_it, d in zip(of_kind, documents, strict=True)]
    said = verdicts(validator, documents, tmp_path, SCHEMA.with_name(f"{kind}.schema.json"))
    assert list(otherwise(documents, expected, said)) == []


@pytest.mark.parametrize("validator", VALIDATORS)
def test_a_difference_would_be_seen(validator: str, tmp_path: Path) -> None:
    """The adapters answer document by document, in order."""
    good = next(d for d in damaged() if has_shape(d.text, whole=True))
    bad = Document("no plan", "{}")
    assert verdicts(validator, [bad, good, bad, bad, good], tmp_path) == [False, True, False, False, True]
