"""Lowering: the declarations of clause forms replaced by the core declarations that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from attrs import evolve, field, frozen

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.language.clause_form import ClauseForm
from pingan.language.dialect import Dialect
from pingan.language.environment import Environment
from pingan.language.installed import told
from pingan.language.stack import with_room
from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.failures import form_failed
from pingan.syntax.made import MadeNodes, NonsenseError, sound

CORE: Final = (
    *(nodes.Enum, nodes.Record, nodes.Fact, nodes.Actor, nodes.Action, nodes.Parameter, nodes.Setting),
    *(nodes.Interpretation, nodes.Definition, nodes.Rule, nodes.Scenario),
)
"""What a form may lower to."""

_Conditions = Iterable[nodes.Expression | None]
_Declared = nodes.Enum | nodes.Record | nodes.Fact | nodes.Actor | nodes.Action | nodes.Parameter


@frozen
class Lowering:
    """What the lowering function of a clause form works with: the words to complain in, and makers of core nodes.

    *dialect* is that of the file, with the form's own words: ``lowering.dialect.keyword("TO")``.
    Nodes that are made without a span stand where the declaration does.
    """

    declaration: nodes.FormDeclaration
    dialect: Dialect
    diagnostics: Diagnostics = field(repr=False)
    visible: tuple[nodes.Module, ...] = field(default=(), repr=False)
    """The modules in which names are looked up: the declaration's own, its parents, the vocabularies that they use."""

    @property
    def form(self) -> str:
        """The form's name."""
        return self.declaration.form

    def error(
        self, message: str, span: Span, *remarks: Annotation, help: str | None = None, code: str = "bad-form"
    ) -> None:
        """Says what is wrong with the declaration: one lower-case sentence, the smallest *span*, the remedy as help."""
        self.diagnostics.error(code, message, span, *remarks, help=help)

    def warning(self, message: str, span: Span, *, help: str | None = None, code: str = "bad-form") -> None:
        """As :meth:`error`, for what can be evaluated all the same."""
        self.diagnostics.warning(code, message, span, help=help)

    def declared(self, name: str) -> tuple[_Declared, ...]:
        """What is declared as *name* (or under that label) where the declaration can see it, nearest first."""
        found: list[_Declared] = []
        for module in self.visible:
            for node in module.declarations:
                if isinstance(node, nodes.Fact | nodes.Parameter) and name in (node.field.name.text, node.field.label):
                    found.append(node)
                elif isinstance(node, nodes.Enum | nodes.Record | nodes.Actor | nodes.Action):
                    found += [node] if name in (node.name.text, node.label) else []
        return tuple(found)

    def name(self, text: str, span: Span | None = None) -> nodes.Name:
        """A name; of several parts joined by underscores where a form declares several things."""
        return nodes.Name(text, span=span or self.declaration.name.span)

    def path(self, text: str, span: Span | None = None) -> nodes.Path:
        """A path: ``lowering.path("incident.acts", part.span)``."""
        place = span or self.declaration.name.span
        return nodes.Path(tuple(nodes.Name(n, span=place) for n in text.split(".")), span=place)

    def all_of(self, conditions: _Conditions, span: Span | None = None) -> nodes.Expression | None:
        """The conditions that there are, joined by `and`; None when there are none."""
        return self._joined(nodes.And, conditions, span)

    def any_of(self, conditions: _Conditions, span: Span | None = None) -> nodes.Expression | None:
        """The conditions that there are, joined by `or`; None when there are none."""
        return self._joined(nodes.Or, conditions, span)

    def _joined(
        self,
        kind: type[nodes.And] | type[nodes.Or],
        conditions: _Conditions,
        span: Span | None,
    ) -> nodes.Expression | None:
        present = tuple(c for c in conditions if c is not None)
        if len(present) < 2:
            return present[0] if present else None
        flat = tuple(o for c in present for o in (c.operands if isinstance(c, kind) else (c,)))
        return kind(flat, span=span or self.declaration.span)

    def rule(
        self,
        norms: Iterable[nodes.Norm],
        *,
        name: nodes.Name | None = None,
        head: nodes.RuleHead | None = None,
        span: Span | None = None,
        **changes: Any,
    ) -> nodes.Rule:
        """A rule with *norms* and the items of *head* (the declaration's own, unless another is given).

        *name* is the declaration's, and so is the label then. *changes* are fields of the rule that *head* does not
        decide: ``condition=…``, ``cites=…``, ``label=…``.
        """
        of = head or self.declaration.head
        made = nodes.Rule(
            name=name or self.declaration.name,
            label=self.declaration.label if name is None else None,
            cites=of.cites,
            overrides=of.overrides,
            in_force=of.in_force,
            since=of.since,
            each=of.each,
            condition=of.condition,
            exceptions=of.exceptions,
            norms=tuple(norms),
            soft=of.soft,
            notes=of.notes,
            span=span or self.declaration.span,
        )
        return evolve(made, **changes)

    def define(
        self,
        type: nodes.TypeExpression,
        cases: Iterable[nodes.Case],
        *,
        name: nodes.Name | None = None,
        label: str | None = None,
        cites: tuple[nodes.Cite, ...] | None = None,
        subject: tuple[nodes.Name, nodes.Name] | None = None,
        span: Span | None = None,
    ) -> nodes.Definition:
        """A definition of *type* with *cases*; name, label and citations are the declaration's unless given."""
        return nodes.Definition(
            name=name or self.declaration.name,
            label=self.declaration.label if name is None and label is None else label,
            subject=subject,
            type=type,
            cites=self.declaration.head.cites if cites is None else cites,
            cases=tuple(cases),
            span=span or self.declaration.span,
        )


