"""What the examples of codes about libraries are read with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from attrs import evolve

import pingan
from pingan.language import types
from pingan.language.environment import Environment
from pingan.language.function import Function, Signature
from pingan.language.library import Library
from pingan.language.shapes import Shape
from pingan.stdlib import standard_environment


def _check(given: tuple[types.Type, ...], optional: tuple[bool, ...]) -> Signature | str:
    return Signature(given[0], optional[0]) if len(given) == 1 else "one number"


def _act(given: tuple[Shape, ...]) -> Shape:
    return given[0]


CREST = Function("crest", _check, _act, "The number itself.")
FLOODS = Library("floods", "1.0", functions=(CREST,))
_BROKEN: Any = evolve(FLOODS, functions=[CREST])  # type: ignore[arg-type]


def floods() -> Environment:
    return standard_environment(FLOODS)


def artifact(
    text: str, *others: str, version: str = pingan.__version__, given: Environment | None = None
) -> Environment:
    """Loads *text*, built by *version*, from its artifact, together with *others*."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "flood.pgb")
        with mock.patch("pingan.__version__", version):
            path.write_bytes(pingan.build(pingan.load(pingan.Source("flood.rules", text), environment=floods())))
        return pingan.load(path, *others, environment=given).environment


OF_EXAMPLES: dict[str, Callable[[], Environment]] = {
    "bad-library": lambda: standard_environment(_BROKEN),
    "lone-artifact": lambda: artifact("policy flood", "jilin"),
    "other-library": lambda: artifact("policy flood { needs floods }"),
    "other-version": lambda: artifact("policy flood", version="0.0.1"),
    "library-clash": lambda: standard_environment(FLOODS, evolve(FLOODS, name="tides")),
    "missing-need": floods,
    "unknown-library": lambda: standard_environment("flods"),
}
OF_BETTER: dict[str, Callable[[], Environment]] = dict.fromkeys(OF_EXAMPLES, floods)
