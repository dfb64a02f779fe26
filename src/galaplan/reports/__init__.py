"""One small renderer for each output, over the one record of what was found."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from galaplan.findings import Report

Renderer = Callable[[Report], str]

_RENDERERS = {
    "text": ("text", "render_text"),
    "json": ("json", "render_json"),
}

FORMATS = tuple(_RENDERERS)
"""The output formats, the default first."""


def renderer(name: str) -> Renderer:
    """The renderer of an output format, imported when it is asked for. Raises `KeyError` for an unknown name."""
    module, function = _RENDERERS[name]
    render: Renderer = getattr(import_module(f"galaplan.reports.{module}"), function)
    return render
