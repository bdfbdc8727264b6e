"""Coverage as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pingan.coverage.nodes import SHOWN, ClauseCoverage, Coverage, Tally
from pingan.coverage.text_to_text import listed, text_lists
from pingan.coverage.words import Words
from pingan.diagnostics.plain import plain, width
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
        parts += text_lists(coverage.text, words, full=full)
    if full:
        parts.append(listed(words.say("Every clause", "全部条款"), [_whole(c, words, ran) for c in coverage.clauses]))
    return "\n\n".join(parts) + "\n"


def _heading(coverage: Coverage, words: Words) -> str:
    total = coverage.total
    title = plain(words.say(": ", "：").join(t for t in (coverage.policy, coverage.label) if t))
    document = f"\n{plain(coverage.document)}" if coverage.document else ""
    counts = words.say(
        f"{total.clauses} clauses: {total.encoded} encoded, {total.omitted} omitted with a reason, "
        f"{total.missing} missing; {words.percent(total.share)} accounted for",
        f"{total.clauses}个条款：已编写{total.encoded}，已说明不写{total.omitted}，缺漏{total.missing}；"
        f"有交代的占{words.percent(total.share)}",
    )
    if coverage.scenarios is None:
        run = words.say("scenarios not run", "未运行情景")
    else:
        run = words.say(f"{coverage.scenarios} scenarios", f"情景{coverage.scenarios}个")
        if coverage.failed:
            number = len(coverage.failed)
            run += words.say(f", of which {number} failed and show nothing", f"，其中{number}个未通过，不作数")
    return f"{title}{document}\n{counts}\n{run}"


def _tallies(name: str, tallies: Iterable[Tally], total: Tally | None, words: Words, ran: bool) -> str:
    heads = words.say("CLAUSES ENCODED OMITTED MISSING ACCOUNTED", "条款 已编写 不写 缺漏 有交代").split()
    rows = [[name, *heads, *([words.say("SCENARIOS", "情景齐全")] if ran else [])]]
    named = [(t, plain(t.name) or "-") for t in tallies]
    for tally, title in [*named, *([(total, words.say("all", "合计"))] if total is not None else [])]:
        counts = [str(n) for n in (tally.clauses, tally.encoded, tally.omitted, tally.missing)]
        scenarios = [f"{tally.complete}/{tally.asked}" if tally.asked else "-"] if ran else []
        rows.append([title, *counts, words.percent(tally.share), *scenarios])
    return _table(rows)


def _lists(coverage: Coverage, words: Words) -> Iterator[str]:
    if coverage.missing:
        title = words.say("Missing: neither cited nor omitted", "缺漏：既未引用，也未说明不写")
        yield listed(title, [_place(c, words, c.summary) for c in coverage.missing])
    if coverage.wrongly_omitted:
        title = words.say("Omitted, though of a kind that wants encoding", "不写，而该类条款应当编写")
        yield listed(title, [_place(c, words, c.reason) for c in coverage.wrongly_omitted])
    if coverage.lacking:
        title = words.say("Scenarios wanting", "缺少情景")
        yield listed(title, [_place(c, words, _lacks(c, words)) for c in coverage.lacking])
    if coverage.idle_excuses:
        title = words.say("Excused from what is there, or not asked for", "无须免除")
        yield listed(title, [_place(c, words, words.listed(list(c.idle_excuses))) for c in coverage.idle_excuses])
    if coverage.failed:
        title = words.say("Scenarios that failed (see `pingan test`)", "未通过的情景（见 `pingan test`）")
        yield listed(title, [plain(name) for name in coverage.failed])


def _lacks(clause: ClauseCoverage, words: Words) -> str:
    names = words.listed([words.shown(s) for s in clause.lacking])
    by = words.listed([c.key.partition(".")[2] for c in clause.cited_by])
    return words.say(f"no scenario: {names} (cited by {by})", f"没有情景：{names}（由{by}引用）")


def _whole(clause: ClauseCoverage, words: Words, ran: bool) -> str:
    said = [words.standing(clause.standing)]
    if clause.reason:
        said[0] += words.say(": ", "：") + plain(clause.reason)
    if clause.cited_by:
        by = words.listed([f"{c.kind} {plain(c.key.partition('.')[2])}" for c in clause.cited_by])
        said.append(words.say(f"by {by}", f"见{by}"))
        if ran:
            counts = [f"{words.shown(s)} {len(clause.shown.get(s, ()))}" for s in SHOWN]
            said.append(words.say("scenarios: ", "情景：") + words.listed(counts))
    for what, reason in clause.excused.items():
        said.append(words.say(f"excused from {what}: {plain(reason)}", f"免除{what}：{plain(reason)}"))
    lines = [_place(clause, words, clause.summary), *(f"    {line}" for line in said)]
    return "\n".join(lines)


def _place(clause: ClauseCoverage, words: Words, remark: str | None) -> str:
    parts = [clause.id, clause.locator or "-", clause.kind or "-", remark or "-"]
    return "  ".join(plain(part) for part in parts)


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Rows (the first is the heading), columns aligned as the screen shows them; numbers to the right."""
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            row[0] + " " * (widths[0] - width(row[0])),
            *(" " * (wanted - width(cell)) + cell for cell, wanted in zip(row[1:], widths[1:], strict=True)),
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
