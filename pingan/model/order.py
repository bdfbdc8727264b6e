"""What depends on what: an order in which nothing stands before what it reads, and the circles that have none."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from heapq import heappop, heappush

Reads = Mapping[str, Collection[str]]
"""By key: the keys that it reads. Keys that are not in the mapping do not count."""


def in_order(reads: Reads) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys so that what a key reads stands before it (else by key), and those that are in, or behind, a circle."""
    readers: dict[str, list[str]] = {}
    missing = {key: {k for k in parts if k in reads} for key, parts in reads.items()}
    for key, parts in missing.items():
        for part in parts:
            readers.setdefault(part, []).append(key)
    order: list[str] = []
    ready = sorted(key for key, parts in missing.items() if not parts)
    while ready:
        key = heappop(ready)
        order.append(key)
        for reader in readers.get(key, ()):
            missing[reader].discard(key)
            if not missing[reader]:
                heappush(ready, reader)
    placed = set(order)
    return tuple(order), tuple(sorted(key for key in reads if key not in placed))


def circles(reads: Reads) -> Iterator[tuple[str, ...]]:
    """One circle of each knot, the shortest through its least key and starting there, in order of that key."""
    _, left = in_order(reads)
    rest = {key: sorted(k for k in reads[key] if k in reads) for key in left}
    for knot in sorted(min(k) for k in _knots(rest) if len(k) > 1 or k[0] in rest[k[0]]):
        yield _way_back(knot, rest)


def _way_back(start: str, reads: Reads) -> tuple[str, ...]:
    """The shortest way from *start*, which is in a circle, to itself."""
    came: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        key = waiting.popleft()
        for following in reads[key]:
            if following == start:
                way = [key]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return tuple(reversed(way))
            if following in reads and following not in came:
                came[following] = key
                waiting.append(following)
    return (start,)


def _knots(reads: Reads) -> Iterator[list[str]]:
    """The strongly connected parts of *reads* (Tarjan's algorithm, on a stack of its own)."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in reads:
        if root in numbers:
            continue
        work = [(root, iter([k for k in reads[root] if k in reads]))]
        numbers[root] = lowest[root] = len(numbers)
        stack.append(root)
        on_stack.add(root)
        while work:
            key, following = work[-1]
            found = next(following, None)
            if found is None:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[key])
                if lowest[key] == numbers[key]:
                    yield _taken(key, stack, on_stack)
            elif found not in numbers:
                numbers[found] = lowest[found] = len(numbers)
                stack.append(found)
                on_stack.add(found)
                work.append((found, iter([k for k in reads[found] if k in reads])))
            elif found in on_stack:
                lowest[key] = min(lowest[key], numbers[found])


def _taken(key: str, stack: list[str], on_stack: set[str]) -> list[str]:
    knot: list[str] = []
    while not knot or knot[-1] != key:
        knot.append(stack.pop())
        on_stack.discard(knot[-1])
    return knot
