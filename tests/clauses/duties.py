"""What the tests of escalation and supervision share: a vocabulary, and the rules that declarations become."""

from __future__ import annotations

import pingan
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.modules.loader import load_modules
from pingan.stdlib import standard_environment
from pingan.syntax import nodes
from pingan.syntax.to_text import print_module

VOCABULARY = """policy p

enum Content { place, measures }
record Leak { grave: boolean  at: datetime  told_at: datetime optional  informed: set of actor  closed: boolean }
record Plant is actor { name: text  superior: actor }
fact leak: Leak
fact plant: Plant
actor town
actor county
actor city
actor press
parameter promptly: duration
action report (to: actor) is escalation
action notify (to: actor, content: set of Content) is escalation
action hand_in (what: Leak, to: actor) is escalation
action pass_on (whom: Plant, about: actor) is escalation
action calm
action supervise is supervision
action list_for_supervision (what: Leak) is supervision
action request_listing (to: actor, what: Leak) is supervision
action request_supervision (to: actor) is supervision
action release_supervision is supervision
action call_in (whom: actor, what: Leak) is supervision
"""


def lowered(declarations: str, vocabulary: str = VOCABULARY) -> str:
    """The core declarations that *declarations* become, as text without their vocabulary."""
    diagnostics = Diagnostics()
    source = pingan.Source("p.rules", f"{vocabulary}\n{declarations}")
    modules = load_modules([source], diagnostics, environment=standard_environment())
    assert [d.message for d in diagnostics] == []
    module = modules.modules["p"].syntax
    assert not any(isinstance(d, nodes.FormDeclaration) for d in module.declarations)
    return print_module(module, "en", as_written=False).split("is supervision\n")[-1].strip()


def refusal(declarations: str) -> tuple[str, str, str]:
    """The code of the only error in *declarations*, the text that it points at, and its help."""
    found = pingan.check(pingan.Source("p.rules", f"{VOCABULARY}\n{declarations}"))
    (error,) = (d for d in found if d.severity is pingan.Severity.ERROR)
    return error.code, error.annotations[0].span.text, error.help or ""
