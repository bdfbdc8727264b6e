"""Codes about rules: norms, deadlines, evidence and overrides."""

from __future__ import annotations

from pingan.diagnostics.code import Code

CODES_OF_RULES = (
    Code(
        "bad-deadline",
        "a deadline that does not fit its norm",
        """A prohibition has no deadline; only a last day can be `rolling`; a month has 31 days at most; what recurs
        does so in whole days; only what is ensured is `judged at the end`, or `throughout`: what is done is done.""",
        """
        policy flood
        actor warden
        action close_road
        rule keep_open {
            then warden must not close_road within 2 days
        }
        """,
        """
        policy flood
        actor warden
        action close_road
        rule keep_open {
            then warden must not close_road
        }
        """,
    ),
    Code(
        "bad-evidence",
        "a `fulfilled` or `breached` that its norm cannot take",
        """A permission takes neither, `ensure` shows its own fulfilment, and a norm has one `fulfilled` and one
        `breached`.""",
        """
        policy flood
        actor warden
        action close_road
        fact closed: boolean
        rule closing {
            then warden may close_road fulfilled when closed
        }
        """,
        """
        policy flood
        actor warden
        action close_road
        fact closed: boolean
        rule closing {
            then warden must close_road fulfilled when closed
        }
        """,
    ),
    Code(
        "bad-otherwise",
        "an `otherwise` after a norm that cannot be missed",
        """What follows from a miss needs something to miss: a `should` or a permission is never breached.""",
        """
        policy flood
        actor warden
        action close_road
        fact closed: boolean
        actor mayor
        action ask_why
        rule closing {
            then warden should close_road within 2 days fulfilled when closed otherwise mayor must ask_why
        }
        """,
        """
        policy flood
        actor warden
        action close_road
        fact closed: boolean
        actor mayor
        action ask_why
        rule closing {
            then warden must close_road within 2 days fulfilled when closed otherwise mayor must ask_why
        }
        """,
    ),
    Code(
        "bad-override",
        "a rule overrides one that it cannot",
        """A rule overrides rules of its own policy or of those that this extends; with `for each` it must go through
        the same list.""",
        """
        policy flood
        actor warden
        action close_road
        fact drill: boolean
        fact drills: list of Drill
        record Drill { held: boolean }
        rule closing {
            then warden must close_road
        }
        rule drilling {
            overrides closing
            for each d in drills
            when d.held
            then warden may close_road
        }
        """,
        """
        policy flood
        actor warden
        action close_road
        fact drill: boolean
        rule closing {
            then warden must close_road
        }
        rule drills {
            overrides closing
            when drill
            then warden may close_road
        }
        """,
    ),
    Code(
        "idle-evidence",
        "a `breached` that has no say",
        """A duty with a deadline is breached by missing it. What else breaks it is a duty of its own.""",
        """
        policy flood
        actor warden
        action close_road
        fact closed: boolean
        fact reopened: boolean
        fact noticed_at: datetime
        rule closing {
            since noticed_at
            then warden must close_road within 2 hours fulfilled when closed breached when reopened
        }
        """,
        """
        policy flood
        actor warden
        action close_road
        fact closed: boolean
        fact reopened: boolean
        fact noticed_at: datetime
        rule closing {
            since noticed_at
            then warden must close_road within 2 hours fulfilled when closed
        }
        """,
    ),
    Code(
        "never-follows",
        "an `otherwise` that can never follow",
        """The duty before it has no deadline that it could miss, and nothing says what breaks it.""",
        """
        policy flood
        actor warden
        action close_road
        fact closed: boolean
        actor mayor
        action ask_why
        rule closing {
            then warden must close_road fulfilled when closed otherwise mayor must ask_why
        }
        """,
        """
        policy flood
        actor warden
        action close_road
        fact closed: boolean
        actor mayor
        action ask_why
        rule closing {
            then warden must close_road within 2 days fulfilled when closed otherwise mayor must ask_why
        }
        """,
    ),
    Code(
        "not-an-actor",
        "something bears a norm that cannot",
        """Norms bind declared actors, and records declared `is actor`.""",
        """
        policy flood
        actor warden
        action close_road
        record Gauge { level: integer }
        fact gauge: Gauge
        rule closing {
            then gauge must close_road
        }
        """,
        """
        policy flood
        actor warden
        action close_road
        record Station is actor { level: integer }
        fact station: Station
        rule closing {
            then station must close_road
        }
        """,
    ),
    Code(
        "period-not-read",
        "a recurring duty whose fulfilment does not say which period it is for",
        """Every period is then judged by the same facts: one report would fulfil all of them.""",
        """
        policy flood
        actor warden
        action close_road
        fact inspected: boolean
        rule inspecting {
            then warden must close_road every month fulfilled when inspected
        }
        """,
        """
        policy flood
        actor warden
        action close_road
        fact inspected_on: date
        rule inspecting {
            then warden must close_road every month fulfilled when inspected_on in period
        }
        """,
    ),
    Code(
        "period-not-recurring",
        "`period` is read where nothing recurs",
        """`period` is the period that a recurring duty (`every month`) is judged for, in its `fulfilled` and
        `breached`.""",
        """
        policy flood
        actor warden
        action close_road
        fact closed_on: date
        rule closing {
            then warden must close_road within 2 days fulfilled when closed_on in period
        }
        """,
        """
        policy flood
        actor warden
        action close_road
        fact closed_on: date
        rule closing {
            then warden must close_road every month fulfilled when closed_on in period
        }
        """,
    ),
    Code(
        "bad-duty",
        "a prohibition of a state",
        """What must not be so is ensured not to be: `must ensure not …`. A prohibition is of an action.""",
        """
        policy flood
        actor warden
        action close_road
        fact closed: boolean
        rule opening {
            then warden must not ensure closed
        }
        """,
        """
        policy flood
        actor warden
        action close_road
        fact closed: boolean
        rule opening {
            then warden must ensure not closed
        }
        """,
    ),
    Code(
        "contradiction",
        "two parts of a condition can never hold together",
        """No facts meet both: what the condition guards never applies.""",
        """
        policy flood
        actor warden
        action close_road
        fact depth: integer >= 0
        rule closing {
            when depth >= 50 and depth < 30
            then warden must close_road
        }
        """,
        """
        policy flood
        actor warden
        action close_road
        fact depth: integer >= 0
        rule closing {
            when depth >= 30 and depth < 50
            then warden must close_road
        }
        """,
    ),
    Code(
        "ungrouped-action",
        "an escalation or supervision whose action is of no kind",
        """Outcomes group norms by the kind of their action, however they were written; without one it stands apart.""",
        """
        policy flood
        actor warden
        actor headquarters
        action report (to: actor)
        escalation high_water {
            from warden to headquarters
        }
        """,
        """
        policy flood
        actor warden
        actor headquarters
        action report (to: actor) is escalation
        escalation high_water {
            from warden to headquarters
        }
        """,
    ),
)
