"""Libraries that are installed: found by the entry points of packages, loaded only when asked for by name."""

from __future__ import annotations

from typing import Final

from pingan.diagnostics.diagnostic import Diagnostic
from pingan.diagnostics.errors import PolicyError
from pingan.diagnostics.plain import plain
from pingan.diagnostics.suggest import nearest
from pingan.language.library import Library

GROUP: Final = "pingan.libraries"
"""The entry point group in which packages name their libraries."""


def installed_libraries() -> tuple[str, ...]:
    """The names of the libraries that installed packages offer. Nothing of theirs is imported.

    >>> "standard" in installed_libraries()
    False
    """
    from importlib import metadata  # takes 30 ms, and few name a library

    return tuple(sorted({entry.name for entry in metadata.entry_points(group=GROUP)}))


def library_named(name: str) -> Library:
    """The installed library *name*, imported now: its code runs, as that of any package does.

    Raises PolicyError when no installed package offers it, when several do, and when it cannot be loaded.
    """
    from importlib import metadata

    entries = tuple(metadata.entry_points(group=GROUP, name=name))
    packages = sorted({entry.dist.name for entry in entries if entry.dist is not None})
    if not entries:
        raise _error("unknown-library", f"no installed library is called `{plain(name)}`", how_to_install(name))
    if len(packages) > 1:
        both = " and ".join(f"`{package}`" for package in packages)
        remedy = "uninstall one of them"
        raise _error("library-clash", f"the packages {both} both offer a library called `{plain(name)}`", remedy)
    try:
        loaded: object = entries[0].load()
    except PolicyError:  # that says itself what is wrong: a dialect that lacks words
        raise
    except (Exception, SystemExit) as problem:
        raise _failed(name, entries[0].value, told(problem)) from problem
    if not isinstance(loaded, Library):
        raise _failed(name, entries[0].value, f"it is no `Library`, but of type `{type(loaded).__name__}`")
    if loaded.name != name:
        raise _failed(name, entries[0].value, f"the library there calls itself {plain(repr(loaded.name))}")
    return loaded


def how_to_install(name: str) -> str:
    """What to do about a library that no installed package offers: the nearest names, and what to install."""
    near = nearest(name, installed_libraries())
    guess = f"its package is usually called `pingan-{name.replace('_', '-')}`: install that with pip"
    return (
        f"installed {'is' if len(near) == 1 else 'are'} {', '.join(f'`{n}`' for n in near)}; {guess}" if near else guess
    )


def how_to_get(name: str) -> str:
    """What to do where a file needs the library *name* and the environment has none: give it, or install it first."""
    give = f"give it with `--library {name}`, or as `standard_environment({name!r})`"
    if name in installed_libraries():
        return f"it is installed: {give}"
    return f"{how_to_install(name)}, then {give}"


def told(problem: BaseException) -> str:
    """What an error of a plug-in says, on one line."""
    try:
        text = plain(" ".join(str(problem).split())[:200])
    except (Exception, SystemExit):  # an error whose own code fails
        text = ""
    return f"{type(problem).__name__}{f': {text}' if text else ''}"


def _failed(name: str, place: str, why: str) -> PolicyError:
    message = f"the library `{plain(name)}` cannot be loaded from `{plain(place)}`: {why}"
    return _error("library-failed", message, "this is a mistake in the library; tell its authors")


def _error(code: str, message: str, help: str) -> PolicyError:
    return PolicyError((Diagnostic(code, message, help=help),))
