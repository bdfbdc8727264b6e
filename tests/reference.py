"""What a policy says about facts: the definition of the language, in the order of the page "Meaning, precisely".

`decide` reads the model as written and keeps nothing between two readings; whatever is fast is held equal to it.
It shares the data classes of the language with the program, and no operator: expressions are in
`reference_expressions`, what operators do to possible values is in `reference_values`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from attrs import evolve, frozen

from pingan.language import types
from pingan.language.environment import Environment
from pingan.language.shapes import Interval, PeriodBounds, Range, Record, SetBounds, Shape, Truth, exactly
from pingan.model import nodes as m
from pingan.outcome.nodes import Cause
from tests import reference_values as values
from tests.reference_expressions import (
    NONE,
    PERIOD,
    Bindings,
    Bound,
    Causes,
    Expressions,
    Given,
    Listed,
    Scope,
    Under,
    When,
    parts_of,
    time_of_day,
)
from tests.reference_values import GREATEST, LEAST, boolean, high, low, settled

UNMISSED = {"late": "fulfilled", "breached": "due"}


@frozen
class NormDecision:
    """What is so of one norm for one element and period."""

    policy: str
    rule: str
    place: int
    depth: int
    elements: tuple[str, ...]
    period: tuple[date, date] | None
    bearer: str
    modality: m.Modality
    action: str | None
    arguments: tuple[tuple[str, Shape], ...]
    states: frozenset[str]
    deadline: tuple[Any, Any] | None
    shortfall: Range | None
    causes: Causes
    applicable: frozenset[bool]
    nothing_to_measure: bool
    others: bool
    above: tuple[str, ...] = ()
    """The bearers of the norms whose `otherwise` this one is."""

    @property
    def key(self) -> tuple[object, ...]:
        return (self.policy, self.rule, self.place, self.depth, self.elements, self.period, self.bearer, self.above)

    @property
    def applies(self) -> frozenset[bool]:
        return frozenset(state != "none" for state in self.states)


@frozen
class Decision:
    """Everything that the laws speak about."""

    norms: tuple[NormDecision, ...]
    definitions: Mapping[str, tuple[Shape, Causes]]
    conflicts: Mapping[tuple[object, object], Truth]
    policies: Mapping[str, tuple[Truth, Truth, Causes]]


def decide(
    policy: m.Policy,
    facts: Any,
    as_of: date | datetime,
    environment: Environment,
    since: Mapping[str, date | datetime] | None = None,
) -> Decision:
    """What *policy* says about *facts* (checked) at *as_of*."""
    reading = Rules(policy, facts.values, as_of, environment, since or {})
    norms = tuple(norm for rule in policy.rules.values() for norm in reading.norms(rule))
    definitions = {
        key: (reading.value(call, {}), reading.causes(call, {}))
        for key, definition in policy.definitions.items()
        if definition.variable is None
        for call in [m.DefinitionValue(key, type=definition.type)]
    }
    return Decision(norms, definitions, conflicts(norms), {name: reading.status(name) for name in policy.headers})


def conflicts(norms: tuple[NormDecision, ...]) -> dict[tuple[object, object], Truth]:
    """Must, should or may against must not: same bearer, action and arguments."""
    found = {}
    for one in norms:
        for against in norms:
            if one.modality == "must_not" or against.modality != "must_not" or one.action is None:
                continue
            names = [[name for name, _ in norm.arguments] for norm in (one, against)]
            if (one.bearer, one.action, names[0]) != (against.bearer, against.action, names[1]):
                continue
            claims = [one.applies, against.applies]
            claims += [same(a, b) for (_, a), (_, b) in zip(one.arguments, against.arguments, strict=True)]
            if all(True in claim for claim in claims):
                sure = all(claim == {True} for claim in claims)
                found[one.key, against.key] = Truth.TRUE if sure else Truth.UNDETERMINED
    return found


def same(a: Shape, b: Shape) -> frozenset[bool]:
    """Whether two arguments are equal; absent is equal to absent."""
    result = frozenset({True} if a.absent and b.absent else ())
    result |= frozenset({False} if (a.absent and b.present) or (b.absent and a.present) else ())
    if not (a.present and b.present):
        return result
    if isinstance(a, SetBounds) and isinstance(b, SetBounds):
        can = (b.possibly is None or a.surely <= b.possibly) and (a.possibly is None or b.surely <= a.possibly)
        return result | boolean(can, not (settled(a) and settled(b) and a.surely == b.surely))
    if isinstance(a, PeriodBounds) and isinstance(b, PeriodBounds):
        ends = [same(a.start, b.start), same(a.end, b.end)]
        return result | boolean(all(True in end for end in ends), any(False in end for end in ends))
    return result | values.compare("=", evolve(a, absent=False), evolve(b, absent=False))


class Rules(Expressions):
    """When a rule applies, to whom, by when, and how things stand."""

    # --- applying -------------------------------------------------------------------------------------------------

    def status(self, name: str) -> tuple[Truth, Truth, Causes]:
        header = self.policy.headers[name]
        scope, force = header.scope, in_force(header.in_force)
        causes = self.why(scope, {}) | self.why(force, {})
        return Truth.of(self.holds(scope, {})), Truth.of(self.holds(force, {})), causes

    def applicability(self, rule: m.Rule, b: Bindings) -> m.And:
        """Scope, and in force, and condition, and no exception, and no rule that overrides it."""
        header = self.policy.headers[rule.module]
        parts: list[m.Expression | None] = [
            condition and Scope(condition) for condition in (header.scope, in_force(header.in_force))
        ]
        parts += [in_force(rule.in_force), rule.condition]
        parts += [m.Not(exception) for exception in rule.exceptions]
        for other in self.policy.rules.values():
            if rule.key in other.overrides:
                names = zip(other.each, rule.each, strict=False)
                theirs = {each.variable: b[mine.variable] for each, mine in names}
                parts.append(m.Not(Under(self.applicability(other, theirs), theirs)))
        return m.And(tuple(part for part in parts if part is not None))

    def each(self, rule: m.Rule) -> list[Bindings]:
        """What the variables of ``for each`` stand for, in order."""
        found: list[Bindings] = [{}]
        for each in rule.each:
            found = [{**b, each.variable: x} for b in found for x in self.elements(each.collection, b)]
        return found

    def norms(self, rule: m.Rule) -> Iterator[NormDecision]:
        for b in self.each(rule):
            elements = list(b.values())
            applies: m.Expression = self.applicability(rule, b)
            unlisted = any(x.others for x in elements)
            if unlisted and self.holds(applies, b) == {False}:
                continue
            if not all(x.surely for x in elements):
                why = [self.in_list(each, b) for each in rule.each if not b[each.variable].surely]
                applies = m.And((applies, *(Listed(causes) for causes in why)))
            for norm in rule.norms:
                for period in self.periods(rule, norm):
                    inner = {**b, PERIOD: self.judged(norm, period)} if isinstance(norm.deadline, m.Every) else b
                    yield from self.chain(rule, norm, inner, self.holds(applies, b), self.why(applies, b), period)

    def in_list(self, each: m.Each, b: Bindings) -> Causes:
        return self.causes(each.collection, b) | (b[each.variable].causes or NONE)

    # --- periods --------------------------------------------------------------------------------------------------

    def periods(self, rule: m.Rule, norm: m.Norm) -> list[tuple[PeriodBounds, date] | None]:
        """The last period whose day is before as_of and the next; [None] for a norm that does not recur."""
        every = norm.deadline
        if not isinstance(every, m.Every):
            return [None]
        first, last = self.days_in_force(rule)
        today = self.today(rule.zone)
        if every.unit is not None:
            here = stretch(today, every.unit)
            before, after = stretch(here[0] - timedelta(days=1), every.unit), stretch(here[1] + timedelta(days=1), every.unit)
            stretches = [before, here, after]
        elif every.length is not None and first is not None:
            stretches = self.stretches(first, every.length, today)
        else:
            return [None]
        due = [(s, min(s[0] + timedelta(days=every.day - 1), s[1]) if every.day else s[1]) for s in stretches]
        chosen = [pair for pair in due if pair[1] < today][-1:] + [pair for pair in due if pair[1] >= today][:1]
        return [
            (PeriodBounds(Range(exactly(start)), Range(exactly(end))), day)
            for (start, end), day in chosen
            if (first is None or day > first) and (last is None or day <= last)
        ]

    def judged(self, norm: m.Norm, period: tuple[PeriodBounds, date] | None) -> Bound:
        """The period judged; any whatever where the length of the stretches is not set."""
        if period is not None:
            return Bound(period[0], "")
        parameter = norm.deadline.parameter if isinstance(norm.deadline, m.Every) else None
        anything = Range(Interval(), absent=True)
        unset = frozenset({Cause(parameter, "parameter")} if parameter else ())
        return Bound(PeriodBounds(anything, anything), "", unset)

    def stretches(self, first: date, length: m.Duration, today: date) -> list[tuple[date, date]]:
        """Consecutive stretches of that length from the first day in force until one ends after today."""
        amount, unit = (length.amount / 86400, "day") if length.unit == "second" else (length.amount, length.unit)
        size, found = max(1, int(amount)), []
        while not found or found[-1][1] < today:
            start, after = (self.after(first, (len(found) + i) * size, unit) for i in (0, 1))
            found.append((start, after - timedelta(days=1)))
        return found

    def after(self, day: date, amount: int, unit: str) -> date:
        return values.counted(day, amount, unit, self.environment.calendar)[0] or day

    def today(self, zone: str) -> date:
        interval = self.now(zone).range.interval
        assert interval is not None
        day = values.days(interval, zone).low
        assert isinstance(day, date)
        return day

    def days_in_force(self, rule: m.Rule) -> tuple[date | None, date | None]:
        """The first and the last day on which policy and rule are in force; None where there is none."""
        firsts, lasts = [], []
        for bounds in (self.policy.headers[rule.module].in_force, rule.in_force):
            period = self.value(bounds.period, {}) if bounds else None
            if isinstance(period, PeriodBounds):
                firsts += [] if period.start.absent or period.start.interval is None else [period.start.interval.low]
                lasts += [] if period.end.absent or period.end.interval is None else [period.end.interval.high]
        starts, ends = ([day for day in days if isinstance(day, date)] for days in (firsts, lasts))
        return max(starts, default=None), min(ends, default=None)

    # --- deadlines ------------------------------------------------------------------------------------------------

    def start(self, rule: m.Rule, b: Bindings) -> When:
        """T: the rule's `since`, or the instant supplied for it, or some instant between coming into force and as_of."""
        if rule.since is not None:
            return evolve(self.when(rule.since, b), paths=tuple(self.facts_of(rule.since, b)))
        if rule.key in self.since:
            given = self.since[rule.key]
            day = not isinstance(given, datetime)
            return When(Range(exactly(given if day else given.astimezone(values.UTC))), day)
        return self.first_held(rule)

    def first_held(self, rule: m.Rule) -> When:
        now = self.now(rule.zone).range.interval
        first, _ = self.days_in_force(rule)
        assert now is not None
        least = LEAST if first is None else values.first_instant((0, first, 0), rule.zone)
        between = values.between(least, high(now)) or now
        return When(Range(between), False, frozenset({Cause(rule.key, "first_held")}), explicit=False)

    def when(self, e: m.Expression, b: Bindings) -> When:
        return When(self.number(e, b), isinstance(e.type, types.DateType), self.causes(e, b))

    def deadline(self, rule: m.Rule, norm: m.Norm, start: When, b: Bindings, due: date | None) -> When | None:
        """The day or instant until which the norm can be met, included; None: there is no number."""
        match norm.deadline:
            case m.Within(duration=m.Duration(amount=amount, unit="second")):
                moments = self.as_instants(rule, start)
                interval = moments.range.interval
                moved = Range(None) if interval is None else values.moved(interval, amount, amount)
                return When(Range(moved.interval or (None if interval is None else Interval()), start.range.absent), False, moments.causes)
            case m.Within(duration=m.Duration(amount=amount, unit=unit), rolling=rolling):
                limit = self.day_after(rule, start, int(amount), unit)
            case m.By(limit=limit_expression, rolling=rolling):
                limit = self.when(limit_expression, b)
            case m.Every(day=_) if due is not None:
                return When(Range(exactly(due)), day=True)
            case _:
                return None
        limit = self.roll(limit) if rolling and limit.day else limit
        return evolve(limit, causes=NONE) if settled(limit.range) else limit

    def as_instants(self, rule: m.Rule, when: When) -> When:
        if not when.day or when.range.interval is None:
            return when
        why = when.causes or time_of_day(when.paths or (rule.key,))
        return When(Range(values.instants(when.range.interval, rule.zone), when.range.absent), False, why)

    def day_after(self, rule: m.Rule, start: When, amount: int, unit: str) -> When:
        interval = start.range.interval
        if interval is None:
            return evolve(start, day=True)
        days = interval if start.day else values.days(interval, rule.zone)
        ends, causes = [], start.causes
        for place, day in enumerate((days.low, days.high)):
            try:
                ends.append(None if day is None else values.counted(day, amount, unit, self.environment.calendar)[place])  # type: ignore[arg-type]
            except OverflowError:
                ends.append(None)
            causes |= self.calendar_ends() if ends[-1] is None and day is not None else NONE
        return When(Range(Interval(ends[0], ends[1], ends[0] is None, ends[1] is None), start.range.absent), True, causes)

    def roll(self, limit: When) -> When:
        interval = limit.range.interval
        if interval is None:
            return limit
        calendar = self.environment.calendar
        least = None if interval.low is None else values.rolled(interval.low, calendar)[0]  # type: ignore[arg-type]
        greatest = None if interval.high is None else values.rolled(interval.high, calendar)[1]  # type: ignore[arg-type]
        causes = limit.causes | (self.calendar_ends() if greatest is None and interval.high is not None else NONE)
        return When(Range(Interval(least, greatest, least is None, greatest is None), limit.range.absent), True, causes)

    # --- states ---------------------------------------------------------------------------------------------------

    def chain(
        self,
        rule: m.Rule,
        norm: m.Norm,
        b: Bindings,
        applies: frozenset[bool],
        why: Causes,
        period: tuple[PeriodBounds, date] | None,
        start: When | None = None,
        above: tuple[str, ...] = (),
    ) -> Iterator[NormDecision]:
        """The norm for each bearer, and what follows `otherwise` where it is missed."""
        start = start or self.start(rule, b)
        limit = self.deadline(rule, norm, start, b, period[1] if period else None)
        for bearer in norm.bearers:
            bound = m.And((Given(applies, why), m.Present(bearer)))
            found = self.judge(rule, norm, b, self.holds(bound, b), self.causes(bound, b), period, start, limit)
            found = evolve(found, bearer=self.path(bearer, b), above=above)
            yield found
            if norm.otherwise is not None:
                missed = frozenset(state in ("late", "breached") for state in found.states)
                then = self.miss(rule, norm, limit, b)
                yield from self.chain(
                    rule, norm.otherwise, b, missed, found.causes, period, then, (*above, found.bearer)
                )

    def judge(
        self,
        rule: m.Rule,
        norm: m.Norm,
        b: Bindings,
        applies: frozenset[bool],
        why: Causes,
        period: tuple[PeriodBounds, date] | None,
        start: When,
        limit: When | None,
    ) -> NormDecision:
        states, causes, unmeasured = frozenset[str](), NONE, frozenset({False})
        if True in applies:
            unmeasured = self.unmeasured(norm, b)
            states, causes = self.rows(rule, norm, start, limit, b, period)
        if rule.soft:
            # Wording that can only be attested is never missed.
            states = frozenset(UNMISSED.get(state, state) for state in states)
        if unmeasured == {True}:
            states, causes = frozenset({"none"}), NONE
        elif True in unmeasured:
            states, causes = states | {"none"}, causes | self.open_operands(norm, b)
        if False in applies:
            states, causes = states | {"none"}, causes | why
        deadline = None if limit is None else limit.range.interval
        return NormDecision(
            policy=rule.module,
            rule=rule.key,
            place=norm.place,
            depth=norm.depth,
            elements=tuple(b[each.variable].name for each in rule.each),
            period=None if period is None else span(period[0]),
            bearer="",
            modality=norm.modality,
            action=norm.duty.action if isinstance(norm.duty, m.Act) else None,
            arguments=self.arguments(norm, b),
            states=states,
            deadline=None if deadline is None else (deadline.low, deadline.high),
            shortfall=self.shortfall(norm, b) if True in applies else None,
            causes=causes if len(states) > 1 else NONE,
            applicable=applies,
            nothing_to_measure=unmeasured == {True},
            others=any(b[each.variable].others for each in rule.each),
        )

    def miss(self, rule: m.Rule, norm: m.Norm, limit: When | None, b: Bindings) -> When:
        """T of what follows a miss: the deadline missed, or the instant of `breached at`."""
        if limit is not None:
            return limit
        if norm.breached_at is None:
            return self.first_held(rule)
        return evolve(self.when(norm.breached_at, b), paths=tuple(self.facts_of(norm.breached_at, b)))

    def arguments(self, norm: m.Norm, b: Bindings) -> tuple[tuple[str, Shape], ...]:
        if not isinstance(norm.duty, m.Act):
            return ()
        return tuple((name, self.value(e, b)) for name, e in norm.duty.arguments)

    def rows(
        self, rule: m.Rule, norm: m.Norm, start: When, limit: When | None, b: Bindings, period: tuple[PeriodBounds, date] | None
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
            found, because = self.done_or_not(rule, norm, test, start, None, b) if False in broken else (frozenset(), NONE)
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
        sooner, later = now.first(rule.zone)
        bounds = limit.last(rule.zone) if limit is not None and limit.range.interval is not None else None
        endless = limit is None or limit.range.absent
        done, late, because = frozenset(), False, NONE
        not_done = norm.fulfilled_at is None and test is None
        if test is not None:
            held = self.holds(test, b)
            not_done, because = False in held, self.why(test, b)
            late = True in held and bounds is not None and later > bounds[0] and not reads_period(test)
            in_time = True in held and (endless or reads_period(test) or late or (bounds is not None and sooner <= bounds[1]))
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

    def after_limit(self, rule: m.Rule, evidence: When, limit: values.End) -> values.End:
        """The first moment of *evidence* after a limit; of days, the next day's beginning."""
        least = max(evidence.first(rule.zone)[0], just_after(limit))
        if not evidence.day or least[0]:
            return least
        day = values.days(Interval(least[1], least[1], False, False), rule.zone).low
        assert isinstance(day, date)
        begins = values.first_instant((0, day, 0), rule.zone)
        return begins if begins >= least else values.first_instant((0, day + timedelta(days=1), 0), rule.zone)

    def broken(
        self, rule: m.Rule, norm: m.Norm, b: Bindings, period: tuple[PeriodBounds, date] | None
    ) -> tuple[frozenset[bool], Causes]:
        """Whether what breaks the norm for certain has happened."""
        test = norm.duty.condition if isinstance(norm.duty, m.Ensure) and norm.modality == "must_not" else norm.breached_when
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
                max(since, whole[0]) <= min(until, later, whole[1]), until > sooner or since < whole[0] or until > whole[1]
            )
        if len(happened) > 1:
            causes |= at.causes
            if at.range.interval is not None and until > sooner and since <= later:
                causes |= at_instants(now, at)
        return frozenset(a or c for a in held for c in happened), causes

    # --- measuring ------------------------------------------------------------------------------------------------

    def unmeasured(self, norm: m.Norm, b: Bindings) -> frozenset[bool]:
        """Whether `ensure` compares with something absent, so that there is nothing to measure."""
        operands = [self.value(e, b) for e in measured(norm)]
        sure, maybe = any(not o.present for o in operands), any(o.absent for o in operands)
        return boolean(maybe, not sure)

    def open_operands(self, norm: m.Norm, b: Bindings) -> Causes:
        return NONE.union(*(self.causes(e, b) for e in measured(norm) if self.value(e, b).absent))

    def shortfall(self, norm: m.Norm, b: Bindings) -> Range | None:
        """What is missing from Y where the test is ``X >= Y`` and does not surely hold."""
        test = norm.duty.condition if isinstance(norm.duty, m.Ensure) else norm.fulfilled_when
        if not isinstance(test, m.Comparison) or test.operator != ">=" or self.holds(test, b) == {True}:
            return None
        if not isinstance(test.left.type, types.NumberType | types.DurationType):
            return None
        actual, required = self.number(test.left, b), self.number(test.right, b)
        if actual.interval is None or required.interval is None:
            return None
        lacking = values.plus(required.interval, values.minus(actual.interval))
        return values.extreme([(exactly(0), True), (lacking, True)], largest=True)


