"""Family KET, several files: chains in municipal files and in the regional matrix."""

from __future__ import annotations
