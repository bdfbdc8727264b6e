"""Declarations of clause forms as written, before they are lowered to core declarations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeVar, cast, get_args

from attrs import field, frozen

from pingan.syntax.expression_nodes import Expression, Itemised, Name, Node, Path, TextLiteral
from pingan.syntax.rule_nodes import Each, InForce
from pingan.syntax.vocabulary_nodes import Cite

Kind = TypeVar("Kind", bound=Node)


@frozen
class FormPart(Node):
    """What one production of a clause form holds, in order: core nodes, texts, and parts of its own.

    *production* is the name in the grammar fragment. Names are `Name`s, texts and other marks strings.
    """

    production: str
    children: tuple[FormChild, ...] = ()

    def parts(self, production: str) -> tuple[FormPart, ...]:
        """The parts of *production* among the children."""
        return tuple(c for c in self.children if isinstance(c, FormPart) and c.production == production)

    def part(self, production: str) -> FormPart | None:
        """The first part of *production* among the children."""
        return next(iter(self.parts(production)), None)

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The children that are nodes of *kind*: ``part.of(Path)``."""
        return tuple(c for c in self.children if isinstance(c, kind))

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """The children that are expressions."""
        return tuple(c for c in self.children if isinstance(c, get_args(Expression)))

    @property
    def name(self) -> Name:
        """The first name among the children. Raises LookupError when there is none."""
        for name in self.of(Name):
            return name
        raise LookupError(f"`{self.production}` has no name")

    @property
    def texts(self) -> tuple[str, ...]:
        """The signs and marks among the children, and what its texts say."""
        return tuple(c if isinstance(c, str) else c.value for c in self.children if isinstance(c, str | TextLiteral))

    @property
    def label(self) -> str | None:
        """The label, where the production has one."""
        label = self.part("label")
        return label.texts[0] if label is not None and label.texts else None


FormChild = Node | str | FormPart

HEAD_ITEMS: Final = ("cite", "overrides", "in_force", "since", "when", "unless", "soft", "note")
"""The productions of the items of a rule, but `then` and `for each`."""


@frozen
class RuleHead(Itemised):
    """Every item of a rule but ``then``."""

    cites: tuple[Cite, ...] = ()
    overrides: tuple[Path, ...] = ()
    in_force: InForce | None = None
    since: Expression | None = None
    each: tuple[Each, ...] = ()
    condition: Expression | None = None
    exceptions: tuple[Expression, ...] = ()
    soft: bool = False
    notes: tuple[str, ...] = ()

    @staticmethod
    def of(part: FormPart) -> RuleHead:
        """The items of a rule among the children of *part*: of a stage, say, whose body is written like a rule's."""

        def every(production: str) -> tuple[FormChild, ...]:
            return tuple(c for p in part.parts(production) for c in p.children)

        def first(production: str) -> Any:
            return next(iter(every(production)), None)

        items = [c for c in part.children if isinstance(c, FormPart) and c.production in HEAD_ITEMS]
        return RuleHead(
            cites=tuple(c for c in every("cite") if isinstance(c, Cite)),
            overrides=tuple(c for c in every("overrides") if isinstance(c, Path)),
            in_force=first("in_force"),
            since=first("since"),
            each=tuple(c for c in part.children if isinstance(c, Each)),
            condition=first("when"),
            exceptions=cast("tuple[Expression, ...]", every("unless")),
            soft=part.part("soft") is not None,
            notes=tuple(c for c in every("note") if isinstance(c, str)),
            places=tuple(dict.fromkeys((item.production, item.span) for item in items)),
            span=part.span,
        )


@frozen
class FormDeclaration(Itemised):
    """A declaration of the clause form *form*: its head as in a rule, and the parts that the form adds, in order."""

    form: str
    name: Name
    label: str | None = None
    head: RuleHead = field(factory=RuleHead)
    parts: tuple[FormPart, ...] = ()

    def parts_of(self, production: str) -> tuple[FormPart, ...]:
        """The parts of *production*, in order."""
        return tuple(p for p in self.parts if p.production == production)

    def walk(self) -> Iterator[FormPart]:
        """Every part, a whole before its own parts."""
        waiting = list(reversed(self.parts))
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(c for c in reversed(part.children) if isinstance(c, FormPart))
