"""galaplan reads, checks and writes GALA/SPUK plans of Dutch municipalities and regions.

>>> import galaplan
>>> report = galaplan.validate("plan.toml")      # never raises for what is in the file
>>> plan = galaplan.load("plan.toml")            # a plan, or InvalidPlan with its findings
>>> galaplan.dump(plan, "plan.json")             # TOML or JSON by the end of the name
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from galaplan.comparison import Comparison, compare
    from galaplan.files import InvalidPlan, dump, dumps, load, loads
    from galaplan.findings import FileReport, Finding, Location, Report, Severity
    from galaplan.model import FORMAT_VERSION, Amounts, AnyPlan, Moment, MunicipalPlan, Plan, RegionalPlan
    from galaplan.validation import validate

__all__ = [
    "FORMAT_VERSION",
    "Amounts",
    "AnyPlan",
    "Comparison",
    "FileReport",
    "Finding",
    "InvalidPlan",
    "Location",
    "Moment",
    "MunicipalPlan",
    "Plan",
    "RegionalPlan",
    "Report",
    "Severity",
    "__version__",
    "compare",
    "dump",
    "dumps",
    "load",
    "loads",
    "validate",
]

__version__ = "0.1.0"

# A name is imported when it is first asked for: who only validates does not wait for what only writing needs.
_HOMES = {
    "FORMAT_VERSION": "model.plan",
    "Amounts": "model.amounts",
    "AnyPlan": "model",
    "Comparison": "comparison",
    "FileReport": "findings",
    "Finding": "findings",
    "InvalidPlan": "files",
    "Location": "findings",
    "Moment": "model.moment",
    "MunicipalPlan": "model.municipal",
    "Plan": "model.plan",
    "RegionalPlan": "model.regional",
    "Report": "findings",
    "Severity": "findings",
    "compare": "comparison",
    "dump": "files",
    "dumps": "files",
    "load": "files",
    "loads": "files",
    "validate": "validation",
}

if not TYPE_CHECKING:
    # Out of sight of type checkers, for which any name would be there.

    def __getattr__(name: str) -> Any:
        if name in _HOMES:
            value = getattr(import_module(f"galaplan.{_HOMES[name]}"), name)
            globals()[name] = value
            return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
