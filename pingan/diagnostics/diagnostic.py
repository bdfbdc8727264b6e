"""One type for everything that can be wrong with what somebody wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from attrs import field, frozen

from pingan.diagnostics.fix import Fix
from pingan.source import Span


class Severity(Enum):
    """How grave a diagnostic is: with an error nothing can be evaluated."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Annotation:
    """A place in a source, and what to say about it there (may be empty)."""

    span: Span
    remark: str = ""


@frozen
class Diagnostic:
    """A finding about a text: one lower-case sentence, the smallest span, the remedy as help."""

    code: str
    message: str
    annotations: tuple[Annotation, ...] = ()
    help: str | None = None
    severity: Severity = Severity.ERROR
    fixes: tuple[Fix, ...] = ()
    """Ways to mend it, the best first."""

    @property
    def span(self) -> Span | None:
        return self.annotations[0].span if self.annotations else None


MAXIMUM_DIAGNOSTICS = 100


@frozen
class Diagnostics:
    """Collects diagnostics while passes go on; stops collecting (not working) at the limit."""

    _found: list[Diagnostic] = field(factory=list)

    def add(self, diagnostic: Diagnostic) -> None:
        if len(self._found) < MAXIMUM_DIAGNOSTICS and diagnostic not in self._found:
            self._found.append(diagnostic)

    def error(self, code: str, message: str, *annotations: Annotation | Span, help: str | None = None) -> None:
        self.add(Diagnostic(code, message, _annotations(annotations), help, Severity.ERROR))

    def warning(self, code: str, message: str, *annotations: Annotation | Span, help: str | None = None) -> None:
        self.add(Diagnostic(code, message, _annotations(annotations), help, Severity.WARNING))

    @property
    def is_full(self) -> bool:
        """Whether nothing more is collected: looking for remedies is then in vain."""
        return len(self._found) >= MAXIMUM_DIAGNOSTICS

    @property
    def has_errors(self) -> bool:
        return any(d.severity is Severity.ERROR for d in self._found)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All diagnostics by place, then code, for a report that never depends on the order of passes."""
        return sorted_diagnostics(self._found)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def sorted_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """*diagnostics* by place, then code."""
    return tuple(sorted(diagnostics, key=_place))


def _annotations(places: tuple[Annotation | Span, ...]) -> tuple[Annotation, ...]:
    return tuple(p if isinstance(p, Annotation) else Annotation(p) for p in places)


def _place(diagnostic: Diagnostic) -> tuple[str, int, str]:
    span = diagnostic.span
    return (span.source.name, span.start, diagnostic.code) if span else ("", 0, diagnostic.code)
