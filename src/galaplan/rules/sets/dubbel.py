"""Family DUB, several files: money that counts double between them."""

from __future__ import annotations
