#!/usr/bin/env python3
"""Writes the suite: `python conformance/generate.py`, with galaplan installed.

The cases are the examples of the rules, the cases of `handmade.py` and the example plans. What has to be said of them
is what galaplan says; where it was worked out by hand as well and is not the same, nothing is written.
"""

from __future__ import annotations

import base64
import json
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

import rtoml
from handmade import READING, SHAPE, SMALL_JSON, Handmade
from jsonschema import Draft7Validator
from run import HERE, SUITE, contents

import galaplan
from galaplan.cases import Case as Example
from galaplan.cases import cases_of, codes, plan_names, plan_text
from galaplan.documents import Unreadable, read_document
from galaplan.reports.json import report_tree
from galaplan.schema import plan_schema

ROOT = HERE.parent
RULES = Path(galaplan.__file__).parent / "cases" / "rules"
WIDTH = 120

Row = dict[str, Any]


class Otherwise(Exception):
    """What galaplan says is not what was worked out by hand."""


def groups() -> Iterator[tuple[str, str, list[Row]]]:
    """The groups: a name, what it is about, and its cases without what is expected of them."""
    yield "lezen", "from the bytes of a file to a tree", [_handmade(case, level=1) for case in READING]
    yield "vorm", "from a tree to the shape of a plan", [_handmade(case, level=2) for case in SHAPE]
    for family in dict.fromkeys(code[:3] for code in codes()):
        rows = [row for code in codes() if code.startswith(family) for row in _examples(code)]
        yield family, f"the examples of the rules of family {family}", rows
    yield "voorbeelden", "the example plans", list(_example_plans())


def _handmade(case: Handmade, *, level: int) -> Row:
    file = {"name": f"plan.{case.syntax}", **case.file}
    return {"name": case.name, "level": level, "description": case.description, "files": [file]}


def _examples(code: str) -> Iterator[Row]:
    raw = rtoml.loads((RULES / f"{code}.toml").read_text("utf-8"))
    numbers = {"goed": 0, "fout": 0}
    rows = [(kind, row) for kind in ("goed", "fout") for row in raw.get(kind, ())]
    for example, (kind, row) in zip(cases_of(code), rows, strict=True):
        numbers[kind] += 1
        case: Row = {"name": f"{code}-{kind}-{numbers[kind]}", "level": _level(example), "about": code}
        case["description"] = example.description
        if example.strict:
            case["strict"] = True
        case["files"] = [_file(file) for file in row.get("bestanden", [row])]
        yield case


def _level(example: Example) -> int:
    if len(example.files) > 1:
        return 4
    if not example.code.startswith("LEZ"):
        return 3
    return 1 if example.code < "LEZ010" else 2


def _file(row: Mapping[str, Any]) -> Row:
    name = row.get("naam", "plan.toml")
    file: Row = {"name": name, "base": f"plans/{row.get('plan', 'minimaal')}.toml"}
    if row.get("vervang"):
        file["replace"] = row["vervang"]
    if row.get("erbij"):
        file["append"] = row["erbij"]
    if "codering" not in row:
        return file
    data = _contents(file).decode().encode(row["codering"])
    return {"name": name, "base64": base64.b64encode(data).decode()}


def _example_plans() -> Iterator[Row]:
    examples = ROOT / "examples"
    for path in sorted(examples.iterdir()):
        files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
        yield {
            "name": path.stem,
            "level": 4 if len(files) > 1 else 3,
            "description": f"examples/{path.name}",
            "files": [{"name": file.name, "path": f"../../{file.relative_to(ROOT).as_posix()}"} for file in files],
        }


# --- what is expected -------------------------------------------------------------------------------------------------


def expected(row: Row) -> Row:
    """What has to be said of a case."""
    data = {file["name"]: _contents(file) for file in row["files"]}
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in data]
        for path, contents_ in zip(paths, data.values(), strict=True):
            path.write_bytes(contents_)
        report = report_tree(galaplan.validate(*paths, strict=row.get("strict", False)))
    said = {Path(file["path"]).name: file for file in report["files"]}
    return {"valid": report["valid"], "files": [_of_file(name, data[name], said[name], row) for name in data]}


def _of_file(name: str, data: bytes, said: Mapping[str, Any], row: Row) -> Row:
    tree = tree_of(name, data)
    stated: Row = {"name": name, "reads": tree is not None}
    stated["shape"] = None if tree is None or not _in_json(tree) else _validator().is_valid(tree)
    stated["valid"] = said["valid"]
    stated["findings"] = [_finding(finding, by_rule="about" in row) for finding in said["findings"]]
    if row["level"] == 1 and tree is not None and "about" not in row:
        stated["tree"] = tree
    return stated


def tree_of(name: str, data: bytes) -> Any:
    """The tree of a file with dates as text, or None when it cannot be read."""
    try:
        return plain(read_document(data, "json" if name.endswith(".json") else "toml").tree)
    except Unreadable:
        return None


def _in_json(tree: Any) -> bool:
    """Whether JSON has all the values of a tree; TOML has numbers more, such as `nan`."""
    try:
        json.dumps(tree, allow_nan=False)
    except ValueError:
        return False
    return True


