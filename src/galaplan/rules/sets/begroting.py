"""Family BEG, several files: national amounts and one plan for each municipality."""

from __future__ import annotations
