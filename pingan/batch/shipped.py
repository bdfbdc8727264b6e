"""A policy on its way to other processes: as an artifact, made into a policy once in each of them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import field, frozen

from pingan.artifact.building import build
from pingan.artifact.environments import digest_of
from pingan.artifact.loading import load
from pingan.batch.evaluate import instant
from pingan.batch.functions import BatchFunction
from pingan.batch.packages import pyarrow as pa
from pingan.batch.results import Form
from pingan.batch.schema import Options

if TYPE_CHECKING:
    from pathlib import Path

    from pingan.language.environment import Environment
    from pingan.policy import Policy

KEPT = 8
"""Policies, and questions to them, that a process keeps."""


@frozen
class Shipped:
    """A policy as bytes, and its environment, where that is not the one which pingan has by itself."""

    digest: str
    artifact: bytes = field(eq=False, repr=False)
    environment: Environment | None = field(eq=False, repr=False)

    @staticmethod
    def of(policy: Policy) -> Shipped:
        return _shipped(policy)

    @property
    def policy(self) -> Policy:
        """The policy; the same one whenever a process asks."""
        return _policy(self)


@frozen
class Question:
    """What is asked about every record: the instant, or in *options* the column that says it, and what columns are."""

    as_of: date | datetime | None
    options: Options
    form: Form = "lists"

    @staticmethod
    def of(policy: Policy, as_of: date | datetime | str | None, options: Options, form: Form) -> Question:
        """Raises FactError for what is wrong with *as_of*."""
        return Question(instant(policy, as_of, options.as_of), options, form)


@frozen
class Asked:
    """A policy and a question to it, to be asked in any process."""

    shipped: Shipped
    question: Question

    def function(self, schema: pa.Schema) -> BatchFunction:
        """What answers for batches of *schema*; the same one whenever a process asks."""
        return _function(self, schema.remove_metadata())


def loaded(policy: Policy | str | Path) -> Policy:
    """*policy*, or the one at that path."""
    return load(policy) if isinstance(policy, str | os.PathLike) else policy


@lru_cache(maxsize=KEPT)
def _shipped(policy: Policy) -> Shipped:
    artifact, environment = build(policy), policy.environment
    own = digest_of(environment)
    digest = hashlib.sha256(artifact).hexdigest()
    return Shipped(f"{digest} {own}", artifact, environment.for_programs() if own else None)


@lru_cache(maxsize=KEPT)
def _policy(shipped: Shipped) -> Policy:
    file, path = tempfile.mkstemp(suffix=".pgb")
    try:
        with os.fdopen(file, "wb") as target:
            target.write(shipped.artifact)
        return load(path, environment=shipped.environment)
    finally:
        os.unlink(path)


@lru_cache(maxsize=KEPT)
def _function(asked: Asked, schema: pa.Schema) -> BatchFunction:
    return function_of(asked.shipped.policy, schema, asked.question)


def function_of(policy: Policy, schema: pa.Schema, question: Question) -> BatchFunction:
    """What answers *question* for batches of *schema*. Raises FactError naming every column that cannot be read."""
    return BatchFunction(
        policy.program,
        schema,
        as_of=question.as_of,
        zone=policy.zone,
        options=question.options,
        form=question.form,
    )