def in_force(bounds: m.InForce | None) -> m.Expression | None:
    """The condition that `in force` is: a day in a period."""
    if bounds is None:
        return None
    tested = bounds.tested or m.AsOf(bounds.zone, type=types.DATETIME)
    if not isinstance(tested.type, types.DateType):
        tested = m.DateOf(tested, bounds.zone, type=types.DATE)
    return m.In(tested, bounds.period, type=types.BOOLEAN)


def stretch(day: date, unit: m.RecurringUnit) -> tuple[date, date]:
    """The calendar unit that *day* lies in."""
    if unit == "day":
        return day, day
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "half_month":
        return (day.replace(day=1), day.replace(day=15)) if day.day <= 15 else (day.replace(day=16), values.last_of_month(day))
    months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[unit]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, values.last_of_month(date(day.year, first.month + months - 1, 1))


def span(period: PeriodBounds) -> tuple[Any, Any]:
    assert period.start.interval is not None and period.end.interval is not None
    return period.start.interval.low, period.end.interval.low


def at_instants(now: When, other: When | None) -> Causes:
    """The time of day that as_of lacks, unless it is compared with a day."""
    return NONE if other is None or other.day else now.causes


def just_after(end: values.End) -> values.End:
    return end if end[0] else (0, end[1], end[2] + 1 if end[2] < 1 else 1)


def reads_period(e: m.Expression) -> bool:
    return isinstance(e, m.JudgedPeriod) or any(map(reads_period, parts_of(e)))


def measured(norm: m.Norm) -> list[m.Expression]:
    """What an `ensure` compares, through and, or and not."""
    found: list[m.Expression] = []
    ask = [norm.duty.condition] if isinstance(norm.duty, m.Ensure) else []
    while ask:
        match ask.pop():
            case m.Not() | m.And() | m.Or() as limb:
                ask += parts_of(limb)
            case m.Comparison() | m.In() | m.Has() as test:
                found += parts_of(test)
    return found
