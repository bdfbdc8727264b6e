"""How linting is set up: which rules run, how grave they are, and their options."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

from attrs import field, frozen

from pingan.diagnostics.diagnostic import Severity
from pingan.linting.known import KNOWN, Known
from pingan.linting.lint import Lint, Options, Value
from pingan.linting.table import LINTS


@frozen
class Configuration:
    """What was selected and ignored (codes, groups, or ``all``), severities and options by code.

    As it stands, everything is by default. What names a rule more closely counts: a code before its group, that before
    ``all``; of two that are as close, the one that ignores.
    """

    select: tuple[str, ...] | None = None
    """None: the rules that are on by default."""
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Patterns of paths below *folder*, and what is ignored there."""
    severities: Mapping[str, Severity | None] = field(factory=dict, hash=False)
    """By code; None: off. Where nothing is selected, a rule that is given a severity runs."""
    options: Mapping[str, Mapping[str, Value]] = field(factory=dict, hash=False)
    """By code, then by name."""
    folder: Path | None = None
    """Where the file stands that it was read from."""

    def options_of(self, lint: Lint) -> Options:
        given = self.options.get(lint.code, {})
        return Options({option.name: given.get(option.name, option.default) for option in lint.options})

    def lints(self) -> tuple[Lint, ...]:
        """The rules of the table that run."""
        return tuple(lint for lint in LINTS.values() if self.runs(lint.code))

    def runs(self, code: str) -> bool:
        """Whether the rule *code* runs. One that nobody knows (a library's clause form brought it) always does."""
        rule = KNOWN.get(code)
        if self.severities.get(code, Severity.NOTE) is None:
            return False
        chosen = _closeness(code, rule, (*(self.select or ()), *self.extend_select))
        if self.select is None:
            chosen = max(chosen, 3 if code in self.severities else 1 if rule is None or rule.is_on else 0)
        return chosen > _closeness(code, rule, self.ignore)

    def severity_of(self, code: str, told: Severity) -> Severity:
        """How grave the rule *code* is, which says of itself that it is *told*."""
        return self.severities.get(code) or told

    def ignores(self, code: str, file: str) -> bool:
        """Whether *code* is ignored in *file*."""
        rule = KNOWN.get(code)
        return any(
            _closeness(code, rule, codes) and _matches(pattern, file, self.folder)
            for pattern, codes in self.per_file_ignores
        )


DEFAULT = Configuration()


def _closeness(code: str, rule: Known | None, names: Iterable[str]) -> int:
    """How closely one of *names* names the rule: 3 by its code, 2 by its group, 1 as one of all, 0 not at all."""
    closest = 0
    for name in names:
        found = 3 if name == code else 2 if rule is not None and name == rule.group else 1 if name == "all" else 0
        closest = max(closest, found)
    return closest


def _matches(pattern: str, file: str, folder: Path | None) -> bool:
    """Whether *pattern* is of the path *file*, counted from *folder*; one without ``/`` is of the file's own name."""
    path = PurePath(file)
    if "/" not in pattern:
        return _expression(pattern).fullmatch(path.name) is not None
    if folder is not None:
        try:
            path = Path(file).resolve().relative_to(folder.resolve())
        except (OSError, ValueError):
            return False
    return _expression(pattern).fullmatch(path.as_posix()) is not None


def _expression(pattern: str) -> re.Pattern[str]:
    """*pattern* as a regular expression: ``*`` and ``?`` stay within a folder, ``**`` is any number of folders."""
    text = re.escape(pattern.removeprefix("./")).replace(r"\?", "[^/]")
    text = text.replace(r"\*\*/", "(?:[^/]+/)*").replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    return re.compile(text)
