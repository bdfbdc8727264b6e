"""Codes about expressions and declarations that say something impossible, or not what they seem to say."""

from __future__ import annotations

from pingan.diagnostics.code import Code

CODES_OF_MEANING = (
    Code(
        "always-present",
        "`present` is asked about something that is never absent",
        """Being unknown is not being absent. `present(x)` asks whether an optional fact was said to have no value;
        about any other fact it always holds.""",
        """
        policy flood
        fact depth: integer >= 0
        define measured: boolean {
            is present(depth)
        }
        """,
        """
        policy flood
        fact depth: integer >= 0 optional
        define measured: boolean {
            is present(depth)
        }
        """,
    ),
    Code(
        "bad-mark",
        "a mark that does not fit its field",
        """A list or a set is never `optional` (write `[]` for none); a judgement is never absent; one field of a
        record is its `key`, and that is a text, an integer or a member of an enum; a fact has no key; a
        parameter has no marks.""",
        """
        policy flood
        fact depths: list of integer optional
        """,
        """
        policy flood
        fact depths: list of integer
        """,
    ),
    Code(
        "bad-range",
        "a range that no value lies in, or on something that has none",
        """Only numbers and durations have a range, and some value must lie in it. It is bounded by `>=`,
        `>`, `<=` and `<`. A value is no part of a type: a parameter gets one by `set NAME = VALUE`, a fact when
        it is given.""",
        """
        policy flood
        fact depth: integer >= 10 and <= 5
        """,
        """
        policy flood
        fact depth: integer >= 5 and <= 10
        """,
    ),
    Code(
        "calendar-duration",
        "a calendar length is used as exact time",
        """Months, years and working days have no length of their own: they only ever count from a date. Hours, days
        and weeks can be compared.""",
        """
        policy flood
        fact wait: duration
        define long: boolean {
            is wait > 2 months
        }
        """,
        """
        policy flood
        fact wait: duration
        define long: boolean {
            is wait > 60 days
        }
        """,
    ),
    Code(
        "compared-with-absent",
        "something is compared with `absent`",
        """A comparison with something absent is false, whatever the other side: it says nothing. Whether a value is
        there is asked by `present`.""",
        """
        policy flood
        fact closed_on: date optional
        define open: boolean {
            is closed_on = absent
        }
        """,
        """
        policy flood
        fact closed_on: date optional
        define open: boolean {
            is not present(closed_on)
        }
        """,
    ),
    Code(
        "cycle",
        "something rests on itself",
        """A definition that needs its own value, a record that holds itself, rules that override
        themselves or each other, files
        that use or extend each other in a circle: none of them has a meaning.""",
        """
        policy flood
        define low: boolean {
            is not high
        }
        define high: boolean {
            is not low
        }
        """,
        """
        policy flood
        fact depth: integer >= 0
        define low: boolean {
            is not high
        }
        define high: boolean {
            is depth > 30
        }
        """,
    ),
    Code(
        "empty-period",
        "a period ends before it begins",
        """A period runs from its first day until its last, both included.""",
        """
        policy flood
        define season: period {
            is from 2016-09-30 until 2016-06-01
        }
        """,
        """
        policy flood
        define season: period {
            is from 2016-06-01 until 2016-09-30
        }
        """,
    ),
    Code(
        "not-constant",
        "a value that facts would have to give stands where it must be known at once",
        """A range, a setting and a default are known when the policy is read; they cannot depend on facts.""",
        """
        policy flood
        fact depth: integer >= 0
        parameter limit: integer
        set limit = depth
        """,
        """
        policy flood
        fact depth: integer >= 0
        parameter limit: integer
        set limit = 30
        """,
    ),
    Code(
        "out-of-range",
        "a parameter is set outside the range that it states",
        """The range of a parameter says which settings make sense.""",
        """
        policy flood
        parameter limit: integer >= 0
        set limit = -1
        """,
        """
        policy flood
        parameter limit: integer >= 0
        set limit = 1
        """,
    ),
    Code(
        "read-twice",
        "one fact is read twice where once would do",
        """Each reading of a fact that is only partly known stands for itself: `kind = river or kind = sea` stays
        open when the kind is one of the two. A single reading settles it.""",
        """
        policy flood
        enum Kind { river, sea, rain }
        fact kind: Kind
        define water: boolean {
            is true when kind = river or kind = sea
            is false otherwise
        }
        """,
        """
        policy flood
        enum Kind { river, sea, rain }
        fact kind: Kind
        define water: boolean {
            is true when kind in {river, sea}
            is false otherwise
        }
        """,
    ),
    Code(
        "too-deep",
        "an expression or a chain of rules is too deep",
        """Definitions may build on definitions, but with all of them written out an expression is at most 256 deep,
        each definition counting as four.
        Rules may override rules that override others, but a chain of them has at most 16 rules.""",
        "policy flood\nfact wet: boolean\n"
        + "".join(
            f"define d{i}: boolean {{\n    is {'not ' * 60}{f'd{i - 1}' if i else 'wet'}\n}}\n" for i in range(5)
        ),
        """
        policy flood
        fact wet: boolean
        define dry: boolean {
            is not wet
        }
        """,
    ),
    Code(
        "too-many-digits",
        "a number could need too many digits",
        """Arithmetic is exact. A product of very many factors could need more than 10,000 digits, and is refused
        before it is ever calculated.""",
        "policy flood\nfact d0: decimal\n"
        + "".join(f"define d{i}: decimal {{\n    is {' * '.join([f'd{i - 1}'] * 4)}\n}}\n" for i in range(1, 7)),
        """
        policy flood
        fact n: decimal
        define product: decimal {
            is round(n) * 3
        }
        """,
    ),
    Code(
        "type-mismatch",
        "two things of different types are put together",
        """The message says what was expected and what was found. Nothing is converted on its own, except a date
        where an instant is wanted and the other way round.""",
        """
        policy flood
        fact depth: integer >= 0
        define deep: boolean {
            is depth > "30"
        }
        """,
        """
        policy flood
        fact depth: integer >= 0
        define deep: boolean {
            is depth > 30
        }
        """,
    ),
    Code(
        "unreachable-case",
        "a case of a definition is never reached",
        """Cases are read from the top, and the first that holds wins. What follows a case that always holds is
        never read.""",
        """
        policy flood
        fact depth: integer >= 0
        define alarm: boolean {
            is false otherwise
            is true when depth > 30
        }
        """,
        """
        policy flood
        fact depth: integer >= 0
        define alarm: boolean {
            is true when depth > 30
            is false otherwise
        }
        """,
    ),
    Code(
        "wrong-arguments",
        "a function or an action is given what it does not take",
        """The message says what it takes. `any` and `all` want a condition, `sum`, `min` and `max` a number or a
        date; an action takes no more than the arguments that it declares, each once. What a scenario expects of an
        argument is a value written out.""",
        """
        policy flood
        fact depth: integer >= 0
        define deepest: integer {
            is ceil(depth, 3)
        }
        """,
        """
        policy flood
        fact depth: integer >= 0
        define deepest: integer {
            is max(depth, 3)
        }
        """,
    ),
)
