"""Calls within one process that has done its imports: the library, its parts, and parsing alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from figures import Figure, Figures, Key
from material import Works
from measuring import calls_in_turn, garbage_looked_for_as_seldom_as_the_command_does
from programs import PARSERS, version_of

Call = Callable[[], object]

VALIDATE = "validate()"
STRUCTURE = "structuring"
RULES = "all rules"
SET = "validate(), a file"


def loads(parser: str) -> str:
    """What parsing alone is called in the tables."""
    return f"{parser}.loads"


def one_plan(figures: Figures, works: Works, rounds: int) -> None:
    """One plan: the library, two steps of it, parsing alone, and a plan five times as long."""
    from galaplan import validate

    small, findings, large = (work.plans[0].read_bytes() for work in (works.sound, works.findings, works.large))
    inside = works.sound.inside
    calls: dict[Key, Call] = {
        (inside, VALIDATE): lambda: validate(small),
        (works.findings.inside, VALIDATE): lambda: validate(findings),
        (works.large.inside, VALIDATE): lambda: validate(large),
        **{(inside, step): call for step, call in _steps(small).items()},
        **{(inside, loads(name)): _parse(parser, [small]) for name, parser in _parsers().items()},
    }
    _measure(figures, calls, rounds)


def all_plans(figures: Figures, works: Works, rounds: int) -> None:
    """The plans of all municipalities together, and parsing each of them; files are read on both sides."""
    from galaplan import validate

    inside = works.country.inside
    plans = works.country.plans
    calls: dict[Key, Call] = {
        (inside, VALIDATE): lambda: validate(*plans),
        **{(inside, loads(name)): _parse(parser, plans) for name, parser in _parsers().items()},
    }
    with garbage_looked_for_as_seldom_as_the_command_does():
        _measure(figures, calls, rounds, warm_up=1)


def sets(figures: Figures, works: Works, rounds: int) -> None:
    """All municipalities with their regions in one go, against a tenth of them: the time for each file.

    The part as often as makes it as long: what slows the machine down for a while then counts on both sides.
    """
    from galaplan import validate

    whole, part = works.whole_set, works.part_of_set
    calls: dict[Key, Call] = {
        (whole.inside, SET): lambda: validate(*whole.plans),
        (part.inside, SET): lambda: [validate(*part.plans) for _ in range(10)],
    }
    files = {whole.inside: len(whole.plans), part.inside: 10 * len(part.plans)}
    with garbage_looked_for_as_seldom_as_the_command_does():
        _measure(figures, calls, rounds, warm_up=1, share=files)


def _steps(data: bytes) -> dict[str, Call]:
    """Making a plan of its tree, and all rules on it."""
    from galaplan.documents import read_document
    from galaplan.reading import read
    from galaplan.rules import PlanView, check_plan
    from galaplan.structure import structure

    tree = read_document(data).tree
    reading = read(data)
    plan, edition = reading.plan, reading.edition
    if plan is None or edition is None:
        raise ValueError("a plan to measure with is no plan")
    return {STRUCTURE: lambda: structure(tree), RULES: lambda: list(check_plan(PlanView(plan, edition)))}


def _parsers() -> dict[str, Any]:
    """The readers of TOML that are installed, by name."""
    installed = (name for name in PARSERS if name == "tomllib" or not version_of(name).startswith("("))
    return {name: import_module(name) for name in installed}


def _parse(parser: Any, sources: Sequence[Path | bytes]) -> Call:
    """Parsing alone: from the same sources as `validate` gets."""

    def parse() -> None:
        for source in sources:
            data = source if isinstance(source, bytes) else source.read_bytes()
            parser.loads(data.decode())

    return parse


def _measure(
    figures: Figures, calls: dict[Key, Call], rounds: int, warm_up: int = 2, share: dict[str, int] | None = None
) -> None:
    """Measure the calls in turn; `share`: by what the seconds of a work are divided."""
    for (work, who), rounds_taken in calls_in_turn(calls, rounds, warm_up).items():
        count = share[work] if share else 1
        seconds, cpu = ([taken / count for taken in column] for column in zip(*rounds_taken, strict=True))
        figures[work, who] = Figure(seconds, cpu)