def plain(value: Any) -> Any:
    """The value as JSON has it."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date | time) else value


@cache
def _validator() -> Draft7Validator:
    return Draft7Validator(plan_schema())


def _finding(said: Mapping[str, Any], *, by_rule: bool) -> Row:
    """One finding. Examples of rules have no columns, which would make the suite a tenth larger, and say little."""
    finding: Row = {key: said[key] for key in ("code", "severity", "path", "line", "column")}
    if by_rule:
        del finding["column"]
    if said["related"]:
        finding["related"] = [
            {"file": Path(other["file"]).name, "path": other["path"], "line": other["line"]}
            for other in said["related"]
        ]
    if said["acknowledged"]:
        finding["acknowledged"] = True
    return finding


# --- held against what was worked out by hand -------------------------------------------------------------------------


def check(rows: Mapping[str, Row]) -> None:
    """Raises `Otherwise` when cases say something else than was worked out by hand. `rows`: by name of the case."""
    differences = [said for case in (*READING, *SHAPE) if (said := _handmade_otherwise(case, rows[case.name]))]
    for code in codes():
        for number, example in _numbered(code):
            row = rows[f"{code}-{'goed' if example.good else 'fout'}-{number}"]
            if said := _example_otherwise(example, row):
                differences.append(said)
    if differences:
        raise Otherwise("\n".join(differences))


def _numbered(code: str) -> Iterator[tuple[int, Example]]:
    numbers = {True: 0, False: 0}
    for example in cases_of(code):
        numbers[example.good] += 1
        yield numbers[example.good], example


def _handmade_otherwise(case: Handmade, row: Row) -> str:
    (file,) = row["expected"]["files"]
    shape = case.shape if case.shape is not None else not case.findings
    if (file["reads"], file["shape"]) != (case.reads, shape if case.reads else None):
        return f"{case.name}: reads {file['reads']}, shape {file['shape']}"
    errors = [f for f in file["findings"] if f["severity"] == "error" and (f["code"].startswith("LEZ") or not shape)]
    found = sorted((f["code"], f["path"], f["line"]) for f in errors)
    if found != sorted(case.findings):
        return f"{case.name}: {found}, by hand {sorted(case.findings)}"
    if case.reads and _read_by_python(case.syntax, _contents(row["files"][0])) != file.get("tree", _ANY):
        return f"{case.name}: the readers of Python read another tree"
    return ""


class _Any:
    def __eq__(self, other: object) -> bool:
        return True


_ANY = _Any()


def _read_by_python(syntax: str, data: bytes) -> Any:
    """The tree by the readers of the standard library, which galaplan reads no plan with."""
    return json.loads(data) if syntax == "json" else plain(tomllib.loads(data.decode()))


def _example_otherwise(example: Example, row: Row) -> str:
    if {file.name: file.data for file in example.files} != {f["name"]: _contents(f) for f in row["files"]}:
        return f"{row['name']}: another text than the example"
    found = [
        (f["severity"], f["path"], file["name"], f["line"])
        for file in row["expected"]["files"]
        for f in file["findings"]
        if f["code"] == example.code
    ]
    by_hand = [] if example.good else [_by_hand(example)]
    return "" if found == by_hand else f"{row['name']}: {found}, by hand {by_hand}"


def _by_hand(example: Example) -> tuple[str, str, str, int]:
    marks = [
        (file.name, number)
        for file in example.files
        for number, line in enumerate(file.text.splitlines(), 1)
        if f"# <-- {example.code}" in line
    ]
    file, line = marks[0] if marks else (example.files[0].name, 1)
    return example.severity, example.path, file, line


# --- writing ---------------------------------------------------------------------------------------------------------


def _contents(file: Row) -> bytes:
    if "base" not in file:
        return contents(file, SUITE)
    text = plans()[file["base"]]
    return contents({"text": text, **{k: v for k, v in file.items() if k != "base"}}, SUITE)


@cache
def plans() -> Mapping[str, str]:
    """The plans that cases change, by their place in the suite."""
    return {f"plans/{name}.toml": plan_text(name) for name in plan_names()} | {"plans/leeg.json": SMALL_JSON}


def suite() -> dict[str, str]:
    """The text of every file of the suite, by its place. Raises `Otherwise`."""
    files = dict(plans())
    manifest: list[Row] = []
    rows: dict[str, Row] = {}
    for name, about, cases in groups():
        for case in cases:
            case["expected"] = expected(case)
            assert case["name"] not in rows, case["name"]
            rows[case["name"]] = case
        files[f"{name}.json"] = laid_out(cases) + "\n"
        manifest.append({"name": name, "file": f"{name}.json", "cases": len(cases), "about": about})
    check(rows)
    files["manifest.json"] = laid_out({"format": "1.0", "cases": len(rows), "groups": manifest}) + "\n"
    return files


def laid_out(value: Any, indent: int = 0) -> str:
    """The value as JSON in which what fits on a line stands on a line, so that a change is easy to see."""
    flat = json.dumps(value, ensure_ascii=False)
    if indent + len(flat) <= WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    inner, outer = " " * (indent + 1), " " * indent
    if isinstance(value, dict):
        items = [f"{json.dumps(key, ensure_ascii=False)}: {laid_out(item, indent + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(inner + item for item in items) + f"\n{outer}}}"
    return "[\n" + ",\n".join(inner + laid_out(item, indent + 1) for item in value) + f"\n{outer}]"


def main() -> int:
    """Write what changed, and remove what the suite no longer has."""
    try:
        files = suite()
    except Otherwise as error:
        print(f"not written: {error}", file=sys.stderr)
        return 1
    for path in SUITE.rglob("*"):
        if path.is_file() and path.relative_to(SUITE).as_posix() not in files:
            path.unlink()
    for name, text in files.items():
        path = SUITE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    print(f"{len(files)} files in {SUITE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
