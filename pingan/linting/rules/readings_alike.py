"""`readings-alike`: two readings of an interpretation between which nothing differs."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.analysis.written import Owner, expressions_of
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.model.walk import walk


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    own = [i for i in looked.model.interpretations.values() if looked.is_own(i) and len(i.readings) > 1]
    if not own:
        return
    tests = _tests(looked)
    for interpretation in own:
        asked = tests.get(interpretation.key, [])
        if not asked or None in asked:
            continue  # read nowhere, which is reported as unused, or in ways that may tell all readings apart
        seen: dict[tuple[bool, ...], str] = {}
        for reading in interpretation.readings:
            answers = tuple(members is not None and reading.name in members for members in asked)
            earlier = seen.setdefault(answers, reading.name)
            if earlier != reading.name:
                message = f"nothing differs between the readings `{earlier}` and `{reading.name}`"
                remedy = "leave one of them out, or ask for it where the text is to be read otherwise"
                yield found(message, interpretation.span, help=remedy)
                break


def _tests(looked: Looked) -> dict[str, list[frozenset[object] | None]]:
    """By interpretation: the readings that each test of it is about; None where it is read in another way."""
    found: dict[str, list[frozenset[object] | None]] = {}
    model = looked.model
    owners: tuple[Owner, ...] = (*model.headers.values(), *model.definitions.values(), *model.rules.values())
    for owner in owners:
        for expression in expressions_of(owner):
            understood: set[int] = set()
            for part in walk(expression):
                match part:
                    case m.Comparison("=" | "!=", m.ReadingValue(key) as value, m.Constant(member)):
                        found.setdefault(key, []).append(frozenset({member}))
                        understood.add(id(value))
                    case m.In(m.ReadingValue(key) as value, m.SetOf(elements)):
                        members = [e.value for e in elements if isinstance(e, m.Constant)]
                        found.setdefault(key, []).append(frozenset(members) if len(members) == len(elements) else None)
                        understood.add(id(value))
                    case m.ReadingValue(key) if id(part) not in understood:
                        found.setdefault(key, []).append(None)
    return found


LINT = Lint(
    code="readings-alike",
    group="conditions",
    title="two readings of an interpretation that come to the same",
    what="Reports an interpretation two readings of which no condition of the files read tells apart. Certain.",
    why="""The outcome names the reading as if it mattered, and asks for it while it is open. A case was forgotten,
        or the doubt was none.""",
    example="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        interpretation deep {
            question "From which depth?"
            readings { from_30, from_50, from_80 }
        }
        rule closing {
            when depth_cm >= 80 or (depth_cm >= 30 and deep = from_30)
            then warden must close_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        interpretation deep {
            question "From which depth?"
            readings { from_30, from_50, from_80 }
        }
        rule closing {
            when depth_cm >= 80 or (depth_cm >= 30 and deep = from_30) or (depth_cm >= 50 and deep = from_50)
            then warden must close_road
        }
        """,
    check=check,
)
