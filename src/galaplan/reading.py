"""Bytes to a plan, with everything that is wrong on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from galaplan import catalogue
from galaplan.documents import Document, Problem, Unreadable, read_document
from galaplan.model.plan import FORMAT_VERSIONS, Plan
from galaplan.records import Record, record
from galaplan.structure import ShapeError, structure

if TYPE_CHECKING:
    from galaplan.documents.positions import Syntax


ROW_NAMES = ("id", "onderdeel", "gemeente")
"""The keys that name a row, the best first."""


@record
class Reading(Record):
    """What became of a file."""

    document: Document | None
    plan: Plan | None
    """The plan, when the file has the shape of one."""
    edition: catalogue.Edition | None
    problems: tuple[Problem, ...] = ()

    @property
    def tree(self) -> dict[str, Any]:
        """The tree of the file; empty when there is none."""
        return self.document.tree if self.document else {}


def read(data: bytes, syntax: Syntax | None = None) -> Reading:
    """Read a plan. Never raises for what is in the bytes."""
    try:
        document = read_document(data, syntax)
    except Unreadable as error:
        return Reading(document=None, plan=None, edition=None, problems=error.problems)
    if newer := _other_version(document.tree):
        return Reading(document=document, plan=None, edition=None, problems=(*document.problems, newer))
    edition = _edition(document.tree)
    plan: Plan | None
    try:
        plan = structure(document.tree)
    except ShapeError:
        plan = None
    problems = (*document.problems, *_problems(document.tree, edition, has_shape=plan is not None))
    return Reading(document=document, plan=plan, edition=edition, problems=problems)


def _problems(tree: dict[str, Any], edition: catalogue.Edition | None, *, has_shape: bool) -> list[Problem]:
    from galaplan.integrity import integrity_problems

    found = integrity_problems(tree, edition)
    if not has_shape:
        from galaplan.shape import shape_problems

        found = [*shape_problems(tree), *found]
    return found


def _other_version(tree: dict[str, Any]) -> Problem | None:
    """The version is looked at before all else: a file of another version can't be judged by the keys of this one."""
    version = tree.get("galaplan")
    if not isinstance(version, str) or version in FORMAT_VERSIONS:
        return None
    params = {"versie": version, "leesbaar": list(FORMAT_VERSIONS)}
    return Problem("LEZ009", "versie", path=("galaplan",), params=params)


def _edition(tree: dict[str, Any]) -> catalogue.Edition | None:
    name = tree.get("editie")
    return catalogue.edition(name) if isinstance(name, str) and name in catalogue.editions() else None
