"""What a policy is made of, and who answers for it. Light: nothing is imported."""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for true; `typing` would cost more than all the rest of this file
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Protocol

    from pingan.diagnostics.diagnostic import Diagnostic
    from pingan.graph.nodes import DecisionGraph
    from pingan.language.environment import Environment
    from pingan.masks.tables import Tables
    from pingan.model.loaded import Modules
    from pingan.model.nodes import Policy as PolicyModel
    from pingan.outcome.asked import Asked
    from pingan.program.program import Program

    class Parts(Protocol):
        """What a policy is made of, read at once or when it is asked for. Nothing of it ever changes."""

        @property
        def model(self) -> PolicyModel: ...
        @property
        def graph(self) -> DecisionGraph: ...
        @property
        def environment(self) -> Environment: ...
        @property
        def diagnostics(self) -> tuple[Diagnostic, ...]: ...
        @property
        def settings(self) -> Mapping[str, object]: ...
        @property
        def modules(self) -> Modules: ...
        @property
        def names(self) -> tuple[str, ...]: ...
        @property
        def zone(self) -> str: ...
        @property
        def language(self) -> str: ...
        @property
        def title(self) -> str: ...
        @property
        def registers(self) -> Mapping[str, str]: ...
        @property
        def tables(self) -> Tables | None:
            """What decides which rules apply, where it is known before the program is compiled."""
            ...

        def under(self, settings: Mapping[str, object]) -> Parts:
            """The same policy under *settings*, all of them. Raises PolicyError when one does not fit."""
            ...

        def along(self, names: frozenset[str]) -> Parts:
            """The same policy together with those called *names*. Raises PolicyError when one cannot be used."""
            ...


class Asking:
    """Whose questions an outcome answers: those put to the policy made of *parts*, by its *compiled* program."""

    __slots__ = ("_asked", "_compiled", "_parts")

    def __init__(self, parts: Parts, compiled: Callable[[], Program]) -> None:
        self._parts = parts
        self._compiled = compiled
        self._asked: Asked | None = None

    @property
    def program(self) -> Program:
        return self._compiled()

    @property
    def tables(self) -> Tables | None:
        return self._parts.tables or self._compiled().tables

    @property
    def has_tables(self) -> bool:
        return self._parts.tables is not None

    @property
    def asked(self) -> Asked:
        if self._asked is None:
            from pingan.outcome.asked import Asked

            parts = self._parts
            self._asked = Asked(parts.names, parts.settings, lambda: parts.registers)
        return self._asked
