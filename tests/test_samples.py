"""What the README and the pages of the documentation show is what happens, and their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from .samples import ROOT, faults, fences

PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts),
]


MORE_PAGES = [ROOT / folder / "README.md" for folder in ("benchmarks", "conformance", "fuzz", "interop")]
"""Pages with commands that take too long, or more than Python, to be run here."""


def page_name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_sample_of_the_page_does_what_it_shows(page: Path, tmp_path: Path) -> None:
    found = list(faults(page, tmp_path))
    if found:
        pytest.fail("\n\n".join(found), pytrace=False)


@pytest.mark.parametrize("page", [*PAGES, *MORE_PAGES], ids=page_name)
def test_every_link_of_the_page_leads_to_a_file_and_a_heading(page: Path) -> None:
    for target in links(page):
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def links(page: Path) -> list[str]:
    """The targets of a page within the project."""
    inline = [token for token in MarkdownIt().parse(page.read_text("utf-8")) if token.type == "inline"]
    targets = [
        str(child.attrs["href"]) for token in inline for child in token.children or [] if child.type == "link_open"
    ]
    return [target for target in targets if not re.match(r"[a-z]+:", target)]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as Sphinx and the sites that show Markdown make them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.M)
    explicit = set(re.findall(r"^\(([\w-]+)\)=$", page.read_text("utf-8"), re.M))
    return explicit | {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_excerpt_of_the_readme_is_in_the_example() -> None:
    excerpt = next(block.text for block in fences(ROOT / "README.md") if block.language == "toml")
    example = without_indent((ROOT / "examples" / "zonnedorp-dubbel.toml").read_text("utf-8"))
    for part in excerpt.split("\n# …\n"):
        assert without_indent(part) in example


def without_indent(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def test_the_continuous_check_runs_the_test_command_of_the_readme() -> None:
    (command,) = [line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.endswith("-m pytest")]
    assert command in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("language", "text", "complaint"),
    [
        ("console", "$ echo een\ntwee", "gives:\neen"),
        ("console", "$ echo een; echo twee\neen", "gives:\neen\ntwee"),
        ("console", "$ false", "ends in 1"),
        ("console", "$ (exit 3)\n$ echo $?\n2", "gives:\n3"),
        ("console", "een", "begins with a command"),
        ("console", "$ exit", "stopped halfway"),
        ("console", "$ galaplan validate geen.toml\n$ echo $?\n2", "No such file"),
        ("sh", "false\ntrue", "ends in 1"),
        ("sh", "pip install 'galaplan[toverstaf]'", "toverstaf"),
        ("sh", "pip install galaplan && false", "nothing runs it"),
        ("sh", "python3 -m venv ergens", "not run by .ci/run"),
        ("python", "1 / 0", "ZeroDivisionError"),
        ("python", "print(1)  # → 2", "prints:\n1"),
        ("toml", "a = ", "Invalid value"),
        ("json", "{'a': 1}", "Expecting property name"),
        ("yaml", "a: [", "expected"),
        ("csv", "een,rij,die,nergens,staat", "stands in no file"),
        ("text", "galaplan validate plan.toml", "nothing runs"),
        ("diff", "-een", "only on the pages of the rules"),
        ("cobol", "STOP RUN.", "nothing runs a block"),
        ("", "wat dan ook", "nothing runs a block"),
    ],
)
def test_a_sample_that_does_not_do_what_it_shows_is_found(
    language: str, text: str, complaint: str, tmp_path: Path
) -> None:
    (fault,) = faults(page_of(tmp_path, f"```{language}\n{text}\n```\n"), tmp_path)
    assert fault.startswith("bladzijde.md:3: ")
    assert complaint in fault


@pytest.mark.parametrize(
    "samples",
    [
        "```console\n$ echo een; echo twee; echo drie\neen\n…\n$ echo vier \\\n> vijf\nvier vijf\n```\n",
        "```console\n$ echo $HOME | grep -c .\n1\n$ false\n$ echo $?\n1\n```\n",
        "```sh\ntest -e plan.toml && test -d examples\n```\n",
        "```toml\n# map/naam.toml\na = 1\n```\n\n```sh\ngrep 'a = 1' map/naam.toml\n```\n",
        "```python\na = 1\n```\n\n```python\nprint(a + 1)  # → 2\n```\n",
        "```text\nKort.\n```\n",
    ],
)
def test_a_sample_that_does_what_it_shows_passes(samples: str, tmp_path: Path) -> None:
    assert not list(faults(page_of(tmp_path, samples), tmp_path))


def page_of(folder: Path, samples: str) -> Path:
    page = folder / "bladzijde.md"
    page.write_text(f"# Kop\n\n{samples}", "utf-8")
    return page
