"""What scenarios are asked of: models, with what each scenario depends on of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import Any, Generic, TypeVar

from attrs import define, evolve, field, frozen

from pingan.diagnostics.errors import FactError, PolicyError
from pingan.graph.from_model import lower
from pingan.language.environment import Environment
from pingan.model import nodes as m
from pingan.model.asked import rules_asked, settings_key
from pingan.model.walk import walk
from pingan.mutation.digests import Digests
from pingan.mutation.places import places
from pingan.policy import Policy
from pingan.program.facts import Facts
from pingan.program.from_graph import compile_graph
from pingan.program.program import Program
from pingan.scenarios import comes_true, definitions_asked, with_probes

Key = tuple[str, str]
"""A declaration: its kind and its key."""

T = TypeVar("T")


@define(eq=False)
class Once(Generic[T]):
    """Something worked out when it is first asked for."""

    make: Callable[[], T]
    _made: list[T] = field(factory=list)

    def __call__(self) -> T:
        if not self._made:
            self._made.append(self.make())
        return self._made[0]


@frozen(eq=False)
class Ready:
    """A scenario that passes. *needs* are the declarations that its outcome depends on."""

    name: str
    scenario: m.Scenario
    asked: Set[str]
    """The rules that its expectations are about."""
    needs: Set[Key]
    actions: Set[str]
    """The actions that it expects, or expects not: of whatever rule."""
    digest: str
    """Tells it, and all that its outcome depends on, from others."""
    checked: Callable[[], Facts]
    """Its facts, checked once. Raises FactError where they cannot be evaluated."""

    @property
    def facts(self) -> Facts:
        return self.checked()


@frozen(eq=False)
class Stage:
    """A model (with probes) and the scenarios that are asked of it: the policy alone, with others, under settings."""

    model: m.Policy
    ready: tuple[Ready, ...]
    references: References
    digests: Digests


@frozen(eq=False)
class References:
    """What every declaration of a model reads directly, and which rules override which."""

    of: Mapping[Key, Set[Key]]
    overriding: Mapping[str, tuple[str, ...]]

    @staticmethod
    def to(policy: m.Policy) -> References:
        found: dict[Key, Set[Key]] = {}
        for definition in policy.definitions.values():
            found["definition", definition.key] = references(definition, policy)
        for rule in policy.rules.values():
            found["rule", rule.key] = references(rule, policy)
        for header in policy.headers.values():
            found["policy", header.key] = references(header, policy)
        overriding: dict[str, tuple[str, ...]] = {}
        for rule in policy.rules.values():
            for other in rule.overrides:
                overriding[other] = (*overriding.get(other, ()), rule.key)
        return References(found, overriding)

    def closure(self, keys: Iterable[Key]) -> Set[Key]:
        """*keys* and all that they depend on."""
        found: set[Key] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key in found:
                continue
            found.add(key)
            waiting += self.of.get(key, ())
            if key[0] == "rule":
                waiting += [("rule", other) for other in self.overriding.get(key[1], ())]
                waiting += [each for each in self.of if each[0] == "policy"]
        return found


def references(declaration: Any, policy: m.Policy) -> Set[Key]:
    """The definitions, parameters and interpretations that *declaration* reads."""
    found: set[Key] = set()
    for place in places(declaration, "rule", policy):
        found |= _key_of(place.node)
        match place.node:
            case m.Within(parameter=str(parameter)) | m.Every(parameter=str(parameter)):
                found.add(("parameter", parameter))
            case m.Header(replaced_by=replaced_by):
                for replacement in replaced_by:
                    found |= _read(replacement.in_force.period, replacement.in_force.tested)
                    found.add(("policy", replacement.policy))
    return found


def _read(*expressions: m.Expression | None) -> Set[Key]:
    found: set[Key] = set()
    for expression in expressions:
        for part in walk(expression) if expression is not None else ():
            found |= _key_of(part)
    return found


def _key_of(node: object) -> Set[Key]:
    """What *node* itself reads."""
    match node:
        case m.DefinitionValue(definition):
            return {("definition", definition)}
        case m.ParameterValue(parameter):
            return {("parameter", parameter)}
        case m.ReadingValue(interpretation):
            return {("interpretation", interpretation)}
    return frozenset()


def part_of(policy: m.Policy, needs: Set[Key]) -> m.Policy:
    """So much of *policy* as answers what *needs* is about; everything in it says what it says in the whole."""
    return evolve(
        policy,
        definitions={key: d for key, d in policy.definitions.items() if ("definition", key) in needs},
        rules={key: r for key, r in policy.rules.items() if ("rule", key) in needs},
        scenarios=(),
    )


def program_of(policy: m.Policy, needs: Set[Key], environment: Environment) -> tuple[m.Policy, Program]:
    part = part_of(policy, needs)
    return part, compile_graph(lower(part), environment)


@frozen(eq=False)
class Stages:
    """All that the scenarios of a policy are asked of; *failing* are those that fail without any change."""

    stages: tuple[Stage, ...]
    environment: Environment
    failing: tuple[str, ...]
    count: int
    names: tuple[str, ...] = field(default=())


def stages_of(policy: Policy, known: dict[str, bool]) -> Stages:
    """The scenarios of the policies asked for; those that pass are ready to notice changes.

    *known* says of scenarios, by digest, whether they pass, and is told of those that were run.
    """
    groups: dict[object, tuple[m.Policy, list[m.Scenario]]] = {}
    failing: list[str] = []
    count = 0
    for module in sorted(policy.names):
        for node in policy.modules.modules[module].scenarios:
            count += 1
            try:
                asked = policy._asked(node)
                scenario = next(s for s in asked.model.scenarios if s.module == module and s.span == node.span)
                key = id(asked), settings_key(scenario.settings)
                if key not in groups:
                    settled = asked.with_settings(scenario.settings) if scenario.settings else asked
                    groups[key] = with_probes(settled.model), []
                groups[key][1].append(scenario)
            except PolicyError:
                failing.append(f"{module}: {node.title}")
    found = []
    for model, scenarios in groups.values():
        stage = _stage(model, scenarios, policy.environment)
        passing = tuple(r for r in stage.ready if _passes(r, stage, policy.environment, known))
        failing += [r.name for r in stage.ready if r not in passing]
        found.append(evolve(stage, ready=passing))
    return Stages(tuple(found), policy.environment, tuple(sorted(failing)), count, policy.names)


def _stage(model: m.Policy, scenarios: list[m.Scenario], environment: Environment) -> Stage:
    linked, digests = References.to(model), Digests(model)
    whole = Once(lambda: compile_graph(lower(model), environment))
    ready = [_ready(scenario, model, linked, digests, whole) for scenario in scenarios]
    ready.sort(key=lambda r: len(r.needs))
    return Stage(model, tuple(ready), linked, digests)


def _passes(ready: Ready, stage: Stage, environment: Environment, known: dict[str, bool]) -> bool:
    if ready.digest not in known:
        part, program = program_of(stage.model, ready.needs, environment)
        try:
            known[ready.digest] = ready.scenario.as_of is not None and comes_true(
                ready.scenario, part, program, ready.facts
            )
        except FactError:
            known[ready.digest] = False
    return known[ready.digest]


def _ready(
    scenario: m.Scenario, model: m.Policy, linked: References, digests: Digests, whole: Callable[[], Program]
) -> Ready:
    name = f"{scenario.module}: {scenario.title}"
    asked = rules_asked(scenario, model)
    actions = {e.action for e in scenario.expectations if isinstance(e, m.ExpectNorm)}
    needs = needs_of(scenario, model, linked)

    def checked() -> Facts:
        assert scenario.as_of is not None
        return whole().checked(scenario.facts, scenario.as_of)

    return Ready(name, scenario, asked, needs, actions, digests.of_scenario(scenario, needs), Once(checked))


def needs_of(scenario: m.Scenario, model: m.Policy, linked: References) -> Set[Key]:
    """The declarations that the outcome of *scenario* depends on, and those that it names."""
    rules = {*rules_asked(scenario, model)}
    rules |= {key for key, rule in model.rules.items() if set(scenario.since) & {key, rule.name}}
    keys = [("rule", key) for key in rules]
    keys += [("definition", key) for key in definitions_asked(scenario, model)]
    return linked.closure([*keys, *_headers(model)])


def _headers(model: m.Policy) -> Iterator[Key]:
    """What the status of every policy depends on; it is told in every answer."""
    yield from (("policy", header.key) for header in model.headers.values())
