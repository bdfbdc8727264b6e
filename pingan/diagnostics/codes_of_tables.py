"""Codes about decision tables: what is wrong between their rows."""

from __future__ import annotations

from pingan.diagnostics.code import Code

CODES_OF_TABLES = (
    Code(
        "table-cell",
        "a cell of a table that nothing can satisfy",
        """The vocabulary states what a value may be, and no such value fits the cell: the row is never met.""",
        """
        policy flood
        fact depth_cm: integer >= 0 and <= 1000
        enum Alarm { none, yellow, red }
        table alarm_by_depth {
            | depth_cm | alarm: Alarm |
            | <= 1000  | none         |
            | > 1000   | red          |
        }
        """,
        """
        policy flood
        fact depth_cm: integer >= 0 and <= 1000
        enum Alarm { none, yellow, red }
        table alarm_by_depth {
            | depth_cm | alarm: Alarm |
            | < 100    | none         |
            | >= 100   | red          |
        }
        """,
    ),
    Code(
        "table-duplicate",
        "two rows of a table that ask for the same",
        """Rows with equal conditions always match together, so the second adds nothing, or says something else of
        the same facts.""",
        """
        policy flood
        fact depth_cm: integer >= 0 and <= 1000
        enum Alarm { none, yellow, red }
        table alarm_by_depth {
            | depth_cm | alarm: Alarm |
            | < 100    | none         |
            | >= 100   | yellow       |
            | not < 100 | red         |
        }
        """,
        """
        policy flood
        fact depth_cm: integer >= 0 and <= 1000
        enum Alarm { none, yellow, red }
        table alarm_by_depth {
            | depth_cm | alarm: Alarm |
            | < 100    | none         |
            | >= 100   | red          |
        }
        """,
    ),
    Code(
        "table-gap",
        "values for which no row of a table matches",
        """The message shows such values. Where no row matches, the value is absent and no norm follows. A last row
        `otherwise` says what shall be then, or with `-` that nothing shall.""",
        """
        policy flood
        fact depth_cm: integer >= 0 and <= 1000
        enum Alarm { none, yellow, red }
        table alarm_by_depth {
            | depth_cm | alarm: Alarm |
            | < 100    | none         |
            | > 100    | red          |
        }
        """,
        """
        policy flood
        fact depth_cm: integer >= 0 and <= 1000
        enum Alarm { none, yellow, red }
        table alarm_by_depth {
            | depth_cm | alarm: Alarm |
            | < 100    | none         |
            | > 100    | red          |
            otherwise  | yellow       |
        }
        """,
    ),
    Code(
        "table-overlap",
        "values for which two rows of a table match",
        """Of a table whose hit policy is `unique` (or says none) one row matches at most, of one that says `any`
        only rows that give the same. The message shows values for which it is otherwise; where facts are like
        that, the first row counts and the outcome tells.""",
        """
        policy flood
        fact depth_cm: integer >= 0 and <= 1000
        enum Alarm { none, yellow, red }
        table alarm_by_depth {
            | depth_cm | alarm: Alarm |
            | < 100    | none         |
            | >= 99    | red          |
        }
        """,
        """
        policy flood
        fact depth_cm: integer >= 0 and <= 1000
        enum Alarm { none, yellow, red }
        table alarm_by_depth {
            hit first
            | depth_cm | alarm: Alarm |
            | < 100    | none         |
            | >= 99    | red          |
        }
        """,
    ),
    Code(
        "table-unchecked",
        "a table that could not be checked wholly",
        """Cells that compare facts with each other, or with a parameter that is not set, can only be judged with
        facts; very large tables are given up. What is reported of such a table is so, but there may be more.""",
        """
        policy flood
        fact depth_cm: integer >= 0 and <= 1000
        enum Alarm { none, yellow, red }
        fact limit_cm: integer
        table alarm_by_depth {
            | when                | alarm: Alarm |
            | depth_cm < limit_cm | none         |
            | depth_cm >= 100     | red          |
        }
        """,
        """
        policy flood
        fact depth_cm: integer >= 0 and <= 1000
        enum Alarm { none, yellow, red }
        table alarm_by_depth {
            | depth_cm | alarm: Alarm |
            | < 100    | none         |
            | >= 100   | red          |
        }
        """,
    ),
    Code(
        "table-unreachable",
        "a row of a table that is never reached",
        """Rows before it match wherever it does, and of a `first` or `priority` table they count; or nothing is
        left for `otherwise`.""",
        """
        policy flood
        fact depth_cm: integer >= 0 and <= 1000
        enum Alarm { none, yellow, red }
        table alarm_by_depth {
            hit first
            | depth_cm | alarm: Alarm |
            | >= 100   | yellow       |
            | >= 500   | red          |
            otherwise  | none         |
        }
        """,
        """
        policy flood
        fact depth_cm: integer >= 0 and <= 1000
        enum Alarm { none, yellow, red }
        table alarm_by_depth {
            hit first
            | depth_cm | alarm: Alarm |
            | >= 500   | red          |
            | >= 100   | yellow       |
            otherwise  | none         |
        }
        """,
    ),
)
