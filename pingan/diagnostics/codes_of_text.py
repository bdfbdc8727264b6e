"""Codes about the text itself: characters, words, sizes, and what stands where."""

from __future__ import annotations

from pingan.diagnostics.code import Code

CODES_OF_TEXT = (
    Code(
        "bad-literal",
        "a number, date, duration or text is not well formed",
        """A date has a month and a day of two digits and must be in the calendar; hours run from 00 to 23; only
        minutes and hours have fractions; a number has at most 28 digits and a text at most 4 KiB.""",
        """
        policy flood
        define start: date {
            is 2016-02-30
        }
        """,
        """
        policy flood
        define start: date {
            is 2016-02-29
        }
        """,
    ),
    Code(
        "duplicate-item",
        "an item that may stand once stands twice in a declaration",
        """A rule has one `when`, one `then`, one `since`, one `in force`; other declarations likewise. Which of the
        two was meant is not guessed. Conditions are joined with `and`; a rule may have several `unless`, `for
        each`, `cite` and `note`.""",
        """
        policy flood
        fact depth: integer >= 0
        fact night: boolean
        actor warden
        action close_road
        rule closing {
            when depth >= 30
            when night
            then warden must close_road
        }
        """,
        """
        policy flood
        fact depth: integer >= 0
        fact night: boolean
        actor warden
        action close_road
        rule closing {
            when depth >= 30 and night
            then warden must close_road
        }
        """,
    ),
    Code(
        "hidden-character",
        "a character that cannot be seen, or that turns the direction of writing",
        """Such characters make a text read otherwise than it is: a line end that no editor shows keeps the next
        line a comment, a direction mark shows words in another order. They are refused everywhere, in comments
        and texts too. In the example a zero-width space stands after the word `flood`.""",
        """
        policy flood\u200b
        """,
        """
        policy flood
        """,
    ),
    Code(
        "look-alike",
        "a character that looks like another one",
        """A Cyrillic `а` in a Latin word, a Japanese `エ` for the Chinese `工`: two names that look the same and are
        not. Names are made of Latin letters, Han characters, digits and `_`. In the example the `o` is a Greek
        letter.""",
        """
        policy fl\u03bfod
        """,
        """
        policy flood
        """,
    ),
    Code(
        "missing-item",
        "a declaration lacks an item that it cannot do without",
        """A rule without `then` demands nothing, a definition without `is` has no value, an interpretation needs
        its readings.""",
        """
        policy flood
        fact night: boolean
        rule closing {
            when night
        }
        """,
        """
        policy flood
        fact night: boolean
        actor warden
        action close_road
        rule closing {
            when night
            then warden must close_road
        }
        """,
    ),
    Code(
        "only-in-scenarios",
        "what is not fully known stands outside a scenario",
        """`...`, `unknown`, `at least 3` and `one of {…}` describe facts that are not fully known. Only the givens
        of a scenario may; in a rule a set lists its elements in full, and bounds are comparisons.""",
        """
        policy flood
        enum Place { bridge, ford }
        fact places: set of Place
        define low: boolean {
            is places has any of {ford, ...}
        }
        """,
        """
        policy flood
        enum Place { bridge, ford }
        fact places: set of Place
        define low: boolean {
            is places has any of {ford}
        }
        """,
    ),
    Code(
        "reserved-word",
        "a word that holds sentences together is used as a name",
        """Some thirty words a dialect (`when`, `then`, `must`, `and`, `当`, `则`, …) cannot be names, in either
        dialect, so that every file can be printed in the other one. After a dot, and before a colon, every word
        is a name.""",
        """
        policy flood
        fact when: boolean
        """,
        """
        policy flood
        fact time_of_day: boolean
        """,
    ),
    Code(
        "too-large",
        "a file, a declaration or its nesting is beyond what pingan reads",
        """A file may hold 16 MiB, a declaration 10,000 parts, and expressions may be nested 64 deep. The limits keep
        every reading short and safe; what goes beyond them is easier to read in pieces as well.""",
        f"""
        policy flood
        fact night: boolean
        define dark: boolean {{
            is {"(" * 65}night{")" * 65}
        }}
        """,
        """
        policy flood
        fact night: boolean
        define dark: boolean {
            is night
        }
        """,
    ),
    Code(
        "unclosed-text",
        "a text has no end on its line",
        """A text begins and ends on one line, with the same kind of mark: "…" or “…”.""",
        """
        policy flood "Floods on the lower river
        """,
        """
        policy flood "Floods on the lower river"
        """,
    ),
    Code(
        "unexpected-character",
        "a character that the language does not use",
        """Conditions are joined with `and`, `or`, `not` (`且`, `或`, `非`), comparisons are written `=`, `!=`, `<`,
        `<=`, `>`, `>=`. Full-width punctuation reads as its half-width twin.""",
        """
        policy flood
        fact a: boolean
        fact b: boolean
        define both: boolean {
            is a && b
        }
        """,
        """
        policy flood
        fact a: boolean
        fact b: boolean
        define both: boolean {
            is a and b
        }
        """,
    ),
    Code(
        "unexpected-text",
        "something stands where it cannot stand",
        """The message says what may stand there. Reading goes on with the next declaration, so one mistake hides no
        other.""",
        """
        policy flood
        fact depth integer
        """,
        """
        policy flood
        fact depth: integer
        """,
    ),
)
