"""What the head of an artifact says: what it was made of, with what, and what it needs. Light."""

from __future__ import annotations

from pingan.codec.container import RefusedError

TYPE_CHECKING = False  # type checkers take it for true; `typing` would cost more than all the rest of this file
if TYPE_CHECKING:
    from typing import Any

    Pairs = tuple[tuple[str, str], ...]
    Triples = tuple[tuple[str, str, str], ...]


class Head:
    """*version* and *rules* are the versions of pingan and of the language; *policies* are names, versions and
    digests; *settings* names and values in words; *needs* the libraries that it cannot do without, with versions and
    digests; *registers* digests by module; *warnings* how many diagnostics there are. *environment* is the digest of
    all libraries and the calendar that it was built with, empty for those that pingan has by itself.
    """

    __slots__ = (
        "environment",
        "language",
        "names",
        "needs",
        "policies",
        "registers",
        "rules",
        "settings",
        "title",
        "version",
        "warnings",
        "zone",
    )

    def __init__(
        self,
        version: str,
        rules: str,
        names: tuple[str, ...],
        zone: str,
        language: str,
        title: str,
        policies: Triples,
        settings: Pairs,
        needs: Triples,
        registers: Pairs,
        warnings: int,
        environment: str,
    ) -> None:
        self.version = version
        self.rules = rules
        self.names = names
        self.zone = zone
        self.language = language
        self.title = title
        self.policies = policies
        self.settings = settings
        self.needs = needs
        self.registers = registers
        self.warnings = warnings
        self.environment = environment

    def to_data(self) -> tuple[object, ...]:
        """As `head_of` reads it."""
        texts = (self.version, self.rules, self.zone, self.language, self.title, self.environment)
        return (*texts, self.names, self.policies, self.settings, self.needs, self.registers, self.warnings)


def head_of(data: tuple[Any, ...]) -> Head:
    """The head that *data* are. Raises RefusedError when they are of another version, or no head."""
    if not data or type(data[0]) is not str:
        raise _other()
    from pingan import __version__

    if data[0] != __version__:
        message = f"the artifact was built by pingan {data[0][:40]}, and this is pingan {__version__}"
        raise RefusedError(message, code="other-version")
    if len(data) != 12 or not _texts(data[:6], 6) or not _texts(data[6], None) or type(data[11]) is not int:
        raise _other()
    version, rules, zone, language, title, environment, names, policies, settings, needs, registers, warnings = data
    for table, width in ((policies, 3), (settings, 2), (needs, 3), (registers, 2)):
        if type(table) is not tuple or not all(_texts(row, width) for row in table):
            raise _other()
    return Head(
        version, rules, names, zone, language, title, policies, settings, needs, registers, warnings, environment
    )


def _texts(data: object, length: int | None) -> bool:
    """Whether *data* are texts, and as many as they should be."""
    return (
        isinstance(data, tuple) and all(type(each) is str for each in data) and (length is None or len(data) == length)
    )


def _other() -> RefusedError:
    return RefusedError("the artifact is damaged: its head tells something else")
