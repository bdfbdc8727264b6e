"""The commands of the prompt, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

Command = Literal[
    "as_of", "duties", "facts", "forget", "graph", "help", "language", "load", "questions", "quit", "reload", "rule",
    "save", "scenario", "set", "unknown", "whatif", "why",
]  # fmt: skip

WORDS: Final[Mapping[Command, tuple[str, ...]]] = {
    "as_of": ("as of", "截至"),
    "duties": ("duties", "义务", "规范"),
    "facts": ("facts", "事实"),
    "forget": ("forget", "忘记", "撤回"),
    "graph": ("graph", "图"),
    "help": ("help", "帮助"),
    "language": ("language", "语言"),
    "load": ("load", "载入"),
    "questions": ("questions", "问题"),
    "quit": ("quit", "exit", "退出"),
    "reload": ("reload", "重载"),
    "rule": ("rule", "规则"),
    "save": ("save", "保存"),
    "scenario": ("scenario", "情景"),
    "set": ("set", "设定"),
    "unknown": ("unknown", "未知", "不知道"),
    "whatif": ("whatif", "what if", "假如", "如果"),
    "why": ("why", "为何", "为什么"),
}
"""By command, what it is called; of each language the first is the one that is told."""

_ALL: Final = sorted(((word, command) for command, words in WORDS.items() for word in words), key=lambda w: -len(w[0]))


def command_in(line: str) -> tuple[Command, str] | None:
    """The command that *line* begins with, and what stands behind it."""
    folded = line.casefold()
    for word, command in _ALL:
        if folded.startswith(word) and (rest := line[len(word) :])[:1] in ("", " ", "\t", "\n", "　", "：", ":"):
            # INVARIANT: no fact is hidden by a command: `facts = 3` sets a fact of that name.
            if not re.match(r"\s*[+]?=(?!=)", rest):
                return command, rest.strip(" \t\n　：:")
    return None


HELP: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("fact = value", "give a fact: incident.place = inside, incident = {…}; += adds to a list",
     "事实 = 值", "提供事实：事件.发生地点 = 院内；事件 = {…}；+= 追加到清单"),
    ("expression", "ask it of the facts: count(incident.acts) > 1; `? a = b` where it would give a fact",
     "表达式", "按已知事实求值；本会当作赋值的，前面加 ?，如 ? 甲 = 乙"),
    ("forget FACT", "it is not given any more", "忘记 事实", "撤回已提供的事实"),
    ("unknown FACT", "nobody knows it: it is not asked for", "未知 事实", "无人知道，不再追问"),
    ("as of T", "the day or instant asked about", "截至 时间", "所问的日期或时刻"),
    ("set NAME = VALUE", "set a parameter, choose a reading", "设定 名称 = 值", "设定参数，选定读法"),
    ("facts", "what is given", "事实", "已提供的事实"),
    ("duties [all]", "what applies or may apply; all: the whole answer",
     "义务 [全部]", "可能适用的规范；全部：完整答复"),
    ("why RULE", "why it stands as it does", "为何 规则", "为什么是这样"),
    ("whatif fact = value", "which duties would stand otherwise", "假如 事实 = 值", "哪些规范会因此不同"),
    ("questions", "what to find out next", "问题", "接下来该查明什么"),
    ("rule NAME", "its text", "规则 名称", "规则原文"),
    ("graph [RULE]", "the decision graph as Mermaid text", "图 [规则]", "决策图（Mermaid 文本）"),
    ("scenario [TITLE]", "all this as a scenario to paste into the policy", "情景 [标题]", "写成可粘贴到政策中的情景"),
    ("save FILE", "the facts as a file", "保存 文件", "把事实存成文件"),
    ("load POLICY…, reload", "another policy; the same again from its files",
     "载入 政策、重载", "换一个政策；重新读入"),
    ("language en|zh", "the language of answers", "语言 en|zh", "回答所用语言"),
    ("quit", "leave", "退出", "离开"),
)  # fmt: skip
"""Each command in English, what it does, and both in Chinese."""
