"""Policies with words changed, asked for everything there is to ask, with no facts and with an example's."""

from __future__ import annotations

import pingan
from pingan import PolicyError, Source
from tests.fuzz.asking import edited, hold, ours
from tests.security.test_fuzz import AS_OF, all_about

SEEDS = (b"", *(bytes([0, n]) for n in range(0, 120, 11)))


def check(data: bytes) -> None:
    source = Source("fuzz.rules", edited(data))
    found = pingan.check(source)
    try:
        policy = pingan.load(source)
    except PolicyError as error:
        hold(bool(error.diagnostics), "refused without a reason")
        return
    hold(not any(d.severity == "error" for d in found), "loaded although `check` finds errors")
    as_of = AS_OF[len(data) % len(AS_OF)]
    ours(lambda: all_about(policy, {}, as_of))
    ours(lambda: all_about(policy, policy.facts_example(), as_of))
    ours(lambda: policy.test())
    ours(lambda: policy.facts_template(language="zh"))
    ours(lambda: policy.facts_schema())
