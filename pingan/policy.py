"""A policy as its users hold it: asked, explained, drawn, tested.

It is light: what it is made of is read, and what a question takes is imported, when it is first needed. So a policy
from an artifact answers before anything else of the package is there.
"""

from __future__ import annotations

from pingan.asking import Asking
from pingan.outcome.outcome import Outcome

TYPE_CHECKING = False  # type checkers take it for true; `typing` would cost more than all the rest of this file
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from typing import Any

    from pingan.asking import Parts
    from pingan.batch.outcome import BatchOutcome
    from pingan.diagnostics.diagnostic import Diagnostic
    from pingan.graph.nodes import DecisionGraph
    from pingan.language.dialect import Dialect
    from pingan.language.environment import Environment
    from pingan.model.loaded import Modules
    from pingan.model.nodes import Policy as PolicyModel
    from pingan.model.nodes import Scenario
    from pingan.outcome.duty_calendar import DutyCalendar
    from pingan.program.asker import Asker
    from pingan.program.program import Program
    from pingan.runs import ScenarioRun
    from pingan.scenarios import ScenarioResult
    from pingan.syntax.nodes import Scenario as ScenarioNode

_KEPT_SETTINGS = 8
"""Compiled programs that a policy keeps for settings given to `Policy.evaluate`."""

_KEPT_MOMENTS = 256
"""Instants given as text that a policy keeps, so that the same text is read once."""


