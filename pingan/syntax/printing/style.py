"""How a dialect writes: its words and its punctuation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from attrs import field, frozen

from pingan.language.clause_form import ClauseForm
from pingan.language.dialect import GLUE, Dialect
from pingan.language.dialect import Group as Words
from pingan.syntax import nodes
from pingan.syntax.printing.layout import SOFT, Document, Group, Line, Nest, has_open, joined

_SIGNS = {"!=": "≠", "<=": "≤", ">=": "≥"}


@frozen
class Style:
    """The words and marks of *dialect*. Full-width marks need no space after them."""

    dialect: Dialect
    as_written: bool = True
    """Whether the author's line ends and blank lines count, where the width leaves a choice."""
    forms: Mapping[str, ClauseForm] = field(factory=dict, eq=False, repr=False)
    """The clause forms whose declarations it can write, by name."""

    @property
    def is_full(self) -> bool:
        """Whether marks are full-width."""
        return self.dialect.marks == "full"

    def ordered(self, production: str, **parts: Document | None) -> Document:
        """*production* in this dialect's order of words; what is None, or names nothing, leaves no gap."""
        written: list[Document] = []
        for item in self.dialect.order[production]:
            name = item.removeprefix(GLUE)
            part = parts[name] if name in parts else self(name) if name in self.dialect.keywords else name
            if part is None:
                continue
            if written and name == item:
                written.append(" ")
            written.append(part)
        return tuple(written)

    def __call__(self, *keywords: str) -> str:
        """Keywords by terminal: ``style("HAS_ANY")`` is ``has any of``."""
        return " ".join(self.dialect.keyword(k) for k in keywords)

    def built_in(self, group: Words, name: nodes.Name) -> str:
        """A name that may be one of the language's own, in this dialect's word."""
        return self.dialect.word(group, name.text)

    @property
    def colon(self) -> str:
        return "：" if self.is_full else ": "

    @property
    def comma(self) -> str:
        """A comma that ends a line."""
        return "，" if self.is_full else ","

    @property
    def comma_break(self) -> Document:
        """A comma between clauses, after which the line may break."""
        return ("，", SOFT) if self.is_full else (",", Line())

    @property
    def item_break(self) -> Document:
        """A comma between the items of an enumeration, after which the line may break."""
        return ("、", SOFT) if self.is_full else (",", Line())

    def parenthesised(self, document: Document) -> Document:
        return ("（", document, "）") if self.is_full else ("(", document, ")")

    def arguments(self, documents: Iterable[Document]) -> Document:
        """Things in parentheses, each on its own line where they do not fit."""
        inside: Document = (Nest(4, (SOFT, *joined(self.comma_break, documents))), SOFT)
        return Group(self.parenthesised(inside), has_open(inside))

    def comparison(self, operator: nodes.ComparisonOperator) -> str:
        return _SIGNS.get(operator, operator) if self.is_full else operator

    def text(self, value: str) -> str:
        """*value* in quotes that it does not hold itself. Raises ValueError for a text that no quotes can hold."""
        if "\n" in value or ('"' in value and "”" in value):
            raise ValueError(f"no text literal can hold {value!r}")
        if self.is_full:
            return f'"{value}"' if "”" in value else f"“{value}”"
        return f"“{value}”" if '"' in value else f'"{value}"'

    def label(self, label: str | None) -> str:
        return "" if label is None else f" {self.text(label)}"

    def day(self, value: date) -> str:
        return f"{value.year:04}年{value.month}月{value.day}日" if self.is_full else value.isoformat()

    def month(self, literal: nodes.MonthLiteral) -> str:
        if self.is_full:
            third = {"early": "上旬", "mid": "中旬", "late": "下旬", None: ""}[literal.part]
            return f"{literal.year:04}年{literal.month}月{third}"
        return f"{literal.part or 'month'} {literal.year:04}-{literal.month:02}"

    def instant(self, value: datetime) -> str:
        if self.is_full and value.tzinfo is None and not value.microsecond:
            seconds = f"{value.second}秒" if value.second else ""
            return f"{self.day(value.date())}{value.hour}时{value.minute}分{seconds}"
        return value.isoformat(timespec="auto" if value.second or value.microsecond else "minutes")

    def duration(self, literal: nodes.DurationLiteral) -> str:
        return f"{literal.digits} {self.dialect.duration_unit(literal.unit, several=literal.digits != '1')}"

    def recurring(self, unit: nodes.RecurringUnit) -> str:
        return self.dialect.word("recurring", unit)
