"""The mutants: what the operators of mutmut make of galaplan's code, one small change each, and a sample of them.

mutmut itself leaves decorated functions and everything outside functions alone, because it keeps all mutants of a file
in one file. Here every mutant is a file of its own, so neither has to be left out, and a rule is a decorated function.
"""

from __future__ import annotations

import ast
import difflib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import MutationVisitor, OuterFunctionProvider, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

HERE = Path(__file__).resolve().parent.parent
SOURCE = HERE / "src" / "galaplan"

ROOMS = {"rules": "rules", "model": "model", "documents": "documents", "structure": "structure.py"}
"""The rooms that are mutated, with the folder or the file of each."""


@dataclass(frozen=True)
class Mutant:
    """One change of one module."""

    room: str
    part: str
    """`code` in the body of a function, `declaration` anywhere else: fields, registrations, constants."""
    module: str
    """The path from `src/galaplan`."""
    number: int
    """In the order in which the operators make them."""
    lines: tuple[int, int]
    """The first and the last line of what is changed."""
    function: tuple[int, int]
    """The first and the last line of the body of the outermost function around it; (0, 0) for a declaration."""

    @property
    def name(self) -> str:
        """By which it can be asked for again, as long as its module is what it was."""
        return f"{self.module}:{self.lines[0]}:{self.number}"


class _Everywhere(MutationVisitor):
    """mutmut's visitor, also in decorated functions, decorators and outside functions, but not in what is for types."""

    def __init__(self) -> None:
        super().__init__(mutation_operators, IgnoredCode(set(), set(), set()))

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef | cst.Decorator):
            return False
        return _is_for_types(node) or super()._skip_node_and_children(node)


def _is_for_types(node: cst.CSTNode) -> bool:
    match node:
        case cst.Import() | cst.ImportFrom() | cst.Annotation():
            return True
        case cst.If(test=cst.Name("TYPE_CHECKING")):
            return True
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name("__all__"))]):
            return True
        case cst.Assign(value=cst.Subscript(value=cst.Name("Literal" | "Callable" | "Mapping" | "tuple" | "Union"))):
            return True
        case cst.Call(func=cst.Name("TypeVar" | "cast" | "NewType")):
            return True
    return False


@cache
def _parsed(module: str) -> tuple[cst.Module, tuple[tuple[cst.CSTNode, cst.CSTNode], ...], tuple[Mutant, ...]]:
    """A module, its mutations (before, after), and the mutants that they are."""
    wrapper = MetadataWrapper(cst.parse_module((SOURCE / module).read_text("utf-8")))
    visitor = _Everywhere()
    tree = wrapper.visit(visitor)
    positions, functions = wrapper.resolve(PositionProvider), wrapper.resolve(OuterFunctionProvider)
    room = next(name for name, place in ROOMS.items() if module == place or module.startswith(f"{place}/"))
    mutants = []
    for number, mutation in enumerate(visitor.mutations):
        node = mutation.original_node
        where = positions[node]
        function = functions.get(node)
        body = (0, 0)
        if isinstance(function, cst.FunctionDef) and where.start.line >= positions[function.body].start.line:
            body = positions[function.body].start.line, positions[function.body].end.line
        part = "code" if body[0] else "declaration"
        mutants.append(Mutant(room, part, module, number, (where.start.line, where.end.line), body))
    return tree, tuple((m.original_node, m.mutated_node) for m in visitor.mutations), tuple(mutants)


def modules(room: str) -> Iterator[str]:
    """The modules of a room, as paths from `src/galaplan`."""
    place = SOURCE / ROOMS[room]
    for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
        yield path.relative_to(SOURCE).as_posix()


def population(room: str, part: str) -> list[Mutant]:
    """All mutants of one part of a room, in a fixed order."""
    return [mutant for module in modules(room) for mutant in _parsed(module)[2] if mutant.part == part]


def sample(room: str, part: str, size: int, seed: int) -> list[Mutant]:
    """So many mutants at random, or all when there are no more; the same for the same code and seed."""
    everything = population(room, part)
    if size >= len(everything):
        return everything
    return sorted(random.Random(f"{seed}/{room}/{part}").sample(everything, size), key=lambda m: (m.module, m.number))


def named(name: str) -> Mutant:
    """The mutant of this name. Raises `ValueError` when the code has no such mutant (any more)."""
    module, line, number = name.split(":")
    mutants = _parsed(module)[2]
    if int(number) >= len(mutants) or mutants[int(number)].lines[0] != int(line):
        raise ValueError(f"{name}: no such mutant; has the module changed?")
    return mutants[int(number)]


@cache
def _statements(module: str) -> tuple[tuple[int, int], ...]:
    """The first and the last line of each statement, of one with a body those of its head."""
    found = []
    for node in ast.walk(ast.parse((SOURCE / module).read_text("utf-8"))):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None) or getattr(node, "cases", None)
            begin = body[0].pattern.lineno if isinstance(node, ast.Match) else body[0].lineno if body else None
            found.append((node.lineno, max(node.lineno, begin - 1) if begin else node.end_lineno or node.lineno))
    return tuple(found)


def statement_lines(mutant: Mutant) -> tuple[int, int]:
    """The lines of the smallest statement that holds what is changed."""
    first, last = mutant.lines
    around = [(begin, end) for begin, end in _statements(mutant.module) if begin <= first and last <= end]
    return min(around, key=lambda lines: lines[1] - lines[0], default=mutant.lines)


def source(mutant: Mutant) -> str:
    """The text of the module with the change."""
    tree, mutations, _ = _parsed(mutant.module)
    changed = deep_replace(tree, *mutations[mutant.number])
    assert isinstance(changed, cst.Module)
    return changed.code


def change(mutant: Mutant, after: str) -> str:
    """The change in two lines or so, `-` before and `+` in the text after."""
    before = (SOURCE / mutant.module).read_text("utf-8").splitlines()
    lines = difflib.unified_diff(before, after.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in list(lines)[2:] if not line.startswith("@@"))
