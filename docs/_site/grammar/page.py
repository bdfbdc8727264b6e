"""The pages of the grammar, in both languages: productions drawn, with examples, each leading to the others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final

from docs._site.grammar.collected import LANGUAGES, Collected, Entry, collected
from docs._site.grammar.drawing import Artist
from docs._site.grammar.examples import example_of
from docs._site.grammar.notation import keywords, references

TOKENS: Final = {
    "NAME": (
        "name",
        "a name: letters of any script, digits, `_`; never a reserved word",
        "名称：文字、数字、`_`，不得是保留词",
    ),
    "KEY": (
        "name before :",
        "a name that a colon follows, a label perhaps between them",
        "其后为冒号的名称，中间可有标签",
    ),
    "MEMBER": (".name", "a full stop and a name, as in `incident.place`", "点号加名称，如 `事件.地点`"),
    "STRING": (
        '"text"',
        'a text in quotation marks, `"…"` or `“…”`, in one line',
        '引号中的文本，`“…”` 或 `"…"`，不换行',
    ),
    "NUMBER": ("number", "`3`, `2.5`, `80%`, `5‰`", "`3`、`2.5`、`80%`、`5‰`"),
    "DATE": ("date", "`2016-06-01`, `2016年6月1日`", "`2016年6月1日`、`2016-06-01`"),
    "DATETIME": ("instant", "`2016-06-01T10:30`, with `Z` or `+08:00` at will", "`2016年6月1日10时30分`"),
    "MONTH": ("month", "`month 2016-06`, `early 2016-06`", "`2016年6月`、`2016年6月上旬`"),
    "DURATION": ("duration", "a number and a unit: `3 working days`", "数加单位：`3 个工作日`"),
    "EQUAL": ("=", "", ""),
    "NOT_EQUAL": ("!=", "also `≠`", "也作 `≠`"),
    "LESS": ("<", "", ""),
    "AT_MOST_SIGN": ("<=", "also `≤`", "也作 `≤`"),
    "MORE": (">", "", ""),
    "AT_LEAST_SIGN": (">=", "also `≥`", "也作 `≥`"),
    "PLUS": ("+", "", ""),
    "MINUS": ("-", "", ""),
    "STAR": ("*", "", ""),
    "SLASH": ("/", "", ""),
    "OPEN": ("...", "also `…`: there may be more", "也作 `……`：可能还有"),
    "HALF": ("half a month …", "`half month`, `half year`, `third of a month`", "`半月`、`半年`、`旬`"),
    "MONTH_DAY": ("day of month", "`by day 5`", "`5 日前`"),
}
"""What a terminal is called in a drawing, and what it is, in English and Chinese."""
NAMES: Final = {"en": "English", "zh": "中文"}
GROUPS_IN_CHINESE: Final = {
    "Files": "文件",
    "Headers": "文件头",
    "Vocabulary": "词汇",
    "What a text leaves open": "文件留白之处",
    "Definitions": "定义",
    "Rules": "规则",
    "Norms": "规范",
    "Scenarios": "情景",
    "Expressions": "表达式",
    "Clause form: escalation": "条款形式：上报",
    "Clause form: ladder": "条款形式：阶梯",
    "Clause form: supervision": "条款形式：督办",
    "Clause form: table": "条款形式：表",
    "Tokens": "记号",
}
INTRODUCTION: Final = """# Grammar

Every production of the language, from a whole file down to a number, as it stands in `grammars/`: this page is
generated from those files. Rounded boxes are written as they stand, in either language; the others lead to what they
name. Where the two languages put words in another order, each has a drawing of its own. Every example is out of the
pages and policies of this repository. [The language](../language.md) says what it all means.
"""
INTRODUCTION_ZH: Final = """# 语法

