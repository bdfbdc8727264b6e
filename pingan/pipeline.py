"""The passes in order: policy text in, a policy that can be asked out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import field, frozen

from pingan.diagnostics.arguments import check_argument
from pingan.diagnostics.diagnostic import Diagnostic, Diagnostics, sorted_diagnostics
from pingan.diagnostics.errors import PolicyError
from pingan.exporters.exported import exported
from pingan.formatting import format_text, sound_environment
from pingan.graph.checks import check as check_graph
from pingan.graph.from_model import lower
from pingan.graph.nodes import DecisionGraph
from pingan.language.dialect import DIALECTS, Dialect
from pingan.language.dialects import spoken_language
from pingan.language.environment import Environment
from pingan.language.instants import parse_instant
from pingan.model.from_syntax import resolve
from pingan.model.loaded import Modules
from pingan.model.nodes import Policy as PolicyModel
from pingan.model.nodes import Scenario
from pingan.modules.loader import load_modules
from pingan.modules.lowered import check_forms
from pingan.outcome.asked import Asked
from pingan.outcome.duty_calendar import DutyCalendar
from pingan.outcome.outcome import Outcome
from pingan.program.asker import Asker
from pingan.program.fact_canonical import digest
from pingan.program.fact_example import example
from pingan.program.fact_files import read_facts
from pingan.program.fact_schema import json_schema
from pingan.program.fact_template import template
from pingan.program.from_graph import compile_graph
from pingan.program.program import Program
from pingan.scenarios import ScenarioResult, run_scenario, settings_key, with_probes
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.syntax.nodes import Scenario as ScenarioNode

__all__ = [
    "Policy",
    "check",
    "format_text",
    "load",
    "read_facts",
    "standard_environment",
]

Target = str | Path | Source

_KEPT_SETTINGS = 8
"""Compiled programs that a policy keeps for settings given to `Policy.evaluate`."""


@frozen(slots=False, eq=False)
class Policy:
    """One or several policies loaded together, ready to be asked. Made by `load`.

    ``model`` is what the text means, ``environment`` what it runs with, ``diagnostics`` the warnings about it,
    ``modules`` the files it was read from.
    """

    model: PolicyModel = field(repr=lambda m: f"<{', '.join(m.headers)}>")
    environment: Environment = field(repr=False)
    diagnostics: tuple[Diagnostic, ...] = field(repr=False)
    settings: Mapping[str, object] = field(repr=False)
    modules: Modules = field(repr=False)
    _along: Callable[[frozenset[str]], Policy] | None = field(default=None, repr=False)
    """Loads it together with further policies, by their names."""
    _under_settings: dict[str, Policy] = field(factory=dict, init=False, repr=False)
    _stacks: dict[frozenset[str], Policy] = field(factory=dict, init=False, repr=False)
    """With further policies, by the names of those: what scenarios are asked along with."""

    @cached_property
    def graph(self) -> DecisionGraph:
        """The decision graph: conditions, each once, and the norms that they decide."""
        return lower(self.model)

    @cached_property
    def program(self) -> Program:
        """The compiled program; immutable, and safe to share between threads."""
        return compile_graph(self.graph, self.environment)

    @property
    def names(self) -> tuple[str, ...]:
        """The policies asked for, in that order (without those that came with them)."""
        return tuple(n for n in self.modules.targets if n in self.model.headers)

    @property
    def zone(self) -> str:
        """The time zone of the first policy asked for."""
        headers = [self.model.headers[n] for n in self.names] or list(self.model.headers.values())
        return headers[0].zone if headers else "UTC"

    @property
    def language(self) -> str:
        """The dialect that the first target is written in."""
        return self.modules.modules[self.modules.targets[0]].syntax.dialect if self.modules.targets else "en"

    @property
    def title(self) -> str:
        """The titles of the policies asked for."""
        return "; ".join(self.model.headers[n].title for n in self.names)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios of the policies asked for; those of parents hold for the parents alone.

        Without those that are to be asked along with policies that are not loaded: `test` loads them.
        """
        return tuple(s for s in self.model.scenarios if s.module in self.modules.targets)

    def evaluate(
        self,
        facts: object,
        *,
        as_of: date | datetime | str,
        since: Mapping[str, date | datetime | str] | None = None,
        settings: Mapping[str, object] | None = None,
        show_sensitive: bool = False,
    ) -> Outcome:
        """What follows from *facts* at the instant *as_of*.

        *facts* is a mapping in the form of a fact file, an object with the facts as attributes (attrs, dataclass),
        or `Facts`. *as_of* is an aware datetime, a date (some instant of that day in the policy's zone), or either
        as ISO text (without an offset: in the policy's zone). *since* says when rules first held, by ``policy.rule``;
        *settings* are parameters and readings for this question alone. The outcome tells nothing that follows from
        sensitive facts but the decision, unless *show_sensitive* (for people entitled to see them). Raises FactError
        listing everything that is wrong with what was given, PolicyError when a setting does not fit.
        """
        if settings is not None and settings != {}:
            policy = self.with_settings(settings)
            return policy.evaluate(facts, as_of=as_of, since=since, show_sensitive=show_sensitive)
        held: Any = since
        if isinstance(since, Mapping):  # what else it may be, the program reports
            held = {rule: self._instant(moment) for rule, moment in since.items()}
        moment = self._instant(as_of)
        return self.program.outcome(self._asker, facts, moment, held, show_sensitive)

    def calendar(
        self,
        start: date | str,
        end: date | str,
        facts: object = None,
        *,
        as_of: date | datetime | str | None = None,
        since: Mapping[str, date | datetime | str] | None = None,
        settings: Mapping[str, object] | None = None,
        show_sensitive: bool = False,
    ) -> DutyCalendar:
        """Every duty that is due on a day from *start* to *end* (days, or ISO text), dated or recurring.

        With *facts* it says how each stands as of *as_of*, without them on what condition it is owed. Without *as_of*
        the question is about *start*. The other arguments are those of `evaluate`, and so are the errors; a window
        that ends before it begins, or holds more than 100,000 norms, is a FactError, too.

        >>> policy = load(Source("p.rules", "policy p actor a action b rule r { then a must b every year }"))
        >>> [entry.first for entry in policy.calendar("2016-01-01", "2017-12-31").entries]
        [datetime.date(2016, 12, 31), datetime.date(2017, 12, 31)]
        """
        if settings is not None and settings != {}:
            policy = self.with_settings(settings)
            return policy.calendar(start, end, facts, as_of=as_of, since=since, show_sensitive=show_sensitive)
        held: Any = since
        if isinstance(since, Mapping):  # what else it may be, the program reports
            held = {rule: self._instant(moment) for rule, moment in since.items()}
        return self.program.duty_calendar(
            self._instant(start),
            self._instant(end),
            facts,
            as_of=None if as_of is None else self._instant(as_of),
            since=held,
            show_sensitive=show_sensitive,
        )

    @cached_property
    def _asker(self) -> Asker:
        return Asker(self.program, Asked(self.names, self.settings, lambda: self.registers))

    @cached_property
    def registers(self) -> Mapping[str, str]:
        """SHA-256 (hex) of the register of clauses of each module that has one: outcomes quote from them."""
        return {
            name: digest({clause.id: clause.quoted for clause in module.register.values()})
            for name, module in sorted(self.modules.modules.items())
            if module.register is not None
        }

    def _instant(self, given: date | datetime | str) -> date | datetime:
        return parse_instant(given, self.zone) if isinstance(given, str) else given

    def facts_schema(self) -> dict[str, object]:
        """The JSON Schema of fact files for this policy."""
        return json_schema(self.model.vocabulary)

    def facts_template(self, *, language: str = "en") -> str:
        """A fact file to fill in, every fact with its label and type as a comment, in English or Chinese (``zh``)."""
        if language not in ("en", "zh"):
            raise ValueError(f"there is no template in {language!r}; there are en, zh")
        return template(self.model.vocabulary, language)

    def facts_example(self) -> dict[str, object]:
        """A complete fact file, made up."""
        return example(self.model.vocabulary)

    def with_settings(self, settings: Mapping[str, object]) -> Policy:
        """This policy with parameters set and readings chosen. Raises PolicyError when one does not fit."""
        both = {**self.settings, **_checked_settings(settings)}
        try:
            key = json.dumps(both, sort_keys=True, default=_described, ensure_ascii=False)
        except Exception:  # a value that refers to itself, or whose own code fails: it fits no setting
            return _resolved(self.modules, self.environment, both, Diagnostics(), self._along, self.model)
        found = self._under_settings.get(key)
        if found is None:
            found = _resolved(self.modules, self.environment, both, Diagnostics(), self._along, self.model)
            while len(self._under_settings) >= _KEPT_SETTINGS:
                self._under_settings.pop(next(iter(self._under_settings)), None)
            self._under_settings[key] = found
        return found

    def export(
        self,
        form: str,
        outcome: Outcome | None = None,
        *,
        rules: Sequence[str] = (),
        language: str | Dialect | None = None,
    ) -> str:
        """The decision graph in the format *form* (``svg``, ``dot``, ``mermaid``, ``json``, or one of a library's).

        With *outcome* what decides is marked; *rules* (keys) are all that is shown. Raises LookupError for a format
        that is not there, PolicyError when the code of a library fails.
        """
        if language is None and self.language not in DIALECTS:
            language = self.language
        spoken = None if language is None else spoken_language(language, self.environment.dialects)
        return exported(self.graph, form, self.environment, outcome, title=self.title, rules=rules, language=spoken)

    def test(self, select: str | None = None, *, language: str | Dialect | None = None) -> tuple[ScenarioResult, ...]:
        """The results of this policy's own scenarios, in the order in which they are written.

        Failures are told in *language*, else in the policy's.
        *select* keeps the scenarios whose name (``module: title``) contains it, whatever the case of its letters.
        """
        if select is not None:
            check_argument("test", "select", select, (str,), "part of a scenario's name")
        spoken = spoken_language(language or self.language, self.environment.dialects)
        programs: dict[object, tuple[PolicyModel, Program]] = {}
        results = []
        written = [(name, node) for name in sorted(self.names) for node in self.modules.modules[name].scenarios]
        for module, node in written:
            if select is not None and select.casefold() not in f"{module}: {node.title}".casefold():
                continue
            try:
                asked = self._asked(node)
                scenario = next(s for s in asked.model.scenarios if s.module == module and s.span == node.span)
                key = id(asked), settings_key(scenario.settings)
                if key not in programs:
                    probed = with_probes(
                        asked.with_settings(scenario.settings).model if scenario.settings else asked.model
                    )
                    programs[key] = (probed, compile_graph(lower(probed), self.environment))
                results.append(run_scenario(scenario, *programs[key], spoken))
            except PolicyError as error:
                problems = tuple(d.message for d in error.diagnostics)
                results.append(ScenarioResult(module, node.title, (), problems, node.span))
        return tuple(results)

    def _asked(self, scenario: ScenarioNode) -> Policy:
        """This policy, with those that *scenario* is asked along with. Raises PolicyError when one cannot be used."""
        lacking = self.modules.lacks(scenario)
        if not lacking or self._along is None:
            return self
        if lacking not in self._stacks:
            self._stacks[lacking] = self._along(lacking).with_settings(self.settings)
        return self._stacks[lacking]


