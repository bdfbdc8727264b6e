"""An example of every production, out of texts that stand in the repository anyway: its pages and its policies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from attrs import frozen
from lark import Token, Tree

from docs._site.grammar.collected import collected
from docs._site.grammar.notation import references
from pingan.clauses import CLAUSE_FORMS
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.dialect import dialect
from pingan.source import Source
from pingan.tree.fragments import fragment_of
from pingan.tree.grammar import grammar
from pingan.tree.grammar_text import core_productions
from pingan.tree.scan import scan

FOLDER: Final = Path(__file__).resolve().parent
ROOT: Final = FOLDER.parents[2]
BLOCK: Final = re.compile(r"^```rules(?P<options>[^\n]*)\n(?P<body>.*?)^```$", re.M | re.S)
HEADER: Final = re.compile(r"(?:\s*#[^\n]*\n)*\s*(?:policy|vocabulary|政策|词汇)\s")
CHINESE: Final = re.compile(r"^\s*(?:政策|词汇|枚举|记录|事实|规则|主体|阶梯|上报|督办|表|情景|定义|解释)\s", re.M)
VOCABULARIES: Final = {"en": "vocabulary places { needs floods }", "zh": "词汇 地点 “各处” {\n    采用 单位\n}"}
LONGEST: Final = 900
MOST: Final = 5
"""So many kinds of parts make an example rich enough."""


@frozen
class Example:
    """A text, the production whose trees it is one of, and the file it stands in."""

    text: str
    tree: str
    origin: str


def texts() -> Iterator[tuple[str, str, str]]:
    """Texts of files, with their language and place: pages first, then the smaller policies."""
    pages = sorted(file for file in (ROOT / "docs").rglob("*.md") if "diagnostics" not in file.parts)
    for page in pages:
        blocks = BLOCK.finditer(page.read_text(encoding="utf-8"))
        shown = [block["body"] for block in blocks if not re.search("fails|of=", block["options"])]
        for body in shown:
            yield ("zh" if CHINESE.search(body) else "en"), body, page.relative_to(ROOT).as_posix()
    for language in ("en", "zh"):
        file = FOLDER / f"more.{language}.rules"
        yield language, file.read_text(encoding="utf-8"), file.relative_to(ROOT).as_posix()
        yield language, VOCABULARIES[language], file.relative_to(ROOT).as_posix()
    for name in (
        "ankang/ankang",
        "gongcheng/gongcheng",
        "opinion3/opinion3",
        "national/national",
        "district5/district5",
    ):
        file = ROOT / f"policies/{name}.rules"
        body = file.read_text(encoding="utf-8")
        yield ("zh" if CHINESE.search(body) else "en"), body, file.relative_to(ROOT).as_posix()


@cache
def examples() -> dict[str, dict[str, Example]]:
    """By language and production, the example that shows most in fewest characters."""
    found: dict[str, dict[str, tuple[tuple[int, int, str], Example]]] = {"en": {}, "zh": {}}
    for language, body, origin in texts():
        for tree in _trees(language, body):
            text = body[tree.meta.start_pos : tree.meta.end_pos]
            if len(text) <= LONGEST:
                kinds = {str(c.data) if isinstance(c, Tree) else c.type for c in tree.children}
                rank = (-min(len(kinds), MOST), len(text), text)
                best = found[language].get(str(tree.data))
                if best is None or rank < best[0]:
                    found[language][str(tree.data)] = (rank, Example(_dedented(text), str(tree.data), origin))
    return {language: {name: example for name, (_, example) in rows.items()} for language, rows in found.items()}


def _dedented(text: str) -> str:
    """*text* without the indentation that its closing line shares with all but its first."""
    first, *rest = text.split("\n")
    indents = [len(line) - len(line.lstrip()) for line in rest if line.strip()]
    least = min(indents, default=0)
    return "\n".join([first, *(line[least:] for line in rest)])


def _trees(language: str, body: str) -> Iterable[Tree[Token]]:
    spoken = dialect(language)
    fragments = tuple(fragment_of(form, spoken, core_productions(spoken)) for form in CLAUSE_FORMS)
    start = "module" if HEADER.match(body) else "declarations"
    try:
        tree = grammar(spoken, fragments).lark.parse(folded(body), start=start)
    except Exception:  # a piece of a page that is no text of its own
        return ()
    return (part for part in tree.iter_subtrees_topdown() if not part.meta.empty)


def folded(text: str) -> str:
    """*text* with the marks that the grammars are written in, for the wide ones of Chinese; of the same length."""
    return scan(Source("example.rules", text), Diagnostics()).text


def example_of(name: str, language: str) -> Example | None:
    """The example of the production *name*: a tree of its own, else of what leads to it or of what it leads to.

    Productions that leave no tree (`_so`) are parts of others: those show them.
    """
    entries = collected().entries
    below = {n: list(references(p.body)) for n, e in entries.items() if (p := e.by_language.get(language))}
    above: dict[str, list[str]] = {}
    for user, used in below.items():
        for one in used:
            above.setdefault(one, []).append(user)
    ways = (above, below) if name.startswith("_") else (below, above)
    return _nearest(name, language, ways[0]) or _nearest(name, language, ways[1])


def _nearest(name: str, language: str, neighbours: Mapping[str, list[str]]) -> Example | None:
    known: Mapping[str, Example] = examples()[language]
    entries = collected().entries
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop(0)
        production = entries[current].by_language.get(language) if current in entries else None
        if production is None or current in seen:
            continue
        seen.add(current)
        found = [known[tree] for tree in production.trees if tree in known]
        if found:
            return min(found, key=lambda example: (-min(len(example.text), 20), example.text))
        waiting.extend(neighbours.get(current, ()))
    return None
