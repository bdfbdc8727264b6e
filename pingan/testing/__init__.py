"""For tests of policies: their scenarios, run and judged."""

from pingan.scenarios import Failure, ScenarioResult, run_scenario, with_probes

__all__ = ["Failure", "ScenarioResult", "run_scenario", "with_probes"]
