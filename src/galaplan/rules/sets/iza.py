"""Family IZA, several files: the files of one region."""

from __future__ import annotations
