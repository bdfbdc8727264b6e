"""What forms about duties share: reading norms out of parts, filling in actions, a rule for each event counted from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeVar

from attrs import evolve, frozen

from pingan.diagnostics.suggest import did_you_mean
from pingan.language.dialect import in_chinese
from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.lowering import Lowering

RECIPIENT: Final = ("to", "对象")
"""What the parameter of an action that takes whoever is told may be called."""

_Node = TypeVar("_Node", bound=nodes.Node)


@frozen
class Timed:
    """A norm and the event that its deadline counts from."""

    norm: nodes.Norm
    start: nodes.Expression | None


def found(part: nodes.FormPart | None, kind: type[_Node]) -> tuple[_Node, ...]:
    """The children of *part* that are of *kind*, in order."""
    return () if part is None else tuple(c for c in part.children if isinstance(c, kind))


def paths(part: nodes.FormPart, production: str) -> tuple[nodes.Path, ...]:
    """Who is named in the part *production* of *part*."""
    return found(part.part(production), nodes.Path)


def expression(part: nodes.FormPart, production: str) -> nodes.Expression | None:
    """The expression that the part *production* of *part* holds."""
    inner = part.part(production)
    return None if inner is None else inner.children[0]  # type: ignore[return-value]


def deadline(part: nodes.FormPart) -> nodes.Deadline | None:
    """The deadline in *part*, if there is one."""
    return next((c for c in part.children if isinstance(c, nodes.Word | nodes.Within | nodes.By | nodes.Every)), None)


def norm(part: nodes.FormPart, duty: nodes.Act, **changes: Any) -> nodes.Norm:
    """The norm that *part* says, with *duty* for its action: bearers, deadline, evidence as they stand in it."""
    otherwise = found(part.part("otherwise"), nodes.Norm)
    made = nodes.Norm(
        bearers=paths(part, "bearers"),
        partners=paths(part, "partners"),
        modality="must",
        duty=duty,
        deadline=deadline(part),
        evidence=found(part, nodes.Evidence),
        otherwise=otherwise[0] if otherwise else None,
        span=part.span,
    )
    return evolve(made, **changes)


def evolved_evidence(made: nodes.Norm, more: Iterable[nodes.Evidence]) -> nodes.Norm:
    """*made* with *more* evidence."""
    return evolve(made, evidence=(*made.evidence, *more))


# --- actions ----------------------------------------------------------------------------------------------------


def action(
    lowering: Lowering, written: nodes.Act | None, defaults: Sequence[str], span: Span, signature: str
) -> nodes.Action | None:
    """The action *written*, or the first of *defaults* that is declared; None when none is, which is reported.

    *signature* is what the remedy says of it: ``(to: actor) is escalation``.
    """
    wanted = defaults if written is None else (written.action.text,)
    place = span if written is None else written.action.span
    for name in wanted:
        for declared in lowering.declared(name):
            if isinstance(declared, nodes.Action):
                _check_kind(lowering, declared, place)
                return declared
    known = [a.name.text for m in lowering.visible for a in m.declarations if isinstance(a, nodes.Action)]
    remedy = None if written is None else did_you_mean(wanted[0], known)
    name = wanted[-1 if written is None and in_chinese(lowering.dialect) else 0]
    lowering.error(
        f"no vocabulary declares the action `{name}`",
        place,
        help=remedy or f"declare `action {name} {signature}`, or say which action is meant",
        code="unknown-name",
    )
    return None


def _check_kind(lowering: Lowering, of: nodes.Action, place: Span) -> None:
    """Warns where outcomes would not show the action among what its form is about; once in a declaration."""
    message = f"`{of.name.text}` is of no kind: outcomes do not show it as {lowering.form}"
    if of.kind is None and all(d.message != message for d in lowering.diagnostics):
        remedy = f"declare it `is {lowering.form}`, or of the kind that it is"
        lowering.warning(message, place, help=remedy, code="ungrouped-action")


def recipient_parameter(lowering: Lowering, of: nodes.Action) -> nodes.Field | None:
    """The parameter of *of* that takes whoever is told: called `to`, or the only one that takes an actor."""
    called = _called(of, RECIPIENT)
    takers = [p for p in of.parameters if _takes_actor(lowering, p.type)]
    return called or (takers[0] if len(takers) == 1 else None)


def parameter_called(of: nodes.Action, names: Sequence[str], *taken: nodes.Field | None) -> nodes.Field | None:
    """The parameter of *of* with one of *names*, or else the only one that is not *taken*."""
    free = [p for p in of.parameters if p not in taken]
    return _called(of, names) or (free[0] if len(free) == 1 else None)


def _called(of: nodes.Action, names: Sequence[str]) -> nodes.Field | None:
    return next((p for p in of.parameters if p.name.text in names or p.label in names), None)


def _takes_actor(lowering: Lowering, type: nodes.TypeExpression) -> bool:
    if not isinstance(type, nodes.NamedType):
        return False
    records = (d for d in lowering.declared(type.name.text) if isinstance(d, nodes.Record))
    return type.name.text == "actor" or any(r.is_actor for r in records)


def act(
    lowering: Lowering,
    written: nodes.Act | None,
    of: nodes.Action,
    filled: Sequence[tuple[nodes.Field, nodes.Expression]],
    span: Span,
) -> nodes.Act:
    """The action *of* with the arguments that its author wrote and those that the form has *filled* in."""
    names = {word for p, _ in filled for word in (p.name.text, p.label) if word}
    given = () if written is None else written.arguments
    named = names | {n.text for n, _ in given if n is not None}
    free = [p for p in of.parameters if p.name.text not in named and p.label not in named]
    arguments: list[tuple[nodes.Name | None, nodes.Expression]] = [
        (nodes.Name(p.name.text, span=value.span), value) for p, value in filled
    ]
    for name, value in given:
        if name is not None and name.text in names:
            message = f"`{name.text}` is filled in by the form"
            lowering.error(message, name.span, help="leave it out", code="wrong-arguments")
        elif name is None and free:
            arguments.append((nodes.Name(free.pop(0).name.text, span=value.span), value))
        elif name is None:
            message = f"`{of.name.text}` takes no more than the form fills in and what stands before this"
            lowering.error(message, value.span, help="leave it out", code="wrong-arguments")
        else:
            arguments.append((name, value))
    place = span if written is None else written.action.span
    return nodes.Act(nodes.Name(of.name.text, span=place), tuple(arguments), span=span)


# --- rules ------------------------------------------------------------------------------------------------------


def rules(lowering: Lowering, timed: Iterable[Timed], *, suffix: str = "", **changes: Any) -> tuple[nodes.Rule, ...]:
    """A rule for each event that norms count from: NAME, NAME_2, NAME_3; equal events share a rule.

    The norms that count from the `since` of the whole come first, the others in the order of their events. *changes*
    are fields of every rule, *suffix* stands at the end of the declaration's name.
    """
    declaration = lowering.declaration
    groups: list[tuple[nodes.Expression | None, list[nodes.Norm]]] = [(declaration.head.since, [])]
    for one in timed:
        group = next((norms for start, norms in groups if start == one.start), None)
        if group is None:
            groups.append((one.start, [one.norm]))
        else:
            group.append(one.norm)
    made = []
    for number, (start, norms) in enumerate((g for g in groups if g[1]), start=1):
        tail = suffix if number == 1 else f"{suffix}_{number}"
        name = lowering.name(f"{declaration.name.text}{tail}")
        label = declaration.label
        if label is not None and tail:
            label = f"{label} {number}" if not suffix else None
        made.append(lowering.rule(norms, name=name, label=label, since=start, **changes))
    return tuple(made)
