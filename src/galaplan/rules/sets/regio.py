"""Family REG, several files: regional and local activities."""

from __future__ import annotations
