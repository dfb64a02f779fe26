"""Family OND, mentale gezondheid (OND014-017)."""

from __future__ import annotations
