"""What scenarios exercise as one page: the text of each policy, marked. No scripts, and nothing that is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from pingan.coverage.html import Element, element, table, written
from pingan.language.dialect import Language, in_chinese
from pingan.scenario_coverage.marks import Piece, marked_lines
from pingan.scenario_coverage.nodes import (
    MEASURES,
    DeclarationCoverage,
    PolicyCoverage,
    ScenarioCoverage,
    Standing,
    Tally,
)
from pingan.scenario_coverage.places import file_in
from pingan.scenario_coverage.words import Words

_SIGNS: Final[dict[Standing, str]] = {"covered": "✓", "partly": "◐", "uncovered": "✗"}
_STYLE: Final = """
:root { color-scheme: light; --line: #c8ccd0; --covered: #1b5e3f; --partly: #7a5600; --uncovered: #a3201a; }
body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #1c1e21;
  margin: 2rem auto; max-width: 78rem; padding: 0 1.25rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; } a { color: #174ea6; } .remark { color: #4a4f55; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
th { font-weight: 600; border-bottom: 2px solid #8b9096; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
table.counts th:nth-child(n+2) { text-align: right; }
ul.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
ol.text { list-style: none; margin: .5rem 0; padding: 0; font: 13px/1.55 ui-monospace, Menlo, Consolas,
  "Noto Sans Mono CJK SC", monospace; border: 1px solid var(--line); }
ol.text li { display: grid; grid-template-columns: 3.5rem 1.5rem 1fr; }
ol.text .at { color: #5c6268; text-align: right; padding-right: .5rem; user-select: none; }
ol.text .sign { text-align: center; font-weight: 700; }
ol.text code { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
.covered { color: var(--covered); } .partly { color: var(--partly); } .uncovered { color: var(--uncovered); }
li.covered > code, li.partly > code, li.uncovered > code { color: #1c1e21; }
mark { color: inherit; background: none; border-bottom: 2px solid; }
mark.covered { background: #dff3e7; border-bottom-style: solid; border-color: var(--covered); }
mark.partly { background: #fff2cc; border-bottom-style: dashed; border-color: var(--partly); }
mark.uncovered { background: #fbe1df; border-bottom-style: double; border-color: var(--uncovered); }
mark.fixed { background: #eceef0; border-bottom: 1px dotted #5c6268; }
li:target { background: #eef3fe; }
@page { margin: 15mm; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } tr, li { break-inside: avoid; }
  h2 { break-after: avoid; } section.policy + section.policy { break-before: page; }
  mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def scenario_coverage_html(coverage: ScenarioCoverage, language: Language = "en", *, root: Path | None = None) -> str:
    """One page about *coverage*, whole in itself: HTML 5, UTF-8; files are relative to *root*."""
    words = Words(language)
    title = words.say("What scenarios exercise: ", "情景覆盖：") + words.listed(
        [p.label or p.name for p in coverage.policies]
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", _STYLE),
    )
    body = element(
        "body",
        element("header", element("h1", title), element("p", words.scenarios(coverage))),
        _counts(coverage, words),
        _legend(words),
        *_failed(coverage, words),
        *(_policy(policy, words, root) for policy in coverage.policies),
    )
    page = element("html", head, body, lang="zh-CN" if in_chinese(language) else "en")
    return f"<!DOCTYPE html>\n{written(page)}\n"


def _counts(coverage: ScenarioCoverage, words: Words) -> Element:
    heads = [words.say("Policy", "政策"), words.say("Scenarios", "情景"), *(words.measure(m) for m in MEASURES)]
    rows = [
        _row(element("a", p.name, href=f"#{_anchor(p)}"), p.scenarios, [p.tally(m) for m in MEASURES], words)
        for p in coverage.policies
    ]
    if len(rows) != 1:
        totals = [coverage.tally(m) for m in MEASURES]
        rows.append(_row(words.say("all", "合计"), coverage.scenarios, totals, words))
    return table(heads, rows, class_="counts")


def _row(name: Element | str, scenarios: int, tallies: Sequence[Tally], words: Words) -> Element:
    cells = [str(scenarios), *(words.figure(tally) for tally in tallies)]
    return element("tr", element("td", name), *(element("td", cell, class_="number") for cell in cells))


def _legend(words: Words) -> Element:
    entries: list[tuple[Standing, str]] = [
        ("covered", words.say("shown to matter, both ways", "两个方向均已证明起作用")),
        ("partly", words.say("looked at, but not shown to matter both ways", "已验证，但未证明两个方向均起作用")),
        ("uncovered", words.say("never looked at by a scenario that passed", "没有通过的情景予以验证")),
    ]
    items = [
        element("li", element("mark", f"{_SIGNS[name]} {words.standing(name)}", class_=name), f" {said}")
        for name, said in entries
    ]
    fixed = words.say("fixed by settings, not counted", "由设定决定，不计入")
    items.append(element("li", element("mark", words.say("fixed", "固定"), class_="fixed"), f" {fixed}"))
    return element("ul", *items, class_="legend")


def _failed(coverage: ScenarioCoverage, words: Words) -> Iterator[Element]:
    if coverage.failed:
        yield element("h2", words.say("Scenarios that failed", "未通过的情景"))
        yield element("ul", *(element("li", name) for name in coverage.failed))


def _anchor(policy: PolicyCoverage, line: int | None = None) -> str:
    return policy.name if line is None else f"{policy.name}-{line}"


def _policy(policy: PolicyCoverage, words: Words, root: Path | None) -> Element:
    title = words.say(": ", "：").join(t for t in (policy.name, policy.label) if t)
    return element(
        "section",
        element("h2", title),
        element("p", file_in(policy.file, root), class_="remark"),
        *_wanting(policy, words),
        element("h3", words.say("The text", "文本")),
        element("ol", *_lines(policy, words), class_="text"),
        class_="policy",
        id=_anchor(policy),
    )


def _wanting(policy: PolicyCoverage, words: Words) -> Iterator[Element]:
    rows = [row for declaration in policy.declarations for row in _declaration(policy, declaration, words)]
    if rows:
        yield element("h3", words.say(f"Wanting ({len(rows)})", f"不足（{len(rows)}）"))
        heads = [
            words.say("Line", "行"),
            words.say("In", "位置"),
            words.say("What", "内容"),
            words.say("Wanting", "不足"),
        ]
        yield table(heads, rows)


def _declaration(policy: PolicyCoverage, declaration: DeclarationCoverage, words: Words) -> Iterator[Element]:
    whole = words.declaration(declaration)
    if whole:
        yield _wanted(policy, declaration, declaration.span.line, "", whole, words)
    if whole and not declaration.exercised and not declaration.applied:
        return
    for condition in declaration.conditions:
        wanting = words.wanting(condition)
        if wanting:
            yield _wanted(policy, declaration, condition.span.line, words.condition(condition), wanting, words)


def _wanted(
    policy: PolicyCoverage, declaration: DeclarationCoverage, line: int, what: str, wanting: str, words: Words
) -> Element:
    return element(
        "tr",
        element("td", element("a", str(line), href=f"#{_anchor(policy, line)}")),
        element("td", words.name(declaration)),
        element("td", what),
        element("td", wanting),
    )


def _lines(policy: PolicyCoverage, words: Words) -> Iterator[Element]:
    for number, line in enumerate(marked_lines(policy, words), 1):
        sign = _SIGNS[line.standing] if line.standing else ""
        yield element(
            "li",
            element("span", str(number), class_="at"),
            element("span", sign, class_="sign", title=words.standing(line.standing) if line.standing else None),
            element("code", *(_piece(piece) for piece in line.pieces)),
            class_=line.standing,
            id=_anchor(policy, number),
        )


def _piece(piece: Piece) -> Element | str:
    return (
        piece.text if piece.standing is None else element("mark", piece.text, class_=piece.standing, title=piece.told)
    )
