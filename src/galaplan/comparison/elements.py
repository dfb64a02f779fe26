"""Which of the required plan elements were filled in, emptied or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from galaplan.model.fields import Keyed
from galaplan.model.plan import Plan
from galaplan.records import Record

if TYPE_CHECKING:
    from galaplan.model.municipal import Element, MunicipalPlan


class ElementChange(Record):
    """A required element that is not what it was."""

    code: str
    """A code of `plan-element`."""
    kind: Literal["filled", "emptied", "changed"]
    """Whether it has a text or a page reference now and had none, the other way round, or says something else."""


def elements_between(old: Plan, new: Plan) -> tuple[ElementChange, ...]:
    """The elements that differ, in the order of the new plan."""
    before, after = _elements(old), _elements(new)
    found = []
    for code in dict.fromkeys((*after, *before)):
        was, now = before.get(code), after.get(code)
        if was != now:
            filled = (was is not None and was.has_text, now is not None and now.has_text)
            kind = {(False, True): "filled", (True, False): "emptied"}.get(filled, "changed")
            found.append(ElementChange(code, cast("Literal['filled', 'emptied', 'changed']", kind)))
    return tuple(found)


def _elements(plan: Plan) -> Keyed[Element]:
    municipal = cast("MunicipalPlan", plan)
    return municipal.elements if municipal.kind == "gemeente" else Keyed()
