"""What a declaration declares: its name, and the names of what it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import count

from attrs import evolve, field, frozen

from pingan.editor.nodes import Declared, Kind, Symbol, Value
from pingan.syntax import nodes as syntax


@frozen
class At:
    """Something declared, and the name that declares it (None: nothing in the text does)."""

    declared: Declared
    name: syntax.Name | None


@frozen(eq=False, slots=False)
class Declares:
    """What a piece of text declares; *number* is another for every piece that was ever read."""

    ats: tuple[At, ...]
    number: int = field(factory=count().__next__)

    def __iter__(self) -> Iterator[At]:
        return iter(self.ats)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words that find any of it."""
        return tuple(dict.fromkeys(word for at in self.ats for word in at.declared.symbol.words))


def value_of(node: syntax.TypeExpression | None) -> Value | None:
    """What a value of the type *node* is."""
    match node:
        case syntax.NamedType(name=name):
            return Value(name.text)
        case syntax.SetOf(element=element):
            return Value(element.name.text, "set")
        case syntax.ListOf(element=element):
            return Value(element.name.text, "list")
        case syntax.JudgementOf(value=None):
            return Value("boolean")
        case syntax.JudgementOf(value=judged):
            return value_of(judged)
        case _:
            return None


def declared_by(node: syntax.Node, module: str, path: str) -> tuple[At, ...]:
    """What *node*, a header or a core declaration of *module* in the file *path*, declares: itself first."""
    return tuple(_Declaring(module, path).of(node))


@frozen
class _Declaring:
    module: str
    path: str

    def of(self, node: syntax.Node) -> Iterator[At]:
        match node:
            case syntax.PolicyHeader() | syntax.VocabularyHeader():
                yield self._at("module", node.name, node.label, node)
            case syntax.Enum():
                yield self._at("enum", node.name, node.label, node)
                for member in node.members:
                    value = Value(node.name.text)
                    yield self._at("member", member.name, member.label, member, node.name.text, value)
            case syntax.Record():
                yield self._at("record", node.name, node.label, node)
                for each in node.fields:
                    yield self._field("field", each, node.name.text)
            case syntax.Fact(field=held):
                yield self._field("fact", held, "", node)
            case syntax.Actor():
                yield self._at("actor", node.name, node.label, node, value=Value("actor"))
            case syntax.Action():
                yield self._at("action", node.name, node.label, node)
                for each in node.parameters:
                    yield self._field("argument", each, node.name.text)
            case syntax.Parameter(field=held):
                yield self._field("parameter", held, "", node)
            case syntax.Interpretation():
                key = f"{self.module}.{node.name.text}"
                yield self._at("interpretation", node.name, node.label, node, value=Value(key))
                for reading in node.readings:
                    yield self._at("reading", reading.name, reading.label, reading, node.name.text, Value(key))
            case syntax.Definition():
                owner = node.subject[1].text if node.subject is not None else ""
                yield self._at("definition", node.name, node.label, node, owner, value_of(node.type))
            case syntax.Rule():
                yield self._at("rule", node.name, node.label, node)
            case syntax.Scenario():
                symbol = Symbol("scenario", self.module, "", node.title, path=self.path)
                yield At(Declared("scenario", symbol, node), None)
            case syntax.FormDeclaration():
                yield self._at("form", node.name, node.label, node)
            case _:
                pass

    def _field(self, kind: Kind, held: syntax.Field, owner: str, node: syntax.Node | None = None) -> At:
        return self._at(kind, held.name, held.label, node or held, owner, value_of(held.type))

    def _at(
        self,
        kind: Kind,
        name: syntax.Name,
        label: str | None,
        node: syntax.Node,
        owner: str = "",
        value: Value | None = None,
    ) -> At:
        module = "" if kind == "module" else self.module
        symbol = Symbol(kind, module, owner, name.text, label, path=self.path)
        return At(Declared(kind, symbol, node, value), name)


def stands_there(name: syntax.Name) -> bool:
    """Whether *name* is written where its span says, and not made by a clause form."""
    span = name.span
    return span.end - span.start == len(name.text) and span.text == name.text


def made_by_form(
    form: syntax.FormDeclaration, made: tuple[syntax.CoreDeclaration, ...], module: str, path: str
) -> tuple[At, ...]:
    """What the declaration *form* and what it was lowered to, *made*, declare.

    What is declared at one place is one symbol, whatever it is there: a stage is a member, and a rule.
    """
    (own,) = declared_by(form, module, path)
    found: list[At] = [own]
    at_place: dict[tuple[int, int], Symbol] = {_place(form.name): own.declared.symbol}
    for node in made:
        for at in declared_by(node, module, path):
            found.append(_of_form(at, form, at_place))
    return tuple(found)


def _of_form(at: At, form: syntax.FormDeclaration, at_place: dict[tuple[int, int], Symbol]) -> At:
    declared = at.declared
    name = at.name if at.name is not None else form.name
    symbol = declared.symbol
    if symbol.name == form.name.text and symbol.kind != "member":
        # The enum and the definition of a ladder go by its name.
        place = _place(form.name)
    elif stands_there(name):
        place = _place(name)
    else:
        made = evolve(symbol, origin=form.name.text)
        return At(Declared(declared.kind, made, declared.node, declared.value), None)
    is_first = place not in at_place
    one = at_place.setdefault(place, symbol)
    return At(Declared(declared.kind, one, declared.node, declared.value), name if is_first else None)


def _place(name: syntax.Name) -> tuple[int, int]:
    return name.span.start, name.span.end
