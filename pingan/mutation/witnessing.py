"""Scenarios that would notice mutants: written, read again, and run on both before they are offered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.diagnostics.errors import FactError, PolicyError
from pingan.language.dialect import dialect, in_chinese
from pingan.language.dialects import spoken_language
from pingan.model import nodes as m
from pingan.model.from_syntax import resolve
from pingan.model.loaded import Modules
from pingan.mutation.applied import changed
from pingan.mutation.nodes import Mutant
from pingan.mutation.stages import References, needs_of, program_of
from pingan.policy import Policy
from pingan.program.program import Program
from pingan.scenarios import comes_true, with_probes
from pingan.source import Source
from pingan.syntax import nodes as syntax
from pingan.tree.from_text import parse
from pingan.witnesses import Case, NotWritableError, observed, scenario_text

_MOST = 2
"""Expectations that are offered of one question."""


@frozen(eq=False)
class Suspect:
    """A mutant, a question on which it should differ, and the rules and definitions in which it should."""

    mutant: Mutant
    case: Case
    subjects: tuple[str, ...]
    title: str


def witnesses(policy: Policy, suspects: Sequence[Suspect]) -> Mapping[str, str]:
    """By mutant, a scenario that holds of *policy* and not of the mutant; of some there may be none."""
    found: dict[str, str] = {}
    drafts = [(s, expectations, text) for s in suspects for expectations, text in _drafts(policy, s)]
    read = read_scenarios(policy, [(s.mutant.module, text) for s, _, text in drafts])
    models = {scenario.title: scenario for scenario in read}
    for suspect, expectations, _ in drafts:
        scenario = models.get(suspect.title)
        if scenario is None or len(scenario.expectations) != len(expectations):
            continue
        telling = _telling(policy, suspect.mutant, scenario)
        if telling:
            chosen = tuple(expectations[place] for place in telling)
            module = suspect.mutant.module
            found[suspect.mutant.id] = scenario_text(policy, suspect.case, chosen, suspect.title, module=module)
    return found


def _drafts(policy: Policy, suspect: Suspect) -> Iterator[tuple[tuple[syntax.Expectation, ...], str]]:
    """The question with all that is so in it as expectations."""
    try:
        expectations = observed(policy, suspect.case, suspect.subjects)
        if expectations:
            module = suspect.mutant.module
            yield expectations, scenario_text(policy, suspect.case, expectations, suspect.title, module=module)
    except (FactError, NotWritableError):
        return


def read_scenarios(policy: Policy, texts: Sequence[tuple[str, str]]) -> tuple[m.Scenario, ...]:
    """Scenarios, each the text of one and the module that it is for, as the policy's files would have them.

    One that cannot be read spoils no other, and is left out.
    """
    if not texts:
        return ()
    model = _resolved(policy, texts)
    if model is None:
        if len(texts) == 1:
            return ()
        half = len(texts) // 2
        return (*read_scenarios(policy, texts[:half]), *read_scenarios(policy, texts[half:]))
    there = {(s.module, s.span) for s in policy.model.scenarios}
    return tuple(s for s in model.scenarios if (s.module, s.span) not in there)


def _resolved(policy: Policy, texts: Sequence[tuple[str, str]]) -> m.Policy | None:
    modules = dict(policy.modules.modules)
    for name in {module for module, _ in texts}:
        loaded = modules[name]
        spoken = dialect(spoken_language(loaded.syntax.dialect, policy.environment.dialects))
        written = [text for module, text in texts if module == name]
        source = Source(f"<witnesses of {name}>", f"{spoken.keyword('POLICY')} {name}\n\n" + "\n".join(written))
        read = parse(source, Diagnostics(), policy.environment)
        if read is None:
            return None
        declarations = (*loaded.syntax.declarations, *read.declarations)
        modules[name] = evolve(loaded, syntax=evolve(loaded.syntax, declarations=declarations))
    diagnostics = Diagnostics()
    return resolve(Modules(modules, policy.modules.targets), policy.environment, diagnostics, settings=policy.settings)


def noticed_by(policy: Policy, mutant: Mutant, scenario: m.Scenario) -> bool:
    """Whether *scenario* passes with *policy*, and fails with *mutant*."""
    return bool(_telling(policy, mutant, scenario))


def _telling(policy: Policy, mutant: Mutant, scenario: m.Scenario) -> tuple[int, ...]:
    """The places of the expectations that come true of *policy*, and not of *mutant*."""
    try:
        model = policy.with_settings(scenario.settings).model if scenario.settings else policy.model
    except PolicyError:
        return ()
    probed = with_probes(evolve(model, scenarios=(scenario,)))
    other = changed(probed, mutant)
    if other is None:
        return ()
    programs = [
        program_of(each, needs_of(scenario, each, References.to(each)), policy.environment) for each in (probed, other)
    ]
    found = [
        place
        for place, expectation in enumerate(scenario.expectations)
        if _comes_true(evolve(scenario, expectations=(expectation,)), programs[0])
        and not _comes_true(evolve(scenario, expectations=(expectation,)), programs[1])
    ]
    return tuple(found[:_MOST])


def _comes_true(scenario: m.Scenario, compiled: tuple[m.Policy, Program]) -> bool:
    try:
        return comes_true(scenario, *compiled, scenario.facts)
    except FactError:
        return False


def titled(mutants: Iterable[Mutant], policy: Policy) -> dict[str, str]:
    """A title for the witness of every mutant, in the language of its module; none that a scenario has."""
    taken = {scenario.title for scenario in policy.model.scenarios}
    found: dict[str, str] = {}
    for mutant in mutants:
        written = policy.modules.modules[mutant.module].syntax.dialect
        chinese = in_chinese(spoken_language(written, policy.environment.dialects))
        title = f"{'变体' if chinese else 'mutant'} {mutant.id}"
        while title in taken:
            title += "'"
        taken.add(title)
        found[mutant.id] = title
    return found
