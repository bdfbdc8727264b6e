"""What is declared where: every declaration of the loaded modules, found by name or by label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from attrs import field, frozen

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.diagnostics.suggest import did_you_mean
from pingan.language.dialect import Group
from pingan.language.dialects import Dialects, core_dialects
from pingan.language.names import is_name
from pingan.model.loaded import LoadedModule, Modules
from pingan.source import Span
from pingan.syntax import nodes as syntax

Category = Literal["type", "fact", "actor", "action", "parameter", "interpretation", "definition", "rule"]

VALUES: Final[tuple[Category, ...]] = ("fact", "definition", "parameter", "interpretation", "actor")
"""What a bare name in an expression may be, in order of preference."""
SHARED: Final[frozenset[Category]] = frozenset({"type", "fact", "actor", "action"})
"""Declared once over all modules loaded together: they are what facts are made of."""

BUILT_IN_TYPES: Final = ("boolean", "integer", "decimal", "text", "date", "datetime", "duration", "period", "actor")
_MANY_WORDS: Final = 2_000

BUILT_IN_VALUES: Final = ("as_of", "period")


@frozen
class Entry:
    """A declaration and the place of its name."""

    category: Category
    module: str
    name: str
    label: str | None
    node: syntax.CoreDeclaration = field(eq=False, repr=False)
    span: Span = field(eq=False, repr=False)

    @property
    def key(self) -> str:
        return f"{self.module}.{self.name}"

    @property
    def aliases(self) -> tuple[str, ...]:
        return aliases(self.name, self.label)


def aliases(name: str, label: str | None) -> tuple[str, ...]:
    """The words a thing goes by: its name, and its label when that has the form of a name."""
    return (name, label) if label is not None and label != name and is_name(label) else (name,)


@frozen
class Index:
    """Declarations by module and category, then by name and by label."""

    modules: Modules
    tables: Mapping[tuple[str, Category], Mapping[str, Entry]]
    visible: Mapping[str, tuple[str, ...]]
    _met: dict[tuple[str, str, tuple[Category, ...]], Entry | None] = field(
        factory=dict, init=False, eq=False, repr=False
    )
    """What was looked for so far: the same few names, in all places."""

    def find(self, name: str, module: str, *categories: Category) -> Entry | None:
        """What *name* means in *module*: the first category that knows it, in the nearest module that does."""
        key = name, module, categories
        if key not in self._met:
            self._met[key] = self._find(name, module, categories)
        return self._met[key]

    def _find(self, name: str, module: str, categories: tuple[Category, ...]) -> Entry | None:
        for category in categories:
            for place in self.visible.get(module, ()):
                entry = self.tables.get((place, category), {}).get(name)
                if entry is not None:
                    return entry
        return None

    def find_in(self, name: str, place: str, *categories: Category) -> Entry | None:
        """What *name* means as ``place.name``."""
        tables = (self.tables.get((place, category), {}) for category in categories)
        return next((table[name] for table in tables if name in table), None)

    def find_path(self, path: syntax.Path, module: str, *categories: Category) -> Entry | None:
        """The declaration that a whole path names: ``name`` or ``module.name``."""
        match path.names:
            case (only,):
                return self.find(only.text, module, *categories)
            case (place, name):
                return self.find_in(name.text, place.text, *categories)
            case _:
                return None

    def words(self, module: str, *categories: Category) -> tuple[str, ...]:
        """Every word that `find` would understand, names and labels of both dialects."""
        places = self.visible.get(module, ())
        return tuple(w for c in categories for p in places for w in self.tables.get((p, c), {}))

    def entries(self, category: Category) -> Iterator[Entry]:
        """All declarations of *category*, once each, in order of key."""
        found = {e.key: e for (_, c), table in self.tables.items() if c == category for e in table.values()}
        return (found[key] for key in sorted(found))

    def unknown(
        self,
        diagnostics: Diagnostics,
        name: syntax.Name,
        module: str,
        what: str,
        *categories: Category,
        also: Iterable[str] = (),
    ) -> tuple[str, str | None]:
        """Message and help for a name that means nothing in *module*; *also* are other words it may have been."""
        if diagnostics.is_full:
            return "", None
        remedy = near(diagnostics, name.text, (*self.words(module, *categories), *also))
        return f"no {what} is called `{name.text}`", remedy or self._elsewhere(name.text, module, categories)

    def _elsewhere(self, name: str, module: str, categories: tuple[Category, ...]) -> str | None:
        places = [
            p for p in sorted(self.modules.modules) if any(name in self.tables.get((p, c), {}) for c in categories)
        ]
        if not places:
            return None
        verb = "extends" if self.modules.modules[places[0]].is_policy else "uses"
        return f"it is declared in `{places[0]}`: write `{verb} {places[0]}` in the header of `{module}`"


def declare(modules: Modules, diagnostics: Diagnostics, dialects: Dialects | None = None) -> Index:
    """The index of all declarations; names that are taken or reserved (in *dialects*, the language's own unless told)
    are reported and the first one counts.
    """
    known = dialects or core_dialects()
    tables: dict[tuple[str, Category], dict[str, Entry]] = {}
    shared: dict[Category, dict[str, Entry]] = {}
    for module in modules:
        _check_kinds(module, diagnostics)
        for entry in _entries(module):
            if not _may_be_named(entry, known, diagnostics):
                continue
            table = tables.setdefault((module.name, entry.category), {})
            scope = shared.setdefault(entry.category, {}) if entry.category in SHARED else table
            _add(entry, table, scope, diagnostics)
    index = Index(modules, tables, {m.name: modules.visible(m.name) for m in modules})
    _check_values(index, diagnostics)
    return index


def near(diagnostics: Diagnostics, name: str, candidates: Iterable[str]) -> str | None:
    """What *name* was probably meant to be; not looked for when nobody will read it any more."""
    if diagnostics.is_full:
        return None
    words = list(candidates)
    if len(words) > _MANY_WORDS:
        # Among very many words only those with the same beginning or end are worth the time.
        words = [w for w in words if w[:2] == name[:2] or w[-2:] == name[-2:]][:_MANY_WORDS]
    return did_you_mean(name, words)


def check_unique(items: Iterable[syntax.Member | syntax.Field], what: str, diagnostics: Diagnostics) -> None:
    """Reports members, readings or fields that share a name or a label."""
    seen: dict[str, Span] = {}
    for item in items:
        for word in aliases(item.name.text, item.label):
            if word in seen:
                _duplicate(f"two {what} are called `{word}`", item.name.span, seen[word], diagnostics)
            else:
                seen[word] = item.name.span


def _entries(module: LoadedModule) -> Iterator[Entry]:
    for node in module.syntax.core:
        category = _category(node)
        if category is None:
            continue
        assert not isinstance(node, syntax.Setting | syntax.Scenario)
        named = node.field if isinstance(node, syntax.Fact | syntax.Parameter) else node
        yield Entry(category, module.name, named.name.text, named.label, node, named.name.span)


def _category(node: syntax.CoreDeclaration) -> Category | None:
    match node:
        case syntax.Enum() | syntax.Record():
            return "type"
        case syntax.Fact():
            return "fact"
        case syntax.Actor():
            return "actor"
        case syntax.Action():
            return "action"
        case syntax.Parameter():
            return "parameter"
        case syntax.Interpretation():
            return "interpretation"
        case syntax.Definition():
            return "definition"
        case syntax.Rule():
            return "rule"
        case syntax.Setting() | syntax.Scenario():
            return None


def _add(entry: Entry, table: dict[str, Entry], scope: dict[str, Entry], diagnostics: Diagnostics) -> None:
    taken = next((scope[word] for word in entry.aliases if word in scope), None)
    if taken is not None and not _is_again(entry, taken):
        word = next(w for w in entry.aliases if w in scope)
        where = "" if taken.module == entry.module else f" in `{taken.module}`"
        _duplicate(f"`{word}` already names {_article(taken.category)}{where}", entry.span, taken.span, diagnostics)
    # INVARIANT: one name, one declaration: where a name is taken, whatever else this one is called means the first.
    meant = scope.get(entry.name, entry)
    for word in entry.aliases:
        table.setdefault(word, scope.setdefault(word, meant))


def _is_again(entry: Entry, taken: Entry) -> bool:
    """Whether two modules, such as two versions of a policy, declare the same thing in the same words."""
    shared = entry.category in SHARED and entry.module != taken.module
    return shared and entry.category == taken.category and entry.node == taken.node


def _check_values(index: Index, diagnostics: Diagnostics) -> None:
    """A name must not mean a definition here and a fact there: expressions name both alike."""
    for category in VALUES[1:]:
        for entry in index.entries(category):
            if isinstance(entry.node, syntax.Definition) and entry.node.subject is not None:
                continue
            before = VALUES[: VALUES.index(category)]
            for other in before:
                taken = index.find(entry.name, entry.module, other)
                if taken is None or taken.name != entry.name or _is_field(taken):
                    continue
                if taken.category in SHARED or taken.module == entry.module:
                    message = f"`{entry.name}` already names {_article(taken.category)}"
                    _duplicate(message, entry.span, taken.span, diagnostics)
                    break


def _is_field(entry: Entry) -> bool:
    return isinstance(entry.node, syntax.Definition) and entry.node.subject is not None


def _may_be_named(entry: Entry, dialects: Dialects, diagnostics: Diagnostics) -> bool:
    group: Group | None = "types" if entry.category == "type" else "values" if entry.category in VALUES else None
    if group is not None and dialects.canonical(group, entry.name) is not None:
        message = f"`{entry.name}` has a meaning of its own and cannot name {_article(entry.category)}"
        diagnostics.error("reserved-name", message, entry.span, help="choose another name")
        return False
    return True


def _check_kinds(module: LoadedModule, diagnostics: Diagnostics) -> None:
    if module.is_policy:
        return
    for node in module.syntax.core:
        if isinstance(node, syntax.Rule | syntax.Setting | syntax.Scenario):
            what = {syntax.Rule: "rules", syntax.Setting: "settings", syntax.Scenario: "scenarios"}[type(node)]
            place = node.span if isinstance(node, syntax.Scenario | syntax.Setting) else node.name.span
            message = f"a vocabulary says what may be said; {what} belong in a policy"
            remedy = "move it into a policy that `uses` this vocabulary"
            diagnostics.error("not-in-vocabulary", message, place, help=remedy)


def _article(category: Category) -> str:
    return f"an {category}" if category[0] in "aeiou" else f"a {category}"


def _duplicate(message: str, span: Span, first: Span, diagnostics: Diagnostics) -> None:
    diagnostics.error(
        "duplicate-name", message, span, Annotation(first, "first named here"), help="choose another name"
    )
