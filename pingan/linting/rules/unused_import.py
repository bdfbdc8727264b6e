"""`unused-import`: a vocabulary that is used by name alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pingan.diagnostics.fix import Edit, Fix
from pingan.linting.edits import removal, removal_from_list
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked, aliases, declared_name, label_of
from pingan.model.loaded import LoadedModule
from pingan.syntax import nodes as syntax


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    declared = {module.name: _declared(module) for module in looked.all_modules}
    for module in (m for m in looked.modules if m.is_policy):
        written = {node.text for node in looked.nodes(module) if type(node) is syntax.Name}
        for use in _unused(module, written, declared, looked):
            message = f"nothing of `{use.text}` is mentioned here"
            fix = Fix(f"leave `{use.text}` out", (_without(module, use),), safe=False)
            yield found(message, use.span, help="leave it out", fixes=(fix,))


def _unused(
    module: LoadedModule, written: set[str], declared: Mapping[str, frozenset[str]], looked: Looked
) -> Iterator[syntax.Name]:
    """What *module* uses in vain: neither for what it declares, nor for what it alone brings."""
    uses = [use for use in module.written.header.uses if use.text in declared]
    for_itself = [use for use in uses if declared[use.text] & written]
    brought = {name for use in for_itself for name in _reached(looked, use.text)}
    for use in uses:
        if use in for_itself:
            continue
        further = _reached(looked, use.text) - brought
        if any(declared.get(name, frozenset()) & written for name in further):
            brought |= further
        else:
            yield use


def _declared(module: LoadedModule) -> frozenset[str]:
    """The names that others may mention *module* by: of declarations, members and fields."""
    found: set[str] = set()
    for node in module.syntax.declarations:
        name = declared_name(node)
        found.update(() if name is None else aliases(name, label_of(node)))
        match node:
            case syntax.Enum():
                found.update(alias for member in node.members for alias in aliases(member.name, member.label))
            case syntax.Record():
                found.update(alias for field in node.fields for alias in aliases(field.name, field.label))
    return frozenset(found)


def _reached(looked: Looked, name: str) -> frozenset[str]:
    """*name* and the vocabularies that it uses in turn."""
    modules = looked.policy.modules.modules
    found: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in found and current in modules:
            found.add(current)
            waiting.extend(modules[current].used)
    return frozenset(found)


def _without(module: LoadedModule, use: syntax.Name) -> Edit:
    for kind, item in module.written.header.places:
        if kind == "uses" and item.start <= use.span.start and use.span.end <= item.end:
            names = [n for n in module.written.header.uses if item.start <= n.span.start < item.end]
            return removal(item) if len(names) == 1 else removal_from_list(use.span)
    return removal_from_list(use.span)


LINT = Lint(
    code="unused-import",
    group="unused",
    title="a vocabulary that is used and not mentioned",
    what="""Reports a vocabulary after `uses` of which the file mentions nothing: no declaration, member or field of it,
        nor of the vocabularies that it uses in turn, unless another vocabulary that is used brings them as well.
        What vocabularies use they bring to others, and are left alone.""",
    why="""Its facts are asked for whenever the policy is, whoever changes it has to think of this policy, too, and
        readers look for what the two have to do with each other.""",
    example="""
        === flood.rules
        policy flood { zone "Asia/Shanghai" uses water }
        actor warden
        action close_road
        rule close { cite "1" then warden must close_road }
        === water.rules
        vocabulary water
        fact depth: integer
        """,
    better="""
        === flood.rules
        policy flood { zone "Asia/Shanghai" uses water }
        actor warden
        action close_road
        rule close { cite "1" when depth >= 30 then warden must close_road }
        === water.rules
        vocabulary water
        fact depth: integer
        """,
    check=check,
    fix="""Takes the name out of `uses`. Not safe: fact files may hold what the vocabulary declares, and policies that
        extend this one may mention it.""",
)
