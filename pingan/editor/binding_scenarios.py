"""Which declaration each name of a scenario means."""

from __future__ import annotations

from pingan.editor.binding import Declarations
from pingan.editor.names import Names
from pingan.editor.nodes import Kind, Value
from pingan.syntax import nodes as syntax

_CAUSES: tuple[Kind, ...] = ("parameter", "interpretation", "rule", "form")
_RULES: tuple[Kind, ...] = ("rule", "form")


class Scenarios(Declarations):
    """Binds the names of scenarios."""

    def scenario(self, node: syntax.Scenario) -> None:
        for name in node.along_with:
            self.module(name)
        own = self.names
        try:
            self.names = _along(own, tuple(name.text for name in node.along_with))
            for given in node.givens:
                self._given(given)
            for setting in node.settings:
                self.setting(setting)
            for since in node.since:
                self.rule_path(since.rule)
                self.expression(since.value)
            for expectation in node.expectations:
                self._expectation(expectation)
        finally:
            self.names = own

    # --- what is given -------------------------------------------------------------------------------------------

    def _given(self, node: syntax.GivenFact) -> None:
        value = self._fact_path(node.path)
        self.data(node.value, value)

    def _fact_path(self, path: syntax.Path) -> Value | None:
        found = self.names.find(path.names[0].text, "fact")
        self.name(path.names[0], found)
        value = found.value if found is not None else None
        for name in path.names[1:]:
            value = self.field(value, name)
        return value

    def data(self, node: syntax.Given, value: Value | None) -> None:
        """*node* as a fact of the type *value*."""
        match node:
            case syntax.RecordGiven(entries=entries):
                is_record = self.names.is_record(value)
                for name, inner in entries:
                    if is_record:
                        self.data(inner, self.field(value, name))
                    else:  # a judgement: what was judged, by whom, when
                        self.data(inner, _of_judgement(name.text, value))
            case syntax.Bounded(bounds=bounds):
                for bound in bounds:
                    self.expression(bound.value, value)
            case syntax.OneOf(members=members):
                for member in members:
                    self.expression(member, value)
            case syntax.SetLiteral(elements=elements):
                for element in elements:
                    self.data(element, value.element if value is not None else None)
            case syntax.Path() if value is not None and value.name == "actor":
                self.actor(node)
            case _:
                self.expression(node, value)

    # --- what is expected ----------------------------------------------------------------------------------------

    def rule_path(self, path: syntax.Path) -> None:
        """``RULE`` or ``RULE.ACTION``, either with the policy's name before it."""
        if self.path_of(path, *_RULES) is None and len(path.names) > 1:
            before = syntax.Path(path.names[:-1], span=path.span)
            self.path_of(before, *_RULES)
            self.name(path.names[-1], self.names.find(path.names[-1].text, "action"))

    def _expectation(self, node: syntax.Expectation) -> None:
        match node:
            case syntax.ExpectNorm():
                self.actor(node.bearer)
                self.act(node.action, node.arguments)
            case syntax.ExpectState(rule=path) | syntax.ExpectDeadline(rule=path):
                self.rule_path(path)
            case syntax.ExpectShortfall(rule=path, value=value):
                self.rule_path(path)
                self.expression(value)
            case syntax.ExpectUndetermined(subject=subject, causes=causes):
                if self.path_of(subject, *_RULES) is None and self.path_of(subject, "definition") is None:
                    self.rule_path(subject)
                for cause in causes:
                    self._cause(cause)
            case syntax.ExpectValue(subject=subject, value=value):
                self.expression(value, self.expression(subject))
            case syntax.ExpectConflict(left=left, right=right):
                self.rule_path(left)
                self.rule_path(right)

    def _cause(self, path: syntax.Path) -> None:
        if self.names.find(path.names[0].text, "fact") is not None:
            self._fact_path(path)
        else:
            self.path_of(path, *_CAUSES)


def _of_judgement(key: str, value: Value | None) -> Value | None:
    return {"by": Value("actor"), "at": Value("datetime")}.get(key, value)


def _along(names: Names, along: tuple[str, ...]) -> Names:
    """*names*, and after them those of the policies *along*."""
    further = tuple(names.modules[m] for m in along if m in names.modules)
    if not further:
        return names
    seen = (*names.visible, *(k for k in further if k not in names.visible))
    return Names(names.module, seen, names.modules, names.environment)
