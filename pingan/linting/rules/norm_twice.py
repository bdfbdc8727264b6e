"""`norm-twice`: one rule says the same norm twice."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for rule in looked.rules:
        for place, norm in enumerate(rule.norms):
            for earlier in rule.norms[:place]:
                shared = [bearer for bearer in norm.bearers if bearer in earlier.bearers]
                if shared and norm.duty == earlier.duty and norm.deadline == earlier.deadline:
                    yield _told(norm, earlier)
                    break


def _told(norm: m.Norm, earlier: m.Norm) -> Finding:
    remark = Annotation(earlier.span, "said here")
    if norm.modality == earlier.modality:
        message = "this norm is said twice in one rule"
        return found(message, norm.span, remark, help="leave one out, or say what the other one was to be")
    message = "one rule says two things about one duty of the same bearer"
    return found(message, norm.span, remark, help="leave one of the two out")


LINT = Lint(
    code="norm-twice",
    group="norms",
    title="one rule says the same norm twice",
    what="""Reports two norms of one rule that have a bearer, what is to be done and the deadline in common,
        whatever their modality. Certain.""",
    why="One of them was copied and never changed; or one rule demands and allows the same.",
    example="""
        policy flood
        actor warden
        action close_road
        action tell
        rule closing {
            then warden must close_road,
                 warden must close_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        action tell
        rule closing {
            then warden must close_road,
                 warden must tell
        }
        """,
    check=check,
)
