"""What the prompt answers, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pingan.diagnostics.errors import FactError, PolicyError
from pingan.diagnostics.plain import plain
from pingan.interview.words import Asking
from pingan.language.shapes import Truth
from pingan.model.value_text import Words
from pingan.outcome.nodes import Norm
from pingan.outcome.norm_text import norm_text
from pingan.outcome.outcome import Outcome
from pingan.outcome.phrases import citations_text, states_text
from pingan.repl.commands import HELP

MAXIMUM_REASONS: Final = 24
"""Lines of reasons that are told below a value."""


def duties(outcome: Outcome, words: Words, asking: Asking) -> Iterator[str]:
    """The norms that apply or may apply, a line each; those that surely do first."""
    norms = [norm for norm in outcome.applicable_norms if norm.states != {"none"}]
    surely = [norm for norm in norms if norm.applies is Truth.TRUE]
    perhaps = [norm for norm in norms if norm.applies is not Truth.TRUE]
    yield from (f"  {duty(norm, words)}" for norm in surely)
    if perhaps:
        yield asking.say(f"may apply ({len(perhaps)}):", f"是否适用未定（{len(perhaps)} 项）：")
        yield from (f"  {duty(norm, words)}" for norm in perhaps[:MAXIMUM_REASONS])
        if len(perhaps) > MAXIMUM_REASONS:
            left = len(perhaps) - MAXIMUM_REASONS
            yield asking.say(f"  … and {left} more (duties all)", f"  ……另有{left}项（义务 全部）")
    if not norms:
        yield asking.say("nothing applies", "没有适用的规定")


def duty(norm: Norm, words: Words) -> str:
    """A norm on one line, its states and clauses behind it."""
    cited = citations_text(norm.citations, words.language)
    return f"{norm_text(norm, words)} — {states_text(norm, words.language)}" + (f" [{cited}]" if cited else "")


def differences(before: Outcome, after: Outcome, words: Words, asking: Asking) -> Iterator[str]:
    """The norms that stand otherwise in *after*."""
    then = {norm.key: norm for norm in before.norms}
    now = {norm.key: norm for norm in after.norms}
    count = 0
    for key in sorted({*then, *now}, key=str):
        old, new = then.get(key), now.get(key)
        if (old.states if old else {"none"}) != (new.states if new else {"none"}):
            count += 1
            if count <= MAXIMUM_REASONS:
                yield f"  {_difference(old, new, words, asking)}"
    if count > MAXIMUM_REASONS:
        left = count - MAXIMUM_REASONS
        yield asking.say(f"  … and {left} more", f"  ……另有{left}项")
    if not count:
        yield asking.say("  nothing would be otherwise", "  没有不同")


def _difference(old: Norm | None, new: Norm | None, words: Words, asking: Asking) -> str:
    shown = new or old
    assert shown is not None
    missing = asking.say("not there", "无")
    before = states_text(old, words.language) if old else missing
    after = states_text(new, words.language) if new else missing
    return f"{norm_text(shown, words)}: {before} → {after}"


def value(outcome: Outcome, key: str, words: Words, asking: Asking) -> Iterator[str]:
    """The value of the definition *key*, and why."""
    finding = next(f for f in outcome.findings if f.kind == "definition" and f.subject == key)
    definition = words.policy.definitions[key]
    told = asking.say("(not shown)", "（不显示）")
    if finding.value is not None:
        told = words.value(finding.value, definition.type)
    yield told
    reasons = outcome.explain(key, language=words.language).to_text().splitlines()
    first, *rest = reasons if reasons else ("",)
    if not rest and ": " in first:
        # The only step stands on the line of the value itself.
        rest = [f"  - {first.partition(': ')[2].partition(': ')[2]}"] if first.count(": ") > 1 else []
    yield from rest[:MAXIMUM_REASONS]
    if len(rest) > MAXIMUM_REASONS:
        yield "  …"


def wrong(error: PolicyError, line: str) -> Iterator[str]:
    """What is wrong with an expression, the place marked below it."""
    for diagnostic in error.diagnostics[:3]:
        span = diagnostic.span
        if span is not None and span.source.name == "where" and "\n" not in line:
            from pingan.diagnostics.plain import width

            shown = plain(line)
            yield f"  {shown}"
            yield (
                "  " + " " * width(plain(line[: span.start])) + "^" * max(1, width(plain(line[span.start : span.end])))
            )
        yield f"  {plain(diagnostic.message)}" + (f"; {plain(diagnostic.help)}" if diagnostic.help else "")


def problems(error: FactError) -> Iterator[str]:
    """What is wrong with facts."""
    for problem in error.problems[:5]:
        yield f"  {plain(problem.path)}: {plain(problem.message)}" + (
            f"; {plain(problem.help)}" if problem.help else ""
        )


def help_text(asking: Asking) -> Iterator[str]:
    """Every command with what it does."""
    from pingan.diagnostics.plain import width

    rows = [(asking.say(row[0], row[2]), asking.say(row[1], row[3])) for row in HELP]
    widest = max(width(name) for name, _ in rows)
    for name, does in rows:
        yield f"  {name}{' ' * (widest - width(name))}  {does}"


def settings_text(settings: Mapping[str, object]) -> Iterator[str]:
    """What was set."""
    for name, given in settings.items():
        yield f"  {plain(name)} = {plain(str(given))}"
