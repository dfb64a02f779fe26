"""Writers that are killed: what is found where they wrote. Run as a process of its own, so that it may fork.

A writer puts two contents in one file in turn, again and again; it is killed at a moment that falls somewhat later in
its work each time. What is printed is what was found after each kill.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import galaplan
from galaplan.cases import plan_text
from galaplan.cli import main as command
from galaplan.documents.disk import write_file

Writer = Callable[[Path], None]


def _dumping() -> list[Writer]:
    plan = galaplan.loads(plan_text("minimaal"))
    other = plan.replace(title="Een heel andere titel " * 20)
    return [lambda file: galaplan.dump(plan, file), lambda file: galaplan.dump(other, file)]


def _converting(folder: Path) -> list[Writer]:
    return _commanding(folder, lambda source, file: ["convert", "--no-config", source, file])


def _reporting(folder: Path) -> list[Writer]:
    return _commanding(folder, lambda source, file: ["validate", "--no-config", "--output", file, source])


def _commanding(folder: Path, arguments: Callable[[str, str], list[str]]) -> list[Writer]:
    def writer(source: Path) -> Writer:
        def write(file: Path) -> None:
            command(arguments(str(source), str(file)), standalone_mode=False)

        return write

    sources = [folder / "een.toml", folder / "twee.toml"]
    for source, text in zip(sources, (plan_text("minimaal"), plan_text("leeg")), strict=True):
        source.write_text(text, "utf-8")
    return [_without_exit(writer(source)) for source in sources]


def _without_exit(write: Writer) -> Writer:
    def quiet(file: Path) -> None:
        with suppress(SystemExit):  # there are findings
            write(file)

    return quiet


def _large() -> list[Writer]:
    """Nothing but the writing itself, of so much that it takes a while."""
    contents = [letter * 2_000_000 for letter in (b"a", b"b")]
    return [lambda file: write_file(file, contents[0]), lambda file: write_file(file, contents[1])]


WAYS: dict[str, tuple[str, Callable[[Path], list[Writer]]]] = {
    "dump-toml": ("plan.toml", lambda folder: _dumping()),
    "dump-json": ("plan.json", lambda folder: _dumping()),
    "convert-xlsx": ("plan.xlsx", _converting),
    "validate-output": ("bevindingen.txt", _reporting),
    "large": ("groot", lambda folder: _large()),
}
"""What is done, by name: the file that is written, and what makes the two writers."""


def kill_again_and_again(way: str, folder: Path, kills: int) -> dict[str, int]:
    """How often there was the one content, the other, neither, and a file left over, after so many kills."""
    name, make = WAYS[way]
    place, aside = folder / "hier", folder / "bronnen"
    place.mkdir()
    aside.mkdir()
    file, writers = place / name, make(aside)
    contents = []
    for write in writers * 2:  # the second time it is warm
        began = time.perf_counter()
        write(file)
        took = time.perf_counter() - began
        contents.append(file.read_bytes())
    assert contents[:2] == contents[2:]
    assert contents[0] != contents[1]
    found = {"first": 0, "second": 0, "broken": 0, "left": 0, "most": 0, "strange": 0, "killed": 0}
    for number in range(kills):
        child = os.fork()
        if child == 0:
            while True:
                for write in writers:
                    write(file)
        time.sleep(2 * took * number / kills)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        found["killed"] += os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        now = file.read_bytes()
        found["first" if now == contents[0] else "second" if now == contents[1] else "broken"] += 1
        left = [other.name for other in place.iterdir() if other != file]
        found["left"] += bool(left)
        found["most"] = max(found["most"], len(left))
        found["strange"] += any(other != f".{name}.galaplan.tmp" for other in left)
    writers[0](file)
    found["after"] = len(list(place.iterdir()))
    found["broken"] += file.read_bytes() != contents[0]
    return found


if __name__ == "__main__":
    print(json.dumps(kill_again_and_again(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
