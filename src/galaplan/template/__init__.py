"""A plan to begin with: commented, of the right shape, and with all that is still to be done marked in it.

The marks are made of what the rules find in the template itself, so the template and a validation of it say the same.
"""

from __future__ import annotations

from galaplan.findings import Finding
from galaplan.records import Record
from galaplan.template.choices import Choice, MunicipalChoice
from galaplan.template.marks import findings_in, marked

__all__ = ["Template", "template"]


class Template(Record):
    """A plan to begin with."""

    text: str
    """TOML, with comments in Dutch; `galaplan.loads` takes it."""
    findings: tuple[Finding, ...]
    """What a validation finds in it, by line. The text has a mark above each of these lines."""


def template(choice: Choice, *, language: str = "nl") -> Template:
    """The template for a municipality or a region. `language`: that of the findings; the text itself is Dutch."""
    text = _unmarked(choice)
    text = marked(text, findings_in(text))
    return Template(text=text, findings=findings_in(text, language))


def _unmarked(choice: Choice) -> str:
    if isinstance(choice, MunicipalChoice):
        from galaplan.template.gemeente import MunicipalTemplate

        made = MunicipalTemplate(choice)
        return made.text(_components_asked_for(made.text()))
    from galaplan.template.regio import RegionalTemplate

    return RegionalTemplate(choice).text()


def _components_asked_for(text: str) -> set[str]:
    """The components on which the rules ask for something, requested or not."""
    places = (finding.location.path.split(".") for finding in findings_in(text))
    return {place[1] for place in places if place[0] == "onderdelen" and len(place) > 1}
