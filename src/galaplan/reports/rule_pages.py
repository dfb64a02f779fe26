"""The rules as pages of the documentation: the table of all, and a page for a family."""

from __future__ import annotations

from collections.abc import Iterator

from galaplan.reports.rules import Explained, change, conditions, finding, shown, sources, weight
from galaplan.texts import words


def render_index(rules: list[Explained]) -> str:
    """A table of these rules, a row each, in the order given."""
    return "\n".join(_index(rules)) + "\n"


def render_page(rules: list[Explained]) -> str:
    """All about the rules of one family, one after the other."""
    word = words(rules[0].language)
    title = f"# {rules[0].rule.family}: {word[f'familie-{rules[0].rule.family}']}"
    return "\n".join([title, *(line for rule in rules for line in ("", *_rule(rule)))]) + "\n"


def _index(rules: list[Explained]) -> Iterator[str]:
    word = words(rules[0].language)
    yield f"# {word['regels']}"
    yield ""
    yield word["regels-inleiding"]
    yield ""
    titles = ("code", "naam", "ernst", "geldt-voor", "modaliteit", "bron", "rij")
    yield _table_row(word[title] for title in titles)
    yield _table_row("---" for _ in titles)
    for rule in rules:
        yield _table_row(_cells(rule))
    yield ""
    for modality in dict.fromkeys(rule.rule.modality for rule in rules):
        yield f"- **{modality}**: {word[f'modaliteit-{modality}']}"


def _cells(explained: Explained) -> Iterator[str]:
    rule, word = explained.rule, words(explained.language)
    yield f"[{rule.code}]({rule.family.lower()}.md#{rule.code.lower()}-{rule.name})"
    yield rule.name
    yield word[rule.severity.word]
    yield ", ".join(word[f"geldt-{kind}"] for kind in ("gemeente", "regio", "set") if kind in rule.applies)
    yield rule.modality
    yield sources(explained)
    yield rule.rulebook_row or "–"


def _rule(explained: Explained) -> Iterator[str]:
    rule, text, word = explained.rule, explained.text, words(explained.language)
    yield f"## {rule.code} {rule.name}"
    yield ""
    yield f"**{_escaped(text.title)}**"
    yield ""
    yield _escaped(text.why)
    yield ""
    applies = ", ".join(word[f"geldt-{kind}"] for kind in ("gemeente", "regio", "set") if kind in rule.applies)
    yield f"- {word['geldt-voor']}: {'; '.join([applies, *conditions(explained)])}"
    yield f"- {word['modaliteit']}: {word[f'modaliteit-{rule.modality}']}"
    if source := sources(explained):
        yield f"- {word['bron']}: {source}"
    yield ""
    yield _table_row([word["melding"], word["ernst"], word["herstel"]])
    yield _table_row(["---"] * 3)
    for variant, outcome in rule.outcomes.items():
        cells = (shown(text.messages[variant]), weight(outcome, explained.language), shown(text.fix_for(variant)))
        yield _table_row(_escaped(cell) for cell in cells)
    for good in (True, False):
        if case := explained.example(good=good):
            yield ""
            yield f"*{word['goed' if good else 'fout']}: {_escaped(case.description)}*"
            for file in case.files:
                lines = list(change(file, named=len(case.files) > 1))
                if lines:
                    yield ""
                    yield "```diff"
                    yield from (line.rstrip() for line in lines)
                    yield "```"
            if not good:
                yield ""
                yield f"{word['bevinding']}: {_escaped(finding(case, explained.language))}"


def _table_row(cells: Iterator[str] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """A text in which Markdown sees no marks of its own."""
    for mark in "\\|<>*_`[]":
        text = text.replace(mark, f"\\{mark}")
    return text
