"""What is declared under a name, as Markdown: its declaration, what it means, where it stands, who uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, Literal

from pingan.catalogue.markdown import code, shown
from pingan.catalogue.statements import Writer
from pingan.editor.names_offered import KINDS
from pingan.editor.nodes import Declared, Place, Symbol
from pingan.editor.printed import printed
from pingan.editor.users import users_so_far
from pingan.editor.view import View
from pingan.model import nodes as model
from pingan.model.loaded import Clause
from pingan.syntax import nodes as syntax

MAXIMUM_USERS: Final = 5
MAXIMUM_LINES: Final = 40
_ANCHOR: Final = re.compile(r"<a [^>]*></a>")
_LINK: Final = re.compile(r"\[([^\]]*)\]\(#[^)]*\)")


def told(view: View, symbol: Symbol) -> str:
    """Everything that is to be said of *symbol*."""
    return "\n\n".join(part for part in _parts(view, symbol) if part)


def _parts(view: View, symbol: Symbol) -> Iterator[str]:
    if symbol.kind == "clause":
        yield _clauses(view, symbol)
        yield users(view, symbol)
        return
    declared = declared_of(view, symbol)
    yield head(view, symbol, declared)
    if symbol.kind == "member":
        declared = view.names.find(symbol.owner, "enum")
    if declared is not None and declared.node is not None:
        yield _declaration(view, declared)
    yield _meaning(view, symbol)
    yield _clauses(view, symbol)
    yield _place(view, symbol)
    yield users(view, symbol)


def declared_of(view: View, symbol: Symbol) -> Declared | None:
    """What declares *symbol*, if the file sees it."""
    names = view.names
    if symbol.kind in ("field", "member", "argument", "reading") and symbol.owner:
        return names.part(symbol.kind, symbol.owner, symbol.name)
    if symbol.kind == "definition" and symbol.owner:
        return names.part("definition", symbol.owner, symbol.name)
    return names.find_in(symbol.name, symbol.module, symbol.kind) or names.find(symbol.name, symbol.kind)


def head(view: View, symbol: Symbol, declared: Declared | None) -> str:
    kind = KINDS[symbol.kind][view.is_chinese()]
    owner = f"{symbol.owner}." if symbol.owner else ""
    label = f" {shown(symbol.label)}" if symbol.label and symbol.label != symbol.name else ""
    marks = _marks(view, declared)
    return f"**{kind}** {code(owner + symbol.name)}{label}{marks}"


def _marks(view: View, declared: Declared | None) -> str:
    field = field_of_node(declared.node) if declared is not None else None
    if field is None:
        return ""
    found = []
    if isinstance(field.type, syntax.JudgementOf):
        found.append(view.say("judgement", "须经认定"))
    words = {"sensitive": ("sensitive", "敏感"), "optional": ("may be absent", "可缺"), "key": ("key", "标识")}
    found += [words[mark][view.is_chinese()] for mark in field.marks]
    return f" · {' · '.join(found)}" if found else ""


def field_of_node(node: syntax.Node | None) -> syntax.Field | None:
    """The field that *node* is, or holds."""
    if isinstance(node, syntax.Fact | syntax.Parameter):
        return node.field
    return node if isinstance(node, syntax.Field) else None


def _declaration(view: View, declared: Declared) -> str:
    """The declaration as it would be written in this file; of what is told otherwise nothing."""
    node: Any = declared.node
    match node:
        case syntax.Field():
            node = syntax.Fact(node)
        case syntax.Definition():
            node = syntax.Definition(node.name, node.label, node.subject, node.type, (), ())
        case syntax.Enum() | syntax.Record() | syntax.Fact() | syntax.Action() | syntax.Actor() | syntax.Parameter():
            pass
        case _:
            return ""
    text = printed(node, view.language)
    if isinstance(declared.node, syntax.Field):
        text = text.partition(" ")[2]
    if isinstance(declared.node, syntax.Definition):
        text = text.partition(" {")[0]
    lines = text.split("\n")
    if len(lines) > MAXIMUM_LINES:
        lines = [*lines[:MAXIMUM_LINES], "    # …"]
    return "```rules\n" + "\n".join(lines) + "\n```"


def _meaning(view: View, symbol: Symbol) -> str:
    """What the last good version of the policy makes of it."""
    if view.loaded is None:
        return ""
    policy, key = view.loaded.policy.model, f"{symbol.module}.{symbol.name}"
    writer = Writer(policy, symbol.module, language_of(view))
    match symbol.kind:
        case "rule" if key in policy.rules:
            return _lines(list(writer.rule(policy.rules[key])), keeps_head=False)
        case "definition" if key in policy.definitions:
            return _lines(list(writer.definition(policy.definitions[key])), keeps_head=False)
        case "interpretation" if key in policy.interpretations:
            return _lines(list(writer.interpretation(policy.interpretations[key], [])), keeps_head=False)
        case "reading":
            own = policy.interpretations.get(f"{symbol.module}.{symbol.owner}")
            return _lines(list(writer.interpretation(own, [])), keeps_head=False) if own is not None else ""
        case "parameter" if key in policy.parameters:
            return _parameter(view, policy.parameters[key], writer)
        case "module" if symbol.name in policy.headers:
            return _header(view, policy.headers[symbol.name])
        case "form":
            return _made_by(view, symbol, policy)
        case "member" if key in policy.rules and _is_rule(view, symbol):
            return _lines(list(writer.rule(policy.rules[key])), keeps_head=False)
        case _:
            return ""


def _is_rule(view: View, symbol: Symbol) -> bool:
    """Whether *symbol*, a member, is a rule as well: a stage."""
    rule = view.names.find(symbol.name, "rule")
    return rule is not None and rule.symbol == symbol


def language_of(view: View) -> Literal["en", "zh"]:
    return "zh" if view.is_chinese() else "en"


def _lines(lines: list[str], *, keeps_head: bool) -> str:
    found = [_LINK.sub(r"\1", _ANCHOR.sub("", line)) for line in (lines if keeps_head else lines[1:])]
    if len(found) > MAXIMUM_LINES:
        found = [*found[:MAXIMUM_LINES], "  - …"]
    return "\n".join(line.removeprefix("  ") for line in found)


def _parameter(view: View, parameter: model.Parameter, writer: Writer) -> str:
    told_of = _lines(list(writer.parameter(parameter, [])), keeps_head=True).removeprefix("- ")
    by = f" ({view.say('by', '由')} {code(parameter.set_by)})" if parameter.set_by else ""
    return f"{told_of}{by}"


def _header(view: View, header: model.Header) -> str:
    rows = [
        (view.say("document", "文号"), header.document),
        (view.say("issued", "印发"), header.issued.isoformat() if header.issued else None),
        (view.say("where", "地域"), header.jurisdiction),
        (view.say("clauses", "条款"), str(len(header.clauses)) if header.clauses else None),
        (view.say("left out", "不编码"), str(len(header.omissions)) if header.omissions else None),
    ]
    return "\n".join(f"- {name}: {shown(value)}" for name, value in rows if value)


def _made_by(view: View, symbol: Symbol, policy: model.Policy) -> str:
    """What a clause form's declaration became."""
    prefix = f"{symbol.module}.{symbol.name}"
    keys = [k for k in (*policy.rules, *policy.definitions) if k == prefix or k.startswith(f"{prefix}_")]
    if not keys:
        return ""
    shown_keys = ", ".join(code(k.partition(".")[2]) for k in keys[:MAXIMUM_USERS])
    more = " …" if len(keys) > MAXIMUM_USERS else ""
    return f"{view.say('becomes', '成为')}: {shown_keys}{more}"


