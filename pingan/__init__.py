"""Written policy as checkable decisions.

A policy text says when a rule applies, who must or may do what, by when, and which clause of the official
document says so; pingan answers, for facts and an instant, which of these norms stand, which are fulfilled
or missed, and what cannot be decided yet for want of which facts.

>>> import pingan
>>> policy = pingan.load(pingan.Source("flood.rules", '''
... policy flood {
...     zone "Asia/Shanghai"
... }
... fact depth "水深": integer >= 0
... fact closed: boolean
... actor warden
... rule close_road {
...     when depth >= 30
...     then warden must ensure closed
... }
... '''))
>>> outcome = policy.evaluate({"depth": 45}, as_of="2016-06-01")
>>> sorted(outcome.norms[0].states)
['breached', 'fulfilled']
>>> [cause.subject for cause in outcome.norms[0].causes]
['closed']

Importing the package is quick: what a name needs is imported when the name is first used.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # type checkers take it for true; `typing` would cost more than all the rest of this file
if TYPE_CHECKING:
    from pingan.artifact.building import build
    from pingan.artifact.loading import check, load
    from pingan.coverage.from_policy import coverage_of
    from pingan.coverage.nodes import Coverage
    from pingan.diagnostics.diagnostic import Annotation, Diagnostic, Severity
    from pingan.diagnostics.errors import (
        FactError,
        FactProblem,
        MissingPackage,
        PinganError,
        PolicyError,
        RecordError,
        ReplayError,
    )  # fmt: skip
    from pingan.formatting import format_text
    from pingan.language.calendar import Calendar
    from pingan.language.clause_form import ClauseForm
    from pingan.language.dialect import Dialect
    from pingan.language.environment import Environment
    from pingan.language.function import Function
    from pingan.language.library import Exporter, Library
    from pingan.language.shapes import Truth
    from pingan.language.shipped import shipped_policies
    from pingan.mutation.from_policy import mutate
    from pingan.mutation.nodes import MutationReport
    from pingan.outcome.duty_calendar import DutyCalendar
    from pingan.outcome.nodes import Cause, Norm, Reason
    from pingan.outcome.outcome import Outcome
    from pingan.outcome.questions import Question
    from pingan.outcome.record_files import append_record, read_records
    from pingan.policy import Policy
    from pingan.program.fact_files import read_facts
    from pingan.program.facts import Facts
    from pingan.records import compare, replay
    from pingan.report.from_outcome import report_of
    from pingan.report.nodes import ReportDocument
    from pingan.scenario_coverage.from_policy import scenario_coverage_of
    from pingan.scenario_coverage.nodes import ScenarioCoverage
    from pingan.scenarios import ScenarioResult
    from pingan.source import Source, Span
    from pingan.stdlib import standard_environment
    from pingan.witnesses import find_witness
    from pingan.witnesses.nodes import Witness

__version__ = "0.1.0"

_HOMES = {
    "Annotation": "diagnostics.diagnostic",
    "Calendar": "language.calendar",
    "Cause": "outcome.nodes",
    "ClauseForm": "language.clause_form",
    "Coverage": "coverage.nodes",
    "Diagnostic": "diagnostics.diagnostic",
    "Dialect": "language.dialect",
    "DutyCalendar": "outcome.duty_calendar",
    "Environment": "language.environment",
    "Exporter": "language.library",
    "FactError": "diagnostics.errors",
    "FactProblem": "diagnostics.errors",
    "Facts": "program.facts",
    "Function": "language.function",
    "Library": "language.library",
    "MissingPackage": "diagnostics.errors",
    "MutationReport": "mutation.nodes",
    "Norm": "outcome.nodes",
    "Outcome": "outcome.outcome",
    "PinganError": "diagnostics.errors",
    "Policy": "policy",
    "PolicyError": "diagnostics.errors",
    "Question": "outcome.questions",
    "Reason": "outcome.nodes",
    "RecordError": "diagnostics.errors",
    "ReplayError": "diagnostics.errors",
    "ReportDocument": "report.nodes",
    "ScenarioCoverage": "scenario_coverage.nodes",
    "ScenarioResult": "scenarios",
    "Severity": "diagnostics.diagnostic",
    "Source": "source",
    "Span": "source",
    "Truth": "language.shapes",
    "Witness": "witnesses.nodes",
    "append_record": "outcome.record_files",
    "build": "artifact.building",
    "check": "artifact.loading",
    "compare": "records",
    "coverage_of": "coverage.from_policy",
    "find_witness": "witnesses",
    "format_text": "formatting",
    "load": "artifact.loading",
    "mutate": "mutation.from_policy",
    "read_facts": "program.fact_files",
    "read_records": "outcome.record_files",
    "replay": "records",
    "report_of": "report.from_outcome",
    "scenario_coverage_of": "scenario_coverage.from_policy",
    "shipped_policies": "language.shipped",
    "standard_environment": "stdlib",
}

__all__ = [
    "Annotation",
    "Calendar",
    "Cause",
    "ClauseForm",
    "Coverage",
    "Diagnostic",
    "Dialect",
    "DutyCalendar",
    "Environment",
    "Exporter",
    "FactError",
    "FactProblem",
    "Facts",
    "Function",
    "Library",
    "MissingPackage",
    "MutationReport",
    "Norm",
    "Outcome",
    "PinganError",
    "Policy",
    "PolicyError",
    "Question",
    "Reason",
    "RecordError",
    "ReplayError",
    "ReportDocument",
    "ScenarioCoverage",
    "ScenarioResult",
    "Severity",
    "Source",
    "Span",
    "Truth",
    "Witness",
    "__version__",
    "append_record",
    "build",
    "check",
    "compare",
    "coverage_of",
    "find_witness",
    "format_text",
    "load",
    "mutate",
    "read_facts",
    "read_records",
    "replay",
    "report_of",
    "scenario_coverage_of",
    "shipped_policies",
    "standard_environment",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "load":  # what every program uses first: `importlib` would take longer than what is imported here
        from pingan.artifact.loading import load

        value: object = load
    else:
        from importlib import import_module

        value = getattr(import_module(f"{__name__}.{home}"), name)
    setattr(sys.modules[__name__], name, value)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
