"""Norms: who must, should, may or must not do what, by when, and what shows it."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from pingan.diagnostics.diagnostic import Annotation
from pingan.language import types
from pingan.model import nodes as model
from pingan.model.agreement import described
from pingan.model.deadlines import deadline
from pingan.model.expressions import condition, expression, moment, value
from pingan.model.lints import check_condition
from pingan.model.names import VALUES, aliases, near
from pingan.model.scope import Scope
from pingan.model.walk import walk
from pingan.syntax import nodes as syntax


def norm(node: syntax.Norm, scope: Scope, place: int, depth: int = 0) -> model.Norm:
    """The norm *node* at *place* of its rule, with what follows from missing it."""
    when = None if node.deadline is None else deadline(node.deadline, scope)
    has_period = isinstance(node.deadline, syntax.Every)
    inner = scope if scope.has_period == has_period else evolve(scope, has_period=has_period)
    duty = _duty(node, inner)
    _check_deadline(node, scope)
    evidence = _evidence(node, inner)
    bearers = _bearers(node.bearers, scope, frozenset())
    partners = _bearers(node.partners, scope, frozenset(bearers))
    if isinstance(node.deadline, syntax.Every):
        _check_period_is_read(node, duty, evidence, scope)
    otherwise = None
    if node.otherwise is not None:
        _check_otherwise(node, node.otherwise, scope)
        otherwise = norm(node.otherwise, scope, place, depth + 1)
    return model.Norm(
        place,
        depth,
        bearers,
        partners,
        node.modality,
        duty,
        when,
        evidence.get("fulfilled_when"),
        evidence.get("fulfilled_at"),
        evidence.get("breached_when"),
        evidence.get("breached_at"),
        otherwise,
        node.holding,
        span=node.span,
    )


# --- who ------------------------------------------------------------------------------------------------------


def _bearers(
    paths: Iterable[syntax.Path], scope: Scope, taken: frozenset[model.Expression]
) -> tuple[model.Expression, ...]:
    found: list[model.Expression] = []
    for path in paths:
        bearer = _bearer(path, scope)
        if isinstance(bearer, model.Broken):
            continue
        if bearer in found or bearer in taken:
            scope.diagnostics.error("duplicate-name", f"`{path.text}` is named twice", path.span, help="leave one out")
        found.append(bearer)
    return tuple(found)


def _bearer(path: syntax.Path, scope: Scope) -> model.Expression:
    # An actor comes first here: whoever stands before `must` is somebody.
    actor = scope.symbols.index.find_path(path, scope.module, "actor") if len(path.names) == 1 else None
    hidden = path.names[0].text in scope.variables
    if actor is not None and not hidden:
        return model.Constant(actor.name, type=types.ACTOR, span=path.span)
    if len(path.names) == 1 and not hidden and scope.symbols.index.find(path.text, scope.module, *VALUES) is None:
        return _nobody(path, scope)
    bearer = expression(path, scope)
    match bearer.type:
        case types.UnknownType():
            return bearer
        case types.RecordType(name=name) if scope.records[name].is_actor:
            return bearer
        case types.RecordType(name=name):
            remedy = f"declare `record {name} … is actor`"
        case _:
            remedy = "a norm binds a declared actor, or a record that `is actor`"
    message = f"`{path.text}` is {described(bearer.type)}: it can bear no norm"
    scope.diagnostics.error("not-an-actor", message, path.span, help=remedy)
    return model.Broken(span=path.span)


def _nobody(path: syntax.Path, scope: Scope) -> model.Expression:
    message, remedy = scope.symbols.index.unknown(
        scope.diagnostics, path.names[0], scope.module, "actor or fact", "actor", "fact", also=scope.variables
    )
    scope.diagnostics.error("unknown-name", message, path.span, help=remedy)
    return model.Broken(span=path.span)


# --- what -----------------------------------------------------------------------------------------------------


def _duty(node: syntax.Norm, scope: Scope) -> model.Act | model.Ensure:
    if isinstance(node.duty, syntax.Ensure):
        if node.modality == "must_not":
            message = "a prohibition is of an action: what must not be so is ensured not to be"
            scope.diagnostics.error("bad-duty", message, node.duty.span, help="write `must ensure not …`")
        ensured = condition(node.duty.condition, scope)
        check_condition(ensured, scope.diagnostics)
        return model.Ensure(ensured)
    return _act(node.duty, scope)


def _act(node: syntax.Act, scope: Scope) -> model.Act:
    index = scope.symbols.index
    entry = index.find(node.action.text, scope.module, "action")
    if entry is None:
        message, remedy = index.unknown(scope.diagnostics, node.action, scope.module, "action", "action")
        scope.diagnostics.error("unknown-name", message, node.action.span, help=remedy)
        for _, written in node.arguments:
            expression(written, scope)
        return model.Act(node.action.text, None)
    action = scope.symbols.vocabulary.actions[entry.name]
    return model.Act(action.name, action.kind, arguments_of(node.arguments, action, scope))


def arguments_of(
    given_arguments: tuple[tuple[syntax.Name | None, syntax.Expression], ...], action: model.Action, scope: Scope
) -> tuple[tuple[str, model.Expression], ...]:
    """Values for parameters of *action*, by name, in the order that it declares them."""
    given: dict[str, model.Expression] = {}
    for position, (name, written) in enumerate(given_arguments):
        parameter = _parameter(action, name, position, written, scope)
        if parameter is None:
            continue
        if parameter.name in given:
            place = name.span if name is not None else written.span
            scope.diagnostics.error("wrong-arguments", f"`{parameter.name}` is given twice", place)
            continue
        given[parameter.name] = value(written, scope, parameter.type)
    return tuple((p.name, given[p.name]) for p in action.parameters if p.name in given)


def _parameter(
    action: model.Action, name: syntax.Name | None, position: int, written: syntax.Expression, scope: Scope
) -> model.Field | None:
    if name is None:
        if position < len(action.parameters):
            return action.parameters[position]
        count = len(action.parameters)
        message = f"`{action.name}` takes {'nothing' if count == 0 else f'only {count}'}"
        scope.diagnostics.error("wrong-arguments", message, written.span)
        return None
    found = next((p for p in action.parameters if name.text in aliases(p.name, p.label)), None)
    if found is None:
        words = [w for p in action.parameters for w in aliases(p.name, p.label)]
        message = f"`{action.name}` has no parameter `{name.text}`"
        scope.diagnostics.error("unknown-name", message, name.span, help=near(scope.diagnostics, name.text, words))
    return found


# --- what shows it ---------------------------------------------------------------------------------------------


def _evidence(node: syntax.Norm, scope: Scope) -> dict[str, model.Expression]:
    found: dict[str, model.Expression] = {}
    for evidence in node.evidence:
        if evidence.kind in found:
            message = f"`{evidence.kind.replace('_', ' ')}` is already said of this norm"
            scope.diagnostics.error("bad-evidence", message, evidence.span, help="join the two by `and` or `or`")
            continue
        _check_evidence(node, evidence, scope)
        if evidence.kind in ("fulfilled_when", "breached_when"):
            found[evidence.kind] = condition(evidence.expression, scope)
            check_condition(found[evidence.kind], scope.diagnostics)
        else:
            found[evidence.kind] = moment(evidence.expression, scope)
    for kind in ("fulfilled", "breached"):
        if f"{kind}_when" in found and f"{kind}_at" in found:
            message = f"either `{kind} when` or `{kind} at` says it, not both"
            scope.diagnostics.error("bad-evidence", message, node.evidence[-1].span)
    return found


def _check_evidence(node: syntax.Norm, evidence: syntax.Evidence, scope: Scope) -> None:
    fulfils = evidence.kind.startswith("fulfilled")
    match node.modality, node.duty:
        case _, syntax.Ensure():
            message, remedy = "`ensure` is fulfilled exactly when its condition holds", "put it into the condition"
        case "may" | "discretion", _:
            message, remedy = "a permission is neither fulfilled nor breached", "leave it out"
        case "must_not", _ if fulfils:
            message = "a prohibition is fulfilled as long as nothing breaks it"
            remedy = "say `breached when` or `breached at`"
        case "should", _ if not fulfils:
            message, remedy = "a missed `should` is never a breach", "say `fulfilled when` or `fulfilled at`"
        case _:
            _check_number(node, evidence, scope)
            return
    scope.diagnostics.error("bad-evidence", message, evidence.span, help=remedy)


def _check_number(node: syntax.Norm, evidence: syntax.Evidence, scope: Scope) -> None:
    """A duty with a number is broken by missing it; what else breaks it says nothing."""
    match node.deadline:
        case syntax.By():
            has_number = True
        case syntax.Within(duration=length):
            has_number = isinstance(length, syntax.DurationLiteral)
        case syntax.Every(unit=unit):
            has_number = isinstance(unit, str)
        case _:
            has_number = False
    if node.modality == "must" and has_number and evidence.kind.startswith("breached"):
        message = "this duty is breached by missing its deadline; `breached` has no say in it"
        remedy = "leave it out, or make it a rule of its own"
        scope.diagnostics.warning("idle-evidence", message, evidence.span, help=remedy)


# --- by when, and what follows ----------------------------------------------------------------------------------


def _check_deadline(node: syntax.Norm, scope: Scope) -> None:
    if node.deadline is not None and node.modality == "must_not":
        message = "a prohibition has no deadline: it holds as long as its rule applies"
        remedy = "bound the rule by `in force until …`"
        scope.diagnostics.error("bad-deadline", message, node.deadline.span, help=remedy)
    elif node.deadline is not None and node.holding is not None and isinstance(node.duty, syntax.Act):
        message = "only what is ensured is judged at the end, or throughout: what is done is done by then"
        remedy = "write `ensure …`, or leave those words out"
        scope.diagnostics.error("bad-deadline", message, node.deadline.span, help=remedy)


def _check_period_is_read(
    node: syntax.Norm, duty: model.Act | model.Ensure, evidence: dict[str, model.Expression], scope: Scope
) -> None:
    read = list(evidence.values()) + ([duty.condition] if isinstance(duty, model.Ensure) else [])
    if not read or any(isinstance(part, model.JudgedPeriod) for e in read for part in walk(e)):
        return
    assert node.deadline is not None
    place = node.evidence[0].span if node.evidence else node.duty.span
    message = "nothing here reads `period`: every period is judged by the same facts"
    remark = Annotation(node.deadline.span, "this recurs")
    remedy = "say which facts belong to a period: `… in period`"
    scope.diagnostics.warning("period-not-read", message, place, remark, help=remedy)


def _check_otherwise(node: syntax.Norm, otherwise: syntax.Norm, scope: Scope) -> None:
    if node.modality in ("should", "may", "discretion"):
        what = "a missed `should` is no breach" if node.modality == "should" else "a permission cannot be missed"
        message = f"{what}: nothing follows from it"
        scope.diagnostics.error("bad-otherwise", message, otherwise.span, help="write a rule of its own")
        return
    breakable = any(e.kind.startswith("breached") for e in node.evidence) or isinstance(node.duty, syntax.Ensure)
    if node.deadline is None and not breakable:
        if node.modality == "must_not":
            message = "this can never follow: nothing says what breaks the prohibition before it"
            remedy = "say what breaks it: `breached when …`"
        else:
            message = "this can never follow: the duty before it has no deadline that it could miss"
            remedy = "give it a deadline, or say what breaks it: `breached when …`"
        scope.diagnostics.warning("never-follows", message, otherwise.span, help=remedy)
