"""`load` and `check`, of text or of an artifact. Light: text brings the passes with it, an artifact does not."""

from __future__ import annotations

import os
import stat

from pingan.artifact.built import BuiltParts, refusal
from pingan.artifact.head import Head, head_of
from pingan.codec.container import RefusedError, opened
from pingan.policy import Policy

TYPE_CHECKING = False  # type checkers take it for true; `typing` would cost more than all the rest of this file
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from pingan.diagnostics.diagnostic import Diagnostic
    from pingan.language.environment import Environment
    from pingan.source import Source

SUFFIX = ".pgb"
MAXIMUM_FILE = 1 << 30
"""Bytes of an artifact."""


def load(
    *targets: str | Path | Source,
    settings: Mapping[str, object] | None = None,
    environment: Environment | None = None,
    root: str | Path | None = None,
) -> Policy:
    """The policies *targets* together with all that they extend and use.

    A target is the path of a ``.rules`` file or of a folder, the name of a policy that comes with pingan
    (`shipped_policies`), or a `Source` (text in memory). Other modules are found beside the target, or under *root*.
    Or it is the path of an artifact (``.pgb``, see `build`), alone: it holds all that it needs but the libraries.
    *settings* sets parameters and chooses readings, by name or ``policy.name``. Raises PolicyError with every
    diagnostic when the text cannot be used; warnings alone are in `Policy.diagnostics`. Raises ValueError without a
    target, TypeError for arguments of another kind.

    >>> pingan.load("jilin", "national").names
    ('jilin', 'national')
    >>> pingan.load(pingan.Source("flood.rules", "policy flood")).title
    'flood'
    """
    path = _artifact(targets)
    if path is None:
        if settings is None or settings == {}:
            return _read(targets, environment, root)
        from pingan import pipeline

        return pipeline.load(*targets, settings=settings, environment=environment, root=root)
    policy = _loaded(path, alone=len(targets) == 1, environment=environment)
    return policy if settings is None or settings == {} else policy.with_settings(settings)


def check(
    *targets: str | Path | Source,
    settings: Mapping[str, object] | None = None,
    environment: Environment | None = None,
    root: str | Path | None = None,
) -> tuple[Diagnostic, ...]:
    """Everything that can be said against *targets*, errors and warnings, by place; empty when there is nothing.

    >>> import pingan
    >>> [d.code for d in pingan.check(pingan.Source("flood.rules", "policy flood"))]
    []
    """
    from pingan import pipeline
    from pingan.diagnostics.errors import PolicyError

    if _artifact(targets) is None:
        return pipeline.check(*targets, settings=settings, environment=environment, root=root)
    try:
        return pipeline.found_in(load(*targets, settings=settings, environment=environment, root=root))
    except PolicyError as error:
        return error.diagnostics


def _read(targets: tuple[Any, ...], environment: Environment | None, root: str | Path | None) -> Policy:
    """The policy from its text, or as it was kept when it was read before."""
    from pingan.artifact.kept import Kept

    kept = Kept.of(targets, root, environment)
    reads: list[tuple[str | None, bytes | None]] = []

    def again() -> Policy:
        from pingan import pipeline

        return pipeline.load(*targets, environment=environment, root=root, reads=reads)

    if kept is None:
        return again()
    found = kept.find(environment, again)
    if found is None:
        found = again()
        kept.keep(found, reads)
    return found


def _artifact(targets: tuple[object, ...]) -> str | None:
    """The path of the first target that is an artifact."""
    for target in targets:
        path = target if isinstance(target, str) else os.fspath(target) if isinstance(target, os.PathLike) else ""
        if isinstance(path, str) and path.endswith(SUFFIX):
            return path
    return None


def _loaded(path: str, *, alone: bool, environment: Environment | None) -> Policy:
    try:
        if not alone:
            remedy = "build one artifact of all policies, or load all of them from text"
            raise RefusedError("an artifact is not taken together with other policies", remedy, "lone-artifact")
        container = opened(_content(path))
        head = head_of(container.head)
        if environment is not None or head.needs:
            environment = _checked(head, environment)
        return Policy(BuiltParts(container, head, path, environment))
    except RefusedError as refused:
        raise refusal(path, refused) from refused


def _content(path: str) -> bytes:
    """The bytes of the file *path*: of a regular file, and not without end."""
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise RefusedError("it is no file", "give a file that `pingan build` wrote", "unreadable-file")
        if status.st_size > MAXIMUM_FILE:
            raise RefusedError(f"it is longer than {MAXIMUM_FILE >> 20} MiB", "build smaller ones", "too-large")
        with open(path, "rb") as file:
            return file.read(MAXIMUM_FILE + 1)
    except FileNotFoundError:
        raise RefusedError("there is no such file", "write it with `pingan build`", "unknown-module") from None
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise RefusedError(f"it cannot be read: {reason}", "see who may read it", "unreadable-file") from error


def _checked(head: Head, environment: Environment | None) -> Environment:
    """*environment*, or the standard one, which has the libraries that the artifact needs, as they were."""
    from pingan.diagnostics.arguments import check_argument
    from pingan.diagnostics.errors import PolicyError
    from pingan.language.environment import Environment
    from pingan.stdlib import standard_environment

    if environment is not None:
        check_argument("load", "environment", environment, (Environment,), "an Environment")
    used = standard_environment() if environment is None else environment
    if used.problems:
        raise PolicyError(used.problems)
    for name, version, digest in head.needs:
        now = used.contents.get(name)
        if now is None:
            remedy = f"give the library with `--library {name}`, or in the environment"
            raise RefusedError(f"the artifact needs the library `{name}` {version}", remedy, "other-library")
        if now[1] != digest:
            was = f"the artifact was built with another content of the library `{name}` ({version}, now {now[0]})"
            raise RefusedError(was, "install that one, or build the artifact again", "other-library")
    return used
