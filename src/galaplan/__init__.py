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
    from galaplan.files import InvalidPlan as InvalidPlan
    from galaplan.files import dump as dump
    from galaplan.files import dumps as dumps
    from galaplan.files import load as load
    from galaplan.files import loads as loads
    from galaplan.findings import FileReport as FileReport
    from galaplan.findings import Finding as Finding
    from galaplan.findings import Location as Location
    from galaplan.findings import Report as Report
    from galaplan.findings import Severity as Severity
    from galaplan.model.amounts import Amounts as Amounts
    from galaplan.model.moment import Moment as Moment
    from galaplan.model.municipal import MunicipalPlan as MunicipalPlan
    from galaplan.model.plan import FORMAT_VERSION as FORMAT_VERSION
    from galaplan.model.plan import Plan as Plan
    from galaplan.model.regional import RegionalPlan as RegionalPlan
    from galaplan.validation import validate as validate

__version__ = "0.1.0"

# A name is imported when it is first asked for: who only validates does not wait for what only writing needs.
_HOMES = {
    "FORMAT_VERSION": "model.plan",
    "Amounts": "model.amounts",
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
    "dump": "files",
    "dumps": "files",
    "load": "files",
    "loads": "files",
    "validate": "validation",
}

__all__ = sorted((*_HOMES, "__version__"))


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"galaplan.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
