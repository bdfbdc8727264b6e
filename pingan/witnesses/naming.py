"""What declarations go by in the scenarios of a policy."""

from __future__ import annotations

from attrs import frozen

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.model.loaded import Modules
from pingan.model.names import Category, Index, declare
from pingan.syntax import nodes as syntax
from pingan.witnesses.literals import path


@frozen
class Naming:
    """Names as the policy *module* has to write them."""

    index: Index
    module: str

    @staticmethod
    def of(modules: Modules, module: str) -> Naming:
        return Naming(declare(modules, Diagnostics()), module)

    def named(self, key: str, *categories: Category) -> syntax.Path:
        """The path that means *key* (``module.name``): the bare name, unless that means something else."""
        module, _, name = key.partition(".")
        short = path(name)
        entry = self.index.find_path(short, self.module, *categories)
        if entry is not None and entry.key == key:
            return short
        return syntax.Path((syntax.Name(module), syntax.Name(name)))

    def subject(self, key: str) -> syntax.Path:
        """A rule or a definition."""
        return self.named(key, "rule", "definition")
