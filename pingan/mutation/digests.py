"""What tells declarations, scenarios and mutants from others: digests of all that a verdict depends on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Set

from attrs import define, field

from pingan.language.environment import Environment
from pingan.language.library_digest import library_digest
from pingan.language.version import LANGUAGE_VERSION
from pingan.model import nodes as m


def digest(*parts: object) -> str:
    """SHA-256 (hex) of *parts*, as Python writes them: places in the text are no part of it."""
    content = hashlib.sha256()
    for part in parts:
        text = part if isinstance(part, str) else repr(part)
        content.update(f"{len(text)}:{text}".encode("utf-8", "surrogatepass"))
    return content.hexdigest()


@define(eq=False)
class Digests:
    """Of the declarations of *policy*, each worked out once."""

    policy: m.Policy
    _of: dict[tuple[str, str], str] = field(factory=dict)

    def of(self, key: tuple[str, str]) -> str:
        """Of a declaration, by its kind and its key; ``vocabulary`` is one."""
        if key not in self._of:
            self._of[key] = digest(self._declared(*key))
        return self._of[key]

    def of_all(self, keys: Set[tuple[str, str]]) -> str:
        return digest(self.of(("vocabulary", "")), *((key, self.of(key)) for key in sorted(keys)))

    def of_scenario(self, scenario: m.Scenario, needs: Set[tuple[str, str]]) -> str:
        """Of a scenario and all that its outcome depends on."""
        facts, settings, since = (
            sorted(given.items()) for given in (scenario.facts, scenario.settings, scenario.since)
        )
        return digest(scenario, facts, settings, since, self.of_all(needs))

    def _declared(self, kind: str, key: str) -> object:
        policy = self.policy
        match kind:
            case "rule":
                return policy.rules.get(key)
            case "definition":
                return policy.definitions.get(key)
            case "parameter":
                return policy.parameters.get(key)
            case "interpretation":
                return policy.interpretations.get(key)
            case "policy":
                header = next((h for h in policy.headers.values() if h.key == key or h.name == key), None)
                if header is None:
                    return None
                told = header.scope, header.in_force, header.replaces, header.replaced_by, header.zone
                return header.name, told, header.level, header.extends
        return policy.vocabulary


def environment_digest(environment: Environment) -> str:
    """Of what everything is run with: this package, libraries and calendars."""
    calendar = environment.calendar
    told = None if calendar is None else (calendar.name, calendar.digest)
    return digest(_code(), LANGUAGE_VERSION, told, *(library_digest(each) for each in environment.libraries))


def _code() -> str:
    """Which version of this package runs: in a checkout its files may change and the version does not."""
    from pingan import __version__

    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return digest(__version__, *_files(folder))


def _files(folder: str) -> Iterable[tuple[str, int, int]]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "_data"))
        for name in sorted(names):
            if name.endswith(".py"):
                status = os.stat(os.path.join(root, name))
                yield os.path.join(root, name), status.st_size, status.st_mtime_ns
