"""How a report looks: on a screen, light or dark, on a phone, and on paper."""

from __future__ import annotations

from typing import Final

from pingan.exporters.svg import STYLE as GRAPH_STYLE

FONTS: Final = (
    'system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", '
    '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif'
)
_CODE: Final = 'ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", "Noto Sans Mono", monospace'

_BASE: Final = """
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1c1e21; --soft: #4a4f55; --line: #c8ccd0; --strong: #8b9096;
  --panel: #f4f6f8; --link: #0b5394; --settled: #1f6b45; --open: #8a5a00; --missed: #b3261e; --none: #5a6068;
  --open-fill: #fff3d1; --settled-fill: #e1f2e7; --missed-fill: #fde6e3; --none-fill: #eceef0; }
@media screen and (prefers-color-scheme: dark) { :root { --paper: #15181b; --ink: #e6e8ea; --soft: #b3b9c0;
  --line: #3b4148; --strong: #7b828a; --panel: #1e2226; --link: #8ab8f0; --settled: #7fd1a3; --open: #f0c36a;
  --missed: #ff9d94; --none: #aab1b8; --open-fill: #3a2f12; --settled-fill: #15321f; --missed-fill: #45201d;
  --none-fill: #2a2e33; } }
* { box-sizing: border-box; }
html { scroll-behavior: auto; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { font: 16px/1.55 FONTS; color: var(--ink); background: var(--paper); margin: 0 auto; max-width: 64rem;
  padding: 1.5rem 1.25rem 4rem; overflow-wrap: anywhere; }
:lang(zh) { line-break: strict; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.5rem 0 .75rem; padding-top: .75rem;
  border-top: 2px solid var(--strong); }
h3 { font-size: 1.05rem; line-height: 1.4; margin: 1.5rem 0 .4rem; }
h4 { font-size: 1rem; line-height: 1.4; margin: 1.25rem 0 .3rem; }
p { margin: .5rem 0; } a { color: var(--link); }
p.lead { font-size: 1.1rem; } .soft, p.note { color: var(--soft); }
p.warning { border-left: 4px solid var(--open); padding: .5rem .75rem; background: var(--panel); }
nav.contents { background: var(--panel); padding: .75rem 1rem; margin: 1.25rem 0; }
nav.contents h2 { font-size: 1rem; margin: 0 0 .25rem; padding: 0; border: 0; }
nav.contents ol { margin: 0; padding: 0; list-style: none; columns: 18rem; column-gap: 2rem; }
nav.contents li { break-inside: avoid; padding: .1rem 0; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; table-layout: fixed; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .5rem; text-align: left; vertical-align: top; }
thead th { font-weight: 600; font-size: .9rem; border-bottom: 2px solid var(--strong); }
tr.group th { background: var(--panel); font-size: 1.05rem; border-top: 2px solid var(--line); }
table.facing th { font-weight: 600; width: 11rem; color: var(--soft); }
.l-strong { font-weight: 600; } .l-note, .l-clause { font-size: .875rem; color: var(--soft); }
.l-code { font: .8rem/1.5 CODE; color: var(--soft); overflow-wrap: anywhere; }
.l-state { font-weight: 600; display: inline-block; padding: 0 .3rem; border-radius: .2rem;
  background: var(--none-fill); font-size: .93em; overflow-wrap: normal; }
.l-state.tone-open { color: var(--open); background: var(--open-fill); }
.l-state.tone-settled { color: var(--settled); background: var(--settled-fill); }
.l-state.tone-missed { color: var(--missed); background: var(--missed-fill); }
.l-state.tone-none { color: var(--none); }
.l-note.tone-open, .l-plain.tone-open { color: var(--open); } .tone-missed:not(.l-state) { color: var(--missed); }
ul.items { padding-left: 1.1rem; margin: .25rem 0 1rem; } ul.items > li { margin: .4rem 0; }
article { border-bottom: 1px solid var(--line); padding-bottom: .75rem; }
article h3, article h4 { margin-bottom: .25rem; }
details.fold { margin-top: .35rem; } details.fold summary { cursor: pointer; color: var(--link); padding: .2rem 0; }
.steps ul { list-style: none; margin: .15rem 0; padding-left: .9rem; border-left: 1px solid var(--line); }
.steps > ul { padding-left: .6rem; } .steps li { margin: .2rem 0; }
.lead-word { color: var(--soft); font-size: .875rem; }
.steps .tone-open { color: var(--open); } .steps .tone-none { color: var(--soft); }
  .steps .tone-missed { color: inherit; }
figure { margin: 1rem 0; } figcaption { font-weight: 600; margin-bottom: .35rem; }
figcaption .l-strong { font-weight: 400; }
.timeline svg { display: block; max-width: 100%; height: auto; } .timeline svg.narrow { display: none; }
.timeline text { font-family: FONTS; font-size: 14px; fill: var(--ink); } .timeline .when { font-size: 13px;
  fill: var(--soft); }
.timeline .after { font-size: 12px; fill: var(--soft); } .timeline .asked { font-weight: 700; fill: var(--link); }
.timeline .rail { stroke: var(--strong); stroke-width: 2; } .timeline .now { stroke: var(--link); stroke-width: 2; }
.timeline .dot { fill: var(--ink); stroke: var(--ink); } .timeline .due { fill: var(--paper); stroke: var(--ink);
  stroke-width: 2; }
.timeline .due.tone-open { stroke: var(--open); fill: var(--open-fill); }
.timeline .due.tone-settled { stroke: var(--settled); fill: var(--settled-fill); }
.timeline .due.tone-missed { stroke: var(--missed); fill: var(--missed-fill); }
.timeline .asked-dot { fill: var(--link); }
.scroll { overflow-x: auto; background: #ffffff; border: 1px solid var(--line); padding: .5rem; }
.graph svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
@media print, (min-width: 60rem) { #denied ul.items { columns: 2; column-gap: 2rem; } }
@media screen { details.fold:not([open]) + .steps { display: none; } }
@media screen and (max-width: 44rem) {
  body { padding: 1rem .875rem 3rem; } h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; }
  .timeline svg.wide { display: none; } .timeline svg.narrow { display: block; }
  .graph svg { max-width: none; }
  table.stacked, table.stacked tbody, table.stacked tr, table.stacked td, table.stacked th { display: block;
    width: auto; }
  table.stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.stacked tr { border-bottom: 2px solid var(--line); padding: .4rem 0; }
  table.stacked td { border: 0; padding: .2rem .25rem; }
  table.stacked td[data-label]::before { content: attr(data-label); display: block; font-size: .78rem;
    color: var(--soft); }
  table.stacked td.empty { display: none; }
  table.stacked td.number::before { display: inline; content: attr(data-label) " "; }
    table.stacked td.number div { display: inline; }
  table.facing th, table.facing td { display: block; width: auto; border: 0; padding: .1rem 0; }
  table.facing tr { display: block; border-bottom: 1px solid var(--line); padding: .35rem 0; }
  table.facing, table.facing tbody { display: block; }
}
@page { size: A4; margin: 15mm 15mm 19mm;
  @bottom-left { content: MARK; font: 8pt FONTS; color: #4a4f55; width: 75%; }
  @bottom-right { content: BEFORE counter(page) BETWEEN counter(pages) AFTER; font: 8pt FONTS; color: #4a4f55; } }
@media print {
  :root { color-scheme: light; --panel: #ffffff; --ink: #000000; --soft: #33383d; --line: #9aa0a6; }
  body { margin: 0; max-width: none; padding: 0; font-size: 10pt; line-height: 1.45; }
  h1 { font-size: 17pt; } h2 { font-size: 13pt; margin: 7mm 0 2mm; padding-top: 2mm; } h3 { font-size: 10.5pt; }
  h4 { font-size: 10pt; } h1, h2, h3, h4, figcaption, summary { break-after: avoid; }
  p.lead { font-size: 11pt; } thead { display: table-header-group; }
  tr, figure, .items > li, .steps li:not(:has(ul)) { break-inside: avoid; }
  tr.group { break-after: avoid; } .l-note, .l-clause, .lead-word { font-size: 8.5pt; } .l-code { font-size: 7.5pt; }
  a { color: inherit; text-decoration: none; } details.fold { display: none; }
  nav.contents { padding: 2mm 0; } nav.contents ol { columns: 2; }
  .l-state { border: 1px solid currentColor; background: none; }
  .scroll { overflow: visible; border: 0; padding: 0; } .graph svg { max-height: 238mm; }
  .timeline svg { max-height: 235mm; } table.facing th { width: 38mm; }
  .timeline text { font-size: 13px; }
  svg, svg * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  article { font-size: 9pt; line-height: 1.35; padding-bottom: 2mm; } article h3, article h4 { font-size: 10pt;
    margin: 2.5mm 0 .5mm; }
  .steps ul { margin: 0; } .steps li { margin: .3mm 0; }
    article .l-note, article .l-clause, .lead-word { font-size: 8pt; }
  figure.turned { page: turned; } figure.turned svg { max-height: 150mm; }
}
@page turned { size: A4 landscape; }
"""


def style(mark: str, page: tuple[str, str, str]) -> str:
    """The style sheet; *mark* stands at the foot of each page, *page* around the number of it and of all pages."""
    text = _BASE.replace("FONTS", FONTS).replace("CODE", _CODE)
    for name, value in zip(("MARK", "BEFORE", "BETWEEN", "AFTER"), (mark, *page), strict=True):
        text = text.replace(f" {name}", f" {css_string(value)}")
    return text + _of_graphs()


def css_string(text: str) -> str:
    r"""*text* as a string of CSS: everything but letters and digits of ASCII goes by its number.

    >>> css_string('a"</style>')
    '"a\\22 \\3c \\2f style\\3e "'
    """
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'


def _of_graphs() -> str:
    """The style of decision graphs, for those inside the page alone."""
    rules = []
    for line in GRAPH_STYLE.splitlines():
        selectors, brace, rest = line.partition("{")
        inside = ", ".join(f".graph svg {selector.strip()}" for selector in selectors.split(","))
        rules.append(f"{inside} {brace}{rest}")
    return "\n".join(rules) + "\n"
