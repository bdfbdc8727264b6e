"""The library of the plug-in package, from the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[1] / "plugin"


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of `pingan-floods`, which can be imported then."""
    monkeypatch.syspath_prepend(str(PLUGIN))
    return PLUGIN
