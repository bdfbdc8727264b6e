"""Coverage as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pingan.coverage.nodes import SHOWN, ClauseCoverage, Coverage, Tally
from pingan.coverage.text_to_text import listed, text_lists
from pingan.coverage.words import Words
from pingan.diagnostics.plain import aligned, plain
from pingan.language.dialect import Language


def coverage_text(coverage: Coverage, language: Language, *, full: bool = False) -> str:
    """Tables by kind and by section, then what is wanting; with *full* every clause as well."""
    words = Words(language)
    parts = [_heading(coverage, words)]
    ran = coverage.scenarios is not None
    parts.append(_tallies(words.say("KIND", "类型"), coverage.by_kind, coverage.total, words, ran))
    parts.append(_tallies(words.say("SECTION", "章节"), coverage.by_section, None, words, ran))
    parts += _lists(coverage, words)
    if coverage.text is not None:
        parts += text_lists(coverage.text, words)
    if full:
        parts.append(listed(words.say("Every clause", "全部条款"), [_whole(c, words, ran) for c in coverage.clauses]))
    return "\n\n".join(parts) + "\n"


def _heading(coverage: Coverage, words: Words) -> str:
    title = words.say(": ", "：").join(t for t in (coverage.policy, coverage.label) if t)
    lines = [title, coverage.document, words.counts(coverage.total), words.scenarios(coverage)]
    return "\n".join(plain(line) for line in lines if line)


def _tallies(name: str, tallies: Iterable[Tally], total: Tally | None, words: Words, ran: bool) -> str:
    heads = [head.upper() for head in words.heads]
    rows = [[name, *heads, *([words.say("SCENARIOS", "情景齐全")] if ran else [])]]
    named = [(t, plain(t.name) or "-") for t in tallies]
    for tally, title in [*named, *([(total, words.say("all", "合计"))] if total is not None else [])]:
        counts = [str(n) for n in (tally.clauses, tally.encoded, tally.omitted, tally.missing)]
        scenarios = [f"{tally.complete}/{tally.asked}" if tally.asked else "-"] if ran else []
        rows.append([title, *counts, words.percent(tally.share), *scenarios])
    return aligned(rows)


def _lists(coverage: Coverage, words: Words) -> Iterator[str]:
    if coverage.missing:
        yield listed(words.missing, [_place(c, words.summary(c)) for c in coverage.missing])
    if coverage.wrongly_omitted:
        yield listed(words.wrongly_omitted, [_place(c, c.reason) for c in coverage.wrongly_omitted])
    if coverage.lacking:
        yield listed(words.lacking, [_place(c, _lacks(c, words)) for c in coverage.lacking])
    if coverage.idle_excuses:
        idle = [(c, words.listed([words.excuse(e) for e in c.idle_excuses])) for c in coverage.idle_excuses]
        yield listed(words.idle_excuses, [_place(c, excuses) for c, excuses in idle])
    if coverage.failed:
        yield listed(words.failed, [plain(name) for name in coverage.failed])


def _lacks(clause: ClauseCoverage, words: Words) -> str:
    names = words.listed([words.shown(s) for s in clause.lacking])
    by = words.listed([c.key.partition(".")[2] for c in clause.cited_by])
    return words.say(f"no scenario: {names} (cited by {by})", f"没有情景：{names}（由{by}引用）")


def _whole(clause: ClauseCoverage, words: Words, ran: bool) -> str:
    said = [words.say(": ", "：").join(t for t in (words.standing(clause.standing), clause.reason) if t)]
    if clause.cited_by:
        by = words.listed([words.citing(c) for c in clause.cited_by])
        said.append(words.say(f"by {by}", f"见{by}"))
        if ran:
            counts = [f"{words.shown(s)} {len(clause.shown.get(s, ()))}" for s in SHOWN]
            said.append(words.say("scenarios: ", "情景：") + words.listed(counts))
    said += [words.excused(what, reason) for what, reason in clause.excused.items()]
    return "\n".join([_place(clause, words.summary(clause)), *(f"    {plain(line)}" for line in said)])


def _place(clause: ClauseCoverage, remark: str | None) -> str:
    parts = [clause.id, clause.locator or "-", clause.kind or "-", remark or "-"]
    return "  ".join(plain(part) for part in parts)
