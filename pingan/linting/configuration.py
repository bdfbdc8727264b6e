"""How linting is set up: which rules run, how grave they are, and their options."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from pingan.diagnostics.diagnostic import Severity
from pingan.linting.lint import Lint, Options, Value
from pingan.linting.table import LINTS


@frozen
class Configuration:
    """Codes that were selected and ignored, severities and options by code; as it stands, everything is by default."""

    select: tuple[str, ...] | None = None
    """Codes and groups, or ``all``; None: the rules that are on by default."""
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severities: Mapping[str, Severity | None] = field(factory=dict, hash=False)
    """By code; None: off."""
    options: Mapping[str, Mapping[str, Value]] = field(factory=dict, hash=False)
    """By code, then by name."""

    def options_of(self, lint: Lint) -> Options:
        given = self.options.get(lint.code, {})
        return Options({option.name: given.get(option.name, option.default) for option in lint.options})

    def rules(self) -> tuple[Lint, ...]:
        """The rules that run."""
        return tuple(lint for lint in LINTS.values() if self.runs(lint))

    def runs(self, lint: Lint) -> bool:
        if self.select is None:
            chosen = lint.is_on
        else:
            chosen = bool({"all", lint.code, lint.group} & {*self.select})
        return (chosen or lint.code in self.extend_select) and lint.code not in self.ignore


DEFAULT = Configuration()
