"""Where a fact stands, and what is found wrong there."""

from __future__ import annotations

from attrs import evolve, field, frozen

from pingan.diagnostics.errors import FactProblem
from pingan.diagnostics.plain import plain
from pingan.diagnostics.suggest import did_you_mean

MAXIMUM_PROBLEMS = 100
MAXIMUM_DEPTH = 32
MAXIMUM_TEXT = 4096
"""Longest text of a fact, in bytes of UTF-8."""
MAXIMUM_SHOWN = 60


@frozen
class Place:
    """A path in the facts; *sensitive* values are never quoted in a message."""

    path: str
    depth: int = 0
    sensitive: bool = False

    def field(self, name: str, *, sensitive: bool = False) -> Place:
        path = f"{self.path}.{name}" if self.path else name
        return Place(path, self.depth + 1, self.sensitive or sensitive)

    def element(self, position: int) -> Place:
        return evolve(self, path=f"{self.path}[{position}]", depth=self.depth + 1)


@frozen
class Problems:
    """Collects what is wrong with facts, up to a limit."""

    _found: list[FactProblem] = field(factory=list)

    def add(self, place: Place | str, message: str, *, help: str | None = None, code: str = "bad-fact") -> None:
        path = place if isinstance(place, str) else place.path
        problem = FactProblem(plain(path) or "facts", message, help, code)
        if len(self._found) < MAXIMUM_PROBLEMS and problem not in self._found:
            self._found.append(problem)

    @property
    def full(self) -> bool:
        """Whether nothing more is collected: there is no use in checking on."""
        return len(self._found) >= MAXIMUM_PROBLEMS

    def __bool__(self) -> bool:
        return bool(self._found)

    def all(self) -> tuple[FactProblem, ...]:
        return tuple(self._found)


def quoted(text: str) -> str:
    """*text* as a message may show it: visible characters only, and not too many."""
    shown = plain(text)
    return f"`{shown[:MAXIMUM_SHOWN]}…`" if len(shown) > MAXIMUM_SHOWN else f"`{shown}`"


def described(given: object, place: Place) -> str:
    """What was given, for a message: its kind, and (unless it is sensitive) what it says."""
    kind = kind_of(given)
    if place.sensitive or not isinstance(given, str | int):
        return kind
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, int) and given.bit_length() > 200:
        return "a very long number"
    return f"{kind} {quoted(str(given))}"


def kind_of(given: object) -> str:
    """What sort of thing was given, in the words of a fact file."""
    match given:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case float():
            return "a binary fraction"
        case str():
            return "the text"
        case int():
            return "the number"
        case list() | tuple():
            return "a list"
        case dict():
            return "an object"
        case _:
            return f"a value of type {type(given).__name__}"


def listed(names: tuple[str, ...]) -> str:
    """The first few of *names*, for a message."""
    shown = ", ".join(f"`{n}`" for n in names[:8])
    return f"{shown}, … ({len(names)} in all)" if len(names) > 8 else shown


def suggestion(name: str, names: tuple[str, ...], what: str) -> str:
    """The help for a name that is none of *names*."""
    if meant := did_you_mean(name, names):
        return meant
    return f"{what}: {listed(names)}" if names else f"there are no {what}"
