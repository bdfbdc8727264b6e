"""What the text means: every name bound, every expression typed, nothing left to look up."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from pingan.language.dialect import Language
from pingan.language.types import BOOLEAN
from pingan.model.expression_nodes import (
    Absent,
    Aggregate,
    And,
    Arithmetic,
    AsOf,
    Broken,
    Call,
    Comparison,
    ComparisonOperator,
    Constant,
    DateOf,
    DefinitionValue,
    ElementValue,
    Expression,
    FactValue,
    FieldValue,
    Has,
    In,
    InstantsOf,
    JudgedPeriod,
    Negation,
    Not,
    Or,
    ParameterValue,
    PeriodOf,
    Present,
    ReadingValue,
    SetOf,
    Shift,
)
from pingan.model.rule_nodes import (
    Act,
    By,
    Deadline,
    Each,
    Ensure,
    Every,
    Header,
    Holding,
    InForce,
    Level,
    Modality,
    Norm,
    Omission,
    RecurringUnit,
    Replacement,
    Rule,
    Within,
)
from pingan.model.scenario_nodes import (
    Expectation,
    ExpectConflict,
    ExpectDeadline,
    ExpectNorm,
    ExpectShortfall,
    ExpectState,
    ExpectUndetermined,
    ExpectValue,
    Scenario,
)
from pingan.model.vocabulary_nodes import (
    Action,
    Actor,
    Case,
    Citation,
    Declared,
    Definition,
    Duration,
    Enum,
    Fact,
    Field,
    Interpretation,
    Judgement,
    Member,
    Parameter,
    Record,
    Vocabulary,
)


@frozen
class Policy:
    """The policies loaded together, with all that they extend and use. Keys are ``module.name``; mappings are in order
    of key.
    """

    headers: Mapping[str, Header]
    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]
    interpretations: Mapping[str, Interpretation]
    definitions: Mapping[str, Definition]
    """In dependency order: what a definition reads stands before it."""
    rules: Mapping[str, Rule]
    scenarios: tuple[Scenario, ...] = ()
    translations: Mapping[str, Mapping[str, str]] = field(factory=dict, eq=False, repr=False)
    """What texts are in other languages: by dialect, by text."""

    def told(self, text: str, language: Language) -> str:
        """*text*, a note or a question of the policies, in *language*; as it was written where nobody translated it."""
        spoken = language if isinstance(language, str) else language.name
        return self.translations.get(spoken, {}).get(text, text)


TRUE = Constant(True, type=BOOLEAN)


__all__ = [
    "TRUE",
    "Absent",
    "Act",
    "Action",
    "Actor",
    "Aggregate",
    "And",
    "Arithmetic",
    "AsOf",
    "Broken",
    "By",
    "Call",
    "Case",
    "Citation",
    "Comparison",
    "ComparisonOperator",
    "Constant",
    "DateOf",
    "Deadline",
    "Declared",
    "Definition",
    "DefinitionValue",
    "Duration",
    "Each",
    "ElementValue",
    "Ensure",
    "Enum",
    "Every",
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
    "FactValue",
    "Field",
    "FieldValue",
    "Has",
    "Header",
    "Holding",
    "In",
    "InForce",
    "InstantsOf",
    "Interpretation",
    "JudgedPeriod",
    "Judgement",
    "Level",
    "Member",
    "Modality",
    "Negation",
    "Norm",
    "Not",
    "Omission",
    "Or",
    "Parameter",
    "ParameterValue",
    "PeriodOf",
    "Policy",
    "Present",
    "ReadingValue",
    "Record",
    "RecurringUnit",
    "Replacement",
    "Rule",
    "Scenario",
    "SetOf",
    "Shift",
    "Vocabulary",
    "Within",
]
