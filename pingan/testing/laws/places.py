"""The same policy elsewhere: printed and read again, out of an artifact, with its declarations in another order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from attrs import evolve

import pingan
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.model.loaded import LoadedModule, Modules
from pingan.modules.lowered import lowered
from pingan.parts import resolved
from pingan.policy import Policy
from pingan.source import Source
from pingan.syntax.nodes import Module
from pingan.syntax.to_text import print_module
from pingan.tree.from_text import parse

TURNED = "with its declarations turned round"
ARTIFACT = "out of an artifact"
ENGLISH = "printed in English and read again"
CHINESE = "printed in Chinese and read again"

Change = Callable[[Module, Policy], Module]


class Places(Mapping[str, Policy]):
    """A policy elsewhere, by where; each is made when it is first asked for."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._made: dict[str, Policy] = {}

    def __getitem__(self, place: str) -> Policy:
        if place not in self._made:
            self._made[place] = _MAKERS[place](self._policy)
        return self._made[place]

    def __iter__(self) -> Iterator[str]:
        return iter(_MAKERS)

    def __len__(self) -> int:
        return len(_MAKERS)


def _turned(policy: Policy) -> Policy:
    return _again(policy, lambda module, _: evolve(module, declarations=tuple(reversed(module.declarations))))


def _in_english(policy: Policy) -> Policy:
    return _again(policy, lambda module, policy: _printed(module, policy, "en"))


def _in_chinese(policy: Policy) -> Policy:
    return _again(policy, lambda module, policy: _printed(module, policy, "zh"))


def _printed(module: Module, policy: Policy, dialect: str) -> Module:
    """*module* as it is read from its own text in *dialect*."""
    source = Source(f"{module.header.name.text}.rules", print_module(module, dialect, environment=policy.environment))
    diagnostics = Diagnostics()
    found = parse(source, diagnostics, policy.environment)
    if found is None or diagnostics.has_errors:
        raise pingan.PolicyError(diagnostics.sorted())
    return found


def _again(policy: Policy, change: Change) -> Policy:
    """*policy* made of its modules, changed and in the opposite order."""
    diagnostics = Diagnostics()
    modules = {
        name: LoadedModule(change(module.written, policy), module.register)
        for name, module in reversed(list(policy.modules.modules.items()))
    }
    made = lowered(Modules(modules, policy.modules.targets), policy.environment, diagnostics)
    return Policy(resolved(made, policy.environment, policy.settings, diagnostics, None))


def _built(policy: Policy) -> Policy:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "policy.pgb"
        path.write_bytes(pingan.build(policy))
        return pingan.load(path, environment=policy.environment)


_MAKERS: dict[str, Callable[[Policy], Policy]] = {
    TURNED: _turned,
    ENGLISH: _in_english,
    CHINESE: _in_chinese,
    ARTIFACT: _built,
}
