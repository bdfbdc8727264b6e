"""What a pytest session says of policies: which files are collected, and with what policies are read."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

import pingan
from pingan.diagnostics.suggest import did_you_mean
from pingan.language.shipped import shipped_policies
from pingan.model.given_settings import settings_text, written_setting

if TYPE_CHECKING:
    import pytest

    from pingan.source import Source

    Target = str | Path | Source


@frozen(eq=False)
class Configured:
    """The settings, the libraries and the folder of modules that a session reads policies with; policies once read."""

    config: pytest.Config
    policies: dict[object, pingan.Policy]
    """By what was asked for, so that one policy is read once a session."""

    @property
    def settings(self) -> dict[str, object]:
        found: dict[str, object] = {}
        for line in self.config.getini("pingan_settings"):
            name, equals, value = line.partition("=")
            if not equals or not name.strip():
                raise _usage(f"pingan_settings: `{line}` is not of the form name = value")
            found[name.strip()] = written_setting(value.strip())
        return found

    @property
    def libraries(self) -> tuple[str, ...]:
        return (*self.config.getini("pingan_libraries"), *os.environ.get("PINGAN_LIBRARIES", "").split())

    @property
    def root(self) -> Path | None:
        """Where modules are found; None: beside the policy."""
        named = self.config.getini("pingan_root")
        return _base(self.config) / named if named else None

    def policy(
        self,
        targets: Sequence[Target],
        *,
        settings: Mapping[str, object] | None = None,
        libraries: Sequence[str] | None = None,
        root: str | Path | None = None,
        beside: Path | None = None,
    ) -> pingan.Policy:
        """The policy *targets*; paths are looked for *beside* a file, then where the session's configuration stands."""
        places = [place for place in (beside, _base(self.config)) if place is not None]
        found = tuple(_target(target, places) for target in targets)
        used = {**self.settings, **(settings or {})}
        named = tuple(dict.fromkeys((*self.libraries, *(libraries or ()))))
        key = found, settings_text(used), named, str(root or "")
        if key not in self.policies:
            environment = pingan.standard_environment(*named)
            if environment.problems:
                raise pingan.PolicyError(environment.problems)
            place = self.root if root is None else root
            self.policies[key] = pingan.load(*found, settings=used, environment=environment, root=place)
        return self.policies[key]


def _base(config: pytest.Config) -> Path:
    """Where the configuration file stands: paths in it count from there."""
    return config.inipath.parent if config.inipath is not None else config.rootpath


def _target(target: Target, places: Sequence[Path]) -> Target:
    """*target* as a path that exists, as the name of a shipped policy, or as the text that it is."""
    if not isinstance(target, str | Path):
        return target
    if isinstance(target, str) and target in shipped_policies():
        return target
    for place in places:
        if (place / target).exists():
            return str(place / target)
    names = shipped_policies()
    hint = did_you_mean(str(target), names) or f"policies that come with pingan: {', '.join(names)}"
    looked = " nor in ".join(dict.fromkeys(map(str, places)))
    raise _usage(f"there is no policy `{target}`, {'neither ' if ' nor in ' in looked else ''}in {looked}; {hint}")


def _usage(message: str) -> Exception:
    import pytest

    return pytest.UsageError(message)


def matches(patterns: Sequence[str], path: Path, config: pytest.Config) -> bool:
    """Whether one of the *patterns* (from where the configuration stands; ``**``: any folders) is of *path*."""
    try:
        name = path.relative_to(_base(config)).as_posix()
    except ValueError:
        return False
    return any(re.fullmatch(_translated(pattern), name) for pattern in patterns)


def _translated(pattern: str) -> str:
    """The regular expression for a pattern of paths."""
    parts: list[str] = []
    for part in pattern.removeprefix("./").split("/"):
        if part == "**":
            parts.append("(?:[^/]+/)*")
        else:
            one = re.escape(part).replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
            parts.append(f"{one}/")
    text = "".join(parts)
    # The last part is the file's own name: `policies/**` means every file below.
    return text.removesuffix("/") if not text.endswith("*") else f"{text}[^/]+"
