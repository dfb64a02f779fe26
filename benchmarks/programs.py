"""What is run: galaplan, the peers, and what no program on a file can go below.

A peer is a program with the same task on files of the same kind and length; how each is told our schema stands here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from measuring import Command

SCHEMA = Path(__file__).parents[1] / "schemas" / "1.0" / "plan.schema.json"
JOBS = re.compile(r"(--jobs|--processes)\b")
"""The option that says over how many processes `galaplan validate` divides the files."""

GALAPLAN = "galaplan"
ONE_PROCESS = "galaplan, one process"
TWO_PROCESSES = "galaplan, two processes"
CHECK_JSONSCHEMA = "check-jsonschema"
VALIDATE_PYPROJECT = "validate-pyproject"
TAPLO = "taplo lint"
TOMBI = "tombi lint"
IMPORT_CLICK = "import click"
PEERS = (CHECK_JSONSCHEMA, VALIDATE_PYPROJECT, TOMBI)
"""Those that galaplan must beat on one plan; taplo is native code that starts in no time."""
PARSERS = ("tomllib", "tomli", "rtoml")

PARSE = """\
import sys, {0}
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        {0}.loads(file.read())
"""


class Sees(Enum):
    """What a program looks at in a file, and of which kind the file is."""

    RULES = auto()
    """Everything about a plan."""
    SHAPE = auto()
    """The schema of plans."""
    PYPROJECT = auto()
    """The schema of pyproject.toml."""
    TOML = auto()
    """That it is TOML."""
    NOTHING = auto()
    """It is given no file."""


@dataclass(frozen=True)
class Program:
    """A program that is run on files."""

    name: str
    command: Command
    """To which the files are added."""
    sees: Sees
    package: str = ""
    """On PyPI; whose version is told."""
    many: bool = True
    """Whether it is worth while to run it on many files."""
    one: bool = True
    """And on one."""

    def on(self, files: Sequence[Path]) -> Command:
        """The command on these files."""
        return [*self.command, *(() if self.sees is Sees.NOTHING else files)]


def programs(folder: Path) -> tuple[list[Program], list[str]]:
    """The programs that are installed, and a note on each that is not.

    What they need to know stands in `folder`, in which they must be run.
    """
    galaplan = galaplan_command()
    schema = _schema(folder, galaplan)
    found = [Program(GALAPLAN, [*galaplan, "validate"], Sees.RULES, "galaplan")]
    notes: list[str] = []
    divided = in_processes(galaplan)
    if divided:
        found += [replace(program, one=False) for program in divided]
    else:
        notes.append("galaplan has no option for several processes")
    for peer in _peers(folder, schema):
        if isinstance(peer, Program):
            found.append(peer)
        else:
            notes.append(f"{peer} is not installed: pip install '.[bench]'")
    return [*found, *_floors()], notes


def version_of(package: str) -> str:
    """The version that is installed, or that none is."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "(no package)"


def in_processes(galaplan: Command) -> list[Program]:
    """`galaplan validate` in one process and in two; empty when it has no option for that."""
    shown = subprocess.run([*galaplan, "validate", "--help"], capture_output=True, text=True, check=True).stdout
    option = JOBS.search(shown)
    if not option:
        return []
    count = {ONE_PROCESS: "1", TWO_PROCESSES: "2"}
    return [Program(name, [*galaplan, "validate", option[1], jobs], Sees.RULES) for name, jobs in count.items()]


def _peers(folder: Path, schema: Path) -> Iterator[Program | str]:
    """The peers; of one that is not installed its name."""
    commands: dict[str, tuple[Sequence[str | Path], Sees]] = {
        CHECK_JSONSCHEMA: (["--schemafile", schema], Sees.SHAPE),
        VALIDATE_PYPROJECT: ([], Sees.PYPROJECT),
        # No catalogue of schemas is asked for unless an option says so.
        TAPLO: (["lint", "--no-auto-config", "--schema", schema.as_uri()], Sees.SHAPE),
        TOMBI: (["lint", "--offline"], Sees.SHAPE),
    }
    # tombi takes a schema from its settings only, which it looks for from where it is run.
    settings = f'[[schemas]]\npath = "{schema}"\ninclude = ["**/*.toml"]\n'
    (folder / "tombi.toml").write_text(settings, "utf-8")
    for name, (options, sees) in commands.items():
        package = name.split()[0]
        script = _script(package)
        yield Program(name, [script, *options], sees, package) if script else package


def _floors() -> Iterator[Program]:
    """What a program does at least: start, know a command line, read TOML."""
    yield Program("bare interpreter", [sys.executable, "-c", "pass"], Sees.NOTHING, many=False)
    yield Program(IMPORT_CLICK, [sys.executable, "-c", "import click"], Sees.NOTHING, many=False)
    for parser in PARSERS:
        package = "" if parser == "tomllib" else parser
        if not package or not version_of(package).startswith("("):
            yield Program(f"parse with {parser}", [sys.executable, "-c", PARSE.format(parser)], Sees.TOML, package)


def galaplan_command() -> Command:
    """How galaplan is started."""
    script = _script("galaplan")
    return [script] if script else [sys.executable, "-m", "galaplan"]


def _script(name: str) -> str | None:
    """A command next to the interpreter, or else on the PATH."""
    beside = Path(sys.executable).parent
    return shutil.which(name, path=os.pathsep.join([str(beside), os.environ.get("PATH", "")]))


def _schema(folder: Path, galaplan: Command) -> Path:
    """The published schema, or the one the command prints where the repository has none."""
    if SCHEMA.is_file():
        return SCHEMA
    path = folder / "plan.schema.json"
    path.write_bytes(subprocess.run([*galaplan, "schema"], check=True, capture_output=True).stdout)
    return path
