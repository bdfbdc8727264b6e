"""Coverage as one page to read, print and file: no scripts, and nothing that is fetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pingan.coverage.html import Element, element, table, written
from pingan.coverage.nodes import SHOWN, STANDINGS, ClauseCoverage, Coverage, Tally
from pingan.coverage.text_nodes import Stretch, TextCoverage
from pingan.coverage.text_to_text import several, wrong_text
from pingan.coverage.words import Words
from pingan.language.dialect import Language, in_chinese

_STYLE: Final = """
:root { color-scheme: light; --line: #c8ccd0; --encoded: #2d6a4f; --omitted: #b5a642; --missing: #b3261e; }
body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #1c1e21;
  margin: 2rem auto; max-width: 72rem; padding: 0 1.25rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
header p { margin: .15rem 0; color: #4a4f55; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem; text-align: left; vertical-align: top; }
th { font-weight: 600; border-bottom: 2px solid #8b9096; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.id { white-space: nowrap; font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .85em; }
table.counts th:nth-child(n+2) { text-align: right; } table.counts td:last-child { vertical-align: middle; }
.bar { display: flex; height: .6rem; min-width: 8rem; background: #eceef0; }
.bar span { flex-basis: 0; } .bar .encoded { background: var(--encoded); } .bar .omitted { background: var(--omitted); }
.bar .missing { background: var(--missing); }
.standing-missing, .wanting { color: var(--missing); font-weight: 600; } .standing-omitted { color: #6b6000; }
.standing-encoded { color: var(--encoded); } .remark { color: #4a4f55; font-size: .9em; }
@page { margin: 15mm; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } tr, li { break-inside: avoid; }
  h2 { break-after: avoid; } section.policy + section.policy { break-before: page; }
  .bar, .bar span { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def coverage_html(coverages: Sequence[Coverage], language: Language = "en") -> str:
    """One page about *coverages*, whole in itself: HTML 5, UTF-8."""
    words = Words(language)
    title = words.say("Coverage: ", "条款覆盖：") + words.listed([c.label or c.policy for c in coverages])
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", _STYLE),
    )
    body = element("body", *(_policy(c, words) for c in coverages))
    page = element("html", head, body, lang="zh-CN" if in_chinese(language) else "en")
    return f"<!DOCTYPE html>\n{written(page)}\n"


def _policy(coverage: Coverage, words: Words) -> Element:
    parts: list[Element | None] = [
        _header(coverage, words),
        element("h2", words.say("By kind", "按类型")),
        _tallies(words.say("Kind", "类型"), (*coverage.by_kind, coverage.total), coverage, words),
        element("h2", words.say("By section", "按章节")),
        _tallies(words.say("Section", "章节"), coverage.by_section, coverage, words),
        *_wanting(coverage, words),
    ]
    if coverage.text is not None:
        parts += _text(coverage.text, words)
    parts += [element("h2", words.say("Every clause", "全部条款")), _clauses(coverage, words)]
    return element("section", *parts, class_="policy")


def _header(coverage: Coverage, words: Words) -> Element:
    total = coverage.total
    counts = words.counts(total)
    run = words.scenarios(coverage)
    return element(
        "header",
        element("h1", coverage.label or coverage.policy),
        element("p", words.say("; ", "；").join(t for t in (coverage.policy, coverage.document) if t)),
        element("p", counts),
        element("p", run),
        _bar(total),
    )


def _bar(tally: Tally) -> Element:
    parts = zip(STANDINGS, (tally.encoded, tally.omitted, tally.missing), strict=True)
    return element(
        "div",
        *(element("span", class_=name, style=f"flex-grow: {number}") for name, number in parts if number),
        class_="bar",
    )


def _tallies(name: str, tallies: Iterable[Tally], coverage: Coverage, words: Words) -> Element:
    ran = coverage.scenarios is not None
    heads = [name, *words.heads, words.say("scenarios", "情景齐全") if ran else "", ""]
    rows = []
    for tally in tallies:
        numbers = [str(n) for n in (tally.clauses, tally.encoded, tally.omitted, tally.missing)]
        numbers.append(words.percent(tally.share))
        numbers.append(f"{tally.complete}/{tally.asked}" if ran and tally.asked else "")
        title = words.say("all", "合计") if tally == coverage.total else tally.name or "–"
        cells = [element("td", number, class_="number") for number in numbers]
        rows.append(element("tr", element("td", title), *cells, element("td", _bar(tally))))
    return table(heads, rows, class_="counts")


def _wanting(coverage: Coverage, words: Words) -> Iterator[Element]:
    for title, clauses, remark in (
        (words.missing, coverage.missing, words.summary),
        (words.wrongly_omitted, coverage.wrongly_omitted, lambda c: c.reason),
        (words.lacking, coverage.lacking, lambda c: words.listed([words.shown(s) for s in c.lacking])),
        (words.idle_excuses, coverage.idle_excuses, lambda c: words.listed([words.excuse(e) for e in c.idle_excuses])),
    ):
        if clauses:
            yield element("h2", f"{title} ({len(clauses)})", class_="wanting")
            heads = [words.say("clause", "条款"), words.say("section", "章节"), words.say("kind", "类型"), ""]
            yield table(heads, [_row(c, remark(c)) for c in clauses])
    if coverage.failed:
        yield element("h2", f"{words.failed} ({len(coverage.failed)})", class_="wanting")
        yield element("ul", *(element("li", name) for name in coverage.failed))


def _row(clause: ClauseCoverage, remark: str | None) -> Element:
    return element(
        "tr",
        element("td", clause.id, class_="id"),
        element("td", clause.locator or ""),
        element("td", clause.kind or ""),
        element("td", remark or ""),
    )


def _clauses(coverage: Coverage, words: Words) -> Element:
    ran = coverage.scenarios is not None
    heads = [
        words.say("clause", "条款"),
        words.say("section", "章节"),
        words.say("kind", "类型"),
        words.say("what it says", "内容"),
        words.say("how it stands", "情况"),
    ]
    return table(
        [*heads, *([words.say("scenarios", "情景")] if ran else [])], [_clause(c, ran, words) for c in coverage.clauses]
    )


def _clause(clause: ClauseCoverage, ran: bool, words: Words) -> Element:
    stands = [element("div", words.standing(clause.standing), class_=f"standing-{clause.standing}")]
    if clause.reason:
        stands.append(element("div", clause.reason, class_="remark"))
    stands += [element("div", words.citing(c), class_="remark") for c in clause.cited_by]
    stands += [element("div", words.excused(what, why), class_="remark") for what, why in clause.excused.items()]
    shown = []
    if ran and clause.cited_by:
        for what in SHOWN:
            number = len(clause.shown.get(what, ()))
            wanting = "wanting" if what in clause.lacking else "remark"
            shown.append(element("div", f"{words.shown(what)} {number}", class_=wanting))
    return element(
        "tr",
        element("td", clause.id, class_="id"),
        element("td", clause.locator or ""),
        element("td", clause.kind or ""),
        element("td", words.summary(clause), element("div", clause.anchor, class_="remark") if clause.anchor else None),
        element("td", *stands),
        element("td", *shown) if ran else None,
    )


def _text(text: TextCoverage, words: Words) -> Iterator[Element]:
    yield element("h2", words.say("Held against the document", "与文件原文对照"))
    yield element("p", words.held(text))
    parts = [(words.read, text.read), (words.before, text.before), (words.after, text.after)]
    yield element("ul", *(element("li", f"{title}{words.stretch(s)}") for title, s in parts if s is not None))
    lists: Sequence[tuple[str, list[str]]] = (
        (words.wrong, [wrong_text(c, words) for c in text.wrong]),
        (words.several, several(text)),
        (words.uncovered, _stretches(text.uncovered, words)),
        (words.long, [words.sentences(c) for c in text.long]),
        (words.headings, _stretches(text.headings, words)),
    )
    for title, entries in lists:
        if entries:
            yield element("h2", f"{title} ({len(entries)})")
            yield element("ul", *(element("li", entry) for entry in entries))


def _stretches(stretches: Iterable[Stretch], words: Words) -> list[str]:
    return [words.stretch(s) for s in stretches]
