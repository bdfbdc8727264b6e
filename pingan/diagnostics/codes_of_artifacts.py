"""Codes about artifacts: policies built into one file."""

from __future__ import annotations

from pingan.diagnostics.code import Code

CODES_OF_ARTIFACTS = (
    Code(
        "bad-artifact",
        "a file is no artifact, or not as it was written",
        """An artifact (`….pgb`) is what `pingan build` wrote, to the last byte: every part of it has a hash, and
        nothing is used unless all are right. A file that was cut off, changed or never was one is refused. Copy it
        again, or build it again. The hashes show damage; they do not show who built it: take artifacts only from
        where you would take policies.""",
        """
        === flood.pgb
        policy flood
        """,
        """
        === flood.rules
        policy flood
        """,
    ),
    Code(
        "lone-artifact",
        "an artifact is taken together with other policies",
        """An artifact is whole: what its policies say of each other was settled when it was built. Policies that are to
        be asked together are built together, or all read from text. The example stands for `pingan check` of an
        artifact and this file.""",
        """
        policy flood
        """,
        """
        policy flood
        """,
    ),
    Code(
        "other-library",
        "an artifact needs a library that is not given, or was built with another content of it",
        """Libraries are code, and no code is in an artifact: it names those that its policies need, with the hash of
        their content. Give the library (`--library`), in the version that the artifact was built with, or build the
        artifact again. The example stands for an artifact of this policy, read without the library.""",
        """
        policy flood { needs floods }
        """,
        """
        policy flood { needs floods }
        """,
    ),
    Code(
        "other-version",
        "an artifact was built by another version of pingan",
        """An artifact holds a policy as one version of pingan understands it, and another might understand it
        otherwise. Build it again from the policies' text, with the version that is to run it. The example stands for an
        artifact of this policy.""",
        """
        policy flood
        """,
        """
        policy flood
        """,
    ),
)
