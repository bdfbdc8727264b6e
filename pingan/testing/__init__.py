"""For tests of policies: strategies, laws, a machine for desks, and the pytest plug-in. Needs ``pingan[testing]``.

Importing it is quick: what a name needs, Hypothesis above all, is imported when the name is first used.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # type checkers take it for true; the plug-in is imported by every pytest session
if TYPE_CHECKING:
    from pingan.program.fact_objects import NOT_GIVEN
    from pingan.scenarios import Failure, ScenarioResult, run_scenario, with_probes
    from pingan.testing.classes import FactTypes, fact_types
    from pingan.testing.laws import LAWS, Law, LawError, Trial, check_laws, laws_of
    from pingan.testing.machine import PolicyMachine
    from pingan.testing.strategies.facts import additions, completions, facts
    from pingan.testing.strategies.policies import DrawnPolicy, policies
    from pingan.testing.strategies.scenarios import Question, scenarios
    from pingan.testing.strategies.timelines import Step, Timeline, timelines

_HOMES = {
    "DrawnPolicy": "pingan.testing.strategies.policies",
    "FactTypes": "pingan.testing.classes",
    "Failure": "pingan.scenarios",
    "LAWS": "pingan.testing.laws",
    "NOT_GIVEN": "pingan.program.fact_objects",
    "Law": "pingan.testing.laws",
    "LawError": "pingan.testing.laws",
    "PolicyMachine": "pingan.testing.machine",
    "Question": "pingan.testing.strategies.scenarios",
    "ScenarioResult": "pingan.scenarios",
    "Step": "pingan.testing.strategies.timelines",
    "Timeline": "pingan.testing.strategies.timelines",
    "Trial": "pingan.testing.laws",
    "additions": "pingan.testing.strategies.facts",
    "check_laws": "pingan.testing.laws",
    "completions": "pingan.testing.strategies.facts",
    "fact_types": "pingan.testing.classes",
    "facts": "pingan.testing.strategies.facts",
    "laws_of": "pingan.testing.laws",
    "policies": "pingan.testing.strategies.policies",
    "run_scenario": "pingan.scenarios",
    "scenarios": "pingan.testing.strategies.scenarios",
    "timelines": "pingan.testing.strategies.timelines",
    "with_probes": "pingan.scenarios",
}
"""Where each name is at home."""

__all__ = [
    "LAWS",
    "NOT_GIVEN",
    "DrawnPolicy",
    "FactTypes",
    "Failure",
    "Law",
    "LawError",
    "PolicyMachine",
    "Question",
    "ScenarioResult",
    "Step",
    "Timeline",
    "Trial",
    "additions",
    "check_laws",
    "completions",
    "fact_types",
    "facts",
    "laws_of",
    "policies",
    "run_scenario",
    "scenarios",
    "timelines",
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
    return sorted(__all__)
