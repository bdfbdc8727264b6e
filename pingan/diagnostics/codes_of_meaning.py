"""Codes."""

from __future__ import annotations

from pingan.diagnostics.code import Code

CODES_OF_MEANING: tuple[Code, ...] = ()
