"""The only exceptions that leave the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from pingan.diagnostics.plain import plain

if TYPE_CHECKING:
    from pingan.diagnostics.diagnostic import Diagnostic


class PinganError(Exception):
    """Anything that pingan raises on purpose."""


class PolicyError(PinganError):
    """Policy text that cannot be used. ``diagnostics`` lists every problem found, with places."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        # Warnings may stand above the error that keeps the policy from being used.
        errors = (each for each in diagnostics if each.severity.value == "error")
        first = next(errors, next(iter(diagnostics), None))
        more = f" (and {len(diagnostics) - 1} more)" if len(diagnostics) > 1 else ""
        where = f"{first.span}: " if first is not None and first.span else ""
        # Whoever logs the error logs a policy's words with it: they must not forge lines or move a cursor.
        super().__init__(plain(f"{where}{first.message}{more}") if first else "the policy cannot be used")


@frozen
class FactProblem:
    """One thing wrong with the facts given: where, what was expected, and what to do."""

    path: str
    message: str
    help: str | None = None
    code: str = "bad-fact"

    def __str__(self) -> str:
        return plain(f"{self.path}: {self.message}" + (f" ({self.help})" if self.help else ""))


class FactError(PinganError):
    """Facts, parameters or instants that cannot be used. ``problems`` lists every one of them."""

    def __init__(self, problems: tuple[FactProblem, ...]) -> None:
        self.problems = problems
        super().__init__(
            "; ".join(str(p) for p in problems[:5]) + (f"; and {len(problems) - 5} more" if len(problems) > 5 else "")
        )


class RecordError(PinganError):
    """A decision record that cannot be read. ``problems`` lists everything that is wrong with it, a sentence each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(plain("; ".join(problems[:5]) + (f"; and {len(problems) - 5} more" if problems[5:] else "")))


@frozen
class Difference:
    """Something that is not as it was recorded: where in the record, what was recorded, and what is there now."""

    path: str
    recorded: str
    now: str

    def __str__(self) -> str:
        return plain(f"{self.path} was {self.recorded}, now it is {self.now}")


class ReplayError(PinganError):
    """A question that cannot be asked again as it was. ``differences`` lists what is not as it was recorded."""

    def __init__(self, differences: tuple[Difference, ...]) -> None:
        self.differences = differences
        told = "; ".join(str(d) for d in differences[:5])
        super().__init__(told + (f"; and {len(differences) - 5} more" if differences[5:] else ""))


class MissingPackage(PinganError):  # noqa: N818  # it says what to install, not what went wrong
    """A package that an extra of pingan brings is not there; the message says how to install it."""

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        self.package = package
        super().__init__(f'{purpose} needs the package `{package}`: install it with `pip install "pingan[{extra}]"`')
