"""A report about mutants as text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pingan.diagnostics.plain import aligned, plain
from pingan.language.dialect import Language
from pingan.mutation.nodes import MutationReport, Tally, Tried
from pingan.mutation.words import Words

_LONG: Final = 200
"""Characters from which on a text is shortened."""
_AROUND: Final = 60
"""Characters that are shown on either side of what differs."""


def mutation_text(report: MutationReport, language: Language, *, full: bool = False) -> str:
    """The score, the survivors, and tables; with *full* by rule, and every mutant that was not counted, as well."""
    words = Words(language)
    say = words.say
    parts = [_heading(report, words)]
    parts.append(_table(say("MUTATOR", "改动"), report.by_mutator, words, report.total))
    if len(report.policies) > 1:
        parts.append(_table(say("POLICY", "政策"), report.by_policy, words))
    if full:
        parts.append(_table(say("RULE", "规则"), report.by_rule, words))
    parts += _lists(report, words, full)
    return "\n\n".join(parts) + "\n"


def _heading(report: MutationReport, words: Words) -> str:
    total, say = report.total, words.say
    lines = [
        say(
            f"{plain(', '.join(report.policies))}: {len(report.tried)} mutants, {report.scenarios} scenarios",
            f"{plain('、'.join(report.policies))}：{len(report.tried)} 个变体，{report.scenarios} 个情景",
        ),
        say(
            f"{total.killed} of {total.counted} noticed: {words.percent(total.score)}",
            f"{total.counted} 个中发现 {total.killed} 个：{words.percent(total.score)}",
        ),
    ]
    if total.equivalent or total.inexpressible:
        lines.append(
            say(
                f"not counted: {total.equivalent} that say the same, "
                f"{total.inexpressible} that no expectation can be about",
                f"不计：含义不变 {total.equivalent} 个，无法用预期表达 {total.inexpressible} 个",
            )
        )
    if report.cites:
        noticed = sum(t.verdict.kind == "register" for t in report.cites)
        lines.append(
            say(
                f"citations: {noticed} of {len(report.cites)} that were dropped are noticed by the register of clauses",
                f"依据：漏写 {len(report.cites)} 处，条款表发现 {noticed} 处",
            )
        )
    without = [name for name, has in report.registers.items() if not has]
    if without:
        named = plain(", ".join(without))
        lines.append(
            say(f"no register of clauses, so no citation was dropped: {named}", f"没有条款表，未改动依据：{named}")
        )
    if len(report.tried) < report.made:
        lines.append(
            say(
                f"only {len(report.tried)} of {report.made} were tried",
                f"{report.made} 个中只试了 {len(report.tried)} 个",
            )
        )
    if report.failing:
        named = plain("; ".join(report.failing))
        lines.append(
            say(f"fail without any change, and notice nothing: {named}", f"未改动时已不通过，不能用来发现变体：{named}")
        )
    return "\n".join(lines)


def _lists(report: MutationReport, words: Words, full: bool) -> Iterator[str]:
    lists = [("survived", words.say("Survived: no scenario notices", "未被发现"))]
    if full:
        lists += [
            ("equivalent", words.say("Say the same", "含义不变")),
            ("inexpressible", words.say("No expectation can be about it", "无法用预期表达")),
        ]
    lists.append(("error", words.say("Could not be tried", "无法试验")))
    for kind, title in lists:
        found = [t for t in report.tried if t.verdict.kind == kind]
        if found:
            yield "\n\n".join([f"{title} ({len(found)})", *(_mutant(t, words) for t in found)])


def _mutant(tried: Tried, words: Words) -> str:
    mutant, verdict = tried.mutant, tried.verdict
    lines = [
        f"{mutant.id}  {plain(str(mutant.span))}  {plain(mutant.key)}  "
        f"{words.mutator(mutant.mutator)} ({mutant.mutator})"
    ]
    before, after = shortened(mutant.before, mutant.after)
    lines += [f"    - {plain(line)}" for line in before.split("\n") if line]
    lines += [f"    + {plain(line)}" for line in after.split("\n") if line]
    if verdict.why:
        lines.append(f"    {plain(verdict.why)}")
    if verdict.kind == "survived":
        near = words.say("; ", "；").join(verdict.near)
        nobody = words.say("no scenario asks about it", "没有情景问及")
        lines.append(
            f"    {words.say('near', '相近')}{words.say(': ', '：')}{plain(near)}" if near else f"    {nobody}"
        )
    if tried.witness:
        lines.append(words.say("    would notice it:", "    可发现它的情景："))
        lines += [f"        {plain(line)}" for line in tried.witness.rstrip("\n").split("\n")]
    return "\n".join(lines)


def shortened(before: str, after: str) -> tuple[str, str]:
    """Two long texts without so much of what they have in common that only what is around the difference stays."""
    if max(len(before), len(after)) <= _LONG:
        return before, after
    start = _alike(before, after)
    rest = min(len(before), len(after)) - start
    end = min(_alike(before[::-1], after[::-1]), rest)
    first, last = max(start - _AROUND, 0), max(end - _AROUND, 0)
    head, tail = "… " if first else "", " …" if last else ""
    return tuple(f"{head}{text[first : len(text) - last]}{tail}" for text in (before, after))  # type: ignore[return-value]


def _alike(one: str, other: str) -> int:
    """How many characters the two begin with together."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _table(name: str, tallies: Iterable[Tally], words: Words, total: Tally | None = None) -> str:
    heads = words.say("COUNTED KILLED SURVIVED EQUIVALENT SCORE", "计入 发现 未发现 不变 得分").split()
    rows = [[name, *heads]]
    named = [(plain(t.name), t) for t in tallies] + ([(words.say("all", "合计"), total)] if total is not None else [])
    for title, tally in named:
        if not tally.counted and not tally.equivalent:
            continue
        counts = [str(n) for n in (tally.counted, tally.killed, tally.survived + tally.errors, tally.equivalent)]
        rows.append([title, *counts, words.percent(tally.score) if tally.counted else "-"])
    return aligned(rows)
