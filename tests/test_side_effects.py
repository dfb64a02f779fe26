"""Nothing but what was asked for: no network, no code of others, no file read or written that was not named.

A child process installs an audit hook before galaplan is imported, runs commands one after the other, and tells what
Python did meanwhile: https://docs.python.org/3/library/audit_events.html. The interpreter's own cache of compiled
modules is off (`-B`); it lies beside the modules and has nothing to do with a plan.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import galaplan
from galaplan.documents import MAX_BYTES, MAX_DEPTH
from galaplan.reports import FORMATS
from galaplan.workbook.cells import MAX_CELLS
from galaplan.workbook.package import MAX_ELEMENTS, MAX_INFLATED
from tests.cases import EXAMPLES, PLANS
from tests.test_injections import plans_with

MARK = "KWAAD"

CODE = "__import__('os').system('touch KWAAD') {0.__class__} ${KWAAD} $(touch KWAAD) `touch KWAAD` !!python KWAAD"
"""What a reader of a plan would run, look up or fill in, if it ran, looked up or filled in anything."""

CHILD = r"""
import json, os, shutil, sys
from types import CodeType

MARK, commands, log = "KWAAD", json.loads(sys.argv[1]), sys.argv[2]
seen, now = [], [-1]
CHANGES = tuple(json.loads(sys.argv[3]))
COPIES = ("shutil.copy", "os.symlink")  # of which only the second name changes
PASSED_OVER = (  # what changes nothing: imports, looking into folders, the innards of objects, a lock on a file
    "import", "marshal.load", "os.listdir", "os.scandir", "pathlib.Path.glob", "object.__", "builtins.id",
    "sys._getframe", "array.__new__", "fcntl.flock",
)


def holds_mark(code):
    names = (*code.co_names, *code.co_varnames, *(c for c in code.co_consts if isinstance(c, str)))
    return any(MARK in n for n in names) or any(holds_mark(c) for c in code.co_consts if isinstance(c, CodeType))


def hook(event, args):
    if now[0] is None:
        return
    if event == "open":
        path, mode, flags = args
        told = [path if isinstance(path, int) else os.path.abspath(os.fsdecode(path)), flags]
    elif event == "exec":
        code = args[0]
        told = [code.co_filename, holds_mark(code)]
    elif event == "compile":
        source, name = args
        text = source.decode(errors="replace") if isinstance(source, bytes) else str(source)
        told = [str(name), MARK in text]
    elif event.startswith(CHANGES):
        paths = [a for a in args if isinstance(a, (str, bytes, os.PathLike))]
        told = [os.path.abspath(os.fsdecode(path)) for path in (paths[1:] if event.startswith(COPIES) else paths)]
    elif event.startswith(PASSED_OVER):
        return
    else:
        told = [os.fsdecode(a) if isinstance(a, (str, bytes, os.PathLike)) else repr(a) for a in args]
    seen.append([now[0], event, told])


sys.addaudithook(hook)
from galaplan.cli import main

status = []
for number, arguments in enumerate(commands):
    now[0] = number
    if arguments[0] == "python":  # to see that the hook sees
        try:
            exec(arguments[1], {})
        except OSError:
            pass
        continue
    try:
        main(arguments, prog_name="galaplan")
    except SystemExit as end:
        status.append(end.code)