def _clauses(view: View, symbol: Symbol) -> str:
    if symbol.kind == "clause":
        clause = view.names.clause(symbol.name)
        return clause_text(view, clause) if clause is not None else ""
    if view.loaded is None or symbol.kind not in ("rule", "definition"):
        return ""
    policy, key = view.loaded.policy.model, f"{symbol.module}.{symbol.name}"
    declared = policy.rules.get(key) or policy.definitions.get(key)
    found = (
        [view.names.clause(c.clause) or Clause(c.clause, c.locator, c.anchor, c.summary) for c in declared.citations]
        if declared
        else []
    )
    return "\n".join(f"- {clause_line(view, clause)}" for clause in found[:MAXIMUM_USERS])


def clause_line(view: View, clause: Clause) -> str:
    """A clause on one line: its id, where it stands, what it says."""
    summary = (clause.summary_zh if view.is_chinese() else None) or clause.summary or clause.anchor or ""
    return " · ".join(part for part in (code(clause.id), shown(clause.locator or ""), shown(summary)) if part)


def clause_text(view: View, clause: Clause) -> str:
    """Everything that the register says of *clause*, and who encodes it."""
    lines = [clause_line(view, clause)]
    if clause.kind:
        lines.append(f"- {view.say('kind', '种类')}: {shown(clause.kind)}")
    if clause.anchor:
        lines.append(f"- {view.say('begins', '原文起首')}: “{shown(clause.anchor)}”")
    for name, reason in clause.excused.items():
        lines.append(f"- {view.say('excused', '免于')} {code(name)}: {shown(reason)}")
    return "\n".join(lines)