def load(
    *targets: Target,
    settings: Mapping[str, object] | None = None,
    environment: Environment | None = None,
    root: str | Path | None = None,
) -> Policy:
    """The policies *targets* together with all that they extend and use.

    A target is the path of a ``.rules`` file or of a folder, the name of a policy that comes with pingan
    (`shipped_policies`), or a `Source` (text in memory). Other modules are found beside the target, or under *root*.
    *settings* sets parameters and chooses readings, by name or ``policy.name``. Raises PolicyError with every
    diagnostic when the text cannot be used; warnings alone are in `Policy.diagnostics`. Raises ValueError without a
    target, TypeError for arguments of another kind.
    """
    for target in targets:
        check_argument("load", "targets", target, (str, Path, Source), "a path, the name of a policy, or a Source")
    if root is not None:
        check_argument("load", "root", root, (str, Path), "the path of a folder")
    if not targets or "" in targets:
        raise ValueError("load() needs a path, the name of a policy, or a Source")
    used = sound_environment(environment)
    place = Path(root) if root is not None else None
    chosen = _checked_settings({} if settings is None else settings)

    def loaded(along: frozenset[str]) -> Policy:
        diagnostics = Diagnostics()
        modules = load_modules(targets, diagnostics, root=place, environment=used, along=along)
        if diagnostics.has_errors:
            raise PolicyError(diagnostics.sorted())
        return _resolved(modules, used, chosen, diagnostics, loaded)

    return loaded(frozenset())


