"""The recipes of `docs/engines.md`, run as the page says on local clusters, against one process of the library."""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any

import pytest
from conftest import missing

import galaplan
from galaplan.cases import CaseFile, cases_of, codes
from galaplan.findings import Report
from galaplan.reports.json import report_tree

ROOT = Path(__file__).parent.parent
RECIPES = ROOT / "recipes"
PAGE = ROOT / "docs" / "engines.md"

COUNT = int(os.environ.get("GALAPLAN_PLANS", "50000"))
"""How many texts; fewer to try something out."""

PART = 1_000

KENMERK = re.compile(rb'^kenmerk = "', re.M)

NO_PLANS = (
    b"Plan van aanpak, zie bijlage %d",
    b"titel = 'half %d",
    b"\xff\xfep\x00l\x00a\x00n\x00 %d",
    b'kenmerk = "%d"\ntitel = "Gemeente S\xfadwest"',
    b"%PDF-1.7 %d",
    b"PK\x03\x04 %d",
    b'{"galaplan": "1.0", "kenmerk": "%d"',
    b'{"kenmerk": "%d", "titel": "\\ud800"}',
    b"a\x00 = %d",
    b"[" * 3_000 + b"%d",
    b'galaplan = "9.9"\nkenmerk = "%d"\n',
)
"""What is no plan, or cannot be read at all; a number in the place of `%d` makes each another one."""

TOO_LARGE = b"#" * (16 * 1024 * 1024 + 1)

Row = dict[str, Any]


def needs(*packages: str) -> None:
    for package in packages:
        if importlib.util.find_spec(package) is None:
            missing(f"{package} is not installed: pip install '.[dask]'")


def command(start: str, end: str = "") -> str:
    """The line of the page that begins and ends so."""
    lines = PAGE.read_text("utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith(start) and line.endswith(end)]
    return line


def run(line: str, folder: Path) -> None:
    """Run a line of the page in a folder, with this Python's commands first."""
    search_path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": search_path, "SPARK_LOCAL_IP": "127.0.0.1", "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=3600,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4_000:]


