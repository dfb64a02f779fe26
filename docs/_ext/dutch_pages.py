"""Pages in Dutch on a site whose other pages are English: their language, and the words around them.

`dutch_pages` (conf.py) lists what the names of these pages begin with.
"""

from __future__ import annotations

from gettext import NullTranslations
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

WORDS = {
    "Home": "Begin",
    "Index": "Register",
    "Next": "Volgende",
    "On this page": "Op deze pagina",
    "Previous": "Vorige",
    "Search": "Zoeken",
    "Back to top": "Naar boven",
    "Made with ": "Gemaakt met ",
}


class Dutch(NullTranslations):
    """The few words that the theme puts around a page."""

    def gettext(self, message: str) -> str:
        """The Dutch word, or the English one where there is none."""
        return WORDS.get(message, message)


def speak(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Give a page its language before it is written."""
    dutch = page.startswith(tuple(app.config.dutch_pages))
    words = Dutch() if dutch else NullTranslations()
    app.builder.templates.environment.install_gettext_translations(words)
    context["language"] = "nl" if dutch else "en"


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    app.add_config_value("dutch_pages", [], "html", list)
    app.connect("html-page-context", speak)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
