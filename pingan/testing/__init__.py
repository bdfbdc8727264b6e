"""For tests of policies: strategies, laws, a machine for desks, and the pytest plug-in. Needs ``pingan[testing]``.

Importing it is quick: what a name needs, Hypothesis above all, is imported when the name is first used.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # type checkers take it for true; the plug-in is imported by every pytest session
if TYPE_CHECKING:
    from pingan.scenarios import Failure, ScenarioResult, run_scenario, with_probes
    from pingan.testing.laws import LAWS, Law, LawError, Trial, check_laws, laws_of
    from pingan.testing.strategies.facts import additions, completions, facts

_HOMES = {
    "Failure": "pingan.scenarios",
    "LAWS": "pingan.testing.laws",
    "Law": "pingan.testing.laws",
    "LawError": "pingan.testing.laws",
    "ScenarioResult": "pingan.scenarios",
    "Trial": "pingan.testing.laws",
    "additions": "pingan.testing.strategies.facts",
    "check_laws": "pingan.testing.laws",
    "completions": "pingan.testing.strategies.facts",
    "facts": "pingan.testing.strategies.facts",
    "laws_of": "pingan.testing.laws",
    "run_scenario": "pingan.scenarios",
    "with_probes": "pingan.scenarios",
}
"""Where each name is at home."""

__all__ = [
    "LAWS",
    "Failure",
    "Law",
    "LawError",
    "ScenarioResult",
    "Trial",
    "additions",
    "check_laws",
    "completions",
    "facts",
    "laws_of",
    "run_scenario",
    "with_probes",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(home), name)
    setattr(sys.modules[__name__], name, value)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
