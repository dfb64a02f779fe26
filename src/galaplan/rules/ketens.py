"""Family KET: the five chains."""

from __future__ import annotations
