"""CLIPS (C): a rule for each conjunction over one fact with a slot for each of ours; asserted, run, retracted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.benchmarks.peers import Peer, floating
from tests.benchmarks.workload import FIELDS, Atom, Incident, Limb, Workload

LABEL = "CLIPS (C)"
WHAT = "one fact asserted, rules run and retracted; the first calls only, for it slows down with thousands of them"
NEEDS = "clips"
CALLS = 1000
KEPT: list[object] = []
"""Environments: taking one down while facts of it are held prints complaints."""


def written(limbs: tuple[Limb, ...]) -> str:
    slots: dict[str, list[str]] = {}
    acts: list[str] = []
    for test, wanted in limbs:
        if test.field == "acts":
            acts.append(f"(member$ {test.value} ?acts)" if wanted else f"(not (member$ {test.value} ?acts))")
        else:
            slots.setdefault(test.field, []).append(slot(test, wanted))
    found = [f"({field} {'&'.join(tests)})" for field, tests in slots.items()]
    if acts:
        found.append(f"(acts $?acts&:(and {' '.join(acts)} TRUE))")
    return f"(incident {' '.join(found)})"


def slot(test: Atom, wanted: bool) -> str:
    match test.operator:
        case "is":
            return "TRUE" if wanted else "FALSE"
        case "in":
            members = test.value
            return ("|" if wanted else "&").join(f"{'' if wanted else '~'}{m}" for m in members)  # type: ignore[attr-defined]
        case "=" | "!=":
            return str(test.value) if (test.operator == "=") == wanted else f"~{test.value}"
        case operator:
            compared = f"({operator} ?{test.field} {test.value})"
            return f"?{test.field}&:{compared if wanted else f'(not {compared})'}"


def peers(of: Workload) -> list[Peer]:
    import clips

    environment = clips.Environment()
    KEPT.append(environment)
    slots = " ".join("(multislot acts)" if field == "acts" else f"(slot {field})" for field in FIELDS)
    environment.build(f"(deftemplate incident {slots})")
    found: list[str] = []

    def fired(name: object) -> None:
        found.append(str(name))

    environment.define_function(fired)
    for rule in of.rules:
        for place, limbs in enumerate(rule.conjunctions()):
            environment.build(f"(defrule {rule.name}_{place} {written(limbs)} => (fired {rule.name}))")
    template = environment.find_template("incident")

    def form(incident: Incident) -> object:
        def symbols(value: object) -> Any:
            if isinstance(value, list):
                return [clips.Symbol(each) for each in value]
            return clips.Symbol(value) if isinstance(value, str) else value

        return {key: symbols(value) for key, value in floating(incident).items()}

    def answer(facts: Any) -> list[str]:
        found.clear()
        asserted = template.assert_fact(**facts)
        environment.run()
        asserted.retract()
        return found

    def run(many: Sequence[object]) -> None:
        for facts in many:
            answer(facts)

    return [Peer("CLIPS", form, run, lambda facts: frozenset(answer(facts)), CALLS)]
