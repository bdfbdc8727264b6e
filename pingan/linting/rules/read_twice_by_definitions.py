"""`read-twice-by-definitions`: one fact read by two definitions where one reading would settle more."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.language import types
from pingan.linting.analysis.written import conditions, connected, is_of_form
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.matching.regions import held
from pingan.model import nodes as m


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for written in conditions(looked):
        for part in connected(written.condition):
            if isinstance(part, m.Or) and not is_of_form(looked, part.span):
                yield from _checked(looked, part)


def _checked(looked: Looked, part: m.Or) -> Iterator[Finding]:
    seen: dict[m.Expression, m.Expression] = {}
    for limb in part.operands:
        subject = _asked(looked, limb)
        if subject is None:
            continue
        earlier = seen.setdefault(subject, limb)
        if earlier is limb or not (isinstance(limb, m.DefinitionValue) or isinstance(earlier, m.DefinitionValue)):
            continue  # where both are written out, `read-twice` says it
        name = subject.span.text
        message = f"`{name}` is read twice, by definitions: when it is only partly known, the answer stays open"
        remark = Annotation(earlier.span, "the other reading")
        yield found(message, limb.span, remark, help=f"ask for it once: `{name} in {{…}}`, or a definition of that")
        return


def _asked(looked: Looked, limb: m.Expression) -> m.Expression | None:
    """The enum that *limb* holds against some of its members, and nothing else."""
    test = limb
    while isinstance(test, m.DefinitionValue) and test.subject is None:
        cases = looked.model.definitions[test.definition].cases
        if len(cases) != 1 or cases[0].condition is not None:
            return None
        test = cases[0].value
    known = held(test)
    if known is None or known[1] not in ("=", "in") or not isinstance(known[0].type, types.EnumType):
        return None
    return known[0] if isinstance(known[0], m.FactValue | m.FieldValue) else None


LINT = Lint(
    code="read-twice-by-definitions",
    group="conditions",
    title="one fact read by two definitions where one reading would settle more",
    what="""Reports an `or` of limbs that all hold one fact of an enum against some of its members, at least one of
        them by the name of a definition. Certain; what is written side by side is reported by `read-twice`.""",
    why="""A fact that is one of two members settles neither limb, and so the `or` stays open, though it surely
        holds: each reading of a fact stands for itself.""",
    example="""
        policy flood
        enum Kind { river, sea, rain }
        fact kind: Kind
        actor warden
        action close_road
        define inland: boolean { is kind = river }
        rule closing {
            when inland or kind = sea
            then warden must close_road
        }
        """,
    better="""
        policy flood
        enum Kind { river, sea, rain }
        fact kind: Kind
        actor warden
        action close_road
        define open_water: boolean { is kind in {river, sea} }
        rule closing {
            when open_water
            then warden must close_road
        }
        """,
    check=check,
)