def _place(view: View, symbol: Symbol) -> str:
    if symbol.kind in ("variable", "clause"):
        return ""
    place = view.snapshot.place_of(symbol)
    line = _line_of(view, place) if place is not None else ""
    module = code(symbol.module or symbol.name)
    return f"{view.say('declared in', '声明于')} {module}{line}"


def _line_of(view: View, place: Place) -> str:
    document = view.snapshot.document(place.path)
    return f":{document.source.position(place.start)[0]}" if document is not None else ""


def users(view: View, symbol: Symbol) -> str:
    """How often it is named, and by which declarations first."""
    if symbol.kind in ("variable", "scenario"):
        return ""
    places, is_all = users_so_far(view.snapshot, symbol)
    if not places:
        return view.say("not used", "没有用到") if is_all else ""
    by = dict.fromkeys(user for place in places if (user := user_at(view, place)) is not None)
    found = [name for name, is_scenario in by if not is_scenario]
    scenarios = len(by) - len(found)
    times = view.say(f"used {len(places)} times" if len(places) > 1 else "used once", f"用到{len(places)}次")
    if not is_all:
        times = view.say(f"used {len(places)} times or more", f"至少用到{len(places)}次")
    told_by = ", ".join(code(name) for name in found[:MAXIMUM_USERS])
    if len(found) > MAXIMUM_USERS:
        told_by += view.say(f" and {len(found) - MAXIMUM_USERS} more", f"等{len(found)}处")
    if scenarios:
        count = view.say(f"{scenarios} scenario{'s' if scenarios > 1 else ''}", f"{scenarios}个情景")
        told_by = f"{told_by}{view.say('; ', '；') if told_by else ''}{count}"
    return f"{times}{view.say(': ', '：')}{told_by}" if told_by else times


def user_at(view: View, place: Place) -> tuple[str, bool] | None:
    """The name of the declaration that *place* stands in, and whether it is a scenario."""
    document = view.snapshot.document(place.path)
    placed = document.placed_at(place.start) if document is not None else None
    for node in placed.piece.nodes if placed is not None else ():
        name = getattr(field_of_node(node) or node, "name", None)
        if isinstance(name, syntax.Name):
            return name.text, False
        if isinstance(node, syntax.Scenario):
            return node.title, True
    return None
