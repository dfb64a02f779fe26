"""The words of every rule, in each language, as data; loaded a family at a time, when there is something to say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import rtoml

from galaplan.records import NOTHING_STATED, Record

LANGUAGES = ("nl", "en")

_FOLDER = Path(__file__).parent


class RuleText(Record):
    """What a rule says: a title, a message for each variant, why it matters and how to mend it."""

    title: str
    messages: Mapping[str, str]
    why: str
    fix: str
    fixes: Mapping[str, str]
    """A way to mend that holds for one variant only."""
    fixes_in_cell: Mapping[str, str] = NOTHING_STATED
    """A way to mend a variant in a workbook, where the words for a text would speak of what is not there."""

    def fix_for(self, variant: str, *, in_cell: bool = False) -> str:
        """How to mend what this variant says; `in_cell`: of a cell of a workbook."""
        fix = self.fixes.get(variant, self.fix)
        return self.fixes_in_cell.get(variant, fix) if in_cell else fix


@cache
def _family(family: str, language: str) -> Mapping[str, Any]:
    return rtoml.loads((_FOLDER / language / f"{family.lower()}.toml").read_text("utf-8"))


@cache
def rule_text(code: str, language: str) -> RuleText:
    """The words of a rule. Raises `KeyError` when the rule has none in this language."""
    raw = _family(code[:3], language)[code]
    return RuleText(
        title=raw["titel"],
        messages=raw["melding"],
        why=raw["waarom"],
        fix=raw["herstel"],
        fixes=raw.get("herstel_bij", {}),
        fixes_in_cell=raw.get("herstel_cel", {}),
    )


@cache
def words(language: str) -> Mapping[str, str]:
    """Single words and labels of the reports."""
    return rtoml.loads((_FOLDER / language / "woorden.toml").read_text("utf-8"))