本页由 `grammars/` 的语法文件生成：从整个文件到一个数，逐一列出每条产生式。圆框照写（两种语言的词并列），方框可点开。
两种语言语序不同之处各画一图。例子都取自本仓库的页面和政策。各写法的含义见[词表与写法](../reference.md)。
"""


def pages() -> dict[str, str]:
    """The page of each language, by its place."""
    return {"reference/grammar.md": page("en"), "zh/reference/grammar.md": page("zh")}


def page(spoken: str) -> str:
    """The whole page, told in *spoken*."""
    everything = collected()
    users = _users(everything)
    parts = [INTRODUCTION if spoken == "en" else INTRODUCTION_ZH]
    for title, entries in everything.groups.items():
        parts.append(f"## {_title(title, spoken)}\n")
        parts += [_entry(entry, everything, users.get(entry.name, []), spoken) for entry in entries]
    parts.append(_tokens(spoken))
    return "\n".join(parts)


def _title(title: str, spoken: str) -> str:
    return GROUPS_IN_CHINESE.get(title, title) if spoken == "zh" else title


def shown_name(name: str, names: Mapping[str, object]) -> str:
    """How a production is called: without the mark of those that leave no node, where that tells it from others."""
    bare = name.removeprefix("_")
    return (name if bare != name and bare in names else bare).replace("_", " ").strip()


def anchor(name: str) -> str:
    """Where a production or a terminal stands on the page."""
    return f"grammar-{name}"


def _link(name: str, everything: Collected) -> tuple[str, str]:
    if name in TOKENS:
        return TOKENS[name][0], f"#{anchor(name)}"
    return shown_name(name, everything.entries), f"#{anchor(name)}"


def _users(everything: Collected) -> dict[str, list[str]]:
    users: dict[str, dict[str, None]] = {}
    for name, entry in everything.entries.items():
        for production in entry.bodies:
            for used in references(production.body):
                users.setdefault(used, {})[name] = None
    return {name: list(found) for name, found in users.items()}


def _entry(entry: Entry, everything: Collected, users: list[str], spoken: str) -> str:
    lines = [f'<a id="{anchor(entry.name)}"></a>\n', f"### {shown_name(entry.name, everything.entries)}\n"]
    lines += [_drawings(entry, everything), ""]
    if users:
        named = ", ".join(f"[{shown_name(u, everything.entries)}](#{anchor(u)})" for u in users if u != entry.name)
        if named:
            lines.append(
                f"{'Used by' if spoken == 'en' else '用于'}: {named}.\n" if spoken == "en" else f"用于：{named}。\n"
            )
    order = LANGUAGES if spoken == "en" else tuple(reversed(LANGUAGES))
    for language in order:
        example = example_of(entry.name, language) if language in entry.by_language else None
        if example is not None:
            lines.append(f"```rules\n{example.text}\n```\n")
    return "\n".join(lines)


def _drawings(entry: Entry, everything: Collected) -> str:
    """The production drawn once for both languages, or once for each."""
    if entry.is_shared:
        artist = Artist(LANGUAGES, everything.words, lambda name: _link(name, everything))
        return f'<div class="grammar">{artist.drawn(next(iter(entry.bodies)).body)}</div>'
    drawings = []
    for language, production in entry.by_language.items():
        artist = Artist((language,), everything.words, lambda name: _link(name, everything))
        title = {"en": "English", "zh": "中文"}[language]
        drawings.append(
            f'<figure lang="{language}"><figcaption>{title}</figcaption>{artist.drawn(production.body)}</figure>'
        )
    return f'<div class="grammar">{"".join(drawings)}</div>'


def _tokens(spoken: str) -> str:
    head = "| sign | what it is |" if spoken == "en" else "| 记号 | 说明 |"
    rows = [head, "|---|---|"]
    for name, (shown, english, chinese) in TOKENS.items():
        told = english if spoken == "en" else chinese
        rows.append(f'| <a id="{anchor(name)}"></a>`{escape(shown, quote=False)}` | {told} |')
    return f"## {_title('Tokens', spoken)}\n\n" + "\n".join(rows) + "\n"


def words_drawn(text: str) -> set[str]:
    """The words in the rounded boxes of a page."""
    boxes = re.findall(r'<g class="terminal[^"]*">.*?<text[^>]*>(.*?)</text>', text)
    return {word for box in boxes for word in box.split("  ")}


def all_keywords() -> set[str]:
    """Every keyword that a production names."""
    return {k for entry in collected().entries.values() for p in entry.bodies for k in keywords(p.body)}
