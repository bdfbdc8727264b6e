"""A policy's own scenarios one by one, each to be run by itself: what they have in common is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from attrs import field, frozen

from pingan.diagnostics.errors import PolicyError
from pingan.graph.from_model import lower
from pingan.language.environment import Environment
from pingan.model.asked import settings_key
from pingan.model.nodes import Policy as PolicyModel
from pingan.model.to_text import Language
from pingan.program.from_graph import compile_graph
from pingan.program.program import Program
from pingan.scenarios import ScenarioResult, run_scenario, with_probes
from pingan.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pingan.model.loaded import Modules
    from pingan.syntax.nodes import Scenario as ScenarioNode

Models = Callable[["ScenarioNode"], "Asked"]
"""What a scenario is asked of. Raises PolicyError where a policy that it is asked along with cannot be used."""


@frozen
class Asked:
    """What scenarios are asked of: a model, and the same under further settings."""

    model: PolicyModel
    under: Callable[[Mapping[str, object]], PolicyModel] = field(eq=False)


@frozen(eq=False)
class ScenarioRun:
    """A scenario that can be run. It stands in *module*, under *title*, at *span*."""

    module: str
    title: str
    span: Span
    _result: Callable[[], ScenarioResult] = field(repr=False)

    @property
    def name(self) -> str:
        """The module and the title: ``jilin: three of the standards``."""
        return f"{self.module}: {self.title}"

    def run(self) -> ScenarioResult:
        """What becomes of it."""
        return self._result()


def runs_of(
    names: tuple[str, ...], modules: Modules, asked: Models, environment: Environment, language: Language
) -> Iterator[ScenarioRun]:
    """The scenarios of the policies *names*, in the order in which they are written; failures told in *language*."""
    programs: dict[object, tuple[PolicyModel, PolicyModel, Program]] = {}
    """By model and settings; each with its model, so that no other has its identity."""

    def run(module: str, node: ScenarioNode) -> ScenarioResult:
        try:
            found = asked(node)
            scenario = next(s for s in found.model.scenarios if s.module == module and s.span == node.span)
            key = id(found.model), settings_key(scenario.settings)
            if key not in programs:
                probed = with_probes(found.under(scenario.settings) if scenario.settings else found.model)
                programs[key] = found.model, probed, compile_graph(lower(probed), environment)
            _, model, program = programs[key]
            return run_scenario(scenario, model, program, language)
        except PolicyError as error:
            problems = tuple(d.message for d in error.diagnostics)
            return ScenarioResult(module, node.title, (), problems, node.span)

    for module in sorted(names):
        for node in modules.modules[module].scenarios:
            yield ScenarioRun(module, node.title, node.span, partial(run, module, node))
