"""Which declaration each name of a piece of text means: headers, vocabulary, definitions, rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pingan.editor.binding_expressions import Expressions, type_name
from pingan.editor.declared import At, Declares
from pingan.editor.names import Names
from pingan.editor.nodes import Declared, Value
from pingan.model.names import BUILT_IN_TYPES
from pingan.source import Span
from pingan.syntax import nodes as syntax


class Declarations(Expressions):
    """Binds the names of declarations; what is found stands in `found`."""

    def header(self, node: syntax.PolicyHeader | syntax.VocabularyHeader) -> None:
        for name in (*node.uses, *(node.extends if isinstance(node, syntax.PolicyHeader) else ())):
            self.module(name)
        if not isinstance(node, syntax.PolicyHeader):
            return
        for name in node.replaces:
            self.module(name)
        for issuer in node.issuers:
            self.name(issuer, self.names.find(issuer.text, "actor"))
        if node.level is not None:
            self.level(node.level)
        self.expression(node.scope)
        self.in_force(node.in_force)
        for omission in node.omissions:
            self.clause(omission.clause, omission.span)

    def module(self, name: syntax.Name) -> None:
        known = self.names.modules.get(name.text)
        first = known.by_piece[0].ats if known is not None and known.by_piece else ()
        self.name(name, first[0].declared if first else None)

    def level(self, path: syntax.Path) -> None:
        first, last = path.names[0], path.names[-1]
        if len(path.names) > 1:
            self.name(first, self.names.find(first.text, "enum"))
            self.name(last, self.names.part("member", first.text, last.text))
            return
        enums = [e for e in self.names.all_visible("enum") if isinstance(e.node, syntax.Enum) and e.node.ordered]
        members = [m for e in enums if (m := self.names.part("member", type_name(e), last.text)) is not None]
        self.name(last, members[0] if len(members) == 1 else None)

    # --- vocabulary ----------------------------------------------------------------------------------------------

    def type(self, node: syntax.TypeExpression | None) -> None:
        match node:
            case syntax.NamedType(name=name, range=limits):
                if name.text not in BUILT_IN_TYPES:
                    self.name(name, self.names.find(name.text, "enum", "record"))
                for _, bound in limits:
                    self.expression(bound)
            case syntax.SetOf(element=element) | syntax.ListOf(element=element):
                self.type(element)
            case syntax.JudgementOf(value=value, authorities=authorities):
                self.type(value)
                for name in authorities:
                    self.name(name, self.names.find(name.text, "actor", "fact"))
            case None:
                pass

    def vocabulary(self, node: syntax.Node) -> None:
        match node:
            case syntax.Record(fields=fields) | syntax.Action(parameters=fields):
                for field in fields:
                    self.type(field.type)
            case syntax.Fact(field=field) | syntax.Parameter(field=field):
                self.type(field.type)
            case syntax.Actor(counts_as=syntax.Name() as name):
                self.name(name, self.names.find(name.text, "actor"))
            case syntax.Interpretation(default=syntax.Name() as name):
                self.name(name, self.names.part("reading", node.name.text, name.text))
            case _:
                pass

    def setting(self, node: syntax.Setting) -> None:
        found = self.path_of(node.target, "parameter", "interpretation")
        self.expression(node.value, found.value if found is not None else None)

    def definition(self, node: syntax.Definition) -> None:
        self.cites(node.cites)
        self.type(node.type)
        value = self.value_of_type(node.type)
        with self.block(node.span):
            if node.subject is not None:
                variable, record = node.subject
                self.name(record, self.names.find(record.text, "record"))
                self.variable(variable, Value(record.text))
            for case in node.cases:
                self.expression(case.value, value)
                self.expression(case.condition)

    # --- rules ---------------------------------------------------------------------------------------------------

    def cites(self, cites: Iterable[syntax.Cite]) -> None:
        for cite in cites:
            self.clause(cite.clause, cite.span)

    def rule(self, node: syntax.Rule) -> None:
        with self.block(node.span):
            self.head(node)
            for norm in node.norms:
                self.norm(norm)

    def head(self, node: syntax.Rule | syntax.RuleHead) -> None:
        """The items of a rule; the variables that it binds stay bound."""
        self.cites(node.cites)
        for path in node.overrides:
            self.path_of(path, "rule", "form")
        self.in_force(node.in_force)
        self.each(node.each)
        self.expression(node.since)
        self.expression(node.condition)
        for exception in node.exceptions:
            self.expression(exception)

    def each(self, each: Iterable[syntax.Each]) -> None:
        for one in each:
            over = self.expression(one.collection)
            self.variable(one.variable, over.element if over is not None else None)

    def in_force(self, node: syntax.InForce | None) -> None:
        if node is not None:
            self.expression(node.period)
            self.expression(node.tested)

    def norm(self, norm: syntax.Norm | None) -> None:
        while norm is not None:
            for path in (*norm.bearers, *norm.partners):
                self.actor(path)
            match norm.duty:
                case syntax.Act() as act:
                    self.act(act.action, act.arguments)
                case syntax.Ensure(condition=condition):
                    self.expression(condition)
            self.deadline(norm.deadline)
            for evidence in norm.evidence:
                self.expression(evidence.expression)
            norm = norm.otherwise

    def actor(self, path: syntax.Path) -> None:
        """Whoever bears a norm: an actor first, else a record that is one."""
        first = path.names[0]
        if len(path.names) == 1 and first.text not in self.variables:
            found = self.names.find(first.text, "actor")
            if found is not None:
                self.name(first, found)
                return
        self.expression(path)

    def act(self, action: syntax.Name, arguments: Sequence[tuple[syntax.Name | None, syntax.Expression]]) -> None:
        found = self.names.find(action.text, "action")
        self.name(action, found)
        taken = self.names.parts("argument", found.symbol.name) if found is not None else ()
        for position, (name, written) in enumerate(arguments):
            if name is not None:
                one = self.names.part("argument", found.symbol.name, name.text) if found is not None else None
                self.name(name, one)
            else:
                one = taken[position] if position < len(taken) else None
            self.expression(written, one.value if one is not None else None)

    def deadline(self, node: syntax.Deadline | None) -> None:
        match node:
            case syntax.Word(parameter=name):
                self.name(name, self.names.find(name.text, "parameter"))
            case syntax.Within(duration=syntax.Path() as path) | syntax.Every(unit=syntax.Path() as path):
                self.path_of(path, "parameter") or self.expression(path)
            case syntax.By(limit=limit):
                self.expression(limit)
            case _:
                pass


def declared_names(ats: Declares | tuple[At, ...], binder: Declarations) -> None:
    """Adds the places at which something is declared."""
    for at in ats:
        if at.name is not None:
            binder.declaration(at.name, at.declared)


def label_place(name: Span, label: str | None) -> tuple[int, int] | None:
    """Where the *label* of what is called at *name* stands, without its quotes."""
    if label is None:
        return None
    text, start = name.source.text, name.end
    while start < len(text) and text[start] in " \t\r\n":
        start += 1
    if start < len(text) and text[start] in '"“':
        end = text.find("”" if text[start] == "“" else '"', start + 1)
        if end > start and text[start + 1 : end] == label:
            return start + 1, end
    return None


__all__ = ["Declarations", "Declared", "Names", "declared_names", "label_place"]
