"""Drives one target with atheris: `python -m tests.fuzz.driving TARGET FINDS [FLAGS AND FOLDERS OF LIBFUZZER]`.

What is found is written to the folder FINDS, once for each place in our code, and driving goes on. What takes too long
or too much memory ends the process: libFuzzer writes it there itself.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
import traceback
from collections.abc import Callable
from pathlib import Path


def main(target: str, finds: str, *flags: str) -> None:
    import atheris

    # Nothing of the package is imported before: what is, has no coverage.
    assert not any(name.split(".")[0] == "pingan" for name in sys.modules)
    with atheris.instrument_imports(include=["pingan"], enable_loader_override=False):
        module = importlib.import_module(f"tests.fuzz.targets.{target}")
        for seed in module.SEEDS:  # imports what is only imported when it is needed
            kept(module.check, Path(finds))(seed)
    atheris.Setup([target, *flags], kept(module.check, Path(finds)), enable_python_coverage=True)
    atheris.Fuzz()


def kept(check: Callable[[bytes], None], finds: Path) -> Callable[[bytes], None]:
    """*check*, whose findings are written to *finds* instead of raised."""

    def told(data: bytes) -> None:
        try:
            check(data)
        except BaseException as problem:
            if isinstance(problem, KeyboardInterrupt):
                raise
            name = f"find-{hashlib.sha256(kind_of(problem).encode()).hexdigest()[:12]}"
            path = finds / name
            if not path.exists() or len(data) < path.stat().st_size:
                path.write_bytes(data)
                text = "".join(traceback.format_exception(problem, limit=-12))
                finds.joinpath(f"{name}.txt").write_text(f"{kind_of(problem)}\n{text}"[-8000:], "utf-8", "replace")

    return told


def kind_of(problem: BaseException) -> str:
    """What tells one finding from another: its class, and where in our code it comes from."""
    places = [
        f"{Path(frame.filename).as_posix().partition('/pingan/')[2]}:{frame.name}:{frame.line}"
        for frame in traceback.extract_tb(problem.__traceback__)
        if "/pingan/" in Path(frame.filename).as_posix()
    ]
    said = "" if places else str(problem)[:60]
    return f"{type(problem).__name__} {said} {places[-1] if places else ''}"


if __name__ == "__main__":
    main(*sys.argv[1:])
