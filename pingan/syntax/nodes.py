"""What the author wrote: frozen nodes, equal when they say the same, whatever place, dialect or comments."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from pingan.syntax.expression_nodes import (
    AbsentLiteral,
    Aggregate,
    And,
    Arithmetic,
    ArithmeticOperator,
    BooleanLiteral,
    Bound,
    Bounded,
    BoundKind,
    Call,
    Comment,
    Comparison,
    ComparisonOperator,
    DateLiteral,
    DateTimeLiteral,
    DurationLiteral,
    DurationUnit,
    Expression,
    Given,
    Has,
    HasQuantity,
    In,
    Itemised,
    MonthLiteral,
    Name,
    Negation,
    Node,
    Not,
    NumberLiteral,
    OneOf,
    Or,
    PartOfMonth,
    Path,
    PeriodLiteral,
    RecordGiven,
    SetLiteral,
    TextLiteral,
    Unknown,
)
from pingan.syntax.form_nodes import FormChild, FormDeclaration, FormPart, RuleHead
from pingan.syntax.rule_nodes import (
    Act,
    By,
    Deadline,
    Each,
    Ensure,
    Every,
    Evidence,
    EvidenceKind,
    Holding,
    InForce,
    Modality,
    Norm,
    RecurringUnit,
    Rule,
    Within,
    Word,
)
from pingan.syntax.scenario_nodes import (
    AsOf,
    Expectation,
    ExpectConflict,
    ExpectDeadline,
    ExpectNorm,
    ExpectShortfall,
    ExpectState,
    ExpectUndetermined,
    ExpectValue,
    GivenFact,
    Scenario,
    Since,
    State,
)
from pingan.syntax.vocabulary_nodes import (
    Action,
    Actor,
    Case,
    Cite,
    Definition,
    Enum,
    Exclusive,
    Fact,
    Field,
    Interpretation,
    JudgementOf,
    ListOf,
    Mark,
    Member,
    NamedType,
    Parameter,
    Record,
    SetOf,
    Setting,
    TypeExpression,
)


@frozen
class Omission(Node):
    clause: str
    reason: str


@frozen
class PolicyHeader(Itemised):
    name: Name
    label: str | None
    version: str | None = None
    document: str | None = None
    jurisdiction: str | None = None
    """Where the policy applies, in words: ``Jilin Province``."""
    register: str | None = None
    issued: DateLiteral | None = None
    issuers: tuple[Name, ...] = ()
    zone: str | None = None
    scope: Expression | None = None
    in_force: InForce | None = None
    level: Path | None = None
    """The member of an ordered enum that says at which level of law the policy stands."""
    calendar: Name | None = None
    """The calendar that its working days are counted with."""
    replaces: tuple[Name, ...] = ()
    """Policies that it takes the place of from the day on which it comes into force."""
    needs: tuple[Name, ...] = ()
    """Libraries without which the file cannot be read."""
    uses: tuple[Name, ...] = ()
    extends: tuple[Name, ...] = ()
    omissions: tuple[Omission, ...] = ()


@frozen
class VocabularyHeader(Itemised):
    name: Name
    label: str | None
    uses: tuple[Name, ...] = ()
    needs: tuple[Name, ...] = ()


CoreDeclaration = (
    Enum | Record | Fact | Actor | Action | Parameter | Setting | Interpretation | Definition | Rule | Scenario
)
Declaration = CoreDeclaration | FormDeclaration
"""What a file may hold; after lowering no `FormDeclaration` is left."""

Dialect = Literal["en", "zh"]


@frozen
class Module(Node):
    """A file: its header and its declarations in the order written. Dialect and comments do not count for equality."""

    header: PolicyHeader | VocabularyHeader
    declarations: tuple[Declaration, ...]
    dialect: str = field(default="en", eq=False)
    comments: tuple[Comment, ...] = field(default=(), eq=False, repr=False)

    @property
    def core(self) -> tuple[CoreDeclaration, ...]:
        """The declarations of a module that has been lowered. Raises ValueError for one that has not."""
        found = tuple(d for d in self.declarations if not isinstance(d, FormDeclaration))
        if len(found) < len(self.declarations):
            raise ValueError("this module still has declarations of clause forms: lower it first")
        return found


__all__ = [
    "AbsentLiteral",
    "Act",
    "Action",
    "Actor",
    "Aggregate",
    "And",
    "Arithmetic",
    "ArithmeticOperator",
    "AsOf",
    "BooleanLiteral",
    "Bound",
    "BoundKind",
    "Bounded",
    "By",
    "Call",
    "Case",
    "Cite",
    "Comment",
    "Comparison",
    "ComparisonOperator",
    "CoreDeclaration",
    "DateLiteral",
    "DateTimeLiteral",
    "Deadline",
    "Declaration",
    "Definition",
    "Dialect",
    "DurationLiteral",
    "DurationUnit",
    "Each",
    "Ensure",
    "Enum",
    "Every",
    "Evidence",
    "EvidenceKind",
    "Exclusive",
    "ExpectConflict",
    "ExpectDeadline",
    "ExpectNorm",
    "ExpectShortfall",
    "ExpectState",
    "ExpectUndetermined",
    "ExpectValue",
    "Expectation",
    "Expression",
    "Fact",
    "Field",
    "FormChild",
    "FormDeclaration",
    "FormPart",
    "Given",
    "GivenFact",
    "Has",
    "HasQuantity",
    "Holding",
    "In",
    "InForce",
    "Interpretation",
    "Itemised",
    "JudgementOf",
    "ListOf",
    "Mark",
    "Member",
    "Modality",
    "Module",
    "MonthLiteral",
    "Name",
    "NamedType",
    "Negation",
    "Node",
    "Norm",
    "Not",
    "NumberLiteral",
    "Omission",
    "OneOf",
    "Or",
    "Parameter",
    "PartOfMonth",
    "Path",
    "PeriodLiteral",
    "PolicyHeader",
    "Record",
    "RecordGiven",
    "RecurringUnit",
    "Rule",
    "RuleHead",
    "Scenario",
    "SetLiteral",
    "SetOf",
    "Setting",
    "Since",
    "State",
    "TextLiteral",
    "TypeExpression",
    "Unknown",
    "VocabularyHeader",
    "Within",
    "Word",
]
