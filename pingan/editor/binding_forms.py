"""Which declaration each name in a declaration of a clause form means: by what it was lowered to, then by its parts."""

from __future__ import annotations

from typing import get_args

from pingan.editor.binding_scenarios import Scenarios
from pingan.editor.declared import stands_there
from pingan.editor.nodes import VALUES, Kind
from pingan.syntax import nodes as syntax

_EXPRESSIONS = get_args(syntax.Expression)
_ANYTHING: tuple[Kind, ...] = (*VALUES, "action", "rule", "form", "enum", "record")


class Forms(Scenarios):
    """Binds the names of clause forms."""

    def form(self, node: syntax.FormDeclaration, made: tuple[syntax.CoreDeclaration, ...]) -> None:
        for core in made:
            self.core(core)
        with self.block(node.span):
            self.head(node.head)
            for part in node.parts:
                self._part(part)

    def core(self, node: syntax.Node) -> None:
        """Any header or declaration of the core."""
        match node:
            case syntax.PolicyHeader() | syntax.VocabularyHeader():
                self.header(node)
            case syntax.Setting():
                self.setting(node)
            case syntax.Definition():
                self.definition(node)
            case syntax.Rule():
                self.rule(node)
            case syntax.Scenario():
                self.scenario(node)
            case _:
                self.vocabulary(node)

    def _part(self, part: syntax.FormPart) -> None:
        """What stands in a *part*, as far as nothing that the form made has said what it means."""
        with self.block(part.span):
            # A variable is known in all of the part that binds it, wherever it is written.
            self.each(child for child in part.children if isinstance(child, syntax.Each))
            for child in part.children:
                self._child(child)

    def _child(self, child: syntax.FormChild) -> None:
        match child:
            case syntax.FormPart():
                self._part(child)
            case syntax.Name():
                self._name(child)
            case syntax.Cite():
                self.clause(child.clause, child.span)
            case syntax.Norm():
                self.norm(child)
            case syntax.Act():
                self.act(child.action, child.arguments)
            case syntax.InForce():
                self.in_force(child)
            case syntax.Within() | syntax.By() | syntax.Every() | syntax.Word():
                self.deadline(child)
            case syntax.NamedType() | syntax.SetOf() | syntax.ListOf() | syntax.JudgementOf():
                self.type(child)
            case syntax.Case():
                self.expression(child.value)
                self.expression(child.condition)
            case syntax.Ensure(condition=condition) | syntax.Evidence(expression=condition):
                self.expression(condition)
            case syntax.Path():
                self._path(child)
            case _ if isinstance(child, _EXPRESSIONS):
                self.expression(child)
            case _:
                pass

    def _name(self, name: syntax.Name) -> None:
        """A name in a form: one of its own parts (a stage), else whatever goes by it."""
        if not stands_there(name):
            return
        found = self.names.part("member", self.owner, name.text) or self.names.find(name.text, *_ANYTHING)
        if name.text in self.variables:
            self.add(name.span, self.variables[name.text].symbol, "use")
        else:
            self.name(name, found)

    def _path(self, path: syntax.Path) -> None:
        if len(path.names) == 1 and path.names[0].text not in self.variables:
            self._name(path.names[0])
        self.expression(path)
