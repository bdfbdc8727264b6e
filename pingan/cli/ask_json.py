"""``pingan ask --format json``: the interview with a program, a line of JSON for a line of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pingan.diagnostics.errors import FactError, FactProblem
from pingan.program.fact_files import parse_facts

if TYPE_CHECKING:
    from pingan.interview import Interview


def held(
    interview: Interview,
    lines: Iterator[str],
    tell: Callable[[dict[str, Any]], None],
    keep: Callable[[Interview], None],
) -> Interview:
    """The interview after all *lines*, each of which is answered by one object; the first is told before any.

    A line is ``{"value": …}`` (in the form of a fact file), ``{"unknown": true}`` or ``{"back": true}``; the first
    two may name another fact (``"path"``).
    """
    tell(_standing(interview))
    for line in lines:
        if interview.question is None:
            break
        try:
            interview = _after(interview, line)
        except FactError as error:
            problems = [{"path": p.path, "message": p.message, "help": p.help} for p in error.problems]
            tell({**_standing(interview), "problems": problems})
            continue
        keep(interview)
        tell(_standing(interview))
    return interview


def _standing(interview: Interview) -> dict[str, Any]:
    question = interview.question
    return {"question": None if question is None else question.to_dict(), "open": interview.open}


def _after(interview: Interview, line: str) -> Interview:
    said: Any = parse_facts(line, format="json", name="answer")
    path = said.get("path") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not (path is None or isinstance(path, str)):
        raise _no_answer()
    match sorted(said.keys() - {"path"}):
        case ["value"]:
            return interview.answered(said["value"], path)
        case ["unknown"]:
            return interview.not_known(path)
        case ["back"]:
            return interview.back or interview
    raise _no_answer()


def _no_answer() -> FactError:
    remedy = 'write {"value": …}, {"unknown": true} or {"back": true}'
    return FactError((FactProblem("answer", "this is no answer", remedy),))


def as_line(data: object) -> str:
    """*data* on one line."""
    return json.dumps(data, ensure_ascii=False, separators=(", ", ": "))
