"""`unlikely-duration`: a length of time that is nothing, or longer than a policy lasts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pingan.linting.lint import Finding, Lint, Option, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m

_YEARS = {"second": Fraction(1, 365 * 86_400), "day": Fraction(1, 365), "month": Fraction(1, 12)}
_WORKING = Fraction(1, 250)


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    most = options.number("years")
    for _, norm in looked.norms():
        match norm.deadline:
            case m.Within(duration) if duration is not None:
                length: m.Duration | None = duration
            case m.Every(length=every):
                length = every
            case _:
                continue
        if length is None:
            continue
        # "Within 0 days" ends with the day, and is a way to say "the same day".
        if length.amount < 0 or (length.amount == 0 and length.unit == "second"):
            yield found("no time at all: nothing can be done within it", norm.span, help="say how long it is")
        elif length.amount * _YEARS.get(length.unit, _WORKING) > most:
            message = f"a deadline of more than {most} years"
            yield found(message, norm.span, help="look at the unit: hours, days or months")


LINT = Lint(
    code="unlikely-duration",
    group="norms",
    title="a deadline of no time, or of many years",
    options=(Option("years", 10, "the most years that a deadline may have", minimum=1),),
    what="Reports `within 0 hours`, and lengths over the years that the option says. Very probable.",
    why="A figure was left at its first value, or stands with the wrong unit.",
    example="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        fact seen_at: datetime
        fact closed_at: datetime
        rule closing {
            since seen_at
            then warden must close_road within 500 months fulfilled at closed_at
        }
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        fact seen_at: datetime
        fact closed_at: datetime
        rule closing {
            since seen_at
            then warden must close_road within 5 months fulfilled at closed_at
        }
        """,
    check=check,
)
