"""The modules that were read together: what `pingan.modules` hands to `resolve`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from attrs import field, frozen

from pingan.source import Span
from pingan.syntax import nodes as syntax
from pingan.syntax.nodes import Module, Scenario


@frozen
class Clause:
    """One numbered statement of an official document, as its register has it."""

    id: str
    locator: str | None = None
    anchor: str | None = None
    summary: str | None = None
    kind: str | None = None
    excused: Mapping[str, str] = field(factory=dict, eq=False)
    """What coverage need not ask of it, each with the reason (`pingan.coverage`)."""
    summary_zh: str | None = None
    """The summary in Chinese."""

    @property
    def quoted(self) -> tuple[str | None, ...]:
        """What outcomes quote of it."""
        return self.id, self.locator, self.anchor, self.summary


@frozen
class LoadedModule:
    """A file's syntax and the register that its header names (None: it names none, or it could not be read)."""

    syntax: Module
    register: Mapping[str, Clause] | None = field(default=None, eq=False)
    translations: Mapping[str, Mapping[str, str]] = field(factory=dict, eq=False, repr=False)
    """What its texts are in other languages: by dialect, by text."""
    written: Module = field(eq=False, repr=False, kw_only=True)
    """The syntax as its author wrote it, with declarations of clause forms; in *syntax* they are lowered."""

    parsed: bool = field(default=False, eq=False, repr=False, kw_only=True)
    """Whether *written* is what the parser made: then it is no deeper than the parser allows."""

    @written.default
    def _as_lowered(self) -> Module:
        return self.syntax

    @property
    def name(self) -> str:
        return self.syntax.header.name.text

    @property
    def is_policy(self) -> bool:
        return isinstance(self.syntax.header, syntax.PolicyHeader)

    @property
    def parents(self) -> tuple[str, ...]:
        header = self.syntax.header
        return tuple(n.text for n in header.extends) if isinstance(header, syntax.PolicyHeader) else ()

    @property
    def replaced(self) -> tuple[str, ...]:
        """The policies that this one takes the place of."""
        header = self.syntax.header
        return tuple(n.text for n in header.replaces) if isinstance(header, syntax.PolicyHeader) else ()

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        return tuple(node for node in self.syntax.declarations if isinstance(node, Scenario))

    @property
    def used(self) -> tuple[str, ...]:
        return tuple(n.text for n in self.syntax.header.uses)

    @property
    def span(self) -> Span:
        return self.syntax.header.name.span


@frozen
class Modules:
    """The modules by name; *targets* are those that were asked for, in that order, the others came with them."""

    modules: Mapping[str, LoadedModule]
    targets: tuple[str, ...]
    printed: dict[str, bytes] = field(factory=dict, init=False, eq=False, repr=False)
    """Modules as they are printed for the digests of policies: each is printed once, whatever is set afterwards."""
    digests: dict[str, str] = field(factory=dict, init=False, eq=False, repr=False)
    """Of the policies for which somebody asked."""

    def __iter__(self) -> Iterator[LoadedModule]:
        return iter(self.modules.values())

    def lacks(self, scenario: Scenario) -> frozenset[str]:
        """The policies that *scenario* is asked along with and that were not read."""
        return frozenset(name.text for name in scenario.along_with if name.text not in self.modules)

    def waiting(self) -> Iterator[tuple[str, Scenario]]:
        """The scenarios of the targets, with their modules, that lack a policy to be asked along with."""
        for target in self.targets:
            module = self.modules.get(target)
            yield from ((target, s) for s in (module.scenarios if module else ()) if self.lacks(s))

    def ancestors(self, name: str) -> tuple[str, ...]:
        """The policies that *name* extends, nearest first."""
        return self._closure(name, lambda m: m.parents)[1:]

    def visible(self, name: str) -> tuple[str, ...]:
        """Where names are looked up from *name*: itself, its parents, then the vocabularies that any of them uses."""
        policies = self._closure(name, lambda m: m.parents)
        found = list(policies)
        for policy in policies:
            for module in self._closure(policy, lambda m: m.used):
                if module not in found:
                    found.append(module)
        return tuple(found)

    def _closure(self, name: str, following: Callable[[LoadedModule], tuple[str, ...]]) -> tuple[str, ...]:
        found: list[str] = []
        waiting = [name]
        while waiting:
            current = waiting.pop(0)
            module = self.modules.get(current)
            if module is None or current in found:
                continue
            found.append(current)
            waiting.extend(following(module))
        return tuple(found)
