"""Where other people's programs are found, and what happens when one is not there."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"

ALL = os.environ.get("GALAPLAN_INTEROP") == "all"
"""Whether a program that is not installed is a failure, as where everything is supposed to be checked."""


def tool(name: str) -> Path:
    """The program `name`: of the npm packages, of this Python, or of the system. Skips the test where there is none."""
    places = (MODULES / ".bin", Path(sys.executable).parent)
    found = shutil.which(name, path=os.pathsep.join(map(str, places))) or shutil.which(name)
    if found is None:
        missing(f"{name} is not installed: run interop/install")
    return Path(found)


def npm_package(name: str) -> Path:
    """The folder of an npm package, such as `ajv`. Skips the test where it is not installed."""
    folder = MODULES / name
    if not folder.is_dir():
        missing(f"npm package {name} is not installed: run interop/install")
    return folder


def missing(reason: str) -> NoReturn:
    """Skip the test for want of something, or fail it where nothing may be wanting."""
    if ALL:
        pytest.fail(reason)
    pytest.skip(reason)
