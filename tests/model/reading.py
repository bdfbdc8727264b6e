"""Short ways from text to a model, for the tests of the pass."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from pingan.diagnostics.diagnostic import Diagnostic, Diagnostics
from pingan.model import nodes as model
from pingan.model.from_syntax import resolve
from pingan.modules.loader import load_modules
from pingan.source import Source
from pingan.stdlib import standard_environment

SPEAKING = """
policy flood { zone "Asia/Shanghai" }
enum Level "等级" ordered { low "低", middle "中", high "高" }
enum Kind { river "河", dike "堤" }
record Gauge "水尺" {
    name "名称": text key
    level "水位": decimal >= 0
    read_at "读数时间": datetime
    checked_on: date optional
    kinds: set of Kind
    reliable: judgement by warden
}
record Town is actor { people: integer >= 1  gauges: list of Gauge  mayor: Person optional  closed: boolean optional }
record Person { age: integer }
fact gauge "水位站": Gauge
fact town: Town
fact towns: list of Town
fact danger "危险": Level
fact drill: boolean
fact warned_at: datetime optional
fact started_on: date
fact length: duration
fact season: period
fact days: list of date
actor warden "看守"
actor council
action warn "警告" (whom "对象": actor, level: Level, at: datetime) is escalation
action close_road
parameter promptly "及时": duration
parameter limit: integer >= 0 and <= 100
interpretation reach { question "?" readings { near "近", far "远" } default near }
"""
"""Something to speak of; the tests add what they are about."""


def read(*texts: str, settings: Mapping[str, object] | None = None) -> tuple[model.Policy | None, list[Diagnostic]]:
    """The policy that *texts* make together (the first is the one asked for), and everything said against them."""
    diagnostics = Diagnostics()
    sources = [Source(f"text {n}", dedent(text)) for n, text in enumerate(texts, start=1)]
    modules = load_modules(sources, diagnostics)
    if diagnostics.has_errors:
        return None, list(diagnostics.sorted())
    policy = resolve(modules, standard_environment(), diagnostics, settings=settings or {})
    return policy, list(diagnostics.sorted())


def resolved(*texts: str, settings: Mapping[str, object] | None = None) -> model.Policy:
    """The policy of *texts*, about which there is nothing to say but warnings."""
    policy, said = read(*texts, settings=settings)
    assert policy is not None, [f"{d.span}: {d.code}: {d.message}" for d in said]
    return policy


def spoken(text: str, *, settings: Mapping[str, object] | None = None) -> model.Policy:
    """`resolved`, after what there is to speak of."""
    return resolved(SPEAKING + dedent(text), settings=settings)


def complaints(text: str, *, settings: Mapping[str, object] | None = None) -> list[tuple[str, str]]:
    """Code and text at fault of all that is said against *text* (after `SPEAKING`)."""
    _, said = read(SPEAKING + dedent(text), settings=settings)
    return [(d.code, d.span.text if d.span else "") for d in said]


def value(expression: str, type: str = "boolean", before: str = "") -> model.Expression:
    """What *expression* means as the value of a definition of *type*."""
    policy = spoken(f"{before}\ndefine it: {type} {{ is {expression} }}")
    return policy.definitions["flood.it"].cases[0].value


def condition(expression: str) -> model.Expression:
    """What *expression* means as the condition of a rule."""
    rule = spoken(f"rule it {{ when {expression} then warden must close_road }}").rules["flood.it"]
    assert rule.condition is not None
    return rule.condition
