"""A case as a scenario, ready to paste into the policy's file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pingan.language import types
from pingan.language.dialect import Dialect
from pingan.model import nodes as model
from pingan.policy import Policy
from pingan.syntax import nodes as syntax
from pingan.syntax.to_text import print_declaration
from pingan.witnesses.kit import Kit
from pingan.witnesses.literals import Literals, NotWritableError
from pingan.witnesses.naming import Naming
from pingan.witnesses.nodes import Case

__all__ = ["NotWritableError", "scenario_node", "scenario_text"]


def scenario_text(
    policy: Policy,
    case: Case,
    expectations: Iterable[syntax.Expectation],
    title: str,
    dialect: str | Dialect | None = None,
    *,
    module: str | None = None,
) -> str:
    """*case* as a scenario of the policy *module* (the first one loaded) called *title*, in form, with a line end.

    *dialect* is that of the policy's own file unless another is asked for. Raises NotWritableError (a ValueError)
    where a scenario has no way to write the case, FactError for what is wrong with it.
    """
    return text_with(Kit.of(policy), case, tuple(expectations), title, dialect, module or policy.names[0])


def text_with(
    kit: Kit,
    case: Case,
    expectations: tuple[syntax.Expectation, ...],
    title: str,
    dialect: str | Dialect | None,
    module: str,
) -> str:
    """As `scenario_text`, with what is known of the policy already."""
    node = scenario_node(kit, case, expectations, title, module)
    written = dialect or kit.policy.modules.modules[module].syntax.dialect
    return print_declaration(node, written, environment=kit.policy.environment)


def scenario_node(
    kit: Kit, case: Case, expectations: tuple[syntax.Expectation, ...], title: str, module: str
) -> syntax.Scenario:
    """The scenario of `scenario_text` as a node."""
    policy, naming, literals = kit.policy, kit.naming(module), kit.literals(module)
    meant = policy.model
    facts: Any = policy.program.checked(case.facts, case.as_of).data
    return syntax.Scenario(
        title=title,
        givens=literals.givens(facts),
        as_of=syntax.AsOf(literals.moment(case.as_of)),
        settings=tuple(_setting(key, value, meant, naming, literals) for key, value in case.settings.items()),
        since=tuple(
            syntax.Since(naming.named(key, "rule"), literals.moment(moment)) for key, moment in case.since.items()
        ),
        expectations=expectations,
        along_with=tuple(syntax.Name(name) for name in policy.names if name != module),
    )


def _setting(key: str, value: object, policy: model.Policy, naming: Naming, literals: Literals) -> syntax.Setting:
    full = key if key in policy.parameters or key in policy.interpretations else _full(key, policy)
    target = naming.named(full, "parameter", "interpretation")
    if full in policy.interpretations:
        return syntax.Setting(target, syntax.Path((syntax.Name(str(value)),)))
    kind = policy.parameters[full].type
    if isinstance(kind, types.DurationType) and isinstance(value, str):
        amount, _, unit = value.partition(" ")
        return syntax.Setting(target, syntax.DurationLiteral(amount, _unit(unit)))
    if isinstance(kind, types.SetType | types.PeriodType):
        given: Any = literals.given(value, kind)
        return syntax.Setting(target, given)
    return syntax.Setting(target, literals.scalar(value, kind))


def _full(name: str, policy: model.Policy) -> str:
    keys = (*policy.parameters, *policy.interpretations)
    return next((key for key in keys if key.partition(".")[2] == name), name)


def _unit(word: str) -> Any:
    unit = word.removesuffix("s").replace(" ", "_")
    if unit not in ("minute", "hour", "day", "week", "month", "year", "working_day"):
        raise NotWritableError(f"a length in {word}")
    return unit
