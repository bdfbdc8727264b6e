"""What the shell learns from a command."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """130 and 141 are those of any program that was interrupted or whose reader went away."""

    FINE = 0
    FINDINGS = 1
    COULD_NOT_RUN = 2
    BREACH = 3
    UNDETERMINED = 4
    OUR_ERROR = 70
    INTERRUPTED = 130
    NO_READER = 141
