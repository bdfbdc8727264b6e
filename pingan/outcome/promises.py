"""What an outcome says of cases that hold together though their author promised that they would not."""

from __future__ import annotations

from typing import Final

from pingan.model.nodes import Policy
from pingan.outcome.nodes import Finding
from pingan.source import NOWHERE

_SAID: Final = {
    "exclusive": (
        "cases {0} hold at once{1}, and at most one should; the value is that of the first",
        "第 {0} 条同时成立{1}，而本应至多一条成立；取其中第一条的值",
    ),
    "agreeing": (
        "cases {0} hold at once{1} and say different things; the value is that of the first",
        "第 {0} 条同时成立{1}而值不相同；取成立的第一条的值",
    ),
}


def cases_text(finding: Finding, policy: Policy, *, chinese: bool) -> tuple[str, str]:
    """What a finding of kind ``cases`` says, and the path of the record that it is about (empty without one)."""
    numbers, _, where = finding.message.partition(" (")
    definition = policy.definitions.get(finding.subject)
    places: list[str] = []
    for number in numbers.split(", ") if definition else ():
        span = definition.cases[int(number) - 1].span if definition else NOWHERE
        if span is not NOWHERE:
            places.append(str(span.line))
    kind = (definition.exclusive if definition else None) or "exclusive"
    if chinese:
        lines = f"（第 {'、'.join(places)} 行）" if places else ""
        told = _SAID[kind][1].replace("{0}", numbers.replace(", ", "、")).replace("{1}", lines)
    else:
        lines = f" (lines {', '.join(places)})" if places else ""
        told = _SAID[kind][0].replace("{0}", numbers.replace(", ", " and ") if numbers.count(",") == 1 else numbers)
        told = told.replace("{1}", lines)
    return told, where.rstrip(")")
