"""Which changes of a policy do its scenarios notice?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence

from attrs import evolve

from pingan.model import nodes as m
from pingan.mutation.differences import Seeker
from pingan.mutation.killing import verdict_of
from pingan.mutation.mutants import mutants_of
from pingan.mutation.nodes import Mutant, MutationReport, Tried, Verdict
from pingan.mutation.stages import Stages, stages_of
from pingan.mutation.witnessing import Suspect, titled
from pingan.mutation.witnessing import witnesses as written
from pingan.policy import Policy

Progress = Callable[[int, int], None]
"""Is told how many mutants have been tried, and of how many."""


def mutate(
    policy: Policy,
    *,
    only: Iterable[str] = (),
    sample: int | None = None,
    seed: int = 0,
    witnesses: bool = True,
    progress: Progress | None = None,
) -> MutationReport:
    """Changes one thing of *policy* at a time and tells which changes its scenarios notice.

    *only* keeps the mutants of some rules, definitions or mutators, by name; *sample* tries so many of them, chosen by
    *seed*. With *witnesses* a scenario that would notice it is looked for, for each that survives. *progress* is told
    how far it is. Raises ValueError for a name in *only* that is none.

    >>> import pingan
    >>> report = pingan.mutate(pingan.load("ankang"), only=["strictness"])
    >>> report.score == 1 or len(report.survivors) > 0
    True
    """
    made = chosen(mutants_of(policy), tuple(only))
    tried = sampled(made, sample, seed)
    stages = stages_of(policy)
    cited = citing(policy)
    seeker = Seeker(policy, stages) if witnesses else None
    found: list[Tried] = []
    suspects: list[Suspect] = []
    interrupted = False
    titles = titled(tried, policy)
    try:
        for number, mutant in enumerate(tried):
            verdict = judged(mutant, stages, cited)
            found.append(Tried(mutant, verdict))
            if seeker is not None and verdict.kind == "survived" and mutant.mutator != "cite":
                differing = seeker.difference(mutant)
                if differing is not None:
                    suspects.append(Suspect(mutant, *differing, titles[mutant.id]))
            if progress is not None:
                progress(number + 1, len(tried))
    except KeyboardInterrupt:
        interrupted = True
    texts = written(policy, suspects)
    found = [evolve(t, witness=texts.get(t.mutant.id)) for t in found]
    return MutationReport(
        policies=policy.names,
        tried=tuple(found),
        scenarios=stages.count,
        failing=stages.failing,
        made=len(made),
        interrupted=interrupted,
        registers={n: bool(policy.model.headers[n].clauses) for n in policy.names},
    )


def judged(mutant: Mutant, stages: Stages, cited: dict[str, int]) -> Verdict:
    """What becomes of *mutant*. What goes wrong in our own code is nobody's merit: it is told as an error."""
    try:
        match mutant.mutator:
            case "cite":
                return _register(mutant, cited)
            case "promise":
                return Verdict("inexpressible")
        found = verdict_of(mutant, stages)
    except Exception as error:
        return Verdict("error", why=f"{type(error).__name__}: {error}")
    if found.kind == "survived" and is_told_only(mutant):
        # Arguments and partners are told to people; only a conflict looks at them, and that one would have been seen.
        return Verdict("inexpressible", ran=found.ran, near=found.near)
    return found


def is_told_only(mutant: Mutant) -> bool:
    """Whether only people are told what it changes: no expectation is about partners, about arguments (but where norms
    conflict), or about who has to ensure something (expectations name a bearer with an action).
    """
    return mutant.mutator in ("argument", "partner") or (mutant.mutator == "bearer" and mutant.of_state)


def citing(policy: Policy) -> dict[str, int]:
    """How many declarations cite each clause."""
    found: dict[str, set[tuple[int, str]]] = {}
    declarations: list[m.Rule | m.Definition] = [*policy.model.rules.values(), *policy.model.definitions.values()]
    for declared in declarations:
        for citation in declared.citations:
            # What a clause form made of one declaration cites together.
            found.setdefault(citation.clause, set()).add((declared.span.start, declared.module))
    return {clause: len(places) for clause, places in found.items()}


def _register(mutant: Mutant, cited: dict[str, int]) -> Verdict:
    """A clause that is cited nowhere else would be missing: `pingan coverage` tells that."""
    dropped = {
        c.clause
        for edit in mutant.edits
        if isinstance(edit.old, tuple)
        for c in edit.old
        if not (isinstance(edit.new, tuple) and c in edit.new)
    }
    alone = [clause for clause in sorted(dropped) if cited.get(clause, 0) <= 1]
    return Verdict("register", why=", ".join(alone)) if alone else Verdict("survived")


def chosen(mutants: Sequence[Mutant], only: Sequence[str]) -> tuple[Mutant, ...]:
    """The mutants of what *only* names: a mutator, or a declaration by name or key; all of them when it names nothing.

    Names of both kinds narrow each other. Raises ValueError for a name that is none of these.
    """
    from pingan.mutation.mutators import MUTATORS

    keys = {edit.key for mutant in mutants for edit in mutant.edits}
    mutators = {name for name in only if name in MUTATORS}
    declared = {key for name in only if name not in MUTATORS for key in keys if name in (key, key.partition(".")[2])}
    for name in only:
        if name not in MUTATORS and not any(name in (key, key.partition(".")[2]) for key in keys):
            raise ValueError(f"`{name}` is no mutator, and no rule or definition of which there is a mutant")
    return tuple(
        mutant
        for mutant in mutants
        if (not mutators or mutant.mutator in mutators)
        and (not declared or any(edit.key in declared for edit in mutant.edits))
    )


def sampled(mutants: Sequence[Mutant], size: int | None, seed: int) -> tuple[Mutant, ...]:
    """*size* of *mutants*, in their order."""
    if size is None or size >= len(mutants):
        return tuple(mutants)
    places = sorted(random.Random(seed).sample(range(len(mutants)), size))  # noqa: S311  # nothing secret
    return tuple(mutants[place] for place in places)
