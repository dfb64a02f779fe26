"""One small renderer for each output, over the one record of what was found."""

from __future__ import annotations

from collections.abc import Callable

from galaplan.findings import Report

Renderer = Callable[[Report], str]


def renderer(name: str) -> Renderer:
    """The renderer of an output format. Raises `KeyError` for an unknown name."""
    if name == "json":
        from galaplan.reports.json import render_json

        return render_json
    if name == "text":
        from galaplan.reports.text import render_text

        return render_text
    raise KeyError(name)


FORMATS = ("text", "json")
"""The output formats, the default first."""
