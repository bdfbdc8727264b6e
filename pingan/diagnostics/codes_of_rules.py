"""Codes."""

from __future__ import annotations

from pingan.diagnostics.code import Code

CODES_OF_RULES: tuple[Code, ...] = ()
