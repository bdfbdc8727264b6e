"""``--pingan-laws``: an item for each law and policy file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pingan.testing.laws import LAWS, Law, LawError, try_law
from pingan.testing.laws.places import Places

if TYPE_CHECKING:
    from pingan.testing.collecting import PolicyFile


class LawItem(pytest.Item):
    """A law held against the policy of a file."""

    def __init__(self, *, law: Law, places: Places, **of: Any) -> None:
        super().__init__(**of)
        self.law = law
        self.places = places
        self.funcargs: dict[str, object] = {}  # as of scenarios
        self.add_marker("pingan_law")

    def runtest(self) -> None:
        parent: Any = self.parent
        try_law(self.law, parent.policy, places=self.places)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return str(excinfo.value) if isinstance(excinfo.value, LawError) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"{self.path.stem}: {self.name}"


def law_items(file: PolicyFile) -> Iterator[pytest.Item]:
    """An item for each law, where the file holds rules to hold them against."""
    if file.policy.model.rules or file.policy.model.definitions:
        places = Places(file.policy)
        for law in LAWS:
            yield LawItem.from_parent(file, name=f"law {law.name}", law=law, places=places)
