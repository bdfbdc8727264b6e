"""What things go by in the scenarios of a policy: by their names, or, as its dialect does, by their labels."""

from __future__ import annotations

from attrs import frozen

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language import types
from pingan.language.names import is_name
from pingan.model import nodes as model
from pingan.model.names import VALUES, Category, Index, declare
from pingan.model.paths import find_field
from pingan.policy import Policy
from pingan.syntax import nodes as syntax
from pingan.witnesses.changes import names_of, path_of, steps_of


@frozen
class Naming:
    """Words as the policy *module* has to write them. A label is used only where it means what the name does."""

    vocabulary: model.Vocabulary
    index: Index
    module: str
    labels: bool
    reserved: frozenset[str]

    @staticmethod
    def of(policy: Policy, module: str) -> Naming:
        dialects = policy.environment.dialects
        dialect = dialects[policy.modules.modules[module].syntax.dialect]
        index = declare(policy.modules, Diagnostics())
        return Naming(policy.model.vocabulary, index, module, dialect.labels, dialects.reserved)

    def named(self, key: str, *categories: Category) -> syntax.Path:
        """The path that means *key* (``module.name``): one word, unless that means something else."""
        module, _, name = key.partition(".")
        declared = self.index.find_in(name, module, *categories)
        for word in (*self._label(declared.label if declared else None), name):
            entry = self.index.find(word, self.module, *categories)
            if entry is not None and entry.key == key:
                return syntax.Path((syntax.Name(word),))
        return syntax.Path((syntax.Name(module), syntax.Name(name)))

    def subject(self, key: str) -> syntax.Path:
        """A rule or a definition."""
        return self.named(key, "rule", "definition")

    def shared(self, name: str, category: Category) -> syntax.Name:
        """A fact, an actor or an action: no two modules have different ones of a name."""
        entry = self.index.find(name, self.module, category)
        for word in self._label(entry.label if entry else None):
            found = self.index.find(word, self.module, category)
            if found is not None and found.name == name:
                return syntax.Name(word)
        return syntax.Name(name)

    def field(self, record: str, name: str) -> syntax.Name:
        """A field of a record."""
        declared = self.vocabulary.records[record]
        for word in self._label(declared.fields[name].label):
            if find_field(declared, word) is declared.fields[name]:
                return syntax.Name(word)
        return syntax.Name(name)

    def member(self, enum: str, name: str) -> syntax.Name:
        """A member of an enum, where one is expected."""
        declared = self.vocabulary.enums.get(enum)
        member = next((m for m in declared.members if m.name == name), None) if declared else None
        for word in self._label(member.label if member else None):
            alike = [m for m in declared.members if word in (m.name, m.label)] if declared else []
            if len(alike) == 1 and self.index.find(word, self.module, *VALUES) is None:
                return syntax.Name(word)
        return syntax.Name(name)

    def fact_path(self, text: str) -> syntax.Path:
        """A path of facts, through lists without positions (``region.hospitals.beds``)."""
        first, *rest = text.split(".")
        declared = self.vocabulary.facts[first].field
        found = [self.shared(first, "fact")]
        for name in rest:
            kind = declared.type if declared else types.UNKNOWN
            kind = kind.element if isinstance(kind, types.ListType) else kind
            assert isinstance(kind, types.RecordType)
            found.append(self.field(kind.name, name))
            declared = self.vocabulary.records[kind.name].fields[name]
        return syntax.Path(tuple(found))

    def placed(self, text: str) -> str:
        """A path of facts with its positions (``region.hospitals[2].beds``)."""
        steps = steps_of(text)
        words = iter(self.fact_path(".".join(names_of(steps))).names)
        return path_of(tuple(step if isinstance(step, int) else next(words).text for step in steps))

    def party(self, name: str) -> syntax.Path:
        """A declared actor, or a record that is one by its path."""
        if name in self.vocabulary.actors:
            return syntax.Path((self.shared(name, "actor"),))
        return self.fact_path(name)

    def _label(self, label: str | None) -> tuple[str, ...]:
        usable = self.labels and label is not None and is_name(label) and label not in self.reserved
        return (label,) if usable and label is not None else ()
