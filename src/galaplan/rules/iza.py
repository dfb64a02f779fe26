"""Family IZA: the application of a region."""

from __future__ import annotations
