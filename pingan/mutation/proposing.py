"""What would make scenarios notice the mutants that survived: lines for scenarios that are there, and new scenarios.

A witness whose question a scenario asks already becomes a line of that scenario; the others become scenarios, one for
all witnesses of one question. A mutant that is noticed by what was proposed before needs nothing further.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from attrs import define, evolve, field, frozen

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.formatting import format_text
from pingan.language.dialect import Language, dialect
from pingan.language.dialects import spoken_language
from pingan.model import nodes as m
from pingan.mutation.nodes import Mutant, MutationReport
from pingan.mutation.witnessing import noticed_by, read_scenarios
from pingan.mutation.words import Words
from pingan.policy import Policy
from pingan.program.fact_canonical import digest
from pingan.source import Source
from pingan.syntax import nodes as syntax
from pingan.syntax.to_text import print_declaration
from pingan.tree.from_text import parse

_LONGEST_TITLE = 200
_NAMED = 3
"""Rules that a title names."""


@frozen
class Proposal:
    """What to write into a policy's file, and the ids of the mutants that it notices.

    *scenario* is the title of the scenario that gets the *lines*, or of the new one whose whole text they are.
    """

    module: str
    scenario: str
    is_new: bool
    lines: tuple[str, ...]
    mutants: tuple[str, ...]


@define(eq=False)
class _Question:
    """A question, the scenario that asks it already (None: none does), and what is to be expected."""

    asked: m.Scenario | None
    node: syntax.Scenario
    expectations: list[syntax.Expectation] = field(factory=list)
    mutants: list[Mutant] = field(factory=list)


def proposals(policy: Policy, report: MutationReport) -> tuple[Proposal, ...]:
    """What would notice the survivors of *report* for which it has witnesses, scenarios that are there first."""
    survivors = {t.mutant.id: t for t in report.survivors if t.witness is not None}
    found: list[Proposal] = []
    for module in policy.names:
        texts = {key: t.witness or "" for key, t in survivors.items() if t.mutant.module == module}
        if not texts:
            continue
        nodes = _nodes(policy, module, texts.values())
        mutants = [survivors[key].mutant for key in texts]
        resolved = {s.title: s for s in read_scenarios(policy, [(module, text) for text in texts.values()])}
        meant = [(mutant, node) for mutant, node in zip(mutants, nodes, strict=True) if node.title in resolved]
        found += _of_module(policy, module, meant, resolved)
    return tuple(found)


def _of_module(
    policy: Policy,
    module: str,
    meant: Sequence[tuple[Mutant, syntax.Scenario]],
    resolved: Mapping[str, m.Scenario],
) -> list[Proposal]:
    there = {_key(s, policy): s for s in reversed(policy.scenarios) if s.module == module}
    questions: dict[object, _Question] = {}
    chosen: dict[str, list[tuple[_Question, m.Scenario]]] = {}  # by declaration, what notices mutants of it
    for mutant, node in meant:
        witness = resolved[node.title]
        key = _key(witness, policy)
        question = questions.get(key)
        earlier = next((q for q, w in chosen.get(mutant.key, ()) if noticed_by(policy, mutant, w)), None)
        if earlier is not None:
            earlier.mutants.append(mutant)
            continue
        if question is None:
            question = questions[key] = _Question(there.get(key), node)
        question.mutants.append(mutant)
        if not set(node.expectations) & set(question.expectations):
            question.expectations.append(node.expectations[0])
        chosen.setdefault(mutant.key, []).append((question, evolve(witness, expectations=witness.expectations[:1])))
    return _written(policy, module, list(questions.values()))


def _written(policy: Policy, module: str, questions: Sequence[_Question]) -> list[Proposal]:
    written = policy.modules.modules[module].syntax.dialect
    spoken = spoken_language(written, policy.environment.dialects)
    expect = dialect(spoken).keyword("EXPECT")
    taken = {scenario.title for scenario in policy.modules.modules[module].scenarios}
    found: list[Proposal] = []
    for question in sorted(questions, key=lambda q: q.asked is None):
        ids = tuple(mutant.id for mutant in question.mutants)
        if question.asked is not None:
            lines = tuple(f"{expect} {expectation.span.text}" for expectation in question.expectations)
            found.append(Proposal(module, question.asked.title, False, lines, ids))
            continue
        title = _title(question.mutants, policy.model, spoken, taken)
        taken.add(title)
        node = evolve(question.node, title=title, expectations=tuple(question.expectations))
        text = print_declaration(node, written, environment=policy.environment)
        found.append(Proposal(module, title, True, tuple(text.splitlines()), ids))
    return found


def _nodes(policy: Policy, module: str, texts: Iterable[str]) -> list[syntax.Scenario]:
    """The scenarios that *texts* are, one each."""
    spoken = dialect(spoken_language(policy.modules.modules[module].syntax.dialect, policy.environment.dialects))
    source = Source(f"<proposals for {module}>", f"{spoken.keyword('POLICY')} {module}\n\n" + "\n".join(texts))
    read = parse(source, Diagnostics(), policy.environment)
    assert read is not None, "witnesses have been read before they were offered"
    return [node for node in read.declarations if isinstance(node, syntax.Scenario)]


def _key(scenario: m.Scenario, policy: Policy) -> object:
    """Equal for scenarios that ask the same."""
    moment = None if scenario.as_of is None else scenario.as_of.isoformat()
    since = {rule: day.isoformat() for rule, day in scenario.since.items()}
    if scenario.as_of is None:
        return scenario.title
    facts = policy.program.checked(scenario.facts, scenario.as_of).data
    return digest({"facts": facts, "as_of": moment, "since": since}), repr(sorted(scenario.settings.items()))


def _title(mutants: Sequence[Mutant], policy: m.Policy, language: Language, taken: Container[str]) -> str:
    """Which rules, and what mistakes in them the scenario is there for; none of *taken*."""
    words = Words(language)
    names = dict.fromkeys(_named(mutant, policy, words) for mutant in mutants)
    mistakes = dict.fromkeys(words.mutator(mutant.mutator) for mutant in mutants)
    comma, colon = words.say(", ", "、"), words.say(": not ", "：不是")
    title = f"{comma.join(list(names)[:_NAMED])}{colon}{words.say(', not ', '、').join(list(mistakes)[:_NAMED])}"
    title = title.replace('"', "").replace("`", "").replace("“", "").replace("”", "")[:_LONGEST_TITLE]
    found, number = title, 2
    while found in taken:
        found, number = f"{title} ({number})", number + 1
    return found


def _named(mutant: Mutant, policy: m.Policy, words: Words) -> str:
    declared = policy.rules.get(mutant.key) or policy.definitions.get(mutant.key)
    if declared is None:
        return mutant.key.rpartition(".")[2]
    return (declared.label or declared.name) if words.say("", "zh") else declared.name


def with_proposals(text: str, wanted: Sequence[Proposal], policy: Policy, module: str) -> str:
    """The *text* of the policy's file with what is *wanted* in it; in form, if it was."""
    scenarios = {node.title: node for node in policy.modules.modules[module].scenarios}
    inserted: list[tuple[int, str]] = []
    for proposal in wanted:
        if not proposal.is_new:
            last = scenarios[proposal.scenario].expectations[-1].span
            start = text.rfind("\n", 0, last.start) + 1
            before = text[start : last.start]
            indent = before[: len(before) - len(before.lstrip())]
            inserted.append((last.end, "".join(f"\n{indent}{line}" for line in proposal.lines)))
    changed = text
    for place, lines in sorted(inserted, reverse=True):
        changed = changed[:place] + lines + changed[place:]
    added = "\n\n".join("\n".join(proposal.lines) for proposal in wanted if proposal.is_new)
    changed = changed.rstrip("\n") + (f"\n\n{added}\n" if added else "\n")
    source = policy.modules.modules[module].syntax.span.source.name
    if format_text(Source(source, text), environment=policy.environment) != text:
        return changed
    return format_text(Source(source, changed), environment=policy.environment)
