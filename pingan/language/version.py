"""The version of the language: it changes when a policy could mean something else."""

from __future__ import annotations

from typing import Final

LANGUAGE_VERSION: Final = "1"
