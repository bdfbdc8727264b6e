"""What the scenario of a witness is called."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from pingan.language.dialect import Language, dialect, in_chinese
from pingan.model import nodes as model
from pingan.witnesses.changes import steps_of
from pingan.witnesses.naming import Naming
from pingan.witnesses.nodes import STATE_KINDS, Witness

_LONGEST: Final = 200


def title_of(witness: Witness, policy: model.Policy, language: Language, taken: Container[str], naming: Naming) -> str:
    """A title that says which rule it is and what of it is seen; none of *taken*."""
    title = _title(witness, policy, language, naming)
    found, number = title, 2
    while found in taken:
        found, number = f"{title} ({number})", number + 1
    return found


def _title(witness: Witness, policy: model.Policy, language: Language, naming: Naming) -> str:
    declared = policy.rules.get(witness.key) or policy.definitions[witness.key]
    name = declared.name
    if in_chinese(language) and declared.label and not set(declared.label) & set('“”"'):
        name = declared.label
    changed = witness.changed
    if changed is not None and changed in {*policy.parameters, *policy.interpretations}:
        changed = changed.partition(".")[2]
    elif changed is not None and steps_of(changed)[0] in policy.vocabulary.facts:
        changed = naming.placed(changed)
    says = _in_chinese(witness, changed, language) if in_chinese(language) else _in_english(witness, changed, language)
    return f"{name}{says}"[:_LONGEST]


def _in_english(witness: Witness, changed: str | None, language: Language) -> str:
    match witness.kind:
        case "applies":
            return ": applies"
        case "none" if changed == "as_of":
            return ": does not apply on another day"
        case "none" if changed:
            return f": does not apply with another {changed}"
        case "none":
            return ": does not apply"
        case "undetermined" if changed:
            return f": undetermined without {changed}"
        case "undetermined":
            return ": undetermined"
        case kind if kind in STATE_KINDS:
            return f": {dialect(language).state(kind)}"
        case kind:
            return f" is {kind}"


def _in_chinese(witness: Witness, changed: str | None, language: Language) -> str:
    match witness.kind:
        case "applies":
            return "：适用"
        case "none" if changed == "as_of":
            return "：换一日则不适用"
        case "none" if changed:
            return f"：换 {changed} 则不适用"
        case "none":
            return "：不适用"
        case "undetermined" if changed:
            return f"：缺 {changed} 则未定"
        case "undetermined":
            return "：未定"
        case kind if kind in STATE_KINDS:
            return f"：{dialect(language).state(kind)}"
        case kind:
            return f"为 {kind}"
