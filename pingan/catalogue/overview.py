"""What a policy says of itself and how much of its document it encodes: read off its text, without resolving it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from attrs import frozen

from pingan.language.dialect import DIALECTS, dialect
from pingan.model.citations import find_clause
from pingan.model.constants import month
from pingan.model.loaded import LoadedModule
from pingan.syntax import nodes

_WORDS: Final = "|".join(word for name in DIALECTS for word in dialect(name).keywords["SCENARIO"])
_SCENARIO: Final = re.compile(rf"^(?:{_WORDS}) .*?^}}$", re.M | re.S)


def without_scenarios(text: str) -> str:
    """*text*, a policy in form, without its scenarios; its lines stay where they are.

    They are the most of it, and an overview tells nothing of them.
    """
    return _SCENARIO.sub(lambda found: "\n" * found[0].count("\n"), text)


@frozen
class Overview:
    """A policy in figures. *clauses* is None without a register; *encoded* are cited, *omitted* are not and say why."""

    name: str
    label: str | None = None
    document: str | None = None
    version: str | None = None
    jurisdiction: str | None = None
    level: str | None = None
    issued: date | None = None
    issuers: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    """The days in force, where they are written as days."""
    readings: tuple[str, ...] = ()
    """Interpretations on whose readings these days rest."""
    clauses: int | None = None
    encoded: int = 0
    omitted: int = 0
    rules: int = 0


def overview(module: LoadedModule) -> Overview:
    """What *module*, a policy, says of itself. Raises ValueError for a vocabulary."""
    header = module.syntax.header
    if not isinstance(header, nodes.PolicyHeader):
        raise ValueError(f"`{module.name}` is no policy")
    cited = {
        cite.clause for d in module.syntax.core if isinstance(d, nodes.Rule | nodes.Definition) for cite in d.cites
    }
    period, readings = _in_force(module, header)
    return Overview(
        module.name,
        header.label,
        header.document,
        header.version,
        header.jurisdiction,
        None if header.level is None else header.level.names[-1].text,
        None if header.issued is None else header.issued.value,
        tuple(n.text for n in header.issuers),
        _day(period.start, 0) if period else None,
        _day(period.end, 1) if period else None,
        readings,
        None if module.register is None else len(module.register),
        _counted(cited, module),
        _counted((o.clause for o in header.omissions), module),
        sum(isinstance(d, nodes.Rule) for d in module.syntax.core),
    )


def _counted(clauses: Iterable[str], module: LoadedModule) -> int:
    """How many clauses of the register *clauses* are; without a register, how many different ones."""
    if module.register is None:
        return len(set(clauses))
    found = (find_clause(clause, module) for clause in clauses)
    return len({clause.id for clause in found if clause is not None})


def _in_force(module: LoadedModule, header: nodes.PolicyHeader) -> tuple[nodes.PeriodLiteral | None, tuple[str, ...]]:
    """The period in force as it is written, maybe in a definition, and the interpretations that it was chosen by."""
    period = header.in_force.period if header.in_force else None
    if not isinstance(period, nodes.Path):
        return (period if isinstance(period, nodes.PeriodLiteral) else None), ()
    definitions = (d for d in module.syntax.core if isinstance(d, nodes.Definition))
    definition = next((d for d in definitions if d.name.text == period.text), None)
    readings = _readings(module)
    used: list[str] = []
    for case in definition.cases if definition else ():
        if case.condition is not None:
            compared = _reading(case.condition)
            if compared is None or readings.get(compared[0]) is None:
                return None, ()
            used.append(compared[0])
            if readings[compared[0]] != compared[1]:
                continue
        value = case.value if isinstance(case.value, nodes.PeriodLiteral) else None
        return value, tuple(dict.fromkeys(used))
    return None, ()


def _readings(module: LoadedModule) -> dict[str, str | None]:
    """The reading of each interpretation of *module*: the one that it sets, else the default."""
    found = {
        d.name.text: d.default.text if d.default else None
        for d in module.syntax.core
        if isinstance(d, nodes.Interpretation)
    }
    for setting in (d for d in module.syntax.core if isinstance(d, nodes.Setting)):
        if setting.target.text in found and isinstance(setting.value, nodes.Path):
            found[setting.target.text] = setting.value.text
    return found


def _reading(condition: nodes.Expression) -> tuple[str, str] | None:
    """The interpretation and the reading of ``interpretation = reading``."""
    match condition:
        case nodes.Comparison("=", nodes.Path() as interpretation, nodes.Path() as reading):
            return interpretation.text, reading.text
    return None


def _day(end: nodes.Expression | None, last: int) -> date | None:
    if isinstance(end, nodes.MonthLiteral):
        value = month(end)[last].value
        return value if isinstance(value, date) else None
    return end.value if isinstance(end, nodes.DateLiteral) else None
