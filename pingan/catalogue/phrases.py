"""The words of catalogue pages, in English and Chinese."""

from __future__ import annotations

from typing import Final, Literal

from pingan.outcome.phrases import phrase

Language = Literal["en", "zh"]

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "generated": (
        "Made by `pingan catalogue` from the policy's text, which alone decides what is evaluated. Summaries, wording "
        "and readings are the encoding's own; the document itself decides what is law.",
        "本页由 `pingan catalogue` 从政策文本生成；评估只依政策文本。概述、措辞和读法是编码者的，以原文件为准。",
    ),
    "all policies": ("All policies", "全部政策"),
    "policies": ("Policies, clause by clause", "逐条目录"),
    "policy": ("policy", "政策"),
    "document": ("document", "文号"),
    "title": ("title", "标题"),
    "jurisdiction": ("jurisdiction", "地域"),
    "level": ("level", "层级"),
    "issued": ("issued", "印发"),
    "issued by": ("{0} by {1}", "{0}，{1}"),
    "in force": ("in force", "施行"),
    "applies when": ("applies when", "适用"),
    "version": ("version of the encoding", "编码版本"),
    "extends": ("extends", "承接"),
    "replaces": ("replaces", "取代"),
    "index": (
        "A page for each policy: every clause of its document with the rules that encode it, or the reason why it is "
        "left out; and what the document leaves open.",
        "每个政策一页：文件的每一条款，编码它的规则，或者不编码的理由；以及文件留白之处。",
    ),
    "by reading": (
        "* as the document is read unless told otherwise: other readings have other days.",
        "* 按默认读法；另作他解则日期不同。",
    ),
    "figures": ("In figures", "数字"),
    "kind": ("kind of clause", "条款种类"),
    "clauses": ("clauses", "条款"),
    "rules": ("rules", "规则"),
    "encoded": ("encoded", "已编码"),
    "omitted": ("left out", "不编码"),
    "missing": ("missing", "尚缺"),
    "all": ("all", "合计"),
    "counts": (
        "Rules: {0}. Definitions: {1}. Interpretations: {2}. Scenarios that test them: {3}.",
        "规则{0}条，定义{1}条，解释{2}处，检验它们的情景{3}个。",
    ),
    "contents": ("Contents", "目录"),
    "section": ("Section {0}", "{0}"),
    "nowhere": ("Without a place in the document", "未注明位置"),
    "not encoded": ("Left out: {0}", "不编码：{0}"),
    "still missing": ("Not encoded yet.", "尚未编码。"),
    "rule": ("Rule", "规则"),
    "definition": ("Definition", "定义"),
    "part of": ("part of {0} {1}", "属于{0}{1}"),
    "also under": ("{0}, under {1}", "{0}，见{1}"),
    "for each": ("for each {0} in {1}", "对{1}中每个{0}"),
    "when": ("when {0}", "当{0}时"),
    "unless": ("unless {0}", "除非{0}"),
    "since": ("deadlines count from {0}", "期限自{0}起算"),
    "during": ("in force {0}", "施行：{0}"),
    "tested": ("in force {0}, on the day of {1}", "施行：{0}，以{1}为准"),
    "fulfilled when": ("fulfilled when {0}", "以{0}为完成"),
    "fulfilled at": ("fulfilled at {0}", "完成于{0}"),
    "breached when": ("breached when {0}", "以{0}为违反"),
    "breached at": ("breached at {0}", "违反于{0}"),
    "otherwise": ("if missed: {0}", "未做到的：{0}"),
    "soft": ("can only be attested: never counts as missed", "只能倡导：不会判为违反"),
    "overrides": ("goes before {0}", "优先于{0}"),
    "note": ("note: {0}", "注：{0}"),
    "builds on": ("builds on {0}", "依据定义：{0}"),
    "reading of": ("rests on the reading of {0}", "取决于读法：{0}"),
    "open figures": ("left to others: {0}", "留待设定：{0}"),
    "judged": ("left to a person's judgement: {0}", "留待认定：{0}"),
    "cites": ("clauses {0}", "条款：{0}"),
    "is when": ("{0} when {1}", "{1}时为{0}"),
    "is otherwise": ("{0} otherwise", "否则为{0}"),
    "absent otherwise": ("none otherwise", "否则无"),
    "yes when": ("when {0}", "{0}"),
    "exclusive": ("its cases exclude each other", "各种情形互斥"),
    "agreeing": ("cases that hold together agree", "同时成立的情形，值相同"),
    "left open": ("What the document leaves open", "文件留白之处"),
    "readings": ("Readings", "读法"),
    "readings of": ("readings: {0}", "读法：{0}"),
    "default": ("{0} (taken unless told otherwise)", "{0}（默认）"),
    "chosen": ("{0} (chosen by this policy)", "{0}（本政策所选）"),
    "no default": ("none is taken by default: every reading stays possible", "没有默认：各种读法均有可能"),
    "parameters": ("Figures and vague words", "数字与模糊用语"),
    "set to": ("set to {0}", "设定为{0}"),
    "not set": ("not set", "未设定"),
    "judgements": ("Judgements", "认定"),
    "judges": ("{0}: judged by {1}", "{0}：由{1}认定"),
    "anybody": ("whoever is competent", "有权者"),
    "used by": ("read by {0}", "用于{0}"),
    "further": ("Definitions and rules without a clause of their own", "没有单独条款的定义与规则"),
    "everything": ("Rules and definitions", "规则与定义"),
    "left out": ("What is left out, and why", "不编码的条款及理由"),
    "comma": (", ", "、"),
    "colon": ("{0}: {1}", "{0}：{1}"),
}

KINDS_ZH: Final = {
    "aspiration": "原则要求",
    "classification": "分类",
    "deadline": "期限",
    "definition": "定义",
    "escalation": "上报",
    "evidence": "情况说明",
    "listed-supervision": "挂牌督办",
    "permission": "许可",
    "prohibition": "禁止",
    "sanction": "惩戒",
    "scope": "适用范围",
    "standing-duty": "常设义务",
    "threshold": "数量标准",
    "trigger-duty": "触发义务",
}
"""The kinds that registers of documents know, in Chinese; others are shown as the register has them."""


def say(name: str, language: Language, *parts: object) -> str:
    """The words called *name*, their places filled with *parts* (Markdown already)."""
    return phrase(_WORDS[name], language, *parts)


def joined(parts: list[str], language: Language) -> str:
    """*parts* in a row."""
    return say("comma", language).join(parts)


def kind_text(kind: str | None, language: Language) -> str:
    """A clause's kind in words."""
    return (KINDS_ZH.get(kind or "", kind or "—") if language == "zh" else kind) or "—"
