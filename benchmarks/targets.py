"""What must hold: each target with its limit, and the figures that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from figures import Figures, Key
from library import RULES, SET, STRUCTURE, VALIDATE, loads
from material import Works, size
from programs import GALAPLAN, IMPORT_CLICK, ONE_PROCESS, PEERS, TAPLO, TWO_PROCESSES


@dataclass(frozen=True)
class Target:
    """A limit."""

    sense: str
    """`at most`, `at least` or `more than`."""
    limit: float
    unit: str = "times"

    def __str__(self) -> str:
        return f"{self.sense} {self.limit:g} {self.unit}"

    def met_by(self, value: float) -> bool:
        """Whether a value is within the limit."""
        match self.sense:
            case "at most":
                return value <= self.limit
            case "at least":
                return value >= self.limit
            case _:
                return value > self.limit


@dataclass(frozen=True)
class Line:
    """A target and what was measured for it."""

    what: str
    target: Target
    values: Sequence[float]
    """What the rounds gave; the median counts. Empty: not measured."""
    cpu: float | None = None
    """The same of the time of processors."""
    counted: float | None = None
    """The same of instructions, where they were counted."""

    @property
    def met(self) -> str:
        """Whether the target is met, for people."""
        if not self.values:
            return "not measured"
        return "yes" if self.target.met_by(median(self.values)) else "NO"


def lines(figures: Figures, works: Works) -> Iterator[Line]:
    """All targets, with what was measured for them."""
    yield from _one_plan(figures, works)
    yield from _all_plans(figures, works)
    yield from _library(figures, works)


def _one_plan(figures: Figures, works: Works) -> Iterator[Line]:
    """Of whole processes on one plan."""
    plan = works.sound.name
    ours = (plan, GALAPLAN)
    yield _line(figures, "one plan: galaplan / import click", Target("at most", 2), ours, (plan, IMPORT_CLICK))
    for peer in PEERS:
        yield _line(figures, f"one plan: {peer} / galaplan", Target("more than", 1), (plan, peer), ours)
    findings = (works.findings.name, GALAPLAN)
    yield _line(figures, "galaplan: 20 findings / none", Target("at most", 1.4), findings, ours)


def _all_plans(figures: Figures, works: Works) -> Iterator[Line]:
    """Of whole processes on the plans of all municipalities."""
    plans = works.country.name
    ours = (plans, GALAPLAN)
    yield _line(figures, f"{plans}: taplo lint / galaplan", Target("more than", 1), (plans, TAPLO), ours)
    for peer in PEERS:
        yield _line(figures, f"{plans}: {peer} / galaplan", Target("more than", 1), (plans, peer), ours)
    single, pool = (plans, ONE_PROCESS), (plans, TWO_PROCESSES)
    yield _line(figures, f"{plans}: one process / two", Target("more than", 1), single, pool)
    yield Line(f"{plans}: peak memory of galaplan", Target("at most", 120, "MB"), figures.peaks(ours))


def _library(figures: Figures, works: Works) -> Iterator[Line]:
    """Of calls within one process."""
    plan, plans = works.sound.inside, works.country.inside
    ours = (plan, VALIDATE)
    limit, tomli = Target("at most", 3), loads("tomli")
    yield _line(figures, "library, one plan: validate() / tomli", limit, ours, (plan, tomli))
    yield _line(figures, f"library, {works.country.name}: validate() / tomli", limit, (plans, VALIDATE), (plans, tomli))
    longer = f"library: {works.large.name} / one of {size(works.sound)}"
    yield _line(figures, longer, Target("at most", 6), (works.large.inside, VALIDATE), ours)
    rules, structuring = (plan, RULES), (plan, STRUCTURE)
    yield _line(figures, "library, one plan: all rules / structuring", Target("at most", 1), rules, structuring)
    whole, part = works.whole_set, works.part_of_set
    together = f"library, time per file: {len(whole.plans)} files / {len(part.plans)}"
    yield _line(figures, together, Target("at most", 1.2), (whole.inside, SET), (part.inside, SET))


def _line(figures: Figures, what: str, target: Target, above: Key, below: Key) -> Line:
    return Line(
        what,
        target,
        figures.ratios(above, below),
        figures.cpu_ratio(above, below),
        figures.counted(above, below),
    )
