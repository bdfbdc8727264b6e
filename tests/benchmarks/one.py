"""One decision: the keys of the rules that apply, beside what other engines take for them; growth; unknown facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tests.benchmarks import ours
from tests.benchmarks.figure import Figure, Settings, absent, at_least, at_most, times
from tests.benchmarks.peers import SINGLE, Peer, missing, module, peers
from tests.benchmarks.peers.plain_ifs import checked_peer
from tests.benchmarks.peers.plain_ifs import peers as plain_ifs
from tests.benchmarks.timing import Pair, Side, pair
from tests.benchmarks.workload import Incident, Workload, fired, incidents, without, workload

AGAINST_IFS: Final = {10: 1.2, 100: 0.7, 1000: 0.14, 10_000: 0.11}
AGAINST_ZEN: Final = {10: 5.0, 100: 8.0, 1000: 11.0, 10_000: 13.0}
GROWTH: Final = 2.5
UNKNOWN: Final = 1.2
POOL: Final = 200
"""Incidents that take turns."""
MANY: Final = 20_000
"""Incidents of which each is met once."""


def figures(settings: Settings) -> Iterator[Figure]:
    for size in settings.sizes:
        of = workload(size)
        why = ours.refused(of)
        if why is not None:
            yield absent(f"one decision with keys, {size:,} rules", why)
            continue
        found = incidents(of, POOL)
        ours.check(of, found[: _checked(size)])
        for name in SINGLE:
            yield compared(name, of, found, settings)
        yield checked(of, found, settings)
        yield masks(of, found, settings)
    yield from first_time(settings)
    yield from unshared(settings)
    yield growth(settings)
    yield from unknown(settings)


def compared(name: str, of: Workload, found: Sequence[Incident], settings: Settings) -> Figure:
    """A decision with the keys of the rules that apply, beside the best form of a peer."""
    title = f"one decision with keys, {len(of.rules):,} rules: {module(name).LABEL}"
    needed = missing(name)
    if needed is not None:
        return absent(title, f"`{needed}` is not installed")
    measured = {}
    for peer in peers(name, of):
        agrees(peer, of, found[: _checked(len(of.rules))])
        measured[peer.name] = pair(ours.with_rules(of, found), side(peer, found), settings.seconds)
    best, chosen = min(measured.items(), key=lambda entry: entry[1].other)
    note = times(chosen, "pingan", best)
    if name == "plain_ifs":
        made = at_most(title, AGAINST_IFS.get(len(of.rules)), chosen.ratio, note=note)
    else:
        target = AGAINST_ZEN.get(len(of.rules)) if name == "zen_engine" else None
        made = at_least(title, target, 1 / chosen.ratio, note=note)
    return replace(made, data={"rules": len(of.rules), "slower": 1 / chosen.ratio})


def agrees(peer: Peer, of: Workload, found: Sequence[Incident]) -> None:
    """Only right answers are timed."""
    for incident in found:
        assert peer.answer(peer.form(incident)) == fired(of, incident), (peer.name, incident)


def side(peer: Peer, found: Sequence[Incident]) -> Side:
    return Side(peer.run, [peer.form(incident) for incident in found], peer.calls)


def checked(of: Workload, found: Sequence[Incident], settings: Settings) -> Figure:
    """Beside plain ifs that look at their facts first, as pingan does."""
    peer = checked_peer(of)
    agrees(peer, of, found[: _checked(len(of.rules))])
    measured = pair(ours.with_rules(of, found), side(peer, found), settings.seconds)
    title = f"one decision with keys, {len(of.rules):,} rules: plain `if`s that check all facts first"
    return at_most(title, None, measured.ratio, note=times(measured, "pingan", peer.name))


def masks(of: Workload, found: Sequence[Incident], settings: Settings) -> Figure:
    """A decision of which nothing has been asked yet, beside plain ifs, which have listed their rules by then."""
    (peer,) = plain_ifs(of)
    measured = pair(ours.decided(of, found), side(peer, found), settings.seconds)
    title = f"one decision, keys not asked for, {len(of.rules):,} rules: plain `if`s"
    return at_most(title, None, measured.ratio, note=times(measured, "pingan", peer.name))


def first_time(settings: Settings) -> Iterator[Figure]:
    """Every incident met once: what was remembered of other values' rows does not help with new ones."""
    size = 1000 if 1000 in settings.sizes else settings.sizes[-1]
    for shared in (True, False):
        of = workload(size, shared=shared)
        found = incidents(of, 2000 if settings.quick else MANY, seed=7)
        (peer,) = plain_ifs(of)
        measured = pair(ours.with_rules(of, found), side(peer, found), settings.seconds, once=True)
        kind = "rules" if shared else "rules that share no threshold"
        title = f"one decision with keys, {size:,} {kind}, no incident met twice: plain `if`s"
        yield at_most(title, None, measured.ratio, note=times(measured, "pingan", peer.name))


