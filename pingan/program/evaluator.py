"""The seam between a policy's compiled expressions and everything that asks for their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import cached_property
from typing import Any, Final

from pingan.graph.nodes import DecisionGraph
from pingan.language.calendar import Calendar
from pingan.language.environment import Environment
from pingan.language.shapes import Shape
from pingan.model import nodes as model
from pingan.model.to_text import Language, expression_text
from pingan.model.value_text import Words
from pingan.program.closures import Act, Compiler
from pingan.program.duties import Duty, demanding_alike, duties
from pingan.program.fact_names import FactNames
from pingan.program.frame import Frame, Item
from pingan.program.sayings import Sayings, language_key
from pingan.program.sensitivity import Sensitivity
from pingan.program.visits import Visiting

MAXIMUM_KEPT: Final = 100_000
"""Expressions of which it is kept what is known of them."""

Items = Callable[[Frame], Sequence[Item]]

MAXIMUM_SAYINGS = 8
"""Languages and zones whose sayings are kept."""


class Evaluator:
    """The compiled expressions of a policy, and what norms, causes and reasons ask of them. Immutable."""

    def __init__(self, graph: DecisionGraph, environment: Environment) -> None:
        self.graph = graph
        self.environment = environment
        self.policy = graph.policy
        self._compiler = Compiler(graph, environment)
        self.places = self._compiler.places
        self._overriding: dict[str, list[str]] = {}
        for key, rule in self.policy.rules.items():
            for overridden in rule.overrides:
                self._overriding.setdefault(overridden, []).append(key)
        self.headers = {header.name: header for header in self.policy.headers.values()}
        self.readings = {key: i.chosen or i.default for key, i in self.policy.interpretations.items()}
        self._definition_values = {
            key: model.DefinitionValue(key, type=definition.type, optional=definition.optional)
            for key, definition in self.policy.definitions.items()
        }
        self._texts: dict[model.Expression, str] = {}
        self._sayings: dict[object, Sayings] = {}
        self._items: dict[tuple[int, str | None], tuple[model.Expression, Items]] = {}
        self.plans: dict[str, Any] = {}
        """By rule, what is the same in every evaluation (see `plans`)."""
        self.aside: dict[str, Any] = {}
        """What others work out of the policy once and keep with it, by their names."""

    def value_of(self, expression: model.Expression, frame: Frame) -> Shape:
        """Everything that *expression* may be in *frame*."""
        return self._compiler.act(expression)(frame)

    def act(self, expression: model.Expression) -> Act:
        """What works out the value of *expression*, to be asked more than once."""
        return self._compiler.act(expression)

    @property
    def calls_libraries(self) -> bool:
        """Whether code of a library runs when the policy's expressions are worked out; it may fail."""
        return self._compiler.calls_libraries

    def elements(self, collection: model.Expression, frame: Frame, key_field: str | None = None) -> Sequence[Item]:
        """The elements that an aggregate or a ``for each`` over *collection* goes through."""
        # The collection is kept beside, so that its identity is never another's.
        kept = self._items.get((id(collection), key_field))
        if kept is None:
            kept = collection, self._compiler.items(collection, key_field)
            if len(self._items) < MAXIMUM_KEPT:
                self._items[id(collection), key_field] = kept
        return kept[1](frame)

    def path_of(self, expression: model.Expression, frame: Frame) -> str:
        """Where the value of *expression* stands in the facts; empty if nowhere."""
        return self._compiler.path(expression)(frame)

    def definition(self, key: str, frame: Frame) -> Shape:
        """The value of a definition that belongs to no record."""
        return self.value_of(self._definition_values[key], frame)

    def calendar_named(self, name: str | None) -> Calendar | None:
        """The calendar that a policy names; without a name, the environment's."""
        return self.environment.calendar if name is None else self.environment.calendars[name]

    @cached_property
    def rules_in_order(self) -> tuple[str, ...]:
        """The keys of all rules, by policy and name: the order of their norms."""
        rules = self.policy.rules
        return tuple(sorted(rules, key=lambda key: (rules[key].module, rules[key].name)))

    def in_order(self, rules: Set[str]) -> list[str]:
        """*rules* as in `rules_in_order`."""
        return sorted(rules, key=self._places.__getitem__)

    def overriding_first(self, rules: Set[str]) -> list[str]:
        """*rules*, those that override before those that they override."""
        return sorted(rules, key=self._places_overriding.__getitem__)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {key: place for place, key in enumerate(self.rules_in_order)}

    @cached_property
    def _places_overriding(self) -> Mapping[str, int]:
        return {key: place for place, key in enumerate(self.graph.rule_order)}

    def header_of(self, rule: model.Rule) -> model.Header | None:
        return self.headers.get(rule.module)

    def overriding(self, key: str) -> Sequence[str]:
        """The rules that override the rule *key*."""
        return self._overriding.get(key, ())

    def reads(self, expression: model.Expression, variable: str) -> bool:
        """Whether *expression* depends on an element, or on `period`."""
        node = self.graph.node_of(expression)
        return node is not None and variable in node.reads

    def reads_field(self, record: str, name: str) -> bool:
        """Whether some expression of the policy reads a field (or a fact, *record* empty)."""
        return (record, name) in self._fields_read

    @cached_property
    def _fields_read(self) -> frozenset[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        for node in self.graph.nodes:
            match node.expression:
                case model.FactValue(name):
                    found.add(("", name))
                case model.FieldValue(record, name):
                    found.add((getattr(record.type, "name", ""), name))
        return frozenset(found)

    @cached_property
    def fact_names(self) -> FactNames:
        """The names that a fact file may use."""
        return FactNames.of(self.policy.vocabulary)

    @cached_property
    def visiting(self) -> Visiting:
        """The nodes that go through elements."""
        return Visiting.of(self.graph)

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """Which expressions of the policy read a sensitive field."""
        return Sensitivity(self.graph)

    @cached_property
    def duties(self) -> Mapping[tuple[str, int, int], Duty]:
        """What every norm demands, by rule, place and depth."""
        return duties(self.policy.rules.values())

    @cached_property
    def demanding_alike(self) -> Mapping[str, Set[str]]:
        """By rule, the rules (itself among them) whose norms may be grouped with its own; none where no other may."""
        return demanding_alike(self.policy.rules.values(), self.duties)

    @cached_property
    def readings_read(self) -> tuple[str, ...]:
        """The interpretations that some expression of the policy asks for."""
        found = {n.expression.interpretation for n in self.graph.nodes if isinstance(n.expression, model.ReadingValue)}
        return tuple(sorted(found))

    def sayings(self, language: Language, zone: str) -> Sayings:
        """What explanations say in *language*, instants local to *zone*."""
        key = language_key(language), zone
        found = self._sayings.get(key)
        if found is None:
            if len(self._sayings) >= MAXIMUM_SAYINGS:
                self._sayings.clear()
            words = Words(self.policy, language, zone)
            found = self._sayings[key] = Sayings(self.policy, words, self._compiler.is_written)
        return found

    def text_of(self, expression: model.Expression) -> str:
        """*expression* in the policy's words."""
        text = self._texts.get(expression)
        if text is None:
            text = self._texts[expression] = expression_text(expression, self.policy, "en")
        return text

    def duty_of(self, norm: model.Norm) -> str:
        """The action, or the condition to be ensured."""
        return self.text_of(norm.duty.condition) if isinstance(norm.duty, model.Ensure) else norm.duty.action
