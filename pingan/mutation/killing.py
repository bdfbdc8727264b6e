"""Does a scenario notice a mutant?"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Final

from pingan.diagnostics.errors import FactError
from pingan.model import nodes as m
from pingan.model.asked import actions_of
from pingan.mutation.applied import changed
from pingan.mutation.digests import digest
from pingan.mutation.nodes import Mutant, Verdict
from pingan.mutation.stages import Key, Ready, Stage, Stages, program_of, references
from pingan.scenarios import comes_true

_FIRST: Final = 3
"""Scenarios that are tried before more of the policy is compiled for the others."""
_NEAR: Final = 5
"""Scenarios named beside a mutant that survived."""


def verdict_of(mutant: Mutant, stages: Stages) -> Verdict:
    """Whether some scenario that passes without the mutant fails with it: the first one is told."""
    ran = 0
    near: list[tuple[bool, str]] = []
    keys = {(edit.kind, edit.key) for edit in mutant.edits}
    for stage in stages.stages:
        model = changed(stage.model, mutant)
        if model is None:
            continue
        able = able_to_notice(keys, model, stage)
        for group in (able[:_FIRST], able[_FIRST:]):
            if not group:
                continue
            needs = needed(group, keys, model, stage)
            part, program = program_of(model, needs, stages.environment)
            for ready in group:
                ran += 1
                try:
                    if not comes_true(ready.scenario, part, program, ready.facts):
                        return Verdict("killed", by=ready.name, ran=ran)
                except FactError as error:
                    return Verdict("killed", by=ready.name, why=str(error.problems[0]), ran=ran)
        near += [(not is_about(keys, ready), ready.name) for ready in able]
    return Verdict("survived", ran=ran, near=tuple(name for _, name in sorted(near, key=lambda n: n[0])[:_NEAR]))


def depends_on(mutant: Mutant, stages: Stages) -> str:
    """The digest of all that the verdict about *mutant* depends on."""
    keys = {(edit.kind, edit.key) for edit in mutant.edits}
    told: list[object] = [(mutant.mutator, mutant.is_told_only, mutant.before, mutant.after)]
    told += [(edit.kind, edit.key, edit.path, edit.old, edit.new) for edit in mutant.edits]
    for stage in stages.stages:
        model = changed(stage.model, mutant)
        if model is not None:
            told += [ready.digest for ready in able_to_notice(keys, model, stage)]
            told.append(stage.digests.of_all(stage.references.closure(keys)))
    return digest(*told)


def able_to_notice(keys: Set[tuple[str, str]], model: m.Policy, stage: Stage) -> Sequence[Ready]:
    """The scenarios of *stage* whose outcome may depend on the declarations *keys*, the most likely first."""
    rules = [model.rules[key] for kind, key in keys if kind == "rule" and key in model.rules]
    actions = {action for rule in rules for action in actions_of(rule)}
    able = [r for r in stage.ready if keys & r.needs or actions & r.actions]
    return sorted(able, key=lambda r: not is_about(keys, r))


def is_about(keys: Set[tuple[str, str]], ready: Ready) -> bool:
    """Whether *ready* asks about one of *keys* itself."""
    return any(kind == "rule" and key in ready.asked for kind, key in keys)


def needed(group: Sequence[Ready], keys: Set[tuple[str, str]], model: m.Policy, stage: Stage) -> Set[Key]:
    """The declarations of the changed *model* that the scenarios of *group* depend on."""
    found: set[Key] = set().union(*(ready.needs for ready in group))
    for kind, key in keys:
        declaration = {"rule": model.rules, "definition": model.definitions}.get(kind, {}).get(key)
        if declaration is not None:
            found |= stage.references.closure([(kind, key), *references(declaration, model)])
    return found
