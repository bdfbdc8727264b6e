"""Which changes of a policy do its scenarios notice?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from pingan.mutation.digests import digest, environment_digest
from pingan.mutation.keeping import Kept
from pingan.mutation.killing import depends_on
from pingan.mutation.mutants import mutants_of
from pingan.mutation.mutators import MUTATORS
from pingan.mutation.nodes import Mutant, MutationReport, Tried
from pingan.mutation.running import Load, by_processes, one_by_one
from pingan.mutation.stages import stages_of
from pingan.mutation.trying import Found, Trier
from pingan.policy import Policy

_FEW: Final = 24
"""So many mutants one process tries sooner than others are started."""

Progress = Callable[[int, int], None]
"""Is told how many mutants have been tried, and of how many."""


def mutate(
    policy: Policy,
    *,
    only: Iterable[str] = (),
    sample: int | None = None,
    seed: int = 0,
    witnesses: bool = True,
    jobs: int = 1,
    load: Load | None = None,
    progress: Progress | None = None,
) -> MutationReport:
    """Changes one thing of *policy* at a time and tells which changes its scenarios notice.

    *only* keeps the mutants of some rules, definitions or mutators, by name; *sample* tries so many of them, chosen by
    *seed*. With *witnesses* a scenario that would notice it is looked for, for each that survives. *jobs* processes
    share the work; they call *load*, which is a function of a module (or a `functools.partial` of one) and gives the
    same policy again. *progress* is told how far it is. Verdicts are kept in the user's cache folder
    (``PINGAN_CACHE``), and found there again as long as nothing that they depend on has changed. An interruption
    (``KeyboardInterrupt``) ends the work; the report has what was tried by then. Raises ValueError for a name in *only*
    that is none.

    >>> import pingan
    >>> report = pingan.mutate(pingan.load("ankang"), only=["strictness"])
    >>> report.score == 1 or len(report.survivors) > 0
    True
    """
    if jobs > 1 and load is None:
        raise ValueError("to try mutants in several processes, give `load`: a function that loads the policy there")
    all_made = mutants_of(policy)
    made = chosen(all_made, tuple(only))
    kept = Kept.of(policy.names, digest(environment_digest(policy.environment), witnesses))
    stages = stages_of(policy, kept.scenarios)
    wanted = sampled(made, sample, seed)
    digests = {mutant.id: depends_on(mutant, stages) for mutant in wanted}
    found = {key: kept.verdicts[digest_] for key, digest_ in digests.items() if digest_ in kept.verdicts}
    waiting = [mutant for mutant in wanted if mutant.id not in found]
    tell, interrupted = progress or _nobody, False
    if jobs > 1 and load is not None and len(waiting) > _FEW:
        going = by_processes(load, kept.scenarios, waiting, jobs, witnesses)
    else:
        going = one_by_one(Trier(policy, stages, all_made, witnesses), waiting)
    try:
        tell(len(found), len(wanted))
        for mutant, result in going:
            found[mutant.id] = result
            tell(len(found), len(wanted))
    except KeyboardInterrupt:
        interrupted = True
    finally:
        going.close()
    kept.keep({digests[key]: each for key, each in found.items() if each.verdict.kind != "error"})
    return MutationReport(
        policies=policy.names,
        tried=_in_order(wanted, found),
        scenarios=stages.count,
        failing=stages.failing,
        made=len(made),
        interrupted=interrupted,
        registers={n: bool(policy.model.headers[n].clauses) for n in policy.names},
    )


def _in_order(wanted: Sequence[Mutant], found: Mapping[str, Found]) -> tuple[Tried, ...]:
    return tuple(Tried(m, found[m.id].verdict, found[m.id].witness) for m in wanted if m.id in found)


def _nobody(done: int, total: int) -> None:
    """Nobody wants to know how far it is."""


def chosen(mutants: Sequence[Mutant], only: Sequence[str]) -> tuple[Mutant, ...]:
    """The mutants of what *only* names: a mutator, or a declaration by name or key; all of them when it names nothing.

    Names of both kinds narrow each other. Raises ValueError for a name that is none of these.
    """
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
