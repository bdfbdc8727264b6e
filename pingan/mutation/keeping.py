"""Verdicts kept from one run to the next, each for as long as nothing that it depends on changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from attrs import define, field

from pingan.codec.store import Store, users_store
from pingan.mutation.digests import digest
from pingan.mutation.nodes import Verdict
from pingan.mutation.trying import Found

_FORM: Final = 1
"""Of what is kept; another one is not read."""
_MOST: Final = 20_000
"""Verdicts kept of one policy; the oldest are dropped first."""


@define(eq=False)
class Kept:
    """What is known of the mutants of one policy by digest, and of its scenarios: whether they pass."""

    store: Store | None
    key: str
    verdicts: dict[str, Found] = field(factory=dict)
    scenarios: dict[str, bool] = field(factory=dict)

    @classmethod
    def of(cls, names: tuple[str, ...], surroundings: str) -> Kept:
        """What was kept of the policies *names*, under equal *surroundings*."""
        found = cls(users_store(), digest("mutation", _FORM, names, surroundings))
        content = None if found.store is None else found.store.get(found.key)
        try:
            data: Any = {} if content is None else json.loads(content)
            found.verdicts = {key: _found(kept) for key, kept in data.get("verdicts", {}).items()}
            found.scenarios = {key: bool(passes) for key, passes in data.get("scenarios", {}).items()}
        except (ValueError, TypeError, KeyError, AttributeError):
            found.verdicts, found.scenarios = {}, {}
        return found

    def keep(self, fresh: Mapping[str, Found]) -> None:
        """Keeps what is known and what *fresh* says, which was used last."""
        if self.store is None:
            return
        known = {**{key: found for key, found in self.verdicts.items() if key not in fresh}, **fresh}
        last = list(known)[-_MOST:]
        data = {
            "verdicts": {key: _data(known[key]) for key in last},
            "scenarios": dict(list(self.scenarios.items())[-_MOST:]),
        }
        self.store.put(self.key, json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _data(found: Found) -> list[object]:
    verdict = found.verdict
    return [verdict.kind, verdict.by, verdict.why, verdict.ran, list(verdict.near), found.witness]


def _found(data: Any) -> Found:
    kind, by, why, ran, near, witness = data
    return Found(Verdict(kind, by=by, why=why, ran=ran, near=tuple(near)), witness)
