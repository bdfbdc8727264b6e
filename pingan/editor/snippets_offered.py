"""Whole declarations to fill in, printed as `pingan fmt` prints them, in the dialect of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

from pingan.editor.feature_nodes import Completion
from pingan.editor.fitting import best_fit
from pingan.editor.printed import printed
from pingan.editor.standing import Standing
from pingan.editor.view import View
from pingan.language.dialect import Dialect
from pingan.syntax import nodes as syntax

_HOLE: Final = re.compile(r"zq([0-9]+)zq")
_RANK: Final = 45

_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "RULE": ("a rule with its condition and a norm", "规则：条件与规范"),
    "SCENARIO": ("a scenario: what is given, what is expected", "情景：已知与预期"),
    "DEFINE": ("a definition", "定义"),
    "ENUM": ("an enum with its members", "枚举"),
    "RECORD": ("a record with its fields", "记录"),
    "ACTION": ("an action with an argument", "行动"),
    "INTERPRETATION": ("a place that can be read in two ways", "有两种读法之处"),
    "PARAMETER": ("a figure that the document leaves open", "文件留白的数字"),
    "THEN": ("a norm with its deadline", "附期限的规范"),
}


def snippets(view: View, standing: Standing, typed: str, start: int, end: int) -> Iterator[Completion]:
    """Those that may begin where the parser stands."""
    for place, (terminal, titles) in enumerate(_TITLES.items()):
        if not standing.accepts(f"_{terminal}"):
            continue
        word = view.language.keyword(terminal)
        found = best_fit(typed, (word, *_others(view, terminal)))
        if found is None or found[0]:
            continue
        text = snippet(terminal, view.language)
        indent = re.search(r"[ \t]*\Z", view.text[max(0, start - 80) : start])
        own = (
            indent.group() if indent is not None and view.text[: start - len(indent.group())][-1:] in ("", "\n") else ""
        )
        yield Completion(
            f"{word} …",
            "snippet",
            text.replace("\n", "\n" + own),
            start,
            end,
            found[1],
            (found[0], _RANK, place),
            titles[view.is_chinese()],
            snippet=True,
            documentation=f"```rules\n{_filled(text)}\n```",
        )


def _others(view: View, terminal: str) -> tuple[str, ...]:
    return tuple(w for d in view.snapshot.environment.dialects for w in d.keywords.get(terminal, ()))


def _filled(text: str) -> str:
    return re.sub(r"\$\{[0-9]+:([^}]*)\}", r"\1", text).replace("$0", "").replace("\\}", "}")


@lru_cache(maxsize=128)
def snippet(terminal: str, language: Dialect) -> str:
    """What begins with the keyword *terminal*, with places to fill in."""
    words = _ZH if language.sentences == "zh" else _EN
    node = _then() if terminal == "THEN" else _NODES[terminal]()
    text = printed(node, language)
    if terminal == "THEN":
        lines = text.split("\n")[1:-1]
        text = "\n".join(line.removeprefix("    ") for line in lines)
    escaped = text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")
    order: dict[str, int] = {}

    def hole(found: re.Match[str]) -> str:
        number = order.setdefault(found[1], len(order) + 1)
        return f"${{{number}:{words[int(found[1])]}}}"

    return _HOLE.sub(hole, escaped)


_EN: Final = (
    *("name", "label", "clause", "condition", "actor", "action", "title", "fact", "value", "rule"),
    *("first", "second", "field", "argument", "question", "integer", "text", "label"),
)
_ZH: Final = (
    *("名称", "标题", "条款", "条件", "主体", "行动", "标题", "事实", "值", "规则"),
    *("甲", "乙", "字段", "要素", "问题", "整数", "文本", "标题"),
)


def _hole(number: int) -> str:
    return f"zq{number}zq"


def _name(number: int) -> syntax.Name:
    return syntax.Name(_hole(number))


def _path(number: int) -> syntax.Path:
    return syntax.Path((_name(number),))


def _norm() -> syntax.Norm:
    act = syntax.Act(_name(5), ())
    return syntax.Norm((_path(4),), (), "must", act, syntax.Within(syntax.DurationLiteral("24", "hour")))


def _then() -> syntax.Rule:
    return syntax.Rule(_name(0), None, norms=(_norm(),))


def _rule() -> syntax.Rule:
    return syntax.Rule(_name(0), _hole(1), (syntax.Cite(_hole(2)),), condition=_path(3), norms=(_norm(),))


def _scenario() -> syntax.Scenario:
    return syntax.Scenario(
        _hole(6),
        (syntax.GivenFact(_path(7), _path(8)),),
        syntax.AsOf(syntax.DateLiteral(date(2026, 1, 1))),
        expectations=(syntax.ExpectState(_path(9), "applies"),),
    )


def _define() -> syntax.Definition:
    boolean = syntax.NamedType(syntax.Name("boolean"))
    return syntax.Definition(
        _name(0), _hole(1), None, boolean, (syntax.Cite(_hole(2)),), (syntax.Case(_path(3), None),)
    )


def _members() -> tuple[syntax.Member, ...]:
    return (syntax.Member(_name(10), None), syntax.Member(_name(11), None))


def _field(number: int, kind: int, label: int = 1) -> syntax.Field:
    return syntax.Field(_name(number), _hole(label), syntax.NamedType(_name(kind)))


_NODES: Final[Mapping[str, Any]] = {
    "RULE": _rule,
    "SCENARIO": _scenario,
    "DEFINE": _define,
    "ENUM": lambda: syntax.Enum(_name(0), _hole(1), False, _members()),
    "RECORD": lambda: syntax.Record(_name(0), _hole(1), False, (_field(12, 16, 17),)),
    "ACTION": lambda: syntax.Action(_name(0), _hole(1), (_field(13, 16, 17),), None),
    "INTERPRETATION": lambda: syntax.Interpretation(_name(0), _hole(1), _hole(14), _members(), _name(10)),
    "PARAMETER": lambda: syntax.Parameter(_field(0, 15)),
}
