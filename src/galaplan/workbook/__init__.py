"""Plans as Excel workbooks (.xlsx): a sheet for each list of a plan, a row for each of its rows, and back.

The sheets and columns are read off the model. Reading makes the same plain tree as a TOML file does, with the cell in
which each value stands; formulas are never worked out and never made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from galaplan.documents import Document
    from galaplan.model.plan import Plan


def is_workbook(data: bytes) -> bool:
    """Whether bytes look like a workbook of Excel 2007 or later, be it damaged or hostile."""
    return data.startswith(b"PK") and b"xl/workbook." in data


def read_workbook(data: bytes) -> Document:
    """The tree in a workbook, with what is wrong with its sheets and cells. Raises `Unreadable` for one to refuse."""
    from galaplan.workbook.reading import read_plan

    return read_plan(data)


def write_workbook(plan: Plan) -> bytes:
    """The workbook of a plan: the same bytes for the same plan.

    Raises `Unfit` for a plan with a text that no cell can hold, `MissingExtra` where XlsxWriter is not installed.
    """
    from galaplan.workbook.writing import write_plan

    return write_plan(plan)
