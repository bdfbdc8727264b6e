"""Every class that an artifact may hold: nothing else can come out of one."""

from __future__ import annotations

from functools import cache
from typing import Final

from attrs import frozen

from pingan.codec.kinds import Kinds, kinds_of
from pingan.diagnostics.diagnostic import Annotation, Diagnostic, Severity
from pingan.diagnostics.fix import Edit, Fix
from pingan.language import types
from pingan.language.shapes import Interval
from pingan.model import nodes as model
from pingan.model.loaded import Clause, LoadedModule, Modules
from pingan.syntax import nodes as syntax


@frozen
class Known:
    """A digest that was worked out when the artifact was built."""

    digest: str

    def __call__(self) -> str:
        return self.digest


_TYPES: Final = (
    types.BooleanType, types.NumberType, types.TextType, types.DateType, types.DateTimeType, types.DurationType,
    types.PeriodType, types.EnumType, types.ActorType, types.RecordType, types.SetType, types.ListType,
    types.UnknownType, Interval,
)  # fmt: skip
_MODEL: Final = (
    model.Absent, model.Act, model.Action, model.Actor, model.Aggregate, model.And, model.Arithmetic, model.AsOf,
    model.By, model.Call, model.Case, model.Citation, model.Comparison, model.Constant, model.DateOf,
    model.Definition, model.DefinitionValue, model.Duration, model.Each, model.ElementValue, model.Ensure,
    model.Enum, model.Every, model.ExpectConflict, model.ExpectDeadline, model.ExpectNorm, model.ExpectShortfall,
    model.ExpectState, model.ExpectUndetermined, model.ExpectValue, model.Fact, model.FactValue, model.Field,
    model.FieldValue, model.Has, model.Header, model.In, model.InForce, model.InstantsOf, model.Interpretation,
    model.JudgedPeriod, model.Judgement, model.Level, model.Member, model.Negation, model.Norm, model.Not,
    model.Omission, model.Or, model.Parameter, model.ParameterValue, model.PeriodOf, model.Policy, model.Present,
    model.ReadingValue, model.Record, model.Replacement, model.Rule, model.Scenario, model.SetOf, model.Shift,
    model.Vocabulary, model.Within,
)  # fmt: skip
_SYNTAX: Final = (
    syntax.AbsentLiteral, syntax.Act, syntax.Action, syntax.Actor, syntax.Aggregate, syntax.And, syntax.Arithmetic,
    syntax.AsOf, syntax.BooleanLiteral, syntax.Bound, syntax.Bounded, syntax.By, syntax.Call, syntax.Case,
    syntax.Cite, syntax.Comment, syntax.Comparison, syntax.DateLiteral, syntax.DateTimeLiteral, syntax.Definition,
    syntax.DurationLiteral, syntax.Each, syntax.Ensure, syntax.Enum, syntax.Every, syntax.Evidence,
    syntax.ExpectConflict, syntax.ExpectDeadline, syntax.ExpectNorm, syntax.ExpectShortfall, syntax.ExpectState,
    syntax.ExpectUndetermined, syntax.ExpectValue, syntax.Fact, syntax.Field, syntax.FormDeclaration,
    syntax.FormPart, syntax.GivenFact, syntax.Has, syntax.In, syntax.InForce, syntax.Interpretation,
    syntax.JudgementOf, syntax.ListOf, syntax.Member, syntax.Module, syntax.MonthLiteral, syntax.Name,
    syntax.NamedType, syntax.Negation, syntax.Norm, syntax.Not, syntax.NumberLiteral, syntax.Omission, syntax.OneOf,
    syntax.Or, syntax.Parameter, syntax.Path, syntax.PeriodLiteral, syntax.PolicyHeader, syntax.Record,
    syntax.RecordGiven, syntax.Rule, syntax.RuleHead, syntax.Scenario, syntax.SetLiteral, syntax.SetOf,
    syntax.Setting, syntax.Since, syntax.TextLiteral, syntax.Unknown, syntax.VocabularyHeader, syntax.Within,
    syntax.Word,
)  # fmt: skip
_LOADED: Final = (Clause, LoadedModule, Modules, Annotation, Diagnostic, Severity, Fix, Edit, Known)


@cache
def kinds() -> Kinds:
    """The classes of models, of syntax, and of what was read and found."""
    return Kinds(
        {
            **kinds_of("type", _TYPES),
            **kinds_of("model", _MODEL),
            **kinds_of("syntax", _SYNTAX),
            **kinds_of("loaded", _LOADED),
        }
    )
