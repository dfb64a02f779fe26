"""Imports each module of galaplan; run under coverage, it shows what runs by importing alone."""

from __future__ import annotations

import importlib
import pkgutil


def import_all() -> None:
    """Import each module of galaplan."""
    galaplan = importlib.import_module("galaplan")
    for module in pkgutil.walk_packages(galaplan.__path__, "galaplan."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


if __name__ == "__main__":
    import_all()