def unshared(settings: Settings) -> Iterator[Figure]:
    """The same where no two rules share a threshold."""
    for size in [size for size in settings.sizes if size >= 1000] or settings.sizes[-1:]:
        of = workload(size, shared=False)
        if ours.refused(of) is not None:
            continue
        found = incidents(of, POOL)
        ours.check(of, found[: _checked(size)])
        (peer,) = plain_ifs(of)
        agrees(peer, of, found[: _checked(size)])
        measured = pair(ours.with_rules(of, found), side(peer, found), settings.seconds)
        title = f"one decision with keys, {size:,} rules that share no threshold: plain `if`s"
        yield at_most(title, None, measured.ratio, note=times(measured, "pingan", peer.name))


def growth(settings: Settings) -> Figure:
    """The same incidents decided by many rules and by a hundred."""
    few, many = (100, 10_000) if not settings.quick else (settings.sizes[0], settings.sizes[-1])
    if many not in settings.sizes or ours.refused(workload(many)) is not None:
        return absent(f"growth: {many:,} rules beside {few:,}, keys not asked for", "left out")
    found = incidents(workload(few), POOL)
    measured = pair(ours.decided(workload(many), found), ours.decided(workload(few), found), settings.seconds)
    title = f"growth: {many:,} rules beside {few:,}, keys not asked for"
    target = None if settings.quick else GROWTH
    return at_most(title, target, measured.ratio, note=times(measured, f"{many:,}", f"{few:,}"))


def unknown(settings: Settings) -> Iterator[Figure]:
    """Three of 25 facts left out, other ones in each incident."""
    size = 1000 if 1000 in settings.sizes else settings.sizes[-1]
    of = workload(size)
    known = incidents(of, POOL)
    partly = without(known)
    ours.check(of, partly[: _checked(size)])
    base = ours.with_rules(of, known)
    title = f"3 of 25 facts unknown, {size:,} rules"
    measured = pair(ours.decided(of, partly), base, settings.seconds)
    note = times(measured, "unknown", "known with keys")
    yield at_most(f"{title}, keys not asked for: all known, with keys", UNKNOWN, measured.ratio, note=note)
    yield _beside(f"{title}, keys not asked for: all known, neither", ours.decided(of, partly), of, known, settings)
    if ours.lazy():
        both = ours.asked(of, partly, lambda outcome: (outcome.applicable_rules, outcome.undecided_rules))
        measured = pair(both, base, settings.seconds)
        note = times(measured, "unknown", "known with keys")
        yield at_most(f"{title}, both lists of keys: all known, with keys", None, measured.ratio, note=note)


def _beside(title: str, one: Side, of: Workload, known: Sequence[Incident], settings: Settings) -> Figure:
    measured: Pair = pair(one, ours.decided(of, known), settings.seconds)
    return at_most(title, None, measured.ratio, note=times(measured, "unknown", "known"))


def _checked(size: int) -> int:
    """Incidents whose answers are checked before anything is timed."""
    return 50 if size <= 1000 else 10
