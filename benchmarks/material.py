"""What is given to the programs: plans, and files of the same length for a peer that reads no plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plans import REGIONS, country, plan_text, plan_tree, regions
from planted import OF_SHAPE, TWENTY, faulty
from programs import Sees
from pyprojects import faulty_pyproject_text, pyproject_text

from galaplan.catalogue import Municipality, municipalities

SMALL, LARGE = 33_500, 170_000
"""Sizes of a plan in bytes."""
MUNICIPALITY = "GM0034"
"""Whose plan is measured alone: one with enough inhabitants to divide the money over many actions."""


@dataclass(frozen=True)
class Work:
    """Files that are given together."""

    name: str
    plans: Sequence[Path]
    pyprojects: Sequence[Path] = ()
    found_by: frozenset[Sees] = frozenset()
    """Who must find something in them."""

    @property
    def inside(self) -> str:
        """The name of the same work within one process."""
        return f"{self.name}, within one process"

    def files(self, sees: Sees) -> Sequence[Path]:
        """The files for a program."""
        return self.pyprojects if sees is Sees.PYPROJECT else self.plans

    def status(self, sees: Sees) -> int:
        """The exit status of a program that sees what is wrong with them."""
        return int(sees in self.found_by)


@dataclass(frozen=True)
class Works:
    """All that is given."""

    folder: Path
    seed: int
    count: int | None
    """Of municipalities; None for all."""

    @cached_property
    def sound(self) -> Work:
        """One valid plan."""
        plan = self._write("one.toml", plan_text(_municipality(), SMALL, self.seed))
        pyproject = self._write("sound.pyproject.toml", pyproject_text(plan.stat().st_size))
        return Work("one valid plan", [plan], [pyproject])

    @cached_property
    def findings(self) -> Work:
        """One plan with findings of the rules; its peer with the one fault that is told of it."""
        tree = plan_tree(_municipality(), SMALL, self.seed)
        plan = self._write("findings.toml", faulty(tree, TWENTY))
        found_by = frozenset({Sees.RULES, Sees.PYPROJECT})
        return Work(f"one plan with {len(TWENTY)} findings", [plan], self._faulty_pyproject, found_by)

    @cached_property
    def misshapen(self) -> Work:
        """One plan in which a schema finds something."""
        tree = plan_tree(_municipality(), SMALL, self.seed)
        plan = self._write("misshapen.toml", faulty(tree, OF_SHAPE))
        found_by = frozenset({Sees.RULES, Sees.SHAPE, Sees.PYPROJECT})
        return Work(f"one plan with {len(OF_SHAPE)} faults of shape", [plan], self._faulty_pyproject, found_by)

    @cached_property
    def country(self) -> Work:
        """A plan of each municipality."""
        plans = self._write_all("plans", country(SMALL, self.seed, self.count))
        texts = ((f"p{number}.toml", pyproject_text(SMALL, number)) for number in range(len(plans)))
        return Work(f"{len(plans)} plans", plans, self._write_all("pyprojects", texts))

    @cached_property
    def large(self) -> Work:
        """One valid plan, five times as long."""
        plan = self._write("large.toml", plan_text(_municipality(), LARGE, self.seed))
        return Work("one long plan", [plan])

    @cached_property
    def whole_set(self) -> Work:
        """The files of all regions and of the municipalities in them."""
        return self._set(REGIONS)

    @cached_property
    def part_of_set(self) -> Work:
        """Those of a tenth of the regions."""
        return self._set(REGIONS // 10)

    @cached_property
    def _faulty_pyproject(self) -> Sequence[Path]:
        text = faulty_pyproject_text(self.sound.plans[0].stat().st_size)
        return [self._write("faulty.pyproject.toml", text)]

    def _set(self, number_of_regions: int) -> Work:
        files = self._write_all(f"set-{number_of_regions}", regions(SMALL, self.seed, number_of_regions))
        return Work(f"{len(files)} files of {number_of_regions} regions", files)

    def _write_all(self, name: str, texts: Iterable[tuple[str, str]]) -> Sequence[Path]:
        (self.folder / name).mkdir()
        return sorted(self._write(f"{name}/{file}", text) for file, text in texts)

    def _write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, "utf-8")
        return path


def size(work: Work) -> str:
    """How long a plan is, for people: of several, the shortest and the longest."""
    lengths = sorted(path.stat().st_size for path in work.plans)
    return " to ".join(dict.fromkeys(f"{length / 1000:.0f} KB" for length in (lengths[0], lengths[-1])))


def _municipality() -> Municipality:
    return municipalities()[MUNICIPALITY]
