"""What a person names at the prompt: facts by path, rules and definitions, in names or labels."""

from __future__ import annotations

import re
from typing import Final

from pingan.diagnostics.plain import plain
from pingan.diagnostics.suggest import did_you_mean
from pingan.interview.reading import NotUnderstoodError
from pingan.interview.words import Asking
from pingan.language.types import ListType, RecordType
from pingan.policy import Policy
from pingan.program.fact_names import canonical_path
from pingan.program.question_places import Spot, spot_at

ASSIGNED: Final = re.compile(r"([^\W\d][\w.\[\]]*)\s*(\+?=)(?!=)\s*(.*)", re.DOTALL)
"""A fact, and what it is given."""

MAXIMUM_BLOCK: Final = 20_000
"""Characters of a declaration that are shown."""


def fact_path(policy: Policy, name: str) -> str | None:
    """The canonical path of a fact; None where it leads nowhere."""
    found = canonical_path(name, policy.model.vocabulary, policy.program.fact_names)
    return None if found is None else found[0]


def known_path(asking: Asking, name: str) -> str:
    """As `fact_path`. Raises NotUnderstoodError where it leads nowhere."""
    policy = asking.policy
    found = fact_path(policy, name)
    if found is not None:
        return found
    defined = [d for d in policy.model.definitions.values() if name in (d.name, d.label, d.key)]
    if defined:
        raise NotUnderstoodError(
            asking.say(
                f"`{plain(name)}` is defined by the policy, not given; to compare it: ? {plain(name)} = …",
                f"“{plain(name)}”由政策定义，不能提供；若要比较，请写 ? {plain(name)} = …",
            )
        )
    outer, _, last = name.rpartition(".")
    hint = did_you_mean(last, [found for found, _ in below(policy, outer)])
    text = asking.say(f"there is no fact `{plain(name[:80])}`", f"没有“{plain(name[:80])}”这个事实")
    raise NotUnderstoodError(text if hint is None else asking.say(f"{text}; {hint}", text))


def below(policy: Policy, path: str) -> list[tuple[str, str]]:
    """The names (and labels that are names, too) that may follow *path*; without one, of the facts. With a remark."""
    vocabulary, names = policy.model.vocabulary, policy.program.fact_names
    if not path:
        facts = {fact.name: fact.label or "" for fact in vocabulary.facts.values()}
        return [(name, _remark(name, names.facts.find(name), facts)) for name in names.facts.all]
    found = canonical_path(path, vocabulary, names)
    kind = found[1] if found is not None else None
    kind = kind.element if isinstance(kind, ListType) else kind
    if not isinstance(kind, RecordType):
        return []
    fields = {field.name: field.label or "" for field in vocabulary.records[kind.name].fields.values()}
    return [(name, _remark(name, names.fields[kind.name].find(name), fields)) for name in names.fields[kind.name].all]


def _remark(name: str, canonical: str | None, labels: dict[str, str]) -> str:
    """What else a name is called."""
    return labels.get(name, canonical or "")


def spot_of(policy: Policy, path: str, facts: object) -> Spot:
    """What is declared at the canonical *path*, and given so far."""
    values = policy.program.checked(facts, policy._instant("2000-01-01")).values
    spot = spot_at(path, policy.model.vocabulary, values)
    if spot is None:  # an element of a list that is not there yet
        raise KeyError(path)
    return spot


def rule_called(asking: Asking, name: str) -> str:
    """The key of the rule or definition called *name*. Raises NotUnderstoodError where there is none, or several."""
    model = asking.policy.model
    declared = [*model.rules.values(), *(d for d in model.definitions.values())]
    found = [d.key for d in declared if d.key == name] or [d.key for d in declared if name in (d.name, d.label)]
    if len(found) == 1:
        return found[0]
    if found:
        several = asking.listed([plain(key) for key in found])
        raise NotUnderstoodError(asking.say(f"`{plain(name)}` is the name of several: {several}",
                                            f"有几个都叫“{plain(name)}”：{several}"))  # fmt: skip
    hint = did_you_mean(name, [word for d in declared for word in (d.name, d.label, d.key) if word])
    text = asking.say(f"no rule is called `{plain(name[:80])}`", f"没有名为“{plain(name[:80])}”的规则")
    raise NotUnderstoodError(text if hint is None else asking.say(f"{text}; {hint}", text))


def is_private(policy: Policy, line: str) -> bool:
    """Whether *line* may tell a sensitive fact: it names a field that is sensitive."""
    words = set(re.findall(r"\w+", line))
    vocabulary = policy.model.vocabulary
    fields = [fact.field for fact in vocabulary.facts.values() if fact.field is not None]
    fields += [field for record in vocabulary.records.values() for field in record.fields.values()]
    return any(field.sensitive and words & {field.name, field.label or field.name} for field in fields)


def block(text: str, start: int) -> list[str]:
    """The lines of what is declared at *start*: from its own line until its braces are closed."""
    begin = text.rfind("\n", 0, start) + 1
    depth, quoted, end = 0, False, begin
    for end in range(begin, min(len(text), begin + MAXIMUM_BLOCK)):
        character = text[end]
        if character in '"“”':
            quoted = not quoted
        elif not quoted and character in "{}":
            depth += 1 if character == "{" else -1
            if depth <= 0:
                break
    return text[begin : end + 1].splitlines()