def check(
    *targets: Target,
    settings: Mapping[str, object] | None = None,
    environment: Environment | None = None,
    root: str | Path | None = None,
) -> tuple[Diagnostic, ...]:
    """Everything that can be said against *targets*, errors and warnings, by place; empty when there is nothing.

    >>> [d.code for d in check(Source("flood.rules", "policy flood"))]
    []
    """
    try:
        policy = load(*targets, settings=settings, environment=environment, root=root)
    except PolicyError as error:
        return error.diagnostics
    found = list(policy.diagnostics)
    for _, scenario in policy.modules.waiting():
        try:
            policy._asked(scenario)
        except PolicyError as error:
            found += [diagnostic for diagnostic in error.diagnostics if diagnostic not in found]
            break
    return sorted_diagnostics(found)


def _checked_settings(settings: object) -> Mapping[str, object]:
    if isinstance(settings, Mapping) and all(isinstance(name, str) for name in settings):
        return settings
    diagnostics = Diagnostics()
    remedy = 'write {"name": value} or {"policy.name": value}'
    diagnostics.error("type-mismatch", "settings are values by name", help=remedy)
    raise PolicyError(diagnostics.sorted())


def _described(value: object) -> object:
    """A value that JSON does not have, told apart from every text that says the same."""
    return {"type": type(value).__qualname__, "value": repr(value)}


def _resolved(
    modules: Modules,
    environment: Environment,
    settings: Mapping[str, object],
    diagnostics: Diagnostics,
    along: Callable[[frozenset[str]], Policy] | None,
    again: PolicyModel | None = None,
) -> Policy:
    resolved = resolve(modules, environment, diagnostics, settings=settings, again=again)
    if resolved is None or diagnostics.has_errors:
        raise PolicyError(diagnostics.sorted())
    policy = Policy(resolved, environment, (), settings, modules)
    check_forms(modules, environment, resolved, diagnostics)
    check_graph(policy.graph, diagnostics)
    if diagnostics.has_errors:
        raise PolicyError(diagnostics.sorted())
    checked = Policy(resolved, environment, diagnostics.sorted(), settings, modules, along)
    checked.__dict__["graph"] = policy.graph  # lowered once
    return checked
