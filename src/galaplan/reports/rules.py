"""What galaplan knows of its rules, as text and JSON: the table, and one rule with its reasons and examples."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from galaplan.cases import Case, CaseFile, cases_of, codes
from galaplan.records import Record
from galaplan.reports.json import utf8_json
from galaplan.rules import FAMILIES, Rule, all_rules
from galaplan.rules.registry import Outcome
from galaplan.texts import RuleText, rule_text, words

_WIDTH = 100
_KINDS = ("gemeente", "regio", "set")


class Explained(Record):
    """A rule with its words in one language."""

    rule: Rule
    text: RuleText
    language: str

    @property
    def code(self) -> str:
        """The code of the rule."""
        return self.rule.code

    @property
    def examples(self) -> list[Case]:
        """Its examples, good ones first."""
        return list(cases_of(self.code)) if self.code in codes() else []

    def example(self, *, good: bool) -> Case | None:
        """The first good or the first bad example."""
        return next((case for case in self.examples if case.good is good), None)


def explained(beginning: str = "", language: str = "nl") -> list[Explained]:
    """The rules whose codes begin so, by family and number. Raises `ValueError` when there are none."""
    found = [
        Explained(rule, rule_text(code, language), language)
        for code, rule in all_rules().items()
        if code.startswith(beginning.upper())
    ]
    if not found:
        raise ValueError(f"there is no rule {beginning!r}; codes begin with {', '.join(FAMILIES)}")
    return found


def render_table(rules: list[Explained], output: str) -> str:
    """The rules, a line each."""
    if output == "json":
        return utf8_json([_head(rule) for rule in rules])
    word = words(rules[0].language)
    rows = [
        (r.code, word[r.rule.severity.word], r.rule.modality, _applies(r, ", "), f"{r.rule.name}: {r.text.title}")
        for r in rules
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join([*(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=False)), row[4]]) for row in rows]
    return "\n".join([*lines, "", word["regels-uitleg"]]) + "\n"


def render_rule(rule: Explained, output: str) -> str:
    """One rule: what it says, why, where the agreement says so, how to mend it, with examples."""
    if output == "json":
        return utf8_json(_whole(rule))
    return "\n".join(_lines(rule)) + "\n"


def _lines(explained: Explained) -> Iterator[str]:
    rule, text, word = explained.rule, explained.text, words(explained.language)
    yield f"{rule.code} {rule.name}"
    yield from _paragraph(text.title, "")
    yield ""
    yield from _row(word["geldt-voor"], _applies(explained, ", "))
    for condition in conditions(explained):
        yield from _row(word["wanneer"], condition)
    yield from _row(word["modaliteit"], f"{rule.modality} ({word[f'modaliteit-{rule.modality}']})")
    yield from _row(word["bron"], sources(explained))
    yield from _row(word["waarom"], text.why)
    for variant, outcome in rule.outcomes.items():
        yield ""
        yield from _row(word["melding"], shown(text.messages[variant]))
        yield from _row(word["ernst"], weight(outcome, explained.language))
        yield from _row(word["herstel"], shown(text.fix_for(variant)))
    for good in (True, False):
        if case := explained.example(good=good):
            yield ""
            yield from _row(word["goed" if good else "fout"], case.description)
            for file in case.files:
                yield from (f"    {line}".rstrip() for line in change(file, named=len(case.files) > 1))
            if not good:
                yield from _row(word["bevinding"], finding(case, explained.language))
    if len(explained.examples) > 2:
        yield ""
        yield word["meer-voorbeelden"].format(aantal=len(explained.examples), code=rule.code)


def conditions(explained: Explained) -> Iterator[str]:
    """When the rule speaks, apart from the kind of file."""
    rule, word = explained.rule, words(explained.language)
    if rule.only_requested and rule.component:
        yield word["alleen-aangevraagd"].format(onderdeel=rule.component)
    if rule.document:
        yield word["alleen-document"].format(document=rule.document)
    if rule.phases:
        yield word["alleen-fasen"].format(fasen=", ".join(rule.phases))
    if rule.in_request_2023:
        yield word["ook-aanvraag"]


def weight(outcome: Outcome, language: str) -> str:
    """What an outcome weighs, and when it weighs otherwise."""
    word = words(language)
    parts = [word[outcome.severity.word]]
    parts += [f"{word[f'ernst-{name}']}: {word[severity.word]}" for name, severity in outcome.conditions.items()]
    return "; ".join(parts)


def sources(explained: Explained) -> str:
    """Where the rule stands, with a remark when the documents do not state it as such; empty when neither is known."""
    remark = f"({words(explained.language)['afgeleid']})" if explained.rule.inferred else ""
    return " ".join(part for part in ("; ".join(explained.rule.source), remark) if part)


def shown(template: str) -> str:
    """A message with its placeholders as a person reads them: `{bedrag:euro}` becomes `<bedrag>`."""
    return re.sub(r"\{([^{}:]+)(?::[^{}]*)?\}", r"<\1>", template)


def change(file: CaseFile, *, named: bool, context: int = 2) -> Iterator[str]:
    """What an example changes in a plan: lines that go (`-`), lines that come (`+`), and what stands around them."""
    if named:
        yield f"--- {file.name} ({file.plan})"
    diff = difflib.unified_diff(file.base.splitlines(), file.text.splitlines(), n=context, lineterm="")
    for line in list(diff)[2:]:
        if line.startswith("@@"):
            found = re.search(r"\+(\d+)", line)
            yield f"@@ {found[1] if found else ''} @@"
        else:
            yield line


def finding(case: Case, language: str) -> str:
    """What galaplan says of a bad example, in short."""
    place = f" ({case.path})" if case.path else ""
    return f"{words(language)[case.severity]}{place}: {_excerpt(case.message)}"


def _excerpt(message: str) -> str:
    """The part of a message that an example states, with marks where it does not begin or end with the sentence."""
    before = "… " if message[:1].islower() else ""
    return f"{before}{message}{'' if message.endswith(('.', '?', '!')) else ' …'}"


def _applies(explained: Explained, separator: str) -> str:
    word = words(explained.language)
    return separator.join(word[f"geldt-{kind}"] for kind in _KINDS if kind in explained.rule.applies)


def _row(label: str, text: str) -> Iterator[str]:
    yield from _paragraph(text, f"  {label:<12} ")


def _paragraph(text: str, label: str) -> Iterator[str]:
    import textwrap

    yield from textwrap.wrap(
        text, _WIDTH, initial_indent=label, subsequent_indent=" " * len(label), break_on_hyphens=False
    )


def _head(explained: Explained) -> dict[str, Any]:
    rule = explained.rule
    return {
        "code": rule.code,
        "name": rule.name,
        "title": explained.text.title,
        "family": rule.family,
        "severity": rule.severity.word,
        "applies": [kind for kind in _KINDS if kind in rule.applies],
        "modality": rule.modality,
        "inferred": rule.inferred,
        "source": list(rule.source),
    }


def _whole(explained: Explained) -> dict[str, Any]:
    rule, text = explained.rule, explained.text
    return {
        **_head(explained),
        "component": rule.component,
        "only_requested": rule.only_requested,
        "document": rule.document,
        "phases": list(rule.phases),
        "in_request_2023": list(rule.in_request_2023),
        "why": text.why,
        "outcomes": [
            {
                "variant": variant,
                "severity": outcome.severity.word,
                "severity_when": {name: severity.word for name, severity in outcome.conditions.items()},
                "message": shown(text.messages[variant]),
                "fix": shown(text.fix_for(variant)),
            }
            for variant, outcome in rule.outcomes.items()
        ],
        "examples": [_example(case) for case in explained.examples],
    }


def _example(case: Case) -> dict[str, Any]:
    tree: dict[str, Any] = {
        "good": case.good,
        "description": case.description,
        "strict": case.strict,
        "files": [{"name": file.name, "text": file.text} for file in case.files],
    }
    if not case.good:
        tree |= {"severity": case.severity, "path": case.path, "message": case.message}
    return tree
