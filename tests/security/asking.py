"""A small policy around rules of a test, from text in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import pingan
from pingan import Outcome, Policy, Source

T = TypeVar("T")

HEAD = """\
policy p { zone "%s" }
record C { k: integer key  v: decimal }
record B { cs: list of C }
fact bs: list of B
fact c: C
fact d: date
fact t: datetime
fact n: integer
fact u: duration
fact b: boolean
fact ns: list of integer
actor a
action go
action take (it: integer)
"""


def policy(rules: str, *, zone: str = "Asia/Shanghai") -> Policy:
    return pingan.load(Source("p.rules", HEAD % zone + rules))


def codes(rules: str) -> set[str]:
    return {d.code for d in pingan.check(Source("p.rules", HEAD % "UTC" + rules))}


def asked(rules: str, facts: object = None, *, as_of: str = "2016-06-01", zone: str = "Asia/Shanghai") -> Outcome:
    """The outcome, after everything has been written from it once."""
    outcome = policy(rules, zone=zone).evaluate(facts or {}, as_of=as_of)
    outcome.to_text()
    outcome.to_dict()
    for norm in outcome.norms[:4]:
        outcome.explain(f"{norm.policy}.{norm.rule}").to_text()
    return outcome


def at_depth(depth: int, ask: Callable[[], T]) -> T:
    """The result of *ask*, called *depth* frames deep on a stack of its own."""
    results: list[T] = []
    failures: list[BaseException] = []

    def descend(left: int) -> None:
        if left:
            descend(left - 1)
        else:
            results.append(ask())

    def run() -> None:
        try:
            descend(depth)
        except BaseException as failure:  # told in the thread that asks
            failures.append(failure)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
    return results[0]
