"""What the README shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from galaplan.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.S | re.M)


def without_indent(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def test_the_excerpt_is_in_the_example() -> None:
    (excerpt,) = blocks("toml")
    example = without_indent((ROOT / "examples" / "zonnedorp-dubbel.toml").read_text("utf-8"))
    for part in excerpt.split("\n# …\n"):
        assert without_indent(part) in example


def test_the_findings_are_those_that_the_command_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    (shown,) = blocks("console")
    command, _, output = shown.partition("\n")
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(main, command.removeprefix("$ galaplan ").split())
    assert result.output == output


def test_the_library_sample_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (sample,) = blocks("python")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    exec(compile(sample, "README.md", "exec"), {})
    assert (tmp_path / "plan.json").exists()


def test_every_command_and_option_that_it_shows_exists() -> None:
    for line in re.findall(r"^\.venv/bin/galaplan (.*?)(?: +#.*)?$", README, re.M):
        command = line.split()[0]
        options = re.findall(r"--[a-z]+", line)
        usage = CliRunner().invoke(main, [command, "--help"]).output
        assert all(option in usage for option in options), line


def test_the_continuous_check_runs_the_test_command_as_it_stands() -> None:
    (command,) = [line for line in README.splitlines() if line.endswith("-m pytest")]
    assert command in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_every_file_that_it_links_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