now[0] = None
sys.stdout.flush()
open(log, "w").write(json.dumps({"status": status, "seen": seen}))
"""

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

CHANGES = (
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.truncate",
    "shutil.",
)


class Event(NamedTuple):
    """Something that Python did."""

    command: int
    name: str
    told: list[Any]


class Watched(NamedTuple):
    """What commands did, by their number; -1 is importing the command itself."""

    status: list[int]
    events: list[Event]

    def of(self, command: int, *names: str) -> list[Event]:
        return [one for one in self.events if one.command == command and one.name.startswith(names)]

    def written(self, command: int) -> set[str]:
        """The files that a command opened for writing, and all that it made, named otherwise, changed or took away."""
        opened = {e.told[0] for e in self.of(command, "open") if e.told[1] & WRITING and isinstance(e.told[0], str)}
        return opened | {path for event in self.of(command, *CHANGES) for path in event.told}

    def read(self, command: int) -> set[str]:
        """The files that a command opened for reading, other than those of Python and its packages."""
        opened = {e.told[0] for e in self.of(command, "open") if not e.told[1] & WRITING}
        return {path for path in opened if isinstance(path, str) and not path.startswith(PROGRAMS)}

    def strange(self) -> list[Event]:
        """All but opening files, writing them whole, and running code."""
        ordinary = ("open", "exec", "compile", "tempfile.mkstemp", *CHANGES)
        return [one for one in self.events if not one.name.startswith(ordinary)]


PROGRAMS = tuple(
    {
        *(os.path.realpath(path) + os.sep for path in (sys.prefix, sys.base_prefix, *sysconfig.get_paths().values())),
        *(path + os.sep for path in (sys.prefix, sys.base_prefix)),
        str(Path(galaplan.__file__).parent) + os.sep,
        str(Path(galaplan.__file__).parents[2] / "schemas") + os.sep,
        "/dev/null",
    }
)
"""Where Python, its packages and galaplan with its data are installed."""


def watch(
    commands: list[list[str]], folder: Path, stdin: bytes = b"", environment: Mapping[str, str] | None = None
) -> Watched:
    """Run commands in a folder, and tell what they did."""
    log = folder.parent / f"{folder.name}.log"
    done = subprocess.run(
        [sys.executable, "-B", "-c", CHILD, json.dumps(commands), str(log), json.dumps(CHANGES)],
        cwd=folder,
        input=stdin,
        capture_output=True,
        env={**os.environ, **(environment or {})},
    )
    assert log.exists(), done.stderr.decode()
    found = json.loads(log.read_text("utf-8"))
    return Watched(found["status"], [Event(*event) for event in found["seen"]])


PLAN, WRONG = str(EXAMPLES / "zonnedorp.toml"), str(EXAMPLES / "zonnedorp-dubbel.toml")
REGION = str(EXAMPLES / "regio-zonneland-fouten")

COMMANDS: list[tuple[list[str], str]] = [
    *((["validate", "--format", form, "--output", "report", PLAN, WRONG], "report") for form in FORMATS),
    *((["validate", "--format", form, WRONG], "") for form in FORMATS),
    *((["validate", "--lang", "en", str(path)], "") for path in sorted(EXAMPLES.glob("*.toml"))),
    (["validate", REGION], ""),
    (["validate", "-"], ""),
    (["diff", PLAN, WRONG], ""),
    (["diff", "--format", "json", "--output", "diff.json", PLAN, WRONG], "diff.json"),
    (["convert", PLAN, "plan.json"], "plan.json"),
    (["convert", PLAN, "plan.xlsx"], "plan.xlsx"),
    (["convert", "plan.json", "plan.toml"], "plan.toml"),
    (["convert", "plan.xlsx", "plan.toml"], "plan.toml"),
    (["convert", PLAN, "-", "--to", "json"], ""),
    (["init", "new.toml", "--gemeente", "Zeewolde", "--onderdelen", "valpreventie"], "new.toml"),
    (["init", "-", "--regio", "Flevoland"], ""),
    (["rules"], ""),
    (["rules", "DUB002", "--format", "json"], ""),
    (["rules", "DUB", "--format", "markdown", "--output", "dub.md"], "dub.md"),
    (["schema"], ""),
    (["schema", "--format", "markdown", "--output", "formaat.md"], "formaat.md"),
    (["codelists"], ""),
    (["codelists", "gemeenten", "--format", "csv", "--output", "gemeenten.csv"], "gemeenten.csv"),
]
"""Every command, and the file that it is told to write; none is standard output."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("werk")


