"""What docs/versioning.md promises, as far as a test can hold it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import galaplan
from galaplan.catalogue import editions
from galaplan.model.plan import FORMAT_VERSION, FORMAT_VERSIONS
from galaplan.rules import all_rules

ROOT = Path(__file__).parent.parent
PUBLISHED = dict(line.split() for line in (ROOT / "tests" / "codes.txt").read_text("utf-8").splitlines())
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_code_of_a_rule_is_written_down_and_keeps_its_name() -> None:
    assert {rule.code: rule.name for rule in all_rules().values()}.items() <= PUBLISHED.items()


def test_no_two_codes_were_ever_written_down_under_one_name() -> None:
    assert len(set(PUBLISHED.values())) == len(PUBLISHED)
    assert list(PUBLISHED) == sorted(PUBLISHED)


def test_every_version_of_the_format_is_published_and_the_newest_is_written() -> None:
    folders = {folder.name for folder in (ROOT / "schemas").iterdir() if folder.is_dir()}
    assert folders == set(FORMAT_VERSIONS)
    assert max(FORMAT_VERSIONS, key=lambda version: [int(part) for part in version.split(".")]) == FORMAT_VERSION


def test_the_package_states_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == galaplan.__version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", galaplan.__version__)


def test_the_changelog_is_in_shape_and_knows_this_version_and_every_edition() -> None:
    versions = re.findall(r"^## \[(.+?)\](.*)$", CHANGELOG, re.M)
    assert versions[0] == ("Unreleased", "")
    assert all(re.fullmatch(r" - \d{4}-\d\d-\d\d", date) for _, date in versions[1:])
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.*)$", CHANGELOG, re.M)) <= kinds
    assert galaplan.__version__ in CHANGELOG
    assert f"**{FORMAT_VERSION}**" in CHANGELOG
    assert all(f"`{edition}`" in CHANGELOG for edition in editions())
