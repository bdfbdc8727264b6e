"""Codes of what sets pingan up."""

from __future__ import annotations

from typing import Final

from pingan.diagnostics.code import Code

CODES_OF_CONFIGURATION: Final = (
    Code(
        "bad-configuration",
        "`[tool.pingan]` or `pingan.toml` cannot be used",
        """
        It names a rule or an option that is not there, gives a value of another type, or is no TOML. Everything that
        is wrong with the file is reported at once, and nothing is checked before it is mended: a rule that is switched
        off by a misspelt line would be missed by nobody.
        """,
        example="""
        === flood.rules
        policy flood
        === pingan.toml
        [lint]
        ignore = ["no-citaton"]
        """,
        better="""
        === flood.rules
        policy flood
        === pingan.toml
        [lint]
        ignore = ["no-citation"]
        """,
    ),
)
