"""What findings say, and the remedy they offer, in their own words."""

from __future__ import annotations

import pytest

import pingan

HEAD = """\
policy p { zone "UTC" }
enum Level ordered { low, high }
record Unit is actor { name: text key  staff: integer  seen: date optional  boss: Unit_boss }
record Unit_boss is actor { title: text }
fact n: integer
fact x: decimal
fact b: boolean
fact d: date
fact level: Level
fact units: list of Unit
fact others: list of Unit
fact calm: judgement by warden
actor warden
action go
action take (it: integer)
parameter soon: duration
"""

MISTAKES = (
    (
        "rule a { then warden must go } rule r { overrides a overrides a then warden must go }",
        "duplicate-name",
        "`a` is already overridden here",
        None,
    ),
    (
        "rule a { then warden must go } rule r { overrides a, a then warden must go }",
        "duplicate-name",
        "`a` is already overridden here",
        None,
    ),
    (
        "rule a { for each u in others then warden must go } "
        "rule r { overrides a for each u in units then warden must go }",
        "bad-override",
        "a rule `for each` element overrides only a rule for each element of the same list",
        "go through the same list, or leave `for each` out to override all of it",
    ),
    (
        "rule a { then warden must go } rule r { overrides a for each u in units then warden must go }",
        "bad-override",
        "a rule `for each` element overrides only a rule for each element of the same list",
        "go through the same list, or leave `for each` out to override all of it",
    ),
    ("rule r { overrides r then warden must go }", "cycle", "a rule cannot override itself", None),
    ("rule r { overrides nothing then warden must go }", "unknown-name", "no rule is called `nothing`", None),
    (
        "rule r { then warden may go fulfilled when b }",
        "bad-evidence",
        "a permission is neither fulfilled nor breached",
        "leave it out",
    ),
    (
        "rule r { then warden may go breached when b }",
        "bad-evidence",
        "a permission is neither fulfilled nor breached",
        "leave it out",
    ),
    (
        "rule r { then warden must ensure b fulfilled when b }",
        "bad-evidence",
        "`ensure` is fulfilled exactly when its condition holds",
        "put it into the condition",
    ),
    (
        "rule r { then warden must not go fulfilled when b }",
        "bad-evidence",
        "a prohibition is fulfilled as long as nothing breaks it",
        "say `breached when` or `breached at`",
    ),
    (
        "rule r { then warden must go fulfilled when b fulfilled at d }",
        "bad-evidence",
        "either `fulfilled when` or `fulfilled at` says it, not both",
        None,
    ),
    (
        "rule r { then warden must go within 2 hours rolling }",
        "bad-deadline",
        "only a last day can move to the next working day; this ends at an hour",
        "leave out `rolling`, or count in days",
    ),
    (
        "rule r { then warden must go within 1.5 days }",
        "bad-literal",
        "`1.5 days` is no length of time: only minutes and hours have fractions",
        "count it in a smaller unit",
    ),
    (
        "rule r { then warden must go every month fulfilled when b }",
        "period-not-read",
        "nothing here reads `period`: every period is judged by the same facts",
        "say which facts belong to a period: `… in period`",
    ),
    (
        "rule r { then warden should go otherwise warden must go }",
        "bad-otherwise",
        "a missed `should` is no breach: nothing follows from it",
        "write a rule of its own",
    ),
    (
        "rule r { then warden may go otherwise warden must go }",
        "bad-otherwise",
        "a permission cannot be missed: nothing follows from it",
        "write a rule of its own",
    ),
    (
        "rule r { then warden must not go otherwise warden must go }",
        "never-follows",
        "this can never follow: nothing says what breaks the prohibition before it",
        "say what breaks it: `breached when …`",
    ),
    (
        "rule r { then warden must go otherwise warden must go }",
        "never-follows",
        "this can never follow: the duty before it has no deadline that it could miss",
        "give it a deadline, or say what breaks it: `breached when …`",
    ),
    (
        "rule r { then warden must take(it: x) }",
        "type-mismatch",
        "expected an integer, found a decimal",
        "`ceil`, `floor` or `round` makes a decimal an integer",
    ),
    (
        "define k: integer { is x }",
        "type-mismatch",
        "expected an integer, found a decimal",
        "`ceil`, `floor` or `round` makes a decimal an integer",
    ),
    (
        "define k: boolean { is units }",
        "type-mismatch",
        "expected a boolean, found a list (a `Unit` each)",
        "`any(x in … where …)` asks about the elements of a list",
    ),
    (
        "define k: boolean { is n }",
        "type-mismatch",
        "expected a boolean, found an integer",
        "compare it with something",
    ),
    ("define k: Level { is n }", "type-mismatch", "expected a member of `Level`, found an integer", None),
    (
        "action make (it: judgement by warden)",
        "bad-mark",
        "a parameter of an action only has a type",
        "leave out marks and `judgement`",
    ),
    (
        "action make (it: integer optional)",
        "bad-mark",
        "a parameter of an action only has a type",
        "leave out marks and `judgement`",
    ),
    (
        "define k: integer { is 1 is 2 }",
        "unreachable-case",
        "this case is never reached: the one before it always holds",
        "put it before, or take it away",
    ),
    ("define k: integer { is 1 when b is 2 when b }", "unreachable-case", "this case is never reached", "remove it"),
    (
        "define k: integer { is 1 when b is 2 otherwise is 3 when not b }",
        "unreachable-case",
        "this case is never reached: the one before it always holds",
        "put it before, or take it away",
    ),
    (
        "rule r { when n = low then warden must go }",
        "unknown-name",
        "no fact, definition, parameter or actor is called `low`",
        "it is a member of `Level`, but nothing here says that this is what is meant",
    ),
    (
        "rule r { when level > 3 then warden must go }",
        "type-mismatch",
        "expected a member of `Level` as on the left, found an integer",
        None,
    ),
    (
        "rule r { when n then warden must go }",
        "type-mismatch",
        "expected a boolean, found an integer",
        "compare it with something",
    ),
    (
        "rule r { when units = 3 then warden must go }",
        "type-mismatch",
        "expected a single value to compare, found a list (a `Unit` each)",
        "`has any of`, `has all of`, `in` and `size` ask about its elements",
    ),
    (
        'scenario "s" { given calm = { value: true, by: n } }',
        "type-mismatch",
        "expected an actor, found an integer",
        None,
    ),
    (
        'scenario "s" { given calm = { value: true, by: nobody } }',
        "unknown-name",
        "no fact, definition, parameter or actor is called `nobody`",
        None,
    ),
)


@pytest.mark.parametrize(("written", "code", "message", "remedy"), MISTAKES)
def test_a_mistake_is_told_in_these_words(written: str, code: str, message: str, remedy: str | None) -> None:
    (found,) = pingan.check(pingan.Source("p.rules", HEAD + written))
    assert (found.code, found.message, found.help) == (code, message, remedy)


def test_an_issuer_that_is_no_actor_is_told_with_the_likely_one() -> None:
    (found,) = pingan.check(pingan.Source("p.rules", "policy p { issued 2016-01-05 by wardn } actor warden"))
    assert (found.code, found.message, found.help) == (
        "unknown-name",
        "no actor is called `wardn`",
        "did you mean `warden`?",
    )
