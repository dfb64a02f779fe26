"""TypeScript types made from the plan schema: they take every example, refuse what is wrong, and serve a program."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import MODULES, npm_package, tool

import galaplan

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent / "typescript"
SCHEMAS = ROOT / "schemas" / "1.0"
EXAMPLES = sorted((ROOT / "examples").rglob("*.toml"))


def run(*command: str | Path) -> str:
    """What a program writes; the test fails with all it said when it does not end well."""
    done = subprocess.run([*map(str, command)], capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def types_of(schema: str) -> str:
    npm_package("json-schema-to-typescript")
    return run(tool("node"), HERE / "types.mjs", SCHEMAS / schema)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A TypeScript project with the types, the programs of `typescript/`, and every example as a typed constant."""
    npm_package("@types/node")
    folder = tmp_path_factory.mktemp("typescript")
    for written in [*HERE.glob("*.ts"), HERE / "tsconfig.json"]:
        shutil.copy(written, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "node_modules").symlink_to(MODULES)
    (folder / "plan.d.ts").write_text(types_of("plan.schema.json"), "utf-8")
    for path, plan in examples():
        text = galaplan.dumps(plan, format="json")
        kind = {"gemeente": "GemeentelijkPlan", "regio": "RegionaalBestand"}[plan.kind]
        source = f'import type {{ {kind} }} from "./plan.js";\n\nexport const plan: {kind} = {text};\n'
        (folder / f"{path.parent.name}-{path.stem}.ts").write_text(source, "utf-8")
    return folder


def examples() -> Iterator[tuple[Path, galaplan.MunicipalPlan | galaplan.RegionalPlan]]:
    for path in EXAMPLES:
        yield path, galaplan.load(path)


def test_strict_typescript_takes_every_example_and_refuses_every_fault(project: Path) -> None:
    run(tool("tsc"), "--project", project, "--noEmit")


def test_the_types_bear_the_names_of_the_blocks(project: Path) -> None:
    types = (project / "plan.d.ts").read_text("utf-8")
    names = ("GemeentelijkPlan", "RegionaalBestand", "Aanvraag", "Actie", "Kosten", "Dekking", "CodeSpukOnderdeel")
    for name in names:
        assert f"export interface {name} {{" in types or f"export type {name} =" in types
    assert "unknown" not in types
    assert not re.findall(r"^export (?:interface|type) \w*\d\b", types, re.MULTILINE), "names made up by the tool"


def test_a_bundle_gives_the_types_of_its_kind() -> None:
    municipal, regional = types_of("gemeente.schema.json"), types_of("regio.schema.json")
    assert "export interface GemeentelijkPlan {" in municipal
    assert "export interface RegionaalBestand {" in regional
    assert "interface Ketenmatrixcel {" in regional
    assert "Ketenmatrixcel" not in municipal


def test_a_typed_program_finds_the_sums_that_the_library_finds(project: Path, tmp_path: Path) -> None:
    run(tool("tsc"), "--project", project, "--outDir", tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    for name in ("zonnedorp", "regio-zonneland/lelystad"):
        plan = galaplan.load(ROOT / "examples" / f"{name}.toml")
        galaplan.dump(plan, tmp_path / "plan.json")
        told = json.loads(run(tool("node"), tmp_path / "begroting.js", tmp_path / "plan.json"))
        assert told
        assert told == sums(plan)


def sums(plan: galaplan.MunicipalPlan | galaplan.RegionalPlan) -> dict[str, dict[str, int]]:
    """Whole euros of the brede SPUK per component and year."""
    totals: dict[str, galaplan.Amounts] = {}
    for action in plan.actions:
        for cost in action.costs:
            for line in cost.funding:
                if line.source == "spuk" and line.component:
                    known = totals.get(line.component)
                    totals[line.component] = known + line.amounts if known else line.amounts
    return {component: {str(year): euros for year, euros in amounts.items()} for component, amounts in totals.items()}
