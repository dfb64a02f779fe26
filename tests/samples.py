"""The samples of a page: what its fences say, run in a scratch directory.

A page runs from top to bottom in one directory that holds `examples/` and `plan.toml` (a copy of
`examples/zonnedorp.toml`), with `galaplan` on the PATH. What a fence asks:

- `console`: the lines behind `$ ` are commands of one shell, those below them their exact output. A line `…` stands for
  any lines. A command that fails has `$ echo $?` below it.
- `sh`: commands that must not fail.
- `python`: runs; names live on through the page. What is printed is what the comments `# → …` say, if there are any.
- `toml`, `yaml`, `json`: can be parsed; with a first line `# NAME` it is that file for the fences below.
- `typescript`, `javascript`, `csv`: stands as it is in a file that other tests use.
- `diff`: only on the generated pages of the rules, whose examples have tests of their own.
- `text`: an excerpt. It is the one thing that nothing runs, so it may not show a command.

Commands that install something are not run: what they name must exist in `pyproject.toml` or `interop/package.json`,
and a command that makes an environment must be one that `.ci/run` runs.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import attrs
import yaml
from markdown_it import MarkdownIt

ROOT = Path(__file__).parent.parent
ANY_LINES = "…"
TIMEOUT = 60
QUOTED_FROM = {"typescript": "interop", "javascript": "interop", "csv": "schemas"}
DIRECTIVES = {"{toctree}", "{include}", "{literalinclude}", "{eval-rst}"}
NAMED = re.compile(r"# ((?:[\w.-]+/)*[\w.-]+\.(?:toml|ya?ml))")
INSTALLS = re.compile(r"\b(?:pip|pipx|npm|apt-get) install\b|-m venv ")


@attrs.frozen
class Fence:
    """A fenced block: its language, its text, and the line of the page on which it begins."""

    language: str
    text: str
    line: int


class Wrong(Exception):
    """A sample that does not do what the page says."""


def fences(page: Path) -> list[Fence]:
    """Every block of code of a page; one that is only indented has no language."""
    return [
        Fence(token.info.split()[0] if token.info.strip() else "", token.content, (token.map or [0])[0] + 1)
        for token in MarkdownIt("commonmark").parse(page.read_text("utf-8"))
        if token.type in {"fence", "code_block"}
    ]


def faults(page: Path, scratch: Path) -> Iterator[str]:
    """Run a page in `scratch` and say, with the line of the page, what went otherwise than it says."""
    blocks = fences(page)
    if any(block.language in {"console", "sh", "python"} for block in blocks):
        shutil.copytree(ROOT / "examples", scratch / "examples")
        shutil.copy(ROOT / "examples" / "zonnedorp.toml", scratch / "plan.toml")
    run = Page(page, scratch)
    for block in blocks:
        try:
            run.check(block)
        except Wrong as wrong:
            yield f"{page.name}:{block.line}: {wrong}"


@attrs.define
class Page:
    """A page that is being run."""

    path: Path
    scratch: Path
    names: dict[str, Any] = attrs.field(factory=dict)

    def check(self, block: Fence) -> None:
        """Raises `Wrong`."""
        if block.language in DIRECTIVES:
            return
        if block.language in QUOTED_FROM:
            quoted(block.text, QUOTED_FROM[block.language])
            return
        checks: dict[str, Callable[[str], None]] = {
            "console": self.console,
            "sh": self.shell,
            "python": self.python,
            "toml": self.toml,
            "yaml": self.yaml,
            "json": parsed_json,
            "diff": self.diff,
            "text": excerpt,
        }
        if block.language not in checks:
            raise Wrong(f"nothing runs a block of the language {block.language!r}")
        checks[block.language](block.text)

    def console(self, text: str) -> None:
        """Run the commands in one shell and compare what each says."""
        shown = [(command, output) for command, output in commands(text) if not installs(command)]
        ran = self.run([command for command, _ in shown])
        following = [command for command, _ in shown[1:]] + [""]
        for (command, expected), (status, output), below in zip(shown, ran, following, strict=True):
            if not alike(expected, output):
                raise Wrong(f"$ {command}\nshows:\n{expected}\nand gives:\n{output}")
            if status and below != "echo $?":
                raise Wrong(f"$ {command}\nends in {status}, and no `$ echo $?` below it says so")

    def shell(self, text: str) -> None:
        """Run commands that must not fail."""
        lines = re.sub(r" *\\\n *", " ", text).splitlines()
        script = "\n".join(line for line in lines if not installs(line))
        done = self.bash(f"set -euo pipefail\n{script}\n")
        if done.returncode:
            raise Wrong(f"ends in {done.returncode}:\n{done.stdout}")

    def run(self, script: list[str]) -> list[tuple[int, str]]:
        """The exit status and the output of each command."""
        mark = "\x1e"
        tail = f"__s=$?; printf '{mark}%d{mark}' $__s; (exit $__s)"
        pieces = self.bash("\n".join(f"{command}\n{tail}" for command in script)).stdout.split(mark)
        if len(pieces) != 2 * len(script) + 1:
            raise Wrong("the shell stopped halfway:\n" + "".join(pieces[0::2]))
        return [(int(status), output) for output, status in zip(pieces[0::2], pieces[1::2], strict=False)]

    def bash(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a script, with this Python's commands first and nothing of the environment of who runs the tests."""
        try:
            return subprocess.run(
                ["bash", "-c", script],
                cwd=self.scratch,
                env={"PATH": search_path(), "HOME": str(self.scratch), "LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                timeout=TIMEOUT,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Wrong(f"does not end within {TIMEOUT} seconds") from error

    def python(self, text: str) -> None:
        """Run the block here, in the scratch directory."""
        printed = io.StringIO()
        try:
            with (
                contextlib.chdir(self.scratch),
                contextlib.redirect_stdout(printed),
                patch.dict(os.environ, PATH=search_path()),
            ):
                exec(compile(text, str(self.path), "exec"), self.names)
        except Exception as error:
            raise Wrong(f"{type(error).__name__}: {error}") from error
        expected = re.findall(r"# → (.*)", text)
        if expected and printed.getvalue().splitlines() != expected:
            raise Wrong(f"prints:\n{printed.getvalue()}")

    def toml(self, text: str) -> None:
        """Parse, and keep where the first line names a file."""
        try:
            tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise Wrong(str(error)) from error
        self.keep(text)

    def yaml(self, text: str) -> None:
        """Parse, and keep where the first line names a file."""
        try:
            yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise Wrong(str(error)) from error
        self.keep(text)

    def keep(self, text: str) -> None:
        """Write the file that the first line names."""
        named = NAMED.fullmatch(text.partition("\n")[0])
        if named:
            target = self.scratch / named[1]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")

    def diff(self, _: str) -> None:
        """An example of a rule, on a page that is made from the examples."""
        if self.path.parent.name != "regels":
            raise Wrong("a diff stands only on the pages of the rules")


def search_path() -> str:
    """Where commands are found: those of this Python first."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def commands(text: str) -> list[tuple[str, str]]:
    """The commands of a console and what is shown below each."""
    lines = text.splitlines()
    found: list[tuple[str, list[str]]] = []
    continued = False
    for line in lines:
        if continued:
            command, output = found.pop()
            found.append((f"{command}\n{line.removeprefix('> ')}", output))
        elif line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        elif not found:
            raise Wrong("a console begins with a command: `$ …`")
        else:
            found[-1][1].append(line)
        continued = line.endswith("\\") and (continued or line.startswith("$ "))
    return [(command, "".join(f"{line}\n" for line in output)) for command, output in found]


def alike(shown: str, given: str) -> bool:
    """Whether a shown output, in which a line `…` stands for any lines, is what was given."""
    if given and not given.endswith("\n"):
        given += "\n"
    pattern = "".join(
        r"(?:.*\n)*" if line.strip() == ANY_LINES else re.escape(line) + r"\n" for line in shown.splitlines()
    )
    return re.fullmatch(pattern, given) is not None


def installs(command: str) -> bool:
    """Whether a command installs something; raises `Wrong` when what it names does not exist."""
    if not INSTALLS.search(command):
        return False
    if "-m venv" in command:
        if command not in (ROOT / ".ci" / "run").read_text("utf-8").splitlines():
            raise Wrong(f"{command}\nis not run by .ci/run")
        return True
    if re.search("[;&|]", command):
        raise Wrong(f"{command}\ndoes more than install, and nothing runs it")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for extras in re.findall(r"(?:galaplan|'?\.)\[([\w,-]+)\]", command):
        for extra in extras.split(","):
            if extra not in project["optional-dependencies"]:
                raise Wrong(f"{command}\nnames an extra that does not exist: {extra}")
    packages = re.search(r"\bnpm (?:install|i) (.*)", command)
    if packages:
        known = json.loads((ROOT / "interop" / "package.json").read_text("utf-8"))["devDependencies"]
        for name in packages[1].split():
            if not name.startswith("-") and name not in known:
                raise Wrong(f"{command}\nnames a package that interop/package.json does not have: {name}")
    return True


def parsed_json(text: str) -> None:
    """Raises `Wrong` for what is not JSON."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise Wrong(str(error)) from error


def quoted(text: str, folder: str) -> None:
    """Raises `Wrong` for a quotation of which no file of a folder is the source."""
    candidates = [path for path in (ROOT / folder).rglob("*") if path.is_file() and "node_modules" not in path.parts]
    for path in candidates:
        with contextlib.suppress(UnicodeDecodeError):
            if text.strip("\n") in path.read_text("utf-8").replace("\r\n", "\n"):
                return
    raise Wrong(f"stands in no file of {folder}/ as it stands here")


def excerpt(text: str) -> None:
    """Raises `Wrong` for a command in a block that nothing runs."""
    for line in text.splitlines():
        if line.startswith(("$ ", "galaplan ")):
            raise Wrong("shows a command that nothing runs; make it a console")
