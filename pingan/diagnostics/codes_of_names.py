"""Codes about names: what is declared, where, and what is meant by it."""

from __future__ import annotations

from pingan.diagnostics.code import Code

CODES_OF_NAMES = (
    Code(
        "conflicting-settings",
        "a parameter or reading is set twice, to different values",
        """Two policies evaluated together set the same parameter differently, or one policy sets it twice. Which of
        the two was meant is not guessed.""",
        """
        policy flood
        parameter limit: integer >= 0
        set limit = 30
        set limit = 40
        """,
        """
        policy flood
        parameter limit: integer >= 0
        set limit = 40
        """,
    ),
    Code(
        "duplicate-name",
        "two things share a name",
        """A name means one thing wherever it is visible, labels that are names included. The message shows where it
        was first used.""",
        """
        policy flood
        fact depth: integer >= 0
        fact depth: decimal
        """,
        """
        policy flood
        fact depth: integer >= 0
        fact depth_in_metres: decimal
        """,
    ),
    Code(
        "hidden-name",
        "a variable hides something of the same name",
        """Inside the aggregate or the rule the name means the variable, elsewhere it means the fact: readers will
        mix them up.""",
        """
        policy flood
        record Gauge { level: integer }
        fact gauge: Gauge
        fact gauges: list of Gauge
        define high: boolean {
            is any(gauge in gauges where gauge.level > 3)
        }
        """,
        """
        policy flood
        record Gauge { level: integer }
        fact gauge: Gauge
        fact gauges: list of Gauge
        define high: boolean {
            is any(g in gauges where g.level > 3)
        }
        """,
    ),
    Code(
        "needs-record",
        "a definition that belongs to a record is used without one",
        """A definition with a value in parentheses reads like a field: it is asked of a record.""",
        """
        policy flood
        record Gauge { level: integer }
        fact gauge: Gauge
        define high (g: Gauge): boolean {
            is g.level > 3
        }
        define alarm: boolean {
            is high
        }
        """,
        """
        policy flood
        record Gauge { level: integer }
        fact gauge: Gauge
        define high (g: Gauge): boolean {
            is g.level > 3
        }
        define alarm: boolean {
            is gauge.high
        }
        """,
    ),
    Code(
        "not-in-vocabulary",
        "a rule, a setting or a scenario stands in a vocabulary",
        """A vocabulary says what may be said; what follows from it, which values hold, and the tests of both belong
        to a policy.""",
        """
        === water.rules
        vocabulary water
        parameter limit: integer >= 0
        set limit = 30
        """,
        """
        === water.rules
        vocabulary water
        parameter limit: integer >= 0
        """,
    ),
    Code(
        "reserved-name",
        "a name has a meaning of its own",
        """`as_of`, `period`, the built-in types and the functions keep their meaning everywhere.""",
        """
        policy flood
        fact as_of: date
        """,
        """
        policy flood
        fact measured_on: date
        """,
    ),
    Code(
        "unknown-name",
        "nothing of that name is declared",
        """Names are looked up in the policy, then in those that it extends, then in the vocabularies that it uses.
        A bare name is first looked up among the members of the enum that is expected there. Chinese text has no
        spaces: two words written together are one name.""",
        """
        policy flood
        fact depth: integer >= 0
        define deep: boolean {
            is dept > 30
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
        "unknown-calendar",
        "there is no calendar of that name",
        """A policy that counts working days may name the calendar it counts them with. The calendars that ship, and
        those of the libraries that the header says it `needs`, can be named; without one the working days are those of
        the environment.""",
        """
        policy flood {
            calendar chinna
        }
        """,
        """
        policy flood {
            calendar china
        }
        """,
    ),
    Code(
        "unknown-zone",
        "there is no time zone of that name",
        """Zones have the names of the time zone database.""",
        """
        policy flood {
            zone "Asia/Shanghia"
        }
        """,
        """
        policy flood {
            zone "Asia/Shanghai"
        }
        """,
    ),
    Code(
        "look-alike-names",
        "two names that a reader takes for one",
        """They differ in letters that look the same, or in variants of one Han character. In the example the second
        name has a capital `I` for the `l`.""",
        """
        policy flood
        fact level: integer
        fact leve1: integer
        """,
        """
        policy flood
        fact level: integer
        fact former_level: integer
        """,
    ),
)
