"""Codes about levels of law, versions that replace each other, and phases."""

from __future__ import annotations

from pingan.diagnostics.code import Code

CODES_OF_LAYERS = (
    Code(
        "bad-level",
        "a level is no member of an ordered enum",
        """`level` names the level of law at which a policy stands: a member of an ordered enum that the policy, what
        it extends or a vocabulary that it uses declares, the widest level first. A member that several ordered enums
        have is named with its enum, `Level.county`.""",
        """
        policy flood { level province }
        enum Level ordered { national, provincial, county }
        """,
        """
        policy flood { level provincial }
        enum Level ordered { national, provincial, county }
        """,
    ),
    Code(
        "level-order",
        "a policy of a wider level extends one of a narrower, or levels come from two enums",
        """What is narrower extends what is wider: a county's policy the province's, and a school's the county's.
        The levels of policies that are evaluated together come from one enum, or nobody can say which is the
        wider.""",
        """
        === nation.rules
        policy nation {
            level national
            extends county
        }
        === county.rules
        policy county { level local }
        enum Level ordered { national, local }
        """,
        """
        === county.rules
        policy county {
            level local
            extends nation
        }
        === nation.rules
        policy nation { level national }
        enum Level ordered { national, local }
        """,
    ),
    Code(
        "bad-replacement",
        "a policy cannot take the place of another",
        """`replaces` ends the other policy on the day on which this one begins. So this one has to say from which day
        it is in force, and cannot be built on what it replaces.""",
        """
        === flood.rules
        policy flood { replaces old_flood }
        === old_flood.rules
        policy old_flood { in force from 2010-01-01 }
        """,
        """
        === flood.rules
        policy flood {
            in force from 2020-01-01
            replaces old_flood
        }
        === old_flood.rules
        policy old_flood { in force from 2010-01-01 }
        """,
    ),
    Code(
        "never-in-force",
        "a rule or a policy is never in force",
        """A rule binds while its policy does: a rule whose own time lies before or after that of its policy never
        applies. Neither does a policy that another one replaces before it begins.""",
        """
        policy flood { in force from 2016-01-01 until 2016-12-31 }
        actor warden
        action close_road
        rule closing {
            in force from 2017-03-01
            then warden must close_road
        }
        """,
        """
        policy flood { in force from 2016-01-01 }
        actor warden
        action close_road
        rule closing {
            in force from 2017-03-01
            then warden must close_road
        }
        """,
    ),
    Code(
        "two-zones",
        "a vocabulary with definitions is used in two time zones",
        """What day an instant falls on depends on the zone; a vocabulary is read in that of the policies that use it.
        Policies of two zones are evaluated apart, or each defines for itself what depends on days.""",
        """
        === flood.rules
        policy flood {
            zone "Asia/Shanghai"
            in force from 2020-01-01
            replaces old_flood
            uses water
        }
        === old_flood.rules
        policy old_flood {
            zone "Asia/Urumqi"
            uses water
        }
        === water.rules
        vocabulary water
        fact rain: integer >= 0
        define is_wet: boolean { is rain >= 5 }
        """,
        """
        === flood.rules
        policy flood {
            zone "Asia/Shanghai"
            in force from 2020-01-01
            replaces old_flood
            uses water
        }
        === old_flood.rules
        policy old_flood {
            zone "Asia/Shanghai"
            uses water
        }
        === water.rules
        vocabulary water
        fact rain: integer >= 0
        define is_wet: boolean { is rain >= 5 }
        """,
    ),
    Code(
        "two-versions",
        "two versions of one document are in force at once",
        """Two policies name the same document and different versions, and on some days both bind: each of their
        duties then counts twice. The newer one says `replaces`, or the older one when it ends.""",
        """
        === flood.rules
        policy flood {
            in force from 2030-01-01
            extends flood_2020
            replaces flood_2010
        }
        === flood_2010.rules
        policy flood_2010 {
            version "1"
            document "Flood Act"
            in force from 2010-01-01
        }
        === flood_2020.rules
        policy flood_2020 {
            version "2"
            document "Flood Act"
            in force from 2020-01-01
        }
        """,
        """
        === flood_2020.rules
        policy flood_2020 {
            version "2"
            document "Flood Act"
            in force from 2020-01-01
            replaces flood_2010
        }
        === flood_2010.rules
        policy flood_2010 {
            version "1"
            document "Flood Act"
            in force from 2010-01-01
        }
        """,
    ),
    Code(
        "phases-overlap",
        "two phases have days in common",
        """Periods that are phases of one thing (they touch on a day, are numbered alike, or fill a third period)
        share days: on these the duties of both hold. Documents often write so, "until the 10th" and "from the 10th".
        Where the text means it, say so: a phase that begins at `end(…)` of another is not reported.""",
        """
        policy flood
        define phase_1: period { is from 2016-04-02 until 2016-04-10 }
        define phase_2: period { is from 2016-04-10 until 2016-11-30 }
        """,
        """
        policy flood
        define phase_1: period { is from 2016-04-02 until 2016-04-10 }
        define phase_2: period { is from end(phase_1) until 2016-11-30 }
        """,
    ),
    Code(
        "phases-apart",
        "between two phases lie days of no phase",
        """Periods that are numbered alike are taken for phases of one thing, and days between one and the next belong
        to none. Where the text means it, say so: a phase whose beginning is counted from `end(…)` of another is not
        reported.""",
        """
        policy flood
        define phase_1: period { is from 2016-04-02 until 2016-04-10 }
        define phase_2: period { is from 2016-05-01 until 2016-11-30 }
        """,
        """
        policy flood
        define phase_1: period { is from 2016-04-02 until 2016-04-10 }
        define phase_2: period { is from end(phase_1) + 21 days until 2016-11-30 }
        """,
    ),
    Code(
        "certain-conflict",
        "one rule forbids what another demands, whatever the facts are",
        """Two rules bind the same bearer to the same act under the same conditions, on days on which both are in
        force, and one forbids what the other demands or allows. One of them overrides the other, or ends before it
        begins; else every evaluation reports the conflict.""",
        """
        policy flood
        actor warden
        action close_road
        rule closing { then warden must close_road }
        rule keeping_open { then warden must not close_road }
        """,
        """
        policy flood
        actor warden
        action close_road
        rule closing { then warden must close_road }
        rule keeping_open {
            overrides closing
            then warden must not close_road
        }
        """,
    ),
)
