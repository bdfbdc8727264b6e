"""What of a case's expectations is not so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from pingan.language.instants import parse_instant
from pingan.language.shapes import Members, PeriodBounds, Range, Record, SetBounds, Shape, Truth
from tests.spec.conformance.seen import Because, Seen, SeenNorm

ZONE = "Asia/Shanghai"


def problems(expect: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    """Everything that is otherwise than *expect* says."""
    met: set[int] = set()
    for entry in expect.get("norms", ()):
        yield from of_norm(entry, seen, met)
    if expect.get("complete"):
        left = [shown(n) for i, n in enumerate(seen.norms) if i not in met]
        yield from differs("complete: left over", [], left)
    for rule in expect.get("without", ()):
        yield from differs(f"norms of {rule}", [], [shown(n) for n in seen.norms if named(rule, n.rule)])
    for name, value in expect.get("values", {}).items():
        found = [v for key, v in seen.values.items() if named(name, key)]
        if len(found) != 1:
            yield f"there is no one definition {name} among {sorted(seen.values)}"
        else:
            yield from of_value(f"value {name}", value, *found[0])
    yield from of_rules(expect, seen)
    for conflict in expect.get("conflicts", ()):
        pairs = seen.conflicts.items()
        held = [v for (a, b), v in pairs if named(conflict["rule"], a) and named(conflict["against"], b)]
        where = f"conflict {conflict['rule']} against {conflict['against']}"
        yield from differs(where, conflict["holds"], truth(held[0] if held else Truth.FALSE))
    for name, status in expect.get("policies", {}).items():
        in_scope, in_force = seen.policies[name]
        told = {"in_scope": truth(in_scope), "in_force": truth(in_force)}
        yield from differs(f"policy {name}", dict(status), {key: told[key] for key in status})
    if "unmeasured" in expect:
        yield from differs("unmeasured", sorted(expect["unmeasured"]), sorted(map(bare, seen.unmeasured)))
    if "promises" in expect:
        wanted = sorted((p["definition"], tuple(p["cases"]), p.get("of", "")) for p in expect["promises"])
        yield from differs("promises", wanted, sorted((bare(key), c, path) for key, c, path in seen.promises))


def of_rules(expect: Mapping[str, Any], seen: Seen) -> Iterator[str]:
    """Which rules apply, and of which it is open."""
    for key, rules in (("applies", seen.applies), ("undecided", seen.undecided)):
        if key in expect:
            yield from differs(key, sorted(expect[key]), sorted(map(bare, rules)))


def of_norm(entry: Mapping[str, Any], seen: Seen, met: set[int]) -> Iterator[str]:
    picked = [i for i, norm in enumerate(seen.norms) if meant(entry, norm)]
    met.update(picked)
    where = " ".join(str(entry[key]) for key in ("rule", "action", "element", "bearer", "period") if key in entry)
    if "count" in entry:
        yield from differs(f"{where}: count", entry["count"], len(picked))
    elif not picked:
        yield f"{where}: no such norm among {[shown(n) for n in seen.norms]}"
    for norm in (seen.norms[i] for i in picked):
        if "states" in entry:
            yield from differs(where, sorted(entry["states"]), sorted(norm.states))
        yield from of_causes(where, entry, norm.because)
        if "deadline" in entry:
            found = "none" if norm.deadline is None else [end(e) for e in norm.deadline]
            wanted = "none" if entry["deadline"] == "none" else [end(e) for e in entry["deadline"]]
            yield from differs(f"{where}: deadline", wanted, found)
        if "shortfall" in entry:
            interval = norm.shortfall.interval if norm.shortfall else None
            low_high: Any = "none" if interval is None else [interval.low, interval.high]
            wanted = entry["shortfall"]
            wanted = "none" if wanted == "none" else [None if n is None else Fraction(n) for n in wanted]
            yield from differs(f"{where}: shortfall", wanted, low_high)
        for name, value in entry.get("about", {}).items():
            yield from of_value(f"{where}: {name}", value, norm.about.get(name), frozenset())


def meant(entry: Mapping[str, Any], norm: SeenNorm) -> bool:
    element = entry.get("element", norm.elements)
    period = [day.isoformat() for day in norm.period or ()]
    return (
        named(entry["rule"], norm.rule)
        and entry.get("action", norm.action) == norm.action
        and ((element,) if isinstance(element, str) else tuple(element)) == norm.elements
        and entry.get("bearer", norm.bearer) == norm.bearer
        and entry.get("modality", norm.modality) == norm.modality
        and entry.get("period", period) == period
        and entry.get("depth", 0) == norm.depth
    )


def of_value(where: str, value: Any, shape: Shape | None, because: Because) -> Iterator[str]:
    """Whether *shape* is what *value* describes."""
    told = value if isinstance(value, Mapping) else {"is": value}
    found = described(shape)
    if "is" in told:
        yield from differs(where, canonical(told["is"]), found.get("is", found))
    if "one_of" in told:
        several = found.get("one_of", frozenset({found["is"]}) if "is" in found else found)
        yield from differs(where, frozenset(map(canonical, told["one_of"])), several)
    if "between" in told:
        ends = tuple(map(canonical, told["between"]))
        wanted = {"between": ends, "open": frozenset(told.get("open", ())), "absent": bool(told.get("or_absent"))}
        yield from differs(where, wanted, found)
    if "surely" in told:
        possibly = told["possibly"]
        sets = (frozenset(map(canonical, told["surely"])), None if possibly is None else frozenset(possibly))
        yield from differs(where, sets, found.get("set", found))
    if "anything" in told:
        yield from differs(where, {"anything": True}, found)
    for end_name in ("from", "until"):
        if end_name in told and isinstance(shape, PeriodBounds):
            yield from of_value(
                where, told[end_name], getattr(shape, {"from": "start", "until": "end"}[end_name]), because
            )
    yield from of_causes(where, told, because)


def described(shape: Shape | None) -> dict[str, Any]:
    """A shape in the words of cases."""
    if shape is None or not shape.present:
        return {"is": None}
    absent = frozenset({None}) if shape.absent else frozenset[Any]()
    match shape:
        case Members(values=None):
            return {"anything": True}
        case Members(values=values):
            every = frozenset(map(canonical, values or ())) | absent
        case Range(interval=interval) if interval is not None and interval.single:
            every = frozenset({canonical(interval.low)}) | absent
        case Range(interval=interval):
            assert interval is not None
            ends = {"low": (interval.low, interval.low_open), "high": (interval.high, interval.high_open)}
            is_open = frozenset(name for name, (value, is_open) in ends.items() if value is not None and is_open)
            low_high = tuple(canonical(value) for value, _ in ends.values())
            return {"between": low_high, "open": is_open, "absent": shape.absent}
        case SetBounds(surely=surely, possibly=possibly):
            some, most = (
                frozenset(map(canonical, surely)),
                None if possibly is None else frozenset(map(canonical, possibly)),
            )
            return {"is": some} if some == most else {"set": (some, most)}
        case PeriodBounds(start=start, end=until):
            first, last = described(start), described(until)
            return {"is": (first["is"], last["is"])} if "is" in first and "is" in last else {"period": (first, last)}
        case Record(path=path):
            every = frozenset({path}) | absent
        case _:
            return {"shape": shape}
    return {"is": next(iter(every))} if len(every) == 1 else {"one_of": every}


def canonical(value: Any) -> Any:
    """A value that compares: numbers as fractions, instants in UTC, days and members as text, booleans apart from 1."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, Mapping):
        return (canonical(value["from"]), canonical(value["until"]))
    if isinstance(value, list):
        return frozenset(map(canonical, value))
    if isinstance(value, Record):
        return value.path
    if isinstance(value, str) and (number := _number(value)) is not None:
        return number
    return None if value is None else end(value)


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def end(value: Any) -> Any:
    """A day as text, an instant as one of UTC; what is neither as text."""
    if isinstance(value, str) and len(value) >= 16 and value[4:5] == "-" and "T" in value:
        value = parse_instant(value, ZONE)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def of_causes(where: str, told: Mapping[str, Any], found: Because) -> Iterator[str]:
    if "because" not in told:
        return
    wanted = [(*cause.items(),)[0] if isinstance(cause, Mapping) else ("fact", cause) for cause in told["because"]]
    shown_causes = {(kind, s) if kind in ("fact", "time_of_day", "calendar") else (kind, bare(s)) for kind, s in found}
    yield from differs(f"{where}: because", sorted(wanted), sorted(shown_causes))


