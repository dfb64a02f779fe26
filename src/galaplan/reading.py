"""Bytes to a plan, with everything that is wrong on the way."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any
from zlib import crc32

from galaplan import catalogue
from galaplan.documents import WHOLE_FILE, Document, Path, Problem, Unreadable, read_document, read_limited
from galaplan.documents.problems import MOST_TOLD
from galaplan.model.plan import FORMAT_VERSIONS, Plan
from galaplan.records import Record
from galaplan.structure import ShapeError, structure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from galaplan.documents.positions import Syntax


ROW_NAMES = ("id", "onderdeel", "gemeente")
"""The keys that say which row it is, the best first."""

ROW_WORDS = (*ROW_NAMES, "iza_categorie", "naam", "functie", "bron", "doel", "soort", "rol")
"""The keys that a place may name a row by, the best first; those of `ROW_NAMES` and what else tells rows apart."""

ACKNOWLEDGED = "erkend"
"""The key of the rows with which a plan acknowledges findings."""

MISSING_KEY = "LEZ011"
"""The rule on a key that must be there."""

NOT_ALL = "LEZ002"
"""The rule on what is too large, and on a file of which not all faults are told."""


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


class Original(Record):
    """What makes the document of a plan again, so that neither its text nor its places need be kept."""

    syntax: Syntax | None
    path: str
    """Of the file that is read again; empty where there is none."""
    data: bytes
    """Empty where there is a file."""
    checksum: int

    @classmethod
    def from_bytes(cls, data: bytes, syntax: Syntax | None, path: str) -> Original:
        """`path`: of the file that `data` was read from, or empty."""
        return cls(syntax, path, b"" if path else data, crc32(data))

    def document(self) -> Document | None:
        """The document; None where its file is no longer there, or no longer what it was."""
        try:
            data = read_limited(self.path) if self.path else self.data
        except OSError:
            return None
        return _document(data, self.syntax) if crc32(data) == self.checksum else None


def read(data: bytes, syntax: Syntax | None = None, *, default_edition: str | None = None) -> Reading:
    """Read a plan. Never raises for what is in the bytes.

    `default_edition`: the edition of a plan that names none. It is read as if it named this one, which stays a problem.
    """
    try:
        document = _document(data, syntax)
    except Unreadable as error:
        return Reading(document=None, plan=None, edition=None, problems=_told(error.problems))
    if newer := _other_version(document.tree):
        return Reading(document=document, plan=None, edition=None, problems=(*document.problems, newer))
    tree, problems = document.tree, document.problems
    if default_edition and tree and "editie" not in tree:
        tree = {**tree, "editie": default_edition}
        params = {"sleutel": "editie", "editie": default_edition}
        problems = (*problems, Problem(MISSING_KEY, "editie", path=("editie",), params=params))
    edition = _edition(tree)
    plan: Plan | None
    try:
        plan = structure(tree) if document.whole else None
    except ShapeError:
        plan = None
    told = {problem.path for problem in document.problems if problem.path}
    problems = (*problems, *_problems(tree, edition, told, has_shape=plan is not None))
    return Reading(document=document, plan=plan, edition=edition, problems=_told(problems))


def _document(data: bytes, syntax: Syntax | None) -> Document:
    if syntax == "xlsx" or (syntax is None and data.startswith(b"PK")):
        from galaplan.workbook import is_workbook, read_workbook

        if syntax == "xlsx" or is_workbook(data):
            return read_workbook(data)
    return read_document(data, syntax)


def _problems(
    tree: dict[str, Any], edition: catalogue.Edition | None, told: set[Path], *, has_shape: bool
) -> list[Problem]:
    """The faults of shape and integrity; `told`: the paths of values of which is told that they cannot be read."""
    from galaplan.integrity import integrity_problems

    found = integrity_problems(tree, edition, at_most=MOST_TOLD + 1)
    if not has_shape:
        from galaplan.shape import shape_problems

        found = [*(problem for problem in shape_problems(tree) if problem.path not in told), *found]
    return found


def _told(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """So many of the problems as are told of one file; that there are more is one of them."""
    first = tuple(islice(problems, MOST_TOLD + 1))
    if len(first) <= MOST_TOLD:
        return first
    return (*first[:MOST_TOLD], Problem(NOT_ALL, "te-veel-fouten", WHOLE_FILE, {"aantal": MOST_TOLD}))


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
