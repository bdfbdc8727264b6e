"""What lint rules look at: everything known of the policies checked, worked out once and only when a rule asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from pingan.language.names import is_name
from pingan.linting.allowing import Allowance, AllowedCode, allowances_of
from pingan.linting.mentions import Mentions, mentions_of
from pingan.linting.walking import nodes_of
from pingan.model.loaded import LoadedModule
from pingan.model.nodes import Declared, Definition, Header, Norm, Rule
from pingan.model.nodes import Policy as PolicyModel
from pingan.policy import Policy
from pingan.source import Span
from pingan.syntax import nodes as syntax

if TYPE_CHECKING:
    from pingan.graph.nodes import DecisionGraph
    from pingan.linting.analysis.worlds import Worlds
    from pingan.scenario_coverage.nodes import ScenarioCoverage


@frozen(slots=False, eq=False)
class Looked:
    """The policies of one run. *Own* is what stands in the files that are checked, not in those that they use."""

    policy: Policy
    unused: tuple[AllowedCode, ...] = ()
    """What is allowed and was not found; known when all rules but one have run."""

    # --- text and syntax -----------------------------------------------------------------------------------------

    @cached_property
    def modules(self) -> tuple[LoadedModule, ...]:
        """The modules that are checked: `written` is what their authors wrote, `syntax` has clause forms lowered."""
        loaded = self.policy.modules
        return tuple(loaded.modules[name] for name in loaded.targets if name in loaded.modules)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the modules that are checked."""
        return frozenset(module.name for module in self.modules)

    @cached_property
    def all_modules(self) -> tuple[LoadedModule, ...]:
        """The modules that are checked, and those that came with them."""
        return tuple(self.policy.modules)

    @cached_property
    def allowances(self) -> tuple[Allowance, ...]:
        """What authors allow in the files that are checked."""
        return tuple(a for module in self.modules for a in allowances_of(module.span.source, module.written))

    def nodes(self, module: LoadedModule) -> list[syntax.Node]:
        """Every node of *module* as written, and of what clause forms made of it, in no order that matters."""
        if module.name not in self._nodes:
            self._nodes[module.name] = nodes_of(module)
        return self._nodes[module.name]

    @cached_property
    def _nodes(self) -> dict[str, list[syntax.Node]]:
        return {}

    @property
    def has_policies(self) -> bool:
        """Whether anything but vocabularies is checked."""
        return any(module.is_policy for module in self.modules)

    # --- meaning -------------------------------------------------------------------------------------------------

    @property
    def model(self) -> PolicyModel:
        """What the text means, with what came along."""
        return self.policy.model

    @property
    def graph(self) -> DecisionGraph:
        return self.policy.graph

    def is_own(self, declared: Declared) -> bool:
        return declared.module in self.names

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are checked (also those that clause forms made: their spans lead to the author's text)."""
        return tuple(rule for rule in self.model.rules.values() if self.is_own(rule))

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        return tuple(definition for definition in self.model.definitions.values() if self.is_own(definition))

    @cached_property
    def headers(self) -> tuple[Header, ...]:
        """The headers of the policies that are checked, with their registers (`clauses`)."""
        return tuple(header for header in self.model.headers.values() if self.is_own(header))

    def norms(self) -> Iterator[tuple[Rule, Norm]]:
        """Every norm of the rules that are checked, with its rule, each before what follows from missing it."""
        for rule in self.rules:
            for norm in rule.all_norms:
                yield rule, norm

    def syntax_of(self, declared: Declared) -> syntax.CoreDeclaration | None:
        """The (lowered) declaration that *declared* was made from: it knows where its items stand."""
        return self._declarations.get((declared.module, declared.name))

    @cached_property
    def _declarations(self) -> Mapping[tuple[str, str], syntax.CoreDeclaration]:
        found: dict[tuple[str, str], syntax.CoreDeclaration] = {}
        for module in self.all_modules:
            for node in module.syntax.core:
                name = declared_name(node)
                if name is not None:
                    found.setdefault((module.name, name.text), node)
        return found

    @cached_property
    def mentions(self) -> Mentions:
        """Which names are read or written anywhere, in all modules."""
        return mentions_of((module, self.nodes(module)) for module in self.all_modules)

    @cached_property
    def forms(self) -> Mapping[str, tuple[Span, ...]]:
        """Where declarations of clause forms stand, in the order of the text, by the name of the source."""
        found: dict[str, tuple[Span, ...]] = {}
        for module in self.modules:
            spans = (node.span for node in module.written.declarations if isinstance(node, syntax.FormDeclaration))
            found[module.span.source.name] = tuple(sorted(spans, key=lambda span: span.start))
        return found

    @cached_property
    def worlds(self) -> Worlds:
        """Conditions held against each other: what never holds, always does, or follows from something else."""
        from pingan.linting.analysis.worlds import Worlds

        return Worlds(self.model)

    # --- what it does --------------------------------------------------------------------------------------------

    @cached_property
    def coverage(self) -> ScenarioCoverage:
        """What the policy's own scenarios exercise of it. It runs them all: ask for less where less will do."""
        from pingan.scenario_coverage.from_policy import scenario_coverage_of

        return scenario_coverage_of(self.policy)

    def is_reported(self, code: str) -> bool:
        """Whether a pass told a warning of that *code*: a library's clause form may bring codes of its own."""
        return any(diagnostic.code == code for diagnostic in self.policy.diagnostics)

    # --- places --------------------------------------------------------------------------------------------------

    def is_of_own_text(self, span: Span) -> bool:
        """Whether *span* lies in a file that is checked."""
        return span.source.name in self._sources

    @cached_property
    def _sources(self) -> frozenset[str]:
        return frozenset(module.span.source.name for module in self.modules)


def label_of(node: syntax.Declaration) -> str | None:
    """The label of what *node* declares."""
    match node:
        case syntax.Fact(field) | syntax.Parameter(field):
            return field.label
        case syntax.Setting() | syntax.Scenario():
            return None
        case _:
            return node.label


def aliases(name: syntax.Name, label: str | None) -> tuple[str, ...]:
    """The words by which something called *name* may be mentioned: its label, too, where that could be a name."""
    return (name.text, label) if label is not None and is_name(label) else (name.text,)


def declared_name(node: syntax.Declaration) -> syntax.Name | None:
    """The name that *node* declares, with its place; None: it declares none (settings, scenarios)."""
    match node:
        case syntax.Fact(field) | syntax.Parameter(field):
            return field.name
        case syntax.Setting() | syntax.Scenario():
            return None
        case _:
            return node.name
