"""From a policy to its artifact."""

from __future__ import annotations

from collections.abc import Iterator

import pingan
from pingan.artifact.environments import digest_of
from pingan.artifact.head import Head
from pingan.artifact.sections import (
    MODEL,
    SYNTAX,
    TEXTS,
    Files,
    Meaning,
    Stack,
    Stacks,
    files_section,
    meaning_section,
    texts_section,
)
from pingan.artifact.tables import TABLES, tables_section
from pingan.codec.container import container
from pingan.diagnostics.arguments import check_argument
from pingan.diagnostics.errors import PolicyError
from pingan.language.library import STANDARD
from pingan.language.quiet import building
from pingan.language.version import LANGUAGE_VERSION
from pingan.model.given_settings import settings_text
from pingan.model.loaded import Modules
from pingan.policy import Policy
from pingan.source import Source

__all__ = ["build"]


def build(policy: Policy) -> bytes:
    """The artifact of *policy*: all of it as data, from which `load` has it back without reading any text.

    The same policy always gives the same bytes; written to a file ``….pgb`` they can be loaded by the version of
    pingan that built them, where the libraries that the policy needs are the same ones. Raises ValueError when a
    setting is of a kind that has no data form, TypeError for arguments of another kind.

    >>> policy = pingan.load(pingan.Source("flood.rules", "policy flood"))
    >>> pingan.build(policy)[:3]
    b'pgb'
    """
    check_argument("build", "policy", policy, (Policy,), "a Policy, as load() gives it")
    return artifact_of(policy, tuple(_stacks(policy)))


def artifact_of(policy: Policy, stacks: Stacks = ()) -> bytes:
    """The artifact of *policy*, with *stacks* of further policies that its scenarios are asked along with."""
    with building():
        return container(_head(policy).to_data(), _sections(policy, stacks))


def _sections(policy: Policy, stacks: Stacks) -> dict[str, bytes]:
    files = Files(policy.modules, stacks)
    texts = tuple(dict.fromkeys(_texts(files)))
    try:
        meaning = meaning_section(Meaning(policy.model, policy.settings, policy.diagnostics), texts)
    except TypeError as error:
        raise ValueError(f"a setting cannot be kept in an artifact: {error}") from error
    sections = {MODEL: meaning, SYNTAX: files_section(files, texts), TEXTS: texts_section(texts)}
    tables = policy._parts.tables or policy.program.tables
    return sections if tables is None else {TABLES: tables_section(tables), **sections}


def _texts(files: Files) -> Iterator[Source]:
    """The texts of all modules; what stands in others is written where it is met."""
    for modules in (files.modules, *(found for _, found in files.stacks if isinstance(found, Modules))):
        for module in modules:
            yield module.span.source


def _stacks(policy: Policy) -> Iterator[Stack]:
    """The modules together with each set of policies that scenarios are asked along with; or why there are none."""
    lacking = {policy.modules.lacks(scenario) for _, scenario in policy.modules.waiting()}
    for names in sorted(tuple(sorted(each)) for each in lacking):
        try:
            yield names, policy._along(names).modules
        except PolicyError as error:
            yield names, error.diagnostics


def _head(policy: Policy) -> Head:
    headers = policy.model.headers.values()
    contents = policy.environment.contents
    needs = {need.text for module in policy.modules for need in module.written.header.needs} - {STANDARD}
    return Head(
        pingan.__version__,
        LANGUAGE_VERSION,
        policy.names,
        policy.zone,
        policy.language,
        policy.title,
        tuple((h.name, h.version or "", h.digest) for h in headers),
        tuple((name, settings_text({name: value}) or "") for name, value in sorted(policy.settings.items())),
        tuple((name, *contents[name]) for name in sorted(needs & contents.keys())),
        tuple(sorted(policy.registers.items())),
        len(policy.diagnostics),
        digest_of(policy.environment),
    )