def texts() -> Iterator[tuple[str, bytes]]:
    """Names and texts without end, no two alike: every example of a rule on one file, then those on regions over again.

    The latter take the least time. One in ten is no plan.
    """
    yield "leeg.toml", b""
    yield "te-groot.toml", TOO_LARGE
    single = [case.files[0] for code in codes() for case in cases_of(code) if len(case.files) == 1]
    regional = [file for file in single if file.plan == "minimaal-regio" and KENMERK.search(file.data)]
    for number, file in enumerate(itertools.chain(single, itertools.cycle(regional))):
        suffix = PurePath(file.name).suffix
        yield f"plan-{number:05}{suffix}", KENMERK.sub(rb"\g<0>n%d-" % number, file.data, count=1)
        if number % 9 == 0:
            none = NO_PLANS[number // 9 % len(NO_PLANS)].replace(b"%d", b"%d" % number)
            yield f"geen-plan-{number:05}.{'json' if none.startswith(b'{') else 'toml'}", none


def examples_of_sets() -> Iterator[tuple[CaseFile, ...]]:
    return (case.files for code in codes() for case in cases_of(code) if len(case.files) > 1)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `recipes/`, with folders of files that belong together in `inzendingen/`, and all as `plans/`."""
    needs("pyarrow")
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = tmp_path_factory.mktemp("engines")
    (folder / "recipes").symlink_to(RECIPES)
    for number, files in enumerate(examples_of_sets()):
        place = folder / "inzendingen" / f"{number:03}"
        place.mkdir(parents=True)
        for file in files:
            (place / file.name).write_bytes(file.data)
    hostile(folder / "inzendingen" / "onleesbaar")
    run(command("python recipes/pack_plans.py", "--sets"), folder)
    packed = sum(pq.read_metadata(part).num_rows for part in (folder / "plans").iterdir())

    schema = recipe("findings").PLANS
    rows = [{"path": name, "data": data} for name, data in itertools.islice(texts(), COUNT - packed)]
    assert len({row["data"] for row in rows}) == len({row["path"] for row in rows}) == COUNT - packed
    for start in range(0, len(rows), PART):
        table = pa.Table.from_pylist(rows[start : start + PART], schema=schema)
        pq.write_table(table, folder / "plans" / f"texts-{start:05}.parquet")
    return folder


def hostile(folder: Path) -> None:
    """Files that cannot be read, beside one that can."""
    folder.mkdir()
    shutil.copy(ROOT / "examples" / "zonnedorp-dubbel.toml", folder / "goed.toml")
    (folder / "lus.toml").symlink_to("lus.toml")
    (folder / "weg.json").symlink_to("nergens.json")
    (folder / "map.toml").mkdir()
    galaplan.dump(galaplan.load(folder / "goed.toml"), folder / "map.toml" / "boek.xlsx")
    os.mkfifo(folder / "pijp.toml")


UNREAD = {
    "onleesbaar/lus.toml": "Too many levels of symbolic links",
    "onleesbaar/weg.json": "No such file or directory",
    "onleesbaar/pijp.toml": "not a regular file",
}


def recipe(name: str) -> Any:
    with contextlib.ExitStack() as stack:
        sys.path.insert(0, str(RECIPES))
        stack.callback(sys.path.remove, str(RECIPES))
        return importlib.import_module(name)


@pytest.fixture(scope="module")
def alone(scratch: Path) -> dict[str, Any]:
    """What one process finds: of each text by itself, of each folder together, of the JSON report made into tables."""
    with contextlib.chdir(scratch / "inzendingen"):
        folders = [(str(place), galaplan.validate(place)) for place in sorted(Path().iterdir()) if place.name.isdigit()]
        others = [("onleesbaar", "goed.toml"), ("onleesbaar/map.toml", "boek.xlsx")]
        folders += [(place, galaplan.validate(f"{place}/{name}")) for place, name in others]
    packed = sum(len(report.files) for _, report in folders) + len(UNREAD)
    singles = ((None, galaplan.validate(text)) for text in itertools.islice(texts(), COUNT - packed))
    reports: Iterator[tuple[str | None, Report]] = itertools.chain(folders, singles)
    parts = []
    while some := list(itertools.islice(reports, PART)):
        parts.append(tables(some))
    unread = [{"path": path, "together": "onleesbaar", "unread": reason} for path, reason in UNREAD.items()]
    parts.append({"files": unread_table(unread)})
    return {table: ordered(concatenated(part[table] for part in parts if table in part)) for table in COLUMNS}


COLUMNS = {"files": "FILES", "findings": "FINDINGS"}
SEVERITIES = ("error", "warning", "advice")


def tables(reports: Iterable[tuple[str | None, Report]]) -> dict[str, Any]:
    """Reports as tables, by way of what the JSON report says."""
    import pyarrow as pa

    schema = recipe("findings")
    files: list[Row] = []
    findings: list[Row] = []
    for together, report in reports:
        for file in report_tree(report)["files"]:
            weights = Counter(found["severity"] for found in file["findings"] if found["acknowledged"] is None)
            left = sum(found["acknowledged"] is not None for found in file["findings"])
            counts = {severity: weights[severity] for severity in SEVERITIES}
            files.append({**file, **counts, "acknowledged": left, "together": together})
            head = {"file": file["path"], **{key: file[key] for key in ("kenmerk", "soort", "editie", "valid")}}
            for number, found in enumerate(file["findings"], 1):
                params = json.dumps(found["params"], ensure_ascii=False)
                findings.append({**head, **found, "number": number, "params": params})
    return {
        "files": pa.Table.from_pylist(files, schema=schema.FILES),
        "findings": pa.Table.from_pylist(findings, schema=schema.FINDINGS),
    }


def unread_table(rows: list[Row]) -> Any:
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=recipe("findings").FILES)


def concatenated(parts: Iterable[Any]) -> Any:
    import pyarrow as pa

    return pa.concat_tables(parts)


def ordered(table: Any) -> Any:
    """By file, and in it as they were found."""
    key = ["file", "number"] if "number" in table.column_names else ["path"]
    return table.sort_by([(name, "ascending") for name in key])


def written(folder: Path, table: str) -> Any:
    """A table that an engine wrote, read with the names and types that the recipe promises."""
    from pyarrow import dataset

    assert (folder / table / "_SUCCESS").exists()
    schema = getattr(recipe("findings"), COLUMNS[table])
    found = dataset.dataset(folder / table)
    assert found.schema.remove_metadata().equals(schema)
    return ordered(found.to_table())


def test_the_texts_are_worth_comparing(alone: dict[str, Any]) -> None:
    """Nearly every rule speaks, files of every kind are there, and each has one row."""
    files = alone["files"].to_pylist()
    assert len({file["path"] for file in files}) == len(files) == COUNT
    by_path = {file["path"]: file for file in files}
    assert {path: by_path[path]["unread"] for path in UNREAD} == UNREAD
    assert all(by_path[path]["valid"] is None for path in UNREAD)
    assert sum(file["complete"] is False for file in files) > COUNT // 20
    assert sum(file["complete"] is True and not file["valid"] for file in files) > COUNT // 20
    assert sum(file["valid"] is True for file in files) > COUNT // 20
    findings = alone["findings"]
    first = dict(zip(findings["file"].to_pylist(), findings["code"].to_pylist(), strict=True))
    assert (first["te-groot.toml"], first["leeg.toml"]) == ("LEZ002", "LEZ003")
    assert set(codes()) - set(findings["code"].to_pylist()) == set()
    assert {len(related) for related in findings["related"].to_pylist()} > {0, 1, 2}
    assert any(findings["cell"].to_pylist())
    assert any(findings["acknowledged"].to_pylist())


@pytest.fixture(scope="module")
def with_dask(scratch: Path) -> Path:
    needs("distributed")
    run(command("python recipes/dask_plans.py"), scratch)
    return scratch / "out-dask"


@pytest.fixture(scope="module")
def with_spark(scratch: Path) -> Path:
    """Spark is half a gigabyte and needs Java, so the continuous check goes without."""
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed: pip install '.[spark]'")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java: apt-get install default-jre-headless")
    run(command("spark-submit"), scratch)
    return scratch / "out-spark"


@pytest.mark.parametrize("table", COLUMNS)
def test_two_workers_of_dask_find_what_one_process_finds(with_dask: Path, alone: dict[str, Any], table: str) -> None:
    assert written(with_dask, table).equals(alone[table])


@pytest.mark.parametrize("table", COLUMNS)
def test_two_threads_of_spark_find_what_one_process_finds(with_spark: Path, alone: dict[str, Any], table: str) -> None:
    assert written(with_spark, table).equals(alone[table])
