"""How things stand with a norm that applies (semantics.md, "States"): the rows of the table that its values allow."""

from __future__ import annotations

from datetime import date, timedelta

from pingan.language.shapes import Interval, PeriodBounds, Range
from pingan.model import nodes as m
from pingan.outcome.nodes import Cause
from tests import reference_times as times
from tests.reference_deadlines import Deadlines, span
from tests.reference_expressions import NONE, Bindings, Causes, When, parts_of
from tests.reference_values import GREATEST, LEAST, End, boolean

UNMISSED = {"late": "fulfilled", "breached": "due"}
"""Wording that can only be attested, and what only should be, is never missed."""


class States(Deadlines):
    """States, and what they wait for."""

    def rows(
        self,
        rule: m.Rule,
        norm: m.Norm,
        start: When,
        limit: When | None,
        b: Bindings,
        period: tuple[PeriodBounds, date] | None,
    ) -> tuple[frozenset[str], Causes]:
        """The rows of the table that its values allow, where the norm applies."""
        test = norm.duty.condition if isinstance(norm.duty, m.Ensure) else norm.fulfilled_when
        written = test or norm.fulfilled_at or norm.breached_when or norm.breached_at
        if norm.modality in ("may", "discretion") or written is None:
            return frozenset({"applies"}), NONE
        broken, why = self.broken(rule, norm, b, period)
        if norm.modality == "must_not":
            return frozenset("breached" if held else "fulfilled" for held in broken), why
        must = norm.modality == "must"
        if isinstance(norm.duty, m.Ensure) and norm.deadline is None:
            missed = "breached" if must else "due"
            return frozenset("fulfilled" if held else missed for held in self.holds(test, b)), self.why(test, b)
        # A `by` whose day is absent is no number; a `within` whose T is absent is one that has yet to begin.
        numbered = limit is not None and (limit.range.present or not isinstance(norm.deadline, m.By))
        unnumbered = limit is None or (limit.range.absent and isinstance(norm.deadline, m.By))
        states, causes = frozenset[str](), NONE
        if numbered and limit is not None:
            states, causes = self.done_or_not(rule, norm, test, start, limit, b)
        if unnumbered:
            broken = broken if must else frozenset({False})
            found, because = (
                self.done_or_not(rule, norm, test, start, None, b) if False in broken else (frozenset(), NONE)
            )
            breach = frozenset({"due" if rule.soft else "breached"} if True in broken else ())
            causes |= because | (why if len(broken) > 1 and breach != found else NONE)
            causes |= limit.causes if numbered and limit is not None and breach | found != states else NONE
            states |= breach | found
        if not must:
            states = frozenset(UNMISSED.get(state, state) for state in states)
        return states, causes

    def done_or_not(
        self, rule: m.Rule, norm: m.Norm, test: m.Expression | None, start: When, limit: When | None, b: Bindings
    ) -> tuple[frozenset[str], Causes]:
        """Done in time, done late, or not done: pending, due or missed."""
        now = self.now(rule.zone)
        if norm.holding is not None:
            return self.judged_otherwise(rule, norm, test, start, limit, now, b)
        sooner, later = now.first(rule.zone)
        bounds = limit.last(rule.zone) if limit is not None and limit.range.interval is not None else None
        endless = limit is None or limit.range.absent
        done, late, because = frozenset(), False, NONE
        not_done = norm.fulfilled_at is None and test is None
        if test is not None:
            held = self.holds(test, b)
            not_done, because = False in held, self.why(test, b)
            late = True in held and bounds is not None and later > bounds[0] and not reads_period(test)
            in_time = True in held and (
                endless or reads_period(test) or late or (bounds is not None and sooner <= bounds[1])
            )
            done = frozenset({"fulfilled"} if in_time else ()) | frozenset({"late"} if late else ())
        elif norm.fulfilled_at is not None:
            evidence = self.when(norm.fulfilled_at, b)
            because, not_done = evidence.causes, evidence.range.absent
            if evidence.range.interval is not None:
                since, until = evidence.first(rule.zone)
                not_done |= until > sooner
                in_time = since <= (later if endless else min(later, bounds[1] if bounds else GREATEST))
                late = bounds is not None and until > bounds[0] and self.after_limit(rule, evidence, bounds[0]) <= later
                done = frozenset({"fulfilled"} if in_time else ()) | frozenset({"late"} if late else ())
                because |= at_instants(now, evidence) if until > sooner and since <= later else NONE
        states, why = self.not_done(rule, start, limit, now) if not_done else (frozenset(), NONE)
        causes = because if done and not_done else NONE
        if norm.modality != "must" or rule.soft:
            done = frozenset(UNMISSED.get(state, state) for state in done)
        if len(done) == 2:
            causes |= because
            if test is None or (bounds is not None and sooner <= bounds[1]):
                causes |= (limit.causes if limit else NONE) | (at_instants(now, limit) if test is not None else NONE)
            if test is not None:
                # It was done, and nobody says when.
                causes |= {Cause(rule.key, "time_of_day")}
        return done | states, causes | why

    def not_done(self, rule: m.Rule, start: When, limit: When | None, now: When) -> tuple[frozenset[str], Causes]:
        sooner, later = now.first(rule.zone)
        begins = None if start.range.interval is None else start.first(rule.zone)
        to_come = start.explicit and (begins is None or start.range.absent or begins[1] > sooner)
        begun = not start.explicit or (begins is not None and begins[0] <= later)
        found, causes = set(), start.causes if to_come and begun else NONE
        if start.explicit and begins is not None and begins[0] <= later and begins[1] > sooner:
            causes |= at_instants(now, start)
        if begun and limit is not None and limit.range.interval is not None:
            bounds = limit.last(rule.zone)
            found |= ({"pending"} if sooner <= bounds[1] else set()) | ({"breached"} if later > bounds[0] else set())
        if begun and limit is None:
            found.add("due")
        if len(found) > 1:
            causes |= (limit.causes if limit else NONE) | at_instants(now, limit)
        states = frozenset(found | ({"pending"} if to_come else set()))
        return states, causes if len(states) > 1 else NONE

    def judged_otherwise(
        self,
        rule: m.Rule,
        norm: m.Norm,
        test: m.Expression | None,
        start: When,
        limit: When | None,
        now: When,
        b: Bindings,
    ) -> tuple[frozenset[str], Causes]:
        """What is ensured is judged once the deadline is over, or at every moment from T until then."""
        sooner, later = now.first(rule.zone)
        begins = None if start.range.interval is None else start.first(rule.zone)
        begun = boolean(
            not start.explicit or (begins is not None and begins[0] <= later),
            start.explicit and (begins is None or start.range.absent or begins[1] > sooner),
        )
        over, held = frozenset({False}), self.holds(test, b)
        if limit is not None and limit.range.interval is not None:
            bounds = limit.last(rule.zone)
            over = boolean(later > bounds[0], sooner <= bounds[1])
        worlds = {(a, o, h): _judged(norm, a, o, h) for a in begun for o in over for h in held}

        # It waits for whether it is begun, over or held, where the state is another one without that.
        begins_it = any(worlds.get((not a, o, h), state) != state for (a, o, h), state in worlds.items())
        ends_it = any(worlds.get((a, not o, h), state) != state for (a, o, h), state in worlds.items())
        decides_it = any(worlds.get((a, o, not h), state) != state for (a, o, h), state in worlds.items())
        causes = start.causes | at_instants(now, start) if begins_it else NONE
        causes |= ((limit.causes if limit else NONE) | at_instants(now, limit)) if ends_it else NONE
        return frozenset(worlds.values()), causes | (self.why(test, b) if decides_it else NONE)

    def after_limit(self, rule: m.Rule, evidence: When, limit: End) -> End:
        """The first moment of *evidence* after a limit; of days, the next day's beginning."""
        least = max(evidence.first(rule.zone)[0], just_after(limit))
        if not evidence.day or least[0]:
            return least
        day = times.days(Interval(least[1], least[1], False, False), rule.zone).low
        assert isinstance(day, date)
        begins = times.first_instant((0, day, 0), rule.zone)
        return begins if begins >= least else times.first_instant((0, day + timedelta(days=1), 0), rule.zone)

    def broken(
        self, rule: m.Rule, norm: m.Norm, b: Bindings, period: tuple[PeriodBounds, date] | None
    ) -> tuple[frozenset[bool], Causes]:
        """Whether what breaks the norm for certain has happened."""
        test = (
            norm.duty.condition
            if isinstance(norm.duty, m.Ensure) and norm.modality == "must_not"
            else norm.breached_when
        )
        held = frozenset({False}) if test is None else self.holds(test, b)
        causes = NONE if test is None else self.why(test, b)
        if norm.breached_at is None:
            return held, causes
        at, now = self.when(norm.breached_at, b), self.now(rule.zone)
        happened = frozenset({False}) if at.range.absent else frozenset()
        if at.range.interval is not None:
            since, until = at.first(rule.zone)
            sooner, later = now.first(rule.zone)
            whole = LEAST, GREATEST
            if period is not None and isinstance(norm.deadline, m.Every):
                judged = When(Range(Interval(*span(period[0]), False, False)), day=True)
                whole = judged.first(rule.zone)[0], judged.last(rule.zone)[1]
            happened |= boolean(
                max(since, whole[0]) <= min(until, later, whole[1]),
                until > sooner or since < whole[0] or until > whole[1],
            )
        if len(happened) > 1:
            causes |= at.causes
            if at.range.interval is not None and until > sooner and since <= later:
                causes |= at_instants(now, at)
        return frozenset(a or c for a in held for c in happened), causes


def _judged(norm: m.Norm, begun: bool, over: bool, held: bool) -> str:
    """The state of what is ensured at the end, or throughout, in one world."""
    if not begun or (not over and (held or norm.holding == "at_end")):
        return "pending"
    return "fulfilled" if held else "breached"


def at_instants(now: When, other: When | None) -> Causes:
    """The time of day that as_of lacks, unless it is compared with a day."""
    return NONE if other is None or other.day else now.causes


def just_after(end: End) -> End:
    return end if end[0] else (0, end[1], end[2] + 1 if end[2] < 1 else 1)


def reads_period(e: m.Expression) -> bool:
    return isinstance(e, m.JudgedPeriod) or any(map(reads_period, parts_of(e)))
