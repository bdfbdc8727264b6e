"""`adjacent-thresholds`: two thresholds that leave a figure between them, or count it twice."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.language import types
from pingan.linting.analysis.written import conditions, connected, is_of_form
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.matching.regions import held
from pingan.model import nodes as m

Places = dict[str, list[m.Expression]]


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    tested: dict[object, Places] = {}
    for written in conditions(looked):
        within: dict[object, set[str]] = {}
        for part in connected(written.condition):
            known = held(part)
            if known is None or not isinstance(known[0].type, types.NumberType | types.DurationType):
                continue
            if is_of_form(looked, part.span):
                continue  # tables look after their own gaps and overlaps
            subject, operator, constants = known
            if len(constants) != 1:
                continue
            key = written.owner.module, _called(subject), constants[0]
            if operator in ("=", "in") or not within.setdefault(key, {operator}) <= {operator}:
                operator = "="  # told apart inside one condition: somebody has thought of it
            tested.setdefault(key, {}).setdefault(operator, []).append(part)
    for places in tested.values():
        if {*places} == {"<", ">"}:
            yield _told(places["<"][0], places[">"][0], "neither below nor above: no condition of this policy names it")
        elif {*places} == {"<=", ">="}:
            yield _told(places["<="][0], places[">="][0], "counted below as well as above")


def _called(subject: m.Expression) -> object:
    """The same field of any record of a kind is the same figure, whatever the record is called here."""
    if isinstance(subject, m.FieldValue) and isinstance(subject.record.type, types.RecordType):
        return subject.record.type.name, subject.name
    return subject


def _told(below: m.Expression, above: m.Expression, how: str) -> Finding:
    known = held(above)
    assert isinstance(above, m.Comparison) and known is not None
    constant = above.right if isinstance(above.right, m.Constant) else above.left
    name = constant.span.text
    remark = Annotation(below.span, "the other side")
    remedy = "let one of the two include it: `at least` and `以上` include the figure, `more than` does not"
    return found(f"`{name}` itself is {how}", above.span, remark, help=remedy)


LINT = Lint(
    code="adjacent-thresholds",
    group="conditions",
    title="two thresholds that leave a figure out, or count it twice",
    what="""Reports a figure that one condition of a policy compares by `<` and another one by `>`, or by `<=` and
        by `>=`, and no condition otherwise: the figure itself is on neither side, or on both. Probable. Bounds of
        one condition (`x > 1 and x < 3`) are left alone.""",
    why="""At exactly that figure no rule applies, or both do. Official texts draw the line once: 以上 and 以下 include
        the figure, 超过 and 不满 do not.""",
    example="""
        policy flood
        actor warden
        action close_road
        action open_road
        fact depth_cm: integer >= 0
        rule closing {
            when depth_cm > 30
            then warden must close_road
        }
        rule opening {
            when depth_cm < 30
            then warden may open_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        action open_road
        fact depth_cm: integer >= 0
        rule closing {
            when depth_cm >= 30
            then warden must close_road
        }
        rule opening {
            when depth_cm < 30
            then warden may open_road
        }
        """,
    check=check,
)
