"""The headers of policies: zone, scope, time in force, register, and what they are made from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from zoneinfo import ZoneInfo, available_timezones

from attrs import evolve, frozen

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.model import nodes as model
from pingan.model.citations import omissions, registered
from pingan.model.expressions import condition
from pingan.model.layers import check_levels, level_of, with_replacements
from pingan.model.lints import check_condition
from pingan.model.loaded import LoadedModule, Modules
from pingan.model.names import near
from pingan.model.rules import in_force_of
from pingan.model.scope import Scope
from pingan.source import Span
from pingan.syntax import nodes as syntax
from pingan.syntax.to_text import print_module

DEFAULT_ZONE = "UTC"


def zones(modules: Modules, diagnostics: Diagnostics) -> dict[str, str]:
    """The zone of each module: its own, else a parent's; a vocabulary is read in that of the policies that use it."""
    own = {m.name: _zone(m, diagnostics) for m in modules}
    found: dict[str, str] = {}
    users: dict[str, dict[str, str]] = {}
    for module in modules:
        if module.is_policy:
            lineage = (module.name, *modules.ancestors(module.name))
            zone = next((z for name in lineage if (z := own.get(name)) is not None), DEFAULT_ZONE)
            found[module.name] = zone
            for seen in modules.visible(module.name):
                users.setdefault(seen, {}).setdefault(zone, module.name)
    for module in modules:
        if not module.is_policy:
            found[module.name] = _common_zone(module, users.get(module.name, {}), diagnostics)
    return found


def _common_zone(module: LoadedModule, users: Mapping[str, str], diagnostics: Diagnostics) -> str:
    """The zone that a vocabulary is read in; *users*: one policy that uses it for each of their zones."""
    if len(users) > 1 and any(isinstance(node, syntax.Definition) for node in module.syntax.core):
        one, other = sorted(users.items())[:2]
        message = f"`{module.name}` has definitions, and is used in two time zones: `{one[0]}` and `{other[0]}`"
        remedy = f"evaluate `{one[1]}` and `{other[1]}` apart, or move the definitions into the policies"
        diagnostics.error("two-zones", message, module.span, help=remedy)
    return next(iter(users)) if len(users) == 1 else DEFAULT_ZONE


def _zone(module: LoadedModule, diagnostics: Diagnostics) -> str | None:
    header = module.syntax.header
    if not isinstance(header, syntax.PolicyHeader) or header.zone is None:
        return None
    try:
        ZoneInfo(header.zone)
    except (ValueError, OSError, LookupError):
        remedy = near(diagnostics, header.zone, available_timezones()) or 'write a name such as "Asia/Shanghai"'
        diagnostics.error("unknown-zone", f"no time zone is called `{header.zone}`", _zone_span(header), help=remedy)
        return None
    return header.zone


def _zone_span(header: syntax.PolicyHeader) -> Span:
    """The place of the zone's text, which the syntax does not keep apart."""
    text = header.span.text
    written = max(text.find(f'"{header.zone}"'), text.find(f"“{header.zone}”"))
    if written < 0:
        return header.name.span
    start = header.span.start + written
    return Span(header.span.source, start, start + len(header.zone or "") + 2)


def check_parents(modules: Modules, diagnostics: Diagnostics) -> None:
    """Reports a policy that extends two: whose rules would its own override?"""
    for module in modules:
        header = module.syntax.header
        if isinstance(header, syntax.PolicyHeader) and len(header.extends) > 1:
            first, second = header.extends[:2]
            message = f"`{module.name}` already extends `{first.text}`: a policy extends one other"
            remedy = "let one of them extend the other, or evaluate the policies together"
            diagnostics.error("two-parents", message, second.span, Annotation(first.span, "the first"), help=remedy)


def headers(scopes: Mapping[str, Scope], diagnostics: Diagnostics) -> dict[str, model.Header]:
    """The headers of all policies, by name."""
    found: dict[str, model.Header] = {}
    for name, scope in scopes.items():
        module = scope.symbols.index.modules.modules[name]
        if isinstance(module.syntax.header, syntax.PolicyHeader):
            found[name] = _header(module, module.syntax.header, scope, diagnostics)
    if scopes:
        check_levels(found, next(iter(scopes.values())).symbols.index, diagnostics)
    return with_replacements(found, scopes, diagnostics)


def _header(module: LoadedModule, node: syntax.PolicyHeader, scope: Scope, diagnostics: Diagnostics) -> model.Header:
    where = None if node.scope is None else condition(node.scope, scope)
    check_condition(where, diagnostics)
    return model.Header(
        module.name,
        module.name,
        node.label,
        node.version,
        node.document,
        node.register,
        {name: registered(clause, module.name) for name, clause in (module.register or {}).items()},
        None if node.issued is None else node.issued.value,
        _issuers(node, scope, diagnostics),
        scope.zone,
        where,
        None if node.in_force is None else in_force_of(node.in_force, scope),
        tuple(n.text for n in node.uses),
        tuple(n.text for n in node.extends),
        omissions(module, diagnostics),
        None if node.level is None else level_of(node.level, scope),
        tuple(n.text for n in node.replaces),
        (),
        calendar=scope.calendar,
        jurisdiction=node.jurisdiction,
        digested=_Digest(module.name, scope.symbols.index.modules),
        span=node.name.span,
    )


def _issuers(node: syntax.PolicyHeader, scope: Scope, diagnostics: Diagnostics) -> tuple[str, ...]:
    found: list[str] = []
    for name in node.issuers:
        entry = scope.symbols.index.find(name.text, scope.module, "actor")
        if entry is None:
            message, remedy = scope.symbols.index.unknown(diagnostics, name, scope.module, "actor", "actor")
            diagnostics.error("unknown-name", message, name.span, help=remedy)
            continue
        found.append(entry.name)
    return tuple(found)


@frozen
class _Digest:
    """SHA-256 of the printed modules that the policy *name* is made from, in the order of their names."""

    name: str
    modules: Modules

    def __call__(self) -> str:
        known = self.modules.digests.get(self.name)
        if known is None:
            known = self.modules.digests[self.name] = self._worked_out()
        return known

    def _worked_out(self) -> str:
        text = hashlib.sha256()
        for module in sorted(self.modules.visible(self.name)):
            printed = self.modules.printed.get(module)
            if printed is None:
                bare = evolve(self.modules.modules[module].syntax, comments=())
                printed = self.modules.printed[module] = print_module(bare, "en", as_written=False).encode("utf-8")
            text.update(f"{module} {len(printed)}\n".encode())
            text.update(printed)
        return text.hexdigest()
