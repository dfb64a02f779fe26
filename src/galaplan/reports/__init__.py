"""One small renderer for each output, over the one record of what was found."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from galaplan.findings import Report

Renderer = Callable[[Report], str]

_RENDERERS = {
    "text": ("text", "render_text"),
    "concise": ("concise", "render_concise"),
    "json": ("json", "render_json"),
    "sarif": ("sarif", "render_sarif"),
    "github": ("github", "render_github"),
    "gitlab": ("gitlab", "render_gitlab"),
    "junit": ("junit", "render_junit"),
}

FORMATS = tuple(_RENDERERS)
"""The output formats, the default first."""

FOR_PEOPLE = ("text", "concise")
"""What people read, in the encoding of their terminal; what programs read is UTF-8."""


def renderer(name: str) -> Renderer:
    """The renderer of an output format, imported when it is asked for. Raises `KeyError` for an unknown name."""
    module, function = _RENDERERS[name]
    render: Renderer = getattr(import_module(f"galaplan.reports.{module}"), function)
    return render
