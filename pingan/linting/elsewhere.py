"""What only other files mention: a policy's fact is not unused where one that extends it, checked along, reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from os.path import realpath
from typing import TYPE_CHECKING, Final

from pingan.diagnostics.diagnostic import Diagnostic
from pingan.linting.looked import Looked, aliases, declared_name, label_of
from pingan.model.loaded import LoadedModule
from pingan.source import Span

if TYPE_CHECKING:
    from pingan.linting.checked import Checked

CODES: Final = frozenset(
    f"unused-{kind}" for kind in ("action", "actor", "definition", "fact", "interpretation", "parameter", "type")
)


def mentioned_elsewhere(runs: Sequence[Checked]) -> frozenset[Diagnostic]:
    """What some of *runs* found unused, and another one, which read the file along with others, sees mentioned."""
    suspects = [d for run in runs for d in run.diagnostics if d.code in CODES and d.span is not None]
    if not suspects:
        return frozenset()
    found: set[Diagnostic] = set()
    for run in runs:
        found.update(_mentioned(suspects, run))
    return frozenset(found)


def _mentioned(suspects: Iterable[Diagnostic], run: Checked) -> Iterator[Diagnostic]:
    if run.policy is None:
        return
    looked = Looked(run.policy)
    # The files that run checked have been looked at with all that it read.
    along = {realpath(m.span.source.name): m for m in looked.all_modules if m.name not in looked.names}
    for suspect in suspects if along else ():
        module = None if suspect.span is None else along.get(realpath(suspect.span.source.name))
        if module is not None and suspect.span is not None and _is_mentioned(looked, module, suspect.span):
            yield suspect


def _is_mentioned(looked: Looked, module: LoadedModule, declared: Span) -> bool:
    """Whether another file than that of *module* mentions what is declared at *declared*, by name or by label."""
    own = module.span.source.name
    for declaration in module.written.declarations:
        name = declared_name(declaration)
        if name is not None and (name.span.start, name.span.end) == (declared.start, declared.end):
            words = aliases(name, label_of(declaration))
            return any(file != own for word in words for file, *_ in looked.mentions.of(word, declared))
    return False
