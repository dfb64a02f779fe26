"""What figures belong to: the machine, and the versions of what was measured."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from programs import Program, version_of


def machine() -> str:
    """Python and what it runs on."""
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} CPUs"


def versions(programs: Sequence[Program]) -> str:
    """The versions of what is measured."""
    packages = dict.fromkeys(program.package for program in programs if program.package)
    return ", ".join(f"{package} {version_of(package)}{_kind(package)}" for package in [*packages, "click"])


def _kind(package: str) -> str:
    """Of tomli, whether it is machine code; where no wheel fits it is plain Python, and ten times slower."""
    if package != "tomli":
        return ""
    import tomli

    return " (plain Python)" if Path(tomli.__file__).suffix == ".py" else " (compiled)"
