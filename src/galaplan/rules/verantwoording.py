"""Family VER: monitoring and accountability."""

from __future__ import annotations
