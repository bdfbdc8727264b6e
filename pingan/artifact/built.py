"""What a policy is made of that comes out of an artifact: each part is read when it is first needed.

Light: what a part takes is imported then.
"""

from __future__ import annotations

from pingan.artifact.head import Head
from pingan.artifact.tables import TABLES, tables_of
from pingan.codec.container import Container, RefusedError

TYPE_CHECKING = False  # type checkers take it for true; `typing` would cost more than all the rest of this file
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    from pingan.artifact.sections import Files, Meaning
    from pingan.diagnostics.diagnostic import Diagnostic
    from pingan.graph.nodes import DecisionGraph
    from pingan.language.environment import Environment
    from pingan.masks.tables import Tables
    from pingan.model.loaded import Modules
    from pingan.model.nodes import Policy as PolicyModel
    from pingan.parts import Parts
    from pingan.policy import Policy
    from pingan.source import Source

    T = TypeVar("T")


class BuiltParts:
    """The parts of a policy in the artifact *container*, which was read from *path*.

    INVARIANT: what two threads read at once is equal, and either may be kept.
    """

    __slots__ = (
        "_again",
        "_container",
        "_environment",
        "_files",
        "_graph",
        "_meaning",
        "_tables",
        "_texts",
        "head",
        "path",
    )

    def __init__(
        self,
        container: Container,
        head: Head,
        path: str,
        environment: Environment | None,
        again: Callable[[], Policy] | None = None,
    ) -> None:
        self.path = path
        self._again = again
        """Reads it from its text, where that is there."""
        self.head = head
        self._container = container
        self._environment = environment
        self._texts: tuple[Source, ...] | None = None
        self._meaning: Meaning | None = None
        self._files: Files | None = None
        self._graph: DecisionGraph | None = None
        self._tables: Tables | None = None

    # --- what the head says ----------------------------------------------------------------------------------------

    @property
    def names(self) -> tuple[str, ...]:
        return self.head.names

    @property
    def zone(self) -> str:
        return self.head.zone

    @property
    def language(self) -> str:
        return self.head.language

    @property
    def title(self) -> str:
        return self.head.title

    @property
    def registers(self) -> Mapping[str, str]:
        return dict(self.head.registers)

    # --- what its sections hold ------------------------------------------------------------------------------------

    @property
    def environment(self) -> Environment:
        if self._environment is None:
            from pingan.stdlib import standard_environment

            self._environment = standard_environment()
        return self._environment

    @property
    def model(self) -> PolicyModel:
        return self._meant.model

    @property
    def settings(self) -> Mapping[str, object]:
        # Nobody asks for the model to learn that nothing was set.
        return self._meant.settings if self.head.settings else {}

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return self._meant.diagnostics if self.head.warnings else ()

    @property
    def graph(self) -> DecisionGraph:
        if self._graph is None:
            from pingan.graph.from_model import lower

            self._graph = lower(self.model)
        return self._graph

    @property
    def tables(self) -> Tables | None:
        """What decides which rules apply; None where they have none, or another environment might say otherwise."""
        if self._tables is None and TABLES in self._container.sections and self._is_as_built():
            self._tables = self.section(TABLES, tables_of)
        return self._tables

    def _is_as_built(self) -> bool:
        """Whether this is run with all that it was built with."""
        if self._environment is None:
            return not self.head.environment
        from pingan.artifact.environments import digest_of

        return digest_of(self._environment) == self.head.environment

    @property
    def modules(self) -> Modules:
        return self._read.modules

    def under(self, settings: Mapping[str, object]) -> Parts:
        """The policy under other settings: its modules are resolved again, and need not be parsed for it."""
        from pingan.diagnostics.diagnostic import Diagnostics
        from pingan.parts import resolved

        return resolved(self.modules, self.environment, settings, Diagnostics(), self.along, self.model)

    def along(self, names: frozenset[str]) -> Parts:
        """The policy with further ones: those that its scenarios are asked along with were built in, too."""
        from pingan.diagnostics.diagnostic import Diagnostics
        from pingan.diagnostics.errors import PolicyError
        from pingan.parts import Parts, resolved

        if self._again is not None:
            found = self._again()._along(names)._parts
            assert isinstance(found, Parts)
            return found
        stack = dict(self._read.stacks).get(tuple(sorted(names)), ())
        if isinstance(stack, tuple):
            raise PolicyError(stack)
        return resolved(stack, self.environment, self.settings, Diagnostics(), self.along)

    def section(self, name: str, read: Callable[[bytes], T]) -> T:
        """What *read* makes of the section *name*. Raises PolicyError when it is not what it should be."""
        try:
            return read(self._container.section(name))
        except RefusedError as refused:
            raise refusal(self.path, refused) from refused

    @property
    def _meant(self) -> Meaning:
        if self._meaning is None:
            from pingan.artifact.sections import MODEL, meaning_of
            from pingan.language.quiet import building

            texts = self._sources
            with building():
                self._meaning = self.section(MODEL, lambda content: meaning_of(content, texts))
        return self._meaning

    @property
    def _read(self) -> Files:
        if self._files is None:
            from pingan.artifact.sections import SYNTAX, files_of
            from pingan.language.quiet import building

            texts = self._sources
            with building():
                self._files = self.section(SYNTAX, lambda content: files_of(content, texts))
        return self._files

    @property
    def _sources(self) -> tuple[Source, ...]:
        if self._texts is None:
            from pingan.artifact.sections import TEXTS, texts_of

            self._texts = self.section(TEXTS, texts_of)
        return self._texts


def refusal(path: str, refused: RefusedError) -> Exception:
    """The error that says to the user why the artifact at *path* cannot be used."""
    from pingan.diagnostics.diagnostic import Diagnostic
    from pingan.diagnostics.errors import PolicyError
    from pingan.diagnostics.plain import plain

    return PolicyError((Diagnostic(refused.code, f"`{plain(path)}`: {refused.message}", (), refused.help),))