def named(name: str, key: str) -> bool:
    return name in (key, bare(key))


def bare(key: str) -> str:
    return key.rpartition(".")[2]


def truth(value: Truth) -> bool | str:
    return value.value if value is Truth.UNDETERMINED else bool(value)


def shown(norm: SeenNorm) -> str:
    of = f"[{', '.join(norm.elements)}]" if norm.elements else ""
    period = f" for {norm.period[0]}" if norm.period else ""
    return (
        f"{bare(norm.rule)}{of} {norm.bearer} {norm.modality} {norm.action} {norm.depth}{period}: {sorted(norm.states)}"
    )


def differs(where: str, wanted: object, found: object) -> Iterator[str]:
    if wanted != found:
        yield f"{where}: expected {wanted}, found {found}"


def of_diagnostics(told: Sequence[Mapping[str, Any]], found: Sequence[Any], dialect: str, lead: int) -> Iterator[str]:
    """Of each diagnostic told of whether it is there; *lead* lines stand before the case's own text."""
    left = list(found)
    for one in told:
        fitting = next((d for d in left if fits(one, d, dialect, lead)), None)
        if fitting is None:
            yield f"no diagnostic {dict(one)} among {[said(d, lead) for d in left]}"
        else:
            left.remove(fitting)


def fits(told: Mapping[str, Any], found: Any, dialect: str, lead: int) -> bool:
    column = told.get("column")
    column = column[dialect] if isinstance(column, Mapping) else column
    code, file, line, at = said(found, lead)
    return (
        told["code"] == code
        and told.get("file", file) == file
        and told.get("line", line) == line
        and (column is None or column == at)
    )


def said(found: Any, lead: int) -> tuple[str, str, int, int]:
    """Code, file, line and column of a diagnostic."""
    if found.span is None:
        return found.code, "", 0, 0
    source = found.span.source
    line, column = source.position(found.span.start)
    return found.code, source.name, line - (lead if source.name == "case.rules" else 0), column
