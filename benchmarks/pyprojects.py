"""Files for `validate-pyproject`, which reads no plans: a pyproject.toml of a wanted size; a number, one text.

It is one as a large project has it: extras with many packages, commands, plugins, data files. It has no classifiers,
which `validate-pyproject` would look up on the network.
"""

from __future__ import annotations

PACKAGES = ("attrs", "click", "httpx", "lxml", "numpy", "pandas", "pytest", "rich", "sphinx", "trio")
HEAD = """\
[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "example-{number}"
version = "1.{number}"
description = "An example of a large project"
readme = "README.md"
requires-python = ">=3.11"
authors = [{{ name = "A. Example", email = "author@example.org" }}]
keywords = ["example"]
dependencies = ["attrs>=23.2", "click>=8.1"]
"""
TABLES = (
    "project.urls",
    "project.scripts",
    'project.entry-points."example.plugins"',
    "project.optional-dependencies",
    "tool.setuptools.package-data",
)
FAULT = ('readme = "README.md"', "readme = 3")
"""A fault in the valid text and what it becomes. One: `validate-pyproject` stops at the first."""


def pyproject_text(size: int, number: int = 0) -> str:
    """The text of a valid file of at least `size` bytes, and less than a kilobyte more."""
    head = HEAD.format(number=number)
    sections: dict[str, list[str]] = {name: [f"\n[{name}]\n"] for name in TABLES}
    length = len(head) + sum(len(name) + 4 for name in TABLES)
    row = 0
    while length < size:
        for name, lines in sections.items():
            lines.append(_line(name, row, number))
            length += len(lines[-1])
        row += 1
    return head + "".join(line for lines in sections.values() for line in lines)


def faulty_pyproject_text(size: int) -> str:
    """The text of such a file with one fault in it."""
    sound, fault = FAULT
    return pyproject_text(size).replace(sound, fault)


def _line(table: str, row: int, number: int) -> str:
    """A line of a table; `row` counts within the file, `number` tells the files apart."""
    package = PACKAGES[(row + number) % len(PACKAGES)]
    match table:
        case "project.urls":
            return f'Page-{row} = "https://example.org/{package}/{number}/page-{row}.html"\n'
        case "project.optional-dependencies":
            chosen = (PACKAGES[(row * 3 + step) % len(PACKAGES)] for step in range(4))
            wanted = ", ".join(f'"{name}>={row}.{number}"' for name in chosen)
            return f"extra-{row} = [{wanted}]\n"
        case "tool.setuptools.package-data":
            return f'"example.part_{row}" = ["*.toml", "data/{package}/*.json", "py.typed"]\n'
        case _:
            return f'{package}-{row} = "example.part_{row}.{package}:main"\n'
