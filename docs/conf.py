"""How the site is built: `sphinx-build -W docs docs/_build/html`. It loads nothing from elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

from sphinx.application import Sphinx

import galaplan

project = "galaplan"
version = release = galaplan.__version__
html_show_copyright = False
html_show_sphinx = False

extensions = ["myst_parser", "sphinx.ext.autodoc", "dutch_pages", "model_tables", "outside_links"]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}
# A reference that leads nowhere is a fault, save to the standard library, whose pages lie elsewhere.
nitpicky = True
nitpick_ignore_regex = [
    ("py:.*", r"(collections|datetime|enum|os|typing)\..*"),
    ("py:class", r"galaplan\.model\.fields\.[A-Z]|Format"),  # variables and aliases of types
]

# The page of an anchor is the page of a heading: `lez.md#lez001-geen-utf8`.
myst_heading_anchors = 4

# Quotes are often those of a value, to be copied as they are.
smartquotes = False
# Red and green in the examples of the rules.
pygments_style = "tango"
pygments_dark_style = "monokai"

# In docstrings, one backtick on either side marks code.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_class_signature = "separated"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
toc_object_entries_show_parents = "hide"

html_theme = "furo"
html_title = f"galaplan {version}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
# A page that is opened from a folder may not read its neighbours, so no summaries.
html_show_search_summary = False
# Most of the text is Dutch.
html_search_language = "nl"
# The words around the page; `dutch_pages` makes them Dutch on Dutch pages.
language = "en"
dutch_pages = ["gids/", "regels/", "formaat", "codelijsten"]
# What lies beside this folder and is a page of the site all the same, see `outside_links`.
taken_in = {"CHANGELOG.md": "changelog", "SECURITY.md": "security", "conformance/README.md": "conformance"}


def setup(app: Sphinx) -> None:
    """The table of the rules is generated for readers everywhere; here the pages of the families lie below it."""
    app.connect("source-read", _with_families)


def _with_families(app: Sphinx, page: str, source: list[str]) -> None:
    if page == "regels/README":
        source[0] += "\n```{toctree}\n:hidden:\n:glob:\n\n*\n```\n"
