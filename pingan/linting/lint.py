"""What a lint rule is: a row of the table of rules, and a function that looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from attrs import field, frozen

from pingan.diagnostics.code import Code
from pingan.diagnostics.diagnostic import Annotation, Severity
from pingan.diagnostics.fix import Fix
from pingan.source import Span

if TYPE_CHECKING:
    from pingan.linting.looked import Looked

Group = Literal["conditions", "norms", "documents", "tables", "names", "unused", "scenarios", "style"]
"""What a rule is about; the name of a group stands for its rules wherever codes are selected."""

Value = bool | int | str | tuple[str, ...]
"""What an option may be."""


@frozen
class Option:
    """Something that may be set of a rule; its type is that of *default*. A text may be one of *choices* only."""

    name: str
    default: Value
    meaning: str
    choices: tuple[str, ...] = ()
    minimum: int = 0
    """The least that a number may be."""


@frozen
class Options:
    """The options of one rule, each as it was set or by default."""

    values: Mapping[str, Value] = field(factory=dict, hash=False)

    def number(self, name: str) -> int:
        value = self.values[name]
        assert isinstance(value, int)
        return value

    def flag(self, name: str) -> bool:
        return self.values[name] is True

    def text(self, name: str) -> str:
        value = self.values[name]
        assert isinstance(value, str)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.values[name]
        assert isinstance(value, tuple)
        return value


@frozen
class Finding:
    """What a rule found, as a diagnostic without code and severity: these the runner knows."""

    message: str
    annotations: tuple[Annotation, ...]
    help: str | None = None
    fixes: tuple[Fix, ...] = ()


def found(message: str, *places: Annotation | Span, help: str | None = None, fixes: tuple[Fix, ...] = ()) -> Finding:
    """A finding: one lower-case sentence, the smallest place first, then places that bear on it, the remedy as help."""
    annotations = tuple(p if isinstance(p, Annotation) else Annotation(p) for p in places)
    return Finding(message, annotations, help, fixes)


Check = Callable[["Looked", Options], Iterator[Finding]]


def _paragraph(block: str) -> str:
    return " ".join(block.split())


def _perhaps(block: str | None) -> str | None:
    return None if block is None else _paragraph(block)


@frozen(kw_only=True)
class Lint:
    """A lint rule: what its page says, how it is set up, and the function that looks.

    *example* and *better* are as in `Code`: the smallest text that gives the finding, and a better one that does not.
    """

    code: str
    group: Group
    title: str
    what: str = field(converter=_paragraph)
    why: str = field(converter=_paragraph)
    example: str
    better: str
    check: Check = field(eq=False, repr=False)
    severity: Severity = Severity.WARNING
    is_on: bool = True
    """Whether it runs where nobody selected anything."""
    options: tuple[Option, ...] = ()
    fix: str | None = field(default=None, converter=_perhaps)
    """What its fixes do, in a sentence; None: it has none."""
    is_of_vocabularies: bool = True
    """Whether it looks at vocabularies checked by themselves, too: what is unused there is for others."""

    @property
    def row(self) -> Code:
        """The rule as a row of the table of codes."""
        return Code(self.code, self.title, f"{self.what} {self.why}", self.example, self.better)
