"""How long an editor waits: every request after a keystroke, on the largest policy that ships.

``python -m tests.benchmarks.editor [POLICY] [COUNT]`` types COUNT characters into a rule, one at a time, and asks
for everything after each; medians and the slowest of a hundred, in milliseconds.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pingan.editor.completion import completions
from pingan.editor.documents import Document
from pingan.editor.hints import hints
from pingan.editor.hover import hover
from pingan.editor.navigation import definition, highlights, references
from pingan.editor.outline import outline
from pingan.editor.project import Project
from pingan.editor.structure import folds
from pingan.editor.tokens import tokens
from pingan.editor.view import View

POLICIES = Path(__file__).parents[2] / "policies"


def requests(view: View, document: Document, offset: int) -> dict[str, Callable[[], object]]:
    """What an editor asks for, by its name in the protocol."""
    snapshot, path = view.snapshot, view.path
    around = max(offset - 2_000, 0), offset + 2_000
    return {
        "completion": lambda: completions(view, offset),
        "hover": lambda: hover(view, offset),
        "definition": lambda: definition(snapshot, path, offset),
        "documentHighlight": lambda: highlights(snapshot, path, offset),
        "references": lambda: references(snapshot, path, offset),
        "documentSymbol": lambda: outline(document),
        "foldingRange": lambda: folds(document),
        "inlayHint (80 lines)": lambda: hints(view, *around),
        "semanticTokens (80 lines)": lambda: tokens(view, *around),
        "semanticTokens (all)": lambda: tokens(view),
    }


def main(name: str = "jilin", count: str = "40") -> None:
    path = POLICIES / name / f"{name}.rules"
    text = path.read_text("utf-8")
    place = text.index("when ", len(text) // 5) + len("when ")
    typed = "present(incident.occurred_at) and present(incident.found_at) and "[: int(count)]
    project = Project([POLICIES])
    times: dict[str, list[float]] = {}
    project.edit(path, text)
    for file in project.snapshot().paths:  # as the server does when nothing else is to be done
        list(project.snapshot().occurrences(file))
    for typed_so_far in (typed[: n + 1] for n in range(len(typed))):
        offset = place + len(typed_so_far)
        start = time.perf_counter()
        document = project.edit(path, text[:place] + typed_so_far + text[place:])
        view = View(project.snapshot(), str(path))
        times.setdefault("didChange", []).append(time.perf_counter() - start)
        for request, ask in requests(view, document, offset).items():
            start = time.perf_counter()
            ask()
            times.setdefault(request, []).append(time.perf_counter() - start)
    print(f"{name}: {len(text):,} characters, {len(typed)} keystrokes; milliseconds")
    for request, found in times.items():
        worst = sorted(found)[int(len(found) * 0.99)]
        print(f"{request:28} median {statistics.median(found) * 1000:7.1f}   p99 {worst * 1000:7.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