@pytest.fixture(scope="module")
def on_examples(folder: Path) -> Watched:
    """What all commands do with the examples."""
    return watch([arguments for arguments, _ in COMMANDS], folder, Path(PLAN).read_bytes())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A folder of hostile plans, by name."""
    here = tmp_path_factory.mktemp("kwaad")
    (here / "elders.json").write_text('{"type": "string"}')
    plan = json.dumps((PLANS / "minimaal.toml").read_text("utf-8"))
    address, file = "http://127.0.0.1:9/KWAAD.json", (here / "elders.json").as_uri()
    tree = {"$schema": address, "$id": file, "$ref": file, "galaplan": "1.0", "soort": "gemeente", "plan": plan}
    files = {
        **plans_with(CODE),
        "refers.json": json.dumps({**tree, "acties": [{"$ref": address}], "definitions": {"$ref": file}}).encode(),
        "points.toml": f"#:schema {address}\n#:include {file}\n".encode() + (PLANS / "minimaal.toml").read_bytes(),
        "entity.xml.toml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "elders.json">]><x>&a;</x>',
        "pickle.json": b"\x80\x04\x95cos\nsystem\n(S'touch KWAAD'\ntR.",
    }
    for name, data in files.items():
        (here / name).write_bytes(data)
    return here, sorted(files)


@pytest.fixture(scope="module")
def on_hostile(hostile: tuple[Path, list[str]]) -> Watched:
    here, names = hostile
    each = [command for name in names for command in (["validate", name], ["convert", name, f"{name}.new.json"])]
    return watch([*each, ["diff", PLAN, names[0]], ["validate", "--format", "sarif", *names]], here)


class TestTheHook:
    """That it sees what must not happen: else the tests below would mean nothing."""

    @pytest.mark.parametrize(
        ("code", "event"),
        [
            ("import socket; socket.create_connection(('127.0.0.1', 9), timeout=1)", "socket.connect"),
            ("import socket; socket.getaddrinfo('a.example.invalid', 80)", "socket.getaddrinfo"),
            ("import urllib.request as u; u.urlopen('http://127.0.0.1:9/')", "urllib.Request"),
            ("import subprocess; subprocess.run(['true'])", "subprocess.Popen"),
            ("import os; os.system('true')", "os.system"),
            ("import os; os.fork() or os._exit(0)", "os.fork"),
            ("import ctypes; ctypes.CDLL(None)", "ctypes.dlopen"),
            ("import pickle; pickle.loads(b'cos\\nsystem\\n.')", "pickle.find_class"),
        ],
    )
    def test_what_is_strange(self, tmp_path: Path, code: str, event: str) -> None:
        (tmp_path / "x").mkdir()
        assert event in {one.name for one in watch([["python", code]], tmp_path / "x").strange()}

    def test_what_is_written_read_and_run(self, tmp_path: Path) -> None:
        here = tmp_path / "x"
        here.mkdir()
        (here / "b").write_text("1")
        code = "open('a', 'w'); open('b').read(); import os; os.mkdir('c'); os.rename('b', 'd'); eval('\"KWAAD\"')"
        watched = watch([["python", code]], here)
        assert watched.written(0) == {str(here / name) for name in "abcd"}
        assert watched.read(0) == {str(here / "b")}
        assert [one.told for one in watched.of(0, "compile")][-1] == ["<string>", True]
        assert True in [one.told[1] for one in watched.of(0, "exec")]


class TestOnTheExamples:
    def test_they_all_ran(self, on_examples: Watched) -> None:
        assert len(on_examples.status) == len(COMMANDS)
        assert set(on_examples.status) <= {0, 1}

    def test_there_is_no_network_no_process_and_nothing_else_that_is_strange(self, on_examples: Watched) -> None:
        assert on_examples.strange() == []

    @pytest.mark.parametrize(
        "number", range(len(COMMANDS)), ids=[" ".join(Path(w).name for w in c) for c, _ in COMMANDS]
    )
    def test_only_the_named_file_is_written(self, on_examples: Watched, folder: Path, number: int) -> None:
        """And, beside it, the temporary file that takes its place."""
        _, output = COMMANDS[number]
        written = on_examples.written(number)
        temporary = {path for path in written if re.fullmatch(rf"{folder}/\.{re.escape(output)}\.\w+\.tmp", path)}
        assert written - temporary == ({str(folder / output)} if output else set())
        assert len(temporary) == bool(output)

    def test_nothing_is_left_beside_what_was_named(self, on_examples: Watched, folder: Path) -> None:
        assert {path.name for path in folder.iterdir()} == {output for _, output in COMMANDS if output}

    def test_all_of_a_published_folder_lies_in_it(self, tmp_path: Path) -> None:
        here = tmp_path / "x"
        here.mkdir()
        watched = watch([["schema", "--write", "schemas"]], here)
        assert watched.status == [0]
        assert {Path(path).relative_to(here).parts[0] for path in watched.written(0)} == {"schemas"}
        assert watched.strange() == []

    @pytest.mark.parametrize(
        "number", range(len(COMMANDS)), ids=[" ".join(Path(w).name for w in c) for c, _ in COMMANDS]
    )
    def test_only_the_named_files_and_settings_are_read(self, on_examples: Watched, folder: Path, number: int) -> None:
        """Settings are looked for above the folder (docs/settings.md); there are none that are read here."""
        arguments, output = COMMANDS[number]
        named = {str(folder / word) for word in arguments}
        named |= {str(path) for word in named if Path(word).is_dir() for path in Path(word).iterdir()}
        above = {str(place / name) for place in folder.parents for name in ("galaplan.toml", "pyproject.toml")}
        extra = {str(folder)} if output else set()  # its own entry is put on disk, too
        assert on_examples.read(number) - named - above <= extra


class TestCode:
    """What is compiled and run is Python's, galaplan's and what their authors make of their own texts."""

    MADE = (
        "<frozen ",  # modules within Python itself
        "<attrs generated ",  # of the names of fields in a class: attrs, cattrs
        "<cattrs generated ",
        "<string>",  # of the names of fields: dataclasses, and annotations of types
        "<unknown>",  # the signature of a function in C, which `inspect` reads
    )

    @pytest.mark.parametrize("of", ["on_examples", "on_hostile"])
    def test_every_piece_of_code_comes_from_a_program(self, of: str, request: pytest.FixtureRequest) -> None:
        watched: Watched = request.getfixturevalue(of)
        run = {one.told[0] for one in watched.events if one.name in ("exec", "compile")}
        assert len(run) > 50
        assert {name for name in run if not name.startswith((*PROGRAMS, *self.MADE))} == set()

    def test_nothing_of_a_plan_is_compiled_or_run(self, on_hostile: Watched) -> None:
        assert [one for one in on_hostile.events if one.name in ("exec", "compile") and one.told[1]] == []

    def test_no_module_asks_for_a_way_to_run_text(self) -> None:
        """`eval`, `exec`, `compile`, `pickle`, `subprocess` and the like are in no module of galaplan."""
        forbidden = {"eval", "exec", "compile", "__import__"}
        modules = {"pickle", "marshal", "shelve", "subprocess", "ctypes", "socket", "ssl", "http", "urllib.request"}
        for file in Path(galaplan.__file__).parent.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    assert node.func.id not in forbidden, file
                elif isinstance(node, ast.Import):
                    assert not modules & {alias.name for alias in node.names}, file
                elif isinstance(node, ast.ImportFrom):
                    assert node.module not in modules, file


class TestOnHostilePlans:
    def test_each_is_told_and_none_is_a_failure(self, on_hostile: Watched) -> None:
        assert len(on_hostile.status) > 40
        assert set(on_hostile.status) <= {0, 1}

    def test_there_is_nothing_strange(self, on_hostile: Watched) -> None:
        """No address that stands in a plan is looked at, and nothing in it is run."""
        assert on_hostile.strange() == []

    def test_no_file_that_a_plan_points_to_is_opened(
        self, on_hostile: Watched, hostile: tuple[Path, list[str]]
    ) -> None:
        here, _ = hostile
        opened = {one.told[0] for one in on_hostile.events if one.name == "open"}
        assert str(here / "refers.json") in opened
        assert str(here / "elders.json") not in opened

    def test_nothing_was_made_but_what_was_named(self, on_hostile: Watched, hostile: tuple[Path, list[str]]) -> None:
        here, names = hostile
        made = {path.name for path in here.iterdir()} - set(names) - {"elders.json"}
        assert made <= {f"{name}.new.json" for name in names}
        assert made
        assert not [name for name in made if MARK in name]


def test_the_bounds_are_those_that_security_promises() -> None:
    text = (EXAMPLES.parent / "SECURITY.md").read_text("utf-8")
    promised = (
        f"{MAX_BYTES // 2**20} MiB a file, {MAX_DEPTH} levels of tables and lists",
        f"{MAX_INFLATED // 2**20} MiB\nunpacked, {MAX_CELLS:,} cells and {MAX_ELEMENTS:,} elements of XML",
    )
    for words in promised:
        assert words in text


class TestSurroundings:
    """What lies around a plan, or is in the environment, changes nothing that is not documented."""

    @pytest.mark.skipif(sys.platform == "win32", reason="a script of another name")
    def test_modules_beside_a_plan_are_not_imported(self, tmp_path: Path) -> None:
        """By the command, that is; `python -m galaplan` looks in the current directory, as `python -m` does."""
        script = Path(sysconfig.get_path("scripts"), "galaplan")
        if not script.exists():
            pytest.skip("galaplan is not installed as a command")
        for name in ("galaplan", "click", "rtoml", "json", "re", "attr", "attrs", "sitecustomize", "jsonschema", "csv"):
            (tmp_path / f"{name}.py").write_text("open('KWAAD', 'w')\nraise SystemExit(99)\n")
        (tmp_path / "plan.toml").write_bytes(Path(WRONG).read_bytes())
        (tmp_path / "geen.toml").write_bytes(b"x = 1")
        for arguments in (["validate", "plan.toml", "geen.toml"], ["convert", "plan.toml", "plan.xlsx"]):
            done = subprocess.run([script, *arguments], cwd=tmp_path, capture_output=True)
            assert done.returncode in (0, 1), done.stderr
        assert not (tmp_path / MARK).exists()

    def test_the_environment_has_no_say(self, tmp_path: Path) -> None:
        """But for where the project is, which tests/test_renderers.py looks at, and what Python itself obeys."""
        elsewhere = tmp_path / "elders"
        elsewhere.mkdir()
        (elsewhere / "galaplan.toml").write_text('ignore = ["DUB", "VAL"]\n')
        pretended = {
            **dict.fromkeys(("HOME", "TMPDIR", "TEMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "APPDATA"), str(elsewhere)),
            **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "ALL_PROXY"), "http://127.0.0.1:9"),
            **dict.fromkeys(("PAGER", "EDITOR", "BROWSER", "GALAPLAN"), "touch KWAAD"),
            "GALAPLAN_CONFIG": str(elsewhere / "galaplan.toml"),
            **{"GALAPLAN_IGNORE": "DUB", "GALAPLAN_VALIDATE_IGNORE": "DUB", "VALIDATE_IGNORE": "DUB", "IGNORE": "DUB"},
            **{"COLUMNS": "20", "LINES": "5", "TERM": "dumb", "NO_COLOR": "1", "FORCE_COLOR": "1", "LANGUAGE": "en"},
        }
        clean = {name: value for name, value in os.environ.items() if name not in pretended}
        printed = []
        for environment in (clean, {**clean, **pretended}):
            command = [sys.executable, "-m", "galaplan", "validate", WRONG]
            done = subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment)
            printed.append((done.returncode, done.stdout, done.stderr))
        assert printed[0] == printed[1]
        assert b"DUB002" in printed[0][1]
        watched = watch([["validate", "--output", "uit", WRONG]], elsewhere.parent, environment=pretended)
        assert {Path(path).parent for path in watched.written(0)} == {tmp_path}
        assert str(elsewhere / "galaplan.toml") not in watched.read(0)

    def test_one_module_looks_at_the_environment(self) -> None:
        """And it asks where the project is: `GITHUB_WORKSPACE`, `CI_PROJECT_DIR` (docs/pipelines.md)."""
        package = Path(galaplan.__file__).parent
        looking = [file for file in package.rglob("*.py") if re.search(r"\benviron|getenv", file.read_text("utf-8"))]
        code = [str(file.relative_to(package)) for file in looking if "os.environ" in file.read_text("utf-8")]
        assert code == ["reports/places.py"]
