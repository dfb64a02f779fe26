"""The coverage-guided fuzzer: atheris mutates what reached new lines of galaplan.

`python -m fuzz.guided TARGET --minutes 30 --seed 1 --folder /tmp/fuzz`; a fault does not end the run.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path
from random import Random

import atheris  # type: ignore[import-untyped]

LONGEST = 120_000
"""Bytes of the longest input: that of the largest example, and some."""


def main() -> None:
    """Fuzz one target for some minutes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", help="see fuzz/README.md")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, required=True, help="where corpus, figures and findings go")
    chosen = parser.parse_args()
    _import_instrumented()
    from fuzz.promises import CHECK

    if chosen.target not in CHECK:
        parser.error(f"the targets are {', '.join(CHECK)}")
    _fuzz(chosen.target, chosen.minutes, chosen.seed, chosen.folder)


def _import_instrumented() -> None:
    """Every module of galaplan now, for a part of them is imported only when a plan asks for it."""
    with atheris.instrument_imports(include=["galaplan"]):
        import galaplan

        for module in pkgutil.walk_packages(galaplan.__path__, "galaplan."):
            if module.name != "galaplan.__main__":
                importlib.import_module(module.name)


def _fuzz(target: str, minutes: float, seed: int, folder: Path) -> None:
    from fuzz.ledger import Ledger, begin
    from fuzz.mutation import mutated
    from fuzz.promises import MEMORY
    from fuzz.seeds import dictionary, files

    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        (corpus / name).write_bytes(data)
    (folder / "words.dict").write_text(dictionary(), "ascii")
    ledger = Ledger(folder, target, "atheris", seed)

    def one(data: bytes) -> None:
        if fault := ledger.fault(data):
            ledger.keep(fault, data)
            print(f"FINDING {fault}", flush=True)

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        """Half of the time libFuzzer's own mutations, with the dictionary; otherwise those that know the format."""
        random = Random(seed)
        changed = atheris.Mutate(data, longest) if random.random() < 0.5 else mutated(data, random)
        return changed[:longest]

    # The clock of libFuzzer goes on while a machine stands still; `promises` tells what hangs by the CPU it takes.
    options = [
        *(f"-seed={seed}", f"-max_total_time={60 * minutes:.0f}", f"-max_len={LONGEST}", f"-dict={folder}/words.dict"),
        *(f"-rss_limit_mb={MEMORY >> 20}", "-timeout=3600", f"-artifact_prefix={folder}/stopped-"),
        *("-print_final_stats=1", "-reload=0", str(corpus)),
    ]
    atheris.Setup([sys.argv[0], *options], one, custom_mutator=mutate)
    begin()
    atheris.Fuzz()


if __name__ == "__main__":
    main()
