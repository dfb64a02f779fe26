"""Family OND, sociale basis: vision, mantelzorg, respijtzorg, loneliness, Welzijn op Recept (OND035-043)."""

from __future__ import annotations