class Policy:
    """One or several policies loaded together, ready to be asked. Made by `load`; may be shared between threads.

    ``model`` is what the text means, ``environment`` what it runs with, ``diagnostics`` the warnings about it,
    ``modules`` the files it was read from.

    >>> policy = pingan.load("jilin")
    >>> policy.title
    '关于深入开展创建吉林省“平安医院”活动依法维护医疗秩序的实施意见'
    >>> outcome = policy.evaluate({}, as_of="2016-06-18")
    >>> len(outcome.next_questions(limit=3))
    3
    """

    __slots__ = ("__weakref__", "_asker", "_moments", "_parts", "_program", "_stacks", "_under_settings")

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._program: Program | None = None
        self._asker: Asker | None = None
        self._moments: dict[str, date | datetime] = {}
        """Instants that were given as text, by that text."""
        self._under_settings: dict[str, Policy] = {}
        self._stacks: dict[frozenset[str], Policy] = {}
        """With further policies, by the names of those: what scenarios are asked along with."""

    def __repr__(self) -> str:
        return f"<Policy {', '.join(self.names)}>"

    # --- what it is ------------------------------------------------------------------------------------------------

    @property
    def model(self) -> PolicyModel:
        """What the text means: every name bound, every type known."""
        return self._parts.model

    @property
    def environment(self) -> Environment:
        """The libraries and the calendar that it runs with."""
        return self._parts.environment

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The warnings about it."""
        return self._parts.diagnostics

    @property
    def settings(self) -> Mapping[str, object]:
        """What the application set when it was loaded, as it was given."""
        return self._parts.settings

    @property
    def modules(self) -> Modules:
        """The files that it was read from."""
        return self._parts.modules

    @property
    def graph(self) -> DecisionGraph:
        """The decision graph: conditions, each once, and the norms that they decide."""
        return self._parts.graph

    @property
    def program(self) -> Program:
        """The compiled program; immutable, and safe to share between threads."""
        found = self._program
        if found is None:
            from pingan.language.quiet import building
            from pingan.program.from_graph import compile_graph

            # INVARIANT: two threads that ask at once compile equal programs; either may be kept.
            with building():
                found = self._program = compile_graph(self.graph, self.environment)
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """The policies asked for, in that order (without those that came with them)."""
        return self._parts.names

    @property
    def zone(self) -> str:
        """The time zone of the first policy asked for."""
        return self._parts.zone

    @property
    def language(self) -> str:
        """The dialect that the first target is written in."""
        return self._parts.language

    @property
    def title(self) -> str:
        """The titles of the policies asked for."""
        return self._parts.title

    @property
    def registers(self) -> Mapping[str, str]:
        """SHA-256 (hex) of the register of clauses of each module that has one: outcomes quote from them."""
        return self._parts.registers

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios of the policies asked for; those of parents hold for the parents alone.

        Without those that are to be asked along with policies that are not loaded: `test` loads them.
        """
        return tuple(s for s in self.model.scenarios if s.module in self.modules.targets)

    # --- asking ----------------------------------------------------------------------------------------------------

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
        asker = self._asker or self._with_asker()
        moment: Any = as_of
        if type(as_of) is str:
            moment = self._moments.get(as_of) or self._instant(as_of)
        if since is None:
            decision = asker.decide(facts, moment)
            if decision is not None:
                return Outcome(asker, moment, show_sensitive, decision)
        return self.program.outcome(asker, facts, self._instant(moment), self._instants(since), show_sensitive)

    def evaluate_batch(
        self,
        table: object,
        *,
        as_of: date | datetime | str | None = None,
        as_of_column: str | None = None,
        id_column: str | None = None,
        facts_column: str | None = None,
        absent: Iterable[str] = (),
        ignore: Iterable[str] = (),
        settings: Mapping[str, object] | None = None,
        block_rows: int = 262_144,
    ) -> BatchOutcome:
        """What follows for every record of *table*, a column a fact; needs the extra ``pingan[batch]``.

        *table* is anything that speaks Arrow's C interface (PyArrow, Polars, pandas, DuckDB, …), a mapping of columns
        by name, or an iterable of record batches. A column is a fact (``depth``), a field of a record
        (``incident.injury``) or a record as a whole (structs); null is not given. All records are asked about *as_of*,
        or each about the instant in *as_of_column*. *id_column* names records in results; *facts_column* holds further
        facts of each as JSON, in the form of a fact file; in the columns *absent* null means known to be absent;
        columns to *ignore* are not read. Raises FactError naming every column that cannot be read; what is wrong with
        a single record is told in the result.
        """
        from pingan.batch.evaluate import evaluate_batch

        return evaluate_batch(
            self if settings is None or settings == {} else self.with_settings(settings),
            table,
            as_of=as_of,
            as_of_column=as_of_column,
            id_column=id_column,
            facts_column=facts_column,
            absent=absent,
            ignore=ignore,
            block_rows=block_rows,
        )

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

        >>> import pingan
        >>> text = "policy p actor a action b rule r { then a must b every year }"
        >>> policy = pingan.load(pingan.Source("p.rules", text))
        >>> [entry.first for entry in policy.calendar("2016-01-01", "2017-12-31").entries]
        [datetime.date(2016, 12, 31), datetime.date(2017, 12, 31)]
        """
        if settings is not None and settings != {}:
            policy = self.with_settings(settings)
            return policy.calendar(start, end, facts, as_of=as_of, since=since, show_sensitive=show_sensitive)
        return self.program.duty_calendar(
            self._instant(start),
            self._instant(end),
            facts,
            as_of=None if as_of is None else self._instant(as_of),
            since=self._instants(since),
            show_sensitive=show_sensitive,
        )

    def with_settings(self, settings: Mapping[str, object]) -> Policy:
        """This policy with parameters set and readings chosen. Raises PolicyError when one does not fit."""
        from pingan.model.given_settings import checked_settings, settings_text

        both = {**self.settings, **checked_settings(settings)}
        text = settings_text(both)
        if text is None:
            return Policy(self._parts.under(both))
        found = self._under_settings.get(text)
        if found is None:
            found = Policy(self._parts.under(both))
            while len(self._under_settings) >= _KEPT_SETTINGS:
                self._under_settings.pop(next(iter(self._under_settings)), None)
            self._under_settings[text] = found
        return found

    def _with_asker(self) -> Asker:
        from pingan.program.asker import Asker

        found = self._asker = Asker(Asking(self._parts, lambda: self.program))
        return found

    def _instant(self, given: date | datetime | str) -> date | datetime:
        if not isinstance(given, str):
            return given
        from pingan.language.instants import parse_instant

        found = parse_instant(given, self.zone)
        if len(self._moments) >= _KEPT_MOMENTS:
            self._moments.clear()
        self._moments[given] = found
        return found

    def _instants(self, since: Any) -> Any:
        if since is None:
            return None
        from collections.abc import Mapping

        if not isinstance(since, Mapping):  # what else it may be, the program reports
            return since
        return {rule: self._instant(moment) for rule, moment in since.items()}

    # --- its facts -------------------------------------------------------------------------------------------------

    def facts_schema(self) -> dict[str, object]:
        """The JSON Schema of fact files for this policy."""
        from pingan.program.fact_schema import json_schema

        return json_schema(self.model.vocabulary)

    def facts_template(self, *, language: str = "en") -> str:
        """A fact file to fill in, every fact with its label and type as a comment, in English or Chinese (``zh``)."""
        if language not in ("en", "zh"):
            raise ValueError(f"there is no template in {language!r}; there are en, zh")
        from pingan.program.fact_template import template

        return template(self.model.vocabulary, language)

    def facts_example(self) -> dict[str, object]:
        """A complete fact file, made up."""
        from pingan.program.fact_example import example

        return example(self.model.vocabulary)

    # --- pictures and tests ----------------------------------------------------------------------------------------

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
        from pingan.exporters.exported import exported
        from pingan.language.dialect import DIALECTS
        from pingan.language.dialects import spoken_language

        if language is None and self.language not in DIALECTS:
            language = self.language
        spoken = None if language is None else spoken_language(language, self.environment.dialects)
        return exported(self.graph, form, self.environment, outcome, title=self.title, rules=rules, language=spoken)

    def test(self, select: str | None = None, *, language: str | Dialect | None = None) -> tuple[ScenarioResult, ...]:
        """The results of this policy's own scenarios, in the order in which they are written.

        Failures are told in *language*, else in the policy's.
        *select* keeps the scenarios whose name (``module: title``) contains it, whatever the case of its letters.
        """
        from pingan.diagnostics.arguments import check_argument

        if select is not None:
            check_argument("test", "select", select, (str,), "part of a scenario's name")
        runs = self.runs(language=language)
        return tuple(r.run() for r in runs if select is None or select.casefold() in r.name.casefold())

    def runs(self, *, language: str | Dialect | None = None) -> tuple[ScenarioRun, ...]:
        """This policy's own scenarios, in the order in which they are written, each to be run by itself.

        What they have in common is compiled once, and kept as long as one of them is. Failures are told in *language*,
        else in the policy's.
        """
        from pingan.language.dialects import spoken_language
        from pingan.runs import Asked, runs_of

        def asked(scenario: ScenarioNode) -> Asked:
            policy = self._asked(scenario)
            return Asked(policy.model, lambda settings: policy.with_settings(settings).model)

        spoken = spoken_language(language or self.language, self.environment.dialects)
        return tuple(runs_of(self.names, self.modules, asked, self.environment, spoken))

    def _asked(self, scenario: ScenarioNode) -> Policy:
        """This policy, with those that *scenario* is asked along with. Raises PolicyError when one cannot be used."""
        lacking = self.modules.lacks(scenario)
        return self._along(lacking) if lacking else self

    def _along(self, names: Iterable[str]) -> Policy:
        """This policy together with those called *names*. Raises PolicyError when one of them cannot be used.

        From text any may be asked for; an artifact holds those that scenarios are asked along with.
        """
        further = frozenset(names)
        if further not in self._stacks:
            self._stacks[further] = Policy(self._parts.along(further)).with_settings(self.settings)
        return self._stacks[further]