@frozen
class LoweredModule:
    """A module without declarations of clause forms, and the names of the rules that each of them became."""

    module: nodes.Module
    rules: Mapping[str, tuple[str, ...]]


def lower_module(
    module: nodes.Module,
    environment: Environment,
    diagnostics: Diagnostics,
    visible: tuple[nodes.Module, ...] = (),
) -> LoweredModule:
    """*module* with every declaration of a clause form replaced, where it stands, by what the form lowers it to.

    What is wrong with a declaration, or with a form, is reported; the declaration is then left out. *visible* are
    the other modules whose names it may use, nearest first.
    """
    if not any(isinstance(d, nodes.FormDeclaration) for d in module.declarations):
        return LoweredModule(module, {})
    usable = environment.visible_to(n.text for n in module.header.needs)
    made: list[nodes.Declaration] = []
    rules: dict[str, tuple[str, ...]] = {}
    for node in module.declarations:
        if not isinstance(node, nodes.FormDeclaration):
            made.append(node)
            continue
        lowered = _lowered(node, module, usable, (module, *visible), diagnostics)
        made += lowered
        rules[node.name.text] = tuple(d.name.text for d in lowered if isinstance(d, nodes.Rule))
    return LoweredModule(evolve(module, declarations=tuple(made)), rules)


def _lowered(
    node: nodes.FormDeclaration,
    module: nodes.Module,
    usable: Environment,
    visible: tuple[nodes.Module, ...],
    diagnostics: Diagnostics,
) -> tuple[nodes.CoreDeclaration, ...]:
    """The core declarations that *node* stands for; none when something is wrong, which is then reported."""
    form = usable.clause_forms.get(node.form)
    library = usable.owner(lambda m: m.clause_forms, node.form) or "?"
    if form is None:
        diagnostics.error("unknown-name", f"no library has a clause form `{node.form}`", node.name.span)
        return ()

    def run() -> tuple[Diagnostics, tuple[nodes.CoreDeclaration, ...]]:
        # INVARIANT: repeatable, as `with_room` asks: what the form reports goes into a collection of its own.
        words = usable.dialects[module.dialect]
        own = evolve(words, keywords={**words.keywords, **form.words_in(words)})
        lowering = Lowering(node, own, Diagnostics(), visible)
        lowered = form.lower(node, lowering)
        found = sound(lowering.diagnostics)
        # What is made beside an error is not used, so it need not be whole.
        return found, () if found.has_errors else MadeNodes(node.span).checked(lowered, CORE)

    result: tuple[nodes.CoreDeclaration, ...]
    found, result = guarded(run, form, library, node.name.span, diagnostics, (Diagnostics(), ()))
    for diagnostic in found:
        diagnostics.add(diagnostic)
    if found.has_errors:
        return ()
    if not result and not diagnostics.has_errors:
        form_failed(form.name, library, "it lowers this to nothing and does not say why", diagnostics, node.name.span)
    return result


def guarded(
    work: Callable[[], Any], form: ClauseForm, library: str, place: Span, diagnostics: Diagnostics, otherwise: Any
) -> Any:
    """What *work*, a function of a form, gives; *otherwise* when it raises, which is then reported at *place*."""
    try:
        return with_room(work)
    except NonsenseError as problem:
        form_failed(form.name, library, str(problem), diagnostics, problem.span or place)
    except (Exception, SystemExit) as problem:
        form_failed(form.name, library, told(problem), diagnostics, place)
    return otherwise


def library_of(node: nodes.FormDeclaration, module: nodes.Module, environment: Environment) -> str:
    """The name of the library whose form *node*, a declaration of *module*, is written in."""
    usable = environment.visible_to(n.text for n in module.header.needs)
    return usable.owner(lambda m: m.clause_forms, node.form) or "?"


def changed_forms(before: nodes.Module, after: nodes.Module | None) -> tuple[nodes.FormDeclaration, ...]:
    """The declarations of forms in *before* that do not stand in *after* any more, where all else does."""
    forms = tuple(d for d in before.declarations if isinstance(d, nodes.FormDeclaration))
    if after is None or len(after.declarations) != len(before.declarations):
        return forms
    changed = [b for b, a in zip(before.declarations, after.declarations, strict=True) if a != b]
    return tuple(d for d in changed if isinstance(d, nodes.FormDeclaration))
