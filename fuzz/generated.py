"""Hypothesis: plans made from the model, words of the format in any order, and files of the corpus with changes.

`python -m fuzz.generated TARGET --minutes 30 --seed 1 --folder /tmp/fuzz`; a fault does not end the run.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import rtoml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from tests.strategies import Tree, damaged, plans

from fuzz.ledger import Ledger, begin
from fuzz.mutation import mutated
from fuzz.promises import CHECK
from fuzz.seeds import HOSTILE, files, words

BATCH = 250
"""Examples for each time that hypothesis is started: it makes its bookkeeping anew, and the seed is the next one."""


@st.composite
def changed_files(draw: st.DrawFn) -> bytes:
    """A file of the corpus with some changes."""
    name = draw(st.sampled_from(list(files())))
    random = draw(st.randoms(use_true_random=True))
    data = files()[name]
    for _ in range(draw(st.integers(0, 3))):
        data = mutated(data, random)
    return data


def _written(tree: Tree, as_json: bool) -> bytes:
    try:
        return (json.dumps(tree) if as_json else rtoml.dumps(tree)).encode()
    except (ValueError, TypeError):  # what TOML has no word for
        return json.dumps(tree, default=str).encode()


@st.composite
def damaged_text(draw: st.DrawFn) -> bytes:
    """A plan made from the model, right or damaged, with changes to its text."""
    tree = draw(st.one_of(plans, damaged()))
    data = _written(tree, draw(st.booleans()))
    random = draw(st.randoms(use_true_random=True))
    for _ in range(draw(st.integers(0, 2))):
        data = mutated(data, random)
    return data


texts = st.lists(st.one_of(st.sampled_from([*words(), *HOSTILE]), st.text(max_size=6)), max_size=60).map(
    lambda pieces: "".join(pieces).encode(errors="surrogatepass")
)
"""Words of the format in any order."""

inputs = st.one_of(changed_files(), changed_files(), changed_files(), damaged_text(), texts, st.binary(max_size=400))
"""What is thrown at a target."""


def each(seed: int, count: int, check: Callable[[bytes], None]) -> None:
    """Have `count` inputs checked; of one seed they are the same ones every time."""

    @seeded(seed)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs)
    def checked(data: bytes) -> None:
        check(data)

    checked()


def main() -> None:
    """Fuzz one target for some minutes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=tuple(CHECK))
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, required=True, help="where figures and findings go")
    chosen = parser.parse_args()
    begin()
    ledger = Ledger(chosen.folder, chosen.target, "hypothesis", chosen.seed)

    def one(data: bytes) -> None:
        if ledger.seconds < 60 * chosen.minutes and (fault := ledger.fault(data)):
            ledger.keep(fault, data)
            print(f"FINDING {fault}", flush=True)

    batch = 0
    while ledger.seconds < 60 * chosen.minutes:
        each(1_000_000 * chosen.seed + batch, BATCH, one)
        batch += 1
    ledger.write()


if __name__ == "__main__":
    main()
